// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table poll_state. Only the poller uses it. Times are the database's.
#pragma once

#include "models/delivery/poller.h"

namespace onlyonce::polltable {

struct Claim
{
    ConnectionId connection;
    QString token;
    int failures = 0;
    QJsonObject progress;
};

//! Looks only, so that a second without anything to do costs no write.
[[nodiscard]] Result<bool> anyDue(Transaction &transaction, const std::vector<ConnectionId> &connections);
//! Those of the connections that are due and that nobody else has taken; they are this process's for so long.
[[nodiscard]] Result<std::vector<Claim>> claim(Transaction &transaction, const std::vector<ConnectionId> &connections,
                                               const QString &process, milliseconds lease);

struct Outcome
{
    QString error;  //!< empty for a success
    milliseconds pause;
    QJsonObject progress;
};
//! False when the claim is no longer this token's: then nothing is written.
[[nodiscard]] Result<bool> settle(Transaction &transaction, ConnectionId connection, const QString &token,
                                  const Outcome &outcome);
//! Those of the connections whose event stream nobody else listens to; it is that token's for so long. So it is renewed, too.
[[nodiscard]] Result<std::vector<ConnectionId>> claimStreams(Transaction &transaction,
                                                             const std::vector<ConnectionId> &connections,
                                                             const QString &token, milliseconds lease);
//! The connection has been changed, or something has happened there: it is asked at once, or again if it is being asked.
[[nodiscard]] Result<> makeDue(Transaction &transaction, ConnectionId connection);
[[nodiscard]] Result<std::vector<PollState>> all(Transaction &transaction);

}  // namespace onlyonce::polltable
