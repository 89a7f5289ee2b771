// SPDX-License-Identifier: GPL-3.0-or-later
// The why tree's promises: answers stay where they were put, no circles, no lost branches, whoever else edits.
#include "models/incidents/timeline/correction.h"
#include "models/postmortem/countermeasures/countermeasures.h"
#include "models/postmortem/whys/whyevidence.h"
#include "models/postmortem/whys/whysteps.h"
#include "models/storage/journal.h"
#include "support/crew.h"

#include <QRandomGenerator>
#include <QSet>
#include <QSignalSpy>

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

//! "text?*" per line, indented by depth, each question announced once: ? possible, * root, & its causes act together.
QString drawn(const std::vector<WhyNode> &tree)
{
    QString text;
    std::optional<WhyQuestion> question;
    walkWhys(tree, [&](const WhyNode &node, int depth) {
        if (depth == 0 && question != node.why.question) {
            question = node.why.question;
            text += toText(node.why.question) + u":\n"_s;
        }
        text += QString(2 * depth + 2, u' ') + node.why.text;
        text += node.why.state == WhyState::Possible ? u"?"_s : u""_s;
        text += node.why.root ? u"*"_s : u""_s;
        text += node.why.causes == Causes::OnlyTogether ? u"&"_s : u""_s;
        text += u'\n';
    });
    return text;
}

class Tree : public Crew
{
public:
    Tree()
    {
        id = as(commander, [about = incident.id](Transaction &t) { return openPostMortem(t, about); }).value().id;
    }
    Result<Why> tryAdd(const QString &text, const WhyPlace &place = {})
    {
        return as(responder, [=, about = id](Transaction &t) { return addWhy(t, about, place, text); });
    }
    WhyId add(const QString &text, const WhyPlace &place = {}) { return tryAdd(text, place).value().id; }
    WhyId below(WhyId parent, const QString &text) { return add(text, {.parent = parent}); }
    Result<int> move(WhyId why, const WhyPlace &place, int version)
    {
        return as(responder, [=](Transaction &t) { return moveWhy(t, why, place, version); });
    }
    TimelineId note(const QString &text)
    {
        return as(responder, [=, about = incident.id](Transaction &t) { return addNote(t, about, text); }).value();
    }
    Result<> link(WhyId why, const EvidenceLink &what)
    {
        return as(responder, [=](Transaction &t) { return linkEvidence(t, why, what); });
    }
    Result<> unlink(WhyId why, const EvidenceLink &what)
    {
        return as(responder, [=](Transaction &t) { return unlinkEvidence(t, why, what); });
    }
    Result<int> confirm(WhyId why)
    {
        const int version = node(why).version;
        return as(responder, [=](Transaction &t) { return setWhyState(t, why, WhyState::Confirmed, version); });
    }
    std::vector<WhyNode> nodes()
    {
        return read([about = id](Transaction &t) { return whysOf(t, about); }).value();
    }
    Why node(WhyId why) { return pathTo(nodes(), why).back(); }
    QString draw() { return drawn(nodes()); }

    PostMortemId id;
};

}  // namespace

class TestWhyTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersStandInOrder_data() { TestDatabase::addEngines(); }
    void answersStandInOrder();
    void editsAreVersioned_data() { TestDatabase::addEngines(); }
    void editsAreVersioned();
    void confirmedOnlyWithEvidence_data() { TestDatabase::addEngines(); }
    void confirmedOnlyWithEvidence();
    void evidenceIsFoundAsOneTypes_data() { TestDatabase::addEngines(); }
    void evidenceIsFoundAsOneTypes();
    void everyEditIsTakenBack_data() { TestDatabase::addEngines(); }
    void everyEditIsTakenBack();
    void whatOthersChangedStays_data() { TestDatabase::addEngines(); }
    void whatOthersChangedStays();
    void refusesWhatIsNoAnswer_data() { TestDatabase::addEngines(); }
    void refusesWhatIsNoAnswer();
    void movesWithItsBranch_data() { TestDatabase::addEngines(); }
    void movesWithItsBranch();
    void circlesAndDepthsAreRefused_data() { TestDatabase::addEngines(); }
    void circlesAndDepthsAreRefused();
    void removedBranchLeavesItsTraces_data() { TestDatabase::addEngines(); }
    void removedBranchLeavesItsTraces();
    void rootCausesAreNews_data() { TestDatabase::addEngines(); }
    void rootCausesAreNews();
    void readsBackwards_data() { TestDatabase::addEngines(); }
    void readsBackwards();
    void everybodyAtOnce_data() { TestDatabase::addEngines(); }
    void everybodyAtOnce();
    void stormOfEditsKeepsTheTreeWhole_data() { TestDatabase::addEngines(); }
    void stormOfEditsKeepsTheTreeWhole();
    void wordsGoBothWays();
};

