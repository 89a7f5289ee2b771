// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables alert_facet, alert_firing_words and alert_over_words, as inboxindex fills them.
#pragma once

#include "models/alerts/inbox/inboxtable.h"

namespace onlyonce::inboxindextable {

//! Those that are not in it yet, without what the follower does not need: after `after`, oldest first.
[[nodiscard]] Result<std::vector<AlertRow>> alertsAfter(Transaction &transaction, qint64 after, int limit);
//! Ids of events after `after`, oldest first, each with the alert that it ended, or without if it is of another kind.
struct End
{
    qint64 event = 0;
    AlertId alert;
};
[[nodiscard]] Result<std::vector<End>> endsAfter(Transaction &transaction, qint64 after, int limit);

//! The word that stands for a value; made when it is new.
[[nodiscard]] Result<QString> wordFor(Transaction &transaction, const FacetValue &value);
//! In ascending order of ids within a transaction: SQLite's index is then written in one piece.
[[nodiscard]] Result<> addWords(Transaction &transaction, AlertId id, AlertStatus status, const QStringList &words);
//! From those that fire to those that are over; nothing happens if it is not among the former.
[[nodiscard]] Result<> moveToOver(Transaction &transaction, AlertId id);

//! Of an alert that is in the index with the words `before`.
[[nodiscard]] Result<> replaceWords(Transaction &transaction, AlertId id, const QStringList &before,
                                    const QStringList &after);
//! No trace is left of words that were replaced: SQLite keeps them until it merges the pieces of the index.
[[nodiscard]] Result<> purge(Transaction &transaction);

//! Followers' names.
[[nodiscard]] QString alertFollower();
[[nodiscard]] QString endFollower();

}  // namespace onlyonce::inboxindextable
