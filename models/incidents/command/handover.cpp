// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/command/handover.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/incidents/command/handovertable.h"
#include "models/incidents/command/restriction.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr auto stateWords = wordsFrom(HandoverState::Offered, "offered", "accepted", "declined", "withdrawn");
constexpr qsizetype longestBrief = 100'000;

Result<> tell(Transaction &transaction, const Handover &handover, HandoverState state, const QString &body)
{
    transaction.touch(QStringLiteral("handover"), handover.incident);
    ONLYONCE_TRY(recordChange(
        transaction,
        {.entity = QStringLiteral("handover"),
         .entityId = handover.id.value,
         .field = QStringLiteral("state"),
         .oldValue = state == HandoverState::Offered ? std::nullopt : std::optional(toText(HandoverState::Offered)),
         .newValue = toText(state)}));
    const auto told = append(transaction, {.incident = handover.incident,
                                           .kind = TimelineKind::Handover,
                                           .body = body,
                                           .data = {{QStringLiteral("handover"), handover.id.value},
                                                    {QStringLiteral("role"), handover.role},
                                                    {QStringLiteral("from"), handover.from},
                                                    {QStringLiteral("to"), handover.toName},
                                                    {QStringLiteral("state"), toText(state)}}});
    return told ? Result<>() : failure(told);
}

Result<Handover> offered(Transaction &transaction, HandoverId id)
{
    const auto found = handovertable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no such handover."));
    }
    if ((*found)->state != HandoverState::Offered) {
        return fail(ErrorCode::Conflict, tr("This handover is over: it was %1.").arg(toText((*found)->state)));
    }
    return **found;
}

QString roleText(const QString &role)
{
    return QStringLiteral("**%1**").arg(escapeMarkdown(roleLabel(role)));
}

//! "after 2 min 10 s": seconds count here, until there are many of them.
QString waitedText(const Handover &handover, Instant now)
{
    using namespace std::chrono;
    const auto whole = duration_cast<seconds>(handover.waited(now));
    if (whole < minutes{1} || whole >= hours{1}) {
        return durationText(whole);
    }
    return tr("%1 min %2 s").arg(whole / minutes{1}).arg((whole % minutes{1}).count());
}

}  // namespace

QString toText(HandoverState state)
{
    return stateWords.of(state);
}

Result<std::vector<Handover>> handoversOf(Transaction &transaction, IncidentId id)
{
    return handovertable::ofIncident(transaction, id);
}

Result<HandoverId> offerHandover(Transaction &transaction, IncidentId id, const QString &wanted, PersonId to,
                                 const QString &brief)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const auto roles = rolesOf(transaction, id);
    const auto role = roles ? roleMeant(wanted, *roles) : failure(roles);
    const auto who = role ? person(transaction, to) : failure(role);
    const auto earlier = who ? handoversOf(transaction, id) : failure(who);
    if (!earlier) {
        return failure(earlier);
    }
    if (!*who) {
        return fail(ErrorCode::NotFound, tr("To whom? Choose a person of the catalogue."));
    }
    if (brief.trimmed().isEmpty() || brief.size() > longestBrief) {
        return fail(ErrorCode::Invalid, tr("A handover needs a brief of at most 100,000 characters."));
    }
    const auto held = std::ranges::find(*roles, *role, &RoleHolder::role);
    if (held != roles->end() && held->person == to) {
        return fail(ErrorCode::Invalid, tr("%1 is %2 already.").arg((*who)->name, roleLabel(*role)));
    }
    const auto isOpen = [&](const Handover &each) {
        return each.role == *role && each.state == HandoverState::Offered;
    };
    if (const auto open = std::ranges::find_if(*earlier, isOpen); open != earlier->end()) {
        return fail(ErrorCode::Conflict, tr("%1 is offered to %2 already. Withdraw that first, or wait for the answer.")
                                             .arg(roleLabel(*role), open->toName));
    }
    Handover handover{.incident = id,
                      .role = *role,
                      .from = held == roles->end() ? QString() : held->name,
                      .to = to,
                      .toName = (*who)->name,
                      .brief = brief.trimmed(),
                      .offeredAt = transaction.now(),
                      .offeredBy = transaction.actor()};
    ONLYONCE_TRY(admitReader(transaction, id, to, tr("%1 is offered").arg(roleLabel(*role))));
    const auto made = handovertable::insert(transaction, handover, held == roles->end() ? PersonId{} : held->person);
    if (!made) {
        return failure(made);
    }
    handover.id = *made;
    ONLYONCE_TRY(tell(transaction, handover, HandoverState::Offered,
                      tr("%1 is offered to %2").arg(roleText(*role), escapeMarkdown(handover.toName))));
    return *made;
}

Result<> acceptHandover(Transaction &transaction, HandoverId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const auto handover = offered(transaction, id);
    if (!handover) {
        return failure(handover);
    }
    ONLYONCE_TRY(answerFor(transaction, handover->to));
    ONLYONCE_TRY(handovertable::end(transaction, id, HandoverState::Accepted));
    ONLYONCE_TRY(tell(transaction, *handover, HandoverState::Accepted,
                      tr("%1 accepted by %2 after %3")
                          .arg(roleText(handover->role), escapeMarkdown(handover->toName),
                               waitedText(*handover, transaction.now()))));
    return assignRole(transaction, handover->incident, handover->role, handover->to);
}

Result<> declineHandover(Transaction &transaction, HandoverId id, const QString &reason)
{
    const auto handover = offered(transaction, id);
    if (!handover) {
        return failure(handover);
    }
    ONLYONCE_TRY(answerFor(transaction, handover->to));
    ONLYONCE_TRY(handovertable::end(transaction, id, HandoverState::Declined));
    QString body =
        tr("%1 declined by %2 after %3")
            .arg(roleText(handover->role), escapeMarkdown(handover->toName), waitedText(*handover, transaction.now()));
    if (const QString why = shortLine(reason, 500); !why.isEmpty()) {
        body += QStringLiteral(": ") + escapeMarkdown(why);
    }
    return tell(transaction, *handover, HandoverState::Declined, body);
}

Result<> withdrawHandover(Transaction &transaction, HandoverId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const auto handover = offered(transaction, id);
    if (!handover) {
        return failure(handover);
    }
    ONLYONCE_TRY(handovertable::end(transaction, id, HandoverState::Withdrawn));
    return tell(transaction, *handover, HandoverState::Withdrawn,
                tr("%1 is no longer offered to %2").arg(roleText(handover->role), escapeMarkdown(handover->toName)));
}

QJsonObject toJson(const Handover &handover, Instant now)
{
    return {{QStringLiteral("id"), handover.id.value},
            {QStringLiteral("role"), handover.role},
            {QStringLiteral("from"), handover.from.isEmpty() ? QJsonValue(QJsonValue::Null) : handover.from},
            {QStringLiteral("to"), handover.toName},
            {QStringLiteral("state"), toText(handover.state)},
            {QStringLiteral("brief"), handover.brief},
            {QStringLiteral("offeredAt"), toIso(handover.offeredAt)},
            {QStringLiteral("offeredBy"), handover.offeredByName},
            {QStringLiteral("endedAt"), toJson(handover.endedAt)},
            {QStringLiteral("waitedSeconds"),
             qint64(std::chrono::duration_cast<std::chrono::seconds>(handover.waited(now)).count())}};
}

}  // namespace onlyonce
