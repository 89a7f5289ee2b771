// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables `postmortem` and `postmortem_field`. Only postmortem.cpp uses it.
#pragma once

#include "models/postmortem/postmortem.h"

namespace onlyonce::postmortemtable {

[[nodiscard]] Result<std::optional<PostMortem>> byId(Transaction &transaction, PostMortemId id);
[[nodiscard]] Result<std::optional<PostMortem>> byIncident(Transaction &transaction, IncidentId incident);
struct Unfinished
{
    IncidentId incident;
    PersonId owner;
    std::optional<Instant> meetingAt;
};
//! Incidents of these severities that were resolved since then and whose post-mortem is not approved; the oldest first. Not
//! those that were recorded elsewhere.
[[nodiscard]] Result<std::vector<Unfinished>> unfinished(Transaction &transaction, Instant since,
                                                         const QStringList &severities);
[[nodiscard]] Result<PostMortemId> insert(Transaction &transaction, const PostMortem &postMortem);
//! With the version and changedAt; each leaves alone what the other writes.
[[nodiscard]] Result<> updateStatus(Transaction &transaction, const PostMortem &postMortem);
[[nodiscard]] Result<> updateOwner(Transaction &transaction, const PostMortem &postMortem);
[[nodiscard]] Result<> updateMeeting(Transaction &transaction, const PostMortem &postMortem);
[[nodiscard]] Result<> updateChangedAt(Transaction &transaction, PostMortemId id, Instant changedAt);

//! In no order; fields that this program does not know are left out.
[[nodiscard]] Result<std::vector<PostMortemText>> texts(Transaction &transaction, PostMortemId id);
[[nodiscard]] Result<> insertText(Transaction &transaction, PostMortemId id, const PostMortemText &text);
[[nodiscard]] Result<> updateText(Transaction &transaction, PostMortemId id, const PostMortemText &text);

}  // namespace onlyonce::postmortemtable
