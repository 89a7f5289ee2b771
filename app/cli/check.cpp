// SPDX-License-Identifier: GPL-3.0-or-later
// The doctor: looks at everything that the program needs and says what to do about what is wrong.
#include "app/adapters.h"
#include "app/cli/common.h"
#include "app/services.h"
#include "models/alerts/collector.h"
#include "models/alerts/sourcehealth.h"
#include "models/base/tr.h"
#include "models/catalog/deliverydesk.h"
#include "models/catalog/people.h"
#include "models/catalog/places.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/grouping/grouping.h"
#include "models/net/httpclient.h"
#include "models/storage/auditchain.h"
#include "models/storage/backup.h"

namespace onlyonce {

using namespace std::chrono_literals;

namespace {

constexpr int mostRows = 1000;
constexpr auto patience = 5min;  // for what is due

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

//! Whether the audit trail is still what was written: looked at in steps, because it may be long.
Finding checkedAudit(Invocation &call)
{
    const QString what = tr("audit trail");
    if (const auto opened = call.reading(); opened && !(*opened)->seesAll()) {
        return {what, true, tr("not looked at: this database role does not see every row of it")};
    }
    AuditVerified verified;
    for (bool more = true; more;) {
        auto looked = call.look([&](Transaction &transaction) { return verifyAudit(transaction, verified); });
        if (!looked) {
            return {what, false, looked.error().message};
        }
        more = !*looked;
    }
    if (verified.rows == 0) {
        return {what, true, tr("nobody has changed anything yet")};
    }
    QString text = tr("%1 rows follow from each other; the last is %2").arg(verified.rows).arg(verified.hash.left(16));
    if (verified.late > 0) {
        text += tr("; %1 of them were linked after they were written").arg(verified.late);
    }
    if (verified.redacted > 0) {
        text += tr("; %1 redacted").arg(verified.redacted);
    }
    return {what, true, text};
}

//! Whether restricted incidents are hidden from whom they should be.
Finding checkedRestriction(Invocation &call)
{
    const QString what = tr("restricted incidents");
    const auto opened = call.reading();
    const auto problem = call.look([](Transaction &transaction) { return restrictionProblem(transaction); });
    if (!opened || !problem) {
        return {what, false, (opened ? problem.error() : opened.error()).message};
    }
    if (!problem->isEmpty()) {
        return {what, false, *problem};
    }
    return {what, true,
            (*opened)->seesAll()
                ? tr("hidden from whoever is not named")
                : tr("hidden by the server from this database role, unless it is named: alerts, calls and "
                     "deliveries are left to the database's owner")};
}

//! Whether a process of ours runs on this machine: asked as any sender would.
Finding checkedListener(Invocation &call)
{
    const QString what = tr("listener");
    auto settings = intakeSettings(call.environment(), call.option(QStringLiteral("listen")));
    if (!settings) {
        return {what, false, settings.error().message};
    }
    QHostAddress address = settings->address;
    if (address == QHostAddress::AnyIPv4 || address == QHostAddress::Any) {
        address = QHostAddress::LocalHost;
    } else if (address == QHostAddress::AnyIPv6) {
        address = QHostAddress::LocalHostIPv6;
    }
    QUrl url;
    url.setScheme(settings->certificatePem.isEmpty() ? QStringLiteral("http") : QStringLiteral("https"));
    url.setHost(address.toString());
    url.setPort(settings->port);
    url.setPath(QStringLiteral("/healthz"));
    HttpClient client;
    const auto reply = waitFor(client.send({.url = url, .timeout = 5s, .caPem = settings->certificatePem}));
    const QString place = url.authority();
    if (!reply) {
        return {what, false,
                tr("nothing takes alerts in on %1: the window or “onlyonce serve” must run (%2)")
                    .arg(place, reply.error().message)};
    }
    return {what, reply->status == 200,
            reply->status == 200 ? tr("takes alerts in on %1").arg(place)
                                 : tr("%1 answers with HTTP %2: is it another program?").arg(place).arg(reply->status)};
}

std::vector<Finding> checkedSources(Invocation &call)
{
    auto sources = call.ask([](Transaction &transaction) { return sourceHealth(transaction); });
    if (!sources) {
        return {{tr("sources"), false, sources.error().message}};
    }
    if (std::ranges::none_of(*sources,
                             [](const SourceHealth &source) { return source.received > 0 || source.isAsked; })) {
        return {
            {tr("sources"), false, tr("no alert has ever come in: point your monitoring here, as the README shows")}};
    }
    std::vector<Finding> findings{{tr("sources"), true, {}}};
    QStringList well;
    for (const SourceHealth &source : *sources) {
        if (source.trouble.isEmpty()) {
            well << tr("%1 %2").arg(source.name, heardText(source, SystemClock().now()));
        } else if (!source.isAsked) {  // those are asked now, further below
            findings.push_back({source.name, false, source.trouble});
        }
    }
    findings.front().text = well.isEmpty() ? tr("none is as it should be") : well.join(QStringLiteral("; "));
    findings.front().well = !well.isEmpty();
    return findings;
}

//! Alerts that came in and opened nothing would otherwise be noticed by nobody.
Finding checkedGrouping(Invocation &call)
{
    const QString what = tr("incidents");
    auto ungrouped = call.ask([](Transaction &transaction) { return ungroupedAlerts(transaction); });
    if (!ungrouped) {
        return {what, false, ungrouped.error().message};
    }
    const auto age = ungrouped->since ? SystemClock().now() - *ungrouped->since : 0ms;
    if (age > 1min) {
        return {
            what, false,
            tr("waiting to be taken into incidents: %1, the oldest for %2. The log of the process that takes alerts "
               "in says why.")
                .arg(ungrouped->events)
                .arg(durationText(age))};
    }
    return {what, true, tr("every alert is in one")};
}

Finding checkedDelivery(Invocation &call)
{
    const QString what = tr("delivery");
    auto held = call.ask([](Transaction &transaction) { return heldReason(transaction); });
    auto rows = call.ask([](Transaction &transaction) { return outboxUnfinished(transaction, mostRows); });
    if (!held || !rows) {
        return {what, false, (held ? rows.error() : held.error()).message};
    }
    if (!held->isEmpty()) {
        return {what, false, tr("held: %1 See “onlyonce delivery list”.").arg(*held)};
    }
    const auto count = [&rows](auto is) { return std::ranges::count_if(*rows, is); };
    const Instant overdue = SystemClock().now() - patience;
    const auto stuck =
        count([&](const OutboxRow &row) { return row.state == OutboxState::Waiting && row.nextAttemptAt < overdue; });
    const auto failed = count(
        [](const OutboxRow &row) { return row.state == OutboxState::Failed || row.state == OutboxState::Uncertain; });
    if (stuck > 0) {
        return {
            what, false,
            tr("%1 should have gone out by now, and nobody sends them: does a process that holds the passwords run?")
                .arg(stuck)};
    }
    if (failed > 0) {
        return {what, false, tr("%1 could not be sent: see “onlyonce delivery list”").arg(failed)};
    }
    return {what, true, rows->empty() ? tr("nothing waits") : tr("%1 on the way").arg(rows->size())};
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

//! Two data centres that fail at once are noticed only when somebody has said that they are data centres.
Finding checkedPlaces(Invocation &call)
{
    const auto known = call.ask([](Transaction &transaction) { return places(transaction); });
    if (!known) {
        return {tr("places"), false, known.error().message};
    }
    if (known->unmapped.empty()) {
        return {tr("places"), true, tr("%1 data centres in the catalogue").arg(known->dataCentres.size())};
    }
    QStringList names;
    for (const UnmappedName &each : known->unmapped) {
        names << each.name;
    }
    return {tr("places"), false,
            tr("nobody has said whether these are data centres: %1. Say it with “onlyonce place add” or “place map”")
                .arg(names.size() > 5 ? tr("%1 and %2 more").arg(names.first(5).join(tr(", "))).arg(names.size() - 5)
                                      : names.join(tr(", ")))};
}

Finding checkedCopies(Invocation &call)
{
    const QString what = tr("copies");
    if (call.environment().database.engine != Engine::Sqlite) {
        return {what, true, tr("taken by PostgreSQL's own tools")};
    }
    const Instant now = SystemClock().now();
    auto newest = newestBackup(call.environment().backupFolder(), now);
    if (!newest || !*newest) {
        return {what, false,
                newest ? tr("none yet in %1: “onlyonce backup now” takes one").arg(call.environment().backupFolder())
                       : newest.error().message};
    }
    const auto age = now - (*newest)->takenAt;
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
    if (rows->empty()) {
        return findings;
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
    findings.push_back({tr("secrets"), true, tr("kept %1").arg(store->whereText())});
    return findings;
}

Result<> check(Invocation &call)
{
    std::vector<Finding> findings{checkedDatabase(call)};
    if (findings.front().well) {
        // It sends a mail to the desk's own address, among others.
        ONLYONCE_TRY(call.change([](Transaction &transaction) { return require(transaction, Permission::Respond); }));
        findings.push_back(checkedAudit(call));
        findings.push_back(checkedRestriction(call));
        findings.push_back(checkedListener(call));
        std::ranges::move(checkedSources(call), std::back_inserter(findings));
        findings.push_back(checkedGrouping(call));
        findings.push_back(checkedDelivery(call));
        findings.push_back(checkedPeople(call));
        findings.push_back(checkedPlaces(call));
        findings.push_back(checkedCopies(call));
        std::ranges::move(checkedConnections(call), std::back_inserter(findings));
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
    call.answer(array, table(rows));
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
         .summary = tr("Looks whether everything works, from the database to the forum; sends a test mail."),
         .options = {{QStringLiteral("listen"), tr("Where alerts should come in, if not as the settings say."),
                      tr("HOST:PORT")}},
         .run = check,
         .jsonHelp = tr("an array of {what, well, text}")},
    };
}

}  // namespace onlyonce
