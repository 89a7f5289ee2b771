// SPDX-License-Identifier: GPL-3.0-or-later
// A row of a list that takes the focus as a whole, and shows that it has it.
#pragma once

#include <QWidget>

class QLayout;

namespace onlyonce::ui {

class FocusRow : public QWidget
{
    Q_OBJECT

public:
    explicit FocusRow(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

//! Tab leads from `previous` through the rows of the list in their order, whenever they were made.
void tabThrough(QWidget *previous, const QLayout &rows);

}  // namespace onlyonce::ui
