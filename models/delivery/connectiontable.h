// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `connection`. Only this slice uses it.
#pragma once

#include "models/delivery/connections.h"

namespace onlyonce::connectiontable {

[[nodiscard]] Result<std::optional<ConnectionRow>> byId(Transaction &transaction, ConnectionId id);
//! By id; every kind when `kind` is empty.
[[nodiscard]] Result<std::vector<ConnectionRow>> all(Transaction &transaction, const QString &kind);
[[nodiscard]] Result<ConnectionId> insert(Transaction &transaction, const ConnectionRow &row);
//! How many rows had this id and this version (0 or 1); the version goes up by one and a pause ends.
[[nodiscard]] Result<qint64> update(Transaction &transaction, const ConnectionRow &row);
//! Until then, or longer if it was to last longer already.
[[nodiscard]] Result<> pause(Transaction &transaction, ConnectionId id, Instant until);

}  // namespace onlyonce::connectiontable
