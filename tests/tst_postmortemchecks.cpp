// SPDX-License-Identifier: GPL-3.0-or-later
// The linter of post-mortems: finds what experts would ask about, names the place, and leaves a good one in peace.
#include "models/postmortem/checks/checks.h"

#include <QTest>

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

Why root(qint64 id, const QString &text, WhyState state = WhyState::Confirmed)
{
    return {.id = WhyId{id},
            .text = text,
            .state = state,
            .root = RootCategory::Process,
            .evidence = {{.what = {.entry = TimelineId{1}, .file = {}}, .text = u"Seen"_s}}};
}

Countermeasure measure(qint64 id, const CountermeasureText &what)
{
    return {.id = CountermeasureId{id}, .what = what};
}

//! Nothing to complain about: three levels, one root, one complete countermeasure.
PostMortemRecord good()
{
    PostMortemRecord record;
    for (const auto field : allPostMortemFields) {
        record.texts.push_back({.field = field});
    }
    record.texts.front().markdown = u"Nobody could pay for 13 minutes."_s;
    record.whys = {{.why = {.id = WhyId{1}, .text = u"The disk was full"_s},
                    .children = {{.why = {.id = WhyId{2}, .text = u"Logs grew"_s},
                                  .children = {{.why = root(3, u"Rotation is nobody's job"_s)}}}}}};
    record.countermeasures = {measure(1, {.why = WhyId{3},
                                          .text = u"Rotate all logs by size"_s,
                                          .owner = PersonId{1},
                                          .dueOn = QDate(2026, 12, 8),
                                          .effectCheck = u"Write 10 GB"_s})};
    return record;
}

std::vector<CheckRule> rules(const PostMortemRecord &record, const Surroundings &around)
{
    std::vector<CheckRule> found;
    for (const auto &finding : checkPostMortem(record, around)) {
        found.push_back(finding.rule);
    }
    return found;
}

std::vector<CheckRule> rules(const PostMortemRecord &record, const QStringList &people = {})
{
    return rules(record, Surroundings{.people = people});
}

Instant at(int minute)
{
    return parseMachineTime(u"2026-11-23T05:00:00Z").value() + std::chrono::minutes(minute);
}

TimelineEntry entry(qint64 id, int minute, const QString &body = u"A note"_s)
{
    return {.id = TimelineId{id}, .happenedAt = at(minute), .recordedAt = at(minute), .body = body};
}

Surroundings lasting(int minutes, std::vector<TimelineEntry> timeline)
{
    Incident incident;
    incident.time(IncidentTime::Started) = at(0);
    incident.time(IncidentTime::Mitigated) = at(minutes);
    return {.incident = incident, .timeline = std::move(timeline)};
}

using Rules = std::vector<CheckRule>;

}  // namespace

class TestPostMortemChecks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goodOneIsLeftInPeace();
    void emptyOne();
    void whysThatEndNowhere();
    void depthOfRoots();
    void rootsWantAnswers();
    void personsAreNoCauses();
    void countermeasuresAreSpecific();
    void confirmedWantsEvidence();
    void gapsAndClocks();
    void whatCustomersMayNotRead();
    void hosts_data();
    void hosts();
    void keysTellThePlace();
    void blame_data();
    void blame();
};

void TestPostMortemChecks::goodOneIsLeftInPeace()
{
    QCOMPARE(rules(good()), Rules());
}

void TestPostMortemChecks::emptyOne()
{
    auto record = good();
    record.texts.front().markdown = u" \n"_s;
    record.whys.clear();
    record.countermeasures.clear();
    const auto findings = checkPostMortem(record);
    QCOMPARE(findings.size(), 2u);
    QCOMPARE(findings[0].rule, CheckRule::SummaryMissing);
    QCOMPARE(std::get<PostMortemField>(findings[0].place), PostMortemField::Summary);
    QCOMPARE(findings[1].rule, CheckRule::NoRootCause);
    for (const auto &finding : findings) {
        QCOMPARE(finding.weight, CheckWeight::Serious);
        QVERIFY(!finding.explanation.isEmpty());
    }
}

void TestPostMortemChecks::whysThatEndNowhere()
{
    auto record = good();
    record.whys.push_back({.why = {.id = WhyId{9}, .text = u"No alert"_s}});
    const auto findings = checkPostMortem(record);
    QCOMPARE(findings.size(), 1u);
    QCOMPARE(findings[0].rule, CheckRule::LeafIsNoRoot);
    QCOMPARE(std::get<WhyId>(findings[0].place), WhyId{9});
    QVERIFY(findings[0].message.contains(u"No alert"));
}

