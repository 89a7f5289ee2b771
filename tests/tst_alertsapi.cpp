// SPDX-License-Identifier: GPL-3.0-or-later
// Alertmanager's API v2 as we serve it: label matchers, and the list of what fires.
#include "models/alerts/inbox/alertsapi.h"
#include "models/alerts/inbox/inboxindex.h"
#include "support/testdatabase.h"

#include <QJsonDocument>
#include <QTest>

using namespace onlyonce;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QJsonObject labels{{u"alertname"_s, u"Down"_s}, {u"region"_s, u"eu-1"_s}, {u"path"_s, u"a\"b\\c"_s}};

using Items = QList<std::pair<QByteArray, QByteArray>>;

}  // namespace

class TestAlertsApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchers_data();
    void matchers();
    void wrongMatchers_data();
    void wrongMatchers();
    void listsWhatFires_data() { TestDatabase::addEngines(); }
    void listsWhatFires();
    void manyPages_data() { TestDatabase::addEngines(); }
    void manyPages();
};

void TestAlertsApi::matchers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("matches");
    QTest::addColumn<QString>("normal");
    const auto row = [](const char *name, const QString &text, bool matches, const QString &normal = {}) {
        QTest::newRow(name) << text << matches << (normal.isEmpty() ? text : normal);
    };
    row("equal", u"region=\"eu-1\""_s, true);
    row("equal, another", u"region=\"eu\""_s, false);
    row("not equal", u"region!=\"us-1\""_s, true);
    row("expression", u"region=~\"eu-.*\""_s, true);
    row("expression, whole value", u"region=~\"eu\""_s, false);
    row("alternatives, whole value", u"region=~\"us|eu\""_s, false);
    row("not the expression", u"region!~\"us-.*\""_s, true);
    row("missing label is empty", u"zone=\"\""_s, true);
    row("missing label, not equal", u"zone!=\"a\""_s, true);
    row("without quotes", u"region=eu-1"_s, true, u"region=\"eu-1\""_s);
    row("with spaces", u" region = \"eu-1\" "_s, true, u"region=\"eu-1\""_s);
    row("escaped", u"path=\"a\\\"b\\\\c\""_s, true);
    row("equals sign in the value", u"region=\"a=b\""_s, false);
    row("no case", u"Region=\"eu-1\""_s, false);
}

void TestAlertsApi::matchers()
{
    QFETCH(const QString, text);
    QFETCH(const bool, matches);
    QFETCH(const QString, normal);
    REQUIRE_VALUE(matcher, Matcher::parse(text));
    QCOMPARE(matcher.matches(labels), matches);
    QCOMPARE(matcher.text(), normal);
    REQUIRE_VALUE(again, Matcher::parse(normal));
    QCOMPARE(again.matches(labels), matches);
}

void TestAlertsApi::wrongMatchers_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", "region", "=\"eu\"", "region~\"eu\"", "region=\"eu", "region=\"e\"u\"",
                             "region=~\"(\"", "region=\"eu\\\"", "!", "region!\"eu\""}) {
        QTest::newRow(*text ? text : "nothing") << QString::fromUtf8(text);
    }
    QTest::newRow("very long") << u"region=\""_s + QString(5000, u'a') + u'"';
}

void TestAlertsApi::wrongMatchers()
{
    QFETCH(const QString, text);
    const auto matcher = Matcher::parse(text);
    QVERIFY(!matcher);
    QCOMPARE(matcher.error().code, ErrorCode::Invalid);
    QVERIFY(matcher.error().message.size() < 300);
}

