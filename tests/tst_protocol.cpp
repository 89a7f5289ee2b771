// SPDX-License-Identifier: GPL-3.0-or-later
// The response: checklists as people write them, what an incident gets of them and when, steps and tasks, on both engines;
// and the parts of the window in which people take the steps, by keys.
#include "models/incidents/grouping/regroup.h"
#include "models/incidents/protocol/steps.h"
#include "models/incidents/protocol/tasks.h"
#include "models/incidents/protocol/timers.h"
#include "models/storage/journal.h"
#include "support/house.h"
#include "views/incidents/endings.h"
#include "views/incidents/incidentheader.h"
#include "views/incidents/protocol/protocolform.h"
#include "views/incidents/protocol/protocolspanel.h"
#include "views/incidents/protocol/response.h"
#include "views/incidents/protocol/responsepanel.h"
#include "views/incidents/relationspanel.h"
#include "views/widgets/askform.h"
#include "views/widgets/commandpalette.h"
#include "views/widgets/rowlist.h"
#include "views/widgets/rowroles.h"
#include "views/widgets/segmentedcontrol.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QVBoxLayout>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const auto twoSteps = u"- [ ] Acknowledge (timer 5m)\n- [ ] Take command @commander\n"_s;

class RespondingHouse : public MonitoredHouse
{
public:
    using MonitoredHouse::MonitoredHouse;

    ProtocolId keep(const Protocol &protocol)
    {
        return change([=](Transaction &t) { return saveProtocol(t, protocol); }).value();
    }
    Incident declare(const NewIncident &wanted)
    {
        return change([=](Transaction &t) { return declareIncident(t, wanted); }).value();
    }
    std::vector<IncidentStep> steps(IncidentId id)
    {
        return read([id](Transaction &t) { return stepsOf(t, id); }).value();
    }
    //! "protocol: step", a line each.
    QStringList lines(IncidentId id)
    {
        QStringList found;
        for (const IncidentStep &step : steps(id)) {
            found += step.protocolName + u": "_s + step.what.text;
        }
        return found;
    }
    PersonId someone(const QString &name)
    {
        return change([name](Transaction &t) { return savePerson(t, {.name = name}); }).value();
    }
};

//! The part "Response" of an incident's page, with the keyboard in its list.
struct Desk
{
    explicit Desk(RespondingHouse &house, const Incident &incident)
        : session{*house.database, house.ada}
        , response(session, nullptr)
        , panel(session, incident, response)
    {
        response.begin(incident.id);
        new QAbstractItemModelTester(&response.steps(), &response);
        new QAbstractItemModelTester(&response.tasks(), &response);
        panel.resize(900, 600);
        panel.show();
        panel.activateWindow();
    }
    [[nodiscard]] RowList *list(const QString &name) const
    {
        for (RowList *each : panel.findChildren<RowList *>()) {
            if (each->accessibleName() == name) {
                return each;
            }
        }
        return nullptr;
    }
    void press(Qt::Key key) const { QTest::keyClick(QApplication::focusWidget(), key); }
    //! Into the line that asks, and Enter.
    void answer(const QString &text) const
    {
        auto *line = panel.findChild<AskForm *>()->findChild<QLineEdit *>();
        QVERIFY(line->isVisible());
        QTest::keyClicks(line, text);
        QTest::keyClick(line, Qt::Key_Return);
    }

    Session session;
    Response response;
    ResponsePanel panel;
};

QPushButton *buttonNamed(const QWidget &inside, const QString &text)
{
    for (QPushButton *each : inside.findChildren<QPushButton *>()) {
        if (each->text() == text) {
            return each;
        }
    }
    return nullptr;
}

}  // namespace

class TestProtocol : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatPeopleWrite_data();
    void readsWhatPeopleWrite();
    void readsEveryItemOnce();
    void isItsFile();
    void isKept_data() { TestDatabase::addEngines(); }
    void isKept();
    void isAttachedWhereItFits_data() { TestDatabase::addEngines(); }
    void isAttachedWhereItFits();
    void isAttachedByGrouping_data() { TestDatabase::addEngines(); }
    void isAttachedByGrouping();
    void laterEditsRewriteNothing_data() { TestDatabase::addEngines(); }
    void laterEditsRewriteNothing();
    void attachedAndTakenOffByHand_data() { TestDatabase::addEngines(); }
    void attachedAndTakenOffByHand();
    void timersAreFoundEverywhere_data() { TestDatabase::addEngines(); }
    void timersAreFoundEverywhere();
    void stepsAreTickedAndSkipped_data() { TestDatabase::addEngines(); }
    void stepsAreTickedAndSkipped();
    void timersRunOn_data() { TestDatabase::addEngines(); }
    void timersRunOn();
    void tasksAreDone_data() { TestDatabase::addEngines(); }
    void tasksAreDone();
    void everythingByKeys();
    void aProtocolIsChosenByKeys();
    void aTimerSaysWhenItIsOver();
    void theExampleIsOneClickAway();
    void protocolsAreWrittenInTheSettings();
    void endingsAskForWords();
};

