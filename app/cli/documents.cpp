// SPDX-License-Identifier: GPL-3.0-or-later
// How documents are laid out, by when they are due, and when they are talked over.
#include "app/cli/common.h"
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/postmortem/due/duedate.h"
#include "models/postmortem/proposals/proposals.h"
#include "models/postmortem/template/templates.h"

namespace onlyonce {

namespace {

Result<Audience> audienceMeant(const Invocation &call)
{
    const auto audience = audienceFrom(call.argument(0));
    return audience ? audience : usage(tr("Which document? Write internal or public."));
}

QJsonObject templateJson(Audience audience, const StoredTemplate &stored)
{
    return {{QStringLiteral("audience"), toText(audience)},
            {QStringLiteral("builtIn"), !stored.text},
            {QStringLiteral("text"), stored.shown(audience)}};
}

QString placeholderHelp(const QStringList &)
{
    QStringList lines;
    for (const Audience audience : {Audience::Internal, Audience::Public}) {
        lines << (audience == Audience::Internal ? tr("Names in the internal document's template:")
                                                 : tr("Names in the public one's:"));
        QList<QStringList> rows;
        for (const Placeholder &each : placeholdersFor(audience)) {
            const bool isSection = each.kind == Placeholder::Kind::Section;
            rows.append(
                {QStringLiteral("  {{%1}}").arg(each.name), isSection ? tr("section") : tr("value"), each.about});
        }
        lines << table(rows) << QString();
    }
    lines << tr(
        "A section stands on a line of its own; one that turns out empty takes its heading with it, and text that "
        "stands there for it alone. A value stands in a text or heading; a line whose value is not known goes.");
    return lines.join(QLatin1Char('\n'));
}

Result<> showTemplate(Invocation &call)
{
    const auto audience = audienceMeant(call);
    if (!audience) {
        return failure(audience);
    }
    const auto stored = call.has(QStringLiteral("built-in"))
                          ? Result<StoredTemplate>()
                          : call.ask([&](Transaction &transaction) { return storedTemplate(transaction, *audience); });
    if (!stored) {
        return failure(stored);
    }
    call.answer(templateJson(*audience, *stored), stored->shown(*audience).trimmed());
    return {};
}

Result<QString> textMeant(const Invocation &call)
{
    const auto bytes = readInput(call.argument(1), 1024 * 1024);
    return bytes ? Result<QString>(QString::fromUtf8(*bytes)) : failure(bytes);
}

Result<> setTemplate(Invocation &call)
{
    const auto audience = audienceMeant(call);
    if (!audience) {
        return failure(audience);
    }
    const bool back = call.has(QStringLiteral("built-in"));
    if (back == !call.argument(1).isEmpty()) {
        return usage(tr("Give a Markdown file (“-” is standard input), or --built-in."));
    }
    const auto text = back ? Result<QString>() : textMeant(call);
    if (!text) {
        return failure(text);
    }
    const auto saved = call.change([&](Transaction &transaction) -> Result<StoredTemplate> {
        const auto stored = storedTemplate(transaction, *audience);
        if (!stored) {
            return failure(stored);
        }
        const auto version =
            saveTemplate(transaction, *audience, back ? std::nullopt : std::optional(*text), stored->version);
        return version ? storedTemplate(transaction, *audience) : failure(version);
    });
    if (!saved) {
        return failure(saved);
    }
    call.answer(templateJson(*audience, *saved),
                back ? tr("The %1 document is laid out by the built-in template.").arg(toText(*audience))
                     : tr("The %1 document is laid out by it from now on.").arg(toText(*audience)));
    return {};
}

//! Every problem with its line, so that all of them are mended at once.
Result<> checkTemplate(Invocation &call)
{
    const auto audience = audienceMeant(call);
    if (!audience) {
        return failure(audience);
    }
    const auto text = textMeant(call);
    if (!text) {
        return failure(text);
    }
    const auto problems = problemsOf(*audience, *text);
    if (problems.empty()) {
        call.answer(QJsonObject{{QStringLiteral("valid"), true}}, tr("It can be used."));
        return {};
    }
    QStringList lines;
    for (const TemplateProblem &problem : problems) {
        lines << tr("Line %1: %2").arg(QString::number(problem.line), problem.message);
    }
    return fail(ErrorCode::Invalid, lines.join(QLatin1Char('\n')));
}

QJsonObject rulesJson(const DueRules &rules)
{
    QJsonObject json;
    for (const Severity severity : allSeverities) {
        json.insert(toText(severity), QJsonObject{{QStringLiteral("days"), rules.of(severity).days},
                                                  {QStringLiteral("working"), rules.of(severity).working}});
    }
    return json;
}

Result<> tellDue(Invocation &call)
{
    auto rules = call.ask([](Transaction &transaction) { return dueRules(transaction); });
    if (!rules) {
        return failure(rules);
    }
    if (!call.argument(0).isEmpty()) {
        if (call.argument(1).isEmpty()) {
            return usage(tr("Give the days as well: “3 days”, “5 working days” or never."));
        }
        const auto severity = severityFrom(call.argument(0));
        const auto rule = dueRuleFrom(call.argument(1));
        if (!severity || !rule) {
            return usage(severity ? rule.error().message : severity.error().message);
        }
        const DueRules seen = *rules;
        rules->of(*severity) = *rule;
        ONLYONCE_TRY(call.change([&](Transaction &transaction) { return saveDueRules(transaction, *rules, seen); }));
    }
    QList<QStringList> rows;
    for (const Severity severity : allSeverities) {
        rows.append({toText(severity), toText(rules->of(severity))});
    }
    call.answer(rulesJson(*rules), table(rows));
    return {};
}

Result<> setMeeting(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    const auto opened = incident ? call.database() : failure(incident);
    if (!opened) {
        return failure(opened);
    }
    const Instant now = (*opened)->clock().now();
    std::optional<Instant> at;
    if (call.argument(1).isEmpty()) {
        const auto rules = call.ask([](Transaction &transaction) { return dueRules(transaction); });
        if (!rules) {
            return failure(rules);
        }
        const auto dueOn = postMortemDueOn(*incident, *rules);
        if (!dueOn) {
            return usage(tr("The post-mortem of %1 has no due day to propose a meeting by. Give a time, such as "
                            "“2026-12-03 14:00”, or none.")
                             .arg(incident->reference()));
        }
        at = proposedMeeting(*dueOn, now);
    } else {
        const auto meant = timeMeant(call.argument(1), now);
        if (!meant) {
            return usage(meant.error().message);
        }
        at = *meant;
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) -> Result<> {
        const auto postMortem = openPostMortem(transaction, incident->id);
        if (!postMortem) {
            return failure(postMortem);
        }
        const auto set = setPostMortemMeeting(transaction, postMortem->id, at, postMortem->version);
        return set ? Result<>() : failure(set);
    }));
    call.answer(QJsonObject{{QStringLiteral("meetingAt"), toJson(at)}},
                at ? tr("The meeting about %1 is on %2.").arg(incident->reference(), toIso(*at))
                   : tr("No meeting about %1 is planned.").arg(incident->reference()));
    return {};
}

