// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/ending/ending.h"

#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/delivery/outbox.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/incidents/desk.h"
#include "models/incidents/ending/relationtable.h"
#include "models/incidents/lists/incidentindex.h"
#include "models/incidents/naming.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr auto kindWords =
    wordsFrom(RelationKind::Related, "related", "duplicate of", "duplicated by", "recurrence of", "recurred as");

Result<Incident> existing(Transaction &transaction, IncidentId id)
{
    const auto found = incident(transaction, id);
    if (!found) {
        return failure(found);
    }
    return *found ? Result<Incident>(**found) : fail(ErrorCode::NotFound, tr("There is no such incident."));
}

//! "INC-12 “Checkout fails”"; of a restricted one its number alone.
QString nameOf(const Incident &incident)
{
    return incident.visibility == Visibility::Restricted
             ? referenceForAll(incident)
             : tr("%1 “%2”").arg(incident.reference(), escapeMarkdown(incident.title));
}

Result<> tell(Transaction &transaction, const Incident &where, const QString &body, const Incident &other,
              RelationKind kind)
{
    transaction.touch(QStringLiteral("incident"), where.id);
    const auto entry = append(
        transaction, {.incident = where.id,
                      .kind = TimelineKind::Related,
                      .body = body,
                      .data = {{QStringLiteral("other"), other.id.value}, {QStringLiteral("kind"), toText(kind)}}});
    return entry ? Result<>() : failure(entry);
}

struct Both
{
    Incident one;
    Incident other;
};

Result<Both> both(Transaction &transaction, IncidentId id, IncidentId other)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    if (id == other) {
        return fail(ErrorCode::Invalid, tr("An incident cannot be related to itself."));
    }
    auto first = existing(transaction, id);
    auto second = existing(transaction, other);
    if (!first || !second) {
        return first ? failure(second) : failure(first);
    }
    return Both{std::move(*first), std::move(*second)};
}

Result<std::optional<Relation>> between(Transaction &transaction, IncidentId id, IncidentId other)
{
    const auto known = relationsOf(transaction, id);
    if (!known) {
        return failure(known);
    }
    const auto found = std::ranges::find(*known, other, &Relation::other);
    return found == known->end() ? std::nullopt : std::optional(*found);
}

}  // namespace

QString toText(RelationKind kind)
{
    return kindWords.of(kind);
}

Result<> closeAsFalseAlarm(Transaction &transaction, IncidentId id, int version, const QString &reason)
{
    return setStatus(transaction, id, IncidentStatus::Closed, version, Resolution::FalseAlarm, reason);
}

Result<> closeAsDuplicate(Transaction &transaction, IncidentId id, int version, IncidentId of)
{
    const auto pair = both(transaction, id, of);
    const auto known = pair ? between(transaction, id, of) : failure(pair);
    if (!known) {
        return failure(known);
    }
    const auto &[one, other] = *pair;
    if (*known && (*known)->kind == RelationKind::Duplicated) {
        return fail(
            ErrorCode::Conflict,
            tr("%1 is a duplicate of %2 already. Reopen that one first.").arg(other.reference(), one.reference()));
    }
    ONLYONCE_TRY(setStatus(transaction, id, IncidentStatus::Closed, version, Resolution::Duplicate,
                           tr("the same as %1").arg(other.reference())));
    ONLYONCE_TRY(relationtable::put(transaction, id, of, RelationKind::Duplicate));
    ONLYONCE_TRY(tell(transaction, one, tr("Duplicate of %1").arg(nameOf(other)), other, RelationKind::Duplicate));
    return tell(transaction, other, tr("%1 is a duplicate of this").arg(nameOf(one)), one, RelationKind::Duplicated);
}

Result<> reopenIncident(Transaction &transaction, IncidentId id, int version, const QString &reason, Calls calls)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const auto found = existing(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (found->isOpen()) {
        return fail(ErrorCode::Conflict, tr("%1 is open.").arg(found->reference()));
    }
    if (found->resolution == Resolution::Merged) {
        return fail(ErrorCode::Conflict,
                    tr("%1 was merged into another one. Take the merge back in the timeline of that one instead.")
                        .arg(found->reference()));
    }
    const QString why = shortLine(reason, 500);
    if (why.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("Say why %1 is open again.").arg(found->reference()));
    }
    const auto known = relationsOf(transaction, id);
    if (!known) {
        return failure(known);
    }
    for (const Relation &relation : *known) {
        if (relation.kind == RelationKind::Duplicate) {
            ONLYONCE_TRY(relationtable::put(transaction, id, relation.other, RelationKind::Related));
        }
    }
    ONLYONCE_TRY(setStatus(transaction, id, IncidentStatus::Investigating, version, {}, why));
    for (const IncidentTime which : {IncidentTime::Resolved, IncidentTime::Mitigated}) {
        const auto now = existing(transaction, id);
        ONLYONCE_TRY(now ? setTime(transaction, id, which, {}, now->version, tr("reopened")) : failure(now));
    }
    if (calls == Calls::Nobody) {
        return {};
    }
    const auto told = append(transaction, {.incident = id,
                                           .kind = TimelineKind::Declared,
                                           .body = tr("Open again: everybody on call is called once more"),
                                           .data = {{QStringLiteral("again"), true}}});
    return told ? Result<>() : failure(told);
}

