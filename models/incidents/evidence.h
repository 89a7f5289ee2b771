// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence: logs, configuration, queries, kept byte for byte beside the timeline entry that tells of them.
#pragma once

#include "models/incidents/timeline.h"

namespace onlyonce {

using AttachmentId = Id<struct AttachmentTag>;

struct Attachment
{
    AttachmentId id;
    IncidentId incident;
    QString name;
    QString language;  //!< KDE Syntax Highlighting's definition name; empty for plain text
    Visibility visibility = Visibility::Internal;
    QByteArray sha256;
    qint64 bytes = 0;
    QByteArray content;  //!< only when asked for by attachment()
    Instant addedAt;
};

//! At most 16 MiB. Also writes the timeline's Evidence entry. Needs Permission::Note.
[[nodiscard]] Result<AttachmentId> attach(Transaction &transaction, Attachment attachment);
[[nodiscard]] Result<std::vector<Attachment>> attachmentsOf(Transaction &transaction, IncidentId incident);
[[nodiscard]] Result<std::optional<Attachment>> attachment(Transaction &transaction, AttachmentId id);

}  // namespace onlyonce
