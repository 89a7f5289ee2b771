// SPDX-License-Identifier: GPL-3.0-or-later
// Search and folds of the code view: what moves rows out of sight and into it.
#include "views/widgets/codeview.h"
#include "views/widgets/paint.h"

#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QTextLayout>

namespace onlyonce::ui {

namespace {

constexpr std::chrono::milliseconds foldBudget{4};

}  // namespace

ByteSearch CodeView::searchFor(const QString &text)
{
    return {text.toUtf8(), hasCapitals(text) ? ByteSearch::Case::Sensitive : ByteSearch::Case::Insensitive};
}

qsizetype CodeView::selectionOffset() const
{
    const Place from = selection().first;
    return from.row < m_index.rows()
             ? m_index.row(from.row).start + QStringView(text(from.row)).first(from.column).toUtf8().size()
             : 0;
}

bool CodeView::find(const QString &wanted, bool forward)
{
    m_pattern = wanted;
    viewport()->update();
    if (wanted.isEmpty() || m_index.rows() == 0) {
        return false;
    }
    const ByteSearch search = searchFor(wanted);
    const auto [from, to] = selection();
    // A hit that is selected already is stepped over; a typed letter more keeps it.
    const bool onHit = from != to && selectedText().compare(wanted, Qt::CaseInsensitive) == 0;
    qsizetype hit = forward ? search.next(m_bytes, selectionOffset() + (onHit ? 1 : 0))
                            : search.previous(m_bytes, selectionOffset());
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
    reveal(start.row);
    const int seen = m_folds.toSeen(start.row);
    if (!m_scroll.yOf(seen) || m_scroll.lastVisibleRow() <= seen) {
        m_scroll.toRow(seen);
        m_scroll.scrollBy(-viewport()->height() / 3);
    }
    select(start, place(hit + wanted.toUtf8().size()));
    showPosition();
    return true;
}

void CodeView::clearFind()
{
    m_pattern.clear();
    viewport()->update();
}

void CodeView::reveal(int row)
{
    while (const auto header = m_folds.headerOf(row)) {
        toggleFold(*header);
    }
}

bool CodeView::opensFold(int row) const
{
    return m_highlight && !m_index.row(row).continues && m_highlight->opensFold(row);
}

void CodeView::toggleFold(int row)
{
    const int seen = m_folds.toSeen(row);
    if (const auto shown = m_folds.show(row)) {
        m_scroll.rowsInserted(seen + 1, m_index.rows() - m_folds.hidden() - m_scroll.rows());
        showPosition();
        Q_EMIT foldsChanged();
    } else if (row < m_index.rows() && opensFold(row)) {
        m_foldSearch = m_highlight->beginFold(row);
        searchFold();
    }
}

void CodeView::searchFold()
{
    if (!m_foldSearch || !m_highlight || m_highlight->findFoldEnd(*m_foldSearch, foldBudget)) {
        m_foldTimer.stop();
        const auto found = std::exchange(m_foldSearch, std::nullopt);
        if (found && found->last()) {
            hide({found->row() + 1, *found->last()});
        }
        return;
    }
    m_foldTimer.start(0, this);
}

void CodeView::hide(const RowFolds::Range &rows)
{
    // Who stands within would be out of sight.
    if (m_cursor.row >= rows.first && m_cursor.row <= rows.last) {
        select({rows.first - 1, 0}, {rows.first - 1, 0});
    }
    const int seen = m_folds.toSeen(rows.first - 1);
    m_folds.hide(rows);
    m_scroll.rowsRemoved(seen + 1, m_scroll.rows() - (m_index.rows() - m_folds.hidden()));
    showPosition();
    Q_EMIT foldsChanged();
}

void CodeView::unfoldAll()
{
    if (m_folds.isEmpty()) {
        return;
    }
    const int top = m_folds.toText(m_scroll.topRow());
    m_folds.clear();
    m_scroll.setRows(m_index.rows());
    m_scroll.toRow(top);
    showPosition();
    Q_EMIT foldsChanged();
}

void CodeView::paintFold(QPainter &painter, int row, const QRect &rect, const QTextLayout &shown) const
{
    const auto folded = m_folds.at(row);
    if (!folded && !opensFold(row)) {
        return;
    }
    const Theme &look = Theme::of(this);
    const QRectF box(gutter() - space::l, rect.top(), space::l, rowHeight());
    QPainterPath arrow;
    const QPointF middle = box.center();
    if (folded) {
        arrow.addPolygon(QPolygonF({middle + QPointF(-2, -4), middle + QPointF(2, 0), middle + QPointF(-2, 4)}));
    } else {
        arrow.addPolygon(QPolygonF({middle + QPointF(-4, -2), middle + QPointF(0, 2), middle + QPointF(4, -2)}));
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(folded ? look.accent : look.textMuted, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(arrow);
    if (folded && shown.lineCount() > 0) {
        // How much is hidden stands behind the row that it hangs on.
        const int lines = m_index.row(folded->last).line - m_index.row(row).line;
        const QString text = lines == 1 ? tr("1 line") : tr("%1 lines").arg(lines);
        const QFont font = textFont(TextStyle::Caption);
        const QTextLine end = shown.lineAt(shown.lineCount() - 1);
        const int left = gutter() - horizontalScrollBar()->value() + qCeil(end.naturalTextWidth()) + space::s;
        const QRect pill(left, rect.bottom() + 1 - rowHeight() + 3,
                         QFontMetrics(font).horizontalAdvance(text) + space::l, rowHeight() - 6);
        painter.setClipRect(QRect(gutter(), rect.top(), rect.width(), rect.height()));
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.tone(Tone::Accent).fill);
        painter.drawRoundedRect(pill, radius::s, radius::s);
        painter.setPen(look.tone(Tone::Accent).text);
        painter.setFont(font);
        painter.drawText(pill, Qt::AlignCenter, text);
    }
    painter.restore();
}

}  // namespace onlyonce::ui
