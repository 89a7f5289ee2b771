// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table subscription. Only subscriptions.cpp uses it.
#pragma once

#include "models/alerts/subscriptions/subscriptions.h"

namespace onlyonce::subscriptiontable {

[[nodiscard]] Result<SubscriptionId> insert(Transaction &transaction, const SubscriptionRow &row);
//! The sender said it anew.
[[nodiscard]] Result<> renew(Transaction &transaction, const SubscriptionRow &row);
//! Its state, the problem and the attempts; `nextAt`: when it is to be told to the far side.
[[nodiscard]] Result<> update(Transaction &transaction, const SubscriptionRow &row, Instant nextAt);
[[nodiscard]] Result<std::optional<SubscriptionRow>> byId(Transaction &transaction, SubscriptionId id);
[[nodiscard]] Result<std::optional<SubscriptionRow>> bySubject(Transaction &transaction, const QString &source,
                                                               const QString &subject);
//! Those that need a person (SubscriptionRow::waitsForPerson()) first, then the latest.
[[nodiscard]] Result<std::vector<SubscriptionRow>> all(Transaction &transaction);
[[nodiscard]] Result<bool> anyDue(Transaction &transaction);
[[nodiscard]] Result<std::vector<SubscriptionRow>> claim(Transaction &transaction, Instant until);

}  // namespace onlyonce::subscriptiontable
