// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/sources/jsonfields.h"

#include "models/alerts/sources/fields.h"
#include "models/base/tr.h"
#include "models/catalog/places.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace onlyonce {

namespace {

constexpr size_t mostAlerts = 100'000;
constexpr qsizetype longestLabelName = 100;
constexpr size_t mostLabels = 1000;

enum class Holds { Path, Paths, Words };

struct Field
{
    QLatin1StringView key;
    const char *label;
    const char *help;
    Holds holds = Holds::Path;
};

//! In the order in which the settings page shows them.
const auto &allFields()
{
    static constexpr auto fields = std::to_array<Field>({
        {QLatin1StringView("list"), QT_TRANSLATE_NOOP("onlyonce", "Alerts"),
         QT_TRANSLATE_NOOP(
             "onlyonce", "Where the list of alerts is, like alerts[*]; empty when the body itself is one. Paths are "
                         "names with dots between them; [0] is the first of a list, [*] each; a|b takes b where there "
                         "is no a, a+b joins both, \"web\" is that text, and $.a begins at the top of the body.")},
        {QLatin1StringView("key"), QT_TRANSLATE_NOOP("onlyonce", "Key"),
         QT_TRANSLATE_NOOP("onlyonce",
                           "What is the same whenever this problem is told of, from its beginning to its end, and "
                           "differs from every other's.")},
        {QLatin1StringView("state"), QT_TRANSLATE_NOOP("onlyonce", "State"),
         QT_TRANSLATE_NOOP("onlyonce", "What says whether it fires or has recovered.")},
        {QLatin1StringView("recovered"), QT_TRANSLATE_NOOP("onlyonce", "Recovered states"),
         QT_TRANSLATE_NOOP(
             "onlyonce", "The states that mean recovered, with commas between them; *ok is whatever ends in ok. Every "
                         "other state fires."),
         Holds::Words},
        {QLatin1StringView("ignored"), QT_TRANSLATE_NOOP("onlyonce", "Ignored states"),
         QT_TRANSLATE_NOOP("onlyonce", "The states that mean neither, like a test or a pause."), Holds::Words},
        {QLatin1StringView("severity"), QT_TRANSLATE_NOOP("onlyonce", "Severity"),
         QT_TRANSLATE_NOOP("onlyonce",
                           "Critical, error, warning, info and their usual synonyms are known, and P1 to P5; anything "
                           "else is an error.")},
        {QLatin1StringView("summary"), QT_TRANSLATE_NOOP("onlyonce", "Summary"),
         QT_TRANSLATE_NOOP("onlyonce", "One line for people; the key when there is none.")},
        {QLatin1StringView("service"), QT_TRANSLATE_NOOP("onlyonce", "Service"),
         QT_TRANSLATE_NOOP("onlyonce", "What fails. tags.service also finds service:login in a list of tags.")},
        {QLatin1StringView("dataCentre"), QT_TRANSLATE_NOOP("onlyonce", "Data centre"),
         QT_TRANSLATE_NOOP("onlyonce", "Where it fails, never from where that was seen.")},
        {QLatin1StringView("probe"), QT_TRANSLATE_NOOP("onlyonce", "Probe"),
         QT_TRANSLATE_NOOP("onlyonce", "From where it was seen.")},
        {QLatin1StringView("started"), QT_TRANSLATE_NOOP("onlyonce", "Started"),
         QT_TRANSLATE_NOOP("onlyonce",
                           "When the failure began: a time like 2026-11-23T14:05:00Z, or seconds or milliseconds since "
                           "1970.")},
        {QLatin1StringView("ended"), QT_TRANSLATE_NOOP("onlyonce", "Ended"),
         QT_TRANSLATE_NOOP("onlyonce", "When it ended; read of recoveries only.")},
        {QLatin1StringView("link"), QT_TRANSLATE_NOOP("onlyonce", "Link"),
         QT_TRANSLATE_NOOP("onlyonce", "A web address about it.")},
        {QLatin1StringView("labels"), QT_TRANSLATE_NOOP("onlyonce", "Labels"),
         QT_TRANSLATE_NOOP(
             "onlyonce", "What to keep besides, with commas between the paths: an object with all its members, a list "
                         "of tags, or a single value."),
         Holds::Paths},
    });
    return fields;
}

bool matches(const QStringList &words, const QString &state)
{
    return std::ranges::any_of(words, [&state](const QString &word) {
        const bool openBefore = word.startsWith(u'*');
        const bool openAfter = word.size() > 1 && word.endsWith(u'*');
        const QString core = word.mid(openBefore ? 1 : 0, word.size() - (openBefore ? 1 : 0) - (openAfter ? 1 : 0));
        if (openBefore && openAfter) {
            return state.contains(core, Qt::CaseInsensitive);
        }
        if (openBefore) {
            return state.endsWith(core, Qt::CaseInsensitive);
        }
        return openAfter ? state.startsWith(core, Qt::CaseInsensitive) : state.compare(core, Qt::CaseInsensitive) == 0;
    });
}

void addLabel(QJsonObject &labels, const QString &name, const QJsonValue &value)
{
    const QString text = fields::oneLine(fields::word(value));
    const QString fitName = fields::oneLine(name, longestLabelName);
    if (!text.isEmpty() && !fitName.isEmpty() && size_t(labels.size()) < mostLabels) {
        labels.insert(fitName, text);
    }
}

//! An object that is one named value, or all its members.
void addMembers(QJsonObject &labels, const QJsonObject &object)
{
    if (const auto [name, value] = namedValue(object); !name.isEmpty()) {
        addLabel(labels, name, value);
        return;
    }
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        addLabel(labels, entry.key(), entry.value());
    }
}

}  // namespace

