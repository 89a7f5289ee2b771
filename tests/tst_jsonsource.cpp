// SPDX-License-Identifier: GPL-3.0-or-later
// The generic source: its paths, what becomes of a body under them, the preview of both, and what the presets add.
#include "models/alerts/source.h"
#include "models/alerts/sourceadapter.h"
#include "models/alerts/sources/jsonpath.h"
#include "models/alerts/sources/jsonpreview.h"
#include "models/base/json.h"

#include <QJsonArray>
#include <QTest>

#include <algorithm>

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

const Instant received = parseMachineTime(u"2026-11-23T14:10:00Z").value();

const QByteArray sample = R"({
    "event": {"id": 17, "state": "down", "tags": {"service": "login"}, "big": 9007199254740993, "part": 0.25, "on": true,
              "none": null, "blank": " ", "left": "$HOSTNAME", "robot": "*monitorURL*", "price": "$5", "python": "None"},
    "tags": ["service:search", "tier=1", "plain", 7],
    "pairs": [{"name": "region", "value": "eu"}, {"tag": "n", "value": 3}],
    "text": "service:mail, zone=b,,  lone ",
    "alerts": [{"name": "a"}, {"name": "b"}, {"other": 1}], "empty": [], "deep": [{"list": []}, {"list": []}]})";

QJsonValue body()
{
    return *parseJson(sample);
}

JsonPath path(const QString &text)
{
    return JsonPath::parse(text).value();
}

Result<Parsed> parse(const QString &source, const QByteArray &payload, const QJsonObject &settings = {})
{
    return sourceNamed(source)->parse(payload, {.at = received, .settings = settings});
}

Signal only(const QString &source, const QByteArray &payload, const QJsonObject &settings = {})
{
    const auto parsed = parse(source, payload, settings);
    return parsed && parsed->alerts.size() == 1 ? parsed->alerts.front() : Signal{.summary = u"(not one alert)"_s};
}

QString refusal(const QString &source, const QByteArray &payload, const QJsonObject &settings = {})
{
    const auto parsed = parse(source, payload, settings);
    return parsed || parsed.error().code != ErrorCode::Invalid ? u"(not refused)"_s : parsed.error().message;
}

QString timeOf(const std::optional<Instant> &time)
{
    return time ? toIso(*time) : QString();
}

}  // namespace

class TestJsonSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pathsFind_data();
    void pathsFind();
    void pathsSayWhyNot_data();
    void pathsSayWhyNot();
    void pathsAreRefusedWithThePlace_data();
    void pathsAreRefusedWithThePlace();
    void knowsAnEmptyListFromNone();
    void readsStates_data();
    void readsStates();
    void readsTimes_data();
    void readsTimes();
    void oneTimeForBothIsThatOfTheChange();
    void findsTheAlerts();
    void takesNoMoreThanAHundredThousand();
    void readsForms();
    void keepsLabels();
    void labelsTellWhatNoPathDoes();
    void aKeyIsNeeded();
    void settingsReplaceDefaults();
    void checksSettings_data();
    void checksSettings();
    void everyPresetsPathsAreRight_data();
    void everyPresetsPathsAreRight();
    void previewsWhatWasFoundAndWhyNot();
    void previewsAlertsThatWouldBeRefused();
    void previewsOnlyWhatIsReadByPaths();
    void previewAgreesWithParse();
    void statusCakesTokenIsCompared_data();
    void statusCakesTokenIsCompared();
    void theTokenIsNotKept();
    void expiryIsAProblemOfItsOwn();
    void datadogsTransitions_data();
    void datadogsTransitions();
};

