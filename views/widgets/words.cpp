// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/words.h"

#include <QCoreApplication>
#include <QLocale>

namespace onlyonce::ui {

QString momentText(Instant at, Instant now, const QTimeZone &zone)
{
    const QDateTime moment = toDateTime(at, zone);
    const QDate today = toDateTime(now, zone).date();
    const QString clock = moment.time().toString(QStringLiteral("HH:mm"));
    const qint64 daysAgo = moment.date().daysTo(today);
    if (daysAgo == 0) {
        return QCoreApplication::translate("Words", "Today %1").arg(clock);
    }
    if (daysAgo == 1) {
        return QCoreApplication::translate("Words", "Yesterday %1").arg(clock);
    }
    if (daysAgo == -1) {
        return QCoreApplication::translate("Words", "Tomorrow %1").arg(clock);
    }
    const bool thisYear = moment.date().year() == today.year();
    const QString day =
        QLocale().toString(moment.date(), thisYear ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy"));
    return QStringLiteral("%1 %2").arg(day, clock);
}

QString momentInText(Instant at, Instant now)
{
    const QString moment = momentText(at, now);
    return moment.at(0).toLower() + moment.mid(1);  // a month stands behind its day
}

QString capitalized(const QString &words)
{
    return words.isEmpty() ? words : words.at(0).toUpper() + words.mid(1);
}

}  // namespace onlyonce::ui
