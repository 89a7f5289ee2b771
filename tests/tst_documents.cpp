// SPDX-License-Identifier: GPL-3.0-or-later
// What a document is made of besides what people write in it: its template, by when it is due, its meeting, its authors, and
// what is proposed for its empty fields.
#include "models/documents/formats/registry.h"
#include "models/incidents/command/impact.h"
#include "models/incidents/command/roles.h"
#include "models/postmortem/archive/dataformats.h"
#include "models/postmortem/checks/checks.h"
#include "models/postmortem/due/duedate.h"
#include "models/postmortem/proposals/proposals.h"
#include "models/postmortem/template/templates.h"
#include "models/storage/journal.h"
#include "support/crew.h"

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

Instant at(QStringView utc)
{
    return parseMachineTime(utc).value();
}

class House : public Crew
{
public:
    House()
    {
        id = as(commander, [about = incident.id](Transaction &t) { return openPostMortem(t, about); }).value().id;
    }
    void write(PostMortemField field, const QString &text, Visibility visibility = Visibility::Internal,
               ActorId who = {})
    {
        as(who ? who : responder, [=, this](Transaction &t) -> Result<int> {
            const auto version = setField(t, id, field, text, fieldsOf(t, id).value().at(size_t(field)).version);
            return version ? setFieldVisibility(t, id, field, visibility, *version) : failure(version);
        }).value();
    }
    Result<int> save(Audience audience, const std::optional<QString> &text, int version, ActorId who = {})
    {
        return as(who ? who : administrator, [=](Transaction &t) { return saveTemplate(t, audience, text, version); });
    }
    QString markdown(Audience audience)
    {
        const auto document = read([=, about = incident.id](Transaction &t) {
                                  return buildDocument(t, about, audience, QTimeZone::utc());
                              }).value();
        return QString::fromUtf8(formatById(u"markdown")->render(document, {}).value());
    }
    Incident now()
    {
        return read([about = incident.id](Transaction &t) { return onlyonce::incident(t, about); }).value().value();
    }
    void time(IncidentTime which, QStringView utc)
    {
        as(commander, [=, about = incident.id, value = at(utc)](Transaction &t) {
            return setTime(t, about, which, value, onlyonce::incident(t, about).value()->version, {});
        }).value();
    }
    std::map<PostMortemField, QString> proposals()
    {
        return read([about = incident.id](Transaction &t) { return proposalsFor(t, about); }).value();
    }

    PostMortemId id;
};

QString firstProblem(Audience audience, const QString &text)
{
    const auto problems = problemsOf(audience, text);
    return problems.empty() ? QString() : u"%1: %2"_s.arg(problems.front().line).arg(problems.front().message);
}

}  // namespace

