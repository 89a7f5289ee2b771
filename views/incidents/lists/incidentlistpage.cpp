// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/lists/incidentlistpage.h"

#include "views/incidents/declareform.h"
#include "views/incidents/lists/incidentfilterbar.h"
#include "views/incidents/lists/incidentlistmodel.h"
#include "views/incidents/lists/savedviewsmenu.h"
#include "views/incidents/tones.h"
#include "views/widgets/askform.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/paint.h"
#include "views/widgets/rowlist.h"
#include "views/widgets/words.h"

#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

//! As wide as the widest that stands in them.
RowDelegate::Columns columns(Instant now)
{
    RowDelegate::Columns columns{.owner = scaled(120)};
    for (const int days : {0, 1, 400}) {
        const QString age = momentText(now - std::chrono::days{days}, now);
        columns.note = qMax(columns.note, textWidth(age, textFont(TextStyle::Small)));
    }
    for (const IncidentStatus status : {IncidentStatus::Triage, IncidentStatus::Investigating,
                                        IncidentStatus::Identified, IncidentStatus::Monitoring}) {
        columns.status = qMax(columns.status, pillSize(statusPill(status, PillShape::Dot)).width() + 1);
    }
    return columns;
}

}  // namespace

IncidentListPage::IncidentListPage(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new IncidentListModel(session, this, {.drills = Drills::Apart}))
    , m_form(new DeclareForm(session))
    , m_ask(new AskForm)
    , m_filter(new IncidentFilterBar(session.now()))
    , m_views(new SavedViewsMenu(session))
    , m_order(makeButton(label(IncidentOrder::Newest), ButtonKind::Normal, QStringLiteral("sort")))
    , m_orders(new QMenu(this))
    , m_header(new PageHeader(tr("Incidents")))
    , m_list(new RowList(session.database.clock()))
    , m_empty(new EmptyState(QStringLiteral("shield-check"), {}, {}))
    , m_stack(new QStackedWidget)
    , m_names([this] { askNames(); })
{
    addHead();
    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("Incidents"));
    m_list->rowDelegate()->setColumns(columns(session.now()));
    QPushButton *declareFirst = m_empty->addAction(tr("Declare incident"), [this] { declare(); });
    rememberFocus(m_empty, declareFirst);
    m_setUp = m_empty->addAction(tr("Set up OnlyOnce"), [this] { Q_EMIT setUpWanted(); }, ButtonKind::Normal);
    m_showAll = m_empty->addAction(tr("Show all again"), [this] { m_filter->clear(); }, ButtonKind::Normal);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    m_form->hide();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_form);
    layout->addWidget(m_ask);
    layout->addWidget(m_stack, 1);
    rememberFocus(this, m_list);

    connect(m_filter, &FacetBar::changed, this, &IncidentListPage::applyFilter);
    connect(m_filter, &FacetBar::left, this, [this] { focusWithin(m_stack); });
    connect(m_views, &SavedViewsMenu::chosen, this, [this](const SavedView &view) { showNarrowed(view.filter); });
    connect(m_views, &SavedViewsMenu::changed, this, &IncidentListPage::viewsChanged);
    connect(m_views, &SavedViewsMenu::keepWanted, this, &IncidentListPage::keepView);
    connect(m_views, &SavedViewsMenu::failed, this, &IncidentListPage::failed);
    connect(m_form, &DeclareForm::dismissed, this, [this] {
        m_form->hide();
        focusWithin(m_stack);
    });
    connect(m_form, &DeclareForm::declared, this, [this](IncidentId id) {
        m_form->hide();
        Q_EMIT opened(id);
    });
    connect(m_list, &RowList::opened, this, [this](const QModelIndex &index) {
        if (const Incident *incident = m_model->at(index)) {
            Q_EMIT opened(incident->id);
        }
    });
    connect(m_model, &IncidentListModel::loaded, this, &IncidentListPage::showState);
    connect(m_model, &IncidentListModel::failed, this, &IncidentListPage::failed);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("incident"))) {
            m_names.want();
        }
    });
    m_names.want();
}

