// SPDX-License-Identifier: GPL-3.0-or-later
// The first run: from an empty window to a working set-up. Its steps are the panels of the settings.
#include "app/adapters.h"
#include "app/testalert.h"
#include "app/window/window.h"
#include "models/alerts/collector.h"
#include "models/alerts/sourcehealth.h"
#include "models/catalog/people.h"
#include "models/delivery/connections.h"
#include "models/storage/connection.h"
#include "views/alerts/firstalert.h"
#include "views/alerts/sourcespanel.h"
#include "views/alerts/tokenspanel.h"
#include "views/catalog/peoplepanel.h"
#include "views/delivery/connectionform.h"
#include "views/setup/datapanel.h"
#include "views/setup/setuppage.h"
#include "views/widgets/focus.h"
#include "views/widgets/latepage.h"
#include "views/widgets/theme.h"

#include <QJsonArray>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr auto setupSection = u"setup";  // of this machine's settings
constexpr auto putAway = u"putAway";
constexpr auto skippedSteps = u"skipped";

QString pageId()
{
    return QStringLiteral("setup");
}

QWidget *columnOf(const QList<QWidget *> &panels)
{
    auto *all = new QWidget;
    auto *column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(ui::space::l);
    for (QWidget *panel : panels) {
        column->addWidget(panel);
    }
    return all;
}

//! Nobody has begun to work with it.
Result<bool> isUnused(Transaction &transaction)
{
    const auto incident = incidents(transaction, {}, 1);
    const auto alert = incident ? alerts(transaction, {}, 1) : failure(incident);
    const auto connection = alert ? connectionsOf(transaction) : failure(alert);
    const auto people = connection ? peopleOnCall(transaction) : failure(connection);
    if (!people) {
        return failure(people);
    }
    return incident->empty() && alert->empty() && connection->empty() && people->empty();
}

//! Nothing is written there. Errors: Invalid for what is no server's address; else why it does not let us in.
Result<> tryServer(const DatabaseUrl &url)
{
    const auto connection = Connection::open(url, Access::ReadOnly);
    return connection ? Result<>() : failure(connection);
}

QString quoted(QString argument)
{
    return u'\'' + argument.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

}  // namespace

//! What is set up already, for the steps and the summary.
struct Window::SetUp
{
    std::vector<AlertRow> alerts;  //!< the newest
    std::vector<ConnectionRow> connections;
    std::vector<Person> onCall;

    [[nodiscard]] static Result<SetUp> read(Transaction &transaction)
    {
        constexpr int fewAlerts = 50;
        auto newest = onlyonce::alerts(transaction, {}, fewAlerts);
        auto rows = newest ? connectionsOf(transaction) : failure(newest);
        auto people = rows ? peopleOnCall(transaction) : failure(rows);
        if (!people) {
            return failure(people);
        }
        return SetUp{std::move(*newest), std::move(*rows), std::move(*people)};
    }
    [[nodiscard]] bool has(const QString &kind) const
    {
        return std::ranges::any_of(connections,
                                   [&](const ConnectionRow &row) { return row.enabled && row.kind == kind; });
    }
};

void Window::addSetup()
{
    auto *page = new ui::LatePage([this] { return makeSetup(); });
    page->setAccessibleName(tr("Set up OnlyOnce"));
    m_frame.addSubPage(pageId(), QStringLiteral("settings"), page);
    m_frame.actions().add({.id = QStringLiteral("help.setup"),
                           .menu = tr("&Help"),
                           .text = tr("Set &up OnlyOnce"),
                           .shortcut = QKeySequence(tr("Shift+F1")),
                           .icon = QStringLiteral("wrench"),
                           .run = [this] { m_frame.showPage(pageId()); },
                           .keywords = tr("first run begin start wizard assistant")});
}

void Window::offerSetup()
{
    const auto kept = m_settingsFile.section(setupSection);
    if (!kept || kept->value(putAway).toBool() || !allows(m_opened.person.role, Permission::Respond)) {
        return;
    }
    m_session.read(isUnused).then(this, [this](const Result<bool> &unused) {
        if (unused && *unused) {
            m_frame.showPage(pageId());
        }
    });
}

