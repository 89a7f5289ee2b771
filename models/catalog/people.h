// SPDX-License-Identifier: GPL-3.0-or-later
// The people who can be reached.
#pragma once

#include "models/catalog/actor.h"

namespace onlyonce {

struct Person
{
    PersonId id;
    QString name;
    QString email;
    QString phone;     //!< E.164, "+4915…"; may be empty
    QString timeZone;  //!< IANA; empty is the machine's
    bool onCall = false;
    bool active = true;
    int version = 0;
};

[[nodiscard]] Result<std::vector<Person>> allPeople(Transaction &transaction);
[[nodiscard]] Result<std::vector<Person>> peopleOnCall(Transaction &transaction);
[[nodiscard]] Result<std::optional<Person>> person(Transaction &transaction, PersonId id);
//! Inserts (null id) or updates; Conflict when `version` is not the stored one; Invalid names the wrong field. Audited.
//! A name is one line without control characters; blanks around it are taken off.
[[nodiscard]] Result<PersonId> savePerson(Transaction &transaction, const Person &written);

}  // namespace onlyonce
