// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/grouping/grouping.h"

#include "models/base/log.h"
#include "models/incidents/grouping/placing.h"
#include "models/incidents/grouping/selfresolve.h"
#include "models/storage/cursors.h"

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr milliseconds firstPause = 1s;
constexpr milliseconds longestPause = 60s;
constexpr milliseconds betweenLooks = 10s;
constexpr milliseconds shortestYield = 20ms;  // a step costs something of itself
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

//! One that cannot be placed is set aside, and costs the others nothing.
Result<Placed> placeApart(Transaction &transaction, Placing &placing, const AlertEvent &event)
{
    const auto counted = [&placing](Result<Placed> placed) -> Result<Placed> {
        if (placed) {
            ONLYONCE_TRY(placing.countJoined());
        }
        return placed;
    };
    auto placed = transaction.attempt([&](Transaction &) { return counted(placing.place(event)); });
    if (placed || concernsAll(placed.error().code)) {
        return placed;
    }
    qCWarning(logAlerts) << "alert" << event.alert.id.value << "cannot be grouped:" << placed.error().message
                         << placed.error().detail;
    ONLYONCE_TRY(placing.forget());
    return transaction.attempt([&](Transaction &) { return counted(placing.setAside(event, placed.error())); });
}

//! What a step has read.
struct Batch
{
    std::vector<AlertEvent> released;  //!< whose silence has ended
    std::vector<AlertEvent> events;
    bool isLast = false;
    steady_clock::time_point end;  //!< when no further event is begun
};

//! `apart`: each within its own attempt.
Result<Grouped> place(Transaction &transaction, const Batch &batch, bool apart)
{
    Placing placing(transaction);
    ONLYONCE_TRY(placing.begin(batch.events));
    Grouped grouped;
    const auto group = [&](const AlertEvent &event) -> Result<> {
        const auto placed = apart ? placeApart(transaction, placing, event) : placing.place(event);
        if (!placed) {
            return failure(placed);
        }
        ++grouped.events;
        grouped.opened += *placed == Placed::Opened ? 1 : 0;
        grouped.joined += *placed == Placed::Joined ? 1 : 0;
        return {};
    };
    for (const AlertEvent &event : batch.released) {
        ONLYONCE_TRY(group(event));
    }
    std::optional<qint64> position;
    for (const AlertEvent &event : batch.events) {
        if (grouped.events > 0 && steady_clock::now() >= batch.end) {
            break;
        }
        placing.mention(event);
        ONLYONCE_TRY(group(event));
        position = event.id;
    }
    if (position) {
        ONLYONCE_TRY(moveCursor(transaction, follower(), *position));
    }
    ONLYONCE_TRY(placing.finish());
    if (batch.isLast && (batch.events.empty() || position == batch.events.back().id)) {
        ONLYONCE_TRY(Flapping(transaction).calm());  // of what waits to be read, anything may have fired
        ONLYONCE_TRY(resolveRecovered(transaction));
    }
    return grouped;
}

}  // namespace

Result<Grouped> groupAlerts(Transaction &transaction, int limit, milliseconds patience)
{
    Batch batch{.end = steady_clock::now() + patience};
    auto position = cursorPosition(transaction, follower());
    if (!position) {
        return failure(position);
    }
    auto events = alertEvents(transaction, *position, limit);
    auto released = events ? releaseAlerts(transaction, limit) : failure(events);
    if (!released) {
        return failure(released);
    }
    for (AlertRow &alert : *released) {
        batch.released.push_back({.kind = AlertEvent::Kind::Fired, .alert = std::move(alert)});
    }
    batch.isLast = events->size() < size_t(limit);
    batch.events = std::move(*events);
    ONLYONCE_TRY(followCatalogue(transaction));
    auto together = transaction.attempt([&batch](Transaction &inner) { return place(inner, batch, false); });
    return together || concernsAll(together.error().code) ? together : place(transaction, batch, true);
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

//! What comes with time alone: silences end, what flapped has calmed, what has recovered ends.
void Grouping::lookForDue()
{
    const auto question = [](Transaction &transaction) {
        Result<bool> due = false;
        for (const auto &ask : {hasReleasedAlerts, hasCalmed, hasRecovered}) {
            due = ask(transaction);
            if (!due || *due) {
                break;
            }
        }
        return due;
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
    m_asked = m_database.writesAsked();
    m_step.setFuture(m_database.writeBehind(
        m_program, [](Transaction &transaction) { return groupAlerts(transaction, 500, groupingPatience); }));
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
    // Whoever sends waits for the writer, too: while anybody does, five sixths of its time are theirs. The first of a
    // storm's alerts opens the incident at once; those that follow are only told a little later where they belong.
    if (grouped->events > 0 && m_database.writesAsked() != m_asked) {
        m_yield.start(std::clamp(5 * milliseconds{m_since.elapsed()}, shortestYield, longestYield));
    } else {
        run();
    }
}

}  // namespace onlyonce
