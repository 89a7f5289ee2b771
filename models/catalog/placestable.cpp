// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalog/placestable.h"

namespace onlyonce::placestable {

namespace {

template <typename IdType>
Result<IdType> findOrInsert(Transaction &transaction, const QString &select, const QString &insert, const QString &name)
{
    auto found = transaction.one(select, [](const Row &row) { return row.id<IdType>(0); }, name);
    if (!found) {
        return failure(found);
    }
    return *found ? Result<IdType>(**found) : transaction.insert<IdType>(insert, name);
}

}  // namespace

Result<ServiceId> service(Transaction &transaction, const QString &name)
{
    return findOrInsert<ServiceId>(transaction, QStringLiteral("SELECT id FROM service WHERE name = ?"),
                                   QStringLiteral("INSERT INTO service (name, version) VALUES (?, 1) RETURNING id"),
                                   name);
}

Result<DataCentreId> dataCentre(Transaction &transaction, const QString &name)
{
    return findOrInsert<DataCentreId>(
        transaction, QStringLiteral("SELECT id FROM data_centre WHERE name = ?"),
        QStringLiteral("INSERT INTO data_centre (name, version) VALUES (?, 1) RETURNING id"), name);
}

Result<std::vector<Service>> services(Transaction &transaction)
{
    return transaction.all(QStringLiteral("SELECT id, name FROM service ORDER BY name"),
                           [](const Row &row) { return Service{row.id<ServiceId>(0), row.text(1)}; });
}

Result<std::vector<DataCentre>> dataCentres(Transaction &transaction)
{
    return transaction.all(QStringLiteral("SELECT id, name FROM data_centre ORDER BY name"),
                           [](const Row &row) { return DataCentre{row.id<DataCentreId>(0), row.text(1)}; });
}

}  // namespace onlyonce::placestable
