// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/announce/announcer.h"

#include "models/announce/announcementtable.h"
#include "models/announce/announcementtext.h"
#include "models/announce/dispatch.h"
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/incidents/command/twopeople.h"
#include "models/incidents/desk.h"
#include "models/storage/journal.h"

#include <QUuid>

namespace onlyonce {

namespace {

Result<Announcement> existing(const Result<std::optional<Announcement>> &found)
{
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("This announcement does not exist any more."));
    }
    return **found;
}

Result<Incident> incidentOf(Transaction &transaction, IncidentId id)
{
    auto found = incident(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    return **found;
}

Result<> checkVersion(int seen, int stored)
{
    if (seen != stored) {
        return fail(ErrorCode::Conflict,
                    tr("Somebody else changed this announcement meanwhile. Read it again; your change was not saved."));
    }
    return {};
}

Result<> audit(Transaction &transaction, AnnouncementPostId id, const QString &field, const QString &before,
               const QString &after)
{
    if (before == after) {
        return {};
    }
    return recordChange(transaction, {.entity = QStringLiteral("announcement_post"),
                                      .entityId = id.value,
                                      .field = field,
                                      .oldValue = before,
                                      .newValue = after});
}

Result<AnnouncementPost> addPost(Transaction &transaction, AnnouncementId id, AnnouncementStatus status,
                                 const QString &body)
{
    ONLYONCE_TRY(checkBody(body));
    AnnouncementPost post{.announcement = id,
                          .status = status,
                          .body = body.trimmed(),
                          .createdAt = transaction.now(),
                          .createdBy = transaction.actor(),
                          .version = 1};
    auto inserted = announcementtable::insert(transaction, post);
    if (!inserted) {
        return failure(inserted);
    }
    ONLYONCE_TRY(audit(transaction, *inserted, QStringLiteral("body"), {}, post.body));
    auto stored = announcementtable::post(transaction, *inserted);
    if (!stored) {
        return failure(stored);
    }
    return stored->value_or(post);
}

//! Words that a commander has approved are changed, taken back and thrown away by commanders.
Result<> requireRightTo(Transaction &transaction, const AnnouncementPost &post)
{
    const bool draft = post.state == PostState::Draft && !post.isPublic();
    return require(transaction, draft ? Permission::Note : Permission::Announce);
}

//! What is not published yet needs a new approval once a word of it has changed.
Result<> backToDraft(Transaction &transaction, AnnouncementPost &post)
{
    ONLYONCE_TRY(takeBack(transaction, post));
    ONLYONCE_TRY(audit(transaction, post.id, QStringLiteral("state"), toText(post.state), toText(PostState::Draft)));
    post.state = PostState::Draft;
    post.approvedAt.reset();
    post.approvedBy = {};
    post.problem.clear();
    return {};
}

//! The editor of public words is the one who answers for them; of a restricted incident they wait for a second person, unless
//! they are again what customers read.
Result<> changed(Transaction &transaction, const Incident &about, Announcement &all, AnnouncementPost &post)
{
    post.writtenBy = transaction.actor();
    if (post.isPublic() && about.visibility != Visibility::Restricted) {
        ONLYONCE_TRY(takeBack(transaction, post));
        post.approvedAt = transaction.now();
        post.approvedBy = transaction.actor();
        return dispatch(transaction, all, post);
    }
    ONLYONCE_TRY(backToDraft(transaction, post));
    const bool titleStands = !all.opensWith(post) || all.title == all.publishedTitle;
    if (post.isPublic() && titleStands && post.body == post.publishedBody) {
        post.state = PostState::Published;
    }
    return announcementtable::update(transaction, post);
}

//! `form` names the status and the title.
Result<> tellOf(Transaction &transaction, const Announcement &all, const AnnouncementPost &post, const QString &form)
{
    auto told = append(transaction, {.incident = all.incident,
                                     .kind = TimelineKind::Other,
                                     .body = form.arg(label(post.status), escapeMarkdown(all.title)),
                                     .data = {{QStringLiteral("post"), post.id.value}}});
    return told ? Result<>() : failure(told);
}

Result<> noGaps(const QString &text)
{
    const QStringList gaps = gapsIn(text);
    if (gaps.isEmpty()) {
        return {};
    }
    return fail(ErrorCode::Invalid,
                tr("Fill these gaps before customers read it: %1.").arg(gaps.join(QStringLiteral(", "))));
}

}  // namespace

