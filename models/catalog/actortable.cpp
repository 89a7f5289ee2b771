// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalog/actortable.h"

namespace onlyonce::actortable {

namespace {

Actor read(const Row &row)
{
    return Actor{.id = row.id<ActorId>(0),
                 .kind = actorKindFrom(row.text(1)),
                 .name = row.text(2),
                 .role = roleFrom(row.text(3)).value_or(Role::Viewer),
                 .login = row.text(4),
                 .person = row.id<PersonId>(5)};
}

}  // namespace

Result<std::optional<Actor>> byId(Transaction &transaction, ActorId id)
{
    return transaction.one(QStringLiteral("SELECT id, kind, name, role, login, person_id FROM actor WHERE id = ?"),
                           read, id);
}

Result<std::optional<Actor>> byLogin(Transaction &transaction, const QString &login)
{
    return transaction.one(QStringLiteral("SELECT id, kind, name, role, login, person_id FROM actor WHERE login = ?"),
                           read, login);
}

Result<std::optional<Actor>> byName(Transaction &transaction, ActorKind kind, const QString &name)
{
    return transaction.one(
        QStringLiteral(
            "SELECT id, kind, name, role, login, person_id FROM actor WHERE kind = ? AND name = ? AND login IS NULL"),
        read, toText(kind), name);
}

Result<std::vector<Actor>> all(Transaction &transaction)
{
    return transaction.all(QStringLiteral("SELECT id, kind, name, role, login, person_id FROM actor ORDER BY id"),
                           read);
}

Result<QString> sessionRole(Transaction &transaction)
{
    auto role =
        transaction.one(QStringLiteral("SELECT session_user::text"), [](const Row &row) { return row.text(0); });
    if (!role) {
        return failure(role);
    }
    return role->value_or(QString());
}

Result<ActorId> insert(Transaction &transaction, const Actor &actor)
{
    return transaction.insert<ActorId>(
        QStringLiteral("INSERT INTO actor (kind, name, role, login, person_id) VALUES (?, ?, ?, ?, ?) RETURNING id"),
        toText(actor.kind), actor.name, toText(actor.role),
        actor.login.isEmpty() ? std::optional<QString>() : std::optional(actor.login), actor.person);
}

Result<> updateRole(Transaction &transaction, ActorId id, Role role)
{
    auto done = transaction.exec(QStringLiteral("UPDATE actor SET role = ? WHERE id = ?"), toText(role), id);
    if (!done) {
        return failure(done);
    }
    return {};
}

Result<> updatePerson(Transaction &transaction, ActorId id, PersonId person)
{
    auto done = transaction.exec(QStringLiteral("UPDATE actor SET person_id = ? WHERE id = ?"), person, id);
    return done ? takeName(transaction, person) : failure(done);
}

Result<> takeName(Transaction &transaction, PersonId person)
{
    auto done = transaction.exec(QStringLiteral("UPDATE actor SET name = (SELECT p.name FROM person p WHERE p.id = ?) "
                                                "WHERE person_id = ? AND kind = ?"),
                                 person, person, toText(ActorKind::Person));
    return done ? Result<>() : failure(done);
}

}  // namespace onlyonce::actortable
