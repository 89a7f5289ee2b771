// SPDX-License-Identifier: GPL-3.0-or-later
// Filters of the list that people come back to, by name: for themselves, or for everybody.
#pragma once

#include "models/incidents/lists/incidentlist.h"

namespace onlyonce {

using SavedViewId = Id<struct SavedViewTag>;

struct SavedView
{
    SavedViewId id;
    QString name;  //!< 1 to 60 characters
    bool shared = false;
    IncidentFilter filter;
    //! How many it finds, where that is quickly known and worth a look: of those that are open, that came again, or whose
    //! post-mortem is not done; no further than mostCounted.
    std::optional<int> count;

    friend bool operator==(const SavedView &, const SavedView &) = default;
};
inline constexpr int mostCounted = 100;

//! What other slices make of a filter.
using FacetsOf = Result<std::vector<IncidentFacet>> (*)(Transaction &transaction, const IncidentFilter &filter);
//! Those of `actor` and everybody's, by name. Without `more` nothing is counted that asks for post-mortems.
[[nodiscard]] Result<std::vector<SavedView>> savedViews(Transaction &transaction, ActorId actor,
                                                        FacetsOf more = nullptr);
//! One of the same name and the same people is replaced. To share one takes the right to respond.
[[nodiscard]] Result<SavedViewId> saveView(Transaction &transaction, const QString &name, const IncidentFilter &filter,
                                           bool shared);
//! Again is no error.
[[nodiscard]] Result<> removeView(Transaction &transaction, SavedViewId id);

}  // namespace onlyonce
