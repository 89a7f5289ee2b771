// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a queue of Amazon SQS to which a topic of Amazon SNS delivers.
#pragma once

#include "models/delivery/adapter.h"

namespace onlyonce {

//! `id` and `name` are those of the source whose alerts lie in the queue. Each message's body is a payload of it. Without a
//! queue's address in the settings there is nothing to ask.
[[nodiscard]] std::shared_ptr<const Adapter> sqsPoller(const QString &id, const QString &name);

}  // namespace onlyonce
