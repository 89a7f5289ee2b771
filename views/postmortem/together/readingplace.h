// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps what somebody reads or writes where it is on the screen while something above it grows or goes, because somebody
// else has changed it.
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>

class QScrollArea;
class QWidget;

namespace onlyonce::ui {

class ReadingPlace final : public QObject
{
    Q_OBJECT

public:
    explicit ReadingPlace(QScrollArea *area);
    //! Something in the area is about to change: until it is laid out anew, the place is held.
    void keep();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void choose();
    void hold();
    [[nodiscard]] int offset() const;

    QScrollArea *m_area;
    QPointer<QWidget> m_anchor;
    int m_y = 0;  //!< of the anchor in the viewport
    bool m_isHolding = false;
    QTimer m_keeping;
};

}  // namespace onlyonce::ui
