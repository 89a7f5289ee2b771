// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables silence and silenced_alert. Only silences.cpp uses it.
#pragma once

#include "models/alerts/silences.h"

namespace onlyonce::silencetable {

[[nodiscard]] Result<SilenceId> insert(Transaction &transaction, const Silence &silence);
[[nodiscard]] Result<> setEnd(Transaction &transaction, SilenceId id, Instant at);
[[nodiscard]] Result<std::optional<Silence>> byId(Transaction &transaction, SilenceId id);
[[nodiscard]] Result<std::vector<Silence>> ahead(Transaction &transaction);
[[nodiscard]] Result<std::optional<Silence>> ofAlert(Transaction &transaction, AlertId alert);
[[nodiscard]] Result<std::vector<Hiding>> hiding(Transaction &transaction, const QStringList &services);
[[nodiscard]] Result<std::vector<AlertId>> hidden(Transaction &transaction, int limit);
[[nodiscard]] Result<int> countHidden(Transaction &transaction);
[[nodiscard]] Result<> hide(Transaction &transaction, AlertId alert, SilenceId silence);
[[nodiscard]] Result<std::vector<AlertId>> released(Transaction &transaction, int limit);
[[nodiscard]] Result<> unhide(Transaction &transaction, AlertId alert);

}  // namespace onlyonce::silencetable
