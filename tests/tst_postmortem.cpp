// SPDX-License-Identifier: GPL-3.0-or-later
// The post-mortem's promises: begun once, written by several at a time without losing a word, approved and then left
// alone; its countermeasures followed to proof; its figures worked out and never guessed.
#include "models/postmortem/countermeasures/fromtasks.h"
#include "models/postmortem/document/builder.h"
#include "models/postmortem/document/figures.h"
#include "models/postmortem/record.h"
#include "models/storage/journal.h"
#include "support/answers.h"
#include "support/crew.h"

#include <QJsonArray>
#include <QSignalSpy>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

//! The crew with a post-mortem begun by its commander.
class Meeting : public Crew
{
public:
    Meeting()
    {
        const auto id = incident.id;
        id_ = as(commander, [=](Transaction &t) { return openPostMortem(t, id); }).value().id;
    }
    [[nodiscard]] PostMortemId id() const { return id_; }
    PostMortemRecord record()
    {
        const auto about = incident.id;
        return read([=](Transaction &t) { return postMortemRecord(t, about); }).value().value();
    }
    QStringList told()
    {
        const auto about = incident.id;
        QStringList bodies;
        const auto timeline = read([=](Transaction &t) { return timelineOf(t, about); }).value();
        for (const auto &entry : timeline) {
            if (entry.kind == TimelineKind::PostMortem) {
                bodies << entry.body;
            }
        }
        return bodies;
    }
    Result<int> write(ActorId actor, PostMortemField field, const QString &text, int version)
    {
        return as(actor, [=, id = id_](Transaction &t) { return setField(t, id, field, text, version); });
    }
    Result<int> status(ActorId actor, PostMortemStatus status, int version)
    {
        return as(actor, [=, id = id_](Transaction &t) { return setPostMortemStatus(t, id, status, version); });
    }
    void answer(ActorId actor)
    {
        as(actor, [about = incident.id](Transaction &t) { return answerAll(t, about); }).value();
    }
    std::vector<Finding> findings()
    {
        return read([about = incident.id](Transaction &t) { return findingsOf(t, about); }).value();
    }
    Result<> say(const Finding &finding, const QString &reason, const QString &before = {})
    {
        return as(responder, [=, about = incident.id](Transaction &t) {
            return answerFinding(t, about, keyOf(finding), reason, before);
        });
    }
    Result<CountermeasureId> add(const CountermeasureText &what)
    {
        return as(responder, [=, id = id_](Transaction &t) { return addCountermeasure(t, id, what); });
    }
    Result<int> bring(CountermeasureId measure, CountermeasureState state, int version, const QString &result = {})
    {
        return as(responder,
                  [=](Transaction &t) { return setCountermeasureState(t, measure, state, version, result); });
    }

private:
    PostMortemId id_;
};

Instant at(QStringView utc)
{
    return parseMachineTime(utc).value();
}

Incident timed()
{
    Incident incident;
    incident.status = IncidentStatus::Resolved;
    incident.time(IncidentTime::Started) = at(u"2026-11-23T05:00:00Z");
    incident.time(IncidentTime::Detected) = at(u"2026-11-23T05:01:00Z");
    incident.time(IncidentTime::Acknowledged) = at(u"2026-11-23T05:03:00Z");
    incident.time(IncidentTime::Mitigated) = at(u"2026-11-23T05:14:00Z");
    incident.time(IncidentTime::Resolved) = at(u"2026-11-23T06:05:00Z");
    return incident;
}

QStringList figuresOf(const Incident &incident)
{
    QStringList texts;
    for (const auto &figure : impactFigures(incident)) {
        texts << shown(figure);
    }
    return texts;
}

}  // namespace

class TestPostMortem : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void begunOnceOnDemand_data() { TestDatabase::addEngines(); }
    void begunOnceOnDemand();
    void fieldsKeepTheirOwnVersions_data() { TestDatabase::addEngines(); }
    void fieldsKeepTheirOwnVersions();
    void loserOfARaceGetsBothTexts_data() { TestDatabase::addEngines(); }
    void loserOfARaceGetsBothTexts();
    void manyWritersLoseNothing_data() { TestDatabase::addEngines(); }
    void manyWritersLoseNothing();
    void whoMarksPublicHasSeenTheText_data() { TestDatabase::addEngines(); }
    void whoMarksPublicHasSeenTheText();
    void refusesWhatCannotBeKept_data() { TestDatabase::addEngines(); }
    void refusesWhatCannotBeKept();
    void statusGoesStepByStep_data() { TestDatabase::addEngines(); }
    void statusGoesStepByStep();
    void restrictedIsApprovedByASecond_data() { TestDatabase::addEngines(); }
    void restrictedIsApprovedByASecond();
    void seriousFindingsAreAnswered_data() { TestDatabase::addEngines(); }
    void seriousFindingsAreAnswered();
    void approvedIsLeftAlone_data() { TestDatabase::addEngines(); }
    void approvedIsLeftAlone();
    void hasOneOwner_data() { TestDatabase::addEngines(); }
    void hasOneOwner();
    void everyChangeIsAuditedAndTold_data() { TestDatabase::addEngines(); }
    void everyChangeIsAuditedAndTold();
    void needsARole_data() { TestDatabase::addEngines(); }
    void needsARole();
    void countermeasureIsFollowedToProof_data() { TestDatabase::addEngines(); }
    void countermeasureIsFollowedToProof();
    void countermeasureKeepsTheRules_data() { TestDatabase::addEngines(); }
    void countermeasureKeepsTheRules();
    void tasksBecomeCountermeasuresOnce_data() { TestDatabase::addEngines(); }
    void tasksBecomeCountermeasuresOnce();
    void countermeasureEditsAreVersioned_data() { TestDatabase::addEngines(); }
    void countermeasureEditsAreVersioned();
    void openOnesByDueDate_data() { TestDatabase::addEngines(); }
    void openOnesByDueDate();
    void jsonIsWhole_data() { TestDatabase::addEngines(); }
    void jsonIsWhole();
    void figuresAreNeverGuessed();
    void recoveryAgainstItsTarget();
};

