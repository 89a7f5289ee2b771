// SPDX-License-Identifier: GPL-3.0-or-later
// From a key to the picture that shows what it did: words in the composer of an incident with 100,000 entries, commands and
// names that it completes, the searches over 100,000 incidents, the list under the arrow keys, an incident that is opened.
// Beside it, in the same run, a bare field and a bare table in a window of the same size. What a key sets off afterwards (an
// answer of the database, a list of completions) holds up the next key, and counts as much as its own picture.
//   bench_typing DATABASE FOLDER        a database of bench_manyincidents; it is written to
#include "app/services.h"
#include "app/window/window.h"
#include "figures.h"
#include "hand.h"
#include "process.h"
#include "sqlite.h"
#include "views/incidents/incidentpage.h"
#include "views/incidents/lists/incidentlistpage.h"
#include "views/incidents/timeline/timelinemodel.h"
#include "views/widgets/commandpalette.h"
#include "views/widgets/composer.h"
#include "views/widgets/look.h"
#include "views/widgets/rowlist.h"

#include <QApplication>
#include <QLineEdit>
#include <QLoggingCategory>
#include <QMainWindow>
#include <QPlainTextEdit>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

using namespace onlyonce;
using namespace onlyonce::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 10;
constexpr double answer = 0.4;  // seconds; a search that was put off until the hand rests has come by then
constexpr double longest = 16;  // ms

const QString words = u"The queue of the database is long, three nodes wait for it. "_s;

//! The newest of the open incidents gets a long history.
constexpr const char *history = R"sql(
INSERT INTO timeline (incident_id, kind, happened_at, recorded_at, actor_id, visibility, body, data)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    SELECT (SELECT max(id) FROM incident), iif(i % 10, 'alert fired', 'note'), 1760000000000 + i * 1000,
           1760000000000 + i * 1000, (SELECT min(id) FROM actor), 'internal',
           iif(i % 10, '**ProbeFailed** on https://shop.example.org/' || i, 'Node ' || i || ' answers *again*'), '{}'
    FROM n;
UPDATE follow_cursor SET position = (SELECT max(id) FROM timeline) WHERE follower IN ('pager', 'incident words');
)sql";

struct Figures
{
    std::vector<double> words;
    std::vector<double> completions;
    std::vector<double> search;
    std::vector<double> palette;
    std::vector<double> list;
};

