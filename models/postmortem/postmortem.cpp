// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/postmortem.h"

#include "models/base/tr.h"
#include "models/incidents/command/twopeople.h"
#include "models/incidents/desk.h"
#include "models/postmortem/checks/findings.h"
#include "models/postmortem/postmortemtable.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

//! Everything that a change of the row itself needs besides the new values.
Result<PostMortem> current(Transaction &transaction, PostMortemId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    auto found = postmortemtable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no such post-mortem."));
    }
    return **found;
}

bool isStep(PostMortemStatus from, PostMortemStatus to)
{
    switch (from) {
    case PostMortemStatus::Draft:
        return to == PostMortemStatus::InReview;
    case PostMortemStatus::InReview:
        return to == PostMortemStatus::Draft || to == PostMortemStatus::Approved;
    case PostMortemStatus::Approved:
        return to == PostMortemStatus::InReview || to == PostMortemStatus::Published;
    case PostMortemStatus::Published:
        return to == PostMortemStatus::InReview;
    }
    return false;
}

Result<> requireTwo(Transaction &transaction, IncidentId id, ActorId writer, ActorId approver)
{
    const auto about = incident(transaction, id);
    if (!about || !*about) {
        return about ? fail(ErrorCode::NotFound, tr("There is no such incident.")) : failure(about);
    }
    return requireTwoPeople(transaction, **about, writer, approver);
}

using Update = Result<> (*)(Transaction &, const PostMortem &);

Result<> saveRow(Transaction &transaction, PostMortem &postMortem, Update update, const QString &field,
                 const QString &before, const QString &after)
{
    ++postMortem.version;
    postMortem.changedAt = transaction.now();
    ONLYONCE_TRY(update(transaction, postMortem));
    transaction.touch(QStringLiteral("postmortem"), postMortem.id);
    return recordChange(transaction, {.entity = QStringLiteral("postmortem"),
                                      .entityId = postMortem.id.value,
                                      .field = field,
                                      .oldValue = before,
                                      .newValue = after});
}

Result<PostMortemText> textOf(Transaction &transaction, PostMortemId id, PostMortemField field)
{
    auto texts = postmortemtable::texts(transaction, id);
    if (!texts) {
        return failure(texts);
    }
    const auto found = std::ranges::find(*texts, field, &PostMortemText::field);
    return found == texts->end() ? PostMortemText{.field = field} : std::move(*found);
}

//! `audited` names what changed in the field: "leadUp" for its text, "leadUp.visibility".
Result<int> saveText(Transaction &transaction, PostMortemId id, PostMortemText text, const QString &audited,
                     const QString &before, const QString &after)
{
    const bool first = text.version == 0;
    ++text.version;
    ONLYONCE_TRY(first ? postmortemtable::insertText(transaction, id, text)
                       : postmortemtable::updateText(transaction, id, text));
    transaction.touch(QStringLiteral("postmortem_field"), id);
    ONLYONCE_TRY(detail::postMortemChanged(transaction, id));
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("postmortem_field"),
                                            .entityId = id.value,
                                            .field = audited,
                                            .oldValue = before,
                                            .newValue = after}));
    return text.version;
}

}  // namespace

Result<PostMortem> openPostMortem(Transaction &transaction, IncidentId incidentId)
{
    auto known = postmortemtable::byIncident(transaction, incidentId);
    if (!known) {
        return failure(known);
    }
    if (*known) {
        return **known;
    }
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    auto about = incident(transaction, incidentId);
    if (!about) {
        return failure(about);
    }
    if (!*about) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    PostMortem begun{.incident = incidentId,
                     .createdAt = transaction.now(),
                     .changedAt = transaction.now(),
                     .changedBy = transaction.actor(),
                     .version = 1};
    auto id = postmortemtable::insert(transaction, begun);
    if (!id) {
        return failure(id);
    }
    begun.id = *id;
    transaction.touch(QStringLiteral("postmortem"), begun.id);
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("postmortem"),
                                            .entityId = begun.id.value,
                                            .field = QStringLiteral("status"),
                                            .oldValue = std::nullopt,
                                            .newValue = toText(begun.status)}));
    ONLYONCE_TRY(detail::tellOnTimeline(transaction, begun, QStringLiteral("begun"), tr("Post-mortem begun")));
    return begun;
}

