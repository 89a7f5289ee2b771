// SPDX-License-Identifier: GPL-3.0-or-later
// Who does something, and what they may do. Checked inside the transaction of the change, below every view and command,
// so that a withdrawn right is withdrawn at once.
#pragma once

#include "models/storage/transaction.h"

#include <QString>

namespace onlyonce {

using PersonId = Id<struct PersonTag>;

enum class ActorKind { Person, CommandLine, Source, Program };
enum class Role { Viewer, Support, Responder, Commander, Administrator };

enum class Permission {
    View,        //!< everybody
    Note,        //!< support and up: notes and evidence
    Respond,     //!< responder and up: acknowledge, declare, change status and times, post-mortem
    Announce,    //!< commander and up: approve and publish to customers
    Catalogue,   //!< commander and up: what is a data centre, and which labels mean it
    Administer,  //!< administrator: connections, people, roles, releasing held delivery
};

struct Actor
{
    ActorId id;
    ActorKind kind = ActorKind::Person;
    QString name;
    Role role = Role::Viewer;
    QString login;  //!< PostgreSQL: the login role; SQLite: the profile's name; only persons have one
    PersonId person;
};

[[nodiscard]] QString toText(ActorKind kind);
[[nodiscard]] ActorKind actorKindFrom(const QString &text);  //!< of what is stored; a newer program's kind is a person
[[nodiscard]] QString toText(Role role);
[[nodiscard]] Result<Role> roleFrom(const QString &text);
[[nodiscard]] bool allows(Role role, Permission permission);

//! Denied, with a sentence that names the missing role, unless the transaction's actor may do this.
[[nodiscard]] Result<> require(Transaction &transaction, Permission permission);

//! The person behind a login, made on first sight: the first one of a database is its administrator, later ones are
//! viewers on PostgreSQL until an administrator gives them a role. On SQLite, where the file's owner is the only user,
//! every profile is an administrator.
[[nodiscard]] Result<Actor> actorForLogin(Transaction &transaction, const QString &login, const QString &name);
//! Who has opened the database: on PostgreSQL the role that logged in, as the server knows it (nobody can choose to be
//! another); on SQLite `profile`.
[[nodiscard]] Result<Actor> actorOfSession(Transaction &transaction, const QString &profile);
//! The same without making anybody: nothing for who was never here.
[[nodiscard]] Result<std::optional<Actor>> knownActorOfSession(Transaction &transaction, const QString &profile);
//! That person at the command line: an actor of its own in every trail, with the rights that the person has now.
[[nodiscard]] Result<Actor> actorForCommandLine(Transaction &transaction, const Actor &person);
//! A monitoring source or the program itself ("OnlyOnce"), made on first sight.
[[nodiscard]] Result<Actor> actorForMachine(Transaction &transaction, ActorKind kind, const QString &name);
[[nodiscard]] Result<std::optional<Actor>> actor(Transaction &transaction, ActorId id);
[[nodiscard]] Result<std::vector<Actor>> allActors(Transaction &transaction);
//! Administrators only; the last administrator cannot be demoted. Audited.
[[nodiscard]] Result<> setRole(Transaction &transaction, ActorId id, Role role);

}  // namespace onlyonce
