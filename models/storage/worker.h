// SPDX-License-Identifier: GPL-3.0-or-later
// One database thread: a queue of calls, one connection, reconnection with backoff. The writer gathers waiting calls
// into one commit; a reader runs one call per transaction. Only Database uses this.
#pragma once

#include "models/base/answer.h"
#include "models/base/clock.h"
#include "models/storage/connection.h"
#include "models/storage/transaction.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace onlyonce {

//! Lets whoever asked a question take it back; also stops a statement that is already running (SQLite).
class CancelToken
{
public:
    void cancel();
    [[nodiscard]] bool isCancelled() const;

    //! @name For the reader thread: what cancel() has to stop at the moment.
    //! @{
    void arm(std::function<void()> interrupt);
    void disarm() { arm({}); }
    //! @}

private:
    mutable std::mutex m_mutex;
    std::function<void()> m_interrupt;
    bool m_cancelled = false;
};

using CancelTokenPtr = std::shared_ptr<CancelToken>;

//! A call in the queue, with its result until the commit has decided.
class Call
{
public:
    virtual ~Call() = default;
    //! Runs the work; an error undoes only this call.
    virtual Result<> run(Transaction &transaction) = 0;
    //! After the commit: nothing means that it stands, an error goes to the caller instead of the result.
    virtual void complete(const Error *error) = 0;

    ActorId actor;
    CancelTokenPtr token;
};

template <typename T, typename Work>
class TypedCall final : public Call
{
public:
    explicit TypedCall(Work work)
        : m_work(std::move(work))
    {
    }

    [[nodiscard]] Answer<Result<T>> answer() const { return m_question.answer(); }

    Result<> run(Transaction &transaction) override
    {
        m_result.emplace(m_work(transaction));
        if (!*m_result) {
            return failure(*m_result);
        }
        return {};
    }

    void complete(const Error *error) override
    {
        if (error && (!m_result || *m_result)) {
            m_result.emplace(std::unexpected(*error));
        }
        m_question.finish(std::move(*m_result));
    }

private:
    Work m_work;
    Question<Result<T>> m_question;
    std::optional<Result<T>> m_result;
};

class Worker
{
public:
    struct Options
    {
        DatabaseUrl url;
        Access access = Access::ReadOnly;
        const Clock *clock = nullptr;
        std::function<void(Changes)> published;    //!< writer: called on this thread after each commit
        std::function<void(bool)> reachable;       //!< called on this thread when the server went away or came back
        std::function<void(const Error *)> saved;  //!< writer: after each group of changes, nullptr when they stand
        QString notifyAs;  //!< PostgreSQL writer: the payload of NOTIFY, so that we know our own
    };

    explicit Worker(Options options);
    ~Worker();  //!< finishes what is queued, then stops
    Worker(const Worker &) = delete;
    Worker &operator=(const Worker &) = delete;

    void submit(std::unique_ptr<Call> call);
    //! Calls that wait: the intake refuses (503) above a limit.
    [[nodiscard]] size_t depth() const;

private:
    void loop();
    void runReads(std::deque<std::unique_ptr<Call>> calls);
    void runWrites(std::deque<std::unique_ptr<Call>> calls);
    void watchOthers();
    void tellSaved(const Error *problem);
    void tellIfLost();
    [[nodiscard]] Result<> ensureConnected();

    Options m_options;
    std::unique_ptr<Connection> m_connection;
    std::chrono::steady_clock::time_point m_nextAttempt{};
    std::chrono::milliseconds m_backoff{0};
    std::optional<qint64> m_dataVersion;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::unique_ptr<Call>> m_queue;
    bool m_stopping = false;
    std::thread m_thread;  // last: starts when everything else stands
};

}  // namespace onlyonce
