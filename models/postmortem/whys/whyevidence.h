// SPDX-License-Identifier: GPL-3.0-or-later
// What shows that an answer in the why tree is so: links to entries of the incident's timeline and to its files. Without
// one a why stays possible. Edits keep the rules of postmortem.h.
#pragma once

#include "models/postmortem/whys/whytree.h"

#include <QTimeZone>

namespace onlyonce {

//! Again is no error. NotFound unless it belongs to the incident of the post-mortem.
[[nodiscard]] Result<> linkEvidence(Transaction &transaction, WhyId why, const EvidenceLink &what);
//! A confirmed why whose last evidence goes is possible again: views ask before. Not linked is no error.
[[nodiscard]] Result<> unlinkEvidence(Transaction &transaction, WhyId why, const EvidenceLink &what);

//! What could be linked: files first, then entries in order of happening, those with `text` in them; at most `limit` of
//! each.
[[nodiscard]] Result<std::vector<WhyEvidence>> evidenceToChoose(Transaction &transaction, IncidentId incident,
                                                                const QString &text, int limit);

//! "05:18:47 UTC No space left on device" of an entry, without the zone's name where it is another; the name of a file.
[[nodiscard]] QString shown(const WhyEvidence &evidence, const QTimeZone &zone);

namespace detail {
//! Invalid, in words that say what to do, when nothing is linked.
[[nodiscard]] Result<> requireEvidence(Transaction &transaction, WhyId why);
//! Fills the evidence of each.
[[nodiscard]] Result<> readEvidence(Transaction &transaction, PostMortemId postMortem, std::vector<Why> &whys);
}  // namespace detail

}  // namespace onlyonce
