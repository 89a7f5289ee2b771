// SPDX-License-Identifier: GPL-3.0-or-later
// The documents that a post-mortem becomes: the whole one for the company against a golden file, the one for customers
// against the same and against canaries, a word in every place that customers must never see.
#include "models/documents/formats/registry.h"
#include "models/postmortem/countermeasures/countermeasures.h"
#include "models/postmortem/document/builder.h"
#include "models/postmortem/template/templates.h"
#include "models/postmortem/whys/whyevidence.h"
#include "support/answers.h"
#include "support/crew.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const QTimeZone berlin("Europe/Berlin");

Instant at(QStringView utc)
{
    return parseMachineTime(utc).value();
}

//! Hands in what a story needs, in one transaction per step, as people do.
class Story : public Crew
{
public:
    PostMortemId begin()
    {
        id = as(commander, [about = incident.id](Transaction &t) { return openPostMortem(t, about); }).value().id;
        return id;
    }
    void note(const QString &text, Visibility visibility = Visibility::Internal, ActorId who = {})
    {
        as(who ? who : responder, [=, about = incident.id](Transaction &t) {
            return addNote(t, about, text, visibility);
        }).value();
    }
    void attachFile(const QString &name, const QByteArray &content, const QString &language = {},
                    Visibility visibility = Visibility::Internal)
    {
        as(responder, [=, about = incident.id](Transaction &t) {
            return attach(
                t,
                {.incident = about, .name = name, .language = language, .visibility = visibility, .content = content});
        }).value();
    }
    void write(PostMortemField field, const QString &text, Visibility visibility = Visibility::Internal)
    {
        as(responder, [=, this](Transaction &t) -> Result<int> {
            auto version = setField(t, id, field, text, 0);
            return setFieldVisibility(t, id, field, visibility, version.value());
        }).value();
    }
    WhyId why(const QString &text, const WhyPlace &place = {}, Visibility visibility = Visibility::Internal)
    {
        return as(responder,
                  [=, this](Transaction &t) -> Result<WhyId> {
                      auto added = addWhy(t, id, place, text);
                      ONLYONCE_TRY(setWhyVisibility(t, added->id, visibility, 1));
                      return added->id;
                  })
            .value();
    }
    //! By the first entry or file with that text.
    void show(WhyId why, const QString &text)
    {
        as(responder, [=, about = incident.id](Transaction &t) -> Result<> {
            return linkEvidence(t, why, evidenceToChoose(t, about, text, 1).value().at(0).what);
        }).value();
    }
    void root(WhyId why, RootCategory category, WhyState state = WhyState::Possible)
    {
        as(responder, [=](Transaction &t) -> Result<> {
            const auto version = [&] { return versionOf(t, why); };
            ONLYONCE_TRY(markRoot(t, why, category, version()));
            ONLYONCE_TRY(setWhyState(t, why, state, version()));
            return {};
        }).value();
    }
    template <typename Edit>
    void edit(WhyId why, Edit edit)
    {
        as(responder, [=](Transaction &t) { return edit(t, versionOf(t, why)); }).value();
    }
    CountermeasureId measure(const CountermeasureText &what)
    {
        return as(responder, [=, this](Transaction &t) { return addCountermeasure(t, id, what); }).value();
    }
    Document document(Audience audience, const QTimeZone &zone = berlin)
    {
        return read([=, about = incident.id](Transaction &t) { return buildDocument(t, about, audience, zone); })
            .value();
    }
    Document document(Audience audience, const QString &layout)
    {
        return read([=, about = incident.id](Transaction &t) {
                   return buildDocument(t, about, audience, berlin, readTemplate(audience, layout).value());
               })
            .value();
    }
    void time(IncidentTime which, QStringView utc)
    {
        as(commander, [=, about = incident.id, value = at(utc)](Transaction &t) -> Result<> {
            auto now = onlyonce::incident(t, about);
            return setTime(t, about, which, value, (*now)->version, {});
        }).value();
    }
    void status(IncidentStatus status)
    {
        as(commander, [=, about = incident.id](Transaction &t) -> Result<> {
            auto now = onlyonce::incident(t, about);
            return setStatus(t, about, status, (*now)->version);
        }).value();
    }