void TestWhyTree::answersStandInOrder()
{
    Tree tree;
    const auto disk = tree.add(u"disk full"_s);
    tree.add(u"no alert"_s, {.question = WhyQuestion::Undetected});
    tree.add(u"restart by hand"_s, {.question = WhyQuestion::Slow});
    tree.add(u"logs grew"_s, {.parent = disk, .question = WhyQuestion::Slow});  // the parent's question counts
    tree.below(disk, u"no rotation"_s);
    tree.add(u"debug level on"_s, {.parent = disk, .place = 1});
    tree.add(u"first"_s, {.place = 0});
    tree.add(u"far behind"_s, {.place = 99});
    tree.add(u"below zero"_s, {.place = -5});
    QCOMPARE(tree.draw(), u"happened:\n"
                          "  below zero?\n"
                          "  first?\n"
                          "  disk full?\n"
                          "    logs grew?\n"
                          "    debug level on?\n"
                          "    no rotation?\n"
                          "  far behind?\n"
                          "undetected:\n"
                          "  no alert?\n"
                          "slow:\n"
                          "  restart by hand?\n"_s);
}

void TestWhyTree::editsAreVersioned()
{
    Tree tree;
    const auto why = tree.add(u"  the disk was full\n"_s);
    QCOMPARE(tree.node(why).text, u"the disk was full"_s);
    const auto as = [&](auto work) { return tree.as(tree.responder, work); };
    REQUIRE_VALUE(edited, as([=](Transaction &t) { return editWhy(t, why, u"/var was full"_s, 1); }));
    auto late = as([=](Transaction &t) { return editWhy(t, why, u"/tmp was full"_s, 1); });
    QVERIFY(!late);
    QCOMPARE(*editConflict(late.error()),
             (EditConflict{.theirs = u"/var was full"_s, .yours = u"/tmp was full"_s, .version = edited}));
    REQUIRE_OK(tree.link(why, {.entry = tree.note(u"df: /var 100 %"_s), .file = {}}));
    REQUIRE_VALUE(confirmed, as([=](Transaction &t) { return setWhyState(t, why, WhyState::Confirmed, edited); }));
    REQUIRE_VALUE(jointly, as([=](Transaction &t) { return setWhyCauses(t, why, Causes::OnlyTogether, confirmed); }));
    REQUIRE_VALUE(shown, as([=](Transaction &t) { return setWhyVisibility(t, why, Visibility::Public, jointly); }));
    QCOMPARE(shown, 5);
    QCOMPARE(tree.draw(), u"happened:\n  /var was full&\n"_s);
    QCOMPARE(tree.node(why).visibility, Visibility::Public);

    REQUIRE_VALUE(trail, tree.read([=](Transaction &t) { return auditOf(t, u"why"_s, why.value); }));
    QStringList fields;
    for (const auto &row : trail) {
        fields.prepend(row.change.field);
        QCOMPARE(row.actor, tree.responder);
    }
    QCOMPARE(fields, (QStringList{u"body"_s, u"body"_s, u"evidence"_s, u"state"_s, u"jointly"_s, u"visibility"_s}));

    // A neighbour that comes or goes is no edit of this one.
    tree.add(u"before"_s, {.place = 0});
    QCOMPARE(tree.node(why).place, 1);
    QCOMPARE(tree.node(why).version, shown);
}