void TestJsonSource::pathsFind_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *written, const QString &text) {
        QTest::newRow(written) << QString::fromUtf8(written) << text;
    };
    row("", {});
    row("  ", {});
    row("event.id", u"17"_s);
    row(" event . tags.service ", u"login"_s);
    row("$.event.state", u"down"_s);
    row("event.big", u"9007199254740993"_s);
    row("event.part", u"0.25"_s);
    row("event.on", u"true"_s);
    row("event.none", {});
    row("event.blank", {});
    row("event.left", {});
    row("event.robot", {});
    row("event.python", {});
    row("event.price", u"$5"_s);
    row("event", {});
    row("event.id.deeper", {});
    row("tags[0]", u"service:search"_s);
    row("tags[9]", {});
    row("tags[999999]", {});
    row("tags[3]", u"7"_s);
    row("tags", u"service:search, tier=1, plain, 7"_s);
    row("tags[*]", u"service:search, tier=1, plain, 7"_s);
    row("tags.service", u"search"_s);
    row("tags.tier", u"1"_s);
    row("tags.plain", {});
    row("pairs.region", u"eu"_s);
    row("pairs.n", u"3"_s);
    row("text.service", u"mail"_s);
    row("text.zone", u"b"_s);
    row("text[*]", u"service:mail, zone=b, lone"_s);
    row("alerts[*].name", u"a, b"_s);
    row("alerts[1].name", u"b"_s);
    row("alerts.name", {});
    row("empty", {});
    row("absent|event.none|event.id|event.state", u"17"_s);
    row("event.id + event.state", u"17 down"_s);
    row("event.id+absent|event.id", u"17"_s);
    row("event.id+\"is\"+event.state", u"17 is down"_s);
    row("absent+\"is\"|\"nothing\"", u"nothing"_s);
    row("\"a.b|c+d[0]\"", u"a.b|c+d[0]"_s);
}

void TestJsonSource::pathsFind()
{
    QFETCH(const QString, written);
    QFETCH(const QString, text);
    QCOMPARE(path(written).text(body(), body()), text);
    QCOMPARE(path(written).isEmpty(), written.trimmed().isEmpty());
}

void TestJsonSource::pathsSayWhyNot_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("why");
    const auto row = [](const char *written, const QString &why) {
        QTest::newRow(written) << QString::fromUtf8(written) << why;
    };
    row("absent", u"There is no “absent” in the alert."_s);
    row("event.absent.deeper", u"There is no “absent” in event."_s);
    row("event.id.deeper", u"event.id is a number, so there is no “deeper” in it."_s);
    row("event[0]", u"event is an object, not a list."_s);
    row("tags[9]", u"tags has only 4 entries."_s);
    row("empty[*].name", u"empty is an empty list."_s);
    row("event", u"event is an object, not a text."_s);
    row("event.none", u"event.none is empty."_s);
    row("event.blank", u"event.blank is empty."_s);
    row("event.left", u"event.left was not filled in by its sender: “$HOSTNAME”."_s);
    row("tags.absent", u"There is no “absent” in tags."_s);
    row("absent|$.event.none", u"There is no “absent” in the alert. $.event.none is empty."_s);
    row("event.id+absent", u"There is no “absent” in the alert."_s);
    row("event.id", {});
}

void TestJsonSource::pathsSayWhyNot()
{
    QFETCH(const QString, written);
    QFETCH(const QString, why);
    QCOMPARE(path(written).whyNot(body(), body()), why);
}

void TestJsonSource::pathsAreRefusedWithThePlace_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("why");
    const auto row = [](const char *written, const QString &why) {
        QTest::newRow(written) << QString::fromUtf8(written) << why;
    };
    const QString index = u"write [0], [1] and so on for one entry of a list, or [*] for each."_s;
    row("a..b", u"at character 3, a name is missing."_s);
    row(".a", u"at character 1, a name is missing."_s);
    row("a.", u"at character 3, a name is missing."_s);
    row("a|", u"at character 3, a name is missing."_s);
    row("|a", u"at character 1, a name is missing."_s);
    row("a+", u"at character 3, a name is missing."_s);
    row("a[", u"at character 3, "_s + index);
    row("a[]", u"at character 3, "_s + index);
    row("a[x]", u"at character 3, "_s + index);
    row("a[-1]", u"at character 3, "_s + index);
    row("a[1234567]", u"at character 3, "_s + index);
    row("a[0", u"at character 3, "_s + index);
    row("a]", u"at character 2, “]” is not expected there."_s);
    row("a[0]b", u"at character 5, “b” is not expected there."_s);
    row("a\"b\"", u"at character 2, “\"” is not expected there."_s);
    row("\"a\"b", u"at character 4, “b” is not expected there."_s);
    row("\"a", u"at character 2, the closing quote is missing."_s);
    row("\"\"", u"at character 2, there is nothing in the quotes."_s);
    row("$a", u"at character 2, “a” is not expected there."_s);
}

void TestJsonSource::pathsAreRefusedWithThePlace()
{
    QFETCH(const QString, written);
    QFETCH(const QString, why);
    const auto refused = JsonPath::parse(written);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Invalid);
    QCOMPARE(refused.error().message, u"“%1” is not a path: %2"_s.arg(written, why));
    QVERIFY(!JsonPath::parse(QString(501, u'a')));
    QVERIFY(JsonPath::parse(QString(500, u'a')));
}

