// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables `service`, `data_centre` and `place_label`. Only places.cpp uses it.
#pragma once

#include "models/catalog/places.h"

namespace onlyonce::placestable {

//! The row of that name, inserted when there is none.
[[nodiscard]] Result<ServiceId> service(Transaction &transaction, const QString &name);
[[nodiscard]] Result<std::vector<Service>> services(Transaction &transaction);

struct Name
{
    DataCentreId id;
    QString name;
    std::optional<qint64> means;  //!< a data centre of the catalogue, itself perhaps; 0: none; nothing: nobody has said
    qint64 alerts = 0;
    std::optional<Instant> since;

    [[nodiscard]] bool isCatalogued() const { return means == id.value; }
};
[[nodiscard]] Result<std::vector<Name>> names(Transaction &transaction);
[[nodiscard]] Result<std::optional<Name>> named(Transaction &transaction, const QString &name);
[[nodiscard]] Result<std::optional<QString>> nameOf(Transaction &transaction, qint64 id);
[[nodiscard]] Result<DataCentreId> insert(Transaction &transaction, const QString &name, std::optional<qint64> means);
[[nodiscard]] Result<> setMeaning(Transaction &transaction, DataCentreId id, std::optional<qint64> means);
[[nodiscard]] Result<> addMentions(Transaction &transaction, DataCentreId id, int alerts, Instant since);

struct Label
{
    QString pattern;
    qint64 means = 0;
};
[[nodiscard]] Result<std::vector<Label>> labels(Transaction &transaction);
[[nodiscard]] Result<> setLabel(Transaction &transaction, const QString &pattern, qint64 means);
//! False when there is none.
[[nodiscard]] Result<bool> removeLabel(Transaction &transaction, const QString &pattern);
//! Whatever meant the one means the other now; with 0 as the other, those labels go.
[[nodiscard]] Result<> moveLabels(Transaction &transaction, DataCentreId from, qint64 to);

}  // namespace onlyonce::placestable
