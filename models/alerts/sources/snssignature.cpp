// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/sources/snssignature.h"

#include "models/base/tr.h"

#include <QRegularExpression>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <limits>
#include <memory>
#include <vector>

namespace onlyonce::sns {

namespace {

std::unexpected<Error> wrong(QLatin1StringView field, const QString &what)
{
    return fail(ErrorCode::Invalid, QStringLiteral("%1 %2").arg(field, what));
}

//! As it was signed, to the letter; for an address and an identifier that must be there.
Result<QString> neededText(const QJsonObject &body, QLatin1StringView field)
{
    const QJsonValue value = body.value(field);
    if (!value.isString()) {
        return wrong(field, value.isUndefined() ? tr("is missing.") : tr("is not a text."));
    }
    return value.toString();
}

Result<QUrl> amazonAddress(const QString &text, QLatin1StringView field)
{
    QUrl url(text, QUrl::StrictMode);
    if (!isAmazonAddress(url)) {
        return wrong(field, tr("is not an address of Amazon SNS."));
    }
    return url;
}

Result<Envelope::Type> typeFrom(const QString &text)
{
    if (text == QLatin1StringView("Notification")) {
        return Envelope::Type::Notification;
    }
    if (text == QLatin1StringView("SubscriptionConfirmation")) {
        return Envelope::Type::SubscriptionConfirmation;
    }
    if (text == QLatin1StringView("UnsubscribeConfirmation")) {
        return Envelope::Type::UnsubscribeConfirmation;
    }
    return wrong(QLatin1StringView("Type"), tr("is none that Amazon SNS sends."));
}

QString nameOf(Envelope::Type type)
{
    switch (type) {
    case Envelope::Type::Notification:
        return QStringLiteral("Notification");
    case Envelope::Type::SubscriptionConfirmation:
        return QStringLiteral("SubscriptionConfirmation");
    case Envelope::Type::UnsubscribeConfirmation:
        return QStringLiteral("UnsubscribeConfirmation");
    }
    return {};
}

Result<> readConfirmation(const QJsonObject &body, Envelope &envelope)
{
    const auto token = neededText(body, QLatin1StringView("Token"));
    if (!token) {
        return failure(token);
    }
    envelope.token = *token;
    const auto subscribe = neededText(body, QLatin1StringView("SubscribeURL"));
    if (!subscribe) {
        return failure(subscribe);
    }
    envelope.subscribeText = *subscribe;
    const auto url = amazonAddress(*subscribe, QLatin1StringView("SubscribeURL"));
    if (!url) {
        return failure(url);
    }
    envelope.subscribeUrl = *url;
    return {};
}

Result<> readSignature(const QJsonObject &body, Envelope &envelope)
{
    const auto version = neededText(body, QLatin1StringView("SignatureVersion"));
    if (!version) {
        return failure(version);
    }
    if (*version != u"1" && *version != u"2") {
        return wrong(QLatin1StringView("SignatureVersion"), tr("is neither “1” nor “2”."));
    }
    envelope.version = *version == u"1" ? Envelope::Version::Sha1 : Envelope::Version::Sha256;
    const auto signature = neededText(body, QLatin1StringView("Signature"));
    if (!signature) {
        return failure(signature);
    }
    const auto decoded = QByteArray::fromBase64Encoding(signature->toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.isEmpty()) {
        return wrong(QLatin1StringView("Signature"), tr("is not Base64."));
    }
    envelope.signature = decoded.decoded;
    const auto certificate = neededText(body, QLatin1StringView("SigningCertURL"));
    if (!certificate) {
        return failure(certificate);
    }
    const auto url = amazonAddress(*certificate, QLatin1StringView("SigningCertURL"));
    if (!url) {
        return failure(url);
    }
    envelope.certificateUrl = *url;
    return {};
}

template <auto free>
struct Free
{
    template <typename T>
    void operator()(T *object) const
    {
        free(object);
    }
};
template <typename T, auto free>
using Owned = std::unique_ptr<T, Free<free>>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;

//! The public key of a certificate; nothing when it is not one for RSA.
Key keyOf(const QByteArray &certificatePem)
{
    if (certificatePem.size() > std::numeric_limits<int>::max()) {
        return {};
    }
    const Owned<BIO, BIO_free> memory(BIO_new_mem_buf(certificatePem.constData(), int(certificatePem.size())));
    const Owned<X509, X509_free> certificate(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
    Key key(certificate ? X509_get_pubkey(certificate.get()) : nullptr);
    return key && EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA ? std::move(key) : Key();
}

bool isSigned(const QByteArray &text, const QByteArray &signature, const EVP_MD *hash, EVP_PKEY *key)
{
    const Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
    const auto bytes = [](const QByteArray &array) {
        return reinterpret_cast<const unsigned char *>(array.constData());
    };
    return EVP_DigestVerifyInit(context.get(), nullptr, hash, nullptr, key) == 1
        && EVP_DigestVerify(context.get(), bytes(signature), size_t(signature.size()), bytes(text), size_t(text.size()))
               == 1;
}

}  // namespace

Result<std::optional<Envelope>> envelopeFrom(const QJsonObject &body)
{
    if (!body.contains(QLatin1StringView("Type")) || !body.contains(QLatin1StringView("TopicArn"))) {
        return std::nullopt;
    }
    Envelope envelope;
    const auto written = neededText(body, QLatin1StringView("Type"));
    if (!written) {
        return failure(written);
    }
    const auto type = typeFrom(*written);
    if (!type) {
        return failure(type);
    }
    envelope.type = *type;
    const std::pair<QLatin1StringView, QString *> needed[]{
        {QLatin1StringView("Message"), &envelope.message},
        {QLatin1StringView("MessageId"), &envelope.messageId},
        {QLatin1StringView("Timestamp"), &envelope.timestamp},
        {QLatin1StringView("TopicArn"), &envelope.topicArn},
    };
    for (const auto &[field, target] : needed) {
        auto text = neededText(body, field);
        if (!text) {
            return failure(text);
        }
        *target = std::move(*text);
    }
    if (const QJsonValue subject = body.value(QLatin1StringView("Subject"));
        !subject.isNull() && !subject.isUndefined()) {
        auto text = neededText(body, QLatin1StringView("Subject"));
        if (!text) {
            return failure(text);
        }
        envelope.subject = std::move(*text);
    }
    if (envelope.type != Envelope::Type::Notification) {
        ONLYONCE_TRY(readConfirmation(body, envelope));
    }
    ONLYONCE_TRY(readSignature(body, envelope));
    return envelope;
}

bool isAmazonAddress(const QUrl &url)
{
    static const QRegularExpression host(QStringLiteral("\\Asns\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?\\z"));
    return url.isValid() && url.scheme() == QLatin1StringView("https") && url.userInfo().isEmpty()
        && (url.port() == -1 || url.port() == 443) && host.match(url.host()).hasMatch();
}

QByteArray signedText(const Envelope &envelope)
{
    QByteArray text;
    const auto add = [&text](const char *name, const QString &value) {
        text += name;
        text += '\n' + value.toUtf8() + '\n';
    };
    const bool isNotification = envelope.type == Envelope::Type::Notification;
    add("Message", envelope.message);
    add("MessageId", envelope.messageId);
    if (isNotification && envelope.subject) {
        add("Subject", *envelope.subject);
    }
    if (!isNotification) {
        add("SubscribeURL", envelope.subscribeText);
    }
    add("Timestamp", envelope.timestamp);
    if (!isNotification) {
        add("Token", envelope.token);
    }
    add("TopicArn", envelope.topicArn);
    add("Type", nameOf(envelope.type));
    return text;
}

Result<> verify(const Envelope &envelope, const QByteArray &certificatePem)
{
    const Key key = keyOf(certificatePem);
    const EVP_MD *const hash = envelope.version == Envelope::Version::Sha1 ? EVP_sha1() : EVP_sha256();
    const bool proven = key && isSigned(signedText(envelope), envelope.signature, hash, key.get());
    ERR_clear_error();  // the thread's errors are also read by its TLS connections
    if (!key) {
        return wrong(QLatin1StringView("SigningCertURL"), tr("did not lead to a certificate for RSA."));
    }
    return proven
             ? Result<>()
             : wrong(QLatin1StringView("Signature"), tr("does not belong to this message: Amazon SNS did not send it "
                                                        "like this."));
}

}  // namespace onlyonce::sns
