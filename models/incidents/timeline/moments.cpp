// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/timeline/moments.h"

#include "models/base/json.h"

#include <QHash>
#include <QJsonArray>
#include <QRegularExpression>

namespace onlyonce {

namespace {

constexpr QLatin1StringView momentsField("moments");

//! Those of any name: a changed time, for one, is "from" and "to".
std::vector<Instant> momentsIn(const QJsonObject &data)
{
    QStringList texts;
    for (const auto &value : data) {
        texts << value.toVariant().toStringList();
    }
    std::vector<Instant> moments;
    for (const QString &text : std::as_const(texts)) {
        const auto moment = parseMachineTime(text);
        if (moment && toIso(*moment) == text) {
            moments.push_back(*moment);
        }
    }
    return moments;
}

QString textIn(Instant at, Precision precision, const QTimeZone &zone, Instant beside)
{
    const QDateTime moment = toDateTime(at, zone);
    const QString time = precision == Precision::Seconds ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm");
    return moment.toString(moment.date() == toDateTime(beside, zone).date() ? time
                                                                            : QStringLiteral("yyyy-MM-dd ") + time);
}

}  // namespace

QString utcText(Instant at, Precision precision)
{
    return toDateTime(at).toString(precision == Precision::Seconds ? QStringLiteral("yyyy-MM-dd HH:mm:ss")
                                                                   : QStringLiteral("yyyy-MM-dd HH:mm"));
}

QJsonObject withMoments(std::initializer_list<Instant> moments, QJsonObject data)
{
    QJsonArray all;
    for (const Instant moment : moments) {
        all.append(toIso(moment));
    }
    data.insert(momentsField, all);
    return data;
}

QString bodyIn(const TimelineEntry &entry, const QTimeZone &zone)
{
    if (zone == QTimeZone::utc()) {
        return entry.body;
    }
    QHash<QString, QString> here;
    for (const Instant moment : momentsIn(entry.data)) {
        for (const Precision precision : {Precision::Seconds, Precision::Minutes}) {
            here.insert(utcText(moment, precision), textIn(moment, precision, zone, entry.happenedAt));
        }
    }
    if (here.isEmpty()) {
        return entry.body;
    }
    // Of two that stand together (“from … to … UTC”) only the last one has the mark.
    static const QRegularExpression written(QStringLiteral("(\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}(?::\\d{2})?)( UTC)?"));
    QString body;
    qsizetype from = 0;
    for (auto each = written.globalMatch(entry.body); each.hasNext();) {
        const auto found = each.next();
        const auto known = here.constFind(found.captured(1));
        if (known != here.constEnd()) {
            body += QStringView(entry.body).mid(from, found.capturedStart() - from);
            body += *known;
            from = found.capturedEnd();
        }
    }
    body += QStringView(entry.body).mid(from);
    return body;
}

}  // namespace onlyonce
