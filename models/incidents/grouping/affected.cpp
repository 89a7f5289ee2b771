// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/grouping/affected.h"

#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/incidents/timeline/moments.h"

#include <algorithm>

namespace onlyonce {

namespace {

bool isDataCentre(qint64 place)
{
    return place > 0;
}

QString timeText(Instant at)
{
    return utcText(at, Precision::Seconds);
}

}  // namespace

QString placeOf(const QString &name)
{
    return shortLine(name, longestPlaceName);
}

Result<> Affected::add(IncidentId id, const AlertRow &alert)
{
    const QString name = placeOf(alert.dataCentre);
    if (name.isEmpty() || m_struck.value(name) == id) {
        return {};
    }
    const auto place = placed(name);
    if (!place) {
        return failure(place);
    }
    m_struck.insert(name, id);
    m_states.remove(id.value);
    return incidenttable::addDataCentre(m_transaction, id, place->id);
}

Result<> Affected::judge(IncidentId id, const AlertRow &latest, ActorId actor)
{
    const QString name = placeOf(latest.dataCentre);
    if (name.isEmpty()) {
        return {};
    }
    const auto place = placed(name);
    const auto state = place ? stateOf(id) : failure(place);
    if (!state) {
        return failure(state);
    }
    if (place->place == 0) {
        return {};
    }
    if (state->isFinal || (state->dataCentres < 2 && (state->places < 2 || state->isTold))) {
        m_failures.remove(id.value);  // this one is not among them
        return {};
    }
    const Span span{latest.startedAt, latest.resolvedAt.value_or(Instant::max())};
    auto known = m_failures.find(id.value);
    if (known == m_failures.end()) {
        // Once for all events of a transaction: it reads every alert of the incident.
        const auto failures = failuresOf(id);
        if (!failures) {
            return failure(failures);
        }
        known = m_failures.insert(id.value, *failures);
    } else {
        (*known)[place->place].push_back(span);
    }
    return conclude(id, meeting(*known, place->place, span), state->isTold, actor);
}

Result<> Affected::judgeAgain(IncidentId id)
{
    const auto incident = incidenttable::byId(m_transaction, id);
    const auto state = incident ? incidenttable::placesOf(m_transaction, id) : failure(incident);
    const auto failures = state ? failuresOf(id) : failure(state);
    if (!failures) {
        return failure(failures);
    }
    if (!*incident || (*incident)->catastrophicDecided) {
        return {};
    }
    const auto together = meetingOf(*failures);
    const bool certain = together && isDataCentre(together->first) && isDataCentre(together->second);
    if ((*incident)->catastrophic && !certain) {
        return set(id, false,
                   tr("Not catastrophic after all: by the catalogue as it is now, no two data centres fail at the same "
                      "time. The recovery target is 15 minutes."),
                   {});
    }
    return (*incident)->catastrophic ? Result<>() : conclude(id, together, state->isTold, {});
}

void Affected::mention(const AlertRow &alert)
{
    if (const QString name = placeOf(alert.dataCentre); !name.isEmpty()) {
        auto &[alerts, since] = m_mentions[name];
        since = alerts++ == 0 ? alert.receivedAt : std::min(since, alert.receivedAt);
    }
}

Result<> Affected::storeMentions()
{
    for (auto each = m_mentions.cbegin(); each != m_mentions.cend(); ++each) {
        const auto place = placed(each.key());
        if (!place) {
            return failure(place);
        }
        ONLYONCE_TRY(countMentions(m_transaction, place->id, each->first, each->second));
    }
    return {};
}

void Affected::forget()
{
    m_places.clear();
    m_struck.clear();
    m_states.clear();
    m_failures.clear();
}

Result<NamedPlace> Affected::placed(const QString &name)
{
    if (const auto known = m_places.constFind(name); known != m_places.constEnd()) {
        return *known;
    }
    const auto place = placeNamed(m_transaction, name);
    if (place) {
        m_places.insert(name, *place);
    }
    return place;
}

Result<incidenttable::PlacesOfIncident> Affected::stateOf(IncidentId id)
{
    if (const auto known = m_states.constFind(id.value); known != m_states.constEnd()) {
        return *known;
    }
    const auto state = incidenttable::placesOf(m_transaction, id);
    if (state) {
        m_states.insert(id.value, *state);
    }
    return state;
}

Result<Affected::Failures> Affected::failuresOf(IncidentId id)
{
    const auto rows = incidenttable::failures(m_transaction, id);
    if (!rows) {
        return failure(rows);
    }
    Failures failures;
    for (const incidenttable::Failure &row : *rows) {
        failures[row.place].push_back({row.from, row.until.value_or(Instant::max())});
    }
    return failures;
}

std::optional<Affected::Together> Affected::meeting(const Failures &failures, qint64 place, const Span &span)
{
    std::optional<Together> found;
    for (const auto &[other, spans] : failures) {
        if (other == place || (found && !isDataCentre(other))) {
            continue;
        }
        const auto met = std::ranges::find_if(
            spans, [&](const Span &each) { return each.from <= span.until && span.from <= each.until; });
        if (met != spans.end()) {
            found = Together{other, place, {std::max(met->from, span.from), std::min(met->until, span.until)}};
            if (isDataCentre(other) && isDataCentre(place)) {
                return found;
            }
        }
    }
    return found;
}

std::optional<Affected::Together> Affected::meetingOf(const Failures &failures)
{
    std::optional<Together> found;
    for (const auto &[place, spans] : failures) {
        for (const Span &span : spans) {
            const auto together = meeting(failures, place, span);
            if (together && isDataCentre(together->first) && isDataCentre(together->second)) {
                return together;
            }
            found = found ? found : together;
        }
    }
    return found;
}

Result<> Affected::conclude(IncidentId id, const std::optional<Together> &together, bool isTold, ActorId actor)
{
    if (!together) {
        return {};
    }
    QStringList names;
    QStringList unknown;
    for (const qint64 place : {together->first, together->second}) {
        const auto name = placeName(m_transaction, place);
        if (!name) {
            return failure(name);
        }
        names << escapeMarkdown(*name);
        if (!isDataCentre(place)) {
            unknown << *name;
        }
    }
    const bool isOver = together->span.until != Instant::max();
    const QJsonObject moments =
        isOver ? withMoments({together->span.from, together->span.until}) : withMoments({together->span.from});
    const QString when = isOver
                           ? tr("%1 and %2 failed at the same time, from %3 to %4 UTC")
                                 .arg(names[0], names[1], timeText(together->span.from), timeText(together->span.until))
                           : tr("%1 and %2 fail at the same time, since %3 UTC")
                                 .arg(names[0], names[1], timeText(together->span.from));
    if (unknown.isEmpty()) {
        return set(id, true, tr("Catastrophic: %1. The recovery target is 50 minutes.").arg(when), actor, moments);
    }
    if (isTold) {
        return {};
    }
    m_states.remove(id.value);
    ONLYONCE_TRY(incidenttable::setPlacesTold(m_transaction, id));
    const QString what = unknown.size() == 2 ? tr("nobody has said what %1 and %2 are").arg(names[0], names[1])
                                             : tr("nobody has said what %1 is").arg(escapeMarkdown(unknown[0]));
    const QString body =
        tr("%1, but %2. Say it under Places in the settings, or with “onlyonce place add”: if both are "
           "data centres, this becomes catastrophic.")
            .arg(when, what);
    const auto told = append(
        m_transaction, {.incident = id, .kind = TimelineKind::Other, .actor = actor, .body = body, .data = moments});
    return told ? Result<>() : failure(told);
}

Result<> Affected::set(IncidentId id, bool catastrophic, const QString &body, ActorId actor, const QJsonObject &data)
{
    const auto incident = incidenttable::byId(m_transaction, id);
    if (!incident || !*incident) {
        return incident ? Result<>() : failure(incident);
    }
    m_states.remove(id.value);
    Incident changed = **incident;
    changed.catastrophic = catastrophic;
    if (const auto updated = incidenttable::update(m_transaction, changed); !updated) {
        return failure(updated);
    }
    const auto told = append(m_transaction, {.incident = id,
                                             .kind = catastrophic ? TimelineKind::Catastrophic : TimelineKind::Other,
                                             .actor = actor,
                                             .body = body,
                                             .data = data});
    return told ? Result<>() : failure(told);
}

}  // namespace onlyonce
