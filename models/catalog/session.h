// SPDX-License-Identifier: GPL-3.0-or-later
// Who sits at this window, and the database they work on: what a page is given instead of either alone.
#pragma once

#include "models/catalog/actor.h"
#include "models/storage/database.h"

#include <QCoreApplication>
#include <QPromise>

namespace onlyonce {

//! Answers come from the main thread's event loop, never within the call that asks, however quick the database was:
//! QFuture::then() runs at once when the future is ready, and whoever asks in a constructor would tell it to nobody. So
//! attach a continuation to them, and do not wait for them on that thread.
struct Session
{
    Database &database;
    ActorId actor;

    //! As this person; see Database::write().
    template <typename Work>
    auto write(Work work) const
    {
        return fromEventLoop(database.write(actor, std::move(work)));
    }
    template <typename Work>
    auto read(Work work, Reader reader = Reader::Interactive, CancelTokenPtr token = {}) const
    {
        return fromEventLoop(database.read(std::move(work), reader, std::move(token)));
    }
    [[nodiscard]] Instant now() const { return database.clock().now(); }

private:
    template <typename T>
    static QFuture<T> fromEventLoop(Answer<T> answer)
    {
        const auto promise = std::make_shared<QPromise<T>>();
        promise->start();
        QMetaObject::invokeMethod(
            qApp,
            [answer, promise]() mutable {
                answer.then(qApp, [promise](const T &result) {
                    promise->addResult(result);
                    promise->finish();
                });
            },
            Qt::QueuedConnection);
        return promise->future();
    }
};

}  // namespace onlyonce
