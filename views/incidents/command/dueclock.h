// SPDX-License-Identifier: GPL-3.0-or-later
// Counts down to the next update that customers were promised, and past it: amber in the last five minutes, then red.
// Pressed, it asks for another time.
#pragma once

#include "models/base/clock.h"
#include "views/widgets/theme.h"

#include <QAbstractButton>
#include <QBasicTimer>

#include <optional>

namespace onlyonce::ui {

class DueClock final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit DueClock(const Clock &clock, QWidget *parent = nullptr);
    //! Nothing: none is promised.
    void setDue(std::optional<Instant> due);
    [[nodiscard]] QString words() const;
    [[nodiscard]] Tone tone() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void tick();
    [[nodiscard]] milliseconds left() const { return *m_due - m_clock.now(); }

    const Clock &m_clock;
    std::optional<Instant> m_due;
    QBasicTimer m_timer;
};

}  // namespace onlyonce::ui
