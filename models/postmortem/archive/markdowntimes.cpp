// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/tr.h"
#include "models/catalog/places.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/postmortem/archive/markdownparts.h"

#include <QRegularExpression>

#include <algorithm>

namespace onlyonce::archive {

namespace {

using namespace Qt::StringLiterals;

QStringList namesIn(const QString &text)
{
    static const QRegularExpression between(uR"([,;]|\sand\s)"_s);
    QStringList names;
    for (const QString &each : text.split(between)) {
        const QString name = shortLine(markdownToPlain(each), longestPlaceName);
        if (!name.isEmpty() && !names.contains(name)) {
            names << name;
        }
    }
    return names;
}

std::optional<IncidentTime> timeMeant(const QString &key)
{
    using enum IncidentTime;
    static const std::map<QString, IncidentTime> all{{u"started"_s, Started},
                                                     {u"start"_s, Started},
                                                     {u"start time"_s, Started},
                                                     {u"incident start"_s, Started},
                                                     {u"started at"_s, Started},
                                                     {u"detected"_s, Detected},
                                                     {u"detected at"_s, Detected},
                                                     {u"time detected"_s, Detected},
                                                     {u"acknowledged"_s, Acknowledged},
                                                     {u"acknowledged at"_s, Acknowledged},
                                                     {u"declared"_s, Declared},
                                                     {u"declared at"_s, Declared},
                                                     {u"mitigated"_s, Mitigated},
                                                     {u"mitigated at"_s, Mitigated},
                                                     {u"resolved"_s, Resolved},
                                                     {u"resolved at"_s, Resolved},
                                                     {u"end"_s, Resolved},
                                                     {u"ended"_s, Resolved},
                                                     {u"end time"_s, Resolved},
                                                     {u"incident end"_s, Resolved},
                                                     {u"first public post"_s, FirstPublicPost}};
    const auto known = all.find(key);
    return known == all.end() ? std::nullopt : std::optional(known->second);
}

std::optional<PostMortemField> proseMeant(const QString &key)
{
    using enum PostMortemField;
    static const std::map<QString, PostMortemField> all{
        {u"summary"_s, Summary},     {u"impact"_s, Impact},     {u"trigger"_s, Trigger},  {u"detection"_s, Detection},
        {u"resolution"_s, Recovery}, {u"recovery"_s, Recovery}, {u"response"_s, Response}};
    const auto known = all.find(key);
    return known == all.end() ? std::nullopt : std::optional(known->second);
}

void readFact(const QString &key, const QString &value, int line, Parts &parts, Facts &facts)
{
    const auto means = [&key](std::initializer_list<QStringView> words) {
        return std::ranges::find(words, QStringView(key)) != words.end();
    };
    if (means({u"title"})) {
        facts.title = shortLine(markdownToPlain(bare(value)), 300);
    } else if (means({u"date", u"incident date", u"date of incident", u"day"})) {
        if (const auto stamp = stampAt(value); stamp && stamp->date) {
            facts.day = stamp->date;
        } else {
            parts.problems.add(line, tr("“%1” is not a date such as 2026-01-31.").arg(shortLine(value, 40)));
        }
    } else if (means({u"severity", u"sev", u"priority"})) {
        const auto severity = severityIn(value);
        facts.severity = severity.value_or(facts.severity);
        if (!severity) {
            parts.problems.add(line, tr("“%1” is not a severity: SEV1 to SEV4.").arg(shortLine(value, 40)));
        }
    } else if (means({u"service", u"services", u"affected services", u"services affected", u"component",
                      u"components"})) {
        facts.services = namesIn(value);
    } else if (means({u"data centre", u"data centres", u"data center", u"data centers", u"region", u"regions"})) {
        facts.dataCentres = namesIn(value);
    } else if (means({u"owner", u"author", u"authors", u"incident commander", u"commander", u"lead"})) {
        if (facts.owner.isEmpty()) {
            facts.owner = namesIn(value).value(0).remove(u'@');
        }
    } else if (means({u"incident", u"number", u"incident number", u"id", u"incident id"})) {
        static const QRegularExpression digits(u"\\d+"_s);
        facts.number = digits.match(value).captured().toLongLong();
    } else if (means({u"root cause", u"root causes", u"cause"})) {
        facts.causes << value;
    } else if (const auto which = timeMeant(key)) {
        if (const auto moment = momentIn(value, parts.zone, facts.day)) {
            facts.times.at(size_t(*which)) = *moment;
        } else {
            parts.problems.add(line, moment.error().message);
        }
    } else if (const auto field = proseMeant(key)) {
        facts.prose[*field] = value;
    }
}

//! Marks around a time belong to it when they end after it, else to the text.
QString afterStamp(QString rest, const QString &marks)
{
    static const QRegularExpression closing(uR"(^[*_`\])]+)"_s);
    static const QRegularExpression separator(uR"(^\s*(?:[-–—:|]+\s*|\.\s+)?)"_s);
    const auto closed = closing.match(rest);
    rest.remove(0, closed.capturedLength());
    rest.remove(separator);
    return (closed.hasMatch() ? QString() : QString(marks).remove(u'[').remove(u'(')) + rest;
}

struct Timed
{
    Stamp stamp;
    QString text;
};

std::optional<Timed> timedAt(const QString &line)
{
    static const QRegularExpression opening(uR"(^\s*(?:[-*+•]\s+|\d+[.)]\s+)?([*_`\[(]*))"_s);
    const auto open = opening.match(line);
    const QString rest = line.mid(open.capturedEnd());
    const auto stamp = stampAt(rest);
    if (!stamp) {
        return std::nullopt;
    }
    return Timed{.stamp = *stamp, .text = afterStamp(rest.mid(stamp->length), open.captured(1))};
}

constexpr size_t mostEntries = 10'000;

//! Follows the clock through a timeline.
class TimelineReading
{
public:
    TimelineReading(Parts &parts, std::vector<TimelineEntry> &entries)
        : m_parts(parts)
        , m_entries(entries)
    {
    }

