// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/announce/announcementtext.h"

#include "models/base/tr.h"
#include "models/documents/markdown.h"

#include <QFile>
#include <QLocale>
#include <QRegularExpression>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

constexpr qsizetype minTitle = 15;
constexpr qsizetype maxTitle = 255;
constexpr qsizetype minBody = 20;
constexpr qsizetype maxBody = 32'000;

struct Placeholder
{
    const char *name;
    const char *hint;
};

//! Every placeholder that a template may have, with what a person is asked for when the program does not know it.
constexpr Placeholder placeholders[] = {
    {"service", QT_TRANSLATE_NOOP("onlyonce", "which service, by the name customers know")},
    {"startedAt", QT_TRANSLATE_NOOP("onlyonce", "when it began, in UTC")},
    {"mitigatedAt", QT_TRANSLATE_NOOP("onlyonce", "since when customers have the service back, in UTC")},
    {"resolvedAt", QT_TRANSLATE_NOOP("onlyonce", "when it ended, in UTC")},
    {"duration", QT_TRANSLATE_NOOP("onlyonce", "how long it lasted")},
    {"nextUpdate", QT_TRANSLATE_NOOP("onlyonce", "when customers hear from us again, in UTC")},
    {"reference", QT_TRANSLATE_NOOP("onlyonce", "the incident's number")},
    {"impact", QT_TRANSLATE_NOOP("onlyonce", "what customers notice, where")},
    {"cause", QT_TRANSLATE_NOOP("onlyonce", "the cause in plain words")},
    {"fix", QT_TRANSLATE_NOOP("onlyonce", "what is being done")},
    {"workaround", QT_TRANSLATE_NOOP("onlyonce", "what customers can do meanwhile")},
    {"expected", QT_TRANSLATE_NOOP("onlyonce", "what customers should see now")},
    {"dataLoss", QT_TRANSLATE_NOOP("onlyonce", "whether data was lost, and whose")},
};

Result<QString> gap(const QString &name)
{
    for (const Placeholder &each : placeholders) {
        if (name == QLatin1StringView(each.name)) {
            return QStringLiteral("⟨%1: %2⟩").arg(name, tr(each.hint));
        }
    }
    return fail(ErrorCode::Invalid, tr("The template has the placeholder {{%1}}, which does not exist.").arg(name));
}

//! Forums count characters, not UTF-16 units.
qsizetype characters(const QString &text)
{
    return text.trimmed().toUcs4().size();
}

Result<> checkLength(const QString &text, qsizetype least, qsizetype most, const QString &what)
{
    const qsizetype length = characters(text);
    const QLocale locale;
    if (length < least) {
        return fail(ErrorCode::Invalid, tr("%1 is too short: it has %2 characters, a forum wants at least %3.")
                                            .arg(what, locale.toString(length), locale.toString(least)));
    }
    if (length > most) {
        return fail(ErrorCode::Invalid, tr("%1 is too long: it has %2 characters, a forum takes at most %3.")
                                            .arg(what, locale.toString(length), locale.toString(most)));
    }
    return {};
}

//! For lists in English sentences: "a", "a and b", "a, b and c".
QString listed(const QStringList &names)
{
    return names.size() < 2
             ? names.join(QString())
             : names.mid(0, names.size() - 1).join(QStringLiteral(", ")) + QStringLiteral(" and ") + names.last();
}

QString isoDay(Instant time)
{
    return toDateTime(time).date().toString(Qt::ISODate);
}

Result<QString> filled(const QString &name, const TemplateValues &values)
{
    QFile file(QStringLiteral(":/templates/announcement/%1.md").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::Internal, tr("The template “%1” is missing from the program.").arg(name));
    }
    return fillTemplate(QString::fromUtf8(file.readAll()), values);
}

}  // namespace

Result<QString> fillTemplate(QStringView text, const TemplateValues &values)
{
    QString result;
    qsizetype position = 0;
    while (true) {
        const qsizetype open = text.indexOf(u"{{", position);
        if (open < 0) {
            result += text.mid(position);
            return result;
        }
        const qsizetype close = text.indexOf(u"}}", open);
        if (close < 0) {
            return fail(ErrorCode::Invalid,
                        tr("A placeholder of the template does not close: “%1”.").arg(text.mid(open, 40)));
        }
        const QString name = text.mid(open + 2, close - open - 2).trimmed().toString();
        auto replacement = gap(name);
        if (!replacement) {
            return replacement;
        }
        const QString value = values.value(name).trimmed();
        result += text.mid(position, open - position);
        result += value.isEmpty() ? *replacement : value;
        position = close + 2;
    }
}

