// SPDX-License-Identifier: GPL-3.0-or-later
// What a mail looks like as an outbox row's payload: the contract between whoever writes mails (pager, announcer) and the
// adapters that send them. The sender's address is the connection's setting, so that correcting it mends waiting rows too.
#pragma once

#include "models/base/result.h"
#include "models/net/mail.h"

#include <QJsonObject>

namespace onlyonce {

//! {"to": {"name","address"}, "subject", "text", "html"?, "messageId", "inReplyTo"?, "references"?, "headers"?}
[[nodiscard]] QJsonObject mailIntent(const Mail &mail);
//! Without a sender. Invalid names what is missing.
[[nodiscard]] Result<Mail> mailFrom(const QJsonObject &intent);

//! A message id that is the same for the same intent however often it is made, and no other's: from the database's uuid,
//! the intent's key, and the sender's domain.
[[nodiscard]] QString messageIdFor(const QString &databaseUuid, const QString &key, const QString &senderAddress);

}  // namespace onlyonce