std::vector<SettingField> JsonFields::settings(const QJsonObject &defaults)
{
    std::vector<SettingField> result;
    for (const Field &field : allFields()) {
        result.push_back({.key = QString(field.key),
                          .label = tr(field.label),
                          .help = tr(field.help),
                          .defaultValue = defaults.value(field.key).toString(),
                          .required = field.key == QLatin1StringView("key")});
    }
    return result;
}

Result<JsonFields> JsonFields::read(const QJsonObject &defaults, const QJsonObject &settings)
{
    JsonFields result;
    for (const Field &field : allFields()) {
        const QString written =
            (settings.contains(field.key) ? settings.value(field.key) : defaults.value(field.key)).toString();
        if (field.holds == Holds::Words) {
            (field.key == QLatin1StringView("recovered") ? result.m_recovered : result.m_ignored) = commaParts(written);
            continue;
        }
        const QStringList texts = field.holds == Holds::Paths ? commaParts(written) : QStringList(written);
        for (const QString &text : texts) {
            auto path = JsonPath::parse(text);
            if (!path) {
                return fail(ErrorCode::Invalid, QStringLiteral("%1: %2").arg(tr(field.label), path.error().message));
            }
            if (field.holds == Holds::Paths) {
                result.m_labels.push_back(std::move(*path));
            } else {
                result.m_paths.emplace_back(field.key, std::move(*path));
            }
        }
    }
    if (result.path(QLatin1StringView("key")).isEmpty()) {
        return fail(ErrorCode::Invalid, tr("Key: without a path to it no problem can be told from another."));
    }
    return result;
}

const JsonPath &JsonFields::path(QLatin1StringView key) const
{
    return std::ranges::find(m_paths, key, [](const auto &entry) { return entry.first; })->second;
}

std::vector<const JsonPath *> JsonFields::pathsOf(const QString &key) const
{
    std::vector<const JsonPath *> result;
    for (const auto &[itsKey, path] : m_paths) {
        if (itsKey == key) {
            result.push_back(&path);
        }
    }
    if (key == u"labels") {
        std::ranges::transform(m_labels, std::back_inserter(result), [](const JsonPath &path) { return &path; });
    }
    return result;
}

QString JsonFields::text(QLatin1StringView key, const QJsonValue &alert, const QJsonValue &body) const
{
    return path(key).text(alert, body);
}

Result<std::vector<QJsonValue>> JsonFields::alerts(const QJsonValue &body) const
{
    static const JsonPath whole = JsonPath::parse(QStringLiteral("$")).value();
    const JsonPath &set = path(QLatin1StringView("list"));
    const JsonPath &list = set.isEmpty() ? whole : set;
    std::vector<QJsonValue> found = list.find(body, body, mostAlerts + 1).values;
    if (found.empty() && !list.isEmptyList(body)) {
        return fail(ErrorCode::Invalid, tr("No alerts were found: %1").arg(list.whyNot(body, body)));
    }
    if (found.size() > mostAlerts) {
        return fail(ErrorCode::Invalid,
                    tr("There are more than %1 alerts; no more are taken at once.").arg(mostAlerts));
    }
    return found;
}

