// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalog/placestable.h"

namespace onlyonce::placestable {

namespace {

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

QString columns()
{
    return QStringLiteral("id, name, means_id, alerts, seen_at");
}

Name read(const Row &row)
{
    return {.id = row.id<DataCentreId>(0),
            .name = row.text(1),
            .means = row.isNull(2) ? std::nullopt : std::optional(row.integer(2)),
            .alerts = row.integer(3),
            .since = row.maybeInstant(4)};
}

}  // namespace

Result<ServiceId> service(Transaction &transaction, const QString &name)
{
    auto found = transaction.one(
        QStringLiteral("SELECT id FROM service WHERE name = ?"), [](const Row &row) { return row.id<ServiceId>(0); },
        name);
    if (!found) {
        return failure(found);
    }
    return *found ? Result<ServiceId>(**found)
                  : transaction.insert<ServiceId>(
                        QStringLiteral("INSERT INTO service (name, version) VALUES (?, 1) RETURNING id"), name);
}

Result<std::vector<Service>> services(Transaction &transaction)
{
    return transaction.all(QStringLiteral("SELECT id, name FROM service ORDER BY name"),
                           [](const Row &row) { return Service{row.id<ServiceId>(0), row.text(1)}; });
}

Result<std::vector<Name>> names(Transaction &transaction)
{
    return transaction.all(QStringLiteral("SELECT %1 FROM data_centre ORDER BY name").arg(columns()), read);
}

Result<std::optional<Name>> named(Transaction &transaction, const QString &name)
{
    return transaction.one(QStringLiteral("SELECT %1 FROM data_centre WHERE name = ?").arg(columns()), read, name);
}

Result<std::optional<QString>> nameOf(Transaction &transaction, qint64 id)
{
    return transaction.one(
        QStringLiteral("SELECT name FROM data_centre WHERE id = ?"), [](const Row &row) { return row.text(0); }, id);
}

Result<DataCentreId> insert(Transaction &transaction, const QString &name, std::optional<qint64> means)
{
    return transaction.insert<DataCentreId>(
        QStringLiteral("INSERT INTO data_centre (name, version, means_id) VALUES (?, 1, ?) RETURNING id"), name, means);
}

Result<> setMeaning(Transaction &transaction, DataCentreId id, std::optional<qint64> means)
{
    return done(transaction.exec(
        QStringLiteral("UPDATE data_centre SET means_id = ?, version = version + 1 WHERE id = ?"), means, id));
}

Result<> addMentions(Transaction &transaction, DataCentreId id, int alerts, Instant since)
{
    return done(transaction.exec(QStringLiteral("UPDATE data_centre SET alerts = alerts + ?, "
                                                "seen_at = COALESCE(seen_at, ?) WHERE id = ?"),
                                 alerts, since, id));
}

Result<std::vector<Label>> labels(Transaction &transaction)
{
    return transaction.all(QStringLiteral("SELECT pattern, means_id FROM place_label ORDER BY pattern"),
                           [](const Row &row) { return Label{row.text(0), row.integer(1)}; });
}

Result<> setLabel(Transaction &transaction, const QString &pattern, qint64 means)
{
    return done(transaction.exec(QStringLiteral("INSERT INTO place_label (pattern, means_id) VALUES (?, ?) "
                                                "ON CONFLICT (pattern) DO UPDATE SET means_id = excluded.means_id"),
                                 pattern, means));
}

Result<bool> removeLabel(Transaction &transaction, const QString &pattern)
{
    const auto gone = transaction.exec(QStringLiteral("DELETE FROM place_label WHERE pattern = ?"), pattern);
    return gone ? Result<bool>(*gone > 0) : failure(gone);
}

Result<> moveLabels(Transaction &transaction, DataCentreId from, qint64 to)
{
    return to ? done(transaction.exec(QStringLiteral("UPDATE place_label SET means_id = ? WHERE means_id = ?"), to,
                                      from))
              : done(transaction.exec(QStringLiteral("DELETE FROM place_label WHERE means_id = ?"), from));
}

}  // namespace onlyonce::placestable
