// SPDX-License-Identifier: GPL-3.0-or-later
// The post-mortem for the company, in the order that experts agree on: figures and timeline before causes, causes before
// countermeasures. What a reader must be able to rely on being there says "Not recorded."; the rest is left out when empty.
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/postmortem/document/figures.h"
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

QString escapedList(const QStringList &names)
{
    QStringList escaped;
    for (const auto &name : names) {
        escaped << escapeMarkdown(name);
    }
    return escaped.join(QStringLiteral(", "));
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
    }
    if (!incident.services.isEmpty()) {
        facts.push_back({tr("Services"), escapedList(incident.services)});
    }
    if (!incident.dataCentres.isEmpty()) {
        facts.push_back({tr("Data centres"), escapedList(incident.dataCentres)});
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
                                                  escapeMarkdown(about.approvedByName))});
    }
    return facts;
}

void addImpact(std::vector<Block> &blocks, const Material &material)
{
    blocks.push_back(Heading{1, tr("Impact")});
    if (const QString prose = material.text(PostMortemField::Impact); !prose.isEmpty()) {
        blocks.push_back(Paragraph{prose});
    }
    if (const QString tests = testsText(material.sight); !tests.isEmpty()) {
        blocks.push_back(Paragraph{tests + QLatin1Char('.')});
    }
    blocks.push_back(sections::figures(material.incident));
}

//! What is measured, then what people write of it.
void addDetection(std::vector<Block> &blocks, const Material &material)
{
    const IncidentSight &sight = material.sight;
    QStringList sentences;
    if (const auto &measured = sight.delay.measured) {
        sentences << detectionText(sight) + QLatin1Char('.')
                  << (*measured > detectionWindow              ? tr("That is beyond the window of 60 s.")
                      : *sight.delay.worst() > detectionWindow ? tr("At worst that is beyond the window of 60 s.")
                                                               : tr("That is within the window of 60 s."));
    }
    if (!sight.probes.isEmpty()) {
        const QString places = escapedList(sight.probes);
        sentences << (sight.now.looking > 0
                          ? tr("Seen to fail from %1 of %2 places: %3.")
                                .arg(QString::number(sight.probes.size()), QString::number(sight.now.looking), places)
                          : tr("Seen to fail from %1.").arg(places));
    }
    const QString prose = material.text(PostMortemField::Detection);
    if (sentences.isEmpty() && prose.isEmpty()) {
        return;
    }
    blocks.push_back(Heading{1, label(PostMortemField::Detection)});
    if (!sentences.isEmpty()) {
        blocks.push_back(Paragraph{sentences.join(QLatin1Char(' '))});
    }
    if (!prose.isEmpty()) {
        blocks.push_back(Paragraph{prose});
    }
}

void addTimeline(std::vector<Block> &blocks, const Material &material)
{
    blocks.push_back(Heading{1, tr("Timeline")});
    auto rows = sections::timeline(material, sections::Actors::Show);
    if (rows.entries.empty()) {
        sections::addNotRecorded(blocks);
    } else {
        blocks.push_back(std::move(rows));
    }
}

void addFields(std::vector<Block> &blocks, const Material &material, std::initializer_list<PostMortemField> fields)
{
    for (const auto field : fields) {
        sections::addProse(blocks, 1, label(field), material.text(field));
    }
}

void addRoot(std::vector<Block> &blocks, const PostMortemRecord &record, const Why &root, size_t number,
             const QString &symptom)
{
    blocks.push_back(Heading{2, tr("Root cause %1: %2, %3").arg(number).arg(label(*root.root), label(root.state))});
    List reading{.ordered = true};
    const auto path = pathTo(record.whys, root.id);
    for (auto why = path.rbegin(); why != path.rend(); ++why) {
        const QString text = escapeMarkdown(why->text);
        reading.items.push_back(
            {why == path.rbegin() ? QStringLiteral("**%1**").arg(text) : tr("Therefore: %1").arg(text)});
    }
    reading.items.push_back({tr("Therefore: %1").arg(escapeMarkdown(symptom))});
    blocks.push_back(std::move(reading));

    if (!root.accepted.isEmpty()) {
        blocks.push_back(Callout{Tone::Info, tr("Decided not to act"), escapeMarkdown(root.accepted)});
    } else if (record.answering(root.id).empty()) {
        blocks.push_back(
            Callout{Tone::Warning, tr("Not answered yet"),
                    tr("No countermeasure, and no decision not to act, is recorded for this root cause.")});
    }
}

void addCauses(std::vector<Block> &blocks, const Material &material)
{
    blocks.push_back(Heading{1, tr("Why tree")});
    const bool any = material.record && !material.record->whys.empty();
    if (!any) {
        sections::addNotRecorded(blocks);
    } else {
        blocks.push_back(whyPicture(*material.record, material.symptom));
    }
    blocks.push_back(Heading{1, tr("Root causes")});
    const auto roots = any ? material.record->roots() : std::vector<Why>();
    if (roots.empty()) {
        sections::addNotRecorded(blocks);
    }
    for (size_t i = 0; i < roots.size(); ++i) {
        addRoot(blocks, *material.record, roots[i], i + 1, material.symptom);
    }
}

