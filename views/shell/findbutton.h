// SPDX-License-Identifier: GPL-3.0-or-later
// Looks like a search field, opens the command palette: the one place that teaches its shortcut.
#pragma once

#include <QAbstractButton>
#include <QKeySequence>

namespace onlyonce::ui {

class FindButton final : public QAbstractButton
{
    Q_OBJECT
public:
    FindButton(const QString &text, const QKeySequence &shortcut, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_keys;
};

}  // namespace onlyonce::ui
