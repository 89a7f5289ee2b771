// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/postmortemtable.h"

namespace onlyonce::postmortemtable {

namespace {

PostMortem readPostMortem(const Row &row)
{
    return PostMortem{.id = row.id<PostMortemId>(0),
                      .incident = row.id<IncidentId>(1),
                      // A status that a newer program added must not be editable here.
                      .status = postMortemStatusFrom(row.text(2)).value_or(PostMortemStatus::Published),
                      .owner = row.id<PersonId>(3),
                      .ownerName = row.text(4),
                      .createdAt = row.instant(5),
                      .changedAt = row.instant(6),
                      .changedBy = row.id<ActorId>(12),
                      .approvedAt = row.maybeInstant(7),
                      .approvedBy = row.id<ActorId>(8),
                      .approvedByName = row.text(9),
                      .publishedAt = row.maybeInstant(10),
                      .meetingAt = row.maybeInstant(13),
                      .version = int(row.integer(11))};
}

QString select(QLatin1StringView where)
{
    return QStringLiteral("SELECT m.id, m.incident_id, m.status, m.owner_id, p.name, m.created_at, m.changed_at, "
                          "m.approved_at, m.approved_by, a.name, m.published_at, m.version, m.changed_by, m.meeting_at "
                          "FROM postmortem m "
                          "LEFT JOIN person p ON p.id = m.owner_id LEFT JOIN actor a ON a.id = m.approved_by WHERE ")
         + where;
}

}  // namespace

Result<std::optional<PostMortem>> byId(Transaction &transaction, PostMortemId id)
{
    return transaction.one(select(QLatin1StringView("m.id = ?")), readPostMortem, id);
}

Result<std::optional<PostMortem>> byIncident(Transaction &transaction, IncidentId incident)
{
    return transaction.one(select(QLatin1StringView("m.incident_id = ?")), readPostMortem, incident);
}

Result<std::vector<Unfinished>> unfinished(Transaction &transaction, Instant since, const QStringList &severities)
{
    QVariantList values;
    for (const QString &severity : severities) {
        values << severity;
    }
    const QString places = QStringList(severities.size(), QStringLiteral("?")).join(QStringLiteral(", "));
    return transaction.allList(
        QStringLiteral("SELECT i.id, m.owner_id, m.meeting_at FROM incident i "
                       "LEFT JOIN postmortem m ON m.incident_id = i.id "
                       "WHERE i.status IN ('resolved', 'closed') AND i.severity IN (%1) AND i.drill = 0 "
                       "AND i.resolved_at >= ? AND (m.id IS NULL OR m.status IN ('draft', 'in review')) "
                       "AND NOT EXISTS (SELECT 1 FROM incident_import h WHERE h.incident_id = i.id) "
                       "ORDER BY i.resolved_at, i.id")
            .arg(places),
        [](const Row &row) {
            return Unfinished{
                .incident = row.id<IncidentId>(0), .owner = row.id<PersonId>(1), .meetingAt = row.maybeInstant(2)};
        },
        values << toSql(since));
}

Result<PostMortemId> insert(Transaction &transaction, const PostMortem &postMortem)
{
    return transaction.insert<PostMortemId>(
        QStringLiteral(
            "INSERT INTO postmortem (incident_id, status, owner_id, created_at, changed_at, changed_by, version) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id"),
        postMortem.incident, toText(postMortem.status), postMortem.owner, postMortem.createdAt, postMortem.changedAt,
        postMortem.changedBy, postMortem.version);
}

Result<> updateStatus(Transaction &transaction, const PostMortem &postMortem)
{
    auto done = transaction.exec(
        QStringLiteral("UPDATE postmortem SET status = ?, approved_at = ?, approved_by = ?, published_at = ?, "
                       "changed_at = ?, changed_by = ?, version = ? WHERE id = ?"),
        toText(postMortem.status), postMortem.approvedAt, postMortem.approvedBy, postMortem.publishedAt,
        postMortem.changedAt, postMortem.changedBy, postMortem.version, postMortem.id);
    if (!done) {
        return failure(done);
    }
    return {};
}

Result<> updateOwner(Transaction &transaction, const PostMortem &postMortem)
{
    auto done =
        transaction.exec(QStringLiteral("UPDATE postmortem SET owner_id = ?, changed_at = ?, version = ? WHERE id = ?"),
                         postMortem.owner, postMortem.changedAt, postMortem.version, postMortem.id);
    if (!done) {
        return failure(done);
    }
    return {};
}

Result<> updateMeeting(Transaction &transaction, const PostMortem &postMortem)
{
    const auto done = transaction.exec(
        QStringLiteral("UPDATE postmortem SET meeting_at = ?, changed_at = ?, version = ? WHERE id = ?"),
        postMortem.meetingAt, postMortem.changedAt, postMortem.version, postMortem.id);
    return done ? Result<>() : failure(done);
}

Result<> updateChangedAt(Transaction &transaction, PostMortemId id, Instant changedAt)
{
    auto done =
        transaction.exec(QStringLiteral("UPDATE postmortem SET changed_at = ?, changed_by = "
                                        "CASE WHEN approved_at IS NULL THEN ? ELSE changed_by END WHERE id = ?"),
                         changedAt, transaction.actor(), id);
    if (!done) {
        return failure(done);
    }
    return {};
}

Result<std::vector<PostMortemText>> texts(Transaction &transaction, PostMortemId id)
{
    auto rows = transaction.all(
        QStringLiteral("SELECT name, body, visibility, version FROM postmortem_field WHERE postmortem_id = ?"),
        [](const Row &row) -> std::optional<PostMortemText> {
            const auto field = postMortemFieldFrom(row.text(0));
            if (!field) {
                return {};
            }
            return PostMortemText{.field = *field,
                                  .markdown = row.text(1),
                                  .visibility = visibilityFrom(row.text(2)).value_or(Visibility::Restricted),
                                  .version = int(row.integer(3))};
        },
        id);
    if (!rows) {
        return failure(rows);
    }
    std::vector<PostMortemText> known;
    for (auto &row : *rows) {
        if (row) {
            known.push_back(std::move(*row));
        }
    }
    return known;
}

Result<> insertText(Transaction &transaction, PostMortemId id, const PostMortemText &text)
{
    auto done = transaction.exec(QStringLiteral("INSERT INTO postmortem_field (postmortem_id, name, body, visibility, "
                                                "version) VALUES (?, ?, ?, ?, ?)"),
                                 id, toText(text.field), text.markdown, toText(text.visibility), text.version);
    if (!done) {
        return failure(done);
    }
    return {};
}

Result<> updateText(Transaction &transaction, PostMortemId id, const PostMortemText &text)
{
    auto done = transaction.exec(QStringLiteral("UPDATE postmortem_field SET body = ?, visibility = ?, version = ? "
                                                "WHERE postmortem_id = ? AND name = ?"),
                                 text.markdown, toText(text.visibility), text.version, id, toText(text.field));
    if (!done) {
        return failure(done);
    }
    return {};
}

}  // namespace onlyonce::postmortemtable
