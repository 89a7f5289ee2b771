// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/alertend.h"

#include "models/alerts/alertendtable.h"
#include "models/alerts/collector.h"
#include "models/base/log.h"
#include "models/catalog/actor.h"
#include "models/delivery/connections.h"
#include "models/documents/visibletext.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

constexpr milliseconds betweenSweeps = 20s;
constexpr milliseconds firstLook = 5min;
constexpr qsizetype longestReason = 500;

QString reasonOf(const alertendtable::Lapsed &alert)
{
    return Lapsing::tr("not told again since %1 UTC, so it is over")
        .arg(toDateTime(alert.lastReceivedAt).toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")));
}

//! Sources that have the setting, and after how long what they told is over.
Result<std::vector<std::pair<QString, milliseconds>>> forgetful(Transaction &transaction)
{
    const auto connections = connectionsOf(transaction, QStringLiteral("source"));
    if (!connections) {
        return failure(connections);
    }
    std::vector<std::pair<QString, milliseconds>> found;
    for (const ConnectionRow &row : *connections) {
        const auto source = sourceNamed(row.adapter);
        const double minutes = row.settings.value(QLatin1StringView("lapseAfter")).toVariant().toDouble();
        if (row.enabled && minutes > 0 && source && !source->poller()) {
            found.emplace_back(row.name, milliseconds(qint64(std::min(minutes, 1e6) * 60'000)));
        }
    }
    return found;
}

Result<std::vector<alertendtable::Lapsed>> allLapsed(Transaction &transaction, int limit)
{
    auto found = alertendtable::lapsed(transaction, limit);
    const auto sources = forgetful(transaction);
    if (!found || !sources) {
        return found ? failure(sources) : failure(found);
    }
    for (const auto &[source, after] : *sources) {
        auto more = alertendtable::untold(transaction, source, after, limit - int(found->size()));
        if (!more) {
            return failure(more);
        }
        found->insert(found->end(), more->begin(), more->end());
    }
    return found;
}

}  // namespace

Result<> endAlert(Transaction &transaction, AlertId id, const QString &reason)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const QString why = shortLine(reason, longestReason);
    if (why.isEmpty()) {
        return fail(ErrorCode::Invalid, Lapsing::tr("Say how you know that it is over: others rely on it."));
    }
    const auto found = alert(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, Lapsing::tr("There is no alert %1.").arg(id.value));
    }
    const auto ended = alertendtable::end(transaction, id, transaction.now(), why, transaction.actor());
    if (!ended) {
        return failure(ended);
    }
    if (!*ended) {
        return fail(ErrorCode::Invalid, Lapsing::tr("Alert %1 is over already.").arg(id.value));
    }
    return recordChange(transaction, {.entity = QStringLiteral("alert"),
                                      .entityId = id.value,
                                      .field = QStringLiteral("status"),
                                      .oldValue = toText(AlertStatus::Firing),
                                      .newValue = toText(AlertStatus::Resolved),
                                      .reason = why});
}

SettingField lapseAfterField()
{
    return {.key = QStringLiteral("lapseAfter"),
            .label = Lapsing::tr("Over when not told again for … minutes"),
            .kind = SettingField::Kind::Number,
            .help = Lapsing::tr("For a system that repeats what still fails; longer than it takes to repeat it. Empty: "
                                "an alert fires until its recovery is told."),
            .placeholder = {},
            .defaultValue = {},
            .choices = {}};
}

Result<int> endLapsed(Transaction &transaction, int limit)
{
    const auto lapsed = allLapsed(transaction, limit);
    if (!lapsed) {
        return failure(lapsed);
    }
    int count = 0;
    for (const alertendtable::Lapsed &alert : *lapsed) {
        const auto ended = alertendtable::end(transaction, alert.id, alert.at, reasonOf(alert), {});
        if (!ended) {
            return failure(ended);
        }
        count += *ended ? 1 : 0;
    }
    return count;
}

Lapsing::Lapsing(Database &database, ActorId program, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_program(program)
{
    connect(&m_timer, &QTimer::timeout, this, &Lapsing::look);
    connect(&m_step, &QFutureWatcherBase::finished, this, [this] {
        const Result<int> ended = m_step.result();
        if (!ended) {
            qCWarning(logAlerts) << "lapsed alerts cannot be ended:" << ended.error().message << ended.error().detail;
        } else if (*ended > 0) {
            run();  // what was left over
        }
    });
}

void Lapsing::start()
{
    m_timer.start(firstLook);
}

//! Asks before it writes: nearly always there is nothing.
void Lapsing::look()
{
    m_timer.setInterval(betweenSweeps);
    m_database.read([](Transaction &transaction) { return allLapsed(transaction, 1); }, Reader::Background)
        .then(this, [this](const Result<std::vector<alertendtable::Lapsed>> &lapsed) {
            if (lapsed && !lapsed->empty()) {
                run();
            }
        });
}

void Lapsing::run()
{
    if (!m_step.isRunning()) {
        m_step.setFuture(m_database.write(m_program, [](Transaction &transaction) { return endLapsed(transaction); }));
    }
}

}  // namespace onlyonce
