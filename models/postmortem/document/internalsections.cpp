// SPDX-License-Identifier: GPL-3.0-or-later
// What the template of the document for colleagues may name. What a reader must be able to rely on being there says "Not
// recorded."; the rest is left out when empty.
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/postmortem/document/figures.h"
#include "models/postmortem/document/layout.h"
#include "models/postmortem/document/sections.h"

#include <algorithm>
#include <array>

namespace onlyonce {

namespace {

constexpr int deepestHeading = 4;

std::vector<Block> notRecorded()
{
    std::vector<Block> blocks;
    sections::addNotRecorded(blocks);
    return blocks;
}

std::vector<Block> summaryOf(const Material &material, int level)
{
    auto blocks = layout::prose<PostMortemField::Summary>(material, level);
    return blocks.empty() ? notRecorded() : blocks;
}

std::vector<Block> impactOf(const Material &material, int level)
{
    auto blocks = layout::prose<PostMortemField::Impact>(material, level);
    if (const QString tests = testsText(material.sight); !tests.isEmpty()) {
        blocks.push_back(Paragraph{tests + QLatin1Char('.')});
    }
    return blocks;
}

std::vector<Block> figuresOf(const Material &material, int)
{
    return {sections::figures(material.incident)};
}

std::vector<Block> timelineOfAll(const Material &material, int)
{
    auto rows = sections::timeline(material, sections::Actors::Show);
    return rows.entries.empty() ? notRecorded() : std::vector<Block>{std::move(rows)};
}

//! What is measured, then what people write of it.
std::vector<Block> detectionOf(const Material &material, int level)
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
        const QString places = layout::listed(sight.probes);
        sentences << (sight.now.looking > 0
                          ? tr("Seen to fail from %1 of %2 places: %3.")
                                .arg(QString::number(sight.probes.size()), QString::number(sight.now.looking), places)
                          : tr("Seen to fail from %1.").arg(places));
    }
    auto blocks = layout::prose<PostMortemField::Detection>(material, level);
    if (!sentences.isEmpty()) {
        blocks.insert(blocks.begin(), Paragraph{sentences.join(QLatin1Char(' '))});
    }
    return blocks;
}

bool hasWhys(const Material &material)
{
    return material.record && !material.record->whys.empty();
}

std::vector<Block> treeOf(const Material &material, int)
{
    return hasWhys(material) ? std::vector<Block>{whyPicture(*material.record, material.symptom)} : notRecorded();
}

void addRoot(std::vector<Block> &blocks, const PostMortemRecord &record, const Why &root, size_t number,
             const QString &symptom, int level)
{
    blocks.push_back(Heading{level, tr("Root cause %1: %2, %3").arg(number).arg(label(*root.root), label(root.state))});
    List reading{.ordered = true};
    const auto path = pathTo(record.whys, root.id);
    for (auto why = path.rbegin(); why != path.rend(); ++why) {
        const QString text = escapeMarkdown(why->text);
        reading.items.push_back(
            {why == path.rbegin() ? QStringLiteral("**%1**").arg(text) : tr("Therefore: %1").arg(isolated(text))});
    }
    reading.items.push_back({tr("Therefore: %1").arg(isolated(escapeMarkdown(symptom)))});
    blocks.push_back(std::move(reading));

    if (!root.accepted.isEmpty()) {
        blocks.push_back(Callout{Tone::Info, tr("Decided not to act"), escapeMarkdown(root.accepted)});
    } else if (record.answering(root.id).empty()) {
        blocks.push_back(
            Callout{Tone::Warning, tr("Not answered yet"),
                    tr("No countermeasure, and no decision not to act, is recorded for this root cause.")});
    }
}

std::vector<Block> rootsOf(const Material &material, int level)
{
    const auto roots = hasWhys(material) ? material.record->roots() : std::vector<Why>();
    if (roots.empty()) {
        return notRecorded();
    }
    std::vector<Block> blocks;
    for (size_t i = 0; i < roots.size(); ++i) {
        addRoot(blocks, *material.record, roots[i], i + 1, material.symptom, std::min(level + 1, deepestHeading));
    }
    return blocks;
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
    constexpr qsizetype enoughToFindIt = 100;  // the why tree has the whole
    return path.empty() ? tr("–") : escapeMarkdown(shortLine(path.back().text, enoughToFindIt));
}

