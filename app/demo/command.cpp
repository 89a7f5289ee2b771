// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/command.h"

#include "app/demo/moment.h"
#include "models/incidents/command/handover.h"
#include "models/incidents/command/impact.h"
#include "models/incidents/command/nextupdate.h"
#include "models/incidents/command/references.h"
#include "models/incidents/desk.h"

#include <QJsonArray>

namespace onlyonce {

namespace {

Result<> link(Transaction &transaction, IncidentId incident, const QJsonObject &json)
{
    const auto kind = referenceKindFrom(text(json, "kind"));
    const auto added = kind ? addReference(transaction, incident,
                                           {.kind = *kind, .title = text(json, "title"), .url = text(json, "url")})
                            : failure(kind);
    return added ? Result<>() : failure(added);
}

Result<> impact(Transaction &transaction, IncidentId incident, const QJsonObject &moment)
{
    const auto level = impactLevelFrom(text(moment, "level"));
    return level ? setImpact(transaction, incident, text(moment, "where"), *level) : failure(level);
}

Result<> promise(Transaction &transaction, IncidentId incident, const QJsonObject &moment)
{
    const auto found = onlyonce::incident(transaction, incident);
    if (!found || !*found) {
        return found ? Result<>() : failure(found);
    }
    const std::chrono::minutes minutes{moment.value(QStringLiteral("inMinutes")).toInt()};
    return setNextUpdate(transaction, incident, transaction.now() + minutes, (*found)->version);
}

Result<> offer(Transaction &transaction, IncidentId incident, const QJsonObject &moment, PersonId to)
{
    const auto brief = handoverBrief(transaction, incident);
    const auto offered =
        brief ? offerHandover(transaction, incident, text(moment, "role"), to, *brief) : failure(brief);
    return offered ? Result<>() : failure(offered);
}

Result<> accept(Transaction &transaction, IncidentId incident)
{
    const auto all = handoversOf(transaction, incident);
    if (!all || all->empty()) {
        return all ? Result<>() : failure(all);
    }
    return acceptHandover(transaction, all->front().id);
}

}  // namespace

bool isCommand(const QString &moment)
{
    static const QStringList those{QStringLiteral("role"),    QStringLiteral("impact"),   QStringLiteral("link"),
                                   QStringLiteral("promise"), QStringLiteral("handover"), QStringLiteral("accept")};
    return those.contains(moment);
}

Result<> tellCommand(Transaction &transaction, IncidentId incident, const QJsonObject &moment,
                     const QHash<QString, PersonId> &people)
{
    const QString what = text(moment, "do");
    const PersonId who = people.value(text(moment, "who"));
    if (what == QStringLiteral("role")) {
        return assignRole(transaction, incident, text(moment, "role"), who);
    }
    if (what == QStringLiteral("impact")) {
        return impact(transaction, incident, moment);
    }
    if (what == QStringLiteral("link")) {
        return link(transaction, incident, moment);
    }
    if (what == QStringLiteral("promise")) {
        return promise(transaction, incident, moment);
    }
    return what == QStringLiteral("handover") ? offer(transaction, incident, moment, who)
                                              : accept(transaction, incident);
}

Result<> furnishLinks(Transaction &transaction, const QJsonArray &links)
{
    for (const auto each : links) {
        ONLYONCE_TRY(link(transaction, {}, each.toObject()));
    }
    return {};
}

}  // namespace onlyonce
