// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/command/restrictiontable.h"

namespace onlyonce::restrictiontable {

namespace {

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

}  // namespace

Result<QList<Person>> readers(Transaction &transaction, IncidentId id)
{
    const auto found = transaction.all(
        QStringLiteral("SELECT p.id, p.name, p.email, p.phone, p.time_zone, p.on_call, p.active, p.version "
                       "FROM incident_reader r JOIN person p ON p.id = r.person_id WHERE r.incident_id = ? "
                       "ORDER BY p.name, p.id"),
        [](const Row &row) {
            return Person{.id = row.id<PersonId>(0),
                          .name = row.text(1),
                          .email = row.text(2),
                          .phone = row.text(3),
                          .timeZone = row.text(4),
                          .onCall = row.flag(5),
                          .active = row.flag(6),
                          .version = int(row.integer(7))};
        },
        id);
    return found ? Result<QList<Person>>(QList<Person>(found->begin(), found->end())) : failure(found);
}

Result<bool> add(Transaction &transaction, IncidentId id, PersonId person)
{
    const auto added = transaction.exec(
        QStringLiteral("INSERT INTO incident_reader (incident_id, person_id) VALUES (?, ?) ON CONFLICT DO NOTHING"), id,
        person);
    return added ? Result<bool>(*added == 1) : failure(added);
}

Result<> remove(Transaction &transaction, IncidentId id, PersonId person)
{
    return done(transaction.exec(QStringLiteral("DELETE FROM incident_reader WHERE incident_id = ? AND person_id = ?"),
                                 id, person));
}

Result<bool> sees(Transaction &transaction, IncidentId id)
{
    const auto found = transaction.one(
        QStringLiteral("SELECT 1 WHERE onlyonce_reader() = 0 OR EXISTS (SELECT 1 FROM incident_reader r JOIN actor a "
                       "ON a.person_id = r.person_id WHERE r.incident_id = ? AND a.id = onlyonce_reader())"),
        [](const Row &row) { return row.flag(0); }, id);
    return found ? Result<bool>(found->has_value()) : failure(found);
}

Result<qint64> reader(Transaction &transaction)
{
    const auto found =
        transaction.one(QStringLiteral("SELECT onlyonce_reader()"), [](const Row &row) { return row.integer(0); });
    return found ? Result<qint64>(found->value_or(0)) : failure(found);
}

Result<qint64> readAs(Transaction &transaction, qint64 wanted)
{
    const auto before = reader(transaction);
    const auto done = transaction.engine() == Engine::Sqlite
                        ? transaction.exec(QStringLiteral("SELECT onlyonce_read_as(?)"), wanted)
                        : transaction.exec(QStringLiteral("SELECT set_config('onlyonce.reader', ?, false)"),
                                           QString::number(wanted));
    return done ? before : failure(done);
}

Result<bool> isAnyRestricted(Transaction &transaction)
{
    const auto found = transaction.one(QStringLiteral("SELECT 1 FROM incident_reader LIMIT 1"),
                                       [](const Row &row) { return row.flag(0); });
    return found ? Result<bool>(found->has_value()) : failure(found);
}

Result<QString> unboundRole(Transaction &transaction)
{
    if (transaction.engine() == Engine::Sqlite) {
        return QString();
    }
    const auto role = transaction.one(QStringLiteral("SELECT rolname FROM pg_roles WHERE rolname = current_user "
                                                     "AND (rolsuper OR rolbypassrls)"),
                                      [](const Row &row) { return row.text(0); });
    return role ? Result<QString>(role->value_or(QString())) : failure(role);
}

Result<> keepNumber(Transaction &transaction, qint64 number)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO restricted_number (number) VALUES (?) ON CONFLICT DO NOTHING"), number));
}

}  // namespace onlyonce::restrictiontable
