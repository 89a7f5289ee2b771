// SPDX-License-Identifier: GPL-3.0-or-later
// Opening the lists over 100,000 incidents beside 10, and a page anywhere in the long list beside its first.
//   bench_lists FEW-DATABASE MANY-DATABASE
#include "figures.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/lists/search.h"
#include "process.h"
#include "views/alerts/alertlistmodel.h"
#include "views/incidents/lists/incidentlistmodel.h"

#include <QApplication>
#include <QEventLoop>
#include <QTemporaryDir>

using namespace onlyonce;
using namespace onlyonce::bench;

namespace {

constexpr int rounds = 30;

template <typename Model>
void untilLoaded(Model &model)
{
    QEventLoop loop;
    QObject::connect(&model, &Model::loaded, &loop, &QEventLoop::quit);
    QObject::connect(&model, &Model::failed, &loop, [](const Error &error) { giveUp(error.message.toStdString()); });
    loop.exec();
}

template <typename Model>
double timeToOpen(Session &session)
{
    const auto start = SteadyClock::now();
    Model model(session);
    untilLoaded(model);
    return secondsSince(start) * 1000;
}

//! The list stands, and is switched to less.
template <typename Model, typename Filter>
double timeToSwitch(Session &session, const Filter &filter)
{
    Model model(session);
    untilLoaded(model);
    const auto start = SteadyClock::now();
    model.setFilter(filter);
    untilLoaded(model);
    return secondsSince(start) * 1000;
}

double timeToSearch(Session &session)
{
    const auto start = SteadyClock::now();
    const auto found = session
                           .read([](Transaction &transaction) {
                               return searchIncidents(transaction, QStringLiteral("shop answering"), 20);
                           })
                           .result();
    if (!found || found->empty()) {
        giveUp("the search finds nothing");
    }
    return secondsSince(start) * 1000;
}

double readPage(Session &session, IncidentId before)
{
    const auto start = SteadyClock::now();
    const auto page = session
                          .read([before](Transaction &transaction) {
                              return incidents(transaction, {}, ui::IncidentListModel::pageSize, before);
                          })
                          .result();
    if (!page || page->size() != size_t(ui::IncidentListModel::pageSize)) {
        giveUp("a page is not whole");
    }
    return secondsSince(start) * 1000;
}

std::unique_ptr<Database> opened(const char *path, const QString &stateFolder)
{
    const auto url = DatabaseUrl::parse(QString::fromLocal8Bit(path));
    auto database = url ? Database::open({.url = *url, .stateFolder = stateFolder}) : failure(url);
    if (!database) {
        giveUp(database.error().message.toStdString());
    }
    return std::move(*database);
}

//! Filters and orders that a person asks for, the rare and the common.
const std::vector<std::pair<const char *, IncidentFilter>> &questions()
{
    using namespace Qt::StringLiterals;
    static const std::vector<std::pair<const char *, IncidentFilter>> all{
        {"incidents that are open", {.state = IncidentState::Open}},
        {"a rare severity", {.severities = {Severity::Sev1}}},
        {"a common severity", {.severities = {Severity::Sev3}}},
        {"one service of fifty", {.services = {u"service-4"_s}}},
        {"a service and a rare severity", {.severities = {Severity::Sev1}, .services = {u"service-4"_s}}},
        {"a data centre and a commander", {.dataCentres = {u"dc-4"_s}, .commanders = {u"Commander 4"_s}}},
        {"what never goes together",
         {.services = {u"service-4"_s}, .dataCentres = {u"dc-4"_s}, .commanders = {u"Commander 1"_s}}},
        {"several data centres, no drills", {.catastrophic = true, .drills = Drills::Apart}},
        {"the last 30 days of the history",
         {.from = fromMillis(1'757'000'000'000), .until = fromMillis(1'759'592'000'000)}},
        {"the oldest first", {.order = IncidentOrder::Oldest}},
        {"the worst severity first", {.order = IncidentOrder::Severity}},
        {"the longest recovery first", {.order = IncidentOrder::LongestRecovery}},
        {"a service, the longest recovery first",
         {.services = {u"service-4"_s}, .order = IncidentOrder::LongestRecovery}},
        {"what came again", {.recurrences = {Recurring::Again}}},
        {"no post-mortem yet", {.postMortems = {PostMortemStage::None}}},
        {"a post-mortem in review", {.postMortems = {PostMortemStage::InReview}}},
        {"a post-mortem that is overdue", {.postMortems = {PostMortemStage::Overdue}}},
        {"a rare word", {.text = u"deadlock"_s}},
        {"words that all have", {.text = u"shop answer"_s}},
        {"a letter", {.text = u"a"_s}},
        {"words and a service", {.text = u"restarted"_s, .services = {u"service-4"_s}}},
    };
    return all;
}

struct Figures
{
    std::vector<double> incidents;
    std::vector<std::vector<double>> narrowed{questions().size()};
    std::vector<double> search;
    std::vector<double> alerts;
    std::vector<double> firing;

