// SPDX-License-Identifier: GPL-3.0-or-later
// One mail to one person, and its form on the wire (RFC 5322, 2045, 2047). Pure: no clock, no socket, no random value,
// so that the same mail is composed to the same bytes. It must not let a value break out of its header.
#pragma once

#include "models/base/clock.h"
#include "models/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace onlyonce {

struct MailAddress
{
    QString name;     //!< shown to people; may be empty
    QString address;  //!< "desk@example.org"; the domain may be international, the part before the @ is ASCII

    friend bool operator==(const MailAddress &, const MailAddress &) = default;
};

struct MailHeader
{
    QString name;
    QString value;

    friend bool operator==(const MailHeader &, const MailHeader &) = default;
};

//! One recipient per mail: a refusal then concerns one person, and nobody reads another's address.
struct Mail
{
    MailAddress from;
    MailAddress to;
    QString subject;
    QString textBody;                 //!< any line ends; a text form is always sent
    std::optional<QString> htmlBody;  //!< a whole document; makes the mail multipart/alternative
    QString messageId;                //!< "uuid@domain", no angle brackets; the same again when a send is repeated
    QString inReplyTo;                //!< a message id, or empty
    QStringList references;           //!< message ids, oldest first
    QList<MailHeader> headers;        //!< further ones: Reply-To, List-Id, … Auto-Submitted: auto-generated is
                                      //!< written unless given here. Not those above, not MIME's, not Bcc

    friend bool operator==(const Mail &, const Mail &) = default;
};

//! The whole message, CRLF line ends, 7-bit, lines of at most 76 octets (a header without spaces at most 998);
//! dots are not stuffed. Invalid, with a sentence naming the part: an address that is none, CR, LF or NUL in a header
//! value, a missing or malformed message id, a header that may not be given.
[[nodiscard]] Result<QByteArray> compose(const Mail &mail, Instant date);

//! The form for the envelope: "desk@bücher.example" → "desk@xn--bcher-kva.example". Invalid for what is no address.
[[nodiscard]] Result<QByteArray> envelopeAddress(const QString &address);

}  // namespace onlyonce