void IncidentListPage::addHead()
{
    auto *declareButton = makeButton(tr("Declare incident"), ButtonKind::Primary, QStringLiteral("plus"));
    declareButton->setToolTip(tr("Ctrl+N"));
    connect(declareButton, &QPushButton::clicked, this, &IncidentListPage::declare);
    m_order->setToolTip(tr("In which order they stand (Ctrl+Shift+Y)"));
    connect(m_order, &QPushButton::clicked, this, &IncidentListPage::chooseOrder);
    for (const IncidentOrder order : allIncidentOrders) {
        QAction *action = m_orders->addAction(label(order));
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, order] { m_filter->setOrder(order); });
    }
    connect(m_orders, &QMenu::aboutToShow, this, [this] {
        for (qsizetype at = 0; at < m_orders->actions().size(); ++at) {
            m_orders->actions().at(at)->setChecked(allIncidentOrders.at(size_t(at)) == m_filter->order());
        }
    });
    m_header->addAction(m_views);
    m_header->addAction(m_order);
    m_header->addAction(declareButton);
    m_header->addBelow(m_filter);
}

void IncidentListPage::declare()
{
    m_form->begin();
}

void IncidentListPage::chooseOrder()
{
    m_orders->popup(m_order->mapToGlobal(m_order->rect().bottomLeft()));
    m_orders->setActiveAction(m_orders->actions().at(qsizetype(m_filter->order())));
}

void IncidentListPage::chooseView()
{
    m_views->popup();
}

void IncidentListPage::showNarrowed(const IncidentFilter &filter)
{
    m_filter->setFilter(filter);
    focusWithin(m_stack);
}

const std::vector<SavedView> &IncidentListPage::views() const
{
    return m_views->views();
}

IncidentId IncidentListPage::current() const
{
    const Incident *incident = m_model->at(m_list->currentIndex());
    return incident ? incident->id : IncidentId{};
}

void IncidentListPage::applyFilter()
{
    m_order->setText(label(m_filter->order()));
    m_views->setWorthKeeping(!m_filter->isEmpty() || m_filter->order() != IncidentOrder::Newest);
    m_model->setFilter(m_filter->filter());
}

void IncidentListPage::keepView(bool shared)
{
    m_ask->ask(
        {.title = shared ? tr("Keep this view for everybody") : tr("Keep this view for yourself"),
         .text = tr("The filter, the words and the order come back under this name. A name that is there already "
                    "then means this view."),
         .submit = tr("Keep it"),
         .label = tr("Name")},
        [this, shared, filter = m_filter->filter()](const QString &name) {
            return m_session
                .write([=](Transaction &transaction) { return saveView(transaction, name, filter, shared); })
                .then(this,
                      [](const Result<SavedViewId> &saved) -> Result<> { return saved ? Result<>() : failure(saved); });
        });
}

void IncidentListPage::askNames()
{
    m_session.read([](Transaction &transaction) { return incidentOffers(transaction); }, Reader::Background)
        .then(this, [this](const Result<IncidentOffers> &offers) {
            m_names.answered();
            if (offers) {  // else the list asks the same database, and says what is wrong
                m_filter->setNames(*offers);
            }
        });
}

void IncidentListPage::showState()
{
    const bool empty = m_model->rowCount() == 0;
    const bool narrowed = !m_filter->isEmpty();
    const bool openAlone =
        m_filter->filter()
        == IncidentFilter{.state = IncidentState::Open, .drills = Drills::Apart, .order = m_filter->order()};
    if (empty && openAlone) {
        m_empty->setText(tr("All is well"), tr("No incident is open."));
    } else if (empty && !m_filter->text().isEmpty()) {
        m_empty->setText(tr("Nothing found"), tr("No incident has all of these words in its title, its timeline or its "
                                                 "whys. Only the last word may be a beginning."));
    } else if (empty && narrowed) {
        m_empty->setText(tr("Nothing found"), tr("No incident is like this."));
    } else if (empty) {
        m_empty->setText(
            tr("No incidents yet"),
            tr("When a monitoring system reports a failure, it appears here by itself; under Alerts stands "
               "where to point it. If a customer calls first, declare it by hand."));
    }
    m_setUp->setVisible(!narrowed);
    m_showAll->setVisible(narrowed && !openAlone);
    rememberFocus(this, empty ? static_cast<QWidget *>(m_empty) : m_list);
    showInstead(*m_stack, empty ? static_cast<QWidget *>(m_empty) : m_list);
    if (!empty && !m_list->currentIndex().isValid()) {
        m_list->setCurrentIndex(m_model->index(0));
    }
}

}  // namespace onlyonce::ui
