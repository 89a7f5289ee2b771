// SPDX-License-Identifier: GPL-3.0-or-later
// What Amazon SQS refuses, and what a person does about it: HTTP 400 or 403 with {"__type":
// "com.amazonaws.sqs#QueueDoesNotExist", "message": "…"}. Pure.
#pragma once

#include "models/alerts/sources/asked.h"

namespace onlyonce {

//! Nothing for an answer that is no such refusal: asked::Server::read() knows what becomes of it.
[[nodiscard]] std::optional<Step> sqsRefusal(const asked::Server &server, const QString &queue,
                                             const DeliveryReply &reply);

}  // namespace onlyonce
