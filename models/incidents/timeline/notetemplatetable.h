// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `note_template`. Only notetemplates.cpp uses it.
#pragma once

#include "models/incidents/timeline/notetemplates.h"

namespace onlyonce::notetemplatetable {

[[nodiscard]] Result<std::vector<NoteTemplate>> all(Transaction &transaction);
[[nodiscard]] Result<NoteTemplateId> insert(Transaction &transaction, const NoteTemplate &written);
//! False when its version is not the stored one.
[[nodiscard]] Result<bool> update(Transaction &transaction, const NoteTemplate &written);
[[nodiscard]] Result<> remove(Transaction &transaction, NoteTemplateId id);

}  // namespace onlyonce::notetemplatetable
