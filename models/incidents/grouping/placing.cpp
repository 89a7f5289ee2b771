// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/grouping/placing.h"

#include "models/alerts/sourcehealth.h"
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/incidents/grouping/ruletable.h"
#include "models/incidents/protocol/steps.h"

#include <algorithm>

namespace onlyonce {

namespace {

Severity severityOf(AlertSeverity severity)
{
    switch (severity) {
    case AlertSeverity::Critical:
        return Severity::Sev1;
    case AlertSeverity::Error:
        return Severity::Sev2;
    case AlertSeverity::Warning:
        return Severity::Sev3;
    case AlertSeverity::Info:
        return Severity::Sev4;
    }
    return Severity::Sev2;
}

QString titleOf(const AlertRow &alert)
{
    constexpr qsizetype longestTitle = 300;
    QString title = shortLine(alert.summary, longestTitle);
    if (!title.isEmpty()) {
        return title;
    }
    const QString service = placeOf(alert.service);
    return service.isEmpty() ? tr("Alert of %1").arg(sourceTitle(alert.source)) : tr("%1 is failing").arg(service);
}

QString bodyOf(const AlertRow &alert)
{
    QString body = escapeMarkdown(titleOf(alert));
    if (!alert.dataCentre.isEmpty()) {
        body += QStringLiteral(" · ") + escapeMarkdown(placeOf(alert.dataCentre));
    }
    return body;
}

}  // namespace

Incident incidentFor(const AlertRow &alert)
{
    Incident incident;
    incident.title = titleOf(alert);
    incident.severity = severityOf(alert.severity);
    incident.status = IncidentStatus::Triage;
    incident.time(IncidentTime::Started) = std::min(alert.startedAt, alert.receivedAt);
    incident.time(IncidentTime::Detected) = alert.receivedAt;
    return incident;
}

Result<> Placing::begin(const std::vector<AlertEvent> &events)
{
    return events.empty() ? Result<>() : m_flapping.read(events.front().id - 1, events.back().id);
}

Result<Placed> Placing::place(const AlertEvent &event)
{
    if (event.kind == AlertEvent::Kind::Resolved) {
        return recovered(event.alert);
    }
    const bool wasRead = event.id > 0;  // or else it comes from under a silence
    return fired(event.alert, wasRead && !m_flapping.firedBefore(event.alert.id));
}

void Placing::mention(const AlertEvent &event)
{
    if (event.kind == AlertEvent::Kind::Fired) {
        m_affected.mention(event.alert);
    }
}

Result<Placed> Placing::fired(const AlertRow &alert, bool isFirst)
{
    if (alert.incident) {
        return Placed::Told;
    }
    auto isHidden = hidden(alert);
    if (!isHidden || *isHidden) {
        return isHidden ? Result<Placed>(Placed::Silenced) : failure(isHidden);
    }
    auto choice = choose(alert, isFirst);
    if (!choice) {
        return failure(choice);
    }
    IncidentId id = choice->incident;
    if (!id) {
        auto opened = open(alert, titleOf(alert));
        if (!opened) {
            return failure(opened);
        }
        id = *opened;
    }
    if (choice->group) {
        ONLYONCE_TRY(
            ruletable::setGroup(m_transaction, choice->group->first, choice->group->second, {id, alert.receivedAt}));
    }
    const auto isNewService = addPlaces(id, alert);
    if (!isNewService) {
        return failure(isNewService);
    }
    ONLYONCE_TRY(link(id, alert, choice->reason));
    ONLYONCE_TRY(addSights(id, alert));
    if (m_flapping.isFlapping(alert)) {
        ONLYONCE_TRY(countJoined());  // it looks at what fires
    }
    const auto actor = actorOf(alert.source);
    const auto flaps = actor ? m_flapping.fired(alert, id, bodyOf(alert), *actor) : failure(actor);
    if (!flaps) {
        return failure(flaps);
    }
    if (!*flaps) {
        ONLYONCE_TRY(
            tell(id, alert, TimelineKind::AlertFired, std::min(alert.startedAt, alert.receivedAt), bodyOf(alert)));
        ONLYONCE_TRY(m_latecomers.joined(alert.id, alert.source, id.value));  // who flaps would be told of at each turn
    }
    if (!choice->incident) {
        ONLYONCE_TRY(tell(id, alert, TimelineKind::Declared, alert.receivedAt,
                          tr("Opened by an alert of %1").arg(escapeMarkdown(sourceTitle(alert.source)))));
    }
    if (!choice->incident || *isNewService) {
        ONLYONCE_TRY(attachChecklists(id));
    }
    ONLYONCE_TRY(m_affected.judge(id, alert, *actor));
    return choice->incident ? Placed::Joined : Placed::Opened;
}

Result<Placed> Placing::recovered(const AlertRow &alert)
{
    auto id = incidenttable::incidentOfAlert(m_transaction, alert.id);
    if (!id) {
        return failure(id);
    }
    if (!*id) {
        return Placed::Told;  // first seen when it was over already: nothing to open
    }
    ONLYONCE_TRY(countJoined());
    auto firing = incidenttable::alertRecovered(m_transaction, *id);
    if (!firing) {
        return failure(firing);
    }
    if (m_flapping.isFlapping(alert) && alert.endReason.isEmpty()) {
        return Placed::Told;  // the entry that counts says enough
    }
    QString body = bodyOf(alert);
    if (!alert.endReason.isEmpty()) {
        body += QStringLiteral(" — ") + escapeMarkdown(alert.endReason);
    }
    if (*firing == 0) {
        ONLYONCE_TRY(ruletable::setRecovered(m_transaction, *id));
        body += tr(" — every alert of this incident has recovered");
    }
    ONLYONCE_TRY(tell(*id, alert, TimelineKind::AlertResolved, alert.resolvedAt.value_or(m_transaction.now()), body));
    return Placed::Told;
}

Result<Placed> Placing::setAside(const AlertEvent &event, const Error &problem)
{
    const AlertRow &alert = event.alert;
    auto found = incidenttable::incidentOfAlert(m_transaction, alert.id);
    if (!found) {
        return failure(found);
    }
    IncidentId id = *found;
    if (!id && event.kind == AlertEvent::Kind::Resolved) {
        return Placed::Told;
    }
    bool opens = false;
    if (!id) {
        const QString title = tr("Alerts that could not be taken into an incident of their own");
        auto known = incidenttable::openWithTitle(m_transaction, title);
        if (!known) {
            return failure(known);
        }
        opens = !*known;
        auto holder = opens ? open(alert, title) : known;
        if (!holder) {
            return failure(holder);
        }
        id = *holder;
        ONLYONCE_TRY(link(id, alert, problem.message));
    } else if (event.kind == AlertEvent::Kind::Resolved) {
        ONLYONCE_TRY(incidenttable::alertRecovered(m_transaction, id));
    }
    ONLYONCE_TRY(tell(id, alert, TimelineKind::Other, m_transaction.now(),
                      tr("Alert %1 of %2 could not be taken in as usual: %3 It says: %4")
                          .arg(QString::number(alert.id.value), escapeMarkdown(alert.source),
                               escapeMarkdown(problem.message), bodyOf(alert))));
    if (opens) {
        ONLYONCE_TRY(tell(id, alert, TimelineKind::Declared, m_transaction.now(), tr("Opened to hold them")));
    }
    return opens ? Placed::Opened : found->value ? Placed::Told : Placed::Joined;
}

Result<> Placing::finish()
{
    ONLYONCE_TRY(countJoined());
    return m_affected.storeMentions();
}

Result<> Placing::countJoined()
{
    for (auto each = m_joined.cbegin(); each != m_joined.cend(); ++each) {
        ONLYONCE_TRY(incidenttable::countAlerts(m_transaction, IncidentId{each.key()}, each.value()));
    }
    m_joined.clear();
    return {};
}

Result<> Placing::forget()
{
    m_actors.clear();
    m_open.clear();
    m_joined.clear();
    m_affected.forget();
    m_sights.clear();
    return m_flapping.forget();
}

Result<IncidentId> Placing::open(const AlertRow &alert, const QString &title)
{
    Incident incident = incidentFor(alert);
    incident.title = title;
    auto inserted = incidenttable::insert(m_transaction, incident);
    if (!inserted) {
        return failure(inserted);
    }
    return inserted->id;
}

Result<> Placing::link(IncidentId id, const AlertRow &alert, const QString &reason)
{
    const auto linked = incidenttable::linkAlert(m_transaction, id, alert.id, reason);
    if (!linked) {
        return failure(linked);
    }
    if (*linked) {
        ++m_joined[id.value];
    }
    return {};
}

Result<bool> Placing::addPlaces(IncidentId id, const AlertRow &alert)
{
    bool isNewService = false;
    if (const QString name = placeOf(alert.service); !name.isEmpty() && m_open.value(name) != id) {
        auto service = serviceNamed(m_transaction, name);
        if (!service) {
            return failure(service);
        }
        const auto added = incidenttable::addService(m_transaction, id, *service);
        if (!added) {
            return failure(added);
        }
        isNewService = *added;
        m_open.remove(name);  // another incident of this service may be the newest now
    }
    ONLYONCE_TRY(m_affected.add(id, alert));
    return isNewService;
}

Result<> Placing::attachChecklists(IncidentId id)
{
    if (!m_protocols) {
        auto found = protocols(m_transaction);
        if (!found) {
            return failure(found);
        }
        m_protocols = std::move(*found);
    }
    if (m_protocols->empty()) {
        return {};
    }
    const auto incident = incidenttable::byId(m_transaction, id);
    const auto attached = incident ? attachProtocols(m_transaction, **incident, *m_protocols) : failure(incident);
    return attached ? Result<>() : failure(attached);
}

//! A storm says the same ten thousand times: each is written once in a transaction.
Result<> Placing::addSights(IncidentId id, const AlertRow &alert)
{
    for (const sighttable::Sight &sight : sighttable::sightsOf(alert)) {
        const auto key = std::pair(id.value, sight);
        if (!m_sights.contains(key)) {
            ONLYONCE_TRY(sighttable::add(m_transaction, id, sight));
            m_sights.insert(key);
        }
    }
    return {};
}

Result<> Placing::tell(IncidentId id, const AlertRow &alert, TimelineKind kind, Instant at, const QString &body)
{
    auto actor =
        kind == TimelineKind::AlertResolved && alert.endedBy ? Result<ActorId>(alert.endedBy) : actorOf(alert.source);
    if (!actor) {
        return failure(actor);
    }
    auto entry = append(m_transaction, {.incident = id,
                                        .kind = kind,
                                        .happenedAt = at,
                                        .actor = *actor,
                                        .body = body,
                                        .data = {{QStringLiteral("alert"), alert.id.value}}});
    return entry ? Result<>() : failure(entry);
}

Result<ActorId> Placing::actorOf(const QString &source)
{
    if (const auto known = m_actors.constFind(source); known != m_actors.constEnd()) {
        return *known;
    }
    auto found = actorForMachine(m_transaction, ActorKind::Source, source);
    if (!found) {
        return failure(found);
    }
    return *m_actors.insert(source, found->id);
}

}  // namespace onlyonce
