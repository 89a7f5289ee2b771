// SPDX-License-Identifier: GPL-3.0-or-later
// What one step of grouping costs at the end of a storm beside its beginning: 20,000 alerts of one service, in two data
// centres, fire and recover. When each alert was compared with all before it, the last steps took six times as long.
//   bench_storm FOLDER
#include "figures.h"
#include "models/incidents/grouping/grouping.h"
#include "process.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

using namespace onlyonce;
using namespace onlyonce::bench;

namespace {

constexpr int alertCount = 20'000;
constexpr int perStep = 500;

void send(Collector &collector, const QString &status)
{
    QJsonArray list;
    for (int i = 0; i < alertCount; ++i) {
        list.append(QJsonObject{
            {QStringLiteral("status"), status},
            {QStringLiteral("fingerprint"), QStringLiteral("storm-%1").arg(i)},
            {QStringLiteral("labels"),
             QJsonObject{{QStringLiteral("alertname"), QStringLiteral("Down")},
                         {QStringLiteral("service"), QStringLiteral("login")},
                         {QStringLiteral("dc"), i % 2 ? QStringLiteral("fra1") : QStringLiteral("ams1")}}}});
    }
    const QByteArray body = QJsonDocument(QJsonObject{{QStringLiteral("alerts"), list}}).toJson();
    const auto taken = collector.take(QStringLiteral("alertmanager"), body).result();
    if (!taken) {
        giveUp(taken.error().message.toStdString());
    }
}

std::vector<double> group(Database &database, ActorId program)
{
    std::vector<double> steps;
    while (true) {
        const auto start = SteadyClock::now();
        const auto grouped =
            database.write(program, [](Transaction &transaction) { return groupAlerts(transaction, perStep); })
                .result();
        if (!grouped) {
            giveUp(grouped.error().message.toStdString());
        }
        if (grouped->events == 0) {
            return steps;
        }
        steps.push_back(secondsSince(start) * 1000);
    }
}

void print(const char *what, const std::vector<double> &steps)
{
    const auto tenth = std::ptrdiff_t(steps.size() / 10);
    printRow(what, median({steps.end() - tenth, steps.end()}), median({steps.begin(), steps.begin() + tenth}), millis);
}

}  // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    if (argc != 2) {
        giveUp("bench_storm FOLDER");
    }
    const QString folder = QString::fromLocal8Bit(argv[1]);
    const auto database = Database::open({.url = DatabaseUrl::parse(folder + QStringLiteral("/storm.db")).value(),
                                          .stateFolder = folder + QStringLiteral("/storm-state")});
    if (!database) {
        giveUp(database.error().message.toStdString());
    }
    const auto program =
        (*database)
            ->write({},
                    [](Transaction &transaction) {
                        return actorForMachine(transaction, ActorKind::Program, QStringLiteral("OnlyOnce"));
                    })
            .result();
    Collector collector(**database);
    send(collector, QStringLiteral("firing"));
    const auto fired = group(**database, program->id);
    send(collector, QStringLiteral("resolved"));
    const auto recovered = group(**database, program->id);
    printHead("A step of 500 in a storm of 20,000", "the last tenth", "the first tenth");
    print("alerts that fire", fired);
    print("alerts that recover", recovered);
    return 0;
}