void TestWhyTree::confirmedOnlyWithEvidence()
{
    Tree tree;
    const auto why = tree.add(u"the disk was full"_s);
    const auto early = tree.confirm(why);
    QVERIFY(!early);
    QCOMPARE(early.error().code, ErrorCode::Invalid);
    QVERIFY2(early.error().message.contains(u"Link an entry"), qPrintable(early.error().message));

    const auto note = tree.note(u"`df` says **101 %**"_s);
    const EvidenceLink entry{.entry = note, .file = {}};
    REQUIRE_VALUE(file, tree.as(tree.responder, [about = tree.incident.id](Transaction &t) {
        return attach(t, {.incident = about, .name = u"df.txt"_s, .content = "100 %"_ba});
    }));
    const EvidenceLink log{.entry = {}, .file = file};
    REQUIRE_OK(tree.link(why, entry));
    REQUIRE_OK(tree.link(why, entry));  // again is no error
    REQUIRE_OK(tree.link(why, log));
    QCOMPARE(tree.node(why).version, 1);  // who edits the text meanwhile is not disturbed
    REQUIRE_OK(tree.confirm(why));

    // An entry that was corrected reads as it does now, and is still what was linked.
    REQUIRE_OK(tree.as(tree.responder, [note](Transaction &t) {
        return correctEntry(t, note, {.body = u"`df` says 100 %"_s}, u"a slip"_s);
    }));
    auto evidence = tree.node(why).evidence;
    QCOMPARE(evidence.size(), 2u);
    QCOMPARE(evidence[0].text, u"df says 100 %"_s);
    QVERIFY(evidence[0].what.entry != note);
    QCOMPARE(evidence[1].text, u"df.txt"_s);
    QVERIFY(!tree.link(why, entry));  // nobody links what no longer reads so

    REQUIRE_OK(tree.unlink(why, evidence[0].what));
    QCOMPARE(tree.node(why).state, WhyState::Confirmed);
    REQUIRE_OK(tree.unlink(why, evidence[0].what));  // it is gone already
    REQUIRE_OK(tree.unlink(why, log));
    QCOMPARE(tree.node(why).state, WhyState::Possible);
    QCOMPARE(tree.node(why).evidence.size(), 0u);
    REQUIRE_VALUE(trail, tree.read([=](Transaction &t) { return auditOf(t, u"why"_s, why.value); }));
    QCOMPARE(trail.front().change.field, u"state"_s);

    // Only what belongs to the incident.
    REQUIRE_VALUE(other, tree.as(tree.commander, [](Transaction &t) {
        return declareIncident(t, {.title = u"Another"_s, .services = {}, .dataCentres = {}});
    }));
    REQUIRE_VALUE(elsewhere,
                  tree.as(tree.commander, [id = other.id](Transaction &t) { return addNote(t, id, u"not here"_s); }));
    const auto foreign = tree.link(why, {.entry = elsewhere, .file = {}});
    QVERIFY(!foreign);
    QCOMPARE(foreign.error().code, ErrorCode::NotFound);
    // A why goes with its links.
    REQUIRE_OK(tree.link(why, log));
    const int version = tree.node(why).version;
    REQUIRE_OK(tree.as(tree.responder, [&](Transaction &t) { return removeWhy(t, why, version); }));
    REQUIRE_VALUE(left, tree.read([](Transaction &t) {
        return t.one(u"SELECT count(*) FROM why_evidence"_s, [](const Row &row) { return row.integer(0); });
    }));
    QCOMPARE(*left, 0);
}

void TestWhyTree::evidenceIsFoundAsOneTypes()
{
    Tree tree;
    tree.note(u"The disk of db-1 is full"_s);
    tree.note(u"db-2 is well"_s);
    REQUIRE_OK(tree.as(tree.responder, [about = tree.incident.id](Transaction &t) {
        return attach(t, {.incident = about, .name = u"Disk.txt"_s, .content = "100 %"_ba});
    }));
    const auto found = [&](const QString &text, int limit = 20) {
        QStringList texts;
        const auto all = tree.read(
            [=, about = tree.incident.id](Transaction &t) { return evidenceToChoose(t, about, text, limit); });
        for (const WhyEvidence &each : all.value()) {
            texts << each.text;
        }
        return texts;
    };
    QCOMPARE(found(u"disk"_s), (QStringList{u"Disk.txt"_s, u"The disk of db-1 is full"_s}));
    QCOMPARE(found(u" DB- "_s).size(), 2);
    QCOMPARE(found(u"db-"_s, 1).size(), 1);
    QVERIFY(found({}).contains(u"db-2 is well"_s));
    QCOMPARE(found({}).filter(u"ost-mortem"_s), QStringList());  // what is written here proves nothing
    QCOMPARE(found({}).filter(u"Disk.txt"_s).size(), 1);         // the file, not the entry that tells of it
    QCOMPARE(found(u"nothing like it"_s), QStringList());
}

