// SPDX-License-Identifier: GPL-3.0-or-later
// What the parser makes of Alertmanager's webhook: recorded bodies, and every way in which a body can be wrong.
#include "models/alerts/source.h"
#include "models/alerts/sources/fields.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

Instant at(QStringView text)
{
    return parseMachineTime(text).value();
}

const Instant received = at(u"2026-11-23T06:00:00Z");

QByteArray recording(const QString &name)
{
    QFile file(QStringLiteral(ONLYONCE_TEST_DATA "/alerts/alertmanager/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList recordings()
{
    QStringList names = QDir(QStringLiteral(ONLYONCE_TEST_DATA "/alerts/alertmanager")).entryList({u"*.json"_s});
    names.removeIf([](const QString &name) { return name.endsWith(".expected.json"_L1); });
    return names;
}

Result<Parsed> parse(const QByteArray &payload)
{
    return sourceNamed(u"alertmanager"_s)->parse(payload, {.at = received});
}

//! A body with one alert, made of these fields.
QByteArray withAlert(const QByteArray &fields)
{
    return R"({"version":"4","alerts":[{)" + fields + "}]}";
}

Result<Signal> onlySignal(const QByteArray &fields)
{
    auto parsed = parse(withAlert(fields));
    if (!parsed) {
        return failure(parsed);
    }
    return parsed->alerts.at(0);
}

QString messageOf(const QByteArray &payload)
{
    const auto parsed = parse(payload);
    return parsed || parsed.error().code != ErrorCode::Invalid ? u"(not refused)"_s : parsed.error().message;
}

}  // namespace

class TestAlertmanager : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsFiring();
    void readsResolved();
    void readsTruncated();
    void readsEveryRecording();
    void computesAlertmanagersOwnFingerprint();
    void refusesWithThePlace_data();
    void refusesWithThePlace();
    void refusesWhatIsNoJson_data();
    void refusesWhatIsNoJson();
    void ignoresWhatItDoesNotKnow();
    void absurdTimesAreNone_data();
    void absurdTimesAreNone();
    void readsSeverity_data();
    void readsSeverity();
    void readsServiceAndDataCentre();
    void readsSummary();
    void takesOnlyWebLinks();
    void oddTextsAreStorable();
    void takesManyAlerts();
};

void TestAlertmanager::readsFiring()
{
    const auto parsed = parse(recording(u"002-firing-commander-1a.json"_s));
    QVERIFY(parsed);
    QCOMPARE(parsed->alerts.size(), 1U);
    QCOMPARE(parsed->truncated, 0);
    const Signal &signal = parsed->alerts.at(0);
    QCOMPARE(signal.fingerprint, u"4dd67de0cfbe071f"_s);
    QCOMPARE(signal.status, AlertStatus::Firing);
    QCOMPARE(signal.severity, AlertSeverity::Critical);
    QCOMPARE(signal.summary, u"http://127.0.0.1:18084/ is not answering"_s);
    QCOMPARE(signal.service, u"search"_s);
    QCOMPARE(signal.dataCentre, QString());
    QCOMPARE(signal.labels.value("cluster"_L1).toString(), u"lab-1"_s);
    QCOMPARE(signal.annotations.value("runbook_url"_L1).toString(), u"https://runbooks.example.org/probe-failed"_s);
    QCOMPARE(signal.link, u"http://vm:19090/graph?g0.expr=probe_success+%3D%3D+0&g0.tab=1"_s);
    QVERIFY(signal.startedAt == at(u"2026-11-23T04:30:10.291Z"));
    QVERIFY(!signal.resolvedAt);
}

void TestAlertmanager::readsResolved()
{
    const auto parsed = parse(recording(u"003-resolved-commander-warning-1a.json"_s));
    QVERIFY(parsed);
    const Signal &signal = parsed->alerts.at(0);
    QCOMPARE(signal.status, AlertStatus::Resolved);
    QCOMPARE(signal.severity, AlertSeverity::Warning);
    QVERIFY(signal.startedAt == at(u"2026-11-23T04:30:08.291Z"));
    QVERIFY(signal.resolvedAt == at(u"2026-11-23T04:30:30.291Z"));
}

void TestAlertmanager::readsTruncated()
{
    const auto parsed = parse(recording(u"014-firing-commander-2a.json"_s));
    QVERIFY(parsed);
    QCOMPARE(parsed->alerts.size(), 2U);
    QCOMPARE(parsed->truncated, 1);
    QCOMPARE(messageOf(R"({"alerts":[],"truncatedAlerts":"many"})"), u"truncatedAlerts is not a number."_s);
    QCOMPARE(parse(R"({"alerts":[],"truncatedAlerts":1e300})")->truncated, std::numeric_limits<int>::max());
    QCOMPARE(parse(R"({"alerts":[],"truncatedAlerts":-7})")->truncated, 0);
    QCOMPARE(parse(R"({"alerts":[],"truncatedAlerts":99999999999999999999999999})")->truncated,
             std::numeric_limits<int>::max());
}

void TestAlertmanager::readsEveryRecording()
{
    const QStringList names = recordings();
    QVERIFY(names.size() >= 9);
    for (const QString &name : names) {
        const auto parsed = parse(recording(name));
        QVERIFY2(parsed, qPrintable(name));
        QVERIFY2(!parsed->alerts.empty(), qPrintable(name));
    }
}

void TestAlertmanager::computesAlertmanagersOwnFingerprint()
{
    // Alertmanager sent both labels and fingerprint: the one computed from the other must agree.
    const QStringList names = recordings();
    for (const QString &name : names) {
        const auto parsed = parse(recording(name));
        for (const Signal &signal : parsed->alerts) {
            QCOMPARE(fields::fingerprintOf(signal.labels), signal.fingerprint);
        }
    }
    const auto unnamed = onlySignal(R"("status":"firing","labels":{"b":"2","a":"1"})");
    const auto reordered = onlySignal(R"("status":"firing","labels":{"a":"1","b":"2"},"fingerprint":"")");
    QVERIFY(unnamed && reordered);
    QCOMPARE(unnamed->fingerprint, reordered->fingerprint);
    QCOMPARE(unnamed->fingerprint.size(), 16);
}

void TestAlertmanager::refusesWithThePlace_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("message");

    const auto good = R"({"status":"firing","labels":{"a":"b"}})"_ba;
    const auto second = [&](const QByteArray &alert) { return R"({"alerts":[)" + good + "," + alert + "]}"; };
    QTest::newRow("no alerts") << R"({"version":"4"})"_ba << u"alerts is not a list."_s;
    QTest::newRow("alerts null") << R"({"alerts":null})"_ba << u"alerts is not a list."_s;
    QTest::newRow("alerts an object") << R"({"alerts":{}})"_ba << u"alerts is not a list."_s;
    QTest::newRow("alert a text") << second(R"("x")") << u"alerts[1] is not an object."_s;
    QTest::newRow("alert null") << second("null") << u"alerts[1] is not an object."_s;
    QTest::newRow("no status") << second("{}") << u"alerts[1].status is neither “firing” nor “resolved”."_s;
    QTest::newRow("status a number") << second(R"({"status":1})") << u"alerts[1].status is not a text."_s;
    QTest::newRow("status unknown") << second(R"({"status":"FIRING"})")
                                    << u"alerts[1].status is neither “firing” nor “resolved”."_s;
    QTest::newRow("labels a list") << second(R"({"status":"firing","labels":[]})")
                                   << u"alerts[1].labels is not an object."_s;
    QTest::newRow("label a number") << second(R"({"status":"firing","labels":{"n":1}})")
                                    << u"alerts[1].labels.n is not a text."_s;
    QTest::newRow("label null") << second(R"({"status":"firing","labels":{"n":null}})")
                                << u"alerts[1].labels.n is not a text."_s;
    QTest::newRow("annotation an object") << second(R"({"status":"firing","labels":{"a":"b"},"annotations":{"x":{}}})")
                                          << u"alerts[1].annotations.x is not a text."_s;
    QTest::newRow("fingerprint a number") << second(R"({"status":"firing","labels":{"a":"b"},"fingerprint":7})")
                                          << u"alerts[1].fingerprint is not a text."_s;
    QTest::newRow("nothing to know it by")
        << second(R"({"status":"firing"})") << u"alerts[1] has neither a fingerprint nor labels."_s;
    QTest::newRow("start a number") << second(R"({"status":"firing","labels":{"a":"b"},"startsAt":1767791171})")
                                    << u"alerts[1].startsAt is not a text."_s;
    QTest::newRow("start no time") << second(R"({"status":"firing","labels":{"a":"b"},"startsAt":"yesterday"})")
                                   << u"alerts[1].startsAt is not a time like 2026-11-23T14:05:00Z."_s;
    QTest::newRow("end no time") << second(R"({"status":"firing","labels":{"a":"b"},"endsAt":"2026-13-01T00:00:00Z"})")
                                 << u"alerts[1].endsAt is not a time like 2026-11-23T14:05:00Z."_s;
    QTest::newRow("link a list") << second(R"({"status":"firing","labels":{"a":"b"},"generatorURL":[]})")
                                 << u"alerts[1].generatorURL is not a text."_s;
    QTest::newRow("control characters are not repeated")
        << second("{\"status\":\"firing\",\"labels\":{\"\\u001b[2J\":1}}")
        << u"alerts[1].labels.\uFFFD[2J is not a text."_s;
}

