// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "models/alerts/alertend.h"
#include "models/alerts/collector.h"
#include "models/alerts/inbox/inbox.h"
#include "models/alerts/subscriptions/certificates.h"
#include "models/alerts/tokens.h"
#include "models/base/json.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

constexpr qint64 largestPayload = 32LL * 1024 * 1024;

Result<> list(Invocation &call)
{
    auto limit = limitMeant(call, 50);
    if (!limit) {
        return failure(limit);
    }
    std::optional<AlertStatus> status;
    if (call.has(QStringLiteral("firing"))) {
        status = AlertStatus::Firing;
    }
    const bool flapping = call.has(QStringLiteral("flapping"));
    auto found = call.ask([&](Transaction &transaction) {
        return flapping ? inbox(transaction, {.status = status, .flapping = true}, pageBefore(0, *limit))
                        : alerts(transaction, {.status = status}, *limit);
    });
    if (!found) {
        return failure(found);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const AlertRow &alert : *found) {
        array.append(toJson(alert));
        rows.append(
            {QString::number(alert.id.value), toIso(alert.startedAt), toText(alert.status), toText(alert.severity),
             alert.incident ? QStringLiteral("INC-%1").arg(alert.incident) : QStringLiteral("—"), alert.source,
             flapping ? tr("fired %1 times: %2").arg(QString::number(alert.flaps), alert.summary) : alert.summary});
    }
    call.answer(array, !rows.isEmpty() ? table(rows) : flapping ? tr("No alert flaps.") : tr("No alerts."));
    return {};
}

Result<> ingest(Invocation &call)
{
    const QString source = call.option(QStringLiteral("source"));
    if (source.isEmpty()) {
        return usage(tr("Which monitoring system wrote it? Give --source, like alertmanager."));
    }
    // Its alerts open incidents and call people, so whoever hands them in must be allowed to.
    ONLYONCE_TRY(call.change([](Transaction &transaction) { return require(transaction, Permission::Respond); }));
    auto payload = readInput(call.argument(0), largestPayload);
    if (!payload) {
        return failure(payload);
    }
    auto database = call.database();
    if (!database) {
        return failure(database);
    }
    Certificates certificates;
    Collector collector(**database, Collector::Limits(),
                        [&certificates](const QUrl &url) { return certificates.fetch(url); });
    ONLYONCE_TRY(waitFor(collector.readSources()));
    const auto intake = waitFor(collector.take(source, *payload));  // a certificate is fetched by the event loop
    if (!intake) {
        return failure(intake);
    }
    ONLYONCE_TRY(groupAll(call));
    call.answer(
        QJsonObject{{QStringLiteral("opened"), intake->opened},
                    {QStringLiteral("repeated"), intake->repeated},
                    {QStringLiteral("resolved"), intake->resolved},
                    {QStringLiteral("truncated"), intake->truncated}},
        tr("%1 new, %2 told again, %3 resolved.").arg(intake->opened).arg(intake->repeated).arg(intake->resolved));
    return {};
}

Result<> end(Invocation &call)
{
    const auto id = numberMeant(call.argument(0), tr("Which alert? Give its id, as “onlyonce alert list” shows it."));
    if (!id) {
        return failure(id);
    }
    const QString reason = call.option(QStringLiteral("reason"));
    if (reason.trimmed().isEmpty()) {
        return usage(tr("How do you know that it is over? Give --reason."));
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) { return endAlert(transaction, AlertId{*id}, reason); }));
    ONLYONCE_TRY(groupAll(call));
    call.answer(QJsonObject{{QStringLiteral("id"), *id}, {QStringLiteral("ended"), true}},
                tr("Alert %1 is over. When its source tells of it again, it fires again.").arg(*id));
    return {};
}

Result<> makeToken(Invocation &call)
{
    auto made = call.change([&](Transaction &transaction) {
        return makeIntakeToken(transaction, call.argument(0), call.option(QStringLiteral("source")));
    });
    if (!made) {
        return failure(made);
    }
    call.answer(QJsonObject{{QStringLiteral("id"), made->token.id.value},
                            {QStringLiteral("name"), made->token.name},
                            {QStringLiteral("secret"), made->secret}},
                tr("%1\nIt is shown this once. Send it as “Authorization: Bearer …”.").arg(made->secret));
    return {};
}

