// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/backup.h"

#include "models/base/log.h"
#include "models/storage/connection.h"
#include "models/storage/identity.h"
#include "models/storage/transaction.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <memory>

namespace onlyonce {

namespace {

constexpr auto timeFormat = "yyyyMMdd'T'HHmmss'Z'";

QString tr(const char *text)
{
    return QCoreApplication::translate("Backup", text);
}

//! Bare sqlite3, because a copy must be opened exactly as it is: no WAL, no migration, no write.
class RawFile
{
public:
    explicit RawFile(const QString &path, int flags = SQLITE_OPEN_READONLY)
    {
        m_code = sqlite3_open_v2(QFile::encodeName(path).constData(), &m_handle, flags, nullptr);
        sqlite3_busy_timeout(m_handle, 5000);
    }
    ~RawFile() { sqlite3_close_v2(m_handle); }
    RawFile(const RawFile &) = delete;
    RawFile &operator=(const RawFile &) = delete;

    //! Steps through every row of the answer, so that every page behind it is read; the first column of each row.
    Result<QStringList> read(const QByteArray &sql, const QByteArray &text = {})
    {
        sqlite3_stmt *statement = nullptr;
        if (m_code == SQLITE_OK) {
            m_code = sqlite3_prepare_v2(m_handle, sql.constData(), int(sql.size()), &statement, nullptr);
        }
        const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> guard(statement, &sqlite3_finalize);
        QStringList rows;
        if (m_code == SQLITE_OK && !text.isNull()) {
            sqlite3_bind_text(statement, 1, text.constData(), int(text.size()), SQLITE_TRANSIENT);
        }
        while (m_code == SQLITE_OK || m_code == SQLITE_ROW) {
            m_code = sqlite3_step(statement);
            if (m_code == SQLITE_ROW) {
                for (int column = 0; column < sqlite3_column_count(statement); ++column) {
                    sqlite3_column_blob(statement, column);  // overflow pages are read only when asked for
                }
                rows.append(QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(statement, 0))));
            }
        }
        if (m_code != SQLITE_DONE) {
            return fail(ErrorCode::Damaged, QString::fromUtf8(sqlite3_errmsg(m_handle)), QString::fromUtf8(sql));
        }
        m_code = SQLITE_OK;
        return rows;
    }

    //! Counts rows by walking the whole table, without keeping them.
    Result<> walk(const QString &table)
    {
        QString quoted = table;
        quoted.replace(QLatin1Char('"'), QStringLiteral("\"\""));
        const QByteArray sql = QStringLiteral("SELECT * FROM \"%1\"").arg(quoted).toUtf8();
        sqlite3_stmt *statement = nullptr;
        int code = sqlite3_prepare_v2(m_handle, sql.constData(), int(sql.size()), &statement, nullptr);
        const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> guard(statement, &sqlite3_finalize);
        while (code == SQLITE_OK || code == SQLITE_ROW) {
            code = sqlite3_step(statement);
            for (int column = 0; code == SQLITE_ROW && column < sqlite3_column_count(statement); ++column) {
                sqlite3_column_blob(statement, column);
            }
        }
        if (code != SQLITE_DONE) {
            return fail(ErrorCode::Damaged, tr("The table %1 cannot be read.").arg(table),
                        QString::fromUtf8(sqlite3_errmsg(m_handle)));
        }
        return {};
    }

private:
    sqlite3 *m_handle = nullptr;
    int m_code = SQLITE_OK;
};

Result<> syncFile(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    if (!synced) {
        return fail(ErrorCode::Unavailable, tr("The copy %1 could not be brought safely to the disk.").arg(path));
    }
    return {};
}

