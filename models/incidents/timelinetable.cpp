// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/timelinetable.h"

#include <QJsonDocument>

#include <algorithm>

namespace onlyonce::timelinetable {

namespace {

QString select()
{
    return QStringLiteral("SELECT t.id, t.incident_id, t.kind, t.happened_at, t.recorded_at, t.actor_id, a.name, "
                          "t.visibility, t.body, t.data, t.corrects_id, p.timeline_id, "
                          "EXISTS (SELECT 1 FROM redacted_place r WHERE r.place = 'timeline' AND r.row_id = t.id) "
                          "FROM timeline t "
                          "JOIN actor a ON a.id = t.actor_id LEFT JOIN timeline_pin p ON p.timeline_id = t.id ");
}

//! The words of the partial index timeline_told.
QString noAlerts()
{
    return QStringLiteral(" AND t.kind NOT IN ('alert fired', 'alert resolved')");
}

QString uncorrected()
{
    return QStringLiteral(" AND NOT EXISTS (SELECT 1 FROM timeline c WHERE c.corrects_id = t.id)");
}

QJsonObject dataOf(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8()).object();
}

//! An alert that flaps counts on in one entry, which corrects nothing that a person said.
int revisionsIn(const QJsonObject &data)
{
    return data.contains(QLatin1StringView("flaps")) ? 0
                                                     : std::max(1, data.value(QLatin1StringView("revision")).toInt());
}

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

TimelineEntry read(const Row &row)
{
    const QJsonObject data = dataOf(row.text(9));
    return TimelineEntry{.id = row.id<TimelineId>(0),
                         .incident = row.id<IncidentId>(1),
                         .kind = timelineKindFrom(row.text(2)),
                         .happenedAt = row.instant(3),
                         .recordedAt = row.instant(4),
                         .actor = row.id<ActorId>(5),
                         .actorName = row.text(6),
                         .visibility = visibilityFrom(row.text(7)).value_or(Visibility::Restricted),
                         .body = row.text(8),
                         .data = data,
                         .corrects = row.id<TimelineId>(10),
                         .revisions = row.isNull(10) ? 0 : revisionsIn(data),
                         .pinned = !row.isNull(11),
                         .redacted = row.flag(12)};
}

}  // namespace