Result<> listTokens(Invocation &call)
{
    auto tokens = call.ask([](Transaction &transaction) { return intakeTokens(transaction); });
    if (!tokens) {
        return failure(tokens);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const IntakeToken &token : *tokens) {
        array.append(QJsonObject{{QStringLiteral("id"), token.id.value},
                                 {QStringLiteral("name"), token.name},
                                 {QStringLiteral("source"), token.source},
                                 {QStringLiteral("revoked"), token.revokedAt.has_value()}});
        rows.append({QString::number(token.id.value), token.name,
                     token.source.isEmpty() ? tr("every source") : token.source,
                     token.revokedAt ? tr("revoked") : tr("valid")});
    }
    call.answer(array, rows.isEmpty() ? tr("No tokens.") : table(rows));
    return {};
}

Result<> revokeToken(Invocation &call)
{
    const auto id =
        numberMeant(call.argument(0), tr("Which token? Give its number, as “onlyonce token list” shows it."));
    if (!id) {
        return failure(id);
    }
    ONLYONCE_TRY(
        call.change([&](Transaction &transaction) { return revokeIntakeToken(transaction, IntakeTokenId{*id}); }));
    call.answer(QJsonObject{{QStringLiteral("id"), *id}, {QStringLiteral("revoked"), true}},
                tr("Token %1 lets nobody in any more.").arg(*id));
    return {};
}

}  // namespace

Commands alertCommands()
{
    const QCommandLineOption source{QStringLiteral("source"),
                                    tr("The monitoring system, by the name of its adapter or its connection."),
                                    tr("NAME")};
    return {
        {.name = QStringLiteral("alert list"),
         .summary = tr("The alerts, newest first."),
         .options = {limitOption(),
                     {QStringLiteral("firing"), tr("Only those that have not recovered.")},
                     {QStringLiteral("flapping"),
                      tr("Only problems that fire and recover again and again, each by its latest alert.")}},
         .run = list,
         .jsonHelp = tr(
             "an array of alerts, each {id, source, fingerprint, status (firing, resolved), severity (critical, "
             "error, warning, info), summary, service, datacentre, probes, failedTest (system, acceptance "
             "or empty), startedAt, receivedAt, resolvedAt, "
             "incident (its number, or null), count, flaps (how often it has fired since it began to flap; 0 when it "
             "does not), endReason (why it is over although its source never said so), detectionSeconds (from its "
             "start to the "
             "receipt; null when the start is not told), worstDetectionSeconds (with the hold and the check interval), "
             "holdSeconds, checkIntervalSeconds (null: not stated)}")},
        {.name = QStringLiteral("alert end"),
         .arguments = QStringLiteral("ID"),
         .summary = tr("Says that an alert is over whose recovery was never told."),
         .options = {{QStringLiteral("reason"), tr("How you know; it stands in the incident's timeline."), tr("TEXT")}},
         .run = end,
         .jsonHelp = tr("{id, ended}")},
        {.name = QStringLiteral("ingest"),
         .arguments = QStringLiteral("[FILE]"),
         .summary = tr("Takes one payload of a monitoring system in; “-” or nothing reads standard input."),
         .options = {source},
         .run = ingest,
         .jsonHelp = tr("{opened, repeated, resolved, truncated}"),
         .missing = Missing::Make},
        {.name = QStringLiteral("token make"),
         .arguments = QStringLiteral("NAME"),
         .summary = tr("Makes the secret by which a sender of alerts is let in."),
         .options = {source},
         .run = makeToken,
         .jsonHelp = tr("{id, name, secret}"),
         .missing = Missing::Make},
        {.name = QStringLiteral("token list"),
         .summary = tr("Who may send alerts."),
         .run = listTokens,
         .jsonHelp = tr("an array of {id, name, source, revoked}")},
        {.name = QStringLiteral("token revoke"),
         .arguments = QStringLiteral("ID"),
         .summary = tr("Lets a sender in no more."),
         .run = revokeToken,
         .jsonHelp = tr("{id, revoked}")},
    };
}

}  // namespace onlyonce
