// SPDX-License-Identifier: GPL-3.0-or-later
// The real program on a machine of its own: settings, secrets and state in one folder, no keychain, no display. For tests
// that go from the outside in; they share nothing with the program but its binary.
#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>

#include <memory>

namespace onlyonce::test {

class Machine
{
public:
    //! `database` is what --database takes; `folder` is where everything else of this machine lies.
    Machine(QString database, QString folder);
    //! Kills the server.
    ~Machine();

    //! Runs a command to its end; its standard output. What it complains of is in `complaint`.
    QByteArray run(const QStringList &words, const QByteArray &input = {});
    //! The same, parsed; empty when it is no JSON.
    QJsonObject object(const QStringList &words);

    //! Starts `serve` on a free port; true when it says that it is ready.
    bool serve();
    void kill();
    //! SIGTERM; the exit code, -1 when it crashed.
    int stop();
    //! What the server has said on standard error so far.
    QString serverComplaint();

    //! Of the server that runs.
    [[nodiscard]] quint16 port() const { return m_port; }
    //! The status of POST /v1/alerts/alertmanager.
    int post(const QByteArray &payload);
    //! Incident 1 as `incident show` tells it.
    QJsonObject incident() { return object({QStringLiteral("incident"), QStringLiteral("show"), QStringLiteral("1")}); }

    QString complaint;
    int exitCode = 0;
    //! Of every process from now on. XDG folders, the keychain and logging are set already.
    QProcessEnvironment environment;

private:
    void prepare(QProcess &process, QStringList words) const;

    QString m_database;
    std::unique_ptr<QProcess> m_server;
    quint16 m_port = 0;
};

//! Writes a file and gives it as settings and secrets take it: "@/path".
QString fileWith(const QString &folder, const QString &name, const QString &content);

}  // namespace onlyonce::test
