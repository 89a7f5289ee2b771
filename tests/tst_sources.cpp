// SPDX-License-Identifier: GPL-3.0-or-later
// Every monitoring system's parser against what is kept of it. Each file in tests/data/alerts/<id>/ is a payload, and
// beside X.json or X.txt stands X.expected.json, what it must become:
//   {"receivedAt": "2026-11-23T06:00:00Z", "settings": {…}, "truncated": 0, "alerts": [{"fingerprint": …, …}, …]}
//   {"receivedAt": "2026-11-23T06:00:00Z", "error": "alerts[2].labels is not an object."}
// "settings" and "truncated" may be left out. A difference is printed; both sides are kept under golden/ beside this
// program. What is no payload (an answer to a poll, say) lies in a folder deeper.
#include "models/alerts/detection.h"
#include "models/alerts/source.h"
#include "models/base/json.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

const QDir &data()
{
    static const QDir folder(QStringLiteral(ONLYONCE_TEST_DATA "/alerts"));
    return folder;
}

constexpr auto goldenEnding = ".expected.json"_L1;

//! Of one source, without golden files and explanations.
QStringList payloadsOf(const QString &id)
{
    QStringList names = QDir(data().filePath(id)).entryList(QDir::Files, QDir::Name);
    names.removeIf([](const QString &name) { return name.endsWith(goldenEnding) || name == "README.md"_L1; });
    return names;
}

QString goldenOf(const QString &payload)
{
    return payload.left(payload.lastIndexOf(u'.')) + goldenEnding;
}

QByteArray contentOf(const QString &path)
{
    QFile file(data().filePath(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject goldenFor(const QString &id, const QString &payload)
{
    return QJsonDocument::fromJson(contentOf(id + u'/' + goldenOf(payload))).object();
}

Receipt receiptOf(const QJsonObject &golden)
{
    const auto at = parseMachineTime(golden["receivedAt"_L1].toString());
    return {.at = at.value_or(Instant{}), .settings = golden["settings"_L1].toObject()};
}

QJsonObject toJson(const Signal &signal)
{
    QJsonObject object{{u"fingerprint"_s, signal.fingerprint},
                       {u"status"_s, toText(signal.status)},
                       {u"severity"_s, toText(signal.severity)},
                       {u"summary"_s, signal.summary},
                       {u"service"_s, signal.service},
                       {u"dataCentre"_s, signal.dataCentre},
                       {u"probes"_s, QJsonArray::fromStringList(signal.probes)},
                       {u"failedTest"_s, toText(signal.failedTest)},
                       {u"labels"_s, signal.labels},
                       {u"annotations"_s, signal.annotations},
                       {u"link"_s, signal.link},
                       {u"startedAt"_s, onlyonce::toJson(signal.startedAt)},
                       {u"resolvedAt"_s, onlyonce::toJson(signal.resolvedAt)}};
    if (!signal.opens) {
        object.insert(u"opens"_s, false);
    }
    if (signal.watch.hold) {
        object.insert(u"holdSeconds"_s, secondsJson(signal.watch.hold));
    }
    if (signal.watch.checkInterval) {
        object.insert(u"checkIntervalSeconds"_s, secondsJson(signal.watch.checkInterval));
    }
    return object;
}

//! What came of a payload, as a golden file says it, under the same circumstances.
QJsonObject outcome(const Result<Parsed> &parsed, const QJsonObject &golden)
{
    QJsonObject result{{u"receivedAt"_s, golden["receivedAt"_L1]}};
    if (golden.contains("settings"_L1)) {
        result.insert("settings"_L1, golden["settings"_L1]);
    }
    if (!parsed) {
        result.insert("error"_L1, parsed.error().message);
        return result;
    }
    if (parsed->truncated != 0 || golden.contains("truncated"_L1)) {
        result.insert("truncated"_L1, parsed->truncated);
    }
    QJsonArray alerts;
    for (const Signal &signal : parsed->alerts) {
        alerts.append(toJson(signal));
    }
    result.insert("alerts"_L1, alerts);
    return result;
}

QString kept(const QString &path, const QJsonObject &content)
{
    QString whole = QCoreApplication::applicationDirPath() + u"/golden/"_s + path;
    QFile file(whole);
    if (!QDir().mkpath(QFileInfo(whole).path()) || !file.open(QIODevice::WriteOnly)) {
        return {};
    }
    file.write(QJsonDocument(content).toJson());
    return whole;
}

QByteArray difference(const QString &path, const QJsonObject &expected, const QJsonObject &actual)
{
    QProcess diff;
    diff.start(u"diff"_s, {u"-u"_s, kept(path + u".expected"_s, expected), kept(path + u".actual"_s, actual)});
    return diff.waitForFinished() ? diff.readAllStandardOutput() : "(diff did not run)"_ba;
}

//! A document in which one value is of a wrong type, and the name of that value.
struct Mutant
{
    QJsonValue document;
    QString name;
};

QJsonValue wrongTypeFor(const QJsonValue &value)
{
    return value.isObject() || value.isArray() ? QJsonValue(u"wrong"_s)
                                               : QJsonValue(QJsonArray{QJsonValue(QJsonArray())});
}

QList<Mutant> mutantsOf(const QJsonValue &value, const QString &name)
{
    QList<Mutant> mutants;
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto member = object.begin(); member != object.end(); ++member) {
            QList<Mutant> inside = mutantsOf(member.value(), member.key());
            inside.prepend({wrongTypeFor(member.value()), member.key()});
            for (const Mutant &mutant : std::as_const(inside)) {
                QJsonObject whole = object;
                whole[member.key()] = mutant.document;
                mutants << Mutant{whole, mutant.name};
            }
        }
    }
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < std::min<qsizetype>(array.size(), 2); ++i) {
            const QString place = u"%1[%2]"_s.arg(name, QString::number(i));
            QList<Mutant> inside = mutantsOf(array.at(i), place);
            inside.prepend({wrongTypeFor(array.at(i)), place});
            for (const Mutant &mutant : std::as_const(inside)) {
                QJsonArray whole = array;
                whole[i] = mutant.document;
                mutants << Mutant{whole, mutant.name};
            }
        }
    }
    return mutants;
}