void TestJsonSource::knowsAnEmptyListFromNone()
{
    QVERIFY(path(u"empty[*]"_s).isEmptyList(body()));
    QVERIFY(path(u"empty"_s).isEmptyList(body()));
    QVERIFY(path(u"empty[*].deeper[*]"_s).isEmptyList(body()));
    QVERIFY(path(u"deep[*].list[*]"_s).isEmptyList(body()));
    QVERIFY(!path(u"absent[*]"_s).isEmptyList(body()));
    QVERIFY(!path(u"event[*]"_s).isEmptyList(body()));
    QVERIFY(!path(u"alerts[*].name"_s).isEmptyList(body()));
}

void TestJsonSource::readsStates_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("recovered") << u"\"Resolved\""_s << u"resolved"_s;
    QTest::newRow("a number") << u"2"_s << u"resolved"_s;
    QTest::newRow("true") << u"true"_s << u"resolved"_s;
    QTest::newRow("ends like") << u"\"is back OK\""_s << u"resolved"_s;
    QTest::newRow("begins like") << u"\"up again\""_s << u"resolved"_s;
    QTest::newRow("holds") << u"\"now calm again\""_s << u"resolved"_s;
    QTest::newRow("not whole") << u"\"resolved?\""_s << u"firing"_s;
    QTest::newRow("other") << u"\"down\""_s << u"firing"_s;
    QTest::newRow("empty") << u"\"\""_s << u"firing"_s;
    QTest::newRow("of another type") << u"{}"_s << u"firing"_s;
    QTest::newRow("ignored") << u"\"TEST\""_s << u"ignored"_s;
}

void TestJsonSource::readsStates()
{
    QFETCH(const QString, state);
    QFETCH(const QString, outcome);
    const QJsonObject settings{{u"recovered"_s, u"resolved, 2, true, *ok, up*, *calm*"_s}, {u"ignored"_s, u"test"_s}};
    const auto parsed = parse(u"json"_s, "{\"key\":\"k\",\"state\":" + state.toUtf8() + '}', settings);
    QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().message));
    QCOMPARE(parsed->alerts.empty() ? u"ignored"_s : toText(parsed->alerts.front().status), outcome);
}

void TestJsonSource::readsTimes_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QString>("time");
    QTest::newRow("ISO") << "\"2026-11-23T14:05:00.250Z\""_ba << u"2026-11-23T14:05:00.250Z"_s;
    QTest::newRow("an offset") << "\"2026-11-23T15:05:00+0100\""_ba << u"2026-11-23T14:05:00.000Z"_s;
    QTest::newRow("no zone is UTC") << "\"2026-11-23 14:05:00\""_ba << u"2026-11-23T14:05:00.000Z"_s;
    QTest::newRow("seconds") << "1795442700"_ba << u"2026-11-23T14:05:00.000Z"_s;
    QTest::newRow("seconds as text") << "\"1795442700\""_ba << u"2026-11-23T14:05:00.000Z"_s;
    QTest::newRow("parts of a second") << "1795442700.25"_ba << u"2026-11-23T14:05:00.250Z"_s;
    QTest::newRow("milliseconds") << "1795442700250"_ba << u"2026-11-23T14:05:00.250Z"_s;
    QTest::newRow("milliseconds as text") << "\" 1795442700250 \""_ba << u"2026-11-23T14:05:00.250Z"_s;
    QTest::newRow("just now") << "\"2026-11-23T14:10:00Z\""_ba << u"2026-11-23T14:10:00.000Z"_s;
    QTest::newRow("the future") << "\"2026-11-23T14:10:01Z\""_ba << QString();
    QTest::newRow("year 1") << "\"0001-01-01T00:00:00Z\""_ba << QString();
    QTest::newRow("zero") << "0"_ba << QString();
    QTest::newRow("negative") << "-5"_ba << QString();
    QTest::newRow("far") << "1e300"_ba << QString();
    QTest::newRow("nan") << "\"nan\""_ba << QString();
    QTest::newRow("words") << "\"soon\""_ba << QString();
    QTest::newRow("an object") << "{}"_ba << QString();
}

