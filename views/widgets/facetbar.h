// SPDX-License-Identifier: GPL-3.0-or-later
// What narrows a list: one of a few states, words, and values that are found by typing and stand below as chips until they
// are taken away. Knows the question, not the list, and nothing of what the values mean.
#pragma once

#include "views/widgets/commandpalette.h"

#include <QWidget>

#include <vector>

class QHBoxLayout;
class QLineEdit;
class QTimer;

namespace onlyonce::ui {

class ChipRows;
class SegmentedControl;

//! A value by which the list can be narrowed.
struct FacetItem
{
    QString id;          //!< its owner's name for it
    QString text;        //!< as the list writes it
    QString kind;        //!< "Service"; before the text in its chip, after it where it is chosen
    QString icon;        //!< where it is chosen
    QString note;        //!< how many there are
    QString group;       //!< of those of one group only one can be chosen; empty: as many as wanted
    bool alone = false;  //!< its text says enough in its chip

    friend bool operator==(const FacetItem &, const FacetItem &) = default;
};

class FacetBar : public QWidget
{
    Q_OBJECT

public:
    struct Words
    {
        QString states;  //!< accessible name: "Which alerts"
        QString state;   //!< what a state is: "State"
        QString stateIcon;
        QString searchName;   //!< accessible name
        QString placeholder;  //!< of the search
        QString filterTip;
        QString offers;  //!< placeholder where values are chosen
    };
    explicit FacetBar(const Words &words, QWidget *parent = nullptr);

    //! The first one added narrows nothing.
    void addState(const QString &text);
    [[nodiscard]] int state() const;
    void setStateCount(int state, int count);
    [[nodiscard]] QString text() const;
    //! In the order of choosing.
    [[nodiscard]] const std::vector<FacetItem> &chosen() const { return m_chosen; }
    //! What can be chosen, in this order.
    void setOffers(std::vector<FacetItem> offers) { m_offers = std::move(offers); }
    //! All of it at once; `changed` follows.
    void choose(int state, const QString &text, std::vector<FacetItem> chosen);

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
    void apply();

private:
    [[nodiscard]] QList<PaletteItem> items();
    void toggle(const FacetItem &item);
    void showChips();

    Words m_words;
    SegmentedControl *m_which;
    QStringList m_states;
    QLineEdit *m_search;
    ChipRows *m_chips;
    CommandPalette *m_palette = nullptr;
    QTimer *m_delay;
    std::vector<FacetItem> m_offers;
    std::vector<FacetItem> m_chosen;
};

}  // namespace onlyonce::ui
