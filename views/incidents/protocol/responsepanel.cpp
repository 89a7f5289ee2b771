// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/protocol/responsepanel.h"

#include "views/incidents/command/linksbar.h"
#include "views/incidents/protocol/response.h"
#include "views/widgets/askform.h"
#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/rowlist.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

constexpr int checkColumn = space::xl + metric::icon + space::s;  //!< where a click ticks

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
    , m_progress(new TextLabel({}, TextStyle::Strong))
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState(QStringLiteral("checklist"), {}, {}))
    , m_steps(makeList(session.database.clock(), &response.steps(), tr("Steps"), RowDelegate::Density::TwoLines))
    , m_tasks(makeList(session.database.clock(), &response.tasks(), tr("Tasks"), RowDelegate::Density::OneLine))
    , m_current(m_steps)
    , m_tasksHead(new TextLabel({}, TextStyle::Strong))
{
    m_example = m_empty->addAction(tr("Use the example"), [this] { useExample(); });
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
    stepHead->setContentsMargins(space::xl, space::s, space::l, space::s);
    stepHead->addWidget(m_progress, 1);
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

const IncidentStep *ResponsePanel::step() const
{
    return m_current == m_steps ? m_response.steps().at(m_steps->currentIndex()) : nullptr;
}

const IncidentTask *ResponsePanel::task() const
{
    return m_current == m_tasks ? m_response.tasks().at(m_tasks->currentIndex()) : nullptr;
}

bool ResponsePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn && (watched == m_steps || watched == m_tasks)) {
        m_current = watched == m_tasks ? m_tasks : m_steps;
        if (!m_current->currentIndex().isValid()) {
            m_current->setCurrentIndex(m_current->model()->index(0, 0));
        }
        enable();
    } else if (event->type() == QEvent::KeyPress && (watched == m_steps || watched == m_tasks)) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->modifiers() == Qt::NoModifier && press(key->key())) {
            return true;
        }
    } else if (event->type() == QEvent::MouseButtonRelease
               && (watched == m_steps->viewport() || watched == m_tasks->viewport())) {
        RowList *list = watched == m_tasks->viewport() ? m_tasks : m_steps;
        const QPoint at = static_cast<QMouseEvent *>(event)->position().toPoint();
        const int across = layoutDirection() == Qt::LeftToRight ? at.x() : list->viewport()->width() - at.x();
        if (across < checkColumn && list->indexAt(at).isValid()) {
            m_current = list;
            list->setCurrentIndex(list->indexAt(at));
            toggle();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

//! Also where no list has the keyboard, as when there is nothing in them yet.
void ResponsePanel::keyPressEvent(QKeyEvent *event)
{
    if (event->modifiers() != Qt::NoModifier || !press(event->key())) {
        QWidget::keyPressEvent(event);
    }
}

bool ResponsePanel::press(int key)
{
    switch (key) {
    case Qt::Key_Space:
        toggle();
        return true;
    case Qt::Key_S:
        skip();
        return true;
    case Qt::Key_C:
        copy();
        return true;
    case Qt::Key_T:
        startTimer();
        return true;
    case Qt::Key_A:
        assign();
        return true;
    case Qt::Key_N:
        addTask();
        return true;
    case Qt::Key_Down:  // the two lists are one to whoever goes down
        if (m_current == m_steps && m_steps->currentIndex().row() == m_response.steps().rowCount() - 1
            && m_response.tasks().rowCount() > 0) {
            m_tasks->setCurrentIndex(m_response.tasks().index(0));
            m_tasks->setFocus();
            return true;
        }
        return false;
    case Qt::Key_Up:
        if (m_current == m_tasks && m_tasks->currentIndex().row() <= 0 && m_response.steps().rowCount() > 0) {
            m_steps->setCurrentIndex(m_response.steps().index(m_response.steps().rowCount() - 1));
            m_steps->setFocus();
            return true;
        }
        return false;
    default:
        return false;
    }
}

template <typename Work>
void ResponsePanel::change(Work work)
{
    if (std::exchange(m_busy, true)) {
        return;  // a key pressed twice is pressed once
    }
    m_session.write(std::move(work)).then(this, [this](const Result<> &done) {
        m_busy = false;
        if (!done) {
            Q_EMIT failed(done.error());
        }
    });
}

void ResponsePanel::toggle()
{
    if (const IncidentStep *chosen = step()) {
        change([id = chosen->id, isOpen = chosen->state == StepState::Open](Transaction &transaction) {
            return isOpen ? tickStep(transaction, id) : reopenStep(transaction, id);
        });
    } else if (const IncidentTask *wanted = task()) {
        const TaskState next = wanted->state == TaskState::Open ? TaskState::Done : TaskState::Open;
        change([id = wanted->id, next](Transaction &transaction) { return setTaskState(transaction, id, next); });
    }
}

void ResponsePanel::skip()
{
    if (const IncidentStep *chosen = step(); chosen && chosen->state != StepState::Done) {
        m_ask->ask({.title = tr("Skip step %1 of %2").arg(chosen->number).arg(m_incident.reference()),
                    .text = chosen->what.text,
                    .submit = tr("Skip")},
                   [this, id = chosen->id](const QString &reason) {
                       return m_session.write(
                           [id, reason](Transaction &transaction) { return skipStep(transaction, id, reason); });
                   });
    } else if (const IncidentTask *wanted = task(); wanted && wanted->state == TaskState::Open) {
        m_ask->ask({.title = tr("Drop task %1 of %2").arg(wanted->number).arg(m_incident.reference()),
                    .text = wanted->text,
                    .submit = tr("Drop")},
                   [this, id = wanted->id](const QString &reason) {
                       return m_session.write([id, reason](Transaction &transaction) {
                           return setTaskState(transaction, id, TaskState::Dropped, reason);
                       });
                   });
    }
}

void ResponsePanel::open()
{
    if (const IncidentStep *chosen = step(); chosen && !chosen->what.link.isEmpty()) {
        if (const auto opened = openAddress(chosen->what.link); !opened) {
            Q_EMIT failed(opened.error());
        }
    }
}

void ResponsePanel::copy()
{
    if (const IncidentStep *chosen = step(); chosen && !chosen->what.command.isEmpty()) {
        QApplication::clipboard()->setText(chosen->what.command);
        m_progress->setText(tr("Copied: %1").arg(chosen->what.command.section(QLatin1Char('\n'), 0, 0).left(60)));
    }
}

void ResponsePanel::startTimer()
{
    if (const IncidentStep *chosen = step(); chosen && chosen->what.timer && chosen->state == StepState::Open) {
        change([id = chosen->id](Transaction &transaction) { return startStepTimer(transaction, id); });
    }
}

void ResponsePanel::assign()
{
    const IncidentStep *chosen = step();
    const IncidentTask *wanted = task();
    if (!chosen && !wanted) {
        return;
    }
    const auto assigned = [](Transaction &transaction, const QString &name, auto set) -> Result<> {
        if (name.isEmpty()) {
            return set(PersonId{});
        }
        const auto person = personMeant(transaction, name);
        return person ? set(person->id) : failure(person);
    };
    m_ask->ask(
        {.title = chosen ? tr("Who does step %1?").arg(chosen->number) : tr("Who does task %1?").arg(wanted->number),
         .text = chosen ? chosen->what.text : wanted->text,
         .submit = tr("Assign"),
         .label = tr("Name, or a part of it; empty for nobody")},
        [this, assigned, step = chosen ? chosen->id : StepId{},
         task = wanted ? wanted->id : TaskId{}](const QString &name) {
            return m_session.write([=](Transaction &transaction) {
                return assigned(transaction, name, [&](PersonId person) {
                    return step ? assignStep(transaction, step, person) : assignTask(transaction, task, person);
                });
            });
        });
}

void ResponsePanel::addTask()
{
    m_ask->ask(
        {.title = tr("New task of %1").arg(m_incident.reference()),
         .text = tr("At the end, @ and a name gives it to somebody, @ and a time says until when: @Mira @14:05."),
         .submit = tr("Add the task"),
         .label = tr("What is to be done")},
        [this, id = m_incident.id](const QString &line) {
            return m_session.write([id, line](Transaction &transaction) -> Result<> {
                const auto added = addTaskLine(transaction, id, line);
                return added ? Result<>() : failure(added);
            });
        });
}

void ResponsePanel::useExample()
{
    change([id = m_incident.id](Transaction &transaction) -> Result<> {
        const auto saved = saveProtocol(transaction, exampleProtocol());
        const auto attached = saved ? attachProtocols(transaction, id) : failure(saved);
        return attached ? Result<>() : failure(attached);
    });
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
