// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the demo's story in which people lead: roles, impact, links, promises, handovers.
#pragma once

#include "models/catalog/people.h"
#include "models/incidents/incident.h"

#include <QHash>
#include <QJsonObject>

namespace onlyonce {

//! Whether `moment` of resources/demo/story.json is one of these.
[[nodiscard]] bool isCommand(const QString &moment);
//! People are looked up among `people` by name.
[[nodiscard]] Result<> tellCommand(Transaction &transaction, IncidentId incident, const QJsonObject &moment,
                                   const QHash<QString, PersonId> &people);
//! What the team always uses: [{kind, title, url}].
[[nodiscard]] Result<> furnishLinks(Transaction &transaction, const QJsonArray &links);

}  // namespace onlyonce
