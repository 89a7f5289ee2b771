// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/command/impact.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/documents/markdown.h"
#include "models/incidents/command/impacttable.h"
#include "models/incidents/incidenttable.h"
#include "models/incidents/protocol/steps.h"
#include "models/incidents/timeline.h"
#include "models/storage/journal.h"

#include <QRegularExpression>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr auto levelWords =
    wordsFrom(ImpactLevel::Unknown, "unknown", "none", "degraded", "partial outage", "full outage", "recovered");

Result<Incident> existing(Transaction &transaction, IncidentId id)
{
    auto found = incidenttable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    return *found ? Result<Incident>(**found) : fail(ErrorCode::NotFound, tr("There is no such incident."));
}

void addNew(QStringList &names, const QString &name)
{
    if (!names.contains(name)) {
        names.append(name);
    }
}

//! The place that the name stands for, as the catalogue shows it.
Result<DataCentreId> shownPlace(Transaction &transaction, IncidentId id, QString &name)
{
    if (name.trimmed().isEmpty()) {
        return DataCentreId{};
    }
    const auto named = placeNamed(transaction, name);
    if (!named) {
        return failure(named);
    }
    ONLYONCE_TRY(incidenttable::addDataCentre(transaction, id, named->id));
    if (named->place <= 0) {
        name = name.simplified();
        return named->id;
    }
    const auto shown = placeName(transaction, named->place);
    if (!shown) {
        return failure(shown);
    }
    name = *shown;
    return DataCentreId{named->place};
}

Result<> join(Transaction &transaction, IncidentId id, ServiceId service)
{
    const auto isNew = incidenttable::addService(transaction, id, service);
    if (!isNew || !*isNew) {
        return isNew ? Result<>() : failure(isNew);
    }
    const auto attached = attachProtocols(transaction, id);  // what is to be done where that service fails
    return attached ? Result<>() : failure(attached);
}

}  // namespace

QString toText(ImpactLevel level)
{
    return levelWords.of(level);
}

Result<ImpactLevel> impactLevelFrom(const QString &text)
{
    const QString word = text.simplified().toLower();
    if (word == QStringLiteral("partial")) {
        return ImpactLevel::PartialOutage;
    }
    if (word == QStringLiteral("full") || word == QStringLiteral("outage")) {
        return ImpactLevel::FullOutage;
    }
    return levelWords.read(word, tr("a level of impact"));
}

QString label(ImpactLevel level)
{
    switch (level) {
    case ImpactLevel::Unknown:
        return tr("Unknown");
    case ImpactLevel::None:
        return tr("No impact");
    case ImpactLevel::Degraded:
        return tr("Degraded");
    case ImpactLevel::PartialOutage:
        return tr("Partial outage");
    case ImpactLevel::FullOutage:
        return tr("Full outage");
    case ImpactLevel::Recovered:
        return tr("Recovered");
    }
    return {};
}

Result<Impact> impactOf(Transaction &transaction, IncidentId id)
{
    const auto incident = existing(transaction, id);
    if (!incident) {
        return failure(incident);
    }
    auto said = impacttable::cells(transaction, id);
    // Nothing else here takes as long: what does not fire is not asked for.
    const auto firing = incident->firingCount > 0 ? impacttable::firing(transaction, id)
                                                  : Result<std::vector<ImpactCell>>(std::in_place);
    if (!said || !firing) {
        return said ? failure(firing) : failure(said);
    }
    for (const ImpactCell &each : *firing) {
        const auto same = [&](const ImpactCell &cell) {
            return cell.service == each.service && cell.dataCentre == each.dataCentre;
        };
        const auto known = std::ranges::find_if(*said, same);
        if (known != said->end()) {
            known->firing = each.firing;
        } else if (!each.service.isEmpty()) {
            said->push_back(each);
        }
    }
    Impact impact{.services = incident->services, .dataCentres = incident->dataCentres};
    bool isWhole = false;
    for (const ImpactCell &each : *said) {
        addNew(impact.services, each.service);
        if (each.dataCentre.isEmpty()) {
            isWhole = true;
        } else {
            addNew(impact.dataCentres, each.dataCentre);
        }
    }
    if (isWhole || impact.dataCentres.isEmpty()) {
        impact.dataCentres.prepend(QString());
    }
    for (const QString &service : std::as_const(impact.services)) {
        for (const QString &place : std::as_const(impact.dataCentres)) {
            const auto same = [&](const ImpactCell &cell) {
                return cell.service == service && cell.dataCentre == place;
            };
            const auto known = std::ranges::find_if(*said, same);
            impact.cells.push_back(known != said->end() ? *known : ImpactCell{.service = service, .dataCentre = place});
        }
    }
    return impact;
}

