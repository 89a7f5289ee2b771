// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "models/base/files.h"
#include "models/base/tr.h"
#include "models/postmortem/archive/countermeasurecsv.h"
#include "models/postmortem/countermeasures/countermeasures.h"

namespace onlyonce {

namespace {

constexpr int mostListed = 10'000;

QJsonValue momentOrNull(const std::optional<Instant> &at)
{
    return at ? QJsonValue(toIso(*at)) : QJsonValue();
}

QJsonObject jsonOf(const Countermeasure &measure, QDate today)
{
    return {{QStringLiteral("id"), measure.id.value},
            {QStringLiteral("incident"), measure.incidentNumber},
            {QStringLiteral("text"), measure.what.text},
            {QStringLiteral("kind"), toText(measure.what.kind)},
            {QStringLiteral("owner"), measure.ownerName},
            {QStringLiteral("dueOn"),
             measure.what.dueOn ? QJsonValue(measure.what.dueOn->toString(Qt::ISODate)) : QJsonValue()},
            {QStringLiteral("overdue"), measure.isOverdue(today)},
            {QStringLiteral("state"), toText(measure.state)},
            {QStringLiteral("doneAt"), momentOrNull(measure.doneAt)},
            {QStringLiteral("checkedAt"), momentOrNull(measure.checkedAt)},
            {QStringLiteral("effectCheck"), measure.what.effectCheck},
            {QStringLiteral("checkResult"), measure.checkResult},
            {QStringLiteral("link"), measure.what.link}};
}

Result<> list(Invocation &call)
{
    if (call.has(QStringLiteral("csv")) && call.json()) {
        return usage(tr("Either --csv or --json."));
    }
    auto state = CountermeasureState::Open;
    if (call.has(QStringLiteral("state"))) {
        const auto meant = countermeasureStateFrom(call.option(QStringLiteral("state")));
        if (!meant) {
            return usage(meant.error().message);
        }
        state = *meant;
    }
    const auto page =
        call.ask([state](Transaction &transaction) { return countermeasuresIn(transaction, state, mostListed); });
    if (!page) {
        return failure(page);
    }
    const QDate today = QDate::currentDate();
    std::vector<Countermeasure> wanted = page->rows;
    if (call.has(QStringLiteral("overdue"))) {
        std::erase_if(wanted, [today](const Countermeasure &measure) { return !measure.isOverdue(today); });
    }
    if (call.has(QStringLiteral("csv"))) {
        return writeStandardOutput(countermeasuresCsv(wanted, today));
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const Countermeasure &measure : wanted) {
        array.append(jsonOf(measure, today));
        const QString due = measure.what.dueOn ? measure.what.dueOn->toString(Qt::ISODate) : QStringLiteral("–");
        rows.append({QString::number(measure.id.value), QStringLiteral("INC-%1").arg(measure.incidentNumber),
                     measure.isOverdue(today) ? tr("overdue") : label(measure.state), due,
                     measure.ownerName.isEmpty() ? tr("no owner") : measure.ownerName, measure.what.text});
    }
    call.answer(array, rows.isEmpty() ? tr("There is none.") : table(rows));
    return {};
}

Result<qint64> meant(const Invocation &call)
{
    return numberMeant(call.argument(0), tr("Which one? Give its number, as “onlyonce countermeasure list” shows it."));
}

Result<Countermeasure> found(Transaction &transaction, qint64 id)
{
    const auto there = countermeasure(transaction, CountermeasureId{id});
    if (!there || !*there) {
        return there ? fail(ErrorCode::NotFound, tr("There is no countermeasure %1.").arg(id)) : failure(there);
    }
    return **there;
}

Result<> remove(Invocation &call)
{
    const auto id = meant(call);
    if (!id) {
        return failure(id);
    }
    const auto removed = call.change([&](Transaction &transaction) -> Result<Countermeasure> {
        const auto measure = found(transaction, *id);
        if (measure) {
            ONLYONCE_TRY(removeCountermeasure(transaction, measure->id, measure->version));
        }
        return measure;
    });
    if (!removed) {
        return failure(removed);
    }
    call.answer(QJsonObject{{QStringLiteral("id"), *id}, {QStringLiteral("incident"), removed->incidentNumber}},
                tr("Countermeasure %1 of INC-%2 is removed: %3")
                    .arg(QString::number(*id), QString::number(removed->incidentNumber), removed->what.text));
    return {};
}

Result<> move(Invocation &call)
{
    const auto id = meant(call);
    if (!id) {
        return failure(id);
    }
    const auto state = countermeasureStateFrom(call.argument(1));
    if (!state) {
        return usage(state.error().message);
    }
    const auto moved = call.change([&](Transaction &transaction) -> Result<int> {
        const auto measure = found(transaction, *id);
        return measure ? setCountermeasureState(transaction, measure->id, *state, measure->version,
                                                call.option(QStringLiteral("seen")))
                       : failure(measure);
    });
    if (!moved) {
        return failure(moved);
    }
    call.answer(QJsonObject{{QStringLiteral("id"), *id}, {QStringLiteral("state"), toText(*state)}},
                tr("Countermeasure %1 is %2.").arg(QString::number(*id), label(*state)));
    return {};
}

}  // namespace

Commands countermeasureCommands()
{
    return {
        {.name = QStringLiteral("countermeasure list"),
         .summary = tr("The countermeasures of every incident in one state, by due date."),
         .options = {{QStringLiteral("state"), tr("open (as without it), done, proven or failed."), tr("STATE")},
                     {QStringLiteral("overdue"), tr("Only those whose day has passed.")},
                     {QStringLiteral("csv"), tr("Prints them as a table for spreadsheets: RFC 4180, times in UTC.")}},
         .run = list,
         .jsonHelp = tr("an array of {id, incident, text, kind, owner, dueOn (or null), overdue, state, doneAt and "
                        "checkedAt (or null), effectCheck, checkResult, link}")},
        {.name = QStringLiteral("countermeasure state"),
         .arguments = QStringLiteral("ID STATE"),
         .summary = tr("From open to done, from done to proven or failed, and open again."),
         .options = {{QStringLiteral("seen"), tr("What has shown that it works, or that it does not."), tr("TEXT")}},
         .run = move,
         .jsonHelp = tr("{id, state}")},
        {.name = QStringLiteral("countermeasure remove"),
         .arguments = QStringLiteral("ID"),
         .summary =
             tr("Takes it out of its post-mortem, as long as that is not approved. The timeline tells of it, and "
                "the audit trail keeps it whole."),
         .run = remove,
         .jsonHelp = tr("{id, incident}")},
    };
}

}  // namespace onlyonce
