// SPDX-License-Identifier: GPL-3.0-or-later
// What an incident gives to other programs, and how one comes back in: JSON by its published schema, CSV, calendars.
#include "models/base/json.h"
#include "models/incidents/command/roles.h"
#include "models/incidents/timeline/timelinepage.h"
#include "models/postmortem/archive/dataformats.h"
#include "models/postmortem/archive/incidentfile.h"
#include "models/postmortem/archive/wholearchive.h"
#include "models/postmortem/document/builder.h"
#include "models/postmortem/review/comments.h"
#include "models/postmortem/whys/whyevidence.h"
#include "support/answers.h"
#include "support/crew.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QUrl>

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

//! An incident with everything that a file of it holds, and texts that other formats could stumble over.
class Told : public Crew
{
public:
    Told()
    {
        database.clock.set(u"2026-11-23T05:04:00Z");
        as(responder, [&](Transaction &t) -> Result<> {
            ONLYONCE_TRY(acknowledgeIncident(t, incident.id));
            ONLYONCE_TRY(addNote(t, incident.id, u"=1+1, a \"quoted\" **note**\n\nwith a second paragraph"_s));
            ONLYONCE_TRY(addNote(t, incident.id, u"Customers wait; ünïcödé 日本 🙂"_s, Visibility::Public));
            ONLYONCE_TRY(addNote(t, incident.id, u"Only for us"_s, Visibility::Restricted));
            ONLYONCE_TRY(attach(t, {.incident = incident.id,
                                    .name = u"gateway.log"_s,
                                    .language = u"Log File (advanced)"_s,
                                    .content = QByteArray("a\0\xff line\n", 9)}));
            ONLYONCE_TRY(attach(t, {.incident = incident.id,
                                    .name = u"long.log"_s,
                                    .visibility = Visibility::Public,
                                    .content = QByteArray(evidencePiece + 5, 'x')}));
            return {};
        }).value();
        as(commander, [&](Transaction &t) -> Result<> {
            const auto entries = timelineOf(t, incident.id).value();
            ONLYONCE_TRY(pinEntry(t, entries.at(2).id, true));
            const int version = onlyonce::incident(t, incident.id).value().value().version;
            return setStatus(t, incident.id, IncidentStatus::Resolved, version);
        }).value();
        database.clock.set(u"2026-11-24T09:00:00.250Z");
        postMortem();
    }

    QByteArray file()
    {
        return read([&](Transaction &t) { return incidentFile(t, incident.id); }).value();
    }

private:
    void postMortem()
    {
        as(responder, [&](Transaction &t) -> Result<> {
            const auto id = openPostMortem(t, incident.id).value().id;
            ONLYONCE_TRY(setPostMortemOwner(t, id, owner, 1));
            ONLYONCE_TRY(setField(t, id, PostMortemField::Summary, u"Nobody could pay."_s, 0));
            ONLYONCE_TRY(setFieldVisibility(t, id, PostMortemField::Summary, Visibility::Public, 1));
            const auto top = addWhy(t, id, {}, u"The disk was full"_s).value().id;
            const auto below = addWhy(t, id, {.parent = top}, u"Nobody rotates logs"_s).value().id;
            ONLYONCE_TRY(addWhy(t, id, {.parent = top}, u"The disk is small"_s));
            ONLYONCE_TRY(addWhy(t, id, {.question = WhyQuestion::Slow}, u"The replica is promoted by hand"_s));
            ONLYONCE_TRY(setWhyCauses(t, top, Causes::OnlyTogether, 1));
            ONLYONCE_TRY(linkEvidence(t, below, {.file = attachmentsOf(t, incident.id).value().at(0).id}));
            ONLYONCE_TRY(linkEvidence(t, below, {.entry = timelineOf(t, incident.id).value().at(2).id}));
            const auto versions = whysOf(t, id).value();
            const auto version = versions.at(0).children.at(0).why.version;
            const auto marked = markRoot(t, below, RootCategory::Process, version).value();
            ONLYONCE_TRY(setWhyState(t, below, WhyState::Confirmed, marked));
            const auto first = addCountermeasure(t, id,
                                                 {.why = below,
                                                  .text = u"Rotate all logs by size; keep, at most, 1 GB of each"_s,
                                                  .owner = owner,
                                                  .dueOn = QDate(2026, 12, 8),
                                                  .effectCheck = u"Write 10 GB of logs in staging"_s,
                                                  .link = u"https://tracker.example.com/T-1"_s,
                                                  .visibility = Visibility::Public})
                                   .value();
            ONLYONCE_TRY(
                addCountermeasure(t, id, {.text = u"Write a runbook"_s, .kind = CountermeasureKind::Mitigate}));
            const auto done = setCountermeasureState(t, first, CountermeasureState::Done, 1).value();
            ONLYONCE_TRY(setCountermeasureState(t, first, CountermeasureState::Proven, done, u"1 GB kept"_s));
            ONLYONCE_TRY(answerAll(t, incident.id));
            const auto said = addComment(t, id, below, u"Since when?\n\nAnd *who* knew?"_s).value();
            ONLYONCE_TRY(replyTo(t, said, u"Since May"_s));
            ONLYONCE_TRY(addComment(t, id, PostMortemField::Summary, u"How many?"_s));
            ONLYONCE_TRY(addComment(t, id, first, u"By size"_s));
            ONLYONCE_TRY(addComment(t, id, {}, u"Well written"_s));
            ONLYONCE_TRY(settleComment(t, said, true, 1));
            ONLYONCE_TRY(askForReview(t, id, {owner}, u"uuid"_s));
            ONLYONCE_TRY(answerReview(t, id, owner, ReviewAnswer::Agrees, u"Good"_s, 1));
            ONLYONCE_TRY(setPostMortemStatus(t, id, PostMortemStatus::InReview, 2));
            return {};
        }).value();
        as(commander, [&](Transaction &t) {
            const auto about = postMortemOf(t, incident.id).value().value();
            return setPostMortemStatus(t, about.id, PostMortemStatus::Approved, about.version);
        }).value();
    }
};

