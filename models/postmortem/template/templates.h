// SPDX-License-Identifier: GPL-3.0-or-later
// The templates of this database's documents, one per audience: the company's own, or else those of the program.
#pragma once

#include "models/postmortem/template/documenttemplate.h"

namespace onlyonce {

struct StoredTemplate
{
    std::optional<QString> text;  //!< nothing: the built-in one
    int version = 0;              //!< 0: nobody has ever changed it

    [[nodiscard]] QString shown(Audience audience) const { return text.value_or(builtInTemplate(audience)); }
};

[[nodiscard]] Result<StoredTemplate> storedTemplate(Transaction &transaction, Audience audience);
//! What documents are laid out by now. Invalid: what is stored names something that this program does not know (a newer one
//! has written it); the sentence says where to mend it.
[[nodiscard]] Result<DocumentTemplate> templateFor(Transaction &transaction, Audience audience);

//! Gives the new version. No text goes back to the built-in one. Needs Permission::Administer; audited; Invalid names the
//! line (problemsOf()); Conflict carries both texts (editing.h).
[[nodiscard]] Result<int> saveTemplate(Transaction &transaction, Audience audience, const std::optional<QString> &text,
                                       int version);

}  // namespace onlyonce
