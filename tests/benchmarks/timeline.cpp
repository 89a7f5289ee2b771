// SPDX-License-Identifier: GPL-3.0-or-later
// An incident with 100,000 entries beside one with 100: until its page is painted with the latest entries; and a frame
// while it is scrolled, beside a sixtieth of a second.
//   bench_timeline FOLDER
#include "figures.h"
#include "models/catalog/session.h"
#include "models/incidents/desk.h"
#include "process.h"
#include "views/incidents/incidentpage.h"
#include "views/incidents/timeline/timelinemodel.h"
#include "views/widgets/timelineview.h"

#include <QApplication>
#include <QEventLoop>
#include <QScrollBar>

using namespace onlyonce;
using namespace onlyonce::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 40;
constexpr int frames = 600;

template <typename T>
T valueOf(Result<T> result)
{
    if (!result) {
        giveUp((result.error().message + result.error().detail).toStdString());
    }
    return std::move(*result);
}

//! Alerts, and a note of some lines after every tenth.
Incident fill(Database &database, ActorId actor, int count)
{
    const auto written = database.write(actor, [count](Transaction &t) -> Result<Incident> {
        auto incident = declareIncident(t, {.title = u"Checkout down"_s});
        if (!incident) {
            return failure(incident);
        }
        const Instant from = t.now() - std::chrono::seconds{count};
        for (int i = 1; i < count; ++i) {
            const bool alert = i % 10 != 0;
            auto entry = append(
                t, {.incident = incident->id,
                    .kind = alert ? TimelineKind::AlertFired : TimelineKind::Note,
                    .happenedAt = from + std::chrono::seconds{i},
                    .body = alert
                              ? u"**ProbeFailed** on https://shop.example.org/%1 (fra1)"_s.arg(i)
                              : u"Node %1 answers again.\n- its queue is long\n- `systemctl restart shop` helped"_s.arg(
                                    i)});
            if (!entry) {
                return failure(entry);
            }
        }
        return incident;
    });
    return valueOf(written.result());
}

//! The whole page, until the entries are there and painted.
struct Shown
{
    Shown(Session &session, const Incident &incident)
        : page(session, incident)
        , view(*page.findChild<ui::TimelineView *>())
    {
        page.resize(1040, 800);
        page.show();
        QEventLoop loop;
        auto *model = page.findChild<ui::TimelineModel *>();
        QObject::connect(model, &ui::TimelineModel::loaded, &loop, &QEventLoop::quit);
        QObject::connect(model, &ui::TimelineModel::failed, &loop,
                         [](const Error &error) { giveUp(error.message.toStdString()); });
        loop.exec();
        (void)page.grab();
    }

    ui::IncidentPage page;
    ui::TimelineView &view;
};

double timeToOpen(Session &session, const Incident &incident)
{
    const auto start = SteadyClock::now();
    const Shown shown(session, incident);
    return secondsSince(start) * 1000;
}

//! Upwards, page by page, as a finger does; the event loop turns in between, so that what is read on arrives.
std::vector<double> timesToScroll(Session &session, const Incident &incident)
{
    Shown shown(session, incident);
    std::vector<double> times;
    for (int i = 0; i < frames; ++i) {
        const auto start = SteadyClock::now();
        QScrollBar *bar = shown.view.verticalScrollBar();
        bar->setValue(bar->value() - bar->singleStep());
        (void)shown.view.grab();
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
        times.push_back(secondsSince(start) * 1000);
    }
    return times;
}

}  // namespace

int main(int argc, char **argv)
{
    const QApplication app(argc, argv);
    if (argc != 2) {
        giveUp("bench_timeline FOLDER");
    }
    const QString folder = QString::fromLocal8Bit(argv[1]);
    const auto database = valueOf(
        Database::open({.url = valueOf(DatabaseUrl::parse(folder + u"/timeline.db"_s)), .stateFolder = folder}));
    const Actor actor =
        valueOf(database->write({}, [](Transaction &t) { return actorForLogin(t, u"bench"_s, u"Bench"_s); }).result());
    const Incident few = fill(*database, actor.id, 100);
    const Incident many = fill(*database, actor.id, 100'000);
    Session session{*database, actor.id};
    std::vector<double> ofFew;
    std::vector<double> ofMany;
    (void)timeToOpen(session, few);  // fonts and icons are read once
    for (int round = 0; round < rounds; ++round) {
        ofFew.push_back(timeToOpen(session, few));
        ofMany.push_back(timeToOpen(session, many));
    }
    printHead("Opening an incident, until it is painted", "100,000 entries", "100 entries");
    printRow("median", median(ofMany), median(ofFew), millis);
    printRow("the slowest of a hundred", quantile(ofMany, 0.99), quantile(ofFew, 0.99), millis);
    const auto scrolled = timesToScroll(session, many);
    printHead("Scrolling through 100,000 entries", "a frame", "1/60 s");
    printRow("median", median(scrolled), 1000.0 / 60, millis);
    printRow("the slowest of a hundred", quantile(scrolled, 0.99), 1000.0 / 60, millis);
    return 0;
}
