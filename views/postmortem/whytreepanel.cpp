// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/whytreepanel.h"

#include "views/postmortem/evidencechoice.h"
#include "views/postmortem/whyedits.h"
#include "views/postmortem/whytreemodel.h"
#include "views/widgets/chiprows.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/treedelegate.h"

#include <QKeyEvent>
#include <QMenu>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace onlyonce::ui {

WhyTreePanel::WhyTreePanel(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_edits(new WhyEdits(session, incident, this))
    , m_model(new WhyTreeModel(this))
    , m_view(new QTreeView)
    , m_delegate(setupTree(m_view))
    , m_therefore(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_evidence(new EvidenceChoice(session, incident, *m_edits))
{
    m_view->setModel(m_model);
    m_view->setAccessibleName(tr("Five whys"));
    m_view->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::DoubleClicked);
    // As high as its whys, within bounds: the page scrolls, and a short tree leaves no hole in it.
    m_view->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    m_view->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    m_view->setMinimumHeight(scaled(100));
    m_view->setMaximumHeight(scaled(560));
    m_view->expandAll();
    m_view->installEventFilter(this);
    m_therefore->setWordWrap(true);

    auto *panel = new Panel(tr("Five whys"));
    auto *deeper = makeButton(tr("Ask why"), ButtonKind::Normal, QStringLiteral("plus"));
    deeper->setToolTip(tr("One why deeper (Tab); a sibling with Enter"));
    auto *keys = new TextLabel(
        tr("Enter: another why · Tab: one deeper · F2: edit · E: evidence · C: confirmed · R: root cause · M: "
           "countermeasure · Alt+arrows: move · Delete: remove · Ctrl+Z: take back · Escape: leave"),
        TextStyle::Caption, TextLabel::Rank::Muted);
    keys->setWordWrap(true);
    panel->addAction(deeper);
    auto *root = makeButton(tr("Root cause"), ButtonKind::Quiet, QStringLiteral("target"));
    root->setToolTip(tr("R"));
    auto *confirm = makeButton(tr("Confirmed"), ButtonKind::Quiet, QStringLiteral("check"));
    confirm->setToolTip(tr("C"));
    auto *evidence = makeButton(tr("Evidence"), ButtonKind::Quiet, QStringLiteral("attachment"));
    evidence->setToolTip(tr("E"));
    auto *measure = makeButton(tr("Countermeasure"), ButtonKind::Quiet, QStringLiteral("shield"));
    // What is done to the chosen why stands below, apart from what adds one.
    auto *tools = new ChipRows(this);
    tools->setWidgets({evidence, confirm, root, measure});
    m_tools = tools;
    panel->body()->addWidget(m_view);
    panel->body()->addWidget(m_evidence);
    panel->body()->addWidget(m_therefore);
    panel->body()->addWidget(m_tools);
    panel->body()->addWidget(keys);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);
    rememberFocus(this, m_view);

    connect(deeper, &QPushButton::clicked, this, &WhyTreePanel::addBelow);
    connect(root, &QPushButton::clicked, this, &WhyTreePanel::toggleRoot);
    connect(confirm, &QPushButton::clicked, this, &WhyTreePanel::toggleConfirmed);
    connect(evidence, &QPushButton::clicked, this, [this] { m_evidence->pick(); });
    connect(m_evidence, &EvidenceChoice::failed, this, &WhyTreePanel::failed);
    connect(measure, &QPushButton::clicked, this,
            [this] { Q_EMIT countermeasureWanted(current() ? current()->id : WhyId{}); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &WhyTreePanel::showTherefore);
    connect(m_model, &WhyTreeModel::modelReset, m_view, &QTreeView::expandAll);
    connect(m_delegate, &TreeDelegate::deeperWanted, this, &WhyTreePanel::addBelow);
    connect(m_delegate, &TreeDelegate::closeEditor, this, &WhyTreePanel::endEdit, Qt::QueuedConnection);
    connect(m_model, &WhyTreeModel::edited, this, [this](const Why &why, const QString &text) {
        m_written = true;
        m_edits->edit(why, text);
    });
    connect(m_edits, &WhyEdits::failed, this, &WhyTreePanel::failed);
    connect(m_edits, &WhyEdits::tookBack, this, &WhyTreePanel::goTo);
    connect(m_edits, &WhyEdits::added, this, [this](WhyId why) {
        m_editNext = why;
        editNew();
    });
}

void WhyTreePanel::setRecord(const std::optional<PostMortemRecord> &record)
{
    if (m_delegate->isEditing()) {
        m_waiting = record;  // another tree would take the words away that are being typed
        m_isWaiting = true;
        return;
    }
    const auto near = nearCurrent();
    const int question = int(m_model->question(m_view->currentIndex()));
    m_tree = record ? record->whys : std::vector<WhyNode>{};
    m_model->setTree(m_tree);
    QModelIndex wanted = m_model->index(question, 0);
    for (const WhyId why : near) {
        if (const QModelIndex there = m_model->indexOf(why); there.isValid()) {
            wanted = there;
            break;
        }
    }
    m_view->setCurrentIndex(wanted);
    goTo(std::exchange(m_goNext, {}));
    editNew();
    showTherefore();
}

void WhyTreePanel::showWhy(WhyId why)
{
    if (const QModelIndex there = m_model->indexOf(why); there.isValid()) {
        m_view->setCurrentIndex(there);
        m_view->setFocus();
        scrollIntoSight(m_view);
    }
}

//! What was taken back or made again may not be in the tree yet.
void WhyTreePanel::goTo(WhyId why)
{
    if (const QModelIndex there = m_model->indexOf(why); there.isValid()) {
        m_view->setCurrentIndex(there);
    } else {
        m_goNext = why;
    }
}

//! The current why, and where to go if it is removed: a neighbour, else upwards.
std::vector<WhyId> WhyTreePanel::nearCurrent() const
{
    std::vector<WhyId> near;
    const auto add = [&](const QModelIndex &index) {
        if (const Why *why = m_model->why(index)) {
            near.push_back(why->id);
        }
    };
    for (QModelIndex here = m_view->currentIndex(); here.isValid(); here = here.parent()) {
        add(here);
        add(here.siblingAtRow(here.row() - 1));
        add(here.siblingAtRow(here.row() + 1));
    }
    return near;
}

//! A new why is typed at once, when both the answer and the tree with it have come.
void WhyTreePanel::editNew()
{
    const QModelIndex made = m_editNext ? m_model->indexOf(m_editNext) : QModelIndex();
    if (made.isValid() && !m_delegate->isEditing()) {
        m_empty = std::exchange(m_editNext, {});
        m_view->setCurrentIndex(made);
        m_view->edit(made);
    }
}

void WhyTreePanel::endEdit()
{
    const Why *why = m_model->why(m_model->indexOf(m_empty));
    if (why && why->text == WhyEdits::unwritten() && !m_written) {
        m_edits->drop(*why);  // nothing was typed after all
    }
    m_empty = {};
    m_written = false;
    if (std::exchange(m_isWaiting, false)) {
        setRecord(std::exchange(m_waiting, {}));
    }
}

bool WhyTreePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_view || (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)) {
        return QWidget::eventFilter(watched, event);
    }
    const auto &key = *static_cast<QKeyEvent *>(event);
    if (event->type() == QEvent::ShortcutOverride) {
        event->setAccepted(steps(key, false));  // before the window's own Alt+Left and Ctrl+Z
        return event->isAccepted();
    }
    const bool plain = !(key.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    return steps(key, true) || (plain && act(key.key()));
}

