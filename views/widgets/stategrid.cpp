// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/stategrid.h"

#include "views/widgets/icon.h"
#include "views/widgets/paint.h"

#include <QAbstractButton>
#include <QAbstractTableModel>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr int iconSize = 14;
constexpr int padding = space::s;
constexpr int narrowest = 44;    //!< of a column, for a shape
constexpr int widestName = 104;  //!< of a row's name, where a quarter of the width is less

int heightOfRow()
{
    return scaled(36);
}

int widthFor(const QString &text)
{
    return 2 + 2 * padding + iconSize + space::xs + textWidth(text, textFont(TextStyle::Small));
}

}  // namespace

class GridModel final : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setStates(const QStringList &rows, const QStringList &columns, const QList<GridState> &states)
    {
        if (rows == m_rows && columns == m_columns) {
            m_states = states;
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
            return;
        }
        beginResetModel();
        m_rows = rows;
        m_columns = columns;
        m_states = states;
        endResetModel();
    }
    [[nodiscard]] const QStringList &rows() const { return m_rows; }
    [[nodiscard]] const QStringList &columns() const { return m_columns; }
    [[nodiscard]] const QList<GridState> &states() const { return m_states; }
    [[nodiscard]] GridState at(const QModelIndex &index) const
    {
        return m_states.value(index.row() * m_columns.size() + index.column());
    }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_columns.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        switch (role) {
        case Qt::DisplayRole:
            return at(index).text;
        case Qt::AccessibleTextRole:
        case Qt::ToolTipRole:
            return at(index).spoken;
        default:
            return {};
        }
    }
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        const bool isText = role == Qt::DisplayRole || role == Qt::ToolTipRole;
        return isText ? QVariant(orientation == Qt::Horizontal ? m_columns.value(section) : m_rows.value(section))
                      : QVariant();
    }

private:
    QStringList m_rows;
    QStringList m_columns;
    QList<GridState> m_states;
};

namespace {

//! Names alone, without lines: the cells have their own.
class GridHeader final : public QHeaderView
{
public:
    using QHeaderView::QHeaderView;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        const QString name = model()->headerData(section, orientation(), Qt::DisplayRole).toString();
        const bool isRow = orientation() == Qt::Vertical;
        painter->fillRect(rect, Theme::of(this).surface);
        drawElided(*painter, isRow ? rect.adjusted(0, 0, -space::s, 0) : rect, name, textFont(TextStyle::Small),
                   Theme::of(this).textMuted, isRow ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignCenter);
    }
};

class GridDelegate final : public QStyledItemDelegate
{
public:
    GridDelegate(const GridModel *model, const StateGrid *grid)
        : m_model(model)
        , m_grid(grid)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const GridState state = m_model->at(index);
        const Theme &theme = Theme::of(option.palette);
        const ToneColors &colors = theme.tone(state.tone);
        const QRect box = option.rect.adjusted(1, 2, -1, -2);
        const bool isKnown = !state.text.isEmpty();
        painter->setRenderHint(QPainter::Antialiasing);
        drawBox(*painter, box, radius::s, isKnown ? colors.fill : theme.surface,
                option.state & QStyle::State_MouseOver ? theme.borderStrong : theme.border);
        const QColor ink = isKnown ? colors.text : theme.textMuted;
        const QFont font = textFont(TextStyle::Small);
        if (!isKnown) {
            drawElided(*painter, box, QStringLiteral("–"), font, ink, Qt::AlignCenter);
        } else if (m_grid->showsWords()) {
            const int words = textWidth(state.text, font);
            const int whole = iconSize + space::xs + words;
            const QRect icon(box.left() + (box.width() - whole) / 2, box.top(), iconSize, box.height());
            const QRect text(icon.right() + 1 + space::xs, box.top(), words, box.height());
            drawIcon(*painter, mirrored(option.direction, box, icon), state.icon, ink);
            drawElided(*painter, mirrored(option.direction, box, text), state.text, font, ink,
                       Qt::AlignLeft | Qt::AlignVCenter);
        } else {
            drawIcon(*painter, QRect(box.left(), box.top() + (box.height() - iconSize) / 2, box.width(), iconSize),
                     state.icon, ink);
        }
        if (state.isMarked) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme.tone(Tone::Danger).solid);
            painter->drawEllipse(mirrored(option.direction, box, QRect(box.right() - 9, box.top() + 4, 6, 6)));
        }
        if (m_grid->hasFocus() && option.state & QStyle::State_HasFocus) {
            drawFocusRing(*painter, box, radius::s, theme);
        }
    }

