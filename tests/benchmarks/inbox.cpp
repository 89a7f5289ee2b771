// SPDX-License-Identifier: GPL-3.0-or-later
// The inbox over a million alerts beside a thousand: its first page, every filter, the search as it is typed, its far
// end, a frame of the list while it is scrolled; and what the index of facets and words costs.
//   bench_inbox FOLDER COUNT
#include "figures.h"
#include "models/alerts/inbox/inboxindex.h"
#include "process.h"
#include "sqlite.h"
#include "views/alerts/alertlistmodel.h"
#include "views/widgets/rowlist.h"

#include <QApplication>
#include <QEventLoop>
#include <QScrollBar>

#include <thread>

using namespace onlyonce;
using namespace onlyonce::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 30;
constexpr int frames = 1'000;

//! {count} is the number of alerts; the newest thousandth still fires. Three are of a service that nothing else is of.
constexpr const char *script = R"sql(
PRAGMA synchronous = OFF;
PRAGMA cache_size = -200000;
BEGIN;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
INSERT INTO alert (id, source, fingerprint, status, severity, summary, service, data_centre, labels, annotations, link,
                   started_at, received_at, last_received_at, resolved_at, count)
    SELECT i, iif(i % 3 = 0, 'zabbix', 'alertmanager'), printf('%016x', i * 2654435761),
           iif(i % 1000 = 0, 'firing', 'resolved'),
           CASE i % 4 WHEN 0 THEN 'critical' WHEN 1 THEN 'error' WHEN 2 THEN 'warning' ELSE 'info' END,
           'https://shop.example.org/' || i || ' is not answering',
           iif(i IN (3, {count} / 2, {count} - 7), 'vault', 'service-' || (i % 50)), 'dc-' || (i % 6),
           '{"alertname":"ProbeFailed","instance":"https://shop.example.org/' || i || '","job":"blackbox","namespace":"shop"'
               || ',"pod":"checkout-' || (i % 20000) || '","severity":"critical"}',
           '{"description":"The probe has failed.","runbook_url":"https://runbooks.example.org/probe-failed"}',
           'http://prometheus.example.org/graph', 1700000000000 + i * 60000, 1700000000000 + i * 60000,
           1700000000000 + i * 60000, iif(i % 1000 = 0, NULL, 1700000000000 + i * 60000 + 300000), 1
    FROM n;
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
)sql";

//! A database of so many alerts, and the model of its inbox.
class Inbox
{
public:
    Inbox(const QString &folder, int count)
        : m_database(open(folder, count))
    {
        std::string text = script;
        constexpr std::string_view gap = "{count}";
        for (size_t at = text.find(gap); at != std::string::npos; at = text.find(gap)) {
            text.replace(at, gap.size(), std::to_string(count));
        }
        const auto start = SteadyClock::now();
        SqliteFile(m_database->url().path.toStdString()).run(text);
        stored = secondsSince(start);
        const auto filled = SteadyClock::now();
        for (bool more = true; more;) {
            const auto step =
                m_database->write({}, [](Transaction &transaction) { return indexAlerts(transaction); }).result();
            if (!step) {
                giveUp(step.error().detail.toStdString());
            }
            more = step->more;
        }
        indexed = secondsSince(filled);
        m_model = std::make_unique<ui::AlertListModel>(m_session);
        untilLoaded();
    }

    //! Milliseconds until the list shows the answer.
    double ask(const InboxFilter &filter)
    {
        const auto start = SteadyClock::now();
        m_model->setFilter(filter);
        untilLoaded();
        return secondsSince(start) * 1000;
    }
    double askOldest()
    {
        const auto start = SteadyClock::now();
        m_model->toOldest();
        untilLoaded();
        return secondsSince(start) * 1000;
    }
    [[nodiscard]] int rows() const { return m_model->rowCount(); }

    //! Milliseconds of each frame while the list runs down, 60 times a second: what arrives from the database included.
    std::vector<double> scroll()
    {
        using namespace std::chrono_literals;
        ui::RowList list(m_database->clock());
        list.setModel(m_model.get());
        list.resize(1280, 800);
        ask({});
        list.show();
        std::vector<double> times;
        auto next = SteadyClock::now();
        for (int frame = 0; frame < frames; ++frame) {
            const auto start = SteadyClock::now();
            list.verticalScrollBar()->setValue(list.verticalScrollBar()->value() + 300);
            QCoreApplication::processEvents();
            times.push_back(secondsSince(start) * 1000);
            next += 16ms;
            std::this_thread::sleep_until(next);
        }
        if (m_model->rowCount() < 3'000) {
            giveUp("the list has not read on while it was scrolled");
        }
        return times;
    }

    double stored = 0;   //!< seconds
    double indexed = 0;  //!< seconds

private:
    static std::unique_ptr<Database> open(const QString &folder, int count)
    {
        const auto url = DatabaseUrl::parse(u"%1/inbox-%2.db"_s.arg(folder).arg(count));
        auto database = url ? Database::open({.url = *url, .stateFolder = folder}) : failure(url);
        if (!database) {
            giveUp(database.error().message.toStdString());
        }
        return std::move(*database);
    }