//! An empty database elsewhere, with one incident of its own so that numbers differ.
class Elsewhere
{
public:
    Elsewhere()
    {
        administrator =
            await(database->write({}, [](Transaction &t) { return actorForLogin(t, u"root"_s, u"Root"_s); }))
                .value()
                .id;
        await(database->write(administrator, [](Transaction &t) {
            return declareIncident(t, {.title = u"Own"_s});
        })).value();
        database.clock.set(u"2031-01-01T00:00:00Z");
    }
    Result<Incident> takeIn(const QByteArray &bytes)
    {
        const auto history = readHistory(bytes, {});
        if (!history) {
            return failure(history);
        }
        const auto taken =
            await(database->write(administrator, [&](Transaction &t) { return importHistory(t, *history); }));
        return taken ? Result<Incident>(taken->at(0).incident) : failure(taken);
    }
    qint64 count(const QString &table)
    {
        return await(database->read([=](Transaction &t) {
                   return t.one(u"SELECT count(*) FROM "_s + table, [](const Row &row) { return row.integer(0); });
               }))
            .value()
            .value();
    }

    TestDatabase database;
    ActorId administrator;
};

QByteArray changed(const QByteArray &file, const QString &from, const QString &to)
{
    const QString text = QString::fromUtf8(file);
    if (!text.contains(from)) {
        qFatal("%s is not in the file", qPrintable(from));
    }
    return QString(text).replace(text.indexOf(from), from.size(), to).toUtf8();
}

//! What a validator that is not ours says; empty when the file is as the schema has it.
QString complaints(const QByteArray &file)
{
    QTemporaryDir folder;
    const auto write = [&folder](const QString &name, const QByteArray &bytes) {
        QFile target(folder.filePath(name));
        return target.open(QIODevice::WriteOnly) && target.write(bytes) == bytes.size();
    };
    if (!write(u"file.json"_s, file) || !write(u"schema.json"_s, incidentFileSchema())) {
        qFatal("cannot write");
    }
    QProcess python;
    python.setWorkingDirectory(folder.path());
    python.start(u"python3"_s, {u"-c"_s, u"import json, jsonschema\n"
                                         "schema = json.load(open('schema.json'))\n"
                                         "jsonschema.Draft202012Validator.check_schema(schema)\n"
                                         "for e in jsonschema.Draft202012Validator(schema).iter_errors("
                                         "json.load(open('file.json'))): print(e.json_path, e.message[:200])\n"_s});
    if (!python.waitForFinished(60'000) || python.exitCode() != 0) {
        return u"FAILED: "_s + QString::fromUtf8(python.readAllStandardError());
    }
    return QString::fromUtf8(python.readAllStandardOutput());
}

QByteArray written(const QString &name)
{
    QFile file(QStringLiteral(ONLYONCE_TEST_DATA "/postmortem/history/") + name);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s cannot be read", qPrintable(name));
    }
    return file.readAll();
}

//! Runs to its end; `cancels` as soon as the first incident is done.
Result<ArchiveWritten> archived(Database &database, ActorId reader, const ArchiveWish &wish, bool cancels = false)
{
    WholeArchive archive(database, reader, wish);
    std::optional<Result<ArchiveWritten>> written;
    int last = 0;
    QObject::connect(&archive, &WholeArchive::progressed, &archive, [&](int done, int all) {
        if (done < last || done > all) {
            qFatal("progress goes back");
        }
        last = done;
        if (cancels && done == 1) {
            archive.cancel();
        }
    });
    QObject::connect(&archive, &WholeArchive::finished, &archive,
                     [&](const Result<ArchiveWritten> &result) { written = result; });
    archive.start();
    return QTest::qWaitFor([&] { return written.has_value(); }, 60'000)
             ? *written
             : fail(ErrorCode::Internal, u"the archive did not end"_s);
}

//! Paths below the folder, in order, and what is in all of them.
std::pair<QStringList, QByteArray> contentOf(const QString &folder)
{
    QStringList paths;
    QByteArray content;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly)) {
            qFatal("%s cannot be read", qPrintable(file.fileName()));
        }
        paths << QDir(folder).relativeFilePath(file.fileName());
        content += file.readAll();
    }
    paths.sort();
    return {paths, content};
}

QByteArray said(const QString &program, const QStringList &words)
{
    QProcess process;
    process.start(program, words);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit) {
        qFatal("%s does not end", qPrintable(program));
    }
    return process.readAllStandardOutput();
}

//! All that somebody could get out of a file with whatever tool: what is zipped, compressed, drawn, or said of it.
QByteArray laidBare(const QString &path)
{
    if (path.endsWith(u".odt"_s) || path.endsWith(u".docx"_s)) {
        return said(u"unzip"_s, {u"-p"_s, path}) + said(u"unzip"_s, {u"-l"_s, path});
    }
    if (path.endsWith(u".pdf"_s)) {
        return said(u"qpdf"_s, {u"--qdf"_s, u"--object-streams=disable"_s, path, u"-"_s})
             + said(u"pdftotext"_s, {u"-raw"_s, path, u"-"_s}) + said(u"pdfinfo"_s, {path});
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s cannot be read", qPrintable(path));
    }
    return file.readAll();
}

//! A document laid bare, in which words are found in whatever way a format may write them: as they are, in UTF-16, as
//! hexadecimal digits, with tags, breaks or hyphens within.
class Bare
{
public:
    explicit Bare(const QString &path)
        : m_bytes(laidBare(path))
        , m_lower(m_bytes.toLower())
        , m_seamless(QString::fromUtf8(m_bytes).remove(within()))
    {
    }
    [[nodiscard]] bool holds(const QString &word) const
    {
        QByteArray wide;
        for (const QChar c : word) {
            wide += char(c.unicode() >> 8);
            wide += char(c.unicode() & 0xff);
        }
        return m_bytes.contains(word.toUtf8()) || m_bytes.contains(wide) || m_lower.contains(word.toUtf8().toHex())
            || m_lower.contains(wide.toHex()) || m_bytes.contains(word.toUtf8().toBase64())
            || m_seamless.contains(QString(word).remove(within()));
    }

private:
    static const QRegularExpression &within()
    {
        static const QRegularExpression pattern(u"<[^>]*>|\\s|[\\x{00AD}\\x{200B}\\x{2011}-]"_s);
        return pattern;
    }