Result<> setImpact(Transaction &transaction, IncidentId id, const QString &service, const QString &dataCentre,
                   ImpactLevel level)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const auto incident = existing(transaction, id);
    const auto serviceId = incident ? serviceNamed(transaction, service) : failure(incident);
    if (!serviceId) {
        return failure(serviceId);
    }
    QString place = dataCentre;
    const auto placeId = shownPlace(transaction, id, place);
    const auto before = placeId ? impacttable::level(transaction, id, *serviceId, *placeId) : failure(placeId);
    if (!before) {
        return failure(before);
    }
    ONLYONCE_TRY(join(transaction, id, *serviceId));
    transaction.touch(QStringLiteral("incident"), id);
    if (*before == level) {
        return {};
    }
    ONLYONCE_TRY(level == ImpactLevel::Unknown ? impacttable::clear(transaction, id, *serviceId, *placeId)
                                               : impacttable::setLevel(transaction, id, *serviceId, *placeId, level));
    const QString name = service.simplified();
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("incident"),
                                            .entityId = id.value,
                                            .field = QStringLiteral("impact %1@%2").arg(name, place),
                                            .oldValue = toText(*before),
                                            .newValue = toText(level)}));
    const QString where = place.isEmpty() ? QStringLiteral("**%1**").arg(escapeMarkdown(name))
                                          : tr("**%1** at **%2**").arg(escapeMarkdown(name), escapeMarkdown(place));
    const auto told =
        append(transaction, {.incident = id,
                             .kind = TimelineKind::Impact,
                             .body = *before == ImpactLevel::Unknown
                                       ? QStringLiteral("%1: %2").arg(where, label(level))
                                       : QStringLiteral("%1: %2 → %3").arg(where, label(*before), label(level)),
                             .data = {{QStringLiteral("service"), name},
                                      {QStringLiteral("dataCentre"), place},
                                      {QStringLiteral("from"), toText(*before)},
                                      {QStringLiteral("to"), toText(level)}}});
    return told ? Result<>() : failure(told);
}

Result<> setImpact(Transaction &transaction, IncidentId id, const QString &where, ImpactLevel level)
{
    const qsizetype at = where.lastIndexOf(QLatin1Char('@'));
    if (at > 0) {
        return setImpact(transaction, id, where.left(at), where.mid(at + 1), level);
    }
    const QString name = where.mid(at + 1).simplified();
    const auto incident = existing(transaction, id);
    const auto services = allServices(transaction);
    const auto known = places(transaction);
    if (!incident || !services || !known) {
        return !incident ? failure(incident) : !services ? failure(services) : failure(known);
    }
    const auto isNamed = [&](const auto &each) { return each.name.compare(name, Qt::CaseInsensitive) == 0; };
    const auto service = std::ranges::find_if(*services, isNamed);
    if (at < 0 && service != services->end()) {
        return setImpact(transaction, id, service->name, {}, level);
    }
    QStringList names = incident->dataCentres;
    for (const DataCentre &each : known->dataCentres) {
        names << each.name << each.labels;
    }
    for (const UnmappedName &each : known->unmapped) {
        names << each.name;
    }
    const qsizetype place =
        names.indexOf(QRegularExpression(QRegularExpression::escape(name), QRegularExpression::CaseInsensitiveOption));
    if (place < 0) {
        return fail(ErrorCode::Invalid,
                    tr("“%1” is neither a service nor a place that is known. Write SERVICE@PLACE, like search@fra1.")
                        .arg(name.left(80)));
    }
    if (incident->services.isEmpty()) {
        return fail(ErrorCode::Invalid,
                    tr("%1 names no service yet. Write SERVICE@%2, like search@%2.").arg(incident->reference(), name));
    }
    for (const QString &each : incident->services) {
        ONLYONCE_TRY(setImpact(transaction, id, each, names[place], level));
    }
    return {};
}

