// SPDX-License-Identifier: GPL-3.0-or-later
// A whole archive of 1,000 incidents as PDF: how many a second, and whether the memory stays where it was. Then the time for
// one document, beside pandoc with WeasyPrint on the same content (our own Markdown of it), program against program.
//   bench_archive PROGRAM FOLDER
#include "figures.h"
#include "models/documents/formats/registry.h"
#include "models/incidents/desk.h"
#include "models/postmortem/archive/history.h"
#include "models/postmortem/archive/wholearchive.h"

#include <QCryptographicHash>
#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QProcess>

#include <random>

using namespace onlyonce;
using namespace onlyonce::bench;

namespace {

constexpr int incidentsInArchive = 1'000;

[[noreturn]] void giveUp(const QString &what)
{
    std::fprintf(stderr, "%s\n", qPrintable(what));
    std::exit(1);
}

template <typename T>
T must(const Result<T> &result)
{
    if (!result) {
        giveUp(result.error().message + u' ' + result.error().detail);
    }
    return *result;
}

//! Writes what an incident of an hour with a post-mortem of four pages holds, in words that differ.
class Chronicler
{
public:
    Recorded incident(int number)
    {
        const Instant start = fromMillis(1'700'000'000'000 + qint64{number} * 3'600'000);
        Recorded recorded;
        Incident &incident = recorded.incident.incident;
        incident.title = text(6);
        incident.status = IncidentStatus::Closed;
        incident.resolution = Resolution::Resolved;
        incident.services = {word(), word()};
        incident.createdAt = start;
        incident.closedAt = start + std::chrono::hours(2);
        incident.time(IncidentTime::Started) = start;
        incident.time(IncidentTime::Detected) = start + std::chrono::seconds(50);
        incident.time(IncidentTime::Mitigated) = start + std::chrono::minutes(14);
        incident.time(IncidentTime::Resolved) = start + std::chrono::hours(1);
        for (int i = 0; i < 40; ++i) {
            const Instant at = start + std::chrono::minutes(i);
            recorded.incident.timeline.push_back(
                {.happenedAt = at, .recordedAt = at, .actorName = word(), .body = text(14)});
        }
        recorded.incident.digest = QCryptographicHash::hash(QByteArray::number(number), QCryptographicHash::Sha256);
        RecordedPostMortem post{.about = {.ownerName = QStringLiteral("Ada"), .createdAt = start, .changedAt = start}};
        for (const PostMortemField field : allPostMortemFields) {
            post.texts.push_back({.field = field, .markdown = text(60), .version = 1});
        }
        for (const WhyQuestion question : allWhyQuestions) {
            RecordedWhy chain = rootCause(question);
            for (int i = 0; i < 4; ++i) {
                RecordedWhy above{.why = {.question = question, .text = text(10)}};
                above.whys.push_back(std::move(chain));
                chain = std::move(above);
            }
            post.whys.push_back(std::move(chain));
        }
        for (int i = 0; i < 5; ++i) {
            post.measures.push_back(
                {.why = 5,
                 .owner = QStringLiteral("Ada"),
                 .measure = {.what = {.text = text(12), .effectCheck = text(8)}, .createdAt = start}});
        }
        recorded.postMortem = std::move(post);
        return recorded;
    }

private:
    RecordedWhy rootCause(WhyQuestion question)
    {
        return {.why = {.question = question, .text = text(10), .root = RootCategory::Design}};
    }
    QString word()
    {
        QString letters;
        for (int i = 0, length = 3 + int(m_random() % 8); i < length; ++i) {
            letters += QChar(u'a' + int(m_random() % 26));
        }
        return letters;
    }
    QString text(int words)
    {
        QStringList all;
        for (int i = 0; i < words; ++i) {
            all << word();
        }
        return all.join(u' ') + u'.';
    }

