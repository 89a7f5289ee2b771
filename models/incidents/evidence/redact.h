// SPDX-License-Identifier: GPL-3.0-or-later
// What a person wants to have redacted, in which spellings it is looked for, and how it goes out of timelines and evidence.
#pragma once

#include "models/base/answer.h"
#include "models/incidents/evidence.h"
#include "models/storage/redaction.h"

#include <functional>

namespace onlyonce {

struct RedactionWish
{
    IncidentId incident;
    TimelineId entry = {};         //!< all that this entry says, in all its versions
    AttachmentId attachment = {};  //!< the whole content of this file
    QStringList texts = {};        //!< these, wherever they stand in what belongs to the incident
};

//! Shorter texts stand in too many places that mean something else.
inline constexpr qsizetype shortestRedacted = 4;

//! What a window needs to offer it: handed in by the application, because it concerns every slice.
struct Redactor
{
    //! Where it stands, and which copies hold it, in a sentence.
    std::function<Answer<Result<QString>>(const RedactionWish &)> preview;
    //! Does it; what was done, in a sentence.
    std::function<Answer<Result<QString>>(const RedactionWish &, const QString &reason)> redact;
};

//! Of a wish: needs Permission::Announce (commander and up); Invalid says what is wrong with it.
[[nodiscard]] Result<Redaction> redactionOf(Transaction &transaction, const RedactionWish &wish);

//! Timeline, roles, tasks and their like, the content of files, and the index of words. Like redactPlaces().
[[nodiscard]] Result<RedactedPlaces> redactIncident(Transaction &transaction, const Redaction &redaction,
                                                    const RedactionWish &wish);

//! The content of files, as it is now, for a copy; and into it.
[[nodiscard]] Result<std::vector<Attachment>> redactedFiles(Transaction &transaction, const RedactedPlaces &places);
[[nodiscard]] Result<> putFiles(Transaction &transaction, const std::vector<Attachment> &files);

}  // namespace onlyonce
