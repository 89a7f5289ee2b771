// SPDX-License-Identifier: GPL-3.0-or-later
// What an incident is called wherever the reader is not surely one of those who may see it: in mails, on desktops, in titles
// of windows, in the log, in the queue of deliveries. This is the one place that says it of a restricted incident.
#pragma once

#include "models/incidents/incident.h"

namespace onlyonce {

//! "INC-17"; of a restricted incident "INC-52, restricted".
[[nodiscard]] QString referenceForAll(const Incident &incident);
//! "INC-17  Checkout fails"; of a restricted incident "INC-52, restricted".
[[nodiscard]] QString nameForAll(const Incident &incident);
//! "INC-17: Checkout fails", within a sentence, or with other `words` of it; of a restricted incident "INC-52, restricted".
[[nodiscard]] QString nameInText(const Incident &incident);
[[nodiscard]] QString nameInText(const Incident &incident, const QString &words);

}  // namespace onlyonce
