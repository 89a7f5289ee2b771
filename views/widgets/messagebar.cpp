// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/messagebar.h"

#include "views/widgets/focus.h"
#include "views/widgets/icon.h"
#include "views/widgets/page.h"
#include "views/widgets/paint.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <optional>

using namespace Qt::StringLiterals;

namespace onlyonce::ui {

namespace {

using namespace std::chrono_literals;

constexpr qsizetype mostMessages = 3;

//! What has succeeded and asks nothing goes by itself, when there was time to read it thrice.
std::optional<std::chrono::milliseconds> timeInSight(const Message &message)
{
    const bool onlyTells = message.tone == Tone::Success && message.closable && message.buttons.isEmpty();
    return onlyTells ? std::optional(10s + 100ms * message.text.size()) : std::nullopt;
}

QString iconFor(Tone tone)
{
    switch (tone) {
    case Tone::Success:
        return u"success"_s;
    case Tone::Warning:
    case Tone::Sev3:
        return u"warning"_s;
    case Tone::Danger:
    case Tone::Sev1:
    case Tone::Sev2:
        return u"error"_s;
    case Tone::Neutral:
    case Tone::Accent:
    case Tone::Sev4:
        return u"info"_s;
    }
    Q_UNREACHABLE();
}

}  // namespace

MessageBar::MessageBar(const Message &message, QWidget *parent)
    : QFrame(parent)
    , m_message(message)
{
    setAccessibleName(message.text);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(space::xl + metric::icon + space::m, 6, space::l, 6);
    row->setSpacing(space::s);
    auto *words = new TextLabel(message.text);
    words->setWordWrap(true);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    words->setMinimumHeight(scaled(metric::control));
    row->addWidget(words, 1);
    for (const Message::Button &button : message.buttons.first(qMin<qsizetype>(2, message.buttons.size()))) {
        QPushButton *widget = makeButton(button.text);
        connect(widget, &QPushButton::clicked, this, [this, button] {
            if (button.handler) {
                button.handler();
            }
            if (button.closes) {
                Q_EMIT closed();
            }
        });
        row->addWidget(widget, 0, Qt::AlignTop);
    }
    if (message.closable) {
        QToolButton *close = makeIconButton(u"close"_s, tr("Close"));
        connect(close, &QToolButton::clicked, this, &MessageBar::closed);
        close->setMinimumHeight(scaled(metric::control));
        row->addWidget(close, 0, Qt::AlignTop);
    }
}

bool MessageBar::says(const Message &message) const
{
    return m_message.id == message.id && m_message.tone == message.tone && m_message.text == message.text
        && m_message.closable == message.closable
        && std::ranges::equal(m_message.buttons, message.buttons, {}, &Message::Button::text, &Message::Button::text);
}

void MessageBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_message.closable) {
        Q_EMIT closed();
        return;
    }
    QFrame::keyPressEvent(event);
}

void MessageBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const ToneColors &tone = theme.tone(m_message.tone);
    painter.fillRect(rect(), tone.fill);
    painter.fillRect(QRect(0, height() - 1, width(), 1), mixed(tone.solid, tone.fill, 0.25));
    const int line = scaled(metric::control);
    const QRect place(space::xl, 6 + (line - metric::icon) / 2, metric::icon, metric::icon);
    drawIcon(painter, mirrored(layoutDirection(), rect(), place), iconFor(m_message.tone), tone.text);
}

MessageStack::MessageStack(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_more(makeButton({}, ButtonKind::Quiet))
{
    m_layout->setContentsMargins({});
    m_layout->setSpacing(0);
    m_layout->addWidget(m_more);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_expanded = !m_expanded;
        arrange();
    });
    arrange();
}

void MessageStack::add(const Message &message)
{
    const auto same = [&message](const MessageBar *bar) { return !message.id.isEmpty() && bar->says(message); };
    if (std::ranges::any_of(m_bars, same)) {
        return;
    }
    dismiss(message.id);
    auto *bar = new MessageBar(message, this);
    connect(bar, &MessageBar::closed, this, [this, bar] { take(bar); });
    if (const auto inSight = timeInSight(message)) {
        auto *fade = new QTimer(bar);
        fade->setInterval(*inSight);
        connect(fade, &QTimer::timeout, this, [this, bar] {
            if (!bar->underMouse() && !bar->isAncestorOf(window()->focusWidget())) {  // else it is being used
                take(bar);
            }
        });
        fade->start();
    }
    m_bars.prepend(bar);
    m_layout->insertWidget(0, bar);
    arrange();
    QAccessibleEvent event(bar, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void MessageStack::dismiss(const QString &id)
{
    if (id.isEmpty()) {
        return;
    }
    for (MessageBar *bar : QList(m_bars)) {
        if (bar->id() == id) {
            take(bar);
        }
    }
}

QStringList MessageStack::ids() const
{
    QStringList ids;
    for (const MessageBar *bar : m_bars) {
        ids << bar->id();
    }
    return ids;
}

void MessageStack::take(MessageBar *bar)
{
    if (bar->isAncestorOf(window()->focusWidget())) {
        leave();
    }
    m_bars.removeOne(bar);
    bar->hide();
    bar->deleteLater();
    arrange();
}

void MessageStack::visit()
{
    QWidget *now = window()->focusWidget();
    if (isAncestorOf(now)) {
        leave();
        return;
    }
    const auto answerable = [](const MessageBar *bar) {
        return bar->isVisible() && bar->findChild<QAbstractButton *>();
    };
    if (const auto bar = std::ranges::find_if(m_bars, answerable); bar != m_bars.end()) {
        m_cameFrom = now;
        focusWithin(*bar);
    }
}

void MessageStack::leave()
{
    if (m_cameFrom) {
        m_cameFrom->setFocus(Qt::OtherFocusReason);
    }
}

void MessageStack::arrange()
{
    const qsizetype hidden = m_bars.size() - mostMessages;
    for (qsizetype i = 0; i < m_bars.size(); ++i) {
        m_bars[i]->setVisible(m_expanded || i < mostMessages);
    }
    m_more->setVisible(hidden > 0);
    m_more->setText(m_expanded ? tr("Show fewer messages") : tr("Show %n more message(s)", nullptr, int(hidden)));
    if (hidden <= 0) {
        m_expanded = false;
    }
    setVisible(!m_bars.isEmpty());
}

}  // namespace onlyonce::ui
