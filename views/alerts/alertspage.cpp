// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/alertspage.h"

#include "views/alerts/alertchoice.h"
#include "views/alerts/alertforms.h"
#include "views/alerts/alertlistmodel.h"
#include "views/alerts/filterbar.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/rowlist.h"

#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLocale>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace onlyonce::ui {

namespace {

//! What stands around the list and changes with it.
struct Around
{
    std::vector<FacetOffer> offers;
    int firing = 0;
    QSet<qint64> hidden;
    qint64 unindexed = 0;
};

constexpr int mostHidden = 10'000;      //!< alerts that are marked as silenced
constexpr qint64 worthTelling = 2'000;  // a storm's second or two of alerts

}  // namespace

AlertsPage::AlertsPage(Session &session, const IntakePlace &intake, qint64 incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_model(new AlertListModel(session, this, AlertListModel::Start::Later))
    , m_filter(new FilterBar)
    , m_behind(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_list(new RowList(session.database.clock()))
    , m_choice(new AlertChoice(session, *m_model, *m_list))
    , m_stack(new QStackedWidget)
    , m_forms(new AlertForms(session))
    , m_detail(new AlertDetail(session))
    , m_around([this] { askAround(); })
{
    auto *header = new PageHeader(tr("Alerts"));
    header->addBelow(m_filter);
    header->addBelow(m_behind);
    m_behind->setWordWrap(true);
    m_behind->hide();

    m_list->setAccessibleName(tr("Alerts"));
    m_list->rowDelegate()->setPillColumn(scaled(72));
    auto *left = new QWidget;
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_list, 1);
    column->addWidget(m_choice->line());
    auto *splitter = new QSplitter;
    splitter->addWidget(left);
    splitter->addWidget(m_detail);
    left->setMinimumWidth(scaled(300));
    m_detail->setMinimumWidth(scaled(300));
    splitter->setSizes({scaled(600), scaled(440)});
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    m_detail->hide();

    m_stack->addWidget(splitter);
    m_stack->addWidget(makeEmpty(intake));
    if (m_incident) {
        header->hide();
        m_detail->hideWayToIncident();
    }

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addWidget(m_forms);
    layout->addWidget(m_stack, 1);
    rememberFocus(this, m_list);

    connectList();
    m_model->setFilter({.incident = m_incident});
    connect(m_forms, &AlertForms::left, m_list, qOverload<>(&QWidget::setFocus));
    connect(m_forms, &AlertForms::done, this, &AlertsPage::done);
    connect(m_forms, &AlertForms::failed, this, &AlertsPage::failed);
    connect(m_detail, &AlertDetail::silenceWanted, this, &AlertsPage::silenceWanted);
    connect(m_filter, &FilterBar::changed, this, [this] {
        m_wantsFirst = true;
        m_choice->letGo();
        m_model->setFilter(m_filter->filter());
        m_around.want();
    });
    connect(m_filter, &FilterBar::left, this, [this] { focusWithin(m_stack); });
    connect(m_detail, &AlertDetail::incidentWanted, this, &AlertsPage::incidentWanted);
    connect(m_detail, &AlertDetail::alertWanted, this, &AlertsPage::showAlert);
    connect(m_detail, &AlertDetail::saved, this, &AlertsPage::saved);
    connect(m_detail, &AlertDetail::failed, this, &AlertsPage::failed);
    if (m_incident) {
        return;  // nothing stands around its list, and what is in an incident is hidden by nothing
    }
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("alert")) || changes.touches(QLatin1StringView("alert_words"))
            || changes.touches(QLatin1StringView("silence"))) {
            m_around.want();
        }
    });
    m_around.want();
}

QWidget *AlertsPage::makeEmpty(const IntakePlace &intake)
{
    if (m_incident) {
        return new EmptyState(QStringLiteral("bell"), tr("No alerts in this incident"),
                              tr("It was declared by hand, or its alerts were moved. What concerns one of its services "
                                 "joins it by itself."));
    }
    const QString address = intake.address + QStringLiteral("/v1/alerts/alertmanager");
    auto *empty =
        new EmptyState(QStringLiteral("bell"), tr("No alerts yet"),
                       intake.problem.isEmpty()
                           ? tr("Point Alertmanager's webhook at\n%1\nand what it tells appears here within a second.\n"
                                "How other systems are set up stands in Settings.")
                                 .arg(address)
                           : tr("Nothing can come in at\n%1\n%2").arg(address, intake.problem));
    empty->addAction(tr("Copy the address"), [address] { QGuiApplication::clipboard()->setText(address); });
    return empty;
}

void AlertsPage::setActions(const QList<QAction *> &actions)
{
    m_list->addActions(actions);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_detail->setActions(actions);
}

