// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/grouping.h"

#include "models/alerts/collector.h"
#include "models/base/log.h"
#include "models/documents/markdown.h"
#include "models/incidents/incidenttable.h"
#include "models/storage/cursors.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Grouping", text);
}

QString follower()
{
    return QStringLiteral("grouping");
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

QString titleOf(const AlertRow &alert)
{
    QString title = alert.summary.simplified();
    if (title.isEmpty()) {
        title = alert.service.isEmpty() ? tr("Alert of %1").arg(alert.source) : tr("%1 is failing").arg(alert.service);
    }
    return title.left(300);
}

Result<TimelineId> tell(Transaction &transaction, IncidentId incident, TimelineKind kind, Instant at,
                        const QString &body, const AlertRow &alert)
{
    return append(transaction, {.incident = incident,
                                .kind = kind,
                                .happenedAt = at,
                                .body = body,
                                .data = {{QStringLiteral("alert"), alert.id.value}}});
}

QString bodyOf(const AlertRow &alert)
{
    QString body = escapeMarkdown(titleOf(alert));
    if (!alert.dataCentre.isEmpty()) {
        body += QStringLiteral(" · ") + escapeMarkdown(alert.dataCentre);
    }
    return body;
}

Result<IncidentId> open(Transaction &transaction, const AlertRow &alert)
{
    Incident incident;
    incident.title = titleOf(alert);
    incident.severity = severityOf(alert.severity);
    incident.status = IncidentStatus::Triage;
    incident.time(IncidentTime::Started) = std::min(alert.startedAt, alert.receivedAt);
    incident.time(IncidentTime::Detected) = alert.receivedAt;
    auto inserted = incidenttable::insert(transaction, incident);
    if (!inserted) {
        return failure(inserted);
    }
    return inserted->id;
}

Result<> addPlaces(Transaction &transaction, IncidentId id, const AlertRow &alert)
{
    if (!alert.service.isEmpty()) {
        auto service = serviceNamed(transaction, alert.service);
        if (!service) {
            return failure(service);
        }
        ONLYONCE_TRY(incidenttable::addService(transaction, id, *service));
    }
    if (!alert.dataCentre.isEmpty()) {
        auto dataCentre = dataCentreNamed(transaction, alert.dataCentre);
        if (!dataCentre) {
            return failure(dataCentre);
        }
        ONLYONCE_TRY(incidenttable::addDataCentre(transaction, id, *dataCentre));
    }
    return {};
}

//! Two data centres that fail at the same time make it catastrophic; the target is then 50 minutes.
Result<> judge(Transaction &transaction, IncidentId id, const AlertRow &latest)
{
    if (latest.dataCentre.isEmpty()) {
        return {};
    }
    auto failures = incidenttable::failures(transaction, id);
    if (!failures) {
        return failure(failures);
    }
    const Instant from = latest.startedAt;
    const Instant until = latest.resolvedAt.value_or(Instant::max());
    const auto other = std::ranges::find_if(*failures, [&](const incidenttable::Failure &f) {
        return f.dataCentre != latest.dataCentre && f.from <= until && from <= f.until.value_or(Instant::max());
    });
    if (other == failures->end()) {
        return {};
    }
    auto incident = incidenttable::byId(transaction, id);
    if (!incident) {
        return failure(incident);
    }
    if (!*incident || (*incident)->catastrophic) {
        return {};
    }
    Incident changed = **incident;
    changed.catastrophic = true;
    if (auto updated = incidenttable::update(transaction, changed); !updated) {
        return failure(updated);
    }
    auto entry = tell(transaction, id, TimelineKind::Catastrophic, transaction.now(),
                      tr("Catastrophic: %1 and %2 fail at the same time. The recovery target is 50 minutes.")
                          .arg(escapeMarkdown(other->dataCentre), escapeMarkdown(latest.dataCentre)),
                      latest);
    if (!entry) {
        return failure(entry);
    }
    return {};
}

struct Choice
{
    IncidentId incident;
    QString reason;
};

//! Which open incident an alert joins; a null id when it opens its own.
Result<Choice> choose(Transaction &transaction, const AlertRow &alert)
{
    auto same = incidenttable::openForFingerprint(transaction, alert.source, alert.fingerprint);
    if (!same) {
        return failure(same);
    }
    if (*same) {
        return Choice{*same, tr("the same alert fired in it before")};
    }
    if (!alert.service.isEmpty()) {
        auto service = incidenttable::openForService(transaction, alert.service);
        if (!service) {
            return failure(service);
        }
        if (*service) {
            return Choice{*service, tr("it concerns the same service, %1").arg(alert.service)};
        }
    }
    return Choice{{}, tr("no open incident concerned it")};
}

Result<> fired(Transaction &transaction, const AlertRow &alert, Grouped &grouped)
{
    auto linked = incidenttable::incidentOfAlert(transaction, alert.id);
    if (!linked) {
        return failure(linked);
    }
    if (*linked) {
        return {};
    }
    auto choice = choose(transaction, alert);
    if (!choice) {
        return failure(choice);
    }
    IncidentId id = choice->incident;
    if (!id) {
        auto opened = open(transaction, alert);
        if (!opened) {
            return failure(opened);
        }
        id = *opened;
        ++grouped.opened;
    } else {
        ++grouped.joined;
    }
    ONLYONCE_TRY(addPlaces(transaction, id, alert));
    ONLYONCE_TRY(incidenttable::linkAlert(transaction, id, alert.id, choice->reason));
    auto entry = tell(transaction, id, TimelineKind::AlertFired, std::min(alert.startedAt, alert.receivedAt),
                      bodyOf(alert), alert);
    if (!entry) {
        return failure(entry);
    }
    if (!choice->incident) {
        auto detected = tell(transaction, id, TimelineKind::Declared, alert.receivedAt,
                             tr("Opened by an alert of %1").arg(escapeMarkdown(alert.source)), alert);
        if (!detected) {
            return failure(detected);
        }
    }
    return judge(transaction, id, alert);
}

Result<> resolved(Transaction &transaction, const AlertRow &alert)
{
    auto id = incidenttable::incidentOfAlert(transaction, alert.id);
    if (!id) {
        return failure(id);
    }
    if (!*id) {
        return {};  // first seen when it was over already: nothing to open
    }
    auto firing = incidenttable::firingAlerts(transaction, *id);
    if (!firing) {
        return failure(firing);
    }
    QString body = bodyOf(alert);
    if (*firing == 0) {
        body += tr(" — every alert of this incident has recovered");
    }
    auto entry =
        tell(transaction, *id, TimelineKind::AlertResolved, alert.resolvedAt.value_or(transaction.now()), body, alert);
    if (!entry) {
        return failure(entry);
    }
    transaction.touch(QStringLiteral("incident"), *id);
    return {};
}

}  // namespace

