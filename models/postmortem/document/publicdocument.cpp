// SPDX-License-Identifier: GPL-3.0-or-later
// The post-mortem for customers: what happened, and what we are doing about it. It gets only what is marked public
// (material.h), so it may show whatever it finds there; and its template can name what stands in the tables below, and
// nothing else.
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/postmortem/document/figures.h"
#include "models/postmortem/document/layout.h"
#include "models/postmortem/document/sections.h"

#include <algorithm>
#include <array>

namespace onlyonce {

namespace {

std::vector<Fact> publicCover(const Material &material)
{
    const auto &incident = material.incident;
    std::vector<Fact> facts{{tr("Reference"), incident.reference()}};
    if (!incident.services.isEmpty()) {
        facts.push_back({tr("Services"), layout::services(material)});
    }
    if (!incident.dataCentres.isEmpty()) {
        facts.push_back({tr("Locations"), layout::dataCentres(material)});
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

std::vector<Block> publicSummary(const Material &material, int level)
{
    auto blocks = layout::prose<PostMortemField::ExternalSummary>(material, level);
    return blocks.empty() ? layout::prose<PostMortemField::Summary>(material, level) : blocks;
}

std::vector<Block> publicTimeline(const Material &material, int)
{
    auto rows = sections::timeline(material, sections::Actors::Leave);
    return rows.entries.empty() ? std::vector<Block>() : std::vector<Block>{std::move(rows)};
}

std::vector<Block> publicWhys(const Material &material, int)
{
    if (!material.record || material.record->whys.empty()) {
        return {};
    }
    return {sections::whyTree(*material.record, material.symptom, sections::Detail::Causes)};
}

std::vector<Block> publicMeasures(const Material &material, int)
{
    if (!material.record || material.record->countermeasures.empty()) {
        return {};
    }
    Table table{.columns = {{.title = tr("Action"), .weight = 6},
                            {.title = tr("Purpose"), .weight = 2},
                            {.title = tr("State"), .weight = 2}}};
    for (const auto &measure : material.record->countermeasures) {
        table.rows.push_back({escapeMarkdown(measure.what.text), sections::capitalized(label(measure.what.kind)),
                              sections::capitalized(label(measure.state))});
    }
    return {std::move(table)};
}

std::vector<Block> publicEvidence(const Material &material, int)
{
    std::vector<Block> blocks;
    sections::addEvidence(blocks, material.evidence);
    return blocks;
}

QString publicTitle(const Material &material)
{
    return escapeMarkdown(material.title);
}

constexpr std::array publicSections{
    layout::SectionWriter{"summary", QT_TRANSLATE_NOOP("onlyonce", "The summary for customers, else a public one"),
                          publicSummary},
    layout::SectionWriter{"externalStory", QT_TRANSLATE_NOOP("onlyonce", "What happened, for customers"),
                          layout::prose<PostMortemField::ExternalStory>},
    layout::SectionWriter{"impact", QT_TRANSLATE_NOOP("onlyonce", "What is written of the impact"),
                          layout::prose<PostMortemField::Impact>},
    layout::SectionWriter{"leadUp", QT_TRANSLATE_NOOP("onlyonce", "What had been going on before"),
                          layout::prose<PostMortemField::LeadUp>},
    layout::SectionWriter{"trigger", QT_TRANSLATE_NOOP("onlyonce", "What set it off"),
                          layout::prose<PostMortemField::Trigger>},
    layout::SectionWriter{"detection", QT_TRANSLATE_NOOP("onlyonce", "How it was noticed"),
                          layout::prose<PostMortemField::Detection>},
    layout::SectionWriter{"response", QT_TRANSLATE_NOOP("onlyonce", "What was tried"),
                          layout::prose<PostMortemField::Response>},
    layout::SectionWriter{"recovery", QT_TRANSLATE_NOOP("onlyonce", "What brought it back"),
                          layout::prose<PostMortemField::Recovery>},
    layout::SectionWriter{"contributingFactors", QT_TRANSLATE_NOOP("onlyonce", "What had to come together"),
                          layout::prose<PostMortemField::ContributingFactors>},
    layout::SectionWriter{"timeline", QT_TRANSLATE_NOOP("onlyonce", "Entries of the timeline that are public"),
                          publicTimeline},
    layout::SectionWriter{"whyTree", QT_TRANSLATE_NOOP("onlyonce", "Whys that are public"), publicWhys},
    layout::SectionWriter{"externalActions", QT_TRANSLATE_NOOP("onlyonce", "What we are doing, for customers"),
                          layout::prose<PostMortemField::ExternalActions>},
    layout::SectionWriter{"countermeasures", QT_TRANSLATE_NOOP("onlyonce", "Countermeasures that are public"),
                          publicMeasures},
    layout::SectionWriter{"lessons", QT_TRANSLATE_NOOP("onlyonce", "What we learned"),
                          layout::prose<PostMortemField::Lessons>},
    layout::SectionWriter{"wentWell", QT_TRANSLATE_NOOP("onlyonce", "What went well"),
                          layout::prose<PostMortemField::WentWell>},
    layout::SectionWriter{"wentBadly", QT_TRANSLATE_NOOP("onlyonce", "What went badly"),
                          layout::prose<PostMortemField::WentBadly>},
    layout::SectionWriter{"gotLucky", QT_TRANSLATE_NOOP("onlyonce", "Where we got lucky"),
                          layout::prose<PostMortemField::GotLucky>},
    layout::SectionWriter{"evidence", QT_TRANSLATE_NOOP("onlyonce", "Files that are public"), publicEvidence},
};

constexpr std::array publicValues{
    layout::ValueWriter{"number", QT_TRANSLATE_NOOP("onlyonce", "INC-17"), layout::number},
    layout::ValueWriter{"title", QT_TRANSLATE_NOOP("onlyonce", "The title for customers"), publicTitle},
    layout::ValueWriter{"services", QT_TRANSLATE_NOOP("onlyonce", "Services that were hit"), layout::services},
    layout::ValueWriter{"dataCentres", QT_TRANSLATE_NOOP("onlyonce", "Data centres that were hit"),
                        layout::dataCentres},
    layout::ValueWriter{"started", QT_TRANSLATE_NOOP("onlyonce", "When it began"), layout::time<IncidentTime::Started>},
    layout::ValueWriter{"mitigated", QT_TRANSLATE_NOOP("onlyonce", "When customers had the service back"),
                        layout::time<IncidentTime::Mitigated>},
    layout::ValueWriter{"duration", QT_TRANSLATE_NOOP("onlyonce", "From its start until it was mitigated"),
                        layout::duration},
};

}  // namespace

layout::Writers layout::publicWriters()
{
    return {.sections = publicSections, .values = publicValues};
}

Document publicDocument(const Material &material, const DocumentTemplate &layout)
{
    auto laidOut = layout::layOut(layout, layout::publicWriters(), material);
    if (laidOut.isEmpty) {
        laidOut.blocks.insert(laidOut.blocks.begin(), Paragraph{tr("No details have been published yet.")});
    }
    return {.title = material.title,
            .subtitle = tr("What happened, and what we are doing about it"),
            .facts = publicCover(material),
            .created = material.changed,
            .blocks = std::move(laidOut.blocks)};
}

}  // namespace onlyonce