void TestPostMortemChecks::depthOfRoots()
{
    const auto chain = [](int levels) {
        WhyNode node{.why = root(3, u"Root"_s)};
        for (int i = 1; i < levels; ++i) {
            node = {.why = {.id = WhyId{100 + i}, .text = u"Above"_s}, .children = {node}};
        }
        auto record = good();
        record.whys = {node};
        return record;
    };
    QCOMPARE(rules(chain(2)), Rules{CheckRule::TooShallow});
    QCOMPARE(rules(chain(3)), Rules());
    QCOMPARE(rules(chain(7)), Rules());
    QCOMPARE(rules(chain(8)), Rules{CheckRule::TooDeep});
}

void TestPostMortemChecks::rootsWantAnswers()
{
    auto record = good();
    auto &why = record.whys[0].children[0].children[0].why;
    why.state = WhyState::Possible;
    QCOMPARE(rules(record), Rules{CheckRule::RootNotConfirmed});
    why.state = WhyState::Confirmed;
    record.countermeasures[0].what.why = {};
    QCOMPARE(rules(record), Rules{CheckRule::RootUnanswered});
    why.accepted = u"Twice a year is acceptable"_s;
    QCOMPARE(rules(record), Rules());
}

void TestPostMortemChecks::personsAreNoCauses()
{
    auto record = good();
    record.texts[size_t(PostMortemField::Response)].markdown = u"Max should have called earlier."_s;
    QCOMPARE(rules(record), Rules{CheckRule::BlamefulWords});
    QCOMPARE(checkPostMortem(record).front().weight, CheckWeight::Advice);

    record = good();
    record.whys[0].children[0].children[0].why.text = u"Human error during the deploy"_s;
    QCOMPARE(rules(record), Rules{CheckRule::PersonAsCause});
    record.whys[0].children[0].children[0].why.text = u"The release by Ada Lovelace had no check"_s;
    QCOMPARE(rules(record), Rules());
    QCOMPARE(rules(record, {u""_s, u"Ada Lovelace"_s}), Rules{CheckRule::PersonAsCause});
    QCOMPARE(rules(record, {u"Ada"_s}), Rules{CheckRule::PersonAsCause});
    QCOMPARE(rules(record, {u"Love"_s}), Rules());  // whole names only
}

void TestPostMortemChecks::countermeasuresAreSpecific()
{
    auto record = good();
    record.countermeasures.push_back(measure(2, {.text = u"Be more careful with migrations"_s}));
    QCOMPARE(rules(record), (Rules{CheckRule::CountermeasureVague, CheckRule::OwnerMissing, CheckRule::DueDateMissing,
                                   CheckRule::EffectCheckMissing}));
    QCOMPARE(std::get<CountermeasureId>(checkPostMortem(record).front().place), CountermeasureId{2});
}

void TestPostMortemChecks::confirmedWantsEvidence()
{
    auto record = good();
    record.whys[0].children[0].children[0].why.evidence.clear();
    QCOMPARE(rules(record), Rules{CheckRule::ConfirmedWithoutEvidence});
    QVERIFY(checkPostMortem(record).front().isOpen());

    for (const auto &[text, isVerb] :
         {std::pair(u"A runbook for full disks"_s, false), std::pair(u"Documentation of the fail-over"_s, false),
          std::pair(u"Better"_s, true), std::pair(u"Document the fail-over"_s, true),
          std::pair(u"Alert on disk space"_s, true), std::pair(u"Monitoring of certificates"_s, false)}) {
        record = good();
        record.countermeasures[0].what.text = text;
        const auto found = rules(record);
        QVERIFY2((std::ranges::find(found, CheckRule::CountermeasureWithoutVerb) == found.end()) == isVerb,
                 qPrintable(text));
    }
}

void TestPostMortemChecks::gapsAndClocks()
{
    QCOMPARE(rules(good(), lasting(20, {})), Rules());
    QCOMPARE(rules(good(), lasting(41, {entry(1, 20), entry(2, 40)})), Rules());
    const auto gap = checkPostMortem(good(), lasting(60, {entry(1, -5), entry(2, 20), entry(3, 50)}));
    QCOMPARE(gap.size(), 1u);
    QCOMPARE(gap[0].rule, CheckRule::TimelineGap);
    QCOMPARE(std::get<TimelineId>(gap[0].place), TimelineId{2});
    QVERIFY2(gap[0].message.contains(u"from 05:20 to 05:50 UTC (30 min)"), qPrintable(gap[0].message));
    QCOMPARE(rules(good(), lasting(60, {entry(1, 10), entry(2, 30), entry(3, 90)})), Rules{CheckRule::TimelineGap});

    auto late = lasting(10, {entry(7, 5)});
    late.timeline[0].recordedAt = at(3);
    QCOMPARE(rules(good(), late), Rules{CheckRule::ClockAhead});
    QCOMPARE(rules(good(), lasting(-5, {})).front(), CheckRule::TimesContradict);
}

