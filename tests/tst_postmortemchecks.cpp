// SPDX-License-Identifier: GPL-3.0-or-later
// The linter of post-mortems: finds what experts would ask about, names the place, and leaves a good one in peace.
#include "models/postmortem/checks.h"

#include <QTest>

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

Why root(qint64 id, const QString &text, WhyState state = WhyState::Confirmed)
{
    return {.id = WhyId{id}, .text = text, .state = state, .root = RootCategory::Process};
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

std::vector<CheckRule> rules(const PostMortemRecord &record, const QStringList &people = {})
{
    std::vector<CheckRule> found;
    for (const auto &finding : checkPostMortem(record, people)) {
        found.push_back(finding.rule);
    }
    return found;
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
    record.whys.push_back({.why = {.id = WhyId{9}, .text = u"No alert"_s, .state = WhyState::Confirmed}});
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
