// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/insights/recurrencefigures.h"

#include "models/base/tr.h"
#include "models/insights/recurrencefigurestable.h"

#include <QJsonArray>

namespace onlyonce {

Result<RecurrenceFigures> recurrenceFigures(Transaction &transaction, int days)
{
    const Instant since = transaction.now() - std::chrono::hours(24) * days;
    const auto incidents = recurrencefigurestable::incidentsSince(transaction, since);
    auto again = incidents ? recurrencefigurestable::cameAgainSince(transaction, since) : failure(incidents);
    const auto failed = again ? recurrencefigurestable::measuresFailedSince(transaction, since) : failure(again);
    if (!failed) {
        return failure(failed);
    }
    return RecurrenceFigures{
        .days = days, .incidents = *incidents, .cameAgain = std::move(*again), .measuresFailed = *failed};
}

QString sentenceOf(const RecurrenceFigures &figures)
{
    if (figures.incidents == 0) {
        return {};
    }
    QString sentence = tr("%1 of %2 incidents in the last %3 days came again")
                           .arg(figures.cameAgain.size())
                           .arg(figures.incidents)
                           .arg(figures.days);
    if (figures.measuresFailed > 0) {
        sentence += figures.measuresFailed == 1 ? tr("; 1 countermeasure failed by it")
                                                : tr("; %1 countermeasures failed by it").arg(figures.measuresFailed);
    }
    return sentence;
}

QString recurrenceFormula(int days)
{
    return tr("Incidents opened in the last %1 days that a person has confirmed to be the same as an earlier one, of "
              "all "
              "that were opened then. Drills, false alarms, duplicates and merged ones are left out. A countermeasure "
              "has failed by it when that confirmation said so, and nobody has opened it anew since.")
        .arg(days);
}

QJsonObject toJson(const RecurrenceFigures &figures)
{
    QJsonArray again;
    for (const CameAgain &each : figures.cameAgain) {
        again.append(QJsonObject{{QStringLiteral("number"), each.number},
                                 {QStringLiteral("title"), each.title},
                                 {QStringLiteral("earlier"), each.past}});
    }
    return {{QStringLiteral("days"), figures.days},
            {QStringLiteral("incidents"), figures.incidents},
            {QStringLiteral("cameAgain"), again},
            {QStringLiteral("countermeasuresFailed"), figures.measuresFailed}};
}

}  // namespace onlyonce
