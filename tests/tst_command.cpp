// SPDX-License-Identifier: GPL-3.0-or-later
// Who leads, what is hit, what was promised, where people meet, and how a role goes from hand to hand; on both engines.
#include "models/catalog/places.h"
#include "models/incidents/command/handover.h"
#include "models/incidents/command/impact.h"
#include "models/incidents/command/nextupdate.h"
#include "models/incidents/command/references.h"
#include "models/incidents/protocol/tasks.h"
#include "models/incidents/timeline.h"
#include "models/storage/journal.h"
#include "support/crew.h"
#include "support/house.h"
#include "views/incidents/command/commanddesk.h"
#include "views/incidents/command/dueclock.h"
#include "views/incidents/command/linksbar.h"
#include "views/incidents/command/linksform.h"
#include "views/incidents/incidentpage.h"
#include "views/widgets/commandpalette.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/stategrid.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QDesktopServices>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

class Bridge : public Crew
{
public:
    //! What the timeline says of one kind, in order.
    std::vector<TimelineEntry> entries()
    {
        return read([this](Transaction &t) { return timelineOf(t, incident.id); }).value();
    }
    std::vector<RoleHolder> holders()
    {
        return read([this](Transaction &t) { return rolesOf(t, incident.id); }).value();
    }
    QStringList told(TimelineKind kind)
    {
        QStringList lines;
        const auto all = entries();
        for (const TimelineEntry &each : all) {
            if (each.kind == kind) {
                lines << each.body;
            }
        }
        return lines;
    }
    QJsonObject lastData(TimelineKind kind)
    {
        QJsonObject data;
        const auto all = entries();
        for (const TimelineEntry &each : all) {
            data = each.kind == kind ? each.data : data;
        }
        return data;
    }
    QStringList roles()
    {
        QStringList lines;
        const auto all = holders();
        for (const RoleHolder &each : all) {
            lines << each.role + u": "_s + each.name;
        }
        return lines;
    }
    PersonId made(const QString &name)
    {
        return as(administrator, [name](Transaction &t) { return savePerson(t, {.name = name}); }).value();
    }
    Result<> give(const QString &role, PersonId to, std::optional<PersonId> seen = {})
    {
        return as(commander, [=, this](Transaction &t) { return assignRole(t, incident.id, role, to, seen); });
    }
    Result<> hit(const QString &where, ImpactLevel level)
    {
        return as(commander, [=, this](Transaction &t) { return setImpact(t, incident.id, where, level); });
    }
    Incident now()
    {
        return **read([this](Transaction &t) { return onlyonce::incident(t, incident.id); });
    }
    Result<> promise(std::optional<Instant> at)
    {
        return as(commander, [=, this, version = now().version](Transaction &t) {
            return setNextUpdate(t, incident.id, at, version);
        });
    }
    std::vector<Reference> links(IncidentId id)
    {
        return read([id](Transaction &t) { return referencesOf(t, id); }).value();
    }
    std::vector<Handover> handovers()
    {
        return read([this](Transaction &t) { return handoversOf(t, incident.id); }).value();
    }
};

//! A window of one person, with the page of INC-1, which has the keyboard.
struct Seat
{
    Seat(Bridge &bridge, ActorId who)
        : session{*bridge.database, who}
        , page(session, bridge.now())
    {
        page.resize(1200, 900);
        page.show();
        page.activateWindow();
    }
    [[nodiscard]] bool opens() { return QTest::qWaitForWindowActive(&page); }
    //! What can be read there now or soon.
    [[nodiscard]] bool says(const QString &words)
    {
        return QTest::qWaitFor([&] { return isSaid(words); }, 20'000);
    }
    [[nodiscard]] bool isSaid(const QString &words) const
    {
        const auto holds = [&](const auto *each) { return each->isVisible() && each->text().contains(words); };
        const auto labels = page.findChildren<QLabel *>();
        const auto buttons = page.findChildren<QAbstractButton *>();
        return std::ranges::any_of(labels, holds) || std::ranges::any_of(buttons, holds);
    }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        const auto all = page.findChildren<QPushButton *>();
        const auto found = std::ranges::find_if(
            all, [&](const QPushButton *each) { return each->isVisible() && each->text() == text; });
        return found == all.end() ? nullptr : *found;
    }
    [[nodiscard]] bool isAsked(const QStringList &offered) const
    {
        const auto *palette = page.findChild<ui::CommandPalette *>();
        return palette && palette->isVisible() && palette->shownTexts() == offered;
    }

    Session session;
    ui::IncidentPage page;
};

void type(const QString &text)
{
    QTest::keyClicks(QApplication::focusWidget(), text);
}

void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
{
    QTest::keyClick(QApplication::focusWidget(), key, modifiers);
}

//! Stands in for the desktop, which opens addresses.
class Desktop : public QObject
{
    Q_OBJECT

public:
    Desktop() { QDesktopServices::setUrlHandler(u"https"_s, this, "open"); }
    ~Desktop() override { QDesktopServices::unsetUrlHandler(u"https"_s); }
    QStringList opened;

public Q_SLOTS:
    void open(const QUrl &url) { opened << url.toString(); }
};

QStringList cellsOf(const Impact &impact)
{
    QStringList lines;
    for (const ImpactCell &cell : impact.cells) {
        lines << u"%1@%2 %3 %4"_s.arg(cell.service, cell.dataCentre, toText(cell.level)).arg(cell.firing);
    }
    return lines;
}

}  // namespace

class TestCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rolesGoFromHandToHand_data() { TestDatabase::addEngines(); }
    void rolesGoFromHandToHand();
    void whoeverTakesCommandIsAPerson_data() { TestDatabase::addEngines(); }
    void whoeverTakesCommandIsAPerson();
    void twoWhoTakeCommandAtOnce_data() { TestDatabase::addEngines(); }
    void twoWhoTakeCommandAtOnce();
    void refusesWhatIsNoRole();
    void promisesAnUpdate_data() { TestDatabase::addEngines(); }
    void promisesAnUpdate();
    void whatCustomersHeardIsFollowedByThePromise_data() { TestDatabase::addEngines(); }
    void whatCustomersHeardIsFollowedByThePromise();
    void saysWhatIsHit_data() { TestDatabase::addEngines(); }
    void saysWhatIsHit();
    void firingAlertsAreAHint_data() { TestDatabase::addEngines(); }
    void firingAlertsAreAHint();
    void whatWasNamedWronglyIsTakenOff_data() { TestDatabase::addEngines(); }
    void whatWasNamedWronglyIsTakenOff();
    void linksLeadToWhatIsSafe_data();
    void linksLeadToWhatIsSafe();
    void linksOfAnIncident_data() { TestDatabase::addEngines(); }
    void linksOfAnIncident();
    void aRoleMovesWhenTheOtherAccepts_data() { TestDatabase::addEngines(); }
    void aRoleMovesWhenTheOtherAccepts();
    void anOfferMayEndOtherwise_data() { TestDatabase::addEngines(); }
    void anOfferMayEndOtherwise();
    void theBriefSaysWhatCounts_data() { TestDatabase::addEngines(); }
    void theBriefSaysWhatCounts();
    void rolesAreGivenByKeys_data() { TestDatabase::addEngines(); }
    void rolesAreGivenByKeys();
    void theClockOfThePromise();
    void thePromiseIsMadeByKeys_data() { TestDatabase::addEngines(); }
    void thePromiseIsMadeByKeys();
    void impactIsSaidByKeys_data() { TestDatabase::addEngines(); }
    void impactIsSaidByKeys();
    void linksAreOpenedAndChangedInPlace_data() { TestDatabase::addEngines(); }
    void linksAreOpenedAndChangedInPlace();
    void aHandoverIsReadBeforeItIsAccepted_data() { TestDatabase::addEngines(); }
    void aHandoverIsReadBeforeItIsAccepted();
};

void TestCommand::rolesGoFromHandToHand()
{
    Bridge bridge;
    const PersonId tom = bridge.made(u"Tom *Lindqvist*"_s);
    REQUIRE_OK(bridge.give(u"Commander"_s, bridge.owner));
    bridge.database.clock.advance(5min);
    REQUIRE_OK(bridge.give(u"commander"_s, bridge.owner));  // again: no error, and nothing to tell
    REQUIRE_OK(bridge.give(u"vendor liaison"_s, tom));
    REQUIRE_OK(bridge.give(u"scribe"_s, tom));
    REQUIRE_OK(bridge.give(u"commander"_s, tom));
    REQUIRE_OK(bridge.as(bridge.responder,
                         [&](Transaction &t) { return releaseRole(t, bridge.incident.id, u"Vendor Liaison"_s); }));
    REQUIRE_OK(
        bridge.as(bridge.responder, [&](Transaction &t) { return releaseRole(t, bridge.incident.id, u"deputy"_s); }));
    QCOMPARE(bridge.roles(), (QStringList{u"commander: Tom *Lindqvist*"_s, u"scribe: Tom *Lindqvist*"_s}));
    QCOMPARE(bridge.now().commander, u"Tom *Lindqvist*"_s);
    QCOMPARE(bridge.told(TimelineKind::RoleChanged),
             (QStringList{u"**Commander**: Grace Hopper"_s, u"**vendor liaison**: Tom \\*Lindqvist\\*"_s,
                          u"**Scribe**: Tom \\*Lindqvist\\*"_s, u"**Commander**: Grace Hopper → Tom \\*Lindqvist\\*"_s,
                          u"**vendor liaison**: nobody, after Tom \\*Lindqvist\\*"_s}));
    QCOMPARE(bridge.lastData(TimelineKind::RoleChanged),
             (QJsonObject{{u"role"_s, u"vendor liaison"_s}, {u"from"_s, u"Tom *Lindqvist*"_s}, {u"to"_s, u""_s}}));
    REQUIRE_VALUE(audit,
                  bridge.read([&](Transaction &t) { return auditOf(t, u"incident"_s, bridge.incident.id.value); }));
    QCOMPARE(audit.front().change.field, u"role vendor liaison"_s);
    QCOMPARE(audit.front().change.oldValue, std::optional(u"Tom *Lindqvist*"_s));
    QCOMPARE(audit.front().actor, bridge.responder);
    QCOMPARE(bridge.now().version, bridge.incident.version);  // nobody's edit is a conflict by it
}

void TestCommand::whoeverTakesCommandIsAPerson()
{
    Bridge bridge;
    const auto take = [&](ActorId who) {
        return bridge.as(who, [&](Transaction &t) { return takeRole(t, bridge.incident.id, commanderRole()); });
    };
    REQUIRE_OK(take(bridge.responder));  // "Grace Hopper": there is such a person
    QCOMPARE(bridge.roles(), QStringList{u"commander: Grace Hopper"_s});
    REQUIRE_OK(take(bridge.commander));  // "Ada Lovelace": there is none yet
    REQUIRE_OK(take(bridge.commander));
    QCOMPARE(bridge.roles(), QStringList{u"commander: Ada Lovelace"_s});
    REQUIRE_VALUE(people, bridge.read([](Transaction &t) { return allPeople(t); }));
    QCOMPARE(people.size(), 2U);
    QCOMPARE(take(bridge.viewer).error().code, ErrorCode::Denied);
    // From then on the command line of the same person is that person, too.
    REQUIRE_OK(bridge.as({}, [&](Transaction &t) -> Result<> {
        const auto ada = actor(t, bridge.commander);
        const auto line = actorForCommandLine(t, **ada);
        return line && line->person == (*ada)->person && line->person ? Result<>() : fail(ErrorCode::Internal, u"no"_s);
    }));
}

