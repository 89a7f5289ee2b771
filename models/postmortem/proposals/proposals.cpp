// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/proposals/proposals.h"

#include "models/alerts/sourcehealth.h"
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/incidents/desk.h"
#include "models/postmortem/document/figures.h"
#include "models/postmortem/document/sections.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr qsizetype mostListed = 20;  //!< lines of one proposal: whoever takes it reads it
constexpr qsizetype longestQuoted = 200;

QString when(Instant time)
{
    return sections::moment(time, QTimeZone::utc());
}

//! "a", "a and b", "a, b and c", as Markdown.
QString enumerated(const QStringList &names)
{
    QStringList escaped;
    for (const QString &name : names) {
        escaped << escapeMarkdown(name);
    }
    if (escaped.size() < 2) {
        return escaped.join(QString());
    }
    const QString last = escaped.takeLast();
    return tr("%1 and %2").arg(escaped.join(QStringLiteral(", ")), last);
}

//! What an entry says, in one line of Markdown.
QString oneLine(const TimelineEntry &entry)
{
    return escapeMarkdown(shortLine(markdownToPlain(entry.body), longestQuoted));
}

QString listOf(QStringList lines)
{
    if (const qsizetype more = lines.size() - mostListed; more > 0) {
        lines.resize(mostListed);
        lines << tr("%1 more in the timeline").arg(more);
    }
    for (QString &line : lines) {
        line.prepend(QStringLiteral("- "));
    }
    return lines.join(QLatin1Char('\n'));
}

QString paragraphs(QStringList parts)
{
    parts.removeAll(QString());
    return parts.join(QStringLiteral("\n\n"));
}

class Proposer
{
public:
    explicit Proposer(const KnownOfIncident &known)
        : m_incident(known.incident)
        , m_known(known)
    {
        std::ranges::copy_if(known.timeline, std::back_inserter(m_entries), [](const TimelineEntry &entry) {
            return entry.visibility != Visibility::Restricted && entry.kind != TimelineKind::PostMortem;
        });
    }

    [[nodiscard]] QString impact() const
    {
        QStringList parts;
        const auto &started = m_incident.time(IncidentTime::Started);
        const auto &mitigated = m_incident.time(IncidentTime::Mitigated);
        QString what = enumerated(m_incident.services);
        if (!what.isEmpty() && !m_incident.dataCentres.isEmpty()) {
            what = tr("%1 in %2").arg(what, enumerated(m_incident.dataCentres));
        }
        if (!what.isEmpty() && started && mitigated && *started <= *mitigated) {
            parts << tr("Affected: %1, from %2 until %3 (%4).")
                         .arg(what, when(*started), when(*mitigated), exactText(*mitigated - *started));
        } else if (!what.isEmpty()) {
            parts << (started ? tr("Affected: %1, since %2.").arg(what, when(*started))
                              : tr("Affected: %1.").arg(what));
        }
        if (m_incident.catastrophic) {
            parts << tr("Two or more data centres were down at the same time.");
        }
        QStringList lost;
        for (const TimeLost &each : timeLost(m_incident, m_entries)) {
            const QString where = each.dataCentre.isEmpty()
                                    ? escapeMarkdown(each.service)
                                    : tr("%1 in %2").arg(escapeMarkdown(each.service), escapeMarkdown(each.dataCentre));
            lost << tr("%1: %2 for %3").arg(where, each.level, exactText(each.lasted));
        }
        return paragraphs(
            {parts.join(QLatin1Char(' ')),
             lost.isEmpty() ? QString() : tr("Availability lost:") + QStringLiteral("\n\n") + listOf(lost)});
    }

    //! What was recorded as happening before it began.
    [[nodiscard]] QString leadUp() const
    {
        const auto &started = m_incident.time(IncidentTime::Started);
        QStringList lines;
        for (const TimelineEntry &entry : m_entries) {
            if (started && entry.happenedAt < *started && isWritten(entry.kind)) {
                lines << line(entry);
            }
        }
        return listOf(lines);
    }

