// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/identity.h"

#include "models/base/files.h"
#include "models/base/log.h"
#include "models/storage/journal.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSysInfo>
#include <QUuid>

#include <sys/stat.h>

#include <algorithm>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Storage", text);
}

Result<QString> meta(Transaction &transaction, const QString &key)
{
    auto found = transaction.one(
        QStringLiteral("SELECT value FROM meta WHERE key = ?"), [](const Row &row) { return row.text(0); }, key);
    if (!found) {
        return failure(found);
    }
    return found->value_or(QString());
}

Result<> setMeta(Transaction &transaction, const QString &key, const QString &value)
{
    auto done = transaction.exec(
        QStringLiteral(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
        key, value);
    if (!done) {
        return failure(done);
    }
    return {};
}

//! What a database is bound to: for a file this machine, path and inode; for PostgreSQL the cluster, the database and
//! the timeline (a point-in-time restore starts a new one).
Result<QString> placeOf(Transaction &transaction, const DatabaseUrl &url)
{
    QString place;
    if (url.engine == Engine::Sqlite) {
        struct stat status = {};
        if (::stat(QFile::encodeName(url.path).constData(), &status) != 0) {
            return fail(ErrorCode::Unavailable, tr("The database %1 has disappeared.").arg(url.path));
        }
        place = QStringLiteral("%1|%2|%3")
                    .arg(QString::fromLatin1(QSysInfo::machineUniqueId()), QFileInfo(url.path).canonicalFilePath(),
                         QString::number(status.st_ino));
    } else {
        auto row = transaction.one(
            QStringLiteral("SELECT s.system_identifier, d.oid::bigint, c.timeline_id FROM pg_control_system() s, "
                           "pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()"),
            [](const Row &r) { return QStringLiteral("%1|%2|%3").arg(r.text(0), r.text(1), r.text(2)); });
        if (!row) {
            return failure(row);
        }
        place = row->value_or(QString());
    }
    return QString::fromLatin1(QCryptographicHash::hash(place.toUtf8(), QCryptographicHash::Sha256).toHex());
}

QString stateFile(const QString &folder, const QString &uuid)
{
    return folder + QLatin1Char('/') + uuid + QStringLiteral(".generation");
}

qint64 rememberedGeneration(const QString &folder, const QString &uuid)
{
    QFile file(stateFile(folder, uuid));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toLongLong() : 0;
}

}  // namespace

QString defaultStateFolder()
{
    const QString base = qEnvironmentVariable("XDG_STATE_HOME", QDir::homePath() + QStringLiteral("/.local/state"));
    return base + QStringLiteral("/onlyonce/databases");
}

Result<Identity> recognise(Transaction &transaction, const DatabaseUrl &url, const QString &stateFolder)
{
    Identity identity;
    auto uuid = meta(transaction, QStringLiteral("uuid"));
    auto knownPlace = meta(transaction, QStringLiteral("place"));
    auto place = placeOf(transaction, url);
    auto generationText = meta(transaction, QStringLiteral("generation"));
    for (const auto *result : {&uuid, &knownPlace, &place, &generationText}) {
        if (!*result) {
            return failure(*result);
        }
    }
    const bool fresh = uuid->isEmpty();
    identity.uuid = fresh ? QUuid::createUuid().toString(QUuid::WithoutBraces) : *uuid;
    const qint64 generation = generationText->toLongLong();
    const qint64 remembered = rememberedGeneration(stateFolder, identity.uuid);
    if (fresh) {
        ONLYONCE_TRY(setMeta(transaction, QStringLiteral("uuid"), identity.uuid));
    } else if (*knownPlace != *place) {
        ONLYONCE_TRY(
            holdDelivery(transaction, tr("This database was copied, moved or restored since it last delivered.")));
    } else if (generation < remembered) {
        ONLYONCE_TRY(holdDelivery(transaction, tr("This database is older than it was: it was put back from a copy.")));
    }
    ONLYONCE_TRY(setMeta(transaction, QStringLiteral("place"), *place));
    ONLYONCE_TRY(
        setMeta(transaction, QStringLiteral("generation"), QString::number(std::max(generation, remembered) + 1)));
    auto reason = heldReason(transaction);
    if (!reason) {
        return failure(reason);
    }
    identity.heldReason = *reason;
    identity.held = !reason->isEmpty();
    return identity;
}

Result<> holdDelivery(Transaction &transaction, const QString &reason)
{
    auto already = heldReason(transaction);
    if (!already) {
        return failure(already);
    }
    if (!already->isEmpty()) {
        return {};
    }
    qCWarning(logStorage) << "delivery is held:" << reason;
    ONLYONCE_TRY(setMeta(transaction, QStringLiteral("delivery_held"), reason));
    transaction.touch(QStringLiteral("delivery"), 0);
    return recordChange(transaction,
                        {.entity = QStringLiteral("delivery"), .field = QStringLiteral("held"), .newValue = reason});
}

Result<> releaseDelivery(Transaction &transaction)
{
    auto sealed = isSealed(transaction);
    auto reason = heldReason(transaction);
    if (!sealed || !reason) {
        return sealed ? failure(reason) : failure(sealed);
    }
    if (*sealed) {
        return fail(ErrorCode::Conflict, tr("This is a demo: nothing ever leaves it."));
    }
    ONLYONCE_TRY(setMeta(transaction, QStringLiteral("delivery_held"), QString()));
    transaction.touch(QStringLiteral("delivery"), 0);
    return recordChange(transaction,
                        {.entity = QStringLiteral("delivery"), .field = QStringLiteral("held"), .oldValue = *reason});
}

Result<> sealDelivery(Transaction &transaction, const QString &except)
{
    // No process is called "*".
    ONLYONCE_TRY(setMeta(transaction, QStringLiteral("sealed"), except.isEmpty() ? QStringLiteral("*") : except));
    transaction.touch(QStringLiteral("delivery"), 0);
    return recordChange(transaction, {.entity = QStringLiteral("delivery"), .field = QStringLiteral("sealed")});
}

Result<bool> isSealed(Transaction &transaction, const QString &process)
{
    auto except = meta(transaction, QStringLiteral("sealed"));
    if (!except) {
        return failure(except);
    }
    return !except->isEmpty() && *except != process;
}

Result<QString> heldReason(Transaction &transaction, const QString &process)
{
    auto sealed = isSealed(transaction, process);
    if (!sealed) {
        return failure(sealed);
    }
    return *sealed ? tr("This is a demo.") : meta(transaction, QStringLiteral("delivery_held"));
}

Result<qint64> advanceGeneration(Transaction &transaction)
{
    auto current = meta(transaction, QStringLiteral("generation"));
    if (!current) {
        return failure(current);
    }
    const qint64 next = current->toLongLong() + 1;
    ONLYONCE_TRY(setMeta(transaction, QStringLiteral("generation"), QString::number(next)));
    return next;
}

void rememberGeneration(const QString &stateFolder, const QString &uuid, qint64 generation)
{
    auto remembered = makePrivateFolder(stateFolder);
    if (remembered) {
        remembered = replaceFile(stateFile(stateFolder, uuid), QByteArray::number(generation), Readers::Owner);
    }
    if (!remembered) {
        qCWarning(logStorage) << "cannot remember the database's generation:" << remembered.error().message;
    }
}

}  // namespace onlyonce
