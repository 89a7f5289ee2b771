// SPDX-License-Identifier: GPL-3.0-or-later
// The file of secrets for machines without a keychain: mode 0600, replaced as a whole, shared by the processes of one
// person. It never ends up half written or readable by others.
#pragma once

#include "models/base/result.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace onlyonce {

class SecretFile
{
public:
    explicit SecretFile(QString path);

    [[nodiscard]] const QString &path() const { return m_path; }
    //! Nothing when the file or the key is not there. Damaged or Unavailable; the file stays as it was.
    [[nodiscard]] Result<std::optional<QJsonObject>> read(const QString &key) const;
    //! An empty object removes the key. Errors as above, and Busy when another process holds the file too long.
    [[nodiscard]] Result<> write(const QString &key, const QJsonObject &secrets) const;

private:
    [[nodiscard]] Result<QJsonObject> load() const;

    QString m_path;
};

}  // namespace onlyonce
