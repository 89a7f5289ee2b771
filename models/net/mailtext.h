// SPDX-License-Identifier: GPL-3.0-or-later
// The encodings inside a mail: header words (RFC 2047) and bodies (RFC 2045). Pure text to bytes; it knows no header
// by name, and trusts its caller that a header's text has no control characters.
#pragma once

#include <QByteArray>
#include <QString>

namespace onlyonce::mailtext {

//! A header's free text, folded at its spaces to lines of at most 76 octets where it has any; `column` octets stand
//! before it on its first line. What is not printable ASCII becomes encoded words of at most 75 octets, cut only
//! between characters.
[[nodiscard]] QByteArray unstructured(qsizetype column, const QString &text);

//! `name <address>`, the name quoted or encoded as needed; the bare address without a name.
[[nodiscard]] QByteArray phrase(qsizetype column, const QString &name, const QByteArray &address);

struct EncodedBody
{
    QByteArray encoding;  //!< "quoted-printable" or "base64", whichever is shorter
    QByteArray bytes;     //!< lines of at most 76 octets, each ended by CRLF
};

[[nodiscard]] EncodedBody encodeBody(const QString &text);

}  // namespace onlyonce::mailtext
