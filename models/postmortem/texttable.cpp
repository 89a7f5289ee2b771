// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/texttable.h"

namespace onlyonce {

TextPlaces postmortemTexts()
{
    const QString ofIncident =
        QStringLiteral("postmortem_id IN (SELECT p.id FROM postmortem p WHERE p.incident_id = ?)");
    return {{.table = QStringLiteral("postmortem_field"),
             .key = QStringLiteral("postmortem_id"),
             .columns = {QStringLiteral("body")},
             .ofIncident = ofIncident,
             .versioned = true},
            {.table = QStringLiteral("why"),
             .columns = {QStringLiteral("body"), QStringLiteral("accepted")},
             .ofIncident = ofIncident,
             .versioned = true},
            {.table = QStringLiteral("finding_answer"),
             .key = QStringLiteral("postmortem_id"),
             .columns = {QStringLiteral("message"), QStringLiteral("reason")},
             .ofIncident = ofIncident},
            {.table = QStringLiteral("postmortem_comment"),
             .columns = {QStringLiteral("body")},
             .ofIncident = ofIncident,
             .versioned = true},
            {.table = QStringLiteral("postmortem_review"),
             .columns = {QStringLiteral("words")},
             .ofIncident = ofIncident,
             .versioned = true},
            {.table = QStringLiteral("countermeasure"),
             .columns = {QStringLiteral("body"), QStringLiteral("effect_check"), QStringLiteral("check_result"),
                         QStringLiteral("link")},
             .ofIncident = ofIncident,
             .versioned = true}};
}

}  // namespace onlyonce
