// SPDX-License-Identifier: GPL-3.0-or-later
// A table of incidents, a line each, as trackers and spreadsheets give it: columns by their usual names.
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/catalog/places.h"
#include "models/documents/visibletext.h"
#include "models/postmortem/archive/csv.h"
#include "models/postmortem/archive/historytext.h"

#include <QRegularExpression>

#include <algorithm>
#include <map>

namespace onlyonce::archive {

namespace {

using namespace Qt::StringLiterals;

constexpr size_t mostRows = 10'000;

//! Our name of a column by what others call it (plainKey() without blanks).
const std::map<QString, QString> &columnNames()
{
    static const auto names = [] {
        const std::map<QString, QStringList> all{
            {u"title"_s, {u"title"_s, u"name"_s, u"subject"_s, u"headline"_s, u"incidenttitle"_s}},
            {u"number"_s,
             {u"number"_s, u"id"_s, u"key"_s, u"incident"_s, u"incidentid"_s, u"incidentnumber"_s, u"reference"_s,
              u"ticket"_s}},
            {u"severity"_s, {u"severity"_s, u"sev"_s, u"priority"_s}},
            {u"status"_s, {u"status"_s, u"state"_s}},
            {u"date"_s, {u"date"_s, u"day"_s, u"incidentdate"_s}},
            {u"startedAt"_s, {u"started"_s, u"startedat"_s, u"start"_s, u"starttime"_s, u"began"_s, u"from"_s}},
            {u"detectedAt"_s, {u"detected"_s, u"detectedat"_s, u"detectiontime"_s}},
            {u"acknowledgedAt"_s, {u"acknowledged"_s, u"acknowledgedat"_s, u"acked"_s}},
            {u"declaredAt"_s,
             {u"declared"_s, u"declaredat"_s, u"opened"_s, u"openedat"_s, u"created"_s, u"createdat"_s, u"reported"_s,
              u"reportedat"_s}},
            {u"mitigatedAt"_s, {u"mitigated"_s, u"mitigatedat"_s, u"recovered"_s, u"recoveredat"_s}},
            {u"resolvedAt"_s,
             {u"resolved"_s, u"resolvedat"_s, u"end"_s, u"ended"_s, u"endtime"_s, u"until"_s, u"to"_s}},
            {u"firstPublicPostAt"_s, {u"firstpublicpost"_s, u"firstpublicpostat"_s}},
            {u"closedAt"_s, {u"closed"_s, u"closedat"_s}},
            {u"services"_s, {u"service"_s, u"services"_s, u"component"_s, u"components"_s, u"affectedservices"_s}},
            {u"datacentres"_s,
             {u"datacentre"_s, u"datacentres"_s, u"datacenter"_s, u"datacenters"_s, u"region"_s, u"regions"_s,
              u"location"_s, u"site"_s}},
            {u"owner"_s, {u"owner"_s, u"assignee"_s, u"commander"_s, u"incidentcommander"_s, u"lead"_s}},
            {u"summary"_s, {u"summary"_s, u"description"_s, u"details"_s}},
            {u"impact"_s, {u"impact"_s, u"customerimpact"_s}},
            {u"recovery"_s, {u"resolution"_s, u"fix"_s, u"recovery"_s}},
            {u"lessons"_s, {u"lessons"_s, u"lessonslearned"_s}},
            {u"cause"_s, {u"cause"_s, u"causes"_s, u"rootcause"_s, u"rootcauses"_s}},
            {u"actions"_s, {u"actions"_s, u"actionitems"_s, u"countermeasures"_s, u"followups"_s}},
        };
        std::map<QString, QString> byWord;
        for (const auto &[ours, words] : all) {
            for (const QString &word : words) {
                byWord.emplace(word, ours);
            }
        }
        return byWord;
    }();
    return names;
}

QString columnMeant(const QString &title)
{
    const auto known = columnNames().find(plainKey(title).remove(u' '));
    return known == columnNames().end() ? QString() : known->second;
}

QStringList listIn(const QString &text)
{
    static const QRegularExpression between(u"[,;\\n]"_s);
    QStringList names;
    for (const QString &each : text.split(between)) {
        if (const QString name = shortLine(each, longestPlaceName); !name.isEmpty() && !names.contains(name)) {
            names << name;
        }
    }
    return names;
}

class RowReading
{
public:
    RowReading(const std::map<QString, QString> &cells, int line, const std::optional<QTimeZone> &zone,
               LineProblems &problems)
        : m_cells(cells)
        , m_zone(zone)
        , m_problems(problems)
        , m_recorded{.line = line}
    {
    }

