// SPDX-License-Identifier: GPL-3.0-or-later
// Where people of an incident meet and look: call bridge, chat, dashboards, runbooks. What the team always uses is kept
// once, and every incident gets a copy when it opens. Each change of an incident's is told by its timeline (Reference).
#pragma once

#include "models/catalog/actor.h"
#include "models/incidents/incident.h"

#include <QJsonArray>

namespace onlyonce {

using ReferenceId = Id<struct ReferenceTag>;

enum class ReferenceKind { Bridge, Chat, Dashboard, Runbook, Link };
inline constexpr std::array allReferenceKinds{ReferenceKind::Bridge, ReferenceKind::Chat, ReferenceKind::Dashboard,
                                              ReferenceKind::Runbook, ReferenceKind::Link};

[[nodiscard]] QString toText(ReferenceKind kind);
[[nodiscard]] Result<ReferenceKind> referenceKindFrom(const QString &text);
//! For people, translated.
[[nodiscard]] QString label(ReferenceKind kind);

struct Reference
{
    ReferenceId id;
    ReferenceKind kind = ReferenceKind::Link;
    QString title;  //!< empty: what label(kind) says
    QString url;

    [[nodiscard]] QString shownTitle() const { return title.isEmpty() ? label(kind) : title; }
    friend bool operator==(const Reference &, const Reference &) = default;
};

//! The address in one spelling. Invalid, with what would be right, unless it is one that the desktop may safely open:
//! http and https (without a password in it), tel, sip, sips, and those of the usual chat and call programs. An address
//! without a scheme is taken for https, a bare number with a + for tel.
[[nodiscard]] Result<QString> checkedAddress(const QString &text);

//! @name A null incident: what the team always uses. Its changes need Permission::Administer, others Permission::Respond.
//! @{
//! The bridge and the chat first, then as they were added.
[[nodiscard]] Result<std::vector<Reference>> referencesOf(Transaction &transaction, IncidentId id);
[[nodiscard]] Result<ReferenceId> addReference(Transaction &transaction, IncidentId id, const Reference &reference);
//! `seen`: as it was when this was decided; Conflict when somebody has changed or removed it meanwhile.
[[nodiscard]] Result<> changeReference(Transaction &transaction, IncidentId id, const Reference &seen,
                                       const Reference &wanted);
//! Again is no error.
[[nodiscard]] Result<> removeReference(Transaction &transaction, IncidentId id, ReferenceId reference);
//! @}

//! [{id, kind, title, url}]
[[nodiscard]] QJsonArray toJson(const std::vector<Reference> &references);

}  // namespace onlyonce
