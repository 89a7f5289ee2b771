// SPDX-License-Identifier: GPL-3.0-or-later
// The one door to the data. A call is one transaction on a database thread and answers with an Answer; no query ever
// runs on the GUI thread. One writer (group commit), one reader for what a person waits for, one for long work.
#pragma once

#include "models/base/answer.h"
#include "models/base/clock.h"
#include "models/base/result.h"
#include "models/storage/changefeed.h"
#include "models/storage/databaseurl.h"
#include "models/storage/identity.h"
#include "models/storage/migrator.h"
#include "models/storage/transaction.h"
#include "models/storage/worker.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>

namespace onlyonce {

//! What becomes of a file that does not exist (see Database::Options).
enum class Missing { Make, Refuse };

//! Reads what anybody may read: nobody is named for it.
inline constexpr ActorId anybody{-1};

enum class Reader {
    Interactive,  //!< a person is waiting
    Background,   //!< may take seconds: exports, checks, search indexes
};

namespace detail {
template <typename Work>
using ValueOf = typename std::invoke_result_t<Work, Transaction &>::value_type;
}

class Database
{
public:
    struct Options
    {
        DatabaseUrl url;
        const Clock *clock = nullptr;  //!< outlives the database; nullptr is the system's
        Migrations migrations;         //!< empty: the program's own
        RaiseLevel raiseLevel = RaiseLevel::Refuse;
        std::function<Result<>(Transaction &)> beforeRaise;  //!< may refuse (an incident is open)
        QString stateFolder;  //!< where this machine remembers its databases; empty: the default folder
        Access access = Access::ReadWrite;
        Missing missing = Missing::Make;
    };

    //! Opens, checks and migrates; blocks, so call it before the window stands. Every refusal leaves the file as it was.
    //! ReadOnly is for questions alone, and short ones: nothing is written if nothing has to be (an older schema, a
    //! database that is not where it was), so that they are answered from a full or write-protected disk as well.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(Options options);
    ~Database();

    //! `work(Transaction &) -> Result<T>`; the answer is finished after the durable commit, together with up to 499 others.
    //! An error undoes this call alone; if the commit fails, every call of the group gets the error.
    template <typename Work>
    Answer<Result<detail::ValueOf<Work>>> write(ActorId actor, Work work)
    {
        ++m_writesAsked;
        return writeBehind(actor, std::move(work));
    }
    //! For what follows the others by a cursor and gives way to them: writesAsked() does not count it.
    template <typename Work>
    Answer<Result<detail::ValueOf<Work>>> writeBehind(ActorId actor, Work work)
    {
        if (!m_writer) {
            return answered(Result<detail::ValueOf<Work>>(std::unexpected(readOnly())));
        }
        return submit<Work>(*m_writer, actor, {}, std::move(work));
    }

    //! `work` sees one consistent snapshot, with every row: this is the program itself that asks. A cancelled token answers
    //! ErrorCode::Cancelled.
    template <typename Work>
    Answer<Result<detail::ValueOf<Work>>> read(Work work, Reader reader = Reader::Interactive,
                                               CancelTokenPtr token = {})
    {
        return readAs({}, std::move(work), reader, std::move(token));
    }
    //! On behalf of somebody: what is hidden from them is as if it were not there, in whatever is asked.
    template <typename Work>
    Answer<Result<detail::ValueOf<Work>>> readAs(ActorId actor, Work work, Reader reader = Reader::Interactive,
                                                 CancelTokenPtr token = {})
    {
        return submit<Work>(reader == Reader::Interactive ? *m_interactive : *m_background, actor, std::move(token),
                            std::move(work));
    }

    [[nodiscard]] Engine engine() const { return m_options.url.engine; }
    [[nodiscard]] const DatabaseUrl &url() const { return m_options.url; }
    [[nodiscard]] const Clock &clock() const { return *m_options.clock; }
    [[nodiscard]] ChangeFeed &feed() { return *m_feed; }
    //! Writes that wait for the writer; the intake answers 503 above its limit.
    [[nodiscard]] size_t writeDepth() const { return m_writer ? m_writer->depth() : 0; }
    //! How often write() was called: who finds it moved since is not alone with the writer.
    [[nodiscard]] quint64 writesAsked() const { return m_writesAsked; }
    //! Why the latest change could not be saved (a full disk, for one); nothing once one could. As long as there is a
    //! problem, each question makes the writer try again.
    [[nodiscard]] std::optional<Error> writeProblem();
    //! False while PostgreSQL is gone; changes are published through the feed as "elsewhere".
    [[nodiscard]] bool isReachable() const { return m_reachable->load(); }
    //! False where the role that works on PostgreSQL is hindered from seeing every row: then it must not do what the
    //! program does for all (follow a cursor, page, deliver, count), for it would pass over what it does not see.
    [[nodiscard]] bool seesAll() const { return m_seesAll; }
    //! This database's own name, made once: for the keys of secrets and of what we post elsewhere.
    [[nodiscard]] const QString &uuid() const { return m_identity.uuid; }
    //! Why delivery was held when the database was opened; empty if it was not. For the present see heldReason().
    [[nodiscard]] const QString &heldAtOpening() const { return m_identity.heldReason; }
    //! Remembers on this machine how far delivery has come, so that an older copy in the same place is noticed.
    void rememberGeneration(qint64 generation) const;

private:
    explicit Database(Options options);
    struct Sight;
    [[nodiscard]] Result<Sight> look() const;
    [[nodiscard]] Result<> prepare();
    void startReaders(Access access);
    void startWriter();
    [[nodiscard]] std::function<void(bool)> reachTeller() const;
    [[nodiscard]] Error readOnly() const;

    template <typename Work>
    static Answer<Result<detail::ValueOf<Work>>> submit(Worker &worker, ActorId actor, CancelTokenPtr token, Work work)
    {
        auto call = std::make_unique<TypedCall<detail::ValueOf<Work>, Work>>(std::move(work));
        call->actor = actor;
        call->token = std::move(token);
        auto answer = call->answer();
        worker.submit(std::move(call));
        return answer;
    }

    class Listener;

    Options m_options;
    Identity m_identity;
    bool m_seesAll = true;
    std::unique_ptr<ChangeFeed> m_feed;
    std::shared_ptr<std::atomic<bool>> m_reachable;
    std::atomic<quint64> m_writesAsked = 0;
    std::mutex m_problemMutex;
    std::optional<Error> m_writeProblem;
    std::unique_ptr<Listener> m_listener;
    std::unique_ptr<Worker> m_writer;
    std::unique_ptr<Worker> m_interactive;
    std::unique_ptr<Worker> m_background;
};

}  // namespace onlyonce