void TestPostMortem::begunOnceOnDemand()
{
    Crew crew;
    const auto about = crew.incident.id;
    REQUIRE_VALUE(none, crew.read([=](Transaction &t) { return postMortemOf(t, about); }));
    QVERIFY(!none);
    REQUIRE_VALUE(first, crew.as(crew.responder, [=](Transaction &t) { return openPostMortem(t, about); }));
    crew.database.clock.advance(1h);
    REQUIRE_VALUE(again, crew.as(crew.viewer, [=](Transaction &t) { return openPostMortem(t, about); }));
    QCOMPARE(again.id, first.id);
    QCOMPARE(again.createdAt, first.createdAt);
    QCOMPARE(again.status, PostMortemStatus::Draft);
    QVERIFY(!again.owner);

    auto missing = crew.as(crew.responder, [](Transaction &t) { return openPostMortem(t, IncidentId{4711}); });
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
}

void TestPostMortem::fieldsKeepTheirOwnVersions()
{
    Meeting meeting;
    const auto fresh = meeting.record().texts;
    QCOMPARE(fresh.size(), allPostMortemFields.size());
    for (size_t i = 0; i < fresh.size(); ++i) {
        QCOMPARE(fresh[i].field, allPostMortemFields[i]);
        QCOMPARE(fresh[i].version, 0);
        QCOMPARE(fresh[i].visibility, Visibility::Internal);
    }
    // Two people, two fields, both with what they saw at the beginning.
    REQUIRE_VALUE(one, meeting.write(meeting.commander, PostMortemField::Summary, u"It broke."_s, 0));
    REQUIRE_VALUE(two, meeting.write(meeting.responder, PostMortemField::Trigger, u"A *deploy*.\n\n- of 5.2\n"_s, 0));
    QCOMPARE(one, 1);
    QCOMPARE(two, 1);
    REQUIRE_VALUE(three, meeting.write(meeting.responder, PostMortemField::Summary, u"It broke twice. 🔥 日本"_s, 1));
    QCOMPARE(three, 2);
    const auto record = meeting.record();
    QCOMPARE(record.text(PostMortemField::Summary).markdown, u"It broke twice. 🔥 日本"_s);
    QCOMPARE(record.text(PostMortemField::Trigger).markdown, u"A *deploy*.\n\n- of 5.2\n"_s);
    QCOMPARE(record.text(PostMortemField::Trigger).version, 1);
    QCOMPARE(record.postMortem.version, 1);  // status and owner are another matter
}

void TestPostMortem::loserOfARaceGetsBothTexts()
{
    Meeting meeting;
    REQUIRE_OK(meeting.write(meeting.commander, PostMortemField::Summary, u"Hers"_s, 0));
    auto late = meeting.write(meeting.responder, PostMortemField::Summary, u"Mine"_s, 0);
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::Conflict);
    QVERIFY2(late.error().message.contains(u"Summary"), qPrintable(late.error().message));
    const auto both = editConflict(late.error());
    QVERIFY(both);
    QCOMPARE(*both, (EditConflict{.theirs = u"Hers"_s, .yours = u"Mine"_s, .version = 1}));
    QCOMPARE(meeting.record().text(PostMortemField::Summary).markdown, u"Hers"_s);

    // The same words twice are no conflict.
    REQUIRE_VALUE(same, meeting.write(meeting.responder, PostMortemField::Summary, u"Hers"_s, 0));
    QCOMPARE(same, 1);
    REQUIRE_OK(meeting.write(meeting.responder, PostMortemField::Summary, u"Hers and mine"_s, both->version));

    QVERIFY(!editConflict({.code = ErrorCode::Conflict, .message = {}, .detail = u"no JSON"_s}));
    QVERIFY(!editConflict({.code = ErrorCode::Invalid, .message = {}, .detail = late.error().detail}));
}

void TestPostMortem::manyWritersLoseNothing()
{
    Meeting meeting;
    const auto id = meeting.id();
    constexpr auto field = PostMortemField::WentWell;
    // Forty people add a line each to the same field at once; who loses reads, and adds to what is there now.
    std::vector<QFuture<Result<int>>> saves;
    for (int i = 0; i < 40; ++i) {
        saves.push_back(meeting.database->write(
            meeting.responder, [=](Transaction &t) { return setField(t, id, field, u"line %1\n"_s.arg(i), 0); }));
    }
    int lost = 0;
    for (int i = 0; i < 40; ++i) {
        auto saved = await(saves[size_t(i)]);
        while (!saved) {
            ++lost;
            const auto conflict = editConflict(saved.error());
            QVERIFY(conflict);
            QCOMPARE(conflict->yours.endsWith(u"line %1\n"_s.arg(i)), true);
            saved =
                meeting.write(meeting.responder, field, conflict->theirs + u"line %1\n"_s.arg(i), conflict->version);
        }
    }
    QVERIFY2(lost >= 39, qPrintable(QString::number(lost)));
    const auto lines = meeting.record().text(field).markdown.split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 40);
    QCOMPARE(QSet<QString>(lines.begin(), lines.end()).size(), 40);
}

