// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents by the words of their titles, timelines and whys: the best first. Every word counts, the last one also in its
// beginning, for whoever types is not done with it. Drills and restricted incidents stand apart: they are not found.
#pragma once

#include "models/incidents/lists/incidentlist.h"

namespace onlyonce {

//! What was typed, as words.
[[nodiscard]] QStringList searchWords(const QString &text);
//! All of them are in the text, the last one at least in its beginning.
[[nodiscard]] bool hasWords(const QString &text, const QStringList &words);

//! Ranked; of words that very many incidents have, among the newest thousand. A number alone finds that incident first.
[[nodiscard]] Result<std::vector<ListedIncident>> searchIncidents(Transaction &transaction, const QString &text,
                                                                  int limit);

//! What stands around the words where they are found other than in the title; empty if the title has them, or where they
//! stand is long ago.
[[nodiscard]] Result<QString> excerptOf(Transaction &transaction, const Incident &incident, const QString &text);

}  // namespace onlyonce
