// SPDX-License-Identifier: GPL-3.0-or-later
// What Amazon SNS sends, signed by openssl with a key and a certificate of this run.
#pragma once

#include "models/base/json.h"
#include "support/testca.h"

#include <QJsonObject>
#include <QStringList>

namespace onlyonce::test {

//! Whose key signs. Once a run: making a key for RSA takes a moment.
inline const TestCa &amazon()
{
    static const TestCa authority(QStringLiteral("DNS:sns.amazonaws.com"), TestCa::Key::Rsa);
    return authority;
}

inline const QString &topicArn()
{
    static const QString arn = QStringLiteral("arn:aws:sns:eu-central-1:123456789012:alarms");
    return arn;
}

inline QString alarmText(const QString &state = QStringLiteral("ALARM"))
{
    return QString::fromUtf8(R"({"AlarmName":"login-5xx","NewStateValue":"%1",
    "NewStateReason":"31 > 5 – “too many”","StateChangeTime":"2026-11-23T14:05:10.123+0000",
    "AlarmArn":"arn:aws:cloudwatch:eu-central-1:123456789012:alarm:login-5xx"})")
        .arg(state);
}

//! @name The names of the fields that are signed, in their order.
//! @{
inline const QStringList &signedOfNotification()
{
    static const QStringList names{QStringLiteral("Message"),   QStringLiteral("MessageId"), QStringLiteral("Subject"),
                                   QStringLiteral("Timestamp"), QStringLiteral("TopicArn"),  QStringLiteral("Type")};
    return names;
}

inline const QStringList &signedOfConfirmation()
{
    static const QStringList names{QStringLiteral("Message"),      QStringLiteral("MessageId"),
                                   QStringLiteral("SubscribeURL"), QStringLiteral("Timestamp"),
                                   QStringLiteral("Token"),        QStringLiteral("TopicArn"),
                                   QStringLiteral("Type")};
    return names;
}
//! @}

//! Not signed yet.
inline QJsonObject notification(const QString &message = alarmText())
{
    return {{QStringLiteral("Type"), QStringLiteral("Notification")},
            {QStringLiteral("MessageId"), QStringLiteral("22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324")},
            {QStringLiteral("TopicArn"), topicArn()},
            {QStringLiteral("Subject"), QStringLiteral("ALARM: \"login-5xx\" in EU (Frankfurt)")},
            {QStringLiteral("Message"), message},
            {QStringLiteral("Timestamp"), QStringLiteral("2026-11-23T14:05:10.187Z")},
            {QStringLiteral("SignatureVersion"), QStringLiteral("1")},
            {QStringLiteral("SigningCertURL"),
             QStringLiteral("https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-01.pem")},
            {QStringLiteral("UnsubscribeURL"),
             QStringLiteral("https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe")}};
}

//! SubscriptionConfirmation, UnsubscribeConfirmation; not signed yet.
inline QJsonObject confirmation(const QString &type = QStringLiteral("SubscriptionConfirmation"),
                                const QString &token = QStringLiteral("2336"))
{
    QJsonObject body = notification();
    body.remove(QStringLiteral("Subject"));
    body.remove(QStringLiteral("UnsubscribeURL"));
    body.insert(QStringLiteral("Type"), type);
    body.insert(QStringLiteral("Message"),
                QStringLiteral("You have chosen to subscribe to the topic.\nTo confirm, visit the SubscribeURL."));
    body.insert(QStringLiteral("Token"), QStringLiteral("2336412f37fb687f5d51e6e241d0"));
    body.insert(QStringLiteral("SubscribeURL"),
                QStringLiteral("https://sns.eu-central-1.amazonaws.com/"
                               "?Action=ConfirmSubscription&TopicArn=arn:aws:sns:a&Token=")
                    + token);
    return body;
}

//! Name and value of these fields, a line each: what Amazon's guide says is signed, written down a second time.
inline QByteArray linesOf(const QJsonObject &body, const QStringList &names)
{
    QByteArray text;
    for (const QString &name : names) {
        if (body.contains(name)) {
            text += name.toUtf8() + '\n' + body.value(name).toString().toUtf8() + '\n';
        }
    }
    return text;
}

inline QJsonObject withSignature(QJsonObject body, const QStringList &names, const TestCa &signer = amazon())
{
    const QString hash = body.value(QLatin1StringView("SignatureVersion")).toString() == QLatin1StringView("2")
                           ? QStringLiteral("sha256")
                           : QStringLiteral("sha1");
    body.insert(QStringLiteral("Signature"),
                QString::fromLatin1(signer.signature(linesOf(body, names), hash).toBase64()));
    return body;
}

//! @name As they come: signed, and bytes.
//! @{
inline QByteArray notificationBytes(const QString &message = alarmText())
{
    return toJsonBytes(withSignature(notification(message), signedOfNotification()));
}
inline QByteArray confirmationBytes(const QString &type = QStringLiteral("SubscriptionConfirmation"),
                                    const QString &token = QStringLiteral("2336"))
{
    return toJsonBytes(withSignature(confirmation(type, token), signedOfConfirmation()));
}
//! @}

}  // namespace onlyonce::test
