// SPDX-License-Identifier: GPL-3.0-or-later
// A page is reached by one of several ways: the rows of one value of one member of the filter, in the order of ids. The
// way is taken that has the fewest rows, and what else is asked is looked at row by row; else a filter that lets three of
// a hundred thousand through would read them all.
#include "models/incidents/lists/incidentlisttable.h"

#include "models/incidents/incidenttable.h"
#include "models/incidents/lists/incidentindextable.h"

#include <algorithm>

namespace onlyonce::incidentlisttable {

namespace {

using namespace Qt::StringLiterals;

constexpr int worthCounting = 2'000;

struct Way
{
    QString from;  //!< a table beside incident, with its alias w; empty: incident itself
    QString key;   //!< an incident's id in it
    QString where;
    QVariantList values;
};

//! One member of the filter: the ways that it opens, and the same as a condition.
struct Facet
{
    std::vector<Way> ways;
    QString condition;
    QVariantList values;
};

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
Facet linked(const QString &table, const QString &column, const QString &more, const std::vector<qint64> &ids)
{
    Facet facet{.ways = {},
                .condition = u"EXISTS (SELECT 1 FROM %1 w WHERE w.incident_id = i.id AND w.%2 IN (%3)%4)"_s.arg(
                    table, column, marks(qsizetype(ids.size())), more),
                .values = idsOf(ids)};
    for (const qint64 id : ids) {
        facet.ways.push_back({table, u"w.incident_id"_s, u"w.%1 = ?%2"_s.arg(column, more), {toSql(id)}});
    }
    return facet;
}

Facet own(const QString &condition, const QVariantList &values = {})
{
    return {.ways = {{{}, u"i.id"_s, condition, values}}, .condition = condition, .values = values};
}

Facet ofState(IncidentState state)
{
    return state == IncidentState::Open ? own(u"i.status NOT IN ('resolved', 'closed')"_s)
                                        : own(u"i.status = ?"_s, {toSql(toText(state))});
}

Facet ofSeverities(const std::vector<Severity> &severities)
{
    Facet facet;
    for (const Severity severity : severities) {
        facet.values << toSql(toText(severity));
        facet.ways.push_back({{}, u"i.id"_s, u"i.severity = ?"_s, {toSql(toText(severity))}});
    }
    facet.condition = u"i.severity IN (%1)"_s.arg(marks(facet.values.size()));
    return facet;
}

//! Words in the index, a number, and what the index does not know yet.
Result<Facet> ofText(Transaction &transaction, const QString &text)
{
    auto meant = incidentindextable::meaning(transaction, text);
    if (!meant) {
        return failure(meant);
    }
    Facet facet;
    QStringList any;
    const auto add = [&](const Way &way, const QString &condition) {
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
Result<Facet> ofTimes(Transaction &transaction, const IncidentFilter &filter, KeyPage &page)
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
    return Facet{
        .ways = {}, .condition = u"i.created_at >= ? AND i.created_at < ?"_s, .values = {toSql(from), toSql(until)}};
}

//! Nothing when a value is asked for that no incident can have. Narrows the page too, where it may.
Result<std::optional<std::vector<Facet>>> facetsOf(Transaction &transaction, const IncidentFilter &filter,
                                                   KeyPage &page)
{
    std::vector<Facet> facets;
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

//! Counted no further than it matters.
Result<qint64> sizeOf(Transaction &transaction, const Facet &facet)
{
    qint64 size = 0;
    for (const Way &way : facet.ways) {
        const auto counted = transaction.allList(
            u"SELECT count(*) FROM (SELECT 1 FROM %1 WHERE %2 > 0 AND %3 LIMIT %4) n"_s.arg(
                way.from.isEmpty() ? u"incident i"_s : way.from + u" w"_s, way.key, way.where,
                QString::number(worthCounting)),
            [](const Row &row) { return row.integer(0); }, way.values);
        if (!counted) {
            return failure(counted);
        }
        size += counted->front();
    }
    return size;
}

Result<std::vector<Incident>> along(Transaction &transaction, const Way &way, const QStringList &conditions,
                                    const QVariantList &more, const KeyPage &page)
{
    // SQLite asks the table of the way first, whatever its planner thinks: there the order is right, and it stops at the limit.
    const QString from = way.from.isEmpty() ? u"incident i"_s : way.from + u" w CROSS JOIN incident i"_s;
    QStringList all{way.key + u" < ?"_s, way.key + u" > ?"_s};
    if (!way.from.isEmpty()) {
        all << u"i.id = "_s + way.key;
    }
    if (!way.where.isEmpty()) {
        all << way.where;
    }
    QVariantList values{toSql(page.before), toSql(page.after)};
    values << way.values << more << toSql(page.limit);
    return transaction.allList(u"SELECT %1 FROM %2 WHERE %3 ORDER BY %4%5 LIMIT ?"_s.arg(
                                   incidenttable::columns(), from, (all + conditions).join(u" AND "_s), way.key,
                                   page.oldest ? QString() : u" DESC"_s),
                               incidenttable::read, values);
}

//! The seconds above the id; as the index has it, word by word, or it is not used.
QString recoveryKey()
{
    return u"(COALESCE(CASE WHEN COALESCE(mitigated_at, resolved_at, closed_at) > started_at "
           "THEN (COALESCE(mitigated_at, resolved_at, closed_at) - started_at) / 1000 END, 0) * 4294967296 + id)"_s;
}

}  // namespace

Result<std::vector<Incident>> newest(Transaction &transaction, const IncidentFilter &filter, const KeyPage &page)
{
    KeyPage part = page;
    auto facets = facetsOf(transaction, filter, part);
    if (!facets) {
        return failure(facets);
    }
    std::vector<Incident> found;
    if (!*facets) {
        return found;
    }
    size_t best = (*facets)->size();
    qint64 fewest = 0;
    for (size_t at = 0; at < (*facets)->size(); ++at) {
        const Facet &facet = (**facets)[at];
        if (facet.ways.empty()) {
            continue;
        }
        const auto size = sizeOf(transaction, facet);
        if (!size) {
            return failure(size);
        }
        if (best == (*facets)->size() || *size < fewest) {
            best = at;
            fewest = *size;
        }
    }
    QStringList conditions;
    QVariantList values;
    for (size_t at = 0; at < (*facets)->size(); ++at) {
        if (at != best) {
            conditions << (**facets)[at].condition;
            values << (**facets)[at].values;
        }
    }
    const std::vector<Way> ways =
        best < (*facets)->size() ? (**facets)[best].ways : std::vector<Way>{{{}, u"i.id"_s, {}, {}}};
    for (const Way &way : ways) {
        auto rows = along(transaction, way, conditions, values, part);
        if (!rows) {
            return failure(rows);
        }
        found.insert(found.end(), std::make_move_iterator(rows->begin()), std::make_move_iterator(rows->end()));
    }
    std::ranges::sort(found, std::greater<>(), [](const Incident &each) { return each.id.value; });
    const auto twice = std::ranges::unique(found, {}, [](const Incident &each) { return each.id.value; });
    found.erase(twice.begin(), twice.end());
    if (found.size() > size_t(page.limit)) {
        const auto surplus = qsizetype(found.size()) - page.limit;
        page.oldest ? found.erase(found.begin(), found.begin() + surplus)
                    : found.erase(found.end() - surplus, found.end());
    }
    ONLYONCE_TRY(incidenttable::addPlaces(transaction, found));
    return found;
}

Result<std::vector<ListedIncident>> byRecovery(Transaction &transaction, const IncidentFilter &filter,
                                               const KeyPage &page)
{
    std::vector<ListedIncident> rows;
    KeyPage ids;
    auto facets = facetsOf(transaction, filter, ids);
    if (!facets) {
        return failure(facets);
    }
    if (!*facets) {
        return rows;
    }
    const QString key = recoveryKey();
    QStringList conditions{key + u" < ?"_s, key + u" > ?"_s};
    QVariantList values{toSql(page.before), toSql(page.after)};
    for (const Facet &facet : **facets) {
        conditions << facet.condition;
        values << facet.values;
    }
    values << toSql(page.limit);
    auto found = transaction.allList(
        u"SELECT %1, %2 FROM incident i WHERE %3 ORDER BY %2%4 LIMIT ?"_s.arg(
            incidenttable::columns(), key, conditions.join(u" AND "_s), page.oldest ? QString() : u" DESC"_s),
        [](const Row &row) { return std::pair(incidenttable::read(row), row.integer(incidenttable::columnCount)); },
        values);
    if (!found) {
        return failure(found);
    }
    std::vector<Incident> incidents;
    for (auto &[incident, place] : *found) {
        rows.push_back({incident, place, {}});
        incidents.push_back(std::move(incident));
    }
    // Neighbours by id are asked for together.
    std::ranges::sort(incidents, std::greater<>(), [](const Incident &each) { return each.id.value; });
    ONLYONCE_TRY(incidenttable::addPlaces(transaction, incidents));
    for (ListedIncident &row : rows) {
        const auto known = std::ranges::lower_bound(incidents, row.id.value, std::greater<>(),
                                                    [](const Incident &each) { return each.id.value; });
        static_cast<Incident &>(row) = *known;
    }
    if (page.oldest) {
        std::ranges::reverse(rows);
    }
    return rows;
}

Result<IncidentOffers> offers(Transaction &transaction, int limit)
{
    IncidentOffers offers;
    const std::pair<QStringList *, QString> questions[]{
        {&offers.services, u"SELECT name FROM service ORDER BY name LIMIT ?"_s},
        {&offers.dataCentres,
         u"SELECT name FROM data_centre WHERE means_id IS NULL OR means_id = id ORDER BY name LIMIT ?"_s},
        {&offers.commanders, u"SELECT p.name FROM person p WHERE EXISTS (SELECT 1 FROM incident_role r "
                             "WHERE r.person_id = p.id AND r.role = 'commander') ORDER BY p.name LIMIT ?"_s},
    };
    for (const auto &[names, sql] : questions) {
        const auto found = transaction.all(sql, [](const Row &row) { return row.text(0); }, limit);
        if (!found) {
            return failure(found);
        }
        *names = QStringList(found->begin(), found->end());
    }
    return offers;
}

}  // namespace onlyonce::incidentlisttable
