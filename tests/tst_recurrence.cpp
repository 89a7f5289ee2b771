// SPDX-License-Identifier: GPL-3.0-or-later
// Once and only once: what comes again is recognised by what was found out the last time, a person says so, and then what
// was thought to have corrected it has failed. What must not be compared is not.
#include "models/catalog/people.h"
#include "models/delivery/connections.h"
#include "models/delivery/outbox.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/ending/ending.h"
#include "models/insights/likeness.h"
#include "models/insights/recurrence.h"
#include "models/insights/recurrencefigures.h"
#include "models/insights/reminders.h"
#include "models/postmortem/due/duedate.h"
#include "models/postmortem/review/reviews.h"
#include "support/house.h"

#include <QJsonArray>
#include <QLocale>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

QJsonObject alertOf(const QString &name, const QString &service, const QString &instance, const QString &summary)
{
    QJsonObject alert = firing(name, service);
    QJsonObject labels = alert.value(u"labels"_s).toObject();
    labels.insert(u"instance"_s, instance);
    alert.insert(u"labels"_s, labels);
    alert.insert(u"annotations"_s, QJsonObject{{u"summary"_s, summary}});
    return alert;
}

//! A house in which a pool of connections ran empty in May, and was thought to be mended.
class Past : public MonitoredHouse
{
public:
    //! `lived`: much else has happened since.
    explicit Past(bool lived = true)
    {
        tell({alertOf(u"PoolerClientsWaiting"_s, u"bookings"_s, u"ham1-pgb-01:9127"_s,
                      u"430 clients wait for a server connection"_s)});
        group();
        first = all().front();
        note(first, u"All of the pool's connections idle in transaction, waiting for the calendar"_s);
        const auto id = first.id;
        postMortem = change([id](Transaction &t) { return openPostMortem(t, id); }).value().id;
        const auto document = postMortem;
        root = change([=](Transaction &t) -> Result<Why> {
                   const auto why = addWhy(t, document, {}, u"Transactions stay open while a third party is asked"_s);
                   ONLYONCE_TRY(why);
                   ONLYONCE_TRY(markRoot(t, why->id, RootCategory::Code, why->version));
                   return why;
               }).value();
        measure = change([=, why = root.id](Transaction &t) {
                      return addCountermeasure(t, document,
                                               {.why = why, .text = u"Refuse remote calls inside transactions"_s});
                  }).value();
        change([m = measure](Transaction &t) {
            return setCountermeasureState(t, m, CountermeasureState::Done, 1);
        }).value();
        close(first);
        if (lived) {
            others();
        }
        follow();
    }
    void note(const Incident &incident, const QString &text)
    {
        change([=, id = incident.id](Transaction &t) { return addNote(t, id, text); }).value();
    }
    void close(const Incident &incident)
    {
        change([number = incident.number](Transaction &t) -> Result<> {
            const auto now = incidentByNumber(t, number);
            ONLYONCE_TRY(now);
            return setStatus(t, (*now)->id, IncidentStatus::Resolved, (*now)->version);
        }).value();
    }
    void follow()
    {
        for (bool more = true; more;) {
            more = as(program, [](Transaction &t) { return followRecurrences(t); }).value();
        }
    }
    Incident declare(const QString &title)
    {
        return change([title](Transaction &t) { return declareIncident(t, {.title = title}); }).value();
    }
    //! The same again, elsewhere and in other words.
    Incident again()
    {
        database.clock.advance(24h * 60);
        tell({alertOf(u"IdleInTransaction"_s, u"invoices"_s, u"osl1-pgb-03:9127"_s,
                      u"38 connections of the pool idle in transaction"_s)});
        group();
        follow();
        return all().back();
    }
    std::vector<Alike> alike(const Incident &incident)
    {
        return read([id = incident.id](Transaction &t) { return alikeTo(t, id); }).value();
    }
    //! The likeliest; none where nothing is like it.
    Alike best(const Incident &incident)
    {
        const auto all = alike(incident);
        return all.empty() ? Alike{} : all.front();
    }
    Countermeasure countermeasureNow()
    {
        return *read([m = measure](Transaction &t) { return countermeasure(t, m); }).value();
    }

