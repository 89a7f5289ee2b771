// SPDX-License-Identifier: GPL-3.0-or-later
// The tree in which the whys are written: larger and smaller, and with rows that can be dragged to another place.
#pragma once

#include <QTreeView>

namespace onlyonce::ui {

class TreeDelegate;

class WhyTreeView final : public QTreeView
{
    Q_OBJECT

public:
    explicit WhyTreeView(QWidget *parent = nullptr);

    [[nodiscard]] TreeDelegate *rows() const { return m_rows; }
    void setZoom(int percent);

Q_SIGNALS:
    //! Ctrl and the wheel: one step larger (1) or smaller (-1).
    void zoomWanted(int step);

protected:
    void startDrag(Qt::DropActions actions) override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void wheelEvent(QWheelEvent *event) override;

private:
    TreeDelegate *m_rows;
    int m_indent;
    int m_zoom = 100;
    int m_turned = 0;  //!< of the wheel, less than a step
};

}  // namespace onlyonce::ui