void TestJsonSource::readsTimes()
{
    QFETCH(const QByteArray, written);
    QFETCH(const QString, time);
    const Signal fired = only(u"json"_s, "{\"key\":\"k\",\"startedAt\":" + written + ",\"endedAt\":" + written + '}');
    QCOMPARE(fired.fingerprint, u"k"_s);
    QCOMPARE(timeOf(fired.startedAt), time);
    QCOMPARE(timeOf(fired.resolvedAt), QString());
    const Signal recovered = only(u"json"_s, R"({"key":"k","state":"ok","endedAt":)" + written + '}');
    QCOMPARE(timeOf(recovered.resolvedAt), time);
    QCOMPARE(timeOf(recovered.startedAt), QString());
}

void TestJsonSource::oneTimeForBothIsThatOfTheChange()
{
    const QByteArray with = R"({"key":"k","time":"2026-11-23T14:05:00Z","state":)";
    const Signal fired = only(u"json"_s, with + "\"down\"}");
    QCOMPARE(timeOf(fired.startedAt), u"2026-11-23T14:05:00.000Z"_s);
    const Signal recovered = only(u"json"_s, with + "\"up\"}");
    QCOMPARE(timeOf(recovered.startedAt), QString());
    QCOMPARE(timeOf(recovered.resolvedAt), u"2026-11-23T14:05:00.000Z"_s);
    const Signal both = only(u"json"_s, with + R"("up","started":"2026-11-23T14:00:00Z"})");
    QCOMPARE(timeOf(both.startedAt), u"2026-11-23T14:00:00.000Z"_s);
    QCOMPARE(timeOf(both.resolvedAt), u"2026-11-23T14:05:00.000Z"_s);
}

void TestJsonSource::findsTheAlerts()
{
    const auto keys = [](const QByteArray &payload, const QString &list) {
        QStringList result;
        const auto parsed = parse(u"json"_s, payload, {{u"list"_s, list}});
        for (const Signal &signal : parsed ? parsed->alerts : std::vector<Signal>()) {
            result << signal.fingerprint;
        }
        return parsed ? result.join(u' ') : parsed.error().message;
    };
    QCOMPARE(keys(R"({"key":"a"})", {}), u"a"_s);
    QCOMPARE(keys(R"([{"key":"a"},{"key":"b"}])", {}), u"a b"_s);
    QCOMPARE(keys(R"([])", {}), QString());
    QCOMPARE(keys(R"({"x":{"y":[{"key":"a"},{"key":"b"}]}})", u"x.y[*]"_s), u"a b"_s);
    QCOMPARE(keys(R"({"x":{"y":[{"key":"a"},{"key":"b"}]}})", u"x.y"_s), u"a b"_s);
    QCOMPARE(keys(R"({"x":[{"y":{"key":"a"}},{"y":{"key":"b"}}]})", u"x[*].y"_s), u"a b"_s);
    QCOMPARE(keys(R"({"one":{"key":"a"}})", u"many[*]|one"_s), u"a"_s);
    QCOMPARE(keys(R"({"x":[]})", u"x[*]"_s), QString());
    QCOMPARE(keys(R"({"z":1})", u"x[*]"_s), u"No alerts were found: There is no “x” in the alert."_s);
    QCOMPARE(keys(R"({"x":[{"key":"a"},{}]})", u"x[*]"_s).section(u'.', 0, 0), u"x[1]: No key was found"_s);
    QCOMPARE(keys(R"([{"key":"a"},7])", {}).section(u'.', 0, 0), u"[1]: No key was found"_s);
}

