// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/command/nextupdate.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/catalog/actor.h"
#include "models/incidents/command/commandtable.h"
#include "models/incidents/incidenttable.h"
#include "models/incidents/timeline.h"
#include "models/storage/journal.h"

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

std::optional<QString> isoText(const std::optional<Instant> &time)
{
    return time ? std::optional(toIso(*time)) : std::nullopt;
}

Result<> record(Transaction &transaction, const Incident &before, const std::optional<Instant> &at)
{
    return recordChange(transaction, {.entity = QStringLiteral("incident"),
                                      .entityId = before.id.value,
                                      .field = QStringLiteral("nextUpdateAt"),
                                      .oldValue = isoText(before.nextUpdateAt),
                                      .newValue = isoText(at)});
}

}  // namespace

std::optional<milliseconds> updateCadence(Severity severity)
{
    switch (severity) {
    case Severity::Sev1:
        return 30min;
    case Severity::Sev2:
        return 60min;
    case Severity::Sev3:
    case Severity::Sev4:
        return std::nullopt;
    }
    return std::nullopt;
}

Result<Instant> dueTimeFrom(const QString &text, const QTimeZone &zone, Instant now)
{
    QString typed = text.simplified();
    if (typed.startsWith(QLatin1Char('+'))) {
        typed.remove(0, 1);
    }
    bool isNumber = false;
    const int count = typed.toInt(&isNumber);
    if (isNumber && count > 0 && count <= 10'080) {
        return now + std::chrono::minutes{count};
    }
    if (const auto duration = durationFrom(typed)) {
        return now + *duration;
    }
    const auto time = parsePersonTime(typed, zone, now + 24h);
    if (!time || typed.startsWith(QLatin1Char('-')) || typed == QStringLiteral("now")) {
        return fail(
            ErrorCode::Invalid,
            tr("“%1” is no time to come. Write minutes from now (30), 2h, or a time (14:05).").arg(typed.left(40)));
    }
    return *time;
}

Result<> setNextUpdate(Transaction &transaction, IncidentId id, std::optional<Instant> at, int version)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    auto found = incidenttable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    Incident incident = **found;
    if (at && !incident.isOpen()) {
        return fail(ErrorCode::Invalid, tr("%1 is over: nothing more is promised.").arg(incident.reference()));
    }
    if (at && (*at <= transaction.now() || *at > transaction.now() + 24h * 7)) {
        return fail(ErrorCode::Invalid, tr("The next update is promised for a time to come, within a week."));
    }
    if (incident.nextUpdateAt == at) {
        return {};
    }
    ONLYONCE_TRY(record(transaction, incident, at));
    const auto before = std::exchange(incident.nextUpdateAt, at);
    incident.version = version;
    const auto updated = incidenttable::update(transaction, incident);
    if (!updated) {
        return failure(updated);
    }
    if (!*updated) {
        return fail(
            ErrorCode::Conflict,
            tr("Somebody else changed %1 meanwhile. Look again, then repeat your change.").arg(incident.reference()));
    }
    const auto told = append(
        transaction, {.incident = id,
                      .kind = TimelineKind::Other,
                      .body = at ? tr("The next update for customers is due at %1 UTC")
                                       .arg(toDateTime(*at).toString(QStringLiteral("yyyy-MM-dd HH:mm")))
                                 : tr("No next update is promised to customers any more"),
                      .data = {{QStringLiteral("nextUpdate"), toJson(at)}, {QStringLiteral("from"), toJson(before)}}});
    return told ? Result<>() : failure(told);
}

Result<> customersHeard(Transaction &transaction, IncidentId id, Instant at, bool isLast, std::optional<Instant> told)
{
    const auto found = incidenttable::byId(transaction, id);
    if (!found || !*found) {
        return found ? Result<>() : failure(found);
    }
    const Incident &incident = **found;
    std::optional<Instant> next;
    if (incident.isOpen() && !isLast) {
        const auto cadence = updateCadence(incident.severity);
        next = told && *told > at ? told : cadence ? std::optional(at + *cadence) : std::nullopt;
        // What a person has promised for later holds; a post shortly before its time is that update.
        const auto &promised = incident.nextUpdateAt;
        if (!told && promised && *promised > at + 5min && promised > next) {
            next = promised;
        }
    }
    if (next == incident.nextUpdateAt) {
        return {};
    }
    ONLYONCE_TRY(record(transaction, incident, next));
    return commandtable::setNextUpdate(transaction, id, next);
}

}  // namespace onlyonce
