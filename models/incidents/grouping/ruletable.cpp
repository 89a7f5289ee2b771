// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/grouping/ruletable.h"

#include "models/base/json.h"

#include <QJsonDocument>

namespace onlyonce::ruletable {

namespace {

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

QString textOf(const QStringList &texts)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(texts)).toJson(QJsonDocument::Compact));
}

QStringList listFrom(const QString &text)
{
    return parseJson(text.toUtf8()).value_or(QJsonValue()).toVariant().toStringList();
}

}  // namespace

Result<std::vector<GroupingRule>> all(Transaction &transaction)
{
    return transaction.all(
        QStringLiteral("SELECT id, position, name, matchers, group_by, window_ms, version, resolve_after_ms "
                       "FROM grouping_rule ORDER BY position, id"),
        [](const Row &row) {
            return GroupingRule{.id = row.id<RuleId>(0),
                                .position = int(row.integer(1)),
                                .name = row.text(2),
                                .matchers = matchersFrom(listFrom(row.text(3))),
                                .by = listFrom(row.text(4)),
                                .window = milliseconds(row.integer(5)),
                                .resolveAfter = milliseconds(row.integer(7)),
                                .version = int(row.integer(6))};
        });
}

Result<RuleId> insert(Transaction &transaction, const GroupingRule &rule)
{
    return transaction.insert<RuleId>(
        QStringLiteral("INSERT INTO grouping_rule (position, name, matchers, group_by, window_ms, resolve_after_ms, "
                       "version) VALUES (?, ?, ?, ?, ?, ?, 1) RETURNING id"),
        rule.position, rule.name, textOf(textsOf(rule.matchers)), textOf(rule.by), qint64(rule.window.count()),
        qint64(rule.resolveAfter.count()));
}

Result<bool> update(Transaction &transaction, const GroupingRule &rule)
{
    const auto changed =
        transaction.exec(QStringLiteral("UPDATE grouping_rule SET name = ?, matchers = ?, group_by = ?, window_ms = ?, "
                                        "resolve_after_ms = ?, version = version + 1 WHERE id = ? AND version = ?"),
                         rule.name, textOf(textsOf(rule.matchers)), textOf(rule.by), qint64(rule.window.count()),
                         qint64(rule.resolveAfter.count()), rule.id, rule.version);
    return changed ? Result<bool>(*changed == 1) : failure(changed);
}

Result<> setPosition(Transaction &transaction, RuleId id, int position)
{
    return done(transaction.exec(QStringLiteral("UPDATE grouping_rule SET position = ? WHERE id = ?"), position, id));
}

Result<> remove(Transaction &transaction, RuleId id)
{
    ONLYONCE_TRY(done(transaction.exec(QStringLiteral("DELETE FROM incident_group WHERE rule_id = ?"), id)));
    return done(transaction.exec(QStringLiteral("DELETE FROM grouping_rule WHERE id = ?"), id));
}

Result<std::optional<Group>> openGroup(Transaction &transaction, RuleId rule, const QString &key)
{
    return transaction.one(
        QStringLiteral("SELECT g.incident_id, g.latest_at FROM incident_group g "
                       "JOIN incident i ON i.id = g.incident_id WHERE g.rule_id = ? AND g.group_key = ? "
                       "AND i.drill = 0 AND i.visibility <> 'restricted' AND i.status NOT IN ('resolved', 'closed')"),
        [](const Row &row) { return Group{row.id<IncidentId>(0), row.instant(1)}; }, rule, key);
}

Result<> setGroup(Transaction &transaction, RuleId rule, const QString &key, const Group &group)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO incident_group (rule_id, group_key, incident_id, latest_at) VALUES (?, ?, ?, ?) "
                       "ON CONFLICT (rule_id, group_key) DO UPDATE SET incident_id = excluded.incident_id, "
                       "latest_at = excluded.latest_at"),
        rule, key, group.incident, group.latest));
}

Result<> setRecovered(Transaction &transaction, IncidentId incident)
{
    return done(transaction.exec(QStringLiteral("UPDATE incident_group SET recovered_at = ? WHERE incident_id = ?"),
                                 transaction.now(), incident));
}

Result<std::vector<Recovered>> recoveredLongEnough(Transaction &transaction)
{
    return transaction.all(
        QStringLiteral("SELECT g.incident_id, r.name, g.recovered_at FROM grouping_rule r "
                       "JOIN incident_group g ON g.rule_id = r.id JOIN incident i ON i.id = g.incident_id "
                       "WHERE r.resolve_after_ms > 0 AND g.recovered_at <= ? - r.resolve_after_ms "
                       "AND i.firing_count = 0 AND i.flapping_count = 0 "
                       "AND i.status = 'triage' AND i.acknowledged_at IS NULL ORDER BY i.id"),
        [](const Row &row) { return Recovered{row.id<IncidentId>(0), row.text(1), row.instant(2)}; },
        transaction.now());
}

}  // namespace onlyonce::ruletable
