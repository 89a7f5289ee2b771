// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "models/alerts/silences.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

Result<> list(Invocation &call)
{
    auto silences = call.ask([](Transaction &transaction) { return silencesAhead(transaction); });
    if (!silences) {
        return failure(silences);
    }
    const Instant now = SystemClock().now();
    QJsonArray array;
    QList<QStringList> rows;
    for (const Silence &silence : *silences) {
        array.append(QJsonObject{{QStringLiteral("id"), silence.id.value},
                                 {QStringLiteral("maintenance"), silence.isMaintenance},
                                 {QStringLiteral("active"), silence.isActive(now)},
                                 {QStringLiteral("matchers"), QJsonArray::fromStringList(textsOf(silence.matchers))},
                                 {QStringLiteral("startsAt"), toIso(silence.startsAt)},
                                 {QStringLiteral("endsAt"), toIso(silence.endsAt)},
                                 {QStringLiteral("comment"), silence.comment}});
        rows.append({QString::number(silence.id.value), silence.isMaintenance ? tr("maintenance") : tr("silence"),
                     silence.isActive(now) ? tr("until %1").arg(toIso(silence.endsAt))
                                           : tr("%1 to %2").arg(toIso(silence.startsAt), toIso(silence.endsAt)),
                     textsOf(silence.matchers).join(QStringLiteral(", ")), silence.comment});
    }
    call.answer(array, rows.isEmpty() ? tr("Nothing is silenced.") : table(rows));
    return {};
}

Result<> add(Invocation &call)
{
    Silence silence{.isMaintenance = call.has(QStringLiteral("maintenance")),
                    .startsAt = SystemClock().now(),
                    .comment = call.option(QStringLiteral("comment"))};
    for (const QString &text : call.options(QStringLiteral("match"))) {
        auto matcher = Matcher::parse(text);
        if (!matcher) {
            return usage(matcher.error().message);
        }
        silence.matchers.push_back(std::move(*matcher));
    }
    if (call.has(QStringLiteral("from"))) {
        auto from = timeMeant(call.option(QStringLiteral("from")), silence.startsAt);
        if (!from || !*from) {
            return usage(tr("--from takes a time."));
        }
        silence.startsAt = **from;
    }
    const auto until = silenceEnd(call.option(QStringLiteral("until")), silence.startsAt, QTimeZone::systemTimeZone());
    if (!until) {
        return usage(tr("Until when? Give --until, like 2h, 90m, 3d or a time."));
    }
    silence.endsAt = *until;
    auto made = call.change([&](Transaction &transaction) { return makeSilence(transaction, silence); });
    if (!made) {
        return failure(made);
    }
    call.answer(QJsonObject{{QStringLiteral("id"), made->value}, {QStringLiteral("endsAt"), toIso(silence.endsAt)}},
                tr("Silence %1 lasts until %2.").arg(QString::number(made->value), toIso(silence.endsAt)));
    return {};
}

Result<> end(Invocation &call)
{
    const auto id =
        numberMeant(call.argument(0), tr("Which one? Give its number, as “onlyonce silence list” shows it."));
    if (!id) {
        return failure(id);
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) { return endSilence(transaction, SilenceId{*id}); }));
    call.answer(QJsonObject{{QStringLiteral("id"), *id}, {QStringLiteral("ended"), true}},
                tr("Silence %1 has ended. What it hid and still fires is taken in now.").arg(*id));
    return {};
}

}  // namespace

Commands silenceCommands()
{
    return {
        {.name = QStringLiteral("silence list"),
         .summary = tr("What is silenced now and later: silences and maintenance windows."),
         .run = list,
         .jsonHelp = tr("an array of {id, maintenance, active, matchers, startsAt, endsAt, comment}")},
        {.name = QStringLiteral("silence add"),
         .summary = tr("Alerts that match open no incident for a while; what still fires at the end does then."),
         .options = {{QStringLiteral("match"),
                      tr("A label and its value; may be given again, all must match. Besides an alert's own labels: "
                         "source, service, datacentre, severity."),
                      tr("NAME=\"VALUE\"")},
                     {QStringLiteral("until"), tr("Its end: 90m, 2h, 3d after the start, or a time."), tr("WHEN")},
                     {QStringLiteral("from"), tr("Its start, if not now."), tr("WHEN")},
                     {QStringLiteral("comment"), tr("Why, for those who wonder where the alerts are."), tr("TEXT")},
                     {QStringLiteral("maintenance"), tr("It is planned work.")}},
         .run = add,
         .jsonHelp = tr("{id, endsAt}")},
        {.name = QStringLiteral("silence end"),
         .arguments = QStringLiteral("ID"),
         .summary = tr("Ends one before its time."),
         .run = end,
         .jsonHelp = tr("{id, ended}")},
    };
}

}  // namespace onlyonce
