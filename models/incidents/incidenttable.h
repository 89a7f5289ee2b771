// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables `incident`, `incident_service`, `incident_data_centre` and `incident_alert`. Used by this slice only.
#pragma once

#include "models/alerts/alert.h"
#include "models/catalog/places.h"
#include "models/incidents/desk.h"

namespace onlyonce::incidenttable {

//! Of `incident i`, as read() takes them.
[[nodiscard]] QString columns();
constexpr int columnCount = 24;
[[nodiscard]] Incident read(const Row &row);
//! Services, data centres and commanders of `incidents`, newest first: three questions for neighbours, not three for each.
[[nodiscard]] Result<> addPlaces(Transaction &transaction, std::vector<Incident> &incidents);

//! Fills in id and number.
[[nodiscard]] Result<Incident> insert(Transaction &transaction, Incident incident);
//! Writes every column but the alert count; false when the stored version is not `incident.version`.
[[nodiscard]] Result<bool> update(Transaction &transaction, const Incident &incident);
//! Nothing where it is restricted, and not for the transaction's actor to see.
[[nodiscard]] Result<std::optional<Incident>> byId(Transaction &transaction, IncidentId id);
[[nodiscard]] Result<std::optional<Incident>> byNumber(Transaction &transaction, qint64 number);
[[nodiscard]] Result<int> countOpen(Transaction &transaction);

//! Whether it is new to the incident.
[[nodiscard]] Result<bool> addService(Transaction &transaction, IncidentId id, ServiceId service);
[[nodiscard]] Result<> addDataCentre(Transaction &transaction, IncidentId id, DataCentreId dataCentre);

//! The incident that this alert belongs to.
[[nodiscard]] Result<IncidentId> incidentOfAlert(Transaction &transaction, AlertId alert);
//! False when it is linked already; otherwise it is still to be counted.
[[nodiscard]] Result<bool> linkAlert(Transaction &transaction, IncidentId id, AlertId alert, const QString &reason);
//! So many that fire were linked.
[[nodiscard]] Result<> countAlerts(Transaction &transaction, IncidentId id, int joined);
//! Counts that one of its alerts fires no longer; how many still do, or flap.
[[nodiscard]] Result<int> alertRecovered(Transaction &transaction, IncidentId id);
//! The newest incident of the service that is neither resolved nor closed, no drill and not restricted.
[[nodiscard]] Result<IncidentId> openForService(Transaction &transaction, const QString &service);
[[nodiscard]] Result<IncidentId> openWithTitle(Transaction &transaction, const QString &title);
//! The open incident in which an alert of that source and fingerprint fired last.
[[nodiscard]] Result<IncidentId> openForFingerprint(Transaction &transaction, const QString &source,
                                                    const QString &fingerprint);

//! What its places let an incident become.
struct PlacesOfIncident
{
    int dataCentres = 0;   //!< how many of the catalogue it concerns
    int places = 0;        //!< the same with names of which nobody has said what they mean
    bool isTold = false;   //!< its timeline says that such places fail together
    bool isFinal = false;  //!< it is catastrophic, or a person has decided
};
[[nodiscard]] Result<PlacesOfIncident> placesOf(Transaction &transaction, IncidentId id);
[[nodiscard]] Result<> setPlacesTold(Transaction &transaction, IncidentId id);

//! Where (NamedPlace::place, never 0) and when linked alerts failed, for "several data centres at the same time".
struct Failure
{
    qint64 place = 0;
    Instant from;
    std::optional<Instant> until;
};
//! Reads every alert of the incident.
[[nodiscard]] Result<std::vector<Failure>> failures(Transaction &transaction, IncidentId id);
//! Those that are open, no drills.
[[nodiscard]] Result<std::vector<IncidentId>> open(Transaction &transaction);

}  // namespace onlyonce::incidenttable
