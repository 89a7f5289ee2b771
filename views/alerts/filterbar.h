// SPDX-License-Identifier: GPL-3.0-or-later
// What narrows the inbox: firing or recovered, words, and values of facets.
#pragma once

#include "models/alerts/inbox/inbox.h"
#include "views/widgets/facetbar.h"

namespace onlyonce::ui {

class FilterBar final : public FacetBar
{
    Q_OBJECT

public:
    explicit FilterBar(QWidget *parent = nullptr);

    [[nodiscard]] InboxFilter filter() const;
    [[nodiscard]] bool isEmpty() const { return filter() == InboxFilter(); }

    //! What can be chosen.
    void setOffers(std::vector<FacetOffer> offers);
    //! How many alerts fire.
    void setFiring(int count) { setStateCount(1, count); }
};

}  // namespace onlyonce::ui