std::vector<Block> measuresOf(const Material &material, int)
{
    if (!material.record || material.record->countermeasures.empty()) {
        return notRecorded();
    }
    const auto &record = *material.record;
    const auto roots = record.roots();
    Table table{.columns = {{.title = tr("Countermeasure"), .weight = 5},
                            {.title = tr("Answers"), .weight = 2},
                            {.title = tr("Kind"), .weight = 1.5},
                            {.title = tr("Owner"), .weight = 2},
                            {.title = tr("Due"), .weight = 2},
                            {.title = tr("State"), .weight = 1.5},
                            {.title = tr("Check of its effect"), .weight = 5}}};
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
                                      isolated(escapeMarkdown(measure.checkResult)));
        }
        table.rows.push_back({text, answered(record, roots, what.why), sections::capitalized(label(what.kind)),
                              what.owner ? escapeMarkdown(measure.ownerName) : tr("Nobody yet"),
                              what.dueOn ? what.dueOn->toString(Qt::ISODate) : tr("No date"),
                              sections::capitalized(label(measure.state)), check});
    }
    return {std::move(table)};
}

//! What the checks ask about and what people decided to leave, so that nobody has to ask again.
std::vector<Block> acceptedOf(const Material &material, int)
{
    if (material.answered.empty()) {
        return {};
    }
    Table table{
        .columns = {{.title = tr("What the checks found"), .weight = 1}, {.title = tr("Why it stays"), .weight = 1}}};
    for (const Finding &finding : material.answered) {
        table.rows.push_back({escapeMarkdown(finding.message), escapeMarkdown(finding.reason)});
    }
    return {std::move(table)};
}

std::vector<Block> evidenceOf(const Material &material, int)
{
    std::vector<Block> blocks;
    sections::addEvidence(blocks, material.evidence);
    return blocks;
}

//! Who looked at it and what they think, and who has approved it. What they wrote to each other is theirs.
std::vector<Block> approvalsOf(const Material &material, int)
{
    Table table{.columns = {{.title = tr("Who"), .weight = 2},
                            {.title = tr("What they say"), .weight = 2},
                            {.title = tr("When"), .weight = 3}}};
    for (const Review &review : material.reviews) {
        const QString says = review.answer == ReviewAnswer::Agrees       ? tr("Agrees")
                           : review.answer == ReviewAnswer::WantsChanges ? tr("Wants changes")
                                                                         : tr("Asked, not heard yet");
        table.rows.push_back({escapeMarkdown(review.personName), says,
                              sections::moment(review.answeredAt.value_or(review.askedAt), material.zone)});
    }
    if (material.record && material.record->postMortem.approvedAt) {
        const auto &about = material.record->postMortem;
        table.rows.push_back({escapeMarkdown(about.approvedByName), tr("Approved it"),
                              sections::moment(*about.approvedAt, material.zone)});
    }
    return table.rows.empty() ? std::vector<Block>() : std::vector<Block>{std::move(table)};
}

QString titleOf(const Material &material)
{
    return escapeMarkdown(material.incident.title);
}

QString severityOf(const Material &material)
{
    return toText(material.incident.severity);
}

QString statusOf(const Material &material)
{
    return label(material.incident.status);
}

QString ownerOf(const Material &material)
{
    return material.record ? escapeMarkdown(material.record->postMortem.ownerName) : QString();
}

QString authorsOf(const Material &material)
{
    return material.record ? layout::listed(material.record->authors) : QString();
}

QString meetingOf(const Material &material)
{
    const auto at = material.record ? material.record->postMortem.meetingAt : std::nullopt;
    return at ? sections::moment(*at, material.zone) : QString();
}

