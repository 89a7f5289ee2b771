// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/identity.h"

#include "models/base/files.h"
#include "models/base/log.h"
#include "models/base/tr.h"
#include "models/storage/journal.h"

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
                    .arg(QString::fromLatin1(machineId()), QFileInfo(url.path).canonicalFilePath(),
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

QString stateFile(const QString &folder, const Identity &identity)
{
    // By place as well: opening a copy must not make the original look old.
    return QStringLiteral("%1/%2-%3.generation").arg(folder, identity.uuid, identity.place.left(16));
}

qint64 rememberedGeneration(const QString &folder, const Identity &identity)
{
    QFile file(stateFile(folder, identity));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toLongLong() : 0;
}

}  // namespace

QByteArray machineId(const QString &file)
{
    QFile own(file);
    const QByteArray id = own.open(QIODevice::ReadOnly) ? own.readAll().trimmed() : QByteArray();
    return id.isEmpty() ? QSysInfo::machineUniqueId() : id;
}

QString defaultStateFolder()
{
    const QString base = qEnvironmentVariable("XDG_STATE_HOME", QDir::homePath() + QStringLiteral("/.local/state"));
    return base + QStringLiteral("/onlyonce/databases");
}

Result<QString> databaseUuid(Transaction &transaction)
{
    return meta(transaction, QStringLiteral("uuid"));
}

Result<Identity> identify(Transaction &transaction, const DatabaseUrl &url, const QString &stateFolder)
{
    auto uuid = meta(transaction, QStringLiteral("uuid"));
    auto knownPlace = meta(transaction, QStringLiteral("place"));
    auto place = placeOf(transaction, url);
    auto generation = meta(transaction, QStringLiteral("generation"));
    auto held = heldReason(transaction);
    for (const auto *result : {&uuid, &knownPlace, &place, &generation, &held}) {
        if (!*result) {
            return failure(*result);
        }
    }
    Identity identity{.uuid = *uuid, .place = *place, .suspicion = {}, .heldReason = *held};
    if (!uuid->isEmpty() && *knownPlace != *place) {
        identity.suspicion = tr("This database was copied, moved or restored since it last delivered.");
    } else if (generation->toLongLong() < rememberedGeneration(stateFolder, identity)) {
        identity.suspicion = tr("This database is older than it was: it was put back from a copy.");
    }
    if (identity.heldReason.isEmpty()) {
        identity.heldReason = identity.suspicion;
    }
    return identity;
}

Result<Identity> recognise(Transaction &transaction, const DatabaseUrl &url, const QString &stateFolder)
{
    auto identity = identify(transaction, url, stateFolder);
    if (!identity) {
        return failure(identity);
    }
    if (identity->uuid.isEmpty()) {
        identity->uuid = QUuid::createUuid().toString(QUuid::WithoutBraces);
        ONLYONCE_TRY(setMeta(transaction, QStringLiteral("uuid"), identity->uuid));
    }
    if (!identity->suspicion.isEmpty()) {
        ONLYONCE_TRY(holdDelivery(transaction, identity->suspicion));
    }
    ONLYONCE_TRY(setMeta(transaction, QStringLiteral("place"), identity->place));
    auto generation = meta(transaction, QStringLiteral("generation"));
    if (!generation) {
        return failure(generation);
    }
    const qint64 remembered = rememberedGeneration(stateFolder, *identity);
    ONLYONCE_TRY(setMeta(transaction, QStringLiteral("generation"),
                         QString::number(std::max(generation->toLongLong(), remembered))));
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

void rememberGeneration(const QString &stateFolder, const Identity &identity, qint64 generation)
{
    auto remembered = makePrivateFolder(stateFolder);
    if (remembered) {
        remembered = replaceFile(stateFile(stateFolder, identity), QByteArray::number(generation), Readers::Owner);
    }
    if (!remembered) {
        qCWarning(logStorage) << "cannot remember the database's generation:" << remembered.error().message;
    }
}

}  // namespace onlyonce