void TestCommand::twoWhoTakeCommandAtOnce()
{
    Bridge bridge;
    const auto take = [&](ActorId who) {
        return bridge.as(who, [&](Transaction &t) {
            return takeRole(t, bridge.incident.id, commanderRole(), PersonId{});  // both saw that nobody has it
        });
    };
    REQUIRE_OK(take(bridge.responder));
    const auto late = take(bridge.commander);
    QCOMPARE(late.error().code, ErrorCode::Conflict);
    QVERIFY(late.error().message.startsWith(u"Grace Hopper is Commander meanwhile"_s));
    QCOMPARE(bridge.roles(), QStringList{u"commander: Grace Hopper"_s});
    REQUIRE_VALUE(people, bridge.read([](Transaction &t) { return allPeople(t); }));
    QCOMPARE(people.size(), 1U);  // who was refused was not made either
}

void TestCommand::refusesWhatIsNoRole()
{
    TestDatabase probe(Engine::Sqlite);
    for (const QString &bad : {u""_s, u" \n"_s, QString(41, u'x')}) {
        QCOMPARE(roleMeant(bad, {}).error().code, ErrorCode::Invalid);
    }
    QCOMPARE(roleMeant(u"OPERATIONS"_s, {}).value(), u"operations"_s);
    QCOMPARE(roleMeant(QString(40, u'x'), {}).value(), QString(40, u'x'));
}

void TestCommand::promisesAnUpdate()
{
    Bridge bridge;
    const Instant due = bridge.database.clock.now() + 30min;
    REQUIRE_OK(bridge.promise(due));
    QCOMPARE(bridge.now().nextUpdateAt, due);
    for (const Instant wrong : {bridge.database.clock.now(), bridge.database.clock.now() + 24h * 8}) {
        QCOMPARE(bridge.promise(wrong).error().code, ErrorCode::Invalid);
    }
    const auto late = bridge.as(bridge.commander, [&](Transaction &t) {
        return setNextUpdate(t, bridge.incident.id, due + 1h, bridge.incident.version);  // as it was before
    });
    QCOMPARE(late.error().code, ErrorCode::Conflict);
    QCOMPARE(bridge.now().nextUpdateAt, due);
    REQUIRE_OK(bridge.promise({}));
    QCOMPARE(bridge.now().nextUpdateAt, std::nullopt);
    REQUIRE_OK(bridge.promise(due));
    // What is over promises nothing more.
    REQUIRE_OK(bridge.as(bridge.commander, [&, version = bridge.now().version](Transaction &t) {
        return setStatus(t, bridge.incident.id, IncidentStatus::Resolved, version);
    }));
    QCOMPARE(bridge.now().nextUpdateAt, std::nullopt);
    QCOMPARE(bridge.promise(due).error().code, ErrorCode::Invalid);
}

void TestCommand::whatCustomersHeardIsFollowedByThePromise()
{
    Bridge bridge;  // SEV1
    const auto heard = [&](bool isLast = false) {
        return bridge.as(bridge.commander, [&, isLast](Transaction &t) {
            return customersHeard(t, bridge.incident.id, t.now(), isLast);
        });
    };
    const auto become = [&](Severity severity) {
        return bridge.as(bridge.commander, [&, severity, version = bridge.now().version](Transaction &t) {
            return setSeverity(t, bridge.incident.id, severity, version);
        });
    };
    const auto now = [&] { return bridge.database.clock.now(); };
    REQUIRE_OK(heard());
    QCOMPARE(bridge.now().nextUpdateAt, now() + 30min);
    bridge.database.clock.advance(20min);
    REQUIRE_OK(heard());
    QCOMPARE(bridge.now().nextUpdateAt, now() + 30min);
    REQUIRE_OK(become(Severity::Sev2));
    bridge.database.clock.advance(20min);
    REQUIRE_OK(heard());
    QCOMPARE(bridge.now().nextUpdateAt, now() + 60min);
    // What a person promised for later holds; what was due is done.
    const Instant evening = now() + 5h;
    REQUIRE_OK(bridge.promise(evening));
    REQUIRE_OK(heard());
    QCOMPARE(bridge.now().nextUpdateAt, evening);
    REQUIRE_OK(become(Severity::Sev3));
    bridge.database.clock.advance(5h - 2min);
    REQUIRE_OK(heard());
    QCOMPARE(bridge.now().nextUpdateAt, std::nullopt);
    REQUIRE_OK(become(Severity::Sev1));
    REQUIRE_OK(heard());
    QVERIFY(bridge.now().nextUpdateAt);
    REQUIRE_OK(heard(true));
    QCOMPARE(bridge.now().nextUpdateAt, std::nullopt);
}

