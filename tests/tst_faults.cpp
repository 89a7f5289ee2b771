// SPDX-License-Identifier: GPL-3.0-or-later
// The real program when its machine is in trouble, or its person has mistyped: what is there can be read and handed out,
// what cannot be saved is said in one line, and nothing that was good is lost or made by mistake.
#include "models/base/files.h"
#include "support/fulldisk.h"
#include "support/machine.h"
#include "support/screen.h"
#include "support/testdatabase.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <csignal>

using namespace onlyonce;
using namespace onlyonce::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool isOneLine(const QString &complaint)
{
    return complaint.count(u'\n') == 1 && complaint.startsWith(u"onlyonce: "_s);
}

//! What a commander looks at, and hands out, while nothing can be saved.
const QList<QStringList> &questions()
{
    static const QList<QStringList> all{
        {u"incident"_s, u"list"_s},
        {u"incident"_s, u"show"_s, u"1"_s},
        {u"alert"_s, u"list"_s},
        {u"announcement"_s, u"list"_s},
        {u"delivery"_s, u"list"_s},
        {u"person"_s, u"list"_s},
        {u"connection"_s, u"list"_s},
        {u"export"_s, u"1"_s, u"--format"_s, u"markdown"_s},
        {u"export"_s, u"1"_s, u"--format"_s, u"html"_s},
    };
    return all;
}

}  // namespace

class TestFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFullDiskIsReadFrom_data();
    void aFullDiskIsReadFrom();
    void anExportOntoAFullDiskKeepsWhatWasThere();
    void anArchiveThatIsBrokenOffIsNamedSo_data();
    void anArchiveThatIsBrokenOffIsNamedSo();
    void whoeverAsksNeedNotBeKnown();
    void aMistypedNameMakesNoDatabase_data();
    void aMistypedNameMakesNoDatabase();
    void aDatabaseBeginsWithItsFirstEntry_data();
    void aDatabaseBeginsWithItsFirstEntry();
    void theDefaultPlaceIsMadeSilently();
    void whatCannotBeRestoredIsNamed();
    void aCopyIsListedAsItWasTaken();
    void theStartWaitsForNoLibraryOfLater();
    void whatIsHalfTypedIsThereTwoSecondsLater();
};

void TestFaults::aFullDiskIsReadFrom_data()
{
    QTest::addColumn<bool>("isServed");
    QTest::newRow("nothing runs") << false;
    QTest::newRow("a server runs") << true;
}

void TestFaults::aFullDiskIsReadFrom()
{
    QFETCH(bool, isServed);
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    machine.run({u"incident"_s, u"open"_s, u"Sign-in fails"_s});
    QVERIFY2(machine.exitCode == 0, qPrintable(machine.complaint));
    if (isServed) {
        QVERIFY(machine.serve());
    }
    QList<QByteArray> before;
    for (const QStringList &question : questions()) {
        before.append(machine.run(question));
        QVERIFY2(machine.exitCode == 0, qPrintable(machine.complaint));
    }
    QList<QByteArray> during;
    QStringList complaints;
    QString refusal;
    int refused = 0;
    {
        const FullDisk full;  // the server was started before, so it is not affected itself
        for (const QStringList &question : questions()) {
            during.append(machine.run(question));
            complaints.append(machine.complaint);
        }
        machine.run({u"incident"_s, u"note"_s, u"1"_s, u"The disk is full"_s});
        refused = machine.exitCode;
        refusal = machine.complaint;
    }
    QCOMPARE(complaints.join(QString()), QString());
    QCOMPARE(during, before);
    QCOMPARE(refused, 1);
    QVERIFY2(isOneLine(refusal) && refusal.contains(u"full"_s), qPrintable(refusal));
    machine.run({u"incident"_s, u"note"_s, u"1"_s, u"There is room again"_s});
    QVERIFY2(machine.exitCode == 0, qPrintable(machine.complaint));
}

void TestFaults::anExportOntoAFullDiskKeepsWhatWasThere()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    machine.run({u"incident"_s, u"open"_s, u"Sign-in fails"_s});
    const QString file = database.folder() + u"/post-mortem.md"_s;
    const QStringList words{u"export"_s, u"1"_s, u"--format"_s, u"markdown"_s, u"-o"_s, file};
    machine.run(words);
    QVERIFY2(machine.exitCode == 0, qPrintable(machine.complaint));
    const QByteArray before = contentOf(file);
    QVERIFY(before.contains("Sign-in fails"));
    {
        const FullDisk full;
        machine.run(words);
    }
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(isOneLine(machine.complaint) && machine.complaint.contains(file), qPrintable(machine.complaint));
    QCOMPARE(contentOf(file), before);
}

