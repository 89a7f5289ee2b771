// SPDX-License-Identifier: GPL-3.0-or-later
// One of a few, side by side: UTC | local, internal | public. Arrow keys move the choice.
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

class QButtonGroup;

namespace onlyonce {

class SegmentedControl final : public QWidget
{
    Q_OBJECT
public:
    //! `name` is its accessible name.
    explicit SegmentedControl(const QString &name, QWidget *parent = nullptr);
    void addSegment(const QString &text, const QString &iconName = {});
    [[nodiscard]] int current() const;
    //! Emits nothing when set by program.
    void setCurrent(int index);
    //! A number behind a segment's text; -1 for none.
    void setCount(int index, int count);

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QButtonGroup *m_group;
};

}  // namespace onlyonce
