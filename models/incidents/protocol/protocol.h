// SPDX-License-Identifier: GPL-3.0-or-later
// Response protocols: the checklists that a company has prepared, and for which incidents each is meant. What an incident
// gets is a copy (steps.h): a later edit does not rewrite what people had before them.
#pragma once

#include "models/catalog/actor.h"
#include "models/incidents/incident.h"
#include "models/incidents/protocol/checklist.h"

namespace onlyonce {

using ProtocolId = Id<struct ProtocolTag>;

struct Protocol
{
    ProtocolId id = {};
    QString name;                      //!< 1 to 100 characters, unique
    QStringList services = {};         //!< of one of these; empty: of any
    Severity lowest = Severity::Sev2;  //!< of this severity, and worse ones
    bool drills = true;                //!< for drills, too
    QString text;                      //!< Markdown, 1 to 100 steps: checklist.h
    int version = 0;

    friend bool operator==(const Protocol &, const Protocol &) = default;
};

[[nodiscard]] bool fits(const Protocol &protocol, const Incident &incident);

//! By name.
[[nodiscard]] Result<std::vector<Protocol>> protocols(Transaction &transaction);
//! Inserts (null id) or updates. Commanders and up; audited. Errors: Denied, Invalid (says what), Conflict (the stored
//! version is another, or another protocol has this name), NotFound.
[[nodiscard]] Result<ProtocolId> saveProtocol(Transaction &transaction, const Protocol &protocol);
//! What incidents have of it stays with them.
[[nodiscard]] Result<> removeProtocol(Transaction &transaction, ProtocolId id);

//! A protocol that fits the promise of 15 and 50 minutes, to begin with. Nothing makes it but a person.
[[nodiscard]] Protocol exampleProtocol();

//! @name As a file: its conditions between two lines "---", then its text. A file without them is a text alone.
//! @{
[[nodiscard]] QString toMarkdownFile(const Protocol &protocol);
//! Invalid names the line that cannot be read. `name` is for a file that has none: its first heading goes before.
[[nodiscard]] Result<Protocol> protocolFromFile(const QString &file, const QString &name);
//! @}

//! "SEV2 and worse of checkout, login; not for drills"
[[nodiscard]] QString conditionText(const Protocol &protocol);

}  // namespace onlyonce
