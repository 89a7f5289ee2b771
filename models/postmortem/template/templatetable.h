// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `document_template`. Only templates.cpp uses it.
#pragma once

#include "models/postmortem/template/templates.h"

namespace onlyonce::templatetable {

//! Nothing where nobody has ever changed it.
[[nodiscard]] Result<std::optional<StoredTemplate>> of(Transaction &transaction, Audience audience);
//! With the version that it has from now on; no text: the built-in one.
[[nodiscard]] Result<> put(Transaction &transaction, Audience audience, const std::optional<QString> &text,
                           int version);

}  // namespace onlyonce::templatetable