    PostMortemId id;

private:
    static int versionOf(Transaction &transaction, WhyId why)
    {
        return transaction
            .one(
                u"SELECT version FROM why WHERE id = ?"_s, [](const Row &row) { return int(row.integer(0)); }, why)
            .value()
            .value();
    }
};

//! A template for customers that names whatever it may; what it may not is refused.
QString everything()
{
    QString text;
    for (const Placeholder &each : placeholdersFor(Audience::Public)) {
        text += each.kind == Placeholder::Kind::Section ? u"# On %1\n\n{{%1}}\n\n"_s.arg(each.name)
                                                        : u"# {{%1}}\n\nIt is {{%1}}.\n\n"_s.arg(each.name);
    }
    for (const Placeholder &each : placeholdersFor(Audience::Internal)) {
        if (!text.contains(u"{{%1}}"_s.arg(each.name))) {
            const auto read = readTemplate(Audience::Public, text + u"{{%1}}\n"_s.arg(each.name));
            if (read) {
                return {};  // refused as a template, so that the test fails
            }
        }
    }
    return text;
}

//! The story of INC-1, from the deploy to the proof.
void tell(Story &story)
{
    auto &clock = story.database.clock;
    story.time(IncidentTime::Started, u"2026-11-23T04:58:30Z");
    story.time(IncidentTime::Detected, u"2026-11-23T04:59:20Z");
    clock.set(u"2026-11-23T05:02:10Z");
    story.as(story.responder, [about = story.incident.id](Transaction &t) { return acknowledgeIncident(t, about); })
        .value();
    clock.set(u"2026-11-23T05:04:00Z");
    story.note(u"All writes fail with `read-only file system`."_s);
    story.note(u"Payments cannot be completed. We are looking for the cause."_s, Visibility::Public);
    story.note(u"Customer ACME calls every minute."_s, Visibility::Restricted);
    story.attachFile(u"postgres.log"_s,
                     "2026-11-23 04:58:29 PANIC: could not write to file \"pg_wal\": No space left on device\n"
                     "2026-11-23 04:58:30 LOG: server process was terminated | \x1b[31mretrying\x1b[0m\n");
    story.attachFile(u"rotate.conf"_s, "rotate = no\n"_ba, u"INI Files"_s, Visibility::Public);
    story.attachFile(u"core.bin"_s, QByteArray("\x7f"
                                               "ELF\0\0\0\1",
                                               8));
    clock.set(u"2026-11-23T05:11:00Z");
    story.status(IncidentStatus::Monitoring);
    clock.set(u"2026-11-23T05:40:00Z");
    story.status(IncidentStatus::Resolved);

    clock.set(u"2026-11-24T09:00:00Z");
    story.begin();
    story
        .as(story.commander,
            [id = story.id, owner = story.owner](Transaction &t) { return setPostMortemOwner(t, id, owner, 1); })
        .value();
    using enum PostMortemField;
    story.write(Summary, u"Nobody could pay for **13 minutes**, because the disk of the database was full."_s);
    story.write(Impact, u"31 % of all orders were lost.\n\n- data lost: none"_s, Visibility::Public);
    story.write(Trigger, u"Debug logging was switched on by release 5.2."_s);
    story.write(GotLucky, u"It was five in the morning."_s);
    story.write(ExternalTitle, u"Payments unavailable"_s, Visibility::Public);
    story.write(ExternalSummary, u"For 13 minutes no payment could be completed. We are sorry."_s, Visibility::Public);
    story.write(ExternalStory, u"A disk was full."_s);  // not marked public yet

    const auto full = story.why(u"The disk of the database was full"_s, {}, Visibility::Public);
    const auto debug = story.why(u"Debug logs grew by 3 GB/h"_s, {.parent = full});
    const auto rotation = story.why(u"Log rotation is nobody's job"_s, {.parent = debug}, Visibility::Public);
    story.why(u"The disk is small"_s, {.parent = full});
    story.edit(full, [=](Transaction &t, int version) { return setWhyCauses(t, full, Causes::OnlyTogether, version); });
    const auto alert = story.why(u"No alert looks at disk space"_s, {.question = WhyQuestion::Undetected});
    const auto hand = story.why(u"The replica is promoted by hand"_s, {.question = WhyQuestion::Slow});
    const auto dear = story.why(u"Automatic fail-over costs a third machine"_s, {.parent = hand});
    story.show(rotation, u"rotate.conf"_s);
    story.show(rotation, u"read-only file system"_s);
    story.root(rotation, RootCategory::Process, WhyState::Confirmed);
    story.root(alert, RootCategory::Monitoring);
    story.root(dear, RootCategory::Design);
    story.edit(dear, [=](Transaction &t, int version) {
        return acceptRoot(t, dear, u"Twice a year is acceptable"_s, version);
    });
    const auto rotate = story.measure({.why = rotation,
                                       .text = u"Rotate all logs by size"_s,
                                       .owner = story.owner,
                                       .dueOn = QDate(2026, 12, 8),
                                       .kind = CountermeasureKind::Prevent,
                                       .effectCheck = u"Write 10 GB of logs in staging"_s,
                                       .link = u"https://tracker.example.com/T-1"_s,
                                       .visibility = Visibility::Public});
    story.measure({.text = u"Write a runbook | for full disks"_s, .kind = CountermeasureKind::Mitigate});
    clock.set(u"2026-11-30T10:00:00Z");
    story
        .as(story.responder,
            [=](Transaction &t) -> Result<int> {
                auto done = setCountermeasureState(t, rotate, CountermeasureState::Done, 1);
                return setCountermeasureState(t, rotate, CountermeasureState::Proven, *done,
                                              u"10 GB written, 1 GB kept"_s);
            })
        .value();
    story
        .as(story.responder,
            [id = story.id, about = story.incident.id](Transaction &t) -> Result<int> {
                ONLYONCE_TRY(answerAll(t, about));
                auto reviewed = setPostMortemStatus(t, id, PostMortemStatus::InReview, 2);
                return setPostMortemStatus(t, id, PostMortemStatus::Approved, *reviewed);
            })
        .value();
}

