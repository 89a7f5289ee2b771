// SPDX-License-Identifier: GPL-3.0-or-later
// Answers that cross threads. Qt 6.4 runs a continuation twice, and dies of it, when QFuture::then() is called in the very
// moment in which the future finishes on another thread: between "it is finished" and "whoever waits is told". So both
// ends pass one gate here. Whatever is finished by another thread than the one that asks is handed out as an Answer.
#pragma once

#include <QCoreApplication>
#include <QFuture>
#include <QPointer>
#include <QPromise>
#include <QThreadPool>

#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>

namespace onlyonce {

template <typename T>
class Question;

//! A future whose then() is safe. Do not hand it on as a plain QFuture to code that calls then(): that one is not.
template <typename T>
class Answer : public QFuture<T>
{
public:
    Answer(QFuture<T> future, std::shared_ptr<std::mutex> gate)
        : QFuture<T>(std::move(future))
        , m_gate(std::move(gate))
    {
    }
    //! Of a future that is finished already, or finishes on the thread that asks.
    explicit Answer(QFuture<T> future)
        : Answer(std::move(future), std::make_shared<std::mutex>())
    {
    }

    //! `work` runs on the thread that finishes, or here if that has happened.
    template <typename Work>
    auto then(Work &&work)
    {
        const std::lock_guard lock(*m_gate);
        return passedOn(QFuture<T>::then(std::forward<Work>(work)));
    }
    //! For whoever lives in the main thread: `work` runs from its event loop, so never within this call, and not at all if
    //! the context has gone by then. (Qt's own then() asserts that it has not.) What `work` gives is an answer again.
    template <typename Work>
    auto then(QObject *context, Work work)
    {
        using Next = std::invoke_result_t<Work &, const T &>;
        if constexpr (std::is_void_v<Next>) {
            fromEventLoop([context = QPointer(context), work = std::move(work)](const T &value) mutable {
                if (context) {
                    work(value);
                }
            });
        } else {
            auto question = std::make_shared<Question<Next>>();  // not const: whoever moves the work takes it along
            auto answer = question->answer();
            fromEventLoop([context = QPointer(context), work = std::move(work),
                           question = std::move(question)](const T &value) mutable {
                if (context) {
                    question->finish(work(value));
                }
            });
            return answer;
        }
    }

private:
    template <typename Work>
    void fromEventLoop(Work work)
    {
        const std::lock_guard lock(*m_gate);
        (void)QFuture<T>::then([work = std::move(work)](const T &value) mutable {
            QMetaObject::invokeMethod(
                qApp, [work = std::move(work), value]() mutable { work(value); }, Qt::QueuedConnection);
        });
    }

    template <typename Next>
    [[nodiscard]] Answer<Next> passedOn(QFuture<Next> next) const
    {
        return {std::move(next), m_gate};  // it finishes while its parent does, within the same gate
    }

    std::shared_ptr<std::mutex> m_gate;
};

//! The other end: what will be answered, on whichever thread. One that is dropped cancels its answer.
template <typename T>
class Question
{
public:
    Question() { m_promise->start(); }
    ~Question()
    {
        const std::lock_guard lock(*m_gate);
        m_promise.reset();
    }
    Question(const Question &) = delete;
    Question &operator=(const Question &) = delete;

    [[nodiscard]] Answer<T> answer() const { return {m_promise->future(), m_gate}; }

    void finish(T value)
    {
        const std::lock_guard lock(*m_gate);
        m_promise->addResult(std::move(value));
        m_promise->finish();
    }

private:
    std::optional<QPromise<T>> m_promise{std::in_place};
    std::shared_ptr<std::mutex> m_gate = std::make_shared<std::mutex>();
};

//! What is known at once.
template <typename T>
[[nodiscard]] Answer<T> answered(T value)
{
    return Answer<T>(QtFuture::makeReadyFuture(std::move(value)));
}

//! Does `work` on a thread of the pool.
template <typename Work>
[[nodiscard]] Answer<std::invoke_result_t<Work>> inBackground(Work work,
                                                              QThreadPool *pool = QThreadPool::globalInstance())
{
    const auto question = std::make_shared<Question<std::invoke_result_t<Work>>>();
    auto answer = question->answer();
    pool->start([question, work = std::move(work)]() mutable { question->finish(work()); });
    return answer;
}

}  // namespace onlyonce