void TestProtocol::readsWhatPeopleWrite_data()
{
    QTest::addColumn<QString>("item");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("link");
    QTest::addColumn<QString>("command");
    QTest::addColumn<int>("minutes");
    QTest::addColumn<QString>("role");
    const auto row = [](const char *name, const QString &item, const QString &text, const QString &link = {},
                        const QString &command = {}, int minutes = 0, const QString &role = {}) {
        QTest::newRow(name) << item << text << link << command << minutes << role;
    };
    row("box", u"- [ ] Take command"_s, u"Take command"_s);
    row("ticked box", u"- [x] Take command"_s, u"Take command"_s);
    row("bullet", u"* Take **command**"_s, u"Take command"_s);
    row("number", u"  12. Take command"_s, u"Take command"_s);
    row("link", u"- Open [the bridge](https://call.example.org/1 \"Bridge\")"_s, u"Open the bridge"_s,
        u"https://call.example.org/1"_s);
    row("bare link", u"- Look at https://x.example.org/a now"_s, u"Look at https://x.example.org/a now"_s,
        u"https://x.example.org/a"_s);
    row("telephone", u"- Call [them](tel:+4930901820)"_s, u"Call them"_s, u"tel:+4930901820"_s);
    row("what no link may be", u"- See [it](javascript:alert(1))"_s, u"See it)"_s);
    row("a file is no link", u"- See [it](file:///etc/passwd)"_s, u"See it"_s);
    row("code", u"- Run `systemctl status @x (timer 5m)` now"_s, u"Run systemctl status @x (timer 5m) now"_s, {},
        u"systemctl status @x (timer 5m)"_s);
    row("block", u"- Ask the database:\n  ```sql\n  SELECT 1;\n    SELECT 2;\n  ```"_s, u"Ask the database:"_s, {},
        u"SELECT 1;\n  SELECT 2;"_s);
    row("timer", u"- First post (timer 10m)"_s, u"First post"_s, {}, {}, 10);
    row("timer in hours", u"- Look again (Timer 2h)"_s, u"Look again"_s, {}, {}, 120);
    row("no timer", u"- Look again (timer soon)"_s, u"Look again (timer soon)"_s);
    row("role", u"- Take command @commander"_s, u"Take command"_s, {}, {}, 0, u"commander"_s);
    row("mail address is no role", u"- Write to desk@example.org"_s, u"Write to desk@example.org"_s);
    row("second role is text", u"- Ask @operations or @scribe"_s, u"Ask or @scribe"_s, {}, {}, 0, u"operations"_s);
    row("goes on", u"- Check the backups,\n  all of them"_s, u"Check the backups, all of them"_s);
    row("control characters", u"- Take\u0007 command"_s, u"Take␇ command"_s);
}

void TestProtocol::readsWhatPeopleWrite()
{
    QFETCH(const QString, item);
    const auto steps = stepsIn(item);
    QCOMPARE(steps.size(), 1);
    QTEST(steps.front().text, "text");
    QTEST(steps.front().link, "link");
    QTEST(steps.front().command, "command");
    QTEST(int(steps.front().timer.value_or(0ms) / 1min), "minutes");
    QTEST(steps.front().role, "role");
}

void TestProtocol::readsEveryItemOnce()
{
    const auto steps = stepsIn(
        u"# Outage\n\nRead this first.\n\n- one\n  - two\n\nThen\nthis.\n\n```\n- no item\n```\n1) three\n- \n"_s);
    QStringList texts;
    for (const ChecklistStep &step : steps) {
        texts += step.text;
    }
    QCOMPARE(texts, (QStringList{u"one"_s, u"two"_s, u"three"_s}));
    QCOMPARE(steps[1].command, u"- no item"_s);  // a block belongs to the item above it
    QVERIFY(stepsIn(u"no item at all"_s).empty());
    QVERIFY(stepsIn({}).empty());
    QCOMPARE(stepsIn(u"```\n- first\n- never closed"_s).size(), 0);
    // What comes with the program can be kept as it is, and has what its promise needs.
    const Protocol example = exampleProtocol();
    const auto given = stepsIn(example.text);
    QVERIFY(given.size() >= 9);
    QVERIFY(std::ranges::any_of(given, [](const ChecklistStep &step) { return step.timer == 15min; }));
    QVERIFY(std::ranges::any_of(given, [](const ChecklistStep &step) { return step.timer == 50min; }));
    QVERIFY(std::ranges::any_of(given, [](const ChecklistStep &step) { return step.role == u"commander"; }));
}

void TestProtocol::isItsFile()
{
    const Protocol protocol{.name = u"Login: is down"_s,
                            .services = {u"login"_s, u"sign, up"_s},
                            .lowest = Severity::Sev1,
                            .drills = false,
                            .text = u"# Heading\n\n- one\n\n---\n\n- two"_s};
    REQUIRE_VALUE(again, protocolFromFile(toMarkdownFile(protocol), {}));
    QCOMPARE(again, protocol);
    REQUIRE_VALUE(crlf, protocolFromFile(toMarkdownFile(protocol).replace(u'\n', u"\r\n"_s), {}));
    QCOMPARE(crlf, protocol);
    REQUIRE_VALUE(plain, protocolFromFile(u"# Disk full\n- one"_s, u"file"_s));
    QCOMPARE(plain.name, u"Disk full"_s);
    REQUIRE_VALUE(nameless, protocolFromFile(u"- one"_s, u"file"_s));
    QCOMPARE(nameless.name, u"file"_s);
    for (const auto &bad : {u"---\nseverity: blue\n---\n- one"_s, u"---\nname: x\n- one"_s,
                            u"---\ncolour: x\n---\n- one"_s, u"---\ndrills: perhaps\n---\n- one"_s}) {
        const auto refused = protocolFromFile(bad, {});
        QVERIFY2(!refused, qPrintable(bad));
        QCOMPARE(refused.error().code, ErrorCode::Invalid);
    }
}

