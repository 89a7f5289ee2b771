// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "models/catalog/deliverydesk.h"

#include <QCoreApplication>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

Result<> list(Invocation &call)
{
    auto limit = limitMeant(call, 100);
    if (!limit) {
        return failure(limit);
    }
    auto rows = call.ask([&](Transaction &transaction) { return outboxUnfinished(transaction, *limit); });
    if (!rows) {
        return failure(rows);
    }
    auto held = call.ask([](Transaction &transaction) { return heldReason(transaction); });
    if (!held) {
        return failure(held);
    }
    QJsonArray array;
    QList<QStringList> lines;
    for (const OutboxRow &row : *rows) {
        array.append(QJsonObject{{QStringLiteral("id"), row.id.value},
                                 {QStringLiteral("title"), row.title},
                                 {QStringLiteral("state"), toText(row.state)},
                                 {QStringLiteral("attempts"), row.attempts},
                                 {QStringLiteral("lastError"), row.lastError}});
        lines.append({QString::number(row.id.value), toText(row.state), row.title, row.lastError.simplified()});
    }
    if (call.json()) {
        call.print(QJsonObject{{QStringLiteral("held"), *held}, {QStringLiteral("rows"), array}});
        return {};
    }
    if (!held->isEmpty()) {
        call.print(tr("Delivery is held: %1 “onlyonce delivery release” lets these go.").arg(*held));
    }
    call.print(lines.isEmpty() ? tr("Nothing waits.") : table(lines));
    return {};
}

Result<OutboxId> rowMeant(const Invocation &call)
{
    const OutboxId id{call.argument(0).toLongLong()};
    if (!id) {
        return usage(tr("Which delivery? Give its number, as “onlyonce delivery list” shows it."));
    }
    return id;
}

Result<> retry(Invocation &call)
{
    auto id = rowMeant(call);
    return id ? call.change([id](Transaction &transaction) { return retryDelivery(transaction, *id); }) : failure(id);
}

Result<> discard(Invocation &call)
{
    auto id = rowMeant(call);
    return id ? call.change([id](Transaction &transaction) { return discardDelivery(transaction, *id); }) : failure(id);
}

Result<> release(Invocation &call)
{
    return call.change([](Transaction &transaction) { return releaseHeldDelivery(transaction); });
}

}  // namespace

Commands deliveryCommands()
{
    return {
        {.name = QStringLiteral("delivery list"),
         .summary = tr("What is to be sent, or could not be."),
         .options = {limitOption()},
         .run = list,
         .jsonHelp = tr("{held: the reason or empty, rows: [{id, title, state, attempts, lastError}]}")},
        {.name = QStringLiteral("delivery retry"),
         .arguments = QStringLiteral("ID"),
         .summary = tr("Sends a failed one again."),
         .run = retry},
        {.name = QStringLiteral("delivery discard"),
         .arguments = QStringLiteral("ID"),
         .summary = tr("Never sends it."),
         .run = discard},
        {.name = QStringLiteral("delivery release"),
         .summary = tr("After a restore, a copy or a move: lets deliveries go."),
         .run = release},
    };
}

}  // namespace onlyonce