    Incident first;
    PostMortemId postMortem;
    Why root;
    CountermeasureId measure;

private:
    //! Words are rare or common among others.
    void others()
    {
        for (const auto &[title, found] :
             {std::pair(u"Certificate of the token service expired"_s, u"The intermediate was in no calendar"_s),
              std::pair(u"Disk of the mail relay full"_s, u"Debug logging was left on, logs fill the root"_s),
              std::pair(u"Search freezes"_s, u"Garbage collections of half a minute, unbounded buckets"_s),
              std::pair(u"Names cannot be resolved"_s, u"The zone lost an include when it was generated"_s),
              std::pair(u"Cards declined"_s, u"The acquirer was down and nobody switched over"_s),
              std::pair(u"Jobs ran twice"_s, u"Half past two comes twice when clocks change"_s)}) {
            const Incident each = declare(title);
            note(each, found);
            close(each);
        }
        for (int i = 0; i < 20; ++i) {
            const Incident each = declare(u"Printer %1 of the depot stands still"_s.arg(i));
            note(each, u"No paper left"_s);
            close(each);
        }
    }
};

}  // namespace

class TestRecurrence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stemsAndMarks();
    void traitsKeepTheirText();
    void isRecognised_data() { TestDatabase::addEngines(); }
    void isRecognised();
    void isRecognisedAsTheSecondOfAll_data() { TestDatabase::addEngines(); }
    void isRecognisedAsTheSecondOfAll();
    void isComparedAgainWhenMoreIsKnown_data() { TestDatabase::addEngines(); }
    void isComparedAgainWhenMoreIsKnown();
    void itsWhysTellWhatItsAlertsDidNot_data() { TestDatabase::addEngines(); }
    void itsWhysTellWhatItsAlertsDidNot();
    void confirmedFailsTheCountermeasure_data() { TestDatabase::addEngines(); }
    void confirmedFailsTheCountermeasure();
    void comesIntoTheFigures_data() { TestDatabase::addEngines(); }
    void comesIntoTheFigures();
    void refutedIsNotSaidAgain_data() { TestDatabase::addEngines(); }
    void refutedIsNotSaidAgain();
    void leavesOutWhatDoesNotCount_data() { TestDatabase::addEngines(); }
    void leavesOutWhatDoesNotCount();
    void onlyAnEarlierOneCanRecur_data() { TestDatabase::addEngines(); }
    void onlyAnEarlierOneCanRecur();
    void postMortemsAreDue();
    void ownersAreReminded_data() { TestDatabase::addEngines(); }
    void ownersAreReminded();
    void reviewersAreReminded_data() { TestDatabase::addEngines(); }
    void reviewersAreReminded();
};

void TestRecurrence::stemsAndMarks()
{
    QStringList stems;
    for (const Stem &stem : stemsOf(u"HighLatency: the 38 connections of x509 were connecting (ENOSPC)"_s)) {
        stems << stem.stem;
    }
    QCOMPARE(stems, QStringList({u"high"_s, u"latenc"_s, u"connect"_s, u"x509"_s, u"connect"_s, u"enospc"_s}));

    const auto marks = marksOf(u"430 of 1,000 clients wait"_s, {{u"instance"_s, u"ham1-pgb-01:9127"_s}});
    QCOMPARE(marks.size(), size_t(2));
    QCOMPARE(marks[0], (Mark{MarkKind::Host, u"pgb"_s}));
    QCOMPARE(marks[1], (Mark{MarkKind::Pattern, u"# of # clients wait"_s}));
    QVERIFY(marks[0].token() != (Mark{MarkKind::Pattern, u"pgb"_s}).token());
    QVERIFY(marksOf({}, {{u"instance"_s, u"10.0.0.1:9100"_s}}).empty());
    QCOMPARE(labelWords({{u"alertname"_s, u"DiskFull"_s}, {u"instance"_s, u"ham1-db-01"_s}}), u"DiskFull"_s);
}

