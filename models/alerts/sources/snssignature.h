// SPDX-License-Identifier: GPL-3.0-or-later
// The envelope in which Amazon SNS delivers by HTTP, and the proof that it did. Pure: whoever calls fetches the
// certificate. What makes it trustworthy is from where it was fetched, by verified TLS from Amazon's own address; its
// chain is not looked at again.
// Facts: the SNS developer guide, "Verifying the signatures of Amazon SNS messages". Its newer page names fewer fields for
// confirmations than are signed.
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QUrl>

#include <optional>

namespace onlyonce::sns {

struct Envelope
{
    enum class Type { Notification, SubscriptionConfirmation, UnsubscribeConfirmation } type = Type::Notification;
    enum class Version { Sha1, Sha256 } version = Version::Sha1;  //!< SignatureVersion 1 and 2
    QString message;
    QString messageId;
    std::optional<QString> subject;
    QString timestamp;
    QString topicArn;
    QString token;          //!< of confirmations
    QUrl subscribeUrl;      //!< of confirmations; an address of Amazon's
    QString subscribeText;  //!< the same as it was written, and signed
    QByteArray signature;
    QUrl certificateUrl;  //!< an address of Amazon's
};

//! Nothing for a body that is no envelope (raw message delivery). Invalid, naming the field, for one that is broken, or
//! that leads to an address that is not Amazon's.
[[nodiscard]] Result<std::optional<Envelope>> envelopeFrom(const QJsonObject &body);

//! https, without user or other port, on sns.<region>.amazonaws.com or the same in China (.cn).
[[nodiscard]] bool isAmazonAddress(const QUrl &url);

//! What Amazon signs: names and values of certain fields, in a fixed order, a line each.
[[nodiscard]] QByteArray signedText(const Envelope &envelope);

//! Invalid unless the holder of this certificate (PEM), which must be one for RSA, signed the envelope.
[[nodiscard]] Result<> verify(const Envelope &envelope, const QByteArray &certificatePem);

}  // namespace onlyonce::sns
