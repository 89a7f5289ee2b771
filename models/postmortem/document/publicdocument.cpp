// SPDX-License-Identifier: GPL-3.0-or-later
// The post-mortem for customers: what happened, and what we are doing about it. It gets only what is marked public
// (material.h), so it may show whatever it finds there.
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/postmortem/document/figures.h"
#include "models/postmortem/document/sections.h"

#include <algorithm>

namespace onlyonce {

namespace {

QString joined(const QStringList &names)
{
    QStringList escaped;
    for (const auto &name : names) {
        escaped << escapeMarkdown(name);
    }
    return escaped.join(QStringLiteral(", "));
}

std::vector<Fact> publicCover(const Material &material)
{
    const auto &incident = material.incident;
    std::vector<Fact> facts{{tr("Reference"), incident.reference()}};
    if (!incident.services.isEmpty()) {
        facts.push_back({tr("Services"), joined(incident.services)});
    }
    if (!incident.dataCentres.isEmpty()) {
        facts.push_back({tr("Locations"), joined(incident.dataCentres)});
    }
    const auto &started = incident.time(IncidentTime::Started);
    const auto &restored = incident.time(IncidentTime::Mitigated);
    if (started) {
        facts.push_back({tr("Began"), sections::moment(*started, material.zone)});
    }
    if (restored) {
        facts.push_back({tr("Service restored"), sections::moment(*restored, material.zone)});
    }
    if (started && restored && *started <= *restored) {
        facts.push_back({tr("Duration"), exactText(*restored - *started)});
    }
    return facts;
}

void addSummary(std::vector<Block> &blocks, const Material &material)
{
    const QString written = material.text(PostMortemField::ExternalSummary);
    sections::addProse(blocks, 1, tr("Summary"), written.isEmpty() ? material.text(PostMortemField::Summary) : written);
}

//! A section exists when something stands in it.
void addSection(std::vector<Block> &blocks, const QString &title, std::vector<Block> content)
{
    if (!content.empty()) {
        blocks.push_back(Heading{1, title});
        std::ranges::move(content, std::back_inserter(blocks));
    }
}

std::vector<Block> whatHappened(const Material &material)
{
    using enum PostMortemField;
    std::vector<Block> content;
    if (const QString story = material.text(ExternalStory); !story.isEmpty()) {
        content.push_back(Paragraph{story});
    }
    for (const auto field : {Impact, LeadUp, Trigger, Detection, Response, Recovery, ContributingFactors}) {
        sections::addProse(content, 2, label(field), material.text(field));
    }
    if (auto rows = sections::timeline(material, sections::Actors::Leave); !rows.entries.empty()) {
        content.push_back(Heading{2, tr("Timeline")});
        content.push_back(std::move(rows));
    }
    if (material.record && !material.record->whys.empty()) {
        content.push_back(Heading{2, tr("Why it happened")});
        content.push_back(sections::whyTree(*material.record, material.symptom, sections::Detail::Causes));
    }
    return content;
}

std::vector<Block> whatWeDo(const Material &material)
{
    std::vector<Block> content;
    if (const QString actions = material.text(PostMortemField::ExternalActions); !actions.isEmpty()) {
        content.push_back(Paragraph{actions});
    }
    if (material.record && !material.record->countermeasures.empty()) {
        Table table{.columns = {{.title = tr("Action"), .weight = 6},
                                {.title = tr("Purpose"), .weight = 2},
                                {.title = tr("State"), .weight = 2}}};
        for (const auto &measure : material.record->countermeasures) {
            table.rows.push_back({escapeMarkdown(measure.what.text), sections::capitalized(label(measure.what.kind)),
                                  sections::capitalized(label(measure.state))});
        }
        content.push_back(std::move(table));
    }
    return content;
}

std::vector<Block> whatWeLearned(const Material &material)
{
    using enum PostMortemField;
    std::vector<Block> content;
    if (const QString lessons = material.text(Lessons); !lessons.isEmpty()) {
        content.push_back(Paragraph{lessons});
    }
    for (const auto field : {WentWell, WentBadly, GotLucky}) {
        sections::addProse(content, 2, label(field), material.text(field));
    }
    return content;
}

}  // namespace

Document publicDocument(const Material &material)
{
    Document document{.title = material.title,
                      .subtitle = tr("What happened, and what we are doing about it"),
                      .facts = publicCover(material),
                      .created = material.changed};
    auto &blocks = document.blocks;
    addSummary(blocks, material);
    addSection(blocks, tr("What happened"), whatHappened(material));
    addSection(blocks, tr("What we are doing"), whatWeDo(material));
    addSection(blocks, tr("What we learned"), whatWeLearned(material));
    std::vector<Block> evidence;
    sections::addEvidence(evidence, material.evidence);
    addSection(blocks, tr("Details"), std::move(evidence));
    if (blocks.empty()) {
        blocks.push_back(Paragraph{tr("No details have been published yet.")});
    }
    return document;
}

}  // namespace onlyonce
