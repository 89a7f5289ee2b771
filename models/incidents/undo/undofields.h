// SPDX-License-Identifier: GPL-3.0-or-later
// The fields that can be put back, as the audit trail names them: what each is called, and what it is now. Only this room
// uses it.
#pragma once

#include "models/incidents/desk.h"
#include "models/incidents/undo/undo.h"

namespace onlyonce::undofields {

enum class What {
    None,  //!< recorded, and not to be taken back: calls were stopped, a customer has read it, files have come
    Status,
    Resolution,
    Severity,
    Title,
    Catastrophic,
    Time,
    NextUpdate,
    Impact,
    Role,
    Pin,
    Step,
    Task,
    Note,
};
[[nodiscard]] What whatOf(const FieldChange &change);

//! @name The parts of a field's name.
//! @{
inline constexpr auto impactField = u"impact ";
inline constexpr auto roleField = u"role ";
inline constexpr auto pinField = u"pin ";
struct Cell
{
    QString service;
    QString place;
};
[[nodiscard]] Cell cellOf(const FieldChange &change);
//! "role scribe" without "role ".
[[nodiscard]] QString after(const QString &field, QStringView prefix);
//! @}

//! As it reads now, whoever has corrected it since.
[[nodiscard]] Result<TimelineEntry> entryNow(Transaction &transaction, qint64 id);
[[nodiscard]] std::optional<Instant> instantIn(const std::optional<QString> &text);

//! "Status", "checkout at fra1", "Step 3".
[[nodiscard]] Result<QString> nameOf(Transaction &transaction, const Incident &incident, const FieldChange &change);
//! A value as the audit trail has it, for people: "Identified", "not recorded".
[[nodiscard]] QString shown(const FieldChange &change, const std::optional<QString> &value);
//! As the audit trail would have it.
[[nodiscard]] Result<QString> now(Transaction &transaction, const Incident &incident, const FieldChange &change);

//! The first row of that kind, if there is one.
[[nodiscard]] const FieldChange *rowOf(const PastChange &change, What what);
//! One value for each field: what it was before the first of the rows, and what the last of them made of it.
[[nodiscard]] std::vector<FieldChange> wholeOf(const PastChange &change);
//! What a change of the status has recorded besides belongs to it, and is not told apart.
[[nodiscard]] bool belongsToStatus(const PastChange &change, const FieldChange &field);
//! The incident was over from then on.
[[nodiscard]] bool isEnd(const FieldChange &status);

}  // namespace onlyonce::undofields
