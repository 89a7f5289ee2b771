// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalog/colleaguemail.h"

#include "models/delivery/mailintent.h"
#include "models/documents/visibletext.h"

namespace onlyonce {

Result<> mailColleague(Transaction &transaction, const QString &databaseUuid, const ConnectionRow &connection,
                       const Person &person, const ColleagueMail &mail)
{
    const Mail letter{.from = {},
                      .to = {.name = visibleLine(person.name), .address = person.email},
                      .subject = mail.subject,
                      .textBody = mail.body,
                      .messageId = messageIdFor(databaseUuid, mail.key, connection.settings[u"from"].toString())};
    const auto row = enqueue(transaction, {.kind = mail.kind,
                                           .connection = connection.id,
                                           .key = mail.key,
                                           .title = mail.title.arg(person.name),
                                           .payload = mailIntent(letter),
                                           .lifetime = mail.lifetime,
                                           .incident = mail.incident});
    return row ? Result<>() : failure(row);
}

}  // namespace onlyonce
