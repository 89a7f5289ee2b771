// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/worker.h"

#include "models/base/log.h"
#include "models/storage/quiet.h"

#include <QCoreApplication>

#include <algorithm>
#include <vector>

namespace onlyonce {

namespace {

constexpr size_t largestGroup = 500;
constexpr std::chrono::milliseconds watchInterval{200};
constexpr std::chrono::milliseconds firstBackoff{250};
constexpr std::chrono::milliseconds longestBackoff{10'000};

//! Whom of the other processes it concerns.
QLatin1StringView channelFor(const Changes &changes)
{
    const bool isQuiet =
        std::ranges::all_of(changes.rows, [](const Change &change) { return change.table == presenceName; });
    return isQuiet ? presenceChannel : QLatin1StringView("onlyonce");
}

//! What was redacted would otherwise stand in SQLite's log until others have written over it.
void emptyLog(Connection &connection)
{
    if (connection.engine() != Engine::Sqlite) {
        return;
    }
    bool isBusy = false;
    auto done = connection.run(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"), {},
                               [&isBusy](const Row &row) { isBusy = row.flag(0); });
    if (!done || isBusy) {
        qCWarning(logStorage) << "the log could not be emptied after a redaction; it is when the program ends";
    }
}

}  // namespace

void CancelToken::cancel()
{
    const std::lock_guard lock(m_mutex);
    m_cancelled = true;
    if (m_interrupt) {
        m_interrupt();
    }
}

bool CancelToken::isCancelled() const
{
    const std::lock_guard lock(m_mutex);
    return m_cancelled;
}

void CancelToken::arm(std::function<void()> interrupt)
{
    const std::lock_guard lock(m_mutex);
    m_interrupt = std::move(interrupt);
}

Worker::Worker(Options options)
    : m_options(std::move(options))
    , m_thread([this] { loop(); })
{
}

Worker::~Worker()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void Worker::submit(std::unique_ptr<Call> call)
{
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(call));
    }
    m_wake.notify_one();
}

size_t Worker::depth() const
{
    const std::lock_guard lock(m_mutex);
    return m_queue.size();
}

void Worker::loop()
{
    const bool writer = m_options.access == Access::ReadWrite;
    while (true) {
        std::deque<std::unique_ptr<Call>> calls;
        {
            std::unique_lock lock(m_mutex);
            const auto wanted = [this] { return m_stopping || !m_queue.empty(); };
            if (writer) {
                m_wake.wait_for(lock, watchInterval, wanted);
            } else {
                m_wake.wait(lock, wanted);  // a reader has nothing to watch: it sleeps
            }
            if (m_stopping && m_queue.empty()) {
                break;
            }
            const size_t count = std::min(m_queue.size(), writer ? largestGroup : size_t{1});
            std::move(m_queue.begin(), m_queue.begin() + qsizetype(count), std::back_inserter(calls));
            m_queue.erase(m_queue.begin(), m_queue.begin() + qsizetype(count));
        }
        if (auto connected = ensureConnected(); !connected) {
            if (!calls.empty()) {
                tellSaved(&connected.error());
            }
            for (const auto &call : calls) {
                call->complete(&connected.error());
            }
            continue;
        }
        if (!calls.empty()) {
            writer ? runWrites(std::move(calls)) : runReads(std::move(calls));
        }
        if (writer) {
            watchOthers();
        }
    }
    m_connection.reset();
}

Result<> Worker::ensureConnected()
{
    if (m_connection && m_connection->isAlive()) {
        return {};
    }
    tellIfLost();
    m_connection.reset();
    const auto now = std::chrono::steady_clock::now();
    if (now < m_nextAttempt) {
        return fail(ErrorCode::Unavailable,
                    QCoreApplication::translate("Storage", "The database %1 cannot be reached; trying again.")
                        .arg(m_options.url.display()));
    }
    auto opened = Connection::open(m_options.url, m_options.access);
    if (auto claimed = opened ? (*opened)->claim() : failure(opened); !claimed) {
        m_backoff = std::clamp(m_backoff * 2, firstBackoff, longestBackoff);
        m_nextAttempt = now + m_backoff;
        return claimed;
    }
    m_connection = std::move(*opened);
    m_backoff = {};
    if (m_options.reachable) {
        m_options.reachable(true);
    }
    return {};
}

//! Before whoever waits is answered: then they know why.
void Worker::tellIfLost()
{
    if (m_options.reachable && m_connection && !m_connection->isAlive()) {
        m_options.reachable(false);
    }
}