void TestRecurrence::traitsKeepTheirText()
{
    const Bygone before = bygone({u"connections idle"_s, u"idle in transaction"_s}, {{MarkKind::Host, u"pgb"_s}});
    const Bygone after = Bygone::fromText(before.toText());
    QCOMPARE(after.found, before.found);
    QCOMPARE(after.length, before.length);
    QCOMPARE(after.length, 4);
    QCOMPARE(after.found.value(u"idl"_s), 2);
}

void TestRecurrence::isRecognised()
{
    Past house;
    const auto alike = house.alike(house.again());
    QVERIFY(!alike.empty());
    const Alike &best = alike.front();
    QCOMPARE(best.number, house.first.number);
    QVERIFY2(best.said, qPrintable(QString::number(best.score)));
    QVERIFY(best.isShown());
    QCOMPARE(best.state, RecurrenceState::Proposed);
    QVERIFY2(best.words.contains(u"transaction"_s), qPrintable(best.words.join(u' ')));
    QVERIFY(best.marks.contains(u"pgb"_s));
    QVERIFY(best.root);
    QCOMPARE(best.root->text, house.root.text);
    const QString sentence = sentenceOf(best);
    QVERIFY2(sentence.startsWith(u"Looks like INC-1 “430 clients wait for a server connection”. Root cause: "
                                 "Transactions stay open while a third party is asked. Countermeasure “Refuse remote "
                                 "calls inside transactions” was done on "_s),
             qPrintable(sentence));
    QCOMPARE(toJson(best).value(u"rootCause"_s).toString(), house.root.text);
    QVERIFY(alike.size() <= 3);
    for (size_t i = 1; i < alike.size(); ++i) {
        QVERIFY(!alike[i].said);
    }
}

//! Whoever tries the program has two incidents.
void TestRecurrence::isRecognisedAsTheSecondOfAll()
{
    Past house(false);
    const Alike best = house.best(house.again());
    QCOMPARE(best.number, house.first.number);
    QVERIFY2(best.said, qPrintable(QString::number(best.score)));
    house.database.clock.advance(24h);
    const Incident other = house.declare(u"Printer of the depot stands still"_s);
    house.note(other, u"No paper left"_s);
    house.follow();
    QVERIFY(!house.best(other).said);
}

void TestRecurrence::isComparedAgainWhenMoreIsKnown()
{
    Past house;
    const Incident now = house.declare(u"Orders fail"_s);
    house.follow();
    QVERIFY(house.alike(now).empty());
    house.note(now, u"Connections of the pool all idle in transaction, a third party is asked"_s);
    house.follow();
    QCOMPARE(house.best(now).number, house.first.number);
    QVERIFY(house.best(now).said);

    // What was found out later about the earlier one counts for the next.
    const auto document = house.postMortem;
    house.change([=](Transaction &t) { return addWhy(t, document, {}, u"The quota of licences was reached"_s); })
        .value();
    house.follow();
    const Incident next = house.declare(u"Quota of licences reached"_s);
    house.follow();
    QCOMPARE(house.best(next).number, house.first.number);
}

void TestRecurrence::itsWhysTellWhatItsAlertsDidNot()
{
    Past house;
    const Incident now = house.declare(u"Orders fail"_s);
    house.close(now);
    house.follow();
    QVERIFY(house.alike(now).empty());
    const auto document = house.change([id = now.id](Transaction &t) { return openPostMortem(t, id); }).value();
    const auto answer = [&](const QString &text) {
        house.change([=, id = document.id](Transaction &t) { return addWhy(t, id, {}, text); }).value();
        house.follow();
    };
    answer(u"Transactions of the pool stay open, idle, while a third party is asked by remote calls"_s);
    QCOMPARE(house.best(now).number, house.first.number);
    QVERIFY2(house.best(now).said, qPrintable(QString::number(house.best(now).score)));

    // What is approved is settled, and history is compared with nothing.
    const double score = house.best(now).score;
    house
        .change([id = document.id](Transaction &t) {
            return t.exec(u"UPDATE postmortem SET status = 'approved' WHERE id = ?"_s, id);
        })
        .value();
    house.note(now, u"The calendar waited, all of the pool's connections idle in transaction"_s);
    house.follow();
    QCOMPARE(house.best(now).score, score);
}

