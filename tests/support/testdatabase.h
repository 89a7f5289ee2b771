// SPDX-License-Identifier: GPL-3.0-or-later
// A fresh database for a test, on either engine. Every test of a store runs on both:
//   void TestX::thing_data() { TestDatabase::addEngines(); }
//   void TestX::thing() { TestDatabase database; … database.open() … }
#pragma once

#include "models/storage/database.h"
#include "support/manualclock.h"

#include <QTemporaryDir>
#include <QTest>

namespace onlyonce {

class TestDatabase
{
public:
    //! The rows "SQLite" and "PostgreSQL" of a column "engine".
    static void addEngines();

    //! On the engine of the current data row.
    TestDatabase();
    explicit TestDatabase(Engine engine);
    ~TestDatabase();

    [[nodiscard]] const DatabaseUrl &url() const { return m_url; }
    //! What `--database` takes.
    [[nodiscard]] QString address() const;
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    //! Opens it (again); fails the test with the error's sentence if that does not work. The clock is `clock`.
    Database &open();
    void close() { m_database.reset(); }
    //! A change of the schema, by a connection of its own: PostgreSQL prepares none, and the program makes none.
    Result<> alter(const QString &sql) const;
    //! PostgreSQL: false ends every connection to this database and refuses new ones, as a server that has gone does.
    void setReachable(bool reachable) const;
    [[nodiscard]] Database &operator*() { return m_database ? *m_database : open(); }
    [[nodiscard]] Database *operator->() { return &**this; }

    ManualClock clock;

private:
    QTemporaryDir m_folder;
    DatabaseUrl m_url;
    std::unique_ptr<Database> m_database;
};

//! Waits for a future and hands its result on.
template <typename T>
Result<T> await(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 30'000)) {
        return fail(ErrorCode::Internal, QStringLiteral("the future did not finish within 30 s"));
    }
    return future.result();
}

//! Why a result failed, for the test's output; empty when it did not.
template <typename T>
QByteArray why(const Result<T> &result)
{
    return result ? QByteArray() : (result.error().message + QStringLiteral(" | ") + result.error().detail).toUtf8();
}

//! The value, or a failed test that says why. (Qualified, because tests of whys call their own things so.)
#define REQUIRE_VALUE(name, expression)                                \
    auto name##Result = (expression);                                  \
    QVERIFY2(name##Result, ::onlyonce::why(name##Result).constData()); \
    [[maybe_unused]] auto &name = *name##Result
#define REQUIRE_OK(expression)                                     \
    do {                                                           \
        const auto required = (expression);                        \
        QVERIFY2(required, ::onlyonce::why(required).constData()); \
    } while (false)

}  // namespace onlyonce
