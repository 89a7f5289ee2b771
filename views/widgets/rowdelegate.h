// SPDX-License-Identifier: GPL-3.0-or-later
// How a row of two lines is painted (incidents, alerts, countermeasures …). Roles: rowroles.h.
#pragma once

#include "models/base/clock.h"

#include <QStyledItemDelegate>

namespace onlyonce::ui {

class RowDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum class Density { TwoLines, OneLine };

    explicit RowDelegate(const Clock &clock, QObject *parent = nullptr);
    void setDensity(Density density) { m_density = density; }
    //! Wide enough for the pills of the model; 0 leaves no column. Default: that of "SEV1".
    void setPillColumn(int px) { m_pillColumn = px; }
    //! In a wide row statuses, notes and owners take so much each, so that they stand below each other; 0: what they need.
    struct Columns
    {
        int status = 0;
        int note = 0;
        int owner = 0;
    };
    void setColumns(const Columns &columns) { m_columns = columns; }

    //! At the trailing side of a row, where clocks tick.
    [[nodiscard]] static int clockColumn();

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintFirstLine(QPainter &painter, QRect line, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const;
    void paintSecondLine(QPainter &painter, QRect line, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const;

    const Clock &m_clock;
    Density m_density = Density::TwoLines;
    int m_pillColumn;
    Columns m_columns;
};

}  // namespace onlyonce::ui
