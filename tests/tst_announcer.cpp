// SPDX-License-Identifier: GPL-3.0-or-later
// Announcements: who may do what, what goes into the outbox and in which order, and what is written down when the forum has
// answered. On both engines, with the real runner and a stand-in of a forum.
#include "models/announce/announcementtext.h"
#include "models/announce/announcer.h"
#include "models/announce/retraction.h"
#include "models/incidents/command/nextupdate.h"
#include "models/incidents/ending/ending.h"
#include "models/storage/journal.h"
#include "support/crew.h"
#include "support/forumoffice.h"

#include <QRegularExpression>

using namespace onlyonce;
using namespace onlyonce::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using Mishap = ScriptedDiscourse::Mishap;
using Status = AnnouncementStatus;

const QString words = u"We are looking into a problem with **checkout**.\n\n**Next update:** soon."_s;
const QString otherWords = u"We are looking into a problem with **checkout** and **payment**."_s;
const QString found = u"We have found the cause: a disk is full, and we are making room."_s;
const QString fixed = u"The problem is solved. We are sorry for the trouble it caused you."_s;

//! A crew whose incident is announced, and the forum that it is announced in.
class Bureau : public Crew
{
public:
    Bureau()
    {
        database.clock.set(toIso(SystemClock().now()));  // PostgreSQL goes by its own clock
        office.settled = announcementSettled;
    }

    ScriptedDiscourse forum;
    ForumOffice office{database, forum};

    Announcement draft(const QString &body = words)
    {
        return as(responder,
                  [&](Transaction &t) {
                      return draftAnnouncement(
                          t, {.incident = incident.id, .title = suggestedTitle(incident), .body = body});
                  })
            .value();
    }
    AnnouncementPostId followUp(AnnouncementId id, Status status, const QString &body)
    {
        return as(responder, [&](Transaction &t) { return draftFollowUp(t, id, status, body); }).value().id;
    }
    Announcement now(AnnouncementId id)
    {
        return read([id](Transaction &t) { return announcement(t, id); }).value().value();
    }
    AnnouncementPost post(AnnouncementPostId id)
    {
        auto all = read([id](Transaction &t) { return announcementWith(t, id); }).value().value();
        return *all.post(id);
    }
    Result<> approve(AnnouncementPostId id, ActorId who)
    {
        return as(who, [&](Transaction &t) { return approvePost(t, id, post(t, id).version); });
    }
    Result<> publish(AnnouncementPostId id, ActorId who = {})
    {
        return as(who ? who : commander, [&](Transaction &t) { return publishPost(t, id); });
    }
    Result<> release(AnnouncementPostId id)
    {
        auto approved = approve(id, commander);
        return approved ? publish(id) : approved;
    }
    Result<AnnouncementPost> edit(AnnouncementPostId id, const QString &body, ActorId who = {})
    {
        return as(who ? who : commander, [&](Transaction &t) {
            const AnnouncementPost before = post(t, id);
            return editPost(t, id, before.status, body, before.version);
        });
    }
    Result<HeldBack> restricts()
    {
        QList<PersonId> people;
        for (const ActorId reader : {administrator, responder}) {
            people << as(reader, [](Transaction &t) { return personOfActor(t); }).value().id;
        }
        return as(commander, [&](Transaction &t) { return restrictIncident(t, incident.id, people); });
    }
    QStringList told()
    {
        QStringList texts;
        const auto entries = read([&](Transaction &t) { return timelineOf(t, incident.id); }).value();
        for (const TimelineEntry &each : entries) {
            texts << each.body;
        }
        return texts;
    }
    bool becomes(AnnouncementPostId id, PostState state)
    {
        return office.passes([&] { return post(id).state == state; });
    }
    QStringList inForum()
    {
        QStringList texts;
        for (const auto &[topic, ignored] : forum.topics()) {
            for (const auto &each : forum.postsOf(topic)) {
                texts += each.raw;
            }
        }
        return texts;
    }

private:
    static AnnouncementPost post(Transaction &t, AnnouncementPostId id)
    {
        auto all = announcementWith(t, id).value().value();
        return *all.post(id);
    }
};

}  // namespace

class TestAnnouncer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsCustomers_data() { TestDatabase::addEngines(); }
    void tellsCustomers();
    void rolesAreKept_data() { TestDatabase::addEngines(); }
    void rolesAreKept();
    void editingTakesApprovalBack_data() { TestDatabase::addEngines(); }
    void editingTakesApprovalBack();
    void staleEditsChangeNothing_data() { TestDatabase::addEngines(); }
    void staleEditsChangeNothing();
    void followUpsGoInOrder_data() { TestDatabase::addEngines(); }
    void followUpsGoInOrder();
    void mendedAnnouncementGoesOut_data() { TestDatabase::addEngines(); }
    void mendedAnnouncementGoesOut();
    void wordsChangedWhileOnTheirWay_data() { TestDatabase::addEngines(); }
    void wordsChangedWhileOnTheirWay();
    void othersWordsAreShown_data() { TestDatabase::addEngines(); }
    void othersWordsAreShown();
    void titleCanBeChanged_data() { TestDatabase::addEngines(); }
    void titleCanBeChanged();
    void someIncidentsStayInside_data() { TestDatabase::addEngines(); }
    void someIncidentsStayInside();
    void restrictedNeedsTwo_data() { TestDatabase::addEngines(); }
    void restrictedNeedsTwo();
    void restrictedEditsWaitForTheSecond_data() { TestDatabase::addEngines(); }
    void restrictedEditsWaitForTheSecond();
    void restrictedDraftsOfTheProgramNeedTwo_data() { TestDatabase::addEngines(); }
    void restrictedDraftsOfTheProgramNeedTwo();
    void restrictingHoldsBack_data() { TestDatabase::addEngines(); }
    void restrictingHoldsBack();
    void whatIsSentWhileRestrictingIsNotTriedAgain_data() { TestDatabase::addEngines(); }
    void whatIsSentWhileRestrictingIsNotTriedAgain();
    void anEditMovesThePromise_data() { TestDatabase::addEngines(); }
    void anEditMovesThePromise();
    void needsAForum_data() { TestDatabase::addEngines(); }
    void needsAForum();
    void lateNewsIsNotSent_data() { TestDatabase::addEngines(); }
    void lateNewsIsNotSent();
    void discardedDeliveryIsShown_data() { TestDatabase::addEngines(); }
    void discardedDeliveryIsShown();
    void draftsCanBeForgotten_data() { TestDatabase::addEngines(); }
    void draftsCanBeForgotten();

    void falseAlarmsAreTakenBack_data() { TestDatabase::addEngines(); }
    void falseAlarmsAreTakenBack();

    void templatesKnowTheIncident();
    void templatesAreStrict();
    void gapsAreFound();
    void limitsAreClear();
    void titlesAreUnmistakable();
    void nextUpdateIsRegular();
};

