// SPDX-License-Identifier: GPL-3.0-or-later
// What a printed page looks like: sizes, spaces and colours in one place. Lengths are in tenths of a point, the unit of
// the whole page engine, so that type sizes are whole numbers; spaces are multiples of four points.
#pragma once

#include "models/documents/document.h"
#include "models/documents/fonts.h"
#include "models/documents/textbox.h"

#include <QColor>

namespace onlyonce::page {

inline constexpr double pt = 10;

struct ToneInk
{
    QColor line;
    QColor fill;
    QColor text;
};

class Look
{
public:
    explicit Look(const QString &language)
        : fonts(language)
    {
    }

    DocumentFonts fonts;

    QColor ink{0x1f, 0x27, 0x33};
    QColor muted{0x55, 0x60, 0x70};
    QColor hairline{0xdb, 0xe0, 0xe7};
    QColor rule{0xa9, 0xb2, 0xc0};
    QColor pale{0xf6, 0xf7, 0xf9};
    QColor accent{0x1b, 0x5a, 0xa8};

    [[nodiscard]] TextStyle body() const { return style(95, 14 * pt, ink); }
    [[nodiscard]] TextStyle bodyMuted() const { return style(95, 14 * pt, muted); }
    [[nodiscard]] TextStyle bodyStrong() const { return style(95, 14 * pt, ink, QFont::DemiBold); }
    [[nodiscard]] TextStyle cell() const { return style(85, 12 * pt, ink); }
    [[nodiscard]] TextStyle cellHead() const { return style(80, 12 * pt, muted, QFont::DemiBold); }
    [[nodiscard]] TextStyle small() const { return style(80, 12 * pt, muted); }
    [[nodiscard]] TextStyle title() const { return style(230, 28 * pt, ink, QFont::DemiBold); }
    [[nodiscard]] TextStyle subtitle() const { return style(115, 16 * pt, muted); }

    [[nodiscard]] TextStyle heading(int level) const
    {
        switch (level) {
        case 1:
            return style(150, 20 * pt, ink, QFont::DemiBold);
        case 2:
            return style(120, 16 * pt, ink, QFont::DemiBold);
        case 3:
            return style(102, 16 * pt, ink, QFont::DemiBold);
        default:
            return style(95, 14 * pt, muted, QFont::DemiBold);
        }
    }
    [[nodiscard]] double headingAbove(int level) const { return (level == 1 ? 24 : level == 2 ? 20 : 12) * pt; }

    static constexpr double blockGap = 8 * pt;
    static constexpr double codeLine = 11 * pt;
    [[nodiscard]] QFont codeFont(QFont::Weight weight = QFont::Normal) const { return fonts.code(74, weight); }

    [[nodiscard]] ToneInk tone(Tone tone) const
    {
        switch (tone) {
        case Tone::Info:
            return {{0x1b, 0x5a, 0xa8}, {0xf0, 0xf5, 0xfc}, {0x17, 0x4f, 0x94}};
        case Tone::Good:
            return {{0x2c, 0x8a, 0x43}, {0xef, 0xf8, 0xf1}, {0x1d, 0x5c, 0x2a}};
        case Tone::Warning:
            return {{0xc2, 0x84, 0x00}, {0xfe, 0xf8, 0xea}, {0x70, 0x49, 0x00}};
        case Tone::Bad:
            return {{0xb3, 0x24, 0x1c}, {0xfe, 0xf3, 0xf2}, {0x9e, 0x1c, 0x15}};
        case Tone::Neutral:
            break;
        }
        return {{0x8a, 0x95, 0xa6}, {0xf6, 0xf7, 0xf9}, {0x1f, 0x27, 0x33}};
    }

private:
    [[nodiscard]] TextStyle style(int size, double line, const QColor &color,
                                  QFont::Weight weight = QFont::Normal) const
    {
        return {.font = fonts.text(size, weight),
                .lineHeight = line,
                .color = color,
                .codeFont = fonts.code(size * 9 / 10, weight),
                .codeFill = QColor(0xee, 0xf0, 0xf4),
                .linkColor = accent,
                .mutedColor = muted};
    }
};

}  // namespace onlyonce::page
