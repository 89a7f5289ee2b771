// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/recoveryclock.h"

#include "views/widgets/icon.h"
#include "views/widgets/paint.h"

#include <QPainter>
#include <QStyle>
#include <QTimerEvent>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr int barHeight = 4;

QColor figureColor(const ClockFace &face, const Theme &theme)
{
    switch (face.state) {
    case ClockFace::State::Waiting:
        return theme.textMuted;
    case ClockFace::State::Running:
        return theme.text;
    case ClockFace::State::Overdue:
        return theme.tone(Tone::Danger).text;
    case ClockFace::State::Recovered:
        return theme.tone(Tone::Success).text;
    case ClockFace::State::RecoveredLate:
        return theme.tone(Tone::Warning).text;
    }
    Q_UNREACHABLE();
}

QColor barColor(const ClockFace &face, const Theme &theme)
{
    switch (face.state) {
    case ClockFace::State::Waiting:
        return theme.border;
    case ClockFace::State::Running:
        // The last fifth asks for attention before it is too late.
        return face.progress() >= 0.8 ? theme.tone(Tone::Warning).solid : theme.accentSolid;
    case ClockFace::State::Overdue:
        return theme.tone(Tone::Danger).solid;
    case ClockFace::State::Recovered:
        return theme.tone(Tone::Success).solid;
    case ClockFace::State::RecoveredLate:
        return theme.tone(Tone::Warning).solid;
    }
    Q_UNREACHABLE();
}

QString figures(const ClockFace &face)
{
    return face.state == ClockFace::State::Waiting ? QStringLiteral("--:--") : clockText(face.elapsed);
}

}  // namespace

ClockFace ClockFace::read(std::optional<Instant> start, std::optional<Instant> end, milliseconds target, Instant now)
{
    if (!start) {
        return {State::Waiting, milliseconds{0}, target};
    }
    const milliseconds elapsed = std::max(milliseconds{0}, end.value_or(now) - *start);
    const bool late = target.count() > 0 && elapsed > target;
    if (end) {
        return {late ? State::RecoveredLate : State::Recovered, elapsed, target};
    }
    return {late ? State::Overdue : State::Running, elapsed, target};
}

double ClockFace::progress() const
{
    return target.count() <= 0 ? 0 : std::clamp(double(elapsed.count()) / double(target.count()), 0.0, 1.0);
}

RecoveryClock::RecoveryClock(const Clock &clock, Size size, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_size(size)
{
    setSizePolicy(size == Size::Large ? QSizePolicy::Preferred : QSizePolicy::Fixed, QSizePolicy::Fixed);
    setMaximumWidth(scaled(360));
    setAccessibleName(tr("Recovery clock"));
    describe();
}

void RecoveryClock::setTimes(std::optional<Instant> start, std::optional<Instant> end, milliseconds target)
{
    m_start = start;
    m_end = end;
    m_target = target;
    describe();
    scheduleTick();
    updateGeometry();
    update();
}

ClockFace RecoveryClock::face() const
{
    return ClockFace::read(m_start, m_end, m_target, m_clock.now());
}

QString RecoveryClock::caption(const ClockFace &face) const
{
    const QString target = clockText(face.target);
    switch (face.state) {
    case ClockFace::State::Waiting:
        return m_end ? tr("unknown until “Started” is filled in (Alt+5)")
                     : tr("runs once “Started” is filled in (Alt+5)");
    case ClockFace::State::Running:
        return face.target.count() > 0 ? tr("of %1 to recover").arg(target) : tr("running");
    case ClockFace::State::Overdue:
        return tr("%1 over the target of %2").arg(clockText(face.elapsed - face.target), target);
    case ClockFace::State::Recovered:
        return face.target.count() > 0 ? tr("recovered, target was %1").arg(target) : tr("recovered");
    case ClockFace::State::RecoveredLate:
        return tr("recovered, %1 over the target of %2").arg(clockText(face.elapsed - face.target), target);
    }
    Q_UNREACHABLE();
}

QSize RecoveryClock::sizeHint() const
{
    if (m_size == Size::Compact) {
        return {tabularWidth(QStringLiteral("0:00:00"), textFont(TextStyle::Strong)) + space::xs, scaled(28)};
    }
    const int figureHeight = QFontMetrics(textFont(TextStyle::Display)).height();
    const int captionHeight = QFontMetrics(textFont(TextStyle::Small)).height();
    return {scaled(232), figureHeight + space::xs + barHeight + space::s + captionHeight};
}

QSize RecoveryClock::minimumSizeHint() const
{
    return sizeHint();
}

void RecoveryClock::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const ClockFace shown = face();
    const bool large = m_size == Size::Large;
    const QFont font = textFont(large ? TextStyle::Display : TextStyle::Strong);
    const int figureHeight = QFontMetrics(font).height();
    const Qt::Alignment leading = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft);

    painter.setPen(figureColor(shown, theme));
    drawTabular(painter, QRect(0, 0, width(), figureHeight), figures(shown), font, leading | Qt::AlignVCenter);

    const QRect bar(0, figureHeight + (large ? space::xs : 2), width(), large ? barHeight : 3);
    drawBox(painter, bar, bar.height() / 2.0, theme.isDark ? mixed(theme.text, theme.surface, 0.12) : theme.border);
    const bool full = shown.state == ClockFace::State::Overdue || shown.state == ClockFace::State::RecoveredLate;
    const double part = full ? 1.0 : shown.progress();
    if (part > 0) {
        const QRect used(bar.left(), bar.top(), qMax(bar.height(), qRound(bar.width() * part)), bar.height());
        drawBox(painter, mirrored(layoutDirection(), bar, used), bar.height() / 2.0, barColor(shown, theme));
    }
    if (large) {
        const QRect words(0, bar.bottom() + 1 + space::s, width(), height() - bar.bottom() - 1 - space::s);
        drawElided(painter, words, caption(shown), textFont(TextStyle::Small), theme.textMuted, leading | Qt::AlignTop);
    }
}

void RecoveryClock::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    scheduleTick();
}

void RecoveryClock::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_timer.stop();
}

void RecoveryClock::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    update();
    describe();
    scheduleTick();
}

void RecoveryClock::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LanguageChange) {
        updateGeometry();
        describe();
    }
    QWidget::changeEvent(event);
}

//! Wakes just after the shown second changes, and never while nobody looks.
void RecoveryClock::scheduleTick()
{
    if (!isVisible() || !m_start || m_end) {
        m_timer.stop();
        return;
    }
    const auto into = (m_clock.now() - *m_start).count() % 1000;
    m_timer.start(int(1001 - (into < 0 ? into + 1000 : into)), Qt::PreciseTimer, this);
}

//! Whole minutes only, so that a screen reader is not told every second.
void RecoveryClock::describe()
{
    const ClockFace shown = face();
    ClockFace rounded = shown;
    rounded.elapsed = std::chrono::floor<std::chrono::minutes>(shown.elapsed);
    const QString text = figures(rounded) + u' ' + caption(rounded);
    if (text != accessibleDescription()) {
        setAccessibleDescription(text);
    }
    setToolTip(caption(shown));
}

}  // namespace onlyonce::ui