    QByteArray m_bytes;
    QByteArray m_lower;
    QString m_seamless;
};

void outline(const std::vector<RecordedWhy> &whys, int depth, QString &text)
{
    for (const RecordedWhy &node : whys) {
        text += QString(depth, u' ') + toText(node.why.question) + u": "_s + node.why.text
              + (node.why.root ? u" (root)\n"_s : u"\n"_s);
        outline(node.whys, depth + 1, text);
    }
}

//! All that was read, a line each.
QString outline(const Recorded &read)
{
    const Incident &incident = read.incident.incident;
    QString text =
        u"#%1 %2: %3 %4, %5\n"_s.arg(incident.number)
            .arg(incident.title, toText(incident.severity), toText(incident.status), incident.services.join(u' '));
    for (const IncidentTime which : allIncidentTimes) {
        if (incident.time(which)) {
            text += toText(which) + u' ' + toIso(*incident.time(which)) + u'\n';
        }
    }
    for (const PostMortemText &prose : read.postMortem->texts) {
        text += toText(prose.field) + u": "_s + prose.markdown + u'\n';
    }
    for (const TimelineEntry &entry : read.incident.timeline) {
        text += toIso(entry.happenedAt) + u' ' + entry.actorName + u": "_s + entry.body + u'\n';
    }
    outline(read.postMortem->whys, 0, text);
    for (const RecordedMeasure &each : read.postMortem->measures) {
        const auto &what = each.measure.what;
        const QStringList words{toText(what.kind), toText(each.measure.state), each.owner,
                                what.dueOn ? what.dueOn->toString(Qt::ISODate) : QString(), what.link};
        text += what.text + u": "_s + words.join(u' ').simplified() + u'\n';
    }
    return text;
}

}  // namespace

