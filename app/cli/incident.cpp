// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "models/base/tr.h"
#include "models/incidents/evidence.h"

namespace onlyonce {

namespace {

Result<> changed(Invocation &call, IncidentId id)
{
    auto incident = call.ask([id](Transaction &transaction) { return onlyonce::incident(transaction, id); });
    if (!incident) {
        return failure(incident);
    }
    call.answer(toJson(**incident), lineOf(**incident));
    return {};
}

Result<> declare(Invocation &call)
{
    NewIncident wanted;
    wanted.title = call.argument(0);
    if (call.has(QStringLiteral("severity"))) {
        auto severity = severityFrom(call.option(QStringLiteral("severity")));
        if (!severity) {
            return usage(severity.error().message);
        }
        wanted.severity = *severity;
    }
    wanted.services = call.options(QStringLiteral("service"));
    wanted.dataCentres = call.options(QStringLiteral("datacentre"));
    wanted.drill = call.has(QStringLiteral("drill"));
    const auto readers = readersMeant(call);
    if (!readers) {
        return failure(readers);
    }
    if (call.has(QStringLiteral("restricted"))) {
        ONLYONCE_TRY(call.becomeKnown());
        wanted.restrictedTo = *readers;
    } else if (!readers->isEmpty()) {
        return usage(tr("--to goes with --restricted."));
    }
    if (call.has(QStringLiteral("started"))) {
        auto started = timeMeant(call.option(QStringLiteral("started")), SystemClock().now());
        if (!started) {
            return usage(started.error().message);
        }
        wanted.startedAt = *started;
    }
    auto made = call.change([&](Transaction &transaction) { return declareIncident(transaction, wanted); });
    return made ? changed(call, made->id) : failure(made);
}

Result<> note(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const QString text = call.argument(1);
    const QString path = call.option(QStringLiteral("file"));
    if (text.isEmpty() && path.isEmpty()) {
        return usage(tr("Write what? Give a text, or --file."));
    }
    const auto visibility = call.has(QStringLiteral("public")) ? Visibility::Public : Visibility::Internal;
    if (visibility == Visibility::Public && !call.has(QStringLiteral("even-so"))) {
        ONLYONCE_TRY(requireNoSecrets(text));
    }
    std::optional<Attachment> evidence;
    if (!path.isEmpty()) {
        auto brought = evidenceMeant(call, incident->id, path, call.option(QStringLiteral("language")));
        if (!brought) {
            return failure(brought);
        }
        evidence = std::move(*brought);
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) -> Result<> {
        if (evidence) {
            auto attached = attach(transaction, *evidence);
            if (!attached) {
                return failure(attached);
            }
        }
        if (!text.isEmpty()) {
            auto written = addNote(transaction, incident->id, text, visibility);
            if (!written) {
                return failure(written);
            }
        }
        return {};
    }));
    return changed(call, incident->id);
}

Result<> status(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    auto wanted = incidentStatusFrom(call.argument(1));
    if (!wanted) {
        return usage(wanted.error().message);
    }
    std::optional<Resolution> resolution;
    if (call.has(QStringLiteral("resolution"))) {
        auto named = resolutionFrom(call.option(QStringLiteral("resolution")));
        if (!named) {
            return usage(named.error().message);
        }
        resolution = *named;
    }
    auto done = call.change([&](Transaction &transaction) {
        return setStatus(transaction, incident->id, *wanted, incident->version, resolution,
                         call.option(QStringLiteral("reason")));
    });
    return done ? changed(call, incident->id) : failure(done);
}

Result<> acknowledge(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    auto done = call.change([&](Transaction &transaction) { return acknowledgeIncident(transaction, incident->id); });
    return done ? changed(call, incident->id) : failure(done);
}