void TestFaults::anArchiveThatIsBrokenOffIsNamedSo_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<QStringList>("left");
    QTest::newRow("cancelled") << SIGTERM << QStringList();
    QTest::newRow("killed") << SIGKILL << QStringList{u"all.unfinished-*"_s};
}

//! Word files are made by another program, here one that hangs.
void TestFaults::anArchiveThatIsBrokenOffIsNamedSo()
{
    QFETCH(int, signal);
    QFETCH(QStringList, left);
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    machine.run({u"incident"_s, u"open"_s, u"Sign-in fails"_s});
    const QTemporaryDir place;
    const QString note = place.filePath(u"process"_s);
    const QString pandoc = place.filePath(u"pandoc"_s);
    QVERIFY(replaceFile(pandoc, "#!/bin/sh\necho $$ >'" + note.toUtf8() + "'\nexec sleep 600\n"));
    QVERIFY(QFile::setPermissions(pandoc, QFile::ReadOwner | QFile::ExeOwner));
    const QString target = place.filePath(u"out/all"_s);
    QVERIFY(QDir(place.path()).mkdir(u"out"_s));

    QProcess program;
    QProcessEnvironment environment = machine.environment;
    environment.insert(u"PATH"_s, place.path() + u':' + environment.value(u"PATH"_s));
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(ONLYONCE_BINARY), {u"--database"_s, database.address(), u"export"_s, u"--all"_s,
                                                    u"--format"_s, u"docx"_s, u"-o"_s, target});
    QTRY_VERIFY_WITH_TIMEOUT(contentOf(note).endsWith('\n'), 30'000);
    const auto hanging = pid_t(contentOf(note).trimmed().toInt());
    const auto ended = qScopeGuard([hanging] { ::kill(hanging, SIGKILL); });
    QCOMPARE(::kill(pid_t(program.processId()), signal), 0);
    QVERIFY(program.waitForFinished(20'000));
    const QString complaint = QString::fromUtf8(program.readAllStandardError());
    const QDir out(place.filePath(u"out"_s));
    const auto all = QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden;
    QCOMPARE(out.entryList(all).size(), left.size());
    QCOMPARE(out.entryList(left, all).size(), out.entryList(all).size());
    if (signal == SIGTERM) {
        QCOMPARE(program.exitCode(), 1);
        QVERIFY2(isOneLine(complaint) && complaint.contains(u"cancelled"_s), qPrintable(complaint));
        QTRY_VERIFY(::kill(hanging, 0) != 0);
    }

    machine.run({u"export"_s, u"--all"_s, u"--format"_s, u"markdown"_s, u"-o"_s, target});
    QVERIFY2(machine.exitCode == 0, qPrintable(machine.complaint));
    QVERIFY(QFile::exists(target + u"/index.html"_s));
}

void TestFaults::whoeverAsksNeedNotBeKnown()
{
    // Somebody of whom the database has never heard looks: nothing is written, not even who looked.
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    machine.run({u"incident"_s, u"open"_s, u"Sign-in fails"_s});
    const QByteArray before = contentOf(database.url().path);
    machine.environment.insert(u"USER"_s, u"somebody-new"_s);
    QCOMPARE(machine.object({u"incident"_s, u"show"_s, u"1"_s})[u"title"_s], u"Sign-in fails"_s);
    QVERIFY(contentOf(database.url().path) == before);
}

void TestFaults::aMistypedNameMakesNoDatabase_data()
{
    QTest::addColumn<QStringList>("words");
    for (const QStringList &question : questions()) {
        QTest::newRow(qPrintable(question.join(u' '))) << question;
    }
    QTest::newRow("incident note") << QStringList{u"incident"_s, u"note"_s, u"1"_s, u"text"_s};
    QTest::newRow("incident acknowledge") << QStringList{u"incident"_s, u"acknowledge"_s, u"1"_s};
    QTest::newRow("role") << QStringList{u"role"_s, u"vera"_s, u"viewer"_s};
    QTest::newRow("delivery release") << QStringList{u"delivery"_s, u"release"_s};
    QTest::newRow("token list") << QStringList{u"token"_s, u"list"_s};
    QTest::newRow("backup now") << QStringList{u"backup"_s, u"now"_s};
    QTest::newRow("migrate") << QStringList{u"migrate"_s};
}

void TestFaults::aMistypedNameMakesNoDatabase()
{
    QFETCH(QStringList, words);
    const QTemporaryDir folder;
    const QString mistyped = folder.filePath(u"data/onlyoncf.db"_s);
    Machine machine(mistyped, folder.path());
    machine.run(words);
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(isOneLine(machine.complaint) && machine.complaint.contains(mistyped), qPrintable(machine.complaint));
    QVERIFY(!QFile::exists(mistyped));
}

void TestFaults::aDatabaseBeginsWithItsFirstEntry_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("incident open") << QStringList{u"incident"_s, u"open"_s, u"Sign-in fails"_s};
    QTest::newRow("person add") << QStringList{u"person"_s, u"add"_s, u"Ada"_s, u"--email"_s, u"ada@example.org"_s};
    QTest::newRow("token make") << QStringList{u"token"_s, u"make"_s, u"Frankfurt"_s};
    QTest::newRow("demo") << QStringList{u"demo"_s};
}

void TestFaults::aDatabaseBeginsWithItsFirstEntry()
{
    QFETCH(QStringList, words);
    const QTemporaryDir folder;
    const QString fresh = folder.filePath(u"data/onlyonce.db"_s);
    Machine machine(fresh, folder.path());
    machine.run(words);
    QVERIFY2(machine.exitCode == 0, qPrintable(machine.complaint));
    QCOMPARE(QFile::permissions(fresh) & QFile::Permissions(0x0077), QFile::Permissions());
    QCOMPARE(QFile::permissions(folder.filePath(u"data"_s)) & QFile::Permissions(0x0077), QFile::Permissions());
}

void TestFaults::theDefaultPlaceIsMadeSilently()
{
    const QTemporaryDir folder;
    Machine machine({}, folder.path());
    QCOMPARE(machine.run({u"incident"_s, u"list"_s, u"--json"_s}).simplified(), "[ ]");
    QVERIFY2(machine.exitCode == 0, qPrintable(machine.complaint));
    QCOMPARE(machine.complaint, QString());
    QVERIFY(QFile::exists(folder.filePath(u"onlyonce/onlyonce.db"_s)));
}

void TestFaults::whatCannotBeRestoredIsNamed()
{
    const QTemporaryDir folder;
    const QString target = folder.filePath(u"new.db"_s);
    const QString diary = folder.filePath(u"diary.db"_s);
    QFile text(diary);
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write(QByteArray("Dear diary, ").repeated(100));
    text.close();
    Machine machine({}, folder.path());
    machine.run({u"restore"_s, u"/nonexistent"_s, u"-o"_s, target});
    QCOMPARE(machine.complaint, u"onlyonce: There is no database at /nonexistent. Check the name.\n"_s);
    machine.run({u"restore"_s, diary, u"-o"_s, target});
    QCOMPARE(machine.complaint,
             u"onlyonce: %1 is not an OnlyOnce database. It was left untouched; choose another file.\n"_s.arg(diary));
    QCOMPARE(machine.exitCode, 1);
    QVERIFY(!QFile::exists(target));
}

void TestFaults::aCopyIsListedAsItWasTaken()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    machine.run({u"incident"_s, u"open"_s, u"Sign-in fails"_s});
    const QJsonObject taken = machine.object({u"backup"_s, u"now"_s});
    QVERIFY2(machine.exitCode == 0, qPrintable(machine.complaint));
    const auto listed = QJsonDocument::fromJson(machine.run({u"backup"_s, u"list"_s, u"--json"_s})).array();
    QCOMPARE(listed, QJsonArray{taken});
    const QString target = database.folder() + u"/restored.db"_s;
    QCOMPARE(machine.object({u"restore"_s, u"-o"_s, target})[u"from"_s], taken[u"path"_s]);
    QVERIFY(QFile::exists(target));
}

