// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/instance.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QThread>

namespace onlyonce {

namespace {

constexpr int patience = 3'000;  // ms; a window that reads a database for the first time may be busy
constexpr int pause = 20;        // ms
constexpr qsizetype longestPlace = 200;

//! In a folder of this user alone; a path of its own would be too long for a socket's name.
QString nameFor(const QString &path)
{
    const QFileInfo file(path);
    const QString whole = file.exists() ? file.canonicalFilePath() : file.absoluteFilePath();
    const QByteArray hash = QCryptographicHash::hash(whole.toUtf8(), QCryptographicHash::Sha256).toHex().left(20);
    return QDir(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation))
        .filePath(QStringLiteral("onlyonce-") + QString::fromLatin1(hash));
}

//! Before there is a window, and so for as long as it takes.
bool call(const QString &server, const QString &place)
{
    QLocalSocket socket;
    for (const QDeadlineTimer soon(patience);; QThread::msleep(pause)) {  // who has the lock listens a moment later
        socket.connectToServer(server);
        if (socket.waitForConnected(patience)) {
            break;
        }
        if (soon.hasExpired()) {
            return false;
        }
    }
    socket.write(place.left(longestPlace).toUtf8() + '\n');
    return socket.waitForBytesWritten(patience) && (socket.bytesAvailable() > 0 || socket.waitForReadyRead(patience));
}

}  // namespace

Instance::Instance(const DatabaseUrl &database)
    : m_name(database.engine == Engine::Sqlite ? nameFor(database.path) : QString())
    , m_lock(m_name + QStringLiteral(".lock"))
{
    m_lock.setStaleLockTime(0);  // however long it has been open; that of a program that is gone is taken over
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &Instance::answer);
}

bool Instance::lock()
{
    // A folder that cannot be written to must not keep anybody from the window.
    return m_name.isEmpty() || m_lock.tryLock(0) || m_lock.error() != QLockFile::LockFailedError;
}

void Instance::listen()
{
    if (m_lock.isLocked()) {
        QLocalServer::removeServer(m_name);  // what a killed one has left
        m_server.listen(m_name);             // without it a second start says that the first does not answer
    }
}

Result<> Instance::callOther(const QString &place) const
{
    if (call(m_name, place)) {
        return {};
    }
    qint64 process = 0;
    QString host;
    QString program;
    m_lock.getLockInfo(&process, &host, &program);
    return fail(
        ErrorCode::Unavailable,
        tr("This database is open in another window already (process %1), which does not answer. Wait for it, or "
           "end it.")
            .arg(process));
}

void Instance::answer()
{
    while (QLocalSocket *caller = m_server.nextPendingConnection()) {
        connect(caller, &QLocalSocket::disconnected, caller, &QObject::deleteLater);
        const auto hear = [this, caller] {
            if (caller->canReadLine()) {
                const QString place = QString::fromUtf8(caller->readLine(longestPlace + 2)).trimmed();
                caller->write("shown\n");
                caller->flush();
                Q_EMIT called(place);
            }
        };
        connect(caller, &QLocalSocket::readyRead, this, hear);
        hear();
    }
}

}  // namespace onlyonce
