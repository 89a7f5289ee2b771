// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/protocol/response.h"

#include "views/widgets/rowroles.h"
#include "views/widgets/words.h"

#include <QUrl>

#include <algorithm>

namespace onlyonce::ui {

namespace {

QString iconOf(bool open, bool done)
{
    return open ? QStringLiteral("circle") : done ? QStringLiteral("success") : QStringLiteral("minus");
}

QString clockTime(Instant at)
{
    return toDateTime(at, QTimeZone::systemTimeZone()).toString(QStringLiteral("HH:mm"));
}

QString timerText(const IncidentStep &step)
{
    return Response::tr("of %1").arg(durationText(*step.what.timer));
}

QList<Pill> pillsOf(const IncidentStep &step)
{
    QList<Pill> pills;
    if (step.state != StepState::Open) {
        return pills;
    }
    const auto add = [&](const QString &text, const QString &icon) {
        pills.append({.text = text, .shape = PillShape::Outline, .icon = icon});
    };
    if (!step.assigneeName.isEmpty()) {
        add(step.assigneeName, QStringLiteral("user"));
    } else if (!step.what.role.isEmpty()) {
        add(step.what.role, QStringLiteral("flag"));
    }
    if (!step.what.link.isEmpty()) {
        const QString host = QUrl(step.what.link).host();
        add(host.isEmpty() ? step.what.link : host, QStringLiteral("external"));
    }
    if (!step.what.command.isEmpty()) {
        add(step.what.command.section(QLatin1Char('\n'), 0, 0).left(40), QStringLiteral("copy"));
    }
    return pills;
}

QString aboutSettled(const IncidentStep &step)
{
    const QString who = Response::tr("%1, %2").arg(step.settledByName, clockTime(*step.settledAt));
    return step.state == StepState::Skipped ? Response::tr("Skipped by %1: %2").arg(who, step.reason)
                                            : Response::tr("Done by %1").arg(who);
}

QString stateText(StepState state)
{
    switch (state) {
    case StepState::Open:
        return Response::tr("to do");
    case StepState::Done:
        return Response::tr("done");
    case StepState::Skipped:
        return Response::tr("skipped");
    }
    return {};
}

}  // namespace

void StepList::take(const std::vector<IncidentStep> &steps)
{
    m_severalProtocols = !steps.empty() && steps.front().protocol != steps.back().protocol;
    replace(steps);
}

QVariant StepList::data(const QModelIndex &index, int role) const
{
    const IncidentStep *step = at(index);
    if (!step) {
        return {};
    }
    const bool isOpen = step->state == StepState::Open;
    const bool runs = step->timerEndsAt().has_value();
    switch (role) {
    case RowTitle:
        return step->what.text;
    case RowIcon:
        return iconOf(isOpen, step->state == StepState::Done);
    case RowIconTone:
        return int(step->state == StepState::Done ? Tone::Success : Tone::Neutral);
    case RowNumber:
        return QStringLiteral("%1").arg(step->number, 2);
    case RowDetail:
        return isOpen ? QString() : aboutSettled(*step);
    case RowChips:
        return isOpen ? QVariant::fromValue(pillsOf(*step)) : QVariant();
    case RowClockStart:
        return runs ? QVariant(toMillis(*step->timerStartedAt)) : QVariant();
    case RowClockTarget:
        return runs ? QVariant(qint64(step->what.timer->count())) : QVariant();
    case RowTrailing:
        return isOpen && !runs && step->what.timer ? durationText(*step->what.timer) : QString();
    case RowNote:
        return runs ? timerText(*step) : m_severalProtocols ? step->protocolName : QString();
    case RowMuted:
        return !isOpen;
    case Qt::ToolTipRole:
        return step->what.command.isEmpty() ? step->what.text
                                            : step->what.text + QStringLiteral("\n\n") + step->what.command;
    case Qt::AccessibleTextRole:
        return Response::tr("Step %1, %2: %3")
            .arg(QString::number(step->number), stateText(step->state), step->what.text);
    default:
        return {};
    }
}

QVariant TaskList::data(const QModelIndex &index, int role) const
{
    const IncidentTask *task = at(index);
    if (!task) {
        return {};
    }
    const bool isOpen = task->state == TaskState::Open;
    switch (role) {
    case RowTitle:
        return task->text;
    case RowIcon:
        return iconOf(isOpen, task->state == TaskState::Done);
    case RowIconTone:
        return int(task->state == TaskState::Done                          ? Tone::Success
                   : isOpen && task->dueAt && *task->dueAt < m_clock.now() ? Tone::Danger
                                                                           : Tone::Neutral);
    case RowNumber:
        return QStringLiteral("%1").arg(task->number, 2);
    case RowTrailing:
        return isOpen && task->dueAt ? Response::tr("due %1").arg(momentInText(*task->dueAt, m_clock.now()))
             : task->settledAt       ? clockTime(*task->settledAt)
                                     : task->assigneeName;
    case RowMuted:
        return !isOpen;
    case Qt::ToolTipRole:
        return task->reason.isEmpty() ? task->text : Response::tr("%1\nDropped: %2").arg(task->text, task->reason);
    case Qt::AccessibleTextRole:
        return Response::tr("Task %1, %2: %3")
            .arg(QString::number(task->number),
                 stateText(isOpen                           ? StepState::Open
                           : task->state == TaskState::Done ? StepState::Done
                                                            : StepState::Skipped),
                 task->text);
    default:
        return {};
    }
}

Response::Response(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_steps(new StepList(this))
    , m_tasks(new TaskList(session.database.clock(), this))
    , m_refresh([this] { reload(); })
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Response::lookAtTimers);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (!m_incident) {
            return;
        }
        if (changes.touches(QLatin1StringView("incident_step"), m_incident.value)
            || changes.touches(QLatin1StringView("incident_task"), m_incident.value)
            || changes.touches(QLatin1StringView("protocol"))) {
            m_refresh.want();
        }
    });
}

