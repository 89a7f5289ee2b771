// SPDX-License-Identifier: GPL-3.0-or-later
// Who wrote in a post-mortem: told by the audit trail, and by the table `postmortem_author` for what was imported.
#pragma once

#include "models/postmortem/postmortem.h"

namespace onlyonce::authortable {

//! Names of people, each once, whoever wrote first first: fields, whys and countermeasures count, a change of status or of
//! who may read it does not.
[[nodiscard]] Result<QStringList> all(Transaction &transaction, PostMortemId id);
//! As they were recorded elsewhere.
[[nodiscard]] Result<> insert(Transaction &transaction, PostMortemId id, const QStringList &names);

}  // namespace onlyonce::authortable