void TestAnnouncer::tellsCustomers()
{
    Bureau bureau;
    bureau.office.start();
    const Announcement drafted = bureau.draft();
    const AnnouncementPostId opening = drafted.posts.front().id;
    QCOMPARE(drafted.posts.front().state, PostState::Draft);
    QCOMPARE(drafted.posts.front().createdByName, u"Grace Hopper"_s);
    QVERIFY(drafted.externalId.size() <= 50);

    QCOMPARE(bureau.publish(opening).error().code, ErrorCode::Conflict);
    REQUIRE_OK(bureau.approve(opening, bureau.commander));
    QCOMPARE(bureau.post(opening).approvedByName, u"Ada Lovelace"_s);
    QVERIFY(bureau.post(opening).approvedAt);
    REQUIRE_OK(bureau.publish(opening));
    REQUIRE_OK(bureau.publish(opening));  // twice is once
    QVERIFY(bureau.becomes(opening, PostState::Published));

    const Announcement published = bureau.now(drafted.id);
    QCOMPARE(bureau.inForum(), QStringList{words});
    QCOMPARE(published.topicId, u"901"_s);
    QCOMPARE(published.url, bureau.forum.url().toString() + u"/t/a-slug/901/1"_s);
    QCOMPARE(published.publishedTitle, drafted.title);
    QCOMPARE(published.connection, bureau.office.connection);
    QVERIFY(published.posts.front().publishedAt);
    QCOMPARE(published.posts.front().publishedBody, words);
    QCOMPARE(published.posts.front().problem, QString());

    const auto incident =
        bureau.read([&](Transaction &t) { return onlyonce::incident(t, drafted.incident); }).value().value();
    QCOMPARE(incident.time(IncidentTime::FirstPublicPost), published.posts.front().publishedAt);
    QCOMPARE(incident.nextUpdateAt, *published.posts.front().publishedAt + 30min);  // SEV1, and the post does not say
    const auto timeline = bureau.read([&](Transaction &t) { return timelineOf(t, drafted.incident); }).value();
    const auto told = std::ranges::find(timeline, TimelineKind::Announced, &TimelineEntry::kind);
    QVERIFY(told != timeline.end());
    QCOMPARE(told->visibility, Visibility::Public);
    QCOMPARE(told->data[u"post"].toInteger(), opening.value);
    QVERIFY2(told->body.contains(published.url), qPrintable(told->body));
    const auto approvedAt =
        std::ranges::find_if(timeline, [](const TimelineEntry &e) { return e.body.contains(u"approved"_s); });
    QVERIFY(approvedAt != timeline.end());
    QCOMPARE(approvedAt->actor, bureau.commander);

    const AnnouncementPostId second = bureau.followUp(drafted.id, Status::Identified, found);
    REQUIRE_OK(bureau.release(second));
    QVERIFY(bureau.becomes(second, PostState::Published));
    QCOMPARE(bureau.inForum(), (QStringList{words, found}));

    REQUIRE_VALUE(edited, bureau.edit(second, found + u" Done by noon."_s));
    QCOMPARE(edited.state, PostState::Publishing);
    QVERIFY(edited.isPublic());
    QVERIFY(bureau.becomes(second, PostState::Published));
    QCOMPARE(bureau.inForum(), (QStringList{words, found + u" Done by noon."_s}));
    const auto after =
        bureau.read([&](Transaction &t) { return onlyonce::incident(t, drafted.incident); }).value().value();
    QCOMPARE(after.time(IncidentTime::FirstPublicPost), incident.time(IncidentTime::FirstPublicPost));

    const auto trail =
        bureau.read([&](Transaction &t) { return auditOf(t, u"announcement_post"_s, second.value); }).value();
    QVERIFY(std::ranges::any_of(trail, [&](const AuditRow &row) {
        return row.change.field == u"body"_s && row.change.oldValue == found && row.actor == bureau.commander;
    }));

    const QJsonObject json = toJson(bureau.now(drafted.id));
    QCOMPARE(json[u"title"].toString(), drafted.title);
    QCOMPARE(json[u"posts"].toArray().size(), 2);
    QCOMPARE(json[u"posts"][1][u"state"].toString(), u"published"_s);
    QCOMPARE(json[u"posts"][0][u"approvedBy"].toString(), u"Ada Lovelace"_s);
    REQUIRE_VALUE(listed, bureau.read([](Transaction &t) { return announcements(t, 10); }));
    QCOMPARE(listed.size(), size_t(1));
    QCOMPARE(listed.front().posts.size(), size_t(2));
    REQUIRE_VALUE(before, bureau.read([&](Transaction &t) { return announcements(t, 10, drafted.id); }));
    QVERIFY(before.empty());
}