//! The rendered bytes; a failed format fails the test at its use.
QByteArray rendered(const Document &document, const Format &format)
{
    auto bytes = format.render(document, {.zone = berlin});
    return bytes ? *bytes : QByteArray("FAILED: " + bytes.error().message.toUtf8());
}

QString run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit || process.exitCode() > 3) {
        qFatal("%s: %s", qPrintable(program), qPrintable(process.errorString()));
    }
    return QString::fromUtf8(process.readAllStandardOutput());
}

//! All that is to be found in a file by whoever looks closely: a PDF also unpacked and as text; without spaces and
//! hyphens, so that a broken line hides nothing.
QString searchable(const QByteArray &bytes, const Format &format, const QTemporaryDir &folder)
{
    QString text = QString::fromUtf8(bytes);
    if (format.id == u"pdf"_s) {
        const QString path = folder.filePath(u"document.pdf"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            qFatal("%s", qPrintable(file.errorString()));
        }
        file.close();
        text += run(u"pdftotext"_s, {u"-enc"_s, u"UTF-8"_s, path, u"-"_s});
        const QString unpacked = folder.filePath(u"unpacked.pdf"_s);
        run(u"qpdf"_s, {u"--qdf"_s, u"--object-streams=disable"_s, path, unpacked});
        QFile qdf(unpacked);
        text += qdf.open(QIODevice::ReadOnly) ? QString::fromLatin1(qdf.readAll()) : u"UNREADABLE"_s;
    }
    if (bytes.startsWith("PK")) {  // an office document: the names of its parts, what is in them, and their text alone
        const QString path = folder.filePath(u"document.zip"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            qFatal("%s", qPrintable(file.errorString()));
        }
        file.close();
        const QString parts = run(u"unzip"_s, {u"-p"_s, path});
        static const QRegularExpression tags(u"<[^>]*>"_s);
        text += run(u"unzip"_s, {u"-v"_s, path}) + parts + QString(parts).remove(tags);
    }
    static const QRegularExpression gaps(u"[\\s\u00ad\u2010-]+"_s);
    return text.remove(gaps);
}

