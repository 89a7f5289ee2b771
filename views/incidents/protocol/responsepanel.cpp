// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/protocol/responsepanel.h"

#include "views/incidents/command/chooser.h"
#include "views/incidents/protocol/response.h"
#include "views/widgets/askform.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/rowlist.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

namespace {

RowList *makeList(const Clock &clock, QAbstractItemModel *model, const QString &name, RowDelegate::Density density)
{
    auto *list = new RowList(clock);
    list->rowDelegate()->setDensity(density);
    list->setModel(model);
    list->setAccessibleName(name);
    return list;
}

}  // namespace

ResponsePanel::ResponsePanel(Session &session, const Incident &incident, Response &response, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_response(response)
    , m_ask(new AskForm)
    , m_chooser(new Chooser(this))
    , m_progress(new TextLabel({}, TextStyle::Strong))
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState(QStringLiteral("checklist"), {}, {}))
    , m_steps(makeList(session.database.clock(), &response.steps(), tr("Steps"), RowDelegate::Density::TwoLines))
    , m_tasks(makeList(session.database.clock(), &response.tasks(), tr("Tasks"), RowDelegate::Density::OneLine))
    , m_current(m_steps)
    , m_tasksHead(new TextLabel({}, TextStyle::Strong))
{
    m_example = m_empty->addAction(tr("Use the example"), [this] { useExample(); });
    m_attach = m_empty->addAction(tr("Attach one …"), [this] { chooseProtocol(); });
    m_empty->addAction(tr("Response protocols"), [this] { Q_EMIT protocolsWanted(); }, ButtonKind::Normal);
    m_stack->addWidget(m_steps);
    m_stack->addWidget(m_empty);

    auto *add = makeButton(tr("New task"), ButtonKind::Quiet, QStringLiteral("plus"));
    add->setToolTip(tr("New task (N)"));
    auto *taskHead = new QHBoxLayout;
    taskHead->setContentsMargins(space::xl, space::xs, space::l, space::xs);
    taskHead->addWidget(m_tasksHead);
    taskHead->addStretch();
    taskHead->addWidget(add);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *stepHead = new QHBoxLayout;
    stepHead->setContentsMargins(space::xl, space::xs, space::l, space::xs);
    auto *attach = makeButton(tr("Protocol …"), ButtonKind::Quiet, QStringLiteral("checklist"));
    attach->setToolTip(tr("Attach a response protocol, or take one off (P)"));
    stepHead->addWidget(m_progress, 1);
    stepHead->addWidget(attach);
    layout->addWidget(m_ask);
    layout->addLayout(stepHead);
    layout->addWidget(new Hairline);
    layout->addWidget(m_stack, 1);
    layout->addWidget(new Hairline);
    layout->addLayout(taskHead);
    layout->addWidget(m_tasks);
    layout->addWidget(new Hairline);
    layout->addWidget(makeFoot());
    rememberFocus(this, m_steps);

    connect(add, &QPushButton::clicked, this, &ResponsePanel::addTask);
    connect(attach, &QPushButton::clicked, this, &ResponsePanel::chooseProtocol);
    for (RowList *list : {m_steps, m_tasks}) {
        list->installEventFilter(this);
        list->viewport()->installEventFilter(this);
        connect(list, &RowList::opened, this, &ResponsePanel::open);
        connect(list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ResponsePanel::enable);
    }
    connect(&m_response, &Response::changed, this, &ResponsePanel::refresh);
    refresh();
}

QWidget *ResponsePanel::makeFoot()
{
    auto *foot = new QWidget;
    auto *line = new QHBoxLayout(foot);
    line->setContentsMargins(space::l, space::xs, space::xl, space::xs);
    line->setSpacing(space::xs);
    const auto add = [&](const QString &text, const QString &icon, const QString &key, void (ResponsePanel::*run)()) {
        auto *button = makeButton(text, ButtonKind::Quiet, icon);
        button->setToolTip(tr("%1 (%2)").arg(text, key));
        connect(button, &QPushButton::clicked, this, run);
        line->addWidget(button);
        return button;
    };
    m_tick = add(tr("Done"), QStringLiteral("check"), tr("Space"), &ResponsePanel::toggle);
    m_skip = add(tr("Skip …"), QStringLiteral("minus"), tr("S"), &ResponsePanel::skip);
    m_assign = add(tr("Assign …"), QStringLiteral("user-plus"), tr("A"), &ResponsePanel::assign);
    // Those that few steps have stand last, and only where they are of use: the others keep their places.
    m_open = add(tr("Open"), QStringLiteral("external"), tr("Enter"), &ResponsePanel::open);
    m_copy = add(tr("Copy"), QStringLiteral("copy"), tr("C"), &ResponsePanel::copy);
    m_timer = add(tr("Timer"), QStringLiteral("timer"), tr("T"), &ResponsePanel::startTimer);
    line->addStretch();
    return foot;
}

void ResponsePanel::refresh()
{
    const auto &steps = m_response.steps().rows();
    const auto &tasks = m_response.tasks().rows();
    m_stack->setCurrentWidget(steps.empty() && m_response.isRead() ? static_cast<QWidget *>(m_empty) : m_steps);
    m_progress->setText(steps.empty() ? tr("Steps") : tr("Steps: %1 settled").arg(progressText(steps)));
    const auto open = std::ranges::count(tasks, TaskState::Open, &IncidentTask::state);
    m_tasksHead->setText(tasks.empty() ? tr("Tasks") : tr("Tasks: %1 of %2 open").arg(open).arg(tasks.size()));
    constexpr int mostInSight = 6;
    m_tasks->setVisible(!tasks.empty());
    m_tasks->setFixedHeight(int(std::min<size_t>(tasks.size(), mostInSight)) * scaled(36));
    if (steps.empty() && m_response.isRead()) {
        m_session.read([](Transaction &transaction) { return protocols(transaction); })
            .then(this, [this](const Result<std::vector<Protocol>> &known) {
                const bool none = known && known->empty();
                m_example->setVisible(none);
                m_attach->setVisible(!none);
                m_empty->setText(none ? tr("No response protocol yet") : tr("No response protocol fits"),
                                 none ? tr("A protocol is a checklist that an incident gets when it opens. Begin with "
                                           "the example, and make it yours later.")
                                      : tr("What there is, is for other services, severities, or not for drills."));
            });
    }
    if (!m_steps->currentIndex().isValid() && !steps.empty()) {  // what is next comes first
        const auto next = std::ranges::find(steps, StepState::Open, &IncidentStep::state);
        const int row = next == steps.end() ? 0 : int(next - steps.begin());
        m_steps->setCurrentIndex(m_response.steps().index(row));
        m_steps->scrollTo(m_steps->currentIndex(), QAbstractItemView::PositionAtCenter);
    }
    enable();
}

void ResponsePanel::enable()
{
    const IncidentStep *chosen = step();
    const IncidentTask *wanted = task();
    const bool isOpen = chosen ? chosen->state == StepState::Open : wanted && wanted->state == TaskState::Open;
    m_tick->setEnabled(chosen || wanted);
    m_tick->setText(isOpen || !m_tick->isEnabled() ? tr("Done") : tr("To do"));
    m_skip->setEnabled(isOpen);
    m_open->setVisible(chosen && !chosen->what.link.isEmpty());
    m_copy->setVisible(chosen && !chosen->what.command.isEmpty());
    m_timer->setVisible(isOpen && chosen && chosen->what.timer);
    m_assign->setEnabled(chosen || wanted);
}

}  // namespace onlyonce::ui
