// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/evidencetable.h"

namespace onlyonce::evidencetable {

namespace {

QString select()
{
    return QStringLiteral("SELECT id, incident_id, name, language, visibility, sha256, bytes, added_at, content_id, "
                          "redacted FROM attachment ");
}

Attachment read(const Row &row)
{
    return Attachment{.id = row.id<AttachmentId>(0),
                      .incident = row.id<IncidentId>(1),
                      .name = row.text(2),
                      .language = row.text(3),
                      .visibility = visibilityFrom(row.text(4)).value_or(Visibility::Restricted),
                      .sha256 = row.bytes(5),
                      .bytes = row.integer(6),
                      .addedAt = row.instant(7),
                      .pieces = row.id<ContentId>(8),
                      .redacted = row.flag(9)};
}

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

}  // namespace

Result<AttachmentId> insert(Transaction &transaction, const Attachment &attachment)
{
    return transaction.insert<AttachmentId>(
        QStringLiteral("INSERT INTO attachment (incident_id, name, language, visibility, sha256, bytes, content, "
                       "added_at, actor_id, content_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
        attachment.incident, attachment.name, attachment.language, toText(attachment.visibility), attachment.sha256,
        attachment.bytes, attachment.content, transaction.now(), transaction.actor(), attachment.pieces);
}

Result<std::vector<Attachment>> ofIncident(Transaction &transaction, IncidentId incident)
{
    return transaction.all(select() + QStringLiteral("WHERE incident_id = ? ORDER BY id"), read, incident);
}

Result<std::optional<Attachment>> byId(Transaction &transaction, AttachmentId id)
{
    return transaction.one(select() + QStringLiteral("WHERE id = ?"), read, id);
}

Result<std::optional<Attachment>> byHash(Transaction &transaction, IncidentId incident, const QByteArray &sha256)
{
    return transaction.one(select() + QStringLiteral("WHERE incident_id = ? AND sha256 = ? ORDER BY id"), read,
                           incident, sha256);
}

Result<QByteArray> contentOf(Transaction &transaction, AttachmentId id)
{
    auto found = transaction.one(
        QStringLiteral("SELECT content FROM attachment WHERE id = ?"), [](const Row &row) { return row.bytes(0); }, id);
    return found ? Result<QByteArray>(found->value_or(QByteArray())) : failure(found);
}

Result<ContentId> beginPieces(Transaction &transaction)
{
    return transaction.insert<ContentId>(
        QStringLiteral("INSERT INTO evidence_content (begun_at) VALUES (?) RETURNING id"), transaction.now());
}

Result<> insertPiece(Transaction &transaction, ContentId content, qint64 number, const QByteArray &bytes)
{
    return done(
        transaction.exec(QStringLiteral("INSERT INTO evidence_piece (content_id, number, bytes) VALUES (?, ?, ?)"),
                         content, number, bytes));
}

Result<Extent> extent(Transaction &transaction, ContentId content)
{
    auto found = transaction.one(
        QStringLiteral("SELECT count(*), COALESCE(max(number), -1), COALESCE(sum(length(bytes)), 0) "
                       "FROM evidence_piece WHERE content_id = ?"),
        [](const Row &row) { return Extent{row.integer(0), row.integer(1), row.integer(2)}; }, content);
    return found ? Result<Extent>(found->value_or(Extent())) : failure(found);
}

Result<> pieces(Transaction &transaction, ContentId content, qint64 first, qint64 end, QByteArray &whole)
{
    auto read = transaction.all(
        QStringLiteral("SELECT bytes FROM evidence_piece WHERE content_id = ? AND number >= ? AND number < ? "
                       "ORDER BY number"),
        [&whole](const Row &row) {
            whole += row.bytes(0);
            return true;
        },
        content, first, end);
    return read ? Result<>() : failure(read);
}

Result<> removeUnnamed(Transaction &transaction, ContentId content)
{
    return done(transaction.exec(
        QStringLiteral("DELETE FROM evidence_content WHERE id = ? "
                       "AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.content_id = evidence_content.id)"),
        content));
}

Result<> removeAbandoned(Transaction &transaction, Instant before)
{
    return done(transaction.exec(
        QStringLiteral("DELETE FROM evidence_content WHERE begun_at < ? "
                       "AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.content_id = evidence_content.id)"),
        before));
}

}  // namespace onlyonce::evidencetable