QString goldenPath(const QString &name)
{
    return QStringLiteral(ONLYONCE_TEST_DATA "/postmortem/") + name;
}

//! Empty when the text equals the golden file, else the difference; the text stays beside it as *.fail.
QString difference(const QByteArray &text, const QString &name)
{
    QFile golden(goldenPath(name));
    if (golden.open(QIODevice::ReadOnly) && golden.readAll() == text) {
        return {};
    }
    QFile fail(goldenPath(name) + u".fail"_s);
    if (!fail.open(QIODevice::WriteOnly) || fail.write(text) != text.size()) {
        return fail.errorString();
    }
    fail.close();
    return fail.fileName() + u" differs:\n"_s + run(u"diff"_s, {u"-uN"_s, golden.fileName(), fail.fileName()});
}

//! Where canaries sit, by name; each has its own word.
class Canaries
{
public:
    explicit Canaries(QChar flock)
        : m_flock(flock)
    {
    }
    QString operator()(const QString &place)
    {
        m_words.append({place, u"z%1%2x"_s.arg(m_flock).arg(m_words.size() + 101)});
        return m_words.last().second;
    }
    [[nodiscard]] QStringList foundIn(const QString &text) const { return places(text, true); }
    [[nodiscard]] QStringList missingIn(const QString &text) const { return places(text, false); }

private:
    [[nodiscard]] QStringList places(const QString &text, bool found) const
    {
        QStringList places;
        for (const auto &[place, word] : m_words) {
            if (text.contains(word, Qt::CaseInsensitive) == found) {
                places << place;
            }
        }
        return places;
    }
    QChar m_flock;
    QList<std::pair<QString, QString>> m_words;
};

}  // namespace

class TestBuilder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void storyAgainstGoldenFile_data();
    void storyAgainstGoldenFile();
    void sameDataSameBytes_data() { TestDatabase::addEngines(); }
    void sameDataSameBytes();
    void customersNeverSeeWhatIsInternal_data() { TestDatabase::addEngines(); }
    void customersNeverSeeWhatIsInternal();
    void restrictedIsLeftOutAndCounted_data() { TestDatabase::addEngines(); }
    void restrictedIsLeftOutAndCounted();
    void incidentWithoutPostMortem_data() { TestDatabase::addEngines(); }
    void incidentWithoutPostMortem();
    void wordsFromTheRightStandApart_data() { TestDatabase::addEngines(); }
    void wordsFromTheRightStandApart();
    void longAndStrangeEvidence();
    void utcAloneIsPrintedOnce();
    void audiences();
};

void TestBuilder::storyAgainstGoldenFile_data()
{
    QTest::addColumn<int>("engine");
    QTest::addColumn<int>("audience");
    QTest::addColumn<QString>("golden");
    for (const auto engine : {Engine::Sqlite, Engine::Postgres}) {
        const char *name = engine == Engine::Sqlite ? "SQLite" : "PostgreSQL";
        QTest::addRow("%s, internal", name) << int(engine) << int(Audience::Internal) << u"internal.md"_s;
        QTest::addRow("%s, public", name) << int(engine) << int(Audience::Public) << u"public.md"_s;
    }
}

void TestBuilder::storyAgainstGoldenFile()
{
    QFETCH(int, audience);
    QFETCH(QString, golden);
    Story story;
    tell(story);
    const auto document = story.document(Audience(audience));
    const auto different = difference(rendered(document, *formatById(u"markdown")), golden);
    QVERIFY2(different.isEmpty(), qPrintable(different));
}