void TestProtocol::isKept()
{
    RespondingHouse house;
    const ProtocolId id =
        house.keep({.name = u"  Login\nfails "_s, .services = {u"login"_s, u" login "_s}, .text = twoSteps});
    const auto all = [&] { return house.read([](Transaction &t) { return protocols(t); }).value(); };
    QCOMPARE(all().size(), 1);
    Protocol kept = all().front();
    QCOMPARE(kept.name, u"Login fails"_s);
    QCOMPARE(kept.services, QStringList{u"login"_s});
    const auto refusal = [&](const Protocol &protocol, ActorId who) {
        const auto saved = house.as(who, [=](Transaction &t) { return saveProtocol(t, protocol); });
        return saved ? QString() : saved.error().message;
    };
    QVERIFY(refusal({.name = u"x"_s, .text = u"no steps"_s}, house.ada).contains(u"list item"));
    QVERIFY(refusal({.name = u" "_s, .text = twoSteps}, house.ada).contains(u"name"));
    QVERIFY(refusal({.name = u"LOGIN FAILS"_s, .text = twoSteps}, house.ada).contains(u"already"));
    QVERIFY(refusal({.name = u"x"_s, .text = u"- a\n"_s.repeated(101)}, house.ada).contains(u"101"));
    const ActorId rob = house.person(u"rob"_s, Role::Responder);
    QVERIFY(!refusal({.name = u"x"_s, .text = twoSteps}, rob).isEmpty());
    // Whoever is slower does not overwrite.
    kept.lowest = Severity::Sev4;
    house.keep(kept);
    const auto late = house.change([kept](Transaction &t) { return saveProtocol(t, kept); });
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::Conflict);
    QCOMPARE(conditionText(all().front()), u"any severity of login"_s);
    REQUIRE_OK(house.change([id](Transaction &t) { return removeProtocol(t, id); }));
    QVERIFY(all().empty());
    REQUIRE_VALUE(audit, house.read([id](Transaction &t) { return auditOf(t, u"protocol"_s, id.value); }));
    QCOMPARE(audit.size(), 3);
    QVERIFY(audit.front().change.oldValue->contains(u"Take command"));
}

void TestProtocol::isAttachedWhereItFits()
{
    RespondingHouse house;
    house.keep({.name = u"Any"_s, .lowest = Severity::Sev4, .text = u"- look"_s});
    house.keep({.name = u"Bad"_s, .lowest = Severity::Sev1, .drills = false, .text = u"- shout"_s});
    house.keep({.name = u"Login"_s, .services = {u"login"_s}, .lowest = Severity::Sev2, .text = twoSteps});
    const Incident small = house.declare({.title = u"Slow"_s, .severity = Severity::Sev3, .services = {u"login"_s}});
    QCOMPARE(house.lines(small.id), QStringList{u"Any: look"_s});
    QCOMPARE(house.count(small.id, TimelineKind::Step, u"“Any”: 1 step"_s), 1);
    // Worse: more. Better, and worse again: nothing twice.
    const auto to = [&](Severity severity) {
        return house.change([=, version = house.incidentOf(small.number).version](Transaction &t) {
            return setSeverity(t, small.id, severity, version);
        });
    };
    REQUIRE_OK(to(Severity::Sev2));
    const QStringList atTwo{u"Any: look"_s, u"Login: Acknowledge"_s, u"Login: Take command"_s};
    QCOMPARE(house.lines(small.id), atTwo);
    REQUIRE_OK(to(Severity::Sev3));
    REQUIRE_OK(to(Severity::Sev1));
    QCOMPARE(house.lines(small.id), atTwo + QStringList{u"Bad: shout"_s});
    QCOMPARE(house.count(small.id, TimelineKind::Step), 3);
    // A drill gets what is meant for drills.
    const Incident drill = house.declare({.title = u"Drill"_s, .severity = Severity::Sev1, .drill = true});
    QCOMPARE(house.lines(drill.id), QStringList{u"Any: look"_s});
}

