// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalog/actor.h"

#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/catalog/actortable.h"
#include "models/documents/visibletext.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr auto kindWords = wordsFrom(ActorKind::Person, "person", "command line", "source", "program");
constexpr auto roleWords = wordsFrom(Role::Viewer, "viewer", "support", "responder", "commander", "administrator");

Result<QString> loginOfSession(Transaction &transaction, const QString &profile)
{
    return transaction.engine() == Engine::Sqlite ? Result<QString>(profile) : actortable::sessionRole(transaction);
}

Role leastRole(Permission permission)
{
    switch (permission) {
    case Permission::View:
        return Role::Viewer;
    case Permission::Note:
        return Role::Support;
    case Permission::Respond:
        return Role::Responder;
    case Permission::Announce:
    case Permission::Catalogue:
        return Role::Commander;
    case Permission::Administer:
        return Role::Administrator;
    }
    return Role::Administrator;
}

}  // namespace

QString toText(ActorKind kind)
{
    return kindWords.of(kind);
}

ActorKind actorKindFrom(const QString &text)
{
    return kindWords.find(text).value_or(ActorKind::Person);
}

QString toText(Role role)
{
    return roleWords.of(role);
}

Result<Role> roleFrom(const QString &text)
{
    return roleWords.read(text, tr("a role"));
}

bool allows(Role role, Permission permission)
{
    return role >= leastRole(permission);
}

Result<> require(Transaction &transaction, Permission permission)
{
    auto found = actortable::byId(transaction, transaction.actor());
    if (!found) {
        return failure(found);
    }
    if (!*found || !allows((*found)->role, permission)) {
        return fail(ErrorCode::Denied,
                    tr("This needs the role %1; yours is %2. An administrator can change it.")
                        .arg(toText(leastRole(permission)), *found ? toText((*found)->role) : tr("none")));
    }
    return {};
}

Result<Actor> actorForLogin(Transaction &transaction, const QString &login, const QString &name)
{
    auto known = actortable::byLogin(transaction, login);
    if (!known) {
        return failure(known);
    }
    if (*known) {
        return **known;
    }
    auto everybody = actortable::all(transaction);
    if (!everybody) {
        return failure(everybody);
    }
    const bool first = std::ranges::none_of(*everybody, [](const Actor &a) { return a.kind == ActorKind::Person; });
    Actor actor{.kind = ActorKind::Person,
                .name = visibleLine(name.isEmpty() ? login : name),
                .role = first || transaction.engine() == Engine::Sqlite ? Role::Administrator : Role::Viewer,
                .login = login};
    auto id = actortable::insert(transaction, actor);
    if (!id) {
        return failure(id);
    }
    actor.id = *id;
    transaction.touch(QStringLiteral("actor"), *id);
    return actor;
}

Result<Actor> actorOfSession(Transaction &transaction, const QString &profile)
{
    const auto login = loginOfSession(transaction, profile);
    return login ? actorForLogin(transaction, *login, {}) : failure(login);
}

Result<std::optional<Actor>> knownActorOfSession(Transaction &transaction, const QString &profile)
{
    const auto login = loginOfSession(transaction, profile);
    return login ? actortable::byLogin(transaction, *login) : failure(login);
}

Result<Actor> actorForCommandLine(Transaction &transaction, const Actor &person)
{
    const QString name = tr("%1 (command line)").arg(person.name);
    auto known = actortable::byName(transaction, ActorKind::CommandLine, name);
    if (!known) {
        return failure(known);
    }
    Actor actor = known->value_or(Actor{.kind = ActorKind::CommandLine, .name = name, .person = person.person});
    if (!actor.id) {
        actor.role = person.role;
        auto id = actortable::insert(transaction, actor);
        if (!id) {
            return failure(id);
        }
        actor.id = *id;
    } else if (actor.role != person.role) {
        actor.role = person.role;
        ONLYONCE_TRY(actortable::updateRole(transaction, actor.id, actor.role));
    }
    if (person.person && actor.person != person.person) {
        actor.person = person.person;
        ONLYONCE_TRY(actortable::updatePerson(transaction, actor.id, actor.person));
    }
    return actor;
}

Result<Actor> actorForMachine(Transaction &transaction, ActorKind kind, const QString &name)
{
    auto known = actortable::byName(transaction, kind, name);
    if (!known) {
        return failure(known);
    }
    if (*known) {
        return **known;
    }
    // What a machine may do is fixed by what its code does; the role only has to let it through.
    Actor actor{.kind = kind, .name = name, .role = kind == ActorKind::Program ? Role::Administrator : Role::Responder};
    auto id = actortable::insert(transaction, actor);
    if (!id) {
        return failure(id);
    }
    actor.id = *id;
    return actor;
}

Result<std::optional<Actor>> actor(Transaction &transaction, ActorId id)
{
    return actortable::byId(transaction, id);
}

Result<std::vector<Actor>> allActors(Transaction &transaction)
{
    return actortable::all(transaction);
}

Result<> setRole(Transaction &transaction, ActorId id, Role role)
{
    ONLYONCE_TRY(require(transaction, Permission::Administer));
    auto everybody = actortable::all(transaction);
    if (!everybody) {
        return failure(everybody);
    }
    const auto target = std::ranges::find(*everybody, id, &Actor::id);
    if (target == everybody->end()) {
        return fail(ErrorCode::NotFound, tr("There is no such person."));
    }
    const bool anotherAdministrator = std::ranges::any_of(*everybody, [id](const Actor &a) {
        return a.id != id && a.kind == ActorKind::Person && a.role == Role::Administrator;
    });
    if (role != Role::Administrator && !anotherAdministrator) {
        return fail(ErrorCode::Conflict,
                    tr("%1 is the last administrator. Make somebody else administrator first.").arg(target->name));
    }
    ONLYONCE_TRY(actortable::updateRole(transaction, id, role));
    transaction.touch(QStringLiteral("actor"), id);
    return recordChange(transaction, {.entity = QStringLiteral("actor"),
                                      .entityId = id.value,
                                      .field = QStringLiteral("role"),
                                      .oldValue = toText(target->role),
                                      .newValue = toText(role)});
}

}  // namespace onlyonce
