// SPDX-License-Identifier: GPL-3.0-or-later
// Which alerts belong together.
#include "app/cli/common.h"
#include "models/base/tr.h"
#include "models/incidents/grouping/rules.h"

namespace onlyonce {

namespace {

QString windowText(milliseconds window)
{
    return window == milliseconds{0} ? tr("while it is open") : tr("within %1").arg(durationText(window));
}

Result<> list(Invocation &call)
{
    auto rules = call.ask([](Transaction &transaction) { return groupingRules(transaction); });
    if (!rules) {
        return failure(rules);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const GroupingRule &rule : *rules) {
        array.append(QJsonObject{{QStringLiteral("id"), rule.id.value},
                                 {QStringLiteral("position"), rule.position},
                                 {QStringLiteral("name"), rule.name},
                                 {QStringLiteral("matchers"), QJsonArray::fromStringList(textsOf(rule.matchers))},
                                 {QStringLiteral("by"), QJsonArray::fromStringList(rule.by)},
                                 {QStringLiteral("withinSeconds"), qint64(rule.window.count() / 1000)},
                                 {QStringLiteral("resolveAfterSeconds"), qint64(rule.resolveAfter.count() / 1000)}});
        rows.append({QString::number(rule.id.value), rule.name,
                     rule.matchers.empty() ? tr("every alert") : textsOf(rule.matchers).join(QStringLiteral(", ")),
                     rule.by.isEmpty() ? tr("together") : tr("by %1").arg(rule.by.join(QStringLiteral(", "))),
                     windowText(rule.window),
                     rule.resolveAfter > milliseconds{0} ? tr("resolved after %1").arg(durationText(rule.resolveAfter))
                                                         : QString()});
    }
    call.answer(array, rows.isEmpty() ? tr("No rules: an alert joins the open incident of its service.") : table(rows));
    return {};
}

Result<GroupingRule> ruleMeant(const Invocation &call)
{
    GroupingRule rule{.name = call.argument(0), .by = call.options(QStringLiteral("by"))};
    for (const QString &text : call.options(QStringLiteral("match"))) {
        auto matcher = Matcher::parse(text);
        if (!matcher) {
            return usage(matcher.error().message);
        }
        rule.matchers.push_back(std::move(*matcher));
    }
    for (const auto &[option, time] : {std::pair(QStringLiteral("within"), &rule.window),
                                       std::pair(QStringLiteral("resolve-after"), &rule.resolveAfter)}) {
        if (call.has(option)) {
            const auto length = durationFrom(call.option(option));
            if (!length) {
                return usage(tr("--%1 takes a time like 30m, 2h or 1d.").arg(option));
            }
            *time = *length;
        }
    }
    if (call.has(QStringLiteral("position"))) {
        const auto position = numberMeant(call.option(QStringLiteral("position")), tr("--position takes a number."));
        if (!position) {
            return failure(position);
        }
        rule.position = int(*position);
    }
    return rule;
}

Result<> add(Invocation &call)
{
    const auto rule = ruleMeant(call);
    if (!rule) {
        return failure(rule);
    }
    const auto id = call.change([&](Transaction &transaction) { return saveGroupingRule(transaction, *rule); });
    if (!id) {
        return failure(id);
    }
    call.answer(QJsonObject{{QStringLiteral("id"), id->value}},
                tr("Rule %1 decides about every alert that comes from now on.").arg(id->value));
    return {};
}

Result<> tryOut(Invocation &call)
{
    const auto rule = ruleMeant(call);
    const auto limit = limitMeant(call, 1'000);
    if (!rule || !limit) {
        return rule ? failure(limit) : failure(rule);
    }
    using Both = std::pair<std::vector<TriedGroup>, std::vector<TriedGroup>>;
    const auto tried = call.ask([&](Transaction &transaction) -> Result<Both> {
        auto rules = groupingRules(transaction);
        if (!rules) {
            return failure(rules);
        }
        auto before = tryGroupingRules(transaction, *rules, *limit);
        const int last = int(rules->size());
        const int place = rule->position > 0 ? std::min(rule->position - 1, last) : last;
        rules->insert(rules->begin() + place, *rule);
        auto after = tryGroupingRules(transaction, *rules, *limit);
        if (!before || !after) {
            return before ? failure(after) : failure(before);
        }
        return Both(std::move(*before), std::move(*after));
    });
    if (!tried) {
        return failure(tried);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const TriedGroup &group : tried->second) {
        array.append(QJsonObject{{QStringLiteral("reason"), group.reason},
                                 {QStringLiteral("title"), group.title},
                                 {QStringLiteral("alerts"), group.alerts},
                                 {QStringLiteral("from"), toIso(group.from)},
                                 {QStringLiteral("until"), toIso(group.until)}});
        rows.append({toIso(group.from), tr("%1 alerts").arg(group.alerts), group.reason, group.title});
    }
    call.answer(array, tr("%1\n%2 incidents; without the rule %3.")
                           .arg(table(rows))
                           .arg(tried->second.size())
                           .arg(tried->first.size()));
    return {};
}

Result<> remove(Invocation &call)
{
    const auto id = numberMeant(call.argument(0), tr("Which one? Give its id, as “onlyonce rule list” shows it."));
    if (!id) {
        return failure(id);
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) { return removeGroupingRule(transaction, RuleId{*id}); }));
    call.answer(QJsonObject{{QStringLiteral("id"), *id}, {QStringLiteral("removed"), true}},
                tr("Rule %1 is gone; what it put together stays together.").arg(*id));
    return {};
}

}  // namespace

Commands ruleCommands()
{
    const QList<QCommandLineOption> shape{
        {QStringLiteral("match"),
         tr("A label and its value; may be given again, all must match. Besides an alert's own labels: source, "
            "service, "
            "datacentre, severity."),
         tr("NAME=\"VALUE\"")},
        {QStringLiteral("by"), tr("A label whose value must be the same; may be given again."), tr("LABEL")},
        {QStringLiteral("within"), tr("How long after its latest alert an incident takes more: 30m, 2h, 1d."),
         tr("TIME")},
        {QStringLiteral("resolve-after"),
         tr("Resolves an incident once all its alerts have been over for so long, unless somebody has taken it over."),
         tr("TIME")},
        {QStringLiteral("position"), tr("Its place among the rules, from 1; else the last."), tr("N")}};
    return {
        {.name = QStringLiteral("rule list"),
         .summary = tr("Which alerts belong together: the first rule that matches decides."),
         .run = list,
         .jsonHelp = tr("an array of {id, position, name, matchers, by, withinSeconds (0: while the incident is open), "
                        "resolveAfterSeconds (0: never by itself)}")},
        {.name = QStringLiteral("rule add"),
         .arguments = QStringLiteral("NAME"),
         .summary = tr("Adds a rule. Try it first."),
         .options = shape,
         .run = add,
         .jsonHelp = tr("{id}")},
        {.name = QStringLiteral("rule try"),
         .arguments = QStringLiteral("NAME"),
         .summary = tr("What a rule would have made of the latest alerts; changes nothing."),
         .options = shape + QList<QCommandLineOption>{limitOption()},
         .run = tryOut,
         .jsonHelp = tr("an array of {reason, title, alerts, from, until}, an incident each")},
        {.name = QStringLiteral("rule remove"),
         .arguments = QStringLiteral("ID"),
         .summary = tr("Removes a rule."),
         .run = remove,
         .jsonHelp = tr("{id, removed}")},
    };
}

}  // namespace onlyonce