void TestBuilder::sameDataSameBytes()
{
    Story story;
    tell(story);
    for (const auto audience : {Audience::Internal, Audience::Public}) {
        const auto first = story.document(audience);
        story.database.clock.advance(1000h);
        story.database.close();
        QVERIFY(story.document(audience) == first);
    }
}

void TestBuilder::customersNeverSeeWhatIsInternal()
{
    for (const auto &tool : {u"pdftotext"_s, u"qpdf"_s}) {
        QVERIFY2(!QStandardPaths::findExecutable(tool).isEmpty(), qPrintable(tool + u" is needed: run tests/run"_s));
    }
    Story story;
    Canaries hidden(u'h');
    Canaries shown(u's');
    Canaries restricted(u'r');
    Canaries unseen(u'u');  // internal, and on no paper at all
    Canaries aside(u'a');   // internal, and on some papers

    // People, wherever their names may turn up.
    const auto teller = story
                            .as({}, [name = hidden(u"name of an actor"_s), login = unseen(u"login"_s)](
                                        Transaction &t) { return actorForLogin(t, login, name); })
                            .value()
                            .id;
    story.as(story.administrator, [=](Transaction &t) { return setRole(t, teller, Role::Commander); }).value();
    story.owner = story
                      .as(story.administrator,
                          [name = hidden(u"name of an owner"_s), mail = unseen(u"mail address"_s)](Transaction &t) {
                              return savePerson(
                                  t, {.name = name, .email = mail + u"@example.com"_s, .phone = u"+4915112345678"_s});
                          })
                      .value();
    story.incident =
        story
            .as(teller,
                [title = hidden(u"title"_s), service = hidden(u"service"_s),
                 place = hidden(u"data centre"_s)](Transaction &t) {
                    return declareIncident(t, {.title = title, .services = {service}, .dataCentres = {place}});
                })
            .value();
    story.begin();
    story
        .as(teller,
            [id = story.id, owner = story.owner](Transaction &t) { return setPostMortemOwner(t, id, owner, 1); })
        .value();

    // Notes and files.
    story.note(hidden(u"note"_s), Visibility::Internal, teller);
    story.note(restricted(u"restricted note"_s), Visibility::Restricted, teller);
    story.note(shown(u"public note"_s), Visibility::Public, teller);
    story.attachFile(hidden(u"file name"_s) + u".log"_s, hidden(u"file"_s).toUtf8(), aside(u"file's language"_s));
    story.attachFile(restricted(u"restricted file name"_s), restricted(u"restricted file"_s).toUtf8(), {},
                     Visibility::Restricted);
    story.attachFile(shown(u"public file name"_s), shown(u"public file"_s).toUtf8(), {}, Visibility::Public);
    story.attachFile(hidden(u"name of a binary file"_s), QByteArray("\0\1", 2));

    // Every field, one of them public, one with an earlier text that was not meant for customers.
    for (const auto field : allPostMortemFields) {
        if (field == PostMortemField::Lessons) {
            story.write(field, shown(u"public field"_s), Visibility::Public);
        } else if (field == PostMortemField::WentBadly) {
            story.write(field, restricted(u"restricted field"_s), Visibility::Restricted);
        } else if (field == PostMortemField::WentWell) {
            story.write(field, unseen(u"earlier text"_s));
            story
                .as(story.responder,
                    [id = story.id, text = shown(u"later text"_s)](Transaction &t) -> Result<int> {
                        auto version = setField(t, id, PostMortemField::WentWell, text, 1);
                        return setFieldVisibility(t, id, PostMortemField::WentWell, Visibility::Public, *version);
                    })
                .value();
        } else {
            story.write(field, hidden(u"field "_s + toText(field)));
        }
    }

    // Whys: a public one between, above and below internal ones.
    std::vector<WhyId> roots;
    for (const auto question : allWhyQuestions) {
        const auto top = story.why(hidden(u"why "_s + toText(question)), {.question = question});
        const auto middle = story.why(shown(u"public why "_s + toText(question)), {.parent = top}, Visibility::Public);
        const auto below = story.why(hidden(u"why below "_s + toText(question)), {.parent = middle});
        const auto root = story.why(shown(u"public root "_s + toText(question)), {.parent = below}, Visibility::Public);
        story.why(restricted(u"restricted why "_s + toText(question)), {.parent = root}, Visibility::Restricted);
        story.root(root, RootCategory::Knowledge);
        roots.push_back(root);
        story.edit(root, [root, text = hidden(u"decision not to act "_s + toText(question))](
                             Transaction &t, int version) { return acceptRoot(t, root, text, version); });
    }

    const auto leaf = story.why(hidden(u"why that ends there"_s));

    // Countermeasures: an internal one, and a public one of which only the text is.
    const auto prove = [&](CountermeasureId measure, const QString &result) {
        story
            .as(story.responder,
                [=](Transaction &t) -> Result<int> {
                    auto done = setCountermeasureState(t, measure, CountermeasureState::Done, 1);
                    return setCountermeasureState(t, measure, CountermeasureState::Proven, *done, result);
                })
            .value();
    };
    for (const auto visibility : {Visibility::Internal, Visibility::Public, Visibility::Restricted}) {
        const QString which = toText(visibility) + u" countermeasure"_s;
        auto &words = visibility == Visibility::Restricted ? restricted : hidden;
        const auto measure = story.measure(
            {.why = visibility == Visibility::Restricted ? WhyId{} : roots.front(),
             .text = visibility == Visibility::Public ? shown(which) : words(which),
             .owner = story.owner,
             .dueOn = QDate(2031, 7, 13),
             .effectCheck = words(which + u"'s check"_s),
             .link = u"https://%1.example.com/%2"_s.arg(words(which + u"'s tracker"_s), words(which + u"'s ticket"_s)),
             .visibility = visibility});
        prove(measure, words(which + u"'s result"_s));
    }
    story
        .as(teller,
            [id = story.id, about = story.incident.id, finding = u"leafIsNoRoot why %1"_s.arg(leaf.value),
             reason = hidden(u"reason why a finding stays"_s),
             secret = restricted(u"reason why a restricted one stays"_s)](Transaction &t) -> Result<int> {
                ONLYONCE_TRY(answerFinding(t, about, finding, reason, {}));
                ONLYONCE_TRY(answerAll(t, about, secret));
                auto reviewed = setPostMortemStatus(t, id, PostMortemStatus::InReview, 2);
                return setPostMortemStatus(t, id, PostMortemStatus::Approved, *reviewed);
            })
        .value();

    const QTemporaryDir folder;
    auto forCustomers = story.document(Audience::Public);
    // A template of the company's own that names all it can, in headings as well, lets out nothing more.
    const auto byTemplate = story.document(Audience::Public, everything());
    forCustomers.blocks.insert(forCustomers.blocks.end(), byTemplate.blocks.begin(), byTemplate.blocks.end());
    const auto forUs = story.document(Audience::Internal);
    QVERIFY(formats().size() >= 3);
    for (const auto &format : formats()) {
        const QString text =
            searchable(rendered(forCustomers, format), format, folder) + suggestedFileName(forCustomers, format);
        QCOMPARE(hidden.foundIn(text).join(u", "), QString());
        QCOMPARE(restricted.foundIn(text).join(u", "), QString());
        QCOMPARE(unseen.foundIn(text).join(u", "), QString());
        QCOMPARE(aside.foundIn(text).join(u", "), QString());
        QCOMPARE(shown.missingIn(text).join(u", "), QString());
        QVERIFY2(!text.contains(u"20310713"_s), "the due date is a promise that nobody gave to customers");
        // The same search must be able to find: all of it stands in the document for the company.
        const QString inside = searchable(rendered(forUs, format), format, folder);
        QCOMPARE(hidden.missingIn(inside).join(u", "), QString());
        QCOMPARE(shown.missingIn(inside).join(u", "), QString());
        QCOMPARE(restricted.foundIn(inside).join(u", "), QString());
        QCOMPARE(unseen.foundIn(inside).join(u", "), QString());
    }
}