Result<Grouped> groupAlerts(Transaction &transaction, int limit)
{
    auto position = cursorPosition(transaction, follower());
    if (!position) {
        return failure(position);
    }
    auto events = alertEvents(transaction, *position, limit);
    if (!events) {
        return failure(events);
    }
    Grouped grouped{.events = int(events->size())};
    for (const AlertEvent &event : *events) {
        ONLYONCE_TRY(event.kind == AlertEvent::Kind::Fired ? fired(transaction, event.alert, grouped)
                                                           : resolved(transaction, event.alert));
    }
    if (!events->empty()) {
        ONLYONCE_TRY(moveCursor(transaction, follower(), events->back().id));
    }
    return grouped;
}

Grouping::Grouping(Database &database, ActorId program, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_program(program)
{
}

void Grouping::start()
{
    connect(&m_database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("alert"))) {
            run();
        }
    });
    run();  // what came in while nobody followed
}

void Grouping::run()
{
    if (m_running) {
        m_again = true;
        return;
    }
    m_running = true;
    m_database.write(m_program, [](Transaction &transaction) { return groupAlerts(transaction); })
        .then(this, [this](const Result<Grouped> &grouped) {
            m_running = false;
            if (!grouped) {
                qCWarning(logAlerts) << "grouping failed:" << grouped.error().message << grouped.error().detail;
            }
            if (std::exchange(m_again, false) || (grouped && grouped->events > 0)) {
                run();
            }
        });
}

}  // namespace onlyonce
