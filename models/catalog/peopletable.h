// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `person`. Only people.cpp uses it.
#pragma once

#include "models/catalog/people.h"

namespace onlyonce::peopletable {

[[nodiscard]] Result<std::vector<Person>> all(Transaction &transaction);
[[nodiscard]] Result<std::optional<Person>> byId(Transaction &transaction, PersonId id);
[[nodiscard]] Result<PersonId> insert(Transaction &transaction, const Person &person);
//! False when the stored version is not `person.version`.
[[nodiscard]] Result<bool> update(Transaction &transaction, const Person &person);

}  // namespace onlyonce::peopletable
