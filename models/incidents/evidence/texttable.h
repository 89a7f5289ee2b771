// SPDX-License-Identifier: GPL-3.0-or-later
// Where this slice keeps texts that may have to be redacted, and where the alerts of an incident keep theirs.
#pragma once

#include "models/incidents/evidence.h"
#include "models/storage/redaction.h"

namespace onlyonce {

[[nodiscard]] TextPlaces incidentTexts();
//! The table alert among them; see redactAlerts().
[[nodiscard]] TextPlaces alertTexts();

namespace texttable {

//! Every text that the entry has had: its own and those of the entries that it corrects or that correct it.
[[nodiscard]] Result<QStringList> versionsOf(Transaction &transaction, TimelineId id);
//! The words of the incident are gone from the index at once.
[[nodiscard]] Result<> forgetWords(Transaction &transaction, IncidentId incident);
//! Another content, in one value or in pieces; says of itself that it was redacted.
[[nodiscard]] Result<> replaceContent(Transaction &transaction, const Attachment &attachment);
[[nodiscard]] Result<> dropContent(Transaction &transaction, ContentId content);

}  // namespace texttable

}  // namespace onlyonce
