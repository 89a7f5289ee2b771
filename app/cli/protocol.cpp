// SPDX-License-Identifier: GPL-3.0-or-later
// Response protocols: the checklists that incidents get.
#include "models/incidents/protocol/protocol.h"

#include "app/cli/common.h"
#include "models/base/tr.h"

#include <algorithm>

namespace onlyonce {

namespace {

QJsonObject json(const Protocol &protocol)
{
    return {{QStringLiteral("name"), protocol.name},
            {QStringLiteral("services"), QJsonArray::fromStringList(protocol.services)},
            {QStringLiteral("severity"), toText(protocol.lowest)},
            {QStringLiteral("drills"), protocol.drills},
            {QStringLiteral("steps"), qint64(stepsIn(protocol.text).size())},
            {QStringLiteral("text"), protocol.text}};
}

//! Of that name, whatever its case; nothing when there is none.
Result<std::optional<Protocol>> known(Invocation &call, const QString &name)
{
    const auto all = call.ask([](Transaction &transaction) { return protocols(transaction); });
    if (!all) {
        return failure(all);
    }
    const auto found = std::ranges::find_if(
        *all, [&](const Protocol &each) { return each.name.compare(name, Qt::CaseInsensitive) == 0; });
    return found == all->end() ? std::nullopt : std::optional(*found);
}

Result<Protocol> protocolMeant(Invocation &call)
{
    const auto found = known(call, call.argument(0));
    if (!found) {
        return failure(found);
    }
    return *found ? Result<Protocol>(**found)
                  : fail(ErrorCode::NotFound,
                         tr("There is no protocol “%1”. “onlyonce protocol list” shows them.").arg(call.argument(0)));
}

Result<> list(Invocation &call)
{
    const auto all = call.ask([](Transaction &transaction) { return protocols(transaction); });
    if (!all) {
        return failure(all);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const Protocol &protocol : *all) {
        array.append(json(protocol));
        rows.append({protocol.name, conditionText(protocol), tr("%1 steps").arg(stepsIn(protocol.text).size())});
    }
    call.answer(array, rows.isEmpty() ? tr("No protocols. “onlyonce protocol set NAME --example” gives you one to "
                                           "begin with.")
                                      : table(rows));
    return {};
}

Result<> show(Invocation &call)
{
    const auto protocol = protocolMeant(call);
    if (!protocol) {
        return failure(protocol);
    }
    call.answer(json(*protocol), toMarkdownFile(*protocol).trimmed());
    return {};
}

//! The text: of the file, the example, or what the protocol has already.
Result<Protocol> readText(const Invocation &call, const std::optional<Protocol> &before)
{
    if (call.has(QStringLiteral("example"))) {
        return exampleProtocol();
    }
    if (!call.has(QStringLiteral("file"))) {
        return before ? Result<Protocol>(*before)
                      : usage(tr("Which steps? Give --file, Markdown with a list item for each, or --example."));
    }
    const auto bytes = readInput(call.option(QStringLiteral("file")), 1024 * 1024);
    return bytes ? protocolFromFile(QString::fromUtf8(*bytes), call.argument(0)) : failure(bytes);
}

Result<> set(Invocation &call)
{
    const auto before = known(call, call.argument(0));
    if (!before) {
        return failure(before);
    }
    auto wanted = readText(call, *before);
    if (!wanted) {
        return failure(wanted);
    }
    wanted->id = *before ? (*before)->id : ProtocolId{};
    wanted->version = *before ? (*before)->version : 0;
    wanted->name = call.argument(0);
    if (call.has(QStringLiteral("service"))) {
        wanted->services = call.options(QStringLiteral("service"));
    }
    if (call.has(QStringLiteral("severity"))) {
        const auto severity = severityFrom(call.option(QStringLiteral("severity")));
        if (!severity) {
            return usage(severity.error().message);
        }
        wanted->lowest = *severity;
    }
    wanted->drills = wanted->drills && !call.has(QStringLiteral("no-drills"));
    const auto saved = call.change([&](Transaction &transaction) { return saveProtocol(transaction, *wanted); });
    if (!saved) {
        return failure(saved);
    }
    call.answer(json(*wanted),
                tr("“%1”: %2 steps, for %3. Incidents that are open keep what they have.")
                    .arg(wanted->name, QString::number(stepsIn(wanted->text).size()), conditionText(*wanted)));
    return {};
}

Result<> remove(Invocation &call)
{
    const auto protocol = protocolMeant(call);
    if (!protocol) {
        return failure(protocol);
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) { return removeProtocol(transaction, protocol->id); }));
    call.answer(QJsonObject{{QStringLiteral("name"), protocol->name}, {QStringLiteral("removed"), true}},
                tr("“%1” is gone; incidents keep the steps that they have of it.").arg(protocol->name));
    return {};
}

Result<> tryOut(Invocation &call)
{
    const auto protocol = protocolMeant(call);
    const auto limit = limitMeant(call, 50);
    if (!protocol || !limit) {
        return protocol ? failure(limit) : failure(protocol);
    }
    const auto latest =
        call.ask([&](Transaction &transaction) { return incidents(transaction, IncidentFilter{}, *limit); });
    if (!latest) {
        return failure(latest);
    }
    QJsonArray array;
    QStringList lines;
    for (const Incident &incident : *latest) {
        if (fits(*protocol, incident)) {
            array.append(incident.number);
            lines << lineOf(incident);
        }
    }
    lines << tr("It fits %1 of the latest %2 incidents.").arg(lines.size()).arg(latest->size());
    call.answer(array, lines.join(QLatin1Char('\n')));
    return {};
}

}  // namespace

Commands protocolCommands()
{
    const QString shape = tr("{name, services (empty: any), severity (the lowest), drills, steps, text}");
    return {
        {.name = QStringLiteral("protocol list"),
         .summary = tr("The checklists that an incident gets when it opens."),
         .run = list,
         .jsonHelp = tr("an array of %1").arg(shape)},
        {.name = QStringLiteral("protocol show"),
         .arguments = QStringLiteral("NAME"),
         .summary = tr("One of them, as a Markdown file."),
         .run = show,
         .jsonHelp = shape},
        {.name = QStringLiteral("protocol set"),
         .arguments = QStringLiteral("NAME"),
         .summary =
             tr("Adds or changes one. List items are the steps; “(timer 5m)”, “@role”, a [link](…) and `code` in "
                "them mean what they say."),
         .options = {{QStringLiteral("file"), tr("The Markdown file; “-” is standard input."), tr("FILE")},
                     {QStringLiteral("example"), tr("With the steps to begin with that come with OnlyOnce.")},
                     {QStringLiteral("service"), tr("Only for incidents of this; may be given again."), tr("NAME")},
                     {QStringLiteral("severity"), tr("The lowest severity that gets it; else SEV2."), tr("SEVERITY")},
                     {QStringLiteral("no-drills"), tr("Not for drills.")}},
         .run = set,
         .jsonHelp = shape},
        {.name = QStringLiteral("protocol try"),
         .arguments = QStringLiteral("NAME"),
         .summary = tr("Which of the latest incidents it fits; changes nothing."),
         .options = {limitOption()},
         .run = tryOut,
         .jsonHelp = tr("an array of numbers of incidents")},
        {.name = QStringLiteral("protocol remove"),
         .arguments = QStringLiteral("NAME"),
         .summary = tr("Removes one; incidents keep the steps that they have."),
         .run = remove,
         .jsonHelp = tr("{name, removed}")},
    };
}

}  // namespace onlyonce