QByteArray bytesOf(const QJsonValue &document)
{
    return document.isArray() ? QJsonDocument(document.toArray()).toJson()
                              : QJsonDocument(document.toObject()).toJson();
}

void everySource()
{
    QTest::addColumn<QString>("id");
    for (const auto &source : allSources()) {
        QTest::addRow("%s", qUtf8Printable(source->id())) << source->id();
    }
}

}  // namespace

class TestSources : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFolderIsASource();
    void readsWhatIsKept_data();
    void readsWhatIsKept();
    void isWhole_data() { everySource(); }
    void isWhole();
    void refusesWhatIsNoJson_data() { everySource(); }
    void refusesWhatIsNoJson();
    void refusesWrongTypesWithThePlace_data() { everySource(); }
    void refusesWrongTypesWithThePlace();
    void knowsAProblemByItsKeyUntilItsEnd_data() { everySource(); }
    void knowsAProblemByItsKeyUntilItsEnd();
};

void TestSources::everyFolderIsASource()
{
    for (const QString &folder : data().entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QVERIFY2(sourceNamed(folder), qPrintable(folder));
        QSet<QString> goldens;
        for (const QString &payload : payloadsOf(folder)) {
            QVERIFY2(!goldens.contains(goldenOf(payload)), qPrintable(payload));  // two would share one
            goldens << goldenOf(payload);
        }
        for (const QString &golden : QDir(data().filePath(folder)).entryList({u'*' + goldenEnding}, QDir::Files)) {
            QVERIFY2(goldens.contains(golden), qPrintable(folder + u'/' + golden));  // of no payload
        }
    }
}

void TestSources::readsWhatIsKept_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("payload");
    for (const auto &source : allSources()) {
        for (const QString &payload : payloadsOf(source->id())) {
            QTest::addRow("%s/%s", qUtf8Printable(source->id()), qUtf8Printable(payload)) << source->id() << payload;
        }
    }
}