void TestJsonSource::takesNoMoreThanAHundredThousand()
{
    const QByteArray many = QByteArray(R"({"key":"k"},)").repeated(100'000);
    QCOMPARE(parse(u"json"_s, '[' + many.chopped(1) + ']')->alerts.size(), 100'000U);
    QVERIFY(refusal(u"json"_s, '[' + many + "{}]").contains(u"100000"));
    QVERIFY(refusal(u"json"_s, R"({"a":[)" + many + "{}]}", {{u"list"_s, u"a[*]"_s}}).contains(u"100000"));
}

void TestJsonSource::readsForms()
{
    const Signal signal =
        only(u"json"_s, "key=a%2Fb&state=up&summary=it+is+%C3%BCp&&lone&link=http%3A%2F%2Fx%2F%3Fa%3Db\r\n");
    QCOMPARE(signal.fingerprint, u"a/b"_s);
    QCOMPARE(signal.status, AlertStatus::Resolved);
    QCOMPARE(signal.summary, u"it is üp"_s);
    QCOMPARE(signal.link, u"http://x/?a=b"_s);
    QVERIFY(only(u"json"_s, "key=%00%ff").fingerprint.isValidUtf16());
    // What is meant to be JSON is not taken for a form.
    QVERIFY(refusal(u"json"_s, R"({"key":"a=b")").contains(u"JSON"));
    QVERIFY(refusal(u"json"_s, "<a href=x>").contains(u"JSON"));
    QVERIFY(refusal(u"json"_s, "=a").contains(u"JSON"));
}

void TestJsonSource::keepsLabels()
{
    const Signal signal =
        only(u"json"_s, sample,
             {{u"key"_s, u"event.id"_s},
              {u"labels"_s, u"event.tags, tags, pairs, text[*], event.big, event.left, absent, text"_s}});
    QCOMPARE(signal.labels, (QJsonObject{{u"service"_s, u"mail"_s},
                                         {u"tier"_s, u"1"_s},
                                         {u"tags"_s, u"plain, 7"_s},
                                         {u"region"_s, u"eu"_s},
                                         {u"n"_s, u"3"_s},
                                         {u"zone"_s, u"b"_s},
                                         {u"big"_s, u"9007199254740993"_s},
                                         {u"text"_s, u"service:mail, zone=b,, lone"_s}}));
    const Signal odd = only(u"json"_s, R"({"key":"k","labels":{"a\u0000\ud800":"b\ud800","":"x","long":")"
                                           + QByteArray(2000, 'y') + R"(","list":[1],"none":null}})");
    QCOMPARE(odd.labels.size(), 2);
    // A text of millions of parts is not taken apart whole.
    const Signal endless = only(u"json"_s, R"({"key":"k","tags":")" + QByteArray("a,").repeated(5'000'000) + "\"}");
    QCOMPARE(endless.labels.value("tags"_L1).toString().size(), 500);
    QCOMPARE(commaParts(QString(u"a,"_s).repeated(1'000'000)).size(), 5'000);
    QCOMPARE(odd.labels.value("long"_L1).toString().size(), 500);
}

void TestJsonSource::labelsTellWhatNoPathDoes()
{
    const QByteArray with = R"({"key":"k","labels":{"service":"L","dc":"D","probe":"P","test":"uat"})";
    const Signal labels = only(u"json"_s, with + '}');
    QCOMPARE(labels.service, u"L"_s);
    QCOMPARE(labels.dataCentre, u"D"_s);
    QCOMPARE(labels.probes, QStringList(u"P"_s));
    QCOMPARE(labels.failedTest, FailedTest::Acceptance);
    const Signal paths = only(u"json"_s, with + R"(,"service":"a","region":"b","probes":["c","d","c",""]})");
    QCOMPARE(paths.service, u"a"_s);
    QCOMPARE(paths.dataCentre, u"b"_s);
    QCOMPARE(paths.probes, QStringList({u"c"_s, u"d"_s}));
}

void TestJsonSource::aKeyIsNeeded()
{
    QCOMPARE(refusal(u"json"_s, R"({"key":{},"id":null})"),
             u"No key was found. key is an object, not a text. There is no “fingerprint” in the alert. There is no "
             "“dedup_key” in the alert. id is empty."_s);
    const Signal longest = only(u"json"_s, R"({"key":")" + QByteArray(5000, 'k') + "\"}");
    QCOMPARE(longest.fingerprint.size(), 64);
    QCOMPARE(longest.summary.size(), 500);
}

void TestJsonSource::settingsReplaceDefaults()
{
    const QByteArray payload = R"({"key":"k","id":"i","state":"up","summary":"s","name":"n"})";
    QCOMPARE(only(u"json"_s, payload).fingerprint, u"k"_s);
    QCOMPARE(only(u"json"_s, payload, {{u"key"_s, u"id"_s}}).fingerprint, u"i"_s);
    // What was emptied stays empty.
    QCOMPARE(only(u"json"_s, payload, {{u"summary"_s, QString()}}).summary, u"k"_s);
    QCOMPARE(only(u"json"_s, payload, {{u"state"_s, QString()}}).status, AlertStatus::Firing);
}

void TestJsonSource::checksSettings_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("problem");
    QTest::newRow("right") << u"service"_s << u"a.b[0]|\"web\""_s << QString();
    QTest::newRow("empty") << u"service"_s << QString() << QString();
    QTest::newRow("wrong") << u"service"_s << u"a..b"_s
                           << u"Service: “a..b” is not a path: at character 3, a name is missing."_s;
    QTest::newRow("one of several")
        << u"labels"_s << u"a, b[, c"_s
        << u"Labels: “b[” is not a path: at character 3, write [0], [1] and so on for one entry of a "
           "list, or [*] for each."_s;
    QTest::newRow("no key") << u"key"_s << u" "_s
                            << u"Key: without a path to it no problem can be told from another."_s;
    QTest::newRow("words are no paths") << u"recovered"_s << u"a..b, [x"_s << QString();
}

