// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/machine.h"

#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTcpSocket>
#include <QTest>

namespace onlyonce::test {

using namespace Qt::StringLiterals;

Machine::Machine(QString database, QString folder)
    : environment(QProcessEnvironment::systemEnvironment())
    , m_database(std::move(database))
{
    for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"}) {
        environment.insert(QString::fromLatin1(name), folder);
    }
    environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent"_s);  // no keychain: the file
    environment.insert(u"QT_LOGGING_RULES"_s, u"onlyonce.*.info=false"_s);
}

Machine::~Machine()
{
    kill();
}

QByteArray Machine::run(const QStringList &words, const QByteArray &input)
{
    QProcess process;
    prepare(process, words);
    process.start();
    process.write(input);
    process.closeWriteChannel();
    // A scripted server of the test may live in this thread, so its event loop goes on.
    (void)QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 60'000);
    complaint = QString::fromUtf8(process.readAllStandardError());
    exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return process.readAllStandardOutput();
}

QJsonObject Machine::object(const QStringList &words)
{
    return QJsonDocument::fromJson(run(QStringList(words) << u"--json"_s)).object();
}

bool Machine::serve()
{
    m_server = std::make_unique<QProcess>();
    prepare(*m_server, {u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s});
    m_server->start();
    const bool ready = QTest::qWaitFor(
        [this] { return m_server->canReadLine() || m_server->state() == QProcess::NotRunning; }, 30'000);
    static const QRegularExpression port(u":(\\d+)\\s*$"_s);
    m_port = port.match(QString::fromUtf8(m_server->readLine())).captured(1).toUShort();
    return ready && m_port != 0;
}

void Machine::kill()
{
    if (m_server) {
        m_server->kill();
        m_server->waitForFinished();
        m_server.reset();
    }
}

int Machine::stop()
{
    m_server->terminate();
    (void)QTest::qWaitFor([this] { return m_server->state() == QProcess::NotRunning; }, 20'000);
    const int code = m_server->exitStatus() == QProcess::NormalExit ? m_server->exitCode() : -1;
    m_server.reset();
    return code;
}

QString Machine::serverComplaint()
{
    return QString::fromUtf8(m_server->readAllStandardError());
}

int Machine::post(const QByteArray &payload)
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, m_port);
    if (!socket.waitForConnected(5'000)) {
        return 0;
    }
    socket.write("POST /v1/alerts/alertmanager HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: "
                 + QByteArray::number(payload.size()) + "\r\n\r\n" + payload);
    QByteArray answer;
    while (socket.waitForReadyRead(20'000)) {
        answer += socket.readAll();
    }
    return answer.mid(9, 3).toInt();
}

void Machine::prepare(QProcess &process, QStringList words) const
{
    process.setProcessEnvironment(environment);
    process.setProgram(QStringLiteral(ONLYONCE_BINARY));
    if (!m_database.isEmpty()) {
        words << u"--database"_s << m_database;
    }
    process.setArguments(words);
}

QString fileWith(const QString &folder, const QString &name, const QString &content)
{
    QFile file(folder + u'/' + name);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(content.toUtf8());
    }
    return u'@' + file.fileName();
}

}  // namespace onlyonce::test
