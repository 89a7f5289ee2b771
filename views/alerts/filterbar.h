// SPDX-License-Identifier: GPL-3.0-or-later
// What narrows the inbox: firing or recovered, words, and values of facets, which are found by typing and stand below as
// chips until they are taken away. Knows the question, not the list.
#pragma once

#include "models/alerts/inbox/inbox.h"

#include <QWidget>

class QLineEdit;
class QTimer;

namespace onlyonce::ui {

class Chip;
class ChipRows;
class CommandPalette;
class SegmentedControl;
struct PaletteItem;

class FilterBar final : public QWidget
{
    Q_OBJECT

public:
    explicit FilterBar(QWidget *parent = nullptr);

    [[nodiscard]] InboxFilter filter() const;
    [[nodiscard]] bool isEmpty() const { return filter() == InboxFilter(); }

    //! What can be chosen.
    void setOffers(std::vector<FacetOffer> offers);
    //! How many alerts fire.
    void setFiring(int count);

    void search();  //!< puts the focus into the search field
    void choose();  //!< offers the values
    void clear();

Q_SIGNALS:
    void changed();
    void left();  //!< by the keyboard, towards the list

protected:
    //! From the search field, Down and Enter lead into the list; Escape gives up; Backspace in an empty one takes the
    //! last chip away.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QList<PaletteItem> items();
    void toggle(const FacetValue &value);
    void showChips();
    void apply();

    SegmentedControl *m_which;
    QLineEdit *m_search;
    ChipRows *m_chips;
    CommandPalette *m_palette = nullptr;
    QTimer *m_delay;
    std::vector<FacetOffer> m_offers;
    std::vector<FacetValue> m_chosen;  //!< in the order of choosing
};

}  // namespace onlyonce::ui
