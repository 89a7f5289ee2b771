// SPDX-License-Identifier: GPL-3.0-or-later
// What is hit: services by data centres. A cell is said by a digit or a letter, or by Enter and a choice.
#pragma once

#include "models/incidents/command/impact.h"
#include "views/widgets/pill.h"

#include <QWidget>

class QHBoxLayout;
class QToolButton;
class QVBoxLayout;

namespace onlyonce::ui {

class StateGrid;
class TextLabel;

//! How a level is drawn.
[[nodiscard]] Pill impactPill(ImpactLevel level);

class ImpactPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit ImpactPanel(QWidget *parent = nullptr);
    //! Makes its table, which else is made when there is something to show in it.
    void prepare();
    void show(const Impact &impact, Instant now);
    void visit();

Q_SIGNALS:
    void addWanted();
    void cellWanted(const onlyonce::ImpactCell &cell);  //!< a level is to be chosen for it
    void said(const onlyonce::ImpactCell &cell, onlyonce::ImpactLevel level);

private:
    void makeGrid();
    void fill(Instant now);
    void showLegend();

    QToolButton *m_add;
    QVBoxLayout *m_body = nullptr;
    StateGrid *m_grid = nullptr;
    QWidget *m_legend;
    QHBoxLayout *m_legendLine;
    TextLabel *m_note;
    Impact m_impact;
    QList<ImpactLevel> m_shownLevels;
    QList<ImpactLevel> m_legendLevels;
};

}  // namespace onlyonce::ui