Result<std::vector<Relation>> relationsOf(Transaction &transaction, IncidentId id)
{
    return relationtable::of(transaction, id);
}

Result<> relateIncidents(Transaction &transaction, IncidentId id, IncidentId other)
{
    const auto pair = both(transaction, id, other);
    const auto known = pair ? between(transaction, id, other) : failure(pair);
    if (!known || *known) {
        return known ? Result<>() : failure(known);
    }
    ONLYONCE_TRY(relationtable::put(transaction, std::max(id, other), std::min(id, other), RelationKind::Related));
    ONLYONCE_TRY(
        tell(transaction, pair->one, tr("Related to %1").arg(nameOf(pair->other)), pair->other, RelationKind::Related));
    return tell(transaction, pair->other, tr("Related to %1").arg(nameOf(pair->one)), pair->one, RelationKind::Related);
}

Result<> relateRecurrence(Transaction &transaction, IncidentId id, IncidentId earlier)
{
    const auto pair = both(transaction, id, earlier);
    if (!pair) {
        return failure(pair);
    }
    ONLYONCE_TRY(relationtable::put(transaction, id, earlier, RelationKind::Recurrence));
    ONLYONCE_TRY(tell(transaction, pair->one, tr("The same again as %1").arg(nameOf(pair->other)), pair->other,
                      RelationKind::Recurrence));
    return tell(transaction, pair->other, tr("It happened again: %1").arg(nameOf(pair->one)), pair->one,
                RelationKind::Recurred);
}

Result<> unrelateIncidents(Transaction &transaction, IncidentId id, IncidentId other)
{
    const auto pair = both(transaction, id, other);
    const auto known = pair ? between(transaction, id, other) : failure(pair);
    if (!known || !*known) {
        return known ? Result<>() : failure(known);
    }
    ONLYONCE_TRY(relationtable::remove(transaction, id, other));
    ONLYONCE_TRY(tell(transaction, pair->one, tr("Not related to %1 after all").arg(nameOf(pair->other)), pair->other,
                      RelationKind::Related));
    return tell(transaction, pair->other, tr("Not related to %1 after all").arg(nameOf(pair->one)), pair->one,
                RelationKind::Related);
}

Result<> deleteDrill(Transaction &transaction, IncidentId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Announce));
    const auto found = existing(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!found->drill) {
        return fail(ErrorCode::Denied,
                    tr("%1 is no drill. What really happened is never deleted.").arg(found->reference()));
    }
    const auto messages = outboxOf(transaction, id.value);
    if (!messages) {
        return failure(messages);
    }
    if (std::ranges::find(*messages, OutboxState::Sending, &OutboxRow::state) != messages->end()) {
        return fail(ErrorCode::Busy,
                    tr("A message of %1 is being sent just now. Try again in a few seconds.").arg(found->reference()));
    }
    ONLYONCE_TRY(forgetIndexed(transaction, id));
    ONLYONCE_TRY(relationtable::forgetIncident(transaction, *found));
    ONLYONCE_TRY(forgetOutboxOf(transaction, id.value));
    transaction.touch(QStringLiteral("incident"), id);
    transaction.touch(QStringLiteral("outbox"), 0);
    return recordChange(transaction, {.entity = QStringLiteral("incident"),
                                      .entityId = id.value,
                                      .field = QStringLiteral("drill"),
                                      .oldValue = tr("%1 %2").arg(found->reference(), found->title),
                                      .reason = tr("The drill was deleted.")});
}

QJsonObject toJson(const Relation &relation)
{
    return {{QStringLiteral("number"), relation.number},
            {QStringLiteral("title"), relation.title},
            {QStringLiteral("status"), toText(relation.status)},
            {QStringLiteral("kind"), toText(relation.kind)}};
}

}  // namespace onlyonce
