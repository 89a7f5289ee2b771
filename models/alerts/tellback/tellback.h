// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the monitoring systems what a person does here: one row of the outbox for each source that a person has switched
// that on for, in the transaction of the change. Who may do it, the change itself checks; a demo tells nobody.
#pragma once

#include "models/alerts/silences.h"

namespace onlyonce {

//! `incident` is its row's id, `reference` for people: "INC-12". The alerts of it that fire now are acknowledged.
[[nodiscard]] Result<> tellAcknowledged(Transaction &transaction, qint64 incident, const QString &reference);

//! A system that knows matchers gets the silence itself, so that it hides there what it hides here or less, never more;
//! at others what fires at present and matches is quieted until the silence ends, and what begins under it is told as it
//! does (latecomers.h).
[[nodiscard]] Result<> tellSilenced(Transaction &transaction, const Silence &silence);
//! Wherever it has been told of, or may have been; also where nothing is to be told any more.
[[nodiscard]] Result<> tellSilenceEnded(Transaction &transaction, const Silence &silence);

}  // namespace onlyonce
