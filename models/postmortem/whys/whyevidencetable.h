// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `why_evidence`. Only whyevidence.cpp uses it.
#pragma once

#include "models/postmortem/whys/whytree.h"

namespace onlyonce::whyevidencetable {

struct Linked
{
    WhyId why;
    WhyEvidence evidence;  //!< of an entry the text is still Markdown
};
//! In the order of linking; entries that were corrected since read as their last correction.
[[nodiscard]] Result<std::vector<Linked>> all(Transaction &transaction, PostMortemId postMortem);
//! Of those, the ones of one why.
[[nodiscard]] Result<std::vector<Linked>> of(Transaction &transaction, WhyId why);
[[nodiscard]] Result<> insert(Transaction &transaction, const Why &why, const EvidenceLink &what);
[[nodiscard]] Result<> remove(Transaction &transaction, WhyEvidenceId id);
//! Whether it is the incident's, and still there.
[[nodiscard]] Result<bool> belongs(Transaction &transaction, IncidentId incident, const EvidenceLink &what);

}  // namespace onlyonce::whyevidencetable