void TestAnnouncer::rolesAreKept()
{
    Bureau bureau;
    const auto refused = bureau.as(bureau.viewer, [&](Transaction &t) {
        return draftAnnouncement(t,
                                 {.incident = bureau.incident.id, .title = u"checkout is disturbed"_s, .body = words});
    });
    QCOMPARE(refused.error().code, ErrorCode::Denied);
    const Announcement drafted = bureau.draft();
    const AnnouncementPostId opening = drafted.posts.front().id;
    QCOMPARE(bureau.approve(opening, bureau.responder).error().code, ErrorCode::Denied);
    REQUIRE_OK(bureau.edit(opening, otherWords, bureau.responder));
    REQUIRE_OK(bureau.edit(opening, words, bureau.responder));
    REQUIRE_OK(bureau.approve(opening, bureau.commander));
    QCOMPARE(bureau.publish(opening, bureau.responder).error().code, ErrorCode::Denied);
    // What a commander has approved, nobody else takes back, neither before nor while it waits to go out.
    const auto nobodyElse = [&](PostState state) {
        for (const ActorId who : {bureau.responder, bureau.viewer}) {
            QCOMPARE(bureau.edit(opening, otherWords, who).error().code, ErrorCode::Denied);
            const auto renamed = bureau.as(who, [&](Transaction &t) {
                return editTitle(t, drafted.id, u"Another title"_s, bureau.now(drafted.id).version);
            });
            QCOMPARE(renamed.error().code, ErrorCode::Denied);
            const auto discarded =
                bureau.as(who, [&](Transaction &t) { return discardDraft(t, opening, bureau.post(opening).version); });
            QCOMPARE(discarded.error().code, ErrorCode::Denied);
        }
        QCOMPARE(bureau.post(opening).state, state);
        QCOMPARE(bureau.post(opening).body, words);
    };
    nobodyElse(PostState::Approved);
    REQUIRE_OK(bureau.publish(opening));
    nobodyElse(PostState::Publishing);
    bureau.office.start();
    QVERIFY(bureau.becomes(opening, PostState::Published));
    // What customers read already, only a commander changes.
    QCOMPARE(bureau.edit(opening, otherWords, bureau.responder).error().code, ErrorCode::Denied);
    QCOMPARE(bureau.post(opening).body, words);
}

void TestAnnouncer::editingTakesApprovalBack()
{
    Bureau bureau;
    const AnnouncementPostId opening = bureau.draft().posts.front().id;
    REQUIRE_OK(bureau.approve(opening, bureau.commander));
    REQUIRE_VALUE(edited, bureau.edit(opening, otherWords, bureau.commander));
    QCOMPARE(edited.state, PostState::Draft);
    QVERIFY(!edited.approvedAt);
    QCOMPARE(bureau.publish(opening).error().code, ErrorCode::Conflict);

    // Also when it waits in the outbox already: nothing that nobody approved goes out.
    REQUIRE_OK(bureau.release(opening));
    const auto lease = [&](const QString &state, std::optional<Instant> until) {
        bureau
            .as(bureau.administrator,
                [&](Transaction &t) {
                    return t.exec(u"UPDATE outbox SET state = ?, lease_until = ? WHERE id = ?"_s, state, until,
                                  bureau.post(opening).outbox);
                })
            .value();
    };
    lease(u"sending"_s, SystemClock().now() + 1h);
    const auto tooLate = bureau.edit(opening, words, bureau.commander);
    QCOMPARE(tooLate.error().code, ErrorCode::Conflict);
    QVERIFY(tooLate.error().message.contains(u"at this moment"_s));
    lease(u"waiting"_s, {});
    REQUIRE_VALUE(again, bureau.edit(opening, words, bureau.commander));
    QCOMPARE(again.state, PostState::Draft);
    bureau.office.start();
    QTest::qWait(300);
    QCOMPARE(bureau.inForum(), QStringList());
    REQUIRE_OK(bureau.release(opening));
    QVERIFY(bureau.becomes(opening, PostState::Published));
    QCOMPARE(bureau.inForum(), QStringList{words});
}

void TestAnnouncer::staleEditsChangeNothing()
{
    Bureau bureau;
    const Announcement drafted = bureau.draft();
    const AnnouncementPost opening = drafted.posts.front();
    REQUIRE_VALUE(edited, bureau.edit(opening.id, otherWords));
    QVERIFY(edited.version > opening.version);
    const auto stale = bureau.as(bureau.commander, [&](Transaction &t) {
        return editPost(t, opening.id, Status::Resolved, fixed, opening.version);
    });
    QCOMPARE(stale.error().code, ErrorCode::Conflict);
    QCOMPARE(bureau.post(opening.id).body, otherWords);
    const auto approved =
        bureau.as(bureau.commander, [&](Transaction &t) { return approvePost(t, opening.id, opening.version); });
    QCOMPARE(approved.error().code, ErrorCode::Conflict);  // nobody approves words that they have not seen
    const auto renamed = bureau.as(bureau.commander, [&](Transaction &t) {
        return editTitle(t, drafted.id, u"An entirely different title"_s, drafted.version + 1);
    });
    QCOMPARE(renamed.error().code, ErrorCode::Conflict);
}

void TestAnnouncer::followUpsGoInOrder()
{
    Bureau bureau;
    bureau.forum.remembersRepeats = false;
    const Announcement drafted = bureau.draft();
    const AnnouncementPostId opening = drafted.posts.front().id;
    const AnnouncementPostId second = bureau.followUp(drafted.id, Status::Identified, found);
    const AnnouncementPostId third = bureau.followUp(drafted.id, Status::Resolved, fixed);
    REQUIRE_OK(bureau.release(third));  // released in the wrong order, before anything is there
    QCOMPARE(bureau.post(third).state, PostState::Publishing);
    QVERIFY(bureau.post(third).problem.contains(u"opening"_s));
    REQUIRE_OK(bureau.release(opening));
    REQUIRE_OK(bureau.release(second));
    bureau.forum.next(Mishap::LostAfter);
    bureau.forum.next(Mishap::LostAfter);
    bureau.office.start();
    QVERIFY(bureau.becomes(third, PostState::Published));
    QCOMPARE(bureau.inForum(), (QStringList{words, found, fixed}));
    QCOMPARE(bureau.post(second).state, PostState::Published);
}

