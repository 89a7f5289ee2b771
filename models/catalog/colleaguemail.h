// SPDX-License-Identifier: GPL-3.0-or-later
// A mail to somebody of the catalogue, into the outbox.
#pragma once

#include "models/catalog/people.h"
#include "models/delivery/connections.h"
#include "models/delivery/outbox.h"

namespace onlyonce {

struct ColleagueMail
{
    QString kind;   //!< Intent::kind
    QString key;    //!< Intent::key
    QString title;  //!< for people, with a place for the name: "Mail to %1: review asked for"
    QString subject;
    QString body;
    std::optional<milliseconds> lifetime = {};
    qint64 incident = 0;  //!< whose deliveries page shows it; 0 for none
};
//! To the person's address, which must be there. `databaseUuid`: what the message id is made of.
[[nodiscard]] Result<> mailColleague(Transaction &transaction, const QString &databaseUuid,
                                     const ConnectionRow &connection, const Person &person, const ColleagueMail &mail);

}  // namespace onlyonce