void TestWhyTree::everyEditIsTakenBack()
{
    Tree tree;
    const auto first = tree.add(u"the disk was full"_s);
    const auto second = tree.add(u"logs grew"_s, {.parent = first});
    const auto third = tree.add(u"nobody rotates them"_s, {.parent = second});
    const EvidenceLink note{.entry = tree.note(u"df: 100 %"_s), .file = {}};
    REQUIRE_VALUE(measure, tree.as(tree.responder, [=, id = tree.id](Transaction &t) {
        return addCountermeasure(t, id, {.why = third, .text = u"Rotate the logs"_s});
    }));
    // All that one sees of it.
    const auto shape = [&] {
        QString all;
        walkWhys(tree.nodes(), [&](const WhyNode &node, int depth) {
            const Why &why = node.why;
            all += u"%1%2 %3 %4 %5 %6 %7 %8 %9\n"_s.arg(QString(depth, u' '), QString::number(why.id.value), why.text)
                       .arg(toText(why.question), toText(why.state), why.root ? toText(*why.root) : u"-"_s)
                       .arg(why.evidence.size())
                       .arg(int(why.causes))
                       .arg(why.accepted);
        });
        const auto found = tree.read([=](Transaction &t) { return countermeasure(t, measure); }).value();
        return all + QString::number(found->what.why.value);
    };
    std::vector<WhyStep> steps;
    QStringList seen{shape()};
    const auto took = [&](const Result<WhyStep> &step) {
        steps.push_back(step.value());
        seen << shape();
    };
    const auto edit = [&](WhyId why, auto work) {
        const int version = tree.node(why).version;
        took(tree.as(tree.responder, [=, id = tree.id](Transaction &t) {
            return recordStep(t, id, why, [=](Transaction &inside) -> Result<> {
                const auto done = work(inside, version);
                return done ? Result<>() : failure(done);
            });
        }));
    };
    took(tree.as(tree.responder, [=, id = tree.id](Transaction &t) {
        return recordAdded(t, id, {.parent = first}, u"it is small"_s);
    }));
    const WhyId added = steps.back().why().id;
    edit(added, [=](Transaction &t, int version) { return editWhy(t, added, u"the disk is small"_s, version); });
    edit(third, [=](Transaction &t, int) { return linkEvidence(t, third, note); });
    edit(third, [=](Transaction &t, int version) { return setWhyState(t, third, WhyState::Confirmed, version); });
    edit(third, [=](Transaction &t, int version) { return markRoot(t, third, RootCategory::Process, version); });
    edit(third, [=](Transaction &t, int version) { return acceptRoot(t, third, u"It is cheap"_s, version); });
    edit(first, [=](Transaction &t, int version) { return setWhyCauses(t, first, Causes::OnlyTogether, version); });
    edit(added, [=](Transaction &t, int version) {
        return moveWhy(t, added, {.question = WhyQuestion::Undetected}, version);
    });
    edit(third, [=](Transaction &t, int) { return unlinkEvidence(t, third, note); });  // possible again by that
    edit(third, [=](Transaction &t, int) { return linkEvidence(t, third, note); });
    edit(second, [=](Transaction &t, int version) { return removeWhy(t, second, version); });
    QVERIFY(seen.back().endsWith(u"\n0"));
    QCOMPARE(QSet<QString>(seen.begin(), seen.end()).size(), seen.size());

    const auto back = [&](const WhyStep &step) {
        return tree.as(tree.responder, [=, id = tree.id](Transaction &t) { return takeBack(t, id, step); });
    };
    for (size_t i = steps.size(); i-- > 0;) {
        REQUIRE_VALUE(again, back(steps[i]));
        steps[i] = again;
        QCOMPARE(shape(), seen[qsizetype(i)]);
    }
    for (size_t i = 0; i < steps.size(); ++i) {
        REQUIRE_VALUE(again, back(steps[i]));
        steps[i] = again;
        QCOMPARE(shape(), seen[qsizetype(i) + 1]);
    }
    REQUIRE_OK(back(steps.back()));
    // What came back is found again, and the trail tells of both.
    REQUIRE_VALUE(trail, tree.read([=](Transaction &t) { return auditOf(t, u"why"_s, second.value); }));
    QStringList fields;
    for (const auto &row : trail) {
        fields << row.change.field;
    }
    QCOMPARE(fields.count(u"removed"_s), 2);
    QCOMPARE(fields.count(u"restored"_s), 2);
}

