// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the demo's story that is the response: protocols, steps that are taken, tasks.
#pragma once

#include "models/catalog/people.h"
#include "models/incidents/incident.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>

namespace onlyonce {

//! Whether `moment` of resources/demo/story.json is one of these.
[[nodiscard]] bool isResponse(const QString &moment);
//! People are looked up among `people` by name.
[[nodiscard]] Result<> tellResponse(Transaction &transaction, IncidentId incident, const QJsonObject &moment,
                                    const QHash<QString, PersonId> &people);
//! [{name, services, severity, steps}]; without steps it is the example.
[[nodiscard]] Result<> furnishProtocols(Transaction &transaction, const QJsonArray &protocols);

}  // namespace onlyonce