void TestJsonSource::checksSettings()
{
    QFETCH(const QString, key);
    QFETCH(const QString, value);
    QFETCH(const QString, problem);
    const auto checked = sourceNamed(u"json"_s)->check({{key, value}});
    QCOMPARE(checked ? QString() : checked.error().message, problem);
    QVERIFY(checked || checked.error().code == ErrorCode::Invalid);
    QVERIFY(checked || refusal(u"json"_s, R"({"key":"k"})", {{key, value}}) == problem);
    // And so it cannot be saved.
    const auto adapter = std::ranges::find(sourceAdapters(), u"json"_s, [](const auto &one) { return one->id(); });
    QJsonObject settings{{u"key"_s, u"id"_s}};
    settings.insert(key, value);
    const auto saved = checkSettings(**adapter, settings, {});
    QCOMPARE(saved.has_value(), checked.has_value());
}

void TestJsonSource::everyPresetsPathsAreRight_data()
{
    QTest::addColumn<QString>("id");
    for (const auto &source : allSources()) {
        if (hasJsonPreview(source->id())) {
            QTest::newRow(qPrintable(source->id())) << source->id();
        }
    }
}

void TestJsonSource::everyPresetsPathsAreRight()
{
    QFETCH(const QString, id);
    const auto source = sourceNamed(id);
    QVERIFY(source->check({}));
    QJsonObject defaults;
    for (const SettingField &field : source->fields()) {
        defaults.insert(field.key, field.defaultValue);
        QVERIFY2(!field.help.isEmpty(), qPrintable(field.key));
        QVERIFY2(!field.required || !field.defaultValue.isEmpty(), qPrintable(field.key));
    }
    QVERIFY2(source->check(defaults), "what the settings page shows at first cannot be saved");
    QVERIFY(source->guide().arg(u"ADDRESS"_s).contains(u"ADDRESS"));
}

void TestJsonSource::previewsWhatWasFoundAndWhyNot()
{
    const QByteArray payload = R"({"list":[
        {"id":5,"is":"recovered","how":"bad","name":"N","since":"soon","until":"2026-11-23T15:00:00Z","at":"ftp://x"},
        {"id":6,"is":"new","how":"sev1","since":1795442700,"at":"http://x/","tags":["service:login","b"]}]})";
    const QJsonObject settings{
        {u"list"_s, u"list[*]"_s},    {u"key"_s, u"id"_s},         {u"state"_s, u"is"_s},
        {u"severity"_s, u"how"_s},    {u"summary"_s, u"name"_s},   {u"service"_s, u"what.name"_s},
        {u"dataCentre"_s, QString()}, {u"started"_s, u"since"_s},  {u"ended"_s, u"until"_s},
        {u"link"_s, u"at"_s},         {u"labels"_s, u"tags, id"_s}};
    const auto preview = previewJson(u"json"_s, payload, settings, received);
    QVERIFY2(preview, preview ? "" : qPrintable(preview.error().message));
    QCOMPARE(preview->count, 2);
    QCOMPARE(preview->alerts.size(), 2U);
    const auto row = [&preview](size_t alert, const QString &key) {
        for (const PreviewedField &field : preview->alerts.at(alert).fields) {
            if (field.key == key) {
                return u"%1 → %2 ! %3"_s.arg(field.found, field.meaning, field.problem);
            }
        }
        return u"(no such field)"_s;
    };
    QCOMPARE(preview->alerts.at(0).problem, QString());
    QCOMPARE(row(0, u"key"_s), u"5 → 5 ! "_s);
    QCOMPARE(row(0, u"state"_s), u"recovered → resolved ! "_s);
    QCOMPARE(row(0, u"severity"_s),
             u"bad → error ! “bad” is not a severity that is known, so it counts as an error."_s);
    QCOMPARE(row(0, u"summary"_s), u"N → N ! "_s);
    QCOMPARE(row(0, u"service"_s), u" →  ! There is no “what” in the alert."_s);
    QCOMPARE(row(0, u"dataCentre"_s), u" →  ! "_s);
    QCOMPARE(row(0, u"started"_s), u"soon →  ! “soon” is not a time."_s);
    QCOMPARE(row(0, u"ended"_s),
             u"2026-11-23T15:00:00Z →  ! It lies in the future, so the time of the receipt is taken."_s);
    QCOMPARE(row(0, u"link"_s), u"ftp://x →  ! It is not a web address."_s);
    QCOMPARE(row(0, u"labels"_s), u"5 → id=5 ! There is no “tags” in the alert."_s);
    QCOMPARE(row(0, u"recovered"_s), u"(no such field)"_s);
    QCOMPARE(row(1, u"state"_s), u"new → firing ! "_s);
    QCOMPARE(row(1, u"severity"_s), u"sev1 → critical ! "_s);
    QCOMPARE(row(1, u"summary"_s), u" → 6 ! There is no “name” in the alert."_s);
    QCOMPARE(row(1, u"service"_s), u" → login ! "_s);
    QCOMPARE(row(1, u"started"_s), u"1795442700 → 2026-11-23T14:05:00.000Z ! "_s);
    QCOMPARE(row(1, u"ended"_s), u" →  ! There is no “until” in the alert."_s);
    QCOMPARE(row(1, u"labels"_s), u"service:login, b, 6 → id=6, service=login, tags=b ! "_s);
}

