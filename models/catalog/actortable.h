// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `actor`. Only this slice uses it.
#pragma once

#include "models/catalog/actor.h"

namespace onlyonce::actortable {

[[nodiscard]] Result<std::optional<Actor>> byId(Transaction &transaction, ActorId id);
[[nodiscard]] Result<std::optional<Actor>> byLogin(Transaction &transaction, const QString &login);
[[nodiscard]] Result<std::optional<Actor>> byName(Transaction &transaction, ActorKind kind, const QString &name);
[[nodiscard]] Result<std::vector<Actor>> all(Transaction &transaction);
//! PostgreSQL only: who logged in.
[[nodiscard]] Result<QString> sessionRole(Transaction &transaction);
[[nodiscard]] Result<ActorId> insert(Transaction &transaction, const Actor &actor);
[[nodiscard]] Result<> updateRole(Transaction &transaction, ActorId id, Role role);
//! A person's actor goes by the person's name from then on.
[[nodiscard]] Result<> updatePerson(Transaction &transaction, ActorId id, PersonId person);
//! The actors of that person go by the name that they have now.
[[nodiscard]] Result<> takeName(Transaction &transaction, PersonId person);

}  // namespace onlyonce::actortable
