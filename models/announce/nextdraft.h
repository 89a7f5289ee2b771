// SPDX-License-Identifier: GPL-3.0-or-later
// What customers are told next about an incident: the latest announcement is continued, the first one opens the topic.
#pragma once

#include "models/announce/announcement.h"

namespace onlyonce {

struct NextDraft
{
    std::optional<AnnouncementStatus> status = {};  //!< none: as the incident stands
    QString title = {};                             //!< of the first one; empty: suggestedTitle()
    QString body = {};                              //!< empty: suggestedBody()
};

//! Permission::Note, as every draft.
[[nodiscard]] Result<AnnouncementPost> draftNext(Transaction &transaction, IncidentId incident,
                                                 const NextDraft &wanted = {});

}  // namespace onlyonce
