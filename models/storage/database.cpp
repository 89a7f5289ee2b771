// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/database.h"

#include "models/base/log.h"

#include <QSqlDatabase>
#include <QSqlDriver>
#include <QThread>
#include <QTimer>
#include <QUuid>

namespace onlyonce {

namespace {

const Clock &systemClock()
{
    static const SystemClock clock;
    return clock;
}

}  // namespace

//! PostgreSQL's NOTIFY from other processes; a connection of its own, because Qt reads notifications in an event loop.
class Database::Listener
{
public:
    Listener(const DatabaseUrl &url, const QString &own, ChangeFeed &feed)
        : m_context(new QObject)
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
        if (m_connection && m_connection->isAlive()) {
            return;
        }
        const bool again = m_connection != nullptr;
        m_connection.reset();
        auto opened = Connection::open(url, Access::ReadOnly);
        if (!opened) {
            return;
        }
        m_connection = std::move(*opened);
        QSqlDriver *driver = m_connection->database().driver();
        QObject::connect(driver, &QSqlDriver::notification, m_context,
                         [own, &feed](const QString &, QSqlDriver::NotificationSource, const QVariant &payload) {
                             if (payload.toString() != own) {
                                 feed.publish(Changes{.elsewhere = true, .rows = {}});
                             }
                         });
        driver->subscribeToNotification(QStringLiteral("onlyonce"));
        if (again) {
            feed.publish(Changes{.elsewhere = true, .rows = {}});  // what happened meanwhile was not heard
        }
    }

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
    const Options &kept = database->m_options;
    {
        auto connection = Connection::open(kept.url, Access::ReadWrite);
        if (!connection) {
            return failure(connection);
        }
        ONLYONCE_TRY(migrate(**connection, kept.migrations, *kept.clock, kept.raiseLevel, kept.beforeRaise));
        ONLYONCE_TRY((*connection)->beginWrite());
        Transaction transaction(**connection, {}, kept.clock->now());
        auto identity = recognise(transaction, kept.url, kept.stateFolder);
        if (!identity) {
            (*connection)->rollback();
            return failure(identity);
        }
        auto generation = advanceGeneration(transaction);
        if (!generation) {
            (*connection)->rollback();
            return failure(generation);
        }
        ONLYONCE_TRY((*connection)->commit());
        database->m_identity = *identity;
        database->rememberGeneration(*generation);
    }

    const QString notifyAs = QUuid::createUuid().toString(QUuid::WithoutBraces);
    ChangeFeed *feed = database->m_feed.get();
    const auto workerOptions = [&](Access access) {
        return Worker::Options{
            .url = kept.url, .access = access, .clock = kept.clock, .published = {}, .reachable = {}, .notifyAs = {}};
    };
    Worker::Options writer = workerOptions(Access::ReadWrite);
    writer.published = [feed](Changes changes) { feed->publish(std::move(changes)); };
    writer.reachable = [feed, reachable = database->m_reachable](bool now) {
        if (reachable->exchange(now) != now) {
            feed->publish(Changes{.elsewhere = true, .rows = {}});
        }
    };
    writer.notifyAs = notifyAs;
    database->m_writer = std::make_unique<Worker>(std::move(writer));
    database->m_interactive = std::make_unique<Worker>(workerOptions(Access::ReadOnly));
    database->m_background = std::make_unique<Worker>(workerOptions(Access::ReadOnly));
    if (kept.url.engine == Engine::Postgres) {
        database->m_listener = std::make_unique<Listener>(kept.url, notifyAs, *feed);
    }
    return database;
}

Database::~Database() = default;

void Database::rememberGeneration(qint64 generation) const
{
    onlyonce::rememberGeneration(m_options.stateFolder, m_identity.uuid, generation);
}

}  // namespace onlyonce
