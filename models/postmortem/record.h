// SPDX-License-Identifier: GPL-3.0-or-later
// A post-mortem whole, as one value: what documents, checks and JSON are made of.
#pragma once

#include "models/postmortem/countermeasures/countermeasures.h"

#include <QJsonObject>

namespace onlyonce {

struct PostMortemRecord
{
    PostMortem postMortem;
    std::vector<PostMortemText> texts;  //!< every field, in order
    std::vector<WhyNode> whys;
    std::vector<Countermeasure> countermeasures;
    QStringList authors;  //!< who wrote in it, the first of them first

    [[nodiscard]] const PostMortemText &text(PostMortemField field) const { return texts.at(size_t(field)); }
    //! Root causes, in the order of the tree.
    [[nodiscard]] std::vector<Why> roots() const;
    [[nodiscard]] std::vector<Countermeasure> answering(WhyId why) const;
};

//! Nothing when nobody has begun one.
[[nodiscard]] Result<std::optional<PostMortemRecord>> postMortemRecord(Transaction &transaction, IncidentId incident);

//! "postmortem" of `incident show --json`:
//! {status, owner, authors: [name], meetingAt, createdAt, changedAt, approvedAt, approvedBy, publishedAt,
//!  fields: {<name>: {text, visibility}} (only those that were written),
//!  figures: {timeToDetectSeconds, …: number or null, recoveryTargetSeconds, recoveryKept: true, false or null},
//!  whys: [{id, question, text, state, rootCategory (or null), jointly, accepted, visibility,
//!         evidence: [{entry (or null), file (or null), text}], whys: […]}],
//!  countermeasures: [{id, why (or null), text, kind, state, owner (or null), dueOn, effectCheck, checkResult, link,
//!                     visibility, doneAt, checkedAt}]}
[[nodiscard]] QJsonObject toJson(const PostMortemRecord &record, const Incident &incident);

}  // namespace onlyonce
