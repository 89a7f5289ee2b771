// SPDX-License-Identifier: GPL-3.0-or-later
// The data centres of the catalogue, and what the names in alerts mean.
#include "app/cli/common.h"
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/catalog/places.h"

#include <algorithm>

namespace onlyonce {

namespace {

Result<> list(Invocation &call)
{
    struct Found
    {
        Places places;
        std::vector<Service> services;
    };
    const auto found = call.ask([](Transaction &transaction) -> Result<Found> {
        auto known = places(transaction);
        auto services = allServices(transaction);
        if (!known || !services) {
            return known ? failure(services) : failure(known);
        }
        return Found{std::move(*known), std::move(*services)};
    });
    if (!found) {
        return failure(found);
    }
    QJsonArray centres;
    QJsonArray unmapped;
    QJsonArray services;
    QList<QStringList> rows;
    for (const DataCentre &each : found->places.dataCentres) {
        centres.append(QJsonObject{{QStringLiteral("name"), each.name},
                                   {QStringLiteral("labels"), QJsonArray::fromStringList(each.labels)}});
        rows.append({each.name, tr("data centre"), each.labels.join(QStringLiteral(", "))});
    }
    for (const QString &label : found->places.none) {
        rows.append({label, tr("no data centre"), {}});
    }
    for (const UnmappedName &each : found->places.unmapped) {
        unmapped.append(QJsonObject{{QStringLiteral("name"), each.name},
                                    {QStringLiteral("alerts"), each.alerts},
                                    {QStringLiteral("since"), toJson(each.since)}});
        rows.append(
            {each.name, tr("not mapped yet"),
             each.since ? tr("%1 alerts, since %2").arg(each.alerts).arg(toIso(*each.since)) : tr("written by hand")});
    }
    for (const Service &each : found->services) {
        services.append(each.name);
        rows.append({each.name, tr("service"), {}});
    }
    call.answer(QJsonObject{{QStringLiteral("dataCentres"), centres},
                            {QStringLiteral("none"), QJsonArray::fromStringList(found->places.none)},
                            {QStringLiteral("unmapped"), unmapped},
                            {QStringLiteral("services"), services}},
                rows.isEmpty() ? tr("No place is known yet.") : table(rows));
    return {};
}

//! What the catalogue says concerns incidents that are open.
Result<> changed(Invocation &call, const QString &name, const QString &text)
{
    ONLYONCE_TRY(groupAll(call));
    call.answer(QJsonObject{{QStringLiteral("name"), name}}, text);
    return {};
}

Result<> add(Invocation &call)
{
    const QString name = call.argument(0);
    const auto made = call.change([&](Transaction &transaction) { return addDataCentre(transaction, name); });
    return made ? changed(call, name, tr("%1 is a data centre.").arg(name)) : failure(made);
}

Result<> map(Invocation &call)
{
    const QString label = call.argument(0);
    const QString name = call.argument(1);
    if (name.isEmpty() != call.has(QStringLiteral("none"))) {
        return usage(tr("What does it mean? Give the name of a data centre, or --none."));
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) -> Result<> {
        if (name.isEmpty()) {
            return mapLabel(transaction, label, {});
        }
        const auto known = places(transaction);
        if (!known) {
            return failure(known);
        }
        const auto found = std::ranges::find(known->dataCentres, name, &DataCentre::name);
        if (found == known->dataCentres.end()) {
            return fail(
                ErrorCode::NotFound,
                tr("There is no data centre “%1” in the catalogue. “onlyonce place add” makes it one.").arg(name));
        }
        return mapLabel(transaction, label, found->id);
    }));
    return changed(call, label,
                   name.isEmpty() ? tr("%1 is no data centre.").arg(label) : tr("%1 means %2.").arg(label, name));
}

Result<> forget(Invocation &call)
{
    const QString name = call.argument(0);
    ONLYONCE_TRY(call.change([&](Transaction &transaction) { return forgetPlace(transaction, name); }));
    return changed(call, name, tr("Nobody says any more what %1 is.").arg(name));
}

}  // namespace

Commands placeCommands()
{
    const QString json = tr("{name}");
    return {
        {.name = QStringLiteral("place list"),
         .summary =
             tr("The data centres of the catalogue, which names in alerts mean them, which nobody has mapped yet, "
                "and the services."),
         .run = list,
         .jsonHelp = tr("{dataCentres: an array of {name, labels}, none (names that mean no data centre), unmapped: an "
                        "array of {name, alerts (how many mention it), since}, services}")},
        {.name = QStringLiteral("place add"),
         .arguments = QStringLiteral("NAME"),
         .summary = tr("Makes it a data centre: two that fail at the same time make an incident catastrophic."),
         .run = add,
         .jsonHelp = json,
         .missing = Missing::Make},
        {.name = QStringLiteral("place map"),
         .arguments = QStringLiteral("LABEL [NAME]"),
         .summary = tr("Says which data centre the value of a label means, like eu-west-1a; or a pattern, in which * "
                       "stands for any signs and ? for one."),
         .options = {{QStringLiteral("none"), tr("It is no data centre.")}},
         .run = map,
         .jsonHelp = json},
        {.name = QStringLiteral("place forget"),
         .arguments = QStringLiteral("NAME"),
         .summary = tr("Takes back what was said of a label, or takes a data centre out of the catalogue."),
         .run = forget,
         .jsonHelp = json},
    };
}

}  // namespace onlyonce