QStringList gapsIn(QStringView markdown)
{
    static const QRegularExpression pattern(QStringLiteral("⟨([^⟩:]*)[^⟩]*⟩|\\{\\{([^}]*)\\}\\}"));
    QStringList gaps;
    auto matches = pattern.globalMatch(markdown.toString());
    while (matches.hasNext()) {
        const auto match = matches.next();
        const QString name = (match.captured(1) + match.captured(2)).trimmed();
        gaps += name.isEmpty() ? match.captured() : name;
    }
    gaps.removeDuplicates();
    return gaps;
}

QString announcedTime(Instant time)
{
    // Customers read English here, whatever language the window speaks: so do the templates.
    return QLocale(QLocale::English).toString(toDateTime(time), QStringLiteral("HH:mm 'UTC on' d MMMM yyyy"));
}

std::optional<Instant> toldNextUpdate(const QString &body)
{
    static const QRegularExpression told(
        QStringLiteral("Next update[^\\n]*?(\\d{2}:\\d{2} UTC on \\d{1,2} [A-Z][a-z]+ \\d{4})"));
    const QString text = told.match(body).captured(1);
    QDateTime time = QLocale(QLocale::English).toDateTime(text, QStringLiteral("HH:mm 'UTC on' d MMMM yyyy"));
    if (!time.isValid()) {
        return std::nullopt;
    }
    time.setTimeSpec(Qt::UTC);
    return fromMillis(time.toMSecsSinceEpoch());
}

Instant nextUpdateDue(const Incident &incident, Instant now)
{
    if (incident.nextUpdateAt && *incident.nextUpdateAt > now + 5min) {
        return *incident.nextUpdateAt;
    }
    const Instant since = incident.time(IncidentTime::Started).value_or(incident.createdAt);
    const milliseconds pause = now - since < 2h ? milliseconds{20min} : milliseconds{60min};
    constexpr milliseconds grid{5min};
    const auto due = (now + pause).time_since_epoch();
    return Instant{(due + grid - 1ms) / grid * grid};
}

TemplateValues templateValues(const Incident &incident, Instant now)
{
    TemplateValues values;
    QStringList services;
    for (const QString &name : incident.services) {
        services += escapeMarkdown(name);
    }
    values.insert(QStringLiteral("service"), listed(services));
    values.insert(QStringLiteral("reference"), incident.reference());
    values.insert(QStringLiteral("nextUpdate"), announcedTime(nextUpdateDue(incident, now)));
    const auto &started = incident.time(IncidentTime::Started);
    const auto &detected = incident.time(IncidentTime::Detected);
    const auto &declared = incident.time(IncidentTime::Declared);
    if (started) {
        values.insert(QStringLiteral("startedAt"), announcedTime(*started));
    } else if (detected || declared) {
        values.insert(
            QStringLiteral("startedAt"),
            QStringLiteral("not known yet; first noticed at %1").arg(announcedTime(detected ? *detected : *declared)));
    }
    if (const auto &mitigated = incident.time(IncidentTime::Mitigated)) {
        values.insert(QStringLiteral("mitigatedAt"), announcedTime(*mitigated));
    }
    if (const auto &resolved = incident.time(IncidentTime::Resolved)) {
        values.insert(QStringLiteral("resolvedAt"), announcedTime(*resolved));
        if (started) {
            values.insert(QStringLiteral("duration"), durationText(*resolved - *started));
        }
    }
    return values;
}

Result<QString> suggestedBody(const Incident &incident, AnnouncementStatus status, Instant now,
                              const TemplateValues &values)
{
    TemplateValues all = templateValues(incident, now);
    all.insert(values);
    return filled(toText(status), all);
}

Result<QString> suggestedRetraction(const Incident &incident, Instant now)
{
    return filled(QStringLiteral("retraction"), templateValues(incident, now));
}

QString suggestedTitle(const Incident &incident)
{
    const Instant day = incident.time(IncidentTime::Started).value_or(incident.createdAt);
    const QString numbered = QStringLiteral(" (%1, %2)").arg(incident.reference(), isoDay(day));
    const QString services = listed(incident.services).simplified();
    // “Outage” would say that everything is down, which nobody knows yet.
    const QString subject =
        services.isEmpty() ? QStringLiteral("Service disruption") : services + QStringLiteral(": service disruption");
    return subject.left(maxTitle - numbered.size()) + numbered;
}

QString unmistakableTitle(const QString &title, const Incident &incident)
{
    static const QRegularExpression day(QStringLiteral("\\b\\d{4}-\\d{2}-\\d{2}\\b"));
    const QString line = title.simplified();
    const QRegularExpression reference(QStringLiteral("\\b%1\\b").arg(incident.reference()));
    return line.isEmpty() || line.contains(day) || line.contains(reference)
             ? line
             : line + QStringLiteral(" (%1)").arg(incident.reference());
}

Result<> checkTitle(const QString &title)
{
    return checkLength(title, minTitle, maxTitle, tr("The title"));
}

Result<> checkBody(const QString &body)
{
    return checkLength(body, minBody, maxBody, tr("The text"));
}

}  // namespace onlyonce