void Response::begin(IncidentId incident)
{
    m_incident = incident;
    m_looked = m_session.now();
    m_refresh.want();
}

int Response::left() const
{
    const auto steps = std::ranges::count(m_steps->rows(), StepState::Open, &IncidentStep::state);
    const auto tasks = std::ranges::count(m_tasks->rows(), TaskState::Open, &IncidentTask::state);
    return int(steps + tasks);
}

void Response::reload()
{
    using Both = std::pair<std::vector<IncidentStep>, std::vector<IncidentTask>>;
    m_session
        .read([id = m_incident](Transaction &transaction) -> Result<Both> {
            auto steps = stepsOf(transaction, id);
            auto tasks = tasksOf(transaction, id);
            if (!steps || !tasks) {
                return steps ? failure(tasks) : failure(steps);
            }
            return Both(std::move(*steps), std::move(*tasks));
        })
        .then(this, [this](const Result<Both> &both) {
            m_refresh.answered();
            if (!both) {
                Q_EMIT failed(both.error());
                return;
            }
            m_isRead = true;
            m_steps->take(both->first);
            m_tasks->take(both->second);
            lookAtTimers();
            Q_EMIT changed();
        });
}

void Response::lookAtTimers()
{
    const Instant now = m_session.now();
    std::optional<Instant> next;
    for (const IncidentStep &step : m_steps->rows()) {
        const auto ends = step.timerEndsAt();
        if (ends && *ends > now) {
            next = std::min(*ends, next.value_or(*ends));
        } else if (ends && *ends > m_looked) {
            Q_EMIT timerEnded(step);
        }
    }
    m_looked = now;
    if (next) {
        m_timer.start(*next - now + milliseconds{1});
    } else {
        m_timer.stop();
    }
}

}  // namespace onlyonce::ui