void TestPostMortemChecks::whatCustomersMayNotRead()
{
    const Surroundings around{.people = {u"Ada Lovelace"_s}, .services = {u"ledger"_s}};
    auto record = good();
    auto &story = record.texts[size_t(PostMortemField::ExternalStory)];
    const auto found = [&](const QString &text) {
        story.markdown = text;
        return rules(record, around);
    };
    QCOMPARE(found(u"The ledger on db-2.internal, password=hunter2hunter"_s), Rules());  // it is internal
    story.visibility = Visibility::Public;
    QCOMPARE(found(u"A disk was full."_s), Rules());
    QCOMPARE(found(u"The ledger was slow."_s), Rules{CheckRule::ServiceInPublic});
    QCOMPARE(found(u"Ledgers were slow."_s), Rules());
    QCOMPARE(found(u"The disk of db-2.internal was full."_s), Rules{CheckRule::InternalInPublic});
    QCOMPARE(found(u"`postgresql://oncall:l4mp-post@198.51.100.7/invoices`"_s), Rules{CheckRule::SecretInPublic});
    story.markdown.clear();
    record.whys[0].why.text = u"The change of Ada Lovelace"_s;
    record.whys[0].why.visibility = Visibility::Public;
    QCOMPARE(rules(record, around), (Rules{CheckRule::BlamefulWords, CheckRule::InternalInPublic}));
    auto timeline = around;
    timeline.timeline = {entry(5, 1, u"Restarted 10.1.2.3"_s)};
    timeline.timeline[0].visibility = Visibility::Public;
    QCOMPARE(std::get<TimelineId>(checkPostMortem(good(), timeline).front().place), TimelineId{5});
    // Of an incident that is public the services are public.
    Incident open;
    open.visibility = Visibility::Public;
    auto known = around;
    known.incident = open;
    record = good();
    record.texts[size_t(PostMortemField::ExternalStory)] = {.field = PostMortemField::ExternalStory,
                                                            .markdown = u"The ledger was slow."_s,
                                                            .visibility = Visibility::Public};
    QCOMPARE(rules(record, known), Rules());
    // As are those of which an announcement has told.
    auto told = around;
    told.timeline = {entry(1, 1, u"Announcement published: ledger: slow"_s)};
    told.timeline[0].visibility = Visibility::Public;
    QCOMPARE(rules(record, told).size(), 2u);
    told.timeline[0].kind = TimelineKind::Announced;
    QCOMPARE(rules(record, told), Rules());
}

void TestPostMortemChecks::hosts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("host");
    QTest::newRow("name") << u"on db-2 and elsewhere"_s << u"db-2"_s;
    QTest::newRow("long name") << u"`inv-fra1-03`"_s << u"inv-fra1-03"_s;
    QTest::newRow("inner domain") << u"https://identity.internal/x"_s << u"identity.internal"_s;
    QTest::newRow("address") << u"from 172.20.0.9."_s << u"172.20.0.9"_s;
    QTest::newRow("public address") << u"from 198.51.100.7"_s << QString();
    QTest::newRow("words") << u"utf-8, phase-2, top-10, SEV-1, in 2026-11, a 3-2 vote"_s << QString();
}

void TestPostMortemChecks::hosts()
{
    QFETCH(QString, text);
    QTEST(hostIn(text), "host");
}

void TestPostMortemChecks::keysTellThePlace()
{
    QCOMPARE(keyOf({.rule = CheckRule::NoRootCause, .place = {}, .message = {}, .explanation = {}}), u"noRootCause"_s);
    QCOMPARE(
        keyOf({.rule = CheckRule::BlamefulWords, .place = PostMortemField::LeadUp, .message = {}, .explanation = {}}),
        u"blamefulWords field leadUp"_s);
    QCOMPARE(keyOf({.rule = CheckRule::LeafIsNoRoot, .place = WhyId{12}, .message = {}, .explanation = {}}),
             u"leafIsNoRoot why 12"_s);
    QCOMPARE(keyOf({.rule = CheckRule::TimelineGap, .place = TimelineId{3}, .message = {}, .explanation = {}}),
             u"timelineGap entry 3"_s);
}

void TestPostMortemChecks::blame_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    QTest::newRow("human error") << u"It was Human Error."_s << u"Human Error"_s;
    QTest::newRow("should have") << u"The team should have known"_s << u"should have"_s;
    QTest::newRow("shouldn't have") << u"One shouldn’t have deployed"_s << u"shouldn’t have"_s;
    QTest::newRow("forgot") << u"somebody forgot the index"_s << u"forgot"_s;
    QTest::newRow("carelessness") << u"out of carelessness"_s << u"carelessness"_s;
    QTest::newRow("none") << u"The replica was not promoted because the check had a typo"_s << QString();
    QTest::newRow("within words") << u"unforgotten; the fault of a disk; error"_s << QString();
    QTest::newRow("should alone") << u"The alert should fire within a minute"_s << QString();
}

void TestPostMortemChecks::blame()
{
    QFETCH(QString, text);
    QTEST(blamefulWording(text), "words");
}

QTEST_APPLESS_MAIN(TestPostMortemChecks)
#include "tst_postmortemchecks.moc"
