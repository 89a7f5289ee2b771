// SPDX-License-Identifier: GPL-3.0-or-later
// What narrows the list of incidents: open, resolved or closed, words, and values; and the order in which it stands.
#pragma once

#include "models/incidents/lists/incidentlist.h"
#include "views/widgets/facetbar.h"

namespace onlyonce::ui {

[[nodiscard]] QString label(IncidentOrder order);

class IncidentFilterBar final : public FacetBar
{
    Q_OBJECT

public:
    //! `now`: the months that are offered end with the present one.
    explicit IncidentFilterBar(Instant now, QWidget *parent = nullptr);

    [[nodiscard]] IncidentFilter filter() const;
    //! `changed` follows.
    void setFilter(const IncidentFilter &filter);
    //! Nothing is asked for but what the list shows at first, in whatever order.
    [[nodiscard]] bool isEmpty() const;
    //! The names that can be chosen.
    void setNames(const IncidentOffers &offers);
    [[nodiscard]] IncidentOrder order() const { return m_order; }
    void setOrder(IncidentOrder order);

private:
    Instant m_now;
    IncidentOrder m_order = IncidentOrder::Newest;
};

}  // namespace onlyonce::ui
