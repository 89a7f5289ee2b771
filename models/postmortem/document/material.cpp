// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/document/material.h"

#include "models/base/tr.h"

#include <algorithm>

namespace onlyonce {

namespace {

bool mayRead(Audience audience, Visibility visibility)
{
    return visibility == Visibility::Public || (audience == Audience::Internal && visibility == Visibility::Internal);
}

//! A hidden node's visible descendants move up to the nearest visible one.
std::vector<WhyNode> visibleWhys(std::vector<WhyNode> nodes, Audience audience)
{
    std::vector<WhyNode> visible;
    for (auto &node : nodes) {
        auto children = visibleWhys(node.children, audience);
        if (mayRead(audience, node.why.visibility)) {
            std::erase_if(node.why.evidence,
                          [audience](const WhyEvidence &each) { return !mayRead(audience, each.visibility); });
            const bool whole = std::ranges::all_of(
                node.children, [audience](const WhyNode &child) { return mayRead(audience, child.why.visibility); });
            visible.push_back({.why = node.why, .children = std::move(children)});
            if (!whole) {
                visible.back().why.causes = Causes::EachAlone;  // "only together" would count what is not there
            }
        } else {
            std::ranges::move(children, std::back_inserter(visible));
        }
    }
    return visible;
}

int countHidden(const std::vector<WhyNode> &nodes, Audience audience)
{
    int hidden = 0;
    walkWhys(nodes, [&](const WhyNode &node, int) { hidden += mayRead(audience, node.why.visibility) ? 0 : 1; });
    return hidden;
}

//! Customers get a node's text; decisions about it, and what shows it, stay inside.
void stripWhys(std::vector<WhyNode> &nodes)
{
    for (auto &node : nodes) {
        node.why.accepted.clear();
        node.why.evidence.clear();
        stripWhys(node.children);
    }
}

//! What customers never get, whatever is marked: names of people, trackers, checks.
void stripInternals(Material &material)
{
    for (auto &entry : material.timeline) {
        entry.actorName.clear();
        entry.data = {};
    }
    material.sight = {};
    material.roles.clear();
    if (!material.record) {
        return;
    }
    auto &about = material.record->postMortem;
    about.ownerName.clear();
    about.approvedByName.clear();
    about.meetingAt.reset();
    material.record->authors.clear();
    stripWhys(material.record->whys);
    for (auto &measure : material.record->countermeasures) {
        measure.ownerName.clear();
        measure.checkResult.clear();
        measure.what.effectCheck.clear();
        measure.what.link.clear();
        measure.what.dueOn.reset();
    }
}

void stripIncident(Material &material)
{
    auto &incident = material.incident;
    if (incident.visibility != Visibility::Public) {
        incident.title.clear();
        incident.services.clear();
        incident.dataCentres.clear();
    }
    const bool impactIsPublic =
        material.record && material.record->text(PostMortemField::Impact).visibility == Visibility::Public;
    if (!impactIsPublic) {
        incident.times = {};
        incident.closedAt.reset();
        material.timesAreKnown = false;
    }
    material.title = material.text(PostMortemField::ExternalTitle);
    if (material.title.isEmpty()) {
        material.title = incident.title;
    }
    if (material.title.isEmpty()) {
        material.title = tr("Incident %1").arg(incident.reference());
    }
    material.symptom = material.title;
}

void keepReadable(PostMortemRecord &record, Audience audience, int &hidden)
{
    for (auto &text : record.texts) {
        if (!mayRead(audience, text.visibility)) {
            hidden += text.markdown.isEmpty() ? 0 : 1;
            text.markdown.clear();
        }
    }
    hidden += countHidden(record.whys, audience);
    record.whys = visibleWhys(record.whys, audience);
    hidden += int(std::erase_if(record.countermeasures, [audience](const Countermeasure &measure) {
        return !mayRead(audience, measure.what.visibility);
    }));
}

//! A finding quotes what it is about.
bool isReadable(const CheckPlace &place, const Material &material, Audience audience)
{
    if (const auto *field = std::get_if<PostMortemField>(&place)) {
        return mayRead(audience, material.record->text(*field).visibility);
    }
    if (const auto *why = std::get_if<WhyId>(&place)) {
        return !pathTo(material.record->whys, *why).empty();
    }
    if (const auto *measure = std::get_if<CountermeasureId>(&place)) {
        return std::ranges::find(material.record->countermeasures, *measure, &Countermeasure::id)
            != material.record->countermeasures.end();
    }
    if (const auto *entry = std::get_if<TimelineId>(&place)) {
        return std::ranges::find(material.timeline, *entry, &TimelineEntry::id) != material.timeline.end();
    }
    return true;
}

Result<std::vector<Attachment>> evidenceFor(Transaction &transaction, IncidentId incident, Audience audience,
                                            int &hidden)
{
    auto known = attachmentsOf(transaction, incident);
    if (!known) {
        return failure(known);
    }
    hidden += int(std::erase_if(*known, [audience](const Attachment &a) { return !mayRead(audience, a.visibility); }));
    std::vector<Attachment> loaded;
    for (const auto &each : *known) {
        auto whole = attachment(transaction, each.id, largestAttached);
        if (!whole) {
            return failure(whole);
        }
        if (*whole) {
            loaded.push_back(std::move(**whole));
        }
    }
    return loaded;
}

}  // namespace

QString Material::text(PostMortemField field) const
{
    return record ? record->text(field).markdown.trimmed() : QString();
}

Result<Material> material(Transaction &transaction, const Incident &incident, Audience audience, const QTimeZone &zone)
{
    Material all{.incident = incident,
                 .title = incident.reference() + QLatin1Char(' ') + incident.title,
                 .symptom = incident.title,
                 .zone = zone};
    auto record = postMortemRecord(transaction, incident.id);
    if (!record) {
        return failure(record);
    }
    auto timeline = timelineOf(transaction, incident.id);
    if (!timeline) {
        return failure(timeline);
    }
    auto findings =
        audience == Audience::Internal ? findingsOf(transaction, incident.id) : Result<std::vector<Finding>>();
    if (!findings) {
        return failure(findings);
    }
    auto sight = incidentSight(transaction, incident);
    if (!sight) {
        return failure(sight);
    }
    auto roles = audience == Audience::Internal ? rolesOf(transaction, incident.id) : Result<std::vector<RoleHolder>>();
    if (!roles) {
        return failure(roles);
    }
    auto evidence = evidenceFor(transaction, incident.id, audience, all.restricted);
    if (!evidence) {
        return failure(evidence);
    }
    all.record = std::move(*record);
    all.timeline = std::move(*timeline);
    all.sight = std::move(*sight);
    all.roles = std::move(*roles);
    all.evidence = std::move(*evidence);

    all.changed = all.record ? all.record->postMortem.changedAt : incident.createdAt;
    for (const auto &entry : all.timeline) {
        all.changed = std::max(all.changed, entry.recordedAt);
    }
    std::erase_if(all.timeline, [](const TimelineEntry &entry) { return entry.kind == TimelineKind::PostMortem; });
    all.restricted += int(std::erase_if(
        all.timeline, [audience](const TimelineEntry &entry) { return !mayRead(audience, entry.visibility); }));
    if (all.record && audience == Audience::Internal) {
        auto reviews = reviewsOf(transaction, all.record->postMortem.id);
        if (!reviews) {
            return failure(reviews);
        }
        all.reviews = std::move(*reviews);
    }
    if (all.record) {
        keepReadable(*all.record, audience, all.restricted);
        std::ranges::copy_if(*findings, std::back_inserter(all.answered), [&](const Finding &finding) {
            return !finding.reason.isEmpty() && isReadable(finding.place, all, audience);
        });
    }
    if (audience == Audience::Public) {
        stripInternals(all);
        stripIncident(all);
        all.restricted = 0;  // how much customers do not see is no business of theirs
    }
    return all;
}

}  // namespace onlyonce
