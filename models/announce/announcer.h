// SPDX-License-Identifier: GPL-3.0-or-later
// Everything done to announcements: drafted, edited, approved, published. Publishing writes into the outbox; what became of
// it is written in the transaction that settles the delivery: the topic's address, the incident's first public post, the
// timeline entry. Posts of one topic go out one after the other, in the order in which they were written. Each function is
// one change with its audit rows; edits carry the version that the person saw (Conflict: somebody was quicker).
#pragma once

#include "models/announce/announcement.h"

namespace onlyonce {

struct NewAnnouncement
{
    IncidentId incident;
    ConnectionId connection = {};  //!< null: the first forum that is connected, chosen on publishing
    QString title;                 //!< see unmistakableTitle() and checkTitle() in announcementtext.h
    AnnouncementStatus status = AnnouncementStatus::Investigating;
    QString body;  //!< see checkBody(); gaps are allowed until approval
};

//! @name Permission::Note is enough for drafts: nothing goes anywhere before a commander approves it.
//! @{
[[nodiscard]] Result<Announcement> draftAnnouncement(Transaction &transaction, const NewAnnouncement &draft);
[[nodiscard]] Result<AnnouncementPost> draftFollowUp(Transaction &transaction, AnnouncementId id,
                                                     AnnouncementStatus status, const QString &body);
//! Forgets a post that was never on its way; with the opening goes the announcement. Once approved, it is a commander's
//! to throw away.
[[nodiscard]] Result<> discardDraft(Transaction &transaction, AnnouncementPostId id, int version);
//! @}

//! A draft: Permission::Note, everything else: Permission::Announce. Before it is published, takes approval back, and a
//! delivery that waits. Once customers can read it, who writes the words answers for them, and they go out at once as an edit of the post in the
//! forum; should the forum hold a text that we do not know, nothing there is overwritten and the post fails, with that
//! text in `publishedBody`. Of a restricted incident the new words wait, as a draft, until somebody else has approved them;
//! customers read the old ones. Conflict while it is being sent.
[[nodiscard]] Result<AnnouncementPost> editPost(Transaction &transaction, AnnouncementPostId id,
                                                AnnouncementStatus status, const QString &body, int version);
//! The same for the topic's title. `version` is the announcement's.
[[nodiscard]] Result<> editTitle(Transaction &transaction, AnnouncementId id, const QString &title, int version);

//! @name Needs Permission::Announce.
//! @{

//! Of a restricted incident: Denied, with words for people, for who wrote the post last. Else everybody may, by this.
[[nodiscard]] Result<> mayApprove(Transaction &transaction, const Incident &about, const AnnouncementPost &post,
                                  ActorId who);
//! Records who and when. Invalid while the text has gaps, and names them. Again is no error. Of a restricted incident:
//! Denied for who wrote the words last (command/twopeople.h); whoever is the first to approve a draft of the program's stands
//! for its words, and it stays a draft until somebody else approves it, too.
[[nodiscard]] Result<> approvePost(Transaction &transaction, AnnouncementPostId id, int version);
//! An approved post, or a failed one once more. Publishing or published: nothing happens. Conflict: it is not approved.
//! Denied: a restricted incident's that two have not said yes to, a drill. Invalid: no forum is connected.
[[nodiscard]] Result<> publishPost(Transaction &transaction, AnnouncementPostId id);
//! Both, as one button has it; the state it has then. Draft: a second person has to approve it, too.
[[nodiscard]] Result<PostState> releasePost(Transaction &transaction, AnnouncementPostId id, int version);
//! @}

//! Intent::kind of every delivery here. Payload and result are those of forums/forum.h, plus "post", our post's id.
[[nodiscard]] QString forumPostKind();
//! For DeliveryRunner::onSettled(forumPostKind(), …).
[[nodiscard]] Result<> announcementSettled(Transaction &transaction, const OutboxRow &row);

}  // namespace onlyonce
