// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/page.h"

#include "views/widgets/icon.h"
#include "views/widgets/paint.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace onlyonce::ui {

namespace {

constexpr int tabPadding = space::m;  //!< what the style leaves beside the words of a tab

//! A large icon on a soft disc.
class Emblem final : public QWidget
{
public:
    Emblem(QString icon, QWidget *parent)
        : QWidget(parent)
        , m_icon(std::move(icon))
    {
        setFixedSize(56, 56);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = Theme::of(this);
        drawBox(painter, rect(), width() / 2.0, theme.tone(Tone::Neutral).fill);
        drawIcon(painter, rect().adjusted(16, 16, -16, -16), m_icon, theme.textMuted);
    }

private:
    QString m_icon;
};

//! Qt presses buttons by the space bar alone, outside of dialogs. Here Enter does too: once, however long it is held,
//! because the next one may be another button in the same place.
template <typename Base>
class EnterPresses final : public Base
{
public:
    using Base::Base;

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) {
            Base::keyPressEvent(event);
        } else if (!event->isAutoRepeat()) {
            this->menu() ? this->showMenu() : this->click();
        }
    }
};

}  // namespace

TextLabel::TextLabel(const QString &text, TextStyle style, Rank rank, QWidget *parent)
    : QLabel(text, parent)
    , m_style(style)
{
    setTextFormat(Qt::PlainText);
    setForegroundRole(rank == Rank::Muted ? QPalette::PlaceholderText : QPalette::WindowText);
    setFont(textFont(style));
}

void TextLabel::setTone(Tone tone)
{
    m_tone = tone;
    restyle();
}

void TextLabel::setElided()
{
    m_elided = true;
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setMinimumWidth(0);
}

//! Neither wrapped nor marked up nor chosen from. QLabel would shape its words three times to know their size, and again
//! to show them.
bool TextLabel::isPlainLine() const
{
    return !wordWrap() && textFormat() == Qt::PlainText && !(textInteractionFlags() & Qt::TextSelectableByMouse)
        && !text().isEmpty() && text() == text().simplified();
}

QSize TextLabel::lineSize() const
{
    ensurePolished();
    return QSize(textWidth(text(), font()), fontMetrics().height()).grownBy(contentsMargins());
}

QSize TextLabel::sizeHint() const
{
    return isPlainLine() ? lineSize() : QLabel::sizeHint();
}

QSize TextLabel::minimumSizeHint() const
{
    return isPlainLine() ? lineSize() : QLabel::minimumSizeHint();
}

void TextLabel::paintEvent(QPaintEvent *event)
{
    if (!m_elided && !isPlainLine()) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    const QRect room = contentsRect();
    drawElided(painter, room, text(), font(), palette().color(foregroundRole()),
               QStyle::visualAlignment(layoutDirection(), alignment()));
    if (m_elided) {
        setToolTip(textWidth(text(), font()) > room.width() ? text() : QString());
    }
}

bool TextLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ApplicationFontChange) {
        setFont(textFont(m_style));
    } else if (event->type() == QEvent::PaletteChange) {
        restyle();
    }
    return QLabel::event(event);
}

void TextLabel::restyle()
{
    if (m_tone == Tone::Neutral) {
        if (testAttribute(Qt::WA_SetPalette)) {
            setPalette(QPalette());
        }
        return;
    }
    const QColor color = Theme::of(this).tone(m_tone).text;
    // Setting a palette comes back here as a change of it.
    if (palette().color(foregroundRole()) != color) {
        QPalette colored;
        colored.setColor(foregroundRole(), color);
        setPalette(colored);
    }
}

QPushButton *makeButton(const QString &text, ButtonKind kind, const QString &iconName, QWidget *parent)
{
    auto *button = new EnterPresses<QPushButton>(text, parent);
    Tint tint = Tint::Muted;
    switch (kind) {
    case ButtonKind::Normal:
        break;
    case ButtonKind::Primary:
        button->setProperty("kind", u"primary"_s);
        tint = Tint::OnAccent;
        break;
    case ButtonKind::Danger:
        button->setProperty("kind", u"danger"_s);
        tint = Tint::Danger;
        break;
    case ButtonKind::Quiet:
        button->setProperty("kind", u"quiet"_s);
        break;
    }
    button->setIcon(icon(iconName, tint));
    button->setAutoDefault(false);
    return button;
}

