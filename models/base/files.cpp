// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/files.h"

#include "models/base/tr.h"
#include "models/base/writing.h"

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

std::unexpected<Error> unread(const QString &path, const QString &why)
{
    return fail(ErrorCode::Unavailable, tr("%1 cannot be read: %2.").arg(path, why));
}

Result<QByteArray> readAll(QFile &file, const QString &name, qint64 most)
{
    QByteArray bytes;
    // Pipes give what is in them; only nothing means that this was all.
    for (QByteArray piece = file.read(most + 1); !piece.isEmpty(); piece = file.read(most + 1 - bytes.size())) {
        bytes += piece;
    }
    if (file.error() != QFileDevice::NoError) {
        return unread(name, file.errorString());
    }
    if (bytes.size() > most) {
        return fail(ErrorCode::Invalid, tr("%1 is larger than %2 MiB.").arg(name).arg(most / 1024 / 1024));
    }
    return bytes;
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

Result<QByteArray> readFile(const QString &path, qint64 most)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return unread(path, file.errorString());
    }
    return readAll(file, path, most);
}

Result<QByteArray> readStandardInput(qint64 most)
{
    QFile file;
    const QString name = tr("The standard input");
    if (!file.open(STDIN_FILENO, QIODevice::ReadOnly)) {
        return unread(name, file.errorString());
    }
    return readAll(file, name, most);
}

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
