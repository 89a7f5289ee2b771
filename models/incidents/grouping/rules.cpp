// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/grouping/rules.h"

#include "models/alerts/collector.h"
#include "models/alerts/silences.h"
#include "models/base/tr.h"
#include "models/catalog/actor.h"
#include "models/documents/visibletext.h"
#include "models/incidents/grouping/ruletable.h"
#include "models/storage/journal.h"

#include <algorithm>
#include <map>

namespace onlyonce {

namespace {

constexpr milliseconds longestWindow = std::chrono::days{7};
constexpr qsizetype longestName = 100;
constexpr qsizetype longestKey = 400;
constexpr QChar between(u'\x1F');

QString textOf(const GroupingRule &rule)
{
    return QStringLiteral("%1: %2 by %3 within %4 ms, resolved after %5 ms")
        .arg(rule.name, textsOf(rule.matchers).join(QStringLiteral(", ")), rule.by.join(QStringLiteral(", ")))
        .arg(rule.window.count())
        .arg(rule.resolveAfter.count());
}

Result<GroupingRule> checked(const GroupingRule &rule)
{
    GroupingRule wanted = rule;
    wanted.name = shortLine(rule.name, longestName);
    if (wanted.name.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("A rule needs a name: people read why an alert joined an incident."));
    }
    if (rule.window < milliseconds{0} || rule.window > longestWindow) {
        return fail(ErrorCode::Invalid, tr("The time within which alerts join is at most a week."));
    }
    if (rule.resolveAfter < milliseconds{0} || rule.resolveAfter > longestWindow) {
        return fail(ErrorCode::Invalid, tr("The time after which an incident is resolved is at most a week."));
    }
    wanted.by.clear();
    for (const QString &label : rule.by) {
        if (const QString name = label.trimmed(); !name.isEmpty() && !wanted.by.contains(name)) {
            wanted.by << name;
        }
    }
    return wanted;
}

Result<> record(Transaction &transaction, RuleId id, const std::optional<QString> &before,
                const std::optional<QString> &after)
{
    transaction.touch(QStringLiteral("grouping_rule"), id);
    return recordChange(transaction, {.entity = QStringLiteral("grouping_rule"),
                                      .entityId = id.value,
                                      .field = QStringLiteral("rule"),
                                      .oldValue = before,
                                      .newValue = after});
}

//! The rule to its place, the others one after the other.
Result<> order(Transaction &transaction, RuleId id, int wanted)
{
    auto rules = ruletable::all(transaction);
    if (!rules) {
        return failure(rules);
    }
    const auto moved = std::ranges::find(*rules, id, &GroupingRule::id);
    if (moved == rules->end()) {
        return {};
    }
    GroupingRule rule = std::move(*moved);
    rules->erase(moved);
    const auto place = size_t(std::clamp(wanted - 1, 0, int(rules->size())));
    rules->insert(rules->begin() + std::ptrdiff_t(place), std::move(rule));
    for (size_t i = 0; i < rules->size(); ++i) {
        ONLYONCE_TRY(ruletable::setPosition(transaction, rules->at(i).id, int(i) + 1));
    }
    return {};
}

}  // namespace

std::optional<QString> groupOf(const GroupingRule &rule, const QJsonObject &matchable)
{
    if (!allMatch(rule.matchers, matchable)) {
        return std::nullopt;
    }
    QStringList values;
    for (const QString &label : rule.by) {
        values << matchable.value(label).toString();
    }
    if (!values.isEmpty() && std::ranges::all_of(values, &QString::isEmpty)) {
        return std::nullopt;
    }
    return values.join(between).left(longestKey);
}

Result<std::vector<GroupingRule>> groupingRules(Transaction &transaction)
{
    return ruletable::all(transaction);
}

