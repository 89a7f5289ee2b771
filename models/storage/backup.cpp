// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/backup.h"

#include "models/base/files.h"
#include "models/base/tr.h"
#include "models/storage/connection.h"
#include "models/storage/transaction.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

constexpr auto timeFormat = "yyyyMMdd'T'HHmmss'Z'";
constexpr int alwaysKept = 3;

DatabaseUrl fileAt(const QString &path)
{
    return {.path = QFileInfo(path).absoluteFilePath()};
}

Result<std::unique_ptr<Connection>> opened(const DatabaseUrl &url)
{
    auto connection = Connection::openToRead(url);
    if (connection) {
        ONLYONCE_TRY((*connection)->claim());
    }
    return connection;
}

//! The same error, but of the copy: SQLite's own sentence speaks of the database that is copied.
std::unexpected<Error> unwritten(const Error &error, const QString &path)
{
    if (error.code != ErrorCode::Unavailable && error.code != ErrorCode::Denied) {
        return std::unexpected(error);
    }
    return fail(
        ErrorCode::Unavailable,
        tr("The copy %1 could not be written: its disk is full, or its folder may not be written into.").arg(path),
        error.detail);
}

//! Marks a copy so that whoever opens it finds its deliveries held.
Result<> markAsCopy(const QString &path)
{
    auto copy = Connection::open(fileAt(path), Access::ReadWrite);
    if (!copy) {
        return failure(copy);
    }
    auto marked = (*copy)->run(QStringLiteral("INSERT INTO meta (key, value) VALUES ('delivery_held', ?) "
                                              "ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
                               {tr("This database was put back from a copy.")}, {});
    return marked ? Result<>() : failure(marked);
}

//! A proven copy of `source` in a new file `target`.
Result<> copyTo(const QString &target, const DatabaseUrl &source)
{
    const QString partial = QFileInfo(target).absoluteFilePath() + QStringLiteral(".partial");
    QFile::remove(partial);
    const auto made = [&]() -> Result<> {
        {
            auto connection = opened(source);
            if (!connection) {
                return failure(connection);
            }
            ONLYONCE_TRY(makePrivateFile(partial));  // SQLite would make it for everybody to read
            ONLYONCE_TRY((*connection)->runOnce(QStringLiteral("PRAGMA query_only = OFF")));
            if (auto copied = (*connection)->run(QStringLiteral("VACUUM INTO ?"), {partial}, {}); !copied) {
                return unwritten(copied.error(), target);
            }
        }
        if (auto marked = markAsCopy(partial); !marked) {
            return unwritten(marked.error(), target);
        }
        ONLYONCE_TRY(verifyBackup(partial));
        ONLYONCE_TRY(syncToDisk(partial));
        if (!QFile::rename(partial, target)) {
            return fail(ErrorCode::Unavailable, tr("The copy %1 could not be given its name.").arg(target));
        }
        return syncToDisk(QFileInfo(target).absolutePath());
    }();
    if (!made) {
        QFile::remove(partial);
    }
    return made;
}

//! Every row of every column, so that every page behind them is read.
Result<> readWhole(Connection &connection)
{
    QStringList tables;
    // A full-text index cannot be scanned; the tables in which it keeps what it knows are among the others.
    auto named = connection.run(QStringLiteral("SELECT name FROM sqlite_master WHERE type = 'table' "
                                               "AND sql NOT LIKE 'CREATE VIRTUAL TABLE%'"),
                                {}, [&tables](const Row &row) { tables.append(row.text(0)); });
    if (!named) {
        return failure(named);
    }
    if (!tables.contains(QStringLiteral("schema_version"))) {
        return fail(ErrorCode::Invalid, tr("%1 is not a copy of an OnlyOnce database.").arg(connection.url().path));
    }
    for (QString &table : tables) {
        table.replace(QLatin1Char('"'), QStringLiteral("\"\""));
        auto walked = connection.run(QStringLiteral("SELECT * FROM \"%1\"").arg(table), {}, [](const Row &) {});
        if (!walked) {
            return failure(walked);
        }
    }
    return {};
}

}  // namespace

