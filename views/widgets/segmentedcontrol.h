// SPDX-License-Identifier: GPL-3.0-or-later
// One of a few, side by side: UTC | local, internal | public. Arrow keys move the choice; Tab passes by it once.
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

class QAbstractButton;

namespace onlyonce::ui {

class SegmentedControl final : public QWidget
{
    Q_OBJECT
public:
    //! `name` is its accessible name.
    explicit SegmentedControl(const QString &name, QWidget *parent = nullptr);
    //! The first one added is the choice.
    void addSegment(const QString &text, const QString &iconName = {});
    [[nodiscard]] int current() const;
    //! Emits nothing when set by program.
    void setCurrent(int index);
    //! A number behind a segment's text; -1 for none.
    void setCount(int index, int count);

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void choose(int index);
    QList<QAbstractButton *> m_segments;
};

}  // namespace onlyonce::ui
