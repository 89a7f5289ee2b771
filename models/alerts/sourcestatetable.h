// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table source_state. Only the collector uses it.
#pragma once

#include "models/alerts/collector.h"

namespace onlyonce::sourcestatetable {

[[nodiscard]] Result<> received(Transaction &transaction, const QString &source, Instant at, qint64 alerts);
[[nodiscard]] Result<> refused(Transaction &transaction, const QString &source, Instant at, const QString &why);
[[nodiscard]] Result<std::vector<SourceState>> all(Transaction &transaction);

}  // namespace onlyonce::sourcestatetable