void TestPostMortem::whoMarksPublicHasSeenTheText()
{
    Meeting meeting;
    const auto mark = [&](Visibility visibility, int version) {
        return meeting.as(meeting.responder, [=, id = meeting.id()](Transaction &t) {
            return setFieldVisibility(t, id, PostMortemField::Lessons, visibility, version);
        });
    };
    REQUIRE_OK(meeting.write(meeting.responder, PostMortemField::Lessons, u"harmless"_s, 0));
    REQUIRE_OK(meeting.write(meeting.commander, PostMortemField::Lessons, u"with a customer's name"_s, 1));
    auto unseen = mark(Visibility::Public, 1);
    QVERIFY(!unseen);
    QCOMPARE(editConflict(unseen.error())->theirs, u"with a customer's name"_s);
    QCOMPARE(meeting.record().text(PostMortemField::Lessons).visibility, Visibility::Internal);
    REQUIRE_VALUE(version, mark(Visibility::Public, 2));
    QCOMPARE(version, 3);
    QCOMPARE(meeting.record().text(PostMortemField::Lessons).visibility, Visibility::Public);
    QCOMPARE(meeting.record().text(PostMortemField::Lessons).markdown, u"with a customer's name"_s);
    // Also possible before a word is written.
    REQUIRE_OK(meeting.as(meeting.responder, [id = meeting.id()](Transaction &t) {
        return setFieldVisibility(t, id, PostMortemField::Impact, Visibility::Public, 0);
    }));
}

void TestPostMortem::refusesWhatCannotBeKept()
{
    Meeting meeting;
    const auto refused = [&](PostMortemField field, const QString &text) {
        auto saved = meeting.write(meeting.responder, field, text, 0);
        return saved || saved.error().code != ErrorCode::Invalid ? u"taken"_s : saved.error().message;
    };
    QVERIFY(refused(PostMortemField::Summary, QString(longestPostMortemText + 1, u'x')).contains(u"100,001"));
    QVERIFY(refused(PostMortemField::Summary, u"a"_s + QChar(0) + u"b"_s).contains(u"position 2"));
    QVERIFY(refused(PostMortemField::Summary, u"half "_s + QChar(0xD83D)).contains(u"d83d", Qt::CaseInsensitive));
    QVERIFY(refused(PostMortemField::ExternalTitle, u"two\nlines"_s).contains(u"one line"));
    QVERIFY(refused(PostMortemField::ExternalTitle, QString(301, u'x')).contains(u"300"));
    REQUIRE_OK(meeting.write(meeting.responder, PostMortemField::Summary, QString(longestPostMortemText, u'x'), 0));
    QCOMPARE(meeting.record().text(PostMortemField::Summary).markdown.size(), longestPostMortemText);
    QVERIFY(!postMortemFieldFrom(u"nonsense"_s));
    for (const auto field : allPostMortemFields) {
        QCOMPARE(postMortemFieldFrom(toText(field)).value(), field);
        QVERIFY(!label(field).isEmpty() && !prompt(field).isEmpty());
    }
}

void TestPostMortem::statusGoesStepByStep()
{
    Meeting meeting;
    using enum PostMortemStatus;
    for (const auto skipped : {Approved, Published}) {
        auto refused = meeting.status(meeting.commander, skipped, 1);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Invalid);
    }
    REQUIRE_VALUE(reviewed, meeting.status(meeting.responder, InReview, 1));
    auto stale = meeting.status(meeting.responder, Approved, 1);
    QVERIFY(!stale);
    QCOMPARE(stale.error().code, ErrorCode::Conflict);
    meeting.answer(meeting.responder);
    REQUIRE_VALUE(approved, meeting.status(meeting.responder, Approved, reviewed));
    QCOMPARE(meeting.record().postMortem.approvedByName, u"Grace Hopper"_s);
    QCOMPARE(meeting.record().postMortem.approvedAt, meeting.database.clock.now());

    // Customers are told by commanders.
    auto denied = meeting.status(meeting.responder, Published, approved);
    QVERIFY(!denied);
    QCOMPARE(denied.error().code, ErrorCode::Denied);
    REQUIRE_VALUE(published, meeting.status(meeting.commander, Published, approved));
    QVERIFY(meeting.record().postMortem.publishedAt);

    REQUIRE_OK(meeting.status(meeting.responder, InReview, published));
    const auto reopened = meeting.record().postMortem;
    QVERIFY(!reopened.approvedAt);
    QVERIFY(!reopened.approvedBy);
    QVERIFY(reopened.publishedAt);  // that happened
    QCOMPARE(meeting.told(),
             (QStringList{u"Post-mortem begun"_s, u"Post-mortem: in review"_s, u"Post-mortem: approved"_s,
                          u"Post-mortem: published"_s, u"Post-mortem: in review"_s}));
}