void TestAlertmanager::refusesWithThePlace()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const QString, message);
    QCOMPARE(messageOf(payload), message);
}

void TestAlertmanager::refusesWhatIsNoJson_data()
{
    QTest::addColumn<QByteArray>("payload");
    const auto good = recording(u"001-firing-commander-warning-1a.json"_s);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("a list of a number") << "[7]"_ba;
    QTest::newRow("a number") << "7"_ba;
    QTest::newRow("cut") << good.left(good.size() / 2);
    QTest::newRow("more behind") << good + "}";
    QTest::newRow("a form") << "alerts=%5B%5D&status=firing"_ba;
    QTest::newRow("zeros") << QByteArray(10'000, '\0');
    QTest::newRow("invalid UTF-8") << withAlert("\"status\":\"firing\",\"labels\":{\"a\":\"\xC3\x28\"}");
    QTest::newRow("overlong UTF-8") << withAlert("\"status\":\"firing\",\"labels\":{\"a\":\"\xC0\xAF\"}");
    QTest::newRow("surrogate in UTF-8") << withAlert("\"status\":\"firing\",\"labels\":{\"a\":\"\xED\xA0\x80\"}");
    QTest::newRow("deep lists") << R"({"alerts":)" + QByteArray(200'000, '[') + QByteArray(200'000, ']') + "}";
    QTest::newRow("deep objects") << QByteArray(R"({"a":)").repeated(200'000) + "1" + QByteArray(200'000, '}');
}

void TestAlertmanager::refusesWhatIsNoJson()
{
    QFETCH(const QByteArray, payload);
    QVERIFY2(messageOf(payload) != u"(not refused)"_s, payload.left(100).constData());
}

void TestAlertmanager::ignoresWhatItDoesNotKnow()
{
    // As newer releases send it, with more at every level.
    const auto parsed = parse(R"({"version":"5","notification_reason":"first notification","routeLabels":{"a":1},
        "groupKey":7,"commonLabels":[],"alerts":[{"status":"firing","labels":{"a":"b"},"annotations":null,
        "mutedBy":[{}],"values":{"A":1.5},"endsAt":null}]})");
    QVERIFY(parsed);
    QCOMPARE(parsed->alerts.size(), 1U);
}

void TestAlertmanager::absurdTimesAreNone_data()
{
    QTest::addColumn<QByteArray>("time");
    QTest::addColumn<QString>("start");
    QTest::newRow("Go's zero") << "0001-01-01T00:00:00Z"_ba << QString();
    QTest::newRow("Go's zero elsewhere") << "0001-01-01T00:00:00+01:00"_ba << QString();
    QTest::newRow("before computers") << "1066-10-14T09:00:00Z"_ba << QString();
    QTest::newRow("empty") << ""_ba << QString();
    QTest::newRow("ahead of us") << "2026-11-23T06:00:00.001Z"_ba << QString();
    QTest::newRow("far ahead") << "9999-12-31T23:59:59Z"_ba << QString();
    QTest::newRow("just now") << "2026-11-23T06:00:00Z"_ba << u"2026-11-23T06:00:00.000Z"_s;
    QTest::newRow("nanoseconds") << "2026-11-23T05:18:47.725236038Z"_ba << u"2026-11-23T05:18:47.725Z"_s;
    QTest::newRow("an offset") << "2026-11-23T06:18:47.7+01:00"_ba << u"2026-11-23T05:18:47.700Z"_s;
    QTest::newRow("no zone is UTC") << "2026-11-23T05:18:47"_ba << u"2026-11-23T05:18:47.000Z"_s;
}

void TestAlertmanager::absurdTimesAreNone()
{
    QFETCH(const QByteArray, time);
    QFETCH(const QString, start);
    const auto signal =
        onlySignal(R"("status":"resolved","labels":{"a":"b"},"startsAt":")" + time + R"(","endsAt":")" + time + '"');
    QVERIFY2(signal, signal ? "" : qPrintable(signal.error().message));
    QCOMPARE(signal->startedAt ? toIso(*signal->startedAt) : QString(), start);
    QCOMPARE(signal->resolvedAt ? toIso(*signal->resolvedAt) : QString(), start);
}

void TestAlertmanager::readsSeverity_data()
{
    QTest::addColumn<QString>("label");
    QTest::addColumn<AlertSeverity>("severity");
    QTest::newRow("critical") << u"critical"_s << AlertSeverity::Critical;
    QTest::newRow("page") << u"page"_s << AlertSeverity::Critical;
    QTest::newRow("Fatal") << u" Fatal "_s << AlertSeverity::Critical;
    QTest::newRow("error") << u"error"_s << AlertSeverity::Error;
    QTest::newRow("HIGH") << u"HIGH"_s << AlertSeverity::Error;
    QTest::newRow("warning") << u"warning"_s << AlertSeverity::Warning;
    QTest::newRow("warn") << u"warn"_s << AlertSeverity::Warning;
    QTest::newRow("info") << u"info"_s << AlertSeverity::Info;
    QTest::newRow("none") << u"none"_s << AlertSeverity::Info;
    QTest::newRow("nothing") << QString() << AlertSeverity::Error;
    QTest::newRow("unknown") << u"spicy"_s << AlertSeverity::Error;
}

void TestAlertmanager::readsSeverity()
{
    QFETCH(const QString, label);
    QFETCH(const AlertSeverity, severity);
    const auto signal = onlySignal(R"("status":"firing","labels":{"a":"b","severity":")" + label.toUtf8() + "\"}");
    QCOMPARE(signal->severity, severity);
    QCOMPARE(alertSeverityFrom(toText(severity)), severity);
}

