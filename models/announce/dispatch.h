// SPDX-License-Identifier: GPL-3.0-or-later
// The announcer's way into the outbox and back out of it. Checks no permission: only announcer.cpp calls it, and the
// settling of a delivery.
#pragma once

#include "models/announce/announcement.h"

namespace onlyonce {

//! Puts the post on its way: as topic, reply or edit; or lets it wait for the posts before it. Writes the post.
[[nodiscard]] Result<> dispatch(Transaction &transaction, Announcement &announcement, AnnouncementPost &post);
//! Calls a delivery off that did not happen yet. Conflict while it is being sent. Does not write the post.
[[nodiscard]] Result<> takeBack(Transaction &transaction, AnnouncementPost &post);
//! Its incident was restricted before it went out (models/delivery/holdback.h): a draft again that says why, for whoever
//! approved it did so for another incident. Writes nothing.
void holdBack(AnnouncementPost &post, const QString &why);
//! The texts of deliveries that were tried without our learning that they arrived: each may stand in the forum.
[[nodiscard]] Result<QStringList> attemptedBodies(Transaction &transaction, const Announcement &announcement,
                                                  const AnnouncementPost &post);

}  // namespace onlyonce
