// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/grouping.h"

#include "models/base/log.h"
#include "models/incidents/placing.h"
#include "models/storage/cursors.h"

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr milliseconds firstPause = 1s;
constexpr milliseconds longestPause = 60s;
constexpr milliseconds betweenLooks = 10s;
constexpr milliseconds longestYield = 300ms;

QString follower()
{
    return QStringLiteral("grouping");
}

//! A person has said what names of places mean: that concerns incidents that are open already.
Result<> followCatalogue(Transaction &transaction)
{
    const QString follower = QStringLiteral("places judged");
    const auto revision = placesRevision(transaction);
    const auto judged = cursorPosition(transaction, follower);
    if (!revision || !judged) {
        return revision ? failure(judged) : failure(revision);
    }
    if (*revision == *judged) {
        return {};
    }
    const auto open = incidenttable::open(transaction);
    if (!open) {
        return failure(open);
    }
    Affected affected(transaction);
    for (const IncidentId id : *open) {
        ONLYONCE_TRY(affected.judgeAgain(id));
    }
    return moveCursor(transaction, follower, *revision);
}

Result<Placed> take(Transaction &transaction, Placing &placing, const AlertEvent &event)
{
    auto placed = transaction.attempt([&](Transaction &) { return placing.place(event); });
    if (placed || concernsAll(placed.error().code)) {
        return placed;
    }
    qCWarning(logAlerts) << "alert" << event.alert.id.value << "cannot be grouped:" << placed.error().message
                         << placed.error().detail;
    ONLYONCE_TRY(placing.forget());
    return transaction.attempt([&](Transaction &) { return placing.setAside(event, placed.error()); });
}

}  // namespace

Result<Grouped> groupAlerts(Transaction &transaction, int limit, milliseconds patience)
{
    const auto begun = steady_clock::now();
    auto position = cursorPosition(transaction, follower());
    if (!position) {
        return failure(position);
    }
    auto events = alertEvents(transaction, *position, limit);
    if (!events) {
        return failure(events);
    }
    auto released = releaseAlerts(transaction, limit);
    if (!released) {
        return failure(released);
    }
    ONLYONCE_TRY(followCatalogue(transaction));
    Placing placing(transaction);
    ONLYONCE_TRY(placing.begin(*events));
    Grouped grouped;
    const auto group = [&](const AlertEvent &event) -> Result<> {
        auto placed = take(transaction, placing, event);
        if (!placed) {
            return failure(placed);
        }
        ++grouped.events;
        grouped.opened += *placed == Placed::Opened ? 1 : 0;
        grouped.joined += *placed == Placed::Joined ? 1 : 0;
        return {};
    };
    for (AlertRow &alert : *released) {
        ONLYONCE_TRY(group({.kind = AlertEvent::Kind::Fired, .alert = std::move(alert)}));
    }
    for (const AlertEvent &event : *events) {
        if (grouped.events > 0 && steady_clock::now() - begun >= patience) {
            break;
        }
        placing.mention(event);
        ONLYONCE_TRY(group(event));
        position = event.id;
    }
    if (!events->empty()) {
        ONLYONCE_TRY(moveCursor(transaction, follower(), *position));
    }
    if (events->size() < size_t(limit) && (events->empty() || *position == events->back().id)) {
        ONLYONCE_TRY(Flapping(transaction).calm());  // of what waits to be read, anything may have fired
    }
    ONLYONCE_TRY(placing.finish());
    return grouped;
}

Result<AlertBacklog> ungroupedAlerts(Transaction &transaction)
{
    auto position = cursorPosition(transaction, follower());
    return position ? alertBacklog(transaction, *position) : failure(position);
}

Grouping::Grouping(Database &database, ActorId program, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_program(program)
    , m_pause(firstPause)
{
    m_retry.setSingleShot(true);
    m_yield.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Grouping::run);
    connect(&m_yield, &QTimer::timeout, this, &Grouping::run);
    connect(&m_step, &QFutureWatcherBase::finished, this, &Grouping::ran);
    m_due.setInterval(betweenLooks);
    connect(&m_due, &QTimer::timeout, this, &Grouping::lookForDue);
}

void Grouping::start()
{
    connect(&m_database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("alert")) || changes.touches(QLatin1StringView("silence"))
            || changes.touches(QLatin1StringView("data_centre"))) {
            run();
        }
    });
    m_due.start();
    run();  // what came in while nobody followed
}

//! What comes with time alone: silences end, and what flapped has calmed.
void Grouping::lookForDue()
{
    const auto question = [](Transaction &transaction) {
        auto due = hasReleasedAlerts(transaction);
        return due && !*due ? hasCalmed(transaction) : due;
    };
    m_database.read(question, Reader::Background).then(this, [this](const Result<bool> &due) {
        if (due && *due) {
            run();
        }
    });
}

void Grouping::run()
{
    if (m_step.isRunning() || m_yield.isActive()) {
        m_again = true;
        return;
    }
    m_again = false;
    m_since.start();
    m_step.setFuture(m_database.write(m_program, [&database = m_database](Transaction &transaction) {
        auto grouped = groupAlerts(transaction, 500, groupingPatience);
        if (grouped) {
            grouped->othersWait = database.isWriterShared();
        }
        return grouped;
    }));
}

void Grouping::ran()
{
    const Result<Grouped> grouped = m_step.result();
    if (!grouped) {
        qCWarning(logAlerts) << "grouping failed:" << grouped.error().message << grouped.error().detail;
        m_retry.start(m_pause);
        m_pause = std::min(2 * m_pause, longestPause);
        return;
    }
    m_pause = firstPause;
    m_retry.stop();
    if (!m_again && grouped->events == 0) {
        return;
    }
    // Whoever sends waits for the writer, too: while anybody does, three quarters of its time are theirs. The first of a
    // storm's alerts opens the incident at once; those that follow are only told a little later where they belong.
    if (grouped->events > 0 && grouped->othersWait) {
        m_yield.start(std::min(3 * milliseconds{m_since.elapsed()}, longestYield));
    } else {
        run();
    }
}

}  // namespace onlyonce