Result<std::optional<PostMortem>> postMortemOf(Transaction &transaction, IncidentId incident)
{
    return postmortemtable::byIncident(transaction, incident);
}

Result<std::optional<PostMortem>> postMortem(Transaction &transaction, PostMortemId id)
{
    return postmortemtable::byId(transaction, id);
}

Result<int> setPostMortemStatus(Transaction &transaction, PostMortemId id, PostMortemStatus status, int version)
{
    auto found = current(transaction, id);
    if (!found) {
        return failure(found);
    }
    const auto before = found->status;
    if (before == status) {
        return found->version;
    }
    if (version != found->version) {
        return detail::conflictError(tr("The post-mortem"),
                                     {.theirs = label(before), .yours = label(status), .version = found->version});
    }
    if (!isStep(before, status)) {
        return fail(ErrorCode::Invalid,
                    tr("A post-mortem that is “%1” cannot become “%2” at once. The way is: draft, in review, approved, "
                       "published; and back by way of review.")
                        .arg(label(before), label(status)));
    }
    if (status == PostMortemStatus::Published) {
        ONLYONCE_TRY(require(transaction, Permission::Announce));
        found->publishedAt = transaction.now();
    } else if (status == PostMortemStatus::Approved) {
        ONLYONCE_TRY(requireTwo(transaction, found->incident, found->changedBy, transaction.actor()));
        ONLYONCE_TRY(detail::requireAnswered(transaction, *found));
        found->approvedAt = transaction.now();
        found->approvedBy = transaction.actor();
    } else {  // what was approved is about to change
        found->approvedAt.reset();
        found->approvedBy = {};
        // Who hands it in stands for it, whoever wrote it.
        found->changedBy = status == PostMortemStatus::InReview ? transaction.actor() : found->changedBy;
    }
    found->status = status;
    ONLYONCE_TRY(saveRow(transaction, *found, postmortemtable::updateStatus, QStringLiteral("status"), toText(before),
                         toText(status)));
    ONLYONCE_TRY(
        detail::tellOnTimeline(transaction, *found, QStringLiteral("status"), tr("Post-mortem: %1").arg(label(status)),
                               {{QStringLiteral("from"), toText(before)}, {QStringLiteral("to"), toText(status)}}));
    return found->version;
}

