// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the demo's story in which an incident is understood: the fields, the whys, the countermeasures.
#pragma once

#include "models/catalog/people.h"
#include "models/incidents/incident.h"

#include <QHash>
#include <QJsonObject>

namespace onlyonce {

//! `moment` as in resources/demo/story.json; owners are looked up among `people` by name.
[[nodiscard]] Result<> tellPostMortem(Transaction &transaction, IncidentId incident, const QJsonObject &moment,
                                      const QHash<QString, PersonId> &people);

}  // namespace onlyonce
