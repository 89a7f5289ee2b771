// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/countermeasures/fromtasks.h"

#include "models/base/tr.h"
#include "models/postmortem/countermeasures/countermeasuretable.h"
#include "models/postmortem/postmortem.h"

#include <algorithm>

namespace onlyonce {

namespace {

}  // namespace

Result<std::vector<IncidentTask>> tasksToKeep(Transaction &transaction, IncidentId incident)
{
    auto tasks = tasksOf(transaction, incident);
    const auto kept = countermeasuretable::tasksKept(transaction, incident);
    if (!tasks || !kept) {
        return tasks ? failure(kept) : failure(tasks);
    }
    std::erase_if(*tasks, [&](const IncidentTask &task) { return std::ranges::find(*kept, task.id) != kept->end(); });
    return tasks;
}

Result<CountermeasureId> addCountermeasure(Transaction &transaction, PostMortemId postMortem,
                                           const CountermeasureText &what, TaskId from)
{
    const auto about = onlyonce::postMortem(transaction, postMortem);
    const auto wanted = task(transaction, from);
    if (!about || !wanted) {
        return about ? failure(wanted) : failure(about);
    }
    if (!*about || !*wanted || (*wanted)->incident != (*about)->incident) {
        return fail(ErrorCode::NotFound, tr("There is no such task in this incident."));
    }
    const auto left = tasksToKeep(transaction, (*about)->incident);
    if (!left) {
        return failure(left);
    }
    if (std::ranges::find(*left, from, &IncidentTask::id) == left->end()) {
        return fail(ErrorCode::Conflict, tr("A countermeasure was made of this task already."));
    }
    const auto id = addCountermeasure(transaction, postMortem, what);
    if (id) {
        ONLYONCE_TRY(countermeasuretable::setTask(transaction, *id, from));
    }
    return id;
}

}  // namespace onlyonce