//! The same in a window that is nothing but a field, or a table.
Figures bareFigures()
{
    QMainWindow window;
    window.resize(1280, 800);
    auto *middle = new QWidget;
    auto *rows = new QVBoxLayout(middle);
    auto *line = new QLineEdit;
    auto *table = new QTableView;
    auto *text = new QPlainTextEdit;
    QStandardItemModel model(100'000, 1);
    for (int row = 0; row < model.rowCount(); ++row) {
        model.setItem(row, 0, new QStandardItem(u"Incident %1"_s.arg(row)));
    }
    table->setModel(&model);
    rows->addWidget(line);
    rows->addWidget(table);
    rows->addWidget(text);
    window.setCentralWidget(middle);
    window.show();
    until([&] { return window.isActiveWindow(); }, "the bare window does not come to the front");
    Hand hand(window);
    Figures figures;
    for (int round = 0; round < rounds; ++round) {
        text->setFocus();
        hand.type(words);
        const auto written = hand.take();
        figures.words.insert(figures.words.end(), written.begin(), written.end());
        line->setFocus();
        line->clear();
        hand.type(u"shop answering restarted"_s);
        const auto sought = hand.take();
        figures.search.insert(figures.search.end(), sought.begin(), sought.end());
        table->setFocus();
        for (int i = 0; i < 30; ++i) {
            hand.press(Qt::Key_Down);
        }
        const auto moved = hand.take();
        figures.list.insert(figures.list.end(), moved.begin(), moved.end());
    }
    return figures;
}

void add(std::vector<double> &to, Hand &hand)
{
    const auto taken = hand.take();
    to.insert(to.end(), taken.begin(), taken.end());
}

template <typename Child>
Child &within(QWidget &parent)
{
    auto *child = parent.findChild<Child *>();
    if (!child) {
        giveUp(std::string("there is no ") + Child::staticMetaObject.className());
    }
    return *child;
}

//! What is written to an incident with a long history: words, and what is completed.
void write(Window &window, Hand &hand, Figures &figures, int64_t incident)
{
    (void)window.go(u"incident/%1"_s.arg(incident));
    ui::IncidentPage *page = nullptr;
    until(
        [&] {
            page = qobject_cast<ui::IncidentPage *>(window.frame().page(window.frame().currentPage()));
            return page && within<ui::TimelineModel>(*page).rowCount() > 0;
        },
        "the incident does not open");
    (void)window.go(u"incident.note"_s);
    QPlainTextEdit *editor = within<ui::Composer>(*page).editor();
    until([&] { return editor->hasFocus(); }, "the composer has not got the keyboard");
    for (int round = 0; round < rounds; ++round) {
        editor->clear();
        rest(0.05);
        hand.type(words);
        add(figures.words, hand);
        editor->clear();
        rest(0.05);
        hand.type(u"/status identif"_s);
        hand.watch(answer);
        add(figures.completions, hand);
        hand.press(Qt::Key_Escape);
        (void)hand.take();
        editor->clear();
        rest(0.05);
        hand.type(u"@Comm"_s);
        hand.watch(answer);
        add(figures.completions, hand);
        hand.press(Qt::Key_Escape);
        (void)hand.take();
    }
    editor->clear();
}

void search(Window &window, Hand &hand, Figures &figures)
{
    auto &list = within<ui::IncidentListPage>(window.frame());
    for (int round = 0; round < rounds; ++round) {
        (void)window.go(u"incidents"_s);
        (void)window.go(u"incident.search"_s);
        auto &field = within<QLineEdit>(list);
        until([&] { return field.hasFocus(); }, "the search field has not got the keyboard");
        field.clear();
        rest(0.4);
        hand.type(u"shop answering restarted"_s);
        hand.watch(answer);
        add(figures.search, hand);
        field.clear();
        rest(0.4);
        (void)window.go(u"go.palette"_s);
        auto &palette = window.frame().commandPalette();
        until([&] { return palette.isVisible(); }, "Ctrl+K shows nothing");
        hand.type(u"shop answering restarted"_s);
        hand.watch(answer);
        add(figures.palette, hand);
        hand.press(Qt::Key_Escape);
        (void)hand.take();
    }
}

//! Down the list, and by Enter into what is found there, and back. The first picture of its page is waited for.
std::vector<double> move(Window &window, Hand &hand, Figures &figures)
{
    (void)window.go(u"incidents"_s);
    auto &list = within<ui::RowList>(within<ui::IncidentListPage>(window.frame()));
    until([&] { return list.model()->rowCount() > 0; }, "the list is empty");
    std::vector<double> opened;
    for (int round = 0; round < rounds; ++round) {
        list.setFocus();
        for (int i = 0; i < 30; ++i) {
            hand.press(Qt::Key_Down);
        }
        add(figures.list, hand);
        for (int i = 0; i < 10; ++i) {
            list.setFocus();
            hand.press(Qt::Key_Down);
            opened.push_back(hand.open(Qt::Key_Return, [&](const QWidget &painted) {
                const auto *page = qobject_cast<ui::IncidentPage *>(window.frame().page(window.frame().currentPage()));
                return page && page->isAncestorOf(&painted);
            }));
            rest(0.3);
            (void)window.go(u"incidents"_s);
            rest(0.1);
        }
        (void)hand.take();
    }
    return opened;
}

void print(const char *what, const std::vector<double> &ours, const std::vector<double> &bare)
{
    printRow(std::string(what) + ", median", median(ours), median(bare), millis);
    printRow("  the slowest of a hundred", quantile(ours, 0.99), quantile(bare, 0.99), millis);
}

}  // namespace

int main(int argc, char **argv)
{
    QLoggingCategory::setFilterRules(u"default.warning=false"_s);  // what a platform without a screen cannot do
    const QApplication app(argc, argv);
    if (argc != 3) {
        giveUp("bench_typing DATABASE FOLDER");
    }
    SqliteFile(argv[1]).run(history);
    const int64_t incident = SqliteFile(argv[1]).integer("SELECT max(number) FROM incident");
    const Figures bare = bareFigures();

    const ui::Look look(ui::Appearance::Light);
    const auto environment =
        environmentFrom(QString::fromLocal8Bit(argv[1]), QString::fromLocal8Bit(argv[2]) + u"/typing.json"_s);
    auto opened = environment ? openDatabase(*environment) : failure(environment);
    if (!opened) {
        giveUp(opened.error().message.toStdString());
    }
    Services services(*opened, *environment,
                      {.intake = {.port = 0}, .processName = u"bench"_s, .sealed = true, .whySealed = u"bench"_s});
    if (const auto started = services.start(); !started) {
        giveUp(started.error().message.toStdString());
    }
    Figures ours;
    std::vector<double> pages;
    {
        Window window(*opened, services, *environment);
        window.show();
        until([&] { return window.frame().isActiveWindow(); }, "the window does not come to the front");
        Hand hand(window.frame());
        write(window, hand, ours, incident);
        search(window, hand, ours);
        pages = move(window, hand, ours);
    }
    auto stopped = services.stop();
    (void)QTest::qWaitFor([&] { return stopped.isFinished(); }, 10'000);

    printHead("From a key to its picture (no more than 16 ms)", "onlyonce", "bare widgets");
    print("a letter in the composer, 100,000 entries", ours.words, bare.words);
    print("a command or a name, with what completes it", ours.completions, bare.words);
    print("a letter in the search, 100,000 incidents", ours.search, bare.search);
    print("a letter after Ctrl+K", ours.palette, bare.search);
    print("an arrow key in the list of incidents", ours.list, bare.list);
    print("Enter on an incident", pages, std::vector<double>(1, longest));
    return 0;
}