void TestRecurrence::confirmedFailsTheCountermeasure()
{
    Past house;
    const Incident now = house.again();
    const auto say = [&] {
        return house.change(
            [id = now.id, past = house.first.id](Transaction &t) { return confirmRecurrence(t, id, past); });
    };
    REQUIRE_OK(say());
    const Countermeasure measure = house.countermeasureNow();
    QCOMPARE(measure.state, CountermeasureState::Failed);
    QCOMPARE(measure.checkResult, u"It happened again: %1"_s.arg(now.reference()));
    QCOMPARE(house.count(now.id, TimelineKind::Related, u"The same again as INC-1"_s), 1);
    QCOMPARE(house.count(house.first.id, TimelineKind::Related, u"It happened again: "_s + now.reference()), 1);
    const auto relations = house.read([id = now.id](Transaction &t) { return relationsOf(t, id); }).value();
    QCOMPARE(relations.size(), size_t(1));
    QCOMPARE(relations.front().kind, RelationKind::Recurrence);
    const auto back = house.read([id = house.first.id](Transaction &t) { return relationsOf(t, id); }).value();
    QCOMPARE(back.front().kind, RelationKind::Recurred);
    const Alike known = house.best(now);
    QCOMPARE(known.state, RecurrenceState::Confirmed);
    QCOMPARE(known.decidedBy, u"Ada"_s);
    QVERIFY(sentenceOf(known).startsWith(u"The same again as INC-1"_s));
    QVERIFY(sentenceOf(known).endsWith(u"has failed."_s));

    REQUIRE_OK(say());  // again is no error, and tells nothing twice
    QCOMPARE(house.count(now.id, TimelineKind::Related), 1);

    // It is known to be the same: what is like this one is like the first.
    house.note(now, u"The tax portal keeps sessions hanging"_s);
    house.close(now);
    house.follow();
    const Incident third = house.declare(u"Tax portal keeps sessions hanging"_s);
    house.follow();
    QCOMPARE(house.best(third).number, house.first.number);
}

void TestRecurrence::comesIntoTheFigures()
{
    Past house;
    const Incident now = house.again();
    house.change([](Transaction &t) { return declareIncident(t, {.title = u"Exercise"_s, .drill = true}); }).value();
    const auto figures = [&](int days = usualFigureDays, ActorId reader = {}) {
        auto asked = house.database->readAs(reader, [days](Transaction &t) { return recurrenceFigures(t, days); });
        asked.waitForFinished();
        return asked.result().value();
    };
    const int all = int(house.all().size());
    QCOMPARE(figures().incidents, all - 1);
    QVERIFY(figures().cameAgain.empty());
    const auto decide = [&](Result<> (*how)(Transaction &, IncidentId, IncidentId)) {
        return house.change([=, id = now.id, past = house.first.id](Transaction &t) { return how(t, id, past); });
    };
    REQUIRE_OK(decide(confirmRecurrence));
    QCOMPARE(figures().cameAgain.size(), size_t(1));
    QCOMPARE(figures().cameAgain.front().number, now.number);
    QCOMPARE(figures().cameAgain.front().past, house.first.number);
    QCOMPARE(figures().measuresFailed, 1);
    QCOMPARE(sentenceOf(figures()),
             u"1 of %1 incidents in the last 365 days came again; 1 countermeasure failed by it"_s.arg(all - 1));
    QCOMPARE(figures(30).incidents, 1);  // the others were two months ago
    QCOMPARE(sentenceOf(figures(30)),
             u"1 of 1 incidents in the last 30 days came again; 1 countermeasure failed by it"_s);
    QCOMPARE(toJson(figures()).value(u"cameAgain"_s)[0][u"earlier"_s].toInteger(), house.first.number);
    QVERIFY(recurrenceFormula(30).contains(u"in the last 30 days"_s));

    // A countermeasure that somebody has opened anew has not failed; nor counts what is not the same after all.
    const Countermeasure failed = house.countermeasureNow();
    house
        .change([&](Transaction &t) {
            return setCountermeasureState(t, failed.id, CountermeasureState::Open, failed.version);
        })
        .value();
    QCOMPARE(figures().measuresFailed, 0);
    QCOMPARE(figures().cameAgain.size(), size_t(1));

    // Only who sees a restricted incident counts it.
    house.change([id = now.id](Transaction &t) { return restrictIncident(t, id, {}); }).value();
    const ActorId viewer = house.person(u"Vera"_s, Role::Viewer);
    if (house.database->engine() == Engine::Sqlite) {  // the tests' PostgreSQL is asked by a superuser, who sees all
        QCOMPARE(figures(usualFigureDays, viewer).incidents, all - 2);
        QVERIFY(figures(usualFigureDays, viewer).cameAgain.empty());
    }
    QCOMPARE(figures().cameAgain.size(), size_t(1));
    house.change([id = now.id](Transaction &t) { return liftRestriction(t, id, u"Harmless"_s); }).value();

    REQUIRE_OK(decide(refuteRecurrence));
    QVERIFY(figures().cameAgain.empty());
    const auto version = house.incidentOf(now.number).version;
    house
        .change([=, id = now.id](Transaction &t) {
            return setStatus(t, id, IncidentStatus::Closed, version, Resolution::FalseAlarm, u"It was a test"_s);
        })
        .value();
    QCOMPARE(figures().incidents, all - 2);
    QCOMPARE(figures(30).incidents, 0);
    QCOMPARE(sentenceOf(figures(30)), QString());
}

