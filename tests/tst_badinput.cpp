// SPDX-License-Identifier: GPL-3.0-or-later
// What strangers and mistakes hand to the real program: payloads over HTTP and through "ingest", files and words given to
// other commands. Each is refused in one line, nothing is stored by halves, and the program stands.
#include "models/storage/connection.h"
#include "models/storage/transaction.h"
#include "support/machine.h"
#include "support/testdatabase.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpSocket>

#include <sys/resource.h>
#include <sys/stat.h>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::Machine;

namespace {

constexpr qint64 MiB = 1024 * 1024;

//! Two alerts, the first of them good: whoever stores by halves stores that one.
QByteArray second(const QByteArray &alert)
{
    return R"({"alerts":[{"status":"firing","labels":{"alertname":"good","service":"login"}},)" + alert + "]}";
}

QByteArray good(const QByteArray &name)
{
    return R"({"alerts":[{"status":"firing","labels":{"alertname":")" + name + R"(","service":"login"}}]})";
}

QString write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? path : QString();
}

//! The most memory that any child of this process has taken so far, in bytes.
qint64 childrensPeak()
{
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    return usage.ru_maxrss * 1024;
}

//! A database file, a machine with the program, and what the file holds.
struct House
{
    House()
    {
        machine.run({u"incident"_s, u"open"_s, u"Already there"_s});
        machine.run({u"incident"_s, u"acknowledge"_s, u"1"_s});  // nobody is called to it when a server starts
    }

    //! Every table with its number of rows; but for the program's own bookmarks, its note of what was refused, and the
    //! indexes and counts, which follow what is stored.
    [[nodiscard]] QString contents() const
    {
        auto connection = Connection::open({.engine = Engine::Sqlite, .path = path}, Access::ReadOnly).value();
        QStringList tables;
        connection
            ->run(u"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('follow_cursor', "
                  "'source_state', 'alert_facet', 'sighting', 'source_detection', 'sqlite_sequence') "
                  "AND name NOT LIKE 'alert_%_words%' AND name NOT LIKE 'incident_words%' "
                  "AND name NOT LIKE 'bygone%' AND name NOT LIKE 'recurrence%' ORDER BY name"_s,
                  {}, [&tables](const Row &row) { tables += row.text(0); })
            .value();
        QString text;
        for (const QString &table : std::as_const(tables)) {
            connection
                ->run(u"SELECT count(*) FROM "_s + table, {},
                      [&](const Row &row) { text += u"%1 %2\n"_s.arg(table).arg(row.integer(0)); })
                .value();
        }
        return text;
    }
    //! One line that says what is wrong; no more, no crash, and no change.
    void isRefused(const QStringList &words, const QString &says, const QByteArray &input = {})
    {
        const QString before = contents();
        machine.run(words, input);
        QCOMPARE(machine.exitCode, 1);
        QVERIFY2(machine.complaint.contains(says), qPrintable(machine.complaint));
        QCOMPARE(machine.complaint.trimmed().count(u'\n'), 0);
        QVERIFY2(machine.complaint.size() < 2000, qPrintable(machine.complaint.left(2000)));
        QCOMPARE(contents(), before);
    }
    QStringList ingest(const QString &file = u"-"_s) const
    {
        return {u"ingest"_s, u"--source"_s, u"alertmanager"_s, file};
    }

    QTemporaryDir folder;
    QString path = folder.filePath(u"onlyonce.db"_s);
    Machine machine{path, folder.path()};
};

}  // namespace

class TestBadInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void payloads_data();
    void payloads();
    void absurdTimesAreNone();
    void longPayloadsCostLittle();
    void whatIsNoFile();
    void aSlowPipeIsReadToItsEnd();
    void evidenceOfAnyBytes();
    void settingsOfAnyBytes_data();
    void settingsOfAnyBytes();
    void words_data();
    void words();
    void noiseOnTheLine();
};

