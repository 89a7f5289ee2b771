// SPDX-License-Identifier: GPL-3.0-or-later
// The inbox: every alert, what fires before what is over, each newest first; by facets and words; and all that is known
// of one of them. Facets and words are answered from an index that follows a second behind (inboxindex.h).
#pragma once

#include "models/alerts/alert.h"
#include "models/alerts/inbox/sightings.h"
#include "models/alerts/silences.h"
#include "models/base/keypage.h"
#include "models/storage/transaction.h"

#include <map>

namespace onlyonce {

enum class Facet { Source, Service, DataCentre, Severity, FailedTest };

[[nodiscard]] QString toText(Facet facet);  //!< "source", "service", "data centre", "severity", "failed test"

struct FacetValue
{
    Facet facet = Facet::Service;
    QString value;

    friend bool operator==(const FacetValue &, const FacetValue &) = default;
};

//! Empty members do not filter.
struct InboxFilter
{
    std::optional<AlertStatus> status;
    std::map<Facet, QStringList> values;  //!< any of a facet's values, of every facet that is named
    QString text;                         //!< each of its words begins one of the summary, the labels or the service
    QStringList words;                    //!< whole, as wordsOf() makes them; also finds alerts of too many words
    std::vector<std::pair<QString, QString>> labels;  //!< name and value, exactly; reads every alert: for few of them
    QString source;                                   //!< with `fingerprint`: the episodes of one problem
    QString fingerprint;
    qint64 incident = 0;    //!< id of the incident that they are in
    bool flapping = false;  //!< only problems that fire and recover again and again, each by its latest episode

    friend bool operator==(const InboxFilter &, const InboxFilter &) = default;
};

//! Where an alert stands in the inbox; it moves down when it is over.
[[nodiscard]] qint64 inboxKey(const AlertRow &alert);

//! Pages by inboxKey().
[[nodiscard]] Result<std::vector<AlertRow>> inbox(Transaction &transaction, const InboxFilter &filter,
                                                  const KeyPage &page);

//! Several alerts, told together: those that somebody chose, or everything that a filter finds.
struct Gathered
{
    std::vector<AlertId> alerts;  //!< as the inbox has them
    std::vector<AlertId> firing;  //!< those of them that fire
    AlertRow common;              //!< what all of them share is all that it has; of one alone, all of it
    qint64 last = 0;              //!< key of the last one: where the next page begins
    bool isComplete = false;
    bool isCut = false;  //!< there are more, which are left out

    void add(const AlertRow &alert);
};
constexpr size_t mostGathered = 100'000;
//! With the next so many of what the filter finds; to be called until it is complete, each time in a transaction of its
//! own, so that nobody waits for all of it. What comes in meanwhile is not among them.
[[nodiscard]] Result<Gathered> gather(Transaction &transaction, const InboxFilter &filter, Gathered soFar,
                                      int limit = 1'000);

struct FacetOffer
{
    FacetValue value;
    int firing = 0;  //!< how many alerts of this value fire
};
//! Every value that alerts have had, by facet and name; the first so many. Reads every alert that fires: not for the
//! reader that somebody waits for.
[[nodiscard]] Result<std::vector<FacetOffer>> facetOffers(Transaction &transaction, int limit = 2'000);

[[nodiscard]] Result<int> firingAlerts(Transaction &transaction);

//! Facets and words find alerts up to this id; those that came in since follow within a second.
[[nodiscard]] Result<qint64> indexedAlerts(Transaction &transaction);

//! How many alerts facets and words do not find yet. More than a storm's second of them: a database of before is read in.
[[nodiscard]] Result<qint64> unindexedAlerts(Transaction &transaction);

//! An alert and its place among others.
struct AlertStory
{
    AlertRow alert;
    bool openedIncident = false;  //!< else it joined one that was there
    QString incidentTitle;
    QString reason;                  //!< why it is in its incident: "it concerns the same service, payments"
    std::optional<Silence> silence;  //!< that hides it, or else one that is active and matches it while it fires
    bool isHidden = false;           //!< by that silence: it is in no incident because of it
    int episodes = 1;                //!< of the same problem, this one included; 1,000 stands for as many or more
    Sighting sighting;               //!< nothing for an alert that does not say from where it was seen
};
[[nodiscard]] Result<std::optional<AlertStory>> alertStory(Transaction &transaction, AlertId id);

//! The body of the request that began an alert's episode.
struct AlertPayload
{
    QByteArray body;  //!< as it came; its beginning only, if it is longer than was asked for
    qint64 size = 0;
    Instant receivedAt;

    [[nodiscard]] bool isWhole() const { return body.size() == size; }
};
//! Nothing for an alert that is unknown or was stored without.
[[nodiscard]] Result<std::optional<AlertPayload>> alertPayload(Transaction &transaction, AlertId id,
                                                               qint64 mostBytes = 64LL * 1024 * 1024);

}  // namespace onlyonce
