// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/paint.h"

#include <QCache>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>
#include <QStaticText>
#include <QStyle>

namespace onlyonce::ui {

namespace {

constexpr int anyRoom = -1;

struct ShapeKey
{
    QString text;
    QFont font;
    Qt::LayoutDirection direction = Qt::LeftToRight;
    int room = anyRoom;

    bool operator==(const ShapeKey &) const = default;
};

size_t qHash(const ShapeKey &key, size_t seed)
{
    return qHashMulti(seed, key.text, key.font, int(key.direction), key.room);
}

struct ShapedLine
{
    QStaticText text;  //!< cut to the room
    qreal width = 0;
};

//! A line of words, shaped once: the same ones stand there at every painting, in many rows, and finding their glyphs took
//! four fifths of the time to paint a list.
ShapedLine shapedLine(const ShapeKey &key)
{
    constexpr int mostLines = 2000;
    constexpr qsizetype lettersPerLine = 100;  // a long text counts as several
    static QCache<ShapeKey, ShapedLine> lines(mostLines);
    static const bool isCleared = [] {
        qAddPostRoutine([] { lines.clear(); });  // a font does not outlive its application
        return true;
    }();
    Q_UNUSED(isCleared)
    if (const ShapedLine *known = lines.object(key)) {
        return *known;
    }
    const QString whole = key.text.simplified();
    ShapedLine line{
        QStaticText(key.room == anyRoom ? whole : QFontMetrics(key.font).elidedText(whole, Qt::ElideRight, key.room))};
    line.text.setTextFormat(Qt::PlainText);
    QTextOption option;
    option.setTextDirection(key.direction);
    option.setWrapMode(QTextOption::NoWrap);
    line.text.setTextOption(option);
    line.text.prepare({}, key.font);
    line.width = line.text.size().width();
    lines.insert(key, new ShapedLine(line), 1 + key.text.size() / lettersPerLine);
    return line;
}

//! The widest figure of the font; proportional faces give "1" less.
qreal figureWidth(const QFontMetricsF &metrics)
{
    qreal widest = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit) {
        widest = qMax(widest, metrics.horizontalAdvance(QChar(digit)));
    }
    return widest;
}

qreal advance(QChar character, qreal figure, const QFontMetricsF &metrics)
{
    return character.isDigit() ? figure : metrics.horizontalAdvance(character);
}

}  // namespace

void drawBox(QPainter &painter, const QRectF &rect, qreal corner, const QColor &fill, const QColor &border, qreal width)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    if (border.isValid()) {
        painter.setPen(QPen(border, width));
        const qreal inset = width / 2;
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), corner - inset, corner - inset);
    } else {
        painter.setPen(Qt::NoPen);
        painter.drawRoundedRect(rect, corner, corner);
    }
    painter.restore();
}

void drawShadow(QPainter &painter, const QRectF &box, qreal corner, int width, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    // What the box will cover is left out: a dozen layers over all of it took longer than everything else in it.
    const QRect covered = box.adjusted(corner, corner, -corner, -corner).toRect();
    painter.setClipRegion(QRegion(box.adjusted(-width, -width, width, width).toAlignedRect()) - covered,
                          Qt::IntersectClip);
    // Rings that add up: faint outside, darker towards the box; a little lower than the box, as light falls.
    for (int i = width; i > 0; --i) {
        QColor ink = theme.shadow;
        ink.setAlphaF(ink.alphaF() * float(width - i + 1) / float(width * width) * 2.0F);
        painter.setBrush(ink);
        painter.drawRoundedRect(box.adjusted(-i, -i + 2, i, qMin(i + 2, width)), corner + i, corner + i);
    }
    painter.restore();
}

void drawFocusRing(QPainter &painter, const QRectF &rect, qreal corner, const Theme &theme)
{
    drawBox(painter, rect, corner, {}, theme.focus, 2);
}

int tabularWidth(const QString &text, const QFont &font)
{
    const QFontMetricsF metrics(font);
    const qreal figure = figureWidth(metrics);
    qreal width = 0;
    for (const QChar character : text) {
        width += advance(character, figure, metrics);
    }
    return qCeil(width);
}

void drawTabular(QPainter &painter, const QRect &rect, const QString &text, const QFont &font, Qt::Alignment alignment)
{
    const QFontMetricsF metrics(font);
    const qreal figure = figureWidth(metrics);
    qreal width = 0;
    for (const QChar character : text) {
        width += advance(character, figure, metrics);
    }
    qreal x = rect.left();
    if (alignment & Qt::AlignRight) {
        x = rect.left() + rect.width() - width;
    } else if (alignment & Qt::AlignHCenter) {
        x = rect.left() + (rect.width() - width) / 2;
    }
    qreal baseline = rect.top() + metrics.ascent();
    if (alignment & Qt::AlignVCenter) {
        baseline += (rect.height() - metrics.height()) / 2;
    } else if (alignment & Qt::AlignBottom) {
        baseline += rect.height() - metrics.height();
    }
    painter.setFont(font);
    for (const QChar character : text) {
        const qreal room = advance(character, figure, metrics);
        const ShapedLine line = shapedLine({character, font});
        painter.drawStaticText(QPointF(qRound(x + (room - line.width) / 2), baseline - metrics.ascent()), line.text);
        x += room;
    }
}

int drawElided(QPainter &painter, const QRect &rect, const QString &text, const QFont &font, const QColor &color,
               Qt::Alignment alignment)
{
    if (rect.width() <= 0 || text.isEmpty()) {
        return 0;
    }
    ShapedLine line = shapedLine({text, font, painter.layoutDirection()});
    if (line.width > rect.width()) {
        line = shapedLine({text, font, painter.layoutDirection(), rect.width()});
    }
    painter.setFont(font);
    painter.setPen(color);
    const Qt::Alignment place = QStyle::visualAlignment(painter.layoutDirection(), alignment);
    const QSizeF size(line.width, QFontMetricsF(font).height());
    QPointF corner(rect.topLeft());
    if (place & Qt::AlignRight) {
        corner.rx() += rect.width() - size.width();
    } else if (place & Qt::AlignHCenter) {
        corner.rx() += (rect.width() - size.width()) / 2;
    }
    if (place & Qt::AlignVCenter) {
        corner.ry() += (rect.height() - size.height()) / 2;
    } else if (place & Qt::AlignBottom) {
        corner.ry() += rect.height() - size.height();
    }
    // What was shaped for one fraction of a pixel is only moved to another, and its letters would stand apart.
    corner.setX(qRound(corner.x()));
    painter.drawStaticText(corner, line.text);
    return qMin(qCeil(line.width) + 1, rect.width());
}

int textWidth(const QString &text, const QFont &font)
{
    return text.isEmpty() ? 0 : qCeil(shapedLine({text, font, QGuiApplication::layoutDirection()}).width) + 1;
}

QRect mirrored(Qt::LayoutDirection direction, const QRect &whole, const QRect &rect)
{
    return QStyle::visualRect(direction, whole, rect);
}

}  // namespace onlyonce::ui
