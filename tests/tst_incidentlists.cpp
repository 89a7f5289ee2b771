// SPDX-License-Identifier: GPL-3.0-or-later
// The list of incidents as it is read: narrowed, in each of its orders, page by page, and searched by words; on both
// engines. What the database answers is compared with what a plain loop over all incidents finds.
#include "models/catalog/people.h"
#include "models/incidents/desk.h"
#include "models/incidents/ending/ending.h"
#include "models/incidents/lists/incidentindex.h"
#include "models/incidents/lists/savedviews.h"
#include "models/incidents/lists/search.h"
#include "support/testdatabase.h"

#include <QJsonDocument>

#include <random>

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

constexpr int count = 60;
const QList<int> open{2, 3, 31, 60};

QString serviceOf(qint64 number)
{
    return u"service %1"_s.arg(number);
}

//! `count` incidents, each with a service and two data centres of its own; all but a few are over.
Result<> fill(Transaction &transaction)
{
    for (int number = 1; number <= count; ++number) {
        auto made = declareIncident(transaction, {.title = u"Incident %1"_s.arg(number),
                                                  .services = {serviceOf(number)},
                                                  .dataCentres = {u"east %1"_s.arg(number), u"west %1"_s.arg(number)}});
        if (!made) {
            return failure(made);
        }
        if (!open.contains(number)) {
            ONLYONCE_TRY(setStatus(transaction, made->id, IncidentStatus::Closed, made->version, Resolution::Resolved));
        }
    }
    return {};
}

class House
{
public:
    House() { begin(); }

    template <typename Work>
    auto as(ActorId actor, Work work)
    {
        return await(database->write(actor, std::move(work)));
    }
    template <typename Work>
    auto read(Work work)
    {
        return await(database->read(std::move(work)));
    }
    Incident declare(const NewIncident &incident)
    {
        database.clock.advance(std::chrono::minutes{1});
        return as(ada, [&](Transaction &t) { return declareIncident(t, incident); }).value();
    }
    Incident named(qint64 number)
    {
        return **read([number](Transaction &t) { return incidentByNumber(t, number); });
    }
    void note(const Incident &incident, const QString &text)
    {
        as(ada, [&](Transaction &t) { return addNote(t, incident.id, text); }).value();
    }
    //! Steps until nothing is left; how many it took.
    int index(int limit = 500)
    {
        int steps = 1;
        while (as({}, [limit](Transaction &t) { return indexIncidents(t, limit); }).value()) {
            ++steps;
        }
        return steps;
    }
    QList<qint64> found(const IncidentFilter &filter)
    {
        return numbers(read([&](Transaction &t) { return incidentList(t, filter, {}); }).value());
    }
    QList<qint64> ranked(const QString &text)
    {
        return numbers(read([&](Transaction &t) { return searchIncidents(t, text, 20); }).value());
    }
    static QList<qint64> numbers(const std::vector<ListedIncident> &rows)
    {
        QList<qint64> all;
        for (const Incident &row : rows) {
            all << row.number;
        }
        return all;
    }

    TestDatabase database;
    ActorId ada;

private:
    void begin()
    {
        database.clock.set(u"2026-11-23T05:00:00Z"_s);
        ada = as({}, [](Transaction &t) { return actorForLogin(t, u"ada"_s, u"Ada"_s); }).value().id;
    }
};

