// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/whys/whytreepanel.h"

#include "models/postmortem/document/builder.h"
#include "views/postmortem/fields/conflictbar.h"
#include "views/postmortem/whys/evidencechoice.h"
#include "views/postmortem/whys/whyedits.h"
#include "views/postmortem/whys/whypicture.h"
#include "views/postmortem/whys/whytreemodel.h"
#include "views/postmortem/whys/whytreeview.h"
#include "views/widgets/askform.h"
#include "views/widgets/chiprows.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/treedelegate.h"

#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

namespace onlyonce::ui {

WhyTreePanel::WhyTreePanel(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_database(session.database.uuid())
    , m_incident(incident)
    , m_memory(new PostMortemMemory(session, std::nullopt, this))
    , m_edits(new WhyEdits(session, incident, this))
    , m_model(new WhyTreeModel(this))
    , m_view(new WhyTreeView)
    , m_delegate(m_view->rows())
    , m_therefore(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_picture(new WhyPicture)
    , m_switch(makeButton({}, ButtonKind::Quiet, QStringLiteral("image")))
    , m_ask(new AskForm)
    , m_evidence(new EvidenceChoice(session, incident, *m_edits))
    , m_conflict(new ConflictBar(tr("Why")))
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
           "countermeasure · N: nothing is done · P: public · V: picture · Alt+arrows, or drag: move · Delete: remove "
           "· "
           "Ctrl+Z: take back · Ctrl+plus, minus, 0: size · Escape: leave"),
        TextStyle::Caption, TextLabel::Rank::Muted);
    keys->setWordWrap(true);
    m_keys = keys;
    panel->addAction(m_switch);
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
    panel->body()->addWidget(m_picture);
    panel->body()->addWidget(m_conflict);
    panel->body()->addWidget(m_evidence);
    panel->body()->addWidget(m_ask);
    panel->body()->addWidget(m_therefore);
    panel->body()->addWidget(m_tools);
    panel->body()->addWidget(keys);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);
    rememberFocus(this, m_view);
    showPicture(false);

    connect(deeper, &QPushButton::clicked, this, [this] {
        showPicture(false);
        addBelow();
    });
    connect(m_switch, &QPushButton::clicked, this, [this] { showPicture(m_picture->isHidden()); });
    connect(m_picture, &WhyPicture::left, this, [this] { showPicture(false); });
    connect(root, &QPushButton::clicked, this, &WhyTreePanel::toggleRoot);
    connect(confirm, &QPushButton::clicked, this, &WhyTreePanel::toggleConfirmed);
    connect(evidence, &QPushButton::clicked, this, [this] { m_evidence->pick(); });
    connect(m_evidence, &EvidenceChoice::failed, this, &WhyTreePanel::failed);
    connect(measure, &QPushButton::clicked, this,
            [this] { Q_EMIT countermeasureWanted(current() ? current()->id : WhyId{}); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &WhyTreePanel::showTherefore);
    connect(m_memory, &PostMortemMemory::zoomChanged, this, &WhyTreePanel::showZoom);
    connect(m_view, &WhyTreeView::zoomWanted, this, &WhyTreePanel::zoomBy);
    connect(m_model, &WhyTreeModel::moveWanted, m_edits, &WhyEdits::move);
    connect(m_model, &WhyTreeModel::modelReset, m_view, &QTreeView::expandAll);
    connect(m_delegate, &TreeDelegate::deeperWanted, this, &WhyTreePanel::addBelow);
    connect(m_delegate, &TreeDelegate::closeEditor, this, &WhyTreePanel::endEdit, Qt::QueuedConnection);
    connect(m_model, &WhyTreeModel::edited, this, [this](const Why &why, const QString &text) {
        m_written = true;
        m_edits->edit(why, text);
    });
    connect(m_edits, &WhyEdits::failed, this, &WhyTreePanel::failed);
    connect(m_edits, &WhyEdits::conflicted, this, [this](const Why &why, const EditConflict &conflict) {
        m_conflicted = why;
        m_conflicted.version = conflict.version;
        m_theirs = conflict.theirs;
        m_yours = conflict.yours;
        m_conflict->ask(m_theirs, m_yours);
        m_conflict->setFocus();  // in the tree, Tab asks the next why
    });
    connect(m_conflict, &ConflictBar::theirsWanted, this, [this] { settle({}); });
    connect(m_conflict, &ConflictBar::yoursWanted, this,
            [this] { settle([this](const Why &why) { m_edits->edit(why, m_yours); }); });
    connect(m_conflict, &ConflictBar::bothWanted, this, [this] {
        settle([this](const Why &why) { m_view->edit(m_model->indexOf(why.id)); });
        if (auto *line = m_view->findChild<QLineEdit *>()) {
            line->setText(QStringLiteral("%1 %2").arg(m_theirs, m_yours));
            line->setCursorPosition(int(m_theirs.size()));
        }
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &WhyTreePanel::currentChanged);
    connect(m_edits, &WhyEdits::tookBack, this, &WhyTreePanel::goTo);
    connect(m_edits, &WhyEdits::added, this, [this](WhyId why) {
        m_editNext = why;
        editNew();
    });
}

void WhyTreePanel::setMemory(PostMortemMemory &memory)
{
    m_memory->deleteLater();
    m_memory = &memory;
    m_edits->setSteps(memory.steps(m_incident));
    connect(&memory, &PostMortemMemory::zoomChanged, this, &WhyTreePanel::showZoom);
    showZoom();
}

void WhyTreePanel::showZoom()
{
    m_view->setZoom(m_memory->zoom());
}

void WhyTreePanel::setRecord(const std::optional<PostMortemRecord> &record, const QString &symptom)
{
    m_record = record;
    m_symptom = symptom;
    drawPicture();
    if (m_delegate->isEditing()) {
        m_waiting = record;  // another tree would take the words away that are being typed
        m_isWaiting = true;
        return;
    }
    const auto near = nearCurrent();
    const QRect row = m_view->visualRect(m_view->currentIndex());
    const bool isInSight = m_view->viewport()->rect().intersects(row) && !near.empty();
    const int question = int(m_model->question(m_view->currentIndex()));
    showTree(record ? record->whys : std::vector<WhyNode>{});
    QModelIndex wanted = m_model->index(question, 0);
    for (const WhyId why : near) {
        if (const QModelIndex there = m_model->indexOf(why); there.isValid()) {
            wanted = there;
            break;
        }
    }
    {
        // Others' whys above move nothing that is looked at here.
        QScrollBar *bar = m_view->verticalScrollBar();
        const int before = bar->value();
        m_view->setCurrentIndex(wanted);
        bar->setValue(isInSight && wanted.isValid() ? bar->value() + m_view->visualRect(wanted).y() - row.y() : before);
    }
    goTo(std::exchange(m_goNext, {}));
    editNew();
    settleDrafts();
    takeUpDraft();
    showTherefore();
}

//! What was folded stays folded, also when the tree has another shape.
void WhyTreePanel::showTree(const std::vector<WhyNode> &tree)
{
    std::vector<WhyId> folded;
    walkWhys(m_tree, [&](const WhyNode &node, int) {
        const QModelIndex index = m_model->indexOf(node.why.id);
        if (!node.children.empty() && index.isValid() && !m_view->isExpanded(index)) {
            folded.push_back(node.why.id);
        }
    });
    m_tree = tree;
    m_model->setTree(m_tree);
    for (const WhyId why : folded) {
        m_view->collapse(m_model->indexOf(why));
    }
}

WhyId WhyTreePanel::here() const
{
    const Why *why = current();
    return why ? why->id : WhyId{};
}

void WhyTreePanel::setOthers(const QHash<qint64, QStringList> &others)
{
    m_model->setOthers(others);
}

//! What two people have worded is decided; `how` may be nothing.
void WhyTreePanel::settle(const std::function<void(const Why &)> &how)
{
    m_conflict->dismiss();
    dropDraft(m_conflicted.id);
    showWhy(m_conflicted.id);
    if (how) {
        how(m_conflicted);
    }
}

void WhyTreePanel::setOpenComments(const QHash<qint64, int> &open)
{
    m_model->setOpenComments(open);
}

void WhyTreePanel::showWhy(WhyId why)
{
    showPicture(false);
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
    if (m_written) {
        keepDraft();  // until it is seen to be stored
    } else {
        dropDraft(m_typed.why);
    }
    m_typed = {};
    m_empty = {};
    m_written = false;
    if (std::exchange(m_isWaiting, false)) {
        setRecord(std::exchange(m_waiting, {}), m_symptom);
    }
}

void WhyTreePanel::showTherefore()
{
    const Why *why = current();
    m_therefore->setText(why ? thereforeText(m_tree, why->id, tr("this is what customers saw.")) : QString());
    m_therefore->setVisible(!m_therefore->text().isEmpty() && m_picture->isHidden());
    m_tools->setEnabled(why);
    m_evidence->setWhy(m_picture->isHidden() ? why : nullptr);
}

//! In the place of the tree, and with the focus if the tree had it.
void WhyTreePanel::showPicture(bool shown)
{
    QWidget *from = shown ? static_cast<QWidget *>(m_view) : m_picture;
    QWidget *to = shown ? static_cast<QWidget *>(m_picture) : m_view;
    const bool here = from->hasFocus();
    for (QWidget *ofTree : {static_cast<QWidget *>(m_view), m_tools, m_keys}) {
        ofTree->setVisible(!shown);
    }
    m_picture->setVisible(shown);
    m_switch->setText(shown ? tr("Edit") : tr("Picture"));
    m_switch->setToolTip(shown ? tr("Escape. Ctrl and + or − zoom, Ctrl+0 as it was.") : tr("V"));
    showTherefore();
    drawPicture();
    if (here) {
        to->setFocus(Qt::OtherFocusReason);
    }
    if (shown) {
        scrollIntoSight(m_switch);  // it begins there, and may be higher than the window
    }
}

void WhyTreePanel::drawPicture()
{
    if (!m_picture->isHidden()) {
        m_picture->setTree(m_record ? whyPicture(*m_record, m_symptom) : Tree{});
    }
}

}  // namespace onlyonce::ui