void TestPostMortem::restrictedIsApprovedByASecond()
{
    Meeting team;
    const auto document = [&](Audience audience) {
        return team.read(
            [&](Transaction &t) { return buildDocument(t, team.incident.id, audience, QTimeZone::utc()); });
    };
    REQUIRE_OK(document(Audience::Public));
    team.restrictTo({team.commander, team.responder});
    REQUIRE_OK(document(Audience::Internal));
    const auto early = document(Audience::Public);
    QCOMPARE(early.error().code, ErrorCode::Denied);
    QVERIFY2(early.error().message.contains(u"let somebody else approve it"_s), qPrintable(early.error().message));

    REQUIRE_OK(team.write(team.responder, PostMortemField::Summary, u"Checkout failed."_s, 0));
    REQUIRE_OK(team.status(team.responder, PostMortemStatus::InReview, team.record().postMortem.version));
    const auto own = team.status(team.responder, PostMortemStatus::Approved, team.record().postMortem.version);
    QCOMPARE(own.error().code, ErrorCode::Denied);
    QCOMPARE(own.error().message, u"INC-1 is restricted: somebody else than Grace Hopper must approve this."_s);
    // Who writes in it while it is reviewed is its writer.
    REQUIRE_OK(team.write(team.commander, PostMortemField::Summary, u"Checkout failed for all."_s, 1));
    QCOMPARE(team.status(team.commander, PostMortemStatus::Approved, team.record().postMortem.version).error().code,
             ErrorCode::Denied);
    team.answer(team.commander);
    REQUIRE_OK(team.status(team.responder, PostMortemStatus::Approved, team.record().postMortem.version));
    REQUIRE_OK(document(Audience::Public));
    REQUIRE_OK(team.status(team.responder, PostMortemStatus::InReview, team.record().postMortem.version));
    QCOMPARE(document(Audience::Public).error().code, ErrorCode::Denied);
}

void TestPostMortem::seriousFindingsAreAnswered()
{
    Meeting meeting;
    REQUIRE_OK(meeting.status(meeting.responder, PostMortemStatus::InReview, 1));
    const auto approve = [&] { return meeting.status(meeting.commander, PostMortemStatus::Approved, 2); };
    const auto early = approve();
    QVERIFY(!early);
    QCOMPARE(early.error().code, ErrorCode::Invalid);
    QVERIFY2(early.error().message.contains(u"2 serious findings"_s), qPrintable(early.error().message));
    QVERIFY2(early.error().message.contains(u"There is no summary."_s), qPrintable(early.error().message));

    // One is mended, the other answered.
    REQUIRE_OK(meeting.write(meeting.responder, PostMortemField::Summary, u"Nobody could pay."_s, 0));
    QCOMPARE(meeting.findings().size(), 1u);
    const Finding root = meeting.findings().front();
    QCOMPARE(keyOf(root), u"noRootCause"_s);
    QCOMPARE(meeting.say(root, u" "_s).error().code, ErrorCode::Invalid);
    REQUIRE_OK(meeting.say(root, u" The supplier does not tell us "_s));
    QCOMPARE(meeting.findings().front().reason, u"The supplier does not tell us"_s);
    const auto late = meeting.say(root, u"Nobody knows"_s);
    QVERIFY(!late);
    QCOMPARE(editConflict(late.error())->theirs, u"The supplier does not tell us"_s);

    // A reason holds for what it was given for, and stands in the document.
    REQUIRE_VALUE(why, meeting.as(meeting.responder, [id = meeting.id()](Transaction &t) {
        return addWhy(t, id, {}, u"The disk was full"_s);
    }));
    const auto ofLeaf = [&] {
        for (const Finding &each : meeting.findings()) {
            if (each.rule == CheckRule::LeafIsNoRoot) {
                return each;
            }
        }
        return Finding{};
    };
    REQUIRE_OK(meeting.say(ofLeaf(), u"It is the supplier's disk"_s));
    QVERIFY(!ofLeaf().isOpen());
    REQUIRE_OK(meeting.as(meeting.responder,
                          [&](Transaction &t) { return editWhy(t, why.id, u"The disk of db was full"_s, 1); }));
    QVERIFY(ofLeaf().isOpen());
    REQUIRE_OK(meeting.say(ofLeaf(), u"It is still the supplier's"_s));
    REQUIRE_OK(approve());
    REQUIRE_VALUE(document, meeting.read([&](Transaction &t) {
        return buildDocument(t, meeting.incident.id, Audience::Internal, QTimeZone::utc());
    }));
    QStringList reasons;
    for (const Block &block : document.blocks) {
        if (const auto *table = std::get_if<Table>(&block); table && table->columns.size() == 2) {
            for (const auto &row : table->rows) {
                reasons << row.at(1);
            }
        }
    }
    QCOMPARE(reasons, (QStringList{u"The supplier does not tell us"_s, u"It is still the supplier's"_s}));
    QCOMPARE(meeting.say(root, {}, u"The supplier does not tell us"_s).error().code, ErrorCode::Invalid);  // approved
}

void TestPostMortem::approvedIsLeftAlone()
{
    Meeting meeting;
    REQUIRE_VALUE(why, meeting.as(meeting.responder, [id = meeting.id()](Transaction &t) {
        return addWhy(t, id, {}, u"The disk was full"_s);
    }));
    REQUIRE_VALUE(measure,
                  meeting.add({.why = why.id, .text = u"Alert on disk space"_s, .effectCheck = u"Fill one"_s}));
    REQUIRE_OK(meeting.status(meeting.responder, PostMortemStatus::InReview, 1));
    REQUIRE_OK(meeting.write(meeting.responder, PostMortemField::Summary, u"In review one still writes"_s, 0));
    meeting.answer(meeting.responder);
    REQUIRE_OK(meeting.status(meeting.responder, PostMortemStatus::Approved, 2));

    const auto refused = [](const auto &result) { return !result && result.error().code == ErrorCode::Invalid; };
    const auto as = [&](auto work) { return meeting.as(meeting.administrator, work); };
    const auto id = meeting.id();
    QVERIFY(refused(meeting.write(meeting.administrator, PostMortemField::Summary, u"Other words"_s, 1)));
    QVERIFY(refused(as(
        [=](Transaction &t) { return setFieldVisibility(t, id, PostMortemField::Summary, Visibility::Public, 1); })));
    QVERIFY(refused(as([=](Transaction &t) { return addWhy(t, id, {}, u"More"_s); })));
    QVERIFY(refused(as([=](Transaction &t) { return editWhy(t, why.id, u"More"_s, 1); })));
    QVERIFY(refused(as([=](Transaction &t) { return removeWhy(t, why.id, 1); })));
    QVERIFY(refused(as([=](Transaction &t) { return moveWhy(t, why.id, {.question = WhyQuestion::Slow}, 1); })));
    QVERIFY(refused(as([=](Transaction &t) { return addCountermeasure(t, id, {.text = u"More"_s}); })));
    QVERIFY(refused(as([=](Transaction &t) { return editCountermeasure(t, measure, {.text = u"More"_s}, 1); })));
    QVERIFY(refused(as([=](Transaction &t) { return removeCountermeasure(t, measure, 1); })));
    // The work itself goes on.
    REQUIRE_OK(meeting.bring(measure, CountermeasureState::Done, 1));
}

