// SPDX-License-Identifier: GPL-3.0-or-later
// Answers to what a window asks: when they come, and to whom.
#include "models/catalog/session.h"
#include "support/testdatabase.h"

using namespace onlyonce;

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAnswerNeverComesWithinTheQuestion();
    void whoHasGoneIsNotTold();
};

void TestSession::anAnswerNeverComesWithinTheQuestion()
{
    TestDatabase database(Engine::Sqlite);
    const Session session{*database, {}};
    int told = 0;
    for (const bool writes : {false, true}) {
        const auto seven = [](Transaction &) -> Result<int> { return 7; };
        auto answer = writes ? session.write(seven) : session.read(seven);
        // The database has answered everything that was asked of it before this.
        REQUIRE_OK(database->read([](Transaction &) -> Result<> { return {}; }).result());
        REQUIRE_OK(database->write({}, [](Transaction &) -> Result<> { return {}; }).result());
        answer.then(this, [&told](const Result<int> &result) { told += result.value_or(0); });
        QCOMPARE(told, writes ? 7 : 0);
        QTRY_COMPARE(told, writes ? 14 : 7);
    }
}

void TestSession::whoHasGoneIsNotTold()
{
    TestDatabase database(Engine::Sqlite);
    const Session session{*database, {}};
    bool told = false;
    {
        QObject page;
        session.read([](Transaction &) -> Result<> { return {}; }).then(&page, [&told](const Result<> &) {
            told = true;
        });
    }
    REQUIRE_VALUE(later, await(session.read([](Transaction &) -> Result<int> { return 1; })));
    QCOMPARE(later, 1);
    QVERIFY(!told);
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
