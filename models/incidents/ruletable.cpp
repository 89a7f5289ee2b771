// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/ruletable.h"

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
        QStringLiteral("SELECT id, position, name, matchers, group_by, window_ms, version FROM grouping_rule "
                       "ORDER BY position, id"),
        [](const Row &row) {
            return GroupingRule{.id = row.id<RuleId>(0),
                                .position = int(row.integer(1)),
                                .name = row.text(2),
                                .matchers = matchersFrom(listFrom(row.text(3))),
                                .by = listFrom(row.text(4)),
                                .window = milliseconds(row.integer(5)),
                                .version = int(row.integer(6))};
        });
}

Result<RuleId> insert(Transaction &transaction, const GroupingRule &rule)
{
    return transaction.insert<RuleId>(
        QStringLiteral("INSERT INTO grouping_rule (position, name, matchers, group_by, window_ms, version) "
                       "VALUES (?, ?, ?, ?, ?, 1) RETURNING id"),
        rule.position, rule.name, textOf(textsOf(rule.matchers)), textOf(rule.by), qint64(rule.window.count()));
}

Result<bool> update(Transaction &transaction, const GroupingRule &rule)
{
    const auto changed = transaction.exec(
        QStringLiteral("UPDATE grouping_rule SET name = ?, matchers = ?, group_by = ?, window_ms = ?, "
                       "version = version + 1 WHERE id = ? AND version = ?"),
        rule.name, textOf(textsOf(rule.matchers)), textOf(rule.by), qint64(rule.window.count()), rule.id, rule.version);
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

}  // namespace onlyonce::ruletable
