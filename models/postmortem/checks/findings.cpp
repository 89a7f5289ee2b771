// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/checks/findings.h"

#include "models/base/tr.h"
#include "models/catalog/people.h"
#include "models/catalog/places.h"
#include "models/incidents/desk.h"
#include "models/postmortem/checks/findingtable.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr int longestReason = 2'000;

Result<Surroundings> surroundingsOf(Transaction &transaction, IncidentId id)
{
    auto about = incident(transaction, id);
    auto timeline = timelineOf(transaction, id);
    const auto people = allPeople(transaction);
    const auto services = allServices(transaction);
    if (!about) {
        return failure(about);
    }
    if (!timeline) {
        return failure(timeline);
    }
    if (!people) {
        return failure(people);
    }
    if (!services) {
        return failure(services);
    }
    Surroundings around{.incident = std::move(*about), .timeline = std::move(*timeline)};
    for (const Person &person : *people) {
        around.people << person.name;
    }
    for (const Service &service : *services) {
        around.services << service.name;
    }
    return around;
}

Result<std::vector<Finding>> findingsIn(Transaction &transaction, const PostMortemRecord &record)
{
    auto around = surroundingsOf(transaction, record.postMortem.incident);
    const auto answers = findingtable::all(transaction, record.postMortem.id);
    if (!around) {
        return failure(around);
    }
    auto reviews = reviewsOf(transaction, record.postMortem.id);
    if (!answers || !reviews) {
        return answers ? failure(reviews) : failure(answers);
    }
    around->reviews = std::move(*reviews);
    auto findings = checkPostMortem(record, *around);
    for (Finding &finding : findings) {
        const auto answer = std::ranges::find(*answers, keyOf(finding), &findingtable::Answer::key);
        if (answer != answers->end() && answer->message == finding.message) {
            finding.reason = answer->reason;
        }
    }
    return findings;
}

}  // namespace

Result<std::vector<Finding>> findingsOf(Transaction &transaction, IncidentId incident)
{
    const auto record = postMortemRecord(transaction, incident);
    if (!record) {
        return failure(record);
    }
    return *record ? findingsIn(transaction, **record) : Result<std::vector<Finding>>();
}

Result<> answerFinding(Transaction &transaction, IncidentId incident, const QString &key, const QString &reason,
                       const QString &before)
{
    const QString trimmed = reason.trimmed();
    ONLYONCE_TRY(detail::checkText(trimmed, tr("The reason"), longestReason));
    const auto record = postMortemRecord(transaction, incident);
    if (!record) {
        return failure(record);
    }
    const auto findings = *record ? findingsIn(transaction, **record) : Result<std::vector<Finding>>();
    if (!findings) {
        return failure(findings);
    }
    const auto finding = std::ranges::find(*findings, key, keyOf);
    if (finding == findings->end()) {
        return fail(ErrorCode::NotFound, tr("Nothing is found there any more: somebody has mended it."));
    }
    const auto about = detail::postMortemToEdit(transaction, (*record)->postMortem.id);
    if (!about) {
        return failure(about);
    }
    if (trimmed.isEmpty() && before.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("Write why it stays as it is."));
    }
    if (finding->reason == trimmed) {
        return {};
    }
    if (finding->reason != before) {
        return detail::conflictError(tr("The reason"), {.theirs = finding->reason, .yours = trimmed});
    }
    ONLYONCE_TRY(trimmed.isEmpty() ? findingtable::remove(transaction, about->id, key)
                                   : findingtable::put(transaction, about->id,
                                                       {.key = key, .message = finding->message, .reason = trimmed}));
    ONLYONCE_TRY(detail::postMortemChanged(transaction, about->id));
    return recordChange(transaction, {.entity = QStringLiteral("postmortem"),
                                      .entityId = about->id.value,
                                      .field = QStringLiteral("finding ") + key,
                                      .oldValue = finding->reason,
                                      .newValue = trimmed});
}

QJsonObject toJson(const Finding &finding)
{
    return {{QStringLiteral("finding"), keyOf(finding)},          {QStringLiteral("rule"), toText(finding.rule)},
            {QStringLiteral("weight"), toText(finding.weight)},   {QStringLiteral("message"), finding.message},
            {QStringLiteral("explanation"), finding.explanation}, {QStringLiteral("reason"), finding.reason}};
}

namespace detail {

Result<> requireAnswered(Transaction &transaction, const PostMortem &postMortem)
{
    const auto findings = findingsOf(transaction, postMortem.incident);
    if (!findings) {
        return failure(findings);
    }
    const auto open = std::ranges::count_if(*findings, &Finding::isOpen);
    if (open == 0) {
        return {};
    }
    const QString first = std::ranges::find_if(*findings, &Finding::isOpen)->message;
    return fail(
        ErrorCode::Invalid,
        open == 1
            ? tr("One serious finding has no answer yet: %1 Mend it, or write why it stays; then approve.").arg(first)
            : tr("%1 serious findings have no answer yet. The first: %2 Mend them, or write why they "
                 "stay; then approve.")
                  .arg(open)
                  .arg(first));
}

}  // namespace detail

}  // namespace onlyonce
