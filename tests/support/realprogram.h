// SPDX-License-Identifier: GPL-3.0-or-later
// A real server that a test starts on loopback, with its configuration in a temporary folder.
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTcpServer>
#include <QTest>

namespace onlyonce::test {

//! Ended, by its own process id, with its scope; what it said is printed if the test fails.
class RealProgram
{
public:
    RealProgram(const QString &name, const QStringList &arguments, const QStringList &environment = {})
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.setEnvironment(QProcess::systemEnvironment() + environment);
        m_process.start(name, arguments);
        m_started = m_process.waitForStarted();
    }
    ~RealProgram()
    {
        m_process.terminate();
        if (!m_process.waitForFinished(10'000)) {
            m_process.kill();
            m_process.waitForFinished();
        }
        if (QTest::currentTestFailed()) {
            qInfo().noquote() << m_process.program() << "said:\n" << m_process.readAll().right(4000);
        }
    }
    RealProgram(const RealProgram &) = delete;
    RealProgram &operator=(const RealProgram &) = delete;

    [[nodiscard]] bool isRunning() const { return m_started && m_process.state() == QProcess::Running; }

private:
    QProcess m_process;
    bool m_started = false;
};

[[nodiscard]] inline quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

//! With its folder.
[[nodiscard]] inline bool write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

}  // namespace onlyonce::test