    Recorded recorded()
    {
        Incident &incident = m_recorded.incident.incident;
        static const QRegularExpression digits(u"\\d+"_s);
        incident.title = shortLine(text(u"title"_s), 300);
        incident.number = digits.match(text(u"number"_s)).captured().toLongLong();
        incident.services = listIn(text(u"services"_s));
        incident.dataCentres = listIn(text(u"datacentres"_s));
        if (const QString word = text(u"severity"_s); !word.isEmpty()) {
            const auto severity = severityIn(word);
            incident.severity = severity.value_or(Severity::Sev2);
            if (!severity) {
                m_problems.add(m_recorded.line, tr("“%1” is not a severity: SEV1 to SEV4.").arg(shortLine(word, 40)));
            }
        }
        readTimes(incident);
        readStatus(incident);
        readPostMortem(incident);
        check(m_recorded, m_problems);
        QJsonObject said;
        for (const auto &[column, cell] : m_cells) {
            said.insert(column, cell);
        }
        m_recorded.incident.digest = digestOf(toJsonBytes(said));
        return std::move(m_recorded);
    }

private:
    [[nodiscard]] QString text(const QString &column) const
    {
        const auto cell = m_cells.find(column);
        return cell == m_cells.end() ? QString() : cell->second;
    }

    std::optional<Instant> time(const QString &column)
    {
        const QString word = text(column);
        if (word.isEmpty()) {
            return std::nullopt;
        }
        const auto moment = momentIn(word, m_zone);
        if (!moment) {
            m_problems.add(m_recorded.line, moment.error().message);
            return std::nullopt;
        }
        return *moment;
    }

    void readTimes(Incident &incident)
    {
        const size_t problemsBefore = m_problems.count();
        for (const IncidentTime which : allIncidentTimes) {
            incident.time(which) = time(toText(which));
        }
        incident.closedAt = time(u"closedAt"_s);
        std::vector<Instant> known;
        for (const auto &each : incident.times) {
            if (each) {
                known.push_back(*each);
            }
        }
        if (const auto stamp = stampAt(text(u"date"_s)); stamp && stamp->date) {
            known.push_back(momentOf(*stamp, m_zone, {}).value_or(Instant{}));
        }
        if (known.empty()) {
            if (m_problems.count() == problemsBefore) {  // else it is there, and cannot be read
                m_problems.add(m_recorded.line,
                               tr("When it was is missing: “started” with a time, or “date” with a day."));
            }
            return;
        }
        incident.createdAt = incident.time(IncidentTime::Declared).value_or(std::ranges::min(known));
        m_last = incident.closedAt.value_or(std::ranges::max(known));
    }

    void readStatus(Incident &incident)
    {
        static const std::map<QString, IncidentStatus> others{{u"open"_s, IncidentStatus::Investigating},
                                                              {u"active"_s, IncidentStatus::Investigating},
                                                              {u"in progress"_s, IncidentStatus::Investigating},
                                                              {u"new"_s, IncidentStatus::Triage},
                                                              {u"done"_s, IncidentStatus::Closed},
                                                              {u"complete"_s, IncidentStatus::Closed},
                                                              {u"completed"_s, IncidentStatus::Closed}};
        const QString word = text(u"status"_s);
        const auto known = others.find(plainKey(word));
        const auto status = word.isEmpty()        ? Result<IncidentStatus>(IncidentStatus::Closed)
                          : known != others.end() ? Result<IncidentStatus>(known->second)
                                                  : incidentStatusFrom(word);
        if (!status) {
            m_problems.add(m_recorded.line, status.error().message);
            return;
        }
        incident.status = *status;
        if (*status == IncidentStatus::Closed) {
            incident.resolution = Resolution::Resolved;
            incident.closedAt = m_last;
        }
    }

