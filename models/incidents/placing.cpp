// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/placing.h"

#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/incidents/ruletable.h"

#include <QCoreApplication>

#include <algorithm>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Grouping", text);
}

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

//! The catalogue's own form of a name: an earlier version may have stored a longer one with the alert.
QString placeOf(const QString &name)
{
    return shortLine(name, longestPlaceName);
}

QString titleOf(const AlertRow &alert)
{
    constexpr qsizetype longestTitle = 300;
    QString title = shortLine(alert.summary, longestTitle);
    if (!title.isEmpty()) {
        return title;
    }
    const QString service = placeOf(alert.service);
    return service.isEmpty() ? tr("Alert of %1").arg(alert.source) : tr("%1 is failing").arg(service);
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

Result<Placed> Placing::place(const AlertEvent &event)
{
    return event.kind == AlertEvent::Kind::Fired ? fired(event.alert) : recovered(event.alert);
}

Result<Placed> Placing::fired(const AlertRow &alert)
{
    if (alert.incident) {
        return Placed::Told;
    }
    auto isHidden = hidden(alert);
    if (!isHidden || *isHidden) {
        return isHidden ? Result<Placed>(Placed::Silenced) : failure(isHidden);
    }
    auto choice = choose(alert);
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
    ONLYONCE_TRY(addPlaces(id, alert));
    ONLYONCE_TRY(incidenttable::linkAlert(m_transaction, id, alert.id, choice->reason));
    ONLYONCE_TRY(tell(id, alert, TimelineKind::AlertFired, std::min(alert.startedAt, alert.receivedAt), bodyOf(alert)));
    if (!choice->incident) {
        ONLYONCE_TRY(tell(id, alert, TimelineKind::Declared, alert.receivedAt,
                          tr("Opened by an alert of %1").arg(escapeMarkdown(alert.source))));
    }
    ONLYONCE_TRY(judge(id, alert));
    return choice->incident ? Placed::Joined : Placed::Opened;
}

//! Under a silence; that is noted, so that it comes out when the silence ends.
Result<bool> Placing::hidden(const AlertRow &alert)
{
    if (!m_silences) {
        auto found = silencesAhead(m_transaction);
        if (!found) {
            return failure(found);
        }
        m_silences = std::move(*found);
    }
    const Instant now = m_transaction.now();
    const auto silence = std::ranges::find_if(
        *m_silences, [&](const Silence &each) { return each.isActive(now) && silences(each, alert); });
    if (silence == m_silences->end()) {
        return false;
    }
    ONLYONCE_TRY(hideAlert(m_transaction, alert.id, silence->id));
    return true;
}

Result<Placing::Choice> Placing::choose(const AlertRow &alert)
{
    auto same = incidenttable::openForFingerprint(m_transaction, alert.source, alert.fingerprint);
    if (!same) {
        return failure(same);
    }
    if (*same) {
        return Choice{*same, tr("the same alert fired in it before")};
    }
    auto ruled = chooseByRule(alert);
    if (!ruled || *ruled) {
        return ruled ? Result<Choice>(**ruled) : failure(ruled);
    }
    if (const QString name = placeOf(alert.service); !name.isEmpty()) {
        if (!m_open.contains(name)) {
            auto open = incidenttable::openForService(m_transaction, name);
            if (!open) {
                return failure(open);
            }
            if (*open) {
                m_open.insert(name, *open);
            }
        }
        if (const IncidentId open = m_open.value(name)) {
            return Choice{open, tr("it concerns the same service, %1").arg(name)};
        }
    }
    return Choice{{}, tr("no open incident concerned it")};
}

Result<std::optional<Placing::Choice>> Placing::chooseByRule(const AlertRow &alert)
{
    if (!m_rules) {
        auto found = groupingRules(m_transaction);
        if (!found) {
            return failure(found);
        }
        m_rules = std::move(*found);
    }
    if (m_rules->empty()) {
        return std::nullopt;
    }
    const QJsonObject labels = matchableLabels(alert);
    for (const GroupingRule &rule : *m_rules) {
        const auto key = groupOf(rule, labels);
        if (!key) {
            continue;
        }
        auto open = ruletable::openGroup(m_transaction, rule.id, *key);
        if (!open) {
            return failure(open);
        }
        const bool joins =
            *open && (rule.window == milliseconds{0} || alert.receivedAt - (*open)->latest <= rule.window);
        Choice choice{joins ? (*open)->incident : IncidentId{},
                      joins ? tr("the rule “%1” puts them together").arg(rule.name)
                            : tr("the rule “%1” found no open incident for it").arg(rule.name),
                      std::pair(rule.id, *key)};
        return choice;
    }
    return std::nullopt;
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
    auto firing = incidenttable::alertRecovered(m_transaction, *id);
    if (!firing) {
        return failure(firing);
    }
    QString body = bodyOf(alert);
    if (*firing == 0) {
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
        ONLYONCE_TRY(incidenttable::linkAlert(m_transaction, id, alert.id, problem.message));
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

void Placing::forget()
{
    m_actors.clear();
    m_failures.clear();
    m_open.clear();
    m_struck.clear();
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

Result<> Placing::addPlaces(IncidentId id, const AlertRow &alert)
{
    if (const QString name = placeOf(alert.service); !name.isEmpty() && m_open.value(name) != id) {
        auto service = serviceNamed(m_transaction, name);
        if (!service) {
            return failure(service);
        }
        ONLYONCE_TRY(incidenttable::addService(m_transaction, id, *service));
        m_open.remove(name);  // another incident of this service may be the newest now
    }
    if (const QString name = placeOf(alert.dataCentre); !name.isEmpty() && m_struck.value(name) != id) {
        auto dataCentre = dataCentreNamed(m_transaction, name);
        if (!dataCentre) {
            return failure(dataCentre);
        }
        ONLYONCE_TRY(incidenttable::addDataCentre(m_transaction, id, *dataCentre));
        m_struck.insert(name, id);
    }
    return {};
}

//! Two data centres that fail at the same time make it catastrophic; the target is then 50 minutes.
Result<> Placing::judge(IncidentId id, const AlertRow &latest)
{
    if (latest.dataCentre.isEmpty()) {
        return {};
    }
    auto mayBecome = incidenttable::mayBecomeCatastrophic(m_transaction, id);
    if (!mayBecome || !*mayBecome) {
        return mayBecome ? Result<>() : failure(mayBecome);
    }
    auto known = m_failures.find(id.value);
    if (known == m_failures.end()) {
        // Once for all events of a transaction: it reads every alert of the incident.
        auto failures = incidenttable::failures(m_transaction, id);
        if (!failures) {
            return failure(failures);
        }
        known = m_failures.insert(id.value, *failures);
    } else {
        known->push_back({latest.dataCentre, latest.startedAt, latest.resolvedAt});
    }
    const Instant from = latest.startedAt;
    const Instant until = latest.resolvedAt.value_or(Instant::max());
    const auto other = std::ranges::find_if(*known, [&](const incidenttable::Failure &f) {
        return f.dataCentre != latest.dataCentre && f.from <= until && from <= f.until.value_or(Instant::max());
    });
    if (other == known->end()) {
        return {};
    }
    auto incident = incidenttable::byId(m_transaction, id);
    if (!incident || !*incident) {
        return incident ? Result<>() : failure(incident);
    }
    Incident changed = **incident;
    changed.catastrophic = true;
    if (auto updated = incidenttable::update(m_transaction, changed); !updated) {
        return failure(updated);
    }
    return tell(id, latest, TimelineKind::Catastrophic, m_transaction.now(),
                tr("Catastrophic: %1 and %2 fail at the same time. The recovery target is 50 minutes.")
                    .arg(escapeMarkdown(placeOf(other->dataCentre)), escapeMarkdown(placeOf(latest.dataCentre))));
}

Result<> Placing::tell(IncidentId id, const AlertRow &alert, TimelineKind kind, Instant at, const QString &body)
{
    auto actor = actorOf(alert.source);
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
