// SPDX-License-Identifier: GPL-3.0-or-later
// Content, layout, painting, selection; what keys and the mouse do is in codeviewinput.cpp.
#include "views/widgets/codeview.h"

#include "views/widgets/accessibleviews.h"
#include "views/widgets/bytesearch.h"
#include "views/widgets/paint.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QPainter>
#include <QScrollBar>
#include <QTextLayout>
#include <QTimerEvent>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr qsizetype mostLayouts = 400;
constexpr std::chrono::milliseconds refineBudget{4};

bool hasCapitals(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isUpper(); });
}

}  // namespace

CodeView::CodeView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_scroll([this](int row) {
        return m_wraps ? qMax(rowHeight(), qCeil(layout(row).boundingRect().height())) : rowHeight();
    })
{
    installAccessibleViews();
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    setAccessibleName(tr("Text of the evidence"));
    verticalScrollBar()->setSingleStep(64);
}

CodeView::~CodeView() = default;

void CodeView::setContent(const QByteArray &utf8, const QString &language)
{
    m_bytes = utf8;
    m_index = LineIndex(m_bytes);
    m_anchor = m_cursor = {};
    m_pattern.clear();
    m_scroll.setRows(0);
    setLanguage(language);
    m_scroll.setRows(m_index.rows());
    horizontalScrollBar()->setValue(0);
    relayout();
    Q_EMIT selectionChanged();
}

void CodeView::setLanguage(const QString &language)
{
    m_language = language;
    const Language known = languageByName(language);
    m_highlight = known.isPlain()
                    ? nullptr
                    : std::make_unique<CodeHighlight>(known, [this](int row) { return text(row); }, m_index.rows());
    m_layouts.clear();
    viewport()->update();
}

void CodeView::setWrapsLines(bool wraps)
{
    m_wraps = wraps;
    relayout();
}

QString CodeView::text(int row) const
{
    return QString::fromUtf8(m_index.text(row));
}

CodeTheme CodeView::codeTheme() const
{
    return Theme::of(this).isDark ? CodeTheme::Dark : CodeTheme::Light;
}

int CodeView::rowHeight() const
{
    return scaled(20);
}

int CodeView::gutter() const
{
    const int digits = qMax(3, int(QString::number(m_index.lines()).size()));
    return space::m + tabularWidth(QString(digits, u'0'), textFont(TextStyle::Mono)) + space::l;
}

const QTextLayout &CodeView::layout(int row) const
{
    if (const auto known = m_layouts.constFind(row); known != m_layouts.constEnd()) {
        return **known;
    }
    if (m_layouts.size() >= mostLayouts) {
        m_layouts.clear();
    }
    auto made = std::make_shared<QTextLayout>(text(row), textFont(TextStyle::Mono));
    QTextOption option;
    option.setWrapMode(m_wraps ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::NoWrap);
    option.setTabStopDistance(8 * QFontMetricsF(made->font()).horizontalAdvance(u' '));
    // Code runs from left to right whatever the window does.
    option.setTextDirection(Qt::LeftToRight);
    made->setTextOption(option);
    if (m_highlight) {
        QList<QTextLayout::FormatRange> formats;
        for (const CodeSpan &span : m_highlight->spans(row)) {
            const CodeFormat look = codeFormat(span.style, codeTheme());
            QTextCharFormat format;
            format.setForeground(look.foreground);
            if (look.background.isValid()) {
                format.setBackground(look.background);
            }
            format.setFontWeight(look.bold ? QFont::Bold : QFont::Normal);
            format.setFontItalic(look.italic);
            format.setFontUnderline(look.underline);
            formats.append({span.start, span.length, format});
        }
        made->setFormats(formats);
    }
    made->beginLayout();
    qreal y = 0;
    for (QTextLine line = made->createLine(); line.isValid(); line = made->createLine()) {
        line.setLineWidth(m_wraps ? qMax(40, viewport()->width() - gutter() - space::m) : 1e7);
        line.setPosition(QPointF(0, y + (rowHeight() - line.height()) / 2));
        y += rowHeight();
    }
    made->endLayout();
    return **m_layouts.insert(row, std::move(made));
}

void CodeView::relayout()
{
    m_layouts.clear();
    m_scroll.setViewport(viewport()->height());
    m_scroll.changed();
    const int wide =
        m_wraps
            ? 0
            : qCeil(double(m_index.widestRow() + 1) * QFontMetricsF(textFont(TextStyle::Mono)).horizontalAdvance(u'0'))
                  + gutter() + space::m;
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(24);
    horizontalScrollBar()->setRange(0, qMax(0, wide - viewport()->width()));
    showPosition();
}

