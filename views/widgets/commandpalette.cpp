// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/commandpalette.h"

#include "views/widgets/fuzzy.h"
#include "views/widgets/icon.h"
#include "views/widgets/page.h"
#include "views/widgets/paint.h"
#include "views/widgets/pill.h"

#include <QAbstractListModel>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextLayout>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace onlyonce::ui {

namespace {

constexpr int mostShown = 60;
constexpr int rowsInSight = 9;
constexpr int shadowWidth = 12;

int rowHeight()
{
    return scaled(36);
}

struct Ranked
{
    PaletteItem item;
    int score = 0;
    QList<int> hits;  //!< in the item's text
};

bool looksSame(const Ranked &a, const Ranked &b)
{
    return a.item.text == b.item.text && a.item.detail == b.item.detail && a.item.shortcut == b.item.shortcut
        && a.item.icon == b.item.icon && a.hits == b.hits;
}

//! The text itself counts most, then the details, then the words nobody sees.
Ranked ranked(PaletteItem &&item, const QString &pattern)
{
    Ranked result{std::move(item), 0, {}};
    result.score = fuzzyScore(pattern, result.item.text, &result.hits);
    if (result.score < 0) {
        const int other = std::max(fuzzyScore(pattern, result.item.detail), fuzzyScore(pattern, result.item.keywords));
        result.score = other < 0 ? -1 : other / 2;
    }
    return result;
}

}  // namespace

class PaletteModel final : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    void setRows(std::vector<Ranked> rows)
    {
        if (std::ranges::equal(rows, m_rows, looksSame)) {
            m_rows = std::move(rows);  // what they do may have changed, but there is nothing to paint
            return;
        }
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }
    [[nodiscard]] const std::vector<Ranked> &rows() const { return m_rows; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
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

private:
    std::vector<Ranked> m_rows;
};