void TestRecurrence::refutedIsNotSaidAgain()
{
    Past house;
    const Incident now = house.again();
    const auto decide = [&](auto what) {
        return house.change([=, id = now.id, past = house.first.id](Transaction &t) { return what(t, id, past); });
    };
    REQUIRE_OK(decide(refuteRecurrence));
    QCOMPARE(house.countermeasureNow().state, CountermeasureState::Done);
    QCOMPARE(house.count(now.id, TimelineKind::Related, u"Not the same as INC-1"_s), 1);
    house.note(now, u"Connections idle in transaction"_s);  // compared again
    house.follow();
    const auto alike = house.alike(now);
    const auto same = std::ranges::find(alike, house.first.id, &Alike::past);
    QVERIFY(same != alike.end());
    QCOMPARE(same->state, RecurrenceState::Refuted);
    QVERIFY(!same->isShown());

    // Whoever has thought better of it takes the link back.
    REQUIRE_OK(decide(confirmRecurrence));
    REQUIRE_OK(decide(refuteRecurrence));
    QVERIFY(house.read([id = now.id](Transaction &t) { return relationsOf(t, id); }).value().empty());
}

void TestRecurrence::leavesOutWhatDoesNotCount()
{
    Past house;
    house.change([id = house.first.id](Transaction &t) { return restrictIncident(t, id, {}); }).value();
    house.follow();
    const Incident now = house.again();
    for (const Alike &each : house.alike(now)) {
        QVERIFY2(each.past != house.first.id, "a restricted incident was shown");
    }
    house.change([id = house.first.id](Transaction &t) { return liftRestriction(t, id, u"Harmless"_s); }).value();
    house.follow();
    house.note(now, u"They wait for the calendar"_s);
    house.follow();
    QCOMPARE(house.best(now).past, house.first.id);

    const auto version = house.incidentOf(house.first.number).version;
    house
        .change([=, id = house.first.id](Transaction &t) {
            return setStatus(t, id, IncidentStatus::Closed, version, Resolution::FalseAlarm, u"It was a test"_s);
        })
        .value();
    house.follow();
    const Incident drill =
        house
            .change([](Transaction &t) {
                return declareIncident(t, {.title = u"Connections idle in transaction"_s, .drill = true});
            })
            .value();
    const Incident next = house.declare(u"Connections idle in transaction, third party asked"_s);
    house.follow();
    QVERIFY(house.alike(drill).empty());
    for (const Alike &each : house.alike(next)) {
        QVERIFY2(each.past != house.first.id, "a false alarm was shown");
    }
}

