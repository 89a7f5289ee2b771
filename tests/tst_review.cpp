// SPDX-License-Identifier: GPL-3.0-or-later
// What people do to a post-mortem beside writing it: they comment, they review, they look back at earlier versions.
#include "models/delivery/connections.h"
#include "models/delivery/outbox.h"
#include "models/postmortem/document/builder.h"
#include "models/postmortem/review/comments.h"
#include "models/postmortem/review/reviews.h"
#include "models/postmortem/review/versions.h"
#include "models/postmortem/texts/worddiff.h"
#include "models/storage/journal.h"
#include "models/storage/redaction.h"
#include "support/answers.h"
#include "support/crew.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

class Meeting : public Crew
{
public:
    Meeting()
    {
        id = as(commander, [about = incident.id](Transaction &t) { return openPostMortem(t, about); }).value().id;
    }
    Result<CommentId> say(ActorId who, const PostMortemPart &part, const QString &text)
    {
        return as(who, [=, about = id](Transaction &t) { return addComment(t, about, part, text); });
    }
    std::vector<CommentThread> threads()
    {
        return read([about = id](Transaction &t) { return commentsOf(t, about); }).value();
    }
    Result<ReviewAsked> ask(ActorId who, const QList<PersonId> &people)
    {
        return as(who, [=, about = id, uuid = database->uuid()](Transaction &t) {
            return askForReview(t, about, people, uuid);
        });
    }
    Result<int> answer(ActorId who, PersonId person, ReviewAnswer answer, const QString &words, int version)
    {
        return as(who,
                  [=, about = id](Transaction &t) { return answerReview(t, about, person, answer, words, version); });
    }
    std::vector<Review> reviews()
    {
        return read([about = id](Transaction &t) { return reviewsOf(t, about); }).value();
    }
    //! "Grace Hopper agrees: Good"
    QStringList said()
    {
        QStringList all;
        for (const Review &review : reviews()) {
            all << (review.personName + u' ' + toText(review.answer) + u": "_s + review.words);
        }
        return all;
    }
    PersonId add(const QString &name, const QString &email)
    {
        return as(administrator, [=](Transaction &t) { return savePerson(t, {.name = name, .email = email}); }).value();
    }
    void connectMail()
    {
        as(administrator, [](Transaction &t) {
            return saveConnection(t, {.kind = u"mail"_s, .adapter = u"smtp"_s, .name = u"Mail"_s});
        }).value();
    }
    //! Those that have not gone out.
    std::vector<OutboxRow> mails()
    {
        return read([](Transaction &t) { return outboxPending(t, 10); }).value();
    }
    PersonId personOf(ActorId actor)
    {
        return as(actor, [](Transaction &t) { return personOfActor(t); }).value().id;
    }
    PostMortem now()
    {
        return read([about = id](Transaction &t) { return postMortem(t, about); }).value().value();
    }
    Result<int> approve()
    {
        return as(commander, [about = id, version = now().version](Transaction &t) {
            return setPostMortemStatus(t, about, PostMortemStatus::Approved, version);
        });
    }
    Result<int> write(ActorId who, PostMortemField field, const QString &text)
    {
        return as(who, [=, about = id](Transaction &t) -> Result<int> {
            const auto fields = fieldsOf(t, about);
            return fields ? setField(t, about, field, text, fields->at(size_t(field)).version) : failure(fields);
        });
    }
    PartHistory history(const PostMortemPart &part)
    {
        return read([=, about = id](Transaction &t) { return versionsOf(t, about, part); }).value();
    }
    QStringList texts(const PostMortemPart &part)
    {
        QStringList all;
        for (const PartVersion &version : history(part).versions) {
            all << (version.author.isEmpty() ? u"?"_s : version.author) + u": "_s + version.text;
        }
        return all;
    }
    std::vector<Finding> findings()
    {
        return read([about = incident.id](Transaction &t) { return findingsOf(t, about); }).value();
    }

    PostMortemId id;
};

//! Whether it is what wordDiff() promises.
QString brokenPromise(const QString &before, const QString &after)
{
    QString was;
    QString is;
    TextChange::Kind last = TextChange::Kind::Same;
    bool isFirst = true;
    for (const TextChange &change : wordDiff(before, after)) {
        if (change.text.isEmpty()) {
            return u"a part is empty"_s;
        }
        if (!isFirst
            && (change.kind == last || (change.kind == TextChange::Kind::Removed && last == TextChange::Kind::Added))) {
            return u"parts are in disorder"_s;
        }
        if (change.text.front().isLowSurrogate() || change.text.back().isHighSurrogate()) {
            return u"a letter is cut"_s;
        }
        was += change.kind == TextChange::Kind::Added ? QString() : change.text;
        is += change.kind == TextChange::Kind::Removed ? QString() : change.text;
        last = change.kind;
        isFirst = false;
    }
    return was != before ? u"the first is lost"_s : is != after ? u"the second is lost"_s : QString();
}