void TestAlertmanager::readsServiceAndDataCentre()
{
    const auto all = onlySignal(R"("status":"firing","labels":{"service":"login","app":"idp","job":"node",
        "zone":"eu-1a","region":"eu","dc":"fra1"})");
    QCOMPARE(all->service, u"login"_s);
    QCOMPARE(all->dataCentre, u"fra1"_s);
    const auto fewer = onlySignal(R"("status":"firing","labels":{"service":"","app":"idp","job":"node","zone":"eu-1a",
        "region":"eu"})");
    QCOMPARE(fewer->service, u"idp"_s);
    QCOMPARE(fewer->dataCentre, u"eu"_s);
    const auto least = onlySignal(R"("status":"firing","labels":{"job":"node","zone":"eu-1a"})");
    QCOMPARE(least->service, u"node"_s);
    QCOMPARE(least->dataCentre, u"eu-1a"_s);
    const auto none = onlySignal(R"("status":"firing","labels":{"a":"b"})");
    QCOMPARE(none->service, QString());
    QCOMPARE(none->dataCentre, QString());
}

void TestAlertmanager::readsSummary()
{
    const auto summary = [](const QByteArray &fields) { return onlySignal(R"("status":"firing",)" + fields)->summary; };
    QCOMPARE(summary(R"("labels":{"alertname":"N"},"annotations":{"summary":"S","description":"D"})"), u"S"_s);
    QCOMPARE(summary(R"("labels":{"alertname":"N"},"annotations":{"summary":"","description":"D"})"), u"D"_s);
    QCOMPARE(summary(R"("labels":{"alertname":"N"})"), u"N"_s);
    QCOMPARE(summary(R"("labels":{"a":"b"},"fingerprint":"f00")"), u"f00"_s);
    QCOMPARE(summary(R"("labels":{"a":"b"},"annotations":{"summary":" two\n  lines\t"})"), u"two lines"_s);
    const QString shortened =
        summary(R"("labels":{"a":"b"},"annotations":{"summary":")" + QByteArray(100'000, 'x') + "\"}");
    QCOMPARE(shortened.size(), 500);
    QVERIFY(shortened.endsWith(u'…'));
}

