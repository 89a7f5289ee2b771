// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables incident_words, incident_text and incident_stale. Used by this room only.
#pragma once

#include "models/incidents/incident.h"
#include "models/storage/transaction.h"

#include <QStringList>

namespace onlyonce::incidentindextable {

//! Of an incident, each once, those of more weight first.
struct IncidentWords
{
    QStringList title;
    QStringList timeline;
    QStringList whys;
};
[[nodiscard]] Result<std::optional<IncidentWords>> wordsOfIncident(Transaction &transaction, IncidentId id);
[[nodiscard]] Result<> replaceWords(Transaction &transaction, IncidentId id, const IncidentWords &words);
[[nodiscard]] Result<> removeWords(Transaction &transaction, IncidentId id);

//! An empty text removes the part.
[[nodiscard]] Result<> putText(Transaction &transaction, IncidentId id, const QString &part, const QString &text);
[[nodiscard]] Result<QStringList> textsOf(Transaction &transaction, IncidentId id);
[[nodiscard]] Result<> markStale(Transaction &transaction, IncidentId id);
[[nodiscard]] Result<std::vector<IncidentId>> stale(Transaction &transaction, int limit);
[[nodiscard]] Result<> removeStale(Transaction &transaction, IncidentId id);

//! What people and the program have written there, the newest first.
[[nodiscard]] Result<QStringList> bodiesOf(Transaction &transaction, IncidentId id, int limit);

//! An entry of the timeline, as the follower needs it.
struct Told
{
    qint64 entry = 0;
    IncidentId incident;
    QString body;  //!< empty where an alert has told it
    bool corrects = false;
};
[[nodiscard]] Result<std::vector<Told>> toldAfter(Transaction &transaction, qint64 after, int limit);
[[nodiscard]] QString follower();
//! The latest of all timelines; 0 while there is none.
[[nodiscard]] Result<qint64> lastEntry(Transaction &transaction);

//! What a person has typed, as the index is asked for it.
struct Meaning
{
    QString match;                  //!< for matchCondition(); empty where there are no words
    QStringList words;              //!< the last one may be a beginning
    qint64 number = 0;              //!< "INC-17", "17"
    std::vector<qint64> unindexed;  //!< incidents whose title has the words, and which the index may not know yet
};
[[nodiscard]] Result<Meaning> meaning(Transaction &transaction, const QString &text);
//! Of the table incident_words under that alias; takes Meaning::match.
[[nodiscard]] QString matchCondition(Engine engine, const QString &alias);
//! The best of the newest so many that match: ids, the best first. Drills apart.
[[nodiscard]] Result<std::vector<IncidentId>> ranked(Transaction &transaction, const QString &match, int limit);

}  // namespace onlyonce::incidentindextable
