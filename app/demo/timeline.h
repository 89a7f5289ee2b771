// SPDX-License-Identifier: GPL-3.0-or-later
// What the story's people say to an incident, correct and pin.
#pragma once

#include "models/incidents/timeline.h"

#include <QJsonArray>

namespace onlyonce {

//! The templates of notes.
[[nodiscard]] Result<> furnishTemplates(Transaction &transaction, const QJsonArray &templates);

//! Moments "say" {text}, "correct" {text, reason} and "pin": the last two are of what people wrote last.
[[nodiscard]] bool isSaying(const QString &what);
[[nodiscard]] Result<> tellSaying(Transaction &transaction, IncidentId incident, const QJsonObject &moment);

}  // namespace onlyonce
