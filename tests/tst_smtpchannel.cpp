// SPDX-License-Identifier: GPL-3.0-or-later
// The SMTP channel as a pure function: an outbox row's payload and a connection's settings become one mail to one server.
#include "models/base/json.h"
#include "models/notify/channels/registry.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace onlyonce;
using namespace Qt::StringLiterals;

class TestSmtpChannel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsWhatTheRowSays_data();
    void sendsWhatTheRowSays();
};

void TestSmtpChannel::sendsWhatTheRowSays_data()
{
    QTest::addColumn<QString>("file");
    const QDir folder(QStringLiteral(ONLYONCE_TEST_DATA "/notify/smtp"));
    for (const QString &name : folder.entryList({u"*.json"_s}, QDir::Files)) {
        QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }
}

void TestSmtpChannel::sendsWhatTheRowSays()
{
    QFETCH(QString, file);
    QFile recorded(file);
    QVERIFY(recorded.open(QIODevice::ReadOnly));
    const auto story = parseJsonObject(recorded.readAll());
    QVERIFY2(story, story ? "" : qPrintable(story.error().message));
    const Step step = channelAdapters().front()->step({.key = u"page/INC-17"_s,
                                                       .intent = story->value(u"intent").toObject(),
                                                       .settings = story->value(u"settings").toObject(),
                                                       .secrets = story->value(u"secrets").toObject()},
                                                      nullptr);
    const auto *send = std::get_if<SendMail>(&step);
    QVERIFY(send);
    const QJsonObject sent{{u"host"_s, send->server.host},   {u"port"_s, send->server.port},
                           {u"user"_s, send->server.user},   {u"from"_s, send->mail.from.address},
                           {u"to"_s, send->mail.to.address}, {u"subject"_s, send->mail.subject}};
    QCOMPARE(sent, story->value(u"sent").toObject());
    QCOMPARE(send->server.password, u"secret"_s);
    QCOMPARE(send->server.security, SmtpSecurity::StartTls);
}

QTEST_GUILESS_MAIN(TestSmtpChannel)
#include "tst_smtpchannel.moc"