Result<> catastrophic(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const QString said = call.argument(1).toLower();
    if (said != QStringLiteral("yes") && said != QStringLiteral("no")) {
        return usage(tr("Is it catastrophic? Say yes or no."));
    }
    auto done = call.change([&](Transaction &transaction) {
        return setCatastrophic(transaction, incident->id, said == QStringLiteral("yes"), incident->version,
                               call.option(QStringLiteral("reason")));
    });
    return done ? changed(call, incident->id) : failure(done);
}

Result<> time(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    auto which = incidentTimeFrom(call.argument(1));
    if (!which) {
        return usage(which.error().message);
    }
    auto value = timeMeant(call.argument(2), SystemClock().now());
    if (!value) {
        return usage(value.error().message);
    }
    auto done = call.change([&](Transaction &transaction) {
        return setTime(transaction, incident->id, *which, *value, incident->version,
                       call.option(QStringLiteral("reason")));
    });
    return done ? changed(call, incident->id) : failure(done);
}

}  // namespace

Commands incidentCommands()
{
    return {
        {.name = QStringLiteral("incident open"),
         .arguments = QStringLiteral("TITLE"),
         .summary = tr("Declares an incident by hand."),
         .options = {{QStringLiteral("severity"), tr("SEV1 (worst) to SEV4."), tr("SEVERITY")},
                     {QStringLiteral("service"), tr("What is affected; may be given again."), tr("NAME")},
                     {QStringLiteral("datacentre"), tr("Where; may be given again."), tr("NAME")},
                     {QStringLiteral("started"), tr("When the failure began: 14:05, or 2026-11-23 14:05."), tr("TIME")},
                     {QStringLiteral("drill"), tr("Practice: on the same clock, not in the statistics.")},
                     {QStringLiteral("restricted"), tr("Only you see it, and those whom --to names.")},
                     readersOption()},
         .run = declare,
         .jsonHelp = tr("the incident"),
         .missing = Missing::Make},
        {.name = QStringLiteral("incident acknowledge"),
         .arguments = QStringLiteral("N"),
         .summary = tr("Says that somebody is on it; paging stops."),
         .run = acknowledge,
         .jsonHelp = tr("the incident")},
        {.name = QStringLiteral("incident note"),
         .arguments = QStringLiteral("N [TEXT]"),
         .summary = tr("Writes a note into the timeline, or attaches a file as evidence."),
         .options = {{QStringLiteral("file"), tr("The file to attach."), tr("FILE")},
                     {QStringLiteral("language"), tr("What it is written in: SQL, JSON, Bash …"), tr("NAME")},
                     {QStringLiteral("public"), tr("Customers may read the note.")},
                     evenSoOption()},
         .run = note,
         .jsonHelp = tr("the incident")},
        {.name = QStringLiteral("incident status"),
         .arguments = QStringLiteral("N STATUS"),
         .summary = tr("Moves an incident on: investigating, identified, monitoring, resolved, closed."),
         .options = {{QStringLiteral("resolution"), tr("With closed: resolved, false alarm, duplicate, merged."),
                      tr("RESOLUTION")},
                     {QStringLiteral("reason"), tr("Why; needed for a false alarm."), tr("TEXT")}},
         .run = status,
         .jsonHelp = tr("the incident")},
        {.name = QStringLiteral("incident catastrophic"),
         .arguments = QStringLiteral("N YES|NO"),
         .summary =
             tr("Whether several data centres fail at once (50 minutes instead of 15); alerts change it no more."),
         .options = {{QStringLiteral("reason"), tr("Why; needed."), tr("TEXT")}},
         .run = catastrophic,
         .jsonHelp = tr("the incident")},
        {.name = QStringLiteral("incident time"),
         .arguments = QStringLiteral("N WHICH TIME"),
         .summary = tr("Sets startedAt, detectedAt, mitigatedAt …; “none” clears it. Audited."),
         .options = {{QStringLiteral("reason"), tr("Why it changes."), tr("TEXT")}},
         .run = time,
         .jsonHelp = tr("the incident")},
    };
}

}  // namespace onlyonce