void TestBadInput::payloads_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("says");
    const QString json = u"not valid JSON"_s;
    QTest::newRow("empty") << QByteArray() << json;
    QTest::newRow("blank") << QByteArray("\n\n  \n") << json;
    QTest::newRow("cut") << second(good("x")).chopped(3) << json;
    QTest::newRow("zeros") << QByteArray(1'000'000, '\0') << json;
    QTest::newRow("a list") << "[7]"_ba << u"alerts[0] is not an object"_s;
    QTest::newRow("a form") << "alerts=%5B%5D"_ba << json;
    QTest::newRow("invalid UTF-8") << second("{\"status\":\"firing\",\"labels\":{\"a\":\"\xC3\x28\"}}") << json;
    QTest::newRow("half a surrogate") << second("{\"status\":\"firing\",\"labels\":{\"a\":\"\xED\xA0\x80\"}}") << json;
    QTest::newRow("overlong UTF-8") << second("{\"status\":\"firing\",\"labels\":{\"a\":\"\xC0\xAF\"}}") << json;
    QTest::newRow("deep lists") << second(QByteArray(1'000'000, '[') + QByteArray(1'000'000, ']')) << json;
    QTest::newRow("deep objects") << second(QByteArray(R"({"a":)").repeated(500'000) + "1" + QByteArray(500'000, '}'))
                                  << json;
    QTest::newRow("alerts a text") << R"({"alerts":"none"})"_ba << u"alerts is not a list"_s;
    QTest::newRow("alert a number") << second("7") << u"alerts[1] is not an object"_s;
    QTest::newRow("labels a list") << second(R"({"status":"firing","labels":[]})")
                                   << u"alerts[1].labels is not an object"_s;
    QTest::newRow("label a number") << second(R"({"status":"firing","labels":{"n":1e999}})") << json;
    QTest::newRow("a time that is none") << second(R"({"status":"firing","labels":{"a":"b"},"startsAt":"at dawn"})")
                                         << u"alerts[1].startsAt is not a time"_s;
    QTest::newRow("a time as a number") << second(R"({"status":"firing","labels":{"a":"b"},"startsAt":-1e300})")
                                        << u"alerts[1].startsAt"_s;
}

void TestBadInput::payloads()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const QString, says);
    House house;
    house.isRefused(house.ingest(), says, payload);
    house.isRefused(house.ingest(write(house.folder.filePath(u"payload"_s), payload)), says);
    const QString before = house.contents();
    QVERIFY(house.machine.serve());
    QCOMPARE(house.machine.post(payload), 400);
    QCOMPARE(house.contents(), before);
    QCOMPARE(house.machine.post(good("after")), 200);
    QCOMPARE(house.machine.stop(), 0);
    house.machine.run(house.ingest(), good("after"));
    QCOMPARE(house.machine.exitCode, 0);
}

void TestBadInput::absurdTimesAreNone()
{
    QByteArray alerts;
    int number = 0;
    for (const QByteArray &time : {"0001-01-01T00:00:00Z"_ba, "0000-00-00T00:00:00Z"_ba, "9999-12-31T23:59:59Z"_ba,
                                   "2026-11-23T05:00:00+99:99"_ba, "-271821-04-20T00:00:00Z"_ba,
                                   "+275760-09-13T00:00:00Z"_ba, "1969-12-31T23:59:59Z"_ba}) {
        const QByteArray alert = R"({"status":"firing","labels":{"alertname":"t)" + QByteArray::number(number++)
                               + R"("},"startsAt":")" + time + "\"}";
        // By itself, so that one that is refused does not hide the others.
        alerts += R"({"alerts":[)" + alert + "]}\n";
    }
    House house;
    const Instant before = SystemClock().now() - 1s;
    QVERIFY(house.machine.serve());
    for (const QByteArray &payload : alerts.trimmed().split('\n')) {
        const QString contents = house.contents();
        const int status = house.machine.post(payload);
        QVERIFY(status == 200 || status == 400);
        QCOMPARE(house.contents() == contents, status == 400);
        house.machine.run(house.ingest(), payload);
        QCOMPARE(house.machine.exitCode, status == 200 ? 0 : 1);
    }
    QCOMPARE(house.machine.post(good("after")), 200);
    QCOMPARE(house.machine.stop(), 0);
    const auto rows = QJsonDocument::fromJson(house.machine.run({u"alert"_s, u"list"_s, u"--json"_s})).array();
    QVERIFY(rows.size() > 2);
    for (const QJsonValue row : rows) {
        const auto started = parseMachineTime(row[u"startedAt"].toString());
        QVERIFY2(started && *started >= before && *started <= SystemClock().now(),
                 qPrintable(row[u"startedAt"].toString()));
    }
}