QToolButton *makeIconButton(const QString &iconName, const QString &name, QWidget *parent)
{
    auto *button = new EnterPresses<QToolButton>(parent);
    button->setIcon(icon(iconName));
    button->setAutoRaise(true);
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

PageHeader::PageHeader(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_rows(new QVBoxLayout(this))
    , m_leading(new QHBoxLayout)
    , m_actions(new QHBoxLayout)
    , m_number(new TextLabel({}, TextStyle::Title, TextLabel::Rank::Muted))
    , m_title(new TextLabel(title, TextStyle::Title))
    , m_subtitle(new TextLabel({}, TextStyle::Body, TextLabel::Rank::Muted))
{
    m_rows->setContentsMargins(space::xl - tabPadding, space::l, space::xl - tabPadding, space::m);
    m_rows->setSpacing(space::m);
    m_leading->setSpacing(space::m);
    m_actions->setSpacing(space::s);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    m_title->setElided();
    m_subtitle->setElided();
    auto *first = new QHBoxLayout;
    first->setSpacing(space::s);
    first->addWidget(m_number);
    first->addWidget(m_title, 1);
    m_number->hide();
    words->addLayout(first);
    words->addWidget(m_subtitle);
    m_subtitle->hide();
    auto *top = new QHBoxLayout;
    top->setContentsMargins(tabPadding, 0, tabPadding, 0);
    top->setSpacing(space::m);
    top->addStrut(scaled(metric::control));  // the title stands where it stands on a page with buttons
    top->addLayout(m_leading);
    top->addLayout(words, 1);
    top->addLayout(m_actions);
    m_rows->addLayout(top);
}

void PageHeader::setTitle(const QString &title, const QString &number)
{
    m_title->setText(title);
    m_number->setText(number);
    m_number->setVisible(!number.isEmpty());
}

void PageHeader::setSubtitle(const QString &subtitle)
{
    m_subtitle->setText(subtitle);
    m_subtitle->setVisible(!subtitle.isEmpty());
}

void PageHeader::addLeading(QWidget *widget)
{
    m_leading->addWidget(widget, 0, Qt::AlignVCenter);
}

void PageHeader::addAction(QWidget *widget)
{
    m_actions->addWidget(widget, 0, Qt::AlignVCenter);
}

void PageHeader::addBelow(QWidget *widget)
{
    const bool tabs = qobject_cast<QTabBar *>(widget);
    // The words of the first tab start where the title does, and the tabs stand on the hairline.
    auto *row = new QHBoxLayout;
    row->setContentsMargins(tabs ? 0 : tabPadding, 0, tabs ? 0 : tabPadding, 0);
    row->addWidget(widget);
    m_rows->addLayout(row);
    m_rows->setContentsMargins(space::xl - tabPadding, space::l, space::xl - tabPadding, tabs ? 0 : space::m);
}

void PageHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), Theme::of(this).border);
}

EmptyState::EmptyState(const QString &iconName, const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_title(new TextLabel(title, TextStyle::Subtitle))
    , m_text(new TextLabel(text, TextStyle::Body, TextLabel::Rank::Muted))
    , m_actions(new QHBoxLayout)
{
    m_title->setAlignment(Qt::AlignCenter);
    m_title->setWordWrap(true);
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setWordWrap(true);
    m_text->setFixedWidth(scaled(420));
    m_actions->setSpacing(space::s);
    m_actions->setAlignment(Qt::AlignCenter);
    setMinimumHeight(scaled(100));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::xl, space::xl, space::xl, space::xl);
    column->setSpacing(space::s);
    column->addStretch(2);
    column->addWidget(new Emblem(iconName, this), 0, Qt::AlignHCenter);
    column->addSpacing(space::s);
    column->addWidget(m_title);
    auto *centred = new QHBoxLayout;
    centred->addStretch();
    centred->addWidget(m_text);
    centred->addStretch();
    column->addLayout(centred);
    column->addSpacing(space::s);
    column->addLayout(m_actions);
    column->addStretch(3);
}

QPushButton *EmptyState::addAction(const QString &text, std::function<void()> handler, ButtonKind kind)
{
    QPushButton *button = makeButton(text, kind);
    connect(button, &QPushButton::clicked, this, [handler = std::move(handler)] { handler(); });
    m_actions->addWidget(button);
    return button;
}

void EmptyState::setText(const QString &title, const QString &text)
{
    m_title->setText(title);
    m_text->setText(text);
}

}  // namespace onlyonce::ui
