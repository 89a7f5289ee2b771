// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "models/base/tr.h"
#include "models/catalog/deliverydesk.h"

namespace onlyonce {

namespace {

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
    auto sealed = call.ask([](Transaction &transaction) { return isSealed(transaction); });
    if (!held || !sealed) {
        return held ? failure(sealed) : failure(held);
    }
    QJsonArray array;
    QList<QStringList> lines;
    for (const OutboxRow &row : *rows) {
        array.append(QJsonObject{{QStringLiteral("id"), row.id.value},
                                 {QStringLiteral("title"), row.title},
                                 {QStringLiteral("state"), toText(row.state)},
                                 {QStringLiteral("attempts"), row.attempts},
                                 {QStringLiteral("lastError"), row.lastError}});
        lines.append({QString::number(row.id.value), toText(row.state), row.title, row.lastError});
    }
    QString text = lines.isEmpty() ? tr("Nothing waits.") : table(lines);
    if (!held->isEmpty()) {
        text.prepend(*sealed ? tr("%1 Nothing in it ever goes out.\n").arg(*held)
                             : tr("Delivery is held: %1 “onlyonce delivery release” lets these go.\n").arg(*held));
    }
    call.answer(QJsonObject{{QStringLiteral("held"), *held}, {QStringLiteral("rows"), array}}, text);
    return {};
}

//! `decide(Transaction &, OutboxId)` about the row that is named; the answer is what has become of it.
template <typename Decide>
Result<> decided(Invocation &call, Decide decide)
{
    const auto number =
        numberMeant(call.argument(0), tr("Which delivery? Give its number, as “onlyonce delivery list” shows it."));
    if (!number) {
        return failure(number);
    }
    auto row = call.change([&](Transaction &transaction) -> Result<std::optional<OutboxRow>> {
        ONLYONCE_TRY(decide(transaction, OutboxId{*number}));
        return outboxRow(transaction, OutboxId{*number});
    });
    if (!row) {
        return failure(row);
    }
    const QString state = toText((*row)->state);
    call.answer(QJsonObject{{QStringLiteral("id"), *number}, {QStringLiteral("state"), state}},
                QStringLiteral("%1: %2").arg((*row)->title, state));
    return {};
}

Result<> retry(Invocation &call)
{
    return decided(call, [](Transaction &transaction, OutboxId id) { return retryDelivery(transaction, id); });
}

Result<> discard(Invocation &call)
{
    return decided(call, [](Transaction &transaction, OutboxId id) { return discardDelivery(transaction, id); });
}

Result<> release(Invocation &call)
{
    ONLYONCE_TRY(call.change([](Transaction &transaction) { return releaseHeldDelivery(transaction); }));
    call.answer(QJsonObject{{QStringLiteral("held"), QString()}}, tr("Deliveries go out again."));
    return {};
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
         .run = retry,
         .jsonHelp = tr("{id, state}")},
        {.name = QStringLiteral("delivery discard"),
         .arguments = QStringLiteral("ID"),
         .summary = tr("Never sends it."),
         .run = discard,
         .jsonHelp = tr("{id, state}")},
        {.name = QStringLiteral("delivery release"),
         .summary = tr("After a restore, a copy or a move: lets deliveries go."),
         .run = release,
         .jsonHelp = tr("{held: empty}")},
    };
}

}  // namespace onlyonce
