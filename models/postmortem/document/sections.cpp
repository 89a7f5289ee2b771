// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/document/sections.h"

#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/postmortem/document/figures.h"
#include "models/postmortem/whys/whyevidence.h"

namespace onlyonce::sections {

namespace {

QString kindLabel(TimelineKind kind)
{
    switch (kind) {
    case TimelineKind::Declared:
        return tr("declared");
    case TimelineKind::AlertFired:
        return tr("alert");
    case TimelineKind::AlertResolved:
        return tr("alert resolved");
    case TimelineKind::StatusChanged:
        return tr("status");
    case TimelineKind::SeverityChanged:
        return tr("severity");
    case TimelineKind::TimeChanged:
        return tr("time corrected");
    case TimelineKind::Acknowledged:
        return tr("acknowledged");
    case TimelineKind::Note:
        return tr("note");
    case TimelineKind::Evidence:
        return tr("evidence");
    case TimelineKind::Notified:
        return tr("notified");
    case TimelineKind::Announced:
        return tr("announced");
    case TimelineKind::PostMortem:
        return tr("post-mortem");
    case TimelineKind::Catastrophic:
        return tr("catastrophic");
    case TimelineKind::AlertsMoved:
        return tr("alerts moved");
    case TimelineKind::Decision:
        return tr("decision");
    case TimelineKind::Hypothesis:
        return tr("hypothesis");
    case TimelineKind::Action:
        return tr("action");
    case TimelineKind::RoleChanged:
        return tr("role");
    case TimelineKind::Handover:
        return tr("handover");
    case TimelineKind::Task:
        return tr("task");
    case TimelineKind::Step:
        return tr("protocol");
    case TimelineKind::Impact:
        return tr("impact");
    case TimelineKind::Reference:
        return tr("link");
    case TimelineKind::Related:
        return tr("related");
    case TimelineKind::StoodDown:
        return tr("stood down");
    case TimelineKind::Redacted:
        return tr("redacted");
    case TimelineKind::Other:
        break;
    }
    return tr("event");
}

Tone kindTone(TimelineKind kind)
{
    switch (kind) {
    case TimelineKind::AlertFired:
    case TimelineKind::Catastrophic:
        return Tone::Bad;
    case TimelineKind::AlertResolved:
        return Tone::Good;
    case TimelineKind::Declared:
    case TimelineKind::SeverityChanged:
        return Tone::Warning;
    case TimelineKind::StatusChanged:
    case TimelineKind::Announced:
        return Tone::Info;
    default:
        return Tone::Neutral;
    }
}

TreeNode treeNode(const WhyNode &node, const PostMortemRecord &record, Detail detail, const QString &caption)
{
    const auto &why = node.why;
    TreeNode shown{.caption = caption, .text = why.text};
    if (why.root) {
        shown.tone = Tone::Bad;
        shown.badges.push_back(
            {detail == Detail::Everything ? tr("root cause: %1").arg(label(*why.root)) : tr("root cause"), Tone::Bad});
    }
    shown.badges.push_back({label(why.state), why.state == WhyState::Confirmed ? Tone::Good : Tone::Neutral});
    shown.jointly = why.causes == Causes::OnlyTogether && node.children.size() > 1;
    if (detail == Detail::Everything) {
        for (const auto &evidence : why.evidence) {
            WhyEvidence apart = evidence;
            apart.text = isolated(apart.text);
            shown.details << tr("Shown by: %1").arg(onlyonce::shown(apart, QTimeZone::utc()));
        }
        for (const auto &measure : record.answering(why.id)) {
            shown.details << tr("Countermeasure (%1): %2").arg(label(measure.state), isolated(measure.what.text));
        }
        if (why.root && !why.accepted.isEmpty()) {
            shown.details << tr("Left as it is: %1").arg(isolated(why.accepted));
        }
    }
    for (const auto &child : node.children) {
        shown.children.push_back(treeNode(child, record, detail, tr("Why?")));
    }
    return shown;
}

Table figureTable()
{
    return {.columns = {{.title = tr("Figure"), .weight = 3},
                        {.title = tr("Value"), .align = Column::Align::Left, .weight = 3},
                        {.title = tr("How it is counted"), .weight = 4}}};
}

QString recoveryFormula(const Incident &incident)
{
    return incident.catastrophic
             ? tr("mitigated − started; target 50 min, because two or more data centres were down at the same time")
             : tr("mitigated − started; target 15 min");
}

QString recoveryValue(const Incident &incident)
{
    if (const auto verdict = recoveryVerdict(incident)) {
        return shown(*verdict);
    }
    for (const auto &figure : impactFigures(incident)) {
        if (figure.kind == FigureKind::TimeToMitigate) {
            return shown(figure);
        }
    }
    return {};
}

}  // namespace

QString moment(Instant instant, const QTimeZone &zone)
{
    const auto utc = toDateTime(instant);
    QString text = utc.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) + QStringLiteral(" UTC");
    const auto local = toDateTime(instant, zone);
    if (local.offsetFromUtc() == 0) {
        return text;
    }
    const QString format =
        local.date() == utc.date() ? QStringLiteral("HH:mm:ss") : QStringLiteral("yyyy-MM-dd HH:mm:ss");
    return QStringLiteral("%1 (%2 %3)").arg(text, local.toString(format), escapeMarkdown(zone.abbreviation(utc)));
}

QString capitalized(const QString &words)
{
    return words.isEmpty() ? words : words.front().toUpper() + words.sliced(1);
}

void addNotRecorded(std::vector<Block> &blocks)
{
    blocks.push_back(Paragraph{tr("Not recorded.")});
}

Timeline timeline(const Material &material, Actors actors)
{
    Timeline shown;
    for (const auto &entry : material.timeline) {
        const bool mark = actors == Actors::Show && entry.visibility == Visibility::Public;
        const bool file = actors == Actors::Leave && entry.kind == TimelineKind::Evidence;
        shown.entries.push_back({.time = entry.happenedAt,
                                 .kind = actors == Actors::Show ? kindLabel(entry.kind) : QString(),
                                 .markdown = file ? tr("Evidence: %1").arg(entry.body) : entry.body,
                                 .actor = actors == Actors::Show ? entry.actorName : QString(),
                                 .visibility = mark ? tr("public") : QString(),
                                 .tone = kindTone(entry.kind)});
    }
    return shown;
}

Tree whyTree(const PostMortemRecord &record, const QString &symptom, Detail detail)
{
    TreeNode top{.text = symptom, .tone = Tone::Info};
    for (const auto &node : record.whys) {
        top.children.push_back(treeNode(node, record, detail, label(node.why.question)));
    }
    return {.roots = {std::move(top)}};
}

Table figures(const Incident &incident)
{
    Table table = figureTable();
    for (const auto &figure : impactFigures(incident)) {
        table.rows.push_back({label(figure.kind), shown(figure), formula(figure.kind)});
    }
    table.rows.push_back({tr("Recovery clock"), recoveryValue(incident), recoveryFormula(incident)});
    return table;
}

}  // namespace onlyonce::sections
