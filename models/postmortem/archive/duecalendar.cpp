// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/tr.h"
#include "models/documents/visibletext.h"
#include "models/incidents/desk.h"
#include "models/postmortem/archive/dataformats.h"
#include "models/postmortem/record.h"

#include <QUrl>

namespace onlyonce {

namespace {

QString escaped(const QString &text)
{
    QString result;
    for (const QChar c : visibleText(text)) {
        if (c == u'\n') {
            result += QStringLiteral("\\n");
        } else if (c == u'\\' || c == u';' || c == u',') {
            result += QStringLiteral("\\") + c;
        } else {
            result += c;
        }
    }
    return result;
}

//! A line of at most 75 bytes; what follows begins with a blank. No character is cut in two.
QByteArray folded(const QString &line)
{
    constexpr qsizetype longest = 75;
    const QByteArray bytes = line.toUtf8();
    QByteArray result;
    qsizetype from = 0;
    while (bytes.size() - from > longest - (from > 0 ? 1 : 0)) {
        qsizetype to = from + longest - (from > 0 ? 1 : 0);
        while ((static_cast<uchar>(bytes[to]) & 0xc0) == 0x80) {
            --to;
        }
        result += (from > 0 ? " " : "") + bytes.sliced(from, to - from) + "\r\n";
        from = to;
    }
    return result + (from > 0 ? " " : "") + bytes.sliced(from) + "\r\n";
}

QString utc(Instant time)
{
    return toDateTime(time).toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
}

//! An hour; whoever holds it knows better how long it will take.
QByteArray meetingEvent(const PostMortem &about, const Incident &incident)
{
    const QString title = tr("%1 post-mortem meeting").arg(incident.reference());
    QByteArray lines = folded(QStringLiteral("BEGIN:VEVENT"));
    lines += folded(
        QStringLiteral("UID:postmortem-meeting-%1-%2@onlyonce").arg(about.id.value).arg(toMillis(about.createdAt)));
    lines += folded(QStringLiteral("DTSTAMP:") + utc(about.changedAt));
    lines += folded(QStringLiteral("SEQUENCE:%1").arg(about.version));
    lines += folded(QStringLiteral("DTSTART:") + utc(*about.meetingAt));
    lines += folded(QStringLiteral("DURATION:PT1H"));
    lines += folded(QStringLiteral("SUMMARY:") + escaped(title));
    QString description = tr("Post-mortem of %1 %2").arg(incident.reference(), incident.title);
    if (!about.ownerName.isEmpty()) {
        description += u'\n' + tr("Owner: %1").arg(about.ownerName);
    }
    lines += folded(QStringLiteral("DESCRIPTION:") + escaped(description));
    lines += folded(QStringLiteral("END:VEVENT"));
    return lines;
}

QByteArray event(const Countermeasure &measure, const Incident &incident, Instant changed)
{
    const QString reference = incident.reference();
    const auto &what = measure.what;
    QString description = tr("Countermeasure of %1 %2").arg(reference, incident.title) + u'\n' + what.text;
    const auto add = [&](const QString &label, const QString &text) {
        if (!text.isEmpty()) {
            description += u'\n' + label.arg(text);
        }
    };
    add(tr("Owner: %1"), measure.ownerName);
    add(tr("Shows that it works: %1"), what.effectCheck);
    add(tr("State: %1"), label(measure.state));
    const bool open = measure.state == CountermeasureState::Open;
    QByteArray lines = folded(QStringLiteral("BEGIN:VEVENT"));
    // The time of its making, because every database counts its rows from 1.
    lines += folded(
        QStringLiteral("UID:countermeasure-%1-%2@onlyonce").arg(measure.id.value).arg(toMillis(measure.createdAt)));
    lines += folded(QStringLiteral("DTSTAMP:") + utc(changed));
    lines += folded(QStringLiteral("SEQUENCE:%1").arg(measure.version));
    lines += folded(QStringLiteral("DTSTART;VALUE=DATE:") + what.dueOn->toString(QStringLiteral("yyyyMMdd")));
    lines += folded(QStringLiteral("DTEND;VALUE=DATE:") + what.dueOn->addDays(1).toString(QStringLiteral("yyyyMMdd")));
    lines += folded(QStringLiteral("SUMMARY:")
                    + escaped((open ? tr("%1 due: %2") : tr("%1 done: %2")).arg(reference, visibleLine(what.text))));
    lines += folded(QStringLiteral("DESCRIPTION:") + escaped(description));
    // One that was imported may be of any kind, and calendars open what stands here.
    if (const QUrl link(what.link, QUrl::StrictMode);
        link.scheme() == QStringLiteral("https") || link.scheme() == QStringLiteral("http")) {
        lines += folded(QStringLiteral("URL:") + visibleLine(what.link));
    }
    lines += folded(QStringLiteral("TRANSP:TRANSPARENT"));
    lines += folded(QStringLiteral("END:VEVENT"));
    return lines;
}

}  // namespace

Result<QByteArray> dueCalendar(Transaction &transaction, IncidentId id)
{
    const auto about = incident(transaction, id);
    const auto record = postMortemRecord(transaction, id);
    if (!about || !record) {
        return !about ? failure(about) : failure(record);
    }
    if (!*about) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    QByteArray calendar = folded(QStringLiteral("BEGIN:VCALENDAR")) + folded(QStringLiteral("VERSION:2.0"))
                        + folded(QStringLiteral("PRODID:-//OnlyOnce//Due dates//EN"))
                        + folded(QStringLiteral("CALSCALE:GREGORIAN"));
    QByteArray events;
    if (*record) {
        if ((*record)->postMortem.meetingAt) {
            events += meetingEvent((*record)->postMortem, **about);
        }
        for (const Countermeasure &measure : (*record)->countermeasures) {
            if (measure.what.dueOn) {
                events += event(measure, **about, (*record)->postMortem.changedAt);
            }
        }
    }
    if (events.isEmpty()) {  // a calendar without anything in it is none
        return fail(ErrorCode::NotFound, tr("No countermeasure of %1 has a due date yet, and no meeting about its "
                                            "post-mortem has a time.")
                                             .arg((*about)->reference()));
    }
    return calendar + events + folded(QStringLiteral("END:VCALENDAR"));
}

}  // namespace onlyonce