    void add(Session &session)
    {
        incidents.push_back(timeToOpen<ui::IncidentListModel>(session));
        for (size_t at = 0; at < questions().size(); ++at) {
            narrowed[at].push_back(timeToSwitch<ui::IncidentListModel>(session, questions()[at].second));
        }
        search.push_back(timeToSearch(session));
        alerts.push_back(timeToOpen<ui::AlertListModel>(session));
        firing.push_back(timeToSwitch<ui::AlertListModel>(session, InboxFilter{.status = AlertStatus::Firing}));
    }
};

void printLists(const Figures &figures, const Figures &baseline)
{
    printRow("incidents", median(figures.incidents), median(baseline.incidents), millis);
    for (size_t at = 0; at < questions().size(); ++at) {
        printRow(questions()[at].first, median(figures.narrowed[at]), median(baseline.narrowed[at]), millis);
    }
    printRow("the best of a search for a common word", median(figures.search), median(baseline.search), millis);
    printRow("alerts", median(figures.alerts), median(baseline.alerts), millis);
    printRow("alerts that fire", median(figures.firing), median(baseline.firing), millis);
}

//! Every five thousandth; taken back when this goes.
class Restricted
{
public:
    explicit Restricted(Database &database)
        : m_database(database)
    {
        change([](Transaction &transaction, IncidentId id) { return restrictIncident(transaction, id, {}); });
    }
    ~Restricted()
    {
        change([](Transaction &transaction, IncidentId id) {
            return liftRestriction(transaction, id, QStringLiteral("measured"));
        });
    }

private:
    template <typename Change>
    void change(Change change)
    {
        const auto me =
            m_database
                .write({},
                       [](Transaction &transaction) {
                           return actorForLogin(transaction, QStringLiteral("bench"), QStringLiteral("Bench"));
                       })
                .result();
        const auto done = m_database
                              .write(me ? me->id : ActorId(),
                                     [&](Transaction &transaction) -> Result<> {
                                         for (qint64 id = 2'500; id < 100'000; id += 5'000) {
                                             ONLYONCE_TRY(change(transaction, IncidentId{id}));
                                         }
                                         return {};
                                     })
                              .result();
        if (!done) {
            giveUp(done.error().message.toStdString());
        }
    }

    Database &m_database;
};

}  // namespace

int main(int argc, char **argv)
{
    const QApplication app(argc, argv);
    if (argc != 3) {
        giveUp("bench_lists FEW-DATABASE MANY-DATABASE");
    }
    const QTemporaryDir state;
    const auto few = opened(argv[1], state.path());
    const auto many = opened(argv[2], state.path());
    Session fewSession{*few, {}};
    Session manySession{*many, {}};
    Figures ofFew;
    Figures ofMany;
    std::vector<double> first;
    std::vector<double> middle;
    std::vector<double> last;
    for (int round = 0; round < rounds; ++round) {
        ofFew.add(fewSession);
        ofMany.add(manySession);
        first.push_back(readPage(manySession, {}));
        middle.push_back(readPage(manySession, IncidentId{50'000 - round * 500}));
        last.push_back(readPage(manySession, IncidentId{101}));
    }
    printHead("Opening a list", "100,000 incidents", "10 incidents");
    printLists(ofMany, ofFew);
    printHead("A page of 100 of 100,000 incidents", "there", "the newest");
    printRow("in the middle", median(middle), median(first), millis);
    printRow("the oldest", median(last), median(first), millis);

    Session strangerSession{*many, anybody};
    Figures free;
    Figures guarded;
    for (int round = 0; round < rounds; ++round) {
        free.add(strangerSession);
    }
    const Restricted restricted(*many);
    for (int round = 0; round < rounds; ++round) {
        guarded.add(strangerSession);
    }
    printHead("100,000 incidents, 20 of them restricted", "for a stranger", "before");
    printLists(guarded, free);
    return 0;
}
