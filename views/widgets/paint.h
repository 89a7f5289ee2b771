// SPDX-License-Identifier: GPL-3.0-or-later
// The few strokes that everything painted here is made of, so that all corners, rings and figures are alike.
#pragma once

#include "views/widgets/theme.h"

#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace onlyonce::ui {

//! A filled, outlined box with sharp one-pixel lines. An invalid colour leaves its part out.
void drawBox(QPainter &painter, const QRectF &rect, qreal corner, const QColor &fill, const QColor &border = {},
             qreal width = 1);

//! A soft shadow around a floating box, `width` px wide.
void drawShadow(QPainter &painter, const QRectF &box, qreal corner, int width, const Theme &theme);

//! The ring around what the keyboard drives, just inside `rect`.
void drawFocusRing(QPainter &painter, const QRectF &rect, qreal corner, const Theme &theme);

//! Text whose digits all take the same room, so that a running clock does not shiver. Any alignment; one line.
void drawTabular(QPainter &painter, const QRect &rect, const QString &text, const QFont &font, Qt::Alignment alignment);
[[nodiscard]] int tabularWidth(const QString &text, const QFont &font);

//! One line, elided at the end, aligned as the layout direction asks. Gives the width taken.
int drawElided(QPainter &painter, const QRect &rect, const QString &text, const QFont &font, const QColor &color,
               Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter);

//! Enough px for the whole line; the metrics' own whole-number widths may fall short by a fraction.
[[nodiscard]] int textWidth(const QString &text, const QFont &font);

//! `rect` mirrored inside `whole` where the text runs from right to left.
[[nodiscard]] QRect mirrored(Qt::LayoutDirection direction, const QRect &whole, const QRect &rect);

}  // namespace onlyonce::ui
