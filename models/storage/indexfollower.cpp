// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/indexfollower.h"

#include "models/base/log.h"

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

constexpr milliseconds gathering = 200ms;  // what comes within it is one step
constexpr milliseconds firstPause = 1s;    // after a failure
constexpr milliseconds longestPause = 60s;

}  // namespace

IndexFollower::IndexFollower(Database &database, ActorId program, std::vector<QLatin1StringView> tables, Step step,
                             QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_program(program)
    , m_tables(std::move(tables))
    , m_work(std::move(step))
    , m_pause(firstPause)
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &IndexFollower::run);
    connect(&m_step, &QFutureWatcherBase::finished, this, &IndexFollower::ran);
}

void IndexFollower::start()
{
    connect(&m_database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (std::ranges::any_of(m_tables, [&](QLatin1StringView table) { return changes.touches(table); })) {
            want();
        }
    });
    want();  // what came in while nobody followed
}

void IndexFollower::want()
{
    if (m_step.isRunning()) {
        m_again = true;
    } else if (!m_next.isActive()) {
        m_next.start(gathering);
    }
}

void IndexFollower::run()
{
    m_again = false;
    m_since.start();
    m_asked = m_database.writesAsked();
    m_step.setFuture(m_database.writeBehind(m_program, m_work));
}

void IndexFollower::ran()
{
    const Result<bool> more = m_step.result();
    if (!more) {
        qCWarning(logStorage) << "an index is not filled:" << more.error().message << more.error().detail;
        m_next.start(m_pause);
        m_pause = std::min(2 * m_pause, longestPause);
        return;
    }
    m_pause = firstPause;
    if (*more) {
        // A ninth of the writer's time while others want it, all of it otherwise.
        const milliseconds yield = m_database.writesAsked() != m_asked ? 8 * milliseconds{m_since.elapsed()} : 0ms;
        m_next.start(std::max(yield, milliseconds{5}));
    } else if (m_again) {
        m_next.start(gathering);
    }
}

}  // namespace onlyonce