void TestProtocol::attachedAndTakenOffByHand()
{
    RespondingHouse house;
    const ProtocolId any = house.keep({.name = u"Any"_s, .lowest = Severity::Sev4, .text = u"- look"_s});
    const ProtocolId login =
        house.keep({.name = u"Login"_s, .services = {u"login"_s}, .lowest = Severity::Sev1, .text = twoSteps});
    const IncidentId id = house.declare({.title = u"Slow"_s, .severity = Severity::Sev3}).id;
    const auto attach = [&](ActorId who, ProtocolId protocol) {
        return house.as(who, [=](Transaction &t) { return attachProtocol(t, id, protocol); });
    };
    const auto takeOff = [&](ProtocolId protocol) {
        return house.change([=](Transaction &t) { return takeProtocolOff(t, id, protocol); });
    };
    QCOMPARE(attach(house.person(u"Vi"_s, Role::Viewer), login).error().code, ErrorCode::Denied);
    QCOMPARE(attach(house.ada, ProtocolId{99}).error().code, ErrorCode::NotFound);
    REQUIRE_OK(attach(house.ada, login));
    REQUIRE_OK(attach(house.ada, login));
    const QStringList ofLogin{u"Login: Acknowledge"_s, u"Login: Take command"_s};
    QCOMPARE(house.lines(id), QStringList{u"Any: look"_s} + ofLogin);
    QCOMPARE(house.count(id, TimelineKind::Step, u"“Login”: 2 steps"_s), 1);
    REQUIRE_OK(takeOff(any));
    QCOMPARE(house.lines(id), ofLogin);
    QCOMPARE(house.count(id, TimelineKind::Step, u"“Any” taken off"_s), 1);
    // What somebody has taken off does not come back because the incident gets worse; only by hand.
    REQUIRE_OK(house.change([=](Transaction &t) {
        return setSeverity(t, id, Severity::Sev1, onlyonce::incident(t, id).value()->version);
    }));
    QCOMPARE(house.lines(id), ofLogin);
    REQUIRE_OK(attach(house.ada, any));
    QCOMPARE(house.lines(id), ofLogin + QStringList{u"Any: look"_s});
    // What somebody has done stays.
    const StepId step = house.steps(id).front().id;
    REQUIRE_OK(house.change([step](Transaction &t) { return tickStep(t, step); }));
    QCOMPARE(takeOff(login).error().code, ErrorCode::Conflict);
    REQUIRE_OK(house.change([step](Transaction &t) { return reopenStep(t, step); }));
    QCOMPARE(takeOff(login).error().code, ErrorCode::Conflict);
    REQUIRE_OK(takeOff(any));
    REQUIRE_OK(takeOff(any));
    QCOMPARE(house.lines(id), ofLogin);
}

void TestProtocol::timersAreFoundEverywhere()
{
    RespondingHouse house;
    house.keep({.name = u"Any"_s, .lowest = Severity::Sev4, .text = u"- one (timer 5m)\n- two (timer 9m)\n- three"_s});
    const ActorId bob = house.person(u"Bob"_s, Role::Responder);
    const IncidentId id = house.declare({.title = u"Slow"_s}).id;
    const IncidentId other = house.declare({.title = u"Late"_s}).id;
    const Instant begin = house.database.clock.now();
    for (const StepId step : {house.steps(id)[0].id, house.steps(id)[1].id, house.steps(other)[0].id}) {
        REQUIRE_OK(house.change([step](Transaction &t) { return startStepTimer(t, step); }));
    }
    const auto look = [&](Instant after, Instant now, ActorId reader) {
        return house.read([=](Transaction &t) { return stepTimers(t, after, now, reader); }).value();
    };
    const auto names = [&](const StepTimers &timers) {
        QStringList found;
        for (const EndedTimer &each : timers.ended) {
            found << each.incident.reference() + u' ' + each.step.what.text;
        }
        return found;
    };
    QCOMPARE(names(look(begin, begin + 4min, house.ada)), QStringList());
    QCOMPARE(look(begin, begin + 4min, house.ada).next, std::optional(begin + 5min));
    QCOMPARE(names(look(begin, begin + 5min, house.ada)), (QStringList{u"INC-1 one"_s, u"INC-2 one"_s}));
    QCOMPARE(look(begin, begin + 5min, house.ada).next, std::optional(begin + 9min));
    QCOMPARE(names(look(begin + 5min, begin + 1h, house.ada)), QStringList{u"INC-1 two"_s});
    QCOMPARE(look(begin, begin + 1h, house.ada).next, std::nullopt);
    // Not to others what is somebody's; nothing that is settled.
    const PersonId him = house.as(bob, [](Transaction &t) { return personOfActor(t); }).value().id;
    REQUIRE_OK(house.change([&](Transaction &t) { return assignStep(t, house.steps(id)[0].id, him); }));
    REQUIRE_OK(house.change([&](Transaction &t) { return tickStep(t, house.steps(id)[1].id); }));
    QCOMPARE(names(look(begin, begin + 1h, house.ada)), QStringList{u"INC-2 one"_s});
    QCOMPARE(names(look(begin, begin + 1h, bob)), (QStringList{u"INC-1 one"_s, u"INC-2 one"_s}));
}

void TestProtocol::isAttachedByGrouping()
{
    RespondingHouse house;
    house.keep({.name = u"Login"_s, .services = {u"login"_s}, .text = twoSteps});
    house.keep({.name = u"Shop"_s, .services = {u"shop"_s}, .text = u"- look at the shop"_s});
    QCOMPARE(house.tellAndGroup({firing(u"A"_s, u"login"_s), firing(u"B"_s, u"login"_s)}), u"2 1 1"_s);
    const Incident incident = house.all().front();
    const QStringList opened{u"Login: Acknowledge"_s, u"Login: Take command"_s};
    QCOMPARE(house.lines(incident.id), opened);
    QCOMPARE(house.count(incident.id, TimelineKind::Step), 1);
    // A further service joins when alerts are moved.
    QCOMPARE(house.tellAndGroup({firing(u"C"_s, u"shop"_s)}), u"1 1 0"_s);
    QCOMPARE(house.lines(house.all().back().id), QStringList{u"Shop: look at the shop"_s});
    const AlertId moved = house.alertNamed(u"C"_s).id;
    REQUIRE_VALUE(move, house.change([=](Transaction &t) { return moveAlerts(t, {moved}, incident.id); }));
    QCOMPARE(house.lines(incident.id), opened + QStringList{u"Shop: look at the shop"_s});
}

