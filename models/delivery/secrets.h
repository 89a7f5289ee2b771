// SPDX-License-Identifier: GPL-3.0-or-later
// Where passwords and keys live: the desktop's keychain, or, where there is none, a file that only its owner may read.
// Secrets are never stored in the database, never logged, never exported.
#pragma once

#include "models/base/answer.h"
#include "models/base/result.h"

#include <QJsonObject>
#include <QString>

#include <memory>

namespace onlyonce {

class SecretStore
{
public:
    virtual ~SecretStore() = default;

    //! The Secret fields of one connection (see secretsKey()); empty when there are none. Errors: Denied (a person or
    //! the keychain refused: do not ask again unasked), Damaged, Unavailable.
    [[nodiscard]] virtual Answer<Result<QJsonObject>> read(const QString &key) = 0;
    //! Replaces them; an empty object removes them.
    [[nodiscard]] virtual Answer<Result<>> write(const QString &key, const QJsonObject &secrets) = 0;
    //! For people: "in the keychain", "in the file …, which only you may read, because no keychain answers".
    [[nodiscard]] virtual QString whereText() const = 0;
};

//! The keychain (QtKeychain); after any error of it except EntryNotFound and a person's refusal, the file. What the file
//! holds goes before the keychain: it was put there because the keychain did not answer, and leaves when it does.
//! Used on one thread with an event loop.
[[nodiscard]] std::unique_ptr<SecretStore> makeKeychainStore(const QString &filePath);
//! Only the file (mode 0600): for servers, and for tests.
[[nodiscard]] std::unique_ptr<SecretStore> makeFileStore(const QString &filePath);

}  // namespace onlyonce
