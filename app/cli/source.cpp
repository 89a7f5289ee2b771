// SPDX-License-Identifier: GPL-3.0-or-later
// The monitoring systems: how they fare, and which of them ask whether they may send.
#include "app/cli/common.h"
#include "models/alerts/sourcehealth.h"
#include "models/alerts/subscriptions/confirmer.h"
#include "models/base/json.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

struct Sources
{
    std::vector<SourceHealth> health;
    std::vector<SubscriptionRow> asks;
};

Result<Sources> sourcesOf(Transaction &transaction)
{
    auto health = sourceHealth(transaction);
    auto asks = subscriptions(transaction);
    if (!health || !asks) {
        return health ? failure(asks) : failure(health);
    }
    return Sources{std::move(*health), std::move(*asks)};
}

QJsonArray asksOf(const QString &source, const std::vector<SubscriptionRow> &asks)
{
    QJsonArray array;
    for (const SubscriptionRow &row : asks) {
        if (row.source == source) {
            array.append(QJsonObject{{QStringLiteral("id"), row.id.value},
                                     {QStringLiteral("subject"), row.subject},
                                     {QStringLiteral("state"), toText(row.state)},
                                     {QStringLiteral("askedAt"), toIso(row.askedAt)},
                                     {QStringLiteral("problem"), row.problem}});
        }
    }
    return array;
}

QJsonObject detectionOf(const DetectionSummary &summary)
{
    return {{QStringLiteral("measured"), summary.measured},
            {QStringLiteral("withinWindow"), summary.within},
            {QStringLiteral("unknown"), summary.unknown},
            {QStringLiteral("medianSeconds"),
             secondsJson(summary.measured > 0 ? std::optional(summary.median) : std::nullopt)}};
}

//! What a person can say to it.
QString wordsFor(const SubscriptionRow &row)
{
    if (!row.mayBeConfirmed()) {
        return {};
    }
    return row.waitsForPerson()
             ? QLatin1Char(' ')
                   + tr("Say “onlyonce source confirm %1” or “onlyonce source ignore %1”.").arg(row.id.value)
             : QLatin1Char(' ') + tr("“onlyonce source confirm %1” lets it all the same.").arg(row.id.value);
}

Result<> list(Invocation &call)
{
    const auto sources = call.ask(sourcesOf);
    if (!sources) {
        return failure(sources);
    }
    const Instant now = SystemClock().now();
    QJsonArray array;
    QList<QStringList> rows;
    for (const SourceHealth &source : sources->health) {
        array.append(QJsonObject{{QStringLiteral("name"), source.name},
                                 {QStringLiteral("adapter"), source.adapter},
                                 {QStringLiteral("received"), source.received},
                                 {QStringLiteral("lastReceivedAt"), toJson(source.lastReceivedAt)},
                                 {QStringLiteral("lastAskedAt"), toJson(source.lastAskedAt)},
                                 {QStringLiteral("trouble"), source.trouble},
                                 {QStringLiteral("detection"), detectionOf(source.detection)},
                                 {QStringLiteral("asks"), asksOf(source.name, sources->asks)}});
        rows.append({source.name, source.adapter, source.trouble.isEmpty() ? heardText(source, now) : source.trouble,
                     summaryText(source.detection)});
    }
    QString text = rows.isEmpty() ? tr("No monitoring system has sent anything or is set up.") : table(rows);
    for (const SubscriptionRow &row : sources->asks) {
        text += QStringLiteral("\n%1: %2%3").arg(row.source, subscriptionText(row, now), wordsFor(row));
    }
    call.answer(array, text);
    return {};
}

Result<SubscriptionId> requestMeant(const Invocation &call)
{
    const auto id =
        numberMeant(call.argument(0), tr("Which request? Give its number, as “onlyonce source list” shows it."));
    return id ? Result<SubscriptionId>(SubscriptionId{*id}) : failure(id);
}

//! What is agreed to is done here and now: perhaps no other process runs that would.
Result<> confirm(Invocation &call)
{
    const auto id = requestMeant(call);
    if (!id) {
        return failure(id);
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) { return agreeToSubscription(transaction, *id); }));
    const auto database = call.database();
    if (!database) {
        return failure(database);
    }
    Confirmer confirmer(**database, call.actor());
    ONLYONCE_TRY(waitFor(confirmer.runOnce()));
    const auto row = call.ask([&](Transaction &transaction) { return subscription(transaction, *id); });
    if (!row || !*row) {
        return row ? fail(ErrorCode::NotFound, tr("There is no such request any more.")) : failure(row);
    }
    const QString text = subscriptionText(**row, SystemClock().now());
    if ((*row)->state == SubscriptionState::Failed) {
        return fail(ErrorCode::Invalid, text);
    }
    if (!(*row)->problem.isEmpty()) {
        return fail(ErrorCode::Unavailable,
                    tr("%1 The window or “onlyonce serve” goes on with it while it runs.").arg(text));
    }
    call.answer(QJsonObject{{QStringLiteral("id"), id->value}, {QStringLiteral("state"), toText((*row)->state)}}, text);
    return {};
}

Result<> ignore(Invocation &call)
{
    const auto id = requestMeant(call);
    if (!id) {
        return failure(id);
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) { return ignoreSubscription(transaction, *id); }));
    call.answer(QJsonObject{{QStringLiteral("id"), id->value}, {QStringLiteral("state"), QStringLiteral("ignored")}},
                tr("Request %1 is ignored. “onlyonce source confirm %1” still lets it.").arg(id->value));
    return {};
}

}  // namespace

Commands sourceCommands()
{
    return {
        {.name = QStringLiteral("source list"),
         .summary = tr("The monitoring systems, how they fare, and what asks to send. “onlyonce connect” sets one up."),
         .run = list,
         .jsonHelp =
             tr("an array of {name, adapter, received (how often it told of an alert), lastReceivedAt, "
                "lastAskedAt, trouble (empty when all is well), detection {measured, withinWindow (of 60 s), unknown "
                "(without a start), medianSeconds} of the last 30 days, asks: an array of {id, subject, state (asked, "
                "ended, agreed, confirmed, failed, ignored), askedAt, problem}}")},
        {.name = QStringLiteral("source confirm"),
         .arguments = QStringLiteral("ID"),
         .summary = tr("Lets a topic of Amazon SNS that asked for it send alerts here."),
         .run = confirm,
         .jsonHelp = tr("{id, state}")},
        {.name = QStringLiteral("source ignore"),
         .arguments = QStringLiteral("ID"),
         .summary = tr("Leaves what a topic asked for without an answer."),
         .run = ignore,
         .jsonHelp = tr("{id, state}")},
    };
}

}  // namespace onlyonce
