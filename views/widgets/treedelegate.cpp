// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/treedelegate.h"

#include "views/widgets/icon.h"
#include "views/widgets/paint.h"
#include "views/widgets/rowroles.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QResizeEvent>
#include <QTreeView>

#include <utility>

namespace onlyonce::ui {

namespace {

constexpr int rowPadding = 6;
constexpr int mostLines = 4;

int rowLineHeight()
{
    return scaled(20);
}

struct Parts
{
    QRect icon, lead, text, pills, detail;
};

int pillsWidth(const QModelIndex &index)
{
    int width = 0;
    for (const Pill &pill : index.data(TreePills).value<QList<Pill>>()) {
        width += pillSize(pill).width() + space::xs;
    }
    return width;
}

//! Where everything of a node goes, from the left; callers mirror.
Parts arrange(const QRect &rect, const QModelIndex &index)
{
    Parts parts;
    QRect line = rect.adjusted(space::s, rowPadding, -space::m, 0);
    line.setHeight(rowLineHeight());
    if (!index.data(TreeIcon).toString().isEmpty()) {
        parts.icon = QRect(line.left(), line.top() + (rowLineHeight() - metric::icon) / 2, metric::icon, metric::icon);
        line.setLeft(line.left() + metric::icon + space::s);
    }
    if (const QString lead = index.data(TreeLead).toString(); !lead.isEmpty()) {
        const int width = textWidth(lead, textFont(TextStyle::Small));
        parts.lead = QRect(line.left(), line.top(), width, rowLineHeight());
        line.setLeft(parts.lead.right() + 1 + space::s);
    }
    if (const int width = qMin(pillsWidth(index), line.width() * 3 / 5); width > 0) {
        parts.pills = QRect(line.right() + 1 - width, line.top(), width, rowLineHeight());
        line.setRight(parts.pills.left() - 1 - space::m);
    }
    const QFontMetrics metrics(textFont(TextStyle::Body));
    const QRect words = metrics.boundingRect(QRect(0, 0, qMax(40, line.width()), 10'000), Qt::TextWordWrap,
                                             index.data(TreeText).toString());
    const int lines = qBound(1, (words.height() + metrics.lineSpacing() - 1) / metrics.lineSpacing(), mostLines);
    parts.text = QRect(line.left(), line.top(), line.width(), rowLineHeight() + (lines - 1) * metrics.lineSpacing());
    if (!index.data(TreeDetail).toString().isEmpty()) {
        const int right = parts.pills.isValid() ? parts.pills.right() : line.right();
        parts.detail = QRect(line.left(), parts.text.bottom() + 1, right - line.left(), rowLineHeight());
    }
    return parts;
}

}  // namespace

TreeDelegate::TreeDelegate(QTreeView *view)
    : QStyledItemDelegate(view)
    , m_view(view)
    , m_viewport(view->viewport())
{
    m_viewport->installEventFilter(this);
}

bool TreeDelegate::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_viewport) {
        const int key = event->type() == QEvent::KeyPress ? static_cast<QKeyEvent *>(event)->key() : 0;
        if (key == Qt::Key_Tab || key == Qt::Key_Return || key == Qt::Key_Enter) {
            Q_EMIT commitData(m_editor);
            Q_EMIT closeEditor(m_editor);
            if (key == Qt::Key_Tab) {
                Q_EMIT deeperWanted();
            }
            return true;
        }
        return QStyledItemDelegate::eventFilter(watched, event);
    }
    const auto *resize = event->type() == QEvent::Resize ? static_cast<QResizeEvent *>(event) : nullptr;
    if (resize && resize->oldSize().width() != resize->size().width()) {
        // The wrapped texts have other heights now.
        Q_EMIT sizeHintChanged({});
    }
    return false;
}

void TreeDelegate::setZoom(int percent)
{
    m_zoom = percent / 100.0;
    Q_EMIT sizeHintChanged({});
}

bool TreeDelegate::isEditing() const
{
    return m_editor && m_editor->isVisible();
}

QSize TreeDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    int depth = 1;
    for (QModelIndex up = index.parent(); up.isValid() && up != m_view->rootIndex(); up = up.parent()) {
        ++depth;
    }
    const int width = qMax(120, m_view->viewport()->width() - depth * m_view->indentation());
    const Parts parts = arrange(QRect(0, 0, qRound(width / m_zoom), rowLineHeight()), index);
    const int bottom = parts.detail.isValid() ? parts.detail.bottom() : parts.text.bottom();
    return {width, zoomed(bottom + 1 + rowPadding)};
}

void TreeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.palette);
    const QRect whole(0, 0, qRound(option.rect.width() / m_zoom), qRound(option.rect.height() / m_zoom));
    const auto place = [&](const QRect &part) { return mirrored(option.direction, whole, part); };
    const Qt::Alignment leading = QStyle::visualAlignment(option.direction, Qt::AlignLeft);
    painter->save();
    const QRect ground = option.rect.adjusted(0, 1, -2, -1);
    if (option.state & QStyle::State_Selected) {
        drawBox(*painter, ground, radius::m, theme.selected);
        if (option.state & QStyle::State_HasFocus) {
            drawFocusRing(*painter, ground, radius::m, theme);
        }
    } else if (option.state & QStyle::State_MouseOver) {
        drawBox(*painter, ground, radius::m, theme.hover);
    }
    painter->translate(option.rect.topLeft());
    painter->scale(m_zoom, m_zoom);
    const Parts parts = arrange(whole, index);
    const auto tone = static_cast<Tone>(index.data(TreeTone).toInt());
    const QColor toned = tone == Tone::Neutral ? theme.textMuted : theme.tone(tone).text;
    drawIcon(*painter, place(parts.icon), index.data(TreeIcon).toString(), toned);
    drawElided(*painter, place(parts.lead), index.data(TreeLead).toString(), textFont(TextStyle::Small), toned,
               leading | Qt::AlignVCenter);
    painter->setFont(textFont(TextStyle::Body));
    painter->setPen(theme.text);
    const int nudge = (rowLineHeight() - painter->fontMetrics().lineSpacing()) / 2;
    painter->drawText(place(parts.text).adjusted(0, nudge, 0, 0),
                      static_cast<int>(leading) | Qt::AlignTop | Qt::TextWordWrap, index.data(TreeText).toString());
    drawElided(*painter, place(parts.detail), index.data(TreeDetail).toString(), textFont(TextStyle::Small),
               theme.textMuted, leading | Qt::AlignVCenter);
    if (parts.pills.isValid()) {
        drawPills(*painter, place(parts.pills), index.data(TreePills).value<QList<Pill>>(), theme, option.direction);
    }
    painter->restore();
}

QWidget *TreeDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QWidget *editor = QStyledItemDelegate::createEditor(parent, option, index);
    if (auto *line = qobject_cast<QLineEdit *>(editor)) {
        line->setFrame(true);
        QFont font = textFont(TextStyle::Body);
        font.setPixelSize(zoomed(QFontInfo(font).pixelSize()));
        line->setFont(font);
        line->setAccessibleName(index.data(TreeLead).toString().isEmpty() ? tr("Text")
                                                                          : index.data(TreeLead).toString());
        connect(line, &QLineEdit::textEdited, this, [this](const QString &text) { Q_EMIT typed(text); });
    }
    m_editor = editor;
    m_isFilled = false;
    return editor;
}

void TreeDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    if (editor != m_editor || !std::exchange(m_isFilled, true)) {
        QStyledItemDelegate::setEditorData(editor, index);
    }
}

void TreeDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                        const QModelIndex &index) const
{
    const Parts parts = arrange(QRect(0, 0, qRound(option.rect.width() / m_zoom), rowLineHeight()), index);
    const int high = qMin(option.rect.height(), zoomed(scaled(metric::control)));
    QRect field(zoomed(parts.text.left() - space::s), 0, zoomed(parts.text.width() + space::s), high);
    field.translate(option.rect.topLeft());
    editor->setGeometry(mirrored(option.direction, option.rect, field));
}

TreeDelegate *setupTree(QTreeView *view)
{
    auto *delegate = new TreeDelegate(view);
    view->setItemDelegate(delegate);
    view->setHeaderHidden(true);
    view->setFrameShape(QFrame::NoFrame);
    view->setIndentation(24);
    view->setUniformRowHeights(false);
    view->setMouseTracking(true);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::DoubleClicked);
    view->setExpandsOnDoubleClick(false);
    view->header()->setStretchLastSection(true);
    return delegate;
}

}  // namespace onlyonce::ui
