// SPDX-License-Identifier: GPL-3.0-or-later
// A log of 50 MB beside one of 5 kB: until it is read, checked and painted, a jump to its middle, and a frame while it is
// scrolled beside a sixtieth of a second; how long it takes to be added; and what the chained audit trail costs a change.
//   bench_evidence FOLDER [DATABASE]
#include "figures.h"
#include "models/catalog/session.h"
#include "models/incidents/desk.h"
#include "models/incidents/evidence/upload.h"
#include "models/storage/journal.h"
#include "process.h"
#include "views/incidents/evidence/evidenceview.h"
#include "views/widgets/codeview.h"

#include <QApplication>
#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QScrollBar>

using namespace onlyonce;
using namespace onlyonce::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 10;
constexpr int frames = 300;
constexpr int changes = 2000;
constexpr double frameMillis = 1000.0 / 60;

template <typename T>
T valueOf(Result<T> result)
{
    if (!result) {
        giveUp((result.error().message + result.error().detail).toStdString());
    }
    return std::move(*result);
}

QByteArray logOf(qint64 bytes)
{
    QByteArray log;
    log.reserve(bytes + 200);
    for (qint64 i = 0; log.size() < bytes; ++i) {
        log += "2026-11-23T05:18:" + QByteArray::number(10 + i % 50) + ".120Z " + (i % 17 == 0 ? "ERROR" : "INFO ")
             + " checkout upstream=payments-api request=" + QByteArray::number(i, 16)
             + " tls: protocol version not supported\n";
    }
    return log;
}

double secondsToAdd(Session &session, IncidentId incident, const QString &name, const QByteArray &content)
{
    const auto start = SteadyClock::now();
    auto *upload = new EvidenceUpload(session, incident, std::make_unique<EvidenceSource>(name, content), nullptr);
    QEventLoop loop;
    QObject::connect(upload, &EvidenceUpload::kept, &loop, &QEventLoop::quit);
    QObject::connect(upload, &EvidenceUpload::failed, &loop,
                     [](const Error &error) { giveUp(error.message.toStdString()); });
    upload->start();
    loop.exec();
    return secondsSince(start);
}

struct Figures
{
    std::vector<double> open;
    std::vector<double> jump;
    std::vector<double> frame;
};

Figures measured(Session &session, const Attachment &file)
{
    Figures figures;
    for (int round = 0; round < rounds; ++round) {
        const auto start = SteadyClock::now();
        ui::EvidenceView view(session);
        view.resize(900, 700);
        QEventLoop loop;
        QObject::connect(&view, &ui::EvidenceView::loaded, &loop, &QEventLoop::quit);
        QObject::connect(&view, &ui::EvidenceView::failed, &loop,
                         [](const Error &error) { giveUp(error.message.toStdString()); });
        view.ui::EvidenceView::show(file);
        static_cast<QWidget &>(view).show();
        loop.exec();
        (void)view.grab();
        figures.open.push_back(secondsSince(start) * 1000);

        const auto jumped = SteadyClock::now();
        view.code()->scrollToLine(view.code()->lineCount() / 2);
        (void)view.grab();
        figures.jump.push_back(secondsSince(jumped) * 1000);
        QScrollBar *bar = view.code()->verticalScrollBar();
        for (int i = 0; i < frames && round == 0; ++i) {
            const auto scrolled = SteadyClock::now();
            bar->setValue(bar->value() + (i % 2 == 0 ? 3 : 2) * bar->singleStep());
            (void)view.code()->grab();
            figures.frame.push_back(secondsSince(scrolled) * 1000);
        }
    }
    return figures;
}

//! Per change, in one transaction: what it costs to write it down in the trail.
double millisPerChange(Session &session)
{
    const auto start = SteadyClock::now();
    valueOf(session
                .write([](Transaction &transaction) -> Result<int> {
                    for (int i = 0; i < changes; ++i) {
                        ONLYONCE_TRY(recordChange(transaction, {.entity = u"incident"_s,
                                                                .entityId = 1,
                                                                .field = u"title"_s,
                                                                .oldValue = u"Checkout fails"_s,
                                                                .newValue = u"Checkout fails for cards"_s}));
                    }
                    return changes;
                })
                .result());
    return secondsSince(start) * 1000 / changes;
}

}  // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc < 2) {
        giveUp("usage: bench_evidence FOLDER [DATABASE]");
    }
    const QString folder = QString::fromLocal8Bit(argv[1]);
    const QString address = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QDir(folder).filePath(u"evidence.db"_s);
    const auto database = valueOf(Database::open({.url = valueOf(DatabaseUrl::parse(address)), .stateFolder = folder}));
    const ActorId actor =
        valueOf(database->write({}, [](Transaction &t) { return actorForLogin(t, u"bench"_s, {}); }).result()).id;
    Session session{*database, actor};
    const IncidentId incident =
        valueOf(session.write([](Transaction &t) { return declareIncident(t, {.title = u"Checkout"_s}); }).result()).id;

    const double shortAdded = secondsToAdd(session, incident, u"short.log"_s, logOf(5'000)) * 1000;
    const double longAdded = secondsToAdd(session, incident, u"long.log"_s, logOf(50'000'000)) * 1000;
    const auto files = valueOf(session.read([&](Transaction &t) { return attachmentsOf(t, incident); }).result());
    const Figures few = measured(session, files.front());
    const Figures many = measured(session, files.back());

    printHead("Evidence", "50 MB", "5 kB");
    printRow("added", longAdded, shortAdded, millis);
    printRow("opened: read, SHA-256 checked, painted, median", median(many.open), median(few.open), millis);
    printRow("opened, the slowest", quantile(many.open, 1), quantile(few.open, 1), millis);
    printRow("a jump to the middle, median", median(many.jump), median(few.jump), millis);
    printHead("Scrolling it", "a frame", "1/60 s");
    printRow("50 MB, median", median(many.frame), frameMillis, millis);
    printRow("50 MB, 99th percentile", quantile(many.frame, 0.99), frameMillis, millis);
    printHead("A change in the audit trail", "chained", "a frame");
    printRow("written, hashed and linked", millisPerChange(session), frameMillis, millis);
    return 0;
}
