// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/announce/nextdraft.h"

#include "models/announce/announcementtext.h"
#include "models/announce/announcer.h"
#include "models/incidents/desk.h"

#include <QCoreApplication>

namespace onlyonce {

namespace {

AnnouncementStatus announced(IncidentStatus status)
{
    switch (status) {
    case IncidentStatus::Triage:
    case IncidentStatus::Investigating:
        return AnnouncementStatus::Investigating;
    case IncidentStatus::Identified:
        return AnnouncementStatus::Identified;
    case IncidentStatus::Monitoring:
        return AnnouncementStatus::Monitoring;
    case IncidentStatus::Resolved:
    case IncidentStatus::Closed:
        return AnnouncementStatus::Resolved;
    }
    return AnnouncementStatus::Investigating;
}

}  // namespace

Result<AnnouncementPost> draftNext(Transaction &transaction, IncidentId id, const NextDraft &wanted)
{
    const auto about = incident(transaction, id);
    const auto existing = announcementsOf(transaction, id);
    if (!about || !existing) {
        return about ? failure(existing) : failure(about);
    }
    if (!*about) {
        return fail(ErrorCode::NotFound, QCoreApplication::translate("Announcer", "There is no such incident."));
    }
    const AnnouncementStatus status = wanted.status.value_or(announced((*about)->status));
    const auto body = wanted.body.isEmpty() ? suggestedBody(**about, status, transaction.now()) : wanted.body;
    if (!body) {
        return failure(body);
    }
    if (!existing->empty()) {
        return draftFollowUp(transaction, existing->back().id, status, *body);
    }
    const auto made =
        draftAnnouncement(transaction, {.incident = id,
                                        .title = wanted.title.isEmpty() ? suggestedTitle(**about) : wanted.title,
                                        .status = status,
                                        .body = *body});
    return made ? Result<AnnouncementPost>(made->posts.front()) : failure(made);
}

}  // namespace onlyonce
