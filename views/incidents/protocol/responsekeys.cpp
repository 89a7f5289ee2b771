// SPDX-License-Identifier: GPL-3.0-or-later
// What people do in the response: by keys, by the circles at the rows' edge, by the buttons below.
#include "views/incidents/command/chooser.h"
#include "views/incidents/command/linksbar.h"
#include "views/incidents/protocol/response.h"
#include "views/incidents/protocol/responsepanel.h"
#include "views/widgets/askform.h"
#include "views/widgets/page.h"
#include "views/widgets/rowlist.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QSet>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr int checkColumn = space::xl + metric::icon + space::s;  //!< where a click ticks

}  // namespace

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
    case Qt::Key_P:
        chooseProtocol();
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

void ResponsePanel::chooseProtocol()
{
    m_session.read([](Transaction &transaction) { return protocols(transaction); })
        .then(this, [this](const Result<std::vector<Protocol>> &known) {
            if (!known) {
                Q_EMIT failed(known.error());
            } else if (known->empty()) {
                Q_EMIT protocolsWanted();  // there is none yet
            } else {
                offerProtocols(*known);
            }
        });
}

void ResponsePanel::offerProtocols(const std::vector<Protocol> &known)
{
    const auto &steps = m_response.steps().rows();
    const auto isOf = [](ProtocolId id) { return [id](const IncidentStep &step) { return step.protocol == id; }; };
    QList<PaletteItem> items;
    for (const Protocol &each : known) {
        if (std::ranges::none_of(steps, isOf(each.id))) {
            items.append({.text = tr("Attach “%1”").arg(each.name),
                          .detail = conditionText(each),
                          .icon = QStringLiteral("plus"),
                          .run = [this, id = each.id] {
                              change([incident = m_incident.id, id](Transaction &transaction) {
                                  return attachProtocol(transaction, incident, id);
                              });
                          }});
        }
    }
    QSet<qint64> seen;
    for (const IncidentStep &step : steps) {
        if (seen.contains(step.protocol.value)) {
            continue;
        }
        seen.insert(step.protocol.value);
        const bool isWorkedOn = std::ranges::any_of(steps, [&](const IncidentStep &each) {
            return each.protocol == step.protocol
                && (each.state != StepState::Open || each.assignee || each.timerStartedAt);
        });
        items.append(
            {.text = tr("Take “%1” off").arg(step.protocolName),
             .detail = isWorkedOn ? tr("it stays, as somebody has worked on it") : tr("nobody has worked on it"),
             .icon = QStringLiteral("minus"),
             .run = [this, id = step.protocol] {
                 change([incident = m_incident.id, id](Transaction &transaction) {
                     return takeProtocolOff(transaction, incident, id);
                 });
             }});
    }
    m_chooser->ask(tr("Which response protocol for %1?").arg(m_incident.reference()),
                   [items](const QString &) { return items; });
}

void ResponsePanel::useExample()
{
    change([id = m_incident.id](Transaction &transaction) -> Result<> {
        const auto saved = saveProtocol(transaction, exampleProtocol());
        const auto attached = saved ? attachProtocols(transaction, id) : failure(saved);
        return attached ? Result<>() : failure(attached);
    });
}

}  // namespace onlyonce::ui
