// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `attachment`. Only evidence.cpp uses it.
#pragma once

#include "models/incidents/evidence.h"

namespace onlyonce::evidencetable {

[[nodiscard]] Result<AttachmentId> insert(Transaction &transaction, const Attachment &attachment);
//! Without content.
[[nodiscard]] Result<std::vector<Attachment>> ofIncident(Transaction &transaction, IncidentId incident);
[[nodiscard]] Result<std::optional<Attachment>> byId(Transaction &transaction, AttachmentId id);

}  // namespace onlyonce::evidencetable