Result<Announcement> draftAnnouncement(Transaction &transaction, const NewAnnouncement &draft)
{
    ONLYONCE_TRY(require(transaction, Permission::Note));
    auto about = incidentOf(transaction, draft.incident);
    if (!about) {
        return failure(about);
    }
    Announcement made{
        .incident = draft.incident,
        .connection = draft.connection,
        .externalId =
            QStringLiteral("inc-%1-%2").arg(QString::number(about->number), QUuid::createUuid().toString(QUuid::Id128)),
        .title = unmistakableTitle(draft.title, *about),
        .createdAt = transaction.now(),
        .version = 1};
    ONLYONCE_TRY(checkTitle(made.title));
    auto id = announcementtable::insert(transaction, made);
    if (!id) {
        return failure(id);
    }
    auto post = addPost(transaction, *id, draft.status, draft.body);
    if (!post) {
        return failure(post);
    }
    return existing(announcement(transaction, *id));
}

Result<AnnouncementPost> draftFollowUp(Transaction &transaction, AnnouncementId id, AnnouncementStatus status,
                                       const QString &body)
{
    ONLYONCE_TRY(require(transaction, Permission::Note));
    auto all = existing(announcement(transaction, id));
    if (!all) {
        return failure(all);
    }
    return addPost(transaction, id, status, body);
}

Result<> discardDraft(Transaction &transaction, AnnouncementPostId id, int version)
{
    ONLYONCE_TRY(require(transaction, Permission::Note));
    auto all = existing(announcementWith(transaction, id));
    if (!all) {
        return failure(all);
    }
    const AnnouncementPost &post = *all->post(id);
    ONLYONCE_TRY(requireRightTo(transaction, post));
    ONLYONCE_TRY(checkVersion(version, post.version));
    const bool opens = all->opensWith(post);
    auto attempted = attemptedBodies(transaction, *all, post);
    if (!attempted) {
        return failure(attempted);
    }
    if (!attempted->isEmpty() || post.isPublic() || post.state == PostState::Publishing
        || post.state == PostState::Failed) {
        return fail(ErrorCode::Conflict, tr("This post was on its way to the forum, so it is kept."));
    }
    if (opens && all->posts.size() > 1) {
        return fail(ErrorCode::Conflict, tr("Discard the updates that follow this post first."));
    }
    ONLYONCE_TRY(audit(transaction, id, QStringLiteral("body"), post.body, {}));
    ONLYONCE_TRY(announcementtable::remove(transaction, id));
    transaction.touch(QStringLiteral("announcement"), all->id);
    return opens ? announcementtable::remove(transaction, all->id) : Result<>();
}

Result<AnnouncementPost> editPost(Transaction &transaction, AnnouncementPostId id, AnnouncementStatus status,
                                  const QString &body, int version)
{
    ONLYONCE_TRY(require(transaction, Permission::Note));
    auto all = existing(announcementWith(transaction, id));
    if (!all) {
        return failure(all);
    }
    AnnouncementPost &post = *all->post(id);
    ONLYONCE_TRY(requireRightTo(transaction, post));
    ONLYONCE_TRY(checkVersion(version, post.version));
    ONLYONCE_TRY(checkBody(body));
    if (post.isPublic()) {
        ONLYONCE_TRY(noGaps(body));
    }
    auto about = incidentOf(transaction, all->incident);
    if (!about) {
        return failure(about);
    }
    ONLYONCE_TRY(audit(transaction, id, QStringLiteral("body"), post.body, body.trimmed()));
    ONLYONCE_TRY(audit(transaction, id, QStringLiteral("status"), toText(post.status), toText(status)));
    post.body = body.trimmed();
    post.status = status;
    ONLYONCE_TRY(changed(transaction, *about, *all, post));
    return post;
}