    void untilLoaded()
    {
        QEventLoop loop;
        QObject::connect(m_model.get(), &ui::AlertListModel::loaded, &loop, &QEventLoop::quit);
        QObject::connect(m_model.get(), &ui::AlertListModel::failed, &loop,
                         [](const Error &error) { giveUp(error.detail.toStdString()); });
        loop.exec();
    }

    std::unique_ptr<Database> m_database;
    Session m_session{*m_database, {}};
    std::unique_ptr<ui::AlertListModel> m_model;
};

struct Asked
{
    const char *what;
    InboxFilter filter;
    bool oldest = false;
    bool some = true;  //!< it has answers
};

std::vector<Asked> questions()
{
    const auto by = [](Facet facet, const QString &value) { return InboxFilter{.values = {{facet, {value}}}}; };
    return {
        {"everything", {}},
        {"everything, from its far end", {}, true},
        {"what fires", {.status = AlertStatus::Firing}},
        {"what is over", {.status = AlertStatus::Resolved}},
        {"a source", by(Facet::Source, u"zabbix"_s)},
        {"a service", by(Facet::Service, u"service-7"_s)},
        {"a service with three alerts", by(Facet::Service, u"vault"_s)},
        {"a data centre", by(Facet::DataCentre, u"dc-3"_s)},
        {"a severity", by(Facet::Severity, u"critical"_s)},
        {"a severity, from its far end", by(Facet::Severity, u"critical"_s), true},
        {"a severity of a service that never had it",
         {.values = {{Facet::Service, {u"service-7"_s}}, {Facet::Severity, {u"critical"_s, u"warning"_s}}}},
         false,
         false},
        {"two services, a data centre, a severity",
         {.values = {{Facet::Service, {u"service-8"_s, u"service-20"_s}},
                     {Facet::DataCentre, {u"dc-2"_s}},
                     {Facet::Severity, {u"critical"_s}}}}},
        {"search: s", {.text = u"s"_s}},
        {"search: sho", {.text = u"sho"_s}},
        {"search: shop", {.text = u"shop"_s}},
        {"search: not answering", {.text = u"not answering"_s}},
        {"search: checkout 123", {.text = u"checkout 123"_s}},
        {"search: vault", {.text = u"vault"_s}},
        {"search: what nobody said", {.text = u"zanzibar"_s}, false, false},
        {"search: answering, what nobody said", {.text = u"answering zanzibar"_s}, false, false},
        {"search: shop, in a data centre, firing",
         {.status = AlertStatus::Firing, .values = {{Facet::DataCentre, {u"dc-4"_s}}}, .text = u"shop"_s}},
    };
}

}  // namespace

int main(int argc, char **argv)
{
    const QApplication app(argc, argv);
    const int count = argc == 3 ? QString::fromLocal8Bit(argv[2]).toInt() : 0;
    if (count < 10'000) {
        giveUp("bench_inbox FOLDER COUNT");
    }
    constexpr int few = 10'000;
    Inbox small(QString::fromLocal8Bit(argv[1]), few);
    Inbox large(QString::fromLocal8Bit(argv[1]), count);
    const auto title = QLocale(QLocale::English).toString(count).toStdString() + " alerts";
    printHead("The inbox: until the list shows it", title.c_str(), "10,000 alerts");
    double slowest = 0;
    for (const Asked &question : questions()) {
        std::vector<double> ofLarge;
        std::vector<double> ofSmall;
        for (int round = 0; round < rounds; ++round) {
            for (auto &[inbox, times] : {std::pair(&large, &ofLarge), std::pair(&small, &ofSmall)}) {
                const double first = inbox->ask(question.filter);
                times->push_back(question.oldest ? inbox->askOldest() : first);
                if ((inbox->rows() > 0) != question.some) {
                    giveUp(std::string(question.what) + ": the answer is wrong");
                }
            }
        }
        slowest = std::max(slowest, quantile(ofLarge, 0.95));
        printRow(question.what, median(ofLarge), median(ofSmall), millis);
    }
    printRow("the slowest of these (19 of 20 times), beside 50 ms", slowest, 50, millis);
    const std::vector<double> ofLarge = large.scroll();
    const std::vector<double> ofSmall = small.scroll();
    printHead("A frame of the list that is scrolled", title.c_str(), "10,000 alerts");
    printRow("median", median(ofLarge), median(ofSmall), millis);
    printRow("99th percentile", quantile(ofLarge, 0.99), quantile(ofSmall, 0.99), millis);
    printRow("99th percentile, beside a sixtieth of a second", quantile(ofLarge, 0.99), 1000.0 / 60, millis);
    constexpr Unit micros{"µs", 1};
    printHead("The index of facets and words, per alert", "to fill it", "to store the row");
    printRow(title, large.indexed * 1e6 / count, large.stored * 1e6 / count, micros);
    return 0;
}