void TestJsonSource::previewsAlertsThatWouldBeRefused()
{
    const auto preview = previewJson(u"json"_s, R"([{"key":"a"},{"state":"TEST"},{"key":"b","state":"TEST"}])",
                                     {{u"ignored"_s, u"test"_s}, {u"key"_s, u"key"_s}}, received);
    QVERIFY(preview);
    QCOMPARE(preview->alerts.size(), 3U);
    QCOMPARE(preview->alerts.at(0).problem, QString());
    QCOMPARE(preview->alerts.at(1).problem, u"No key was found. There is no “key” in the alert."_s);
    QCOMPARE(preview->alerts.at(1).fields.at(1).found, u"TEST"_s);  // what can be told is told all the same
    QVERIFY(preview->alerts.at(2).isIgnored);
    QCOMPARE(preview->alerts.at(2).fields.at(1).meaning, u"ignored"_s);
    const auto many = previewJson(u"json"_s, '[' + QByteArray("{},").repeated(30) + "{}]", {}, received);
    QCOMPARE(many->count, 31);
    QCOMPARE(many->alerts.size(), 10U);
}

void TestJsonSource::previewsOnlyWhatIsReadByPaths()
{
    for (const QString &id : {u"json"_s, u"datadog"_s, u"statuscake"_s, u"uptimerobot"_s}) {
        QVERIFY2(hasJsonPreview(id), qPrintable(id));
    }
    QVERIFY(!hasJsonPreview(u"alertmanager"_s));
    QVERIFY(!hasJsonPreview(u"nobody"_s));
    QCOMPARE(previewJson(u"alertmanager"_s, "{}", {}, received).error().code, ErrorCode::NotFound);
    QCOMPARE(previewJson(u"json"_s, "{", {}, received).error().code, ErrorCode::Invalid);
    QCOMPARE(previewJson(u"json"_s, "{}", {{u"key"_s, u"a["_s}}, received).error().code, ErrorCode::Invalid);
    QCOMPARE(previewJson(u"json"_s, "{}", {{u"list"_s, u"a[*]"_s}}, received).error().message,
             u"No alerts were found: There is no “a” in the alert."_s);
}

void TestJsonSource::previewAgreesWithParse()
{
    const QByteArray payload =
        R"({"monitor":7,"scope":"a:b","transition":"Recovered","priority":"P2","tags":"service:x,y"})";
    const Signal signal = only(u"datadog"_s, payload);
    const auto preview = previewJson(u"datadog"_s, payload, {}, received);
    const auto meaning = [&preview](const QString &key) {
        for (const PreviewedField &field : preview->alerts.at(0).fields) {
            if (field.key == key) {
                return field.meaning;
            }
        }
        return u"(no such field)"_s;
    };
    QCOMPARE(meaning(u"key"_s), signal.fingerprint);
    QCOMPARE(signal.fingerprint, u"7 a:b"_s);
    QCOMPARE(meaning(u"state"_s), toText(signal.status));
    QCOMPARE(meaning(u"severity"_s), toText(signal.severity));
    QCOMPARE(meaning(u"service"_s), signal.service);
    QCOMPARE(meaning(u"labels"_s), u"a=b, monitor=7, service=x, tags=y"_s);
}

