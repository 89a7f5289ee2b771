// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/notify/pagetext.h"

#include "models/base/tr.h"
#include "models/documents/visibletext.h"
#include "models/incidents/naming.h"

#include <QLocale>

namespace onlyonce {

namespace {

//! "2026-11-23 05:18 UTC (06:18 Europe/Berlin)"
QString timeText(Instant time, const Person &person)
{
    const QString utc = toDateTime(time).toString(QStringLiteral("yyyy-MM-dd HH:mm")) + QStringLiteral(" UTC");
    QTimeZone zone(person.timeZone.toLatin1());
    if (!zone.isValid()) {
        zone = QTimeZone::systemTimeZone();
    }
    const QDateTime local = toDateTime(time, zone);
    if (local.offsetFromUtc() == 0) {
        return utc;
    }
    const bool sameDay = local.date() == toDateTime(time).date();
    return QStringLiteral("%1 (%2 %3)")
        .arg(utc, local.toString(sameDay ? QStringLiteral("HH:mm") : QStringLiteral("yyyy-MM-dd HH:mm")),
             QString::fromLatin1(zone.id()));
}

QString line(const QString &name, const QString &value)
{
    return QStringLiteral("%1 %2\n").arg(name + QLatin1Char(':'), value);
}

QString whereText(const Incident &incident)
{
    const QString services = visibleLine(incident.services.join(QStringLiteral(", ")));
    const QString places = visibleLine(incident.dataCentres.join(QStringLiteral(", ")));
    if (services.isEmpty() && places.isEmpty()) {
        return tr("not known yet");
    }
    return services.isEmpty() ? places : places.isEmpty() ? services : tr("%1 in %2").arg(services, places);
}

QString targetText(const Incident &incident, const Person &person)
{
    const auto clock = recoveryClock(incident);
    return clock
             ? tr("within %1, by %2").arg(durationText(clock->target), timeText(clock->from + clock->target, person))
             : tr("the clock runs as soon as the start is recorded");
}

//! Stored titles are fit for a mail, but an earlier version may have stored this one: no mail takes control characters.
QString titleOf(const Incident &incident)
{
    return visibleLine(incident.title).simplified();
}

QString subjectOf(const Incident &incident, const QString &what)
{
    if (incident.visibility == Visibility::Restricted) {
        return referenceForAll(incident);
    }
    const QString subject =
        QStringLiteral("[%1] %2 %3: %4").arg(toText(incident.severity), incident.reference(), what, titleOf(incident));
    return incident.drill ? tr("[DRILL]") + QLatin1Char(' ') + subject : subject;
}

QString restrictedBody(const Incident &incident)
{
    return tr("%1. Open it in OnlyOnce to read it.").arg(referenceForAll(incident)) + QLatin1Char('\n');
}

//! In the subject, and what it means for the reader.
std::pair<QString, QString> endOf(const Incident &incident)
{
    switch (incident.resolution.value_or(Resolution::Resolved)) {
    case Resolution::FalseAlarm:
        return {tr("false alarm"), tr("Stand down: %1 was a false alarm.")};
    case Resolution::Duplicate:
        return {tr("duplicate"), tr("Stand down: %1 is a duplicate of another incident, which goes on.")};
    case Resolution::Merged:
        return {tr("merged"), tr("Stand down: %1 was merged into another incident, which goes on.")};
    case Resolution::Resolved:
        break;
    }
    return {incident.status == IncidentStatus::Closed ? tr("closed") : tr("resolved"), tr("Stand down: %1 is over.")};
}

QString signature(const Incident &incident)
{
    return QStringLiteral("\n-- \n")
         + tr("Sent by OnlyOnce because you are on call. Answers to this mail reach nobody.") + QLatin1Char('\n')
         + (incident.drill ? tr("This is a drill.") + QLatin1Char('\n') : QString());
}

}  // namespace

PageText openedPage(const Incident &incident, const Person &person)
{
    const bool declared = incident.time(IncidentTime::Declared).has_value();
    const QString subject = subjectOf(incident, declared ? tr("declared") : tr("opened"));
    if (incident.visibility == Visibility::Restricted) {
        return {subject, restrictedBody(incident)};
    }
    const auto &started = incident.time(IncidentTime::Started);
    QString body = titleOf(incident) + QStringLiteral("\n\n");
    body += line(tr("Incident"), QStringLiteral("%1, %2").arg(incident.reference(), toText(incident.severity)));
    body += line(tr("Where"), whereText(incident));
    body += line(tr("Since"), started ? timeText(*started, person) : tr("not known yet"));
    body += line(tr("Recovery"), targetText(incident, person));
    if (incident.catastrophic) {
        body += line(tr("Scope"), tr("catastrophic: two or more data centres at the same time"));
    }
    if (incident.alertCount > 0) {
        body += line(tr("Alerts"), QString::number(incident.alertCount));
    }
    body += QLatin1Char('\n')
          + tr("Next: acknowledge it, so that the others know that somebody is on it. Open %1 in "
               "OnlyOnce, or run: onlyonce incident acknowledge %2")
                .arg(incident.reference(), QString::number(incident.number))
          + QLatin1Char('\n');
    return {subject, body + signature(incident)};
}

PageText overPage(const Incident &incident, const Person &person, const QString &why)
{
    const auto [what, stand] = endOf(incident);
    const QString subject = subjectOf(incident, what);
    if (incident.visibility == Visibility::Restricted) {
        return {subject, restrictedBody(incident)};
    }
    QString body = stand.arg(incident.reference()) + QStringLiteral("\n\n");
    body += titleOf(incident) + QStringLiteral("\n\n");
    if (!why.isEmpty()) {
        body += line(tr("Why"), visibleLine(why));
    }
    if (const auto &started = incident.time(IncidentTime::Started)) {
        body += line(tr("Since"), timeText(*started, person));
    }
    if (const auto &resolved = incident.time(IncidentTime::Resolved)) {
        body += line(tr("Until"), timeText(*resolved, person));
    }
    if (const auto clock = recoveryClock(incident); clock && clock->until) {
        body += line(
            tr("Recovery"),
            tr("after %1 (target %2)").arg(durationText(*clock->until - clock->from), durationText(clock->target)));
    }
    return {subject, body + signature(incident)};
}

}  // namespace onlyonce
