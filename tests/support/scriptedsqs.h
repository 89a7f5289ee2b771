// SPDX-License-Identifier: GPL-3.0-or-later
// A queue of Amazon SQS on loopback, as its API reference has it. It takes only what is signed as Amazon wants it: what is
// to be signed is put together here a second time, from what came over the wire.
#pragma once

#include "models/base/json.h"
#include "support/scriptedhttp.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QMessageAuthenticationCode>

namespace onlyonce::test {

//! The Authorization that Amazon expects of a request whose headers are `lines` ("name:value", lower case, sorted).
inline QByteArray amazonAuthorization(const QByteArray &method, const QByteArray &target, const QByteArrayList &lines,
                                      const QByteArray &body, const QByteArray &keyId, const QByteArray &secret,
                                      const QByteArray &region, const QByteArray &service)
{
    const auto hash = [](const QByteArray &text) {
        return QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex();
    };
    QByteArrayList names;
    QByteArray time;
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        names << line.left(colon);
        if (names.last() == "x-amz-date") {
            time = line.mid(colon + 1);
        }
    }
    const QByteArray request =
        QByteArrayList{method, target, {}, lines.join('\n'), {}, names.join(';'), hash(body)}.join('\n');
    const QByteArray scope = QByteArrayList{time.left(8), region, service, "aws4_request"}.join('/');
    QByteArray key = "AWS4" + secret;
    for (const QByteArray &part : scope.split('/')) {
        key = QMessageAuthenticationCode::hash(part, key, QCryptographicHash::Sha256);
    }
    const QByteArray text = QByteArrayList{"AWS4-HMAC-SHA256", time, scope, hash(request)}.join('\n');
    return "AWS4-HMAC-SHA256 Credential=" + keyId + '/' + scope + ", SignedHeaders=" + names.join(';')
         + ", Signature=" + QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256).toHex();
}

class ScriptedSqs
{
public:
    ScriptedSqs()
    {
        m_http.setResponder([this](const RecordedRequest &request) { return answer(request); });
    }

    [[nodiscard]] QString url() const { return m_http.url(QStringLiteral("/123456789012/alarms")).toString(); }
    //! What a connection's settings and secrets must say.
    [[nodiscard]] QJsonObject settings() const
    {
        return {{QStringLiteral("url"), url()},
                {QStringLiteral("region"), QStringLiteral("eu-central-1")},
                {QStringLiteral("keyId"), QString::fromLatin1(keyId)}};
    }
    [[nodiscard]] QJsonObject secrets() const
    {
        return {{QStringLiteral("secretKey"), QString::fromLatin1(secretKey)}};
    }

    void put(const QByteArray &body, qint64 sentAt = 0)
    {
        m_waiting.append({QStringLiteral("handle-%1").arg(++m_count), QString::fromUtf8(body), sentAt});
    }
    //! The time in which what was given out and not deleted was hidden is over.
    void showAgain() { m_waiting += std::exchange(m_hidden, {}); }
    [[nodiscard]] qsizetype waiting() const { return m_waiting.size(); }
    [[nodiscard]] qsizetype hidden() const { return m_hidden.size(); }
    [[nodiscard]] const QStringList &deleted() const { return m_deleted; }
    [[nodiscard]] const QList<RecordedRequest> &requests() const { return m_http.requests(); }

    QByteArray keyId = "AKIDEXAMPLE";
    QByteArray secretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    std::optional<ScriptedReply> instead;  //!< answers everything

    static ScriptedReply error(const QString &type, const QString &words, int status = 400)
    {
        return {.status = status,
                .headers = {{"Content-Type", "application/x-amz-json-1.0"}},
                .body = toJsonBytes({{QStringLiteral("__type"), type}, {QStringLiteral("message"), words}})};
    }

private:
    struct Message
    {
        QString handle;
        QString body;
        qint64 sentAt = 0;
    };

    ScriptedReply answer(const RecordedRequest &request)
    {
        if (instead) {
            return *instead;
        }
        const QByteArray shown = request.headers.value("Authorization");
        const QByteArray names = shown.mid(shown.indexOf("SignedHeaders=") + 14).split(',').first();
        QByteArrayList lines;
        for (const QByteArray &name : names.split(';')) {
            lines << name + ':' + request.headers.value(name);
        }
        const bool isWhole = names.contains("host") && names.contains("x-amz-date") && names.contains("x-amz-target");
        if (!isWhole
            || shown
                   != amazonAuthorization(request.method, request.target, lines, request.body, keyId, secretKey,
                                          "eu-central-1", "sqs")) {
            return error(
                QStringLiteral("com.amazon.coral.service#InvalidSignatureException"),
                QStringLiteral("The request signature we calculated does not match the signature you provided."), 403);
        }
        const QJsonObject body = parseJsonObject(request.body).value_or(QJsonObject());
        if (body.value(QLatin1StringView("QueueUrl")).toString() != url()) {
            return error(QStringLiteral("com.amazonaws.sqs#QueueDoesNotExist"),
                         QStringLiteral("The specified queue does not exist."));
        }
        const QByteArray action = request.headers.value("X-Amz-Target");
        const QJsonObject result = action == "AmazonSQS.ReceiveMessage"     ? give(body)
                                 : action == "AmazonSQS.DeleteMessageBatch" ? remove(body)
                                                                            : attributes();
        return {.headers = {{"Content-Type", "application/x-amz-json-1.0"}}, .body = toJsonBytes(result)};
    }

    QJsonObject give(const QJsonObject &body)
    {
        const qsizetype most = std::min<qsizetype>(body.value(QLatin1StringView("MaxNumberOfMessages")).toInt(), 10);
        QJsonArray given;
        while (given.size() < most && !m_waiting.isEmpty()) {
            const Message message = m_waiting.takeFirst();
            m_hidden.append(message);
            given.append(QJsonObject{{QStringLiteral("MessageId"),
                                      QString(message.handle).replace(QStringLiteral("handle"), QStringLiteral("id"))},
                                     {QStringLiteral("ReceiptHandle"), message.handle},
                                     {QStringLiteral("Body"), message.body},
                                     {QStringLiteral("Attributes"), QJsonObject{{QStringLiteral("SentTimestamp"),
                                                                                 QString::number(message.sentAt)}}}});
        }
        return given.isEmpty() ? QJsonObject() : QJsonObject{{QStringLiteral("Messages"), given}};
    }

    QJsonObject remove(const QJsonObject &body)
    {
        QJsonArray done;
        const QJsonArray entries = body.value(QLatin1StringView("Entries")).toArray();
        for (const QJsonValue entry : entries) {
            const QString handle = entry[QLatin1StringView("ReceiptHandle")].toString();
            m_hidden.removeIf([&](const Message &message) { return message.handle == handle; });
            m_deleted << handle;
            done.append(QJsonObject{{QStringLiteral("Id"), entry[QLatin1StringView("Id")]}});
        }
        return {{QStringLiteral("Successful"), done}};
    }

    QJsonObject attributes() const
    {
        return {{QStringLiteral("Attributes"),
                 QJsonObject{{QStringLiteral("ApproximateNumberOfMessages"), QString::number(m_waiting.size())}}}};
    }

    ScriptedHttp m_http;
    QList<Message> m_waiting;
    QList<Message> m_hidden;
    QStringList m_deleted;
    int m_count = 0;
};

}  // namespace onlyonce::test