constexpr std::array internalSections{
    layout::SectionWriter{"summary", QT_TRANSLATE_NOOP("onlyonce", "The summary"), summaryOf},
    layout::SectionWriter{"impact", QT_TRANSLATE_NOOP("onlyonce", "What is written of the impact"), impactOf},
    layout::SectionWriter{"figures", QT_TRANSLATE_NOOP("onlyonce", "The impact in numbers"), figuresOf},
    layout::SectionWriter{"timeline", QT_TRANSLATE_NOOP("onlyonce", "The timeline"), timelineOfAll},
    layout::SectionWriter{"leadUp", QT_TRANSLATE_NOOP("onlyonce", "What had been going on before"),
                          layout::prose<PostMortemField::LeadUp>},
    layout::SectionWriter{"trigger", QT_TRANSLATE_NOOP("onlyonce", "What set it off"),
                          layout::prose<PostMortemField::Trigger>},
    layout::SectionWriter{"detection", QT_TRANSLATE_NOOP("onlyonce", "How it was noticed, and how late"), detectionOf},
    layout::SectionWriter{"response", QT_TRANSLATE_NOOP("onlyonce", "What was tried"),
                          layout::prose<PostMortemField::Response>},
    layout::SectionWriter{"recovery", QT_TRANSLATE_NOOP("onlyonce", "What brought it back"),
                          layout::prose<PostMortemField::Recovery>},
    layout::SectionWriter{"contributingFactors", QT_TRANSLATE_NOOP("onlyonce", "What had to come together"),
                          layout::prose<PostMortemField::ContributingFactors>},
    layout::SectionWriter{"whyTree", QT_TRANSLATE_NOOP("onlyonce", "The whys as a picture"), treeOf},
    layout::SectionWriter{"rootCauses", QT_TRANSLATE_NOOP("onlyonce", "Each root cause, read upward"), rootsOf},
    layout::SectionWriter{"wentWell", QT_TRANSLATE_NOOP("onlyonce", "What went well"),
                          layout::prose<PostMortemField::WentWell>},
    layout::SectionWriter{"wentBadly", QT_TRANSLATE_NOOP("onlyonce", "What went badly"),
                          layout::prose<PostMortemField::WentBadly>},
    layout::SectionWriter{"gotLucky", QT_TRANSLATE_NOOP("onlyonce", "Where we got lucky"),
                          layout::prose<PostMortemField::GotLucky>},
    layout::SectionWriter{"countermeasures", QT_TRANSLATE_NOOP("onlyonce", "The countermeasures"), measuresOf},
    layout::SectionWriter{"lessons", QT_TRANSLATE_NOOP("onlyonce", "What we learned"),
                          layout::prose<PostMortemField::Lessons>},
    layout::SectionWriter{"acceptedFindings",
                          QT_TRANSLATE_NOOP("onlyonce", "Findings of the checks that stay, with the reasons"),
                          acceptedOf},
    layout::SectionWriter{"externalTitle", QT_TRANSLATE_NOOP("onlyonce", "The title for customers"),
                          layout::prose<PostMortemField::ExternalTitle>},
    layout::SectionWriter{"externalSummary", QT_TRANSLATE_NOOP("onlyonce", "The summary for customers"),
                          layout::prose<PostMortemField::ExternalSummary>},
    layout::SectionWriter{"externalStory", QT_TRANSLATE_NOOP("onlyonce", "What happened, for customers"),
                          layout::prose<PostMortemField::ExternalStory>},
    layout::SectionWriter{"externalActions", QT_TRANSLATE_NOOP("onlyonce", "What we are doing, for customers"),
                          layout::prose<PostMortemField::ExternalActions>},
    layout::SectionWriter{"evidence", QT_TRANSLATE_NOOP("onlyonce", "Files, code, pictures"), evidenceOf},
    layout::SectionWriter{"approvals", QT_TRANSLATE_NOOP("onlyonce", "Who reviewed it, and who approved it"),
                          approvalsOf},
};

constexpr std::array internalValues{
    layout::ValueWriter{"number", QT_TRANSLATE_NOOP("onlyonce", "INC-17"), layout::number},
    layout::ValueWriter{"title", QT_TRANSLATE_NOOP("onlyonce", "The incident's title"), titleOf},
    layout::ValueWriter{"severity", QT_TRANSLATE_NOOP("onlyonce", "SEV1 to SEV4"), severityOf},
    layout::ValueWriter{"status", QT_TRANSLATE_NOOP("onlyonce", "The incident's status"), statusOf},
    layout::ValueWriter{"services", QT_TRANSLATE_NOOP("onlyonce", "Services that were hit"), layout::services},
    layout::ValueWriter{"dataCentres", QT_TRANSLATE_NOOP("onlyonce", "Data centres that were hit"),
                        layout::dataCentres},
    layout::ValueWriter{"started", QT_TRANSLATE_NOOP("onlyonce", "When it began"), layout::time<IncidentTime::Started>},
    layout::ValueWriter{"mitigated", QT_TRANSLATE_NOOP("onlyonce", "When customers had the service back"),
                        layout::time<IncidentTime::Mitigated>},
    layout::ValueWriter{"resolved", QT_TRANSLATE_NOOP("onlyonce", "When it was resolved"),
                        layout::time<IncidentTime::Resolved>},
    layout::ValueWriter{"duration", QT_TRANSLATE_NOOP("onlyonce", "From its start until it was mitigated"),
                        layout::duration},
    layout::ValueWriter{"owner", QT_TRANSLATE_NOOP("onlyonce", "Who owns the post-mortem"), ownerOf},
    layout::ValueWriter{"authors", QT_TRANSLATE_NOOP("onlyonce", "Who wrote in it"), authorsOf},
    layout::ValueWriter{"roles", QT_TRANSLATE_NOOP("onlyonce", "Who did what during the incident"), layout::roles},
    layout::ValueWriter{"meeting", QT_TRANSLATE_NOOP("onlyonce", "When the post-mortem is talked over"), meetingOf},
};

}  // namespace

layout::Writers layout::internalWriters()
{
    return {.sections = internalSections, .values = internalValues};
}

}  // namespace onlyonce