void TestAnnouncer::mendedAnnouncementGoesOut()
{
    Bureau bureau;
    bureau.office.keepKey({{u"apiKey"_s, u"ffff"_s}});
    bureau.office.start();
    const Announcement drafted = bureau.draft();
    const AnnouncementPostId opening = drafted.posts.front().id;
    const AnnouncementPostId second = bureau.followUp(drafted.id, Status::Identified, found);
    REQUIRE_OK(bureau.release(opening));
    REQUIRE_OK(bureau.release(second));
    QVERIFY(bureau.becomes(opening, PostState::Failed));
    QVERIFY2(bureau.post(opening).problem.contains(u"API key"_s), qPrintable(bureau.post(opening).problem));
    QCOMPARE(bureau.post(second).state, PostState::Publishing);  // still wants to follow
    const auto timeline = bureau.read([&](Transaction &t) { return timelineOf(t, drafted.incident); }).value();
    QVERIFY(std::ranges::any_of(timeline, [](const TimelineEntry &entry) {
        return entry.body.contains(u"not published"_s) && entry.visibility == Visibility::Internal;
    }));
    REQUIRE_OK(bureau.publish(opening));  // once more, and in vain
    QVERIFY(bureau.becomes(opening, PostState::Failed));

    bureau.office.keepKey(bureau.forum.secrets());
    REQUIRE_VALUE(mended, bureau.edit(opening, otherWords));
    QCOMPARE(mended.state, PostState::Draft);
    REQUIRE_OK(bureau.release(opening));
    QVERIFY(bureau.becomes(second, PostState::Published));
    QCOMPARE(bureau.inForum(), (QStringList{otherWords, found}));
}

void TestAnnouncer::wordsChangedWhileOnTheirWay()
{
    Bureau bureau;
    bureau.forum.remembersRepeats = false;
    bureau.office.start();
    const Announcement drafted = bureau.draft();
    const AnnouncementPostId opening = drafted.posts.front().id;
    bureau.forum.next(Mishap::LostAfter);  // customers read it, and we do not know
    REQUIRE_OK(bureau.release(opening));
    QVERIFY(QTest::qWaitFor([&] { return !bureau.post(opening).problem.isEmpty(); }));
    REQUIRE_OK(bureau.edit(opening, otherWords));
    REQUIRE_OK(bureau.release(opening));
    QVERIFY(bureau.becomes(opening, PostState::Failed));
    QCOMPARE(bureau.inForum(), QStringList{words});
    QVERIFY(bureau.post(opening).isPublic());
    QCOMPARE(bureau.post(opening).publishedBody, words);
    REQUIRE_OK(bureau.publish(opening));
    QVERIFY(bureau.becomes(opening, PostState::Published));
    QCOMPARE(bureau.inForum(), QStringList{otherWords});

    // The same with a follow-up, which has no id to be found by.
    const AnnouncementPostId second = bureau.followUp(drafted.id, Status::Identified, found);
    bureau.forum.next(Mishap::LostAfter);
    REQUIRE_OK(bureau.release(second));
    QVERIFY(QTest::qWaitFor([&] { return !bureau.post(second).problem.isEmpty(); }));
    REQUIRE_OK(bureau.edit(second, fixed));
    REQUIRE_OK(bureau.release(second));
    QVERIFY(bureau.becomes(second, PostState::Failed));
    QCOMPARE(bureau.inForum(), (QStringList{otherWords, found}));
    REQUIRE_OK(bureau.publish(second));
    QVERIFY(bureau.becomes(second, PostState::Published));
    QCOMPARE(bureau.inForum(), (QStringList{otherWords, fixed}));
}

void TestAnnouncer::othersWordsAreShown()
{
    Bureau bureau;
    bureau.office.start();
    const AnnouncementPostId opening = bureau.draft().posts.front().id;
    REQUIRE_OK(bureau.release(opening));
    QVERIFY(bureau.becomes(opening, PostState::Published));
    const QString theirs = u"Moderator: only the shop in Europe is affected."_s;
    bureau.forum.editPost(bureau.post(opening).remoteId.toLongLong(), theirs);
    REQUIRE_OK(bureau.edit(opening, otherWords));
    QVERIFY(bureau.becomes(opening, PostState::Failed));
    QCOMPARE(bureau.inForum(), QStringList{theirs});
    QCOMPARE(bureau.post(opening).publishedBody, theirs);
    QCOMPARE(bureau.post(opening).body, otherWords);
    REQUIRE_OK(bureau.edit(opening, otherWords + u" Only in Europe."_s));
    QVERIFY(bureau.becomes(opening, PostState::Published));
    QCOMPARE(bureau.inForum(), QStringList{otherWords + u" Only in Europe."_s});
}

void TestAnnouncer::titleCanBeChanged()
{
    Bureau bureau;
    bureau.office.start();
    const Announcement drafted = bureau.draft();
    const AnnouncementPostId opening = drafted.posts.front().id;
    const auto rename = [&](ActorId who, const QString &title) {
        return bureau.as(
            who, [&](Transaction &t) { return editTitle(t, drafted.id, title, bureau.now(drafted.id).version); });
    };
    REQUIRE_OK(rename(bureau.responder, u"Nothing can be ordered"_s));
    REQUIRE_OK(bureau.approve(opening, bureau.commander));
    REQUIRE_OK(rename(bureau.commander, u"Orders cannot be placed"_s));
    QCOMPARE(bureau.now(drafted.id).title, u"Orders cannot be placed (INC-1)"_s);
    QCOMPARE(bureau.post(opening).state, PostState::Draft);
    REQUIRE_OK(bureau.release(opening));
    QVERIFY(bureau.becomes(opening, PostState::Published));
    QCOMPARE(rename(bureau.responder, u"Orders and returns cannot be placed"_s).error().code, ErrorCode::Denied);
    REQUIRE_OK(rename(bureau.commander, u"Orders and returns cannot be placed"_s));
    QVERIFY(bureau.becomes(opening, PostState::Published));
    QCOMPARE(bureau.forum.topics().begin()->second.title, u"Orders and returns cannot be placed (INC-1)"_s);
    QCOMPARE(bureau.inForum(), QStringList{words});
}

void TestAnnouncer::someIncidentsStayInside()
{
    Bureau bureau;
    const AnnouncementPostId opening = bureau.draft().posts.front().id;
    REQUIRE_OK(bureau.approve(opening, bureau.commander));
    const auto mark = [&](const QString &change) {
        bureau
            .as(bureau.administrator,
                [&](Transaction &t) {
                    return t.exec(u"UPDATE incident SET "_s + change + u" WHERE id = ?"_s, bureau.incident.id);
                })
            .value();
    };
    mark(u"drill = 1"_s);
    const auto drill = bureau.publish(opening);
    QCOMPARE(drill.error().code, ErrorCode::Denied);
    QVERIFY(drill.error().message.contains(u"drill"_s));
    QCOMPARE(bureau.post(opening).state, PostState::Approved);
    QVERIFY(bureau.read([&](Transaction &t) { return outboxOf(t, bureau.incident.id.value); }).value().empty());
}