void TestWhyTree::whatOthersChangedStays()
{
    Tree tree;
    const auto why = tree.add(u"the disk was full"_s);
    const auto other = tree.add(u"nobody looked"_s);
    const auto record = [&](WhyId about, const QString &text) {
        const int version = tree.node(about).version;
        return tree
            .as(tree.responder,
                [=, id = tree.id](Transaction &t) {
                    return recordStep(t, id, about, [=](Transaction &inside) -> Result<> {
                        const auto done = editWhy(inside, about, text, version);
                        return done ? Result<>() : failure(done);
                    });
                })
            .value();
    };
    const auto back = [&](const WhyStep &step) {
        return tree.as(tree.responder, [=, id = tree.id](Transaction &t) { return takeBack(t, id, step); });
    };
    const WhyStep mine = record(why, u"/var was full"_s);
    const int version = tree.node(why).version;
    REQUIRE_OK(tree.as(tree.commander, [=](Transaction &t) { return editWhy(t, why, u"/tmp was full"_s, version); }));
    const auto late = back(mine);
    QVERIFY(!late);
    QCOMPARE(editConflict(late.error())->theirs, u"/tmp was full"_s);
    QCOMPARE(tree.node(why).text, u"/tmp was full"_s);

    // What they did to something else is no obstacle.
    const WhyStep text = record(other, u"nobody looked at it"_s);
    const int now = tree.node(other).version;
    REQUIRE_OK(
        tree.as(tree.commander, [=](Transaction &t) { return setWhyVisibility(t, other, Visibility::Public, now); }));
    REQUIRE_OK(back(text));
    QCOMPARE(tree.node(other).text, u"nobody looked"_s);
    QCOMPARE(tree.node(other).visibility, Visibility::Public);

    // Nor does an adding take away what others have put below it.
    const auto added =
        tree.as(tree.responder, [id = tree.id](Transaction &t) { return recordAdded(t, id, {}, u"it is small"_s); });
    const WhyId below = tree.add(u"it was cheap"_s, {.parent = added.value().why().id});
    QCOMPARE(back(added.value()).error().code, ErrorCode::Conflict);
    QCOMPARE(tree.node(below).text, u"it was cheap"_s);
}

void TestWhyTree::refusesWhatIsNoAnswer()
{
    Tree tree;
    const auto refused = [&](const QString &text) {
        auto added = tree.tryAdd(text);
        return added ? u"taken"_s : added.error().message;
    };
    QVERIFY(refused(u" \n\t"_s).contains(u"empty"));
    QVERIFY(refused(QString(longestWhy + 1, u'y')).contains(u"2,001"));
    QVERIFY(refused(u"zero "_s + QChar(0)).contains(u"position 6"));
    auto orphan = tree.tryAdd(u"lost"_s, {.parent = WhyId{4711}});
    QVERIFY(!orphan);
    QCOMPARE(orphan.error().code, ErrorCode::NotFound);
    auto nobody = tree.as(tree.responder, [](Transaction &t) { return editWhy(t, WhyId{4711}, u"x"_s, 1); });
    QVERIFY(!nobody);
    QCOMPARE(nobody.error().code, ErrorCode::NotFound);
    QCOMPARE(tree.draw(), QString());

    REQUIRE_OK(tree.as(tree.responder, [about = tree.id](Transaction &t) -> Result<> {
        for (int i = 0; i < mostWhys; ++i) {
            ONLYONCE_TRY(addWhy(t, about, {}, QString::number(i)));
        }
        return {};
    }));
    QVERIFY(refused(u"one too many"_s).contains(u"500"));
}

