// SPDX-License-Identifier: GPL-3.0-or-later
// From an incident to a mail in a real mail server, on both engines: who is called, what they read, when they are spared,
// and what the timeline says of it.
#include "models/catalog/deliverydesk.h"
#include "models/delivery/runner.h"
#include "models/incidents/desk.h"
#include "models/incidents/ending/ending.h"
#include "models/notify/channels/registry.h"
#include "models/notify/notification.h"
#include "models/notify/pager.h"
#include "models/notify/pagetext.h"
#include "models/notify/paging.h"
#include "support/smtpserver.h"
#include "support/testdatabase.h"

#include <QJsonArray>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace onlyonce;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::ReceivedMail;
using test::SmtpScript;
using test::TestSmtpServer;

namespace {

DeliveryRunner::Options quick(ActorId program, const QString &name)
{
    return {.processName = name, .program = program, .lease = 1s, .pollInterval = 50ms, .pauses = {50ms}};
}

SmtpScript locked()
{
    SmtpScript script;
    script.user = u"desk"_s;
    script.password = u"geheim ü"_s;
    return script;
}

//! The desk: people, a commander, a pager and a runner, with a clock that tests set; mail is set up when a test asks.
class Desk
{
public:
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

    Desk()
    {
        program =
            as({}, [](Transaction &t) { return actorForMachine(t, ActorKind::Program, u"OnlyOnce"_s); }).value().id;
        commander = as({}, [](Transaction &t) { return actorForLogin(t, u"root"_s, u"Root"_s); }).value().id;
    }

    PersonId onCall(const QString &name, const QString &email)
    {
        return as(commander,
                  [&](Transaction &t) {
                      return savePerson(t,
                                        {.name = name, .email = email, .timeZone = u"Europe/Berlin"_s, .onCall = true});
                  })
            .value();
    }
    //! As from a roster of an earlier day: savePerson() no longer takes somebody on call without an address.
    void loseAddress(PersonId id)
    {
        as(program, [id](Transaction &t) {
            return t.exec(u"UPDATE person SET email = '' WHERE id = ?"_s, id);
        }).value();
    }
    ConnectionId mailThrough(const TestSmtpServer &server, const SmtpScript &script)
    {
        const ConnectionId id =
            as(commander, [&](Transaction &t) {
                return setUpConnection(t, {.kind = u"mail"_s,
                                           .adapter = u"smtp"_s,
                                           .name = u"Mail"_s,
                                           .settings = {{u"host"_s, u"localhost"_s},
                                                        {u"port"_s, server.port()},
                                                        {u"security"_s, u"starttls"_s},
                                                        {u"user"_s, script.user},
                                                        {u"from"_s, u"desk@onlyonce.example"_s},
                                                        {u"fromName"_s, u"Incident desk"_s},
                                                        {u"ca"_s, QString::fromLatin1(server.caPem())}}});
            }).value();
        await(secrets->write(secretsKey(database->uuid(), id), {{u"password"_s, script.password}})).value();
        return id;
    }
    ConnectionId mailToNowhere()
    {
        return as(commander,
                  [&](Transaction &t) {
                      return setUpConnection(t, {.kind = u"mail"_s,
                                                 .adapter = u"smtp"_s,
                                                 .name = u"Mail"_s,
                                                 .settings = {{u"from"_s, u"desk@onlyonce.example"_s}}});
                  })
            .value();
    }
    Incident declare(const QString &title = u"Checkout is down"_s, bool drill = false)
    {
        return as(commander,
                  [&](Transaction &t) {
                      return declareIncident(t, {.title = title,
                                                 .severity = Severity::Sev1,
                                                 .services = {u"checkout"_s},
                                                 .dataCentres = {u"fra1"_s},
                                                 .startedAt = t.now() - 4min,
                                                 .drill = drill});
                  })
            .value();
    }
    void resolve(IncidentId id)
    {
        as(commander, [id](Transaction &t) {
            return setStatus(t, id, IncidentStatus::Resolved, incident(t, id).value()->version);
        }).value();
    }
    void acknowledge(IncidentId id)
    {
        as(commander, [id](Transaction &t) { return acknowledgeIncident(t, id); }).value();
    }
    Paged page()
    {
        return as(program, [this](Transaction &t) { return followTimeline(t, database->uuid()); }).value();
    }
    std::vector<Notification> notifications(IncidentId id)
    {
        return read([id](Transaction &t) { return notificationsOf(t, id); }).value();
    }
    //! Who was called and what became of it: "Ada: sent", or why not: "nobody: nobody is on call.".
    QStringList became(IncidentId id)
    {
        QStringList lines;
        for (const Notification &each : notifications(id)) {
            lines += u"%1: %2"_s.arg(each.person ? each.personName : u"nobody"_s,
                                     each.state ? toText(*each.state) : each.problem);
        }
        return lines;
    }
    //! What the timeline tells of notifications, in the order of writing.
    QStringList told(IncidentId id)
    {
        QStringList lines;
        const auto timeline = read([id](Transaction &t) { return timelineOf(t, id); });
        for (const TimelineEntry &entry : timeline.value()) {
            if (entry.kind == TimelineKind::Notified) {
                lines += entry.body;
            }
        }
        return lines;
    }
    QStringList stoodDown(IncidentId id)
    {
        QStringList lines;
        const auto timeline = read([id](Transaction &t) { return timelineOf(t, id); });
        for (const TimelineEntry &entry : timeline.value()) {
            if (entry.kind == TimelineKind::StoodDown) {
                lines += entry.body;
            }
        }
        return lines;
    }
    QJsonObject payload(const Notification &notification)
    {
        return read([&](Transaction &t) { return outboxRow(t, notification.outbox); }).value()->payload;
    }
    std::unique_ptr<DeliveryRunner> runner(const QString &name = u"test"_s)
    {
        auto runner = std::make_unique<DeliveryRunner>(*database, channelAdapters(), *secrets, quick(program, name));
        registerPager(*runner);
        return runner;
    }
    //! Settles the mails as a runner would, without sending.
    void settleAll(OutboxState state, const QString &error = {})
    {
        as(program, [&](Transaction &t) -> Result<> {
            auto changed =
                t.exec(u"UPDATE outbox SET state = ?, last_error = ? WHERE state = 'waiting'"_s, toText(state), error);
            return changed ? Result<>() : failure(changed);
        }).value();
    }

