// SPDX-License-Identifier: GPL-3.0-or-later
// An incident with its post-mortem as one JSON file, complete, and back again. The format is published as
// resources/schema/incident-1.json. It holds no number of a database but the incident's own: what refers to an entry, a file
// or a why says which one in the file, from 1, so that the same incident gives the same bytes wherever it is kept.
//
// Not in it: alerts with their payloads, what was sent to whom, protocol steps and tasks. The timeline tells of them.
#pragma once

#include "models/incidents/incident.h"
#include "models/postmortem/archive/history.h"

namespace onlyonce {

//! Evidence of more than this, in all, is refused: it would have to be held in memory at once.
inline constexpr qint64 mostEvidenceInFile = 96LL * 1024 * 1024;

//! Also what is marked restricted. NotFound: there is no such incident.
[[nodiscard]] Result<QByteArray> incidentFile(Transaction &transaction, IncidentId id);

//! The way back. Invalid says where in the file it is not what it should be.
[[nodiscard]] Result<Recorded> readIncidentFile(const QByteArray &bytes);

//! The published schema.
[[nodiscard]] QByteArray incidentFileSchema();

}  // namespace onlyonce
