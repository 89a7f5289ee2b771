// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/database.h"

#include "models/base/log.h"
#include "models/storage/auditchain.h"
#include "models/storage/quiet.h"
#include "models/storage/rowguard.h"

#include <QCoreApplication>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QThread>
#include <QTimer>
#include <QUuid>

#include <algorithm>

namespace onlyonce {

namespace {

const Clock &systemClock()
{
    static const SystemClock clock;
    return clock;
}

//! Refuses what can be refused without a trace beside the file: one that is missing, one of a newer program. Whatever else
//! is the matter with it is said by whoever opens it in earnest.
Result<> checkAsItLies(const Database::Options &options)
{
    if (options.url.engine != Engine::Sqlite) {
        return {};
    }
    const auto lying = Connection::open(options.url, Access::AsItLies);
    if (lying) {
        return checkLevel(**lying, options.migrations);
    }
    const bool isRefused = lying.error().code == ErrorCode::NotFound && options.missing == Missing::Refuse;
    return isRefused ? failure(lying) : Result<>();
}

}  // namespace

//! PostgreSQL's NOTIFY from other processes; a connection of its own, because Qt reads notifications in an event loop.
class Database::Listener
{
public:
    //! `reachable` is told within seconds, also while nobody asks the database anything.
    Listener(const DatabaseUrl &url, const QString &own, ChangeFeed &feed, std::function<void(bool)> reachable)
        : m_reachable(std::move(reachable))
        , m_context(new QObject)
    {
        m_context->moveToThread(&m_thread);
        m_thread.setObjectName(QStringLiteral("onlyonce-listen"));
        m_thread.start();
        QMetaObject::invokeMethod(m_context, [this, url, own, &feed] {
            auto *retry = new QTimer(m_context);
            retry->setInterval(2000);
            QObject::connect(retry, &QTimer::timeout, m_context, [this, url, own, &feed] { listen(url, own, feed); });
            retry->start();
            listen(url, own, feed);
        });
    }