void TestBadInput::longPayloadsCostLittle()
{
    House house;
    // A child's memory counts from its fork on, so this process must not hold what it writes.
    const auto padded = [&house](const QString &name, qint64 size) {
        QFile file(house.folder.filePath(name));
        if (file.open(QIODevice::WriteOnly)) {
            file.write(good("long"));
            const QByteArray blanks(64 * 1024, ' ');
            while (file.size() < size) {
                file.write(blanks.first(std::min(blanks.size(), qsizetype(size - file.size()))));
                file.flush();
            }
        }
        return file.fileName();
    };
    house.machine.run(house.ingest(padded(u"longest"_s, 32 * MiB)));
    QCOMPARE(house.machine.exitCode, 0);
    [[maybe_unused]] const qint64 before = childrensPeak();
    house.isRefused(house.ingest(padded(u"longer"_s, 32 * MiB + 1)), u"larger than 32 MiB"_s);
    house.isRefused(house.ingest(padded(u"long"_s, 100 * MiB)), u"larger than 32 MiB"_s);
    house.isRefused(house.ingest(u"/dev/zero"_s), u"larger than 32 MiB"_s);
#ifndef __SANITIZE_ADDRESS__
    // No more than what was taken.
    QVERIFY2(childrensPeak() - before < 4 * MiB, QByteArray::number(childrensPeak() - before).constData());
#endif
    house.machine.run({u"incident"_s, u"acknowledge"_s, u"2"_s});
    QVERIFY(house.machine.serve());
    const QString contents = house.contents();
    const QByteArray blanks(100 * MiB, ' ');
    QCOMPARE(house.machine.post(blanks), 413);
    house.isRefused(house.ingest(), u"larger than 32 MiB"_s, blanks);
    QCOMPARE(house.contents(), contents);
    QCOMPARE(house.machine.post(good("after")), 200);
    QCOMPARE(house.machine.stop(), 0);
}

void TestBadInput::whatIsNoFile()
{
    House house;
    house.isRefused(house.ingest(u"/nowhere/at/all"_s), u"cannot be read"_s);
    house.isRefused(house.ingest(house.folder.path()), u"cannot be read"_s);
    house.isRefused(house.ingest(u"/proc/self/mem"_s), u"cannot be read"_s);
    house.isRefused(house.ingest(u"/dev/null"_s), u"not valid JSON"_s);
    house.isRefused({u"ingest"_s, u"--source"_s, u"carrier\u202epigeon\n"_s}, u"There is no alert source"_s, good("x"));
    for (const QString &file : {u"/nowhere/at/all"_s, house.folder.path(), u"/proc/self/mem"_s}) {
        house.isRefused({u"incident"_s, u"note"_s, u"1"_s, u"--file"_s, file}, u"cannot be read"_s);
        house.isRefused({u"connect"_s, u"discourse"_s, u"--secret"_s, u"apiKey=@"_s + file}, u"cannot be read"_s);
    }
    house.isRefused({u"incident"_s, u"note"_s, u"1"_s, u"--file"_s, u"/dev/zero"_s}, u"larger than 16 MiB"_s);
    house.isRefused({u"connect"_s, u"discourse"_s, u"--secret"_s, u"apiKey=@/dev/zero"_s}, u"larger than 1 MiB"_s);
    house.isRefused({u"restore"_s, u"-o"_s, house.folder.filePath(u"restored.db"_s)}, u""_s);
    QVERIFY(!QFile::exists(house.folder.filePath(u"restored.db"_s)));
}

