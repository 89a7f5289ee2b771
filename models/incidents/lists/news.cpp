// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/lists/news.h"

#include "models/incidents/command/handover.h"
#include "models/incidents/incidenttable.h"
#include "models/incidents/lists/incidentindextable.h"
#include "models/incidents/naming.h"

#include <QCoreApplication>

#include <algorithm>

namespace onlyonce {

namespace {

using namespace Qt::StringLiterals;

bool isWorse(const QJsonObject &data)
{
    const auto from = severityFrom(data.value("from"_L1).toString());
    const auto to = severityFrom(data.value("to"_L1).toString());
    return from && to && *to < *from;
}

//! Whether this entry tells of a role that is offered to that person, and still is.
Result<bool> isOfferedTo(Transaction &transaction, const TimelineEntry &entry, PersonId person)
{
    const auto handovers = handoversOf(transaction, entry.incident);
    if (!handovers) {
        return failure(handovers);
    }
    const qint64 told = entry.data.value("handover"_L1).toInteger();
    return std::ranges::any_of(*handovers, [&](const Handover &each) {
        return each.id.value == told && each.state == HandoverState::Offered && each.to == person;
    });
}

Result<std::optional<News::Kind>> kindOf(Transaction &transaction, const TimelineEntry &entry, PersonId person)
{
    switch (entry.kind) {
    case TimelineKind::Declared:
        return News::Kind::Opened;
    case TimelineKind::SeverityChanged:
        return isWorse(entry.data) ? std::optional(News::Kind::Raised) : std::nullopt;
    case TimelineKind::Handover: {
        const auto offered = person ? isOfferedTo(transaction, entry, person) : Result<bool>(false);
        if (!offered) {
            return failure(offered);
        }
        return *offered ? std::optional(News::Kind::Offered) : std::nullopt;
    }
    default:
        return std::nullopt;
    }
}

}  // namespace

QString News::title() const
{
    return nameForAll(incident);
}

Result<qint64> newsPosition(Transaction &transaction)
{
    return incidentindextable::lastEntry(transaction);
}

Result<NewsPage> newsAfter(Transaction &transaction, qint64 position, ActorId reader, int limit)
{
    const auto entries = timelineAfter(transaction, position, limit);
    if (!entries) {
        return failure(entries);
    }
    const auto who = actor(transaction, reader);
    if (!who) {
        return failure(who);
    }
    NewsPage page{.position = entries->empty() ? position : entries->back().id.value,
                  .more = entries->size() == size_t(limit)};
    for (const TimelineEntry &entry : *entries) {
        if (entry.actor == reader) {
            if (entry.kind == TimelineKind::Declared) {
                page.ownIncidents.push_back(entry.incident);
            }
            continue;
        }
        const auto kind = kindOf(transaction, entry, *who ? (*who)->person : PersonId{});
        if (!kind) {
            return failure(kind);
        }
        if (!*kind) {
            continue;
        }
        auto incident = incidenttable::byId(transaction, entry.incident);
        if (!incident) {
            return failure(incident);
        }
        if (*incident) {
            page.news.push_back({.kind = **kind,
                                 .incident = std::move(**incident),
                                 .text = **kind == News::Kind::Offered ? entry.body : QString()});
        }
    }
    return page;
}

}  // namespace onlyonce