Result<> tellProposals(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    const auto proposals =
        incident ? call.ask([id = incident->id](Transaction &transaction) { return proposalsFor(transaction, id); })
                 : failure(incident);
    if (!proposals) {
        return failure(proposals);
    }
    QJsonObject json;
    QStringList parts;
    for (const auto &[field, text] : *proposals) {
        json.insert(toText(field), text);
        parts << QStringLiteral("%1:\n%2").arg(toText(field), text);
    }
    call.answer(json, parts.isEmpty() ? tr("Nothing is known for a field that is still empty.")
                                      : parts.join(QStringLiteral("\n\n")));
    return {};
}

}  // namespace

Commands documentCommands()
{
    const QString shape = tr("{audience, builtIn, text}");
    return {
        {.name = QStringLiteral("postmortem meeting"),
         .arguments = QStringLiteral("N [TIME]"),
         .summary = tr("When the post-mortem is talked over; none without a meeting. Without a time, as its due day "
                       "proposes."),
         .run = setMeeting,
         .jsonHelp = tr("{meetingAt (or null)}")},
        {.name = QStringLiteral("postmortem proposals"),
         .arguments = QStringLiteral("N"),
         .summary = tr("What the incident already knows for the fields that are still empty; “postmortem write” takes "
                       "it."),
         .run = tellProposals,
         .jsonHelp = tr("an object of Markdown by the fields' names")},
        {.name = QStringLiteral("postmortem due"),
         .arguments = QStringLiteral("[SEVERITY] [DAYS]"),
         .summary = tr("By when post-mortems are due, by severity: “3 days”, “5 working days” or never."),
         .run = tellDue,
         .jsonHelp = tr("{SEV1: {days (0: never), working}, …}")},
        {.name = QStringLiteral("template show"),
         .arguments = QStringLiteral("AUDIENCE"),
         .summary = tr("What the internal or the public document is laid out by."),
         .options = {{QStringLiteral("built-in"), tr("The one that comes with OnlyOnce.")}},
         .run = showTemplate,
         .jsonHelp = shape,
         .moreHelp = placeholderHelp},
        {.name = QStringLiteral("template set"),
         .arguments = QStringLiteral("AUDIENCE [FILE]"),
         .summary = tr("Lays the document out by a Markdown file of yours, in which {{names}} stand for its sections."),
         .options = {{QStringLiteral("built-in"), tr("Goes back to the one that comes with OnlyOnce.")}},
         .run = setTemplate,
         .jsonHelp = shape,
         .moreHelp = placeholderHelp},
        {.name = QStringLiteral("template check"),
         .arguments = QStringLiteral("AUDIENCE FILE"),
         .summary = tr("Whether a file can be used, and every line that keeps it from being."),
         .run = checkTemplate,
         .jsonHelp = tr("{valid}")},
    };
}

}  // namespace onlyonce