void TestRecurrence::onlyAnEarlierOneCanRecur()
{
    Past house;
    const Incident now = house.again();
    const auto wrong =
        house.change([id = now.id, past = house.first.id](Transaction &t) { return confirmRecurrence(t, past, id); });
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().code, ErrorCode::Invalid);
    const ActorId viewer = house.person(u"Vera"_s, Role::Viewer);
    const auto denied = house.as(
        viewer, [id = now.id, past = house.first.id](Transaction &t) { return confirmRecurrence(t, id, past); });
    QVERIFY(!denied);
    QCOMPARE(denied.error().code, ErrorCode::Denied);
}

void TestRecurrence::postMortemsAreDue()
{
    Incident incident{.severity = Severity::Sev1, .status = IncidentStatus::Resolved, .times = {}};
    const auto dueOn = [&incident] {
        const auto day = postMortemDueOn(incident, DueRules{}, QTimeZone::utc());
        return day ? day->toString(Qt::ISODate) : QString();
    };
    QCOMPARE(dueOn(), QString());  // nobody knows when it ended
    incident.time(IncidentTime::Resolved) = parseMachineTime(u"2026-11-26T23:30:00Z").value();  // a Thursday
    QCOMPARE(dueOn(), u"2026-11-29"_s);
    incident.severity = Severity::Sev2;
    QCOMPARE(dueOn(), u"2026-12-03"_s);
    incident.severity = Severity::Sev3;
    QCOMPARE(dueOn(), QString());
    incident.severity = Severity::Sev1;
    incident.resolution = Resolution::FalseAlarm;
    QCOMPARE(dueOn(), QString());
    incident.resolution = Resolution::Resolved;
    incident.drill = true;
    QCOMPARE(dueOn(), QString());
    incident.drill = false;
    incident.status = IncidentStatus::Monitoring;
    QCOMPARE(dueOn(), QString());
}

void TestRecurrence::ownersAreReminded()
{
    Past house;
    // Written eleven days ago: the post-mortem of a SEV1 is due three days after its end.
    const QDate today = postMortemDueOn(house.incidentOf(1), DueRules{}).value().addDays(11);
    const auto reminded = [&house](QDate day) {
        const QString uuid = house.database->uuid();
        const bool due = house.read([=](Transaction &t) { return areRemindersDue(t, day); }).value();
        const int written =
            house.as(house.program, [=](Transaction &t) { return writeReminders(t, uuid, day); }).value();
        return std::pair(due, written);
    };
    const auto mira =
        house.change([](Transaction &t) { return savePerson(t, {.name = u"Mira"_s, .email = u"mira@example.org"_s}); })
            .value();
    const auto nobody = house.change([](Transaction &t) { return savePerson(t, {.name = u"Nobody"_s}); }).value();
    const auto add = [&house](PersonId owner, const QString &text, std::optional<QDate> due) {
        return house
            .change([=, document = house.postMortem](Transaction &t) {
                return addCountermeasure(t, document, {.text = text, .owner = owner, .dueOn = due});
            })
            .value();
    };
    const auto dayText = [](QDate day) { return QLocale().toString(day, u"d MMMM yyyy"_s); };
    house
        .change([mira, id = house.first.id](Transaction &t) -> Result<int> {
            const auto document = postMortemOf(t, id);
            ONLYONCE_TRY(document);
            return setPostMortemOwner(t, (*document)->id, mira, (*document)->version);
        })
        .value();
    const auto watch = add(mira, u"Watch the pool"_s, today.addDays(-1));
    add(mira, u"Rehearse it"_s, today.addDays(-10));
    add(mira, u"Due on this very day"_s, today);
    add(mira, u"Without a day"_s, {});
    add(nobody, u"Cannot be written to"_s, today.addDays(-3));
    add({}, u"Nobody's"_s, today.addDays(-3));
    QCOMPARE(house.read([=](Transaction &t) { return overdueCountermeasures(t, today); }).value(), 4);
    QCOMPARE(reminded(today), std::pair(false, 0));  // by which mail?

    house
        .change([](Transaction &t) {
            return saveConnection(t, {.kind = u"mail"_s, .adapter = u"smtp"_s, .name = u"Mail"_s});
        })
        .value();
    QCOMPARE(reminded(today), std::pair(true, 1));
    QCOMPARE(reminded(today), std::pair(false, 0));
    const auto mails = house.read([](Transaction &t) { return outboxPending(t, 10); }).value();
    QCOMPARE(mails.size(), size_t(1));
    QCOMPARE(mails[0].kind, reminderMailKind());
    QCOMPARE(mails[0].payload[u"subject"].toString(), u"3 things of yours are overdue"_s);
    const QString text = mails[0].payload[u"text"].toString();
    const QString listed = u"- post-mortem of INC-1: "_s + house.first.title
                         + u" (due on %1, 11 days ago; no meeting about it is planned)\n"
                           "- countermeasure of INC-1: Rehearse it (due on %2, 10 days ago)\n"
                           "- countermeasure of INC-1: Watch the pool (due on %3, yesterday)\n"_s.arg(
                               dayText(today.addDays(-11)), dayText(today.addDays(-10)), dayText(today.addDays(-1)));
    QVERIFY2(text.contains(listed), qPrintable(text));
    QVERIFY2(!text.contains(u"very day"_s) && !text.contains(u"Nobody's"_s), qPrintable(text));

    // The next day one of them is done, and the incident is for named people alone.
    house.change([watch](Transaction &t) { return setCountermeasureState(t, watch, CountermeasureState::Done, 1); })
        .value();
    house.change([id = house.first.id](Transaction &t) { return restrictIncident(t, id, {}); }).value();
    QCOMPARE(reminded(today.addDays(1)), std::pair(true, 1));
    const QString next =
        house.read([](Transaction &t) { return outboxPending(t, 10); }).value().back().payload[u"text"].toString();
    QVERIFY2(next.contains(u"countermeasure of INC-1, restricted (due"_s) && !next.contains(u"Rehearse"_s),
             qPrintable(next));

    const auto late = [&] {
        return house.read([=](Transaction &t) { return latePostMortems(t, today); }).value().size();
    };
    const size_t before = late();
    house
        .change([id = house.first.id](Transaction &t) {
            return t.exec(u"INSERT INTO incident_import (incident_id, digest) VALUES (?, ?)"_s, id, "x"_ba);
        })
        .value();
    QCOMPARE(late(), before - 1);  // history is nobody's duty
}

