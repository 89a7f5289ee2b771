// SPDX-License-Identifier: GPL-3.0-or-later
// The doctor: looks at everything that the program needs and says what to do about what is wrong.
#include "app/adapters.h"
#include "app/cli/common.h"
#include "models/catalog/deliverydesk.h"
#include "models/catalog/people.h"
#include "models/delivery/runner.h"
#include "models/delivery/secrets.h"
#include "models/storage/backup.h"

#include <QCoreApplication>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

struct Finding
{
    QString what;
    bool well = true;
    QString text;
};

Finding checkedDatabase(Invocation &call)
{
    const QString what = tr("database");
    auto database = call.database();
    if (!database) {
        return {what, false, database.error().message};
    }
    if ((*database)->engine() == Engine::Sqlite) {
        if (auto sound = verifyBackup((*database)->url().path); !sound) {
            return {what, false, sound.error().message};
        }
    }
    return {what, true, (*database)->url().display()};
}

Finding checkedDelivery(Invocation &call)
{
    const QString what = tr("delivery");
    auto held = call.ask([](Transaction &transaction) { return heldReason(transaction); });
    if (!held || !held->isEmpty()) {
        return {what, false, held ? tr("held: %1 See “onlyonce delivery list”.").arg(*held) : held.error().message};
    }
    return {what, true, tr("runs")};
}

Finding checkedPeople(Invocation &call)
{
    auto people = call.ask([](Transaction &transaction) { return peopleOnCall(transaction); });
    const bool well = people && !people->empty();
    return {tr("people"), well,
            !people ? people.error().message
            : well  ? tr("%1 on call").arg(people->size())
                    : tr("nobody is on call: add somebody with “onlyonce person add NAME --email … --on-call”")};
}

Finding checkedCopies(Invocation &call)
{
    const QString what = tr("copies");
    if (call.environment().database.engine != Engine::Sqlite) {
        return {what, true, tr("taken by PostgreSQL's own tools")};
    }
    auto files = listBackups(call.environment().backupFolder());
    if (!files || files->empty()) {
        return {what, false,
                files ? tr("none yet in %1: “onlyonce backup now” takes one").arg(call.environment().backupFolder())
                      : files.error().message};
    }
    const auto age = SystemClock().now() - files->front().takenAt;
    return {what, age < std::chrono::hours{36}, tr("the newest is %1 old").arg(durationText(age))};
}

std::vector<Finding> checkedConnections(Invocation &call)
{
    std::vector<Finding> findings;
    auto database = call.database();
    auto rows = call.ask([](Transaction &transaction) { return connectionsOf(transaction); });
    if (!database || !rows) {
        return {{tr("connections"), false, (database ? rows.error() : database.error()).message}};
    }
    for (const QString &kind : {QStringLiteral("mail"), QStringLiteral("forum")}) {
        if (std::ranges::none_of(*rows, [&](const ConnectionRow &row) { return row.kind == kind && row.enabled; })) {
            findings.push_back({kind, false, tr("not connected: see “onlyonce connect --help”")});
        }
    }
    const auto store = makeKeychainStore(call.environment().secretsPath());
    DeliveryRunner runner(**database, allAdapters(), *store,
                          {.processName = QStringLiteral("check"), .program = call.actor()});
    for (const ConnectionRow &row : *rows) {
        const auto secrets = waitFor(store->read(secretsKey((*database)->uuid(), row.id)));
        if (!secrets) {
            findings.push_back({row.name, false, secrets.error().message});
            continue;
        }
        const auto tested = waitFor(runner.test(row.adapter, row.settings, *secrets));
        findings.push_back({row.name, tested.has_value(), tested ? *tested : tested.error().message});
    }
    return findings;
}

Result<> check(Invocation &call)
{
    std::vector<Finding> findings{checkedDatabase(call)};
    if (findings.front().well) {
        findings.push_back(checkedDelivery(call));
        findings.push_back(checkedPeople(call));
        findings.push_back(checkedCopies(call));
        for (Finding &finding : checkedConnections(call)) {
            findings.push_back(std::move(finding));
        }
    }
    QJsonArray array;
    QList<QStringList> rows;
    int wrong = 0;
    for (const Finding &finding : findings) {
        wrong += finding.well ? 0 : 1;
        array.append(QJsonObject{{QStringLiteral("what"), finding.what},
                                 {QStringLiteral("well"), finding.well},
                                 {QStringLiteral("text"), finding.text}});
        rows.append({finding.well ? QStringLiteral("✓") : QStringLiteral("✗"), finding.what, finding.text});
    }
    call.json() ? call.print(array) : call.print(table(rows));
    if (wrong > 0) {
        return fail(ErrorCode::Invalid, tr("%1 of %2 things need a look.").arg(wrong).arg(findings.size()));
    }
    return {};
}

}  // namespace

Commands checkCommands()
{
    return {
        {.name = QStringLiteral("check"),
         .summary = tr("Looks whether everything works: database, copies, people, mail, forum."),
         .run = check,
         .jsonHelp = tr("an array of {what, well, text}")},
    };
}

}  // namespace onlyonce