void TestAnnouncer::restrictedNeedsTwo()
{
    Bureau bureau;
    const AnnouncementPostId opening = bureau.draft(words).posts.front().id;
    REQUIRE_OK(bureau.edit(opening, otherWords));           // the commander's own words from now on,
    REQUIRE_OK(bureau.approve(opening, bureau.commander));  // and the commander's own yes
    bureau.restrictTo({bureau.commander, bureau.responder, bureau.administrator});
    const auto denied = [](const auto &done, const QString &sentence) {
        return !done && done.error().code == ErrorCode::Denied && done.error().message == sentence;
    };
    const QString another = u"INC-1 is restricted: somebody else than Ada Lovelace must approve this."_s;
    QVERIFY(denied(bureau.publish(opening), another));
    QVERIFY(
        denied(bureau.publish(opening, bureau.administrator), another));  // whoever presses: the yes is the same one
    QVERIFY(denied(bureau.approve(opening, bureau.commander), another));
    // Ada's command line is Ada.
    const ActorId terminal =
        bureau
            .as(bureau.commander,
                [&](Transaction &t) { return actorForCommandLine(t, actor(t, bureau.commander).value().value()); })
            .value()
            .id;
    QVERIFY(denied(bureau.approve(opening, terminal), another));
    QCOMPARE(bureau.approve(opening, bureau.responder).error().code, ErrorCode::Denied);  // has no right to
    QCOMPARE(bureau.post(opening).approvedBy, bureau.commander);
    QVERIFY(bureau.read([&](Transaction &t) { return outboxOf(t, bureau.incident.id.value); }).value().empty());

    REQUIRE_OK(bureau.approve(opening, bureau.administrator));
    bureau.office.start();
    REQUIRE_OK(bureau.publish(opening));  // by any of them
    QVERIFY(bureau.becomes(opening, PostState::Published));
    QCOMPARE(bureau.inForum(), QStringList{otherWords});
    QCOMPARE(bureau.post(opening).approvedBy, bureau.administrator);

    // What somebody drafts, a commander approves: they are two already.
    const auto second = bureau.followUp(bureau.post(opening).announcement, Status::Identified, found);
    const auto released = bureau.as(
        bureau.commander, [&](Transaction &t) { return releasePost(t, second, bureau.post(second).version); });
    REQUIRE_OK(released);
    QCOMPARE(*released, PostState::Publishing);
    QVERIFY(bureau.becomes(second, PostState::Published));
}

void TestAnnouncer::restrictedEditsWaitForTheSecond()
{
    Bureau bureau;
    bureau.office.start();
    const Announcement drafted = bureau.draft();
    const AnnouncementPostId opening = drafted.posts.front().id;
    REQUIRE_OK(bureau.release(opening));
    QVERIFY(bureau.becomes(opening, PostState::Published));
    bureau.restrictTo({bureau.commander, bureau.administrator});

    REQUIRE_OK(bureau.edit(opening, otherWords));
    AnnouncementPost waiting = bureau.post(opening);
    QCOMPARE(waiting.state, PostState::Draft);
    QVERIFY(waiting.isPublic());
    QCOMPARE(waiting.publishedBody, words);
    QCOMPARE(bureau.approve(opening, bureau.commander).error().code, ErrorCode::Denied);
    QCOMPARE(bureau.publish(opening).error().code, ErrorCode::Conflict);
    QCOMPARE(bureau.inForum(), QStringList{words});
    // Taken back by writing what customers read.
    REQUIRE_OK(bureau.edit(opening, words));
    QCOMPARE(bureau.post(opening).state, PostState::Published);

    REQUIRE_OK(bureau.edit(opening, otherWords));
    REQUIRE_OK(bureau.as(bureau.commander, [&](Transaction &t) {
        return editTitle(t, drafted.id, u"Orders cannot be placed"_s, bureau.now(drafted.id).version);
    }));
    REQUIRE_OK(bureau.approve(opening, bureau.administrator));
    REQUIRE_OK(bureau.publish(opening));
    QVERIFY(bureau.becomes(opening, PostState::Published));
    QCOMPARE(bureau.inForum(), QStringList{otherWords});
    QCOMPARE(bureau.forum.topics().begin()->second.title, u"Orders cannot be placed (INC-1)"_s);
}

void TestAnnouncer::restrictedDraftsOfTheProgramNeedTwo()
{
    Bureau bureau;
    const auto program =
        bureau.as({}, [](Transaction &t) { return actorForMachine(t, ActorKind::Program, u"OnlyOnce"_s); });
    REQUIRE_OK(program);
    const auto made = bureau.as(program->id, [&](Transaction &t) {
        return draftAnnouncement(
            t, {.incident = bureau.incident.id, .title = suggestedTitle(bureau.incident), .body = words});
    });
    REQUIRE_OK(made);
    const AnnouncementPostId post = made->posts.front().id;
    bureau.restrictTo({bureau.commander, bureau.administrator});
    const auto release = [&](ActorId who) {
        return bureau.as(who, [&](Transaction &t) { return releasePost(t, post, bureau.post(post).version); });
    };
    const auto first = release(bureau.commander);
    REQUIRE_OK(first);
    QCOMPARE(*first, PostState::Draft);
    const auto again = release(bureau.commander);
    QCOMPARE(again.error().code, ErrorCode::Denied);
    QVERIFY2(again.error().message.contains(u"somebody else than Ada Lovelace"_s), qPrintable(again.error().message));
    const auto second = release(bureau.administrator);
    REQUIRE_OK(second);
    QCOMPARE(*second, PostState::Publishing);
    bureau.office.start();
    QVERIFY(bureau.becomes(post, PostState::Published));
}