//! Marks a copy so that whoever opens it finds its deliveries held.
Result<> markAsCopy(const QString &path)
{
    RawFile copy(path, SQLITE_OPEN_READWRITE);
    const QString reason = tr("This database was put back from a copy.");
    auto marked = copy.read("INSERT INTO meta (key, value) VALUES ('delivery_held', ?1) "
                            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                            reason.toUtf8());
    if (!marked) {
        return failure(marked);
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
    if (!QDir().mkpath(folder)) {
        return fail(ErrorCode::Unavailable, tr("The folder %1 for copies cannot be made.").arg(folder));
    }
    const QString name = QStringLiteral("onlyonce-%1.db").arg(toDateTime(now).toString(QLatin1StringView(timeFormat)));
    const QString path = QDir(folder).filePath(name);
    const QString partial = path + QStringLiteral(".partial");
    if (QFile::exists(path)) {
        return fail(ErrorCode::Conflict, tr("The copy %1 exists already.").arg(path));
    }
    QFile::remove(partial);
    const auto made = [&]() -> Result<> {
        {
            auto connection = Connection::open(source, Access::ReadOnly);
            if (!connection) {
                return failure(connection);
            }
            ONLYONCE_TRY((*connection)->runOnce(QStringLiteral("PRAGMA query_only = OFF")));
            auto copied = (*connection)->run(QStringLiteral("VACUUM INTO ?"), {partial}, {});
            if (!copied) {
                return failure(copied);
            }
        }
        ONLYONCE_TRY(markAsCopy(partial));
        ONLYONCE_TRY(verifyBackup(partial));
        ONLYONCE_TRY(syncFile(partial));
        if (!QFile::rename(partial, path)) {
            return fail(ErrorCode::Unavailable, tr("The copy %1 could not be given its name.").arg(path));
        }
        return syncFile(folder);
    }();
    if (!made) {
        QFile::remove(partial);
        return failure(made);
    }
    return BackupFile{.path = path, .takenAt = now, .bytes = QFileInfo(path).size()};
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

Result<int> pruneBackups(const QString &folder, Instant now, std::chrono::days keep)
{
    auto files = listBackups(folder);
    if (!files) {
        return failure(files);
    }
    int removed = 0;
    for (size_t i = 1; i < files->size(); ++i) {  // the newest stays, however old
        if (now - files->at(i).takenAt > keep && QFile::remove(files->at(i).path)) {
            ++removed;
        }
    }
    return removed;
}

Result<> verifyBackup(const QString &path)
{
    RawFile file(path);
    const auto damaged = [&path](const QString &what) {
        return fail(ErrorCode::Damaged, tr("The copy %1 is damaged: %2").arg(path, what));
    };
    auto integrity = file.read("PRAGMA integrity_check");
    if (!integrity) {
        return damaged(integrity.error().message);
    }
    if (*integrity != QStringList{QStringLiteral("ok")}) {
        return damaged(integrity->mid(0, 3).join(QStringLiteral("; ")));
    }
    auto orphans = file.read("PRAGMA foreign_key_check");
    if (!orphans || !orphans->isEmpty()) {
        return damaged(orphans ? tr("rows of %1 have lost their parents").arg(orphans->first())
                               : orphans.error().message);
    }
    auto tables = file.read("SELECT name FROM sqlite_master WHERE type = 'table'");
    if (!tables) {
        return damaged(tables.error().message);
    }
    if (!tables->contains(QStringLiteral("schema_version"))) {
        return fail(ErrorCode::Invalid, tr("%1 is not a copy of a OnlyOnce database.").arg(path));
    }
    for (const QString &table : *tables) {
        if (auto walked = file.walk(table); !walked) {
            return damaged(walked.error().message);
        }
    }
    return {};
}

Result<> restoreBackup(const QString &from, const QString &to)
{
    if (QFile::exists(to)) {
        return fail(ErrorCode::Conflict,
                    tr("%1 exists already and was left untouched. Choose another name or move it away.").arg(to));
    }
    ONLYONCE_TRY(verifyBackup(from));
    const QString partial = to + QStringLiteral(".partial");
    QFile::remove(partial);
    if (!QFile::copy(from, partial)) {
        return fail(ErrorCode::Unavailable, tr("%1 could not be written.").arg(to));
    }
    QFile::setPermissions(partial, QFile::ReadOwner | QFile::WriteOwner);
    const auto restored = [&]() -> Result<> {
        ONLYONCE_TRY(markAsCopy(partial));
        ONLYONCE_TRY(verifyBackup(partial));
        ONLYONCE_TRY(syncFile(partial));
        if (!QFile::rename(partial, to)) {
            return fail(ErrorCode::Unavailable, tr("%1 could not be given its name.").arg(to));
        }
        return syncFile(QFileInfo(to).absolutePath());
    }();
    if (!restored) {
        QFile::remove(partial);
    }
    return restored;
}

}  // namespace onlyonce
