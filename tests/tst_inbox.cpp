// SPDX-License-Identifier: GPL-3.0-or-later
// The inbox as it is asked: the order, facets and words, paging while alerts come and recover, the story of one alert and
// its payload, on both engines.
#include "models/alerts/collector.h"
#include "models/alerts/inbox/alertwords.h"
#include "models/alerts/inbox/inboxindex.h"
#include "models/base/json.h"
#include "models/catalog/places.h"
#include "models/delivery/connections.h"
#include "models/incidents/desk.h"
#include "models/incidents/grouping/grouping.h"
#include "models/incidents/grouping/regroup.h"
#include "models/incidents/sight.h"
#include "support/testdatabase.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct Telling
{
    QString name;
    QString status = u"firing"_s;
    QString severity = u"critical"_s;
    QString summary = {};
    QString service = {};
    QString dataCentre = {};
    QJsonObject labels = {};
    QString check = {};  //!< the alertname, if it is not the name
};

//! A monitoring system and the database that it tells.
struct House
{
    QByteArray payload(const std::vector<Telling> &tellings) const
    {
        QJsonArray alerts;
        for (const Telling &each : tellings) {
            QJsonObject labels = each.labels;
            labels.insert(u"alertname"_s, each.check.isEmpty() ? each.name : each.check);
            labels.insert(u"severity"_s, each.severity);
            for (const auto &[key, value] :
                 {std::pair(u"service"_s, each.service), {u"datacenter"_s, each.dataCentre}}) {
                if (!value.isEmpty()) {
                    labels.insert(key, value);
                }
            }
            alerts.append(QJsonObject{{u"status"_s, each.status},
                                      {u"fingerprint"_s, each.name},
                                      {u"labels"_s, labels},
                                      {u"annotations"_s, QJsonObject{{u"summary"_s, each.summary}}},
                                      {u"startsAt"_s, toIso(database.clock.now() - 20s)}});
        }
        return QJsonDocument(QJsonObject{{u"alerts"_s, alerts}}).toJson(QJsonDocument::Compact);
    }
    void tell(const std::vector<Telling> &tellings)
    {
        REQUIRE_OK(await(collector.take(u"alertmanager"_s, payload(tellings))));
    }
    void recover(const QString &name) { tell({{.name = name, .status = u"resolved"_s}}); }
    //! Everything, in steps of so many.
    void index(int limit = 300)
    {
        for (bool more = true; more;) {
            REQUIRE_VALUE(step, await(database->write({}, [limit](Transaction &t) { return indexAlerts(t, limit); })));
            more = step.more;
        }
    }
    void group()
    {
        REQUIRE_OK(await(database->write({}, [](Transaction &t) { return groupAlerts(t); })));
    }
    Result<std::vector<AlertRow>> page(const InboxFilter &filter, const KeyPage &page = {.limit = 1000})
    {
        return await(database->read([filter, page](Transaction &t) { return inbox(t, filter, page); }));
    }
    //! "name" of those that fire, "(name)" of those that are over; or why there is no answer.
    QString list(const InboxFilter &filter = {}, const KeyPage &asked = {.limit = 1000})
    {
        const auto rows = page(filter, asked);
        if (!rows) {
            return QString::fromUtf8(why(rows));
        }
        QStringList names;
        for (const AlertRow &row : *rows) {
            names << (row.status == AlertStatus::Firing ? row.fingerprint : u"(%1)"_s.arg(row.fingerprint));
        }
        return names.join(u' ');
    }
    QString found(const QString &text) { return list({.text = text}); }
    AlertId idOf(const QString &name)
    {
        const auto rows = page({.source = u"alertmanager"_s, .fingerprint = name});
        return rows && !rows->empty() ? rows->front().id : AlertId();
    }
    Result<std::optional<AlertStory>> story(AlertId id)
    {
        return await(database->read([id](Transaction &t) { return alertStory(t, id); }));
    }

    TestDatabase database;
    Collector collector{*database};
};

}  // namespace

class TestInbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatFiresComesFirst_data() { TestDatabase::addEngines(); }
    void whatFiresComesFirst()
    {
        House house;
        QCOMPARE(house.list(), QString());
        for (const QString &name : {u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s}) {
            house.tell({{.name = name}});
        }
        QCOMPARE(house.list(), u"e d c b a"_s);
        house.recover(u"b"_s);
        house.recover(u"e"_s);
        QCOMPARE(house.list(), u"d c a (e) (b)"_s);
        QCOMPARE(house.list({.status = AlertStatus::Firing}), u"d c a"_s);
        QCOMPARE(house.list({.status = AlertStatus::Resolved}), u"(e) (b)"_s);
        // From either end, and across the seam.
        QCOMPARE(house.list({}, {.limit = 4}), u"d c a (e)"_s);
        QCOMPARE(house.list({}, {.limit = 3, .oldest = true}), u"a (e) (b)"_s);
        REQUIRE_VALUE(rows, house.page({}));
        QCOMPARE(house.list({}, {.before = inboxKey(rows[1])}), u"a (e) (b)"_s);
        QCOMPARE(house.list({}, {.before = inboxKey(rows[2])}), u"(e) (b)"_s);
        QCOMPARE(house.list({}, {.before = inboxKey(rows[3])}), u"(b)"_s);
        QCOMPARE(house.list({}, {.after = inboxKey(rows[3])}), u"d c a"_s);
        QCOMPARE(house.list({}, {.after = inboxKey(rows[4])}), u"d c a (e)"_s);
        QCOMPARE(house.list({}, {.limit = 2, .after = inboxKey(rows[4]), .oldest = true}), u"a (e)"_s);
        QCOMPARE(house.list({}, {.before = inboxKey(rows[4])}), QString());
        // A new episode is a row of its own.
        house.tell({{.name = u"b"_s}});
        house.database.clock.advance(3min);
        house.tell({{.name = u"b"_s}});
        QCOMPARE(house.list(), u"b d c a (e) (b)"_s);
        REQUIRE_VALUE(firing, await(house.database->read([](Transaction &t) { return firingAlerts(t); })));
        QCOMPARE(firing, 4);
    }

    void facetsNarrow_data() { TestDatabase::addEngines(); }
    void facetsNarrow()
    {
        House house;
        house.tell({{.name = u"a"_s, .severity = u"critical"_s, .service = u"shop"_s, .dataCentre = u"fra1"_s},
                    {.name = u"b"_s, .severity = u"warning"_s, .service = u"shop"_s, .dataCentre = u"ams1"_s},
                    {.name = u"c"_s, .severity = u"warning"_s, .service = u"mail % \"x\" ~1"_s},
                    {.name = u"d"_s, .severity = u"info"_s}});
        house.recover(u"a"_s);
        house.index(1);
        const auto values = [&] {
            QStringList texts;
            const auto all = await(house.database->read([](Transaction &t) { return facetOffers(t); }));
            for (const auto &[value, firing] : all.value_or(std::vector<FacetOffer>())) {
                texts << u"%1=%2 (%3)"_s.arg(toText(value.facet), value.value).arg(firing);
            }
            return texts.join(u", "_s);
        };
        QCOMPARE(values(),
                 u"data centre=ams1 (1), data centre=fra1 (0), service=mail % \"x\" ~1 (1), service=shop (1), "
                 "severity=critical (0), severity=info (1), severity=warning (2), source=alertmanager (3)"_s);
        const auto by = [&](const std::map<Facet, QStringList> &chosen) { return house.list({.values = chosen}); };
        QCOMPARE(by({{Facet::Service, {u"shop"_s}}}), u"b (a)"_s);
        QCOMPARE(by({{Facet::Service, {u"shop"_s, u"mail % \"x\" ~1"_s}}}), u"c b (a)"_s);
        QCOMPARE(by({{Facet::Service, {u"mail % \"x\" ~1"_s}}}), u"c"_s);
        QCOMPARE(by({{Facet::Service, {u"shop"_s}}, {Facet::Severity, {u"warning"_s}}}), u"b"_s);
        QCOMPARE(by({{Facet::DataCentre, {u"fra1"_s, u"ams1"_s}}}), u"b (a)"_s);
        QCOMPARE(by({{Facet::Source, {u"alertmanager"_s}}}), u"d c b (a)"_s);
        QCOMPARE(by({{Facet::Source, {u"zabbix"_s}}}), QString());
        QCOMPARE(by({{Facet::Service, {u"shop"_s, u"unknown"_s}}}), u"b (a)"_s);
        QCOMPARE(by({{Facet::Service, {}}}), u"d c b (a)"_s);
        QCOMPARE(house.list({.status = AlertStatus::Firing, .values = {{Facet::Service, {u"shop"_s}}}}), u"b"_s);
        QCOMPARE(house.list({.status = AlertStatus::Resolved, .values = {{Facet::Service, {u"shop"_s}}}}), u"(a)"_s);
        QCOMPARE(house.list({.values = {{Facet::Service, {u"shop"_s}}}, .text = u"critical"_s}), u"(a)"_s);
    }

    void failedTestsAreFacets_data() { TestDatabase::addEngines(); }
    void failedTestsAreFacets()
    {
        House house;
        house.tell({{.name = u"smoke"_s, .labels = {{u"test"_s, u"smoke"_s}}},
                    {.name = u"order"_s, .labels = {{u"test"_s, u"uat"_s}}},
                    {.name = u"disk"_s}});
        house.index();
        const auto by = [&](const QStringList &tests) { return house.list({.values = {{Facet::FailedTest, tests}}}); };
        QCOMPARE(by({u"acceptance"_s}), u"order"_s);
        QCOMPARE(by({u"system"_s}), u"smoke"_s);
        QCOMPARE(by({u"acceptance"_s, u"system"_s}), u"order smoke"_s);
        house.recover(u"order"_s);
        REQUIRE_VALUE(offers, await(house.database->read([](Transaction &t) { return facetOffers(t); })));
        QStringList offered;
        for (const FacetOffer &offer : offers) {
            if (offer.value.facet == Facet::FailedTest) {
                offered << u"%1 (%2)"_s.arg(label(failedTestFrom(offer.value.value))).arg(offer.firing);
            }
        }
        QCOMPARE(offered.join(u", "_s), u"Acceptance test failed (0), System test failed (1)"_s);
    }

    void placesAreCountedTogether_data() { TestDatabase::addEngines(); }
    void placesAreCountedTogether()
    {
        House house;
        const auto from = [](const QString &name, const QString &place, const QString &check = u"SiteDown"_s) {
            return Telling{.name = name, .service = u"shop"_s, .labels = {{u"probe"_s, place}}, .check = check};
        };
        const auto seen = [&](const QString &name) {
            house.index();
            const auto story = house.story(house.idOf(name)).value();
            return story ? sightingText(story->sighting) : u"nothing"_s;
        };
        house.tell({from(u"d1"_s, u"Oslo"_s),
                    from(u"d2"_s, u"Rome"_s),
                    from(u"d3"_s, u"Dublin"_s),
                    from(u"slow"_s, u"Lima"_s, u"SiteSlow"_s),
                    {.name = u"mail"_s, .service = u"mail"_s, .labels = {{u"probe"_s, u"Bonn"_s}}},
                    {.name = u"disk"_s, .service = u"shop"_s}});
        const QString three =
            u"3 of 4 places that have reported on it in 30 days see it fail now: Dublin, Oslo, Rome"_s;
        QCOMPARE(seen(u"d1"_s), three);
        QCOMPARE(seen(u"d3"_s), three);
        QCOMPARE(seen(u"slow"_s), u"1 of 4 places that have reported on it in 30 days sees it fail now: Lima"_s);
        QCOMPARE(seen(u"mail"_s), u"Bonn sees it fail now; no other place has reported on it in 30 days"_s);
        QCOMPARE(seen(u"disk"_s), QString());  // it does not say from where

        Telling over = from(u"d2"_s, u"Rome"_s);
        over.status = u"resolved"_s;
        house.tell({over});
        QCOMPARE(seen(u"d1"_s), u"2 of 4 places that have reported on it in 30 days see it fail now: Dublin, Oslo"_s);
        house.group();
        REQUIRE_VALUE(incidents,
                      await(house.database->read([](Transaction &t) { return onlyonce::incidents(t, {}, 5); })));
        const auto ofShop = std::ranges::find(incidents, QStringList{u"shop"_s}, &Incident::services);
        QVERIFY(ofShop != incidents.end());
        const auto sight = [&](const Incident &incident) {
            return await(house.database->read([&](Transaction &t) { return incidentSight(t, incident); })).value();
        };
        QCOMPARE(placesText(sight(*ofShop)), u"Seen to fail from 4 places, now from 3"_s);

        // What was reported long ago says nothing of how many look today; what still fires does.
        house.database.clock.advance(31 * 24h);
        house.tell({from(u"d4"_s, u"Quito"_s)});
        QCOMPARE(seen(u"d4"_s),
                 u"3 places see it fail now: Dublin, Oslo, Quito; no other has reported on it in 30 days"_s);
    }

    //! What is not stated is only what is known; what is stated is right from the first failure on.
    void placesAreCountedAgainstWhatIsStated_data() { TestDatabase::addEngines(); }
    void placesAreCountedAgainstWhatIsStated()
    {
        House house;
        const auto from = [](const QString &place) {
            return Telling{
                .name = place, .service = u"shop"_s, .labels = {{u"probe"_s, place}}, .check = u"SiteDown"_s};
        };
        const auto said = [&] {
            house.index();
            house.group();
            const auto story = house.story(house.idOf(u"Oslo"_s)).value();
            return await(house.database->read([&](Transaction &t) -> Result<QString> {
                       const auto shop = incidentByNumber(t, 1);
                       const auto sight = incidentSight(t, **shop);
                       return sightingText(story->sighting) + u"; "_s + placesText(*sight);
                   }))
                .value();
        };
        house.tell({from(u"Oslo"_s)});
        QCOMPARE(said(), u"Oslo sees it fail now; no other place has reported on it in 30 days; "
                         "Seen to fail from 1 place"_s);
        const ActorId root =
            await(house.database->write({}, [](Transaction &t) { return actorForLogin(t, u"root"_s, u"Root"_s); }))
                .value()
                .id;
        const auto state = [&](const QString &places) {
            return await(house.database->write(root, [places](Transaction &t) {
                ConnectionRow row{.kind = u"source"_s, .adapter = u"alertmanager"_s, .name = u"alertmanager"_s};
                const auto known = connectionsOf(t, u"source"_s).value();
                row = known.empty() ? row : known.front();
                row.settings[u"places"_s] = places;
                return saveConnection(t, row);
            }));
        };
        REQUIRE_OK(state(u"3"_s));
        QCOMPARE(said(), u"1 of 3 places sees it fail now: Oslo; Seen to fail from 1 of 3 places"_s);
        house.tell({from(u"Rome"_s)});
        QCOMPARE(said(), u"2 of 3 places see it fail now: Oslo, Rome; Seen to fail from 2 of 3 places"_s);
        house.tell({from(u"Lima"_s)});
        QCOMPARE(said(), u"All 3 places see it fail now: Lima, Oslo, Rome; Seen to fail from all 3 places"_s);
        house.recover(u"Oslo"_s);
        house.recover(u"Rome"_s);
        house.recover(u"Lima"_s);
        QCOMPARE(said(), u"None of the 3 places sees a failure now; Seen to fail from all 3 places, now from none"_s);
        // More have reported than are said to look: that is not true any more.
        for (const QString &stated : {u"2"_s, u""_s, u"-4"_s, u"many"_s}) {
            REQUIRE_OK(state(stated));
            QCOMPARE(said(), u"None of the 3 places that have reported on it see a failure now; "
                             "Seen to fail from 3 places, now from none"_s);
        }
    }

    //! Who looks is not who fails, even where both have the same name.
    void placesThatLookAreNoDataCentres_data() { TestDatabase::addEngines(); }
    void placesThatLookAreNoDataCentres()
    {
        House house;
        const ActorId root =
            await(house.database->write({}, [](Transaction &t) { return actorForLogin(t, u"root"_s, u"Root"_s); }))
                .value()
                .id;
        for (const QString &name : {u"fra1"_s, u"ams1"_s}) {
            REQUIRE_OK(await(house.database->write(root, [name](Transaction &t) { return addDataCentre(t, name); })));
        }
        house.tell({{.name = u"real"_s, .service = u"mail"_s, .dataCentre = u"fra1"_s},
                    {.name = u"other"_s, .service = u"mail"_s, .dataCentre = u"ams1"_s}});
        house.tell({{.name = u"a"_s, .service = u"shop"_s, .labels = {{u"probe"_s, u"fra1"_s}, {u"test"_s, u"uat"_s}}},
                    {.name = u"b"_s, .service = u"shop"_s, .labels = {{u"probe"_s, u"ams1"_s}}}});
        house.index();
        house.group();
        REQUIRE_VALUE(incidents,
                      await(house.database->read([](Transaction &t) { return onlyonce::incidents(t, {}, 5); })));
        QCOMPARE(incidents.size(), 2U);
        QVERIFY(incidents.at(1).catastrophic);  // this is how two data centres look
        const Incident &shop = incidents.at(0);
        QCOMPARE(shop.services, QStringList{u"shop"_s});
        QCOMPARE(shop.dataCentres, QStringList());
        QVERIFY(!shop.catastrophic);
        QCOMPARE(house.list({.values = {{Facet::DataCentre, {u"fra1"_s}}}}), u"real"_s);
        const auto sight = [&](const Incident &incident) {
            return await(house.database->read([&](Transaction &t) { return incidentSight(t, incident); })).value();
        };
        QCOMPARE(sight(shop).probes, (QStringList{u"ams1"_s, u"fra1"_s}));
        QCOMPARE(placesText(sight(shop)), u"Seen to fail from 2 places"_s);
        QCOMPARE(testsText(sight(shop)), u"Acceptance test failed: customers cannot do what they pay for"_s);
        QCOMPARE(detectionText(sight(shop)), u"Detected 20 s after it began"_s);
        QCOMPARE(sight(incidents.at(1)).probes, QStringList());

        // What an alert says goes with it to another incident.
        const AlertId b = house.idOf(u"b"_s);
        REQUIRE_VALUE(moved,
                      await(house.database->write(root, [b](Transaction &t) { return moveAlerts(t, {b}, {}); })));
        REQUIRE_VALUE(split, await(house.database->read([&](Transaction &t) { return incident(t, moved.to); })));
        QCOMPARE(sight(*split).probes, QStringList{u"ams1"_s});
        QVERIFY(sight(*split).failedTests.empty());
        QVERIFY(split->dataCentres.isEmpty());
    }

    void howLateItWasIsCounted_data() { TestDatabase::addEngines(); }
    void howLateItWasIsCounted()
    {
        House house;
        const Instant now = house.database.clock.now();
        const auto told = [&](std::initializer_list<std::optional<Instant>> starts, const QString &source) {
            std::vector<Signal> alerts;
            for (const auto &start : starts) {
                alerts.push_back({.fingerprint = u"%1-%2"_s.arg(source).arg(alerts.size()), .startedAt = start});
            }
            REQUIRE_OK(await(house.collector.tell(source, alerts, Extent::Some)));
        };
        told({now - 21s, now - 20'500ms, now, now - 90s, std::nullopt}, u"zabbix"_s);
        told({std::nullopt}, u"statuscake"_s);
        const auto summary = [&](const QString &source) {
            house.index(2);
            const auto all = await(house.database->read([](Transaction &t) { return detectionSummaries(t); })).value();
            const auto found = all.find(source);
            return found == all.end() ? u"nothing"_s : summaryText(found->second);
        };
        QCOMPARE(summary(u"zabbix"_s), u"in 30 days: median 21 s, 75 % within 60 s, 1 without a start"_s);
        QCOMPARE(summary(u"statuscake"_s), u"in 30 days: 1 without a start, so nothing is measured"_s);
        QCOMPARE(summary(u"grafana"_s), u"nothing"_s);
        // Told again is not detected again.
        told({now - 21s}, u"zabbix"_s);
        QCOMPARE(summary(u"zabbix"_s), u"in 30 days: median 21 s, 75 % within 60 s, 1 without a start"_s);
        house.database.clock.advance(29 * 24h);
        QVERIFY(summary(u"zabbix"_s).contains(u"median 21 s"_s));
        house.database.clock.advance(24h);
        QCOMPARE(summary(u"zabbix"_s), u"nothing"_s);

        QCOMPARE(delayClass(0ms), 0);
        QCOMPARE(delayClass(60s + 1ms), 61);
        QCOMPARE(delayClass(120s), 120);
        QCOMPARE(delayClass(121s), 180);
        QCOMPARE(delayClass(1h), 3'600);
        QCOMPARE(delayClass(1h + 1ms), 7'200);
        QCOMPARE(delayClass(9 * 24h), 86'400);
    }

    void wordsAreFound_data() { TestDatabase::addEngines(); }
    void wordsAreFound()
    {
        House house;
        house.tell({{.name = u"disk"_s,
                     .summary = u"Datenträger in Zürich zu 100% voll"_s,
                     .labels = {{u"mount_point"_s, u"/var/lib/postgresql"_s}}},
                    {.name = u"tokyo"_s, .summary = u"東京リージョンの遅延"_s, .service = u"Оплата"_s},
                    {.name = u"pay"_s,
                     .summary = u"5xx above 2.5 % on checkout-api"_s,
                     .labels = {{u"pod"_s, u"checkout-api-7f9c"_s}}},
                    {.name = u"quote"_s, .summary = u"it's a \"quoted\" AND OR NOT NEAR word*"_s}});
        house.index();
        QCOMPARE(house.found(u"zürich"_s), u"disk"_s);
        QCOMPARE(house.found(u"ZURICH"_s), u"disk"_s);
        QCOMPARE(house.found(u"datentra"_s), u"disk"_s);
        QCOMPARE(house.found(u"postgres lib"_s), u"disk"_s);
        QCOMPARE(house.found(u"mount_point"_s), u"disk"_s);
        QCOMPARE(house.found(u"оплат"_s), u"tokyo"_s);
        QCOMPARE(house.found(u"東京"_s), u"tokyo"_s);
        QCOMPARE(house.found(u"遅延"_s), u"tokyo"_s);
        QCOMPARE(house.found(u"リージョン"_s), u"tokyo"_s);
        QCOMPARE(house.found(u"check"_s), u"pay"_s);
        QCOMPARE(house.found(u"checkout-api-7f9"_s), u"pay"_s);
        QCOMPARE(house.found(u"7f9c checkout"_s), u"pay"_s);
        QCOMPARE(house.found(u"heckout"_s), QString());
        QCOMPARE(house.found(u"checkout zürich"_s), QString());
        // Signs are no wildcards, and no language of an engine.
        QCOMPARE(house.found(u"100%"_s), u"disk"_s);
        QCOMPARE(house.found(u"1_0"_s), QString());
        QCOMPARE(house.found(u"ch%t"_s), QString());
        for (const QString &signs : {u"%"_s, u"_"_s, u"*"_s, u"\""_s, u"'"_s, u"\\"_s, u"~"_s, u"&|!:*()"_s}) {
            QCOMPARE(house.found(signs), QString());
        }
        QCOMPARE(house.found(u"~1"_s), u"disk"_s);  // a word that begins with 1, not the first facet
        QCOMPARE(house.found(u"it's \"quot"_s), u"quote"_s);
        QCOMPARE(house.found(u"AND"_s), u"quote"_s);
        QCOMPARE(house.found(u"not near or"_s), u"quote"_s);
        QCOMPARE(house.found(u"  "_s), u"quote pay tokyo disk"_s);
    }

    void theIndexFollows_data() { TestDatabase::addEngines(); }
    void theIndexFollows()
    {
        House house;
        // Over before anybody looked, over before it was told, and firing.
        house.tell({{.name = u"a"_s, .summary = u"alpha storm"_s}});
        house.recover(u"a"_s);
        house.tell({{.name = u"b"_s, .status = u"resolved"_s, .summary = u"beta storm"_s}});
        house.tell({{.name = u"c"_s, .summary = u"gamma storm"_s}});
        QCOMPARE(house.found(u"storm"_s), QString());
        REQUIRE_VALUE(behind, await(house.database->read([](Transaction &t) { return unindexedAlerts(t); })));
        QCOMPARE(behind, 3);
        house.index(1);
        QCOMPARE(house.found(u"storm"_s), u"c (b) (a)"_s);
        // One recovers that is known, and one comes and recovers within a step.
        house.recover(u"c"_s);
        house.tell({{.name = u"d"_s, .summary = u"delta storm"_s}});
        house.recover(u"d"_s);
        house.tell({{.name = u"e"_s, .summary = u"epsilon storm"_s}});
        house.index(2);
        QCOMPARE(house.found(u"storm"_s), u"e (d) (c) (b) (a)"_s);
        REQUIRE_VALUE(left, await(house.database->read([](Transaction &t) { return unindexedAlerts(t); })));
        QCOMPARE(left, 0);
        // Between its recovery and the next step it is where it is not looked for; never in the wrong place.
        house.recover(u"e"_s);
        QCOMPARE(house.found(u"storm"_s), u"(d) (c) (b) (a)"_s);
        house.index();
        QCOMPARE(house.found(u"storm"_s), u"(e) (d) (c) (b) (a)"_s);
        REQUIRE_VALUE(idle, await(house.database->write({}, [](Transaction &t) { return indexAlerts(t); })));
        QCOMPARE(idle.alerts, 0);
    }

    void itFollowsByItself_data() { TestDatabase::addEngines(); }
    void itFollowsByItself()
    {
        House house;
        house.tell({{.name = u"before"_s, .summary = u"storm"_s}});
        InboxIndex index(*house.database, {});
        index.start();
        QTRY_COMPARE(house.found(u"storm"_s), u"before"_s);
        std::vector<Telling> many;
        many.reserve(700);
        for (int i = 0; i < 700; ++i) {
            many.push_back({.name = u"n%1"_s.arg(i), .summary = u"flood"_s});
        }
        house.tell(many);
        house.recover(u"before"_s);
        QTRY_COMPARE(house.found(u"storm"_s), u"(before)"_s);
        QTRY_COMPARE(house.page({.text = u"flood"_s}).value_or(std::vector<AlertRow>()).size(), 700U);
        // After a failure it goes on.
        REQUIRE_OK(house.database.alter(u"ALTER TABLE alert_facet RENAME TO lost"_s));
        house.tell({{.name = u"after"_s, .summary = u"calm"_s}});
        QTest::qWait(500);
        QCOMPARE(house.found(u"calm"_s), QString());
        REQUIRE_OK(house.database.alter(u"ALTER TABLE lost RENAME TO alert_facet"_s));
        QTRY_COMPARE(house.found(u"calm"_s), u"after"_s);
    }

    //! Pages are walked down while alerts come in and recover: whatever stays as it was is met once.
    void pagesHaveNoHolesAndNoDoubles_data() { TestDatabase::addEngines(); }
    void pagesHaveNoHolesAndNoDoubles()
    {
        House house;
        std::vector<Telling> many;
        many.reserve(90);
        for (int i = 0; i < 90; ++i) {
            many.push_back({.name = u"n%1"_s.arg(i), .summary = u"walk"_s, .service = u"s%1"_s.arg(i % 3)});
        }
        house.tell(many);
        for (int i = 0; i < 90; i += 2) {
            house.recover(u"n%1"_s.arg(i));
        }
        house.index();
        for (const InboxFilter &filter :
             {InboxFilter{}, InboxFilter{.text = u"walk"_s}, InboxFilter{.values = {{Facet::Service, {u"s1"_s}}}}}) {
            static int round = 0;
            ++round;
            REQUIRE_VALUE(start, house.page(filter));
            QSet<qint64> changed;
            QHash<qint64, int> met;
            QSet<qint64> keys;
            KeyPage page{.limit = 7};
            for (int step = 0;; ++step) {
                REQUIRE_VALUE(rows, house.page(filter, page));
                for (const AlertRow &row : rows) {
                    ++met[row.id.value];
                    QVERIFY(inboxKey(row) < page.before);
                    QVERIFY2(!keys.contains(inboxKey(row)), "a row was read twice");
                    keys.insert(inboxKey(row));
                }
                if (rows.empty()) {
                    break;
                }
                page.before = inboxKey(rows.back());
                // One above recovers that was met already, one below that was not, and one is new.
                const QString fresh = u"r%1-%2"_s.arg(round).arg(step);
                house.tell({{.name = fresh, .summary = u"walk"_s, .service = u"s1"_s}});
                for (const AlertRow *row : {&start.front() + step, &start.back() - step}) {
                    if (step < 3 && row->status == AlertStatus::Firing) {
                        house.recover(row->fingerprint);
                        changed.insert(row->id.value);
                    }
                }
                house.index();
            }
            for (const AlertRow &row : start) {
                if (!changed.contains(row.id.value)) {
                    QCOMPARE(met.value(row.id.value), 1);
                }
            }
        }
    }

    void anIncidentsOwnAreRead_data() { TestDatabase::addEngines(); }
    void anIncidentsOwnAreRead()
    {
        House house;
        house.tell({{.name = u"a"_s, .service = u"login"_s},
                    {.name = u"b"_s, .service = u"mail"_s},
                    {.name = u"c"_s, .service = u"login"_s},
                    {.name = u"d"_s, .service = u"login"_s}});
        house.group();
        house.recover(u"c"_s);
        QCOMPARE(house.list({.incident = 1}), u"d a (c)"_s);
        QCOMPARE(house.list({.incident = 2}), u"b"_s);
        QCOMPARE(house.list({.incident = 3}), QString());
        QCOMPARE(house.list({.status = AlertStatus::Resolved, .incident = 1}), u"(c)"_s);
        // Page by page, from both ends.
        const auto key = [&](const QString &name) { return inboxKey(house.story(house.idOf(name)).value()->alert); };
        QCOMPARE(house.list({.incident = 1}, {.limit = 2}), u"d a"_s);
        QCOMPARE(house.list({.incident = 1}, {.limit = 2, .before = key(u"a"_s)}), u"(c)"_s);
        QCOMPARE(house.list({.incident = 1}, {.limit = 2, .oldest = true}), u"a (c)"_s);
    }

    void everythingIsGathered_data() { TestDatabase::addEngines(); }
    void everythingIsGathered()
    {
        House house;
        const QJsonObject ours{{u"team"_s, u"shop"_s}};
        house.tell({{.name = u"a"_s, .service = u"login"_s, .labels = ours},
                    {.name = u"b"_s, .service = u"mail"_s, .labels = ours},
                    {.name = u"c"_s, .service = u"login"_s, .labels = ours},
                    {.name = u"d"_s, .service = u"login"_s, .labels = ours},
                    {.name = u"e"_s, .service = u"login"_s, .labels = ours}});
        const auto gatherOn = [&house](const Gathered &soFar) {
            return await(house.database->read([soFar](Transaction &t) { return gather(t, {}, soFar, 2); }));
        };
        REQUIRE_VALUE(begun, gatherOn({}));
        QVERIFY(!begun.isComplete);
        QCOMPARE(begun.alerts.size(), size_t(2));
        // One that was met recovers, and is met again; what comes in is not among them.
        house.recover(u"e"_s);
        house.tell({{.name = u"f"_s}});
        Gathered found = begun;
        while (!found.isComplete) {
            REQUIRE_VALUE(more, gatherOn(found));
            found = more;
        }
        const std::vector<AlertId> all{house.idOf(u"e"_s), house.idOf(u"d"_s), house.idOf(u"c"_s), house.idOf(u"b"_s),
                                       house.idOf(u"a"_s)};
        QCOMPARE(found.alerts, all);
        QVERIFY(!found.isCut);
        QCOMPARE(found.common.service, QString());
        QCOMPARE(found.common.source, u"alertmanager"_s);
        QCOMPARE(textsOf(matchersFor({found.common})), QStringList{u"team=\"shop\""_s});
        // Of one alone it has all.
        REQUIRE_VALUE(one, await(house.database->read([](Transaction &t) {
                          return gather(t, {.source = u"alertmanager"_s, .fingerprint = u"b"_s}, {});
                      })));
        QVERIFY(one.isComplete);
        QCOMPARE(one.firing, one.alerts);
        QCOMPARE(one.common.fingerprint, u"b"_s);
    }

    void anAlertHasAStory_data() { TestDatabase::addEngines(); }
    void anAlertHasAStory()
    {
        House house;
        house.tell({{.name = u"first"_s, .summary = u"Card payments fail"_s, .service = u"payments"_s}});
        house.tell({{.name = u"second"_s, .summary = u"Slow"_s, .service = u"payments"_s}});
        REQUIRE_VALUE(early, house.story(house.idOf(u"first"_s)));
        QVERIFY(early);
        QCOMPARE(early->alert.incident, 0);
        QCOMPARE(early->reason, QString());
        house.group();
        REQUIRE_VALUE(opener, house.story(house.idOf(u"first"_s)));
        QCOMPARE(opener->alert.incident, 1);
        QVERIFY(opener->openedIncident);
        QCOMPARE(opener->incidentTitle, u"Card payments fail"_s);
        QCOMPARE(opener->reason, u"no open incident concerned it"_s);
        QCOMPARE(opener->episodes, 1);
        REQUIRE_VALUE(joiner, house.story(house.idOf(u"second"_s)));
        QVERIFY(!joiner->openedIncident);
        QCOMPARE(joiner->reason, u"it concerns the same service, payments"_s);

        // The same problem again: the episodes, newest first, each with its incident.
        house.recover(u"second"_s);
        house.database.clock.advance(10min);
        house.tell({{.name = u"second"_s, .summary = u"Slow"_s, .service = u"payments"_s}});
        house.group();
        const InboxFilter episodes{.source = u"alertmanager"_s, .fingerprint = u"second"_s};
        QCOMPARE(house.list(episodes), u"second (second)"_s);
        REQUIRE_VALUE(rows, house.page(episodes));
        QCOMPARE(rows[0].incident, 1);
        QCOMPARE(rows[1].incident, 1);
        REQUIRE_VALUE(again, house.story(rows[0].id));
        QCOMPARE(again->episodes, 2);
        QCOMPARE(again->reason, u"the same alert fired in it before"_s);
        REQUIRE_VALUE(nobody, house.story(AlertId{4711}));
        QVERIFY(!nobody);
    }

    void thePayloadIsKept_data() { TestDatabase::addEngines(); }
    void thePayloadIsKept()
    {
        House house;
        const QByteArray body = house.payload({{.name = u"a"_s, .summary = u"Zürich"_s}, {.name = u"b"_s}});
        const Instant at = house.database.clock.now();
        REQUIRE_OK(await(house.collector.take(u"alertmanager"_s, body)));
        house.database.clock.advance(1min);
        house.tell({{.name = u"a"_s}});
        const auto payload = [&](const QString &name, qint64 most) {
            return await(house.database->read(
                [id = house.idOf(name), most](Transaction &t) { return alertPayload(t, id, most); }));
        };
        REQUIRE_VALUE(whole, payload(u"a"_s, 100'000));
        QVERIFY(whole);
        QCOMPARE(whole->body, body);
        QCOMPARE(whole->size, body.size());
        QVERIFY(whole->isWhole());
        QCOMPARE(whole->receivedAt, at);
        REQUIRE_VALUE(cut, payload(u"b"_s, 10));
        QCOMPARE(cut->body, body.left(10));
        QCOMPARE(cut->size, body.size());
        QVERIFY(!cut->isWhole());
        REQUIRE_OK(house.database.alter(u"UPDATE alert SET payload_id = NULL"_s));
        REQUIRE_VALUE(none, payload(u"a"_s, 10));
        QVERIFY(!none);
    }

    void wordsArePlain()
    {
        QCOMPARE(wordsOf(u"Größe der ﬁ-Ligatur: GRÖSSE"_s).join(u' '), u"grosse der fi ligatur"_s);
        QCOMPARE(wordsOf(u"http://shop.example.org:9090/a?b=1"_s).join(u' '), u"http shop example org 9090 a b 1"_s);
        QCOMPARE(wordsOf(u"ガス漏れ"_s).join(u' '), u"カ ス 漏 れ"_s);
        QCOMPARE(wordsOf(u"a b c d"_s, 2).join(u' '), u"a b"_s);
        QCOMPARE(wordsOf(QString(300, u'x')), QStringList{QString(12, u'x')});
        QCOMPARE(wordsOf(u"\U0001D518\U0001F525 down"_s).join(u' '), u"u down"_s);
        QCOMPARE(wordsOf({}), QStringList());
        QCOMPARE(wordsOfAlert(u"Disk full"_s, u"db"_s, {{u"job"_s, u"node"_s}}).join(u' '), u"disk full db job node"_s);
    }

    void jsonIsIndentedSignBySign_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("lines");
        const auto row = [](const char *name, const QByteArray &json, const QByteArray &lines) {
            QTest::newRow(name) << json << lines;
        };
        row("order and numbers", "{\"b\":12345678901234567890,\"a\":[1.50,true]}",
            "{\n  \"b\": 12345678901234567890,\n  \"a\": [\n    1.50,\n    true\n  ]\n}");
        row("empty", " { \"a\" : { } , \"b\":[ ] }", "{\n  \"a\": {},\n  \"b\": []\n}");
        row("texts", "{\"a\":\"x, {y}: \\\"[z]\\\" \\\\\",\"b\":\"\\u00e9\"}",
            "{\n  \"a\": \"x, {y}: \\\"[z]\\\" \\\\\",\n  \"b\": \"\\u00e9\"\n}");
        row("cut", "{\"a\":[{\"b\":\"c", "{\n  \"a\": [\n    {\n      \"b\": \"c");
        row("cut in a sign", "[\"a\\", "[\n  \"a\\");
        row("out of proportion", QByteArray(2000, '['), QByteArray(2000, '['));
        row("more that closes", "]}", "\n]\n}");
    }
    void jsonIsIndentedSignBySign()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, lines);
        QCOMPARE(indentedJson(json), lines);
    }
};

QTEST_GUILESS_MAIN(TestInbox)
#include "tst_inbox.moc"
