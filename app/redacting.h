// SPDX-License-Identifier: GPL-3.0-or-later
// Redaction over all slices: looked at beforehand, done in one transaction, and done again in a copy that was taken before.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/evidence/redact.h"
#include "models/storage/backup.h"
#include "models/storage/database.h"

namespace onlyonce {

//! What would be overwritten. Needs what redacting needs.
[[nodiscard]] Result<RedactedPlaces> placesToRedact(Transaction &transaction, const RedactionWish &wish);
//! The reason must be given; it is kept, and must not be what was redacted. Tells the timeline and the audit trail where
//! and why, never what.
[[nodiscard]] Result<RedactedPlaces> redactAll(Transaction &transaction, const RedactionWish &wish,
                                               const QString &reason);

//! "timeline (2), audit trail (3), evidence (1)"
[[nodiscard]] QString toText(const RedactedPlaces &places);
//! Copies in that folder that were taken before, and so still hold what was redacted.
[[nodiscard]] std::vector<BackupFile> copiesFrom(const QString &folder, Instant before);
//! What nobody can look up: exported documents, mail and posts that are out, PostgreSQL's own copies.
[[nodiscard]] QString beyondReach(Engine engine);

//! For a window; `folder` is where the nightly copies are. Both outlive it.
[[nodiscard]] Redactor redactorFor(const Session &session, const QString &folder);

//! @name What was redacted after a copy was taken, with what stands in each place now; and once more in that copy.
//! @{
struct RedactionMade
{
    KnownRedaction known;
    RedactedPlaces places;
    std::vector<RedactedValue> values;
    std::vector<Attachment> files;
};
[[nodiscard]] Result<std::vector<RedactionMade>> redactionsMade(Transaction &live, RedactionId after);
[[nodiscard]] Result<> redactAgain(Transaction &copy, const RedactionMade &made);
//! @}

}  // namespace onlyonce
