// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/evidence.h"

#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/incidents/evidencetable.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFileInfo>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Evidence", text);
}

constexpr qint64 largest = 16LL * 1024 * 1024;

}  // namespace

Result<AttachmentId> attach(Transaction &transaction, Attachment attachment)
{
    ONLYONCE_TRY(require(transaction, Permission::Note));
    attachment.name = visibleLine(QFileInfo(attachment.name).fileName()).simplified();
    if (attachment.name.isEmpty() || attachment.name.size() > 255) {
        return fail(ErrorCode::Invalid, tr("Evidence needs a file name of at most 255 characters."));
    }
    if (attachment.content.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("%1 is empty; there is nothing to keep.").arg(attachment.name));
    }
    if (attachment.content.size() > largest) {
        return fail(ErrorCode::Invalid,
                    tr("%1 is larger than 16 MiB. Cut it down to the part that matters.").arg(attachment.name));
    }
    attachment.bytes = attachment.content.size();
    attachment.sha256 = QCryptographicHash::hash(attachment.content, QCryptographicHash::Sha256);
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

Result<std::vector<Attachment>> attachmentsOf(Transaction &transaction, IncidentId incident)
{
    return evidencetable::ofIncident(transaction, incident);
}

Result<std::optional<Attachment>> attachment(Transaction &transaction, AttachmentId id)
{
    return evidencetable::byId(transaction, id);
}

}  // namespace onlyonce
