// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/protocol/steps.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/desk.h"
#include "models/incidents/protocol/protocoltable.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr auto stepWords = wordsFrom(StepState::Open, "open", "done", "skipped");

Result<IncidentStep> changeable(Transaction &transaction, StepId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const auto incident = protocoltable::incidentOf(transaction, id);
    auto steps = incident ? stepsOf(transaction, *incident) : failure(incident);
    if (!steps) {
        return failure(steps);
    }
    const auto found = std::ranges::find(*steps, id, &IncidentStep::id);
    if (found == steps->end()) {
        return fail(ErrorCode::NotFound, tr("There is no such step."));
    }
    return *found;
}

Result<> save(Transaction &transaction, const IncidentStep &step, const FieldChange &change)
{
    ONLYONCE_TRY(protocoltable::update(transaction, step));
    transaction.touch(QStringLiteral("incident_step"), step.incident);
    FieldChange recorded = change;
    recorded.entity = QStringLiteral("incident_step");
    recorded.entityId = step.id.value;
    return recordChange(transaction, recorded);
}

//! To another state, told in the timeline.
Result<> settle(Transaction &transaction, IncidentStep step, StepState state, const QString &reason,
                const QString &told)
{
    const StepState before = std::exchange(step.state, state);
    step.reason = reason;
    step.settledAt = state == StepState::Open ? std::nullopt : std::optional(transaction.now());
    step.settledBy = state == StepState::Open ? ActorId{} : transaction.actor();
    ONLYONCE_TRY(save(
        transaction, step,
        {.field = QStringLiteral("state"), .oldValue = toText(before), .newValue = toText(state), .reason = reason}));
    const auto entry = append(
        transaction, {.incident = step.incident,
                      .kind = TimelineKind::Step,
                      .body = told,
                      .data = {{QStringLiteral("step"), step.id.value}, {QStringLiteral("state"), toText(state)}}});
    return entry ? Result<>() : failure(entry);
}

Result<> tellOfProtocol(Transaction &transaction, IncidentId incident, ProtocolId protocol, const QString &text)
{
    transaction.touch(QStringLiteral("incident_step"), incident);
    const auto told = append(transaction, {.incident = incident,
                                           .kind = TimelineKind::Step,
                                           .body = text,
                                           .data = {{QStringLiteral("protocol"), protocol.value}}});
    return told ? Result<>() : failure(told);
}

Result<> copySteps(Transaction &transaction, IncidentId incident, const Protocol &protocol)
{
    const auto steps = stepsIn(protocol.text);
    for (const ChecklistStep &step : steps) {
        ONLYONCE_TRY(protocoltable::addStep(transaction, incident, protocol.id, step));
    }
    const QString name = escapeMarkdown(protocol.name);
    return tellOfProtocol(transaction, incident, protocol.id,
                          steps.size() == 1
                              ? tr("Response protocol “%1”: 1 step").arg(name)
                              : tr("Response protocol “%1”: %2 steps").arg(name, QString::number(steps.size())));
}

Result<std::vector<IncidentStep>> stepsOfProtocol(Transaction &transaction, IncidentId incident, ProtocolId protocol)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const auto about = onlyonce::incident(transaction, incident);
    auto steps = about ? stepsOf(transaction, incident) : failure(about);
    if (!steps) {
        return steps;
    }
    if (!*about) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    std::erase_if(*steps, [protocol](const IncidentStep &step) { return step.protocol != protocol; });
    return steps;
}

}  // namespace

QString toText(StepState state)
{
    return stepWords.of(state);
}

StepState stepStateFrom(const QString &text)
{
    return stepWords.find(text).value_or(StepState::Open);
}

Result<int> attachProtocols(Transaction &transaction, const Incident &incident, std::span<const Protocol> known)
{
    int attached = 0;
    for (const Protocol &protocol : known) {
        if (!fits(protocol, incident)) {
            continue;
        }
        const auto isNew = protocoltable::attach(transaction, incident.id, protocol);
        if (!isNew) {
            return failure(isNew);
        }
        if (*isNew) {
            ONLYONCE_TRY(copySteps(transaction, incident.id, protocol));
            ++attached;
        }
    }
    return attached;
}

Result<int> attachProtocols(Transaction &transaction, IncidentId id)
{
    const auto known = protocols(transaction);
    if (!known || known->empty()) {
        return known ? Result<int>(0) : failure(known);
    }
    const auto found = incident(transaction, id);
    if (!found || !*found) {
        return found ? Result<int>(0) : failure(found);
    }
    return attachProtocols(transaction, **found, *known);
}

Result<> attachProtocol(Transaction &transaction, IncidentId id, ProtocolId wanted)
{
    const auto there = stepsOfProtocol(transaction, id, wanted);
    const auto known = there ? protocols(transaction) : failure(there);
    if (!known) {
        return failure(known);
    }
    if (!there->empty()) {
        return {};
    }
    const auto found = std::ranges::find(*known, wanted, &Protocol::id);
    if (found == known->end()) {
        return fail(ErrorCode::NotFound, tr("There is no such protocol any more."));
    }
    const auto isNew = protocoltable::attach(transaction, id, *found);  // no: it was taken off
    return isNew ? copySteps(transaction, id, *found) : failure(isNew);
}

