// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table intake_token. Only tokens.cpp uses it.
#pragma once

#include "models/alerts/tokens.h"

#include <utility>

namespace onlyonce::tokentable {

[[nodiscard]] Result<IntakeTokenId> insert(Transaction &transaction, const IntakeToken &token, const QByteArray &hash);
[[nodiscard]] Result<> revoke(Transaction &transaction, IntakeTokenId id);
[[nodiscard]] Result<std::vector<IntakeToken>> all(Transaction &transaction);
[[nodiscard]] Result<bool> anyEverMade(Transaction &transaction);
//! Source and hash of each token that is not revoked.
[[nodiscard]] Result<std::vector<std::pair<QString, QByteArray>>> valid(Transaction &transaction);

}  // namespace onlyonce::tokentable