    void readPostMortem(const Incident &incident)
    {
        RecordedPostMortem post{.about = {.ownerName = shortLine(text(u"owner"_s), 200),
                                          .createdAt = incident.createdAt,
                                          .changedAt = m_last}};
        using enum PostMortemField;
        for (const auto &[column, field] : {std::pair(u"summary"_s, Summary), std::pair(u"impact"_s, Impact),
                                            std::pair(u"recovery"_s, Recovery), std::pair(u"lessons"_s, Lessons)}) {
            const QString markdown = text(column);
            if (markdown.size() > longestPostMortemText) {
                m_problems.add(m_recorded.line, tr("The text of “%1” is too long.").arg(column));
            } else if (!markdown.isEmpty()) {
                post.texts.push_back({.field = field, .markdown = markdown, .version = 1});
            }
        }
        for (const QString &cause : text(u"cause"_s).split(u'\n', Qt::SkipEmptyParts)) {
            post.whys.push_back(rootCause(cause));
        }
        for (const QString &action : text(u"actions"_s).split(u'\n', Qt::SkipEmptyParts)) {
            post.measures.push_back(
                {.measure = {.what = {.text = shortLine(action, longestWhy)}, .createdAt = m_last}});
        }
        if (!post.texts.empty() || !post.whys.empty() || !post.measures.empty()) {
            m_recorded.postMortem = std::move(post);
        }
    }

    const std::map<QString, QString> &m_cells;
    const std::optional<QTimeZone> &m_zone;
    LineProblems &m_problems;
    Recorded m_recorded;
    Instant m_last{};
};

}  // namespace

bool looksLikeTable(const QString &text)
{
    const QString first = text.section(u'\n', 0, 0);
    const QStringList titles = first.split(separatorIn(first));
    return titles.size() > 1 && std::ranges::any_of(titles, [](const QString &title) {
               const QString column = columnMeant(title);
               return column == u"title"_s || column == u"summary"_s;
           });
}

Result<History> readTable(const QString &text, const std::optional<QTimeZone> &zone)
{
    const auto rows = readCsv(text, separatorIn(text.section(u'\n', 0, 0)));
    if (!rows) {
        return failure(rows);
    }
    if (rows->size() > mostRows + 1) {
        return fail(ErrorCode::Invalid, tr("The table has more than %1 lines. Cut it in two.").arg(mostRows));
    }
    LineProblems problems;
    History history;
    QStringList columns;
    QStringList unknown;
    for (const QString &title : rows->front().cells) {
        const QString column = columnMeant(title);
        const bool isTaken = !column.isEmpty() && !columns.contains(column);  // the first of two that mean the same
        columns << (isTaken ? column : QString());
        if (!isTaken) {
            unknown << u"“%1”"_s.arg(shortLine(title, 40));
        }
    }
    if (!columns.contains(u"title"_s)) {  // trackers that call it so
        columns.replaceInStrings(QRegularExpression(u"^summary$"_s), u"title"_s);
    }
    if (!unknown.isEmpty()) {
        history.remarks << tr("Columns that have no place here and are left out: %1.").arg(unknown.join(u", "_s));
    }
    std::map<QByteArray, int> lines;
    for (size_t i = 1; i < rows->size(); ++i) {
        const CsvRow &row = rows->at(i);
        std::map<QString, QString> cells;
        for (qsizetype j = 0; j < row.cells.size(); ++j) {
            if (j >= columns.size()) {
                problems.add(row.line, tr("There are more cells than columns."));
                break;
            }
            if (!columns[j].isEmpty() && !row.cells[j].trimmed().isEmpty()) {
                cells.insert_or_assign(columns[j], row.cells[j].trimmed());
            }
        }
        Recorded recorded = RowReading(cells, row.line, zone, problems).recorded();
        if (const auto [first, isNew] = lines.emplace(recorded.incident.digest, row.line); !isNew) {
            problems.add(row.line, tr("It is the same as line %1.").arg(first->second));
        }
        history.incidents.push_back(std::move(recorded));
    }
    if (problems.any()) {
        return std::unexpected(problems.error());
    }
    if (history.incidents.empty()) {
        return fail(ErrorCode::Invalid, tr("The table has no line below its head."));
    }
    return history;
}

}  // namespace onlyonce::archive