class TestArchive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anIncidentComesBackWhole_data() { TestDatabase::addEngines(); }
    void anIncidentComesBackWhole()
    {
        Told here;
        here.as(here.responder,
                [&](Transaction &t) -> Result<> {
                    const auto about = postMortemOf(t, here.incident.id).value().value();
                    ONLYONCE_TRY(setPostMortemMeeting(t, about.id, t.now(), about.version));
                    return assignRole(t, here.incident.id, u"Night watch"_s, here.owner);
                })
            .value();
        const QByteArray file = here.file();
        for (const char *text : {"\"authors\": [\n            \"Grace Hopper\"\n",
                                 "\"meetingAt\": \"2026-11-24T09:00:00.250Z\"", "\"role\": \"Night watch\""}) {
            QVERIFY2(file.contains(text), text);
        }
        Elsewhere there;
        REQUIRE_VALUE(imported, there.takeIn(file));
        QCOMPARE(imported.number, 2);
        const auto again = await(there.database->read([&](Transaction &t) { return incidentFile(t, imported.id); }));
        REQUIRE_VALUE(bytes, again);
        // All but the number, which is the next one there.
        QCOMPARE(QString::fromUtf8(bytes), QString::fromUtf8(changed(file, u"\"number\": 1,"_s, u"\"number\": 2,"_s)));

        // It is history: followers, who call and tell people, see that it came in and nothing else.
        const auto told = await(there.database->read([](Transaction &t) { return timelineAfter(t, 0, 100); })).value();
        QCOMPARE(std::ranges::count(told, imported.id, &TimelineEntry::incident), 1);
        QVERIFY(tellsOfImport(told.back()));
        QVERIFY2(told.back().body.contains(u"INC-1"_s), qPrintable(told.back().body));
        QCOMPARE(told.back().actorName, u"Root"_s);

        // Who is named in it has got no right by that.
        const auto actors = await(there.database->read([](Transaction &t) { return allActors(t); })).value();
        for (const Actor &actor : actors) {
            QVERIFY(actor.kind == ActorKind::Source || actor.name == u"Root"_s);
        }
    }

    void whatIsRestrictedComesBackRestricted_data() { TestDatabase::addEngines(); }
    void whatIsRestrictedComesBackRestricted()
    {
        Told here;
        here.restrictTo({here.responder});
        Elsewhere there;
        REQUIRE_VALUE(imported, there.takeIn(here.file()));
        QCOMPARE(imported.visibility, Visibility::Restricted);
        const auto other = await(there.database->write({}, [](Transaction &t) {
                               return actorForLogin(t, u"eve"_s, u"Eve"_s);
                           })).value();
        const auto seenBy = [&](ActorId reader) {
            return await(there.database->readAs(reader,
                                                [&](Transaction &t) { return incidentByNumber(t, imported.number); }))
                .value();
        };
        QVERIFY(seenBy(there.administrator));  // who brought it
        QVERIFY(!seenBy(other.id));
    }

    void theSameIsNotTakenInTwice_data() { TestDatabase::addEngines(); }
    void theSameIsNotTakenInTwice()
    {
        Told here;
        const QByteArray file = here.file();
        Elsewhere there;
        REQUIRE_OK(there.takeIn(file));
        const auto incidents = there.count(u"incident"_s);
        const auto entries = there.count(u"timeline"_s);
        // However it is laid out.
        const auto again = there.takeIn(QJsonDocument::fromJson(file).toJson(QJsonDocument::Compact));
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Conflict);
        QVERIFY2(again.error().message.contains(u"INC-2"_s), qPrintable(again.error().message));
        QCOMPARE(there.count(u"incident"_s), incidents);
        QCOMPARE(there.count(u"timeline"_s), entries);
    }

    void onlyAdministratorsImport_data() { TestDatabase::addEngines(); }
    void onlyAdministratorsImport()
    {
        Told here;
        const QByteArray file = changed(here.file(), u"Nobody could pay."_s, u"Another text."_s);
        const auto history = readHistory(file, {}).value();
        for (const auto work : {importHistory, previewHistory}) {
            const auto refused = here.as(here.commander, [&](Transaction &t) { return work(t, history); });
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Denied);
        }
    }

    void theSchemaIsKept_data() { TestDatabase::addEngines(); }
    void theSchemaIsKept()
    {
        Told here;
        const QByteArray file = here.file();
        QCOMPARE(complaints(file), QString());
        Crew bare;
        QCOMPARE(complaints(bare.read([&](Transaction &t) { return incidentFile(t, bare.incident.id); }).value()),
                 QString());
        QVERIFY(complaints(changed(file, u"\"SEV1\""_s, u"\"SEV9\""_s)).contains(u"SEV9"_s));
        QVERIFY(complaints(changed(file, u"\"pinned\""_s, u"\"pined\""_s)).contains(u"pined"_s));
    }

    void whatIsWrongIsNamed_data()
    {
        QTest::addColumn<int>("engine");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("named");
        QTest::newRow("format") << int(Engine::Sqlite) << u"onlyonce-incident-1"_s << u"onlyonce-incident-9"_s
                                << u"“format”"_s;
        QTest::newRow("severity") << int(Engine::Sqlite) << u"\"SEV1\""_s << u"\"SEV9\""_s << u"incident.severity"_s;
        QTest::newRow("time") << int(Engine::Sqlite) << u"2026-11-23T05:04:00.000Z"_s << u"yesterday"_s << u"At: "_s;
        QTest::newRow("entry") << int(Engine::Sqlite) << u"\"kind\": \"declared\""_s << u"\"kind\": 7"_s
                               << u"timeline[1].kind"_s;
        QTest::newRow("visibility") << int(Engine::Sqlite) << u"\"visibility\": \"restricted\""_s
                                    << u"\"visibility\": \"nobody\""_s << u"visibility"_s;
        QTest::newRow("field") << int(Engine::Sqlite) << u"\"summary\": {"_s << u"\"sumary\": {"_s
                               << u"postmortem.fields.sumary"_s;
        QTest::newRow("place") << int(Engine::Sqlite) << u"\"file\": 1"_s << u"\"file\": 9"_s
                               << u"a number from 1 to 2"_s;
        QTest::newRow("order") << int(Engine::Sqlite) << u"\"resolvedAt\": \"2026-11-23T05:04:00.000Z\""_s
                               << u"\"resolvedAt\": \"2001-01-01T00:00:00Z\""_s << u"Resolved"_s;
        QTest::newRow("data of others") << int(Engine::Sqlite) << u"\"from\": "_s << u"\"merged\": 1, \"from\": "_s
                                        << u"timeline.data.merged: an entry has no such data"_s;
        QTest::newRow("data") << int(Engine::Sqlite) << u"\"to\": \"resolved\""_s << u"\"to\": 7"_s
                              << u"timeline.data.to: a text is expected"_s;
        QTest::newRow("name") << int(Engine::Sqlite) << u"\"authors\": ["_s << u"\"authors\": [\"a\\u0000b\", "_s
                              << u"postmortem.authors: A name has a character"_s;
        QTest::newRow("evidence") << int(Engine::Sqlite) << u"\"file\": 1"_s
                                  << u"\"file\": 1}, {\"entry\": null, \"file\": 1"_s
                                  << u"the same evidence is linked twice"_s;
        QTest::newRow("due") << int(Engine::Sqlite) << u"\"2026-12-08\""_s << u"\"0001-01-01\""_s
                             << u"from 1970 to 9999"_s;
        QTest::newRow("no file name") << int(Engine::Sqlite) << u"\"gateway.log\""_s << u"\"../\\n\""_s
                                      << u"file name"_s;
        QTest::newRow("content") << int(Engine::Sqlite) << u"YQD/"_s << u"YQD+"_s << u"SHA-256"_s;
        QTest::newRow("syntax") << int(Engine::Sqlite) << u"{"_s << u"["_s << u""_s;
    }
    void whatIsWrongIsNamed()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, named);
        static const QByteArray file = [] { return Told().file(); }();
        Elsewhere there;
        const auto refused = there.takeIn(changed(file, from, to));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Invalid);
        QVERIFY2(refused.error().message.contains(named, Qt::CaseInsensitive), qPrintable(refused.error().message));
        QCOMPARE(there.count(u"incident"_s), 1);
        QCOMPARE(there.count(u"attachment"_s) + there.count(u"incident_import"_s) + there.count(u"why"_s), 0);
    }

    void aFileIsSavedUnderANameOfItsOwn_data() { TestDatabase::addEngines(); }
    void aFileIsSavedUnderANameOfItsOwn()
    {
        Told here;
        Elsewhere there;
        const auto taken =
            there.takeIn(changed(here.file(), u"\"gateway.log\""_s, u"\"../../etc/\\u202ecron\\n.d\""_s));
        REQUIRE_OK(taken);
        const auto files =
            await(there.database->read([&](Transaction &t) { return attachmentsOf(t, taken->id); })).value();
        QCOMPARE(files.front().name, u"‹U+202E›cron .d"_s);
    }

    void theTimelineIsATable_data() { TestDatabase::addEngines(); }
    void theTimelineIsATable()
    {
        Told here;
        const QByteArray csv = here.read([&](Transaction &t) { return timelineCsv(t, here.incident.id); }).value();
        QVERIFY(csv.startsWith("\xef\xbb\xbfhappenedAt,recordedAt,kind,actor,visibility,pinned,text\r\n"));
        QCOMPARE(csv.count('\n'), csv.count("\r\n"));
        // A formula is a text, quotes are doubled, a line end stays within its cell.
        QVERIFY2(csv.contains("note,Grace Hopper,internal,yes,\"'=1+1, a \"\"quoted\"\" note\r\n\r\nwith a second "
                              "paragraph\"\r\n"),
                 csv.constData());
        QVERIFY(csv.contains("Customers wait; ünïcödé 日本 🙂"));
        QProcess python;
        python.start(u"python3"_s,
                     {u"-c"_s, u"import csv, io, sys\n"
                               "rows = list(csv.reader(io.StringIO(sys.stdin.buffer.read().decode('utf-8-sig'), "
                               "newline=''), strict=True))\nprint(len(rows), set(map(len, rows)))"_s});
        python.write(csv);
        python.closeWriteChannel();
        QVERIFY(python.waitForFinished(60'000));
        const auto entries = here.read([&](Transaction &t) { return timelineOf(t, here.incident.id); }).value();
        QCOMPARE(QString::fromUtf8(python.readAllStandardOutput()).trimmed(), u"%1 {7}"_s.arg(entries.size() + 1));
    }

    void dueDatesAreACalendar_data() { TestDatabase::addEngines(); }
    void dueDatesAreACalendar()
    {
        Told here;
        const auto calendar = [&] {
            return here.read([&](Transaction &t) { return dueCalendar(t, here.incident.id); }).value();
        };
        const QByteArray ics = calendar();
        QVERIFY(ics.startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && ics.endsWith("END:VCALENDAR\r\n"));
        QCOMPARE(ics.count('\n'), ics.count("\r\n"));
        for (const QByteArray &line : ics.split('\n')) {
            QVERIFY2(line.size() <= 76, line.constData());  // with its CR
        }
        const QByteArray unfolded = QByteArray(ics).replace("\r\n ", "");
        QCOMPARE(unfolded.count("BEGIN:VEVENT"), 1);  // the other one has no due date
        QVERIFY2(unfolded.contains("DTSTART;VALUE=DATE:20261208\r\nDTEND;VALUE=DATE:20261209\r\n"), ics.constData());
        QVERIFY2(
            unfolded.contains("SUMMARY:INC-1 done: Rotate all logs by size\\; keep\\, at most\\, 1 GB of each\r\n"),
            ics.constData());
        QVERIFY(unfolded.contains("\\nOwner: Grace Hopper"));
        static const QRegularExpression uid(u"UID:(.*)\r"_s);
        const QString first = uid.match(QString::fromUtf8(ics)).captured(1);
        QVERIFY(first.endsWith(u"@onlyonce"_s));

        // Another day, the same event.
        here.as(here.responder,
                [&](Transaction &t) -> Result<> {
                    const auto about = postMortemOf(t, here.incident.id).value().value();
                    ONLYONCE_TRY(setPostMortemStatus(t, about.id, PostMortemStatus::InReview, about.version));
                    auto measure = countermeasuresOf(t, about.id).value().at(0);
                    measure.what.dueOn = QDate(2026, 12, 31);
                    ONLYONCE_TRY(editCountermeasure(t, measure.id, measure.what, measure.version));
                    return {};
                })
            .value();
        const QByteArray moved = calendar();
        QVERIFY(moved.contains("DTSTART;VALUE=DATE:20261231"));
        QCOMPARE(uid.match(QString::fromUtf8(moved)).captured(1), first);

        // What was imported may link to anything.
        QVERIFY(unfolded.contains("URL:https://tracker.example.com/T-1\r\n"));
        Elsewhere there;
        const auto taken =
            there.takeIn(changed(here.file(), u"https://tracker.example.com/T-1"_s, u"javascript:x()"_s));
        REQUIRE_OK(taken);
        const auto imported = await(there.database->read([&](Transaction &t) { return dueCalendar(t, taken->id); }));
        REQUIRE_OK(imported);
        QVERIFY2(imported->contains("BEGIN:VEVENT") && !imported->contains("URL:"), imported->constData());

        Crew bare;
        const auto none = bare.read([&](Transaction &t) { return dueCalendar(t, bare.incident.id); });
        QVERIFY(!none && none.error().message.contains(u"due date"_s));
    }

    void aPostMortemInMarkdownComesIn_data() { TestDatabase::addEngines(); }
    void aPostMortemInMarkdownComesIn()
    {
        Elsewhere there;
        const Recorded read = readHistory(written(u"tables.md"_s), {}).value().incidents.at(0);
        QCOMPARE(read.line, 1);
        QVERIFY2(outline(read) == QString::fromUtf8(written(u"tables.txt"_s)), qPrintable(outline(read)));
        const auto history = readHistory(written(u"tables.md"_s), {}).value();
        QCOMPARE(history.remarks.size(), 1);
        QVERIFY2(history.remarks.at(0).contains(u"“Glossary” (line 57)"_s), qPrintable(history.remarks.at(0)));

        REQUIRE_VALUE(incident, there.takeIn(written(u"tables.md"_s)));
        QCOMPARE(incident.number, 2);
        const auto [record, files, document] =
            await(there.database->read([&](Transaction &t) {
                using Found = std::tuple<PostMortemRecord, std::vector<Attachment>, Document>;
                return Result<Found>(
                    Found{*postMortemRecord(t, incident.id).value(), attachmentsOf(t, incident.id).value(),
                          buildDocument(t, incident.id, Audience::Internal, QTimeZone::utc()).value()});
            })).value();
        QCOMPARE(record.postMortem.status, PostMortemStatus::Draft);
        QCOMPARE(record.postMortem.ownerName, u"Ada Lovelace"_s);
        QCOMPARE(record.roots().size(), 2U);
        QCOMPARE(files.size(), 1U);  // nothing of the document is lost
        QCOMPARE(files.at(0).sha256, QCryptographicHash::hash(written(u"tables.md"_s), QCryptographicHash::Sha256));
        QVERIFY(!document.blocks.empty());

        const auto again = there.takeIn(written(u"tables.md"_s).replace("\n", "\r\n"));
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Conflict);
        QVERIFY2(again.error().message.contains(u"INC-2"_s), qPrintable(again.error().message));
    }

    void timesInMarkdownSayTheirZone()
    {
        const QByteArray file = written(u"lists.md"_s);
        const auto unclear = readHistory(file, {});
        QVERIFY(!unclear);
        QCOMPARE(unclear.error().code, ErrorCode::Invalid);
        QVERIFY2(unclear.error().message.startsWith(u"Line 14: “CET” means more than one time zone."_s),
                 qPrintable(unclear.error().message));
        const auto read = readHistory(file, QTimeZone("Europe/Berlin"));
        REQUIRE_OK(read);
        QVERIFY2(outline(read->incidents.at(0)) == QString::fromUtf8(written(u"lists.txt"_s)),
                 qPrintable(outline(read->incidents.at(0))));
        QVERIFY(read->remarks.isEmpty());
    }

    void theNumberOfAnotherHouseIsNoPartOfTheTitle_data()
    {
        QTest::addColumn<QString>("heading");
        QTest::addColumn<QString>("title");
        QTest::newRow("reference") << u"INC-7: Checkout down"_s << u"Checkout down"_s;
        QTest::newRow("after the kind") << u"Post-mortem: INC-7 Checkout down"_s << u"Checkout down"_s;
        QTest::newRow("word") << u"Incident #42 – Checkout down"_s << u"Checkout down"_s;
        QTest::newRow("brackets") << u"Checkout down (INC-7)"_s << u"Checkout down"_s;
        QTest::newRow("a count") << u"500: the answer of checkout"_s << u"500: the answer of checkout"_s;
        QTest::newRow("a sentence") << u"Incident 7 came again"_s << u"Incident 7 came again"_s;
        QTest::newRow("nothing else") << u"INC-7"_s << u"INC-7"_s;
    }
    void theNumberOfAnotherHouseIsNoPartOfTheTitle()
    {
        QFETCH(QString, heading);
        QFETCH(QString, title);
        const QString file = u"# %1\n\nDate: 2026-01-31\n\n## Timeline\n\n- 14:05 It burns\n"_s.arg(heading);
        const auto read = readHistory(file.toUtf8(), {});
        REQUIRE_OK(read);
        QCOMPARE(read->incidents.at(0).incident.incident.title, title);
    }

    void aTableOfIncidentsComesIn_data() { TestDatabase::addEngines(); }
    void aTableOfIncidentsComesIn()
    {
        const QByteArray file = written(u"incidents.csv"_s);
        const auto history = readHistory(file, {});
        REQUIRE_OK(history);
        QVERIFY2(outline(history->incidents.at(0)) == QString::fromUtf8(written(u"incidents.txt"_s)),
                 qPrintable(outline(history->incidents.at(0))));
        QCOMPARE(history->incidents.at(1).line, 4);
        QVERIFY2(history->remarks.join(u' ').contains(u"“Colour”"_s), qPrintable(history->remarks.join(u' ')));

        Elsewhere there;
        const auto taken = [&](auto work, const QByteArray &bytes) {
            const auto read = readHistory(bytes, {});
            return read
                     ? await(there.database->write(there.administrator, [&](Transaction &t) { return work(t, *read); }))
                     : failure(read);
        };
        REQUIRE_OK(taken(previewHistory, file));
        QCOMPARE(there.count(u"incident"_s), 1);
        REQUIRE_OK(taken(importHistory, file));
        QCOMPARE(there.count(u"incident"_s), 3);

        // A table that has grown brings what is new.
        const auto grown = taken(importHistory, file + "OPS-14;Third;P3;2025-05-01 10:00;;;;\n");
        REQUIRE_OK(grown);
        QCOMPARE(grown->at(0).wasHereAs, std::optional<qint64>(2));
        QCOMPARE(grown->at(2).incident.number, 4);
        QCOMPARE(there.count(u"incident"_s), 4);
        const auto all = taken(importHistory, file);
        QVERIFY(!all);
        QCOMPARE(all.error().code, ErrorCode::Conflict);
        QVERIFY2(all.error().message.contains(u"INC-2, INC-3"_s), qPrintable(all.error().message));
    }

    void whatIsWrongInATextIsSaidByLine_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("said");
        const QByteArray head = "title,severity,started,resolved\n";
        QTest::newRow("severity") << head + "\"A\nB\",SEV2,2025-01-01 10:00,\nC,huge,2025-01-01 10:00,\n"
                                  << u"Line 4: “huge” is not a severity"_s;
        QTest::newRow("time") << head + "A,SEV2,yesterday,\n" << u"Line 2: “yesterday” is not a time"_s;
        QTest::newRow("day") << head + "A,SEV2,2025-01-01,\n" << u"Line 2: “2025-01-01” names a day"_s;
        QTest::newRow("none") << head + "A,SEV2,,\n" << u"Line 2: When it was is missing"_s;
        QTest::newRow("order") << head + "A,SEV2,2025-01-02 10:00,2025-01-01 10:00\n" << u"Line 2: "_s;
        QTest::newRow("title") << head + ",SEV2,2025-01-02 10:00,\n" << u"Line 2: A title is missing."_s;
        QTest::newRow("quote") << head + "\"A,SEV2,2025-01-02 10:00,\n" << u"Line 2: a quotation mark"_s;
        QTest::newRow("twice") << head + "A,SEV2,2025-01-02 10:00,\nA,SEV2,2025-01-02 10:00,\n"
                               << u"Line 3: It is the same as line 2."_s;
        QTest::newRow("several") << head + "A,x,2025-01-02 10:00,\nB,y,2025-01-02 10:00,\n" << u"Line 3: “y”"_s;
        QTest::newRow("no day") << QByteArray("# A\n\n## Timeline\n\n- 14:05 It burns\n")
                                << u"Line 5: No day is known"_s;
        QTest::newRow("a log") << QByteArray("# A\n\nDate: 2026-01-31\n\n## Timeline\n\n")
                                      + QByteArray("- 14:05 It burns\n").repeated(10'001)
                               << u"Line 10007: The timeline has more than 10000 entries"_s;
        QTest::newRow("no date") << QByteArray("# A\n\n## Summary\n\nText\n") << u"Line 1: When it was is missing"_s;
        QTest::newRow("no post-mortem") << QByteArray("# A\n\n## Recipe\n\nEggs\n") << u"No heading of a post-mortem"_s;
        QTest::newRow("no text") << QByteArray("\xff\xfe\x41\x00") << u"no text in UTF-8"_s;
        QTest::newRow("nothing") << QByteArray() << u"No heading of a post-mortem"_s;
    }
    void whatIsWrongInATextIsSaidByLine()
    {
        QFETCH(QByteArray, file);
        QFETCH(QString, said);
        const auto refused = readHistory(file, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Invalid);
        QVERIFY2(refused.error().message.contains(said), qPrintable(refused.error().message));
    }

    void theWholeArchiveIsAFolder_data() { TestDatabase::addEngines(); }
    void theWholeArchiveIsAFolder()
    {
        Told here;
        here.as(here.commander,
                [](Transaction &t) -> Result<> {
                    ONLYONCE_TRY(declareIncident(t, {.title = u"A/B <b>test</b> & more"_s, .services = {u"shop"_s}}));
                    return {};
                })
            .value();
        const auto secret =
            here.as(here.responder,
                    [](Transaction &t) {
                        return declareIncident(t, {.title = u"Zebra exfiltrates"_s, .restrictedTo = QList<PersonId>{}});
                    })
                .value();
        const QTemporaryDir place;
        const ArchiveWish wish{.documents = {formatById(u"markdown"), formatById(u"html")},
                               .data = {dataFormatById(u"json"), dataFormatById(u"ics")},
                               .folder = place.filePath(u"all"_s)};
        REQUIRE_VALUE(written, archived(*here.database, here.viewer, wish));
        const auto [paths, content] = contentOf(wish.folder);
        QCOMPARE(paths, (QStringList{u"INC-1 Checkout down/INC-1 Checkout down.html"_s,
                                     u"INC-1 Checkout down/INC-1 Checkout down.ics"_s,
                                     u"INC-1 Checkout down/INC-1 Checkout down.json"_s,
                                     u"INC-1 Checkout down/INC-1 Checkout down.md"_s,
                                     u"INC-2 A B b test b & more/INC-2 A B b test b & more.html"_s,
                                     u"INC-2 A B b test b & more/INC-2 A B b test b & more.json"_s,
                                     u"INC-2 A B b test b & more/INC-2 A B b test b & more.md"_s, u"README.md"_s,
                                     u"index.html"_s}));
        QCOMPARE(written.incidents, 2);
        QCOMPARE(written.files, 7);
        QVERIFY(!content.contains("Zebra") && !content.contains(secret.reference().toUtf8()));

        QFile index(place.filePath(u"all/index.html"_s));
        QVERIFY(index.open(QIODevice::ReadOnly));
        const QByteArray html = index.readAll();
        QVERIFY(html.indexOf("INC-2") < html.indexOf("INC-1"));  // the newest first
        QVERIFY2(html.contains("&lt;b&gt;test&lt;/b&gt; &amp; more"), html.constData());
        static const QRegularExpression link(u"href=\"([^\"]*)\""_s);
        int links = 0;
        for (auto match = link.globalMatch(QString::fromUtf8(html)); match.hasNext(); ++links) {
            const QString path = QUrl::fromPercentEncoding(match.next().captured(1).toLatin1());
            QVERIFY2(QFile::exists(place.filePath(u"all/"_s + path)), qPrintable(path));
        }
        QCOMPARE(links, 7);
        QProcess tidy;
        tidy.start(u"tidy"_s, {u"-quiet"_s, u"-errors"_s, index.fileName()});
        QVERIFY(tidy.waitForFinished(60'000));
        QCOMPARE(QString::fromUtf8(tidy.readAllStandardError()), QString());

        // Who is named has it, too; a folder with anything in it is not touched.
        ArchiveWish again = wish;
        const auto refused = archived(*here.database, here.responder, again);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
        again.folder = place.filePath(u"named"_s);
        QVERIFY(QDir().mkpath(again.folder));
        QCOMPARE(archived(*here.database, here.responder, again).value().incidents, 3);
        QVERIFY(contentOf(again.folder).second.contains("Zebra exfiltrates"));
    }

    void oneIncidentIsAFolder_data() { TestDatabase::addEngines(); }
    void oneIncidentIsAFolder()
    {
        Told here;
        const QTemporaryDir place;
        const ArchiveWish wish{.documents = {formatById(u"markdown"), formatById(u"html")},
                               .data = {dataFormatById(u"csv")},
                               .folder = place.path(),
                               .only = here.incident.id};
        REQUIRE_VALUE(written, archived(*here.database, here.viewer, wish));
        QCOMPARE(written.folder, place.filePath(u"INC-1 Checkout down"_s));
        const QStringList expected{u"INC-1 Checkout down.csv"_s, u"INC-1 Checkout down.html"_s,
                                   u"INC-1 Checkout down.md"_s};
        QCOMPARE(contentOf(written.folder).first, expected);
        // Again, beside it; nothing else is left in that place.
        REQUIRE_VALUE(twice, archived(*here.database, here.viewer, wish));
        QCOMPARE(twice.folder, place.filePath(u"INC-1 Checkout down (2)"_s));
        QCOMPARE(QDir(place.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden).size(), 2);
        // One that is not there, or hidden, is not silently left out; nor is a place that is none.
        const auto secret =
            here.as(here.responder,
                    [](Transaction &t) {
                        return declareIncident(t, {.title = u"Zebra exfiltrates"_s, .restrictedTo = QList<PersonId>{}});
                    })
                .value();
        ArchiveWish other = wish;
        other.only = secret.id;
        const auto hidden = archived(*here.database, here.viewer, other);
        QVERIFY(!hidden && hidden.error().code == ErrorCode::NotFound);
        QVERIFY(archived(*here.database, here.responder, other));
        other.folder = u"/proc/nowhere"_s;
        const auto nowhere = archived(*here.database, here.responder, other);
        QVERIFY(!nowhere && nowhere.error().code == ErrorCode::Unavailable);
        QVERIFY2(nowhere.error().message.contains(u"/proc/nowhere"_s), qPrintable(nowhere.error().message));
    }

    void whatIsWrongInAFileIsToldByLine()
    {
        QByteArray table = "title,severity,started\n";
        for (int i = 0; i < 7; ++i) {
            table += "Fails " + QByteArray::number(i) + ",SEV2,yesterday\n";
        }
        const auto history = readHistory(table, {});
        QVERIFY(!history);
        const auto problems = lineProblems(history.error());
        QCOMPARE(problems.size(), size_t(7));
        QCOMPARE(problems.front().line, 2);
        QCOMPARE(problems.back().line, 8);
        QVERIFY2(problems.back().what.contains(u"yesterday"_s), qPrintable(problems.back().what));
        QVERIFY(history.error().message.contains(u"And 2 more"_s));
        QVERIFY(lineProblems({.code = ErrorCode::Invalid, .message = u"x"_s, .detail = u"no JSON"_s}).empty());
    }

    void aCancelledArchiveLeavesNothing_data() { TestDatabase::addEngines(); }
    void aCancelledArchiveLeavesNothing()
    {
        Crew here;
        for (int i = 0; i < 20; ++i) {
            here.as(here.commander, [](Transaction &t) { return declareIncident(t, {.title = u"Another"_s}); }).value();
        }
        const QTemporaryDir place;
        const ArchiveWish wish{.documents = {formatById(u"markdown")}, .folder = place.filePath(u"all"_s)};
        const auto cancelled = archived(*here.database, here.viewer, wish, true);
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
        QVERIFY(QDir(place.path()).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden));

        const ArchiveWish nowhere{.documents = wish.documents, .folder = u"/proc/nowhere/all"_s};
        const auto failed = archived(*here.database, here.viewer, nowhere);
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::Unavailable);
        QVERIFY2(failed.error().message.contains(u"/proc/nowhere/all"_s), qPrintable(failed.error().message));
    }

    void theArchiveForCustomersHoldsNothingInternal_data() { TestDatabase::addEngines(); }
    void theArchiveForCustomersHoldsNothingInternal()
    {
        Told here;
        const auto canary = [](const QString &what) { return u"canary-%1-7f3a"_s.arg(what); };
        here.as(here.responder,
                [&](Transaction &t) -> Result<> {
                    auto about = postMortemOf(t, here.incident.id).value().value();
                    ONLYONCE_TRY(setPostMortemStatus(t, about.id, PostMortemStatus::InReview, about.version));
                    for (const PostMortemField field : allPostMortemFields) {
                        const auto before = fieldsOf(t, about.id).value().at(size_t(field)).version;
                        const bool isPublic = field >= PostMortemField::ExternalTitle;
                        const auto version = setField(
                            t, about.id, field, isPublic ? u"Payments were late"_s : canary(toText(field)), before);
                        ONLYONCE_TRY(setFieldVisibility(
                            t, about.id, field, isPublic ? Visibility::Public : Visibility::Internal, *version));
                    }
                    ONLYONCE_TRY(addNote(t, here.incident.id, canary(u"note"_s)));
                    ONLYONCE_TRY(addWhy(t, about.id, {}, canary(u"why"_s)));
                    ONLYONCE_TRY(addCountermeasure(t, about.id, {.text = canary(u"measure"_s)}));
                    ONLYONCE_TRY(addComment(t, about.id, PostMortemField::ExternalStory, canary(u"comment"_s)));
                    ONLYONCE_TRY(askForReview(t, about.id, {here.owner}, u"uuid"_s));
                    ONLYONCE_TRY(answerReview(t, about.id, here.owner, ReviewAnswer::Agrees, canary(u"opinion"_s), 3));
                    ONLYONCE_TRY(attach(t, {.incident = here.incident.id,
                                            .name = canary(u"name"_s),
                                            .content = canary(u"content"_s).toUtf8()}));
                    ONLYONCE_TRY(declareIncident(t, {.title = canary(u"unpublished"_s)}));
                    const int version = onlyonce::incident(t, here.incident.id).value().value().version;
                    return setTitle(t, here.incident.id, canary(u"title"_s), version);
                })
            .value();
        here.as(here.commander,
                [&](Transaction &t) -> Result<> {
                    ONLYONCE_TRY(answerAll(t, here.incident.id, canary(u"reason"_s)));
                    for (const auto status : {PostMortemStatus::Approved, PostMortemStatus::Published}) {
                        const auto about = postMortemOf(t, here.incident.id).value().value();
                        ONLYONCE_TRY(setPostMortemStatus(t, about.id, status, about.version));
                    }
                    return {};
                })
            .value();
        const QTemporaryDir place;
        ArchiveWish wish{.audience = Audience::Public, .folder = place.filePath(u"all"_s)};
        for (const Format &format : formats()) {
            QCOMPARE(format.missing(), QString());
            wish.documents.push_back(&format);
        }
        QCOMPARE(archived(*here.database, here.commander, wish).value().incidents, 1);
        const QStringList paths = contentOf(wish.folder).first;
        QCOMPARE(paths.size(), 2 + qsizetype(formats().size()));
        QVERIFY2(!paths.join(u' ').contains(u"canary"_s), qPrintable(paths.join(u' ')));
        const QStringList internal{u"canary"_s,         u"Grace Hopper"_s, u"Ada Lovelace"_s,      u"gateway.log"_s,
                                   u"Only for us"_s,    u"=1+1"_s,         u"The disk is small"_s, u"Write a runbook"_s,
                                   u"tracker.example"_s};
        for (const QString &path : paths) {
            const Bare bare(wish.folder + u'/' + path);
            QVERIFY2(bare.holds(u"Payments were late"_s), qPrintable(path));
            for (const QString &word : internal) {
                QVERIFY2(!bare.holds(word), qPrintable(path + u": "_s + word));
            }
        }

        // Inside, all of them are there: nothing above is missing by chance.
        ArchiveWish inside = wish;
        inside.audience = Audience::Internal;
        inside.data = {dataFormatById(u"json"), dataFormatById(u"csv"), dataFormatById(u"ics")};
        inside.folder = place.filePath(u"inside"_s);
        QCOMPARE(archived(*here.database, here.viewer, inside).value().incidents, 2);
        for (const Format &format : formats()) {
            const QString name = u"INC-1 "_s + canary(u"title"_s);
            const Bare bare(inside.folder + u"/%1/%1.%2"_s.arg(name, format.extension));
            for (const auto &what : {u"note"_s, u"why"_s, u"measure"_s, u"name"_s, u"title"_s, u"content"_s,
                                     u"reason"_s, toText(PostMortemField::Summary)}) {
                QVERIFY2(bare.holds(canary(what)), qPrintable(format.id + u": "_s + what));
            }
            QVERIFY2(bare.holds(u"Grace Hopper"_s), qPrintable(format.id));
            // What colleagues say to each other is in no document, only who agrees.
            for (const auto &what : {u"comment"_s, u"opinion"_s}) {
                QVERIFY2(!bare.holds(canary(what)), qPrintable(format.id + u": "_s + what));
            }
        }
        const QByteArray all = contentOf(inside.folder).second;
        for (const auto &what :
             {u"note"_s, u"why"_s, u"measure"_s, u"name"_s, u"title"_s, u"unpublished"_s, u"reason"_s, u"comment"_s,
              u"opinion"_s, toText(PostMortemField::Summary), toText(PostMortemField::Lessons)}) {
            QVERIFY2(all.contains(canary(what).toUtf8()), qPrintable(what));
        }
        QVERIFY(all.contains(canary(u"content"_s).toUtf8().toBase64()));
    }
};

QTEST_MAIN(TestArchive)
#include "tst_archive.moc"
