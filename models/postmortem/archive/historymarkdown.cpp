// SPDX-License-Identifier: GPL-3.0-or-later
// A post-mortem as a document: its sections by the headings that are usual. What has no place here is named, and the file
// itself is kept as evidence, so that nothing is lost.
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/postmortem/archive/historytext.h"
#include "models/postmortem/archive/markdownheadings.h"
#include "models/postmortem/archive/markdownparts.h"

#include <QRegularExpression>

#include <algorithm>
#include <map>

namespace onlyonce::archive {

namespace {

using namespace Qt::StringLiterals;

class Reading
{
public:
    Reading(const QString &text, const std::optional<QTimeZone> &zone)
        : m_parts{.zone = zone, .problems = m_problems}
    {
        auto sections = sectionsIn(text);
        readTitle(sections);
        place(sections);
    }

    Result<History> history(const QByteArray &content)
    {
        Incident &incident = m_recorded.incident.incident;
        RecordedPostMortem &post = m_post;
        readFacts(m_head, m_parts, m_facts);
        for (const auto &[field, sections] : m_prose) {
            addProse(field, sections);
        }
        for (const auto &[field, said] : m_facts.prose) {
            if (!m_prose.contains(field)) {
                post.texts.push_back({.field = field, .markdown = said, .version = 1});
            }
        }
        std::ranges::sort(post.texts, {}, &PostMortemText::field);
        if (!m_known && post.texts.empty()) {
            return fail(ErrorCode::Invalid,
                        tr("No heading of a post-mortem is found here, such as Summary, Impact, Timeline, Root causes "
                           "or Action items. Nothing was imported."));
        }
        if (incident.title.isEmpty()) {
            incident.title = m_facts.title;
        }
        incident.severity = m_facts.severity;
        incident.services = m_facts.services;
        incident.dataCentres = m_facts.dataCentres;
        incident.times = m_facts.times;
        incident.number = m_facts.number > 0 ? m_facts.number : m_number;
        m_parts.day = m_facts.day;
        for (const Section &section : m_timeline) {
            readTimeline(section, m_parts, m_recorded.incident.timeline);
        }
        addCauses();
        post.about.ownerName = m_facts.owner;
        end(incident, content);
        check(m_recorded, m_problems);
        if (m_problems.any()) {
            return std::unexpected(m_problems.error());
        }
        History history;
        if (!m_unknown.isEmpty()) {
            history.remarks
                << tr("Parts without a place of their own here, which the file among the evidence holds: %1.")
                       .arg(m_unknown.join(u", "_s));
        }
        m_recorded.postMortem = std::move(post);
        history.incidents.push_back(std::move(m_recorded));
        return history;
    }

private:
    void readTitle(std::vector<Section> &sections)
    {
        static const QRegularExpression kind(
            uR"(^\s*(?:incident\s+)?(?:post-?\s?mortem|incident report|incident review|rca)\s*(?:of|for|:|–|—|-)?\s*)"
            uR"(|\s*(?:[:–—-]\s*)?(?:incident\s+)?post-?\s?mortem(?:\s+report)?\s*$)"_s,
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression number(uR"((?:INC|incident)[\s-]*#?\s*(\d+)|#(\d+))"_s,
                                               QRegularExpression::CaseInsensitiveOption);
        const auto first = std::ranges::find_if(sections, [](const Section &each) { return each.level > 0; });
        if (first == sections.end() || !std::holds_alternative<Part>(placeOfHeading(first->title))
            || std::get<Part>(placeOfHeading(first->title)) != Part::Unknown) {
            m_recorded.line = 1;
            return;
        }
        m_recorded.line = first->line - 1;
        const QString title = bare(first->title);
        const auto match = number.match(title);
        m_number = (match.captured(1) + match.captured(2)).toLongLong();
        static const QRegularExpression numbered(uR"(\s*[(\[]\s*(?:incident|INC)?[\s-]*#?\d+\s*[)\]])"_s,
                                                 QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression leading(
            uR"(^\s*(?:INC[\s-]*\d+\s*[:.,–—-]?|(?:incident\s*#?|#)\d+\s*[:.,–—-])\s+)"_s,
            QRegularExpression::CaseInsensitiveOption);
        const QString rest = QString(title).remove(numbered).remove(kind).remove(leading);
        m_recorded.incident.incident.title = shortLine(markdownToPlain(rest.isEmpty() ? title : rest), 300);
        if (const auto stamp = stampAt(title); stamp && stamp->date) {
            m_facts.day = stamp->date;
        }
        first->title = u"metadata"_s;
    }

    void place(const std::vector<Section> &sections)
    {
        Place now = Part::Head;
        int level = 0;
        for (const Section &section : sections) {
            const Place meant = section.level == 0 ? Place(Part::Head) : placeOfHeading(section.title);
            const bool isPart = meant == Place(Part::Unknown) && section.level > level && now != Place(Part::Unknown)
                             && now != Place(Part::Head);
            if (!isPart) {
                now = meant;
                level = section.level;
                m_known |= section.level > 0 && meant != Place(Part::Unknown) && meant != Place(Part::Head);
            }
            put(section, now, isPart);
        }
    }

    void put(Section section, const Place &place, bool isPart)
    {
        if (section.markdown().isEmpty() && !isPart) {
            return;
        }
        if (const auto *field = std::get_if<PostMortemField>(&place)) {
            if (isPart) {
                section.body.prepend(u"### %1"_s.arg(section.title));
            }
            m_prose[*field].push_back(std::move(section));
            return;
        }
        switch (std::get<Part>(place)) {
        case Part::Head:
            m_head.push_back(std::move(section));
            return;
        case Part::Timeline:
            section.body.prepend(isPart ? section.title : QString());
            --section.line;
            m_timeline.push_back(std::move(section));
            return;
        case Part::Whys:
            m_whys[WhyQuestion::Happened].push_back(std::move(section));
            return;
        case Part::WhysUndetected:
            m_whys[WhyQuestion::Undetected].push_back(std::move(section));
            return;
        case Part::WhysSlow:
            m_whys[WhyQuestion::Slow].push_back(std::move(section));
            return;
        case Part::RootCauses:
            m_roots.push_back(std::move(section));
            return;
        case Part::Actions:
            m_actions.push_back(std::move(section));
            return;
        case Part::Unknown:
            m_unknown << tr("“%1” (line %2)").arg(shortLine(section.title, 60)).arg(section.line - 1);
        }
    }

    void addProse(PostMortemField field, const std::vector<Section> &sections)
    {
        QStringList texts;
        for (const Section &section : sections) {
            texts << section.markdown();
        }
        const QString markdown = texts.join(u"\n\n"_s);
        if (markdown.size() > longestPostMortemText) {
            m_problems.add(sections.front().line, tr("The text of “%1” is too long.").arg(label(field)));
            return;
        }
        m_post.texts.push_back({.field = field, .markdown = markdown, .version = 1});
    }

    void addCauses()
    {
        for (const auto &[question, sections] : m_whys) {
            for (const Section &section : sections) {
                readWhys(section, question, m_parts, m_post.whys);
            }
        }
        m_roots.push_back({.body = m_facts.causes});
        for (const Section &section : m_roots) {
            readRootCauses(section, m_post.whys);
        }
        for (const Section &section : m_actions) {
            readActions(section, m_parts, m_post.measures);
        }
    }

    //! What the document says at the latest is when it ended; nothing of it is taken for one of the incident's times.
    void end(Incident &incident, const QByteArray &content)
    {
        std::vector<Instant> known;
        for (const auto &time : incident.times) {
            if (time) {
                known.push_back(*time);
            }
        }
        for (const TimelineEntry &entry : m_recorded.incident.timeline) {
            known.push_back(entry.happenedAt);
        }
        if (known.empty() && m_facts.day) {
            known.push_back(utcFromZone(*m_facts.day, QTime(0, 0), m_parts.zone.value_or(QTimeZone::utc())));
        }
        if (known.empty()) {
            m_problems.add(m_recorded.line,
                           tr("When it was is missing. Put a line such as “Date: 2026-01-31” below the title."));
            return;
        }
        const Instant last = std::ranges::max(known);
        incident.createdAt = std::ranges::min(known);
        incident.status = IncidentStatus::Closed;
        incident.resolution = Resolution::Resolved;
        incident.closedAt = last;
        m_post.about.createdAt = last;
        m_post.about.changedAt = last;
        for (RecordedMeasure &measure : m_post.measures) {
            measure.measure.createdAt = last;
        }
        for (TimelineEntry &entry : m_recorded.incident.timeline) {
            entry.actorName = m_facts.owner;
        }
        const QString name = u"post-mortem.md"_s;
        m_recorded.incident.evidence.push_back({.name = name,
                                                .language = u"Markdown"_s,
                                                .sha256 = digestOf(content),
                                                .content = content,
                                                .addedAt = last});
        m_recorded.incident.timeline.push_back({.kind = TimelineKind::Evidence,
                                                .happenedAt = last,
                                                .recordedAt = last,
                                                .actorName = m_facts.owner,
                                                .body = tr("The post-mortem as it was written: %1").arg(codeSpan(name)),
                                                .data = {{u"attachment"_s, 1}}});
    }

    LineProblems m_problems;
    Parts m_parts;
    Facts m_facts;
    Recorded m_recorded;
    RecordedPostMortem m_post;
    qint64 m_number = 0;
    bool m_known = false;
    std::vector<Section> m_head;
    std::map<PostMortemField, std::vector<Section>> m_prose;
    std::vector<Section> m_timeline;
    std::map<WhyQuestion, std::vector<Section>> m_whys;
    std::vector<Section> m_roots;
    std::vector<Section> m_actions;
    QStringList m_unknown;
};

}  // namespace

Result<History> readMarkdown(const QString &text, const std::optional<QTimeZone> &zone)
{
    const QByteArray content = text.toUtf8();
    auto history = Reading(text, zone).history(content);
    if (history) {
        history->incidents.front().incident.digest = digestOf(content);
    }
    return history;
}

}  // namespace onlyonce::archive
