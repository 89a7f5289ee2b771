// SPDX-License-Identifier: GPL-3.0-or-later
// The brief that goes with a role, declared in handover.h: what the next person has to know, and nothing else.
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/incidents/command/handovertable.h"
#include "models/incidents/command/impact.h"
#include "models/incidents/command/references.h"
#include "models/incidents/incidenttable.h"
#include "models/incidents/protocol/tasks.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr size_t mostOfAKind = 5;
constexpr qsizetype longestLine = 400;

QString clockTime(Instant at, Instant now)
{
    const QDateTime utc = toDateTime(at);
    const bool today = utc.date() == toDateTime(now).date();
    return utc.toString(today ? QStringLiteral("HH:mm 'UTC'") : QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
}

//! Headings with lines below them; one without lines is left out.
class Sections
{
public:
    explicit Sections(QString head)
        : m_text(std::move(head))
    {
    }
    void add(const QString &title, const QStringList &lines)
    {
        if (!lines.isEmpty()) {
            m_text += QStringLiteral("\n## %1\n\n- %2\n").arg(title, lines.join(QStringLiteral("\n- ")));
        }
    }
    [[nodiscard]] const QString &text() const { return m_text; }

private:
    QString m_text;
};

QString stateText(const Incident &incident, Instant now)
{
    QStringList facts{QStringLiteral("**%1**").arg(toText(incident.severity)), label(incident.status)};
    if (incident.catastrophic) {
        facts << tr("several data centres at once");
    }
    if (const auto clock = recoveryClock(incident)) {
        facts << (clock->until ? tr("recovered after %1 (target %2)") : tr("%1 of %2 gone"))
                     .arg(clockText(clock->elapsed(now)), clockText(clock->target));
        if (clock->isOver(now)) {
            facts.back() += tr(", past the target");
        }
    } else {
        facts << tr("when it began is not recorded");
    }
    return facts.join(QStringLiteral(" · "));
}

QStringList impactLines(const Impact &impact, Instant now)
{
    QStringList lines;
    for (const ImpactCell &cell : impact.cells) {
        const QString where = cell.dataCentre.isEmpty()
                                ? escapeMarkdown(cell.service)
                                : tr("%1 at %2").arg(escapeMarkdown(cell.service), escapeMarkdown(cell.dataCentre));
        if (cell.since) {
            lines << tr("%1: **%2** since %3").arg(where, label(cell.level), clockTime(*cell.since, now));
        } else if (cell.firing > 0) {
            lines << tr("%1: alerts fire, nobody has said what it means").arg(where);
        }
    }
    return lines;
}

//! The latest of the kind, in order of happening, each on one line.
QStringList entryLines(const std::vector<TimelineEntry> &entries, TimelineKind kind, Instant now)
{
    std::vector<const TimelineEntry *> those;
    for (const TimelineEntry &each : entries) {
        if (each.kind == kind) {
            those.push_back(&each);
        }
    }
    QStringList lines;
    for (size_t i = those.size() - std::min(those.size(), mostOfAKind); i < those.size(); ++i) {
        QString text = those[i]->body.simplified();
        if (text.size() > longestLine) {
            text = text.left(longestLine - 1) + QChar(0x2026);
        }
        lines << tr("%1, %2: %3").arg(clockTime(those[i]->happenedAt, now), escapeMarkdown(those[i]->actorName), text);
    }
    return lines;
}

QStringList taskLines(const std::vector<IncidentTask> &tasks, Instant now)
{
    QStringList lines;
    for (const IncidentTask &each : tasks) {
        QString line = escapeMarkdown(each.text);
        line += each.assigneeName.isEmpty() ? tr(" (nobody has it)")
                                            : QStringLiteral(" (%1)").arg(escapeMarkdown(each.assigneeName));
        if (each.dueAt) {
            line += tr(", due %1").arg(clockTime(*each.dueAt, now));
        }
        lines << line;
    }
    return lines;
}

}  // namespace

Result<QString> handoverBrief(Transaction &transaction, IncidentId id)
{
    const auto found = incidenttable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    const Incident &incident = **found;
    const auto impact = impactOf(transaction, id);
    const auto entries = handovertable::told(transaction, id);
    const auto tasks = openTasks(transaction, id);
    const auto roles = rolesOf(transaction, id);
    const auto references = referencesOf(transaction, id);
    if (!impact || !entries || !tasks || !roles || !references) {
        return !impact  ? failure(impact)
             : !entries ? failure(entries)
             : !tasks   ? failure(tasks)
             : !roles   ? failure(roles)
                        : failure(references);
    }
    const Instant now = transaction.now();
    Sections brief(QStringLiteral("# %1 %2\n\n%3\n")
                       .arg(incident.reference(), escapeMarkdown(incident.title), stateText(incident, now)));
    brief.add(tr("Impact"), impactLines(*impact, now));
    brief.add(tr("Hypothesis"), entryLines(*entries, TimelineKind::Hypothesis, now));
    brief.add(tr("Tried"), entryLines(*entries, TimelineKind::Action, now));
    brief.add(tr("Decided"), entryLines(*entries, TimelineKind::Decision, now));
    brief.add(tr("Open tasks"), taskLines(*tasks, now));
    QStringList promises = entryLines(*entries, TimelineKind::Announced, now);
    if (incident.nextUpdateAt) {
        promises << (*incident.nextUpdateAt < now ? tr("**The next update was due at %1**")
                                                  : tr("The next update is due at **%1**"))
                        .arg(clockTime(*incident.nextUpdateAt, now));
    }
    brief.add(tr("Told and promised to customers"), promises);
    QStringList people;
    for (const RoleHolder &each : *roles) {
        people << tr("%1: %2").arg(escapeMarkdown(roleLabel(each.role)), escapeMarkdown(each.name));
    }
    brief.add(tr("Who does what"), people);
    QStringList links;
    for (const Reference &each : *references) {
        links << tr("%1: <%2>").arg(escapeMarkdown(each.shownTitle()), each.url);
    }
    brief.add(tr("Links"), links);
    return brief.text();
}

}  // namespace onlyonce