void TestProtocol::laterEditsRewriteNothing()
{
    RespondingHouse house;
    const ProtocolId id = house.keep({.name = u"Any"_s, .text = twoSteps});
    const Incident incident = house.declare({.title = u"Sign-in fails"_s});
    const QStringList before = house.lines(incident.id);
    Protocol kept = house.read([](Transaction &t) { return protocols(t); }).value().front();
    kept.text = u"- something else"_s;
    kept.name = u"Other"_s;
    house.keep(kept);
    QCOMPARE(house.lines(incident.id), before);
    REQUIRE_OK(house.change([id](Transaction &t) { return removeProtocol(t, id); }));
    QCOMPARE(house.lines(incident.id), before);
}

void TestProtocol::stepsAreTickedAndSkipped()
{
    RespondingHouse house;
    house.keep({.name = u"Any"_s, .text = twoSteps});
    const Incident incident = house.declare({.title = u"Sign-in fails"_s});
    const StepId first = house.steps(incident.id)[0].id;
    const StepId second = house.steps(incident.id)[1].id;
    const auto tick = [&](StepId id) { return house.change([id](Transaction &t) { return tickStep(t, id); }); };
    const auto skip = [&](StepId id, const QString &why) {
        return house.change([=](Transaction &t) { return skipStep(t, id, why); });
    };
    QCOMPARE(progressText(house.steps(incident.id)), u"0 of 2"_s);
    house.database.clock.advance(2min);
    REQUIRE_OK(tick(first));
    house.database.clock.advance(1min);
    REQUIRE_OK(tick(first));  // again: no error, and the first time stays
    const IncidentStep done = house.steps(incident.id)[0];
    QCOMPARE(done.state, StepState::Done);
    QCOMPARE(done.settledAt, house.database.clock.now() - 1min);
    QCOMPARE(done.settledByName, u"Ada"_s);
    QCOMPARE(skip(first, u"no"_s).error().code, ErrorCode::Conflict);
    QCOMPARE(skip(second, u" \n"_s).error().code, ErrorCode::Invalid);
    REQUIRE_OK(skip(second, u"nobody *else* is there"_s));
    QCOMPARE(house.steps(incident.id)[1].reason, u"nobody *else* is there"_s);
    QCOMPARE(progressText(house.steps(incident.id)), u"2 of 2"_s);
    QCOMPARE(house.count(incident.id, TimelineKind::Step, u"Skipped: Take command — nobody"_s), 1);
    REQUIRE_OK(house.change([first](Transaction &t) { return reopenStep(t, first); }));
    QCOMPARE(house.steps(incident.id)[0].settledAt, std::nullopt);
    QCOMPARE(house.count(incident.id, TimelineKind::Step, u"Not done after all: Acknowledge"_s), 1);
    QCOMPARE(house.count(incident.id, TimelineKind::Step, u"Done: Acknowledge"_s), 1);
    // Assigned, and to nobody again.
    const PersonId mira = house.someone(u"Mira"_s);
    REQUIRE_OK(house.change([=](Transaction &t) { return assignStep(t, second, mira); }));
    QCOMPARE(house.steps(incident.id)[1].assigneeName, u"Mira"_s);
    REQUIRE_OK(house.change([=](Transaction &t) { return assignStep(t, second, {}); }));
    QVERIFY(!house.steps(incident.id)[1].assignee);
    // Only who may respond.
    const ActorId sue = house.person(u"sue"_s, Role::Support);
    QCOMPARE(house.as(sue, [first](Transaction &t) { return tickStep(t, first); }).error().code, ErrorCode::Denied);
    REQUIRE_VALUE(audit, house.read([first](Transaction &t) { return auditOf(t, u"incident_step"_s, first.value); }));
    QCOMPARE(audit.size(), 2);
}

void TestProtocol::timersRunOn()
{
    RespondingHouse house;
    house.keep({.name = u"Any"_s, .text = twoSteps});
    const Incident incident = house.declare({.title = u"Sign-in fails"_s});
    const StepId first = house.steps(incident.id)[0].id;
    const StepId second = house.steps(incident.id)[1].id;
    QCOMPARE(house.change([=](Transaction &t) { return startStepTimer(t, second); }).error().code, ErrorCode::Invalid);
    const Instant started = house.database.clock.now();
    REQUIRE_OK(house.change([=](Transaction &t) { return startStepTimer(t, first); }));
    house.database.close();  // the program ends, and comes back later
    house.database.clock.advance(10min);
    QCOMPARE(house.steps(incident.id)[0].timerEndsAt(), started + 5min);
    QVERIFY(*house.steps(incident.id)[0].timerEndsAt() < house.database.clock.now());
    REQUIRE_OK(house.change([=](Transaction &t) { return tickStep(t, first); }));
    QCOMPARE(house.steps(incident.id)[0].timerEndsAt(), std::nullopt);
    QCOMPARE(house.change([=](Transaction &t) { return startStepTimer(t, first); }).error().code, ErrorCode::Invalid);
}

