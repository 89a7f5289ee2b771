// SPDX-License-Identifier: GPL-3.0-or-later
// Chips side by side, in as many rows as they need; hidden while there are none.
#pragma once

#include <QWidget>

#include <vector>

namespace onlyonce::ui {

class ChipRows final : public QWidget
{
public:
    explicit ChipRows(QWidget *parent = nullptr);
    //! Owns them; those of before are deleted.
    void setWidgets(std::vector<QWidget *> widgets);

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    std::vector<QWidget *> m_widgets;
};

}  // namespace onlyonce::ui
