// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables `announcement` and `announcement_post`, as they are stored. Only this slice uses it.
#pragma once

#include "models/announce/announcement.h"

namespace onlyonce::announcementtable {

//! Without its posts.
[[nodiscard]] Result<std::optional<Announcement>> byId(Transaction &transaction, AnnouncementId id);
[[nodiscard]] Result<std::vector<Announcement>> ofIncident(Transaction &transaction, IncidentId incident);
//! Newest first, below `before` unless that is null.
[[nodiscard]] Result<std::vector<Announcement>> newest(Transaction &transaction, int limit, AnnouncementId before);
[[nodiscard]] Result<AnnouncementId> insert(Transaction &transaction, const Announcement &announcement);
//! Everything that may change; Conflict when `version` is not the stored one. Counts it up in the value as well.
[[nodiscard]] Result<> update(Transaction &transaction, Announcement &announcement);
[[nodiscard]] Result<> remove(Transaction &transaction, AnnouncementId id);

//! In the order in which they were written.
[[nodiscard]] Result<std::vector<AnnouncementPost>> posts(Transaction &transaction, AnnouncementId announcement);
[[nodiscard]] Result<std::optional<AnnouncementPost>> post(Transaction &transaction, AnnouncementPostId id);
[[nodiscard]] Result<AnnouncementPostId> insert(Transaction &transaction, const AnnouncementPost &post);
[[nodiscard]] Result<> update(Transaction &transaction, AnnouncementPost &post);
[[nodiscard]] Result<> remove(Transaction &transaction, AnnouncementPostId id);

}  // namespace onlyonce::announcementtable
