// SPDX-License-Identifier: GPL-3.0-or-later
// Something by which the list of incidents can be narrowed, as SQL. A slice that knows more of incidents than this one does
// hands such values in.
#pragma once

#include <QString>
#include <QVariantList>

#include <vector>

namespace onlyonce {

//! The rows of one value, in the order of ids. No incident may stand in it twice.
struct FacetWay
{
    QString from;  //!< a table beside incident, with its alias w; empty: incident itself, as i
    QString key;   //!< an incident's id in it
    QString where;
    QVariantList values;
};

//! The ways that it opens, and the same as a condition about i.
struct IncidentFacet
{
    std::vector<FacetWay> ways;
    QString condition;
    QVariantList values;
};

}  // namespace onlyonce
