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

//! @name The people of the catalogue, and who sits at the window.
//! @{
//! By name or mail address, whatever the case; else the only one whose name has `text` in it. NotFound, or Invalid when
//! several have.
[[nodiscard]] Result<Person> personMeant(Transaction &transaction, const QString &text);
//! Whom the transaction's actor is: linked to the person of that name, or one is made. Denied for machines, and for a
//! command line of which the window has not said yet whose it is.
[[nodiscard]] Result<Person> personOfActor(Transaction &transaction);
//! The only one at a window who goes by that person's name, and is nobody yet, is that person from now on; nothing happens
//! where somebody is already.
[[nodiscard]] Result<> linkByName(Transaction &transaction, PersonId person);
//! Whether the actor may answer for that person: it is the actor's own, or nobody's, who could not answer otherwise.
[[nodiscard]] Result<bool> mayAnswerFor(Transaction &transaction, ActorId actor, PersonId person);
//! Denied unless the transaction's actor may; somebody at a window who was nobody yet is that person from now on.
[[nodiscard]] Result<> answerFor(Transaction &transaction, PersonId person);
//! @}

}  // namespace onlyonce