void TestSources::readsWhatIsKept()
{
    QFETCH(const QString, id);
    QFETCH(const QString, payload);
    const QJsonObject golden = goldenFor(id, payload);
    const auto parsed = sourceNamed(id)->parse(contentOf(id + u'/' + payload), receiptOf(golden));
    QVERIFY(parsed || parsed.error().code == ErrorCode::Invalid);
    const QJsonObject actual = outcome(parsed, golden);
    if (actual != golden) {
        QFAIL(difference(id + u'/' + payload, golden, actual).constData());
    }
    QVERIFY2(receiptOf(golden).at > Instant{}, "receivedAt is not a time");
}

void TestSources::isWhole()
{
    QFETCH(const QString, id);
    static const QRegularExpression partOfAPath(u"^[a-z0-9-]+$"_s);
    QVERIFY2(partOfAPath.match(id).hasMatch(), "it is the last part of the intake's path");
    const auto source = sourceNamed(id);
    QCOMPARE(source->id(), id);  // and nobody else has it
    QVERIFY(!source->name().isEmpty());
    QVERIFY2(source->guide().contains("%1"_L1) || (source->guide().isEmpty() && source->poller()),
             "its guide says neither where to send nor that it is asked");
    QVERIFY2(!payloadsOf(id).isEmpty(), "nothing is kept of it");
    QSet<QString> keys;
    for (const SettingField &field : source->fields()) {
        QVERIFY2(!field.label.isEmpty() && !keys.contains(field.key), qPrintable(field.key));
        keys << field.key;
    }
}

void TestSources::refusesWhatIsNoJson()
{
    QFETCH(const QString, id);
    const QString kept = payloadsOf(id).value(0);
    const QByteArray good = contentOf(id + u'/' + kept);
    for (const QByteArray &payload : {""_ba, "not JSON"_ba, "7"_ba, "\"text\""_ba, "[7]"_ba, "--"_ba,
                                      "\xff\xfe{\0}\0"_ba, good.left(good.size() / 2)}) {
        const auto parsed = sourceNamed(id)->parse(payload, receiptOf(goldenFor(id, kept)));
        QVERIFY2(!parsed, payload.left(60).constData());
        QCOMPARE(parsed.error().code, ErrorCode::Invalid);
        QVERIFY(!parsed.error().message.isEmpty());
    }
}

void TestSources::refusesWrongTypesWithThePlace()
{
    QFETCH(const QString, id);
    int documents = 0;
    int refused = 0;
    for (const QString &payload : payloadsOf(id)) {
        const auto document = parseJson(contentOf(id + u'/' + payload));
        if (!document) {
            continue;  // a form, in which everything is a text
        }
        ++documents;
        const Receipt receipt = receiptOf(goldenFor(id, payload));
        if (!sourceNamed(id)->parse(bytesOf(*document), receipt)) {
            continue;  // kept because it is wrong already
        }
        for (const Mutant &mutant : mutantsOf(*document, QString())) {
            const auto parsed = sourceNamed(id)->parse(bytesOf(mutant.document), receipt);
            if (parsed) {
                continue;  // it does not ask for this one
            }
            QCOMPARE(parsed.error().code, ErrorCode::Invalid);
            QVERIFY2(parsed.error().message.contains(mutant.name),
                     qPrintable(u"%1, %2 of a wrong type: %3"_s.arg(payload, mutant.name, parsed.error().message)));
            ++refused;
        }
    }
    QVERIFY2(refused > 0 || documents == 0, "it takes anything");
}

void TestSources::knowsAProblemByItsKeyUntilItsEnd()
{
    QFETCH(const QString, id);
    QSet<QString> firing;
    QSet<QString> resolved;
    for (const QString &payload : payloadsOf(id)) {
        for (const auto &alert : goldenFor(id, payload)["alerts"_L1].toArray()) {
            const QString fingerprint = alert["fingerprint"_L1].toString();
            (alert["status"_L1].toString() == "firing"_L1 ? firing : resolved) << fingerprint;
        }
    }
    QVERIFY2(firing.intersects(resolved), "no problem of those kept is told from its beginning to its end");
}

QTEST_GUILESS_MAIN(TestSources)
#include "tst_sources.moc"
