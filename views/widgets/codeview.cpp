// SPDX-License-Identifier: GPL-3.0-or-later
// Content, layout, painting, selection. What keys and the mouse do is in codeviewinput.cpp, search and folds in
// codeviewfind.cpp.
#include "views/widgets/codeview.h"

#include "views/widgets/accessibleviews.h"
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

}  // namespace

CodeView::CodeView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_scroll([this](int seen) { return heightOf(m_folds.toText(seen)); })
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
    setContent(utf8, LineIndex(utf8), language);
}

void CodeView::setContent(const QByteArray &utf8, LineIndex index, const QString &language)
{
    m_bytes = utf8;  // shared: what the index refers to stays where it is
    m_index = std::move(index);
    m_folds.clear();
    m_foldSearch.reset();
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
    m_foldSearch.reset();
    unfoldAll();
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

int CodeView::heightOf(int row) const
{
    return m_wraps ? qMax(rowHeight(), qCeil(layout(row).boundingRect().height())) : rowHeight();
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
    reveal(row);
    m_scroll.toRow(m_folds.toSeen(row));
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
    const int first = m_folds.toText(m_scroll.topRow());
    int last = first - 1;
    for (int seen = m_scroll.topRow(); seen < m_scroll.rows() && y < viewport()->height(); ++seen) {
        last = m_folds.toText(seen);
        const int height = heightOf(last);
        paintRow(painter, last, QRect(0, y, viewport()->width(), height), theme);
        y += height;
    }
    if (m_highlight && m_highlight->isGuess(first, last)) {
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
    paintFold(painter, row, rect, shown);
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

CodeView::Lines CodeView::quotedLines() const
{
    const Lines selected = selectedLines();
    if (selected.last >= selected.first || m_cursor.row >= m_index.rows()) {
        return selected;
    }
    const int line = m_index.row(m_cursor.row).line;
    return {line, line};
}

QString CodeView::lineText(int line) const
{
    QString whole;
    for (int row = m_index.rowOfLine(line); row < m_index.rows() && m_index.row(row).line == line; ++row) {
        whole += text(row);
    }
    return whole;
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

void CodeView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_refine.timerId()) {
        const int first = m_folds.toText(m_scroll.topRow());
        const int last = m_folds.toText(m_scroll.lastVisibleRow());
        if (!m_highlight || m_highlight->refine(first, last, refineBudget)) {
            m_refine.stop();
            m_layouts.clear();
            viewport()->update();
        }
    } else if (event->timerId() == m_foldTimer.timerId()) {
        searchFold();
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
