// SPDX-License-Identifier: GPL-3.0-or-later
// Which earlier incidents one is like, and whether it is the same again.
#include "models/insights/recurrence.h"

#include "app/cli/common.h"
#include "models/base/tr.h"

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
    };
}

}  // namespace onlyonce