QWidget *Window::makeSetup()
{
    m_setup = new ui::SetupPage;
    auto *tokens = makeTokens();
    auto *first = new ui::FirstAlert(m_session);
    auto *test = new TestAlert(m_session, m_services.intakeAddress(), first);
    const auto token = std::make_shared<QByteArray>();
    connect(tokens, &ui::TokensPanel::made, first, [token](const QString &secret) { *token = secret.toUtf8(); });
    connect(first, &ui::FirstAlert::testWanted, test, [test, token] { test->send(*token); });
    connect(test, &TestAlert::sent, first, &ui::FirstAlert::tellSent);
    QWidget *sources = makeSources();
    QWidget *monitoring = columnOf({first, sources, tokens});
    ui::rememberFocus(monitoring, sources);

    m_setup->addStep({.id = QStringLiteral("data"),
                      .name = tr("Data"),
                      .heading = tr("Where does the data live?"),
                      .lead = tr("Alone, a file on this machine is all that is needed: no server, and it works when "
                                 "everything else is down. A team shares a PostgreSQL database.")},
                     makeDataStep());
    m_setup->addStep({.id = QStringLiteral("source"),
                      .name = tr("Monitoring"),
                      .heading = tr("Which system sees failures first?"),
                      .lead = tr("Choose yours, and do over there what stands below it. Whatever comes in is shown at "
                                 "once; a test alert shows that the way in is open.")},
                     monitoring);
    m_setup->addStep({.id = QStringLiteral("mail"),
                      .name = tr("Mail"),
                      .heading = tr("Which server sends mail?"),
                      .lead = tr("People on call are told of new incidents by mail. Test it, then save it.")},
                     makeForms(QStringLiteral("mail")));
    m_setup->addStep({.id = QStringLiteral("forum"),
                      .name = tr("Forum"),
                      .heading = tr("Where do customers read what is going on?"),
                      .lead = tr("Announcements are published there when you approve them. The test posts nothing.")},
                     makeForms(QStringLiteral("forum")));
    m_setup->addStep({.id = QStringLiteral("people"),
                      .name = tr("People"),
                      .heading = tr("Who is on call?"),
                      .lead = tr("They are told of every new incident until one of them acknowledges it. With nobody "
                                 "here, incidents are seen in this window alone.")},
                     makePeople());
    m_setup->addSummary({.id = QStringLiteral("done"),
                         .name = tr("Summary"),
                         .heading = tr("This is set up"),
                         .lead = tr("Everything can be changed in the settings at any time, and this page is always "
                                    "to be found in the menu Help.")});
    connect(m_setup, &ui::SetupPage::skipped, this, [this](const QString &step) {
        keepSetup([&step](QJsonObject &kept) {
            QJsonArray steps = kept.value(skippedSteps).toArray();
            if (!steps.contains(step)) {
                steps.append(step);
                kept.insert(skippedSteps, steps);
            }
        });
        m_setupRefresh.want();
    });
    connect(m_setup, &ui::SetupPage::leaveWanted, this, [this] {
        keepSetup([](QJsonObject &kept) { kept.insert(putAway, true); });
        m_frame.showPage(QStringLiteral("incidents"));
    });
    connect(&m_session.database.feed(), &ChangeFeed::changed, m_setup, [this](const Changes &changes) {
        for (const auto &table : {"alert", "connection", "person"}) {
            if (changes.touches(QLatin1StringView(table))) {
                m_setupRefresh.want();
                return;
            }
        }
    });
    tellSetup({});
    m_setupRefresh.want();
    return m_setup;
}

QWidget *Window::makeForms(const QString &kind)
{
    QList<QWidget *> forms;
    for (const auto &adapter : deliveryAdapters()) {
        if (connectionKindOf(adapter->id()) == kind) {
            ui::ConnectionForm *form = makeForm(adapter);
            connect(form, &ui::ConnectionForm::tested, this, [this, kind](bool works) {
                works ? (void)m_seenToWork.insert(kind) : (void)m_seenToWork.remove(kind);
                m_setupRefresh.want();
            });
            forms << form;
        }
    }
    return columnOf(forms);
}

