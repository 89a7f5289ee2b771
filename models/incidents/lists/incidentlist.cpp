// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/lists/incidentlist.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/incidents/lists/incidentlisttable.h"
#include "models/incidents/lists/search.h"

#include <algorithm>

namespace onlyonce {

namespace {

using namespace Qt::StringLiterals;

//! Above every id.
constexpr qint64 oneSeverity = 1LL << 52;

constexpr auto stateWords = wordsFrom(IncidentState::Open, "open", "resolved", "closed");
constexpr auto orderWords = wordsFrom(IncidentOrder::Newest, "newest", "oldest", "severity", "recovery");
constexpr auto drillWords = wordsFrom(Drills::Also, "also", "apart", "only");
constexpr auto recurringWords = wordsFrom(Recurring::Again, "recurrence", "recurred");
constexpr auto stageWords =
    wordsFrom(PostMortemStage::None, "none", "draft", "in review", "approved", "published", "overdue");

std::vector<ListedIncident> listed(std::vector<Incident> incidents, qint64 base)
{
    std::vector<ListedIncident> rows;
    rows.reserve(incidents.size());
    for (Incident &incident : incidents) {
        const qint64 key = base + incident.id.value;
        rows.push_back({std::move(incident), key, {}});
    }
    return rows;
}

//! The keys of one severity, which lie above `base`, as ids; nothing when none of the page's are there.
std::optional<KeyPage> partOf(KeyPage page, qint64 base)
{
    page.before = std::min(page.before - base, oneSeverity);
    page.after = std::max(page.after - base, qint64{0});
    return page.before > page.after + 1 ? std::optional(page) : std::nullopt;
}

Result<std::vector<ListedIncident>> bySeverity(Transaction &transaction, const IncidentFilter &filter,
                                               const std::vector<IncidentFacet> &more, const KeyPage &page)
{
    std::vector parts{Severity::Sev1, Severity::Sev2, Severity::Sev3, Severity::Sev4};
    if (!filter.severities.empty()) {
        std::erase_if(parts, [&](Severity each) {
            return std::ranges::find(filter.severities, each) == filter.severities.end();
        });
    }
    if (page.oldest) {
        std::ranges::reverse(parts);
    }
    std::vector<ListedIncident> rows;
    for (const Severity part : parts) {
        const qint64 base = (5 - qint64(part)) * oneSeverity;
        auto wanted = partOf(page, base);
        if (!wanted) {
            continue;
        }
        wanted->limit = page.limit - int(rows.size());
        if (wanted->limit <= 0) {
            break;
        }
        IncidentFilter one = filter;
        one.severities = {part};
        auto found = incidentlisttable::newest(transaction, one, more, *wanted);
        if (!found) {
            return failure(found);
        }
        auto added = listed(std::move(*found), base);
        rows.insert(page.oldest ? rows.begin() : rows.end(), std::make_move_iterator(added.begin()),
                    std::make_move_iterator(added.end()));
    }
    return rows;
}

//! The newest, looked at from the other end.
Result<std::vector<ListedIncident>> byAge(Transaction &transaction, const IncidentFilter &filter,
                                          const std::vector<IncidentFacet> &more, const KeyPage &page)
{
    const auto mirrored = [](qint64 key) { return std::clamp(oneSeverity - key, qint64{0}, oneSeverity); };
    auto found = incidentlisttable::newest(
        transaction, filter, more,
        {.limit = page.limit, .before = mirrored(page.after), .after = mirrored(page.before), .oldest = !page.oldest});
    if (!found) {
        return failure(found);
    }
    std::ranges::reverse(*found);
    auto rows = listed(std::move(*found), 0);
    for (ListedIncident &row : rows) {
        row.key = oneSeverity - row.id.value;
    }
    return rows;
}

Result<std::vector<ListedIncident>> inOrder(Transaction &transaction, const IncidentFilter &filter,
                                            const std::vector<IncidentFacet> &more, const KeyPage &page)
{
    switch (filter.order) {
    case IncidentOrder::Severity:
        return bySeverity(transaction, filter, more, page);
    case IncidentOrder::Oldest:
        return byAge(transaction, filter, more, page);
    case IncidentOrder::LongestRecovery:
        return incidentlisttable::byRecovery(transaction, filter, more, page);
    case IncidentOrder::Newest:
        break;
    }
    auto found = incidentlisttable::newest(transaction, filter, more, page);
    return found ? Result<std::vector<ListedIncident>>(listed(std::move(*found), 0)) : failure(found);
}

template <typename Value>
QStringList textsOf(const std::vector<Value> &values)
{
    QStringList texts;
    for (const Value value : values) {
        texts << toText(value);
    }
    return texts;
}

template <typename Value>
void addKnown(std::vector<Value> &values, const QStringList &texts, Result<Value> (*from)(const QString &))
{
    for (const QString &text : texts) {
        if (const auto known = from(text)) {
            values.push_back(*known);
        }
    }
}

}  // namespace

QString toText(IncidentState state)
{
    return stateWords.of(state);
}

QString toText(IncidentOrder order)
{
    return orderWords.of(order);
}

QString toText(Drills drills)
{
    return drillWords.of(drills);
}

QString toText(Recurring recurring)
{
    return recurringWords.of(recurring);
}

QString toText(PostMortemStage stage)
{
    return stageWords.of(stage);
}

Result<IncidentState> incidentStateFrom(const QString &text)
{
    return stateWords.read(text, tr("a state"));
}

Result<IncidentOrder> incidentOrderFrom(const QString &text)
{
    return orderWords.read(text, tr("an order"));
}

Result<Drills> drillsFrom(const QString &text)
{
    return drillWords.read(text, tr("a way to treat drills"));
}

Result<Recurring> recurringFrom(const QString &text)
{
    return recurringWords.read(text, tr("a recurrence"));
}

Result<PostMortemStage> postMortemStageFrom(const QString &text)
{
    return stageWords.read(text, tr("a state of a post-mortem"));
}

QJsonObject toJson(const IncidentFilter &filter)
{
    QJsonObject json;
    if (filter.state) {
        json.insert(u"state"_s, toText(*filter.state));
    }
    const auto list = [&json](const QString &name, const QStringList &values) {
        if (!values.isEmpty()) {
            json.insert(name, QJsonArray::fromStringList(values));
        }
    };
    list(u"severities"_s, textsOf(filter.severities));
    list(u"services"_s, filter.services);
    list(u"dataCentres"_s, filter.dataCentres);
    list(u"commanders"_s, filter.commanders);
    list(u"recurrences"_s, textsOf(filter.recurrences));
    list(u"postMortems"_s, textsOf(filter.postMortems));
    if (!filter.text.isEmpty()) {
        json.insert(u"text"_s, filter.text);
    }
    if (filter.catastrophic) {
        json.insert(u"catastrophic"_s, true);
    }
    json.insert(u"drills"_s, toText(filter.drills));
    if (filter.withinDays > 0) {
        json.insert(u"withinDays"_s, filter.withinDays);
    }
    if (filter.from) {
        json.insert(u"from"_s, toIso(*filter.from));
    }
    if (filter.until) {
        json.insert(u"until"_s, toIso(*filter.until));
    }
    json.insert(u"order"_s, toText(filter.order));
    return json;
}

IncidentFilter incidentFilterFrom(const QJsonObject &json)
{
    const auto text = [&json](const QString &name) { return json.value(name).toString(); };
    const auto list = [&json](const QString &name) { return json.value(name).toVariant().toStringList(); };
    const auto moment = [&text](const QString &name) {
        const auto read = parseMachineTime(text(name));
        return read ? std::optional(*read) : std::nullopt;
    };
    IncidentFilter filter{.text = text(u"text"_s),
                          .services = list(u"services"_s),
                          .dataCentres = list(u"dataCentres"_s),
                          .commanders = list(u"commanders"_s),
                          .catastrophic = json.value(u"catastrophic"_s).toBool(),
                          .drills = drillsFrom(text(u"drills"_s)).value_or(Drills::Apart),
                          .withinDays = std::max(json.value(u"withinDays"_s).toInt(), 0),
                          .from = moment(u"from"_s),
                          .until = moment(u"until"_s),
                          .order = incidentOrderFrom(text(u"order"_s)).value_or(IncidentOrder::Newest)};
    filter.state = stateWords.find(text(u"state"_s));
    addKnown(filter.severities, list(u"severities"_s), severityFrom);
    addKnown(filter.recurrences, list(u"recurrences"_s), recurringFrom);
    addKnown(filter.postMortems, list(u"postMortems"_s), postMortemStageFrom);
    return filter;
}

Result<std::vector<ListedIncident>> incidentList(Transaction &transaction, const IncidentFilter &filter,
                                                 const KeyPage &page, const std::vector<IncidentFacet> &more)
{
    auto rows = inOrder(transaction, filter, more, page);
    if (rows && !filter.text.isEmpty()) {
        for (ListedIncident &row : *rows) {
            auto excerpt = excerptOf(transaction, row, filter.text);
            if (!excerpt) {
                return failure(excerpt);
            }
            row.excerpt = std::move(*excerpt);
        }
    }
    return rows;
}

Result<std::vector<Incident>> incidents(Transaction &transaction, const IncidentFilter &filter, const KeyPage &page,
                                        const std::vector<IncidentFacet> &more)
{
    auto rows = inOrder(transaction, filter, more, page);
    if (!rows) {
        return failure(rows);
    }
    return std::vector<Incident>(std::make_move_iterator(rows->begin()), std::make_move_iterator(rows->end()));
}

Result<std::vector<Incident>> incidents(Transaction &transaction, const IncidentFilter &filter, int limit,
                                        IncidentId before)
{
    return incidents(transaction, filter, pageBefore(before.value, limit));
}

Result<IncidentOffers> incidentOffers(Transaction &transaction, int limit)
{
    return incidentlisttable::offers(transaction, limit);
}

}  // namespace onlyonce
