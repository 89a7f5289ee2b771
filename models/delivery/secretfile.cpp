// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/secretfile.h"

#include "models/base/files.h"
#include "models/base/json.h"
#include "models/base/tr.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QLockFile>

namespace onlyonce {

namespace {

constexpr qint64 largestFile = 1024LL * 1024;
constexpr int lockPatience = 5'000;  // ms
constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
constexpr auto others =
    QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;

}  // namespace

SecretFile::SecretFile(QString path)
    : m_path(std::move(path))
{
}

Result<QJsonObject> SecretFile::load() const
{
    QFile file(m_path);
    if (!file.exists()) {
        return QJsonObject{};
    }
    if ((file.permissions() & others) && !file.setPermissions(ownerOnly)) {
        return fail(ErrorCode::Denied,
                    tr("The file of secrets %1 can be read by others. Give it the mode 0600.").arg(m_path));
    }
    const auto bytes = readFile(m_path, largestFile);
    if (!bytes) {
        return failure(bytes);
    }
    auto object = parseJsonObject(*bytes);
    if (!object) {
        return fail(ErrorCode::Damaged, tr("The file of secrets %1 is damaged. Mend it, or move it away and enter the "
                                           "passwords again.")
                                            .arg(m_path));
    }
    return object;
}

Result<std::optional<QJsonObject>> SecretFile::read(const QString &key) const
{
    auto all = load();
    if (!all) {
        return failure(all);
    }
    return all->contains(key) ? std::optional((*all)[key].toObject()) : std::nullopt;
}

Result<> SecretFile::write(const QString &key, const QJsonObject &secrets) const
{
    ONLYONCE_TRY(makePrivateFolder(QFileInfo(m_path).absolutePath()));
    // The window and a server of the same person may write at the same time; each keeps the other's keys.
    QLockFile lock(m_path + QStringLiteral(".lock"));
    if (!lock.tryLock(lockPatience)) {
        return lock.error() == QLockFile::LockFailedError
                 ? fail(ErrorCode::Busy, tr("The file of secrets %1 is held by another program.").arg(m_path))
                 : fail(ErrorCode::Unavailable,
                        tr("The file of secrets %1 cannot be written: the disk is full, or its folder is read-only.")
                            .arg(m_path));
    }
    auto all = load();
    if (!all) {
        return failure(all);
    }
    if (secrets.isEmpty() && !all->contains(key)) {
        return {};
    }
    if (secrets.isEmpty()) {
        all->remove(key);
    } else {
        all->insert(key, secrets);
    }
    return replaceFile(m_path, QJsonDocument(*all).toJson(QJsonDocument::Indented), Readers::Owner);
}

}  // namespace onlyonce