void TestCommand::saysWhatIsHit()
{
    Bridge bridge;
    const auto impact = [&] {
        return bridge.read([&](Transaction &t) { return impactOf(t, bridge.incident.id); }).value();
    };
    QCOMPARE(cellsOf(impact()), QStringList{u"checkout@fra1 unknown 0"_s});
    REQUIRE_OK(bridge.hit(u"checkout@fra1"_s, ImpactLevel::Degraded));
    bridge.database.clock.advance(4min);
    REQUIRE_OK(bridge.hit(u"checkout@fra1"_s, ImpactLevel::FullOutage));
    REQUIRE_OK(bridge.hit(u"checkout@fra1"_s, ImpactLevel::FullOutage));  // again: no error
    const Instant since = bridge.database.clock.now();
    REQUIRE_OK(bridge.hit(u"search@ams1"_s, ImpactLevel::PartialOutage));  // new here, both
    REQUIRE_OK(bridge.hit(u"checkout"_s, ImpactLevel::Degraded));          // wherever that is
    QCOMPARE(cellsOf(impact()),
             (QStringList{u"checkout@ degraded 0"_s, u"checkout@ams1 unknown 0"_s, u"checkout@fra1 full outage 0"_s,
                          u"search@ unknown 0"_s, u"search@ams1 partial outage 0"_s, u"search@fra1 unknown 0"_s}));
    QCOMPARE(impact().at(0, 2).since, since);
    QCOMPARE(impact().at(0, 2).by, u"Ada Lovelace"_s);
    QCOMPARE(bridge.now().services, (QStringList{u"checkout"_s, u"search"_s}));
    REQUIRE_OK(bridge.hit(u"FRA1"_s, ImpactLevel::Recovered));  // a place: every service there
    REQUIRE_OK(bridge.hit(u"checkout"_s, ImpactLevel::Unknown));
    QCOMPARE(cellsOf(impact()), (QStringList{u"checkout@ams1 unknown 0"_s, u"checkout@fra1 recovered 0"_s,
                                             u"search@ams1 partial outage 0"_s, u"search@fra1 recovered 0"_s}));
    QCOMPARE(
        bridge.told(TimelineKind::Impact),
        (QStringList{u"**checkout** at **fra1**: Degraded"_s, u"**checkout** at **fra1**: Degraded → Full outage"_s,
                     u"**search** at **ams1**: Partial outage"_s, u"**checkout**: Degraded"_s,
                     u"**checkout** at **fra1**: Full outage → Recovered"_s, u"**search** at **fra1**: Recovered"_s,
                     u"**checkout**: Degraded → Unknown"_s}));
    QCOMPARE(bridge.lastData(TimelineKind::Impact), (QJsonObject{{u"service"_s, u"checkout"_s},
                                                                 {u"dataCentre"_s, u""_s},
                                                                 {u"from"_s, u"degraded"_s},
                                                                 {u"to"_s, u"unknown"_s}}));
    QCOMPARE(bridge.hit(u"chekout"_s, ImpactLevel::Degraded).error().code, ErrorCode::Invalid);
    QCOMPARE(impactLevelFrom(u"broken"_s).error().code, ErrorCode::Invalid);
    const auto refused = bridge.as(bridge.viewer, [&](Transaction &t) {
        return setImpact(t, bridge.incident.id, u"search"_s, {}, ImpactLevel::None);
    });
    QCOMPARE(refused.error().code, ErrorCode::Denied);
}

void TestCommand::firingAlertsAreAHint()
{
    MonitoredHouse house;
    REQUIRE_OK(house.change([](Transaction &t) -> Result<> {
        const auto frankfurt = addDataCentre(t, u"Frankfurt"_s);
        return frankfurt ? mapLabel(t, u"eu-central-1*"_s, *frankfurt) : failure(frankfurt);
    }));
    house.tellAndGroup({firing(u"a"_s, u"login"_s, u"eu-central-1a"_s), firing(u"b"_s, u"login"_s, u"eu-central-1b"_s),
                        firing(u"c"_s, u"login"_s, u"ams1"_s)});
    house.tellAndGroup({resolved(u"c"_s, u"login"_s, u"ams1"_s)});
    const IncidentId id = house.incidentOf(1).id;
    REQUIRE_VALUE(hint, house.read([id](Transaction &t) { return impactOf(t, id); }));
    QCOMPARE(cellsOf(hint), (QStringList{u"login@Frankfurt unknown 2"_s, u"login@ams1 unknown 0"_s}));
    REQUIRE_OK(house.change([id](Transaction &t) {
        return setImpact(t, id, u"login"_s, u"eu-central-1c"_s, ImpactLevel::Degraded);  // a label of the same place
    }));
    REQUIRE_VALUE(said, house.read([id](Transaction &t) { return impactOf(t, id); }));
    QCOMPARE(cellsOf(said), (QStringList{u"login@Frankfurt degraded 2"_s, u"login@ams1 unknown 0"_s}));
    QCOMPARE(house.count(id, TimelineKind::Impact), 1);
}