void TestProtocol::tasksAreDone()
{
    RespondingHouse house;
    const Incident incident = house.declare({.title = u"Sign-in fails"_s});
    const PersonId mira = house.someone(u"Mira"_s);
    const Instant due = house.database.clock.now() + 30min;
    const auto add = [&](const NewTask &task) {
        return house.change([=](Transaction &t) { return addTask(t, incident.id, task); });
    };
    REQUIRE_VALUE(first, add({.text = u" Call the\nprovider "_s, .assignee = mira, .dueAt = due}));
    QCOMPARE(first.number, 1);
    QCOMPARE(first.text, u"Call the provider"_s);
    QCOMPARE(first.assigneeName, u"Mira"_s);
    QCOMPARE(first.dueAt, due);
    REQUIRE_VALUE(second, add({.text = u"Widen the pool"_s}));
    QCOMPARE(second.number, 2);
    QCOMPARE(add({.text = u" "_s}).error().code, ErrorCode::Invalid);
    QCOMPARE(add({.text = QString(501, u'x')}).error().code, ErrorCode::Invalid);
    const auto open = [&] { return house.read([&](Transaction &t) { return openTasks(t, incident.id); }).value(); };
    QCOMPARE(open().size(), 2);
    const auto set = [&](TaskId id, TaskState state, const QString &why = {}) {
        return house.change([=](Transaction &t) { return setTaskState(t, id, state, why); });
    };
    REQUIRE_OK(set(first.id, TaskState::Done));
    REQUIRE_OK(set(first.id, TaskState::Done));
    QCOMPARE(open().front().id, second.id);
    REQUIRE_OK(set(second.id, TaskState::Dropped, u"not the cause"_s));
    QVERIFY(open().empty());
    REQUIRE_OK(set(first.id, TaskState::Open));
    REQUIRE_OK(house.change([&](Transaction &t) { return assignTask(t, first.id, {}); }));
    QStringList told;
    for (const TimelineEntry &entry : house.entries(incident.id)) {
        if (entry.kind == TimelineKind::Task) {
            told += entry.body;
        }
    }
    QCOMPARE(told, (QStringList{u"Task for Mira: Call the provider"_s, u"Task: Widen the pool"_s,
                                u"Task done: Call the provider"_s, u"Task dropped: Widen the pool — not the cause"_s,
                                u"Task open again: Call the provider"_s, u"Task for nobody now: Call the provider"_s}));
    REQUIRE_VALUE(typed, house.change([&](Transaction &t) { return addTaskLine(t, incident.id, u"Ask at 5 @mir"_s); }));
    QCOMPARE(typed.text, u"Ask at 5"_s);
    QCOMPARE(typed.assignee, mira);
    house.database.clock.set(u"2026-11-23T23:30:00Z"_s);
    const auto line = [&](const QString &text) {
        return house.change([&](Transaction &t) { return addTaskLine(t, incident.id, text, QTimeZone::utc()); })
            .value();
    };
    const IncidentTask both = line(u"Ask at 5 @0:15 @mira"_s);
    QCOMPARE(both.text, u"Ask at 5"_s);
    QCOMPARE(both.assignee, mira);
    QCOMPARE(toIso(both.dueAt.value()), u"2026-11-24T00:15:00.000Z"_s);  // the next one, not that of this morning
    QCOMPARE(line(u"Call mira @23:45"_s).dueAt, house.database.clock.now() + 15min);
    QCOMPARE(line(u"Ask @mira about @mira"_s).text, u"Ask @mira about"_s);
    QCOMPARE(line(u"@mira"_s).text, u"@mira"_s);
    const auto nobody =
        house.change([&](Transaction &t) { return addTaskLine(t, incident.id, u"Ask @nobody there"_s); });
    QCOMPARE(nobody.error().code, ErrorCode::NotFound);
    const ActorId sue = house.person(u"sue"_s, Role::Support);
    const auto refused = house.as(sue, [&](Transaction &t) { return addTask(t, incident.id, {.text = u"x"_s}); });
    QCOMPARE(refused.error().code, ErrorCode::Denied);
}

void TestProtocol::everythingByKeys()
{
    RespondingHouse house(Engine::Sqlite);
    house.someone(u"Mira Okafor"_s);
    house.keep({.name = u"Any"_s, .text = u"- one\n- two (timer 5m)\n- three `df -h`"_s});
    const Incident incident = house.declare({.title = u"Sign-in fails"_s});
    Desk desk(house, incident);
    auto *steps = desk.list(u"Steps"_s);
    auto *tasks = desk.list(u"Tasks"_s);
    QTRY_COMPARE(desk.response.steps().rowCount(), 3);
    steps->setFocus();
    QTRY_VERIFY(steps->hasFocus());
    const auto state = [&](int row) { return desk.response.steps().rows().at(size_t(row)).state; };
    desk.press(Qt::Key_Space);
    QTRY_COMPARE(state(0), StepState::Done);
    QCOMPARE(desk.response.left(), 2);
    desk.press(Qt::Key_Space);  // not done after all
    QTRY_COMPARE(state(0), StepState::Open);
    desk.press(Qt::Key_S);
    desk.answer({});
    QTRY_VERIFY(
        desk.panel.findChild<AskForm *>()->findChild<QLineEdit *>()->accessibleDescription().contains(u"Say why"_s));
    desk.answer(u"nobody is there"_s);
    QTRY_COMPARE(state(0), StepState::Skipped);
    QTRY_VERIFY(steps->hasFocus());  // back where the hands were
    desk.press(Qt::Key_Down);
    desk.press(Qt::Key_T);
    QTRY_VERIFY(desk.response.steps().rows().at(1).timerStartedAt);
    QVERIFY(steps->currentIndex().data(RowClockStart).isValid());
    desk.press(Qt::Key_A);
    desk.answer(u"okaf"_s);
    QTRY_COMPARE(desk.response.steps().rows().at(1).assigneeName, u"Mira Okafor"_s);
    desk.press(Qt::Key_Down);
    desk.press(Qt::Key_C);
    QCOMPARE(QApplication::clipboard()->text(), u"df -h"_s);
    desk.press(Qt::Key_N);
    desk.answer(u"Widen the pool @mira"_s);
    QTRY_COMPARE(desk.response.tasks().rowCount(), 1);
    QCOMPARE(desk.response.tasks().rows().front().assigneeName, u"Mira Okafor"_s);
    desk.press(Qt::Key_Down);  // from the last step to the first task
    QTRY_VERIFY(tasks->hasFocus());
    desk.press(Qt::Key_Space);
    QTRY_COMPARE(desk.response.tasks().rows().front().state, TaskState::Done);
    desk.press(Qt::Key_Up);
    QTRY_VERIFY(steps->hasFocus());
    QCOMPARE(steps->currentIndex().row(), 2);
    QCOMPARE(desk.response.left(), 2);
    // A click on the circle ticks, a click beside it only chooses.
    const QRect row = steps->visualRect(desk.response.steps().index(2));
    QTest::mouseClick(steps->viewport(), Qt::LeftButton, {}, row.center());
    QTest::mouseClick(steps->viewport(), Qt::LeftButton, {}, QPoint(28, row.top() + 20));
    QTRY_COMPARE(state(2), StepState::Done);
}

