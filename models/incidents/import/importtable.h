// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `incident_import`, and what only an import may write in others. Only importing.cpp uses it.
#pragma once

#include "models/incidents/import/importing.h"

namespace onlyonce::importtable {

//! Number of the incident that it came in as.
[[nodiscard]] Result<std::optional<qint64>> numberOf(Transaction &transaction, const QByteArray &digest);
//! Entries up to `last` are history.
[[nodiscard]] Result<> insert(Transaction &transaction, const Incident &incident, const QByteArray &digest,
                              TimelineId last);
[[nodiscard]] Result<> insert(Transaction &transaction, const Incident &incident, const RoleHolder &role);
//! When it was made, without the references that every new incident gets.
[[nodiscard]] Result<> backdate(Transaction &transaction, const Incident &incident);
[[nodiscard]] Result<> backdate(Transaction &transaction, AttachmentId id, const Attachment &attachment);

}  // namespace onlyonce::importtable
