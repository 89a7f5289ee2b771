// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/alertspage.h"

#include "views/alerts/alertlistmodel.h"
#include "views/alerts/filterbar.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/rowlist.h"

#include <QClipboard>
#include <QGuiApplication>
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
    qint64 unindexed = 0;
};

constexpr qint64 worthTelling = 2'000;  // a storm's second or two of alerts

}  // namespace

AlertsPage::AlertsPage(Session &session, const QString &intakeAddress, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new AlertListModel(session, this))
    , m_filter(new FilterBar)
    , m_behind(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_list(new RowList(session.database.clock()))
    , m_stack(new QStackedWidget)
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
    auto *splitter = new QSplitter;
    splitter->addWidget(m_list);
    splitter->addWidget(m_detail);
    m_list->setMinimumWidth(scaled(340));
    m_detail->setMinimumWidth(scaled(300));
    splitter->setSizes({scaled(600), scaled(440)});
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    m_detail->hide();

    auto *empty =
        new EmptyState(QStringLiteral("bell"), tr("No alerts yet"),
                       tr("Point Alertmanager's webhook at\n%1/v1/alerts/alertmanager\nand what it tells appears "
                          "here within a second.")
                           .arg(intakeAddress));
    empty->addAction(tr("Copy the address"), [intakeAddress] {
        QGuiApplication::clipboard()->setText(intakeAddress + QStringLiteral("/v1/alerts/alertmanager"));
    });
    m_stack->addWidget(splitter);
    m_stack->addWidget(empty);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addWidget(m_stack, 1);
    rememberFocus(this, m_list);

    connectList();
    connect(m_filter, &FilterBar::changed, this, [this] {
        m_wantsFirst = true;
        m_model->setFilter(m_filter->filter());
        m_around.want();
    });
    connect(m_filter, &FilterBar::left, this, [this] { focusWithin(m_stack); });
    connect(m_detail, &AlertDetail::incidentWanted, this, &AlertsPage::incidentWanted);
    connect(m_detail, &AlertDetail::alertWanted, this, &AlertsPage::showAlert);
    connect(m_detail, &AlertDetail::saved, this, &AlertsPage::saved);
    connect(m_detail, &AlertDetail::failed, this, &AlertsPage::failed);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("alert")) || changes.touches(QLatin1StringView("alert_words"))) {
            m_around.want();
        }
    });
    m_around.want();
}

void AlertsPage::connectList()
{
    // Before the view's own: the row in full stays as it is while its place in the list changes, and the view would go
    // on to its neighbour.
    connect(m_model, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this](const QModelIndex &, int first, int last) {
        const int current = m_list->currentIndex().row();
        if (current >= first && current <= last) {
            m_list->setCurrentIndex({});
        }
    });
    m_list->setModel(m_model);
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
    m_stack->setCurrentIndex(isEmpty && m_filter->isEmpty() ? 1 : 0);
    m_list->setEmptyText(m_filter->filter().text.isEmpty()
                             ? tr("No alert is like this.")
                             : tr("Nothing found. Words are looked for by their beginnings, in summaries, labels and "
                                  "services."));
    const bool wantsFirst = std::exchange(m_wantsFirst, false);
    if (wantsFirst || !m_detail->alert()) {
        m_detail->setVisible(!isEmpty);
        if (!isEmpty) {
            m_list->setCurrentIndex(m_model->index(0));
        }
        m_wantsFirst = isEmpty;
        return;
    }
    // Its row may have moved: it is chosen again if it is still in sight, for nothing moves to follow it.
    const QModelIndex there = m_model->indexOf(m_detail->alert());
    if (!m_list->currentIndex().isValid() && there.isValid()
        && m_list->viewport()->rect().contains(m_list->visualRect(there))) {
        m_list->setCurrentIndex(there);
    }
}

void AlertsPage::showAlert(const AlertRow &alert)
{
    const QModelIndex there = m_model->indexOf(alert.id);
    m_list->setCurrentIndex(there);
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
        return Around{std::move(*offers), *firing, *unindexed};
    };
    m_session.read(ask, Reader::Background).then(this, [this](const Result<Around> &found) {
        m_around.answered();
        if (!found) {
            return;  // the list asks the same database, and says what is wrong
        }
        m_filter->setOffers(found->offers);
        m_filter->setFiring(found->firing);
        m_behind->setVisible(found->unindexed > worthTelling && !m_filter->isEmpty());
        m_behind->setText(tr("%1 alerts are still being read in; until then filters and the search miss them.")
                              .arg(QLocale().toString(found->unindexed)));
    });
}

}  // namespace onlyonce::ui
