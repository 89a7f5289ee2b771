// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalog/peopletable.h"

namespace onlyonce::peopletable {

namespace {

Person read(const Row &row)
{
    return Person{.id = row.id<PersonId>(0),
                  .name = row.text(1),
                  .email = row.text(2),
                  .phone = row.text(3),
                  .timeZone = row.text(4),
                  .onCall = row.flag(5),
                  .active = row.flag(6),
                  .version = int(row.integer(7))};
}

}  // namespace

Result<std::vector<Person>> all(Transaction &transaction)
{
    return transaction.all(QStringLiteral("SELECT id, name, email, phone, time_zone, on_call, active, version "
                                          "FROM person ORDER BY lower(name), id"),
                           read);
}

Result<std::optional<Person>> byId(Transaction &transaction, PersonId id)
{
    return transaction.one(QStringLiteral("SELECT id, name, email, phone, time_zone, on_call, active, version "
                                          "FROM person WHERE id = ?"),
                           read, id);
}

Result<PersonId> insert(Transaction &transaction, const Person &person)
{
    return transaction.insert<PersonId>(
        QStringLiteral("INSERT INTO person (name, email, phone, time_zone, on_call, active, version) "
                       "VALUES (?, ?, ?, ?, ?, ?, 1) RETURNING id"),
        person.name, person.email, person.phone, person.timeZone, person.onCall, person.active);
}

Result<bool> update(Transaction &transaction, const Person &person)
{
    auto changed = transaction.exec(
        QStringLiteral("UPDATE person SET name = ?, email = ?, phone = ?, time_zone = ?, on_call = ?, active = ?, "
                       "version = version + 1 WHERE id = ? AND version = ?"),
        person.name, person.email, person.phone, person.timeZone, person.onCall, person.active, person.id,
        person.version);
    if (!changed) {
        return failure(changed);
    }
    return *changed == 1;
}

}  // namespace onlyonce::peopletable