void Worker::tellSaved(const Error *problem)
{
    if (m_options.saved) {
        m_options.saved(problem);
    }
}

void Worker::runReads(std::deque<std::unique_ptr<Call>> calls)
{
    for (const auto &call : calls) {
        static const Error cancelled{
            ErrorCode::Cancelled, QCoreApplication::translate("Storage", "A newer question took its place."), {}};
        if (call->token && call->token->isCancelled()) {
            call->complete(&cancelled);
            continue;
        }
        auto begun = m_connection->beginReadFor(call->actor.value);
        if (!begun) {
            tellIfLost();
            call->complete(&begun.error());
            continue;
        }
        if (call->token) {
            call->token->arm([connection = m_connection.get()] { connection->interrupt(); });
        }
        Transaction transaction(*m_connection, call->actor, m_options.clock->now());
        (void)call->run(transaction);  // the call keeps its own error
        if (call->token) {
            call->token->disarm();
        }
        m_connection->rollback();
        tellIfLost();
        call->complete(nullptr);
    }
}

void Worker::runWrites(std::deque<std::unique_ptr<Call>> calls)
{
    if (auto begun = m_connection->beginWrite(); !begun) {
        tellSaved(&begun.error());
        tellIfLost();
        for (const auto &call : calls) {
            call->complete(&begun.error());
        }
        return;
    }
    const bool alone = calls.size() == 1;  // then the transaction itself is its savepoint
    Changes changes;
    bool anythingDone = false;
    std::optional<Error> broken;
    for (const auto &call : calls) {
        if (broken) {
            break;
        }
        if (const auto told = m_connection->readFor(call->actor.value); !told) {
            broken = told.error();
            break;
        }
        if (!alone) {
            if (auto saved = m_connection->savepoint(); !saved) {
                broken = saved.error();
                break;
            }
        }
        Transaction transaction(*m_connection, call->actor, m_options.clock->now());
        const auto done = call->run(transaction);
        if (!done && !m_connection->inTransaction()) {
            broken = done.error();  // a full disk, a lost server: the engine has undone the whole group
        } else if (!alone) {
            const auto ended = done ? m_connection->releaseSavepoint() : m_connection->rollbackToSavepoint();
            if (!ended) {
                broken = ended.error();
            }
        }
        if (!done && done.error().code == ErrorCode::Unavailable) {
            tellSaved(&done.error());
        }
        if (done && !broken) {
            anythingDone = true;
            auto touched = transaction.takeChanges();
            std::ranges::move(touched.rows, std::back_inserter(changes.rows));
        }
    }
    if (!broken && anythingDone) {
        if (m_connection->engine() == Engine::Postgres && !changes.isEmpty()) {
            auto notified = m_connection->run(QStringLiteral("SELECT pg_notify(?, ?)"),
                                              {QString(channelFor(changes)), m_options.notifyAs}, {});
            if (!notified) {
                broken = notified.error();
            }
        }
    }
    if (!broken && anythingDone) {
        if (auto committed = m_connection->commit(); !committed) {
            broken = committed.error();
        }
    }
    if (broken || !anythingDone) {
        m_connection->rollback();
    }
    if (!broken && std::ranges::any_of(changes.rows, [](const auto &row) {
            return row.table == QLatin1StringView("redaction");
        })) {
        emptyLog(*m_connection);
    }
    if (broken || !changes.isEmpty()) {  // a group that changes nothing goes well on a full disk, too
        tellSaved(broken ? &*broken : nullptr);
    }
    if (broken) {
        qCWarning(logStorage) << "a group of" << calls.size() << "writes failed:" << broken->detail;
    } else if (m_options.published) {
        m_options.published(std::move(changes));
    }
    tellIfLost();
    for (const auto &call : calls) {
        call->complete(broken ? &*broken : nullptr);
    }
}

void Worker::watchOthers()
{
    if (!m_connection || m_connection->engine() != Engine::Sqlite) {
        return;  // PostgreSQL tells us itself (see Listener in database.cpp)
    }
    // Asked on the writer's own connection: it then moves only when somebody else has committed.
    const auto version = m_connection->dataVersion();
    if (!version) {
        return;
    }
    if (m_dataVersion && *m_dataVersion != *version && m_options.published) {
        m_options.published(Changes{.elsewhere = true, .rows = {}});
    }
    m_dataVersion = *version;
}

}  // namespace onlyonce
