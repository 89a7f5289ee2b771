// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/protocol/protocoltable.h"

#include "models/base/json.h"

#include <QJsonDocument>

namespace onlyonce::protocoltable {

namespace {

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

QString textOf(const QStringList &texts)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(texts)).toJson(QJsonDocument::Compact));
}

}  // namespace

Result<std::vector<Protocol>> all(Transaction &transaction)
{
    return transaction.all(
        QStringLiteral("SELECT id, name, services, severity, drills, body, version FROM protocol ORDER BY lower(name)"),
        [](const Row &row) {
            return Protocol{.id = row.id<ProtocolId>(0),
                            .name = row.text(1),
                            .services =
                                parseJson(row.text(2).toUtf8()).value_or(QJsonValue()).toVariant().toStringList(),
                            .lowest = severityFrom(row.text(3)).value_or(Severity::Sev1),
                            .drills = row.flag(4),
                            .text = row.text(5),
                            .version = int(row.integer(6))};
        });
}

Result<ProtocolId> insert(Transaction &transaction, const Protocol &protocol)
{
    return transaction.insert<ProtocolId>(
        QStringLiteral("INSERT INTO protocol (name, services, severity, drills, body, version) "
                       "VALUES (?, ?, ?, ?, ?, 1) RETURNING id"),
        protocol.name, textOf(protocol.services), toText(protocol.lowest), protocol.drills, protocol.text);
}

Result<bool> update(Transaction &transaction, const Protocol &protocol)
{
    const auto changed = transaction.exec(
        QStringLiteral("UPDATE protocol SET name = ?, services = ?, severity = ?, drills = ?, body = ?, "
                       "version = version + 1 WHERE id = ? AND version = ?"),
        protocol.name, textOf(protocol.services), toText(protocol.lowest), protocol.drills, protocol.text, protocol.id,
        protocol.version);
    return changed ? Result<bool>(*changed == 1) : failure(changed);
}

Result<> remove(Transaction &transaction, ProtocolId id)
{
    return done(transaction.exec(QStringLiteral("DELETE FROM protocol WHERE id = ?"), id));
}

Result<bool> attach(Transaction &transaction, IncidentId incident, const Protocol &protocol)
{
    const auto added =
        transaction.exec(QStringLiteral("INSERT INTO incident_protocol (incident_id, protocol_id, name, attached_at) "
                                        "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"),
                         incident, protocol.id, protocol.name, transaction.now());
    return added ? Result<bool>(*added == 1) : failure(added);
}

Result<> addStep(Transaction &transaction, IncidentId incident, ProtocolId protocol, const ChecklistStep &step)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO incident_step (incident_id, protocol_id, body, link, command, timer_ms, role, "
                       "state, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')"),
        incident, protocol, step.text, step.link, step.command, qint64(step.timer.value_or(milliseconds{0}).count()),
        step.role, toText(StepState::Open)));
}

Result<> removeSteps(Transaction &transaction, IncidentId incident, ProtocolId protocol)
{
    return done(transaction.exec(QStringLiteral("DELETE FROM incident_step WHERE incident_id = ? AND protocol_id = ?"),
                                 incident, protocol));
}

Result<std::vector<IncidentStep>> ofIncident(Transaction &transaction, IncidentId incident)
{
    auto steps = transaction.all(
        QStringLiteral("SELECT s.id, s.protocol_id, a.name, s.body, s.link, s.command, s.timer_ms, s.role, s.state, "
                       "s.reason, s.settled_at, s.settled_by, w.name, s.assignee_id, p.name, s.timer_started_at "
                       "FROM incident_step s JOIN incident_protocol a ON a.incident_id = s.incident_id "
                       "AND a.protocol_id = s.protocol_id LEFT JOIN actor w ON w.id = s.settled_by "
                       "LEFT JOIN person p ON p.id = s.assignee_id WHERE s.incident_id = ? ORDER BY s.id"),
        [incident](const Row &row) {
            const milliseconds timer{row.integer(6)};
            return IncidentStep{.id = row.id<StepId>(0),
                                .incident = incident,
                                .protocol = row.id<ProtocolId>(1),
                                .protocolName = row.text(2),
                                .what = {.text = row.text(3),
                                         .link = row.text(4),
                                         .command = row.text(5),
                                         .timer = timer.count() > 0 ? std::optional(timer) : std::nullopt,
                                         .role = row.text(7)},
                                .state = stepStateFrom(row.text(8)),
                                .reason = row.text(9),
                                .settledAt = row.maybeInstant(10),
                                .settledBy = row.id<ActorId>(11),
                                .settledByName = row.text(12),
                                .assignee = row.id<PersonId>(13),
                                .assigneeName = row.text(14),
                                .timerStartedAt = row.maybeInstant(15)};
        },
        incident);
    if (steps) {
        int number = 0;
        for (IncidentStep &step : *steps) {
            step.number = ++number;
        }
    }
    return steps;
}

Result<std::vector<Timer>> timersOver(Transaction &transaction, Instant after, Instant now)
{
    return transaction.all(
        QStringLiteral("SELECT s.id, s.incident_id, s.timer_started_at + s.timer_ms FROM incident_step s "
                       "JOIN incident i ON i.id = s.incident_id WHERE s.timer_started_at IS NOT NULL "
                       "AND s.state = 'open' AND i.status <> 'closed' AND s.timer_started_at + s.timer_ms > ? "
                       "AND s.timer_started_at + s.timer_ms <= ? ORDER BY 3, s.id LIMIT 50"),
        [](const Row &row) {
            return Timer{.step = row.id<StepId>(0), .incident = row.id<IncidentId>(1), .endsAt = row.instant(2)};
        },
        after, now);
}

Result<std::optional<Instant>> nextTimer(Transaction &transaction, Instant after)
{
    const auto next = transaction.one(
        QStringLiteral("SELECT min(timer_started_at + timer_ms) FROM incident_step "
                       "WHERE timer_started_at IS NOT NULL AND state = 'open' AND timer_started_at + timer_ms > ?"),
        [](const Row &row) { return row.maybeInstant(0); }, after);
    return next ? Result<std::optional<Instant>>(next->value_or(std::nullopt)) : failure(next);
}

Result<IncidentId> incidentOf(Transaction &transaction, StepId id)
{
    const auto found = transaction.one(
        QStringLiteral("SELECT incident_id FROM incident_step WHERE id = ?"),
        [](const Row &row) { return row.id<IncidentId>(0); }, id);
    return found ? Result<IncidentId>(found->value_or(IncidentId{})) : failure(found);
}

Result<> update(Transaction &transaction, const IncidentStep &step)
{
    return done(transaction.exec(
        QStringLiteral("UPDATE incident_step SET state = ?, reason = ?, settled_at = ?, settled_by = ?, "
                       "assignee_id = ?, timer_started_at = ? WHERE id = ?"),
        toText(step.state), step.reason, step.settledAt, step.settledBy, step.assignee, step.timerStartedAt, step.id));
}

}  // namespace onlyonce::protocoltable