//! Incidents of every kind, each other than its neighbours.
void fillWildly(House &house, int many)
{
    std::mt19937 random(17);
    const auto any = [&random](int below) { return int(random() % unsigned(below)); };
    std::vector<PersonId> people;
    for (const QString &name : {u"Ada"_s, u"Grace"_s}) {
        people.push_back(house.as(house.ada, [&](Transaction &t) { return savePerson(t, {.name = name}); }).value());
    }
    for (int i = 0; i < many; ++i) {
        house.database.clock.advance(std::chrono::hours{any(9)});
        const Instant now = house.database.clock.now();
        Incident made = house.declare(
            {.title = u"Failure %1"_s.arg(i),
             .severity = Severity(1 + any(4)),
             .services = {serviceOf(any(3)), serviceOf(any(5))},
             .dataCentres = {u"dc %1"_s.arg(any(2))},
             .startedAt = any(5) > 0 ? std::optional(now - std::chrono::seconds{any(4'000)}) : std::nullopt,
             .drill = any(7) == 0});
        house
            .as(house.ada,
                [&](Transaction &t) -> Result<> {
                    int version = made.version;
                    if (any(4) == 0) {
                        ONLYONCE_TRY(setCatastrophic(t, made.id, true, version++, u"two sites"_s));
                    }
                    if (const int then = any(5); then > 0) {
                        const auto ending = then == 2 ? Resolution::FalseAlarm : Resolution::Resolved;
                        ONLYONCE_TRY(setStatus(t, made.id,
                                               then == 1 ? IncidentStatus::Resolved : IncidentStatus::Closed, version,
                                               then == 1 ? std::nullopt : std::optional(ending), u"as planned"_s));
                    }
                    if (const int who = any(3); who < 2) {
                        const auto done = t.exec(
                            u"INSERT INTO incident_role (incident_id, role, person_id, since) VALUES (?, 'commander', ?, 0)"_s,
                            made.id, people[size_t(who)]);
                        return done ? Result<>() : failure(done);
                    }
                    return {};
                })
            .value();
    }
}

bool passes(const IncidentFilter &filter, const Incident &incident, Instant now)
{
    const auto stateOf = [](const Incident &each) {
        return each.isOpen()                           ? IncidentState::Open
             : each.status == IncidentStatus::Resolved ? IncidentState::Resolved
                                                       : IncidentState::Closed;
    };
    const auto any = [](const QStringList &wanted, const QStringList &there) {
        return wanted.isEmpty()
            || std::ranges::any_of(wanted, [&](const QString &each) { return there.contains(each); });
    };
    return (!filter.state || *filter.state == stateOf(incident))
        && (filter.severities.empty()
            || std::ranges::find(filter.severities, incident.severity) != filter.severities.end())
        && any(filter.services, incident.services) && any(filter.dataCentres, incident.dataCentres)
        && any(filter.commanders, {incident.commander}) && (!filter.catastrophic || incident.catastrophic)
        && (filter.drills == Drills::Also || incident.drill == (filter.drills == Drills::Only))
        && (filter.withinDays == 0 || incident.createdAt >= now - std::chrono::days{filter.withinDays})
        && (!filter.from || incident.createdAt >= *filter.from)
        && (!filter.until || incident.createdAt < *filter.until);
}

//! What tells the two apart by which the list is ordered; less comes first.
std::pair<qint64, qint64> placeIn(IncidentOrder order, const Incident &incident)
{
    const auto clock = recoveryClock(incident);
    switch (order) {
    case IncidentOrder::Newest:
        return {0, -incident.number};
    case IncidentOrder::Oldest:
        return {0, incident.number};
    case IncidentOrder::Severity:
        return {int(incident.severity), -incident.number};
    case IncidentOrder::LongestRecovery:
        return {clock && clock->until ? -std::max<qint64>((*clock->until - clock->from).count() / 1000, 0) : 0,
                -incident.number};
    }
    return {};
}

std::vector<IncidentFilter> manyFilters(Instant middle)
{
    std::vector<IncidentFilter> filters{
        {},
        {.state = IncidentState::Open},
        {.state = IncidentState::Resolved, .drills = Drills::Apart},
        {.state = IncidentState::Closed, .catastrophic = true},
        {.severities = {Severity::Sev1, Severity::Sev3}},
        {.services = {serviceOf(0)}},
        {.services = {serviceOf(1), serviceOf(4)}, .dataCentres = {u"dc 1"_s}},
        {.services = {u"nobody's"_s}},
        {.dataCentres = {u"dc 0"_s}, .commanders = {u"Grace"_s}},
        {.severities = {Severity::Sev2}, .services = {serviceOf(2)}, .commanders = {u"Ada"_s, u"Grace"_s}},
        {.drills = Drills::Only},
        {.drills = Drills::Apart, .withinDays = 3},
        {.state = IncidentState::Open, .severities = {Severity::Sev1}, .drills = Drills::Apart, .from = middle},
        {.catastrophic = true, .until = middle},
    };
    return filters;
}

}  // namespace

class TestIncidentLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRowHasItsOwnPlaces_data() { TestDatabase::addEngines(); }
    void everyRowHasItsOwnPlaces();
    void everyFilterInEveryOrderPageByPage_data() { TestDatabase::addEngines(); }
    void everyFilterInEveryOrderPageByPage();
    void whatCameAgainIsAFacet_data() { TestDatabase::addEngines(); }
    void whatCameAgainIsAFacet();
    void aFilterIsKeptAsWritten();
    void viewsAreSavedForOneOrForAll_data() { TestDatabase::addEngines(); }
    void viewsAreSavedForOneOrForAll();
    void wordsOfTitlesTimelinesAndWhysAreFound_data() { TestDatabase::addEngines(); }
    void wordsOfTitlesTimelinesAndWhysAreFound();
    void whatIsGoneIsFoundNoMore_data() { TestDatabase::addEngines(); }
    void whatIsGoneIsFoundNoMore();
    void theBestIsFirst_data() { TestDatabase::addEngines(); }
    void theBestIsFirst();
    void theIndexFollowsByItself_data() { TestDatabase::addEngines(); }
    void theIndexFollowsByItself();
};

void TestIncidentLists::everyRowHasItsOwnPlaces()
{
    TestDatabase database;
    REQUIRE_VALUE(ada, await(database->write({}, [](Transaction &t) { return actorForLogin(t, u"ada"_s, {}); })));
    REQUIRE_OK(await(database->write(ada.id, fill)));

    for (const bool openOnly : {false, true}) {
        for (const bool oldest : {false, true}) {
            const KeyPage page{.limit = openOnly ? 3 : 50, .before = count, .oldest = oldest};
            const IncidentFilter filter{.state = openOnly ? std::optional(IncidentState::Open) : std::nullopt};
            REQUIRE_VALUE(rows, await(database->read([&](Transaction &t) { return incidents(t, filter, page); })));
            QList<qint64> numbers;
            for (const Incident &incident : rows) {
                numbers << incident.number;
                QCOMPARE(incident.services, QStringList{serviceOf(incident.number)});
                QCOMPARE(incident.dataCentres,
                         (QStringList{u"east %1"_s.arg(incident.number), u"west %1"_s.arg(incident.number)}));
            }
            if (openOnly) {
                QCOMPARE(numbers, (QList<qint64>{31, 3, 2}));
            } else {
                QCOMPARE(numbers.size(), 50);
                QCOMPARE(numbers.front(), oldest ? 50 : 59);
                QCOMPARE(numbers.back(), oldest ? 1 : 10);
            }
        }
    }
}

void TestIncidentLists::everyFilterInEveryOrderPageByPage()
{
    constexpr int many = 120;
    constexpr int limit = 7;
    House house;
    fillWildly(house, many);
    REQUIRE_VALUE(all, house.read([](Transaction &t) { return incidents(t, {}, 1'000); }));
    QCOMPARE(all.size(), size_t(many));
    const Instant now = house.database.clock.now();
    int nonEmpty = 0;
    for (IncidentFilter filter : manyFilters(all[many / 2].createdAt)) {
        for (const IncidentOrder order : allIncidentOrders) {
            filter.order = order;
            std::vector<Incident> expected = all;
            std::erase_if(expected, [&](const Incident &each) { return !passes(filter, each, now); });
            std::ranges::sort(expected, {}, [order](const Incident &each) { return placeIn(order, each); });
            QList<qint64> wanted;
            for (const Incident &each : expected) {
                wanted << each.number;
            }
            nonEmpty += wanted.isEmpty() ? 0 : 1;

            const auto walk = [&](bool up) {
                QList<qint64> numbers;
                KeyPage page{.limit = limit, .oldest = up};
                for (;;) {
                    const auto rows = house.read([&](Transaction &t) { return incidentList(t, filter, page); }).value();
                    const QList<qint64> part = House::numbers(rows);
                    numbers = up ? part + numbers : numbers + part;
                    if (rows.size() < limit) {
                        return numbers;
                    }
                    up ? page.after = rows.front().key : page.before = rows.back().key;
                }
            };
            const QByteArray what = QJsonDocument(toJson(filter)).toJson(QJsonDocument::Compact);
            QVERIFY2(walk(false) == wanted, (what + " down").constData());
            QVERIFY2(walk(true) == wanted, (what + " up").constData());
        }
    }
    QVERIFY(nonEmpty > 40);
    REQUIRE_VALUE(offers, house.read([](Transaction &t) { return incidentOffers(t); }));
    QCOMPARE(offers.services, (QStringList{serviceOf(0), serviceOf(1), serviceOf(2), serviceOf(3), serviceOf(4)}));
    QCOMPARE(offers.dataCentres, (QStringList{u"dc 0"_s, u"dc 1"_s}));
    QCOMPARE(offers.commanders, (QStringList{u"Ada"_s, u"Grace"_s}));
}

void TestIncidentLists::whatCameAgainIsAFacet()
{
    House house;
    std::vector<Incident> made;
    for (int i = 1; i <= 9; ++i) {
        made.push_back(house.declare({.title = u"Failure %1"_s.arg(i), .drill = i == 9}));
    }
    const auto again = [&](size_t newer, size_t older) {
        REQUIRE_OK(house.as(
            house.ada, [&](Transaction &t) { return relateRecurrence(t, made[newer - 1].id, made[older - 1].id); }));
    };
    again(4, 1);
    again(7, 1);
    again(7, 4);  // of two earlier ones, and one of those is one itself
    again(8, 2);
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) { return relateIncidents(t, made[5].id, made[4].id); }));
    QCOMPARE(house.found({.recurrences = {Recurring::Again}}), (QList<qint64>{8, 7, 4}));
    QCOMPARE(house.found({.recurrences = {Recurring::Later}}), (QList<qint64>{4, 2, 1}));
    QCOMPARE(house.found({.recurrences = {Recurring::Again, Recurring::Later}}), (QList<qint64>{8, 7, 4, 2, 1}));
    QCOMPARE(house.found({.recurrences = {Recurring::Again}, .drills = Drills::Only}), QList<qint64>());
    // Page by page in every order, none twice: also where the way to them is the relations themselves.
    for (const IncidentOrder order : allIncidentOrders) {
        const IncidentFilter filter{.recurrences = {Recurring::Again}, .order = order};
        QList<qint64> numbers;
        KeyPage page{.limit = 1};
        for (;;) {
            const auto rows = house.read([&](Transaction &t) { return incidentList(t, filter, page); }).value();
            if (rows.empty()) {
                break;
            }
            numbers += House::numbers(rows);
            page.before = rows.back().key;
        }
        QCOMPARE(numbers, order == IncidentOrder::Oldest ? (QList<qint64>{4, 7, 8}) : (QList<qint64>{8, 7, 4}));
    }
    // Kept as a view, they are counted.
    REQUIRE_OK(house.as(
        house.ada, [](Transaction &t) { return saveView(t, u"Again"_s, {.recurrences = {Recurring::Again}}, true); }));
    REQUIRE_VALUE(views, house.read([&](Transaction &t) { return savedViews(t, house.ada); }));
    QCOMPARE(views.front().count, std::optional(3));
    // Not the same after all.
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) { return unrelateIncidents(t, made[7].id, made[1].id); }));
    QCOMPARE(house.found({.recurrences = {Recurring::Again}}), (QList<qint64>{7, 4}));
    // What only another slice can say is not taken for everything.
    const auto refused =
        house.read([](Transaction &t) { return incidentList(t, {.postMortems = {PostMortemStage::Draft}}, {}); });
    QCOMPARE(refused.error().code, ErrorCode::Internal);
}