void TestCommand::whatWasNamedWronglyIsTakenOff()
{
    MonitoredHouse house;
    REQUIRE_OK(house.change([](Transaction &t) -> Result<> {
        const auto frankfurt = addDataCentre(t, u"Frankfurt"_s);
        return frankfurt ? mapLabel(t, u"eu-central-1*"_s, *frankfurt) : failure(frankfurt);
    }));
    house.tellAndGroup({firing(u"a"_s, u"login"_s, u"eu-central-1a"_s)});
    const IncidentId id = house.incidentOf(1).id;
    REQUIRE_OK(house.change([id](Transaction &t) -> Result<> {
        ONLYONCE_TRY(addAffected(t, id, u"search"_s, u"ams1"_s));
        return setImpact(t, id, u"search"_s, u"ams1"_s, ImpactLevel::Degraded);
    }));
    const auto takeOff = [&](const QString &service, const QString &place) {
        return house.change([=](Transaction &t) { return removeAffected(t, id, service, place); });
    };
    // What an alert of it says is no mistake of ours.
    QCOMPARE(takeOff(u"login"_s, {}).error().code, ErrorCode::Conflict);
    const auto refused = takeOff({}, u"Frankfurt"_s);
    QCOMPARE(refused.error().message, u"An alert of “Frankfurt” is in INC-1. Move it to another incident first."_s);
    QCOMPARE(takeOff(u"checkout"_s, {}).error().code, ErrorCode::NotFound);
    REQUIRE_OK(takeOff(u"search"_s, {}));
    REQUIRE_OK(takeOff({}, u"ams1"_s));
    QCOMPARE(takeOff(u"search"_s, {}).error().code, ErrorCode::NotFound);
    REQUIRE_VALUE(left, house.read([id](Transaction &t) { return impactOf(t, id); }));
    QCOMPARE(cellsOf(left), QStringList{u"login@Frankfurt unknown 1"_s});
    QCOMPARE(house.incidentOf(1).services, QStringList{u"login"_s});
    QCOMPARE(house.incidentOf(1).dataCentres, QStringList{u"Frankfurt"_s});
    QCOMPARE(house.count(id, TimelineKind::Impact, u"Degraded → Unknown"_s), 1);
    QCOMPARE(house.count(id, TimelineKind::Other, u"It does not concern search after all"_s), 1);
    const ActorId guest = house.person(u"guest"_s, Role::Viewer);
    QCOMPARE(house.as(guest, [id](Transaction &t) { return removeAffected(t, id, u"login"_s, {}); }).error().code,
             ErrorCode::Denied);
}

void TestCommand::linksLeadToWhatIsSafe_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("stored");  // empty: refused
    const auto row = [](const char *name, const QString &typed, const QString &stored) {
        QTest::newRow(name) << typed << stored;
    };
    row("a page", u" https://meet.example.org/ops?x=1#now "_s, u"https://meet.example.org/ops?x=1#now"_s);
    row("without a scheme", u"meet.example.org/ops"_s, u"https://meet.example.org/ops"_s);
    row("with a port", u"wiki.example.org:8443/runbook"_s, u"https://wiki.example.org:8443/runbook"_s);
    row("a number", u"+49 (30) 901-820"_s, u"tel:+4930901820"_s);
    row("tel", u"tel:+4930901820,,12#"_s, u"tel:+4930901820,,12#"_s);
    row("sip", u"sip:bridge@example.org"_s, u"sip:bridge@example.org"_s);
    row("a chat program", u"slack://channel?team=T1&id=C2"_s, u"slack://channel?team=T1&id=C2"_s);
    row("nothing", u" "_s, {});
    row("a file", u"file:///etc/passwd"_s, {});
    row("a script", u"javascript:alert(1)"_s, {});
    row("another program", u"vscode://run"_s, {});
    row("a password", u"https://ada:secret@example.org"_s, {});
    row("no host", u"https:///x"_s, {});
    row("two lines", u"https://example.org/a\nb"_s, {});
    row("a blank", u"https://example.org/a b"_s, {});
    row("too long", u"https://example.org/"_s + QString(2000, u'x'), {});
}

void TestCommand::linksLeadToWhatIsSafe()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, stored);
    const auto address = checkedAddress(typed);
    QCOMPARE(address.value_or(QString()), stored);
    if (stored.isEmpty()) {
        QCOMPARE(address.error().code, ErrorCode::Invalid);
    }
}

void TestCommand::linksOfAnIncident()
{
    Bridge bridge;
    const auto add = [&](ActorId who, IncidentId id, const Reference &link) {
        return bridge.as(who, [=](Transaction &t) { return addReference(t, id, link); });
    };
    const IncidentId id = bridge.incident.id;
    REQUIRE_VALUE(board,
                  add(bridge.commander, id,
                      {.kind = ReferenceKind::Dashboard, .title = u" Latency "_s, .url = u"graphs.example.org/d/1"_s}));
    REQUIRE_OK(add(bridge.commander, id, {.kind = ReferenceKind::Bridge, .url = u"+4930901820"_s}));
    QCOMPARE(add(bridge.viewer, id, {.url = u"example.org"_s}).error().code, ErrorCode::Denied);
    QCOMPARE(add(bridge.commander, id, {.url = u"file:///x"_s}).error().code, ErrorCode::Invalid);
    auto links = bridge.links(id);
    QCOMPARE(links.size(), 2U);
    QCOMPARE(links[0].shownTitle(), u"Call bridge"_s);  // first, whenever it was added
    QCOMPARE(links[1], (Reference{board, ReferenceKind::Dashboard, u"Latency"_s, u"https://graphs.example.org/d/1"_s}));

    Reference other = links[1];
    other.title = u"p95"_s;
    const auto change = [&](const Reference &seen, const Reference &wanted) {
        return bridge.as(bridge.commander, [=](Transaction &t) { return changeReference(t, id, seen, wanted); });
    };
    REQUIRE_OK(change(links[1], other));
    QCOMPARE(change(links[1], other).error().code, ErrorCode::Conflict);
    REQUIRE_OK(change(other, other));
    for (int i = 0; i < 2; ++i) {  // again: no error
        REQUIRE_OK(bridge.as(bridge.commander, [=](Transaction &t) { return removeReference(t, id, board); }));
    }
    QCOMPARE(bridge.links(id).size(), 1U);
    QCOMPARE(
        bridge.told(TimelineKind::Reference),
        (QStringList{u"**Latency** · `https://graphs.example.org/d/1`"_s, u"**Call bridge** · `tel:+4930901820`"_s,
                     u"**Latency** · `https://graphs.example.org/d/1` → **p95** · `https://graphs.example.org/d/1`"_s,
                     u"Removed: **p95** · `https://graphs.example.org/d/1`"_s}));

    // What the team always uses comes with every incident that opens, and stays as it was then.
    const Reference chat{.kind = ReferenceKind::Chat, .url = u"https://chat.example.org/incidents"_s};
    QCOMPARE(add(bridge.commander, {}, chat).error().code, ErrorCode::Denied);
    REQUIRE_VALUE(standing, add(bridge.administrator, {}, chat));
    REQUIRE_VALUE(next, bridge.as(bridge.commander,
                                  [](Transaction &t) { return declareIncident(t, {.title = u"Search is slow"_s}); }));
    REQUIRE_OK(bridge.as(bridge.administrator, [=](Transaction &t) { return removeReference(t, {}, standing); }));
    QCOMPARE(bridge.links({}).size(), 0U);
    QCOMPARE(bridge.links(next.id).size(), 1U);
    QCOMPARE(bridge.links(next.id).front().url, chat.url);
    QCOMPARE(bridge.links(id).size(), 1U);
}