private:
    const GridModel *m_model;
    const StateGrid *m_grid;
};

}  // namespace

StateGrid::StateGrid(const QString &accessibleName, QWidget *parent)
    : QTableView(parent)
    , m_model(new GridModel(this))
{
    setAccessibleName(accessibleName);
    setModel(m_model);
    auto *delegate = new GridDelegate(m_model, this);
    delegate->setParent(this);
    setItemDelegate(delegate);
    setHorizontalHeader(new GridHeader(Qt::Horizontal));
    setVerticalHeader(new GridHeader(Qt::Vertical));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    if (auto *corner = findChild<QAbstractButton *>()) {
        corner->installEventFilter(this);
    }
    setMouseTracking(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setMinimumSectionSize(narrowest);
    horizontalHeader()->setFixedHeight(scaled(24));
    verticalHeader()->setHighlightSections(false);
    verticalHeader()->setSectionsClickable(false);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(heightOfRow());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QTableView::clicked, this,
            [this](const QModelIndex &index) { Q_EMIT chosen(index.row(), index.column()); });
}

void StateGrid::setStates(const QStringList &rows, const QStringList &columns, const QList<GridState> &states)
{
    const QModelIndex current = currentIndex();
    m_model->setStates(rows, columns, states);
    if (m_model->rowCount() > 0 && m_model->columnCount() > 0) {
        setCurrentIndex(m_model->index(std::clamp(current.row(), 0, m_model->rowCount() - 1),
                                       std::clamp(current.column(), 0, m_model->columnCount() - 1)));
    }
    arrange();
    updateGeometry();
}

void StateGrid::arrange()
{
    int names = 0;
    for (const QString &row : m_model->rows()) {
        names = std::max(names, textWidth(row, textFont(TextStyle::Small)) + space::s + 1);
    }
    verticalHeader()->setFixedWidth(std::min(names, std::max(scaled(widestName), width() / 4)));
    const int columns = std::max(1, m_model->columnCount());
    const int room = width() - verticalHeader()->width();
    const bool fits = room / columns >= narrowest;
    horizontalHeader()->setSectionResizeMode(fits ? QHeaderView::Stretch : QHeaderView::Fixed);
    if (!fits) {
        horizontalHeader()->setDefaultSectionSize(narrowest);
    }
    viewport()->update();
    Q_EMIT roomChanged();
}

bool StateGrid::showsWords() const
{
    const int columns = std::max(1, m_model->columnCount());
    const int room = (width() - verticalHeader()->width()) / columns;
    return std::ranges::all_of(m_model->states(), [&](const GridState &state) {
        return state.text.isEmpty() || widthFor(state.text) <= room;
    });
}

QSize StateGrid::sizeHint() const
{
    const int bar = width() - verticalHeader()->width() < narrowest * m_model->columnCount()
                      ? horizontalScrollBar()->sizeHint().height()
                      : 0;
    return {scaled(240), scaled(24) + heightOfRow() * m_model->rowCount() + bar};
}

QSize StateGrid::minimumSizeHint() const
{
    return {scaled(160), sizeHint().height()};
}

void StateGrid::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex at = currentIndex();
    const bool plain = (event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)) == 0;
    if (at.isValid() && plain
        && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)) {
        Q_EMIT chosen(at.row(), at.column());
    } else if (at.isValid() && plain && event->text().size() == 1 && event->text().at(0).isPrint()) {
        Q_EMIT typed(at.row(), at.column(), event->text());
    } else {
        QTableView::keyPressEvent(event);
    }
}

//! The corner where the names meet is no head, and draws none.
bool StateGrid::eventFilter(QObject *watched, QEvent *event)
{
    const bool paintsCorner = event->type() == QEvent::Paint && qobject_cast<QAbstractButton *>(watched);
    return paintsCorner || QTableView::eventFilter(watched, event);
}

void StateGrid::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    arrange();
}

}  // namespace onlyonce::ui
