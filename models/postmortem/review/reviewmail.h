// SPDX-License-Identifier: GPL-3.0-or-later
// The mail that asks somebody for a review. Only reviews.cpp uses it.
#pragma once

#include "models/postmortem/postmortem.h"

namespace onlyonce::detail {

//! Into the outbox, once per asking. False, and nothing happens, where the person has no mail address or no mail
//! connection is set up. Of a restricted incident the mail says the number alone.
[[nodiscard]] Result<bool> mailReview(Transaction &transaction, const PostMortem &about, PersonId person,
                                      const QString &databaseUuid);

}  // namespace onlyonce::detail