void TestCommand::aRoleMovesWhenTheOtherAccepts()
{
    Bridge bridge;
    REQUIRE_OK(
        bridge.as(bridge.commander, [&](Transaction &t) { return takeRole(t, bridge.incident.id, commanderRole()); }));
    const auto offer = [&](PersonId to) {
        return bridge.as(bridge.commander, [&, to](Transaction &t) {
            return offerHandover(t, bridge.incident.id, u"Commander"_s, to, u"All is said."_s);
        });
    };
    const PersonId ada = bridge.holders().front().person;
    QCOMPARE(offer(ada).error().code, ErrorCode::Invalid);  // has it
    REQUIRE_VALUE(id, offer(bridge.owner));
    QCOMPARE(offer(bridge.owner).error().code, ErrorCode::Conflict);
    QCOMPARE(bridge.roles(), QStringList{u"commander: Ada Lovelace"_s});  // nothing moves yet
    bridge.database.clock.advance(2min + 10s);
    const auto accept = [&](ActorId who) {
        return bridge.as(who, [id](Transaction &t) { return acceptHandover(t, id); });
    };
    QCOMPARE(accept(bridge.viewer).error().code, ErrorCode::Denied);
    REQUIRE_OK(accept(bridge.responder));  // nobody at a window was Grace Hopper yet
    QCOMPARE(bridge.roles(), QStringList{u"commander: Grace Hopper"_s});
    QCOMPARE(bridge.told(TimelineKind::Handover),
             (QStringList{u"**Commander** is offered to Grace Hopper"_s,
                          u"**Commander** accepted by Grace Hopper after 2 min 10 s"_s}));
    QCOMPARE(accept(bridge.responder).error().code, ErrorCode::Conflict);  // once
    const Handover over = bridge.handovers().front();
    QCOMPARE(over.state, HandoverState::Accepted);
    QCOMPARE(over.from, u"Ada Lovelace"_s);
    QCOMPARE(over.waited(bridge.database.clock.now()), milliseconds(130s));
    // From now on Grace has a window of her own: nobody else answers for her.
    REQUIRE_OK(bridge.give(u"commander"_s, ada));
    REQUIRE_VALUE(again, offer(bridge.owner));
    const auto byAda = bridge.as(bridge.commander, [again](Transaction &t) { return acceptHandover(t, again); });
    QCOMPARE(byAda.error().message, u"This is for Grace Hopper to answer."_s);
}

void TestCommand::anOfferMayEndOtherwise()
{
    Bridge bridge;
    const auto offer = [&] {
        return bridge.as(bridge.commander, [&](Transaction &t) {
            return offerHandover(t, bridge.incident.id, u"scribe"_s, bridge.owner, u"Write it all down."_s);
        });
    };
    REQUIRE_VALUE(first, offer());
    bridge.database.clock.advance(40s);
    REQUIRE_OK(bridge.as(bridge.responder,
                         [id = first](Transaction &t) { return declineHandover(t, id, u"on the phone"_s); }));
    REQUIRE_VALUE(second, offer());
    REQUIRE_OK(bridge.as(bridge.commander, [id = second](Transaction &t) { return withdrawHandover(t, id); }));
    QCOMPARE(bridge.roles(), QStringList());
    QCOMPARE(bridge.told(TimelineKind::Handover),
             (QStringList{u"**Scribe** is offered to Grace Hopper"_s,
                          u"**Scribe** declined by Grace Hopper after 40 s: on the phone"_s,
                          u"**Scribe** is offered to Grace Hopper"_s,
                          u"**Scribe** is no longer offered to Grace Hopper"_s}));
    QCOMPARE(bridge.handovers().size(), 2U);
}

