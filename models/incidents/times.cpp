// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/times.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/catalog/actor.h"
#include "models/incidents/timeline/timelinepage.h"
#include "models/storage/journal.h"

#include <QJsonObject>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr auto stateWords = wordsFrom(TimeState::Recorded, "recorded", "pending", "not applicable", "invalid");

bool contradictsAnother(const Incident &incident, IncidentTime which)
{
    return std::ranges::any_of(allIncidentTimes, [&](IncidentTime other) {
        Incident pair;
        pair.time(which) = incident.time(which);
        pair.time(other) = incident.time(other);
        return !checkTimes(pair);
    });
}

//! The status that an incident enters when this time is recorded by itself.
bool isRecordedOn(IncidentTime which, const QString &status)
{
    const auto entered = incidentStatusFrom(status);
    if (!entered) {
        return false;
    }
    switch (which) {
    case IncidentTime::Declared:
        return *entered == IncidentStatus::Investigating || *entered == IncidentStatus::Identified;
    case IncidentTime::Mitigated:
        return *entered >= IncidentStatus::Monitoring;
    case IncidentTime::Resolved:
        return *entered >= IncidentStatus::Resolved;
    default:
        return false;
    }
}

Result<QString> nameOf(Transaction &transaction, ActorId id)
{
    auto found = actor(transaction, id);
    if (!found) {
        return failure(found);
    }
    return *found ? (*found)->name : tr("somebody");
}

//! Who opened it: a person, or the source of its first alert.
Result<QString> openerOf(Transaction &transaction, IncidentId id)
{
    constexpr int first = 5;
    auto entries = timelinePage(transaction, id, {.group = TimelineGroup::Changes}, {.limit = first, .earliest = true});
    if (!entries) {
        return failure(entries);
    }
    const auto declared = std::ranges::find(*entries, TimelineKind::Declared, &TimelineEntry::kind);
    return declared == entries->end() ? QString() : declared->actorName;
}

Result<QString> sourceOf(Transaction &transaction, const Incident &incident, IncidentTime which,
                         const std::vector<AuditRow> &audit)
{
    const auto corrected =
        std::ranges::find(audit, toText(which), [](const AuditRow &row) { return row.change.field; });
    // What a status has recorded is no correction.
    const auto enteredWith = [&](const AuditRow &row) {
        return row.change.field == QStringLiteral("status") && row.at == corrected->at && row.actor == corrected->actor
            && isRecordedOn(which, row.change.newValue.value_or(QString()));
    };
    if (corrected != audit.end() && std::ranges::none_of(audit, enteredWith)) {
        auto name = nameOf(transaction, corrected->actor);
        if (!name) {
            return failure(name);
        }
        const QString &reason = corrected->change.reason;
        return !reason.isEmpty()          ? tr("Corrected by %1: %2").arg(*name, reason)
             : corrected->change.oldValue ? tr("Corrected by %1.").arg(*name)
                                          : tr("Recorded by %1.").arg(*name);
    }
    // The audit trail is newest first, and a time is recorded once: on the first such status.
    const auto status = std::find_if(audit.rbegin(), audit.rend(), [&](const AuditRow &row) {
        return row.change.field == QStringLiteral("status")
            && isRecordedOn(which, row.change.newValue.value_or(QString()));
    });
    if (status != audit.rend()) {
        auto name = nameOf(transaction, status->actor);
        if (!name) {
            return failure(name);
        }
        const auto entered = incidentStatusFrom(*status->change.newValue).value_or(incident.status);
        return tr("By %1, with the status %2.").arg(*name, label(entered));
    }
    auto opener = openerOf(transaction, incident.id);
    if (!opener || opener->isEmpty()) {
        return opener;
    }
    return tr("As %1 told when it was opened.").arg(*opener);
}

}  // namespace

QString toText(TimeState state)
{
    return stateWords.of(state);
}

QString label(TimeState state)
{
    switch (state) {
    case TimeState::Recorded:
        return tr("recorded");
    case TimeState::Pending:
        return tr("not yet");
    case TimeState::NotApplicable:
        return tr("does not apply");
    case TimeState::Invalid:
        return tr("contradicts another time");
    }
    return {};
}

TimeState stateOf(const Incident &incident, IncidentTime which)
{
    if (incident.time(which)) {
        return contradictsAnother(incident, which) ? TimeState::Invalid : TimeState::Recorded;
    }
    if (which == IncidentTime::FirstPublicPost && incident.drill) {
        return TimeState::NotApplicable;
    }
    const bool began = which == IncidentTime::Started || which == IncidentTime::Detected;
    return incident.status == IncidentStatus::Closed && !began ? TimeState::NotApplicable : TimeState::Pending;
}

Result<TimesOfIncident> timesOf(Transaction &transaction, const Incident &incident)
{
    auto audit = auditOf(transaction, QStringLiteral("incident"), incident.id.value);
    if (!audit) {
        return failure(audit);
    }
    TimesOfIncident times;
    for (const IncidentTime which : allIncidentTimes) {
        TimeOfIncident &time = times[size_t(which)];
        time.state = stateOf(incident, which);
        time.at = incident.time(which);
        if (time.at) {
            auto source = sourceOf(transaction, incident, which, *audit);
            if (!source) {
                return failure(source);
            }
            time.source = std::move(*source);
        }
    }
    return times;
}

QJsonArray toJson(const TimesOfIncident &times)
{
    QJsonArray array;
    for (const IncidentTime which : allIncidentTimes) {
        const TimeOfIncident &time = times[size_t(which)];
        array.append(QJsonObject{{QStringLiteral("time"), toText(which)},
                                 {QStringLiteral("state"), toText(time.state)},
                                 {QStringLiteral("at"), toJson(time.at)},
                                 {QStringLiteral("source"), time.source}});
    }
    return array;
}

}  // namespace onlyonce