//! Moving, undoing and redoing; with nothing left to be undone here, what the window undoes is undone.
bool WhyTreePanel::steps(const QKeyEvent &event, bool does)
{
    const bool undoes = event.matches(QKeySequence::Undo) && m_edits->canUndo();
    const bool redoes = event.matches(QKeySequence::Redo) && m_edits->canRedo();
    const bool arrow = event.key() == Qt::Key_Up || event.key() == Qt::Key_Down || event.key() == Qt::Key_Left
                    || event.key() == Qt::Key_Right;
    const bool moves = arrow && (event.modifiers() & ~Qt::KeypadModifier) == Qt::AltModifier && current();
    if (does && undoes) {
        m_edits->undo();
    } else if (does && redoes) {
        m_edits->redo();
    } else if (does && moves) {
        move(event.key());
    }
    return undoes || redoes || moves;
}

//! Up and down among its siblings; left to beside the why above, right to below the sibling above.
void WhyTreePanel::move(int key)
{
    const QModelIndex here = m_view->currentIndex();
    const Why &why = *m_model->why(here);
    const Why *above = m_model->why(here.parent());
    const Why *sibling = m_model->why(here.siblingAtRow(here.row() - 1));
    if (key == Qt::Key_Up || key == Qt::Key_Down) {
        const int place = why.place + (key == Qt::Key_Up ? -1 : 1);
        if (place >= 0) {
            m_edits->move(why, {.parent = why.parent, .question = why.question, .place = place});
        }
    } else if (key == Qt::Key_Left && above) {
        m_edits->move(why, {.parent = above->parent, .question = above->question, .place = above->place + 1});
    } else if (key == Qt::Key_Right && sibling) {
        m_edits->move(why, {.parent = sibling->id, .question = why.question});
    }
}

