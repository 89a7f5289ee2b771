// SPDX-License-Identifier: GPL-3.0-or-later
// A post-mortem: one per incident, made when somebody begins it. Its prose is a row per field, each with a version and a
// visibility of its own, so that a meeting can write together. What the incident already knows (times, services,
// figures, timeline) is never copied in here: see figures.h and builder.h.
//
// Every change needs Permission::Respond, is audited, and is refused (Invalid) once the post-mortem is approved, until it
// is taken back into review. A change returns the new version; Conflict carries both texts (editing.h).
#pragma once

#include "models/catalog/people.h"
#include "models/incidents/incident.h"
#include "models/postmortem/editing.h"
#include "models/storage/transaction.h"

#include <array>
#include <vector>

namespace onlyonce {

using PostMortemId = Id<struct PostMortemTag>;

enum class PostMortemStatus { Draft, InReview, Approved, Published };

[[nodiscard]] QString toText(PostMortemStatus status);  //!< "draft", "in review", "approved", "published"
[[nodiscard]] Result<PostMortemStatus> postMortemStatusFrom(const QString &text);
[[nodiscard]] QString label(PostMortemStatus status);

//! In the order of the document.
enum class PostMortemField {
    Summary,
    Impact,  //!< its visibility also decides whether customers see the times and durations
    LeadUp,
    Trigger,
    Detection,
    Response,
    Recovery,
    ContributingFactors,
    WentWell,
    WentBadly,
    GotLucky,
    Lessons,
    ExternalTitle,  //!< one line; what the public document is called instead of the incident's own title
    ExternalSummary,
    ExternalStory,    //!< "What happened"
    ExternalActions,  //!< "What we are doing"
};
inline constexpr std::array allPostMortemFields{PostMortemField::Summary,       PostMortemField::Impact,
                                                PostMortemField::LeadUp,        PostMortemField::Trigger,
                                                PostMortemField::Detection,     PostMortemField::Response,
                                                PostMortemField::Recovery,      PostMortemField::ContributingFactors,
                                                PostMortemField::WentWell,      PostMortemField::WentBadly,
                                                PostMortemField::GotLucky,      PostMortemField::Lessons,
                                                PostMortemField::ExternalTitle, PostMortemField::ExternalSummary,
                                                PostMortemField::ExternalStory, PostMortemField::ExternalActions};

[[nodiscard]] QString toText(PostMortemField field);  //!< "leadUp": the name in the database and in JSON
[[nodiscard]] Result<PostMortemField> postMortemFieldFrom(const QString &text);
[[nodiscard]] QString label(PostMortemField field);
[[nodiscard]] QString prompt(PostMortemField field);  //!< the question that the empty field asks its author

struct PostMortem
{
    PostMortemId id;
    IncidentId incident;
    PostMortemStatus status = PostMortemStatus::Draft;
    PersonId owner;
    QString ownerName;  //!< filled on reading
    Instant createdAt;
    Instant changedAt;  //!< of anything in it, whys and countermeasures included
    ActorId changedBy;  //!< who wrote in it last before it was approved, or handed it in for review
    std::optional<Instant> approvedAt;
    ActorId approvedBy;
    QString approvedByName;  //!< filled on reading
    std::optional<Instant> publishedAt;
    std::optional<Instant> meetingAt;  //!< when it is talked over
    int version = 0;                   //!< of status, owner and meeting

    [[nodiscard]] bool isEditable() const { return status < PostMortemStatus::Approved; }
};

struct PostMortemText
{
    PostMortemField field = PostMortemField::Summary;
    QString markdown;
    Visibility visibility = Visibility::Internal;
    int version = 0;  //!< 0: nobody has written it yet
};

inline constexpr int longestPostMortemText = 100'000;  //!< UTF-16 units per field

//! The incident's post-mortem; a draft is begun, and told on the timeline, when there is none.
[[nodiscard]] Result<PostMortem> openPostMortem(Transaction &transaction, IncidentId incident);
[[nodiscard]] Result<std::optional<PostMortem>> postMortemOf(Transaction &transaction, IncidentId incident);
[[nodiscard]] Result<std::optional<PostMortem>> postMortem(Transaction &transaction, PostMortemId id);

//! draft → in review → approved → published; one step at a time forward, any way back to in review, and from there to
//! draft. Publishing tells customers, so it needs Permission::Announce. That of a restricted incident is approved by
//! somebody else than `changedBy` (Denied): it is what a public document of it needs. Approving needs an answer to every
//! serious finding of the checks (findings.h): Invalid names the first.
[[nodiscard]] Result<int> setPostMortemStatus(Transaction &transaction, PostMortemId id, PostMortemStatus status,
                                              int version);
//! A null person: nobody. Possible in every status.
[[nodiscard]] Result<int> setPostMortemOwner(Transaction &transaction, PostMortemId id, PersonId owner, int version);
//! Nothing: none is planned. Possible in every status.
[[nodiscard]] Result<int> setPostMortemMeeting(Transaction &transaction, PostMortemId id, std::optional<Instant> at,
                                               int version);

//! Every field in order, those that nobody has written yet with version 0.
[[nodiscard]] Result<std::vector<PostMortemText>> fieldsOf(Transaction &transaction, PostMortemId id);
[[nodiscard]] Result<int> setField(Transaction &transaction, PostMortemId id, PostMortemField field,
                                   const QString &markdown, int version);
[[nodiscard]] Result<int> setFieldVisibility(Transaction &transaction, PostMortemId id, PostMortemField field,
                                             Visibility visibility, int version);

//! For the parts of a post-mortem in their own files.
namespace detail {
//! Permission, existence and status: the post-mortem, if it may be changed now.
[[nodiscard]] Result<PostMortem> postMortemToEdit(Transaction &transaction, PostMortemId id);
//! Something in it has changed: moves changedAt and tells who watches.
[[nodiscard]] Result<> postMortemChanged(Transaction &transaction, PostMortemId id);
//! An entry of kind PostMortem; `event` is for followers, `markdown` for people.
[[nodiscard]] Result<> tellOnTimeline(Transaction &transaction, const PostMortem &postMortem, const QString &event,
                                      const QString &markdown, QJsonObject data = {});
//! NotFound or Invalid unless the person exists and is active; the null person passes.
[[nodiscard]] Result<QString> ownerName(Transaction &transaction, PersonId owner);
}  // namespace detail

}  // namespace onlyonce
