// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/paletterows.h"

#include "views/widgets/fuzzy.h"
#include "views/widgets/icon.h"
#include "views/widgets/page.h"
#include "views/widgets/paint.h"
#include "views/widgets/pill.h"

#include <QPainter>
#include <QStringTokenizer>
#include <QTextLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace onlyonce::ui {

namespace {

bool looksSame(const PaletteRow &a, const PaletteRow &b)
{
    return a.item.text == b.item.text && a.item.detail == b.item.detail && a.item.shortcut == b.item.shortcut
        && a.item.icon == b.item.icon && std::ranges::equal(a.hits, b.hits);
}

//! The matched letters in the accent.
int paintHits(QPainter *painter, const QRect &line, const PaletteRow &row, const Theme &theme,
              Qt::LayoutDirection direction)
{
    const QFont font = textFont(TextStyle::Body);
    QTextLayout layout(QFontMetrics(font).elidedText(row.item.text, Qt::ElideRight, line.width()), font);
    QTextOption option;
    option.setTextDirection(direction);
    option.setAlignment(QStyle::visualAlignment(direction, Qt::AlignLeft));
    option.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(option);
    QList<QTextLayout::FormatRange> formats;
    QTextCharFormat hit;
    hit.setForeground(theme.accent);
    hit.setFontWeight(QFont::DemiBold);
    for (const int at : row.hits) {
        if (!formats.isEmpty() && formats.last().start + formats.last().length == at) {
            ++formats.last().length;  // a word in one piece: each piece is shaped by itself
        } else {
            formats.append({at, 1, hit});
        }
    }
    layout.setFormats(formats);
    layout.beginLayout();
    QTextLine text = layout.createLine();
    text.setLineWidth(line.width());
    layout.endLayout();
    painter->setPen(theme.text);
    layout.draw(painter, QPointF(line.left(), line.top() + (line.height() - text.height()) / 2));
    return qCeil(text.naturalTextWidth());
}

}  // namespace

PaletteRow rankedRow(PaletteItem item, const QString &pattern)
{
    PaletteRow result{std::move(item), 0, {}};
    result.score = fuzzyScore(pattern, result.item.text, &result.hits);
    // A word that is meant is worth more than letters that happen to be in the text.
    int other = std::max(fuzzyScore(pattern, result.item.detail), fuzzyScore(pattern, result.item.keywords));
    for (const QStringView word : QStringTokenizer(result.item.keywords, u' ')) {  // none of them is the first
        other = std::max(other, fuzzyScore(pattern, word));
    }
    if (const int meant = other * 3 / 4; other >= 0 && result.score < meant) {
        result.score = meant;
        result.hits.clear();
    }
    return result;
}

void PaletteModel::setRows(std::vector<PaletteRow> rows)
{
    if (std::ranges::equal(rows, m_rows, looksSame)) {
        m_rows = std::move(rows);  // what they do may have changed, but there is nothing to paint
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const PaletteItem &item = m_rows.at(size_t(index.row())).item;
    if (role == Qt::DisplayRole) {
        return item.text;
    }
    return role == Qt::AccessibleTextRole ? QVariant(QStringList{item.text, item.detail, item.shortcut}.join(u' '))
                                          : QVariant();
}

PaletteDelegate::PaletteDelegate(const PaletteModel *model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{
}

int PaletteDelegate::rowHeight()
{
    return scaled(36);
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, rowHeight()};
}

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const PaletteRow &row = m_model->rows().at(size_t(index.row()));
    const Theme &theme = Theme::of(option.palette);
    const auto place = [&](const QRect &part) { return mirrored(option.direction, option.rect, part); };
    const Qt::Alignment leading = QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter;
    const bool current = option.state & QStyle::State_Selected;
    if (current || option.state & QStyle::State_MouseOver) {
        drawBox(*painter, option.rect.adjusted(space::s, 1, -space::s, -1), radius::m,
                current ? theme.selected : theme.hover);
    }
    QRect line = option.rect.adjusted(space::s + space::m, 0, -space::s - space::m, 0);
    drawIcon(*painter, place(QRect(line.left(), line.top() + (line.height() - 16) / 2, 16, 16)), row.item.icon,
             current ? theme.accent : theme.textMuted);
    line.setLeft(line.left() + 16 + space::m);

    if (!row.item.shortcut.isEmpty()) {
        const Pill keys{row.item.shortcut, Tone::Neutral, PillShape::Soft, {}};
        const int width = pillSize(keys).width();
        const QRect cut(line.right() + 1 - width, line.top(), width, line.height());
        drawPill(*painter, place(cut), keys, theme, option.direction);
        line.setRight(cut.left() - 1 - space::l);
    }
    const int taken = paintHits(painter, place(line), row, theme, option.direction);
    line.setLeft(line.left() + taken + space::m);
    drawElided(*painter, place(line), row.item.detail, textFont(TextStyle::Small), theme.textMuted, leading);
}

}  // namespace onlyonce::ui