//! What waits, and what waits behind it, was approved for an incident that everybody could know of.
void TestAnnouncer::restrictingHoldsBack()
{
    Bureau bureau;
    bureau.office.start();
    const AnnouncementId id = bureau.draft().id;
    const AnnouncementPostId opening = bureau.now(id).posts.front().id;
    REQUIRE_OK(bureau.release(opening));
    QVERIFY(bureau.becomes(opening, PostState::Published));
    bureau.office.runner.reset();
    const auto second = bureau.followUp(id, Status::Identified, found);
    const auto third = bureau.followUp(id, Status::Resolved, fixed);
    REQUIRE_OK(bureau.release(second));
    REQUIRE_OK(bureau.release(third));
    QVERIFY(!bureau.post(third).outbox);
    const OutboxId waiting = bureau.post(second).outbox;
    REQUIRE_VALUE(held, bureau.restricts());
    QCOMPARE(held.held, 1);
    QCOMPARE(held.underWay, 0);
    QCOMPARE(held.gone, 1);
    QVERIFY(bureau.told().contains(toText(held)));
    QVERIFY(toText(held).contains(u"one post for customers"_s));
    QCOMPARE(bureau.post(second).state, PostState::Draft);
    QVERIFY2(bureau.post(second).problem.contains(u"became restricted"_s), qPrintable(bureau.post(second).problem));
    const auto retried = bureau.as(bureau.administrator, [&](Transaction &t) { return retryOutbox(t, waiting); });
    QCOMPARE(retried.error().code, ErrorCode::Denied);

    bureau.office.start();
    QVERIFY(bureau.becomes(third, PostState::Draft));
    QVERIFY(!bureau.office.row(waiting).untold);
    QVERIFY(!bureau.post(second).approvedBy);
    QCOMPARE(bureau.inForum(), QStringList{words});
    QCOMPARE(bureau.publish(second).error().code, ErrorCode::Conflict);  // nobody has approved it
    // Who is named again changes nothing that was approved since then.
    REQUIRE_OK(bureau.release(second));
    REQUIRE_VALUE(again, bureau.restricts());
    QCOMPARE(again.held + again.underWay + again.gone, 0);
    QVERIFY(bureau.becomes(second, PostState::Published));
    QCOMPARE(bureau.inForum(), (QStringList{words, found}));
}

void TestAnnouncer::whatIsSentWhileRestrictingIsNotTriedAgain()
{
    Bureau bureau;
    const AnnouncementPostId opening = bureau.draft().posts.front().id;
    REQUIRE_OK(bureau.release(opening));
    const auto second = bureau.followUp(bureau.post(opening).announcement, Status::Identified, found);
    REQUIRE_OK(bureau.release(second));
    const OutboxId row = bureau.post(opening).outbox;
    // A process has taken it, and its attempt goes wrong after the incident was restricted.
    const auto mark = [&](const QString &change) {
        return bureau.as(bureau.administrator, [&](Transaction &t) {
            return t.exec(u"UPDATE outbox SET %1 WHERE id = ?"_s.arg(change), row);
        });
    };
    REQUIRE_OK(mark(u"state = 'sending', attempts = 1, lease_token = 'x', lease_until = expires_at"_s));
    REQUIRE_VALUE(held, bureau.restricts());
    QCOMPARE(held.held, 0);
    QCOMPARE(held.underWay, 1);
    QCOMPARE(bureau.post(opening).state, PostState::Publishing);
    REQUIRE_OK(mark(u"state = 'waiting', lease_token = NULL, lease_until = NULL"_s));
    bureau.office.start();
    QVERIFY(bureau.becomes(opening, PostState::Draft));
    QVERIFY(bureau.becomes(second, PostState::Draft));
    QCOMPARE(bureau.office.row(row).state, OutboxState::Expired);
    QCOMPARE(bureau.inForum(), QStringList());
}

void TestAnnouncer::anEditMovesThePromise()
{
    Bureau bureau;
    bureau.office.start();
    const auto promised = [&] {
        return bureau.read([&](Transaction &t) { return incident(t, bureau.incident.id); }).value()->nextUpdateAt;
    };
    const auto update = [&](milliseconds in) {
        const Instant exact = bureau.database.clock.now() + in;
        return Instant{exact.time_since_epoch() / 1min * 1min};
    };
    const auto text = [](Instant at) {
        return u"We are looking into it.\n\n**Next update:** by %1."_s.arg(announcedTime(at));
    };
    const Instant first = update(40min);
    const AnnouncementPostId opening = bureau.draft(text(first)).posts.front().id;
    REQUIRE_OK(bureau.release(opening));
    QVERIFY(bureau.becomes(opening, PostState::Published));
    QCOMPARE(promised(), std::optional(first));
    const auto edit = [&](const QString &body) {
        return bureau.edit(opening, body).has_value() && bureau.becomes(opening, PostState::Published);
    };
    const Instant later = update(90min);
    QVERIFY(edit(text(later)));
    QCOMPARE(promised(), std::optional(later));
    // Other words, the same time: whatever a person has said since then holds.
    const Instant said = update(3h);
    REQUIRE_OK(bureau.as(bureau.commander, [&](Transaction &t) {
        return setNextUpdate(t, bureau.incident.id, said, incident(t, bureau.incident.id).value()->version);
    }));
    QVERIFY(edit(u"We are still looking into it.\n\n**Next update:** by %1."_s.arg(announcedTime(later))));
    QCOMPARE(promised(), std::optional(said));
    QVERIFY(edit(text(update(-30min))));  // which was a slip
    QCOMPARE(promised(), std::optional(said));
}

void TestAnnouncer::needsAForum()
{
    Bureau bureau;
    const AnnouncementPostId opening = bureau.draft().posts.front().id;
    REQUIRE_OK(bureau.approve(opening, bureau.commander));
    bureau
        .as(bureau.administrator,
            [&](Transaction &t) -> Result<ConnectionId> {
                auto row = connectionRow(t, bureau.office.connection).value().value();
                row.enabled = false;
                return saveConnection(t, row);
            })
        .value();
    const auto refused = bureau.publish(opening);
    QCOMPARE(refused.error().code, ErrorCode::Invalid);
    QVERIFY(refused.error().message.contains(u"No forum"_s));
}

