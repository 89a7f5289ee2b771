// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables `attachment`, `evidence_content` and `evidence_piece`. Only evidence.cpp and its redaction use it.
#pragma once

#include "models/incidents/evidence.h"

namespace onlyonce::evidencetable {

struct Extent
{
    qint64 pieces = 0;
    qint64 last = 0;  //!< number of the last one
    qint64 bytes = 0;
};

[[nodiscard]] Result<AttachmentId> insert(Transaction &transaction, const Attachment &attachment);
//! Without content.
[[nodiscard]] Result<std::vector<Attachment>> ofIncident(Transaction &transaction, IncidentId incident);
[[nodiscard]] Result<std::optional<Attachment>> byId(Transaction &transaction, AttachmentId id);
[[nodiscard]] Result<std::optional<Attachment>> byHash(Transaction &transaction, IncidentId incident,
                                                       const QByteArray &sha256);
//! Of one that is not in pieces.
[[nodiscard]] Result<QByteArray> contentOf(Transaction &transaction, AttachmentId id);

[[nodiscard]] Result<ContentId> beginPieces(Transaction &transaction);
[[nodiscard]] Result<> insertPiece(Transaction &transaction, ContentId content, qint64 number, const QByteArray &bytes);
[[nodiscard]] Result<Extent> extent(Transaction &transaction, ContentId content);
//! Appends the pieces from `first` to the one before `end`.
[[nodiscard]] Result<> pieces(Transaction &transaction, ContentId content, qint64 first, qint64 end, QByteArray &whole);
//! Unless an attachment names it.
[[nodiscard]] Result<> removeUnnamed(Transaction &transaction, ContentId content);
//! What no attachment names and was begun before.
[[nodiscard]] Result<> removeAbandoned(Transaction &transaction, Instant before);

}  // namespace onlyonce::evidencetable