void TestBuilder::restrictedIsLeftOutAndCounted()
{
    Story story;
    story.note(u"Customer ACME calls."_s, Visibility::Restricted);
    story.attachFile(u"contract.txt"_s, "secret"_ba, {}, Visibility::Restricted);
    const auto markdown = QString::fromUtf8(rendered(story.document(Audience::Internal), *formatById(u"markdown")));
    QVERIFY(!markdown.contains(u"ACME"));
    QVERIFY(!markdown.contains(u"contract"));
    // The note, the file, and the timeline's word of the file.
    QVERIFY2(markdown.contains(u"left out of this document: 3"), qPrintable(markdown));
    const auto customers = QString::fromUtf8(rendered(story.document(Audience::Public), *formatById(u"markdown")));
    QVERIFY2(!customers.contains(u"left out"), qPrintable(customers));
}

void TestBuilder::incidentWithoutPostMortem()
{
    Story story;
    const auto internal = QString::fromUtf8(rendered(story.document(Audience::Internal), *formatById(u"markdown")));
    QVERIFY2(internal.contains(u"Not begun"), qPrintable(internal));
    QCOMPARE(internal.count(u"Not recorded\\."_s) + internal.count(u"Not recorded."_s), 4);
    QVERIFY(internal.contains(u"pending"));
    const auto customers = story.document(Audience::Public);
    QCOMPARE(customers.title, u"Incident INC-1"_s);
    QVERIFY(customers.author.isEmpty());
    QCOMPARE(customers.blocks.size(), 1u);
    QCOMPARE(std::get<Paragraph>(customers.blocks.front()).markdown, u"No details have been published yet."_s);

    auto missing = story.read(
        [](Transaction &t) { return buildDocument(t, IncidentId{4711}, Audience::Internal, QTimeZone::utc()); });
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
}

