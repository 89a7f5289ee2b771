// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/findbutton.h"

#include "views/widgets/icon.h"
#include "views/widgets/paint.h"

#include <QPainter>
#include <QStyle>

namespace onlyonce::ui {

FindButton::FindButton(const QString &text, const QKeySequence &shortcut, QWidget *parent)
    : QAbstractButton(parent)
    , m_keys(shortcut.toString(QKeySequence::NativeText))
{
    setText(text);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize FindButton::sizeHint() const
{
    return {scaled(160), scaled(metric::control)};
}

void FindButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const auto place = [this](const QRect &part) { return mirrored(layoutDirection(), rect(), part); };
    const QColor ground = theme.isDark ? theme.surface : theme.field;
    drawBox(painter, rect(), radius::m, underMouse() ? mixed(theme.text, ground, 0.03) : ground,
            mixed(theme.borderStrong, ground, 0.5));
    if (hasFocus()) {
        drawFocusRing(painter, rect(), radius::m, theme);
    }
    drawIcon(painter, place(QRect(10, (height() - 16) / 2, 16, 16)), QStringLiteral("search"), theme.textMuted);
    const QFont small = textFont(TextStyle::Small);
    const int keys = textWidth(m_keys, small);
    drawElided(painter, place(QRect(width() - 10 - keys, 0, keys, height())), m_keys, small, theme.textMuted);
    drawElided(painter, place(QRect(34, 0, width() - 34 - keys - 18, height())), text(), textFont(TextStyle::Body),
               theme.textMuted, QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter);
}

}  // namespace onlyonce::ui
