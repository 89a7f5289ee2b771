// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/theme.h"

#include <QApplication>
#include <QWidget>

#include <cmath>

using namespace Qt::StringLiterals;

namespace onlyonce::ui {

namespace {

QColor hex(QRgb rgb)
{
    return QColor::fromRgb(rgb);
}

Theme makeLight()
{
    Theme t;
    t.isDark = false;
    t.background = hex(0xF3F4F6);
    t.surface = hex(0xFFFFFF);
    t.raised = hex(0xFFFFFF);
    t.field = hex(0xFFFFFF);
    t.sunken = hex(0xF7F8F9);
    t.hover = hex(0xF1F2F5);
    t.selected = hex(0xEDF0FC);
    t.border = hex(0xE4E6EA);
    t.borderStrong = hex(0x8D94A2);
    t.text = hex(0x1A1D24);
    t.textMuted = hex(0x5B6271);
    t.accent = hex(0x4150C8);
    t.accentSolid = hex(0x4B5BD6);
    t.accentSolidHover = hex(0x3D4CC0);
    t.onAccent = hex(0xFFFFFF);
    t.focus = hex(0x6472E8);
    t.selection = hex(0xCBD3F8);
    t.match = hex(0xFBE7A8);
    t.shadow = QColor(22, 26, 40, 36);
    t.tones = {{
        {hex(0x4A5160), hex(0xECEEF1), hex(0x6B7281), hex(0xFFFFFF)},  // Neutral
        {hex(0x3B49BD), hex(0xDFE5FB), hex(0x4B5BD6), hex(0xFFFFFF)},  // Accent
        {hex(0x17663F), hex(0xE0F3E8), hex(0x1A7F50), hex(0xFFFFFF)},  // Success
        {hex(0x805300), hex(0xFBF0D7), hex(0xEDB233), hex(0x2A1D00)},  // Warning
        {hex(0xB3261E), hex(0xFCE9E7), hex(0xCF352B), hex(0xFFFFFF)},  // Danger
        {hex(0xA81D1D), hex(0xFCE5E4), hex(0xC9252B), hex(0xFFFFFF)},  // Sev1
        {hex(0x9A4406), hex(0xFDEBDD), hex(0xC2540A), hex(0xFFFFFF)},  // Sev2
        {hex(0x775800), hex(0xFAF1D2), hex(0xEDBB3A), hex(0x2A1F00)},  // Sev3
        {hex(0x3F5568), hex(0xE6EDF2), hex(0x587086), hex(0xFFFFFF)},  // Sev4
    }};
    return t;
}

Theme makeDark()
{
    Theme t;
    t.isDark = true;
    t.background = hex(0x131519);
    t.surface = hex(0x191B20);
    t.raised = hex(0x21242B);
    t.field = hex(0x15171B);
    t.sunken = hex(0x15171B);
    t.hover = hex(0x22252C);
    t.selected = hex(0x2A2F47);
    t.border = hex(0x2B2E36);
    t.borderStrong = hex(0x6B7280);
    t.text = hex(0xE7E9ED);
    t.textMuted = hex(0x9BA2B0);
    t.accent = hex(0x9AA5FF);
    t.accentSolid = hex(0x5562D9);
    t.accentSolidHover = hex(0x5D6ADE);
    t.onAccent = hex(0xFFFFFF);
    t.focus = hex(0x7C89FF);
    t.selection = hex(0x3A4373);
    t.match = hex(0x5A4A14);
    t.shadow = QColor(0, 0, 0, 120);
    t.tones = {{
        {hex(0xB3B9C5), hex(0x2A2D35), hex(0x8A92A1), hex(0x131519)},  // Neutral
        {hex(0xB4BCFF), hex(0x313869), hex(0x8391FF), hex(0x10121C)},  // Accent
        {hex(0x6FD3A0), hex(0x173026), hex(0x3FB57F), hex(0x08130D)},  // Success
        {hex(0xEBBE5B), hex(0x33290F), hex(0xDBA636), hex(0x171002)},  // Warning
        {hex(0xFF9A90), hex(0x3C1E1E), hex(0xF0655A), hex(0x1C0605)},  // Danger
        {hex(0xFF9C96), hex(0x41191C), hex(0xF2585B), hex(0x1E0506)},  // Sev1
        {hex(0xFFB07A), hex(0x3A2314), hex(0xEF8B45), hex(0x1B0C02)},  // Sev2
        {hex(0xE8C660), hex(0x322A12), hex(0xD9B23E), hex(0x161002)},  // Sev3
        {hex(0xA9BFD2), hex(0x22303B), hex(0x8AA4BA), hex(0x0A1015)},  // Sev4
    }};
    return t;
}

struct Step
{
    qreal size;
    QFont::Weight weight;
};

Step step(TextStyle style)
{
    switch (style) {
    case TextStyle::Caption:
        return {11, QFont::Normal};
    case TextStyle::Small:
        return {12, QFont::Normal};
    case TextStyle::Body:
        return {13, QFont::Normal};
    case TextStyle::Strong:
        return {13, QFont::DemiBold};
    case TextStyle::Subtitle:
        return {15, QFont::DemiBold};
    case TextStyle::Title:
        return {20, QFont::DemiBold};
    case TextStyle::Display:
        return {40, QFont::DemiBold};
    case TextStyle::Mono:
        return {12, QFont::Normal};
    }
    Q_UNREACHABLE();
}

//! Not read back from the application's font: that one's size is a whole number of pixels.
double textScale = 1.0;

double luminance(const QColor &color)
{
    const auto linear = [](double channel) {
        return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

}  // namespace

const Theme &Theme::light()
{
    static const Theme theme = makeLight();
    return theme;
}

const Theme &Theme::dark()
{
    static const Theme theme = makeDark();
    return theme;
}

const Theme &Theme::of(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? dark() : light();
}

const Theme &Theme::of(const QWidget *widget)
{
    return of(widget ? widget->palette() : QApplication::palette());
}

QPalette Theme::palette() const
{
    QPalette p(raised, surface);
    p.setColor(QPalette::Window, surface);
    p.setColor(QPalette::WindowText, text);
    p.setColor(QPalette::Base, surface);
    p.setColor(QPalette::AlternateBase, sunken);
    p.setColor(QPalette::Text, text);
    p.setColor(QPalette::PlaceholderText, textMuted);
    p.setColor(QPalette::Button, raised);
    p.setColor(QPalette::ButtonText, text);
    p.setColor(QPalette::BrightText, tone(Tone::Danger).text);
    p.setColor(QPalette::ToolTipBase, raised);
    p.setColor(QPalette::ToolTipText, text);
    p.setColor(QPalette::Highlight, selection);
    p.setColor(QPalette::HighlightedText, text);
    p.setColor(QPalette::Link, accent);
    p.setColor(QPalette::LinkVisited, accent);
    p.setColor(QPalette::Light, raised);
    p.setColor(QPalette::Midlight, hover);
    p.setColor(QPalette::Mid, border);
    p.setColor(QPalette::Dark, borderStrong);
    p.setColor(QPalette::Shadow, border);
    const QColor faint = mixed(textMuted, surface, 0.65);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
        p.setColor(QPalette::Disabled, role, faint);
    }
    p.setColor(QPalette::Disabled, QPalette::Highlight, hover);
    return p;
}

void setTextScale(double scale)
{
    textScale = scale;
}

QFont textFont(TextStyle style)
{
    const Step wanted = step(style);
    QFont font = QApplication::font();
    if (style == TextStyle::Mono) {
        font.setFamilies({u"JetBrains Mono"_s, u"DejaVu Sans Mono"_s, u"monospace"_s});
        font.setStyleHint(QFont::Monospace);
        font.setFixedPitch(true);
    } else if (style == TextStyle::Display || style == TextStyle::Title) {
        // Cut for large sizes; where it is missing the text face follows in the list.
        font.setFamilies(QStringList{u"Inter Display"_s} + font.families());
    }
    font.setPixelSize(qMax(1, qRound(wanted.size * textScale)));
    font.setWeight(wanted.weight);
    return font;
}

int scaled(int px)
{
    return qRound(px * textScale);
}

double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QColor mixed(const QColor &top, const QColor &bottom, double strength)
{
    const auto channel = [strength](int a, int b) { return qRound(a * strength + b * (1 - strength)); };
    return QColor(channel(top.red(), bottom.red()), channel(top.green(), bottom.green()),
                  channel(top.blue(), bottom.blue()));
}

}  // namespace onlyonce::ui
