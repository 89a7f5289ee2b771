// SPDX-License-Identifier: GPL-3.0-or-later
// The look, as values: every colour, distance, radius and font that the window draws comes from here.
// Knows no incident: a severity or a status arrives as a Tone, chosen by the page. The namespace `ui` keeps the words
// of drawing (Tone, Message, TimelineEntry …) apart from the same words of the models.
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

#include <array>

class QWidget;

namespace onlyonce::ui {

//! What a coloured thing says. Pages map their domain here (SEV1 -> Sev1, "monitoring" -> Accent, …).
enum class Tone { Neutral, Accent, Success, Warning, Danger, Sev1, Sev2, Sev3, Sev4 };
inline constexpr int toneCount = 9;

//! The type scale; nothing else is ever set. Sizes in px at text scale 1.
enum class TextStyle {
    Caption,   //!< 11 regular: column heads, time stamps, counts
    Small,     //!< 12 regular: second lines, chips
    Body,      //!< 13 regular: everything else
    Strong,    //!< 13 semi-bold: titles of rows, labels of fields
    Subtitle,  //!< 15 semi-bold: heads of panels
    Title,     //!< 20 semi-bold: one per page
    Display,   //!< 40 semi-bold: the clock, big figures
    Mono,      //!< 12 monospaced: logs, config, ids
};

//! Distances, px: one grid of 4.
namespace space {
inline constexpr int xs = 4, s = 8, m = 12, l = 16, xl = 24, xxl = 32;
}
namespace radius {
inline constexpr int s = 4, m = 6, l = 10;
}
namespace metric {
inline constexpr int icon = 16;          //!< in rows, buttons, menus
inline constexpr int control = 32;       //!< height of buttons and fields
inline constexpr int controlSmall = 28;  //!< in tool bars and rows
inline constexpr int sidebar = 232;
inline constexpr int form = 560;    //!< the widest a form or a paragraph grows
inline constexpr int column = 820;  //!< the widest a page of cards grows: a row stays in one glance
}  // namespace metric

struct ToneColors
{
    QColor text;   //!< words in that tone on background, surface, raised or `fill`
    QColor fill;   //!< a soft ground below `text`
    QColor solid;  //!< a loud ground below `onSolid`; dots, rails, bars
    QColor onSolid;
};

struct Theme
{
    bool isDark = false;
    QColor background;    //!< the window behind everything; the sidebar
    QColor surface;       //!< pages and lists
    QColor raised;        //!< cards, pop-ups, menus, buttons
    QColor field;         //!< where people type
    QColor sunken;        //!< wells: code, quoted text, heads of tables
    QColor hover;         //!< laid under a row or button below the pointer
    QColor selected;      //!< the current row
    QColor border;        //!< hairlines between regions
    QColor borderStrong;  //!< outlines of fields and boxes (3:1 on their ground)
    QColor text, textMuted;
    QColor accent;                                   //!< words, icons and links in the accent
    QColor accentSolid, accentSolidHover, onAccent;  //!< the primary button
    QColor focus;                                    //!< the ring around what the keyboard drives (3:1 everywhere)
    QColor selection;                                //!< marked text, below `text`
    QColor match;                                    //!< the ground of search hits, below `text`
    QColor shadow;
    std::array<ToneColors, toneCount> tones;

    [[nodiscard]] const ToneColors &tone(Tone tone) const { return tones[static_cast<size_t>(tone)]; }
    [[nodiscard]] QPalette palette() const;

    [[nodiscard]] static const Theme &light();
    [[nodiscard]] static const Theme &dark();
    //! The theme that a palette belongs to: a light window ground means the light theme.
    [[nodiscard]] static const Theme &of(const QPalette &palette);
    [[nodiscard]] static const Theme &of(const QWidget *widget);
};

//! For Look alone: what textFont() and scaled() multiply by. 1 unless set.
void setTextScale(double scale);

//! A font of the scale, of the application's font family, at the person's text scale.
[[nodiscard]] QFont textFont(TextStyle style);

//! A length at the person's text scale: heights of things that hold text.
[[nodiscard]] int scaled(int px);

//! WCAG 2 contrast of two opaque colours, 1 to 21.
[[nodiscard]] double contrast(const QColor &one, const QColor &other);

//! `top` at the given strength (0 to 1) over `bottom`.
[[nodiscard]] QColor mixed(const QColor &top, const QColor &bottom, double strength);

}  // namespace onlyonce::ui
