// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/evidence.h"

#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/incidents/evidence/filename.h"
#include "models/incidents/evidencetable.h"

#include <QCryptographicHash>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

constexpr auto abandonedAfter = 24h;

Result<> makeSound(Transaction &transaction, Attachment &attachment)
{
    ONLYONCE_TRY(require(transaction, Permission::Note));
    auto name = evidenceName(attachment.name);
    if (!name) {
        return failure(name);
    }
    attachment.name = std::move(*name);
    if (attachment.bytes == 0) {
        return fail(ErrorCode::Invalid, tr("%1 is empty; there is nothing to keep.").arg(attachment.name));
    }
    return {};
}

Result<> requireWhole(Transaction &transaction, const Attachment &attachment)
{
    if (attachment.bytes > largestEvidence) {
        return fail(ErrorCode::Invalid,
                    tr("%1 is larger than 256 MiB. Cut it down to the part that matters.").arg(attachment.name));
    }
    auto kept = evidencetable::extent(transaction, attachment.pieces);
    if (!kept) {
        return failure(kept);
    }
    const qint64 pieces = (attachment.bytes + evidencePiece - 1) / evidencePiece;
    if (kept->bytes != attachment.bytes || kept->pieces != pieces || kept->last != pieces - 1) {
        return fail(ErrorCode::Conflict, tr("%1 was not kept whole. Add it again.").arg(attachment.name));
    }
    return {};
}

Result<AttachmentId> insertTold(Transaction &transaction, const Attachment &attachment)
{
    auto id = evidencetable::insert(transaction, attachment);
    if (!id) {
        return failure(id);
    }
    auto entry = append(transaction, {.incident = attachment.incident,
                                      .kind = TimelineKind::Evidence,
                                      .visibility = attachment.visibility,
                                      .body = escapeMarkdown(attachment.name),
                                      .data = {{QStringLiteral("attachment"), id->value}}});
    if (!entry) {
        return failure(entry);
    }
    return id;
}

}  // namespace

Result<AttachmentId> attach(Transaction &transaction, Attachment attachment)
{
    if (!attachment.pieces) {
        attachment.bytes = attachment.content.size();
    }
    ONLYONCE_TRY(makeSound(transaction, attachment));
    if (attachment.pieces) {
        ONLYONCE_TRY(requireWhole(transaction, attachment));
        return insertTold(transaction, attachment);
    }
    if (attachment.bytes > largestAttached) {
        return fail(ErrorCode::Invalid,
                    tr("%1 is larger than 16 MiB. Add it as a file: that takes up to 256 MiB.").arg(attachment.name));
    }
    attachment.sha256 = QCryptographicHash::hash(attachment.content, QCryptographicHash::Sha256);
    if (attachment.bytes > evidencePiece) {
        auto content = evidencetable::beginPieces(transaction);
        if (!content) {
            return failure(content);
        }
        ONLYONCE_TRY(addPieces(transaction, *content, 0, attachment.content));
        attachment.pieces = *content;
        attachment.content.clear();
    }
    return insertTold(transaction, attachment);
}

Result<ContentId> beginPieces(Transaction &transaction)
{
    ONLYONCE_TRY(require(transaction, Permission::Note));
    ONLYONCE_TRY(evidencetable::removeAbandoned(transaction, transaction.now() - abandonedAfter));
    return evidencetable::beginPieces(transaction);
}

Result<> addPieces(Transaction &transaction, ContentId content, int first, const QByteArray &bytes)
{
    for (qint64 at = 0; at < bytes.size(); at += evidencePiece) {
        // Not copied: the piece lives as long as the call.
        const qint64 length = std::min(evidencePiece, bytes.size() - at);
        ONLYONCE_TRY(evidencetable::insertPiece(transaction, content, first + at / evidencePiece,
                                                QByteArray::fromRawData(bytes.constData() + at, length)));
    }
    return {};
}

Result<> dropPieces(Transaction &transaction, ContentId content)
{
    ONLYONCE_TRY(require(transaction, Permission::Note));
    return evidencetable::removeUnnamed(transaction, content);
}

Result<std::vector<Attachment>> attachmentsOf(Transaction &transaction, IncidentId incident)
{
    return evidencetable::ofIncident(transaction, incident);
}

Result<std::optional<Attachment>> attachment(Transaction &transaction, AttachmentId id, qint64 most)
{
    auto found = evidencetable::byId(transaction, id);
    if (found && *found) {
        auto content = contentOf(transaction, **found, 0, (*found)->bytes <= most ? (*found)->bytes : evidencePiece);
        if (!content) {
            return failure(content);
        }
        (*found)->content = std::move(*content);
    }
    return found;
}

Result<std::optional<Attachment>> attachmentHead(Transaction &transaction, AttachmentId id)
{
    return evidencetable::byId(transaction, id);
}

Result<QByteArray> contentOf(Transaction &transaction, const Attachment &attachment, qint64 from, qint64 most)
{
    if (!attachment.pieces) {
        auto content = evidencetable::contentOf(transaction, attachment.id);
        return content ? Result<QByteArray>(content->mid(from, most)) : failure(content);
    }
    QByteArray whole;
    whole.reserve(std::min(most, attachment.bytes - from));
    const qint64 first = from / evidencePiece;
    ONLYONCE_TRY(evidencetable::pieces(transaction, attachment.pieces, first,
                                       first + (most + evidencePiece - 1) / evidencePiece, whole));
    whole.truncate(most);
    return whole;
}

Result<> requireUnchanged(const Attachment &attachment)
{
    if (attachment.content.size() != attachment.bytes
        || QCryptographicHash::hash(attachment.content, QCryptographicHash::Sha256) != attachment.sha256) {
        return fail(ErrorCode::Damaged,
                    tr("%1 is not what was added: its SHA-256 has changed. Look at a copy of the database from before.")
                        .arg(attachment.name));
    }
    return {};
}

Result<std::optional<Attachment>> sameContent(Transaction &transaction, IncidentId incident, const QByteArray &sha256)
{
    return evidencetable::byHash(transaction, incident, sha256);
}

QJsonObject toJson(const Attachment &attachment)
{
    return {{QStringLiteral("id"), attachment.id.value},
            {QStringLiteral("name"), attachment.name},
            {QStringLiteral("language"), attachment.language},
            {QStringLiteral("visibility"), toText(attachment.visibility)},
            {QStringLiteral("bytes"), attachment.bytes},
            {QStringLiteral("sha256"), QString::fromLatin1(attachment.sha256.toHex())},
            {QStringLiteral("addedAt"), toIso(attachment.addedAt)},
            {QStringLiteral("redacted"), attachment.redacted}};
}

}  // namespace onlyonce
