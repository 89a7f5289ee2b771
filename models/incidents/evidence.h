// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence: logs, configuration, queries, kept byte for byte beside the timeline entry that tells of them. What is long
// is kept in pieces and never needs to be one value on its way in or out.
#pragma once

#include "models/incidents/timeline.h"

namespace onlyonce {

using AttachmentId = Id<struct AttachmentTag>;
using ContentId = Id<struct EvidenceContentTag>;

struct Attachment
{
    AttachmentId id;
    IncidentId incident;
    QString name;
    QString language;  //!< KDE Syntax Highlighting's definition name; empty for plain text
    Visibility visibility = Visibility::Internal;
    QByteArray sha256;
    qint64 bytes = 0;
    QByteArray content = {};  //!< only when asked for by attachment()
    Instant addedAt;
    ContentId pieces = {};  //!< where the content is, if it is in pieces
    bool redacted = false;  //!< its content, or a part of it, was overwritten
};

inline constexpr qint64 largestEvidence = 256LL * 1024 * 1024;
//! What attach() takes in one go.
inline constexpr qint64 largestAttached = 16LL * 1024 * 1024;
//! Longer content is cut into pieces of this size; the last one is shorter.
inline constexpr qint64 evidencePiece = 1024LL * 1024;

//! Its content, at most largestAttached; or, where `pieces` are named, what addPieces() has brought: `bytes` and `sha256`
//! then say what that must be, and it is a Conflict when it is not all there. Also writes the timeline's Evidence entry.
//! Needs Permission::Note.
[[nodiscard]] Result<AttachmentId> attach(Transaction &transaction, Attachment attachment);

//! @name Content of up to largestEvidence, in as many transactions as it takes (see evidence/upload.h).
//! @{
//! Nobody sees it before attach(). Removes what others have begun a day ago and never ended. Needs Permission::Note.
[[nodiscard]] Result<ContentId> beginPieces(Transaction &transaction);
//! `bytes` becomes piece `first` and those after it; every piece but the last of all must be whole.
[[nodiscard]] Result<> addPieces(Transaction &transaction, ContentId content, int first, const QByteArray &bytes);
//! It will not be ended.
[[nodiscard]] Result<> dropPieces(Transaction &transaction, ContentId content);
//! @}

//! Oldest first, without content.
[[nodiscard]] Result<std::vector<Attachment>> attachmentsOf(Transaction &transaction, IncidentId incident);
//! With its content, if that has at most `most` bytes; else with its first piece.
[[nodiscard]] Result<std::optional<Attachment>> attachment(Transaction &transaction, AttachmentId id,
                                                           qint64 most = largestEvidence);
//! Without content.
[[nodiscard]] Result<std::optional<Attachment>> attachmentHead(Transaction &transaction, AttachmentId id);
//! A stretch of the content that begins at `from`, a multiple of evidencePiece, and has at most `most` bytes.
[[nodiscard]] Result<QByteArray> contentOf(Transaction &transaction, const Attachment &attachment, qint64 from,
                                           qint64 most);
//! Damaged unless the whole content is there and is what its SHA-256 says.
[[nodiscard]] Result<> requireUnchanged(const Attachment &attachment);
//! Earlier evidence of the incident with the same bytes.
[[nodiscard]] Result<std::optional<Attachment>> sameContent(Transaction &transaction, IncidentId incident,
                                                            const QByteArray &sha256);

//! {id, name, language, visibility, bytes, sha256, addedAt, redacted}
[[nodiscard]] QJsonObject toJson(const Attachment &attachment);

}  // namespace onlyonce
