// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/holdback.h"

#include "models/delivery/outboxtable.h"

#include <algorithm>
#include <initializer_list>

namespace onlyonce {

namespace {

constexpr QLatin1StringView heldBackField("heldBack");

//! False when it is being sent at this moment.
Result<bool> discardWaiting(Transaction &transaction, const OutboxRow &row, const QString &why)
{
    const auto discarded = discardOutbox(transaction, row.id, why);
    if (!discarded && discarded.error().code != ErrorCode::Conflict) {
        return failure(discarded);
    }
    return discarded.has_value();
}

Result<HeldBack> holdBack(Transaction &transaction, qint64 incident, std::initializer_list<QLatin1StringView> kinds,
                          const QString &why)
{
    const auto rows = outboxOf(transaction, incident);
    if (!rows) {
        return failure(rows);
    }
    HeldBack all;
    for (const OutboxRow &row : *rows) {
        if (std::ranges::none_of(kinds, [&row](QLatin1StringView each) { return row.kind.startsWith(each); })) {
            continue;
        }
        if (row.state == OutboxState::Sent) {
            ++all.gone;
            continue;
        }
        if (row.state == OutboxState::Waiting || row.state == OutboxState::Sending) {
            const auto stopped = discardWaiting(transaction, row, why);
            if (!stopped) {
                return failure(stopped);
            }
            ++(*stopped ? all.held : all.underWay);
        }
        QJsonObject payload = row.payload;
        payload.insert(heldBackField, why);
        ONLYONCE_TRY(outboxtable::holdBack(transaction, row.id, payload));
    }
    return all;
}

}  // namespace

Result<HeldBack> holdBackPublic(Transaction &transaction, qint64 incident, const QString &why)
{
    return holdBack(transaction, incident, {QLatin1StringView("forum.")}, why);
}

Result<HeldBack> holdBackWords(Transaction &transaction, qint64 incident, const QString &why)
{
    return holdBack(transaction, incident, {QLatin1StringView("comment."), QLatin1StringView("review.")}, why);
}

QString heldBackReason(const OutboxRow &row)
{
    return row.payload[heldBackField].toString();
}

}  // namespace onlyonce