void TestBuilder::wordsFromTheRightStandApart()
{
    Story story;
    story.begin();
    const QString arabic = u"انتهت صلاحية الشهادة على lb1 في 14:05."_s;
    const QString apart = u'\u2068' + arabic + u'\u2069';
    story.note(arabic);
    const auto failed = story.why(arabic);
    const auto late = story.why(u"Nobody looked\u2069 at it"_s, {.parent = failed});
    story.show(late, u"lb1"_s);
    story.root(late, RootCategory::Process, WhyState::Confirmed);
    story.measure({.why = late, .text = arabic});

    const auto markdown = QString::fromUtf8(rendered(story.document(Audience::Internal), *formatById(u"markdown")));
    for (const QString &line :
         {u"2. Therefore: "_s + apart, u"Shown by: 05:00:00 UTC "_s + apart, u"Countermeasure (open): "_s + apart}) {
        QVERIFY2(markdown.contains(line), qPrintable(markdown));
    }
    // What stands alone in its line needs no isolate, and what people type ends none of ours.
    QVERIFY2(markdown.contains(u"| note | "_s + arabic), qPrintable(markdown));
    QVERIFY2(markdown.contains(u"1. **Nobody looked‹U+2069› at it**"_s), qPrintable(markdown));
}

void TestBuilder::longAndStrangeEvidence()
{
    const auto blocksOf = [](const QByteArray &content) {
        TestDatabase database(Engine::Sqlite);
        const auto actor = await(database->write({}, [](Transaction &t) { return actorForLogin(t, u"ada"_s, {}); }));
        return await(database->write(actor->id,
                                     [=](Transaction &t) -> Result<std::vector<Block>> {
                                         auto about = declareIncident(t, {.title = u"x"_s});
                                         ONLYONCE_TRY(attach(
                                             t, {.incident = about->id, .name = u"evidence"_s, .content = content}));
                                         auto document =
                                             buildDocument(t, about->id, Audience::Internal, QTimeZone::utc());
                                         auto blocks = document.value().blocks;
                                         const auto heading =
                                             std::ranges::find(blocks, Block(Heading{1, u"Evidence"_s}));
                                         blocks.erase(blocks.begin(), heading + 1);
                                         return blocks;
                                     }))
            .value();
    };
    const auto code = [](const Block &block) { return std::get<Code>(block).text; };
    const auto remark = [](const Block &block) { return std::get<Paragraph>(block).markdown; };

    QByteArray lines;
    for (int i = 1; i <= 3'000; ++i) {
        lines += "line " + QByteArray::number(i) + "\n";
    }
    auto blocks = blocksOf(lines);
    QCOMPARE(blocks.size(), 2u);
    QVERIFY(code(blocks[0]).endsWith(u"line 2000\n"));
    QVERIFY2(remark(blocks[1]).contains(u"first 2,000 of 3,000 lines"), qPrintable(remark(blocks[1])));

    blocks = blocksOf(QString(1'000'000, u'é').toUtf8());
    QCOMPARE(code(blocks[0]).size(), 400'000);
    QVERIFY2(remark(blocks[1]).contains(u"400,000 characters"), qPrintable(remark(blocks[1])));

    blocks = blocksOf("caf\xe9\n"_ba);
    QCOMPARE(code(blocks[0]), u"caf\uFFFD\n"_s);
    QVERIFY(remark(blocks[1]).contains(u"valid UTF-8"));

    blocks = blocksOf(QByteArray("\xff\xfe"
                                 "h\0i\0",
                                 6));  // UTF-16 with its mark
    QCOMPARE(blocks.size(), 1u);
    QCOMPARE(code(blocks[0]), u"hi"_s);

    blocks = blocksOf(QByteArray("a\0b", 3));
    QVERIFY2(remark(blocks[0]).contains(u"is no text"), qPrintable(remark(blocks[0])));

    blocks = blocksOf("\x89PNG\r\n\x1a\nrest"_ba);
    QCOMPARE(std::get<Picture>(blocks[0]).alt, u"evidence"_s);
}

void TestBuilder::utcAloneIsPrintedOnce()
{
    TestDatabase database(Engine::Sqlite);
    const auto actor = await(database->write({}, [](Transaction &t) { return actorForLogin(t, u"ada"_s, {}); }));
    const auto started = [&](const QTimeZone &zone) {
        const auto document = await(database->write(actor->id, [=](Transaction &t) -> Result<Document> {
                                  auto about =
                                      declareIncident(t, {.title = u"x"_s, .startedAt = at(u"2026-11-23T04:58:30Z")});
                                  return buildDocument(t, about->id, Audience::Internal, zone);
                              })).value();
        const auto fact = std::ranges::find(document.facts, label(IncidentTime::Started), &Fact::label);
        return fact == document.facts.end() ? QString() : fact->markdown;
    };
    QCOMPARE(started(QTimeZone::utc()), u"2026-11-23 04:58:30 UTC"_s);
    QCOMPARE(started(QTimeZone("Atlantic/Reykjavik")), u"2026-11-23 04:58:30 UTC"_s);
    QCOMPARE(started(berlin), u"2026-11-23 04:58:30 UTC (05:58:30 CET)"_s);
    const auto anchorage = started(QTimeZone("America/Anchorage"));
    QVERIFY2(anchorage.contains(u"2026-11-22 19:58:30"), qPrintable(anchorage));
}

void TestBuilder::audiences()
{
    QCOMPARE(audienceFrom(u"public"_s).value(), Audience::Public);
    QCOMPARE(audienceFrom(toText(Audience::Internal)).value(), Audience::Internal);
    auto wrong = audienceFrom(u"everybody"_s);
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().message, u"“everybody” is not an audience. Choose one of: internal, public."_s);
}

QTEST_MAIN(TestBuilder)
#include "tst_builder.moc"
