// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace onlyonce {

namespace {

constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

QString tr(const char *text)
{
    return QCoreApplication::translate("Files", text);
}

std::unexpected<Error> unwritten(const QString &path, const QString &why)
{
    return fail(ErrorCode::Unavailable, tr("%1 cannot be written: %2.").arg(path, why));
}

//! The last of it leaves the program here, so only now is it known whether it could be written.
Result<> writeAll(QFileDevice &file, const QByteArray &bytes, const QString &name)
{
    if (file.write(bytes) != bytes.size() || !file.flush()) {
        return unwritten(name, file.errorString());
    }
    return {};
}

//! Pipes and the like cannot be synced, which is no failure.
Result<> sync(int descriptor, const QString &path)
{
    if (::fsync(descriptor) != 0 && errno != EINVAL && errno != ENOTSUP) {
        return unwritten(path, qt_error_string(errno));
    }
    return {};
}

}  // namespace

Result<> replaceFile(const QString &path, const QByteArray &bytes, Readers readers)
{
    if (const QFileInfo there(path); there.exists() && !there.isFile()) {
        QFile file(path);  // QSaveFile would put a file in place of the pipe, or of the device for everybody
        if (!file.open(QIODevice::WriteOnly)) {
            return unwritten(path, file.errorString());
        }
        return writeAll(file, bytes, path);
    }
    QSaveFile file(path);
    // The mode is set while the file is still empty: nobody else can open it in between.
    if (!file.open(QIODevice::WriteOnly) || (readers == Readers::Owner && !file.setPermissions(ownerOnly))) {
        return unwritten(path, file.errorString());
    }
    ONLYONCE_TRY(writeAll(file, bytes, path));
    ONLYONCE_TRY(sync(file.handle(), path));
    if (!file.commit()) {
        return unwritten(path, file.errorString());
    }
    return syncToDisk(QFileInfo(path).absolutePath());
}

Result<> writeStandardOutput(const QByteArray &bytes)
{
    QFile file;
    const QString name = tr("The standard output");
    if (!file.open(stdout, QIODevice::WriteOnly)) {
        return unwritten(name, file.errorString());
    }
    return writeAll(file, bytes, name);
}

Result<> makePrivateFile(const QString &path)
{
    QFile file(path);
    if (QFileInfo::exists(path)) {
        return fail(ErrorCode::Conflict, tr("%1 exists already.").arg(path));
    }
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly)) {
        return unwritten(path, file.errorString());
    }
    return {};
}

Result<> makePrivateFolder(const QString &path)
{
    const QFileInfo folder(path);
    if (folder.isDir()) {
        return {};
    }
    if (!folder.exists() && folder.absoluteFilePath() != folder.absolutePath()) {
        ONLYONCE_TRY(makePrivateFolder(folder.absolutePath()));
    }
    // Somebody else may make it at this moment.
    if (!QDir().mkdir(folder.absoluteFilePath(), ownerOnly | QFile::ExeOwner) && !QFileInfo(path).isDir()) {
        return fail(ErrorCode::Unavailable, tr("The folder %1 cannot be made.").arg(path));
    }
    return {};
}

Result<> syncToDisk(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return unwritten(path, qt_error_string(errno));
    }
    auto synced = sync(descriptor, path);
    ::close(descriptor);
    return synced;
}

}  // namespace onlyonce