void CodeView::showPosition()
{
    m_movesBar = true;
    verticalScrollBar()->setPageStep(m_scroll.pageStep());
    verticalScrollBar()->setRange(0, m_scroll.maximum());
    verticalScrollBar()->setValue(m_scroll.value());
    m_movesBar = false;
    viewport()->update();
}

void CodeView::scrollToLine(int line)
{
    if (m_index.rows() == 0) {
        return;
    }
    const int row = m_index.rowOfLine(std::clamp(line, 0, qMax(0, m_index.lines() - 1)));
    m_scroll.toRow(row);
    m_scroll.scrollBy(-viewport()->height() / 3);
    select({row, 0}, {row, 0});
    showPosition();
}

void CodeView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    const CodeTheme theme = codeTheme();
    const CodeSurface surface = codeSurface(theme);
    painter.fillRect(viewport()->rect(), surface.background);
    int y = -m_scroll.hidden();
    int row = m_scroll.topRow();
    for (; row < m_scroll.rows() && y < viewport()->height(); ++row) {
        const int height = m_wraps ? qMax(rowHeight(), qCeil(layout(row).boundingRect().height())) : rowHeight();
        paintRow(painter, row, QRect(0, y, viewport()->width(), height), theme);
        y += height;
    }
    if (m_highlight && m_highlight->isGuess(m_scroll.topRow(), row - 1)) {
        m_refine.start(0, this);
    }
    if (hasFocus()) {
        drawFocusRing(painter, viewport()->rect(), 0, Theme::of(this));
    }
}

void CodeView::paintRow(QPainter &painter, int row, const QRect &rect, CodeTheme theme) const
{
    const CodeSurface surface = codeSurface(theme);
    const Theme &look = Theme::of(this);
    const QTextLayout &shown = layout(row);
    const int left = gutter() - horizontalScrollBar()->value();
    if (row == m_cursor.row && hasFocus()) {
        painter.fillRect(rect, surface.currentLine);
    }

    QList<QTextLayout::FormatRange> marks;
    const auto mark = [&marks, &look](int start, int length, const QColor &ground) {
        QTextCharFormat format;
        format.setBackground(ground);
        format.setForeground(look.text);
        marks.append({start, length, format});
    };
    if (!m_pattern.isEmpty()) {
        const auto sensitivity = hasCapitals(m_pattern) ? Qt::CaseSensitive : Qt::CaseInsensitive;
        for (qsizetype at = shown.text().indexOf(m_pattern, 0, sensitivity); at >= 0;
             at = shown.text().indexOf(m_pattern, at + m_pattern.size(), sensitivity)) {
            mark(int(at), int(m_pattern.size()), look.match);
        }
    }
    const auto [from, to] = selection();
    if (from != to && row >= from.row && row <= to.row) {
        const int start = row == from.row ? from.column : 0;
        const int end = row == to.row ? to.column : int(shown.text().size());
        mark(start, end - start, surface.selection);
        if (row < to.row && shown.text().isEmpty()) {
            painter.fillRect(QRect(left, rect.top(), 6, rowHeight()), surface.selection);
        }
    }
    painter.save();
    painter.setClipRect(QRect(gutter() - space::xs, rect.top(), rect.width(), rect.height()));
    painter.setPen(codeFormat(CodeStyle::Normal, theme).foreground);
    shown.draw(&painter, QPointF(left, rect.top()), marks);
    painter.restore();

    const LineIndex::Row place = m_index.row(row);
    if (!place.continues) {
        painter.setPen(row == m_cursor.row && hasFocus() ? look.text : surface.lineNumber);
        drawTabular(painter, QRect(0, rect.top(), gutter() - space::l, rowHeight()), QString::number(place.line + 1),
                    textFont(TextStyle::Mono), Qt::AlignRight | Qt::AlignVCenter);
    }
}

std::pair<CodeView::Place, CodeView::Place> CodeView::selection() const
{
    return std::minmax(m_anchor, m_cursor);
}

