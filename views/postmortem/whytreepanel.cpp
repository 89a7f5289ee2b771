// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/whytreepanel.h"

#include "models/incidents/desk.h"
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

namespace {

//! Stands for a why until it is typed.
QString unwritten()
{
    return QStringLiteral("…");
}

}  // namespace

WhyTreePanel::WhyTreePanel(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_model(new WhyTreeModel(this))
    , m_view(new QTreeView)
    , m_delegate(setupTree(m_view))
    , m_therefore(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
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
    auto *keys = new TextLabel(tr("Enter: another why · Tab: one deeper · F2: edit · C: confirmed · R: root cause · "
                                  "M: countermeasure · Delete: remove · Escape: leave"),
                               TextStyle::Caption, TextLabel::Rank::Muted);
    keys->setWordWrap(true);
    panel->addAction(deeper);
    auto *root = makeButton(tr("Root cause"), ButtonKind::Quiet, QStringLiteral("target"));
    root->setToolTip(tr("R"));
    auto *confirm = makeButton(tr("Confirmed"), ButtonKind::Quiet, QStringLiteral("check"));
    confirm->setToolTip(tr("C"));
    auto *measure = makeButton(tr("Countermeasure"), ButtonKind::Quiet, QStringLiteral("shield"));
    // What is done to the chosen why stands below, apart from what adds one.
    auto *tools = new ChipRows(this);
    tools->setWidgets({confirm, root, measure});
    m_tools = tools;
    panel->body()->addWidget(m_view);
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
    connect(measure, &QPushButton::clicked, this,
            [this] { Q_EMIT countermeasureWanted(current() ? current()->id : WhyId{}); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &WhyTreePanel::showTherefore);
    connect(m_model, &WhyTreeModel::modelReset, m_view, &QTreeView::expandAll);
    connect(m_delegate, &TreeDelegate::deeperWanted, this, &WhyTreePanel::addBelow);
    connect(m_delegate, &TreeDelegate::closeEditor, this, &WhyTreePanel::endEdit, Qt::QueuedConnection);
    connect(m_model, &WhyTreeModel::edited, this, [this](const Why &why, const QString &text) {
        m_written = true;
        change([why, text](Transaction &transaction) { return editWhy(transaction, why.id, text, why.version); });
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
    editNew();
    showTherefore();
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
    if (why && why->text == unwritten() && !m_written) {
        change([id = why->id, version = why->version](Transaction &transaction) {
            return removeWhy(transaction, id, version);  // nothing was typed after all
        });
    }
    m_empty = {};
    m_written = false;
    if (std::exchange(m_isWaiting, false)) {
        setRecord(std::exchange(m_waiting, {}));
    }
}

bool WhyTreePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_view || event->type() != QEvent::KeyPress) {
        return QWidget::eventFilter(watched, event);
    }
    switch (static_cast<QKeyEvent *>(event)->key()) {
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

template <typename Work>
void WhyTreePanel::change(Work work)
{
    using Value = typename std::invoke_result_t<Work, Transaction &>::value_type;
    m_session.write(std::move(work)).then(this, [this](const Result<Value> &done) {
        if (!done) {
            Q_EMIT failed(done.error());
        }
    });
}

void WhyTreePanel::add(const WhyPlace &place)
{
    m_session
        .write([incident = m_incident, place](Transaction &transaction) -> Result<Why> {
            auto postMortem = openPostMortem(transaction, incident);
            if (!postMortem) {
                return failure(postMortem);
            }
            return addWhy(transaction, postMortem->id, place, unwritten());
        })
        .then(this, [this](const Result<Why> &added) {
            if (added) {
                m_editNext = added->id;
                editNew();
            } else {
                Q_EMIT failed(added.error());
            }
        });
}

void WhyTreePanel::addSibling()
{
    const Why *why = current();
    const auto question = m_model->question(m_view->currentIndex());
    add(why ? WhyPlace{.parent = why->parent, .question = question, .place = why->place + 1}
            : WhyPlace{.question = question});
}

void WhyTreePanel::addBelow()
{
    const Why *why = current();
    add({.parent = why ? why->id : WhyId{}, .question = m_model->question(m_view->currentIndex())});
}

void WhyTreePanel::remove()
{
    if (const Why *why = current()) {
        change([id = why->id, version = why->version](Transaction &transaction) {
            return removeWhy(transaction, id, version);
        });
    }
}

void WhyTreePanel::toggleRoot()
{
    const Why *why = current();
    if (!why) {
        return;
    }
    const auto mark = [this, id = why->id, version = why->version](std::optional<RootCategory> category) {
        change([=](Transaction &transaction) { return markRoot(transaction, id, category, version); });
    };
    if (why->root) {
        mark(std::nullopt);
        return;
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const RootCategory category : allRootCategories) {
        menu->addAction(label(category), this, [mark, category] { mark(category); });
    }
    menu->setActiveAction(menu->actions().constFirst());
    menu->popup(m_view->viewport()->mapToGlobal(m_view->visualRect(m_view->currentIndex()).bottomLeft()));
}

void WhyTreePanel::toggleConfirmed()
{
    if (const Why *why = current()) {
        const WhyState next = why->state == WhyState::Confirmed ? WhyState::Possible : WhyState::Confirmed;
        change([id = why->id, version = why->version, next](Transaction &transaction) {
            return setWhyState(transaction, id, next, version);
        });
    }
}

void WhyTreePanel::showTherefore()
{
    const Why *why = current();
    m_therefore->setText(why ? thereforeText(m_tree, why->id, tr("this is what customers saw.")) : QString());
    m_therefore->setVisible(!m_therefore->text().isEmpty());
    m_tools->setEnabled(why);
}

}  // namespace onlyonce::ui
