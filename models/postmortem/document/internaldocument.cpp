// SPDX-License-Identifier: GPL-3.0-or-later
// The post-mortem for the company: its cover, and what its template orders. That it was a drill, or is not complete, stands in
// it whatever the template says.
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/postmortem/document/layout.h"
#include "models/postmortem/document/sections.h"

#include <algorithm>

namespace onlyonce {

namespace {

QString statusText(const Incident &incident)
{
    return incident.resolution ? tr("%1 (%2)").arg(label(incident.status), label(*incident.resolution))
                               : label(incident.status);
}

QString timeText(const Material &material, IncidentTime which)
{
    const auto &time = material.incident.time(which);
    return time ? sections::moment(*time, material.zone) : tr("Not recorded");
}

std::vector<Fact> cover(const Material &material)
{
    const auto &incident = material.incident;
    std::vector<Fact> facts{{tr("Incident"), incident.reference()},
                            {tr("Severity"), incident.catastrophic
                                                 ? tr("%1, catastrophic").arg(toText(incident.severity))
                                                 : toText(incident.severity)},
                            {tr("Incident status"), statusText(incident)}};
    if (!material.record) {
        facts.push_back({tr("Post-mortem"), tr("Not begun")});
    } else {
        const auto &about = material.record->postMortem;
        facts.push_back({tr("Post-mortem"), sections::capitalized(label(about.status))});
        facts.push_back({tr("Owner"), about.owner ? escapeMarkdown(about.ownerName) : tr("Nobody yet")});
        if (!material.record->authors.isEmpty()) {
            facts.push_back({tr("Authors"), layout::listed(material.record->authors)});
        }
        if (about.meetingAt) {
            facts.push_back({tr("Meeting"), sections::moment(*about.meetingAt, material.zone)});
        }
    }
    if (!material.roles.empty()) {
        facts.push_back({tr("Roles"), layout::roles(material)});
    }
    if (!incident.services.isEmpty()) {
        facts.push_back({tr("Services"), layout::services(material)});
    }
    if (!incident.dataCentres.isEmpty()) {
        facts.push_back({tr("Data centres"), layout::dataCentres(material)});
    }
    for (const auto which : allIncidentTimes) {
        const bool wanted =
            which == IncidentTime::Started || which == IncidentTime::Mitigated || which == IncidentTime::Resolved;
        if (wanted || incident.time(which)) {
            facts.push_back({label(which), timeText(material, which)});
        }
    }
    if (material.record && material.record->postMortem.approvedAt) {
        const auto &about = material.record->postMortem;
        facts.push_back({tr("Approved"), tr("%1 by %2")
                                             .arg(sections::moment(*about.approvedAt, material.zone),
                                                  isolated(escapeMarkdown(about.approvedByName)))});
    }
    return facts;
}

}  // namespace

Document internalDocument(const Material &material, const DocumentTemplate &layout)
{
    Document document{.title = material.title,
                      .subtitle = tr("Post-mortem"),
                      .author = material.record ? material.record->postMortem.ownerName : QString(),
                      .notice = tr("Internal"),
                      .facts = cover(material),
                      .created = material.changed};
    auto &blocks = document.blocks;
    if (material.incident.drill) {
        blocks.push_back(Callout{Tone::Info, tr("This was a drill"), tr("No customer was affected.")});
    }
    std::ranges::move(layout::layOut(layout, layout::internalWriters(), material).blocks, std::back_inserter(blocks));
    if (material.restricted > 0) {
        blocks.push_back(
            Callout{Tone::Info, tr("Not complete"),
                    tr("Restricted entries that are left out of this document: %1.").arg(material.restricted)});
    }
    return document;
}

}  // namespace onlyonce