void TestIncidentLists::aFilterIsKeptAsWritten()
{
    const IncidentFilter filter{.state = IncidentState::Resolved,
                                .text = u"disk \"full\""_s,
                                .severities = {Severity::Sev1, Severity::Sev4},
                                .services = {u"a, b"_s},
                                .dataCentres = {u"fra1"_s},
                                .commanders = {u"Ada"_s},
                                .recurrences = {Recurring::Later},
                                .postMortems = {PostMortemStage::InReview, PostMortemStage::Overdue},
                                .catastrophic = true,
                                .drills = Drills::Only,
                                .withinDays = 30,
                                .from = fromMillis(1'000'000),
                                .until = fromMillis(2'000'000),
                                .order = IncidentOrder::LongestRecovery};
    QCOMPARE(incidentFilterFrom(toJson(filter)), filter);
    QCOMPARE(incidentFilterFrom(toJson(IncidentFilter())), IncidentFilter());
    // What a newer program has written there.
    const QJsonObject newer{{u"state"_s, u"asleep"_s}, {u"order"_s, u"moon"_s}, {u"drills"_s, u"apart"_s}};
    QCOMPARE(incidentFilterFrom(newer), IncidentFilter{.drills = Drills::Apart});
}

void TestIncidentLists::viewsAreSavedForOneOrForAll()
{
    House house;
    house.declare({.title = u"One"_s, .severity = Severity::Sev1});
    house.declare({.title = u"Two"_s, .severity = Severity::Sev3});
    const ActorId bob = house.as({}, [](Transaction &t) { return actorForLogin(t, u"bob"_s, u"Bob"_s); }).value().id;
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) { return setRole(t, bob, Role::Viewer); }));

    const IncidentFilter bad{.state = IncidentState::Open, .severities = {Severity::Sev1}};
    REQUIRE_VALUE(mine, house.as(house.ada, [&](Transaction &t) { return saveView(t, u" Mine "_s, bad, false); }));
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) { return saveView(t, u"All"_s, {}, true); }));
    REQUIRE_OK(house.as(bob, [&](Transaction &t) { return saveView(t, u"Mine"_s, {}, false); }));
    const auto viewsOf = [&](ActorId actor) {
        QStringList lines;
        const auto views = house.read([=](Transaction &t) { return savedViews(t, actor); }).value();
        for (const SavedView &view : views) {
            lines << u"%1 %2 %3"_s.arg(view.name, view.shared ? u"shared"_s : u"own"_s,
                                       view.count ? QString::number(*view.count) : u"-"_s);
        }
        return lines;
    };
    QCOMPARE(viewsOf(house.ada), (QStringList{u"All shared -"_s, u"Mine own 1"_s}));
    QCOMPARE(viewsOf(bob), (QStringList{u"All shared -"_s, u"Mine own -"_s}));
    // Saved again it is another, not a second.
    REQUIRE_OK(house.as(house.ada,
                        [](Transaction &t) { return saveView(t, u"Mine"_s, {.state = IncidentState::Open}, false); }));
    QCOMPARE(viewsOf(house.ada), (QStringList{u"All shared -"_s, u"Mine own 2"_s}));
    // Who may only look changes nothing for others, and nobody touches what is another's own.
    QCOMPARE(house.as(bob, [](Transaction &t) { return saveView(t, u"All"_s, {}, true); }).error().code,
             ErrorCode::Denied);
    QCOMPARE(house.as(house.ada, [](Transaction &t) { return saveView(t, u"  "_s, {}, true); }).error().code,
             ErrorCode::Invalid);
    REQUIRE_OK(house.as(bob, [&](Transaction &t) { return removeView(t, mine); }));
    QCOMPARE(viewsOf(house.ada).size(), 2);
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) { return removeView(t, mine); }));
    QCOMPARE(viewsOf(house.ada), QStringList{u"All shared -"_s});
}

