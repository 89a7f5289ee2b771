// SPDX-License-Identifier: GPL-3.0-or-later
// For tests that approve a post-mortem and are about something else.
#pragma once

#include "models/postmortem/checks/findings.h"

namespace onlyonce {

//! Says of every serious finding of the checks that it stays, for one and the same reason.
inline Result<> answerAll(Transaction &transaction, IncidentId incident,
                          const QString &reason = QStringLiteral("This is a test"))
{
    const auto findings = findingsOf(transaction, incident);
    if (!findings) {
        return failure(findings);
    }
    for (const Finding &finding : *findings) {
        if (finding.isOpen()) {
            ONLYONCE_TRY(answerFinding(transaction, incident, keyOf(finding), reason, {}));
        }
    }
    return {};
}

}  // namespace onlyonce
