// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way once, with the real program: a recorded alert, a mail to whoever is on call, a post in the forum, the
// whys, the exported document. Between the stages the server is killed, and started again on what it has left behind.
#include "support/machine.h"
#include "support/scripteddiscourse.h"
#include "support/smtpserver.h"
#include "support/testdatabase.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>

using namespace onlyonce;
using namespace onlyonce::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray capture(const QString &name)
{
    QFile file(QStringLiteral(ONLYONCE_TEST_DATA "/alerts/alertmanager/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

//! The words of a PDF, as another program reads them.
QByteArray textOf(const QByteArray &pdf)
{
    QProcess reader;
    reader.start(u"pdftotext"_s, {u"-layout"_s, u"-"_s, u"-"_s});
    reader.write(pdf);
    reader.closeWriteChannel();
    return reader.waitForFinished() ? reader.readAllStandardOutput() : QByteArray();
}

}  // namespace

class TestStory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fromAlertToDocument_data() { TestDatabase::addEngines(); }
    void fromAlertToDocument();
};

#define RUN(...)                \
    machine.run({__VA_ARGS__}); \
    QVERIFY2(machine.exitCode == 0, qPrintable(machine.complaint))

void TestStory::fromAlertToDocument()
{
    TestDatabase database;
    Machine machine(database.address(), database.folder());
    TestSmtpServer mail({.tls = SmtpScript::Tls::StartTls, .user = u"desk"_s, .password = u"secret"_s});
    ScriptedDiscourse forum;

    // Set-up: who is on call, the mail server, the forum.
    RUN(u"person"_s, u"add"_s, u"Ada Example"_s, u"--email"_s, u"ada@example.org"_s, u"--on-call"_s);
    RUN(u"connect"_s, u"smtp"_s, u"--set"_s, u"host=localhost"_s, u"--set"_s, u"port=%1"_s.arg(mail.port()), u"--set"_s,
        u"security=starttls"_s, u"--set"_s, u"user=desk"_s, u"--set"_s, u"from=desk@example.org"_s, u"--set"_s,
        u"ca="_s + fileWith(database.folder(), u"ca.pem"_s, QString::fromUtf8(mail.caPem())), u"--secret"_s,
        u"password="_s + fileWith(database.folder(), u"password"_s, u"secret"_s));
    QStringList connect{u"connect"_s, u"discourse"_s};
    const QJsonObject settings = forum.settings();
    for (const QString &key : settings.keys()) {
        connect << u"--set"_s << key + u'=' + settings.value(key).toVariant().toString();
    }
    const QJsonObject secrets = forum.secrets();
    for (const QString &key : secrets.keys()) {
        connect << u"--secret"_s << key + u'=' + fileWith(database.folder(), key, secrets.value(key).toString());
    }
    machine.run(connect);
    QVERIFY2(machine.exitCode == 0, qPrintable(machine.complaint));

    // The alert: taken, repeated, killed, still there.
    QVERIFY(machine.serve());
    QCOMPARE(machine.post(capture(u"002-firing-commander-1a.json"_s)), 200);
    QCOMPARE(machine.post(capture(u"002-firing-commander-1a.json"_s)), 200);
    machine.kill();
    QVERIFY(machine.serve());
    QTRY_VERIFY_WITH_TIMEOUT(machine.incident().value(u"alertCount"_s).toInt() == 1, 20'000);
    const auto alerts = QJsonDocument::fromJson(machine.run({u"alert"_s, u"list"_s, u"--json"_s})).array();
    QCOMPARE(alerts.size(), 1);
    QCOMPARE(alerts.at(0).toObject().value(u"count"_s).toInt(), 2);
    QCOMPARE(alerts.at(0).toObject().value(u"incident"_s).toInt(), 1);

    // Whoever is on call has got a mail, over TLS and with a log-in.
    QTRY_VERIFY_WITH_TIMEOUT(!mail.received().isEmpty(), 30'000);
    QVERIFY(mail.received().first().encrypted);
    QCOMPARE(mail.received().first().to, QStringList{u"ada@example.org"_s});
    QVERIFY(mail.received().first().bytes.contains("INC-1"));
    machine.kill();

    // The commander works while no server runs.
    RUN(u"incident"_s, u"acknowledge"_s, u"1"_s);
    RUN(u"incident"_s, u"status"_s, u"1"_s, u"identified"_s);
    RUN(u"incident"_s, u"note"_s, u"1"_s, u"The release of 14:02 did it."_s);
    const QString log =
        fileWith(database.folder(), u"blocked.sql"_s, u"SELECT 'evidence canary' FROM pg_stat_activity;\n"_s).mid(1);
    RUN(u"incident"_s, u"note"_s, u"1"_s, u"--file"_s, log, u"--language"_s, u"SQL"_s);
    RUN(u"announcement"_s, u"draft"_s, u"1"_s, u"identified"_s, u"--set"_s, u"service=checkout"_s, u"--set"_s,
        u"impact=Checkout fails."_s, u"--set"_s, u"cause=a wrong setting"_s, u"--set"_s, u"fix=We take it back."_s,
        u"--set"_s, u"workaround=Please wait."_s);
    RUN(u"announcement"_s, u"publish"_s, u"1"_s);

    // The forum breaks the connection after it has taken the post: it must not appear twice.
    forum.next(ScriptedDiscourse::Mishap::LostAfter);
    QVERIFY(machine.serve());
    QTRY_VERIFY_WITH_TIMEOUT(machine.incident().value(u"firstPublicPostAt"_s).isString(), 60'000);
    QCOMPARE(forum.postCount(), 1);

    // A correction is written while the server is dead; the forum asks for patience first.
    machine.kill();
    RUN(u"announcement"_s, u"edit"_s, u"1"_s, u"Checkout fails **in Europe only**."_s);
    forum.next(ScriptedDiscourse::Mishap::TooOften, "PUT");
    QVERIFY(machine.serve());
    const auto post = [&forum] { return forum.postsOf(forum.topics().begin()->first).first(); };
    QTRY_VERIFY_WITH_TIMEOUT(post().raw.contains(u"in Europe only"), 60'000);
    QCOMPARE(forum.postCount(), 1);
    QCOMPARE(forum.count("PUT"), 2);

    // The recovery is known as soon as it is answered, whatever happens to the server then.
    QCOMPARE(machine.post(capture(u"004-resolved-commander-1a.json"_s)), 200);
    machine.kill();
    const auto recovered = QJsonDocument::fromJson(machine.run({u"alert"_s, u"list"_s, u"--json"_s})).array();
    QCOMPARE(recovered.at(0).toObject().value(u"status"_s).toString(), u"resolved"_s);
    QVERIFY(recovered.at(0).toObject().value(u"resolvedAt"_s).isString());
    QVERIFY(machine.serve());
    RUN(u"incident"_s, u"status"_s, u"1"_s, u"monitoring"_s);
    RUN(u"announcement"_s, u"draft"_s, u"1"_s, u"resolved"_s, u"--body"_s,
        u"It works again; we are sorry for the trouble."_s);
    RUN(u"announcement"_s, u"publish"_s, u"2"_s);
    QTRY_COMPARE_WITH_TIMEOUT(forum.postCount(), 2, 60'000);
    QCOMPARE(machine.stop(), 0);

    // The post-mortem, and its documents.
    RUN(u"incident"_s, u"status"_s, u"1"_s, u"resolved"_s);
    RUN(u"postmortem"_s, u"write"_s, u"1"_s, u"summary"_s, u"A **wrong setting** reached every server."_s);
    RUN(u"postmortem"_s, u"why"_s, u"1"_s, u"The setting was wrong"_s);
    RUN(u"postmortem"_s, u"why"_s, u"1"_s, u"Nothing checks settings"_s, u"--under"_s, u"1"_s, u"--root"_s,
        u"process"_s);
    RUN(u"postmortem"_s, u"countermeasure"_s, u"1"_s, u"Check settings before they are rolled out"_s, u"--why"_s,
        u"2"_s, u"--owner"_s, u"Ada Example"_s, u"--due"_s, u"2027-01-15"_s, u"--check"_s, u"A wrong one is refused"_s);
    const QByteArray markdown = machine.run({u"export"_s, u"1"_s, u"--format"_s, u"markdown"_s});
    for (const char *expected :
         {"INC-1", "wrong setting", "Nothing checks settings", "Ada Example", "2027-01-15", "evidence canary"}) {
        QVERIFY2(markdown.contains(expected), expected);
    }
    const QByteArray html = machine.run({u"export"_s, u"1"_s, u"--format"_s, u"html"_s});
    QVERIFY(html.contains("Nothing checks settings"));
    // The evidence is coloured as SQL: the keyword stands in a span of its own.
    QVERIFY(QRegularExpression(u"<span [^>]*>SELECT</span>"_s).match(QString::fromUtf8(html)).hasMatch());
    QVERIFY(!html.contains("src=\"http"));
    const QByteArray pdf = textOf(machine.run({u"export"_s, u"1"_s, u"--format"_s, u"pdf"_s}));
    for (const char *expected : {"INC-1", "Nothing checks settings", "evidence canary"}) {
        QVERIFY2(pdf.contains(expected), expected);
    }
    // Its owner, in the table, whose columns are narrow. (The timeline may name her, too: not when the server was killed
    // between her mail and the note of it.)
    QVERIFY2(QRegularExpression(u"Check settings[^\n]* Ada +2027-01-15"_s).match(QString::fromUtf8(pdf)).hasMatch(),
             pdf.constData());
    const QByteArray forCustomers =
        machine.run({u"export"_s, u"1"_s, u"--format"_s, u"html"_s, u"--audience"_s, u"public"_s});
    QVERIFY(!forCustomers.isEmpty());
    QVERIFY(!forCustomers.contains("Nothing checks settings"));
    QVERIFY(!forCustomers.contains("evidence canary"));

    const QJsonObject end = machine.incident();
    QCOMPARE(end.value(u"status"_s).toString(), u"resolved"_s);
    for (const char *time :
         {"startedAt", "detectedAt", "acknowledgedAt", "mitigatedAt", "resolvedAt", "firstPublicPostAt"}) {
        QVERIFY2(end.value(QLatin1StringView(time)).isString(), time);
    }
    QCOMPARE(end.value(u"postmortem"_s).toObject().value(u"countermeasures"_s).toArray().size(), 1);
    QVERIFY(!end.value(u"notifications"_s).toArray().isEmpty());
    QCOMPARE(machine.run({u"incident"_s, u"show"_s, u"99"_s}), QByteArray());
    QCOMPARE(machine.exitCode, 1);
    machine.run({u"incident"_s, u"status"_s, u"1"_s, u"sleeping"_s});
    QCOMPARE(machine.exitCode, 2);
}

QTEST_GUILESS_MAIN(TestStory)
#include "tst_story.moc"