void TestPostMortem::hasOneOwner()
{
    Meeting meeting;
    const auto own = [&](PersonId person, int version) {
        return meeting.as(meeting.responder, [=, id = meeting.id()](Transaction &t) {
            return setPostMortemOwner(t, id, person, version);
        });
    };
    REQUIRE_VALUE(version, own(meeting.owner, 1));
    QCOMPARE(meeting.record().postMortem.ownerName, u"Grace Hopper"_s);
    auto unknown = own(PersonId{4711}, version);
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, ErrorCode::NotFound);
    REQUIRE_VALUE(gone, meeting.as(meeting.administrator, [](Transaction &t) {
        return savePerson(t, {.name = u"Left Long Ago"_s, .active = false});
    }));
    auto inactive = own(gone, version);
    QVERIFY(!inactive);
    QVERIFY2(inactive.error().message.contains(u"Left Long Ago"), qPrintable(inactive.error().message));
    auto stale = own({}, 1);
    QVERIFY(!stale);
    QCOMPARE(editConflict(stale.error())->theirs, u"Grace Hopper"_s);
    REQUIRE_OK(own({}, version));
    QVERIFY(!meeting.record().postMortem.owner);
}

void TestPostMortem::everyChangeIsAuditedAndTold()
{
    Meeting meeting;
    meeting.database.clock.advance(10min);
    QSignalSpy changes(&meeting.database->feed(), &ChangeFeed::changed);
    REQUIRE_OK(meeting.write(meeting.responder, PostMortemField::Trigger, u"A deploy"_s, 0));
    QTRY_VERIFY(!changes.isEmpty());
    bool field = false;
    bool whole = false;
    for (const auto &arguments : changes) {
        const auto touched = arguments.first().value<Changes>();
        field |= touched.touches("postmortem_field"_L1, meeting.id().value);
        whole |= touched.touches("postmortem"_L1, meeting.id().value);
    }
    QVERIFY(field && whole);
    QCOMPARE(meeting.record().postMortem.changedAt, meeting.database.clock.now());

    const auto id = meeting.id();
    REQUIRE_VALUE(trail, meeting.read([=](Transaction &t) { return auditOf(t, u"postmortem_field"_s, id.value); }));
    QCOMPARE(trail.size(), 1u);
    QCOMPARE(trail[0].actor, meeting.responder);
    QCOMPARE(trail[0].change.field, u"trigger"_s);
    QCOMPARE(trail[0].change.oldValue.value_or(u"none"_s), QString());
    QCOMPARE(trail[0].change.newValue.value_or(QString()), u"A deploy"_s);
    QCOMPARE(meeting.told(), QStringList{u"Post-mortem begun"_s});  // prose in the making is not news
}

void TestPostMortem::needsARole()
{
    Meeting meeting;
    const auto denied = [](const auto &result) { return !result && result.error().code == ErrorCode::Denied; };
    const auto id = meeting.id();
    const auto as = [&](auto work) { return meeting.as(meeting.viewer, work); };
    QVERIFY(denied(meeting.write(meeting.viewer, PostMortemField::Summary, u"?"_s, 0)));
    QVERIFY(denied(meeting.status(meeting.viewer, PostMortemStatus::InReview, 1)));
    QVERIFY(denied(as([=](Transaction &t) { return setPostMortemOwner(t, id, {}, 1); })));
    QVERIFY(denied(as([=](Transaction &t) { return addWhy(t, id, {}, u"?"_s); })));
    QVERIFY(denied(as([=](Transaction &t) { return addCountermeasure(t, id, {.text = u"?"_s}); })));
    REQUIRE_VALUE(measure, meeting.add({.text = u"Do it"_s}));
    QVERIFY(
        denied(as([=](Transaction &t) { return setCountermeasureState(t, measure, CountermeasureState::Done, 1); })));
    REQUIRE_VALUE(other, meeting.as(meeting.commander,
                                    [](Transaction &t) { return declareIncident(t, {.title = u"Another"_s}); }));
    QVERIFY(denied(as([about = other.id](Transaction &t) { return openPostMortem(t, about); })));
}

