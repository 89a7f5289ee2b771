// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/alertspage.h"

#include "views/alerts/alertdetail.h"
#include "views/alerts/alertlistmodel.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/rowlist.h"
#include "views/widgets/segmentedcontrol.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace onlyonce::ui {

AlertsPage::AlertsPage(Session &session, const QString &intakeAddress, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new AlertListModel(session, this))
    , m_which(new SegmentedControl(tr("Which alerts")))
    , m_list(new RowList(session.database.clock()))
    , m_stack(new QStackedWidget)
    , m_detail(new AlertDetail)
{
    auto *header = new PageHeader(tr("Alerts"));
    m_which->addSegment(tr("All"));
    m_which->addSegment(tr("Firing"));
    m_which->addSegment(tr("Recovered"));
    auto *tools = new QWidget;
    auto *line = new QHBoxLayout(tools);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_which);
    line->addStretch();
    header->addBelow(tools);

    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("Alerts"));
    m_list->rowDelegate()->setPillColumn(scaled(72));
    m_list->setEmptyText(tr("No alert is in this state."));
    auto *splitter = new QSplitter;
    splitter->addWidget(m_list);
    splitter->addWidget(m_detail);
    m_list->setMinimumWidth(scaled(340));
    splitter->setSizes({scaled(640), scaled(400)});
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);

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

    connect(m_which, &SegmentedControl::currentChanged, this, [this](int index) {
        AlertFilter filter;
        if (index > 0) {
            filter.status = index == 1 ? AlertStatus::Firing : AlertStatus::Resolved;
        }
        m_model->setFilter(filter);
    });
    connect(m_model, &AlertListModel::loaded, this, [this] {
        m_stack->setCurrentIndex(m_model->rowCount() == 0 && m_which->current() == 0 ? 1 : 0);
        if (!m_list->currentIndex().isValid() && m_model->rowCount() > 0) {
            m_list->setCurrentIndex(m_model->index(0));
        }
        showAlert(m_model->at(m_list->currentIndex()));
    });
    connect(m_model, &AlertListModel::failed, this, &AlertsPage::failed);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) { showAlert(m_model->at(index)); });
    connect(m_detail, &AlertDetail::incidentWanted, this, &AlertsPage::incidentWanted);
    connect(m_list, &RowList::opened, this, [this](const QModelIndex &index) {
        if (const AlertRow *alert = m_model->at(index); alert && alert->incident) {
            Q_EMIT incidentWanted(alert->incident);
        }
    });
}

void AlertsPage::showAlert(const AlertRow *alert)
{
    m_detail->setVisible(alert);
    if (alert) {
        m_detail->setAlert(*alert, m_session.now());
    }
}

}  // namespace onlyonce::ui