    [[nodiscard]] QString trigger() const
    {
        QStringList parts;
        if (const TimelineEntry *alert = first(TimelineKind::AlertFired)) {
            parts << tr("The first alert was “%1” from %2, at %3.")
                         .arg(oneLine(*alert), sourceOf(*alert), when(alert->happenedAt));
        }
        for (const WhyNode &node : m_known.whys) {
            const Why &why = node.why;
            if (why.question == WhyQuestion::Happened && why.state == WhyState::Confirmed
                && why.visibility != Visibility::Restricted) {
                parts << tr("Confirmed as a cause: %1.").arg(sentence(why.text));
            }
        }
        return paragraphs({parts.join(QLatin1Char(' '))});
    }

    [[nodiscard]] QString detection() const
    {
        QStringList parts;
        const auto &detected = m_incident.time(IncidentTime::Detected);
        const TimelineEntry *alert = first(TimelineKind::AlertFired);
        const TimelineEntry *declared = first(TimelineKind::Declared);
        const bool byAlert = alert && (!declared || isSource(declared->actorName));
        if (detected) {
            const QString after = sinceStart(IncidentTime::Detected);
            const QString how = byAlert ? tr(" by an alert of %1").arg(sourceOf(*alert)) : QString();
            parts << (after.isEmpty() ? tr("Detected at %1%2.").arg(when(*detected), how)
                                      : tr("Detected at %1%2, %3 after it began.").arg(when(*detected), how, after));
        }
        if (!byAlert && declared) {
            parts << tr("It was declared by %1, not by an alert.").arg(escapeMarkdown(declared->actorName));
        }
        return paragraphs({parts.join(QLatin1Char(' '))});
    }

    [[nodiscard]] QString response() const
    {
        QStringList lines;
        for (const TimelineEntry &entry : m_entries) {
            const QString words = told(entry);
            if (!words.isEmpty()) {
                lines << tr("%1: %2").arg(when(entry.happenedAt), words);
            }
        }
        return paragraphs({listOf(lines), steps()});
    }

    [[nodiscard]] QString recovery() const
    {
        QStringList parts;
        const auto &mitigated = m_incident.time(IncidentTime::Mitigated);
        if (mitigated) {
            const QString after = sinceStart(IncidentTime::Mitigated);
            const auto verdict = recoveryVerdict(m_incident);
            parts << (after.isEmpty() || !verdict ? tr("Customers had the service back at %1.").arg(when(*mitigated))
                                                  : tr("Customers had the service back at %1, %2 after it began (%3).")
                                                        .arg(when(*mitigated), after, shown(*verdict)));
            if (const TimelineEntry *last = lastActionBefore(*mitigated)) {
                parts
                    << tr("The last action recorded before that: %1 (%2).").arg(oneLine(*last), when(last->happenedAt));
            }
        }
        if (const auto &resolved = m_incident.time(IncidentTime::Resolved)) {
            parts << tr("Resolved at %1.").arg(when(*resolved));
        }
        return paragraphs({parts.join(QLatin1Char(' '))});
    }

private:
    //! What people wrote, as against what the program noted.
    static bool isWritten(TimelineKind kind)
    {
        return kind == TimelineKind::Note || kind == TimelineKind::Decision || kind == TimelineKind::Action
            || kind == TimelineKind::Hypothesis || kind == TimelineKind::Evidence;
    }

    static QString sentence(const QString &text)
    {
        QString words = escapeMarkdown(text.trimmed());
        while (words.endsWith(u'.')) {
            words.chop(words.endsWith(QStringLiteral("\\.")) ? 2 : 1);
        }
        return words;
    }

    static QString line(const TimelineEntry &entry) { return tr("%1: %2").arg(when(entry.happenedAt), oneLine(entry)); }

    //! Whether alerts come under that name.
    [[nodiscard]] bool isSource(const QString &name) const
    {
        return std::ranges::any_of(m_entries, [&](const TimelineEntry &entry) {
            return entry.kind == TimelineKind::AlertFired && entry.actorName == name;
        });
    }

    static QString sourceOf(const TimelineEntry &entry) { return escapeMarkdown(sourceTitle(entry.actorName)); }

