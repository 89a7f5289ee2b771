// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/shortcuthelp.h"

#include "views/shell/actions.h"
#include "views/widgets/page.h"
#include "views/widgets/paint.h"
#include "views/widgets/pill.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>

namespace onlyonce::ui {

namespace {

constexpr int shadowWidth = 12;
constexpr int columns = 2;

}  // namespace

ShortcutHelp::ShortcutHelp(const ActionTable &actions, QWidget *host)
    : QFrame(host)
    , m_actions(actions)
    , m_host(host)
    , m_area(new QScrollArea)
{
    hide();
    setAccessibleName(tr("Keyboard shortcuts"));
    setFocusPolicy(Qt::StrongFocus);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->viewport()->setAutoFillBackground(false);
    m_area->setAccessibleName(tr("Shortcuts"));

    auto *close = makeIconButton(QStringLiteral("close"), tr("Close"));
    connect(close, &QToolButton::clicked, this, &ShortcutHelp::dismiss);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(space::xl, space::l, space::l, 0);
    head->addWidget(new TextLabel(tr("Keyboard shortcuts"), TextStyle::Subtitle));
    head->addStretch();
    head->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(shadowWidth + 1, shadowWidth + 1, shadowWidth + 1, shadowWidth + 1);
    column->setSpacing(space::s);
    column->addLayout(head);
    column->addWidget(m_area, 1);
}

//! One block per menu, the blocks spread over two columns so that both end at about the same height.
void ShortcutHelp::fill()
{
    QStringList menus;
    for (const QString &menu : m_actions.menus() + QStringList{QString()}) {
        const auto hasKeys = [&menu](const ActionTable::Row &row) {
            return row.spec.menu == menu && !row.action->shortcut().isEmpty();
        };
        if (std::any_of(m_actions.rows().begin(), m_actions.rows().end(), hasKeys)) {
            menus << menu;
        }
    }
    auto *body = new QWidget;
    auto *sides = new QHBoxLayout(body);
    sides->setContentsMargins(space::xl, 0, space::xl, space::xl);
    sides->setSpacing(space::xxl);
    std::array<QVBoxLayout *, columns> column{};
    std::array<int, columns> filled{};
    for (QVBoxLayout *&side : column) {
        side = new QVBoxLayout;
        side->setSpacing(space::xs);
        sides->addLayout(side, 1);
    }
    for (const QString &menu : menus) {
        const auto shortest = size_t(std::min_element(filled.begin(), filled.end()) - filled.begin());
        QVBoxLayout *side = column[shortest];
        auto *title = new TextLabel(menu.isEmpty() ? tr("Everywhere") : QString(menu).remove(u'&'), TextStyle::Caption,
                                    TextLabel::Rank::Muted);
        title->setContentsMargins(0, space::m, 0, 0);
        side->addWidget(title);
        ++filled[shortest];
        for (const auto &row : m_actions.rows()) {
            if (row.spec.menu != menu || row.action->shortcut().isEmpty()) {
                continue;
            }
            auto *line = new QHBoxLayout;
            auto *name = new TextLabel(row.action->text().remove(u'&'));
            name->setElided();  // where there is too little room, the keys are what was asked for
            line->addWidget(name, 1);
            const QString keys = row.action->shortcut().toString(QKeySequence::NativeText);
            line->addWidget(new PillLabel(Pill{keys, Tone::Neutral, PillShape::Soft, {}}));
            side->addLayout(line);
            ++filled[shortest];
        }
    }
    for (QVBoxLayout *side : column) {
        side->addStretch();
    }
    m_area->setWidget(body);
    body->setAutoFillBackground(false);
}

void ShortcutHelp::popup()
{
    fill();
    m_previousFocus = m_host->focusWidget();
    QCoreApplication::instance()->installEventFilter(this);
    place();
    show();
    raise();
    setFocus(Qt::PopupFocusReason);
}

void ShortcutHelp::place()
{
    const int wide = std::min(scaled(860), m_host->width() - 2 * space::xl) + 2 * shadowWidth;
    const int wanted = m_area->widget()->sizeHint().height() + scaled(56) + 2 * shadowWidth;
    const int high = std::min(wanted, m_host->height() - 2 * space::xl);
    setGeometry((m_host->width() - wide) / 2, (m_host->height() - high) / 2, wide, high);
}

void ShortcutHelp::dismiss()
{
    QCoreApplication::instance()->removeEventFilter(this);
    hide();
    if (m_previousFocus) {
        m_previousFocus->setFocus(Qt::PopupFocusReason);
    }
}

void ShortcutHelp::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
    case Qt::Key_Question:
    case Qt::Key_Return:
        dismiss();
        return;
    case Qt::Key_Down:
    case Qt::Key_Up:
    case Qt::Key_PageDown:
    case Qt::Key_PageUp:
        QCoreApplication::sendEvent(m_area, event);
        return;
    case Qt::Key_Home:
        m_area->verticalScrollBar()->setValue(0);
        return;
    case Qt::Key_End:
        m_area->verticalScrollBar()->setValue(m_area->verticalScrollBar()->maximum());
        return;
    default:
        QFrame::keyPressEvent(event);
    }
}

bool ShortcutHelp::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonPress) {
        auto *widget = qobject_cast<QWidget *>(watched);
        if (widget && widget != this && !isAncestorOf(widget)) {
            dismiss();
        }
    } else if (event->type() == QEvent::Resize && watched == m_host) {
        place();
    }
    return QFrame::eventFilter(watched, event);
}

void ShortcutHelp::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const QRectF box = QRectF(rect()).adjusted(shadowWidth, shadowWidth, -shadowWidth, -shadowWidth);
    drawShadow(painter, box, radius::l, shadowWidth, theme);
    drawBox(painter, box, radius::l, theme.raised, mixed(theme.text, theme.raised, 0.14));
}

}  // namespace onlyonce::ui