void TestWhyTree::movesWithItsBranch()
{
    Tree tree;
    const auto a = tree.add(u"a"_s);
    const auto b = tree.add(u"b"_s);
    tree.add(u"c"_s);
    const auto b1 = tree.below(b, u"b1"_s);
    tree.below(b1, u"b11"_s);
    tree.below(b, u"b2"_s);

    REQUIRE_OK(tree.move(b, {.place = 0}, 1));  // up
    QCOMPARE(tree.draw(), u"happened:\n  b?\n    b1?\n      b11?\n    b2?\n  a?\n  c?\n"_s);
    REQUIRE_OK(tree.move(b, {.place = 1}, 2));  // down: the place is the one after the move
    QCOMPARE(tree.draw(), u"happened:\n  a?\n  b?\n    b1?\n      b11?\n    b2?\n  c?\n"_s);
    REQUIRE_OK(tree.move(b, {.parent = a}, 3));  // under another
    QCOMPARE(tree.draw(), u"happened:\n  a?\n    b?\n      b1?\n        b11?\n      b2?\n  c?\n"_s);
    REQUIRE_OK(tree.move(b1, {.question = WhyQuestion::Slow}, 1));  // to another question, with what is below it
    QCOMPARE(tree.draw(), u"happened:\n  a?\n    b?\n      b2?\n  c?\nslow:\n  b1?\n    b11?\n"_s);
    QCOMPARE(tree.nodes().back().children.front().why.question, WhyQuestion::Slow);
    QCOMPARE(tree.move(b1, {.question = WhyQuestion::Slow, .place = 0}, 2).value(), 2);  // stays: nothing changes

    auto late = tree.move(b1, {.place = 0}, 1);
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::Conflict);
    QVERIFY(editConflict(late.error()));
}

void TestWhyTree::circlesAndDepthsAreRefused()
{
    Tree tree;
    std::vector<WhyId> chain{tree.add(u"level 1"_s)};
    for (int level = 2; level <= deepestWhy; ++level) {
        chain.push_back(tree.below(chain.back(), u"level %1"_s.arg(level)));
    }
    auto deeper = tree.tryAdd(u"level 21"_s, {.parent = chain.back()});
    QVERIFY(!deeper);
    QVERIFY2(deeper.error().message.contains(u"20 levels"), qPrintable(deeper.error().message));

    for (const auto target : {chain[0], chain[1], chain.back()}) {
        auto circle = tree.move(chain[0], {.parent = target}, 1);
        QVERIFY(!circle);
        QCOMPARE(circle.error().code, ErrorCode::Invalid);
    }
    const auto other = tree.add(u"other"_s);
    auto tooDeep = tree.move(chain[0], {.parent = other}, 1);
    QVERIFY(!tooDeep);
    REQUIRE_OK(tree.move(chain[1], {.parent = other}, 1));  // nineteen fit below it
    QCOMPARE(tree.nodes().size(), 2u);
    REQUIRE_OK(tree.move(other, {.place = 0}, 1));
}

