// SPDX-License-Identifier: GPL-3.0-or-later
// A page is reached by one of several ways: the rows of one value of one member of the filter, in the order of ids. The
// way is taken that has the fewest rows, and what else is asked is looked at row by row; else a filter that lets three of
// a hundred thousand through would read them all.
#include "models/incidents/lists/incidentlisttable.h"

#include "models/incidents/incidenttable.h"
#include "models/incidents/lists/incidentfacettable.h"

#include <algorithm>

namespace onlyonce::incidentlisttable {

namespace {

using namespace Qt::StringLiterals;
using incidentfacettable::facetsOf;

constexpr int worthCounting = 2'000;

//! Counted no further than it matters.
Result<qint64> sizeOf(Transaction &transaction, const IncidentFacet &facet)
{
    qint64 size = 0;
    for (const FacetWay &way : facet.ways) {
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

Result<std::vector<Incident>> along(Transaction &transaction, const FacetWay &way, const QStringList &conditions,
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
           "AND COALESCE(resolution, '') <> 'false alarm' THEN (COALESCE(mitigated_at, resolved_at, closed_at) - started_at) / 1000 END, 0) * 4294967296 + id)"_s;
}

}  // namespace

Result<std::vector<Incident>> newest(Transaction &transaction, const IncidentFilter &filter,
                                     const std::vector<IncidentFacet> &more, const KeyPage &page)
{
    KeyPage part = page;
    auto facets = facetsOf(transaction, filter, more, part);
    if (!facets) {
        return failure(facets);
    }
    std::vector<Incident> found;
    if (!*facets) {
        return found;
    }
    const bool isChoice =
        std::ranges::count_if(**facets, [](const IncidentFacet &each) { return !each.ways.empty(); }) > 1;
    size_t best = (*facets)->size();
    qint64 fewest = 0;
    for (size_t at = 0; at < (*facets)->size(); ++at) {
        const IncidentFacet &facet = (**facets)[at];
        if (facet.ways.empty()) {
            continue;
        }
        const auto size = isChoice ? sizeOf(transaction, facet) : Result<qint64>(0);
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
    const std::vector<FacetWay> ways =
        best < (*facets)->size() ? (**facets)[best].ways : std::vector<FacetWay>{{{}, u"i.id"_s, {}, {}}};
    for (const FacetWay &way : ways) {
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
                                               const std::vector<IncidentFacet> &more, const KeyPage &page)
{
    std::vector<ListedIncident> rows;
    KeyPage ids;
    auto facets = facetsOf(transaction, filter, more, ids);
    if (!facets) {
        return failure(facets);
    }
    if (!*facets) {
        return rows;
    }
    const QString key = recoveryKey();
    QStringList conditions{key + u" < ?"_s, key + u" > ?"_s};
    QVariantList values{toSql(page.before), toSql(page.after)};
    for (const IncidentFacet &facet : **facets) {
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