QString marked(const QString &before, const QString &after)
{
    QString text;
    for (const TextChange &change : wordDiff(before, after)) {
        text += change.kind == TextChange::Kind::Same    ? change.text
              : change.kind == TextChange::Kind::Removed ? u"[-"_s + change.text + u']'
                                                         : u"[+"_s + change.text + u']';
    }
    return text;
}

QString randomText(QRandomGenerator &random, int words, int alphabet)
{
    static const QStringList vocabulary{u"disk"_s, u"full"_s, u"the"_s, u"über"_s, u"障害"_s, u"🔥"_s,
                                        u"a"_s,    u"b"_s,    u"\n"_s,  u", "_s,   u"  "_s,   u". "_s,
                                        u"عطل"_s,  u"x-1"_s,  u"1.5"_s, u"\t"_s};
    QString text;
    for (int i = 0; i < words; ++i) {
        text += vocabulary[random.bounded(alphabet)] + (random.bounded(3) == 0 ? QString() : u" "_s);
    }
    return text;
}

}  // namespace

class TestReview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commentsAreThreads_data() { TestDatabase::addEngines(); }
    void commentsAreThreads()
    {
        Meeting meeting;
        const Why why = meeting
                            .as(meeting.responder,
                                [about = meeting.id](Transaction &t) {
                                    return addWhy(t, about, {}, u"The certificate had expired"_s);
                                })
                            .value();
        REQUIRE_VALUE(first, meeting.say(meeting.responder, PostMortemField::Summary, u"  Whom did it hit?  "_s));
        REQUIRE_VALUE(second, meeting.say(meeting.commander, why.id, u"Which one?"_s));
        REQUIRE_VALUE(third, meeting.say(meeting.commander, {}, u"Well written"_s));
        const auto reply = [&](ActorId who, CommentId to, const QString &text) {
            return meeting.as(who, [=](Transaction &t) { return replyTo(t, to, text); });
        };
        REQUIRE_VALUE(answer, reply(meeting.commander, first, u"Every second customer"_s));
        REQUIRE_VALUE(deeper, reply(meeting.responder, answer, u"Thank you"_s));  // one level deep
        auto threads = meeting.threads();
        QCOMPARE(threads.size(), 3U);
        QCOMPARE(threads[0].first.body, u"Whom did it hit?"_s);
        QCOMPARE(threads[0].first.authorName, u"Grace Hopper"_s);
        QVERIFY(threads[0].first.part == PostMortemPart(PostMortemField::Summary));
        QCOMPARE(threads[0].replies.size(), 2U);
        QCOMPARE(threads[0].replies[1].id, deeper);
        QVERIFY(threads[1].first.part == PostMortemPart(why.id));
        QVERIFY(threads[2].first.part == PostMortemPart());

        // Settled, and open again, each time with the version.
        const auto settle = [&](CommentId which, bool settled, int version) {
            return meeting.as(meeting.responder,
                              [=](Transaction &t) { return settleComment(t, which, settled, version); });
        };
        QCOMPARE(settle(second, true, 1).value(), 2);
        QVERIFY(!meeting.threads()[1].isOpen());
        QCOMPARE(meeting.threads()[1].first.settledByName, u"Grace Hopper"_s);
        QCOMPARE(settle(second, true, 1).value(), 2);  // again is no error
        QCOMPARE(settle(second, false, 1).error().code, ErrorCode::Conflict);
        QCOMPARE(settle(second, false, 2).value(), 3);
        QVERIFY(meeting.threads()[1].isOpen());
        QCOMPARE(settle(answer, true, 1).error().code, ErrorCode::Invalid);
        QCOMPARE(third, meeting.threads()[2].first.id);

        // It is nothing of the document: who wrote in it last, and when it changed, stay.
        const PostMortem before = meeting.now();
        meeting.database.clock.advance(1h);
        QVERIFY(meeting.say(meeting.responder, {}, u"Later"_s));
        QCOMPARE(meeting.now().changedAt, before.changedAt);

        // A why that is removed and comes back finds its thread again.
        meeting.as(meeting.responder, [&](Transaction &t) { return removeWhy(t, why.id, why.version); }).value();
        QCOMPARE(labelOf(meeting.threads()[1].first.part, {}, {}), u"a why that was removed"_s);
        QCOMPARE(meeting.say(meeting.commander, why.id, u"x"_s).error().code, ErrorCode::NotFound);
        meeting.as(meeting.responder, [&](Transaction &t) { return restoreWhy(t, {.why = why, .children = {}}); })
            .value();
        QVERIFY(meeting.threads()[1].first.part == PostMortemPart(why.id));
    }

    void commentsAreTheirAuthors_data() { TestDatabase::addEngines(); }
    void commentsAreTheirAuthors()
    {
        Meeting meeting;
        REQUIRE_VALUE(id, meeting.say(meeting.responder, PostMortemField::Impact, u"How many?"_s));
        const auto edit = [&](ActorId who, const QString &text, int version) {
            return meeting.as(who, [=](Transaction &t) { return editComment(t, id, text, version); });
        };
        const auto denied = edit(meeting.commander, u"Nobody asked"_s, 1);
        QVERIFY(!denied);
        QCOMPARE(denied.error().code, ErrorCode::Denied);
        QVERIFY2(denied.error().message.contains(u"Grace Hopper"_s), qPrintable(denied.error().message));
        QCOMPARE(edit(meeting.responder, u"How many customers?"_s, 1).value(), 2);
        const auto late = edit(meeting.responder, u"How many orders?"_s, 1);
        QVERIFY(!late && editConflict(late.error()));
        QCOMPARE(editConflict(late.error())->theirs, u"How many customers?"_s);
        QVERIFY(meeting.threads()[0].first.editedAt);
        // The same person at the command line.
        const PersonId grace = meeting.personOf(meeting.responder);
        const ActorId shell = meeting
                                  .as({},
                                      [&](Transaction &t) -> Result<ActorId> {
                                          const auto person = actor(t, meeting.responder);
                                          const auto there = actorForCommandLine(t, **person);
                                          return there ? Result<ActorId>(there->id) : failure(there);
                                      })
                                  .value();
        QVERIFY(grace);
        QCOMPARE(edit(shell, u"How many customers in all?"_s, 2).value(), 3);

        // Who may only look may read.
        QCOMPARE(meeting.say(meeting.viewer, {}, u"x"_s).error().code, ErrorCode::Denied);
        QCOMPARE(edit(meeting.viewer, u"x"_s, 3).error().code, ErrorCode::Denied);
        QCOMPARE(meeting.say(meeting.responder, {}, u" \n "_s).error().code, ErrorCode::Invalid);
        QCOMPARE(meeting.say(meeting.responder, {}, QString(longestComment + 1, u'x')).error().code,
                 ErrorCode::Invalid);
        QCOMPARE(meeting.say(meeting.responder, CountermeasureId{77}, u"x"_s).error().code, ErrorCode::NotFound);

        // Each change stands in the audit trail.
        const auto trail =
            meeting.read([&](Transaction &t) { return auditOf(t, u"postmortem_comment"_s, id.value); }).value();
        QCOMPARE(trail.size(), 3U);
        QCOMPARE(trail[1].change.oldValue, u"How many?"_s);

        // Comments go on after the approval.
        meeting
            .as(meeting.commander,
                [about = meeting.id](Transaction &t) {
                    return setPostMortemStatus(t, about, PostMortemStatus::InReview, 1);
                })
            .value();
        meeting.as(meeting.commander, [about = meeting.incident.id](Transaction &t) { return answerAll(t, about); })
            .value();
        REQUIRE_OK(meeting.approve());
        QVERIFY(meeting.say(meeting.responder, PostMortemField::Impact, u"Still wrong"_s));
        QCOMPARE(edit(meeting.responder, u"How many, then?"_s, 3).value(), 4);
    }

    void partsHaveNames()
    {
        const std::vector<PostMortemPart> parts{{}, PostMortemField::LeadUp, WhyId{12}, CountermeasureId{3}};
        for (const PostMortemPart &part : parts) {
            REQUIRE_VALUE(read, postMortemPartFrom(toText(part)));
            QVERIFY(read == part);
        }
        QVERIFY(postMortemPartFrom(u"leadUp"_s).value() == PostMortemPart(PostMortemField::LeadUp));
        QCOMPARE(postMortemPartFrom(u"why none"_s).error().code, ErrorCode::Invalid);
        QCOMPARE(postMortemPartFrom(u"preface"_s).error().code, ErrorCode::Invalid);
    }

    void whoIsMeantByAnAt_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("meant");
        const auto row = [](const char *name, const QString &text, const QStringList &meant) {
            QTest::newRow(name) << text << meant;
        };
        row("nobody", u"Which certificate?"_s, {});
        row("at the beginning", u"@Ada Lovelace: which one?"_s, {u"Ada Lovelace"_s});
        row("the longest name", u"Ask @ada lovelace-king."_s, {u"Ada Lovelace-King"_s});
        row("at the end", u"And (@Grace Hopper)"_s, {u"Grace Hopper"_s});
        row("a part of one name", u"@hopper, @Grace"_s, {u"Grace Hopper"_s, u"Grace Hopper"_s});
        row("a part of two names", u"@Ada or @lovelace"_s, {u"Ada Lovelace"_s});
        row("more than the name", u"@Graceland, @Ada Lovelaces"_s, {});
        row("an address", u"ada@Grace Hopper, grace@hopper.example"_s, {});
        row("an emoji before it", u"🔥@Grace Hopper"_s, {});
        row("two, one twice", u"@Grace Hopper @Ada Lovelace\n@Grace Hopper"_s,
            {u"Grace Hopper"_s, u"Ada Lovelace"_s, u"Grace Hopper"_s});
    }
    void whoIsMeantByAnAt()
    {
        QFETCH(const QString, text);
        const QStringList names{u"Ada Lovelace"_s, u"Ada Lovelace-King"_s, u"Grace Hopper"_s};
        QStringList meant;
        for (const Mention &mention : mentionsIn(text, names)) {
            meant << names[mention.name];
            QVERIFY(text.mid(mention.start, mention.length).startsWith(u'@'));
        }
        QTEST(meant, "meant");
    }

    void whoIsMentionedIsToldOnce_data() { TestDatabase::addEngines(); }
    void whoIsMentionedIsToldOnce()
    {
        Meeting meeting;
        meeting.add(u"Mira"_s, u"mira@example.org"_s);
        meeting.add(u"Noah"_s, {});
        const auto mails = [&] { return meeting.mails(); };
        MentionsTold told;
        const auto say = [&](const PostMortemPart &part, const QString &text) {
            return meeting.as(meeting.commander, [&, about = meeting.id](Transaction &t) {
                return addComment(t, about, part, text, &told);
            });
        };
        const auto edit = [&](CommentId id, const QString &text, int version) {
            return meeting.as(meeting.commander,
                              [&](Transaction &t) { return editComment(t, id, text, version, &told); });
        };
        REQUIRE_OK(say({}, u"@Mira, before there is a connection"_s));
        QCOMPARE(told, (MentionsTold{.untold = {u"Mira"_s}}));
        meeting.connectMail();

        REQUIRE_VALUE(id, say(PostMortemField::LeadUp, u"Since **when**, @Mira? And @Noah, @Ada Lovelace?"_s));
        QCOMPARE(told, (MentionsTold{.told = {u"Mira"_s}, .untold = {u"Noah"_s}}));  // and not herself
        QCOMPARE(mails().size(), 1U);
        const OutboxRow mail = mails().front();
        QCOMPARE(mail.kind, mentionMailKind());
        QCOMPARE(mail.incident, meeting.incident.id.value);
        QCOMPARE(mail.payload[u"to"][u"address"].toString(), u"mira@example.org"_s);
        QCOMPARE(mail.payload[u"subject"].toString(), u"You are mentioned: post-mortem of INC-1: Checkout down"_s);
        const QString text = mail.payload[u"text"].toString();
        QVERIFY2(
            text.startsWith(u"Mira, Ada Lovelace mentions you in a comment on Lead-up, in the post-mortem of INC-1: "
                            "Checkout down\n\n> Since when, @Mira? And @Noah, @Ada Lovelace?\n\n"_s),
            qPrintable(text));
        QVERIFY2(text.contains(u"Alt+4"_s) && text.contains(u"Ctrl+F9"_s), qPrintable(text));  // the way back

        // Changed, taken out, put in again: it is the same comment. Who comes in with the change is told.
        REQUIRE_OK(edit(id, u"Since when exactly, @Mira?"_s, 1));
        QCOMPARE(told, MentionsTold{});
        REQUIRE_OK(edit(id, u"Since when exactly?"_s, 2));
        REQUIRE_OK(edit(id, u"Since when exactly, @Mira and @Grace Hopper?"_s, 3));
        QCOMPARE(told, (MentionsTold{.told = {u"Grace Hopper"_s}}));
        QCOMPARE(mails().size(), 2U);
        // Another comment is another matter; twice in one is once.
        const auto reply =
            meeting.as(meeting.commander, [&](Transaction &t) { return replyTo(t, id, u"@Mira! @Mira!"_s, &told); });
        REQUIRE_OK(reply);
        QCOMPARE(told.told, QStringList{u"Mira"_s});
        QCOMPARE(mails().size(), 3U);
        // What may be a secret stays where it is.
        REQUIRE_OK(say({}, u"@Mira: password=Wq8xT2mLr5"_s));
        const QString secret = mails().back().payload[u"text"].toString();
        QVERIFY2(!secret.contains(u"Wq8"_s) && secret.contains(u"they may hold a secret"_s), qPrintable(secret));

        // Restricted before they went out: the words are for others now.
        meeting.restrictTo({meeting.commander});
        QCOMPARE(mails().size(), 0U);
        const auto row = meeting.read([&](Transaction &t) { return outboxRow(t, mail.id); }).value();
        QCOMPARE(row->state, OutboxState::Discarded);
        const auto retried = meeting.as(meeting.commander, [&](Transaction &t) { return retryOutbox(t, mail.id); });
        QVERIFY(!retried);
        QVERIFY2(retried.error().message.contains(u"became restricted"_s), qPrintable(retried.error().message));
    }

    void reviewersAgreeOrWantChanges_data() { TestDatabase::addEngines(); }
    void reviewersAgreeOrWantChanges()
    {
        Meeting meeting;
        const PersonId grace = meeting.personOf(meeting.responder);
        const PersonId guest = meeting.personOf(meeting.viewer);
        REQUIRE_VALUE(asked, meeting.ask(meeting.commander, {grace, guest}));
        QCOMPARE(asked.untold.size(), 2);  // there is no mail connection: somebody has to tell them
        QCOMPARE(meeting.now().status, PostMortemStatus::InReview);
        QCOMPARE(meeting.said(), (QStringList{u"Grace Hopper awaited: "_s, u"Guest awaited: "_s}));
        QVERIFY(meeting.ask(meeting.commander, {guest}).value().untold.isEmpty());  // asked already
        QCOMPARE(meeting.reviews()[1].version, 1);

        // Each answers for themselves, whatever their role.
        using enum ReviewAnswer;
        QCOMPARE(meeting.answer(meeting.commander, grace, Agrees, {}, 1).error().code, ErrorCode::Denied);
        QCOMPARE(meeting.answer(meeting.viewer, guest, WantsChanges, u" "_s, 1).error().code, ErrorCode::Invalid);
        QCOMPARE(meeting.answer(meeting.viewer, guest, Awaited, {}, 1).error().code, ErrorCode::Invalid);
        QCOMPARE(meeting.answer(meeting.viewer, guest, WantsChanges, u"The impact is missing"_s, 1).value(), 2);
        QCOMPARE(meeting.answer(meeting.responder, grace, Agrees, u"Good"_s, 1).value(), 2);
        QCOMPARE(meeting.answer(meeting.responder, grace, WantsChanges, u"No"_s, 1).error().code, ErrorCode::Conflict);
        QCOMPARE(meeting.said(),
                 (QStringList{u"Grace Hopper agrees: Good"_s, u"Guest wants changes: The impact is missing"_s}));

        // That is a serious finding: the approval waits for it.
        meeting
            .as(meeting.commander,
                [&](Transaction &t) -> Result<> {
                    const auto findings = findingsOf(t, meeting.incident.id);
                    for (const Finding &each : *findings) {
                        if (each.isOpen() && each.rule != CheckRule::ReviewWantsChanges) {
                            ONLYONCE_TRY(answerFinding(t, meeting.incident.id, keyOf(each), u"A test"_s, {}));
                        }
                    }
                    return {};
                })
            .value();
        const auto refused = meeting.approve();
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"Guest wants changes: “The impact is missing”"_s),
                 qPrintable(refused.error().message));
        // Asked again after a change, the answer is open, and nothing is in the way but good manners.
        QVERIFY(meeting.ask(meeting.commander, {guest}));
        QCOMPARE(meeting.said(), (QStringList{u"Grace Hopper agrees: Good"_s, u"Guest awaited: "_s}));
        const auto findings = meeting.findings();
        const auto awaited = std::ranges::find(findings, CheckRule::ReviewAwaited, &Finding::rule);
        QVERIFY(awaited != findings.end() && awaited->weight == CheckWeight::Advice);
        QCOMPARE(meeting.answer(meeting.viewer, guest, Agrees, {}, 3).value(), 4);
        REQUIRE_OK(meeting.approve());
        const auto late = meeting.answer(meeting.viewer, guest, WantsChanges, u"Stop"_s, 4);
        QVERIFY(!late && late.error().code == ErrorCode::Invalid);

        // The internal document says who; the one for customers does not. Nor does either tell what was said.
        const auto built = [&](Audience audience) {
            return meeting
                .read([&](Transaction &t) -> Result<QString> {
                    const auto about = incident(t, meeting.incident.id);
                    const auto document = buildDocument(t, (*about)->id, audience, QTimeZone::utc());
                    if (!document) {
                        return failure(document);
                    }
                    QString text;
                    for (const Block &block : document->blocks) {
                        if (const auto *heading = std::get_if<Heading>(&block)) {
                            text += heading->text + u'\n';
                        } else if (const auto *table = std::get_if<Table>(&block)) {
                            for (const auto &row : table->rows) {
                                text += QStringList(row.begin(), row.end()).join(u" | "_s) + u'\n';
                            }
                        }
                    }
                    return text;
                })
                .value();
        };
        const QString internal = built(Audience::Internal);
        QVERIFY2(internal.contains(u"Approvals\nGrace Hopper | Agrees | "_s), qPrintable(internal));
        QVERIFY2(internal.contains(u"Ada Lovelace | Approved it | "_s), qPrintable(internal));
        QVERIFY(!internal.contains(u"Good"_s));
        QVERIFY(!built(Audience::Public).contains(u"Grace"_s));
    }

    void reviewersAreToldOnce_data() { TestDatabase::addEngines(); }
    void reviewersAreToldOnce()
    {
        Meeting meeting;
        const PersonId mira = meeting.add(u"Mira"_s, u"mira@example.org"_s);
        const PersonId noah = meeting.add(u"Noah"_s, {});
        meeting.connectMail();
        const auto mails = [&] { return meeting.mails(); };
        REQUIRE_VALUE(asked, meeting.ask(meeting.responder, {mira, noah}));
        QCOMPARE(asked.told, QStringList{u"Mira"_s});
        QCOMPARE(asked.untold, QStringList{u"Noah"_s});
        QCOMPARE(mails().size(), 1U);
        QCOMPARE(mails()[0].kind, reviewMailKind());
        QCOMPARE(mails()[0].payload[u"subject"].toString(),
                 u"Your review is asked for: post-mortem of INC-1: Checkout down"_s);
        QVERIFY(mails()[0].payload[u"text"].toString().startsWith(u"Mira, Grace Hopper asks you"_s));
        QVERIFY(meeting.ask(meeting.responder, {mira}));
        QCOMPARE(mails().size(), 1U);

        // Somebody without an account answers through whoever may write.
        QCOMPARE(meeting.answer(meeting.viewer, mira, ReviewAnswer::Agrees, {}, 1).error().code, ErrorCode::Denied);
        QCOMPARE(meeting.answer(meeting.commander, mira, ReviewAnswer::WantsChanges, u"Say when"_s, 1).value(), 2);
        meeting.database.clock.advance(1h);
        QVERIFY(meeting.ask(meeting.responder, {mira}));
        QCOMPARE(mails().size(), 2U);

        // Not asked any more: nobody waits, and asked anew there is a new mail.
        const auto withdraw = [&](int version) {
            return meeting.as(meeting.responder, [=, about = meeting.id](Transaction &t) {
                return withdrawReview(t, about, mira, version);
            });
        };
        QCOMPARE(withdraw(1).error().code, ErrorCode::Conflict);
        REQUIRE_OK(withdraw(3));
        QCOMPARE(meeting.said(), QStringList{u"Noah awaited: "_s});
        meeting.database.clock.advance(1h);
        QVERIFY(meeting.ask(meeting.responder, {mira}));
        QCOMPARE(mails().size(), 3U);
        QCOMPARE(meeting.ask(meeting.viewer, {mira}).error().code, ErrorCode::Denied);
        QCOMPARE(meeting.ask(meeting.responder, {}).error().code, ErrorCode::Invalid);

        const auto awaited =
            meeting.read([now = meeting.database.clock.now()](Transaction &t) { return awaitedReviews(t, now + 1s); })
                .value();
        QCOMPARE(awaited.size(), 2U);
        QCOMPARE(awaited[0].person, noah);
        // Restricted before they went out: the title in them is for others now.
        meeting.restrictTo({meeting.commander});
        QCOMPARE(mails().size(), 0U);
    }

    void ofARestrictedOneTheMailSaysTheNumber_data() { TestDatabase::addEngines(); }
    void ofARestrictedOneTheMailSaysTheNumber()
    {
        Meeting meeting;
        meeting.restrictTo({meeting.commander});
        meeting.connectMail();
        QCOMPARE(meeting.say(meeting.responder, {}, u"x"_s).error().code, ErrorCode::NotFound);
        REQUIRE_OK(meeting.ask(meeting.commander, {meeting.owner}));
        const auto mails = meeting.mails();
        QCOMPARE(mails.size(), 1U);
        const QByteArray mail = QJsonDocument(mails[0].payload).toJson();
        QVERIFY2(!mail.contains("Checkout") && mail.contains("INC-1, restricted"), mail.constData());
        // Whoever is mentioned hears no more, and nothing at all who may not see it.
        meeting.personOf(meeting.viewer);
        MentionsTold told;
        const auto mention = [&](const QString &text) {
            return meeting.as(meeting.commander, [&, about = meeting.id](Transaction &t) {
                return addComment(t, about, PostMortemField::Trigger, text, &told);
            });
        };
        REQUIRE_OK(mention(u"Whose token, @Guest?"_s));
        QCOMPARE(told, (MentionsTold{.unseeing = {u"Guest"_s}}));
        REQUIRE_OK(mention(u"Whose token, @Grace Hopper?"_s));
        const auto all = meeting.mails();
        QCOMPARE(all.size(), 2U);
        const QByteArray words = QJsonDocument(all[1].payload).toJson() + all[1].title.toUtf8();
        QVERIFY2(!words.contains("Checkout") && !words.contains("token") && !words.contains("Trigger")
                     && words.contains("INC-1, restricted"),
                 words.constData());
        // Whoever is asked can open it.
        const auto readers =
            meeting.read([about = meeting.incident.id](Transaction &t) { return incidentReaders(t, about); }).value();
        QVERIFY(std::ranges::find(readers, meeting.owner, &Person::id) != readers.end());
    }

    void versionsAreKept_data() { TestDatabase::addEngines(); }
    void versionsAreKept()
    {
        Meeting meeting;
        const PostMortemPart summary = PostMortemField::Summary;
        QVERIFY(meeting.history(summary).versions.empty());
        REQUIRE_OK(meeting.write(meeting.responder, PostMortemField::Summary, u"Nobody could pay."_s));
        meeting.database.clock.advance(30s);
        REQUIRE_OK(meeting.write(meeting.responder, PostMortemField::Summary, u"Nobody could pay for an hour."_s));
        meeting.database.clock.advance(1h);
        REQUIRE_OK(meeting.write(meeting.commander, PostMortemField::Summary, u"Half could not pay for an hour."_s));
        REQUIRE_OK(meeting.write(meeting.responder, PostMortemField::Impact, u"Another field"_s));
        meeting.database.clock.advance(1h);
        REQUIRE_OK(meeting.write(meeting.responder, PostMortemField::Summary, u"Half could not pay."_s));
        // What was written in one sitting is one version.
        QCOMPARE(meeting.texts(summary), (QStringList{u"Grace Hopper: Nobody could pay for an hour."_s,
                                                      u"Ada Lovelace: Half could not pay for an hour."_s,
                                                      u"Grace Hopper: Half could not pay."_s}));
        // One of them is put back, as a new version; who has not seen the last one sees a conflict.
        const PartHistory history = meeting.history(summary);
        QCOMPARE(history.version, 4);
        const auto back = [&](ActorId who, const PostMortemPart &part, PartVersionId which, int version) {
            return meeting.as(
                who, [=, about = meeting.id](Transaction &t) { return putBack(t, about, part, which, version); });
        };
        QCOMPARE(back(meeting.commander, summary, history.versions[0].id, 3).error().code, ErrorCode::Conflict);
        QCOMPARE(back(meeting.viewer, summary, history.versions[0].id, 4).error().code, ErrorCode::Denied);
        QCOMPARE(back(meeting.commander, summary, PartVersionId{4711}, 4).error().code, ErrorCode::NotFound);
        QCOMPARE(back(meeting.commander, summary, history.versions[0].id, 4).value(), 5);
        QCOMPARE(meeting.texts(summary).size(), 4);
        QCOMPARE(meeting.texts(summary).constLast(), u"Ada Lovelace: Nobody could pay for an hour."_s);

        // Whys.
        Why why = meeting
                      .as(meeting.responder,
                          [about = meeting.id](Transaction &t) { return addWhy(t, about, {}, u"The disk was full"_s); })
                      .value();
        meeting.database.clock.advance(1h);
        meeting
            .as(meeting.commander,
                [&](Transaction &t) { return editWhy(t, why.id, u"The disk of db-2 was full"_s, why.version); })
            .value();
        QCOMPARE(meeting.texts(why.id),
                 (QStringList{u"Grace Hopper: The disk was full"_s, u"Ada Lovelace: The disk of db-2 was full"_s}));
        QCOMPARE(back(meeting.responder, why.id, meeting.history(why.id).versions[0].id, 2).value(), 3);
        QCOMPARE(meeting.texts(why.id).constLast(), u"Grace Hopper: The disk was full"_s);

        // Countermeasures, with all that a person writes down; who may read it stays as it is.
        meeting.database.clock.advance(1h);
        CountermeasureText what{.text = u"Rotate logs"_s,
                                .owner = meeting.owner,
                                .dueOn = QDate(2026, 12, 24),
                                .effectCheck = u"Fill it"_s};
        const CountermeasureId measure =
            meeting.as(meeting.responder, [&](Transaction &t) { return addCountermeasure(t, meeting.id, what); })
                .value();
        meeting.database.clock.advance(1h);
        what.text = u"Rotate all logs"_s;
        what.owner = {};
        what.dueOn.reset();
        what.kind = CountermeasureKind::Detect;
        what.visibility = Visibility::Public;
        meeting.as(meeting.commander, [&](Transaction &t) { return editCountermeasure(t, measure, what, 1); }).value();
        QCOMPARE(meeting.texts(measure),
                 (QStringList{u"Grace Hopper: Rotate logs\nKind: prevent\nOwner: Grace Hopper\nDue: 2026-12-24\n"
                              "Check: Fill it"_s,
                              u"Ada Lovelace: Rotate all logs\nKind: detect\nOwner: nobody yet\nDue: no date\n"
                              "Check: Fill it"_s}));
        QCOMPARE(back(meeting.responder, measure, meeting.history(measure).versions[0].id, 2).value(), 3);
        const auto now = meeting.read([=](Transaction &t) { return countermeasure(t, measure); }).value().value();
        QCOMPARE(now.what.text, u"Rotate logs"_s);
        QCOMPARE(now.what.owner, meeting.owner);
        QCOMPARE(now.what.dueOn, QDate(2026, 12, 24));
        QCOMPARE(now.what.visibility, Visibility::Public);
        QVERIFY(!meeting.read([about = meeting.id](Transaction &t) { return versionsOf(t, about, {}); }));
    }

    void whatWasRedactedStaysRedacted_data() { TestDatabase::addEngines(); }
    void whatWasRedactedStaysRedacted()
    {
        Meeting meeting;
        REQUIRE_OK(meeting.write(meeting.responder, PostMortemField::Summary, u"The key hunter2 leaked"_s));
        meeting.database.clock.advance(1h);
        REQUIRE_OK(meeting.write(meeting.commander, PostMortemField::Summary, u"A key leaked"_s));
        meeting
            .as(meeting.commander,
                [&](Transaction &t) -> Result<> {
                    Redaction redaction{.incident = meeting.incident.id.value, .texts = {u"hunter2"_s}};
                    const auto id = beginRedaction(t, redaction.incident, u"a key"_s);
                    redaction.id = *id;
                    ONLYONCE_TRY(redactAudit(t, redaction));
                    return endRedaction(t);
                })
            .value();
        const PartHistory history = meeting.history(PostMortemField::Summary);
        QCOMPARE(history.versions.size(), 2U);
        QCOMPARE(history.versions[0].text, u"The key [redacted] leaked"_s);
        QVERIFY(history.versions[0].redacted && !history.versions[1].redacted);
    }

    void wordsThatChanged_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("shown");
        QTest::newRow("nothing") << u"The disk"_s << u"The disk"_s << u"The disk"_s;
        QTest::newRow("both empty") << QString() << QString() << QString();
        QTest::newRow("written") << QString() << u"New"_s << u"[+New]"_s;
        QTest::newRow("a word") << u"The disk was full"_s << u"The queue was full"_s
                                << u"The [-disk][+queue] was full"_s;
        QTest::newRow("two words") << u"The old disk was full"_s << u"The new queue was full"_s
                                   << u"The [-old disk][+new queue] was full"_s;
        QTest::newRow("at the end") << u"It failed."_s << u"It failed twice."_s << u"It failed[+ twice]."_s;
        QTest::newRow("removed") << u"It really failed"_s << u"It failed"_s << u"It [-really ]failed"_s;
        QTest::newRow("a line") << u"One\nTwo\nThree\n"_s << u"One\nThree\n"_s << u"One\n[-Two\n]Three\n"_s;
        QTest::newRow("emoji") << u"It is 🔥 here"_s << u"It is 🔦 here"_s << u"It is [-🔥][+🔦] here"_s;
    }
    void wordsThatChanged()
    {
        QFETCH(const QString, before);
        QFETCH(const QString, after);
        QTEST(marked(before, after), "shown");
        QCOMPARE(brokenPromise(before, after), QString());
    }

    void whateverTheTextsAreNothingIsLost()
    {
        QRandomGenerator random(20261130);
        for (int i = 0; i < 2'000; ++i) {
            const int alphabet = random.bounded(2, 17);
            const QString before = randomText(random, random.bounded(60), alphabet);
            const QString after = randomText(random, random.bounded(60), alphabet);
            const QString broken = brokenPromise(before, after);
            QVERIFY2(broken.isEmpty(), qPrintable(broken + u": "_s + before + u" → "_s + after));
        }
        // Long ones, from a letter that has changed to another text altogether; over the bound, whole lines are compared.
        QString longText;
        QString other;
        while (longText.size() < 100'000) {
            longText += u"Line %1 of a long text says what was tried and what came of it.\n"_s.arg(longText.size());
            other += u"%1 nothing is the same, %2 whatever it is %3\n"_s.arg(random.generate(), 0, 36)
                         .arg(random.generate())
                         .arg(random.generate(), 0, 16);
        }
        QString few = longText;
        few.replace(50'000, 4, u"some"_s);
        QString many = longText;
        many.replace(u"tried"_s, u"attempted"_s);  // in each line, more often than the bound
        QString halves = longText.left(longText.size() / 2) + other;
        for (const QString &after : {longText, few, many, other, halves, QString()}) {
            QCOMPARE(brokenPromise(longText, after), QString());
            QCOMPARE(brokenPromise(after, longText), QString());
        }
        QVERIFY(wordDiff(longText, few).size() <= 4);
        // By lines, and within them by words.
        QVERIFY(wordDiff(longText, many).size() > 1'000);
    }
};

QTEST_GUILESS_MAIN(TestReview)
#include "tst_review.moc"