void TestWhyTree::removedBranchLeavesItsTraces()
{
    Tree tree;
    const auto stays = tree.add(u"stays"_s);
    const auto goes = tree.add(u"goes"_s);
    const auto child = tree.below(goes, u"child"_s);
    const auto leaf = tree.below(child, u"leaf"_s);
    REQUIRE_OK(tree.as(tree.responder, [=](Transaction &t) { return markRoot(t, leaf, RootCategory::Testing, 1); }));
    REQUIRE_VALUE(measure, tree.as(tree.responder, [=, about = tree.id](Transaction &t) {
        return addCountermeasure(t, about, {.why = leaf, .text = u"Test it"_s});
    }));

    auto late = tree.as(tree.responder, [=](Transaction &t) { return removeWhy(t, goes, 7); });
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::Conflict);
    QSignalSpy changes(&tree.database->feed(), &ChangeFeed::changed);
    REQUIRE_OK(tree.as(tree.responder, [=](Transaction &t) { return removeWhy(t, goes, 1); }));
    QCOMPARE(tree.draw(), u"happened:\n  stays?\n"_s);
    QTRY_VERIFY(!changes.isEmpty());
    const auto touched = changes.last().first().value<Changes>();
    for (const auto why : {goes, child, leaf}) {
        QVERIFY(touched.touches("why"_L1, why.value));
        REQUIRE_VALUE(trail, tree.read([=](Transaction &t) { return auditOf(t, u"why"_s, why.value); }));
        QCOMPARE(trail.front().change.field, u"removed"_s);
        QVERIFY(!trail.front().change.newValue);
    }
    QVERIFY(touched.touches("countermeasure"_L1, measure.value));
    REQUIRE_VALUE(trail, tree.read([=](Transaction &t) { return auditOf(t, u"why"_s, leaf.value); }));
    QVERIFY2(trail.front().change.oldValue->contains(u"\"root\":\"testing\""),
             qPrintable(*trail.front().change.oldValue));

    REQUIRE_VALUE(kept, tree.read([=](Transaction &t) { return countermeasure(t, measure); }));
    QVERIFY(kept);
    QVERIFY(!kept->what.why);
    QCOMPARE(kept->version, 2);
    QVERIFY(tree.node(stays).id == stays);
}

void TestWhyTree::rootCausesAreNews()
{
    Tree tree;
    const auto why = tree.add(u"no <b>canary</b> stage"_s);
    const auto as = [&](auto work) { return tree.as(tree.responder, work); };
    auto early = as([=](Transaction &t) { return acceptRoot(t, why, u"too dear"_s, 1); });
    QVERIFY(!early);
    QCOMPARE(early.error().code, ErrorCode::Invalid);
    REQUIRE_VALUE(marked, as([=](Transaction &t) { return markRoot(t, why, RootCategory::Change, 1); }));
    REQUIRE_VALUE(other, as([=](Transaction &t) { return markRoot(t, why, RootCategory::Process, marked); }));
    REQUIRE_VALUE(accepted, as([=](Transaction &t) { return acceptRoot(t, why, u" too dear "_s, other); }));
    QCOMPARE(tree.node(why).accepted, u"too dear"_s);
    QCOMPARE(tree.node(why).root, RootCategory::Process);
    REQUIRE_OK(as([=](Transaction &t) { return markRoot(t, why, std::nullopt, accepted); }));

    REQUIRE_VALUE(timeline, tree.read([about = tree.incident.id](Transaction &t) { return timelineOf(t, about); }));
    QStringList news;
    for (const auto &entry : timeline) {
        if (entry.kind == TimelineKind::PostMortem) {
            QCOMPARE(entry.visibility, Visibility::Internal);
            news << entry.data[u"event"_s].toString();
            QVERIFY(!entry.body.contains(u"<b>"));  // nobody's text is markup
        }
    }
    QCOMPARE(news, (QStringList{u"begun"_s, u"rootCause"_s, u"rootCauseWithdrawn"_s}));
}

void TestWhyTree::readsBackwards()
{
    Tree tree;
    const auto top = tree.add(u"The database was read-only"_s);
    const auto middle = tree.below(top, u"The disk was full"_s);
    const auto root = tree.below(middle, u"Log rotation is nobody's job"_s);
    tree.add(u"Elsewhere"_s);
    QCOMPARE(thereforeText(tree.nodes(), root, u"Checkout down"_s), u"Log rotation is nobody's job\n"
                                                                    "Therefore: The disk was full\n"
                                                                    "Therefore: The database was read-only\n"
                                                                    "Therefore: Checkout down"_s);
    QCOMPARE(thereforeText(tree.nodes(), WhyId{4711}, u"Checkout down"_s), QString());
    const auto path = pathTo(tree.nodes(), root);
    QCOMPARE(path.size(), 3u);
    QCOMPARE(path.front().id, top);
}