QString JsonFields::placeOf(qsizetype index, const QJsonValue &body) const
{
    QString list = path(QLatin1StringView("list")).written().trimmed();
    if (list.isEmpty() && !body.isArray()) {
        return {};
    }
    if (list.endsWith(QLatin1StringView("[*]"))) {
        list.chop(3);
    }
    return QStringLiteral("%1[%2]").arg(fields::oneLine(list, 60)).arg(index);
}

Result<JsonFields::Reading> JsonFields::alert(const QJsonValue &alert, const QJsonValue &body, Instant receivedAt) const
{
    Reading reading;
    Signal &signal = reading.signal;
    const QString key = text(QLatin1StringView("key"), alert, body);
    if (key.isEmpty()) {
        return fail(ErrorCode::Invalid,
                    tr("No key was found. %1").arg(path(QLatin1StringView("key")).whyNot(alert, body)));
    }
    signal.fingerprint = fields::key(key);

    const QString state = text(QLatin1StringView("state"), alert, body);
    reading.isIgnored = matches(m_ignored, state);
    signal.status = matches(m_recovered, state) ? AlertStatus::Resolved : AlertStatus::Firing;
    signal.severity = fields::severity(text(QLatin1StringView("severity"), alert, body));
    signal.labels = labels(alert, body);

    signal.summary = fields::oneLine(text(QLatin1StringView("summary"), alert, body));
    if (signal.summary.isEmpty()) {
        signal.summary = fields::oneLine(key);
    }
    signal.service = fields::oneLine(text(QLatin1StringView("service"), alert, body), longestPlaceName);
    if (signal.service.isEmpty()) {
        signal.service = fields::service(signal.labels);
    }
    signal.dataCentre = fields::oneLine(text(QLatin1StringView("dataCentre"), alert, body), longestPlaceName);
    if (signal.dataCentre.isEmpty()) {
        signal.dataCentre = fields::dataCentre(signal.labels);
    }
    signal.probes = probes(alert, body);
    if (signal.probes.isEmpty()) {
        signal.probes = fields::probes(signal.labels);
    }
    signal.failedTest = fields::failedTest(signal.labels);
    signal.link = fields::webLink(text(QLatin1StringView("link"), alert, body));

    signal.startedAt = fields::notAfter(momentFrom(text(QLatin1StringView("started"), alert, body)), receivedAt);
    if (signal.status == AlertStatus::Resolved) {
        signal.resolvedAt = fields::notAfter(momentFrom(text(QLatin1StringView("ended"), alert, body)), receivedAt);
        if (signal.startedAt == signal.resolvedAt) {
            signal.startedAt.reset();  // the sender has one time for both: that of the change it tells of
        }
    }
    return reading;
}

QStringList JsonFields::probes(const QJsonValue &alert, const QJsonValue &body) const
{
    constexpr size_t mostProbes = 100;
    QStringList result;
    for (const QJsonValue &value : path(QLatin1StringView("probe")).find(alert, body, mostProbes).values) {
        const QString probe = fields::oneLine(fields::word(value), longestPlaceName);
        if (!probe.isEmpty() && !result.contains(probe)) {
            result << probe;
        }
    }
    return result;
}

QJsonObject JsonFields::labels(const QJsonValue &alert, const QJsonValue &body) const
{
    QJsonObject result;
    for (const JsonPath &path : m_labels) {
        const JsonPath::Found found = path.find(alert, body, mostLabels);
        QStringList nameless;
        for (const QJsonValue &value : found.values) {
            const auto [name, itsValue] = found.isList ? namedValue(value.toString()) : std::pair<QString, QString>();
            if (value.isObject()) {
                addMembers(result, value.toObject());
            } else if (!name.isEmpty()) {
                addLabel(result, name, itsValue);
            } else {
                nameless << fields::word(value);
            }
        }
        addLabel(result, path.lastName(), nameless.join(QStringLiteral(", ")));
    }
    return result;
}

std::optional<Instant> momentFrom(const QString &text)
{
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    if (!isNumber) {
        const auto time = parseMachineTime(text);
        return time ? std::optional(*time) : std::nullopt;
    }
    constexpr double firstMilliseconds = 1e11;  // as seconds, in the year 5138; as milliseconds, in 1973
    constexpr double endOfTime = 253'402'300'800'000.0;
    const double millis = number < firstMilliseconds ? number * 1000 : number;
    return millis > 0 && millis < endOfTime ? std::optional(fromMillis(qint64(millis))) : std::nullopt;
}

}  // namespace onlyonce