void TestRecurrence::reviewersAreReminded()
{
    Past house;
    const auto mira =
        house.change([](Transaction &t) { return savePerson(t, {.name = u"Mira"_s, .email = u"mira@example.org"_s}); })
            .value();
    house
        .change([](Transaction &t) {
            return saveConnection(t, {.kind = u"mail"_s, .adapter = u"smtp"_s, .name = u"Mail"_s});
        })
        .value();
    const QString uuid = house.database->uuid();
    house.change([=, id = house.postMortem](Transaction &t) { return askForReview(t, id, {mira}, uuid); }).value();
    const QDate asked = toDateTime(house.database.clock.now(), QTimeZone::systemTimeZone()).date();
    const auto reminded = [&](int days) {
        return house.as(house.program, [=](Transaction &t) { return writeReminders(t, uuid, asked.addDays(days)); })
            .value();
    };
    QCOMPARE(reminded(2), 0);  // she has been told, and has time
    QCOMPARE(reminded(3), 1);
    const auto mails = house.read([](Transaction &t) { return outboxPending(t, 10); }).value();
    QCOMPARE(mails.size(), size_t(2));
    const QString text = mails[1].payload[u"text"].toString();
    const QString line = u"- review of the post-mortem of INC-1: %1 (asked on %2, 3 days ago)\n"_s.arg(
        house.first.title, QLocale().toString(asked, u"d MMMM yyyy"_s));
    QVERIFY2(text.contains(line), qPrintable(text));
    // Whoever has answered is not reminded.
    house
        .change([=, id = house.postMortem](Transaction &t) {
            return answerReview(t, id, mira, ReviewAnswer::Agrees, {}, 1);
        })
        .value();
    QCOMPARE(reminded(4), 0);
}

QTEST_GUILESS_MAIN(TestRecurrence)
#include "tst_recurrence.moc"