    std::mt19937 m_random{7};
};

double residentMebibytes()
{
    QFile status(QStringLiteral("/proc/self/statm"));
    if (!status.open(QIODevice::ReadOnly)) {
        giveUp(QStringLiteral("no /proc/self/statm"));
    }
    constexpr double pagesPerMebibyte = 256;
    return status.readAll().split(' ').value(1).toDouble() / pagesPerMebibyte;
}

void exportAll(Database &database, ActorId actor, const QString &folder)
{
    WholeArchive archive(database, actor,
                         {.documents = {formatById(u"pdf")}, .data = {}, .options = {}, .folder = folder});
    QEventLoop loop;
    double early = 0;
    QObject::connect(&archive, &WholeArchive::progressed, &loop, [&](int done, int) {
        if (done == incidentsInArchive / 10) {
            early = residentMebibytes();
        }
    });
    std::optional<ArchiveWritten> written;
    QObject::connect(&archive, &WholeArchive::finished, &loop, [&](const Result<ArchiveWritten> &result) {
        written = must(result);
        loop.quit();
    });
    const auto from = SteadyClock::now();
    archive.start();
    loop.exec();
    const double seconds = secondsSince(from);
    std::printf(
        "\nAll of %d incidents as PDF: %.1f a second (%.1f KiB each); memory %.1f MiB after a tenth, %.1f MiB at the "
        "end\n",
        written->incidents, written->incidents / seconds, double(written->bytes) / 1024 / written->incidents, early,
        residentMebibytes());
}

double secondsOf(const QString &program, const QStringList &arguments)
{
    std::vector<double> took;
    for (int i = 0; i < 5; ++i) {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        const auto from = SteadyClock::now();
        process.start(program, arguments);
        if (!process.waitForFinished(120'000) || process.exitCode() != 0) {
            giveUp(program + u' ' + QString::fromUtf8(process.readAll()));
        }
        took.push_back(secondsSince(from));
    }
    return median(took);
}

}  // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "bench_archive PROGRAM FOLDER\n");
        return 2;
    }
    const QGuiApplication application(argc, argv);
    const QString program = QFileInfo(QString::fromLocal8Bit(argv[1])).absoluteFilePath();
    const QString folder = QFileInfo(QString::fromLocal8Bit(argv[2])).absoluteFilePath();
    QDir::setCurrent(folder);  // pandoc leaves what it makes on the way where it stands
    const QString file = folder + QStringLiteral("/archive.db");
    auto opened = Database::open({.url = must(DatabaseUrl::parse(file))});
    if (!opened) {
        giveUp(opened.error().message);
    }
    Database &database = **opened;
    const auto write = [&](ActorId actor, auto work) {
        auto answer = database.write(actor, std::move(work));
        answer.waitForFinished();
        return must(answer.result());
    };
    const ActorId actor =
        write({}, [](Transaction &t) { return actorForLogin(t, QStringLiteral("bench"), QStringLiteral("Bench")); }).id;
    Chronicler chronicler;
    History history;
    for (int number = 1; number <= incidentsInArchive; ++number) {
        history.incidents.push_back(chronicler.incident(number));
    }
    write(actor, [&](Transaction &t) { return importHistory(t, history); });
    history = {};
    exportAll(database, actor, folder + QStringLiteral("/archive"));

    const QString markdown = folder + QStringLiteral("/one.md");
    const auto ours = [&](const QString &format, const QString &path) {
        return secondsOf(program, {QStringLiteral("export"), QStringLiteral("1"), QStringLiteral("--format"), format,
                                   QStringLiteral("-o"), path, QStringLiteral("--database"), file});
    };
    ours(QStringLiteral("markdown"), markdown);
    printHead("One post-mortem as PDF, program against program", "onlyonce", "pandoc");
    printRow("pandoc with WeasyPrint, from the same Markdown",
             ours(QStringLiteral("pdf"), folder + QStringLiteral("/one.pdf")) * 1'000,
             secondsOf(QStringLiteral("pandoc"), {QStringLiteral("--pdf-engine=weasyprint"), QStringLiteral("-o"),
                                                  folder + QStringLiteral("/two.pdf"), markdown})
                 * 1'000,
             millis);
    return 0;
}