QString answered(const PostMortemRecord &record, const std::vector<Why> &roots, WhyId why)
{
    if (!why) {
        return tr("–");
    }
    const auto found = std::ranges::find(roots, why, &Why::id);
    if (found != roots.end()) {
        return tr("Root cause %1").arg(found - roots.begin() + 1);
    }
    const auto path = pathTo(record.whys, why);
    return path.empty() ? tr("–") : escapeMarkdown(path.back().text);
}

void addCountermeasures(std::vector<Block> &blocks, const Material &material)
{
    blocks.push_back(Heading{1, tr("Countermeasures")});
    if (!material.record || material.record->countermeasures.empty()) {
        sections::addNotRecorded(blocks);
        return;
    }
    const auto &record = *material.record;
    const auto roots = record.roots();
    Table table{.columns = {{.title = tr("Countermeasure"), .weight = 5},
                            {.title = tr("Answers"), .weight = 2},
                            {.title = tr("Kind"), .weight = 1.5},
                            {.title = tr("Owner"), .weight = 2},
                            {.title = tr("Due"), .weight = 2},
                            {.title = tr("State"), .weight = 1.5},
                            {.title = tr("Check of its effect"), .weight = 4}}};
    for (const auto &measure : record.countermeasures) {
        const auto &what = measure.what;
        QString text = escapeMarkdown(what.text);
        if (!what.link.isEmpty()) {
            text += QStringLiteral("\n<%1>").arg(what.link);
        }
        QString check = what.effectCheck.isEmpty() ? tr("None") : escapeMarkdown(what.effectCheck);
        if (measure.checkedAt) {
            check += QLatin1Char('\n')
                   + tr("%1: %2").arg(sections::moment(*measure.checkedAt, material.zone),
                                      escapeMarkdown(measure.checkResult));
        }
        table.rows.push_back({text, answered(record, roots, what.why), sections::capitalized(label(what.kind)),
                              what.owner ? escapeMarkdown(measure.ownerName) : tr("Nobody yet"),
                              what.dueOn ? what.dueOn->toString(Qt::ISODate) : tr("No date"),
                              sections::capitalized(label(measure.state)), check});
    }
    blocks.push_back(std::move(table));
}

void addMessage(std::vector<Block> &blocks, const Material &material)
{
    std::vector<Block> message;
    for (const auto field : {PostMortemField::ExternalTitle, PostMortemField::ExternalSummary,
                             PostMortemField::ExternalStory, PostMortemField::ExternalActions}) {
        sections::addProse(message, 2, label(field), material.text(field));
    }
    if (!message.empty()) {
        blocks.push_back(Heading{1, tr("Message to customers")});
        std::ranges::move(message, std::back_inserter(blocks));
    }
}

//! What the checks ask about and what people decided to leave, so that nobody has to ask again.
void addAnswered(std::vector<Block> &blocks, const Material &material)
{
    if (material.answered.empty()) {
        return;
    }
    blocks.push_back(Heading{1, tr("Known and left as it is")});
    Table table{
        .columns = {{.title = tr("What the checks found"), .weight = 1}, {.title = tr("Why it stays"), .weight = 1}}};
    for (const Finding &finding : material.answered) {
        table.rows.push_back({escapeMarkdown(finding.message), escapeMarkdown(finding.reason)});
    }
    blocks.push_back(std::move(table));
}

}  // namespace

Document internalDocument(const Material &material)
{
    using enum PostMortemField;
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
    blocks.push_back(Heading{1, label(Summary)});
    if (const QString summary = material.text(Summary); !summary.isEmpty()) {
        blocks.push_back(Paragraph{summary});
    } else {
        sections::addNotRecorded(blocks);
    }
    addImpact(blocks, material);
    addTimeline(blocks, material);
    addFields(blocks, material, {LeadUp, Trigger});
    addDetection(blocks, material);
    addFields(blocks, material, {Response, Recovery, ContributingFactors});
    addCauses(blocks, material);
    addFields(blocks, material, {WentWell, WentBadly, GotLucky});
    addCountermeasures(blocks, material);
    addFields(blocks, material, {Lessons});
    addAnswered(blocks, material);
    addMessage(blocks, material);
    if (!material.evidence.empty()) {
        blocks.push_back(Heading{1, tr("Evidence")});
        sections::addEvidence(blocks, material.evidence);
    }
    if (material.restricted > 0) {
        blocks.push_back(
            Callout{Tone::Info, tr("Not complete"),
                    tr("Restricted entries that are left out of this document: %1.").arg(material.restricted)});
    }
    return document;
}

}  // namespace onlyonce
