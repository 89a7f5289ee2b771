// SPDX-License-Identifier: GPL-3.0-or-later
// Which earlier incidents one is like, and whether it is the same again.
#include "models/insights/recurrence.h"

#include "app/cli/common.h"
#include "models/base/tr.h"
#include "models/insights/recurrencefigures.h"

namespace onlyonce {

namespace {

Result<> tell(Invocation &call, const Incident &incident)
{
    const auto alike = call.ask([&](Transaction &transaction) { return alikeTo(transaction, incident.id); });
    if (!alike) {
        return failure(alike);
    }
    QJsonArray array;
    QStringList lines;
    for (const Alike &each : *alike) {
        array.append(toJson(each));
        const QString reason = reasonOf(each);
        lines << (each.isShown() ? sentenceOf(each)
                                 : tr("%1 “%2”: %3")
                                       .arg(each.reference(), each.title,
                                            each.state == RecurrenceState::Refuted
                                                ? tr("not the same, as %1 has said").arg(each.decidedBy)
                                                : tr("a little alike")));
        if (!reason.isEmpty()) {
            lines << QStringLiteral("  ") + reason;
        }
    }
    call.answer(array,
                lines.isEmpty()
                    ? tr("%1 is like no earlier incident that anything was found out about.").arg(incident.reference())
                    : lines.join(QLatin1Char('\n')));
    return {};
}

Result<> alike(Invocation &call)
{
    const auto meant = incidentMeant(call, call.argument(0));
    return meant ? tell(call, *meant) : failure(meant);
}

Result<> decided(Invocation &call, Result<> (*how)(Transaction &, IncidentId, IncidentId))
{
    const auto meant = incidentMeant(call, call.argument(0));
    const auto past = incidentMeant(call, call.argument(1));
    if (!meant || !past) {
        return meant ? failure(past) : failure(meant);
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) { return how(transaction, meant->id, past->id); }));
    return tell(call, *meant);
}

Result<> figures(Invocation &call)
{
    int days = usualFigureDays;
    if (call.has(QStringLiteral("days"))) {
        const auto meant =
            numberMeant(call.option(QStringLiteral("days")), tr("--days takes a number of days, like 90."));
        constexpr qint64 mostDays = 36'500;
        if (!meant || *meant < 1 || *meant > mostDays) {
            return usage(tr("--days takes a number of days, like 90."));
        }
        days = int(*meant);
    }
    const auto found = call.ask([days](Transaction &transaction) { return recurrenceFigures(transaction, days); });
    if (!found) {
        return failure(found);
    }
    QStringList lines{found->incidents > 0 ? sentenceOf(*found)
                                           : tr("No incident was opened in the last %1 days.").arg(days)};
    for (const CameAgain &each : found->cameAgain) {
        lines << tr("INC-%1 %2: the same as INC-%3")
                     .arg(QString::number(each.number), each.title, QString::number(each.past));
    }
    lines << recurrenceFormula(days);
    call.answer(toJson(*found), lines.join(QLatin1Char('\n')));
    return {};
}

}  // namespace

Commands recurrenceCommands()
{
    const QString shape =
        tr("an array of {number, title, score, said (people are told without asking), state (proposed, confirmed, "
           "refuted), decidedBy, decidedAt, words, marks, rootCause (or null), rootCategory (or null), countermeasures "
           "[{text, state, doneAt}]}, the likeliest first");
    return {
        {.name = QStringLiteral("incident alike"),
         .arguments = QStringLiteral("N"),
         .summary = tr("The earlier incidents that it is like, with their root cause and what was done against it."),
         .run = alike,
         .jsonHelp = shape},
        {.name = QStringLiteral("incident same-again"),
         .arguments = QStringLiteral("N EARLIER"),
         .summary =
             tr("Says that it is the same again as an earlier one: both are linked, and what was done against the "
                "earlier one has failed."),
         .run = [](Invocation &call) { return decided(call, confirmRecurrence); },
         .jsonHelp = shape},
        {.name = QStringLiteral("incident not-same"),
         .arguments = QStringLiteral("N EARLIER"),
         .summary = tr("Says that it is not the same as an earlier one, or no longer."),
         .run = [](Invocation &call) { return decided(call, refuteRecurrence); },
         .jsonHelp = shape},
        {.name = QStringLiteral("recurrence figures"),
         .summary = tr("How many incidents came again although they were thought to be corrected, and how that is "
                       "counted."),
         .options = {{QStringLiteral("days"), tr("Opened in the last so many days; else 365."), tr("DAYS")}},
         .run = figures,
         .jsonHelp =
             tr("{days, incidents (that count), cameAgain: [{number, title, earlier}], countermeasuresFailed}")},
    };
}

}  // namespace onlyonce