void TestAnnouncer::lateNewsIsNotSent()
{
    Bureau bureau;
    const Announcement drafted = bureau.draft();
    const AnnouncementPostId opening = drafted.posts.front().id;
    REQUIRE_OK(bureau.release(opening));
    // An hour passes, by the database's clock.
    REQUIRE_OK(bureau.as(bureau.administrator, [&](Transaction &t) {
        return t.exec(u"UPDATE outbox SET expires_at = expires_at - 3600000 WHERE id = ?"_s,
                      bureau.post(opening).outbox);
    }));
    bureau.office.start();
    QVERIFY(bureau.becomes(opening, PostState::Failed));
    QVERIFY2(bureau.post(opening).problem.contains(u"within an hour"_s), qPrintable(bureau.post(opening).problem));
    QCOMPARE(bureau.inForum(), QStringList());
    REQUIRE_OK(bureau.publish(opening));
    QVERIFY(bureau.becomes(opening, PostState::Published));
}

void TestAnnouncer::discardedDeliveryIsShown()
{
    Bureau bureau;
    const AnnouncementPostId opening = bureau.draft().posts.front().id;
    REQUIRE_OK(bureau.release(opening));
    const OutboxId row = bureau.post(opening).outbox;
    REQUIRE_OK(bureau.as(bureau.administrator, [&](Transaction &t) { return discardOutbox(t, row, u"by hand"_s); }));
    QCOMPARE(bureau.post(opening).state, PostState::Failed);
    QVERIFY(bureau.post(opening).problem.contains(u"discarded"_s));
    // And a retry by hand on the deliveries' page is a retry here.
    REQUIRE_OK(bureau.as(bureau.administrator, [&](Transaction &t) { return retryOutbox(t, row); }));
    QCOMPARE(bureau.post(opening).state, PostState::Publishing);
    bureau.office.start();
    QVERIFY(bureau.becomes(opening, PostState::Published));
    QCOMPARE(bureau.inForum(), QStringList{words});
}

void TestAnnouncer::draftsCanBeForgotten()
{
    Bureau bureau;
    const Announcement drafted = bureau.draft();
    const AnnouncementPostId opening = drafted.posts.front().id;
    const AnnouncementPostId second = bureau.followUp(drafted.id, Status::Identified, found);
    const auto discard = [&](AnnouncementPostId id) {
        return bureau.as(bureau.responder,
                         [&](Transaction &t) { return discardDraft(t, id, bureau.post(id).version); });
    };
    QCOMPARE(discard(opening).error().code, ErrorCode::Conflict);  // the update would hang in the air
    REQUIRE_OK(discard(second));
    QCOMPARE(bureau.now(drafted.id).posts.size(), size_t(1));
    REQUIRE_OK(discard(opening));
    QVERIFY(!bureau.read([&](Transaction &t) { return announcement(t, drafted.id); }).value());
}

namespace {

Incident example()
{
    Incident incident{
        .number = 17, .title = u"HighErrorRate @all"_s, .services = {u"check_out*"_s, u"payment"_s, u"cart"_s}};
    incident.createdAt = parseMachineTime(u"2026-11-23T13:08:00Z").value();
    incident.time(IncidentTime::Started) = parseMachineTime(u"2026-11-23T13:05:00Z").value();
    return incident;
}

}  // namespace

void TestAnnouncer::falseAlarmsAreTakenBack()
{
    Bureau bureau;
    bureau.office.start();
    const auto step = [&] {
        return bureau.as(bureau.administrator, [](Transaction &t) { return draftRetractions(t); });
    };
    const auto end = [&](IncidentId id) {
        return bureau.as(bureau.commander, [&](Transaction &t) {
            return closeAsFalseAlarm(t, id, incident(t, id).value()->version, u"our probe was broken"_s);
        });
    };
    // Nobody has read of it: nothing is to be taken back.
    const IncidentId quiet =
        bureau.as(bureau.commander, [](Transaction &t) { return declareIncident(t, {.title = u"Quiet"_s}); })
            .value()
            .id;
    REQUIRE_OK(end(quiet));
    const Announcement drafted = bureau.draft();
    REQUIRE_VALUE(first, step());
    QCOMPARE(first, false);
    QCOMPARE(bureau.now(drafted.id).posts.size(), size_t(1));
    REQUIRE_OK(bureau.release(drafted.posts.front().id));
    QVERIFY(bureau.becomes(drafted.posts.front().id, PostState::Published));

    REQUIRE_OK(end(drafted.incident));
    REQUIRE_OK(step());
    REQUIRE_OK(step());
    const auto posts = bureau.now(drafted.id).posts;
    QCOMPARE(posts.size(), size_t(2));
    const AnnouncementPost &retraction = posts.back();
    QCOMPARE(retraction.state, PostState::Draft);  // proposed, never sent
    QCOMPARE(retraction.status, Status::Resolved);
    QVERIFY2(retraction.body.contains(u"**checkout**") && retraction.body.contains(u"false alarm"),
             qPrintable(retraction.body));
    QVERIFY(!retraction.body.contains(u"probe"));  // why it was one is not for customers, unless somebody says so
    QCOMPARE(gapsIn(retraction.body), QStringList{u"cause"_s});
    QCOMPARE(bureau.approve(retraction.id, bureau.commander).error().code, ErrorCode::Invalid);
    const auto told = bureau.read([&](Transaction &t) { return timelineOf(t, drafted.incident); }).value();
    QVERIFY(std::ranges::any_of(told, [](const TimelineEntry &e) { return e.body.contains(u"retraction"_s); }));
}