Result<> addAffected(Transaction &transaction, IncidentId id, const QString &service, const QString &dataCentre)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const auto before = existing(transaction, id);
    if (!before) {
        return failure(before);
    }
    QStringList added;
    if (!service.trimmed().isEmpty()) {
        const auto named = serviceNamed(transaction, service);
        if (!named) {
            return failure(named);
        }
        ONLYONCE_TRY(join(transaction, id, *named));
        added << service.simplified();
    }
    QString place = dataCentre;
    if (const auto named = shownPlace(transaction, id, place); !named) {
        return failure(named);
    }
    added << place;
    added.removeAll(QString());
    added.removeIf(
        [&](const QString &name) { return before->services.contains(name) || before->dataCentres.contains(name); });
    if (added.isEmpty()) {
        return {};
    }
    transaction.touch(QStringLiteral("incident"), id);
    const bool isFirst = before->services.isEmpty() && before->dataCentres.isEmpty();
    const auto told = append(transaction, {.incident = id,
                                           .kind = TimelineKind::Other,
                                           .body = (isFirst ? tr("It concerns %1") : tr("It concerns %1, too"))
                                                       .arg(escapeMarkdown(added.join(QStringLiteral(", "))))});
    return told ? Result<>() : failure(told);
}

Result<> removeAffected(Transaction &transaction, IncidentId id, const QString &service, const QString &dataCentre)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const auto incident = existing(transaction, id);
    const auto impact = incident ? impactOf(transaction, id) : failure(incident);
    if (!impact) {
        return failure(impact);
    }
    const bool isService = !service.isEmpty();
    const QString &name = isService ? service : dataCentre;
    if (name.isEmpty() || !(isService ? impact->services : impact->dataCentres).contains(name)) {
        return fail(ErrorCode::NotFound, tr("%1 does not concern “%2”.").arg(incident->reference(), name));
    }
    const auto place = isService ? Result<NamedPlace>(NamedPlace()) : placeNamed(transaction, name);
    const auto serviceId = isService ? serviceNamed(transaction, name) : Result<ServiceId>(ServiceId());
    if (!place || !serviceId) {
        return place ? failure(serviceId) : failure(place);
    }
    const DataCentreId placeId = place->place > 0 ? DataCentreId{place->place} : place->id;
    const auto hasAlert = isService ? impacttable::hasAlertOf(transaction, id, *serviceId)
                                    : impacttable::hasAlertAt(transaction, id, placeId);
    if (!hasAlert) {
        return failure(hasAlert);
    }
    if (*hasAlert) {
        return fail(
            ErrorCode::Conflict,
            tr("An alert of “%1” is in %2. Move it to another incident first.").arg(name, incident->reference()));
    }
    for (const ImpactCell &cell : impact->cells) {
        if (cell.level != ImpactLevel::Unknown && (isService ? cell.service : cell.dataCentre) == name) {
            ONLYONCE_TRY(setImpact(transaction, id, cell.service, cell.dataCentre, ImpactLevel::Unknown));
        }
    }
    const auto removed =
        isService ? impacttable::remove(transaction, id, *serviceId) : impacttable::remove(transaction, id, placeId);
    if (!removed) {
        return failure(removed);
    }
    ONLYONCE_TRY(
        recordChange(transaction, {.entity = QStringLiteral("incident"),
                                   .entityId = id.value,
                                   .field = isService ? QStringLiteral("service") : QStringLiteral("data centre"),
                                   .oldValue = name}));
    transaction.touch(QStringLiteral("incident"), id);
    const auto told = append(transaction, {.incident = id,
                                           .kind = TimelineKind::Other,
                                           .body = tr("It does not concern %1 after all").arg(escapeMarkdown(name))});
    return told ? Result<>() : failure(told);
}

QJsonArray toJson(const Impact &impact)
{
    QJsonArray array;
    for (const ImpactCell &each : impact.cells) {
        array.append(
            QJsonObject{{QStringLiteral("service"), each.service},
                        {QStringLiteral("datacentre"),
                         each.dataCentre.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(each.dataCentre)},
                        {QStringLiteral("level"), toText(each.level)},
                        {QStringLiteral("since"), toJson(each.since)},
                        {QStringLiteral("by"), each.by.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(each.by)},
                        {QStringLiteral("firing"), each.firing}});
    }
    return array;
}

}  // namespace onlyonce