    ~Listener()
    {
        QMetaObject::invokeMethod(
            m_context,
            [this] {
                m_connection.reset();
                delete m_context;
            },
            Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

private:
    void listen(const DatabaseUrl &url, const QString &own, ChangeFeed &feed)
    {
        // Asked each time: a connection that a router has forgotten looks alive until it is used.
        if (m_connection && m_connection->runOnce(QStringLiteral("SELECT 1"))) {
            m_reachable(true);
            return;
        }
        if (std::exchange(m_connection, nullptr)) {
            m_lost = true;
        }
        auto opened = Connection::open(url, Access::ReadOnly);
        if (!opened) {
            m_reachable(false);
            return;
        }
        m_connection = std::move(*opened);
        QSqlDriver *driver = m_connection->database().driver();
        QObject::connect(driver, &QSqlDriver::notification, m_context,
                         [own, &feed](const QString &channel, QSqlDriver::NotificationSource, const QVariant &payload) {
                             if (payload.toString() == own) {
                                 return;
                             }
                             feed.publish(channel == presenceChannel
                                              ? Changes{.elsewhere = false, .rows = {{presenceName, 0}}}
                                              : Changes{.elsewhere = true, .rows = {}});
                         });
        driver->subscribeToNotification(QStringLiteral("onlyonce"));
        driver->subscribeToNotification(presenceChannel);
        m_reachable(true);
        if (std::exchange(m_lost, false)) {
            feed.publish(Changes{.elsewhere = true, .rows = {}});  // what happened meanwhile was not heard
        }
    }

    std::function<void(bool)> m_reachable;
    bool m_lost = false;
    QThread m_thread;
    QObject *m_context;
    std::unique_ptr<Connection> m_connection;
};

Database::Database(Options options)
    : m_options(std::move(options))
    , m_feed(std::make_unique<ChangeFeed>())
    , m_reachable(std::make_shared<std::atomic<bool>>(true))
{
}

//! What can be said of the database with nothing written, not even beside it.
struct Database::Sight
{
    Access access = Access::ReadOnly;  //!< how it can be read at present
    bool isUpToDate = false;
    bool seesAll = true;
    Identity identity;
};

Result<std::unique_ptr<Database>> Database::open(Options options)
{
    qRegisterMetaType<Changes>("onlyonce::Changes");
    if (!options.clock) {
        options.clock = &systemClock();
    }
    if (options.stateFolder.isEmpty()) {
        options.stateFolder = defaultStateFolder();
    }
    if (options.migrations.empty()) {
        auto own = ownMigrations();
        if (!own) {
            return failure(own);
        }
        options.migrations = std::move(*own);
    }
    auto database = std::unique_ptr<Database>(new Database(std::move(options)));
    if (database->m_options.access == Access::ReadWrite) {
        ONLYONCE_TRY(checkAsItLies(database->m_options));
        ONLYONCE_TRY(database->prepare());
        database->startWriter();
        database->startReaders(Access::ReadOnly);
        return database;
    }
    const auto sight = database->look();
    const bool isMissing = !sight && sight.error().code == ErrorCode::NotFound;
    if (!sight && !(isMissing && database->m_options.missing == Missing::Make)) {
        return failure(sight);
    }
    if (sight && sight->isUpToDate && sight->identity.suspicion.isEmpty()) {
        database->m_identity = sight->identity;
        database->m_seesAll = sight->seesAll;
        database->startReaders(sight->access);
    } else if (const auto prepared = database->prepare(); prepared) {
        database->startReaders(Access::ReadOnly);
    } else if (sight && sight->isUpToDate) {  // it can be read, and from a disk like this nothing is delivered either
        database->m_identity = sight->identity;
        database->m_seesAll = sight->seesAll;
        database->startReaders(sight->access);
    } else {
        return failure(prepared);
    }
    return database;
}

Result<Database::Sight> Database::look() const
{
    const DatabaseUrl &url = m_options.url;
    ONLYONCE_TRY(checkAsItLies(m_options));
    auto connection = Connection::openToRead(url);
    if (!connection) {
        return failure(connection);
    }
    ONLYONCE_TRY(checkLevel(**connection, m_options.migrations));
    ONLYONCE_TRY((*connection)->claim());
    auto upToDate = isUpToDate(**connection, m_options.migrations);
    if (!upToDate) {
        return failure(upToDate);
    }
    const auto seesAll = rowguard::seesAll(**connection);
    if (!seesAll) {
        return failure(seesAll);
    }
    Sight sight{.access = (*connection)->access(), .isUpToDate = *upToDate, .seesAll = *seesAll, .identity = {}};
    if (sight.isUpToDate) {
        Transaction transaction(**connection, {}, m_options.clock->now());
        auto identity = identify(transaction, url, m_options.stateFolder);
        if (!identity) {
            return failure(identity);
        }
        sight.identity = *identity;
    }
    return sight;
}

Result<> Database::prepare()
{
    auto connection = Connection::open(m_options.url, Access::ReadWrite);
    if (!connection) {
        return failure(connection);
    }
    ONLYONCE_TRY(
        migrate(**connection, m_options.migrations, *m_options.clock, m_options.raiseLevel, m_options.beforeRaise));
    ONLYONCE_TRY((*connection)->beginWrite());
    Transaction transaction(**connection, {}, m_options.clock->now());
    auto identity = recognise(transaction, m_options.url, m_options.stateFolder);
    if (!identity) {
        (*connection)->rollback();
        return failure(identity);
    }
    auto generation = advanceGeneration(transaction);
    if (!generation) {
        (*connection)->rollback();
        return failure(generation);
    }
    // What was written before there was a chain, or by a program that knows none; a schema of before has no place for it.
    const bool hasChain = std::ranges::any_of(
        m_options.migrations, [](const Migration &each) { return each.sql.contains(QLatin1StringView("audit_link")); });
    if (auto chained = hasChain ? chainAudit(transaction) : Result<>(); !chained) {
        (*connection)->rollback();
        return chained;
    }
    const auto seesAll = rowguard::seesAll(**connection);
    if (!seesAll) {
        (*connection)->rollback();
        return failure(seesAll);
    }
    ONLYONCE_TRY((*connection)->commit());
    m_seesAll = *seesAll;
    m_identity = *identity;
    rememberGeneration(*generation);
    return {};
}

void Database::startReaders(Access access)
{
    const Worker::Options options{.url = m_options.url,
                                  .access = access,
                                  .clock = m_options.clock,
                                  .published = {},
                                  .reachable = reachTeller(),
                                  .saved = {},
                                  .notifyAs = {}};
    m_interactive = std::make_unique<Worker>(options);
    m_background = std::make_unique<Worker>(options);
}

void Database::startWriter()
{
    const QString notifyAs = QUuid::createUuid().toString(QUuid::WithoutBraces);
    ChangeFeed *feed = m_feed.get();
    m_writer = std::make_unique<Worker>(
        Worker::Options{.url = m_options.url,
                        .access = Access::ReadWrite,
                        .clock = m_options.clock,
                        .published = [feed](Changes changes) { feed->publish(std::move(changes)); },
                        .reachable = reachTeller(),
                        .saved =
                            [this](const Error *problem) {
                                const std::lock_guard lock(m_problemMutex);
                                m_writeProblem = problem ? std::optional(*problem) : std::nullopt;
                            },
                        .notifyAs = notifyAs});
    if (m_options.url.engine == Engine::Postgres) {
        m_listener = std::make_unique<Listener>(m_options.url, notifyAs, *feed, reachTeller());
    }
}

//! For the threads: whichever sees first that the server went away, or came back, tells the feed.
std::function<void(bool)> Database::reachTeller() const
{
    return [feed = m_feed.get(), reachable = m_reachable](bool now) {
        if (reachable->exchange(now) != now) {
            feed->publish(Changes{.elsewhere = true, .rows = {}});
        }
    };
}

std::optional<Error> Database::writeProblem()
{
    std::optional<Error> problem;
    {
        const std::lock_guard lock(m_problemMutex);
        problem = m_writeProblem;
    }
    if (problem && writeDepth() == 0) {
        // Whoever waits for us to be well again may send nothing until then.
        (void)write({}, [](Transaction &transaction) {
            transaction.touch(QStringLiteral("meta"), 0);
            return transaction.exec(QStringLiteral("INSERT INTO meta (key, value) VALUES ('tried_to_write', ?) "
                                                   "ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
                                    QString::number(toMillis(transaction.now())));
        });
    }
    return problem;
}

Error Database::readOnly() const
{
    return {ErrorCode::Denied,
            QCoreApplication::translate("Storage", "The database %1 was opened for reading only.")
                .arg(m_options.url.display()),
            {}};
}

Database::~Database() = default;

void Database::rememberGeneration(qint64 generation) const
{
    onlyonce::rememberGeneration(m_options.stateFolder, m_identity, generation);
}

}  // namespace onlyonce
