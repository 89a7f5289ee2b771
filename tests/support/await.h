// SPDX-License-Identifier: GPL-3.0-or-later
// Waits in a test for what the app answers by a future, while the event loop runs. Not for product code.
#pragma once

#include "models/base/clock.h"
#include "models/base/result.h"

#include <QEventLoop>
#include <QFutureWatcher>
#include <QTimer>

namespace onlyonce::test {

//! The future's result; ErrorCode::Internal if it is not completed in time.
template <typename T>
[[nodiscard]] Result<T> await(const QFuture<Result<T>> &future, milliseconds limit = milliseconds{30'000})
{
    // A loop that wakes on events: QTest::qWaitFor() sleeps 10 ms between them, which makes large bodies crawl.
    QEventLoop loop;
    QFutureWatcher<Result<T>> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    QTimer::singleShot(limit, &loop, &QEventLoop::quit);
    if (!future.isFinished()) {
        loop.exec();
    }
    if (!future.isFinished() || future.resultCount() == 0) {
        return fail(ErrorCode::Internal, QStringLiteral("The future was not completed in time, or without a result."));
    }
    return future.result();
}

}  // namespace onlyonce::test