std::vector<AlertRow> AlertsPage::chosen() const
{
    std::vector<AlertRow> rows = m_choice->rows();
    if (rows.empty() && m_detail->alert()) {
        rows.push_back(m_detail->row());
    }
    return rows;
}

void AlertsPage::withChosen(const std::function<void(const Gathered &)> &work)
{
    if (m_choice->isEverything()) {
        m_choice->withEverything(work);
        return;
    }
    Gathered rows;
    for (const AlertRow &alert : chosen()) {
        rows.add(alert);
    }
    if (!rows.alerts.empty()) {
        work(rows);
    }
}

void AlertsPage::chooseAll()
{
    if (!m_forms->isAncestorOf(QApplication::focusWidget())) {  // there, the key means what is written
        m_choice->chooseAll();
    }
}

void AlertsPage::move()
{
    withChosen([this](const Gathered &alerts) { Q_EMIT moveWanted(alerts.alerts, alerts.common.incident); });
}

void AlertsPage::silence()
{
    withChosen([this](const Gathered &alerts) { m_forms->silence({alerts.common}); });
}

void AlertsPage::end()
{
    withChosen([this](const Gathered &alerts) { m_forms->end(alerts); });
}

void AlertsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && (m_choice->isEverything() || m_choice->rows().size() > 1)) {
        m_choice->keepCurrent();
        return;
    }
    QWidget::keyPressEvent(event);
}

void AlertsPage::connectList()
{
    connect(m_choice, &AlertChoice::failed, this, &AlertsPage::failed);
    connect(m_model, &AlertListModel::loaded, this, &AlertsPage::showState);
    connect(m_model, &AlertListModel::failed, this, &AlertsPage::failed);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (const AlertRow *alert = m_model->at(index)) {
            m_detail->setAlert(*alert);
        }
    });
    connect(m_list, &RowList::opened, this, [this] { m_detail->openIncident(); });
}

void AlertsPage::showState()
{
    const bool isEmpty = m_model->rowCount() == 0;
    showInstead(*m_stack, m_stack->widget(isEmpty && m_filter->isEmpty() ? 1 : 0));
    m_list->setEmptyText(m_filter->filter().text.isEmpty()
                             ? tr("No alert is like this.")
                             : tr("Nothing found. Words are looked for by their beginnings, in summaries, labels and "
                                  "services."));
    const bool wantsFirst = std::exchange(m_wantsFirst, false);
    if (wantsFirst || !m_detail->alert()) {
        m_detail->setVisible(!isEmpty);
        m_choice->restore(true);
        if (!isEmpty) {
            m_choice->makeCurrent(m_model->index(0));
        }
        m_wantsFirst = isEmpty;
        return;
    }
    m_choice->restore();
    // Its row may have moved: it is chosen again if it is still in sight, for nothing moves to follow it.
    const QModelIndex there = m_model->indexOf(m_detail->alert());
    if (!m_list->currentIndex().isValid() && there.isValid()
        && m_list->viewport()->rect().contains(m_list->visualRect(there))) {
        m_choice->follow(there);
    }
}

void AlertsPage::showAlert(const AlertRow &alert)
{
    m_choice->makeCurrent(m_model->indexOf(alert.id));
    m_detail->setAlert(alert);
}

void AlertsPage::askAround()
{
    const auto ask = [](Transaction &transaction) -> Result<Around> {
        auto offers = facetOffers(transaction);
        if (!offers) {
            return failure(offers);
        }
        auto firing = firingAlerts(transaction);
        if (!firing) {
            return failure(firing);
        }
        auto unindexed = unindexedAlerts(transaction);
        if (!unindexed) {
            return failure(unindexed);
        }
        const auto hidden = hiddenAlerts(transaction, mostHidden);
        if (!hidden) {
            return failure(hidden);
        }
        Around around{std::move(*offers), *firing, {}, *unindexed};
        for (const AlertId id : *hidden) {
            around.hidden.insert(id.value);
        }
        return around;
    };
    m_session.read(ask, Reader::Background).then(this, [this](const Result<Around> &found) {
        m_around.answered();
        if (!found) {
            return;  // the list asks the same database, and says what is wrong
        }
        m_filter->setOffers(found->offers);
        m_filter->setFiring(found->firing);
        m_model->setHidden(found->hidden);
        m_behind->setVisible(found->unindexed > worthTelling && !m_filter->isEmpty());
        m_behind->setText(tr("%1 alerts are still being read in; until then filters and the search miss them.")
                              .arg(QLocale().toString(found->unindexed)));
    });
}

}  // namespace onlyonce::ui
