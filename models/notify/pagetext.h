// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a page: what, where, since when, by when, and what to do next. Plain text, readable half asleep. Pure.
// Of a restricted incident it says nothing but its number.
#pragma once

#include "models/catalog/people.h"
#include "models/incidents/incident.h"

namespace onlyonce {

struct PageText
{
    QString subject;
    QString body;
};

//! "[SEV1] INC-17 declared: Checkout down"; "opened" while nobody has declared it
[[nodiscard]] PageText openedPage(const Incident &incident, const Person &person);
//! "[SEV1] INC-17 resolved: Checkout down"; "closed" once it is, or how it ended: "false alarm", "duplicate". `why` may be
//! empty.
[[nodiscard]] PageText overPage(const Incident &incident, const Person &person, const QString &why);

}  // namespace onlyonce