Result<TimelineId> insert(Transaction &transaction, const TimelineEntry &entry)
{
    return transaction.insert<TimelineId>(
        QStringLiteral("INSERT INTO timeline (incident_id, kind, happened_at, recorded_at, actor_id, visibility, body, "
                       "data, corrects_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
        entry.incident, toText(entry.kind), entry.happenedAt, entry.recordedAt, entry.actor, toText(entry.visibility),
        entry.body, QString::fromUtf8(QJsonDocument(entry.data).toJson(QJsonDocument::Compact)), entry.corrects);
}

Result<std::vector<TimelineEntry>> ofIncident(Transaction &transaction, IncidentId incident)
{
    return transaction.all(select() + QStringLiteral("WHERE t.incident_id = ? ORDER BY t.happened_at, t.id"), read,
                           incident);
}

Result<std::vector<TimelineEntry>> since(Transaction &transaction, IncidentId incident, TimelineId last)
{
    // "+ 0" keeps the engine from the index of incidents: few entries are new, many may be the incident's.
    return transaction.all(
        select() + QStringLiteral("WHERE t.id > ? AND t.incident_id + 0 = ? ORDER BY t.happened_at, t.id"), read,
        last.value, incident);
}

Result<std::vector<TimelineEntry>> page(Transaction &transaction, IncidentId incident, const TimelineFilter &filter,
                                        const TimelinePage &page)
{
    QString sql = select() + QStringLiteral("WHERE t.incident_id = ?") + uncorrected();
    QVariantList values{toSql(incident)};
    if (const auto kinds = kindsOf(filter.group); !kinds.empty()) {
        QStringList places;
        for (const TimelineKind kind : kinds) {
            places.append(QStringLiteral("?"));
            values.append(toSql(toText(kind)));
        }
        sql += QStringLiteral(" AND t.kind IN (%1)").arg(places.join(QStringLiteral(", ")));
        sql += filter.group == TimelineGroup::Alerts ? QString() : noAlerts();
    }
    if (filter.visibility) {
        sql += QStringLiteral(" AND t.visibility = ?");
        values.append(toSql(toText(*filter.visibility)));
    }
    if (filter.pinned) {
        sql += QStringLiteral(" AND p.timeline_id IS NOT NULL");
    }
    if (!filter.text.isEmpty()) {
        QString pattern = filter.text.toLower();
        pattern.replace(QLatin1Char('\\'), QStringLiteral("\\\\"))
            .replace(QLatin1Char('%'), QStringLiteral("\\%"))
            .replace(QLatin1Char('_'), QStringLiteral("\\_"));
        pattern = QLatin1Char('%') + pattern + QLatin1Char('%');
        sql += QStringLiteral(" AND (lower(t.body) LIKE ? ESCAPE '\\' OR lower(a.name) LIKE ? ESCAPE '\\')");
        values << pattern << pattern;
    }
    if (page.after) {
        sql += QStringLiteral(" AND (t.happened_at, t.id) > (?, ?)");
        values << toSql(page.after->happenedAt) << toSql(page.after->id);
    }
    if (page.before) {
        sql += QStringLiteral(" AND (t.happened_at, t.id) < (?, ?)");
        values << toSql(page.before->happenedAt) << toSql(page.before->id);
    }
    sql += page.earliest ? QStringLiteral(" ORDER BY t.happened_at, t.id LIMIT ?")
                         : QStringLiteral(" ORDER BY t.happened_at DESC, t.id DESC LIMIT ?");
    values << toSql(page.limit);
    auto found = transaction.allList(sql, read, values);
    if (found && !page.earliest) {
        std::ranges::reverse(*found);
    }
    return found;
}

Result<std::optional<TimelineEntry>> byId(Transaction &transaction, TimelineId id)
{
    return transaction.one(select() + QStringLiteral("WHERE t.id = ?") + uncorrected(), read, id);
}

Result<TimelineId> correctionOf(Transaction &transaction, TimelineId id)
{
    const auto found = transaction.one(
        QStringLiteral("SELECT max(id) FROM timeline WHERE corrects_id = ?"),
        [](const Row &row) { return row.id<TimelineId>(0); }, id);
    return found ? Result<TimelineId>(found->value_or(TimelineId())) : failure(found);
}

Result<std::optional<TimelineEntry>> correctedBy(Transaction &transaction, TimelineId id)
{
    return transaction.one(
        select() + QStringLiteral("WHERE t.id = (SELECT n.corrects_id FROM timeline n WHERE n.id = ?)"), read, id);
}

Result<TimelineId> last(Transaction &transaction)
{
    const auto id = transaction.one(QStringLiteral("SELECT max(id) FROM timeline"),
                                    [](const Row &row) { return row.id<TimelineId>(0); });
    return id ? Result<TimelineId>(id->value_or(TimelineId())) : failure(id);
}

Result<int> countSince(Transaction &transaction, IncidentId incident, TimelineId last, int most)
{
    const auto count = transaction.one(
        QStringLiteral("SELECT count(*) FROM (SELECT 1 FROM timeline WHERE id > ? AND incident_id + 0 = ? LIMIT ?) n"),
        [](const Row &row) { return int(row.integer(0)); }, last.value, incident, most);
    return count ? Result<int>(count->value_or(0)) : failure(count);
}

Result<std::vector<QJsonObject>> movesOf(Transaction &transaction, IncidentId incident)
{
    return transaction.all(
        QStringLiteral("SELECT t.data FROM timeline t WHERE t.incident_id = ?") + noAlerts()
            + QStringLiteral(" AND t.kind = ?"),
        [](const Row &row) { return dataOf(row.text(0)); }, incident, toText(TimelineKind::AlertsMoved));
}

Result<> setPinned(Transaction &transaction, const TimelineEntry &entry, bool pinned)
{
    return done(pinned ? transaction.exec(QStringLiteral("INSERT INTO timeline_pin (timeline_id, incident_id, "
                                                         "pinned_at, actor_id) VALUES (?, ?, ?, ?)"),
                                          entry.id, entry.incident, transaction.now(), transaction.actor())
                       : transaction.exec(QStringLiteral("DELETE FROM timeline_pin WHERE timeline_id = ?"), entry.id));
}

Result<> movePin(Transaction &transaction, TimelineId from, TimelineId to)
{
    return done(
        transaction.exec(QStringLiteral("UPDATE timeline_pin SET timeline_id = ? WHERE timeline_id = ?"), to, from));
}

Result<std::vector<qint64>> pins(Transaction &transaction, IncidentId incident)
{
    return transaction.all(
        QStringLiteral("SELECT timeline_id FROM timeline_pin WHERE incident_id = ?"),
        [](const Row &row) { return row.integer(0); }, incident);
}

Result<std::vector<TimelineEntry>> after(Transaction &transaction, qint64 id, int limit)
{
    return transaction.all(select()
                               + QStringLiteral("WHERE t.id > ? AND NOT EXISTS (SELECT 1 FROM incident_import m WHERE "
                                                "m.incident_id = t.incident_id AND m.last_entry_id >= t.id) "
                                                "ORDER BY t.id LIMIT ?"),
                           read, id, limit);
}

}  // namespace onlyonce::timelinetable
