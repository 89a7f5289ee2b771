// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts that stand in the wrong incident: move, split, merge, and take it back.
#include "models/incidents/grouping/regroup.h"

#include "app/cli/common.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

QJsonObject json(const Moved &moved)
{
    return {{QStringLiteral("incident"), moved.number},
            {QStringLiteral("alerts"), moved.alerts},
            {QStringLiteral("entry"), moved.entry.value}};
}

Result<> move(Invocation &call)
{
    std::vector<AlertId> alerts;
    for (int i = 0; !call.argument(i).isEmpty(); ++i) {
        const auto id =
            numberMeant(call.argument(i), tr("Which alerts? Give their ids, as “onlyonce alert list” shows."));
        if (!id) {
            return failure(id);
        }
        alerts.push_back(AlertId{*id});
    }
    const QString where = call.option(QStringLiteral("to"));
    if (where.isEmpty()) {
        return usage(tr("Where to? Give --to, the number of an incident, or “new”."));
    }
    IncidentId to;
    if (where != QStringLiteral("new")) {
        const auto incident = incidentMeant(call, where);
        if (!incident) {
            return failure(incident);
        }
        to = incident->id;
    }
    const auto moved = call.change([&](Transaction &transaction) { return moveAlerts(transaction, alerts, to); });
    if (!moved) {
        return failure(moved);
    }
    call.answer(json(*moved), tr("%1 moved to INC-%2. “onlyonce incident unmove %3” takes it back.")
                                  .arg(moved->alerts == 1 ? tr("One alert") : tr("%1 alerts").arg(moved->alerts))
                                  .arg(moved->number)
                                  .arg(moved->entry.value));
    return {};
}

Result<> merge(Invocation &call)
{
    const auto from = incidentMeant(call, call.argument(0));
    const auto into = incidentMeant(call, call.argument(1));
    if (!from || !into) {
        return from ? failure(into) : failure(from);
    }
    const auto moved = call.change(
        [&](Transaction &transaction) { return mergeIncident(transaction, from->id, into->id, from->version); });
    if (!moved) {
        return failure(moved);
    }
    call.answer(json(*moved), tr("%1 is merged into %2. “onlyonce incident unmove %3” takes it back.")
                                  .arg(from->reference(), into->reference(), QString::number(moved->entry.value)));
    return {};
}

Result<> unmove(Invocation &call)
{
    const auto entry = numberMeant(call.argument(0), tr("Which move? Give the number that it was answered with."));
    if (!entry) {
        return failure(entry);
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) { return undoMove(transaction, TimelineId{*entry}); }));
    call.answer(QJsonObject{{QStringLiteral("entry"), *entry}, {QStringLiteral("undone"), true}},
                tr("Everything is where it was."));
    return {};
}

}  // namespace

Commands regroupCommands()
{
    return {
        {.name = QStringLiteral("alert move"),
         .arguments = QStringLiteral("ID [ID] [ID] [ID] [ID] [ID] [ID] [ID]"),
         .summary = tr("Moves alerts to another incident, or splits a new one off."),
         .options = {{QStringLiteral("to"), tr("The number of an incident, or “new”."), tr("N")}},
         .run = move,
         .jsonHelp = tr("{incident (its number), alerts (how many), entry (for “incident unmove”)}")},
        {.name = QStringLiteral("incident merge"),
         .arguments = QStringLiteral("N INTO"),
         .summary = tr("Moves every alert of one incident into another, and closes it as merged."),
         .run = merge,
         .jsonHelp = tr("{incident (its number), alerts (how many), entry (for “incident unmove”)}")},
        {.name = QStringLiteral("incident unmove"),
         .arguments = QStringLiteral("ENTRY"),
         .summary = tr("Takes a move or a merge back."),
         .run = unmove,
         .jsonHelp = tr("{entry, undone}")},
    };
}

}  // namespace onlyonce