void TestIncidentLists::wordsOfTitlesTimelinesAndWhysAreFound()
{
    House house;
    const Incident orders = house.declare({.title = u"Checkout refuses every third order"_s});
    const Incident mail = house.declare({.title = u"Mail is late"_s});
    house.declare({.title = u"Evacuate Frankfurt"_s, .drill = true});
    const auto everywhere = [&](const QString &text) { return house.found({.text = text}); };
    // What the index does not know yet is found by its title at once.
    QCOMPARE(everywhere(u"third checkout"_s), QList<qint64>{1});
    QCOMPARE(everywhere(u"CHECK"_s), QList<qint64>{1});
    house.note(orders, u"A **deadlock** between `orders` and stock: über all."_s);
    QCOMPARE(everywhere(u"deadlock"_s), QList<qint64>());
    QCOMPARE(house.index(), 1);
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) {
        return indexText(t, orders.id, u"why 1"_s, u"Nobody reviewed the migration plan"_s);
    }));
    house.index();
    QCOMPARE(everywhere(u"deadlock"_s), QList<qint64>{1});
    // Each word somewhere in the incident, whole but for the last one.
    QCOMPARE(everywhere(u"checkout deadlock migr"_s), QList<qint64>{1});
    QCOMPARE(everywhere(u"check deadlock"_s), QList<qint64>());
    QCOMPARE(everywhere(u"UBER dead"_s), QList<qint64>{1});
    QCOMPARE(everywhere(u"mail"_s), QList<qint64>{2});
    QCOMPARE(everywhere(u"inc-2"_s), QList<qint64>{2});
    QCOMPARE(everywhere(u"2"_s), QList<qint64>{2});
    QCOMPARE(everywhere(u"'; DROP TABLE incident; --"_s), QList<qint64>());
    QCOMPARE(everywhere(u"%_\""_s), QList<qint64>());
    // Combined with a filter, and apart from drills.
    QCOMPARE(house.found({.text = u"evacuate"_s, .drills = Drills::Also}), QList<qint64>{3});
    QCOMPARE(house.found({.text = u"evacuate"_s, .drills = Drills::Apart}), QList<qint64>());
    QCOMPARE(house.ranked(u"evacuate"_s), QList<qint64>());
    QCOMPARE(house.ranked(u"INC-3"_s), QList<qint64>{3});
    QCOMPARE(house.ranked(u"deadlock"_s), QList<qint64>{1});

    const auto excerpt = [&](const QString &text) {
        return house.read([&](Transaction &t) { return searchIncidents(t, text, 5); }).value().front().excerpt;
    };
    QCOMPARE(excerpt(u"dead"_s), u"A deadlock between orders and stock: über all."_s);
    QCOMPARE(excerpt(u"migration"_s), u"Nobody reviewed the migration plan"_s);
    QCOMPARE(excerpt(u"checkout"_s), QString());  // the title says it
    QVERIFY(house.named(mail.number).title.startsWith(u"Mail"_s));
}