class TestDocuments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBuiltInTemplatesNameEverySection()
    {
        for (const Audience audience : {Audience::Internal, Audience::Public}) {
            const QString text = builtInTemplate(audience);
            QCOMPARE(firstProblem(audience, text), QString());
            QStringList names;
            for (const Placeholder &each : placeholdersFor(audience)) {
                QVERIFY2(!names.contains(each.name), qPrintable(each.name));
                names << each.name;
                QVERIFY2(each.kind == Placeholder::Kind::Value || text.contains(u"\n{{%1}}\n"_s.arg(each.name)),
                         qPrintable(each.name));
            }
        }
    }

    void whatIsWrongIsSaidWithItsLine_data()
    {
        QTest::addColumn<int>("audience");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *name, Audience audience, const QString &text, const QString &problem) {
            QTest::newRow(name) << int(audience) << text << problem;
        };
        using enum Audience;
        row("good", Internal, u"# A\n{{summary}}\n  {{ timeline }} \nIt is {{number}}."_s, {});
        row("mistyped", Internal, u"# A\n\n{{timelin}}"_s, u"3: There is no {{timelin}}. Did you mean {{timeline}}?"_s);
        row("unknown", Internal, u"{{weather}} {{summary}}"_s,
            u"1: There is no {{weather}}. Sections: summary, impact"_s);
        row("internal only", Public, u"{{summary}}\n{{rootCauses}}"_s, u"2: {{rootCauses}} is for colleagues alone"_s);
        row("value of colleagues", Public, u"{{summary}}\nBy {{authors}}"_s,
            u"2: {{authors}} is for colleagues alone"_s);
        row("section in a line", Internal, u"{{summary}}\n\nSee {{timeline}}"_s,
            u"3: {{timeline}} is a section: it stands on a line of its own."_s);
        row("section in a list", Internal, u"- {{timeline}}"_s, u"1: {{timeline}} is a section"_s);
        row("open", Internal, u"{{summary}}\n{{number"_s, u"2: A “{{” does not close."_s);
        row("code keeps its braces", Internal, u"{{summary}}\n```\n{{ .Values.host }}\n# no heading\n```\n"_s, {});
        row("nothing in it", Internal, u"# Hello"_s, u"1: It names no section"_s);
        row("empty", Public, {}, u"1: It names no section"_s);
        row("too long", Public, QString(longestTemplate + 1, u'x'), u"1: The template has 50,001 characters"_s);
        row("a key for customers", Public, u"{{summary}}\n\npassword=Zx81kQ99"_s,
            u"3: This looks like a password, and customers would read it."_s);
        row("windows", Internal, u"# A\r\n\r\n{{summary}}\r\n{{x}}\r\n"_s, u"4: There is no {{x}}."_s);
    }
    void whatIsWrongIsSaidWithItsLine()
    {
        QFETCH(int, audience);
        QFETCH(QString, text);
        QFETCH(QString, problem);
        const QString found = firstProblem(Audience(audience), text);
        QVERIFY2(problem.isEmpty() ? found.isEmpty() : found.startsWith(problem), qPrintable(found));
        const auto read = readTemplate(Audience(audience), text);
        QCOMPARE(read.has_value(), problem.isEmpty());
        if (!read) {
            QCOMPARE(read.error().message, u"Line "_s + found);
        }
    }

    void aTemplateOrdersAndRenames_data() { TestDatabase::addEngines(); }
    void aTemplateOrdersAndRenames()
    {
        House house;
        house.write(PostMortemField::Summary, u"Nobody could pay."_s);
        house.write(PostMortemField::Lessons, u"Watch the disk."_s);
        const QString text = u"Confidential, of *Kontor Ltd.*\n"
                             "\n"
                             "# {{number}}: what we know now\n"
                             "{{lessons}}\n"
                             "# In short\n"
                             "In short, it was {{severity}}:\n"
                             "\n"
                             "{{summary}}\n"
                             "# Trigger\n"
                             "It was set off by this:\n"
                             "{{trigger}}\n"
                             "# Parts\n"
                             "## Lead-up\n"
                             "{{leadUp}}\n"
                             "## Recovery\n"
                             "{{recovery}}\n"
                             "# Times\n"
                             "It began at {{started}}.\n"
                             "# Legal\n"
                             "Kept for ten years.\n"
                             "```\n"
                             "{{summary}}\n"
                             "```\n"_s;
        QCOMPARE(house.save(Audience::Internal, text, 0).value(), 1);
        const QString document = house.markdown(Audience::Internal);
        const QString body = document.mid(document.indexOf(u"Confidential"));
        QCOMPARE(body, u"Confidential, of *Kontor Ltd.*\n"
                       "\n"
                       "## INC-1: what we know now\n"
                       "\n"
                       "Watch the disk.\n"
                       "\n"
                       "## In short\n"
                       "\n"
                       "In short, it was SEV1:\n"
                       "\n"
                       "Nobody could pay.\n"
                       "\n"
                       "## Legal\n"
                       "\n"
                       "Kept for ten years.\n"
                       "\n"
                       "    {{summary}}\n"
                       "\n"
                       "---\n"
                       "\n"
                       "*2026-11-23 05:00 UTC*\n"_s);
        for (const Format &format : formats()) {
            if (format.missing().isEmpty()) {
                const auto whole = house
                                       .read([about = house.incident.id](Transaction &t) {
                                           return buildDocument(t, about, Audience::Internal, QTimeZone::utc());
                                       })
                                       .value();
                QVERIFY2(format.render(whole, {}), qPrintable(format.id));
            }
        }

        // For customers nothing has been published: text of the template alone would look as if something had.
        QCOMPARE(house.save(Audience::Public, u"{{summary}}\n\n# Contact\n\nWrite to us."_s, 0).value(), 1);
        const QString customers = house.markdown(Audience::Public);
        QVERIFY2(customers.contains(u"No details have been published yet.\n\n## Contact\n\nWrite to us."_s),
                 qPrintable(customers));
    }

    void templatesAreTheAdministrators_data() { TestDatabase::addEngines(); }
    void templatesAreTheAdministrators()
    {
        House house;
        const QString text = u"# Mine\n\n{{summary}}\n"_s;
        const auto denied = house.save(Audience::Public, text, 0, house.commander);
        QVERIFY(!denied);
        QCOMPARE(denied.error().code, ErrorCode::Denied);
        const auto wrong = house.save(Audience::Public, u"{{summary}}\n{{owner}}"_s, 0);
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, ErrorCode::Invalid);
        QVERIFY2(wrong.error().message.startsWith(u"Line 2: "_s), qPrintable(wrong.error().message));

        QCOMPARE(house.save(Audience::Public, text, 0).value(), 1);
        QCOMPARE(house.save(Audience::Public, text, 0).value(), 1);  // again is no error
        const auto late = house.save(Audience::Public, u"{{summary}}"_s, 0);
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::Conflict);
        QVERIFY(house.markdown(Audience::Internal).contains(u"## Root causes"_s));  // the other one is as it was
        QCOMPARE(house.save(Audience::Public, std::nullopt, 1).value(), 2);
        const auto stored = house.read([](Transaction &t) { return storedTemplate(t, Audience::Public); }).value();
        QVERIFY(!stored.text);
        QCOMPARE(stored.shown(Audience::Public), builtInTemplate(Audience::Public));
        const auto trail = house.read([](Transaction &t) { return auditOf(t, u"document_template"_s, 2); }).value();
        QCOMPARE(trail.size(), 2u);
        QCOMPARE(trail.front().change.oldValue, std::optional(text));
        QCOMPARE(trail.front().change.newValue, std::optional<QString>());
        QCOMPARE(trail.front().actor, house.administrator);
    }

    void daysAreTheCompanys_data() { TestDatabase::addEngines(); }
    void daysAreTheCompanys()
    {
        House house;
        const auto stored = [&house] { return house.read([](Transaction &t) { return dueRules(t); }).value(); };
        QCOMPARE(stored(), DueRules{});
        DueRules wanted;
        wanted.of(Severity::Sev1) = {.days = 1, .working = true};
        wanted.of(Severity::Sev3) = {.days = 10};
        const auto save = [&](ActorId who, const DueRules &rules, const DueRules &seen) {
            return house.as(who, [=](Transaction &t) { return saveDueRules(t, rules, seen); });
        };
        QCOMPARE(save(house.commander, wanted, {}).error().code, ErrorCode::Denied);
        QVERIFY(save(house.administrator, wanted, {}));
        QCOMPARE(stored(), wanted);
        QCOMPARE(save(house.administrator, {}, {}).error().code, ErrorCode::Conflict);
        DueRules tooLong = wanted;
        tooLong.of(Severity::Sev4).days = mostDueDays + 1;
        QCOMPARE(save(house.administrator, tooLong, wanted).error().code, ErrorCode::Invalid);
        QCOMPARE(house.read([](Transaction &t) { return auditOf(t, u"postmortem_due"_s, 3); }).value().size(), 1u);

        // From a Friday: a working day later is Monday.
        house.time(IncidentTime::Started, u"2026-11-20T10:00:00Z");
        house.database.clock.set(u"2026-11-27T12:00:00Z");
        house
            .as(house.commander,
                [about = house.now()](Transaction &t) {
                    return setStatus(t, about.id, IncidentStatus::Resolved, about.version);
                })
            .value();
        QCOMPARE(postMortemDueOn(house.now(), wanted, QTimeZone::utc()), std::optional(QDate(2026, 11, 30)));
        QCOMPARE(postMortemDueOn(house.now(), {}, QTimeZone::utc()), std::optional(QDate(2026, 11, 30)));
        wanted.of(Severity::Sev1) = {};
        QCOMPARE(postMortemDueOn(house.now(), wanted, QTimeZone::utc()), std::optional<QDate>());

        const auto late = [&house] {
            return house.read([](Transaction &t) { return latePostMortems(t, QDate(2026, 12, 2)); }).value();
        };
        QCOMPARE(late().size(), 1u);
        QVERIFY(late().front().isUnscheduled);
        house
            .as(house.responder,
                [id = house.id](Transaction &t) {
                    return setPostMortemMeeting(t, id, at(u"2026-12-03T13:00:00Z"), postMortem(t, id).value()->version);
                })
            .value();
        QVERIFY(!late().front().isUnscheduled);
        QVERIFY(save(house.administrator, wanted, stored()));
        QVERIFY(late().empty());
    }

    void rulesAsPeopleWriteThem()
    {
        const auto read = [](const QString &text) {
            const auto rule = dueRuleFrom(text);
            return rule ? toText(*rule) : u"refused"_s;
        };
        for (const QString &text : {u"3 days"_s, u"1 day"_s, u"5 working days"_s, u"1 working day"_s, u"never"_s}) {
            QCOMPARE(read(text), text);
        }
        QCOMPARE(read(u" 2 "_s), u"2 days"_s);
        QCOMPARE(read(u"0"_s), u"never"_s);
        QCOMPARE(read(u"10 Working Days"_s), u"10 working days"_s);
        for (const QString &text : {u"soon"_s, u"31 days"_s, u"-1 days"_s, u"3 weeks"_s, QString()}) {
            QCOMPARE(read(text), u"refused"_s);
        }
    }

    void aMeetingIsProposedForAWorkingDay()
    {
        const QTimeZone berlin("Europe/Berlin");
        const auto proposed = [&](QDate due, QStringView now) { return toIso(proposedMeeting(due, at(now), berlin)); };
        QCOMPARE(proposed(QDate(2026, 12, 3), u"2026-11-30T08:00:00Z"), u"2026-12-03T13:00:00.000Z"_s);
        QCOMPARE(proposed(QDate(2026, 12, 6), u"2026-11-30T08:00:00Z"), u"2026-12-04T13:00:00.000Z"_s);  // a Sunday
        QCOMPARE(proposed(QDate(2026, 12, 3), u"2026-12-04T15:00:00Z"),
                 u"2026-12-07T13:00:00.000Z"_s);  // it has passed
    }

    void theMeetingStandsInDocumentCalendarAndFile_data() { TestDatabase::addEngines(); }
    void theMeetingStandsInDocumentCalendarAndFile()
    {
        House house;
        const auto write = [&](const char *format) {
            return house.read([=, about = house.incident.id](Transaction &t) {
                return dataFormatById(QString::fromLatin1(format))->write(t, about);
            });
        };
        QCOMPARE(write("ics").error().code, ErrorCode::NotFound);
        const auto set = [&](ActorId who, std::optional<Instant> time, int version) {
            return house.as(who,
                            [=, id = house.id](Transaction &t) { return setPostMortemMeeting(t, id, time, version); });
        };
        QCOMPARE(set(house.viewer, at(u"2026-12-03T13:00:00Z"), 1).error().code, ErrorCode::Denied);
        QCOMPARE(set(house.responder, at(u"2026-12-03T13:00:00Z"), 1).value(), 2);
        QCOMPARE(set(house.commander, at(u"2026-12-04T13:00:00Z"), 1).error().code, ErrorCode::Conflict);
        const QString document = house.markdown(Audience::Internal);
        QVERIFY2(document.contains(u"- **Meeting:** 2026-12-03 13:00:00 UTC"_s), qPrintable(document));
        house.write(PostMortemField::Impact, u"Public"_s, Visibility::Public);
        QVERIFY(!house.markdown(Audience::Public).contains(u"2026-12-03"_s));
        const QByteArray calendar = write("ics").value();
        QVERIFY2(
            calendar.contains("DTSTART:20261203T130000Z\r\nDURATION:PT1H\r\nSUMMARY:INC-1 post-mortem meeting\r\n"),
            calendar.constData());
        QVERIFY(write("json").value().contains("\"meetingAt\": \"2026-12-03T13:00:00.000Z\""));
        QCOMPARE(set(house.responder, std::nullopt, 2).value(), 3);
        QVERIFY(!house.markdown(Audience::Internal).contains(u"Meeting"_s));
    }

    void whoWroteStandsOnTheCover_data() { TestDatabase::addEngines(); }
    void whoWroteStandsOnTheCover()
    {
        House house;
        QVERIFY(!house.markdown(Audience::Internal).contains(u"Authors"_s));
        house
            .as(house.commander, [about = house.incident.id, who = house.owner](
                                     Transaction &t) { return assignRole(t, about, commanderRole(), who); })
            .value();
        house.write(PostMortemField::Summary, u"It was down."_s, Visibility::Internal, house.responder);
        house.as(house.commander, [id = house.id](Transaction &t) { return addWhy(t, id, {}, u"The disk was full"_s); })
            .value();
        house.write(PostMortemField::Summary, u"It was all down."_s, Visibility::Internal, house.commander);
        // The same person at the command line is no second author; who only opens it to customers has written nothing.
        const auto line = house
                              .as(house.responder,
                                  [who = house.responder](Transaction &t) {
                                      return actorForCommandLine(t, actor(t, who).value().value());
                                  })
                              .value();
        house.write(PostMortemField::Response, u"Quick"_s, Visibility::Internal, line.id);
        house
            .as(house.administrator,
                [id = house.id](Transaction &t) {
                    return setFieldVisibility(t, id, PostMortemField::Summary, Visibility::Public,
                                              fieldsOf(t, id).value().front().version);
                })
            .value();
        const QString document = house.markdown(Audience::Internal);
        QVERIFY2(document.contains(u"- **Authors:** Grace Hopper, Ada Lovelace\n"_s), qPrintable(document));
        QVERIFY2(document.contains(u"- **Roles:** Commander: Grace Hopper\n"_s), qPrintable(document));
        const QString customers = house.markdown(Audience::Public);
        QVERIFY2(!customers.contains(u"Hopper"_s) && !customers.contains(u"Lovelace"_s), qPrintable(customers));
    }

    void whatIsKnownIsProposed_data() { TestDatabase::addEngines(); }
    void whatIsKnownIsProposed()
    {
        House house;
        const auto say = [&](QStringView when, TimelineKind kind, const QString &text,
                             Visibility visibility = Visibility::Internal) {
            house
                .as(house.responder,
                    [=, about = house.incident.id, time = at(when)](Transaction &t) {
                        return append(t, {.incident = about,
                                          .kind = kind,
                                          .happenedAt = time,
                                          .visibility = visibility,
                                          .body = text});
                    })
                .value();
        };
        auto &clock = house.database.clock;
        const Instant declared = house.incident.createdAt;
        const auto day = [&](int minutes) { return toIso(declared + std::chrono::minutes(minutes)); };
        house.time(IncidentTime::Started, day(-10));
        house.time(IncidentTime::Detected, day(-9));
        say(day(-30), TimelineKind::Note, u"Release 5.2 is *rolled out*"_s);
        say(day(-29), TimelineKind::Note, u"Contract of ACME"_s, Visibility::Restricted);
        clock.set(day(1));
        house.as(house.responder, [about = house.incident.id](Transaction &t) { return acknowledgeIncident(t, about); })
            .value();
        const auto impact = [&](ImpactLevel level) {
            house
                .as(house.responder,
                    [=, about = house.incident.id](Transaction &t) {
                        return setImpact(t, about, u"checkout"_s, u"fra1"_s, level);
                    })
                .value();
        };
        impact(ImpactLevel::FullOutage);
        say(day(2), TimelineKind::Decision, u"Roll back"_s);
        say(day(4), TimelineKind::Action, u"Rolled back to 5.1: errors are gone"_s);
        say(day(5), TimelineKind::Action, u"Asked ACME"_s, Visibility::Restricted);
        clock.set(day(6));
        house
            .as(house.commander,
                [about = house.now()](Transaction &t) {
                    return setStatus(t, about.id, IncidentStatus::Monitoring, about.version);
                })
            .value();
        auto proposals = house.proposals();
        using enum PostMortemField;
        const auto moment = [&](int minutes) {
            return toDateTime(at(day(minutes))).toString(u"yyyy-MM-dd HH:mm:ss"_s) + u" UTC"_s;
        };
        QCOMPARE(proposals[LeadUp], u"- %1: Release 5.2 is rolled out"_s.arg(moment(-30)));
        QVERIFY2(!proposals.contains(Trigger), qPrintable(proposals[Trigger]));  // no alert, no confirmed cause
        proposals = house.proposals();
        QCOMPARE(proposals[Impact], u"Affected: checkout in fra1, from %1 until %2 (16 min).\n"
                                    "\n"
                                    "Availability lost:\n"
                                    "\n"
                                    "- checkout in fra1: full outage for 5 min"_s.arg(moment(-10), moment(6)));
        QCOMPARE(proposals[Detection], u"Detected at %1, 1 min after it began. "
                                       "It was declared by Ada Lovelace, not by an alert."_s.arg(moment(-9)));
        QVERIFY2(proposals[Response].startsWith(u"- %1: declared by Ada Lovelace\n- %2: acknowledged by Grace Hopper\n"
                                                "- %3: decision: Roll back\n"_s.arg(moment(0), moment(1), moment(2))),
                 qPrintable(proposals[Response]));
        QVERIFY2(proposals[Recovery].startsWith(
                     u"Customers had the service back at %1, 16 min after it began"_s.arg(moment(6))),
                 qPrintable(proposals[Recovery]));
        QVERIFY2(proposals[Recovery].contains(u"The last action recorded before that: Rolled back to 5"_s),
                 qPrintable(proposals[Recovery]));
        for (const auto &[field, text] : proposals) {
            QVERIFY2(!text.contains(u"ACME"_s), qPrintable(text));
            QVERIFY2(blamefulWording(text).isEmpty(), qPrintable(text));
        }

        // What somebody has written needs no proposal; what an alert began says so.
        house.write(Impact, u"Nobody could pay."_s);
        QVERIFY(!house.proposals().contains(Impact));
        KnownOfIncident known{.incident = house.now()};
        known.timeline = {{.kind = TimelineKind::AlertFired,
                           .happenedAt = at(day(-10)),
                           .recordedAt = at(day(-9)),
                           .actorName = u"alertmanager"_s,
                           .body = u"Checkout errors"_s}};
        known.whys = {{.why = {.text = u"The disk was full."_s, .state = WhyState::Confirmed}, .children = {}}};
        const auto fromAlert = proposalsFrom(known);
        QCOMPARE(fromAlert.at(Trigger), u"The first alert was “Checkout errors” from Alertmanager, at %1. "
                                        "Confirmed as a cause: The disk was full."_s.arg(moment(-10)));
        QCOMPARE(fromAlert.at(Detection),
                 u"Detected at %1 by an alert of Alertmanager, 1 min after it began."_s.arg(moment(-9)));
        QVERIFY(proposalsFrom({.incident = Incident{}}).empty());
    }
};

QTEST_MAIN(TestDocuments)
#include "tst_documents.moc"