void TestBadInput::aSlowPipeIsReadToItsEnd()
{
    House house;
    const QString pipe = house.folder.filePath(u"pipe"_s);
    QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    const std::jthread writer([&pipe] {
        QFile file(pipe);
        if (file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
            for (const char letter : good("slow")) {
                file.write(&letter, 1);
                std::this_thread::sleep_for(5ms);
            }
        }
    });
    house.machine.run(house.ingest(pipe));
    QCOMPARE(house.machine.complaint, QString());
    QCOMPARE(house.machine.exitCode, 0);
    // And one that holds more than a pipe does at once.
    house.machine.run(house.ingest(), good("large") + QByteArray(3 * MiB, ' '));
    QCOMPARE(house.machine.complaint, QString());
    QCOMPARE(house.machine.exitCode, 0);
}

void TestBadInput::evidenceOfAnyBytes()
{
    House house;
    QByteArray all;
    for (unsigned i = 0; i < 70'000; ++i) {
        all += char(i * i % 251 + i);
    }
    const QList<QByteArray> contents{QByteArray(1, '\0'),           all,
                                     "\xED\xA0\x80\xFF\xFE\x00"_ba, QByteArray(2'000'000, 'x'),
                                     "\x1b]0;title\x07\x1b[2J"_ba,  QByteArray("a\xCC\x81").repeated(20'000)};
    int number = 0;
    for (const QByteArray &bytes : contents) {
        const QString file = write(house.folder.filePath(u"evidence\n\u202e<b>%1.json"_s.arg(number++)), bytes);
        QVERIFY(!file.isEmpty());
        house.machine.run({u"incident"_s, u"note"_s, u"1"_s, u"--file"_s, file});
        QVERIFY2(house.machine.exitCode == 0, qPrintable(house.machine.complaint));
    }
    const QString empty = write(house.folder.filePath(u"empty"_s), {});
    house.isRefused({u"incident"_s, u"note"_s, u"1"_s, u"--file"_s, empty}, u"is empty"_s);
    const QString tooLong = write(house.folder.filePath(u"long"_s), {});
    QVERIFY(QFile(tooLong).resize(256 * MiB + 1));
    house.isRefused({u"incident"_s, u"note"_s, u"1"_s, u"--file"_s, tooLong}, u"larger than 256 MiB"_s);
    // Every document can still be made of it, and nobody's terminal is written to.
    for (const QString &format : {u"markdown"_s, u"html"_s, u"pdf"_s}) {
        const QString file = house.folder.filePath(u"document."_s + format);
        house.machine.run({u"export"_s, u"1"_s, u"--format"_s, format, u"-o"_s, file});
        QVERIFY2(house.machine.exitCode == 0, qPrintable(house.machine.complaint));
        QVERIFY(QFile(file).size() > 0);
    }
    const QByteArray shown = house.machine.run({u"incident"_s, u"show"_s, u"1"_s});
    QCOMPARE(house.machine.exitCode, 0);
    QVERIFY(!shown.contains('\x1b') && !shown.contains("\u202e"));
}

void TestBadInput::settingsOfAnyBytes_data()
{
    QTest::addColumn<QByteArray>("settings");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut") << R"({"profile":{"name":"A)"_ba;
    QTest::newRow("a list") << "[]"_ba;
    QTest::newRow("invalid UTF-8") << "{\"profile\":{\"name\":\"\xFF\"}}"_ba;
    QTest::newRow("deep") << QByteArray(R"({"a":)").repeated(100'000);
    QTest::newRow("long") << QByteArray(2 * MiB, ' ');
}

void TestBadInput::settingsOfAnyBytes()
{
    QFETCH(const QByteArray, settings);
    House house;
    const QString file = write(house.folder.filePath(u"settings.json"_s), settings);
    house.isRefused({u"--config"_s, file, u"incident"_s, u"open"_s, u"It burns"_s}, file);
    QFile kept(file);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), settings);
    house.isRefused({u"--config"_s, u"/dev/zero"_s, u"incident"_s, u"open"_s, u"It burns"_s}, u"/dev/zero"_s);
    house.isRefused({u"--config"_s, house.folder.path(), u"incident"_s, u"open"_s, u"It burns"_s}, u"cannot be read"_s);
}

void TestBadInput::words_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<int>("code");
    QTest::newRow("no title") << QStringList{u"incident"_s, u"open"_s, u" \n\t "_s} << 1;
    QTest::newRow("a long title") << QStringList{u"incident"_s, u"open"_s, QString(100'000, u'x')} << 1;
    QTest::newRow("a long note") << QStringList{u"incident"_s, u"note"_s, u"1"_s, QString(120'000, u'x')} << 1;
    QTest::newRow("no such severity") << QStringList{u"incident"_s, u"open"_s, u"x"_s, u"--severity"_s, u"SEV99"_s}
                                      << 2;
    QTest::newRow("no number") << QStringList{u"incident"_s, u"show"_s, u"99999999999999999999"_s} << 2;
    QTest::newRow("a negative number") << QStringList{u"incident"_s, u"show"_s, u"-1"_s} << 2;
    QTest::newRow("no incident") << QStringList{u"incident"_s, u"show"_s, u"9223372036854775807"_s} << 1;
    QTest::newRow("an absurd limit") << QStringList{u"alert"_s, u"list"_s, u"--limit"_s, u"-5"_s} << 2;
    for (const auto &time : {u"9999-99-99"_s, u"0000-00-00 00:00"_s, u"99999-01-01 00:00"_s, u"NaN"_s, u"1e400"_s,
                             u"-99999999999999999999"_s, u"2026-02-30 10:00"_s, u"25:61"_s,
                             u"\u0661\u0662:\u0663\u0660"_s, u""_s, QString(100'000, u'9')}) {
        QTest::newRow(qPrintable(u"time "_s + time.left(30)))
            << QStringList{u"incident"_s, u"time"_s, u"1"_s, u"startedAt"_s, time} << 2;
    }
}

void TestBadInput::words()
{
    QFETCH(const QStringList, command);
    QFETCH(const int, code);
    House house;
    const QString before = house.contents();
    house.machine.run(command);
    QVERIFY2(house.machine.exitCode == code,
             qPrintable(QString::number(house.machine.exitCode) + house.machine.complaint.left(2000)));
    QCOMPARE(house.machine.complaint.trimmed().count(u'\n'), 0);
    QVERIFY2(house.machine.complaint.size() < 2000, qPrintable(QString::number(house.machine.complaint.size())));
    QCOMPARE(house.contents(), before);
}

void TestBadInput::noiseOnTheLine()
{
    House house;
    QVERIFY(house.machine.serve());
    const QString before = house.contents();
    quint32 state = 1;
    const auto next = [&state] { return state = state * 1664525 + 1013904223; };
    for (int i = 0; i < 300; ++i) {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, house.machine.port());
        QVERIFY(socket.waitForConnected(10'000));
        QByteArray bytes =
            i % 3 == 0 ? QByteArray() : "POST /v1/alerts/alertmanager HTTP/1.1\r\nHost: localhost\r\n"_ba;
        if (i % 3 == 2) {
            bytes += "Content-Length: " + QByteArray::number(next() % 200) + "\r\n\r\n";
        }
        for (quint32 length = next() % 300; length > 0; --length) {
            bytes += char(next() >> 24);
        }
        socket.write(bytes);
        socket.waitForBytesWritten(10'000);
        if (i % 2) {
            socket.abort();
        }
    }
    QCOMPARE(house.machine.post(good("after")), 200);
    QCOMPARE(house.machine.stop(), 0);
    // The good one, and nothing else.
    const auto rows = QJsonDocument::fromJson(house.machine.run({u"alert"_s, u"list"_s, u"--json"_s})).array();
    QCOMPARE(rows.size(), 1);
    QVERIFY(house.contents() != before);
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_badinput.moc"