    TestDatabase database;
    std::unique_ptr<SecretStore> secrets = makeFileStore(secretsPath());
    [[nodiscard]] QString secretsPath() const { return database.folder() + u"/secrets.json"_s; }
    ActorId program;
    ActorId commander;
};

QJsonObject headersOf(const ReceivedMail &mail)
{
    return mail.parsed[u"headers"_s].toObject();
}

//! Another process: sends what is due until it is killed.
int deliver(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    auto database = Database::open({.url = DatabaseUrl::parse(QString::fromLocal8Bit(argv[2])).value(),
                                    .stateFolder = QString::fromLocal8Bit(argv[3])});
    if (!database) {
        qFatal("%s | %s", qPrintable(database.error().message), qPrintable(database.error().detail));
    }
    const auto secrets = makeFileStore(QString::fromLocal8Bit(argv[4]));
    DeliveryRunner runner(**database, channelAdapters(), *secrets,
                          quick(ActorId{QByteArray(argv[5]).toLongLong()}, u"doomed"_s));
    runner.start();
    return QCoreApplication::exec();
}

}  // namespace

class TestPager : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everybodyOnCallIsCalledOnce_data() { TestDatabase::addEngines(); }
    void everybodyOnCallIsCalledOnce()
    {
        Desk desk;
        const PersonId ada = desk.onCall(u"Ada Example"_s, u"ada@example.com"_s);
        const PersonId ben = desk.onCall(u"Ben Example"_s, u"ben@example.com"_s);
        desk.as(desk.commander,
                [](Transaction &t) { return savePerson(t, {.name = u"Cleo"_s, .email = u"cleo@example.com"_s}); })
            .value();
        desk.mailToNowhere();
        const Incident incident = desk.declare();
        QCOMPARE(desk.page().queued, 2);
        QCOMPARE(desk.page().entries, 0);
        desk.declare(u"Another one"_s);
        QCOMPARE(desk.page().queued, 2);
        const auto notifications = desk.notifications(incident.id);
        QCOMPARE(notifications.size(), 2U);
        QCOMPARE(notifications[0].person, ada);
        QCOMPARE(notifications[1].person, ben);
        QCOMPARE(notifications[0].state, OutboxState::Waiting);
        REQUIRE_VALUE(row, desk.read([&](Transaction &t) { return outboxRow(t, notifications[0].outbox); }));
        QCOMPARE(row->key, u"page/INC-1/person-%1/opened"_s.arg(ada.value));
        QCOMPARE(row->kind, pageMailKind());
        QCOMPARE(row->incident, incident.id.value);
        QCOMPARE(row->expiresAt, row->nextAttemptAt + 30min);
        const QJsonObject json = toJson(notifications[0]);
        QCOMPARE(json[u"person"_s], u"Ada Example"_s);
        QCOMPARE(json[u"status"_s], u"waiting"_s);
        QVERIFY(json[u"sentAt"_s].isNull());
    }

    void acknowledgingTakesBackWhatHasNotGoneOut_data() { TestDatabase::addEngines(); }
    void acknowledgingTakesBackWhatHasNotGoneOut()
    {
        Desk desk;
        desk.onCall(u"Ada"_s, u"ada@example.com"_s);
        desk.mailToNowhere();
        const Incident first = desk.declare();
        desk.page();
        desk.acknowledge(first.id);
        desk.page();
        QCOMPARE(desk.notifications(first.id)[0].state, OutboxState::Discarded);
        const Incident second = desk.declare(u"Acknowledged before the pager looks"_s);
        desk.acknowledge(second.id);
        QCOMPARE(desk.page().queued, 0);
        QCOMPARE(desk.notifications(second.id).size(), 0U);
        const auto runner = desk.runner();
        QSignalSpy settled(runner.get(), &DeliveryRunner::settled);
        runner->start();
        QTRY_COMPARE(settled.size(), 1);
        QCOMPARE(desk.told(first.id), QStringList{u"Mail to Ada was not sent: Root has acknowledged the incident."_s});
    }

    void whoWasCalledIsStoodDownInTheSameThread_data() { TestDatabase::addEngines(); }
    void whoWasCalledIsStoodDownInTheSameThread()
    {
        Desk desk;
        desk.onCall(u"Ada"_s, u"ada@example.com"_s);
        desk.mailToNowhere();
        const Incident incident = desk.declare();
        desk.page();
        desk.settleAll(OutboxState::Sent);
        desk.database.clock.advance(7min);
        desk.resolve(incident.id);
        QCOMPARE(desk.page().queued, 1);
        const auto notifications = desk.notifications(incident.id);
        QCOMPARE(notifications.size(), 2U);
        QCOMPARE(notifications[1].reason, NotificationReason::Resolved);
        const QJsonObject opened = desk.payload(notifications[0]);
        const QJsonObject resolved = desk.payload(notifications[1]);
        QVERIFY(!opened.contains(u"inReplyTo"_s));
        QCOMPARE(resolved[u"inReplyTo"_s], opened[u"messageId"_s]);
        QCOMPARE(resolved[u"references"_s].toArray(), QJsonArray{opened[u"messageId"_s]});
        QVERIFY(resolved[u"messageId"_s] != opened[u"messageId"_s]);
        QCOMPARE(resolved[u"subject"_s], u"[SEV1] INC-1 resolved: Checkout is down"_s);
        QVERIFY(resolved[u"text"_s].toString().contains(u"after 11 min"_s));
    }

    void afterAFalseAlarmEverybodyReadsWhy_data() { TestDatabase::addEngines(); }
    void afterAFalseAlarmEverybodyReadsWhy()
    {
        Desk desk;
        desk.onCall(u"Ada"_s, u"ada@example.com"_s);
        desk.mailToNowhere();
        const Incident called = desk.declare();
        desk.page();
        desk.settleAll(OutboxState::Sent);
        const PersonId ben = desk.onCall(u"Ben"_s, u"ben@example.com"_s);
        const Incident waiting = desk.declare(u"Waits"_s);
        desk.page();
        for (const Incident &each : {called, waiting}) {
            REQUIRE_OK(desk.as(desk.commander, [&](Transaction &t) {
                return closeAsFalseAlarm(t, each.id, incident(t, each.id).value()->version, u"the probe was broken"_s);
            }));
        }
        QCOMPARE(desk.page().queued, 1);
        const auto letters = desk.notifications(called.id);
        QCOMPARE(letters.size(), 2U);
        const QJsonObject letter = desk.payload(letters[1]);
        QCOMPARE(letter[u"subject"_s], u"[SEV1] INC-1 false alarm: Checkout is down"_s);
        QVERIFY(letter[u"text"_s].toString().startsWith(u"Stand down: INC-1 was a false alarm."_s));
        QVERIFY(letter[u"text"_s].toString().contains(u"Why: the probe was broken\n"_s));
        QCOMPARE(desk.stoodDown(called.id), QStringList{u"Stood down: Ada"_s});
        // Whose call had not gone out is not called any more, and so has nothing to be told.
        QVERIFY(std::ranges::all_of(desk.notifications(waiting.id),
                                    [](const Notification &n) { return n.state == OutboxState::Discarded; }));
        QCOMPARE(desk.stoodDown(waiting.id), QStringList());
        Q_UNUSED(ben)
    }

    void reopeningCallsNobodyTwiceUnlessAsked_data() { TestDatabase::addEngines(); }
    void reopeningCallsNobodyTwiceUnlessAsked()
    {
        Desk desk;
        desk.onCall(u"Ada"_s, u"ada@example.com"_s);
        desk.mailToNowhere();
        const Incident incident = desk.declare();
        desk.acknowledge(incident.id);  // by whoever sat there: nobody was called yet
        const Incident other = desk.declare(u"Login is down"_s);
        desk.page();
        desk.settleAll(OutboxState::Sent);
        const auto reopen = [&](Calls calls) {
            desk.database.clock.advance(1min);
            return desk.as(desk.commander, [&](Transaction &t) {
                return reopenIncident(t, other.id, onlyonce::incident(t, other.id).value()->version, u"it came back"_s,
                                      calls);
            });
        };
        desk.resolve(other.id);
        QCOMPARE(desk.page().queued, 1);
        desk.settleAll(OutboxState::Sent);
        REQUIRE_OK(reopen(Calls::Nobody));
        QCOMPARE(desk.page().queued, 0);
        desk.resolve(other.id);
        QCOMPARE(desk.page().queued, 0);  // told already
        REQUIRE_OK(reopen(Calls::Everybody));
        QCOMPARE(desk.page().queued, 1);
        QCOMPARE(desk.page().queued, 0);
        desk.settleAll(OutboxState::Sent);
        desk.database.clock.advance(1min);
        desk.resolve(other.id);
        QCOMPARE(desk.page().queued, 1);  // called once more, stood down once more
        QCOMPARE(desk.stoodDown(other.id), (QStringList{u"Stood down: Ada"_s, u"Stood down: Ada"_s}));
        QCOMPARE(desk.notifications(incident.id).size(), 0U);
    }

    void whoWasNotReachedIsNotStoodDown_data() { TestDatabase::addEngines(); }
    void whoWasNotReachedIsNotStoodDown()
    {
        Desk desk;
        desk.onCall(u"Ada"_s, u"ada@example.com"_s);
        desk.mailToNowhere();
        const Incident failed = desk.declare();
        desk.page();
        desk.settleAll(OutboxState::Failed, u"no"_s);
        const Incident waiting = desk.declare();
        desk.page();
        desk.resolve(failed.id);
        desk.resolve(waiting.id);
        QCOMPARE(desk.page().queued, 0);
        QCOMPARE(desk.notifications(failed.id).size(), 1U);
        QCOMPARE(desk.notifications(waiting.id).at(0).state, OutboxState::Discarded);
    }

    void whenNobodyCanBeToldTheTimelineSaysSoOnce_data() { TestDatabase::addEngines(); }
    void whenNobodyCanBeToldTheTimelineSaysSoOnce()
    {
        Desk desk;
        const Incident incident = desk.declare();
        const auto hasWork = [&] { return desk.read([](Transaction &t) { return hasPagesToWrite(t); }).value(); };
        QVERIFY(hasWork());
        QCOMPARE(desk.page().queued, 0);
        QCOMPARE(desk.told(incident.id).size(), 1);
        QVERIFY(desk.told(incident.id)[0].startsWith(u"Nobody was notified: nobody is on call."_s));
        const auto again = [&] {
            return desk.as(desk.program, [&](Transaction &t) { return callAgain(t, desk.database->uuid()); })
                .value()
                .queued;
        };
        desk.page();
        QVERIFY(!hasWork());
        desk.onCall(u"Ada"_s, u"ada@example.com"_s);
        QCOMPARE(again(), 0);  // there is no mail yet
        QCOMPARE(desk.told(incident.id).size(), 1);
        QCOMPARE(toJson(desk.notifications(incident.id)[0])[u"person"_s], QJsonValue());
        desk.mailToNowhere();
        desk.page();
        QVERIFY(hasWork());
        QCOMPARE(again(), 1);
        QVERIFY(!hasWork());
        QCOMPARE(again(), 0);
    }

    void whoHasNoAddressIsNamed_data() { TestDatabase::addEngines(); }
    void whoHasNoAddressIsNamed()
    {
        Desk desk;
        desk.onCall(u"Ada"_s, u"ada@example.com"_s);
        desk.loseAddress(desk.onCall(u"Ben"_s, u"ben@example.com"_s));
        desk.mailToNowhere();
        const Incident incident = desk.declare();
        QCOMPARE(desk.page().queued, 1);
        QCOMPARE(desk.became(incident.id),
                 (QStringList{u"Ada: waiting"_s, u"Ben: there is no mail address for Ben."_s}));
        QCOMPARE(desk.told(incident.id), QStringList{u"Ben was not notified: there is no mail address."_s});
        const QJsonObject json = toJson(desk.notifications(incident.id)[1]);
        QCOMPARE(json[u"person"_s], u"Ben"_s);
        QCOMPARE(json[u"status"_s], u"none"_s);
        QCOMPARE(json[u"error"_s], u"there is no mail address for Ben."_s);
        // Said once; when the incident is over, only who was called is stood down.
        desk.settleAll(OutboxState::Sent);
        desk.resolve(incident.id);
        QCOMPARE(desk.page().queued, 1);
        QCOMPARE(desk.told(incident.id).size(), 1);
    }

    void whenNobodyHasAnAddressTheFirstOneIsCalled_data() { TestDatabase::addEngines(); }
    void whenNobodyHasAnAddressTheFirstOneIsCalled()
    {
        Desk desk;
        const PersonId ada = desk.onCall(u"Ada"_s, u"ada@example.com"_s);
        desk.loseAddress(ada);
        desk.mailToNowhere();
        const Incident incident = desk.declare();
        QCOMPARE(desk.page().queued, 0);
        QCOMPARE(desk.became(incident.id), (QStringList{u"Ada: there is no mail address for Ada."_s,
                                                        u"nobody: nobody on call has a mail address."_s}));
        const QStringList told = desk.told(incident.id);
        QCOMPARE(told.size(), 2);
        QVERIFY(told[1].startsWith(u"Nobody was notified: nobody on call has a mail address."_s));
        const auto again = [&] {
            return desk.as(desk.program, [&](Transaction &t) { return callAgain(t, desk.database->uuid()); })
                .value()
                .queued;
        };
        QCOMPARE(again(), 0);
        QCOMPARE(desk.told(incident.id), told);
        REQUIRE_OK(desk.as(desk.commander, [ada](Transaction &t) -> Result<PersonId> {
            Person mended = person(t, ada).value().value();
            mended.email = u"ada@example.com"_s;
            return savePerson(t, mended);
        }));
        QCOMPARE(again(), 1);
        QCOMPARE(desk.became(incident.id),
                 (QStringList{u"Ada: waiting"_s, u"nobody: nobody on call has a mail address."_s}));
    }

    void anIncidentThatIsOverCallsNobodyLater_data() { TestDatabase::addEngines(); }
    void anIncidentThatIsOverCallsNobodyLater()
    {
        Desk desk;
        const Incident incident = desk.declare();
        desk.page();
        desk.acknowledge(incident.id);
        desk.page();
        desk.onCall(u"Ada"_s, u"ada@example.com"_s);
        desk.mailToNowhere();
        QVERIFY(!desk.read([](Transaction &t) { return hasPagesToWrite(t); }).value());
    }

    void theMailSaysWhatToDo()
    {
        Incident incident;
        incident.number = 17;
        incident.title = u"Checkout is down"_s;
        incident.severity = Severity::Sev1;
        incident.services = {u"checkout"_s, u"basket"_s};
        incident.dataCentres = {u"fra1"_s};
        incident.alertCount = 3;
        incident.time(IncidentTime::Started) = parseMachineTime(u"2026-11-23T23:30:00Z"_s).value();
        const Person ada{.name = u"Ada"_s, .timeZone = u"Europe/Berlin"_s};
        const PageText text = openedPage(incident, ada);
        QCOMPARE(text.subject, u"[SEV1] INC-17 opened: Checkout is down"_s);
        QVERIFY(
            text.body.startsWith(u"Checkout is down\n\n"
                                 "Incident: INC-17, SEV1\n"
                                 "Where: checkout, basket in fra1\n"
                                 "Since: 2026-11-23 23:30 UTC (2026-11-24 00:30 Europe/Berlin)\n"
                                 "Recovery: within 15 min, by 2026-11-23 23:45 UTC (2026-11-24 00:45 Europe/Berlin)\n"
                                 "Alerts: 3\n"
                                 "\n"
                                 "Next: acknowledge it"_s));
        QVERIFY(text.body.contains(u"onlyonce incident acknowledge 17\n"_s));
        incident.time(IncidentTime::Declared) = incident.time(IncidentTime::Started);
        incident.drill = true;
        QCOMPARE(openedPage(incident, ada).subject, u"[DRILL] [SEV1] INC-17 declared: Checkout is down"_s);
        incident.time(IncidentTime::Started).reset();
        QVERIFY(openedPage(incident, {.timeZone = u"UTC"_s}).body.contains(u"Since: not known yet\n"_s));
        incident.title = u"two\r\nlines"_s;
        QVERIFY(!openedPage(incident, ada).subject.contains(u'\n'));
    }

    //! Titles and names are stored fit for a mail; and if an earlier version has stored others, they page all the same.
    void oddTextsDoNotSilenceThePager_data() { TestDatabase::addEngines(); }
    void oddTextsDoNotSilenceThePager()
    {
        const SmtpScript script = locked();
        const TestSmtpServer server(script);
        Desk desk;
        const PersonId ada = desk.onCall(u" Ada Example\n"_s, u"ada@example.com"_s);
        desk.mailThrough(server, script);
        const Incident odd = desk.declare(u"Disk \x1b[31mfull\x1b[0m\x7\r\n on \u202eabc"_s);
        QCOMPARE(odd.title, u"Disk full␇ on ‹U+202E›abc"_s);
        const Incident old = desk.declare();
        REQUIRE_OK(desk.as(desk.program, [&](Transaction &t) -> Result<> {
            ONLYONCE_TRY(t.exec(u"UPDATE incident SET title = ? WHERE id = ?"_s, u"two\x1b\r\nlines"_s, old.id));
            ONLYONCE_TRY(t.exec(u"UPDATE service SET name = ?"_s, u"check\x8out"_s));
            ONLYONCE_TRY(t.exec(u"UPDATE person SET name = ? WHERE id = ?"_s, u"Ada\r\nBcc: eve@example.com"_s, ada));
            return {};
        }));
        const auto runner = desk.runner();
        runner->start();
        QCOMPARE(desk.page().queued, 2);
        QTRY_COMPARE_WITH_TIMEOUT(server.received().size(), 2, 20'000);
        QStringList subjects;
        for (const ReceivedMail &mail : server.received()) {
            subjects += headersOf(mail)[u"Subject"_s].toString();
            QCOMPARE(mail.to, QStringList{u"ada@example.com"_s});
            QVERIFY(!headersOf(mail).contains(u"Bcc"_s));
            QVERIFY(mail.parsed[u"text"_s].toString().contains(u"check␈out in fra1"_s));
        }
        subjects.sort();
        QCOMPARE(subjects, (QStringList{u"[SEV1] INC-1 declared: Disk full␇ on ‹U+202E›abc"_s,
                                        u"[SEV1] INC-2 declared: two␛ lines"_s}));
    }

    void aNameIsOneLine_data() { TestDatabase::addEngines(); }
    void aNameIsOneLine()
    {
        Desk desk;
        const auto save = [&](const Person &person) {
            return desk.as(desk.commander, [&](Transaction &t) { return savePerson(t, person); });
        };
        for (const QString &bad : {u"Ev\r\nBcc: eve@example.com"_s, u"E\x1b[1mv"_s, u"E\tv"_s, u"E\x85v"_s,
                                   u"E\u202ev"_s, QString(QChar(0xd800)), u" \n "_s, QString(201, u'x')}) {
            const auto refused = save({.name = bad});
            QVERIFY2(!refused, qPrintable(bad.toHtmlEscaped()));
            QCOMPARE(refused.error().code, ErrorCode::Invalid);
            QVERIFY(!refused.error().message.contains(u'\x1b'));
        }
        QCOMPARE(save({.name = u"Ada"_s, .phone = u"+4915112345678\n"_s}).error().code, ErrorCode::Invalid);
        REQUIRE_VALUE(id, save({.name = u" Ada  Łukasz-Ünal \n"_s, .phone = u"+4915112345678"_s}));
        QCOMPARE(desk.read([&](Transaction &t) { return person(t, id); }).value()->name, u"Ada  Łukasz-Ünal"_s);
    }

    void aRestrictedIncidentGivesNothingAway()
    {
        Incident incident;
        incident.number = 52;
        incident.title = u"Customer data stolen"_s;
        incident.visibility = Visibility::Restricted;
        incident.drill = true;
        for (const PageText &text : {openedPage(incident, {}), overPage(incident, {}, u"a secret"_s)}) {
            QCOMPARE(text.subject, u"INC-52, restricted"_s);
            QCOMPARE(text.body, u"INC-52, restricted. Open it in OnlyOnce to read it.\n"_s);
        }
    }

    void theWholeWayToAMailServer_data() { TestDatabase::addEngines(); }
    void theWholeWayToAMailServer()
    {
        const SmtpScript script = locked();
        const TestSmtpServer server(script);
        Desk desk;
        desk.onCall(u"Ada Example"_s, u"ada@example.com"_s);
        desk.mailThrough(server, script);
        const auto runner = desk.runner();
        Pager pager(*desk.database, desk.program);
        runner->start();
        pager.start();
        const Incident incident = desk.declare(u"Überlauf in fra1"_s);
        QTRY_COMPARE_WITH_TIMEOUT(server.received().size(), 1, 20'000);
        const ReceivedMail opened = server.received().at(0);
        QVERIFY(opened.encrypted);
        QCOMPARE(opened.user, u"desk"_s);
        QCOMPARE(opened.to, QStringList{u"ada@example.com"_s});
        QCOMPARE(opened.from, u"desk@onlyonce.example"_s);
        QCOMPARE(headersOf(opened)[u"Subject"_s], u"[SEV1] INC-1 declared: Überlauf in fra1"_s);
        QCOMPARE(headersOf(opened)[u"From"_s], u"Incident desk <desk@onlyonce.example>"_s);
        QCOMPARE(headersOf(opened)[u"Auto-Submitted"_s], u"auto-generated"_s);
        QVERIFY(opened.parsed[u"text"_s].toString().contains(u"onlyonce incident acknowledge 1"_s));
        QTRY_COMPARE_WITH_TIMEOUT(desk.told(incident.id), QStringList{u"Mail to Ada Example sent"_s}, 20'000);
        desk.resolve(incident.id);
        QTRY_COMPARE_WITH_TIMEOUT(server.received().size(), 2, 20'000);
        const ReceivedMail resolved = server.received().at(1);
        QCOMPARE(headersOf(resolved)[u"In-Reply-To"_s], headersOf(opened)[u"Message-ID"_s]);
        QTRY_COMPARE_WITH_TIMEOUT(desk.told(incident.id).size(), 2, 20'000);
        const auto notifications = desk.notifications(incident.id);
        QVERIFY(notifications.at(0).sentAt());
        QCOMPARE(toJson(notifications.at(1))[u"status"_s], u"sent"_s);
        REQUIRE_VALUE(row, desk.read([&](Transaction &t) { return outboxRow(t, notifications[0].outbox); }));
        QVERIFY(row->result[u"serverReply"_s].toString().startsWith(u"250"_s));
    }

    void aWrongPasswordIsShownAndTheAccountSpared_data() { TestDatabase::addEngines(); }
    void aWrongPasswordIsShownAndTheAccountSpared()
    {
        SmtpScript script = locked();
        const TestSmtpServer server(script);
        Desk desk;
        desk.onCall(u"Ada"_s, u"ada@example.com"_s);
        script.password = u"wrong"_s;
        const ConnectionId connection = desk.mailThrough(server, script);
        const auto runner = desk.runner();
        runner->start();
        const Incident incident = desk.declare();
        desk.page();
        QTRY_COMPARE_WITH_TIMEOUT(desk.notifications(incident.id).at(0).state, OutboxState::Failed, 20'000);
        QTRY_COMPARE(desk.told(incident.id).size(), 1);
        QVERIFY(desk.told(incident.id)[0].startsWith(u"Mail to Ada failed: "_s));
        REQUIRE_VALUE(row, desk.read([&](Transaction &t) { return connectionRow(t, connection); }));
        QVERIFY(row->pausedUntil);
        // Mended as the settings page does it, and retried by hand.
        desk.secrets->write(secretsKey(desk.database->uuid(), connection), {{u"password"_s, u"geheim ü"_s}})
            .waitForFinished();
        REQUIRE_OK(desk.as(desk.commander, [&](Transaction &t) { return setUpConnection(t, *row); }));
        REQUIRE_OK(desk.as(desk.commander, [&](Transaction &t) {
            return retryDelivery(t, notificationsOf(t, incident.id).value().at(0).outbox);
        }));
        QTRY_COMPARE_WITH_TIMEOUT(server.received().size(), 1, 20'000);
        QTRY_COMPARE(desk.told(incident.id).value(1), u"Mail to Ada sent"_s);
    }

    void aRefusedRecipientIsShown_data() { TestDatabase::addEngines(); }
    void aRefusedRecipientIsShown()
    {
        SmtpScript script = locked();
        script.refuseRecipient = u"gone@example.com"_s;
        const TestSmtpServer server(script);
        Desk desk;
        desk.onCall(u"Gone"_s, u"gone@example.com"_s);
        desk.onCall(u"Ada"_s, u"ada@example.com"_s);
        desk.mailThrough(server, script);
        const auto runner = desk.runner();
        runner->start();
        const Incident incident = desk.declare();
        desk.page();
        QTRY_COMPARE_WITH_TIMEOUT(desk.told(incident.id).size(), 2, 20'000);
        QCOMPARE(desk.became(incident.id), (QStringList{u"Ada: sent"_s, u"Gone: failed"_s}));
        QCOMPARE(server.received().size(), 1);
    }

    void withoutItsPasswordThisMachineLeavesMailToOthers_data() { TestDatabase::addEngines(); }
    void withoutItsPasswordThisMachineLeavesMailToOthers()
    {
        const SmtpScript script = locked();
        const TestSmtpServer server(script);
        Desk desk;
        desk.onCall(u"Ada"_s, u"ada@example.com"_s);
        const ConnectionId connection = desk.mailThrough(server, script);
        desk.secrets->write(secretsKey(desk.database->uuid(), connection), {}).waitForFinished();
        const auto runner = desk.runner();
        runner->start();
        const Incident incident = desk.declare();
        desk.page();
        QTRY_COMPARE(runner->troubles().size(), 1U);
        QTest::qWait(300);
        QCOMPARE(desk.notifications(incident.id).at(0).state, OutboxState::Waiting);
    }

    void theConnectionCanBeTried_data() { TestDatabase::addEngines(); }
    void theConnectionCanBeTried()
    {
        const SmtpScript script = locked();
        const TestSmtpServer server(script);
        Desk desk;
        const auto runner = desk.runner();
        QJsonObject settings{{u"host"_s, u"localhost"_s},
                             {u"port"_s, QString::number(server.port())},  // as a person types it
                             {u"security"_s, u"starttls"_s},
                             {u"user"_s, u"desk"_s},
                             {u"from"_s, u"desk@onlyonce.example"_s},
                             {u"ca"_s, QString::fromLatin1(server.caPem())}};
        const QJsonObject password{{u"password"_s, u"geheim ü"_s}};
        REQUIRE_VALUE(text, await(runner->test(u"smtp"_s, settings, password)));
        QVERIFY(text.contains(u"desk@onlyonce.example"_s));
        QCOMPARE(server.received().size(), 1);
        QCOMPARE(server.received().at(0).to, QStringList{u"desk@onlyonce.example"_s});
        QCOMPARE(await(runner->test(u"smtp"_s, settings, {{u"password"_s, u"no"_s}})).error().code, ErrorCode::Denied);
        settings.remove(u"ca"_s);
        QCOMPARE(await(runner->test(u"smtp"_s, settings, password)).error().code, ErrorCode::Unavailable);
        settings[u"port"_s] = u"smtp"_s;
        QCOMPARE(await(runner->test(u"smtp"_s, settings, password)).error().code, ErrorCode::Invalid);
        settings.remove(u"host"_s);
        QCOMPARE(await(runner->test(u"smtp"_s, settings, password)).error().code, ErrorCode::Invalid);
    }

    //! The server has taken the mail, the process dies before it hears so: another one sends it again, with the same
    //! Message-ID, by which mail programs know a second copy.
    void aKilledProcessIsSucceeded_data() { TestDatabase::addEngines(); }
    void aKilledProcessIsSucceeded()
    {
        SmtpScript script = locked();
        script.stallAfterDot = true;
        const TestSmtpServer stalling(script);
        script.stallAfterDot = false;
        const TestSmtpServer healthy(script);
        Desk desk;
        desk.onCall(u"Ada"_s, u"ada@example.com"_s);
        const ConnectionId connection = desk.mailThrough(stalling, script);
        desk.database.clock.advance(SystemClock().now()
                                    - desk.database.clock.now());  // the other process knows no other
        const Incident incident = desk.declare();
        desk.page();
        const auto state = [&] { return desk.notifications(incident.id).at(0).state; };
        {
            QProcess child;
            child.setProcessChannelMode(QProcess::ForwardedChannels);
            child.start(QCoreApplication::applicationFilePath(),
                        {u"--deliver"_s, desk.database.address(), desk.database.folder() + u"/state"_s,
                         desk.secretsPath(), QString::number(desk.program.value)});
            QTRY_COMPARE_WITH_TIMEOUT(stalling.received().size(), 1, 30'000);
            QCOMPARE(state(), OutboxState::Sending);
            child.kill();
            child.waitForFinished();
        }
        desk.database.clock.advance(30s);  // its lease has run out
        REQUIRE_OK(desk.as(desk.commander, [&](Transaction &t) -> Result<ConnectionId> {
            ConnectionRow row = *connectionRow(t, connection).value();
            row.settings[u"port"_s] = healthy.port();
            return setUpConnection(t, row);
        }));
        const auto runner = desk.runner(u"heir"_s);
        runner->start();
        QTRY_COMPARE_WITH_TIMEOUT(healthy.received().size(), 1, 30'000);
        QTRY_COMPARE(state(), OutboxState::Sent);
        QCOMPARE(headersOf(healthy.received().at(0))[u"Message-ID"_s],
                 headersOf(stalling.received().at(0))[u"Message-ID"_s]);
        QTRY_COMPARE(desk.told(incident.id), QStringList{u"Mail to Ada sent"_s});
    }
};

int main(int argc, char **argv)
{
    if (argc == 6 && qstrcmp(argv[1], "--deliver") == 0) {
        return deliver(argc, argv);
    }
    const QCoreApplication app(argc, argv);
    TestPager test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_pager.moc"