void TestAlertmanager::takesOnlyWebLinks()
{
    const auto link = [](const QByteArray &url) {
        return onlySignal(R"("status":"firing","labels":{"a":"b"},"generatorURL":")" + url + '"')->link;
    };
    QCOMPARE(link("http://p/g?x=1&y=%20"), u"http://p/g?x=1&y=%20"_s);
    QCOMPARE(link("HTTPS://p/g"), u"HTTPS://p/g"_s);
    QCOMPARE(link("javascript:alert(1)"), QString());
    QCOMPARE(link("file:///etc/passwd"), QString());
    QCOMPARE(link("/graph?g0.expr=up"), QString());
    QCOMPARE(link("http://p/a b"), QString());
    QCOMPARE(link("http://p/\\u0007"), QString());
    QCOMPARE(link("http://p/" + QByteArray(10'000, 'x')), QString());
}

void TestAlertmanager::oddTextsAreStorable()
{
    // Both engines must give a key back as it went in: no U+0000, no half surrogates, no novels.
    const auto fingerprint = [](const QByteArray &text) {
        return onlySignal(R"("status":"firing","labels":{"a":"b"},"fingerprint":")" + text + '"')->fingerprint;
    };
    QCOMPARE(fingerprint("plain"), u"plain"_s);
    QVERIFY(!fingerprint("a\\u0000b").contains(QChar(u'\0')));
    QVERIFY(fingerprint("\\ud800x").isValidUtf16());
    QCOMPARE(fingerprint(QByteArray(5000, 'k')).size(), 64);
    QVERIFY(fingerprint(QByteArray(5000, 'k')) != fingerprint(QByteArray(5001, 'k')));
    QCOMPARE(fingerprint("line\\nbreak").size(), 64);
    const auto signal = onlySignal(R"("status":"firing","labels":{"service":"a\u0000b\ud800"},
        "annotations":{"summary":"\udc00 x"})");
    QVERIFY(signal->service.isValidUtf16() && !signal->service.contains(QChar(u'\0')));
    QVERIFY(signal->summary.isValidUtf16());
}

void TestAlertmanager::takesManyAlerts()
{
    QByteArray body = R"({"alerts":[)";
    for (int i = 0; i < 12'000; ++i) {
        body += (i ? "," : "") + R"({"status":"firing","labels":{"n":")"_ba + QByteArray::number(i) + "\"}}";
    }
    const auto parsed = parse(body + "]}");
    QVERIFY(parsed);
    QCOMPARE(parsed->alerts.size(), 12'000U);
    const auto far = parse(R"({"alerts":[)" + QByteArray("0,").repeated(100'000) + "0]}");
    QVERIFY(!far);
    QVERIFY(far.error().message.contains(u"100001"));
}

QTEST_GUILESS_MAIN(TestAlertmanager)
#include "tst_alertmanager.moc"