namespace {

class PaletteDelegate final : public QStyledItemDelegate
{
public:
    explicit PaletteDelegate(const PaletteModel *model, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_model(model)
    {
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {0, rowHeight()};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Ranked &row = m_model->rows().at(size_t(index.row()));
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

private:
    //! The matched letters in the accent.
    static int paintHits(QPainter *painter, const QRect &line, const Ranked &row, const Theme &theme,
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

    const PaletteModel *m_model;
};

}  // namespace

CommandPalette::CommandPalette(QWidget *host)
    : QFrame(host)
    , m_host(host)
    , m_edit(new QLineEdit)
    , m_list(new QListView)
    , m_nothing(new TextLabel(tr("Nothing found"), TextStyle::Body, TextLabel::Rank::Muted))
    , m_model(new PaletteModel(this))
{
    hide();
    setAccessibleName(tr("Command palette"));
    m_edit->setFrame(false);
    m_edit->setPlaceholderText(tr("Type a command, an incident, a page …"));
    m_edit->setAccessibleName(tr("Find a command"));
    m_edit->setFixedHeight(scaled(48));
    m_edit->installEventFilter(this);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_model, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setAccessibleName(tr("Results"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QListView::ScrollPerPixel);
    // They cover what is below, which then need not be painted for every letter.
    m_edit->setBackgroundRole(QPalette::Button);
    m_edit->setAutoFillBackground(true);
    m_list->viewport()->setBackgroundRole(QPalette::Button);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(shadowWidth + 1, shadowWidth + 1, shadowWidth + 1, shadowWidth + space::s);
    column->setSpacing(space::s);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(space::m, 0, space::m, 0);  // clear of the round corners
    line->addWidget(m_edit);
    column->addLayout(line);
    column->addWidget(m_list);
    m_nothing->setContentsMargins(space::l + space::xs, space::s, space::l, space::s);
    column->addWidget(m_nothing);
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::rank);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
}

CommandPalette::~CommandPalette() = default;

void CommandPalette::addProvider(Provider provider)
{
    m_providers.push_back(std::move(provider));
}

void CommandPalette::setPlaceholder(const QString &text)
{
    m_edit->setPlaceholderText(text);
    m_edit->setAccessibleName(text);
}

void CommandPalette::popup(const QString &pattern)
{
    if (!isVisible()) {
        m_previousFocus = m_host->focusWidget();
        if (!m_host->isActiveWindow()) {  // the key was pressed in another window of ours
            m_host->window()->raise();
            m_host->window()->activateWindow();
        }
        QCoreApplication::instance()->installEventFilter(this);
    }
    QFont font = textFont(TextStyle::Subtitle);
    font.setWeight(QFont::Normal);  // what is typed is no head
    m_edit->setFont(font);
    m_edit->setText(pattern);
    rank();
    show();
    raise();
    m_edit->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::refresh()
{
    if (!isVisible()) {
        return;
    }
    const QString chosen = m_list->currentIndex().data().toString();
    const bool moved = m_moved;
    rank();
    if (!moved) {
        return;  // nobody chose what stood first: a better answer may take its place
    }
    m_moved = true;
    const QModelIndexList same = m_model->match(m_model->index(0), Qt::DisplayRole, chosen, 1, Qt::MatchExactly);
    if (!same.isEmpty()) {
        m_list->setCurrentIndex(same.first());
    }
}

QStringList CommandPalette::shownTexts() const
{
    QStringList texts;
    for (const Ranked &row : m_model->rows()) {
        texts << row.item.text;
    }
    return texts;
}

void CommandPalette::rank()
{
    const QString pattern = m_edit->text().trimmed();
    std::vector<Ranked> rows;
    for (const Provider &provider : m_providers) {
        QList<PaletteItem> items = provider(pattern);
        for (PaletteItem &item : items) {
            Ranked row = ranked(std::move(item), pattern);
            if (row.score >= 0) {
                rows.push_back(std::move(row));
            }
        }
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Ranked &a, const Ranked &b) { return a.score > b.score; });
    rows.resize(std::min<size_t>(rows.size(), mostShown));
    m_model->setRows(std::move(rows));
    m_list->setCurrentIndex(m_model->index(0));
    m_moved = false;
    place();
}

void CommandPalette::place()
{
    const int rows = std::min(m_model->rowCount(), rowsInSight);
    m_list->setVisible(rows > 0);
    m_nothing->setVisible(rows == 0 && !m_edit->text().isEmpty());
    const bool more = m_model->rowCount() > rows;  // half a row says so
    m_list->setFixedHeight(std::max(1, rows * rowHeight() + (more ? rowHeight() / 2 : 0)));
    const int wide = std::min(scaled(640) + 2 * shadowWidth, m_host->width() - 2 * space::l);
    layout()->activate();
    int high = m_edit->height() + 2 * shadowWidth + space::s;
    if (rows > 0) {
        high += m_list->height() + space::s;
    } else if (!m_nothing->isHidden()) {
        high += m_nothing->sizeHint().height() + space::s;
    }
    setGeometry((m_host->width() - wide) / 2, std::max(space::l, m_host->height() / 8), wide, high);
}

void CommandPalette::move(int steps)
{
    m_moved = true;
    const int rows = m_model->rowCount();
    if (rows > 0) {
        const int next = m_list->currentIndex().row() + steps;
        const bool page = std::abs(steps) > 1;
        m_list->setCurrentIndex(m_model->index(page ? std::clamp(next, 0, rows - 1) : (next + rows) % rows));
    }
}

void CommandPalette::runCurrent()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid()) {
        return;
    }
    // A copy: running may rebuild the list, and the action wants the focus where it was.
    const auto run = m_model->rows().at(size_t(index.row())).item.run;
    dismiss();
    if (run) {
        run();
    }
}

void CommandPalette::dismiss()
{
    QCoreApplication::instance()->removeEventFilter(this);
    hide();
    if (m_previousFocus) {
        m_previousFocus->setFocus(Qt::PopupFocusReason);
    }
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonPress && isVisible()) {
        auto *widget = qobject_cast<QWidget *>(watched);
        if (widget && widget != this && !isAncestorOf(widget)) {
            dismiss();
        }
    }
    if (watched == m_host && event->type() == QEvent::Resize) {
        place();
    }
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Down:
        case Qt::Key_Tab:
            move(1);
            return true;
        case Qt::Key_Up:
        case Qt::Key_Backtab:
            move(-1);
            return true;
        case Qt::Key_PageDown:
            move(rowsInSight);
            return true;
        case Qt::Key_PageUp:
            move(-rowsInSight);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            runCurrent();
            return true;
        case Qt::Key_Escape:
            dismiss();
            return true;
        default:
            break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const QRectF box = QRectF(rect()).adjusted(shadowWidth, shadowWidth, -shadowWidth, -shadowWidth);
    drawShadow(painter, box, radius::l, shadowWidth, theme);
    drawBox(painter, box, radius::l, theme.raised, mixed(theme.text, theme.raised, theme.isDark ? 0.14 : 0.12));
    if (m_list->isVisible() || m_nothing->isVisible()) {
        painter.fillRect(QRectF(box.left() + 1, m_edit->geometry().bottom() + 1, box.width() - 2, 1), theme.border);
    }
}

}  // namespace onlyonce::ui