void TestWhyTree::everybodyAtOnce()
{
    Tree tree;
    const auto top = tree.add(u"top"_s);
    // A meeting: everybody adds below the same node and at the top, all in flight together.
    std::vector<QFuture<Result<Why>>> added;
    for (int i = 0; i < 60; ++i) {
        const WhyPlace place{.parent = i % 2 ? top : WhyId{}, .place = i % 3 == 0 ? std::optional(0) : std::nullopt};
        added.push_back(
            tree.database->write(i % 2 ? tree.commander : tree.responder, [=, about = tree.id](Transaction &t) {
                return addWhy(t, about, place, QString::number(i));
            }));
    }
    for (auto &future : added) {
        REQUIRE_OK(await(future));
    }
    QSet<QString> texts;
    walkWhys(tree.nodes(), [&](const WhyNode &node, int) { texts << node.why.text; });
    QCOMPARE(texts.size(), 61);
    QCOMPARE(tree.nodes().size(), 31u);
    for (size_t i = 0; i < tree.nodes().size(); ++i) {
        QCOMPARE(tree.nodes()[i].why.place, int(i));
    }
}

void TestWhyTree::stormOfEditsKeepsTheTreeWhole()
{
    Tree tree;
    QRandomGenerator random(20261123);
    std::vector<WhyId> alive;
    QSet<QString> expected;
    for (int step = 0; step < 400; ++step) {
        const auto nodes = tree.nodes();
        const int choice = random.bounded(10);
        const auto any = [&] { return alive[size_t(random.bounded(int(alive.size())))]; };
        if (alive.size() < 3 || choice < 5) {
            const WhyPlace place{.parent = alive.empty() || choice == 0 ? WhyId{} : any(),
                                 .question = WhyQuestion(random.bounded(3)),
                                 .place = random.bounded(4)};
            if (auto added = tree.tryAdd(u"w%1"_s.arg(step), place)) {
                alive.push_back(added->id);
                expected << added->text;
            }
        } else if (choice < 9) {
            const auto why = any();
            const auto moved = tree.move(why,
                                         {.parent = choice == 5 ? WhyId{} : any(),
                                          .question = WhyQuestion(random.bounded(3)),
                                          .place = random.bounded(4)},
                                         tree.node(why).version);
            QVERIFY2(moved || moved.error().code == ErrorCode::Invalid,
                     qPrintable(moved ? QString() : moved.error().message));
        } else {
            const auto path = pathTo(nodes, any());
            if (path.size() < 3) {
                continue;  // near the top it would take all with it
            }
            std::vector<WhyNode> level = nodes;
            for (const auto &why : path) {  // down to the node, to know what goes with it
                const auto here = std::ranges::find(level, why.id, [](const WhyNode &node) { return node.why.id; });
                const WhyNode found = *here;
                level = why.id == path.back().id ? std::vector{found} : found.children;
            }
            walkWhys(level, [&](const WhyNode &node, int) {
                expected.remove(node.why.text);
                std::erase(alive, node.why.id);
            });
            REQUIRE_OK(tree.as(tree.responder,
                               [why = path.back()](Transaction &t) { return removeWhy(t, why.id, why.version); }));
        }
    }
    QSet<QString> found;
    std::function<void(const std::vector<WhyNode> &, const Why *)> check = [&](const auto &level, const Why *parent) {
        QHash<WhyQuestion, int> places;
        for (const auto &node : level) {
            found << node.why.text;
            QCOMPARE(node.why.place, places[node.why.question]++);
            QCOMPARE(node.why.parent, parent ? parent->id : WhyId{});
            if (parent) {
                QCOMPARE(node.why.question, parent->question);
            }
            check(node.children, &node.why);
        }
    };
    check(tree.nodes(), nullptr);
    QVERIFY(found.size() > 50);
    QCOMPARE(found, expected);
}

void TestWhyTree::wordsGoBothWays()
{
    for (const auto question : allWhyQuestions) {
        QCOMPARE(whyQuestionFrom(toText(question)).value(), question);
        QVERIFY(label(question).endsWith(u'?'));
    }
    for (const auto category : allRootCategories) {
        QCOMPARE(rootCategoryFrom(toText(category)).value(), category);
        QVERIFY(!label(category).isEmpty());
    }
    for (const auto kind : allCountermeasureKinds) {
        QCOMPARE(countermeasureKindFrom(toText(kind)).value(), kind);
    }
    auto human = rootCategoryFrom(u"human error"_s);
    QVERIFY(!human);
    QVERIFY(human.error().message.contains(u"process"));
}

QTEST_GUILESS_MAIN(TestWhyTree)
#include "tst_whytree.moc"