Result<> editTitle(Transaction &transaction, AnnouncementId id, const QString &title, int version)
{
    ONLYONCE_TRY(require(transaction, Permission::Note));
    auto all = existing(announcement(transaction, id));
    if (!all) {
        return failure(all);
    }
    ONLYONCE_TRY(checkVersion(version, all->version));
    auto about = incidentOf(transaction, all->incident);
    if (!about) {
        return failure(about);
    }
    const QString before = all->title;
    all->title = unmistakableTitle(title, *about);
    ONLYONCE_TRY(checkTitle(all->title));
    if (all->title == before) {
        return {};
    }
    AnnouncementPost &opening = all->posts.front();
    ONLYONCE_TRY(requireRightTo(transaction, opening));
    ONLYONCE_TRY(announcementtable::update(transaction, *all));
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("announcement"),
                                            .entityId = id.value,
                                            .field = QStringLiteral("title"),
                                            .oldValue = before,
                                            .newValue = all->title}));
    return changed(transaction, *about, *all, opening);
}

Result<> mayApprove(Transaction &transaction, const Incident &about, const AnnouncementPost &post, ActorId who)
{
    const auto stands = isPerson(transaction, post.writtenBy);
    if (!stands) {
        return failure(stands);
    }
    return *stands ? requireTwoPeople(transaction, about, post.writtenBy, who) : Result<>();
}

Result<> approvePost(Transaction &transaction, AnnouncementPostId id, int version)
{
    ONLYONCE_TRY(require(transaction, Permission::Announce));
    auto all = existing(announcementWith(transaction, id));
    if (!all) {
        return failure(all);
    }
    AnnouncementPost &post = *all->post(id);
    ONLYONCE_TRY(checkVersion(version, post.version));
    auto about = incidentOf(transaction, all->incident);
    if (!about) {
        return failure(about);
    }
    // What one alone had approved before the incident was restricted still misses its second yes.
    const bool missesSecond = (post.state == PostState::Approved || post.state == PostState::Failed)
                           && !requireTwoPeople(transaction, *about, post.writtenBy, post.approvedBy);
    if (post.state != PostState::Draft && !missesSecond) {
        return {};
    }
    ONLYONCE_TRY(noGaps(post.body));
    if (all->opensWith(post)) {
        ONLYONCE_TRY(noGaps(all->title));
    }
    const auto stands = isPerson(transaction, post.writtenBy);
    if (!stands) {
        return failure(stands);
    }
    if (about->visibility == Visibility::Restricted && !*stands) {
        post.writtenBy = transaction.actor();
        ONLYONCE_TRY(announcementtable::update(transaction, post));
        return tellOf(transaction, *all, post, tr("Announcement approved by one of two: **%1**, %2."));
    }
    ONLYONCE_TRY(mayApprove(transaction, *about, post, transaction.actor()));
    ONLYONCE_TRY(takeBack(transaction, post));  // what was held back is over with
    ONLYONCE_TRY(audit(transaction, id, QStringLiteral("state"), toText(post.state), toText(PostState::Approved)));
    post.state = PostState::Approved;
    post.problem.clear();
    post.approvedAt = transaction.now();
    post.approvedBy = transaction.actor();
    ONLYONCE_TRY(announcementtable::update(transaction, post));
    return tellOf(transaction, *all, post, tr("Announcement approved: **%1**, %2."));
}

Result<PostState> releasePost(Transaction &transaction, AnnouncementPostId id, int version)
{
    ONLYONCE_TRY(approvePost(transaction, id, version));
    auto post = announcementtable::post(transaction, id);
    if (!post || !*post) {
        return post ? fail(ErrorCode::NotFound, tr("This announcement does not exist any more.")) : failure(post);
    }
    if ((*post)->state == PostState::Draft) {
        return PostState::Draft;
    }
    ONLYONCE_TRY(publishPost(transaction, id));
    return PostState::Publishing;
}

Result<> publishPost(Transaction &transaction, AnnouncementPostId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Announce));
    auto all = existing(announcementWith(transaction, id));
    if (!all) {
        return failure(all);
    }
    AnnouncementPost &post = *all->post(id);
    switch (post.state) {
    case PostState::Publishing:
    case PostState::Published:
        return {};
    case PostState::Draft:
        return fail(ErrorCode::Conflict, tr("A commander has to approve this text before customers can read it."));
    case PostState::Approved:
    case PostState::Failed:
        break;
    }
    ONLYONCE_TRY(takeBack(transaction, post));
    return dispatch(transaction, *all, post);
}

}  // namespace onlyonce