QWidget *Window::makeDataStep()
{
    const DatabaseUrl &here = m_session.database.url();
    auto *data = new ui::DataPanel(here.display(), here.engine == Engine::Sqlite ? m_copies : QString());
    connect(data, &ui::DataPanel::tryWanted, this, [data](const QString &address) {
        const auto url = DatabaseUrl::parse(address);
        const bool isServer = address.startsWith(QLatin1StringView("postgres"));
        if (!url || !isServer) {
            data->tellProblem(isServer ? url.error().message
                                       : tr("A server's address begins with postgresql:// and names the host and the "
                                            "database."));
            return;
        }
        inBackground([server = *url] { return tryServer(server); }).then(data, [data, address](const Result<> &answer) {
            if (answer) {
                data->tellWorks(QStringLiteral("onlyonce --database ") + quoted(address));
            } else {
                data->tellProblem(answer.error().message);
            }
        });
    });
    connect(data, &ui::DataPanel::passed, this, [this] { m_setup->showStep(QStringLiteral("source")); });
    return data;
}

void Window::showStepOfSetup(const QString &step)
{
    m_frame.showPage(pageId());
    if (m_setup) {  // there, if the window is in sight
        m_setup->showStep(step);
    }
}

//! What this machine remembers of it.
void Window::keepSetup(const std::function<void(QJsonObject &)> &change)
{
    auto kept = m_settingsFile.section(setupSection);
    if (kept) {
        change(*kept);
    }
    if (const auto saved = kept ? m_settingsFile.saveSection(setupSection, *kept) : failure(kept); !saved) {
        fail(saved.error());
    }
}

void Window::readSetup()
{
    m_session.read(SetUp::read).then(this, [this](const Result<SetUp> &found) {
        m_setupRefresh.answered();
        if (found) {
            tellSetup(*found);
        } else {
            fail(found.error());
        }
    });
}

void Window::tellSetup(const SetUp &found)
{
    using State = ui::SetupState;
    const QJsonArray skipped =
        m_settingsFile.section(setupSection).value_or(QJsonObject()).value(skippedSteps).toArray();
    int done = 1;
    const auto tell = [&](const QString &id, State state, const QString &words, const QString &result) {
        const bool wasSkipped = state == State::Open && skipped.contains(id);
        m_setup->setState(id, wasSkipped ? State::Skipped : state, wasSkipped ? tr("Skipped") : words, result);
        done += state == State::Done || state == State::Works ? 1 : 0;
    };
    const DatabaseUrl &here = m_session.database.url();
    m_setup->setState(QStringLiteral("data"), State::Works,
                      here.engine == Engine::Sqlite ? tr("On this machine") : tr("On a server"), here.display());

    const auto real = std::ranges::find_if_not(found.alerts, TestAlert::isOne);
    const QString toDo = tr("To do");
    const QString later = tr("Later: Settings → %1");
    if (real != found.alerts.end()) {
        tell(QStringLiteral("source"), State::Works, tr("Works"),
             tr("Alerts come in from %1.").arg(sourceTitle(real->source)));
    } else if (!found.alerts.empty()) {
        tell(QStringLiteral("source"), State::Done, tr("Tested"),
             tr("The way in is open. Your own system has sent nothing yet."));
    } else if (found.has(QStringLiteral("source"))) {
        tell(QStringLiteral("source"), State::Done, tr("Set up"), tr("Nothing has come in yet."));
    } else {
        tell(QStringLiteral("source"), State::Open, toDo, later.arg(tr("Monitoring systems")));
    }
    for (const auto &adapter : deliveryAdapters()) {
        const QString kind = connectionKindOf(adapter->id());
        if (!found.has(kind)) {
            tell(kind, State::Open, toDo, later.arg(adapter->name()));
        } else if (m_seenToWork.contains(kind)) {
            tell(kind, State::Works, tr("Works"), tr("%1 is set up and has answered.").arg(adapter->name()));
        } else {
            tell(kind, State::Done, tr("Set up"), tr("%1 is set up.").arg(adapter->name()));
        }
    }
    QStringList names;
    for (const Person &each : found.onCall) {
        names << each.name;
    }
    if (names.isEmpty()) {
        tell(QStringLiteral("people"), State::Open, toDo, later.arg(tr("People")));
    } else {
        tell(QStringLiteral("people"), State::Done, tr("%1 on call").arg(names.size()),
             names.join(QStringLiteral(", ")));
    }
    constexpr int steps = 5;
    m_setup->setState(QStringLiteral("done"), done == steps ? State::Done : State::Open,
                      tr("%1 of %2 done").arg(done).arg(steps), {});
}

}  // namespace onlyonce
