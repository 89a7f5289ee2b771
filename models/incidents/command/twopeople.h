// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the house of a restricted incident, two different people have said yes to: who wrote the words last, and who
// approved them, whatever their roles. Posts and post-mortems ask here.
#pragma once

#include "models/catalog/actor.h"
#include "models/incidents/incident.h"

namespace onlyonce {

//! Denied, with words that say who must do what, unless the incident is not restricted, or both are people and surely two:
//! a person's command line is that person.
[[nodiscard]] Result<> requireTwoPeople(Transaction &transaction, const Incident &incident, ActorId writer,
                                        ActorId approver);
//! Whether somebody stands for the words: a person, or a person's command line. The program's own drafts nobody stands
//! for yet.
[[nodiscard]] Result<bool> isPerson(Transaction &transaction, ActorId actor);

}  // namespace onlyonce
