// SPDX-License-Identifier: GPL-3.0-or-later
// How incidents end other than by being resolved, how they come back, and what they have to do with others.
#include "models/incidents/ending/ending.h"

#include "app/cli/common.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

//! `work(Transaction &, const Incident &)`; then what has become of it.
template <typename Work>
Result<> changed(Invocation &call, Work work)
{
    const auto meant = incidentMeant(call, call.argument(0));
    if (!meant) {
        return failure(meant);
    }
    const auto after = call.change([&](Transaction &transaction) -> Result<std::optional<Incident>> {
        ONLYONCE_TRY(work(transaction, *meant));
        return incident(transaction, meant->id);
    });
    if (!after) {
        return failure(after);
    }
    call.answer(toJson(**after), lineOf(**after));
    return {};
}

Result<> falseAlarm(Invocation &call)
{
    return changed(call, [&call](Transaction &transaction, const Incident &incident) {
        return closeAsFalseAlarm(transaction, incident.id, incident.version, call.argument(1));
    });
}

Result<> reopen(Invocation &call)
{
    return changed(call, [&call](Transaction &transaction, const Incident &incident) {
        return reopenIncident(transaction, incident.id, incident.version, call.argument(1),
                              call.has(QStringLiteral("call")) ? Calls::Everybody : Calls::Nobody);
    });
}

Result<> duplicate(Invocation &call)
{
    const auto of = incidentMeant(call, call.argument(1));
    return of ? changed(call,
                        [&of](Transaction &transaction, const Incident &incident) {
                            return closeAsDuplicate(transaction, incident.id, incident.version, of->id);
                        })
              : failure(of);
}

Result<> relate(Invocation &call)
{
    const auto meant = incidentMeant(call, call.argument(0));
    const auto other = incidentMeant(call, call.argument(1));
    if (!meant || !other) {
        return meant ? failure(other) : failure(meant);
    }
    const auto relations = call.change([&](Transaction &transaction) -> Result<std::vector<Relation>> {
        ONLYONCE_TRY(call.has(QStringLiteral("remove")) ? unrelateIncidents(transaction, meant->id, other->id)
                                                        : relateIncidents(transaction, meant->id, other->id));
        return relationsOf(transaction, meant->id);
    });
    if (!relations) {
        return failure(relations);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const Relation &relation : *relations) {
        array.append(toJson(relation));
        rows.append({toText(relation.kind), relation.reference(), label(relation.status), relation.title});
    }
    call.answer(array, rows.isEmpty() ? tr("%1 has nothing to do with others.").arg(meant->reference()) : table(rows));
    return {};
}

Result<> remove(Invocation &call)
{
    const auto meant = incidentMeant(call, call.argument(0));
    if (!meant) {
        return failure(meant);
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) { return deleteDrill(transaction, meant->id); }));
    call.answer(QJsonObject{{QStringLiteral("number"), meant->number}, {QStringLiteral("deleted"), true}},
                tr("The drill %1 is gone, with everything that belonged to it.").arg(meant->reference()));
    return {};
}

}  // namespace

Commands endingCommands()
{
    return {
        {.name = QStringLiteral("incident false-alarm"),
         .arguments = QStringLiteral("N REASON"),
         .summary =
             tr("Closes it as a false alarm: paging stops, those who were called are told why, and what customers "
                "have read is proposed to be taken back."),
         .run = falseAlarm,
         .jsonHelp = tr("the incident")},
        {.name = QStringLiteral("incident reopen"),
         .arguments = QStringLiteral("N REASON"),
         .summary = tr("A resolved or closed one is investigated again; nobody is called twice."),
         .options = {{QStringLiteral("call"), tr("Calls everybody on call once more.")}},
         .run = reopen,
         .jsonHelp = tr("the incident")},
        {.name = QStringLiteral("incident duplicate"),
         .arguments = QStringLiteral("N OF"),
         .summary = tr("Closes it as the same as another one, which goes on."),
         .run = duplicate,
         .jsonHelp = tr("the incident")},
        {.name = QStringLiteral("incident relate"),
         .arguments = QStringLiteral("N OTHER"),
         .summary = tr("Says that two incidents have to do with each other; both show it."),
         .options = {{QStringLiteral("remove"), tr("They have not, after all.")}},
         .run = relate,
         .jsonHelp = tr("an array of {number, title, status, kind (related, duplicate of, duplicated by, recurrence "
                        "of, recurred as)}")},
        {.name = QStringLiteral("incident delete"),
         .arguments = QStringLiteral("N"),
         .summary = tr("Deletes a drill with everything that belongs to it; real incidents are never deleted."),
         .run = remove,
         .jsonHelp = tr("{number, deleted}")},
    };
}

}  // namespace onlyonce
