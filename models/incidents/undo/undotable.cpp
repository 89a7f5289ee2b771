// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/undo/undotable.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace onlyonce::undotable {

namespace {

constexpr int most = 300;

QString trail(const QString &entity, const QString &ids)
{
    return QStringLiteral("SELECT id, at, actor_id, entity, entity_id, field, old_value, new_value, reason FROM audit "
                          "WHERE entity = '%1' AND entity_id IN (%2)")
        .arg(entity, ids);
}

}  // namespace

Result<std::vector<TrailRow>> rowsOf(Transaction &transaction, IncidentId incident, ActorId who, qint64 after,
                                     std::optional<Instant> at)
{
    const QStringList parts{
        trail(QStringLiteral("incident"), QStringLiteral("?")),
        trail(QStringLiteral("incident_step"), QStringLiteral("SELECT id FROM incident_step WHERE incident_id = ?")),
        trail(QStringLiteral("incident_task"), QStringLiteral("SELECT id FROM incident_task WHERE incident_id = ?")),
        trail(QStringLiteral("timeline"), QStringLiteral("SELECT corrects_id FROM timeline WHERE incident_id = ? "
                                                         "AND kind NOT IN ('alert fired', 'alert resolved')"))};
    QVariantList values(parts.size(), toSql(incident));
    QString sql =
        QStringLiteral("SELECT a.id, a.at, a.actor_id, a.entity, a.entity_id, a.field, a.old_value, "
                       "a.new_value, a.reason, EXISTS (SELECT 1 FROM audit_undone u WHERE u.audit_id = a.id), "
                       "(SELECT max(b.again) FROM audit_undone b WHERE b.by_id = a.id) FROM (")
        + parts.join(QStringLiteral(" UNION ALL ")) + QStringLiteral(") a WHERE a.actor_id = ? AND a.id > ?");
    values << toSql(who) << toSql(after);
    if (at) {
        sql += QStringLiteral(" AND a.at = ?");
        values << toSql(*at);
    }
    values << toSql(most);
    return transaction.allList(
        sql + QStringLiteral(" ORDER BY a.id DESC LIMIT ?"),
        [](const Row &row) {
            return TrailRow{.row = auditRow(row),
                            .isUndone = row.flag(9),
                            .isUndo = !row.isNull(10) && !row.flag(10),
                            .isAgain = !row.isNull(10) && row.flag(10)};
        },
        values);
}

Result<qint64> last(Transaction &transaction)
{
    const auto id = transaction.one(QStringLiteral("SELECT coalesce(max(id), 0) FROM audit"),
                                    [](const Row &row) { return row.integer(0); });
    return id ? Result<qint64>(id->value_or(0)) : failure(id);
}

Result<> setUndone(Transaction &transaction, const PastChange &change, qint64 by)
{
    for (const AuditRow &row : change.rows) {
        if (const auto done =
                transaction.exec(QStringLiteral("INSERT INTO audit_undone (audit_id, by_id, again) VALUES (?, ?, ?)"),
                                 row.id, by, change.isUndo);
            !done) {
            return failure(done);
        }
    }
    return {};
}

Result<std::vector<TimelineKind>> kindsSince(Transaction &transaction, IncidentId incident, Instant since,
                                             const std::vector<TimelineKind> &kinds)
{
    QStringList places;
    QVariantList values{toSql(incident), toSql(since)};
    for (const TimelineKind kind : kinds) {
        places << QStringLiteral("?");
        values << toSql(toText(kind));
    }
    return transaction.allList(
        QStringLiteral("SELECT DISTINCT t.kind FROM timeline t WHERE t.incident_id = ? "
                       "AND t.recorded_at >= ? AND t.kind IN (%1) "
                       "AND t.kind NOT IN ('alert fired', 'alert resolved')")
            .arg(places.join(QStringLiteral(", "))),
        [](const Row &row) { return timelineKindFrom(row.text(0)); }, values);
}

Result<> nameEntries(Transaction &transaction, IncidentId incident, TimelineId last, const QString &pattern,
                     const PastChange &change)
{
    QJsonArray undone;
    for (const AuditRow &row : change.rows) {
        undone.append(row.id);
    }
    struct Entry
    {
        TimelineId id;
        QString body;
        QJsonObject data;
    };
    auto entries = transaction.all(
        QStringLiteral("SELECT id, body, data FROM timeline WHERE id > ? AND incident_id + 0 = ?"),
        [](const Row &row) {
            return Entry{row.id<TimelineId>(0), row.text(1), QJsonDocument::fromJson(row.text(2).toUtf8()).object()};
        },
        last.value, incident);
    if (!entries) {
        return failure(entries);
    }
    for (Entry &entry : *entries) {
        entry.data.insert(QStringLiteral("undoes"), undone);
        // A corrected note is the note again, and nothing else: its earlier versions tell the rest. A protocol has come
        // because of what was restored.
        const bool isOther =
            entry.data.contains(QLatin1StringView("revision")) || entry.data.contains(QLatin1StringView("protocol"));
        const auto done =
            transaction.exec(QStringLiteral("UPDATE timeline SET body = ?, data = ? WHERE id = ?"),
                             isOther ? entry.body : pattern.arg(entry.body),
                             QString::fromUtf8(QJsonDocument(entry.data).toJson(QJsonDocument::Compact)), entry.id);
        if (!done) {
            return failure(done);
        }
    }
    return {};
}

}  // namespace onlyonce::undotable
