// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/smtpserver.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace onlyonce::test {

namespace {

QString tlsName(SmtpScript::Tls tls)
{
    switch (tls) {
    case SmtpScript::Tls::None:
        return QStringLiteral("none");
    case SmtpScript::Tls::StartTls:
        return QStringLiteral("starttls");
    case SmtpScript::Tls::Implicit:
        return QStringLiteral("implicit");
    }
    Q_UNREACHABLE();
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

const TestCa &TestSmtpServer::ca()
{
    static const TestCa authority;
    return authority;
}

TestSmtpServer::TestSmtpServer(const SmtpScript &script)
{
    const QJsonObject options{
        {QStringLiteral("folder"), m_folder.path()},
        {QStringLiteral("certificate"), ca().certificateFile()},
        {QStringLiteral("key"), ca().keyFile()},
        {QStringLiteral("tls"), tlsName(script.tls)},
        {QStringLiteral("user"), script.user},
        {QStringLiteral("password"), script.password},
        {QStringLiteral("onlyLogin"), script.onlyLogin},
        {QStringLiteral("refuseRecipient"), script.refuseRecipient},
        {QStringLiteral("refuseWith"), script.refuseWith},
        {QStringLiteral("dataReply"), script.dataReply},
        {QStringLiteral("dropAfterDot"), script.dropAfterDot},
        {QStringLiteral("stallAfterDot"), script.stallAfterDot},
        {QStringLiteral("dropAtData"), script.dropAtData},
    };
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    // Debian's own Python has Debian's aiosmtpd, whichever other one comes first in PATH.
    m_process.start(QStringLiteral("/usr/bin/python3"),
                    {QStringLiteral(ONLYONCE_TEST_SUPPORT "/smtpserver.py"),
                     QString::fromUtf8(QJsonDocument(options).toJson(QJsonDocument::Compact))});
    QByteArray line;
    while (!line.endsWith('\n') && m_process.waitForReadyRead()) {
        line += m_process.readLine();
    }
    m_port = line.trimmed().toUShort();
    if (m_port == 0) {
        qFatal("The SMTP server did not start: %s", qPrintable(m_process.errorString()));
    }
}

TestSmtpServer::~TestSmtpServer()
{
    m_process.kill();
    m_process.waitForFinished();
}

QList<ReceivedMail> TestSmtpServer::received() const
{
    QList<ReceivedMail> mails;
    const QDir folder(m_folder.path());
    for (const QString &name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        const QJsonObject object = QJsonDocument::fromJson(readFile(folder.filePath(name))).object();
        ReceivedMail mail;
        mail.from = object[QStringLiteral("from")].toString();
        const QJsonArray recipients = object[QStringLiteral("to")].toArray();
        for (const auto &to : recipients) {
            mail.to.append(to.toString());
        }
        mail.encrypted = object[QStringLiteral("encrypted")].toBool();
        mail.user = object[QStringLiteral("user")].toString();
        mail.parsed = object[QStringLiteral("parsed")].toObject();
        mail.bytes = readFile(folder.filePath(name.chopped(5) + QStringLiteral(".eml")));
        mails.append(mail);
    }
    return mails;
}

}  // namespace onlyonce::test
