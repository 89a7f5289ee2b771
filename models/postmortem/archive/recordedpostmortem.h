// SPDX-License-Identifier: GPL-3.0-or-later
// A post-mortem that was written elsewhere, before it has any row here. What it refers to is counted from 1; 0 is nothing.
// Internal to this slice.
#pragma once

#include "models/incidents/import/importing.h"
#include "models/postmortem/countermeasures/countermeasures.h"
#include "models/postmortem/review/reviews.h"

namespace onlyonce {

struct RecordedEvidence
{
    int entry = 0;
    int file = 0;
};

struct RecordedWhy
{
    Why why;  //!< without ids, place and evidence
    std::vector<RecordedEvidence> evidence = {};
    std::vector<RecordedWhy> whys = {};
};

struct RecordedMeasure
{
    int why = 0;  //!< depth first
    QString owner;
    Countermeasure measure = {};
};

//! Why a finding of the checks stays: at a field, at one of the whys ("why"), countermeasures or entries, or at the whole.
struct RecordedAnswer
{
    QString rule;
    QString what = {};
    int place = 0;
    std::optional<PostMortemField> field = {};
    QString message;
    QString reason;
    QString actor;
    Instant answeredAt;
};

//! One that begins a thread says what it is about; nothing: the whole.
struct RecordedComment
{
    std::optional<PostMortemField> field = {};
    int why = 0;
    int countermeasure = 0;
    QString author;
    Instant writtenAt;
    std::optional<Instant> editedAt = {};
    QString body;
    std::optional<Instant> settledAt = {};
    QString settledBy = {};
    std::vector<RecordedComment> replies = {};
};

struct RecordedReview
{
    QString person;
    QString askedBy;
    Instant askedAt;
    ReviewAnswer answer = ReviewAnswer::Awaited;
    QString words;
    std::optional<Instant> answeredAt = {};
};

struct RecordedPostMortem
{
    PostMortem about;  //!< owner and approver by name
    QStringList authors = {};
    std::vector<PostMortemText> texts = {};
    std::vector<RecordedWhy> whys = {};
    std::vector<RecordedMeasure> measures = {};
    std::vector<RecordedAnswer> answers = {};
    std::vector<RecordedComment> comments = {};
    std::vector<RecordedReview> reviews = {};
};

//! As it was: no permission, rule of approval or timeline entry of the present applies, importIncident() has asked.
[[nodiscard]] Result<> importPostMortem(Transaction &transaction, const ImportedIncident &imported,
                                        const RecordedPostMortem &recorded);

}  // namespace onlyonce