void TestAlertsApi::listsWhatFires()
{
    TestDatabase database;
    database.clock.set(u"2026-11-23T05:00:00Z");
    Collector collector(*database);
    const auto tell = [&](const QByteArray &payload) { return await(collector.take(u"alertmanager"_s, payload)); };
    // As a Prometheus posts them: what has ended already is over.
    const QByteArray posted = R"([
        {"labels":{"alertname":"Down","region":"eu"},"annotations":{"summary":"It is down"},
         "startsAt":"2026-11-23T04:40:00.123Z","endsAt":"2026-11-23T05:04:00Z","generatorURL":"http://p.example.org/g"},
        {"labels":{"alertname":"Slow","region":"us"},"startsAt":"2026-11-23T04:50:00Z"},
        {"labels":{"alertname":"Old","region":"eu"},"startsAt":"2026-11-23T04:00:00Z","endsAt":"2026-11-23T04:59:00Z"}])";
    REQUIRE_OK(tell(posted));
    const auto list = [&](const Items &items) {
        auto query = alertsQuery(items);
        return query ? await(database->read([&](Transaction &t) { return alertsForApi(t, *query, 100); }))
                     : failure(query);
    };
    REQUIRE_VALUE(all, list({}));
    QCOMPARE(all.size(), 2);
    const QJsonObject down = all[1].toObject();
    QCOMPARE(down[u"labels"].toObject(), (QJsonObject{{u"alertname"_s, u"Down"_s}, {u"region"_s, u"eu"_s}}));
    QCOMPARE(down[u"annotations"].toObject()[u"summary"].toString(), u"It is down"_s);
    QCOMPARE(down[u"startsAt"].toString(), u"2026-11-23T04:40:00.123Z"_s);
    QCOMPARE(down[u"updatedAt"].toString(), u"2026-11-23T05:00:00.000Z"_s);
    QCOMPARE(down[u"endsAt"].toString(), u"2026-11-23T05:05:00.000Z"_s);
    QCOMPARE(down[u"generatorURL"].toString(), u"http://p.example.org/g"_s);
    QCOMPARE(down[u"status"].toObject()[u"state"].toString(), u"active"_s);
    QCOMPARE(down[u"receivers"].toArray().size(), 1);
    QVERIFY(!down[u"fingerprint"].toString().isEmpty());

    const auto names = [&](const Items &items) {
        QStringList found;
        const auto listed = list(items);
        for (const QJsonValue alert : listed.value_or(QJsonArray{})) {
            found << alert[u"labels"][u"alertname"].toString();
        }
        return found;
    };
    QCOMPARE(names({{"filter", "region=\"eu\""}}), QStringList{u"Down"_s});
    QCOMPARE(names({{"filter", "region=~\".+\""}, {"filter", "alertname!=\"Down\""}}), QStringList{u"Slow"_s});
    QCOMPARE(names({{"active", "false"}}), QStringList());
    QCOMPARE(names({{"silenced", "false"}, {"unheard-of", "1"}}).size(), 2);
    QCOMPARE(names({{"receiver", "only.*"}}).size(), 2);
    QCOMPARE(names({{"receiver", "only"}}), QStringList());
    QCOMPARE(list({{"filter", "region"}}).error().code, ErrorCode::Invalid);
    QCOMPARE(list({{"receiver", "("}}).error().code, ErrorCode::Invalid);

    // Sent again with its end in the past: Prometheus' way to say that it is over.
    const QByteArray over = R"([{"labels":{"region":"us","alertname":"Slow"},"startsAt":"2026-11-23T04:50:00Z",
                         "endsAt":"2026-11-23T04:58:00Z"}])";
    REQUIRE_OK(tell(over));
    QCOMPARE(names({}), QStringList{u"Down"_s});
}

void TestAlertsApi::manyPages()
{
    TestDatabase database;
    Collector collector(*database);
    QJsonArray payload;
    for (int i = 0; i < 2'500; ++i) {
        payload.append(QJsonObject{
            {u"labels"_s, QJsonObject{{u"alertname"_s, u"A%1"_s.arg(i)}, {u"odd"_s, i % 2 ? u"yes"_s : u"no"_s}}}});
    }
    QStringList words;
    for (int i = 0; i < 300; ++i) {
        words << QString::number(i);
    }
    payload.append(
        QJsonObject{{u"labels"_s, QJsonObject{{u"alertname"_s, words.join(u' ')}, {u"zone"_s, u"very last"_s}}}});
    payload.append(QJsonObject{{u"labels"_s, QJsonObject{{u"alertname"_s, u"Odd"_s}, {u"said"_s, u"\"é\" \\ 火"_s}}}});
    REQUIRE_OK(await(collector.take(u"alertmanager"_s, QJsonDocument(payload).toJson())));
    const auto count = [&](const Items &items, int limit) {
        const auto query = alertsQuery(items).value();
        return await(database->read([&](Transaction &t) { return alertsForApi(t, query, limit); })).value().size();
    };
    // None of them in the index of words yet, some of them, all of them: the same is found.
    for (const int more : {0, 1'000, 10'000}) {
        if (more > 0) {
            REQUIRE_OK(await(database->write({}, [more](Transaction &t) { return indexAlerts(t, more); })));
        }
        QCOMPARE(count({}, 10'000), 2'502);
        QCOMPARE(count({{"filter", "odd=\"yes\""}}, 10'000), 1'250);
        QCOMPARE(count({{"filter", "odd=\"YES\""}}, 10'000), 0);
        QCOMPARE(count({{"filter", "odd=\"yes\""}, {"filter", "alertname=\"A77\""}}, 10'000), 1);
        QCOMPARE(count({{"filter", "odd=\"\""}}, 10'000), 2);
        QCOMPARE(count({{"filter", "said=\"\\\"é\\\" \\\\ 火\""}}, 10'000), 1);
        QCOMPARE(count({{"filter", "zone=\"very last\""}}, 10'000), 1);
        QCOMPARE(count({{"filter", "zone=\"last very\""}}, 10'000), 0);
        QCOMPARE(count({}, 1'300), 1'300);
    }
}

QTEST_GUILESS_MAIN(TestAlertsApi)
#include "tst_alertsapi.moc"
