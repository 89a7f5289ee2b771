// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/evidencetable.h"

namespace onlyonce::evidencetable {

namespace {

Attachment read(const Row &row)
{
    return Attachment{.id = row.id<AttachmentId>(0),
                      .incident = row.id<IncidentId>(1),
                      .name = row.text(2),
                      .language = row.text(3),
                      .visibility = visibilityFrom(row.text(4)).value_or(Visibility::Restricted),
                      .sha256 = row.bytes(5),
                      .bytes = row.integer(6),
                      .content = {},
                      .addedAt = row.instant(7)};
}

}  // namespace

Result<AttachmentId> insert(Transaction &transaction, const Attachment &attachment)
{
    return transaction.insert<AttachmentId>(
        QStringLiteral("INSERT INTO attachment (incident_id, name, language, visibility, sha256, bytes, content, "
                       "added_at, actor_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
        attachment.incident, attachment.name, attachment.language, toText(attachment.visibility), attachment.sha256,
        attachment.bytes, attachment.content, transaction.now(), transaction.actor());
}

Result<std::vector<Attachment>> ofIncident(Transaction &transaction, IncidentId incident)
{
    return transaction.all(QStringLiteral("SELECT id, incident_id, name, language, visibility, sha256, bytes, added_at "
                                          "FROM attachment WHERE incident_id = ? ORDER BY id"),
                           read, incident);
}

Result<std::optional<Attachment>> byId(Transaction &transaction, AttachmentId id)
{
    return transaction.one(
        QStringLiteral("SELECT id, incident_id, name, language, visibility, sha256, bytes, added_at, content "
                       "FROM attachment WHERE id = ?"),
        [](const Row &row) {
            Attachment attachment = read(row);
            attachment.content = row.bytes(8);
            return attachment;
        },
        id);
}

}  // namespace onlyonce::evidencetable
