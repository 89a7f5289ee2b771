// SPDX-License-Identifier: GPL-3.0-or-later
// What an incident's page knows of the response, whichever of its parts is in sight: the steps and the tasks, read anew
// when they change, and when a timer is over.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/protocol/steps.h"
#include "models/incidents/protocol/tasks.h"
#include "views/widgets/refresh.h"
#include "views/widgets/wholelist.h"

#include <QTimer>

namespace onlyonce::ui {

class StepList final : public WholeList<IncidentStep>
{
public:
    using WholeList::WholeList;
    void take(const std::vector<IncidentStep> &steps);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    bool m_severalProtocols = false;
};

class TaskList final : public WholeList<IncidentTask>
{
public:
    explicit TaskList(const Clock &clock, QObject *parent)
        : WholeList(parent)
        , m_clock(clock)
    {
    }
    void take(const std::vector<IncidentTask> &tasks) { replace(tasks); }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    const Clock &m_clock;
};

class Response final : public QObject
{
    Q_OBJECT

public:
    Response(Session &session, QObject *parent);

    //! Once: from now on it is read.
    void begin(IncidentId incident);
    [[nodiscard]] StepList &steps() { return *m_steps; }
    [[nodiscard]] TaskList &tasks() { return *m_tasks; }
    [[nodiscard]] bool isRead() const { return m_isRead; }
    //! How many steps and tasks are still open.
    [[nodiscard]] int left() const;

Q_SIGNALS:
    void changed();
    void timerEnded(const onlyonce::IncidentStep &step);
    void failed(const onlyonce::Error &error);

private:
    void reload();
    void lookAtTimers();

    Session &m_session;
    IncidentId m_incident;
    StepList *m_steps;
    TaskList *m_tasks;
    bool m_isRead = false;
    Instant m_looked;  //!< timers that were over before are told no more
    QTimer m_timer;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
