// SPDX-License-Identifier: GPL-3.0-or-later
// The list of incidents by what has become of their post-mortem, on both engines. Which are overdue is compared with what
// the rule of each incident by itself says, day by day.
#include "models/incidents/desk.h"
#include "models/incidents/lists/savedviews.h"
#include "models/postmortem/due/duedate.h"
#include "models/postmortem/lists/postmortemfacet.h"
#include "support/testdatabase.h"

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

class House
{
public:
    template <typename Work>
    auto as(ActorId actor, Work work)
    {
        return await(database->write(actor, std::move(work)));
    }
    House()
    {
        database.clock.set(u"2026-11-02T10:00:00Z"_s);  // a Monday
        ada = as({}, [](Transaction &t) { return actorForLogin(t, u"ada"_s, u"Ada"_s); }).value().id;
    }
    Incident declare(Severity severity, bool drill = false)
    {
        database.clock.advance(std::chrono::minutes{1});
        return as(ada,
                  [&](Transaction &t) {
                      return declareIncident(t, {.title = u"Failure"_s, .severity = severity, .drill = drill});
                  })
            .value();
    }
    void end(const Incident &incident, std::optional<Resolution> resolution = std::nullopt)
    {
        as(ada, [&](Transaction &t) {
            return setStatus(t, incident.id, resolution ? IncidentStatus::Closed : IncidentStatus::Resolved,
                             incident.version, resolution, u"as planned"_s);
        }).value();
    }
    PostMortem begin(const Incident &incident)
    {
        return as(ada, [&](Transaction &t) { return openPostMortem(t, incident.id); }).value();
    }
    //! Whatever the checks find.
    void put(const PostMortem &about, PostMortemStatus status)
    {
        as(ada, [&](Transaction &t) {
            return t.exec(u"UPDATE postmortem SET status = ? WHERE id = ?"_s, toText(status), about.id);
        }).value();
    }
    QString found(const IncidentFilter &filter, int limit = 100)
    {
        QStringList numbers;
        KeyPage page{.limit = limit};
        for (;;) {
            const auto rows = await(database->read([&](Transaction &t) {
                                  const auto more = postMortemFacets(t, filter);
                                  return more ? incidentList(t, filter, page, *more) : failure(more);
                              })).value();
            for (const Incident &row : rows) {
                numbers << QString::number(row.number);
            }
            if (rows.size() < size_t(limit)) {
                return numbers.join(u' ');
            }
            page.before = rows.back().key;
        }
    }

    TestDatabase database;
    ActorId ada;
};

}  // namespace

class TestPostMortemLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachStageIsFound_data() { TestDatabase::addEngines(); }
    void eachStageIsFound()
    {
        House house;
        std::vector<Incident> made;
        for (int i = 0; i < 6; ++i) {
            made.push_back(house.declare(Severity::Sev2));
        }
        for (size_t at = 0; at < 5; ++at) {
            house.put(house.begin(made[at]), PostMortemStatus(std::min(at, size_t(PostMortemStatus::Published))));
        }
        using enum PostMortemStage;
        QCOMPARE(house.found({.postMortems = {None}}), u"6"_s);
        QCOMPARE(house.found({.postMortems = {Draft}}), u"1"_s);
        QCOMPARE(house.found({.postMortems = {InReview}}), u"2"_s);
        QCOMPARE(house.found({.postMortems = {Approved}}), u"3"_s);
        QCOMPARE(house.found({.postMortems = {Published}}), u"5 4"_s);
        QCOMPARE(house.found({.postMortems = {Overdue}}), QString());  // all of them are open
        QCOMPARE(house.found({.postMortems = {Draft, None, Published}}, 1), u"6 5 4 1"_s);
        for (const IncidentOrder order : allIncidentOrders) {
            QCOMPARE(house.found({.postMortems = {Draft, None}, .order = order}, 1),
                     order == IncidentOrder::Oldest ? u"1 6"_s : u"6 1"_s);
        }
        QCOMPARE(house.found({.severities = {Severity::Sev1}, .postMortems = {None}}), QString());
    }

    void overdueIsWhatTheRulesSay_data() { TestDatabase::addEngines(); }
    void overdueIsWhatTheRulesSay()
    {
        House house;
        std::vector<Incident> made;
        for (int day = 0; day < 10; ++day) {
            for (const Severity severity : allSeverities) {
                made.push_back(house.declare(severity, day == 3));
                house.end(made.back(), day == 4   ? std::optional(Resolution::FalseAlarm)
                                       : day == 5 ? std::optional(Resolution::Resolved)
                                                  : std::nullopt);
            }
            house.database.clock.advance(std::chrono::hours{21});
        }
        house.declare(Severity::Sev1);  // open
        house.put(house.begin(made[0]), PostMortemStatus::Approved);
        house.begin(made[4]);  // a draft is as late as none
        REQUIRE_VALUE(rules, await(house.database->read(dueRules)));
        int late = 0;
        for (int day = 0; day < 12; ++day) {
            const QTimeZone zone = QTimeZone::systemTimeZone();
            const QDate today = toDateTime(house.database.clock.now(), zone).date();
            QStringList wanted;
            for (auto each = made.rbegin(); each != made.rend(); ++each) {
                const Incident now =
                    **await(house.database->read([&](Transaction &t) { return incident(t, each->id); }));
                const auto due = postMortemDueOn(now, rules);
                if (due && *due < today && now.number != made[0].number) {
                    wanted << QString::number(now.number);
                }
            }
            QCOMPARE(house.found({.postMortems = {PostMortemStage::Overdue}}), wanted.join(u' '));
            QCOMPARE(house.found({.postMortems = {PostMortemStage::Overdue}}, 3), wanted.join(u' '));
            late += int(wanted.size());
            house.database.clock.advance(std::chrono::hours{20});
        }
        QVERIFY(late > 30);
        // As the reminders have it, whose look back ends later than this history began.
        const QDate today = toDateTime(house.database.clock.now(), QTimeZone::systemTimeZone()).date();
        REQUIRE_VALUE(reminded, await(house.database->read([&](Transaction &t) { return latePostMortems(t, today); })));
        QCOMPARE(house.found({.postMortems = {PostMortemStage::Overdue}}).split(u' ').size(),
                 qsizetype(reminded.size()));
        // A rule that says never, and a view that is counted.
        const IncidentFilter overdue{.postMortems = {PostMortemStage::Overdue}};
        REQUIRE_OK(house.as(house.ada, [&](Transaction &t) { return saveView(t, u"Late"_s, overdue, true); }));
        const auto countOf = [&](FacetsOf more) {
            return await(house.database->read([&](Transaction &t) { return savedViews(t, house.ada, more); }))
                .value()
                .front()
                .count;
        };
        QCOMPARE(countOf(nullptr), std::nullopt);
        QCOMPARE(countOf(postMortemFacets), std::optional(int(reminded.size())));
        DueRules never = rules;
        for (const Severity severity : allSeverities) {
            never.of(severity) = {};
        }
        REQUIRE_OK(house.as(house.ada, [&](Transaction &t) { return saveDueRules(t, never, rules); }));
        QCOMPARE(house.found(overdue), QString());
        QCOMPARE(countOf(postMortemFacets), std::optional(0));
    }
};

QTEST_GUILESS_MAIN(TestPostMortemLists)
#include "tst_postmortemlists.moc"
