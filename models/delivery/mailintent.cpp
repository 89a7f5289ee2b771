// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/mailintent.h"

#include "models/base/tr.h"

#include <QJsonArray>
#include <QUrl>
#include <QUuid>

namespace onlyonce {

namespace {

}  // namespace

QJsonObject mailIntent(const Mail &mail)
{
    QJsonObject intent{{QStringLiteral("to"), QJsonObject{{QStringLiteral("name"), mail.to.name},
                                                          {QStringLiteral("address"), mail.to.address}}},
                       {QStringLiteral("subject"), mail.subject},
                       {QStringLiteral("text"), mail.textBody},
                       {QStringLiteral("messageId"), mail.messageId}};
    if (mail.htmlBody) {
        intent.insert(QStringLiteral("html"), *mail.htmlBody);
    }
    if (!mail.inReplyTo.isEmpty()) {
        intent.insert(QStringLiteral("inReplyTo"), mail.inReplyTo);
    }
    if (!mail.references.isEmpty()) {
        intent.insert(QStringLiteral("references"), QJsonArray::fromStringList(mail.references));
    }
    if (!mail.headers.isEmpty()) {
        QJsonArray headers;
        for (const MailHeader &header : mail.headers) {
            headers += QJsonObject{{QStringLiteral("name"), header.name}, {QStringLiteral("value"), header.value}};
        }
        intent.insert(QStringLiteral("headers"), headers);
    }
    return intent;
}

Result<Mail> mailFrom(const QJsonObject &intent)
{
    const QJsonObject to = intent[u"to"].toObject();
    Mail mail{.from = {},
              .to = {.name = to[u"name"].toString(), .address = to[u"address"].toString()},
              .subject = intent[u"subject"].toString(),
              .textBody = intent[u"text"].toString(),
              .htmlBody = std::nullopt,
              .messageId = intent[u"messageId"].toString(),
              .inReplyTo = intent[u"inReplyTo"].toString(),
              .references = {},
              .headers = {}};
    if (mail.to.address.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("The mail has no recipient."));
    }
    if (mail.messageId.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("The mail has no message id, so a repetition could not be told from it."));
    }
    if (intent.contains(u"html")) {
        mail.htmlBody = intent[u"html"].toString();
    }
    for (const auto &reference : intent[u"references"].toArray()) {
        mail.references += reference.toString();
    }
    for (const auto &header : intent[u"headers"].toArray()) {
        mail.headers.append({.name = header[u"name"].toString(), .value = header[u"value"].toString()});
    }
    return mail;
}

QString messageIdFor(const QString &databaseUuid, const QString &key, const QString &senderAddress)
{
    const QUuid uuid = QUuid::createUuidV5(QUuid::fromString(databaseUuid), key);
    const QByteArray domain = QUrl::toAce(senderAddress.section(u'@', -1));
    return uuid.toString(QUuid::WithoutBraces) + QLatin1Char('@')
         + (domain.isEmpty() ? QStringLiteral("onlyonce.invalid") : QString::fromLatin1(domain));
}

}  // namespace onlyonce
