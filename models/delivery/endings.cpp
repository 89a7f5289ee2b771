// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/endings.h"

#include "models/base/log.h"
#include "models/delivery/lease.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr milliseconds firstPause{5'000};
constexpr milliseconds longestPause{300'000};

bool isEnd(OutboxState state)
{
    return state != OutboxState::Waiting && state != OutboxState::Sending;
}

//! What the writer's thread found out; read here when the future has finished.
struct Report
{
    std::optional<OutboxRow> row;
    bool tellingFailed = false;
};

}  // namespace

Endings::Endings(Database &database, ActorId program, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_program(program)
{
}

void Endings::conclude(OutboxId id, Change change, std::function<void(const Result<bool> &)> done)
{
    const auto report = std::make_shared<Report>();
    const auto finish = [this, report, done](const Result<bool> &result) {
        if (!result) {
            qCWarning(logDelivery) << "an outcome cannot be stored:" << result.error().message << result.error().detail;
        }
        if (done) {
            done(result);
        }
        if (result && report->row && isEnd(report->row->state)) {
            Q_EMIT settled(report->row->id.value);
        }
    };
    const auto withConsequences = [report, change, callbacks = m_settled](Transaction &transaction) -> Result<bool> {
        auto row = change(transaction);
        if (!row) {
            return failure(row);
        }
        report->row = *row;
        const Settled callback = *row && isEnd((*row)->state) ? callbacks.value((*row)->kind) : Settled();
        if (callback) {
            if (auto concluded = callback(transaction, **row); !concluded) {
                report->tellingFailed = true;
                return failure(concluded);
            }
        }
        return row->has_value();
    };
    const auto alone = [report, change, id](Transaction &transaction) -> Result<bool> {
        auto row = change(transaction);
        if (!row) {
            return failure(row);
        }
        report->row = *row;
        if (*row) {
            ONLYONCE_TRY(markUntold(transaction, id));
        }
        return row->has_value();
    };
    m_database.write(m_program, withConsequences).then(this, [=, this](const Result<bool> &result) {
        if (result || !report->tellingFailed) {
            m_pauses.remove(id.value);
            finish(result);
            return;
        }
        qCWarning(logDelivery) << "what follows from the outcome of" << report->row->title
                               << "cannot be stored yet:" << result.error().message << result.error().detail;
        Pause &pause = m_pauses[id.value];
        pause.length = std::clamp(pause.length * 2, firstPause, longestPause);
        pause.until = m_database.clock().now() + pause.length;
        m_database.write(m_program, alone).then(this, finish);
    });
}

void Endings::tellAgain(OutboxId id)
{
    const auto pause = m_pauses.constFind(id.value);
    if (pause == m_pauses.constEnd() || pause->until <= m_database.clock().now()) {
        conclude(id, [id](Transaction &transaction) { return untoldRow(transaction, id); });
    }
}

}  // namespace onlyonce
