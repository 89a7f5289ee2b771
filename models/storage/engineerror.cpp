// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/engineerror.h"

#include "models/base/tr.h"

#include <QSqlError>

#include <sqlite3.h>

namespace onlyonce {

namespace {

//! Of the triggers in rowguard.cpp.
QLatin1StringView guardWord()
{
    return QLatin1StringView("hidden");
}

//! What the row guard refuses is not there for whoever asks.
Error hidden(const QString &detail)
{
    return {ErrorCode::NotFound, tr("There is no such incident."), detail};
}

}  // namespace

Error sqliteError(const DatabaseUrl &url, const QSqlError &error, const QString &detail)
{
    const QString place = url.display();
    // The extended code's low byte is the primary one (sqlite.org/rescode.html).
    switch (error.nativeErrorCode().toInt() & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Busy, tr("Another program holds the database %1. Try again in a moment.").arg(place),
                detail};
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return {ErrorCode::Denied,
                tr("The database %1 is read-only. Check the permissions of the file and its folder.").arg(place),
                detail};
    case SQLITE_CANTOPEN:
        return {ErrorCode::Unavailable,
                tr("The database %1 cannot be opened. Check that the folder exists and may be written.").arg(place),
                detail};
    case SQLITE_FULL:
        return {ErrorCode::Unavailable,
                tr("The disk is full, so the change was not saved in %1. Free some space and try again.").arg(place),
                detail};
    case SQLITE_IOERR:
        return {ErrorCode::Unavailable,
                tr("The disk refused to write %1: it is full, over a limit, or failing. The change was not saved.")
                    .arg(place),
                detail};
    case SQLITE_CORRUPT:
        return {ErrorCode::Damaged,
                tr("The database %1 is damaged. Restore the latest copy with “onlyonce restore”.").arg(place), detail};
    case SQLITE_NOTADB:
        return {ErrorCode::Invalid,
                tr("%1 is not an OnlyOnce database. It was left untouched; choose another file.").arg(place), detail};
    case SQLITE_INTERRUPT:
        return {ErrorCode::Cancelled, tr("The question was stopped because a newer one took its place."), detail};
    case SQLITE_CONSTRAINT:
        if (error.nativeErrorCode().toInt() == SQLITE_CONSTRAINT_TRIGGER && error.text().contains(guardWord())) {
            return hidden(detail);
        }
        return {ErrorCode::Conflict, tr("The change contradicts what is already stored."), detail};
    default:
        return {ErrorCode::Internal, tr("The database %1 refused a statement. Nothing was saved.").arg(place), detail};
    }
}

Error postgresError(const DatabaseUrl &url, const QSqlError &error, const QString &detail, bool alive)
{
    const QString place = url.display();
    const QString state = error.nativeErrorCode();
    if (state.startsWith(QStringLiteral("57014"))) {
        return {ErrorCode::Cancelled, tr("The question took too long and was stopped."), detail};
    }
    if (state == QStringLiteral("42501") && error.text().contains(QLatin1StringView("row-level security"))) {
        return hidden(detail);
    }
    if (state == QStringLiteral("42501")) {
        return {ErrorCode::Denied, tr("Your database role is not allowed to do this on %1.").arg(place), detail};
    }
    if (state.startsWith(QStringLiteral("53"))) {
        return {ErrorCode::Unavailable,
                tr("The database server %1 has run out of space or connections. Nothing was saved.").arg(place),
                detail};
    }
    if (state.startsWith(QStringLiteral("23"))) {
        return {ErrorCode::Conflict, tr("The change contradicts what is already stored."), detail};
    }
    // A server always names a state; without one it is libpq that speaks, of a connection that broke.
    if (error.type() == QSqlError::ConnectionError || state.isEmpty() || state.startsWith(QStringLiteral("08"))
        || state.startsWith(QStringLiteral("57P")) || !alive) {
        return {ErrorCode::Unavailable,
                tr("The database %1 cannot be reached. Check the server and the network.").arg(place), detail};
    }
    return {ErrorCode::Internal, tr("The database %1 refused a statement. Nothing was saved.").arg(place), detail};
}

}  // namespace onlyonce
