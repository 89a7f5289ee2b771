// SPDX-License-Identifier: GPL-3.0-or-later
// What a filter means in the database. Used by this room only.
#pragma once

#include "models/incidents/lists/incidentlist.h"

namespace onlyonce::incidentfacettable {

//! The rows of one value, in the order of ids.
struct Way
{
    QString from;  //!< a table beside incident, with its alias w; empty: incident itself
    QString key;   //!< an incident's id in it
    QString where;
    QVariantList values;
};

//! One member of the filter: the ways that it opens, and the same as a condition.
struct Facet
{
    std::vector<Way> ways;
    QString condition;
    QVariantList values;
};

//! Nothing when a value is asked for that no incident can have. Narrows the page too, where it may.
[[nodiscard]] Result<std::optional<std::vector<Facet>>> facetsOf(Transaction &transaction, const IncidentFilter &filter,
                                                                 KeyPage &page);

}  // namespace onlyonce::incidentfacettable
