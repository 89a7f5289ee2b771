// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalog/places.h"

#include "models/catalog/placestable.h"
#include "models/documents/visibletext.h"

#include <QCoreApplication>

namespace onlyonce {

namespace {

Result<QString> checkedName(const QString &name)
{
    const QString clean = visibleLine(name).simplified();
    if (clean.isEmpty() || clean.size() > longestPlaceName) {
        return fail(ErrorCode::Invalid, QCoreApplication::translate(
                                            "Places", "A service or data centre needs a name of at most %1 characters.")
                                            .arg(longestPlaceName));
    }
    return clean;
}

}  // namespace

Result<ServiceId> serviceNamed(Transaction &transaction, const QString &name)
{
    const auto clean = checkedName(name);
    return clean ? placestable::service(transaction, *clean) : failure(clean);
}

Result<DataCentreId> dataCentreNamed(Transaction &transaction, const QString &name)
{
    const auto clean = checkedName(name);
    return clean ? placestable::dataCentre(transaction, *clean) : failure(clean);
}

Result<std::vector<Service>> allServices(Transaction &transaction)
{
    return placestable::services(transaction);
}

Result<std::vector<DataCentre>> allDataCentres(Transaction &transaction)
{
    return placestable::dataCentres(transaction);
}

}  // namespace onlyonce
