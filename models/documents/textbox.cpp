// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/textbox.h"

#include "models/documents/columnwidths.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace onlyonce {

namespace {

QTextCharFormat formatOf(const RichSpan &span, const TextStyle &style)
{
    QTextCharFormat format;
    QFont font = span.code ? style.codeFont : style.font;
    if (span.bold) {
        font.setWeight(QFont::DemiBold);
    }
    font.setItalic(span.italic);
    format.setFont(font);
    format.setForeground(style.color);
    if (span.code && style.codeFill.isValid()) {
        format.setBackground(style.codeFill);
    }
    format.setFontStrikeOut(span.strike);
    if (span.muted) {
        font.setPixelSize(font.pixelSize() * 9 / 10);
        format.setFont(font);
        format.setForeground(style.mutedColor);
    }
    if (!span.link.isEmpty()) {
        format.setForeground(style.linkColor);
        format.setAnchor(true);
        format.setAnchorHref(span.link);
    }
    return format;
}

bool isSign(QChar c)
{
    return c.unicode() < 0x80 && !c.isLetterOrNumber() && c != u' ';
}

//! Whether a font may draw the second of two characters differently because of the first, or both as one.
bool mayJoin(QChar a, QChar b)
{
    static const QStringView quiet = u".,;'\"";
    const bool words = (!isSign(a) || quiet.contains(a)) && (!isSign(b) || quiet.contains(b));
    const bool times = (a == u'x' && b.isDigit()) || (a.isDigit() && b == u'x');
    return ((isSign(a) || isSign(b)) && !(words && a != b)) || times || (a == u'w' && b == u'w');
}

//! Inter and JetBrains Mono draw signs by their neighbours ("->", "!=", the hyphen of "INC-17"). Such glyphs have no
//! character of their own: evidence would read other than it is, and what is copied or searched would lack its signs.
//! (Qt can switch that off only since 6.7.) Shaping stops where formats differ, so neighbours get formats that differ in
//! name only.
QList<QTextLayout::FormatRange> unjoined(const QString &text, const QList<QTextLayout::FormatRange> &formats)
{
    constexpr int distinction = QTextFormat::UserProperty + 1;
    QList<QTextLayout::FormatRange> result;
    bool odd = false;
    const auto add = [&](int start, int end, QTextCharFormat format) {
        for (int at = start; at < end;) {
            int stop = at + 1;
            while (stop < end && !mayJoin(text[stop - 1], text[stop])) {
                ++stop;
            }
            format.setProperty(distinction, odd);
            result += {at, stop - at, format};
            odd = !odd;
            at = stop;
        }
    };
    int at = 0;
    for (const QTextLayout::FormatRange &range : formats) {
        add(at, range.start, {});
        add(range.start, range.start + range.length, range.format);
        at = range.start + range.length;
    }
    add(at, static_cast<int>(text.size()), {});
    return result;
}

QTextOption optionOf(const QString &text, const TextStyle &style, QTextOption::WrapMode wrap)
{
    const bool rightToLeft = text.isRightToLeft();
    QTextOption option;
    option.setTextDirection(rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    option.setAlignment(style.alignment == Qt::AlignLeft && rightToLeft ? Qt::AlignRight | Qt::AlignAbsolute
                                                                        : style.alignment | Qt::AlignAbsolute);
    option.setWrapMode(wrap);
    return option;
}

double baselineOf(const TextStyle &style)
{
    const QFontMetricsF metrics(style.font);
    return (style.lineHeight + metrics.ascent() - metrics.descent()) / 2;
}

}  // namespace

TextBox::TextBox(const RichText &text, const TextStyle &style)
    : m_style(style)
    , m_layout(text.text, style.font)
    , m_baseline(baselineOf(style))
{
    m_layout.setTextOption(optionOf(text.text, style, QTextOption::WrapAtWordBoundaryOrAnywhere));
    QList<QTextLayout::FormatRange> formats;
    formats.reserve(static_cast<qsizetype>(text.spans.size()));
    for (const RichSpan &span : text.spans) {
        formats += {span.start, span.length, formatOf(span, style)};
    }
    m_layout.setFormats(unjoined(text.text, formats));
}

TextBox::TextBox(const QString &text, const QList<QTextLayout::FormatRange> &formats, const TextStyle &style)
    : m_style(style)
    , m_layout(text, style.font)
    , m_baseline(baselineOf(style))
{
    QTextOption option = optionOf(text, style, QTextOption::WrapAnywhere);
    option.setTextDirection(Qt::LeftToRight);
    option.setAlignment(style.alignment | Qt::AlignAbsolute);
    m_layout.setTextOption(option);
    m_layout.setFormats(unjoined(text, formats));
}

double TextBox::naturalWidth()
{
    layOut(1e7);
    double widest = 0;
    for (int i = 0; i < m_layout.lineCount(); ++i) {
        widest = std::max(widest, m_layout.lineAt(i).naturalTextWidth());
    }
    return std::ceil(widest) + 1;
}

double TextBox::longestWordWidth()
{
    const QString text = m_layout.text();
    const auto [from, longest] = longestWord(text);
    // Measured as it is laid out: in pieces, which may be wider than the same letters in one run.
    layOut(1e7);
    const QTextLine line = m_layout.lineForTextPosition(static_cast<int>(from));
    if (longest == 0 || !line.isValid()) {
        return 1;
    }
    constexpr qsizetype enough = 40;  // longer ones will be broken anyway
    const int end = static_cast<int>(from + std::min(longest, enough));
    return std::ceil(std::abs(line.cursorToX(end) - line.cursorToX(static_cast<int>(from)))) + 1;
}

void TextBox::layOut(double width)
{
    m_layout.beginLayout();
    for (int i = 0;; ++i) {
        QTextLine line = m_layout.createLine();
        if (!line.isValid()) {
            break;
        }
        line.setLineWidth(width);
        line.setPosition(QPointF(0, i * m_style.lineHeight + m_baseline - line.ascent()));
    }
    m_layout.endLayout();
}

void TextBox::paint(QPainter &painter, QPointF at) const
{
    // Lines outside of a clip would stay in the file, unseen but found by searches.
    const QRectF clip = painter.hasClipping() ? painter.clipBoundingRect() : QRectF();
    for (int i = 0; i < m_layout.lineCount(); ++i) {
        const double top = at.y() + i * m_style.lineHeight;
        const bool isHidden =
            clip.isValid() && (top + m_style.lineHeight <= clip.top() + 0.01 || top >= clip.bottom() - 0.01);
        if (!isHidden) {
            paintLine(painter, i, QPointF(at.x(), top));
        }
    }
}

void TextBox::paintLine(QPainter &painter, int line, QPointF at) const
{
    painter.setPen(m_style.color);
    m_layout.lineAt(line).draw(&painter, at - QPointF(0, line * m_style.lineHeight));
}

QString elided(const QString &text, const QFont &font, double width)
{
    return QFontMetricsF(font).elidedText(text, Qt::ElideRight, width);
}

}  // namespace onlyonce
