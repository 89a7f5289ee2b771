// SPDX-License-Identifier: GPL-3.0-or-later
// What the story's people say about a post-mortem: comments, reviews, a field that is written anew.
#pragma once

#include "models/catalog/people.h"
#include "models/incidents/incident.h"

#include <QHash>
#include <QJsonObject>

namespace onlyonce {

//! Moments "comment" {on: a field, or words of a why, text, settled}, "reply" {text} to the last comment, "askReview"
//! {people}, "review" {who, answer, words} and "rewrite" {on, text}.
[[nodiscard]] bool isReview(const QString &what);
[[nodiscard]] Result<> tellReview(Transaction &transaction, IncidentId incident, const QJsonObject &moment,
                                  const QHash<QString, PersonId> &people, const QString &databaseUuid);

}  // namespace onlyonce