    //! What the response is made of; empty for everything else.
    [[nodiscard]] QString told(const TimelineEntry &entry) const
    {
        switch (entry.kind) {
        case TimelineKind::Declared:
            return isSource(entry.actorName) ? tr("opened by an alert of %1").arg(sourceOf(entry))
                                             : tr("declared by %1").arg(escapeMarkdown(entry.actorName));
        case TimelineKind::Acknowledged:
            return tr("acknowledged by %1").arg(escapeMarkdown(entry.actorName));
        case TimelineKind::Decision:
            return tr("decision: %1").arg(oneLine(entry));
        case TimelineKind::Action:
            return tr("tried: %1").arg(oneLine(entry));
        case TimelineKind::StatusChanged:
            return tr("status: %1").arg(oneLine(entry));
        case TimelineKind::SeverityChanged:
            return tr("severity: %1").arg(oneLine(entry));
        default:
            return {};
        }
    }

    //! Empty where nobody has settled any.
    [[nodiscard]] QString steps() const
    {
        const auto count = [this](StepState state) {
            return std::ranges::count(m_known.steps, state, &IncidentStep::state);
        };
        const auto skipped = count(StepState::Skipped);
        if (count(StepState::Done) + skipped == 0) {
            return {};
        }
        const QString done = tr("Of %1 steps of the response protocols, %2 were done")
                                 .arg(m_known.steps.size())
                                 .arg(count(StepState::Done));
        return skipped > 0 ? tr("%1 and %2 skipped with a reason.").arg(done).arg(skipped) : done + QLatin1Char('.');
    }

    [[nodiscard]] const TimelineEntry *first(TimelineKind kind) const
    {
        const auto found = std::ranges::find(m_entries, kind, &TimelineEntry::kind);
        return found == m_entries.end() ? nullptr : &*found;
    }

    [[nodiscard]] const TimelineEntry *lastActionBefore(Instant time) const
    {
        const TimelineEntry *last = nullptr;
        for (const TimelineEntry &entry : m_entries) {
            if ((entry.kind == TimelineKind::Action || entry.kind == TimelineKind::Decision)
                && entry.happenedAt <= time) {
                last = &entry;
            }
        }
        return last;
    }

    //! Empty where it is not known, or the times contradict each other.
    [[nodiscard]] QString sinceStart(IncidentTime which) const
    {
        const auto &started = m_incident.time(IncidentTime::Started);
        const auto &time = m_incident.time(which);
        return started && time && *started <= *time ? exactText(*time - *started) : QString();
    }

    const Incident &m_incident;
    const KnownOfIncident &m_known;
    std::vector<TimelineEntry> m_entries;
};

}  // namespace

std::map<PostMortemField, QString> proposalsFrom(const KnownOfIncident &known)
{
    using enum PostMortemField;
    const Proposer proposer(known);
    std::map<PostMortemField, QString> proposals{{Impact, proposer.impact()},     {LeadUp, proposer.leadUp()},
                                                 {Trigger, proposer.trigger()},   {Detection, proposer.detection()},
                                                 {Response, proposer.response()}, {Recovery, proposer.recovery()}};
    std::erase_if(proposals, [](const auto &each) { return each.second.isEmpty(); });
    return proposals;
}

Result<std::map<PostMortemField, QString>> proposalsFor(Transaction &transaction, IncidentId id)
{
    const auto about = incident(transaction, id);
    const auto record = about ? postMortemRecord(transaction, id) : failure(about);
    auto timeline = record ? timelineOf(transaction, id) : failure(record);
    auto steps = timeline ? stepsOf(transaction, id) : failure(timeline);
    if (!steps) {
        return failure(steps);
    }
    if (!*about) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    auto proposals = proposalsFrom({.incident = **about,
                                    .timeline = std::move(*timeline),
                                    .steps = std::move(*steps),
                                    .whys = *record ? (*record)->whys : std::vector<WhyNode>()});
    std::erase_if(proposals, [&](const auto &each) {
        return *record && !(*record)->text(each.first).markdown.trimmed().isEmpty();
    });
    return proposals;
}

}  // namespace onlyonce