Result<BackupFile> takeBackup(const DatabaseUrl &source, const QString &folder, Instant now)
{
    if (source.engine != Engine::Sqlite) {
        return fail(ErrorCode::Invalid,
                    tr("Copies of a PostgreSQL database are taken by its own tools (pg_dump, pg_basebackup)."));
    }
    ONLYONCE_TRY(makePrivateFolder(folder));
    const QString name = QStringLiteral("onlyonce-%1.db").arg(toDateTime(now).toString(QLatin1StringView(timeFormat)));
    const QString path = QDir(folder).filePath(name);
    if (QFile::exists(path)) {
        return fail(ErrorCode::Conflict, tr("The copy %1 exists already.").arg(path));
    }
    ONLYONCE_TRY(copyTo(path, source));
    // As its name has it, and as listBackups() will tell.
    return BackupFile{
        .path = path, .takenAt = std::chrono::floor<std::chrono::seconds>(now), .bytes = QFileInfo(path).size()};
}

Result<std::vector<BackupFile>> listBackups(const QString &folder)
{
    std::vector<BackupFile> files;
    const auto entries =
        QDir(folder).entryInfoList({QStringLiteral("onlyonce-*.db")}, QDir::Files, QDir::Name | QDir::Reversed);
    for (const QFileInfo &info : entries) {
        QDateTime time = QDateTime::fromString(info.completeBaseName().mid(9), QLatin1StringView(timeFormat));
        time.setTimeSpec(Qt::UTC);
        if (time.isValid()) {
            files.push_back({info.absoluteFilePath(), fromMillis(time.toMSecsSinceEpoch()), info.size()});
        }
    }
    return files;
}

Result<std::optional<BackupFile>> newestBackup(const QString &folder, Instant now)
{
    auto files = listBackups(folder);
    if (!files) {
        return failure(files);
    }
    const auto newest = std::ranges::find_if(*files, [now](const BackupFile &file) { return file.takenAt <= now; });
    return newest == files->end() ? std::nullopt : std::optional(*newest);
}

Result<int> pruneBackups(const QString &folder, Instant now, std::chrono::days keep)
{
    auto files = listBackups(folder);
    if (!files) {
        return failure(files);
    }
    int kept = 0;
    int removed = 0;
    for (const BackupFile &file : *files) {
        if (file.takenAt > now) {
            continue;
        }
        if (kept < alwaysKept || now - file.takenAt <= keep) {
            ++kept;
        } else if (QFile::remove(file.path)) {
            ++removed;
        }
    }
    return removed;
}

Result<> verifyBackup(const QString &path)
{
    auto connection = opened(fileAt(path));
    const auto told = [&path](const Error &error) -> std::unexpected<Error> {
        return error.code == ErrorCode::Damaged
                 ? fail(ErrorCode::Damaged, tr("%1 is damaged and cannot be read whole.").arg(path), error.detail)
                 : std::unexpected(error);
    };
    if (!connection) {
        return told(connection.error());
    }
    QStringList faults;
    const auto collect = [&faults](const Row &row) { faults.append(row.text(0)); };
    auto integrity = (*connection)->run(QStringLiteral("PRAGMA integrity_check"), {}, collect);
    if (!integrity) {
        return told(integrity.error());
    }
    if (faults != QStringList{QStringLiteral("ok")}) {
        return fail(ErrorCode::Damaged,
                    tr("%1 is damaged: %2").arg(path, faults.mid(0, 3).join(QStringLiteral("; ")).simplified()));
    }
    faults.clear();
    auto orphans = (*connection)->run(QStringLiteral("PRAGMA foreign_key_check"), {}, collect);
    if (!orphans) {
        return told(orphans.error());
    }
    if (!faults.isEmpty()) {
        return fail(ErrorCode::Damaged,
                    tr("%1 is damaged: rows of %2 have lost their parents.").arg(path, faults.first()));
    }
    auto read = readWhole(**connection);
    return read ? Result<>() : told(read.error());
}

Result<> restoreBackup(const QString &from, const QString &to)
{
    if (QFile::exists(to)) {
        return fail(ErrorCode::Conflict,
                    tr("%1 exists already and was left untouched. Choose another name or move it away.").arg(to));
    }
    ONLYONCE_TRY(verifyBackup(from));
    return copyTo(to, fileAt(from));
}

}  // namespace onlyonce