void TestJsonSource::statusCakesTokenIsCompared_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<bool>("taken");
    const QString md5 = u"0cbc6611f5540bd0809a388dc95a615b"_s;
    QTest::newRow("the same") << md5 << "&Token=0cbc6611f5540bd0809a388dc95a615b"_ba << true;
    QTest::newRow("in other letters") << md5.toUpper() + u' ' << "&Token=0cbc6611f5540bd0809a388dc95a615b"_ba << true;
    QTest::newRow("another") << md5 << "&Token=0cbc6611f5540bd0809a388dc95a615c"_ba << false;
    QTest::newRow("a part of it") << md5 << "&Token=0cbc6611"_ba << false;
    QTest::newRow("empty") << md5 << "&Token="_ba << false;
    QTest::newRow("none") << md5 << ""_ba << false;
    QTest::newRow("not compared") << QString() << "&Token=x"_ba << true;
}

void TestJsonSource::statusCakesTokenIsCompared()
{
    QFETCH(const QString, setting);
    QFETCH(const QByteArray, token);
    QFETCH(const bool, taken);
    const QJsonObject settings{{u"token"_s, setting}};
    const QByteArray form = "Name=a&URL=b&Status=Down" + token;
    QCOMPARE(parse(u"statuscake"_s, form, settings).has_value(), taken);
    if (!taken) {
        QCOMPARE(refusal(u"statuscake"_s, form, settings), u"Token is not the one that is set for this source."_s);
    }
    // A list of alerts would pass by it.
    QCOMPARE(refusal(u"statuscake"_s, R"([{"Name":"a","URL":"b"}])", settings),
             u"The body is a list; StatusCake sends an object."_s);
}

void TestJsonSource::theTokenIsNotKept()
{
    const Signal signal =
        only(u"statuscake"_s, "Name=a&URL=b&Status=Down&Token=abc", {{u"labels"_s, u"Token, $, Name"_s}});
    QVERIFY(!signal.labels.contains("Token"_L1));
    QCOMPARE(signal.labels.value("Status"_L1).toString(), u"Down"_s);
}

void TestJsonSource::expiryIsAProblemOfItsOwn()
{
    const auto tell = [](const QByteArray &type) {
        return only(u"uptimerobot"_s, R"({"monitorID":9,"monitorFriendlyName":"Shop","alertType":)" + type + '}');
    };
    const Signal down = tell("\"1\"");
    const Signal up = tell("\"2\"");
    const Signal expiry = tell("3");
    QCOMPARE(down.status, AlertStatus::Firing);
    QCOMPARE(down.severity, AlertSeverity::Error);
    QCOMPARE(up.status, AlertStatus::Resolved);
    QCOMPARE(up.fingerprint, down.fingerprint);
    QCOMPARE(expiry.status, AlertStatus::Firing);
    QCOMPARE(expiry.severity, AlertSeverity::Warning);
    QVERIFY(expiry.fingerprint != down.fingerprint);
    QCOMPARE(tell("\"3\"").fingerprint, expiry.fingerprint);
    QVERIFY(refusal(u"uptimerobot"_s, R"({"alertType":3})").contains(u"monitorID"));
}

void TestJsonSource::datadogsTransitions_data()
{
    QTest::addColumn<QString>("transition");
    QTest::addColumn<QString>("outcome");
    for (const char *fires : {"Triggered", "Re-Triggered", "No Data", "Re-No Data", "Warn", "Re-Warn", "Renotify",
                              "Null", "$ALERT_TRANSITION", "Whatever"}) {
        QTest::newRow(fires) << QString::fromLatin1(fires) << u"firing"_s;
    }
    for (const char *recovers : {"Recovered", "Warn Recovered", "No Data Recovered", "recovered"}) {
        QTest::newRow(recovers) << QString::fromLatin1(recovers) << u"resolved"_s;
    }
    QTest::newRow("Muted") << u"Muted"_s << u"ignored"_s;
}

void TestJsonSource::datadogsTransitions()
{
    QFETCH(const QString, transition);
    QFETCH(const QString, outcome);
    const auto parsed = parse(u"datadog"_s, toJsonBytes({{u"monitor"_s, 1}, {u"transition"_s, transition}}));
    QVERIFY(parsed);
    QCOMPARE(parsed->alerts.empty() ? u"ignored"_s : toText(parsed->alerts.front().status), outcome);
}

QTEST_GUILESS_MAIN(TestJsonSource)
#include "tst_jsonsource.moc"
