// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/countermeasures/countermeasuretable.h"

namespace onlyonce::countermeasuretable {

namespace {

//! Sorts behind every date, and is what an absent date is compared as.
const QLatin1StringView noDate("9999-12-31x");

std::optional<QString> dueText(const Countermeasure &measure)
{
    return measure.what.dueOn ? std::optional(measure.what.dueOn->toString(Qt::ISODate)) : std::nullopt;
}

Countermeasure read(const Row &row)
{
    Countermeasure measure{.id = row.id<CountermeasureId>(0),
                           .postMortem = row.id<PostMortemId>(1),
                           .incident = row.id<IncidentId>(2),
                           .incidentNumber = row.integer(3),
                           .ownerName = row.text(4),
                           .what = {.why = row.id<WhyId>(5),
                                    .text = row.text(6),
                                    .owner = row.id<PersonId>(7),
                                    .kind = countermeasureKindFrom(row.text(9)).value_or(CountermeasureKind::Prevent),
                                    .effectCheck = row.text(11),
                                    .link = row.text(12),
                                    .visibility = visibilityFrom(row.text(13)).value_or(Visibility::Restricted)},
                           .state = countermeasureStateFrom(row.text(10)).value_or(CountermeasureState::Open),
                           .doneAt = row.maybeInstant(14),
                           .checkedAt = row.maybeInstant(15),
                           .checkResult = row.text(16),
                           .createdAt = row.instant(17),
                           .version = int(row.integer(18))};
    if (const auto due = QDate::fromString(row.text(8), Qt::ISODate); due.isValid()) {
        measure.what.dueOn = due;
    }
    return measure;
}

QString select(QLatin1StringView rest)
{
    return QStringLiteral(
               "SELECT c.id, c.postmortem_id, i.id, i.number, p.name, c.why_id, c.body, c.owner_id, c.due_on, "
               "c.kind, c.state, c.effect_check, c.link, c.visibility, c.done_at, c.checked_at, "
               "c.check_result, c.created_at, c.version FROM countermeasure c "
               "JOIN postmortem m ON m.id = c.postmortem_id JOIN incident i ON i.id = m.incident_id "
               "LEFT JOIN person p ON p.id = c.owner_id ")
         + rest;
}

}  // namespace

Result<std::optional<Countermeasure>> byId(Transaction &transaction, CountermeasureId id)
{
    return transaction.one(select(QLatin1StringView("WHERE c.id = ?")), read, id);
}

Result<std::vector<Countermeasure>> all(Transaction &transaction, PostMortemId postMortem)
{
    return transaction.all(select(QLatin1StringView("WHERE c.postmortem_id = ? ORDER BY c.id")), read, postMortem);
}

Result<std::vector<Countermeasure>> answering(Transaction &transaction, WhyId why)
{
    return transaction.all(select(QLatin1StringView("WHERE c.why_id = ? ORDER BY c.id")), read, why);
}

Result<std::vector<Countermeasure>> inState(Transaction &transaction, CountermeasureState state, int limit,
                                            const std::optional<Countermeasure> &after)
{
    const QString date = after ? dueText(*after).value_or(noDate) : QString();
    return transaction.all(select(QLatin1StringView("WHERE c.state = ? AND (COALESCE(c.due_on, '9999-12-31x') > ? OR "
                                                    "(COALESCE(c.due_on, '9999-12-31x') = ? AND c.id > ?)) "
                                                    "ORDER BY COALESCE(c.due_on, '9999-12-31x'), c.id LIMIT ?")),
                           read, toText(state), date, date, after ? after->id.value : qint64{0}, limit);
}

Result<int> overdue(Transaction &transaction, QDate today)
{
    const auto count = transaction.one(
        QStringLiteral("SELECT COUNT(*) FROM countermeasure "
                       "WHERE state = ? AND COALESCE(due_on, '9999-12-31x') < ?"),
        [](const Row &row) { return int(row.integer(0)); }, toText(CountermeasureState::Open),
        today.toString(Qt::ISODate));
    return count ? Result<int>(count->value_or(0)) : failure(count);
}

Result<CountermeasureId> insert(Transaction &transaction, const Countermeasure &measure)
{
    const auto &what = measure.what;
    return transaction.insert<CountermeasureId>(
        QStringLiteral("INSERT INTO countermeasure (postmortem_id, why_id, body, owner_id, due_on, kind, state, "
                       "effect_check, link, visibility, check_result, created_at, version) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
        measure.postMortem, what.why, what.text, what.owner, dueText(measure), toText(what.kind), toText(measure.state),
        what.effectCheck, what.link, toText(what.visibility), measure.checkResult, measure.createdAt, measure.version);
}

Result<> updateText(Transaction &transaction, const Countermeasure &measure)
{
    const auto &what = measure.what;
    auto done = transaction.exec(
        QStringLiteral("UPDATE countermeasure SET why_id = ?, body = ?, owner_id = ?, due_on = ?, kind = ?, "
                       "effect_check = ?, link = ?, visibility = ?, version = ? WHERE id = ?"),
        what.why, what.text, what.owner, dueText(measure), toText(what.kind), what.effectCheck, what.link,
        toText(what.visibility), measure.version, measure.id);
    if (!done) {
        return failure(done);
    }
    return {};
}

Result<> updateState(Transaction &transaction, const Countermeasure &measure)
{
    auto done = transaction.exec(QStringLiteral("UPDATE countermeasure SET state = ?, done_at = ?, checked_at = ?, "
                                                "check_result = ?, version = ? WHERE id = ?"),
                                 toText(measure.state), measure.doneAt, measure.checkedAt, measure.checkResult,
                                 measure.version, measure.id);
    if (!done) {
        return failure(done);
    }
    return {};
}

Result<> remove(Transaction &transaction, CountermeasureId id)
{
    auto done = transaction.exec(QStringLiteral("DELETE FROM countermeasure WHERE id = ?"), id);
    if (!done) {
        return failure(done);
    }
    return {};
}

Result<> insertAgain(Transaction &transaction, const Countermeasure &measure, TaskId task)
{
    const auto &what = measure.what;
    const auto done = transaction.exec(
        QStringLiteral(
            "INSERT INTO countermeasure (id, postmortem_id, why_id, body, owner_id, due_on, kind, state, "
            "effect_check, link, visibility, done_at, checked_at, check_result, created_at, version, task_id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        measure.id, measure.postMortem, what.why, what.text, what.owner, dueText(measure), toText(what.kind),
        toText(measure.state), what.effectCheck, what.link, toText(what.visibility), measure.doneAt, measure.checkedAt,
        measure.checkResult, measure.createdAt, measure.version, task);
    return done ? Result<>() : failure(done);
}

Result<TaskId> taskOf(Transaction &transaction, CountermeasureId id)
{
    const auto task = transaction.one(
        QStringLiteral("SELECT task_id FROM countermeasure WHERE id = ?"),
        [](const Row &row) { return row.id<TaskId>(0); }, id);
    return task ? Result<TaskId>(task->value_or(TaskId{})) : failure(task);
}

Result<> setTask(Transaction &transaction, CountermeasureId id, TaskId task)
{
    auto done = transaction.exec(QStringLiteral("UPDATE countermeasure SET task_id = ? WHERE id = ?"), task, id);
    return done ? Result<>() : failure(done);
}

Result<std::vector<TaskId>> tasksKept(Transaction &transaction, IncidentId incident)
{
    return transaction.all(
        QStringLiteral("SELECT c.task_id FROM countermeasure c JOIN incident_task t "
                       "ON t.id = c.task_id WHERE t.incident_id = ?"),
        [](const Row &row) { return row.id<TaskId>(0); }, incident);
}

}  // namespace onlyonce::countermeasuretable
