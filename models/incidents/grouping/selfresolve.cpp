// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/grouping/selfresolve.h"

#include "models/base/log.h"
#include "models/documents/markdown.h"
#include "models/incidents/desk.h"
#include "models/incidents/grouping/ruletable.h"
#include "models/incidents/timeline/moments.h"

#include <QCoreApplication>

namespace onlyonce {

namespace {

Result<> resolve(Transaction &transaction, const ruletable::Recovered &recovered)
{
    ONLYONCE_TRY(detail::recordTime(transaction, recovered.incident, IncidentTime::Mitigated, recovered.since));
    const auto found = incident(transaction, recovered.incident);
    if (!found || !*found) {
        return found ? Result<>() : failure(found);
    }
    const QString body =
        QCoreApplication::translate("Grouping", "The rule “%1” resolves it: every alert has been over since %2 "
                                                "UTC, and nobody has taken it over")
            .arg(escapeMarkdown(recovered.rule), utcText(recovered.since, Precision::Minutes));
    const auto told = append(transaction, {.incident = recovered.incident,
                                           .kind = TimelineKind::Other,
                                           .body = body,
                                           .data = withMoments({recovered.since})});
    return told ? setStatus(transaction, recovered.incident, IncidentStatus::Resolved, (*found)->version)
                : failure(told);
}

}  // namespace

Result<bool> hasRecovered(Transaction &transaction)
{
    const auto due = ruletable::recoveredLongEnough(transaction);
    return due ? Result<bool>(!due->empty()) : failure(due);
}

Result<> resolveRecovered(Transaction &transaction)
{
    const auto due = ruletable::recoveredLongEnough(transaction);
    if (!due) {
        return failure(due);
    }
    for (const ruletable::Recovered &each : *due) {
        const auto resolved = transaction.attempt([&each](Transaction &inner) { return resolve(inner, each); });
        if (!resolved && concernsAll(resolved.error().code)) {
            return resolved;
        }
        if (!resolved) {  // it stays open, for a person to look at; alerts must come in all the same
            qCWarning(logAlerts) << "an incident cannot be resolved by its rule:" << resolved.error().message
                                 << resolved.error().detail;
        }
    }
    return {};
}

}  // namespace onlyonce
