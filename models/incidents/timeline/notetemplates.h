// SPDX-License-Identifier: GPL-3.0-or-later
// Beginnings of notes that a team writes again and again: a handful, shared, edited in the settings.
#pragma once

#include "models/catalog/actor.h"

namespace onlyonce {

struct NoteTemplate
{
    Id<struct NoteTemplateTag> id;
    QString name;  //!< 1 to 80 characters, one line, no two alike
    QString body;  //!< Markdown or commands, 1 to 10,000 characters
    int version = 0;

    friend bool operator==(const NoteTemplate &, const NoteTemplate &) = default;
};
using NoteTemplateId = decltype(NoteTemplate::id);

//! By name.
[[nodiscard]] Result<std::vector<NoteTemplate>> noteTemplates(Transaction &transaction);
//! Inserts (null id) or updates; Conflict when `version` is not the stored one. Permission::Respond. Audited.
[[nodiscard]] Result<NoteTemplateId> saveNoteTemplate(Transaction &transaction, const NoteTemplate &written);
//! Again is no error.
[[nodiscard]] Result<> removeNoteTemplate(Transaction &transaction, NoteTemplateId id);

}  // namespace onlyonce
