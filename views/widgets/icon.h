// SPDX-License-Identifier: GPL-3.0-or-later
// The program's own stroke icons (resources/icons), drawn in whatever colour the moment asks for.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QRect>
#include <QString>

class QPainter;

namespace onlyonce::ui {

//! Which colour of the current theme an icon takes; it follows when the theme changes.
enum class Tint { Muted, Text, Accent, OnAccent, Success, Warning, Danger };

//! resources/icons/<name>.svg as an icon for buttons, menus and actions. An unknown name gives a visible box, and a
//! test fails on it.
[[nodiscard]] QIcon icon(const QString &name, Tint tint = Tint::Muted);

//! For delegates: the icon in one colour, sharp at the device's ratio, cached.
[[nodiscard]] QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal ratio);
void drawIcon(QPainter &painter, const QRect &rect, const QString &name, const QColor &color);

//! Every name there is, sorted.
[[nodiscard]] QStringList iconNames();

}  // namespace onlyonce::ui