void TestCommand::theBriefSaysWhatCounts()
{
    Bridge bridge;
    const IncidentId id = bridge.incident.id;
    const auto tell = [&](TimelineKind kind, const QString &body, TimelineId corrects = {}) {
        bridge.database.clock.advance(1min);
        return bridge.as(bridge.commander, [=](Transaction &t) {
            return append(t, {.incident = id, .kind = kind, .body = body, .corrects = corrects});
        });
    };
    REQUIRE_VALUE(wrong, tell(TimelineKind::Hypothesis, u"The disk is full"_s));
    REQUIRE_OK(tell(TimelineKind::Hypothesis, u"The pool of connections\nis used up"_s, wrong));
    REQUIRE_OK(tell(TimelineKind::Action, u"Restarted `pool-3`: no change"_s));
    REQUIRE_OK(tell(TimelineKind::Decision, u"We fail over at 14:20"_s));
    REQUIRE_OK(tell(TimelineKind::Note, u"not of interest"_s));
    REQUIRE_OK(bridge.hit(u"checkout@fra1"_s, ImpactLevel::FullOutage));
    REQUIRE_OK(bridge.give(u"commander"_s, bridge.owner));
    REQUIRE_OK(bridge.promise(bridge.database.clock.now() + 30min));
    REQUIRE_OK(bridge.as(bridge.commander, [&](Transaction &t) -> Result<> {
        const auto task = addTask(t, id, {.text = u"Call the *vendor*"_s, .assignee = bridge.owner});
        const auto link = addReference(t, id, {.kind = ReferenceKind::Bridge, .url = u"meet.example.org/ops"_s});
        return !task ? failure(task) : link ? Result<>() : failure(link);
    }));
    REQUIRE_OK(bridge.as(bridge.commander, [&, version = bridge.now().version](Transaction &t) {
        return setTime(t, id, IncidentTime::Started, t.now() - 20min, version, {});
    }));
    REQUIRE_VALUE(brief, bridge.read([id](Transaction &t) { return handoverBrief(t, id); }));
    const QString expected = u"# INC-1 Checkout down\n\n"
                             "**SEV1** · Investigating · 20:00 of 15:00 gone, past the target\n"
                             "\n## Impact\n\n- checkout at fra1: **Full outage** since 05:05 UTC\n"
                             "\n## Hypothesis\n\n- 05:02 UTC, Ada Lovelace: The pool of connections is used up\n"
                             "\n## Tried\n\n- 05:03 UTC, Ada Lovelace: Restarted `pool-3`: no change\n"
                             "\n## Decided\n\n- 05:04 UTC, Ada Lovelace: We fail over at 14:20\n"
                             "\n## Open tasks\n\n- Call the \\*vendor\\* (Grace Hopper)\n"
                             "\n## Told and promised to customers\n\n- The next update is due at **05:35 UTC**\n"
                             "\n## Who does what\n\n- Commander: Grace Hopper\n"
                             "\n## Links\n\n- Call bridge: <https://meet.example.org/ops>\n"_s;
    QCOMPARE(brief, expected);
}