void CodeView::select(const Place &anchor, const Place &cursor)
{
    if (anchor == m_anchor && cursor == m_cursor) {
        return;
    }
    const bool moved = cursor.row != m_cursor.row;
    m_anchor = anchor;
    m_cursor = cursor;
    viewport()->update();
    if (moved && QAccessible::isActive()) {
        QAccessibleValueChangeEvent event(this, currentLineText());
        QAccessible::updateAccessibility(&event);
    }
    Q_EMIT selectionChanged();
}

CodeView::Lines CodeView::selectedLines() const
{
    const auto [from, to] = selection();
    if (from == to) {
        return {};
    }
    // A selection that ends before the first letter of a row does not take that row.
    const int last = to.column == 0 && to.row > from.row ? to.row - 1 : to.row;
    return {m_index.row(from.row).line, m_index.row(last).line};
}

QString CodeView::selectedText() const
{
    const auto [from, to] = selection();
    QString selected;
    for (int row = from.row; row <= to.row && row < m_index.rows() && from != to; ++row) {
        if (row > from.row && !m_index.row(row).continues) {
            selected += u'\n';
        }
        const QString line = text(row);
        const int start = row == from.row ? from.column : 0;
        const int end = row == to.row ? to.column : int(line.size());
        selected += QStringView(line).sliced(start, qMax(0, end - start));
    }
    return selected;
}

QString CodeView::currentLineText() const
{
    return m_cursor.row < m_index.rows()
             ? QString::number(m_index.row(m_cursor.row).line + 1) + QStringLiteral(": ") + text(m_cursor.row)
             : QString();
}

void CodeView::copy() const
{
    if (const QString selected = selectedText(); !selected.isEmpty()) {
        QGuiApplication::clipboard()->setText(selected);
    }
}

void CodeView::selectAll()
{
    if (const int rows = m_index.rows(); rows > 0) {
        select({0, 0}, {rows - 1, int(text(rows - 1).size())});
    }
}

bool CodeView::find(const QString &wanted, bool forward)
{
    m_pattern = wanted;
    viewport()->update();
    if (wanted.isEmpty() || m_index.rows() == 0) {
        return false;
    }
    const QByteArray bytes = wanted.toUtf8();
    const ByteSearch search(bytes, hasCapitals(wanted) ? ByteSearch::Case::Sensitive : ByteSearch::Case::Insensitive);
    const auto [from, to] = selection();
    const auto offset = [this](const Place &place) {
        return m_index.row(place.row).start + QStringView(text(place.row)).first(place.column).toUtf8().size();
    };
    // A hit that is selected already is stepped over; a typed letter more keeps it.
    const bool onHit = from != to && selectedText().compare(wanted, Qt::CaseInsensitive) == 0;
    qsizetype hit =
        forward ? search.next(m_bytes, offset(from) + (onHit ? 1 : 0)) : search.previous(m_bytes, offset(from));
    if (hit < 0) {
        hit = forward ? search.next(m_bytes, 0) : search.previous(m_bytes, m_bytes.size());
    }
    if (hit < 0) {
        return false;
    }
    const auto place = [this](qsizetype at) {
        const int row = m_index.rowAt(at);
        const LineIndex::Row found = m_index.row(row);
        const auto before = QByteArrayView(m_bytes).sliced(found.start, std::min(at - found.start, found.length));
        return Place{row, int(QString::fromUtf8(before).size())};
    };
    const Place start = place(hit);
    if (!m_scroll.yOf(start.row) || m_scroll.lastVisibleRow() <= start.row) {
        m_scroll.toRow(start.row);
        m_scroll.scrollBy(-viewport()->height() / 3);
    }
    select(start, place(hit + bytes.size()));
    showPosition();
    return true;
}

void CodeView::clearFind()
{
    m_pattern.clear();
    viewport()->update();
}

void CodeView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_refine.timerId()) {
        const int last = m_scroll.lastVisibleRow();
        if (!m_highlight || m_highlight->refine(m_scroll.topRow(), last, refineBudget)) {
            m_refine.stop();
            m_layouts.clear();
            viewport()->update();
        }
    } else if (event->timerId() == m_dragScroll.timerId()) {
        const QPoint point = viewport()->mapFromGlobal(QCursor::pos());
        const int beyond = point.y() < 0 ? point.y() : qMax(0, point.y() - viewport()->height());
        m_scroll.scrollBy(beyond);
        showPosition();
        select(m_anchor, placeAt(point));
    } else {
        QAbstractScrollArea::timerEvent(event);
    }
}

}  // namespace onlyonce::ui
