// SPDX-License-Identifier: GPL-3.0-or-later
// Answers that cross threads: whoever attaches to one in the very moment in which another thread finishes it is called
// once. With QFuture::then() of Qt 6.4 the first test dies, more often than not.
#include "models/base/answer.h"

#include <QDeadlineTimer>
#include <QTest>
#include <QThread>

#include <atomic>
#include <thread>

using namespace onlyonce;
using namespace std::chrono_literals;

namespace {

//! Finishes on its own thread whatever it is given, at once.
class Finisher
{
public:
    ~Finisher()
    {
        m_stop = true;
        m_thread.join();
    }
    void finish(std::shared_ptr<Question<int>> question)
    {
        m_question = std::move(question);
        m_wanted = true;
    }
    [[nodiscard]] bool isBusy() const { return m_wanted; }

private:
    void loop()
    {
        int idle = 0;
        while (!m_stop) {
            if (m_wanted) {
                m_question->finish(7);
                m_question.reset();
                m_wanted = false;
                idle = 0;
            } else if (++idle > 20'000) {
                std::this_thread::yield();  // it is being waited for in vain: another program has the other core
            }
        }
    }

    std::shared_ptr<Question<int>> m_question;
    std::atomic<bool> m_wanted{false};
    std::atomic<bool> m_stop{false};
    std::thread m_thread{[this] { loop(); }};
};

//! A little time, so that the two threads meet in every possible moment.
void linger(int steps)
{
    std::atomic<int> count{0};
    while (count < steps) {
        ++count;
    }
}

constexpr int rounds = 50'000;

}  // namespace

class AnswerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoeverAttachesIsCalledOnce()
    {
        Finisher finisher;
        std::atomic<int> called{0};
        const QDeadlineTimer enough(3s);  // on a busy machine
        for (int round = 1; round <= rounds && !enough.hasExpired(); ++round) {
            auto question = std::make_shared<Question<int>>();
            auto answer = question->answer();
            finisher.finish(std::move(question));
            linger(round % 200);
            answer.then([&called](int value) { called += value == 7 ? 1 : 0; }).then([&called] { ++called; });
            while (finisher.isBusy()) {
                std::this_thread::yield();
            }
            QCOMPARE(called, 2 * round);
        }
    }

    void aContextIsCalledOnceOnItsThread()
    {
        Finisher finisher;
        int called = 0;
        bool elsewhere = false;
        const QDeadlineTimer enough(3s);
        for (int round = 1; round <= rounds / 10 && !enough.hasExpired(); ++round) {
            auto question = std::make_shared<Question<int>>();
            auto answer = question->answer();
            finisher.finish(std::move(question));
            linger(round % 200);
            answer.then(this, [&](int) {
                ++called;
                elsewhere = elsewhere || QThread::currentThread() != thread();
            });
            while (finisher.isBusy()) {
                std::this_thread::yield();
            }
            while (called < round) {
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            }
            QCOMPARE(called, round);
        }
        QVERIFY(!elsewhere);
    }

    void aContextIsCalledFromTheEventLoop()
    {
        Question<int> question;
        question.finish(7);
        int told = 0;
        question.answer().then(this, [&told](int value) { told = value; });
        QCOMPARE(told, 0);
        QTRY_COMPARE(told, 7);
    }

    void whoHasGoneIsNotCalled()
    {
        Finisher finisher;
        bool told = false;
        for (int round = 0; round < 200; ++round) {
            auto question = std::make_shared<Question<int>>();
            auto page = std::make_unique<QObject>();
            question->answer().then(page.get(), [&told](int) { told = true; });
            finisher.finish(std::move(question));
            linger(round);
            page.reset();  // before, while or after the other thread finishes
            while (finisher.isBusy()) {
                std::this_thread::yield();
            }
        }
        QTest::qWait(10);
        QVERIFY(!told);
    }

    void whatAContextGivesIsAnswered()
    {
        auto question = std::make_unique<Question<int>>();
        auto answer = question->answer().then(this, [](int value) { return 6 * value; });
        auto kept = std::make_unique<QObject>();
        question->finish(7);
        QVERIFY(!answer.isFinished());
        QTRY_VERIFY(answer.isFinished());
        QCOMPARE(answer.result(), 42);
        // Whoever waits for one that will not give it any more is not left waiting.
        Question<int> other;
        const auto never = other.answer().then(kept.get(), [](int value) { return value; });
        kept.reset();
        other.finish(7);
        QTRY_VERIFY(never.isFinished());
        QVERIFY(never.isCanceled());
    }

    void workInTheBackgroundIsAnswered()
    {
        QThread *worker = nullptr;
        auto answer = inBackground([&worker] {
            worker = QThread::currentThread();
            return 42;
        });
        QCOMPARE(answer.result(), 42);
        QVERIFY(worker != QThread::currentThread());
    }

    void aQuestionThatIsDroppedCancelsItsAnswer()
    {
        auto question = std::make_unique<Question<int>>();
        const auto answer = question->answer();
        question.reset();
        QVERIFY(answer.isCanceled());
        QVERIFY(answer.isFinished());
    }
};

QTEST_GUILESS_MAIN(AnswerTest)
#include "tst_answer.moc"
