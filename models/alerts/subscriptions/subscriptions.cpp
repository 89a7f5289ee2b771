// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/subscriptions/subscriptions.h"

#include "models/alerts/subscriptions/subscriptiontable.h"
#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/catalog/actor.h"
#include "models/storage/journal.h"

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

constexpr auto stateWords =
    wordsFrom(SubscriptionState::Asked, "asked", "ended", "agreed", "confirmed", "failed", "ignored");

constexpr milliseconds validFor = 72h;

Result<SubscriptionRow> existing(Transaction &transaction, SubscriptionId id)
{
    auto found = subscriptiontable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound,
                    tr("There is no request %1. It may have been of another database.").arg(id.value));
    }
    return std::move(**found);
}

Result<> change(Transaction &transaction, SubscriptionRow row, SubscriptionState state, const QString &problem,
                Instant nextAt)
{
    const SubscriptionState before = std::exchange(row.state, state);
    row.problem = problem;
    if (before != state) {
        row.changedAt = transaction.now();
        ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("subscription"),
                                                .entityId = row.id.value,
                                                .field = QStringLiteral("state"),
                                                .oldValue = toText(before),
                                                .newValue = toText(state),
                                                .reason = problem}));
    }
    ONLYONCE_TRY(subscriptiontable::update(transaction, row, nextAt));
    transaction.touch(QStringLiteral("subscription"), row.id);
    return {};
}

QString askAgainText()
{
    return tr("Let the topic ask again: in Amazon SNS, choose its subscription and “Request confirmation”.");
}

}  // namespace

QString toText(SubscriptionState state)
{
    return stateWords.of(state);
}

SubscriptionState subscriptionStateFrom(const QString &text)
{
    return stateWords.find(text).value_or(SubscriptionState::Ignored);
}

bool SubscriptionRow::waitsForPerson() const
{
    return state == SubscriptionState::Asked || state == SubscriptionState::Ended || state == SubscriptionState::Failed;
}

bool SubscriptionRow::isStale(Instant now) const
{
    return now - askedAt > validFor && state != SubscriptionState::Confirmed;
}

bool SubscriptionRow::mayBeConfirmed() const
{
    return state != SubscriptionState::Agreed && state != SubscriptionState::Confirmed;
}

bool SubscriptionRow::mayBeIgnored() const
{
    return state != SubscriptionState::Ignored && state != SubscriptionState::Confirmed;
}

Result<> noteSubscription(Transaction &transaction, const QString &source, const Subscription &asks, Instant at)
{
    auto known = subscriptiontable::bySubject(transaction, source, asks.subject);
    if (!known) {
        return failure(known);
    }
    const auto state = asks.hasEnded ? SubscriptionState::Ended : SubscriptionState::Asked;
    if (!*known) {
        const auto id = subscriptiontable::insert(transaction, {.source = source,
                                                                .subject = asks.subject,
                                                                .confirm = asks.confirm,
                                                                .state = state,
                                                                .askedAt = at,
                                                                .changedAt = at});
        if (!id) {
            return failure(id);
        }
        transaction.touch(QStringLiteral("subscription"), *id);
        return {};
    }
    SubscriptionRow &row = **known;
    if (row.confirm == asks.confirm) {
        return {};  // delivered twice
    }
    row.confirm = asks.confirm;
    row.askedAt = at;
    const bool decided = row.state == SubscriptionState::Ignored || row.state == SubscriptionState::Agreed;
    if (!decided || asks.hasEnded) {
        row.state = state;
        row.changedAt = at;
    }
    ONLYONCE_TRY(subscriptiontable::renew(transaction, row));
    transaction.touch(QStringLiteral("subscription"), row.id);
    return {};
}

Result<std::vector<SubscriptionRow>> subscriptions(Transaction &transaction)
{
    return subscriptiontable::all(transaction);
}

Result<std::optional<SubscriptionRow>> subscription(Transaction &transaction, SubscriptionId id)
{
    return subscriptiontable::byId(transaction, id);
}

Result<> agreeToSubscription(Transaction &transaction, SubscriptionId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Administer));
    auto row = existing(transaction, id);
    if (!row) {
        return failure(row);
    }
    if (!row->mayBeConfirmed()) {
        return fail(ErrorCode::Conflict, row->state == SubscriptionState::Confirmed
                                             ? tr("It is confirmed already.")
                                             : tr("It is being confirmed already."));
    }
    row->attempts = 0;
    return change(transaction, *row, SubscriptionState::Agreed, {}, transaction.now());
}

Result<> ignoreSubscription(Transaction &transaction, SubscriptionId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Administer));
    const auto row = existing(transaction, id);
    if (!row) {
        return failure(row);
    }
    if (row->state == SubscriptionState::Confirmed) {
        return fail(ErrorCode::Conflict, tr("It is confirmed. To end it, delete the subscription in Amazon SNS."));
    }
    return change(transaction, *row, SubscriptionState::Ignored, {}, transaction.now());
}

Result<bool> hasAgreedSubscriptions(Transaction &transaction)
{
    return subscriptiontable::anyDue(transaction);
}

Result<std::vector<SubscriptionRow>> claimSubscriptions(Transaction &transaction, milliseconds lease)
{
    return subscriptiontable::claim(transaction, transaction.now() + lease);
}

Result<> settleSubscription(Transaction &transaction, const SubscriptionRow &claimed, SubscriptionState state,
                            const QString &problem, milliseconds wait)
{
    const auto row = existing(transaction, claimed.id);
    if (!row) {
        return failure(row);
    }
    if (row->state != SubscriptionState::Agreed || row->confirm != claimed.confirm) {
        return {};
    }
    return change(transaction, *row, state, problem, transaction.now() + wait);
}

QString subscriptionText(const SubscriptionRow &row, Instant now)
{
    const QString ago = durationText(now - row.changedAt);
    QString text;
    switch (row.state) {
    case SubscriptionState::Asked:
        text = tr("Topic %1 asks to send alerts here, since %2 ago.").arg(row.subject, ago);
        break;
    case SubscriptionState::Ended:
        text = tr("Topic %1 no longer sends alerts here: its subscription was ended %2 ago.").arg(row.subject, ago);
        break;
    case SubscriptionState::Agreed:
        text = row.problem.isEmpty()
                 ? tr("Topic %1 is being confirmed.").arg(row.subject)
                 : tr("Topic %1 is not confirmed yet, and it is tried again: %2").arg(row.subject, row.problem);
        break;
    case SubscriptionState::Confirmed:
        return tr("Topic %1 may send alerts here: confirmed %2 ago.").arg(row.subject, ago);
    case SubscriptionState::Failed:
        return tr("Topic %1 could not be confirmed, %2 ago: %3 %4").arg(row.subject, ago, row.problem, askAgainText());
    case SubscriptionState::Ignored:
        return tr("Topic %1 asked to send alerts here and was ignored %2 ago.").arg(row.subject, ago);
    }
    return row.isStale(now)
             ? text + QLatin1Char(' ') + tr("Amazon takes a confirmation for three days only. ") + askAgainText()
             : text;
}

}  // namespace onlyonce