void TestCommand::rolesAreGivenByKeys()
{
    Bridge bridge;
    Seat seat(bridge, bridge.commander);
    QVERIFY(seat.opens());
    QVERIFY(seat.says(u"Nobody is in command."_s));
    QVERIFY(seat.button(u"Take command"_s));
    seat.page.command().takeCommand();
    seat.page.command().takeCommand();  // a key pressed twice
    QVERIFY(seat.says(u"Ada Lovelace"_s));
    QVERIFY(!seat.isSaid(u"Nobody is in command."_s));
    seat.page.command().changeRole();
    QVERIFY(seat.isAsked({u"Commander"_s, u"Deputy"_s, u"Communications"_s, u"Scribe"_s, u"Operations"_s}));
    type(u"scri"_s);
    press(Qt::Key_Return);
    QVERIFY(seat.isAsked({u"Me"_s, u"Ada Lovelace"_s, u"Grace Hopper"_s}));
    type(u"gra"_s);
    press(Qt::Key_Return);
    QVERIFY(seat.says(u"Grace Hopper"_s));
    seat.page.command().changeRole();
    type(u"vendor liaison"_s);  // a word of one's own
    press(Qt::Key_Return);
    type(u"me"_s);
    press(Qt::Key_Return);
    QVERIFY(seat.says(u"vendor liaison"_s));
    seat.page.command().changeRole(u"scribe"_s);
    type(u"nobody"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(bridge.roles(), (QStringList{u"commander: Ada Lovelace"_s, u"vendor liaison: Ada Lovelace"_s}));
}

void TestCommand::theClockOfThePromise()
{
    ManualClock clock;
    ui::DueClock due(clock);
    QCOMPARE(due.words(), u"No update promised"_s);
    due.setDue(clock.now() + 12min + 34s);
    QCOMPARE(due.words(), u"Next update in 12:34"_s);
    QCOMPARE(due.tone(), ui::Tone::Neutral);
    clock.advance(7min + 34s);
    QCOMPARE(due.tone(), ui::Tone::Warning);
    clock.advance(5min);
    QCOMPARE(due.words(), u"Next update in 00:00"_s);
    QCOMPARE(due.tone(), ui::Tone::Warning);
    clock.advance(1min + 2s);
    QCOMPARE(due.words(), u"Update overdue by 01:02"_s);
    QCOMPARE(due.tone(), ui::Tone::Danger);
}

void TestCommand::thePromiseIsMadeByKeys()
{
    const QTimeZone zone = QTimeZone::utc();
    const Instant now = parseMachineTime(u"2026-11-23T14:10:00Z"_s).value();
    const auto due = [&](const QString &typed) {
        const auto time = dueTimeFrom(typed, zone, now);
        return time ? toIso(*time).mid(11, 5) + (*time > now + 12h ? u" later"_s : QString()) : u"no"_s;
    };
    QCOMPARE(due(u"30"_s), u"14:40"_s);
    QCOMPARE(due(u"+45m"_s), u"14:55"_s);
    QCOMPARE(due(u"2h"_s), u"16:10"_s);
    QCOMPARE(due(u"14:35"_s), u"14:35"_s);
    QCOMPARE(due(u"14:05"_s), u"14:05 later"_s);  // tomorrow's
    for (const QString &typed : {u""_s, u"soon"_s, u"-5"_s, u"0"_s, u"now"_s}) {
        QCOMPARE(due(typed), u"no"_s);
    }
    Bridge bridge;
    Seat seat(bridge, bridge.commander);
    QVERIFY(seat.opens());
    seat.page.command().promise();
    QVERIFY(seat.isAsked({u"In 15 minutes"_s, u"In 30 minutes"_s, u"In 60 minutes"_s}));
    type(u"20"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(bridge.now().nextUpdateAt, bridge.database.clock.now() + 20min);
}

void TestCommand::impactIsSaidByKeys()
{
    Bridge bridge;
    REQUIRE_OK(bridge.hit(u"search@ams1"_s, ImpactLevel::Degraded));
    Seat seat(bridge, bridge.commander);
    QVERIFY(seat.opens());
    ui::StateGrid *grid = nullptr;
    QTRY_VERIFY((grid = seat.page.findChild<ui::StateGrid *>()));
    QAbstractItemModelTester referee(grid->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto spoken = [grid](int row, int column) {
        return grid->model()->index(row, column).data(Qt::AccessibleTextRole).toString();
    };
    QTRY_COMPARE(grid->model()->columnCount(), 2);
    QCOMPARE(spoken(0, 0), u"checkout at ams1: Unknown"_s);
    seat.page.command().changeImpact();
    QVERIFY(grid->hasFocus());
    press(Qt::Key_Right);
    type(u"4"_s);
    QTRY_COMPARE(grid->model()->index(0, 1).data().toString(), u"Outage"_s);
    QVERIFY(spoken(0, 1).startsWith(u"checkout at fra1: Full outage, said today"_s));
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    type(u"recov"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(grid->model()->index(1, 1).data().toString(), u"Recovered"_s);
    QVERIFY(grid->hasFocus());
    type(u"u"_s);  // taken back
    QTRY_COMPARE(spoken(1, 1), u"search at fra1: Unknown"_s);
    QCOMPARE(bridge.told(TimelineKind::Impact).size(), 4);
}

void TestCommand::linksAreOpenedAndChangedInPlace()
{
    Bridge bridge;
    const IncidentId id = bridge.incident.id;
    REQUIRE_OK(bridge.as(bridge.commander, [id](Transaction &t) {
        return addReference(t, id, {.kind = ReferenceKind::Bridge, .url = u"meet.example.org/ops"_s});
    }));
    Desktop desktop;
    Seat seat(bridge, bridge.commander);
    QVERIFY(seat.opens());
    QVERIFY(seat.says(u"Call bridge"_s));
    seat.page.command().openBridge();
    QCOMPARE(desktop.opened, QStringList{u"https://meet.example.org/ops"_s});
    QCOMPARE(ui::openAddress(u"file:///etc/passwd"_s).error().code, ErrorCode::Invalid);

    seat.page.command().changeLinks();
    auto *form = seat.page.findChild<ui::LinksForm *>();
    QVERIFY(form && form->isVisible());
    type(u"javascript:alert(1)"_s);
    press(Qt::Key_Return);
    QVERIFY(seat.says(u"Addresses that begin with “javascript:” are not opened from here."_s));
    auto *address = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(address);
    address->selectAll();
    type(u"graphs.example.org"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(bridge.links(id).size(), 2U);
    QTRY_VERIFY(seat.isSaid(u"https://graphs.example.org"_s));
}

void TestCommand::aHandoverIsReadBeforeItIsAccepted()
{
    Bridge bridge;
    Seat mine(bridge, bridge.commander);
    QVERIFY(mine.opens());
    mine.page.command().takeCommand();
    QVERIFY(mine.says(u"Ada Lovelace"_s));
    mine.page.command().handOver();
    QVERIFY(mine.isAsked({u"Grace Hopper"_s}));
    press(Qt::Key_Return);
    QVERIFY(mine.says(u"Commander of INC-1 goes to Grace Hopper"_s));
    auto *brief = qobject_cast<QPlainTextEdit *>(QApplication::focusWidget());
    QVERIFY(brief && brief->toPlainText().contains(u"Checkout down"_s));
    brief->moveCursor(QTextCursor::End);
    type(u"The vendor calls back at noon."_s);
    mine.page.showPanel(0);  // to look something up; nothing is lost by it
    QVERIFY(mine.says(u"Commander of INC-1 goes to Grace Hopper: the brief is not offered yet."_s));
    QVERIFY(mine.page.hasUnsaved());
    mine.button(u"Go on"_s)->click();
    QVERIFY(brief->hasFocus());
    press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(mine.says(u"Commander is offered to Grace Hopper"_s));
    QVERIFY(!mine.page.hasUnsaved());
    QVERIFY(mine.button(u"Withdraw"_s));

    Seat theirs(bridge, bridge.responder);
    QVERIFY(theirs.opens());
    QVERIFY(theirs.says(u"Commander of INC-1 is offered to Grace Hopper by Ada Lovelace."_s));
    theirs.button(u"Read the brief"_s)->click();
    QVERIFY(theirs.says(u"Commander of INC-1, for Grace Hopper"_s));
    const auto texts = theirs.page.findChildren<QPlainTextEdit *>();
    QVERIFY(std::ranges::any_of(texts, [](const QPlainTextEdit *each) {
        return each->isReadOnly() && each->toPlainText().contains(u"The vendor calls back at noon."_s);
    }));
    press(Qt::Key_Return);  // the focus is on "Accept"
    QTRY_COMPARE(bridge.roles(), QStringList{u"commander: Grace Hopper"_s});
    QTRY_VERIFY(!theirs.isSaid(u"is offered to Grace Hopper"_s));
    QTRY_VERIFY(!mine.isSaid(u"is offered to Grace Hopper"_s));
}

QTEST_MAIN(TestCommand)
#include "tst_command.moc"