Result<int> setPostMortemOwner(Transaction &transaction, PostMortemId id, PersonId owner, int version)
{
    auto found = current(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (found->owner == owner) {
        return found->version;
    }
    auto name = detail::ownerName(transaction, owner);
    if (!name) {
        return failure(name);
    }
    if (version != found->version) {
        return detail::conflictError(tr("The post-mortem's owner"),
                                     {.theirs = found->ownerName, .yours = *name, .version = found->version});
    }
    const QString before = std::exchange(found->ownerName, *name);
    found->owner = owner;
    ONLYONCE_TRY(saveRow(transaction, *found, postmortemtable::updateOwner, QStringLiteral("owner"), before, *name));
    return found->version;
}

Result<int> setPostMortemMeeting(Transaction &transaction, PostMortemId id, std::optional<Instant> at, int version)
{
    auto found = current(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (found->meetingAt == at) {
        return found->version;
    }
    const auto textOfTime = [](const std::optional<Instant> &time) { return time ? toIso(*time) : QString(); };
    const QString before = textOfTime(found->meetingAt);
    if (version != found->version) {
        return detail::conflictError(tr("The meeting about the post-mortem"),
                                     {.theirs = before, .yours = textOfTime(at), .version = found->version});
    }
    found->meetingAt = at;
    ONLYONCE_TRY(saveRow(transaction, *found, postmortemtable::updateMeeting, QStringLiteral("meeting"), before,
                         textOfTime(at)));
    return found->version;
}

Result<std::vector<PostMortemText>> fieldsOf(Transaction &transaction, PostMortemId id)
{
    auto texts = postmortemtable::texts(transaction, id);
    if (!texts) {
        return failure(texts);
    }
    for (const auto field : allPostMortemFields) {
        if (std::ranges::find(*texts, field, &PostMortemText::field) == texts->end()) {
            texts->push_back({.field = field});
        }
    }
    std::ranges::sort(*texts, {}, &PostMortemText::field);
    return texts;
}

Result<int> setField(Transaction &transaction, PostMortemId id, PostMortemField field, const QString &markdown,
                     int version)
{
    ONLYONCE_TRY(detail::postMortemToEdit(transaction, id));
    const QString name = tr("“%1”").arg(label(field));
    ONLYONCE_TRY(detail::checkText(markdown, name, longestPostMortemText));
    if (field == PostMortemField::ExternalTitle
        && (markdown.size() > 300 || markdown.contains(QLatin1Char('\n')) || markdown.contains(QLatin1Char('\r')))) {
        return fail(ErrorCode::Invalid, tr("The title for customers is one line of at most 300 characters."));
    }
    auto text = textOf(transaction, id, field);
    if (!text) {
        return failure(text);
    }
    if (text->markdown == markdown) {  // both wrote the same, or nobody changed anything
        return text->version;
    }
    if (version != text->version) {
        return detail::conflictError(name, {.theirs = text->markdown, .yours = markdown, .version = text->version});
    }
    const QString before = std::exchange(text->markdown, markdown);
    return saveText(transaction, id, std::move(*text), toText(field), before, markdown);
}

Result<int> setFieldVisibility(Transaction &transaction, PostMortemId id, PostMortemField field, Visibility visibility,
                               int version)
{
    ONLYONCE_TRY(detail::postMortemToEdit(transaction, id));
    auto text = textOf(transaction, id, field);
    if (!text) {
        return failure(text);
    }
    if (text->visibility == visibility) {
        return text->version;
    }
    // Somebody who marks a text public must have seen that very text.
    if (version != text->version) {
        return detail::conflictError(
            tr("“%1”").arg(label(field)),
            {.theirs = text->markdown, .yours = detail::visibilityLabel(visibility), .version = text->version});
    }
    const auto before = std::exchange(text->visibility, visibility);
    return saveText(transaction, id, std::move(*text), toText(field) + QStringLiteral(".visibility"), toText(before),
                    toText(visibility));
}

namespace detail {

Result<PostMortem> postMortemToEdit(Transaction &transaction, PostMortemId id)
{
    auto found = current(transaction, id);
    if (found && !found->isEditable()) {
        return fail(ErrorCode::Invalid,
                    tr("The post-mortem is %1, so nobody changes it unseen. Take it back into review "
                       "first.")
                        .arg(label(found->status)));
    }
    return found;
}

Result<> postMortemChanged(Transaction &transaction, PostMortemId id)
{
    transaction.touch(QStringLiteral("postmortem"), id);
    return postmortemtable::updateChangedAt(transaction, id, transaction.now());
}

Result<> tellOnTimeline(Transaction &transaction, const PostMortem &postMortem, const QString &event,
                        const QString &markdown, QJsonObject data)
{
    data.insert(QStringLiteral("postmortem"), postMortem.id.value);
    data.insert(QStringLiteral("event"), event);
    auto entry = append(transaction, {.incident = postMortem.incident,
                                      .kind = TimelineKind::PostMortem,
                                      .happenedAt = transaction.now(),
                                      .body = markdown,
                                      .data = data});
    if (!entry) {
        return failure(entry);
    }
    return {};
}

Result<QString> ownerName(Transaction &transaction, PersonId owner)
{
    if (!owner) {
        return QString();
    }
    auto found = person(transaction, owner);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no such person."));
    }
    if (!(*found)->active) {
        return fail(ErrorCode::Invalid,
                    tr("%1 is no longer active and cannot own this. Choose somebody else.").arg((*found)->name));
    }
    return (*found)->name;
}

}  // namespace detail

}  // namespace onlyonce