Result<RuleId> saveGroupingRule(Transaction &transaction, const GroupingRule &rule)
{
    ONLYONCE_TRY(require(transaction, Permission::Administer));
    auto wanted = checked(rule);
    const auto rules = ruletable::all(transaction);
    if (!wanted || !rules) {
        return wanted ? failure(rules) : failure(wanted);
    }
    if (!rule.id) {
        const int last = int(rules->size()) + 1;
        wanted->position = rule.position > 0 ? rule.position : last;
        const auto id = ruletable::insert(transaction, *wanted);
        if (!id) {
            return id;
        }
        ONLYONCE_TRY(order(transaction, *id, wanted->position));
        ONLYONCE_TRY(record(transaction, *id, std::nullopt, textOf(*wanted)));
        return *id;
    }
    const auto before = std::ranges::find(*rules, rule.id, &GroupingRule::id);
    if (before == rules->end()) {
        return fail(ErrorCode::NotFound, tr("There is no such rule."));
    }
    const auto updated = ruletable::update(transaction, *wanted);
    if (!updated) {
        return failure(updated);
    }
    if (!*updated) {
        return fail(
            ErrorCode::Conflict,
            tr("Somebody changed the rule “%1” meanwhile. Look at it again before you save.").arg(before->name));
    }
    if (rule.position > 0 && rule.position != before->position) {
        ONLYONCE_TRY(order(transaction, rule.id, rule.position));
    }
    ONLYONCE_TRY(record(transaction, rule.id, textOf(*before), textOf(*wanted)));
    return rule.id;
}

Result<> removeGroupingRule(Transaction &transaction, RuleId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Administer));
    const auto rules = ruletable::all(transaction);
    if (!rules) {
        return failure(rules);
    }
    const auto found = std::ranges::find(*rules, id, &GroupingRule::id);
    if (found == rules->end()) {
        return fail(ErrorCode::NotFound, tr("There is no such rule."));
    }
    ONLYONCE_TRY(ruletable::remove(transaction, id));
    int position = 0;
    for (const GroupingRule &rule : *rules) {
        if (rule.id != id) {
            ONLYONCE_TRY(ruletable::setPosition(transaction, rule.id, ++position));  // without a gap
        }
    }
    return record(transaction, id, textOf(*found), std::nullopt);
}

Result<std::vector<TriedGroup>> tryGroupingRules(Transaction &transaction, const std::vector<GroupingRule> &rules,
                                                 int limit, Instant since)
{
    auto rows = alerts(transaction, {}, limit);
    if (!rows) {
        return failure(rows);
    }
    std::erase_if(*rows, [since](const AlertRow &row) { return row.startedAt < since; });
    std::ranges::sort(*rows, {}, [](const AlertRow &row) { return std::pair(row.startedAt, row.id.value); });
    struct Open
    {
        size_t group;
        Instant firesUntil;
        Instant latest;
    };
    std::vector<TriedGroup> groups;
    std::map<QString, Open> open;
    for (const AlertRow &alert : *rows) {
        const QJsonObject labels = matchableLabels(alert);
        QString key;
        QString reason;
        milliseconds window{0};
        for (const GroupingRule &rule : rules) {
            if (const auto group = groupOf(rule, labels)) {
                key = rule.name + between + *group;
                reason = rule.name;
                window = rule.window;
                break;
            }
        }
        if (reason.isEmpty()) {
            const bool named = !alert.service.isEmpty();
            key = between + (named ? alert.service : alert.source + between + alert.fingerprint);
            reason = named ? tr("service %1").arg(alert.service) : tr("by itself");
        }
        const Instant until = alert.resolvedAt.value_or(Instant::max());
        auto known = open.find(key);
        const bool joins = known != open.end() && alert.startedAt <= known->second.firesUntil
                        && (window == milliseconds{0} || alert.startedAt - known->second.latest <= window);
        if (!joins) {
            groups.push_back(
                {.reason = reason, .title = alert.summary, .from = alert.startedAt, .until = alert.startedAt});
            known = open.insert_or_assign(key, Open{groups.size() - 1, until, alert.startedAt}).first;
        }
        TriedGroup &group = groups.at(known->second.group);
        ++group.alerts;
        group.until = alert.startedAt;
        known->second.firesUntil = std::max(known->second.firesUntil, until);
        known->second.latest = alert.startedAt;
    }
    return groups;
}

}  // namespace onlyonce
