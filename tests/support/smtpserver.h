// SPDX-License-Identifier: GPL-3.0-or-later
// A real SMTP server (aiosmtpd, as Debian packages it) on loopback, started by the test and stopped with this object.
#pragma once

#include "support/testca.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace onlyonce::test {

//! How the server behaves; by default it offers STARTTLS and takes everything.
struct SmtpScript
{
    enum class Tls { None, StartTls, Implicit };

    Tls tls = Tls::StartTls;
    QString user;  //!< if set, a log-in is required, with this name and password
    QString password;
    bool onlyLogin = false;   //!< AUTH LOGIN alone is offered, not PLAIN
    QString refuseRecipient;  //!< this recipient is refused with refuseWith
    QString refuseWith = QStringLiteral("550 5.1.1 No such person here");
    QString dataReply;           //!< said after the final dot instead of 250; the mail is not stored
    bool dropAfterDot = false;   //!< stores the mail, then breaks the connection instead of answering
    bool stallAfterDot = false;  //!< stores the mail, then never answers
    bool dropAtData = false;     //!< breaks the connection when DATA comes
};

//! A mail that the server has stored, as Python's email package reads it.
struct ReceivedMail
{
    QString from;    //!< envelope
    QStringList to;  //!< envelope
    bool encrypted = false;
    QString user;        //!< logged in as; empty without
    QByteArray bytes;    //!< the whole message
    QJsonObject parsed;  //!< {"headers": {name: decoded value}, "from": …, "to": …, "text": …, "html": …|null,
                         //!<  "type": …, "defects": […]}
};

class TestSmtpServer
{
public:
    //! Returns when the server accepts connections. qFatal() without Debian's python3-aiosmtpd.
    explicit TestSmtpServer(const SmtpScript &script = {});
    ~TestSmtpServer();

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QByteArray caPem() const { return ca().caPem(); }
    [[nodiscard]] QList<ReceivedMail> received() const;

private:
    static const TestCa &ca();  //!< the same for all servers of a test, since making one takes a while

    QTemporaryDir m_folder;
    QProcess m_process;
    quint16 m_port = 0;
};

}  // namespace onlyonce::test
