// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/incidentlistpage.h"

#include "views/incidents/declareform.h"
#include "views/incidents/incidentlistmodel.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/rowlist.h"
#include "views/widgets/segmentedcontrol.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace onlyonce::ui {

IncidentListPage::IncidentListPage(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_model(new IncidentListModel(session, this))
    , m_form(new DeclareForm(session))
    , m_which(new SegmentedControl(tr("Which incidents")))
    , m_search(new QLineEdit)
    , m_list(new RowList(session.database.clock()))
    , m_empty(new EmptyState(QStringLiteral("shield-check"), {}, {}))
    , m_stack(new QStackedWidget)
{
    auto *header = new PageHeader(tr("Incidents"));
    auto *declareButton = makeButton(tr("Declare incident"), ButtonKind::Primary, QStringLiteral("plus"));
    declareButton->setToolTip(tr("Ctrl+N"));
    header->addAction(declareButton);
    m_which->addSegment(tr("All"));
    m_which->addSegment(tr("Open"));
    m_search->setPlaceholderText(tr("Search titles, or INC-17"));
    m_search->setAccessibleName(tr("Search incidents"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(scaled(360));
    auto *tools = new QWidget;
    auto *line = new QHBoxLayout(tools);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    line->addWidget(m_which);
    line->addWidget(m_search, 1);
    line->addStretch();
    header->addBelow(tools);

    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("Incidents"));
    QPushButton *declareFirst = m_empty->addAction(tr("Declare incident"), [this] { declare(); });
    rememberFocus(m_empty, declareFirst);
    m_setUp =
        m_empty->addAction(tr("Set up people, mail and forum"), [this] { Q_EMIT setUpWanted(); }, ButtonKind::Normal);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    m_form->hide();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addWidget(m_form);
    layout->addWidget(m_stack, 1);
    m_search->installEventFilter(this);
    rememberFocus(this, m_list);

    auto *delay = new QTimer(this);  // a question per pause, not per letter
    delay->setSingleShot(true);
    delay->setInterval(120);
    connect(delay, &QTimer::timeout, this, &IncidentListPage::applyFilter);
    connect(m_search, &QLineEdit::textChanged, delay, qOverload<>(&QTimer::start));
    connect(m_search, &QLineEdit::returnPressed, this, [this] { focusWithin(m_stack); });
    connect(m_which, &SegmentedControl::currentChanged, this, &IncidentListPage::applyFilter);
    connect(declareButton, &QPushButton::clicked, this, &IncidentListPage::declare);
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
}

void IncidentListPage::declare()
{
    m_form->begin();
}

void IncidentListPage::search()
{
    m_search->setFocus();
    m_search->selectAll();
}

bool IncidentListPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape) {
            m_search->clear();
        }
        if (key == Qt::Key_Escape || key == Qt::Key_Down) {
            focusWithin(m_stack);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

IncidentId IncidentListPage::current() const
{
    const Incident *incident = m_model->at(m_list->currentIndex());
    return incident ? incident->id : IncidentId{};
}

void IncidentListPage::applyFilter()
{
    m_model->setFilter({.state = m_which->current() == 1 ? std::optional(IncidentState::Open) : std::nullopt,
                        .text = m_search->text().trimmed()});
}

void IncidentListPage::showState()
{
    const bool empty = m_model->rowCount() == 0;
    if (empty && !m_search->text().trimmed().isEmpty()) {
        m_empty->setText(tr("Nothing found"), tr("No incident has this in its title."));
    } else if (empty && m_which->current() == 1) {
        m_empty->setText(tr("All is well"), tr("No incident is open."));
    } else if (empty) {
        m_empty->setText(
            tr("No incidents yet"),
            tr("When a monitoring system reports a failure, it appears here by itself; under Alerts stands "
               "where to point it. If a customer calls first, declare it by hand."));
    }
    m_setUp->setVisible(m_which->current() == 0 && m_search->text().trimmed().isEmpty());
    rememberFocus(this, empty ? static_cast<QWidget *>(m_empty) : m_list);
    m_stack->setCurrentWidget(empty ? static_cast<QWidget *>(m_empty) : m_list);
    if (!empty && !m_list->currentIndex().isValid()) {
        m_list->setCurrentIndex(m_model->index(0));
    }
}

}  // namespace onlyonce::ui
