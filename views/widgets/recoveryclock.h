// SPDX-License-Identifier: GPL-3.0-or-later
// The big calm clock: counts up from a start to its target and past it. Knows instants, not incidents.
#pragma once

#include "models/base/clock.h"

#include <QBasicTimer>
#include <QWidget>

#include <optional>

namespace onlyonce::ui {

//! What a clock shows; also what the row delegate draws small at the right of a row.
struct ClockFace
{
    enum class State { Waiting, Running, Overdue, Recovered, RecoveredLate };

    State state = State::Waiting;  //!< Waiting: the start is not known
    milliseconds elapsed{0};
    milliseconds target{0};

    //! Reads a clock that started at `start` and stopped at `end` (nothing: still runs).
    [[nodiscard]] static ClockFace read(std::optional<Instant> start, std::optional<Instant> end, milliseconds target,
                                        Instant now);
    //! 0 to 1, how much of the target is used up.
    [[nodiscard]] double progress() const;
};

class RecoveryClock final : public QWidget
{
    Q_OBJECT
public:
    enum class Size { Large, Compact };

    explicit RecoveryClock(const Clock &clock, Size size = Size::Large, QWidget *parent = nullptr);

    //! `start` unknown shows "--:--"; `end` set stops the clock.
    void setTimes(std::optional<Instant> start, std::optional<Instant> end, milliseconds target);
    [[nodiscard]] ClockFace face() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void scheduleTick();
    void describe();
    [[nodiscard]] QString caption(const ClockFace &face) const;

    const Clock &m_clock;
    Size m_size;
    std::optional<Instant> m_start;
    std::optional<Instant> m_end;
    milliseconds m_target{0};
    QBasicTimer m_timer;
};

}  // namespace onlyonce::ui
