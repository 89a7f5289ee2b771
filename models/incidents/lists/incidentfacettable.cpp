// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/lists/incidentfacettable.h"

#include "models/incidents/ending/ending.h"
#include "models/incidents/lists/incidentindextable.h"

#include <algorithm>

namespace onlyonce::incidentfacettable {

namespace {

using namespace Qt::StringLiterals;

QString marks(qsizetype count)
{
    return QStringList(count, u"?"_s).join(u", "_s);
}

QVariantList idsOf(const std::vector<qint64> &ids)
{
    QVariantList values;
    for (const qint64 id : ids) {
        values << toSql(id);
    }
    return values;
}

//! Ids by names; `sql` ends in "IN (…)".
Result<std::vector<qint64>> idsNamed(Transaction &transaction, const QString &sql, const QStringList &names)
{
    QVariantList values;
    for (const QString &name : names) {
        values << toSql(name);
    }
    return transaction.allList(sql.arg(marks(names.size())), [](const Row &row) { return row.integer(0); }, values);
}

//! Incidents that a table links to any of these.
IncidentFacet linked(const QString &table, const QString &column, const QString &more, const std::vector<qint64> &ids)
{
    IncidentFacet facet{.ways = {},
                        .condition = u"EXISTS (SELECT 1 FROM %1 w WHERE w.incident_id = i.id AND w.%2 IN (%3)%4)"_s.arg(
                            table, column, marks(qsizetype(ids.size())), more),
                        .values = idsOf(ids)};
    for (const qint64 id : ids) {
        facet.ways.push_back({table, u"w.incident_id"_s, u"w.%1 = ?%2"_s.arg(column, more), {toSql(id)}});
    }
    return facet;
}

IncidentFacet own(const QString &condition, const QVariantList &values = {})
{
    return {.ways = {{{}, u"i.id"_s, condition, values}}, .condition = condition, .values = values};
}

IncidentFacet ofState(IncidentState state)
{
    return state == IncidentState::Open ? own(u"i.status NOT IN ('resolved', 'closed')"_s)
                                        : own(u"i.status = ?"_s, {toSql(toText(state))});
}

IncidentFacet ofSeverities(const std::vector<Severity> &severities)
{
    IncidentFacet facet;
    for (const Severity severity : severities) {
        facet.values << toSql(toText(severity));
        facet.ways.push_back({{}, u"i.id"_s, u"i.severity = ?"_s, {toSql(toText(severity))}});
    }
    facet.condition = u"i.severity IN (%1)"_s.arg(marks(facet.values.size()));
    return facet;
}

//! Of several relations of an incident the first stands for all, so that it is found once.
IncidentFacet ofRecurrences(const std::vector<Recurring> &wanted)
{
    const QVariant kind = toSql(toText(RelationKind::Recurrence));
    IncidentFacet facet;
    QStringList any;
    for (const Recurring each : wanted) {
        const bool isAgain = each == Recurring::Again;
        const QString own = isAgain ? u"incident_id"_s : u"other_id"_s;
        const QString other = isAgain ? u"other_id"_s : u"incident_id"_s;
        facet.ways.push_back({u"incident_relation"_s,
                              u"w."_s + own,
                              u"w.kind = ? AND NOT EXISTS (SELECT 1 FROM incident_relation e WHERE e.%1 = w.%1 "
                              "AND e.kind = w.kind AND e.%2 < w.%2)"_s.arg(own, other),
                              {kind}});
        any << u"EXISTS (SELECT 1 FROM incident_relation w WHERE w.%1 = i.id AND w.kind = ?)"_s.arg(own);
        facet.values << kind;
    }
    facet.condition = u"(%1)"_s.arg(any.join(u" OR "_s));
    return facet;
}

//! Words in the index, a number, and what the index does not know yet.
Result<IncidentFacet> ofText(Transaction &transaction, const QString &text)
{
    auto meant = incidentindextable::meaning(transaction, text);
    if (!meant) {
        return failure(meant);
    }
    IncidentFacet facet;
    QStringList any;
    const auto add = [&](const FacetWay &way, const QString &condition) {
        facet.ways.push_back(way);
        any << condition;
        facet.values << way.values;
    };
    if (meant->number > 0) {
        const QString where = u"i.number = ?"_s;
        add({{}, u"i.id"_s, where, {toSql(meant->number)}}, where);
    }
    if (!meant->match.isEmpty()) {
        const QString where = incidentindextable::matchCondition(transaction.engine(), u"w"_s);
        add({u"incident_words"_s, u"w.rowid"_s, where, {toSql(meant->match)}},
            u"i.id IN (SELECT w.rowid FROM incident_words w WHERE %1)"_s.arg(where));
    }
    if (!meant->unindexed.empty()) {
        const QString where = u"i.id IN (%1)"_s.arg(marks(qsizetype(meant->unindexed.size())));
        add({{}, u"i.id"_s, where, idsOf(meant->unindexed)}, where);
    }
    facet.condition = any.isEmpty() ? u"1 = 0"_s : u"(%1)"_s.arg(any.join(u" OR "_s));
    return facet;
}

//! Ids between which all that was opened then lies; their order need not be that of the times.
Result<IncidentFacet> ofTimes(Transaction &transaction, const IncidentFilter &filter, KeyPage &page)
{
    Instant from = filter.from.value_or(Instant{});
    if (filter.withinDays > 0) {
        from = std::max(from, transaction.now() - std::chrono::days{filter.withinDays});
    }
    const Instant until = filter.until.value_or(Instant::max());
    const auto ends = transaction.one(
        u"SELECT COALESCE(min(id), 0), COALESCE(max(id), 0) FROM incident WHERE created_at >= ? AND created_at < ?"_s,
        [](const Row &row) { return std::pair(row.integer(0), row.integer(1)); }, from, until);
    if (!ends) {
        return failure(ends);
    }
    page.after = std::max(page.after, (*ends)->first - 1);
    page.before = std::min(page.before, (*ends)->second + 1);
    return IncidentFacet{
        .ways = {}, .condition = u"i.created_at >= ? AND i.created_at < ?"_s, .values = {toSql(from), toSql(until)}};
}

}  // namespace

Result<std::optional<std::vector<IncidentFacet>>> facetsOf(Transaction &transaction, const IncidentFilter &filter,
                                                           const std::vector<IncidentFacet> &more, KeyPage &page)
{
    if (!filter.postMortems.empty() && more.empty()) {
        return fail(ErrorCode::Internal, u"nobody has said which post-mortems are meant"_s);
    }
    std::vector<IncidentFacet> facets = more;
    if (!filter.text.trimmed().isEmpty()) {
        auto text = ofText(transaction, filter.text);
        if (!text) {
            return failure(text);
        }
        if (text->ways.empty()) {
            return std::nullopt;
        }
        facets.push_back(std::move(*text));
    }
    struct Link
    {
        const QStringList &names;
        QString ids;
        QString table;
        QString column;
        QString more;
    };
    const Link links[]{
        {filter.commanders, u"SELECT id FROM person WHERE name IN (%1)"_s, u"incident_role"_s, u"person_id"_s,
         u" AND w.role = 'commander'"_s},
        {filter.services, u"SELECT id FROM service WHERE name IN (%1)"_s, u"incident_service"_s, u"service_id"_s, {}},
        {filter.dataCentres,
         u"SELECT d.id FROM data_centre d JOIN data_centre m ON m.id = COALESCE(d.means_id, d.id) WHERE m.name IN (%1)"_s,
         u"incident_data_centre"_s,
         u"data_centre_id"_s,
         {}},
    };
    for (const Link &link : links) {
        if (link.names.isEmpty()) {
            continue;
        }
        const auto ids = idsNamed(transaction, link.ids, link.names);
        if (!ids) {
            return failure(ids);
        }
        if (ids->empty()) {
            return std::nullopt;
        }
        facets.push_back(linked(link.table, link.column, link.more, *ids));
    }
    if (!filter.severities.empty()) {
        facets.push_back(ofSeverities(filter.severities));
    }
    if (!filter.recurrences.empty()) {
        facets.push_back(ofRecurrences(filter.recurrences));
    }
    if (filter.catastrophic) {
        facets.push_back(own(u"i.catastrophic = 1"_s));
    }
    if (filter.drills == Drills::Only) {
        facets.push_back(own(u"i.drill = 1"_s));
    } else if (filter.drills == Drills::Apart) {
        facets.push_back({.ways = {}, .condition = u"i.drill = 0"_s, .values = {}});
    }
    if (filter.state) {
        facets.push_back(ofState(*filter.state));
    }
    if (filter.withinDays > 0 || filter.from || filter.until) {
        auto times = ofTimes(transaction, filter, page);
        if (!times) {
            return failure(times);
        }
        facets.push_back(std::move(*times));
    }
    return facets;
}

}  // namespace onlyonce::incidentfacettable
