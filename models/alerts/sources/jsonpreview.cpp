// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/sources/jsonpreview.h"

#include "models/alerts/sources/fields.h"
#include "models/alerts/sources/jsonsource.h"
#include "models/base/tr.h"

#include <algorithm>
#include <array>

namespace onlyonce {

namespace {

constexpr size_t mostShown = 10;

const JsonSource *jsonSource(const QString &id)
{
    return dynamic_cast<const JsonSource *>(sourceNamed(id).get());
}

QString labelsText(const QJsonObject &labels)
{
    QStringList texts;
    for (auto label = labels.begin(); label != labels.end(); ++label) {
        texts << label.key() + u'=' + label.value().toString();
    }
    return texts.join(QStringLiteral(", "));
}

QString timeText(const std::optional<Instant> &time)
{
    return time ? toIso(*time) : QString();
}

//! What an alert's field became.
QString meaningOf(const QString &key, const JsonFields::Reading &reading)
{
    const Signal &signal = reading.signal;
    if (key == u"state") {
        return reading.isIgnored ? tr("ignored") : toText(signal.status);
    }
    if (key == u"started" || key == u"ended") {
        return timeText(key == u"started" ? signal.startedAt : signal.resolvedAt);
    }
    static const auto texts = std::to_array<std::pair<QLatin1StringView, QString (*)(const Signal &)>>({
        {QLatin1StringView("key"), [](const Signal &from) { return from.fingerprint; }},
        {QLatin1StringView("severity"), [](const Signal &from) { return toText(from.severity); }},
        {QLatin1StringView("summary"), [](const Signal &from) { return from.summary; }},
        {QLatin1StringView("service"), [](const Signal &from) { return from.service; }},
        {QLatin1StringView("dataCentre"), [](const Signal &from) { return from.dataCentre; }},
        {QLatin1StringView("probe"), [](const Signal &from) { return from.probes.join(QStringLiteral(", ")); }},
        {QLatin1StringView("link"), [](const Signal &from) { return from.link; }},
        {QLatin1StringView("labels"), [](const Signal &from) { return labelsText(from.labels); }},
    });
    const auto found = std::ranges::find(texts, key, [](const auto &entry) { return entry.first; });
    return found == texts.end() ? QString() : found->second(signal);
}

//! What is wrong with what was found.
QString faultOf(const PreviewedField &field, Instant now)
{
    if (field.key == u"started" || field.key == u"ended") {
        const auto moment = momentFrom(field.found);
        if (!moment) {
            return tr("“%1” is not a time.").arg(fields::oneLine(field.found, 60));
        }
        return *moment > now ? tr("It lies in the future, so the time of the receipt is taken.") : QString();
    }
    if (field.key == u"link" && field.meaning.isEmpty()) {
        return tr("It is not a web address.");
    }
    if (field.key == u"severity" && !fields::knownSeverity(field.found)) {
        return tr("“%1” is not a severity that is known, so it counts as an error.")
            .arg(fields::oneLine(field.found, 60));
    }
    return {};
}

//! The labels tell these by custom, where no path does.
bool isFromLabels(const PreviewedField &field)
{
    return !field.meaning.isEmpty()
        && QStringList{QStringLiteral("service"), QStringLiteral("dataCentre"), QStringLiteral("probe")}.contains(
            field.key);
}

PreviewedAlert previewOf(const JsonFields &paths, const std::vector<SettingField> &settings, const QJsonValue &alert,
                         const QJsonValue &body, Instant now)
{
    const auto reading = paths.alert(alert, body, now);
    PreviewedAlert result;
    result.problem = reading ? QString() : reading.error().message;
    result.isIgnored = reading && reading->isIgnored;
    for (const SettingField &setting : settings) {
        const std::vector<const JsonPath *> itsPaths = paths.pathsOf(setting.key);
        if (itsPaths.empty() || setting.key == u"list") {
            continue;
        }
        PreviewedField field{.key = setting.key, .label = setting.label};
        field.meaning = reading ? meaningOf(setting.key, *reading) : QString();
        QStringList found;
        QStringList problems;
        for (const JsonPath *path : itsPaths) {
            const QString text = path->text(alert, body);
            found << (text.isEmpty() ? QStringList() : QStringList(text));
            if (path->find(alert, body, 1).values.empty() && !isFromLabels(field)) {
                problems << path->whyNot(alert, body);
            }
        }
        field.found = fields::oneLine(found.join(QStringLiteral(", ")));
        if (!field.found.isEmpty() && reading) {
            problems << faultOf(field, now);
        }
        problems.removeAll(QString());
        field.problem = problems.join(u' ');
        result.fields.push_back(std::move(field));
    }
    return result;
}

}  // namespace

bool hasJsonPreview(const QString &source)
{
    return jsonSource(source) != nullptr;
}

Result<JsonPreview> previewJson(const QString &source, const QByteArray &sample, const QJsonObject &settings,
                                Instant now)
{
    const JsonSource *const json = jsonSource(source);
    if (!json) {
        return fail(ErrorCode::NotFound, tr("“%1” is not read by paths.").arg(source.left(60)));
    }
    const auto paths = json->paths(settings);
    if (!paths) {
        return failure(paths);
    }
    const auto body = json->body(sample, settings);
    if (!body) {
        return failure(body);
    }
    const auto alerts = paths->alerts(*body);
    if (!alerts) {
        return failure(alerts);
    }
    JsonPreview preview{.count = qsizetype(alerts->size()), .alerts = {}};
    const std::vector<SettingField> settingFields = json->fields();
    for (size_t i = 0; i < std::min(alerts->size(), mostShown); ++i) {
        preview.alerts.push_back(previewOf(*paths, settingFields, alerts->at(i), *body, now));
    }
    return preview;
}

}  // namespace onlyonce