void TestAnnouncer::templatesKnowTheIncident()
{
    Incident incident = example();
    const Instant now = parseMachineTime(u"2026-11-23T13:11:12Z").value();
    REQUIRE_VALUE(text, suggestedBody(incident, Status::Investigating, now, {{u"impact"_s, u"Orders fail."_s}}));
    QVERIFY(gapsIn(text).isEmpty());
    QVERIFY2(text.contains(u"check_out\\*, payment and cart"_s), qPrintable(text));
    QVERIFY2(text.contains(u"13:05 UTC on 23 November 2026"_s), qPrintable(text));
    QVERIFY2(text.contains(u"13:35 UTC"_s), qPrintable(text));
    QVERIFY(text.contains(u"Orders fail."_s));
    REQUIRE_OK(checkBody(text));

    for (const Status status : {Status::Investigating, Status::Identified, Status::Monitoring, Status::Resolved}) {
        REQUIRE_VALUE(each, suggestedBody(incident, status, now));
        QVERIFY(!each.contains(u"{{"_s));
        QVERIFY(!each.contains(u"HighErrorRate"_s));  // an alert's words are not for customers
        static const QRegularExpression promise(u"\\b(?:will be fixed|outage|soon|shortly|ETA)\\b"_s);
        QVERIFY2(!each.contains(promise), qPrintable(each));
    }
    REQUIRE_VALUE(identified, suggestedBody(incident, Status::Identified, now));
    QCOMPARE(gapsIn(identified), (QStringList{u"impact"_s, u"cause"_s, u"fix"_s, u"workaround"_s}));

    // A start that nobody has recorded is not guessed.
    incident.time(IncidentTime::Started).reset();
    incident.time(IncidentTime::Declared) = incident.createdAt;
    QCOMPARE(templateValues(incident, now)[u"startedAt"_s],
             u"not known yet; first noticed at 13:08 UTC on 23 November 2026"_s);
    incident.services.clear();
    REQUIRE_VALUE(unknown, suggestedBody(incident, Status::Investigating, now));
    QCOMPARE(gapsIn(unknown), (QStringList{u"service"_s, u"impact"_s}));
}

void TestAnnouncer::templatesAreStrict()
{
    const auto unknown = fillTemplate(u"Dear {{customer}}", {});
    QCOMPARE(unknown.error().code, ErrorCode::Invalid);
    QVERIFY(unknown.error().message.contains(u"{{customer}}"_s));
    QCOMPARE(fillTemplate(u"Dear {{service", {}).error().code, ErrorCode::Invalid);
    QCOMPARE(fillTemplate(u"{{ service }}!", {{u"service"_s, u"{{impact}} {{x}}"_s}}).value(), u"{{impact}} {{x}}!"_s);
    QCOMPARE(fillTemplate(u"no gaps", {}).value(), u"no gaps"_s);
    QVERIFY(fillTemplate(u"{{cause}}", {}).value().startsWith(u"⟨cause: "_s));
}

void TestAnnouncer::gapsAreFound()
{
    QCOMPARE(gapsIn(u"all said"), QStringList());
    QCOMPARE(gapsIn(u"⟨cause: in plain words⟩ and ⟨cause: again⟩ {{fix}} ⟨⟩"),
             (QStringList{u"cause"_s, u"fix"_s, u"⟨⟩"_s}));
}

void TestAnnouncer::limitsAreClear()
{
    QVERIFY(checkTitle(u"fifteen letters"_s));
    const auto shortTitle = checkTitle(u" fourteen lette "_s);
    QVERIFY2(shortTitle.error().message.contains(u"14"_s) && shortTitle.error().message.contains(u"15"_s),
             qPrintable(shortTitle.error().message));
    QVERIFY(checkTitle(QString(255, u'x')));
    QVERIFY(!checkTitle(QString(256, u'x')));
    QVERIFY(checkTitle(u"🔥"_s.repeated(255)));  // characters, not UTF-16 units
    QVERIFY(!checkBody(u"nineteen characters"_s));
    QVERIFY(checkBody(u"twenty characters..."_s));
    QVERIFY(checkBody(QString(32'000, u'x')));
    QVERIFY(!checkBody(QString(32'001, u'x')));
}

void TestAnnouncer::titlesAreUnmistakable()
{
    Incident incident = example();
    QCOMPARE(suggestedTitle(incident), u"check_out*, payment and cart: service disruption (INC-17, 2026-11-23)"_s);
    REQUIRE_OK(checkTitle(suggestedTitle(incident)));
    QCOMPARE(unmistakableTitle(u"Orders\nfail"_s, incident), u"Orders fail (INC-17)"_s);
    QCOMPARE(unmistakableTitle(u"Orders fail, INC-17"_s, incident), u"Orders fail, INC-17"_s);
    QCOMPARE(unmistakableTitle(u"Orders fail, INC-171"_s, incident), u"Orders fail, INC-171 (INC-17)"_s);
    QCOMPARE(unmistakableTitle(u"Orders fail on 2026-11-23"_s, incident), u"Orders fail on 2026-11-23"_s);
    incident.services = {QString(400, u's')};
    REQUIRE_OK(checkTitle(suggestedTitle(incident)));
    QVERIFY(suggestedTitle(incident).endsWith(u"(INC-17, 2026-11-23)"_s));
    incident.services.clear();
    QCOMPARE(suggestedTitle(incident), u"Service disruption (INC-17, 2026-11-23)"_s);
}

void TestAnnouncer::nextUpdateIsRegular()
{
    const Incident incident = example();
    const auto due = [&](const QString &now) { return toIso(nextUpdateDue(incident, parseMachineTime(now).value())); };
    QCOMPARE(due(u"2026-11-23T13:10:00Z"_s), u"2026-11-23T13:30:00.000Z"_s);
    QCOMPARE(due(u"2026-11-23T13:10:01Z"_s), u"2026-11-23T13:35:00.000Z"_s);
    QCOMPARE(due(u"2026-11-23T15:04:59Z"_s), u"2026-11-23T15:25:00.000Z"_s);
    QCOMPARE(due(u"2026-11-23T15:05:00Z"_s), u"2026-11-23T16:05:00.000Z"_s);
    // What customers are told is what is promised: their words are read again.
    const Instant now = parseMachineTime(u"2026-11-23T13:10:00Z"_s).value();
    for (const Status status : {Status::Investigating, Status::Identified, Status::Monitoring}) {
        const auto body = suggestedBody(incident, status, now);
        QVERIFY2(body, why(body).constData());
        QCOMPARE(toldNextUpdate(*body), nextUpdateDue(incident, now));
    }
    QCOMPARE(toldNextUpdate(u"Next update: soon, at 13:30 UTC.\n13:30 UTC on 23 November 2026"_s), std::nullopt);
    Incident promised = incident;
    promised.nextUpdateAt = now + 45min;
    QCOMPARE(nextUpdateDue(promised, now), now + 45min);
    QCOMPARE(nextUpdateDue(promised, now + 42min), nextUpdateDue(incident, now + 42min));
}

QTEST_GUILESS_MAIN(TestAnnouncer)
#include "tst_announcer.moc"