void TestPostMortem::countermeasureIsFollowedToProof()
{
    Meeting meeting;
    using enum CountermeasureState;
    REQUIRE_VALUE(id, meeting.add({.text = u"  Fail the build when a migration locks a table  "_s,
                                   .owner = meeting.owner,
                                   .dueOn = QDate(2026, 12, 21),
                                   .kind = CountermeasureKind::Prevent,
                                   .effectCheck = u"A locking migration is refused"_s,
                                   .link = u"https://tracker.example.com/T-1"_s}));
    auto measure = meeting.record().countermeasures.at(0);
    QCOMPARE(measure.what.text, u"Fail the build when a migration locks a table"_s);
    QCOMPARE(measure.ownerName, u"Grace Hopper"_s);
    QCOMPARE(measure.incidentNumber, meeting.incident.number);
    QCOMPARE(measure.createdAt, meeting.database.clock.now());
    QCOMPARE(measure.isOverdue(QDate(2026, 12, 21)), false);
    QCOMPARE(measure.isOverdue(QDate(2026, 12, 22)), true);

    for (const auto skipped : {Proven, Failed}) {
        auto refused = meeting.bring(id, skipped, 1, u"seen"_s);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Invalid);
    }
    meeting.database.clock.advance(24h);
    REQUIRE_VALUE(done, meeting.bring(id, Done, 1));
    const auto doneAt = meeting.database.clock.now();
    auto unseen = meeting.bring(id, Proven, done, u"  "_s);
    QVERIFY(!unseen);
    meeting.database.clock.advance(48h);
    REQUIRE_VALUE(proven, meeting.bring(id, Proven, done, u"Build 812 was refused"_s));
    measure = meeting.record().countermeasures.at(0);
    QCOMPARE(measure.doneAt, doneAt);
    QCOMPARE(measure.checkedAt, meeting.database.clock.now());
    QCOMPARE(measure.checkResult, u"Build 812 was refused"_s);
    QVERIFY(!measure.isOverdue(QDate(2027, 1, 1)));

    // It happened again after all; then it is tried anew.
    REQUIRE_VALUE(failed, meeting.bring(id, Failed, proven, u"INC-9 is the same"_s));
    REQUIRE_VALUE(open, meeting.bring(id, Open, failed));
    measure = meeting.record().countermeasures.at(0);
    QVERIFY(!measure.doneAt && !measure.checkedAt && measure.checkResult.isEmpty());
    auto stale = meeting.bring(id, Done, failed);
    QVERIFY(!stale);
    QCOMPARE(*editConflict(stale.error()), (EditConflict{.theirs = u"open"_s, .yours = u"done"_s, .version = open}));

    QCOMPARE(meeting.told().mid(1).first(3),
             (QStringList{u"Countermeasure added: Fail the build when a migration locks a table"_s,
                          u"Countermeasure done: Fail the build when a migration locks a table"_s,
                          u"Countermeasure proven: Fail the build when a migration locks a table"_s}));
    REQUIRE_VALUE(trail, meeting.read([=](Transaction &t) { return auditOf(t, u"countermeasure"_s, id.value); }));
    const auto failure =
        std::ranges::find_if(trail, [](const AuditRow &row) { return row.change.newValue == u"failed"_s; });
    QVERIFY(failure != trail.end());
    QCOMPARE(failure->change.oldValue, u"proven"_s);
    QCOMPARE(failure->change.reason, u"INC-9 is the same"_s);
}