bool WhyTreePanel::act(int key)
{
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        addSibling();
        return true;
    case Qt::Key_Tab:
        addBelow();
        return true;
    case Qt::Key_Delete:
        remove();
        return true;
    case Qt::Key_R:
        toggleRoot();
        return true;
    case Qt::Key_M:
        Q_EMIT countermeasureWanted(current() ? current()->id : WhyId{});
        return true;
    case Qt::Key_Escape:
        focusNextChild();  // Tab has another meaning here, and nobody is to be caught
        return true;
    case Qt::Key_E:
        m_evidence->pick();
        return true;
    case Qt::Key_C:
        toggleConfirmed();
        return true;
    default:
        return false;
    }
}

const Why *WhyTreePanel::current() const
{
    return m_model->why(m_view->currentIndex());
}

void WhyTreePanel::addSibling()
{
    const Why *why = current();
    const auto question = m_model->question(m_view->currentIndex());
    m_edits->add(why ? WhyPlace{.parent = why->parent, .question = question, .place = why->place + 1}
                     : WhyPlace{.question = question});
}

void WhyTreePanel::addBelow()
{
    const Why *why = current();
    m_edits->add({.parent = why ? why->id : WhyId{}, .question = m_model->question(m_view->currentIndex())});
}

void WhyTreePanel::remove()
{
    if (const Why *why = current()) {
        m_edits->remove(*why);
    }
}

void WhyTreePanel::toggleRoot()
{
    const Why *why = current();
    if (!why) {
        return;
    }
    if (why->root) {
        m_edits->markRoot(*why, std::nullopt);
        return;
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const RootCategory category : allRootCategories) {
        menu->addAction(label(category), this, [this, why = *why, category] { m_edits->markRoot(why, category); });
    }
    menu->setActiveAction(menu->actions().constFirst());
    menu->popup(m_view->viewport()->mapToGlobal(m_view->visualRect(m_view->currentIndex()).bottomLeft()));
}

void WhyTreePanel::toggleConfirmed()
{
    const Why *why = current();
    if (why && why->state == WhyState::Possible && why->evidence.empty()) {
        m_evidence->pick(tr("It is confirmed by what shows it: link that first, then press C again."));
    } else if (why) {
        m_edits->setState(*why, why->state == WhyState::Confirmed ? WhyState::Possible : WhyState::Confirmed);
    }
}

void WhyTreePanel::showTherefore()
{
    const Why *why = current();
    m_therefore->setText(why ? thereforeText(m_tree, why->id, tr("this is what customers saw.")) : QString());
    m_therefore->setVisible(!m_therefore->text().isEmpty());
    m_tools->setEnabled(why);
    m_evidence->setWhy(why);
}

}  // namespace onlyonce::ui