void TestIncidentLists::whatIsGoneIsFoundNoMore()
{
    House house;
    const Incident made = house.declare({.title = u"Checkout down"_s});
    house.note(made, u"The password is hunter2"_s);
    REQUIRE_OK(
        house.as(house.ada, [&](Transaction &t) { return indexText(t, made.id, u"why 1"_s, u"a rushed rollout"_s); }));
    house.index();
    QCOMPARE(house.found({.text = u"hunter2"_s}), QList<qint64>{1});
    QCOMPARE(house.found({.text = u"rollout"_s}), QList<qint64>{1});
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) -> Result<> {
        const auto entries = timelineOf(t, made.id);
        TimelineEntry corrected = entries->back();
        corrected.corrects = corrected.id;
        corrected.body = u"The password was changed"_s;
        const auto appended = append(t, corrected);
        return appended ? indexText(t, made.id, u"why 1"_s, {}) : failure(appended);
    }));
    REQUIRE_OK(house.as(
        house.ada, [&](Transaction &t) { return setTitle(t, made.id, u"Payments down"_s, house.named(1).version); }));
    house.index();
    QCOMPARE(house.found({.text = u"hunter2"_s}), QList<qint64>());
    QCOMPARE(house.found({.text = u"rollout"_s}), QList<qint64>());
    QCOMPARE(house.found({.text = u"changed"_s}), QList<qint64>{1});
    QCOMPARE(house.found({.text = u"payments"_s}), QList<qint64>{1});
}