void TestProtocol::aProtocolIsChosenByKeys()
{
    RespondingHouse house(Engine::Sqlite);
    const ProtocolId login =
        house.keep({.name = u"Login"_s, .services = {u"login"_s}, .lowest = Severity::Sev1, .text = twoSteps});
    const Incident incident = house.declare({.title = u"Slow"_s, .severity = Severity::Sev3});
    Desk desk(house, incident);
    auto *attach = buttonNamed(desk.panel, u"Attach one …"_s);
    QTRY_VERIFY(attach->isVisible());
    attach->setFocus();
    const auto choose = [&](const QString &letters) {
        desk.press(Qt::Key_P);
        const auto *list = desk.panel.findChild<CommandPalette *>();
        if (!QTest::qWaitFor([&] {
                list = desk.panel.findChild<CommandPalette *>();
                return list && list->isVisible();
            })) {
            return QStringList();
        }
        const QStringList offered = list->shownTexts();
        QTest::keyClicks(QApplication::focusWidget(), letters);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        return offered;
    };
    QCOMPARE(choose(u"log"_s), QStringList{u"Attach “Login”"_s});
    QTRY_COMPARE(desk.response.steps().rowCount(), 2);
    desk.list(u"Steps"_s)->setFocus();
    QCOMPARE(choose(u"take"_s), QStringList{u"Take “Login” off"_s});
    QTRY_COMPARE(desk.response.steps().rowCount(), 0);
    REQUIRE_OK(house.change([&](Transaction &t) { return attachProtocol(t, incident.id, login); }));
    QTRY_COMPARE(desk.response.steps().rowCount(), 2);
    desk.list(u"Steps"_s)->setFocus();
    desk.press(Qt::Key_Space);
    QTRY_COMPARE(desk.response.left(), 1);
    QSignalSpy failed(&desk.panel, &ResponsePanel::failed);
    choose(u"take"_s);
    QTRY_COMPARE(failed.size(), 1);  // and says why
    QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::Conflict);
}

void TestProtocol::aTimerSaysWhenItIsOver()
{
    RespondingHouse house(Engine::Sqlite);
    house.keep({.name = u"Any"_s, .text = twoSteps});
    const Incident incident = house.declare({.title = u"Sign-in fails"_s});
    const StepId first = house.steps(incident.id)[0].id;
    REQUIRE_OK(house.change([=](Transaction &t) { return startStepTimer(t, first); }));
    Desk desk(house, incident);
    QSignalSpy ended(&desk.response, &Response::timerEnded);
    QTRY_COMPARE(desk.response.steps().rowCount(), 2);
    QCOMPARE(ended.size(), 0);
    house.database.clock.advance(6min);
    house.someone(u"Mira"_s);
    REQUIRE_OK(house.change([&](Transaction &t) { return addTask(t, incident.id, {.text = u"look"_s}); }));
    QTRY_COMPARE(ended.size(), 1);
    REQUIRE_OK(house.change([&](Transaction &t) { return addTask(t, incident.id, {.text = u"look"_s}); }));
    QTRY_COMPARE(desk.response.tasks().rowCount(), 2);
    QCOMPARE(ended.size(), 1);  // said once
}

void TestProtocol::theExampleIsOneClickAway()
{
    RespondingHouse house(Engine::Sqlite);
    const Incident incident = house.declare({.title = u"Sign-in fails"_s});
    Desk desk(house, incident);
    auto *example = buttonNamed(desk.panel, u"Use the example"_s);
    QVERIFY(example);
    QTRY_VERIFY(example->isVisible());
    QVERIFY(house.read([](Transaction &t) { return protocols(t); }).value().empty());  // never by itself
    example->setFocus();
    desk.press(Qt::Key_N);  // a task needs no protocol
    desk.answer(u"Look at the certificate"_s);
    QTRY_COMPARE(desk.response.tasks().rowCount(), 1);
    example->click();
    QTRY_VERIFY(desk.response.steps().rowCount() >= 9);
    QCOMPARE(house.read([](Transaction &t) { return protocols(t); }).value().size(), size_t(1));
}

