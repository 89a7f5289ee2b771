// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables `latecomer` and `silence_telling`. Used by this slice only.
#pragma once

#include "models/alerts/silences.h"
#include "models/delivery/outbox.h"

namespace onlyonce::latecomertable {

//! Nothing happens unless that incident is acknowledged, and no drill.
[[nodiscard]] Result<> addJoined(Transaction &transaction, AlertId alert, qint64 incident);
[[nodiscard]] Result<> addHidden(Transaction &transaction, AlertId alert, SilenceId silence);

//! One of `incident` and `silence` is set.
struct Latecomer
{
    AlertRow alert;
    qint64 incident = 0;
    SilenceId silence;
    bool isThere = true;  //!< it fires, and is still in that incident
};
[[nodiscard]] Result<bool> any(Transaction &transaction);
//! By the alerts' ids.
[[nodiscard]] Result<std::vector<Latecomer>> first(Transaction &transaction, int limit);
[[nodiscard]] Result<> removeUpTo(Transaction &transaction, AlertId last);

//! @name Rows of the outbox that told of a silence after its beginning, oldest first.
//! @{
[[nodiscard]] Result<std::vector<OutboxId>> tellings(Transaction &transaction, SilenceId silence);
[[nodiscard]] Result<> addTelling(Transaction &transaction, SilenceId silence, OutboxId row);
//! @}

}  // namespace onlyonce::latecomertable