void TestIncidentLists::theBestIsFirst()
{
    House house;
    house.declare({.title = u"The database is slow"_s});
    const Incident noted = house.declare({.title = u"Sign-in fails"_s});
    house.note(noted, u"Somebody looked at the database and a hundred other things"_s);
    const Incident newest = house.declare({.title = u"Mail is late"_s});
    house.note(newest, u"no database involved"_s);
    house.index(2);
    const QList<qint64> ranked = house.ranked(u"database"_s);
    QCOMPARE(ranked.size(), 3);
    QCOMPARE(ranked.front(), 1);  // a title says more than a note
    QCOMPARE(house.ranked(u"nothing of it"_s), QList<qint64>());
}

void TestIncidentLists::theIndexFollowsByItself()
{
    House house;
    const Incident before = house.declare({.title = u"Before"_s});
    house.note(before, u"written while nobody followed"_s);
    IncidentIndex index(*house.database, {});
    index.start();
    QTRY_COMPARE(house.found({.text = u"nobody followed"_s}), QList<qint64>{1});
    house.note(before, u"and quokkas afterwards"_s);
    QTRY_COMPARE_WITH_TIMEOUT(house.found({.text = u"quokka"_s}), QList<qint64>{1}, 1'500);
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) { return indexText(t, before.id, u"why 7"_s, u"numbats"_s); }));
    QTRY_COMPARE_WITH_TIMEOUT(house.found({.text = u"numbat"_s}), QList<qint64>{1}, 1'500);
}

QTEST_GUILESS_MAIN(TestIncidentLists)
#include "tst_incidentlists.moc"
