// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testdatabase.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QSqlError>
#include <QUrl>

namespace onlyonce {

namespace {

//! CTest starts one private cluster for all tests (fixture "postgres"); a binary that is run by hand starts its own.
class Cluster
{
public:
    Cluster()
        : m_state(qEnvironmentVariable("ONLYONCE_TEST_POSTGRES"))
    {
        if (m_state.isEmpty()) {
            m_state = m_folder.filePath(QStringLiteral("postgres.state"));
            m_own = true;
            control(QStringLiteral("start"));
        }
        QFile file(m_state);
        if (!file.open(QIODevice::ReadOnly)) {
            qFatal("The tests' PostgreSQL is not there: %s", qPrintable(m_state));
        }
        m_socket = QString::fromUtf8(file.readAll());
    }
    ~Cluster()
    {
        if (m_own) {
            control(QStringLiteral("stop"));
        }
    }
    [[nodiscard]] QString socket() const { return m_socket; }

private:
    void control(const QString &action)
    {
        if (QProcess::execute(QStringLiteral(ONLYONCE_TEST_SUPPORT "/postgres"), {action, m_state}) != 0) {
            qFatal("The tests' PostgreSQL did not %s.", qPrintable(action));
        }
    }

    QTemporaryDir m_folder;
    QString m_state;
    QString m_socket;
    bool m_own = false;
};

DatabaseUrl postgres(const QString &name)
{
    static const Cluster cluster;
    DatabaseUrl url;
    url.engine = Engine::Postgres;
    url.host = cluster.socket();
    url.user = QStringLiteral("onlyonce");
    url.name = name;
    return url;
}

void administer(const QString &sql)
{
    auto connection = Connection::open(postgres(QStringLiteral("postgres")), Access::ReadWrite);
    if (!connection) {
        qFatal("%s", qPrintable(connection.error().detail));
    }
    if (auto done = (*connection)->runOnce(sql); !done) {
        qFatal("%s", qPrintable(done.error().detail));
    }
}

}  // namespace

void TestDatabase::addEngines()
{
    QTest::addColumn<int>("engine");
    QTest::newRow("SQLite") << int(Engine::Sqlite);
    QTest::newRow("PostgreSQL") << int(Engine::Postgres);
}

TestDatabase::TestDatabase()
    : TestDatabase(Engine(*static_cast<int *>(QTest::qData("engine", qMetaTypeId<int>()))))
{
}

TestDatabase::TestDatabase(Engine engine)
{
    if (engine == Engine::Sqlite) {
        m_url.path = m_folder.filePath(QStringLiteral("onlyonce.db"));
        return;
    }
    static int counter = 0;
    m_url = postgres(QStringLiteral("test_%1_%2").arg(QCoreApplication::applicationPid()).arg(++counter));
    administer(QStringLiteral("CREATE DATABASE %1").arg(m_url.name));
}

TestDatabase::~TestDatabase()
{
    close();
    if (m_url.engine == Engine::Postgres) {
        administer(QStringLiteral("DROP DATABASE %1 WITH (FORCE)").arg(m_url.name));
    }
}

QString TestDatabase::address() const
{
    return m_url.engine == Engine::Sqlite
             ? m_url.path
             : QStringLiteral("postgresql://%1@localhost/%2?host=%3")
                   .arg(m_url.user, m_url.name, QString::fromUtf8(QUrl::toPercentEncoding(m_url.host)));
}

void TestDatabase::setReachable(bool reachable) const
{
    administer(QStringLiteral("ALTER DATABASE %1 ALLOW_CONNECTIONS %2")
                   .arg(m_url.name, reachable ? QStringLiteral("true") : QStringLiteral("false")));
    if (!reachable) {
        administer(QStringLiteral("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%1'")
                       .arg(m_url.name));
    }
}

Result<> TestDatabase::alter(const QString &sql) const
{
    auto connection = Connection::open(m_url, Access::ReadWrite);
    return connection ? (*connection)->runOnce(sql) : failure(connection);
}

Database &TestDatabase::open()
{
    m_database.reset();
    auto opened =
        Database::open({.url = m_url, .clock = &clock, .stateFolder = m_folder.filePath(QStringLiteral("state"))});
    if (!opened) {
        qFatal("%s | %s", qPrintable(opened.error().message), qPrintable(opened.error().detail));
    }
    m_database = std::move(*opened);
    return *m_database;
}

}  // namespace onlyonce
