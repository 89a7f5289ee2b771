// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/commandpalette.h"

#include "views/widgets/page.h"
#include "views/widgets/paint.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr int mostShown = 60;
constexpr int rowsInSight = 9;
constexpr int shadowWidth = 12;

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
    for (const PaletteRow &row : m_model->rows()) {
        texts << row.item.text;
    }
    return texts;
}

void CommandPalette::rank()
{
    const QString pattern = m_edit->text().trimmed();
    std::vector<PaletteRow> rows;
    for (const Provider &provider : m_providers) {
        QList<PaletteItem> items = provider(pattern);
        for (PaletteItem &item : items) {
            PaletteRow row = rankedRow(std::move(item), pattern);
            if (row.score >= 0) {
                rows.push_back(std::move(row));
            }
        }
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const PaletteRow &a, const PaletteRow &b) { return a.score > b.score; });
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
    m_list->setFixedHeight(
        std::max(1, rows * PaletteDelegate::rowHeight() + (more ? PaletteDelegate::rowHeight() / 2 : 0)));
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