void TestPostMortem::countermeasureKeepsTheRules()
{
    Meeting meeting;
    const auto refused = [&](const CountermeasureText &what) {
        auto added = meeting.add(what);
        return added ? u"taken"_s : added.error().message;
    };
    QVERIFY(refused({.text = u"  \n"_s}).contains(u"empty"));
    QVERIFY(refused({.text = QString(2'001, u'x')}).contains(u"2,001"));
    QVERIFY(refused({.text = u"Do"_s, .effectCheck = QString(2'001, u'x')}).contains(u"check"));
    QVERIFY(refused({.text = u"Do"_s, .link = u"javascript:alert(1)"_s}).contains(u"web address"));
    QVERIFY(refused({.text = u"Do"_s, .link = u"tracker.example.com/1"_s}).contains(u"web address"));
    QVERIFY(refused({.text = u"Do"_s, .owner = PersonId{4711}}).contains(u"no such person"));
    QVERIFY(refused({.text = u"Do"_s, .dueOn = QDate()}).contains(u"due date"));
    QVERIFY(refused({.text = u"Do"_s, .dueOn = QDate(12026, 1, 1)}).contains(u"due date"));
    QVERIFY(refused({.why = WhyId{4711}, .text = u"Do"_s}).contains(u"no longer there"));
    QVERIFY(meeting.record().countermeasures.empty());
    QCOMPARE(meeting.told().size(), 1);  // nothing stored by halves

    // A why of another post-mortem is none of ours.
    REQUIRE_VALUE(other, meeting.as(meeting.commander, [](Transaction &t) -> Result<Why> {
        auto about = declareIncident(t, {.title = u"Another"_s});
        auto begun = openPostMortem(t, about->id);
        return addWhy(t, begun->id, {}, u"Foreign"_s);
    }));
    QVERIFY(refused({.why = other.id, .text = u"Do"_s}).contains(u"no longer there"));

    REQUIRE_VALUE(unchecked, meeting.add({.text = u"Do"_s}));
    REQUIRE_VALUE(done, meeting.bring(unchecked, CountermeasureState::Done, 1));
    auto unproven = meeting.bring(unchecked, CountermeasureState::Proven, done, u"Looks good"_s);
    QVERIFY(!unproven);
    QVERIFY2(unproven.error().message.contains(u"without a check"), qPrintable(unproven.error().message));
}

void TestPostMortem::tasksBecomeCountermeasuresOnce()
{
    Meeting meeting;
    const auto add = [&](const QString &text) {
        return meeting
            .as(meeting.responder,
                [&](Transaction &t) {
                    return addTask(t, meeting.incident.id, {.text = text, .assignee = meeting.owner});
                })
            .value();
    };
    const IncidentTask first = add(u"Alert on the length of the queue"_s);
    const IncidentTask second = add(u"Call the provider"_s);
    const auto left = [&] {
        return meeting.read([&](Transaction &t) { return tasksToKeep(t, meeting.incident.id); }).value();
    };
    QCOMPARE(left().size(), size_t(2));
    const auto keep = [&](TaskId task) {
        return meeting.as(meeting.responder, [=, id = meeting.id()](Transaction &t) {
            return addCountermeasure(t, id, {.text = u"Alert above 1,000 waiting"_s}, task);
        });
    };
    REQUIRE_OK(keep(first.id));
    QCOMPARE(keep(first.id).error().code, ErrorCode::Conflict);
    QCOMPARE(keep(TaskId{99}).error().code, ErrorCode::NotFound);
    QCOMPARE(left().size(), size_t(1));
    QCOMPARE(left().front().id, second.id);
    QCOMPARE(meeting.record().countermeasures.size(), size_t(1));
}

void TestPostMortem::countermeasureEditsAreVersioned()
{
    Meeting meeting;
    REQUIRE_VALUE(why, meeting.as(meeting.responder,
                                  [id = meeting.id()](Transaction &t) { return addWhy(t, id, {}, u"No limit"_s); }));
    REQUIRE_VALUE(id, meeting.add({.text = u"Set a limit"_s}));
    const auto edit = [&](const CountermeasureText &what, int version) {
        return meeting.as(meeting.responder, [=](Transaction &t) { return editCountermeasure(t, id, what, version); });
    };
    CountermeasureText wanted{.why = why.id,
                              .text = u"Set a limit of 100"_s,
                              .owner = meeting.owner,
                              .dueOn = QDate(2027, 1, 15),
                              .kind = CountermeasureKind::Mitigate,
                              .effectCheck = u"Load test"_s,
                              .visibility = Visibility::Public};
    REQUIRE_VALUE(version, edit(wanted, 1));
    QCOMPARE(version, 2);
    QVERIFY(meeting.record().countermeasures.at(0).what == wanted);
    QCOMPARE(edit(wanted, 1).value(), 2);  // nothing to do, nothing to quarrel about

    auto stale = edit({.text = u"Set no limit"_s}, 1);
    QVERIFY(!stale);
    const auto both = editConflict(stale.error());
    QVERIFY(both);
    QVERIFY2(both->theirs.contains(u"Set a limit of 100") && both->theirs.contains(u"Grace Hopper"),
             qPrintable(both->theirs));
    QVERIFY(both->yours.contains(u"Set no limit"));

    // Somebody who has left may stay where they stand, and cannot be chosen anew.
    REQUIRE_OK(meeting.as(meeting.administrator, [owner = meeting.owner](Transaction &t) -> Result<PersonId> {
        auto found = person(t, owner);
        (*found)->active = false;
        return savePerson(t, **found);
    }));
    wanted.dueOn.reset();
    REQUIRE_OK(edit(wanted, 2));

    REQUIRE_VALUE(trail, meeting.read([=](Transaction &t) { return auditOf(t, u"countermeasure"_s, id.value); }));
    QCOMPARE(trail.front().change.field, u"due_on"_s);
    QCOMPARE(trail.front().change.oldValue, u"2027-01-15"_s);

    auto late = meeting.as(meeting.responder, [=](Transaction &t) { return removeCountermeasure(t, id, 2); });
    QVERIFY(!late);
    REQUIRE_OK(meeting.as(meeting.responder, [=](Transaction &t) { return removeCountermeasure(t, id, 3); }));
    QVERIFY(meeting.record().countermeasures.empty());
    auto gone = edit(wanted, 3);
    QVERIFY(!gone);
    QCOMPARE(gone.error().code, ErrorCode::NotFound);
}

void TestPostMortem::openOnesByDueDate()
{
    Meeting meeting;
    const std::array<std::optional<QDate>, 7> dates{QDate(2027, 3, 1), std::nullopt,      QDate(2026, 12, 1),
                                                    std::nullopt,      QDate(2027, 3, 1), QDate(9999, 12, 31),
                                                    QDate(2027, 1, 1)};
    for (size_t i = 0; i < dates.size(); ++i) {
        REQUIRE_OK(meeting.add({.text = QString::number(i), .dueOn = dates[i]}));
    }
    REQUIRE_VALUE(closed, meeting.add({.text = u"done"_s, .dueOn = QDate(2026, 1, 1)}));
    REQUIRE_OK(meeting.bring(closed, CountermeasureState::Done, 1));

    QStringList order;
    std::optional<Countermeasure> last;
    for (bool more = true; more;) {
        REQUIRE_VALUE(page, meeting.read([=](Transaction &t) {
            return countermeasuresIn(t, CountermeasureState::Open, 2, last);
        }));
        QVERIFY(page.rows.size() <= 2);
        for (const auto &measure : page.rows) {
            order << measure.what.text;
        }
        last = page.rows.back();
        more = page.more;
    }
    QCOMPARE(order, (QStringList{u"2"_s, u"6"_s, u"0"_s, u"4"_s, u"5"_s, u"1"_s, u"3"_s}));
}

void TestPostMortem::jsonIsWhole()
{
    Meeting meeting;
    REQUIRE_OK(meeting.write(meeting.responder, PostMortemField::LeadUp, u"A migration"_s, 0));
    REQUIRE_VALUE(why, meeting.as(meeting.responder, [id = meeting.id()](Transaction &t) -> Result<Why> {
        auto top = addWhy(t, id, {.question = WhyQuestion::Undetected}, u"No alert"_s);
        auto below = addWhy(t, id, {.parent = top->id}, u"Nobody owns alerts"_s);
        ONLYONCE_TRY(markRoot(t, below->id, RootCategory::Process, 1));
        return below;
    }));
    REQUIRE_OK(meeting.add({.why = why.id,
                            .text = u"Give alerts an owner"_s,
                            .owner = meeting.owner,
                            .dueOn = QDate(2026, 12, 24),
                            .kind = CountermeasureKind::Detect}));
    auto incident = timed();
    incident.catastrophic = true;
    const auto json = toJson(meeting.record(), incident);
    QCOMPARE(json["status"_L1].toString(), u"draft"_s);
    QVERIFY(json["owner"_L1].isNull() && json["approvedAt"_L1].isNull());
    QCOMPARE(json["createdAt"_L1].toString(), u"2026-11-23T05:00:00.000Z"_s);
    QCOMPARE(json["fields"_L1].toObject().keys(), QStringList{u"leadUp"_s});
    const auto figures = json["figures"_L1].toObject();
    QCOMPARE(figures["timeToDetectSeconds"_L1].toInt(), 60);
    QCOMPARE(figures["timeToMitigateSeconds"_L1].toInt(), 14 * 60);
    QVERIFY(figures["timeToFirstPublicPostSeconds"_L1].isNull());
    QCOMPARE(figures["recoveryTargetSeconds"_L1].toInt(), 50 * 60);
    QCOMPARE(figures["recoveryKept"_L1].toBool(), true);
    const auto top = json["whys"_L1].toArray().at(0).toObject();
    QCOMPARE(top["question"_L1].toString(), u"undetected"_s);
    QVERIFY(top["rootCategory"_L1].isNull());
    QCOMPARE(top["whys"_L1].toArray().at(0).toObject()["rootCategory"_L1].toString(), u"process"_s);
    const auto measure = json["countermeasures"_L1].toArray().at(0).toObject();
    QCOMPARE(measure["why"_L1].toInteger(), why.id.value);
    QCOMPARE(measure["dueOn"_L1].toString(), u"2026-12-24"_s);
    QCOMPARE(measure["kind"_L1].toString(), u"detect"_s);
    QCOMPARE(measure["owner"_L1].toString(), u"Grace Hopper"_s);
    QVERIFY(measure["doneAt"_L1].isNull());
}

void TestPostMortem::figuresAreNeverGuessed()
{
    auto incident = timed();
    QCOMPARE(figuresOf(incident),
             (QStringList{u"1 min"_s, u"3 min"_s, u"14 min"_s, u"1 h 05 min"_s, u"not recorded"_s}));

    incident.status = IncidentStatus::Investigating;
    incident.time(IncidentTime::Mitigated).reset();
    incident.time(IncidentTime::Resolved).reset();
    QCOMPARE(figuresOf(incident), (QStringList{u"1 min"_s, u"3 min"_s, u"pending"_s, u"pending"_s, u"pending"_s}));

    auto unknown = timed();
    unknown.time(IncidentTime::Started).reset();
    for (const auto &text : figuresOf(unknown).first(4)) {
        QCOMPARE(text, u"not recorded"_s);
    }
    auto wrong = timed();
    wrong.time(IncidentTime::Detected) = at(u"2026-11-23T04:59:59Z");
    QCOMPARE(figuresOf(wrong).first(), u"invalid: before the start"_s);
    auto alarm = timed();
    alarm.status = IncidentStatus::Closed;
    alarm.resolution = Resolution::FalseAlarm;
    alarm.time(IncidentTime::Mitigated).reset();
    QCOMPARE(figuresOf(alarm).at(2), u"not applicable"_s);
    auto instant = timed();
    instant.time(IncidentTime::Detected) = instant.time(IncidentTime::Started);
    QCOMPARE(impactFigures(instant).front().state, FigureState::Recorded);
    for (const auto kind : allFigureKinds) {
        QVERIFY(!label(kind).isEmpty() && formula(kind).contains(u"started"));
    }
}

void TestPostMortem::recoveryAgainstItsTarget()
{
    auto incident = timed();
    QCOMPARE(shown(*recoveryVerdict(incident)), u"14 min of 15 min: kept"_s);
    incident.time(IncidentTime::Mitigated) = at(u"2026-11-23T05:15:00Z");
    QVERIFY(recoveryVerdict(incident)->kept());
    incident.time(IncidentTime::Mitigated) = at(u"2026-11-23T05:18:00Z");
    QCOMPARE(shown(*recoveryVerdict(incident)), u"18 min of 15 min: 3 min over"_s);
    incident.time(IncidentTime::Mitigated) = at(u"2026-11-23T05:15:07.900Z");
    QCOMPARE(shown(*recoveryVerdict(incident)), u"15 min 07 s of 15 min: 7 s over"_s);
    incident.time(IncidentTime::Mitigated) = at(u"2026-11-23T05:18:00Z");
    incident.catastrophic = true;
    QCOMPARE(shown(*recoveryVerdict(incident)), u"18 min of 50 min: kept"_s);
    incident.time(IncidentTime::Mitigated).reset();
    QCOMPARE(shown(*recoveryVerdict(incident)), u"1 h 05 min of 50 min: 15 min over"_s);  // resolved without it
    incident.time(IncidentTime::Resolved).reset();
    QVERIFY(!recoveryVerdict(incident));
    incident.time(IncidentTime::Mitigated) = at(u"2026-11-23T05:18:00Z");
    incident.time(IncidentTime::Started).reset();
    QVERIFY(!recoveryVerdict(incident));
}

QTEST_GUILESS_MAIN(TestPostMortem)
#include "tst_postmortem.moc"