    void add(const Timed &timed, int line)
    {
        if (timed.stamp.date) {
            m_parts.day = timed.stamp.date;
        } else if (m_parts.day && m_last && m_last->secsTo(*timed.stamp.time) < -12 * 3600) {
            m_parts.day = m_parts.day->addDays(1);
        }
        m_last = timed.stamp.time;
        const auto moment = momentOf(timed.stamp, m_parts.zone, m_parts.day);
        if (!moment) {
            m_parts.problems.add(line, moment.error().message);
        }
        if (m_entries.size() == mostEntries) {
            m_parts.problems.add(line, tr("The timeline has more than %1 entries: this is a log. Attach it as evidence "
                                          "to the incident instead.")
                                           .arg(mostEntries));
        }
        const Instant at = moment.value_or(Instant{});
        m_entries.push_back(
            {.kind = TimelineKind::Note, .happenedAt = at, .recordedAt = at, .body = timed.text.trimmed()});
        m_mine = true;
    }
    void day(QDate date)
    {
        m_parts.day = date;
        m_last.reset();
    }
    void goOn(const QString &line)
    {
        if (m_mine) {
            m_entries.back().body += u'\n' + line.trimmed();
        }
    }

private:
    Parts &m_parts;
    std::vector<TimelineEntry> &m_entries;
    std::optional<QTime> m_last;
    bool m_mine = false;
};

bool readTimelineTable(const Section &section, TimelineReading &reading)
{
    const auto table = tableIn(section);
    if (table.size() < 2) {
        return false;
    }
    qsizetype date = -1;
    qsizetype time = -1;
    for (qsizetype i = 0; i < table.front().cells.size(); ++i) {
        const QString key = plainKey(table.front().cells[i]);
        if (key == u"date"_s || key == u"day"_s) {
            date = i;
        } else if (time < 0 && (key.startsWith(u"time"_s) || key == u"when"_s || key == u"utc"_s || key == u"at"_s)) {
            time = i;
        }
    }
    if (time < 0) {
        time = date < 0 ? 0 : date;
    }
    for (size_t i = 1; i < table.size(); ++i) {
        const QStringList &cells = table[i].cells;
        const QString first = bare(cells.value(time));
        const QString stamped = date >= 0 && date != time ? bare(cells.value(date)) + u' ' + first : first;
        QStringList rest;
        for (qsizetype j = 0; j < cells.size(); ++j) {
            if (j != time && j != date && !cells[j].isEmpty()) {
                rest << cells[j];
            }
        }
        if (const auto timed = timedAt(stamped); timed && timed->stamp.time) {
            reading.add({timed->stamp, rest.join(u" — "_s)}, table[i].line);
        } else if (timed) {
            reading.day(*timed->stamp.date);
            reading.goOn(rest.join(u" — "_s));
        } else {
            reading.goOn((QStringList{first} + rest).join(u" — "_s));
        }
    }
    return true;
}

}  // namespace

void readFacts(const std::vector<Section> &head, Parts &parts, Facts &facts)
{
    static const QRegularExpression pair(
        uR"(^\s*(?:[-*+]\s+)?(?:\*\*|__)?([A-Za-z][A-Za-z \-/()]{1,40}?)(?:\*\*|__)?\s*:\s*(?:\*\*|__)?\s*(.*?)\s*$)"_s);
    struct Fact
    {
        QString key;
        QString value;
        int line = 1;
    };
    std::vector<Fact> found;
    QStringList paragraphs;
    for (const Section &section : head) {
        const auto table = tableIn(section);
        for (const TableLine &row : table) {
            found.push_back({plainKey(row.cells.value(0)), bare(row.cells.value(1)), row.line});
        }
        int line = section.line - 1;
        bool goesOn = false;
        for (const QString &text : section.body) {
            ++line;
            const auto match = pair.match(text);
            const bool isBlank = text.trimmed().isEmpty() || text.trimmed() == u"---"_s;
            if (match.hasMatch() && !text.contains(u'|')) {
                found.push_back({plainKey(match.captured(1)), match.captured(2), line});
                goesOn = true;
            } else if (goesOn && !isBlank) {
                found.back().value += u'\n' + text.trimmed();
            } else if (!text.contains(u'|')) {
                goesOn = false;
                paragraphs << (isBlank ? QString() : text);
            }
        }
    }
    // The day is known first: other times may name none.
    std::ranges::stable_partition(found, [](const Fact &fact) { return fact.key.contains(u"date"_s); });
    for (const Fact &fact : found) {
        readFact(fact.key, fact.value.trimmed(), fact.line, parts, facts);
    }
    if (const QString text = paragraphs.join(u'\n').trimmed(); !text.isEmpty()) {
        facts.prose.try_emplace(PostMortemField::Summary, text.left(longestPostMortemText));
    }
}

void readTimeline(const Section &section, Parts &parts, std::vector<TimelineEntry> &entries)
{
    TimelineReading reading(parts, entries);
    if (readTimelineTable(section, reading)) {
        return;
    }
    int line = section.line - 1;
    for (const QString &text : section.body) {
        ++line;
        const auto timed = timedAt(text);
        if (timed && timed->stamp.time) {
            reading.add(*timed, line);
        } else if (timed) {
            reading.day(*timed->stamp.date);
        } else if (!text.trimmed().isEmpty()) {
            reading.goOn(text);
        }
    }
}

}  // namespace onlyonce::archive