Result<> takeProtocolOff(Transaction &transaction, IncidentId id, ProtocolId protocol)
{
    const auto steps = stepsOfProtocol(transaction, id, protocol);
    if (!steps) {
        return failure(steps);
    }
    if (steps->empty()) {
        return {};
    }
    const QString name = steps->front().protocolName;
    for (const IncidentStep &step : *steps) {
        const auto changes = auditOf(transaction, QStringLiteral("incident_step"), step.id.value);
        if (!changes) {
            return failure(changes);
        }
        if (!changes->empty()) {
            return fail(
                ErrorCode::Conflict,
                tr("Somebody has worked on “%1” already, so it stays. Skip the steps that are left.").arg(name));
        }
    }
    // That it was attached once stays noted: otherwise it would be back when the incident gets worse.
    ONLYONCE_TRY(protocoltable::removeSteps(transaction, id, protocol));
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("incident"),
                                            .entityId = id.value,
                                            .field = QStringLiteral("protocol"),
                                            .oldValue = name}));
    return tellOfProtocol(transaction, id, protocol, tr("Response protocol “%1” taken off").arg(escapeMarkdown(name)));
}

Result<std::vector<IncidentStep>> stepsOf(Transaction &transaction, IncidentId incident)
{
    return protocoltable::ofIncident(transaction, incident);
}

Result<> tickStep(Transaction &transaction, StepId id)
{
    const auto step = changeable(transaction, id);
    if (!step) {
        return failure(step);
    }
    return step->state == StepState::Done
             ? Result<>()
             : settle(transaction, *step, StepState::Done, {}, tr("Done: %1").arg(escapeMarkdown(step->what.text)));
}

Result<> skipStep(Transaction &transaction, StepId id, const QString &reason)
{
    const auto step = changeable(transaction, id);
    if (!step) {
        return failure(step);
    }
    const QString why = shortLine(reason, 500);
    if (why.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("Say why this step is skipped: somebody will ask."));
    }
    if (step->state == StepState::Done) {
        return fail(ErrorCode::Conflict,
                    tr("%1 has done this step. Take the tick back before you skip it.").arg(step->settledByName));
    }
    if (step->state == StepState::Skipped && step->reason == why) {
        return {};
    }
    return settle(transaction, *step, StepState::Skipped, why,
                  tr("Skipped: %1 — %2").arg(escapeMarkdown(step->what.text), escapeMarkdown(why)));
}

Result<> reopenStep(Transaction &transaction, StepId id)
{
    const auto step = changeable(transaction, id);
    if (!step) {
        return failure(step);
    }
    if (step->state == StepState::Open) {
        return {};
    }
    const QString told =
        step->state == StepState::Done ? tr("Not done after all: %1") : tr("Not skipped after all: %1");
    return settle(transaction, *step, StepState::Open, {}, told.arg(escapeMarkdown(step->what.text)));
}

Result<> assignStep(Transaction &transaction, StepId id, PersonId who)
{
    auto step = changeable(transaction, id);
    if (!step) {
        return failure(step);
    }
    const auto found = who ? person(transaction, who) : Result<std::optional<Person>>(Person());
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no such person any more."));
    }
    if (step->assignee == who) {
        return {};
    }
    ONLYONCE_TRY(admitReader(transaction, step->incident, who, tr("has a step")));
    step->assignee = who;
    return save(transaction, *step,
                {.field = QStringLiteral("assignee"), .oldValue = step->assigneeName, .newValue = (*found)->name});
}

Result<> startStepTimer(Transaction &transaction, StepId id)
{
    auto step = changeable(transaction, id);
    if (!step) {
        return failure(step);
    }
    if (!step->what.timer) {
        return fail(ErrorCode::Invalid,
                    tr("This step has no timer. Write “(timer 5m)” into it in Settings → Response."));
    }
    if (step->state != StepState::Open) {
        return fail(ErrorCode::Invalid, tr("This step is settled: nothing is to be waited for."));
    }
    step->timerStartedAt = transaction.now();
    return save(transaction, *step,
                {.field = QStringLiteral("timer"), .newValue = toIso(transaction.now() + *step->what.timer)});
}

QString progressText(const std::vector<IncidentStep> &steps)
{
    const auto settled =
        std::ranges::count_if(steps, [](const IncidentStep &step) { return step.state != StepState::Open; });
    return tr("%1 of %2").arg(settled).arg(steps.size());
}

QJsonObject toJson(const IncidentStep &step)
{
    const auto name = [](const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); };
    const auto seconds = [](milliseconds length) { return QJsonValue(qint64(length.count() / 1000)); };
    return {{QStringLiteral("number"), step.number},
            {QStringLiteral("protocol"), step.protocolName},
            {QStringLiteral("text"), step.what.text},
            {QStringLiteral("link"), step.what.link},
            {QStringLiteral("command"), step.what.command},
            {QStringLiteral("timerSeconds"), step.what.timer ? seconds(*step.what.timer) : QJsonValue()},
            {QStringLiteral("role"), step.what.role},
            {QStringLiteral("state"), toText(step.state)},
            {QStringLiteral("reason"), step.reason},
            {QStringLiteral("settledAt"), toJson(step.settledAt)},
            {QStringLiteral("settledBy"), name(step.settledByName)},
            {QStringLiteral("assignee"), name(step.assigneeName)},
            {QStringLiteral("timerStartedAt"), toJson(step.timerStartedAt)},
            {QStringLiteral("timerEndsAt"), toJson(step.timerEndsAt())}};
}

}  // namespace onlyonce
