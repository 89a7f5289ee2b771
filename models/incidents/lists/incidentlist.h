// SPDX-License-Identifier: GPL-3.0-or-later
// The list of incidents: what narrows it, in which order it stands, and its pages by key. However many incidents there
// are, a page is found through whatever names the fewest of them.
#pragma once

#include "models/base/keypage.h"
#include "models/incidents/incident.h"
#include "models/incidents/lists/incidentfacet.h"
#include "models/storage/transaction.h"

#include <QJsonObject>

namespace onlyonce {

enum class IncidentState { Open, Resolved, Closed };
enum class IncidentOrder {
    Newest,
    Oldest,           //!< of those that are open: the one that has been so for the longest time
    Severity,         //!< the newest first within each
    LongestRecovery,  //!< of those that have not recovered: the newest first, at the end
};
enum class Drills { Also, Apart, Only };
enum class Recurring {
    Again,  //!< it has the cause of an earlier one, as a person has confirmed
    Later,  //!< a later one has its cause
};
enum class PostMortemStage {
    None,  //!< nobody has begun it
    Draft,
    InReview,
    Approved,
    Published,
    Overdue,  //!< neither approved nor published although its day has passed
};
inline constexpr std::array allIncidentOrders{IncidentOrder::Newest, IncidentOrder::Oldest, IncidentOrder::Severity,
                                              IncidentOrder::LongestRecovery};
inline constexpr std::array allPostMortemStages{PostMortemStage::None,      PostMortemStage::Draft,
                                                PostMortemStage::InReview,  PostMortemStage::Approved,
                                                PostMortemStage::Published, PostMortemStage::Overdue};

[[nodiscard]] QString toText(IncidentState state);  //!< "open", "resolved", "closed"
[[nodiscard]] QString toText(IncidentOrder order);  //!< "newest", "oldest", "severity", "recovery"
[[nodiscard]] QString toText(Drills drills);        //!< "also", "apart", "only"
[[nodiscard]] QString toText(Recurring recurring);  //!< "recurrence", "recurred"
//! "none", "draft", "in review", "approved", "published", "overdue"
[[nodiscard]] QString toText(PostMortemStage stage);
[[nodiscard]] Result<IncidentState> incidentStateFrom(const QString &text);
[[nodiscard]] Result<IncidentOrder> incidentOrderFrom(const QString &text);
[[nodiscard]] Result<Drills> drillsFrom(const QString &text);
[[nodiscard]] Result<Recurring> recurringFrom(const QString &text);
[[nodiscard]] Result<PostMortemStage> postMortemStageFrom(const QString &text);

//! Empty members do not filter. Of several values of one member any is enough; of several members each must hold.
struct IncidentFilter
{
    std::optional<IncidentState> state;
    QString
        text;  //!< its words stand in the title, the timeline or the whys, the last one at least in its beginning; "INC-17"
    std::vector<Severity> severities;
    QStringList services;
    QStringList dataCentres;  //!< of the catalogue
    QStringList commanders;   //!< who have that role now, or had it at the end
    std::vector<Recurring> recurrences;
    std::vector<PostMortemStage> postMortems;  //!< takes what models/postmortem/lists hands in
    bool catastrophic = false;
    Drills drills = Drills::Also;
    int withinDays = 0;            //!< opened in the last so many days; 0: whenever
    std::optional<Instant> from;   //!< opened at or after
    std::optional<Instant> until;  //!< opened before
    IncidentOrder order = IncidentOrder::Newest;

    friend bool operator==(const IncidentFilter &, const IncidentFilter &) = default;
};

//! As saved views keep it; what a newer program has added there is left out.
[[nodiscard]] QJsonObject toJson(const IncidentFilter &filter);
[[nodiscard]] IncidentFilter incidentFilterFrom(const QJsonObject &json);

struct ListedIncident : Incident
{
    qint64 key = 0;   //!< where it stands in its list, the greatest first
    QString excerpt;  //!< where it was found by words that are not in its title: what stands around them
};

//! A page by ListedIncident::key. `more`: what other slices have made of the filter.
[[nodiscard]] Result<std::vector<ListedIncident>> incidentList(Transaction &transaction, const IncidentFilter &filter,
                                                               const KeyPage &page,
                                                               const std::vector<IncidentFacet> &more = {});
//! The same without what only a list needs.
[[nodiscard]] Result<std::vector<Incident>> incidents(Transaction &transaction, const IncidentFilter &filter,
                                                      const KeyPage &page, const std::vector<IncidentFacet> &more = {});
//! The newest of those older than `before`.
[[nodiscard]] Result<std::vector<Incident>> incidents(Transaction &transaction, const IncidentFilter &filter, int limit,
                                                      IncidentId before = {});

//! What the list can be narrowed by: names in alphabetical order, the first so many of each.
struct IncidentOffers
{
    QStringList services;
    QStringList dataCentres;
    QStringList commanders;

    friend bool operator==(const IncidentOffers &, const IncidentOffers &) = default;
};
[[nodiscard]] Result<IncidentOffers> incidentOffers(Transaction &transaction, int limit = 2'000);

}  // namespace onlyonce