void TestProtocol::protocolsAreWrittenInTheSettings()
{
    RespondingHouse house(Engine::Sqlite);
    house.declare({.title = u"Sign-in fails"_s, .services = {u"login"_s}});
    Session session{*house.database, house.ada};
    ProtocolsPanel panel(session);
    panel.resize(820, 900);
    panel.setVisible(true);
    auto *begin = buttonNamed(panel, u"Begin with the example"_s);
    QTRY_VERIFY(begin->isVisible());
    begin->click();
    auto *form = panel.findChild<ProtocolForm *>();
    QTRY_VERIFY(form->isVisible());
    auto *text = form->findChild<QPlainTextEdit *>();
    const auto says = [&](const QString &words) {
        return std::ranges::any_of(form->findChildren<QLabel *>(),
                                   [&](const QLabel *label) { return label->text().contains(words); });
    };
    QVERIFY(says(u"12 steps"_s));
    QTRY_VERIFY(says(u"It fits 1 of the latest 1 incidents: INC-1"_s));
    text->setPlainText(u"Read this\n- look"_s);
    QVERIFY(says(u"One step"_s));
    text->setPlainText(u"Read this"_s);
    QVERIFY(says(u"No steps yet"_s));
    buttonNamed(*form, u"Add the protocol"_s)->click();
    QTRY_VERIFY(says(u"A protocol needs steps"_s));
    QVERIFY(form->isVisible());
    text->setPlainText(u"- look"_s);
    form->findChildren<QLineEdit *>().at(1)->setText(u"shop"_s);
    QTRY_VERIFY(says(u"It fits none"_s));
    buttonNamed(*form, u"Add the protocol"_s)->click();
    QTRY_VERIFY(!form->isVisible());
    const auto kept = house.read([](Transaction &t) { return protocols(t); }).value();
    QCOMPARE(kept.size(), size_t(1));
    QCOMPARE(kept.front().services, QStringList{u"shop"_s});
    QCOMPARE(kept.front().text, u"- look"_s);
    // Removed, and taken back.
    QSignalSpy removed(&panel, &ProtocolsPanel::removed);
    QToolButton *bin = nullptr;
    QTRY_VERIFY(([&] {
        for (QToolButton *each : panel.findChildren<QToolButton *>()) {
            bin = each->isVisible() && each->toolTip().startsWith(u"Remove"_s) ? each : bin;
        }
        return bin != nullptr;
    })());
    bin->click();
    QTRY_COMPARE(removed.size(), 1);
    panel.restore(removed.front().at(1).value<Protocol>());
    QTRY_COMPARE(house.read([](Transaction &t) { return protocols(t); }).value().size(), size_t(1));
}

void TestProtocol::endingsAskForWords()
{
    RespondingHouse house(Engine::Sqlite);
    const Incident first = house.declare({.title = u"Sign-in fails"_s});
    const Incident second = house.declare({.title = u"Nobody can log in"_s});
    const Incident drill = house.declare({.title = u"Practice"_s, .drill = true});
    Session session{*house.database, house.ada};
    QWidget page;
    auto *ask = new AskForm;
    auto *relations = new RelationsPanel(session);
    relations->begin(second.id);
    auto *column = new QVBoxLayout(&page);
    column->addWidget(ask);
    column->addWidget(relations);
    page.resize(600, 400);
    page.show();
    Endings endings(session, *ask, &page);
    auto *line = ask->findChild<QLineEdit *>();
    const auto answer = [&](const QString &text) {
        line->setText(text);
        QTest::keyClick(line, Qt::Key_Return);
    };
    const auto now = [&](const Incident &which) { return house.incidentOf(which.number); };
    endings.duplicate(now(second));
    QCOMPARE(line->accessibleName(), u"Number of the other one"_s);
    answer(u"INC-99"_s);
    QTRY_VERIFY(line->accessibleDescription().contains(u"no incident “INC-99”"_s));
    answer(u"inc-1"_s);
    QTRY_VERIFY(!ask->isVisible());
    QCOMPARE(now(second).resolution, Resolution::Duplicate);
    relations->refresh();
    QSignalSpy opened(relations, &RelationsPanel::opened);
    QTRY_VERIFY(relations->isVisible());
    buttonNamed(*relations, u"INC-1"_s)->click();
    QCOMPARE(opened.front().front().value<IncidentId>(), first.id);
    endings.reopen(now(second), Calls::Nobody);
    answer(u"it is another failure"_s);
    QTRY_COMPARE(now(second).status, IncidentStatus::Investigating);
    endings.falseAlarm(now(first));
    answer(u"the probe was broken"_s);
    QTRY_COMPARE(now(first).resolution, Resolution::FalseAlarm);
    IncidentHeader header(session);
    QSignalSpy refused(&header, &IncidentHeader::failed);
    header.setIncident(now(second));  // open, and real
    header.reopen(Calls::Nobody);
    header.deleteDrill();
    QCOMPARE(refused.size(), 2);
    endings.deleteDrill(now(drill));
    answer(u"2"_s);
    QTRY_VERIFY(line->accessibleDescription().contains(u"Write INC-3"_s));
    answer(u"INC-3"_s);
    QTRY_COMPARE(house.all().size(), size_t(2));
}

QTEST_MAIN(TestProtocol)
#include "tst_protocol.moc"
