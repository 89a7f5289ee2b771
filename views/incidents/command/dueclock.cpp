// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/command/dueclock.h"

#include "views/widgets/icon.h"
#include "views/widgets/paint.h"

#include <QKeyEvent>
#include <QPainter>
#include <QTimerEvent>

namespace onlyonce::ui {

namespace {

using namespace std::chrono_literals;

constexpr int padding = space::s;

}  // namespace

DueClock::DueClock(const Clock &clock, QWidget *parent)
    : QAbstractButton(parent)
    , m_clock(clock)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setToolTip(tr("When customers hear again. Press to change it."));
    tick();
}

void DueClock::setDue(std::optional<Instant> due)
{
    m_due = due;
    tick();
    if (m_due && isVisible()) {
        m_timer.start(1000, Qt::PreciseTimer, this);
    }
}

QString DueClock::words() const
{
    if (!m_due) {
        return tr("No update promised");
    }
    return left() >= 0ms ? tr("Next update in %1").arg(clockText(left()))
                         : tr("Update overdue by %1").arg(clockText(-left()));
}

Tone DueClock::tone() const
{
    if (!m_due) {
        return Tone::Neutral;
    }
    return left() < 0ms ? Tone::Danger : left() <= 5min ? Tone::Warning : Tone::Neutral;
}

void DueClock::tick()
{
    // Read out when it changes its meaning, not every second.
    const QString spoken = !m_due         ? words()
                         : left() < 0ms   ? tr("The next update for customers is overdue")
                         : left() <= 5min ? tr("The next update for customers is due in five minutes or less")
                                          : tr("The next update for customers is due");
    if (accessibleName() != spoken) {
        setAccessibleName(spoken);
    }
    updateGeometry();
    update();
}

QSize DueClock::sizeHint() const
{
    const int text = tabularWidth(words(), textFont(TextStyle::Strong));
    return {2 * padding + metric::icon + space::s + text, scaled(metric::controlSmall)};
}

void DueClock::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const ToneColors &colors = theme.tone(tone());
    const bool isLoud = tone() != Tone::Neutral;
    if (isLoud || underMouse()) {
        drawBox(painter, rect(), radius::m, isLoud ? colors.fill : theme.hover);
    }
    const QColor ink = isLoud ? colors.text : m_due ? theme.text : theme.textMuted;
    const QRect line = rect().adjusted(padding, 0, -padding, 0);
    const QRect icon(line.left(), line.top(), metric::icon, line.height());
    const QRect text = line.adjusted(metric::icon + space::s, 0, 0, 0);
    drawIcon(painter, mirrored(layoutDirection(), line, icon), QStringLiteral("megaphone"), ink);
    painter.setPen(ink);
    drawTabular(painter, mirrored(layoutDirection(), line, text), words(),
                textFont(m_due ? TextStyle::Strong : TextStyle::Body), Qt::AlignLeft | Qt::AlignVCenter);
    if (hasFocus()) {
        drawFocusRing(painter, rect(), radius::m, theme);
    }
}

void DueClock::showEvent(QShowEvent *event)
{
    QAbstractButton::showEvent(event);
    tick();
    if (m_due) {
        m_timer.start(1000, Qt::PreciseTimer, this);
    }
}

void DueClock::hideEvent(QHideEvent *event)
{
    QAbstractButton::hideEvent(event);
    m_timer.stop();
}

void DueClock::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId()) {
        QAbstractButton::timerEvent(event);
        return;
    }
    if (!m_due) {
        m_timer.stop();
    }
    tick();
}

void DueClock::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (!event->isAutoRepeat()) {
            click();
        }
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

}  // namespace onlyonce::ui
