// SPDX-License-Identifier: GPL-3.0-or-later
// The earlier versions of a field, a why or a countermeasure, as the audit trail keeps them: who wrote each, and when. What
// was redacted is redacted there, too. One of them is put back by a new edit, which is a version like any other.
#pragma once

#include "models/postmortem/review/part.h"

namespace onlyonce {

using PartVersionId = Id<struct PartVersionTag>;

struct PartVersion
{
    //! The row of the audit trail that made it; null for what was there before the trail begins (imported).
    PartVersionId id;
    QString text;  //!< of a countermeasure all that a person writes down, a line each
    std::optional<Instant> at;
    QString author;         //!< empty where `at` is missing
    bool redacted = false;  //!< something of it was overwritten

    friend bool operator==(const PartVersion &, const PartVersion &) = default;
};

//! What one person changes again within that time is one version.
inline constexpr std::chrono::minutes oneSitting{2};
//! So many changes are looked back upon.
inline constexpr int mostPartVersions = 400;

struct PartHistory
{
    std::vector<PartVersion>
        versions;     //!< the oldest first; the last one is what stands there now. Empty: nothing was written
    int version = 0;  //!< of what stands there now: edit with this one
};

//! Invalid for the post-mortem as a whole, NotFound for a part that is not there.
[[nodiscard]] Result<PartHistory> versionsOf(Transaction &transaction, PostMortemId postMortem,
                                             const PostMortemPart &part);

//! Writes that version again; `version` is PartHistory::version as it was looked at. Of a countermeasure what it says, its
//! kind, owner, due date, check and link; who may read it, and what it answers, stay as they are. The new version. Rules and
//! errors of the edit itself.
[[nodiscard]] Result<int> putBack(Transaction &transaction, PostMortemId postMortem, const PostMortemPart &part,
                                  PartVersionId which, int version);

}  // namespace onlyonce