//! What only later acts need is loaded by them (see LateLibrary); the loader itself says what a start is tied to.
void TestFaults::theStartWaitsForNoLibraryOfLater()
{
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LD_TRACE_LOADED_OBJECTS"_s, u"1"_s);
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(ONLYONCE_BINARY), QStringList());
    QVERIFY(program.waitForFinished());
    const QByteArray tied = program.readAllStandardOutput();
    QVERIFY2(tied.contains("libQt6Widgets"), tied.constData());
    for (const char *later : {"libcurl", "libmicrohttpd"}) {
        QVERIFY2(!tied.contains(later), later);
    }
}

//! The window itself, by its keys, killed without a word (kill -9) two seconds after the last of them, with a field, a
//! comment and a review half typed and none of them left. Each is where it was when the window is opened again, and goes on.
void TestFaults::whatIsHalfTypedIsThereTwoSecondsLater()
{
    const QTemporaryDir folder;
    Machine machine(folder.filePath(u"desk.db"_s), folder.path());
    machine.environment.insert(u"USER"_s, u"ada"_s);
    for (const QStringList &words : {QStringList{u"incident"_s, u"open"_s, u"Sign-in fails"_s, u"--severity"_s,
                                                 u"SEV1"_s, u"--service"_s, u"sign-in"_s},
                                     QStringList{u"person"_s, u"add"_s, u"ada"_s},
                                     QStringList{u"postmortem"_s, u"ask-review"_s, u"1"_s, u"ada"_s}}) {
        machine.run(words);
        QVERIFY2(machine.exitCode == 0, qPrintable(machine.complaint));
    }
    Screen screen(machine.environment);
    QVERIFY(screen.isReady());
    const QString settings =
        fileWith(folder.path(), u"settings.json"_s, u"{\"listen\":{\"address\":\"127.0.0.1:0\"}}"_s);
    QProcess window;
    window.setProcessEnvironment(screen.environment());
    window.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    const auto open = [&] {
        window.start(QStringLiteral(ONLYONCE_BINARY), {u"--database"_s, folder.filePath(u"desk.db"_s), u"--config"_s,
                                                       settings.mid(1), u"--place"_s, u"incident/1/4"_s});
        QVERIFY(screen.look(u"OnlyOnce"_s));
        QTest::qWait(1'500);  // the page stands
    };
    const auto press = [&](const QString &keys) {
        screen.press(keys);
        QTest::qWait(500);
    };
    const auto drafts = [&] { return QDir(folder.filePath(u"drafts"_s)).entryList(QDir::Files).size(); };

    open();
    press(u"ctrl+alt+shift+a"_s);
    press(u"Return"_s);  // of what can be answered, that one agrees
    screen.type(u"Good, but say wh"_s);
    press(u"ctrl+F7"_s);  // a field of which something is known: the impact
    press(u"ctrl+shift+F9"_s);
    screen.type(u"How many cust"_s);
    press(u"Escape"_s);
    screen.type(u"Nobody could sign"_s);
    QTest::qWait(2'000);
    window.kill();
    QVERIFY(window.waitForFinished());
    QCOMPARE(window.exitStatus(), QProcess::CrashExit);
    QCOMPARE(drafts(), 3);
    const auto said = [&](const QString &command) {
        return QJsonDocument::fromJson(machine.run({u"postmortem"_s, command, u"1"_s, u"--json"_s})).array();
    };
    QCOMPARE(said(u"review"_s)[0][u"answer"_s].toString(), u"awaited"_s);
    QCOMPARE(said(u"comments"_s).size(), 0);

    open();
    press(u"ctrl+alt+shift+a"_s);
    press(u"Return"_s);
    screen.type(u"en"_s);
    press(u"Return"_s);
    QTRY_COMPARE_WITH_TIMEOUT(said(u"review"_s)[0][u"words"_s].toString(), u"Good, but say when"_s, 10'000);
    press(u"ctrl+F9"_s);  // to the comment that was begun, past the field that it is about: which is left, and so saved
    screen.type(u"omers?"_s);
    press(u"ctrl+Return"_s);
    QTRY_COMPARE_WITH_TIMEOUT(said(u"comments"_s)[0][u"text"_s].toString(), u"How many customers?"_s, 10'000);
    QCOMPARE(said(u"comments"_s)[0][u"on"_s].toString(), u"field impact"_s);
    const QByteArray document = machine.run({u"export"_s, u"1"_s, u"--format"_s, u"markdown"_s});
    QVERIFY2(document.contains("Nobody could sign\n"), document.constData());
    window.terminate();
    QVERIFY(window.waitForFinished());
    QCOMPARE(drafts(), 0);
}

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
