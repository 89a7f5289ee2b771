// SPDX-License-Identifier: GPL-3.0-or-later
// Senders that ask whether they may send alerts here, or that were told to stop (topics of Amazon SNS). A person answers;
// only what an administrator has agreed to is confirmed at the far side (see confirmer.h).
#pragma once

#include "models/alerts/source.h"
#include "models/storage/transaction.h"

#include <vector>

namespace onlyonce {

using SubscriptionId = Id<struct SubscriptionTag>;

enum class SubscriptionState {
    Asked,      //!< waits for a person
    Ended,      //!< at the far side: it sends no more, unless a person takes it up again
    Agreed,     //!< a person has; it is being told to the far side
    Confirmed,  //!< it may send
    Failed,     //!< the far side refused; SubscriptionRow::problem says why
    Ignored,    //!< by a person, who may still agree
};
[[nodiscard]] QString toText(SubscriptionState state);
[[nodiscard]] SubscriptionState subscriptionStateFrom(const QString &text);

struct SubscriptionRow
{
    SubscriptionId id;
    QString source;   //!< the name under which its alerts are kept
    QString subject;  //!< what would be sent: a topic's name
    QUrl confirm;     //!< a secret: whoever gets it has confirmed
    SubscriptionState state = SubscriptionState::Asked;
    Instant askedAt;    //!< when the sender said so, the last time
    Instant changedAt;  //!< when it came into this state
    QString problem;    //!< why it is not confirmed yet, or never will be like this
    int attempts = 0;

    [[nodiscard]] bool waitsForPerson() const;
    //! Amazon forgets after three days that it has asked: from then on to agree is of no use.
    [[nodiscard]] bool isStale(Instant now) const;
    [[nodiscard]] bool mayBeConfirmed() const;
    [[nodiscard]] bool mayBeIgnored() const;

    friend bool operator==(const SubscriptionRow &, const SubscriptionRow &) = default;
};

//! What the sender said, in the transaction that takes its payload in. Said again (the same address) changes nothing; said
//! anew, it waits for a person, unless one has ignored it.
[[nodiscard]] Result<> noteSubscription(Transaction &transaction, const QString &source, const Subscription &asks,
                                        Instant at);

//! Those that need a person first, then the latest.
[[nodiscard]] Result<std::vector<SubscriptionRow>> subscriptions(Transaction &transaction);
[[nodiscard]] Result<std::optional<SubscriptionRow>> subscription(Transaction &transaction, SubscriptionId id);

//! @name Administrators only. Errors: Denied, NotFound, Conflict (it is not, or no longer, for a person to say). Audited.
//! @{
[[nodiscard]] Result<> agreeToSubscription(Transaction &transaction, SubscriptionId id);
[[nodiscard]] Result<> ignoreSubscription(Transaction &transaction, SubscriptionId id);
//! @}

//! @name By the program: see confirmer.h.
//! @{
[[nodiscard]] Result<bool> hasAgreedSubscriptions(Transaction &transaction);
//! Those that are to be told to the far side now; nobody else takes them up for so long.
[[nodiscard]] Result<std::vector<SubscriptionRow>> claimSubscriptions(Transaction &transaction, milliseconds lease);
//! What came of it. Agreed: it is tried again after `wait`. Nothing when the sender has asked anew meanwhile. Audited.
[[nodiscard]] Result<> settleSubscription(Transaction &transaction, const SubscriptionRow &claimed,
                                          SubscriptionState state, const QString &problem, milliseconds wait = {});
//! @}

//! "Topic … asks to send alerts here.", and what a person can do: a sentence or two, for lists.
[[nodiscard]] QString subscriptionText(const SubscriptionRow &row, Instant now);

}  // namespace onlyonce
