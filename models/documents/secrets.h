// SPDX-License-Identifier: GPL-3.0-or-later
// Points at what looks like a key or a password before others read it. It tells where and of what kind, never what: neither
// messages nor logs hold a secret's text. A guess in both directions: hashes, UUIDs, pictures and placeholders are left
// alone, and a password that looks like any word is not noticed.
#pragma once

#include <QByteArrayView>
#include <QString>

#include <vector>

namespace onlyonce {

enum class SecretKind {
    PrivateKey,
    AwsKey,
    Token,  //!< with a prefix by which its issuer is known, or after "Bearer"
    WebToken,
    UrlPassword,
    Password,  //!< named so: password=…, "client_secret": "…"
};

struct Secret
{
    SecretKind kind = SecretKind::Password;
    qsizetype start = 0;  //!< bytes
    qsizetype length = 0;
    int line = 0;  //!< counted from 0

    friend bool operator==(const Secret &, const Secret &) = default;
};

//! In order, not overlapping, at most `most`. Any bytes; takes about a second for a few hundred megabytes.
[[nodiscard]] std::vector<Secret> secretsIn(QByteArrayView utf8, size_t most = 100);
[[nodiscard]] std::vector<Secret> secretsIn(const QString &text);

//! "a private key", for a sentence.
[[nodiscard]] QString toText(SecretKind kind);
//! "Line 3 holds what looks like a private key, and there are 2 more." Empty without secrets.
[[nodiscard]] QString toText(const std::vector<Secret> &secrets);

}  // namespace onlyonce
