// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables alert_facet, alert_firing_words and alert_over_words, and the questions of the inbox, in which
// full-text search is all that differs between the engines. Used by inbox and inboxindex only.
#pragma once

#include "models/alerts/inbox.h"

#include <QHash>

namespace onlyonce::inboxtable {

//! A filter in the engine's own words.
struct Question
{
    QString match;  //!< of the full-text index; empty: it is not asked
    QString source;
    QString fingerprint;
};
//! Nothing when no alert can answer it: a value that no alert has, a text without letters and digits.
[[nodiscard]] Result<std::optional<Question>> questionOf(Transaction &transaction, const InboxFilter &filter);
//! Of those that fire, or of those that are over; pages by alert.id.
[[nodiscard]] Result<std::vector<AlertRow>> page(Transaction &transaction, const Question &question, AlertStatus status,
                                                 const KeyPage &page);

[[nodiscard]] Result<std::vector<FacetOffer>> facetOffers(Transaction &transaction, int limit);
[[nodiscard]] Result<int> countFiring(Transaction &transaction);
[[nodiscard]] Result<std::optional<AlertStory>> story(Transaction &transaction, AlertId id);
[[nodiscard]] Result<std::optional<AlertPayload>> payload(Transaction &transaction, AlertId id, qint64 mostBytes);

//! @name Filling the index.
//! @{
//! What is known of an alert that is not in it yet.
struct Unindexed
{
    AlertId id;
    AlertStatus status = AlertStatus::Firing;
    std::map<Facet, QString> values;
    QString summary;
    QJsonObject labels;
};
//! After `after`, oldest first.
[[nodiscard]] Result<std::vector<Unindexed>> alertsAfter(Transaction &transaction, qint64 after, int limit);
[[nodiscard]] Result<qint64> unindexed(Transaction &transaction);
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
//! @}

//! @name Followers' names.
//! @{
[[nodiscard]] QString alertFollower();
[[nodiscard]] QString endFollower();
//! @}

}  // namespace onlyonce::inboxtable
