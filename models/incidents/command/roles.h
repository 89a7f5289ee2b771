// SPDX-License-Identifier: GPL-3.0-or-later
// Who leads an incident, and who does what in it. Holders are people of the catalogue. Every change is told by the
// timeline (RoleChanged, data {"role","from","to"}: names, "" for nobody) and the audit trail.
#pragma once

#include "models/catalog/people.h"
#include "models/incidents/incident.h"

#include <QJsonArray>

namespace onlyonce {

struct RoleHolder
{
    QString role;
    PersonId person;
    QString name;
    Instant since;

    friend bool operator==(const RoleHolder &, const RoleHolder &) = default;
};

[[nodiscard]] QString commanderRole();
//! commander, deputy, communications, scribe, operations. Teams have others besides, by their own words.
[[nodiscard]] const QStringList &usualRoles();
//! For people: the usual ones translated, others as they are.
[[nodiscard]] QString roleLabel(const QString &role);

//! The usual ones first, in their order, then the others by name.
[[nodiscard]] Result<std::vector<RoleHolder>> rolesOf(Transaction &transaction, IncidentId id);

//! @name Permission::Respond. `role`: a usual one in any case, or 1 to 40 signs of the team's own. `seen`: who had it when
//! this was decided, null for nobody; Conflict when somebody else has it by now.
//! @{
//! Again is no error.
[[nodiscard]] Result<> assignRole(Transaction &transaction, IncidentId id, const QString &role, PersonId person,
                                  std::optional<PersonId> seen = {});
//! A role that nobody has is no error.
[[nodiscard]] Result<> releaseRole(Transaction &transaction, IncidentId id, const QString &role,
                                   std::optional<PersonId> seen = {});
//! By the person whom the transaction's actor is.
[[nodiscard]] Result<> takeRole(Transaction &transaction, IncidentId id, const QString &role,
                                std::optional<PersonId> seen = {});
//! @}

//! [{role, person, since}]
[[nodiscard]] QJsonArray toJson(const std::vector<RoleHolder> &roles);

//! The spelling of this incident: as above, and a team's own word as it stands there. Invalid when it is none.
[[nodiscard]] Result<QString> roleMeant(const QString &text, const std::vector<RoleHolder> &roles);

}  // namespace onlyonce
