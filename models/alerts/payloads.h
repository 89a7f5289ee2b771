// SPDX-License-Identifier: GPL-3.0-or-later
// Parsed payloads on their way to the database. Only the collector uses it.
#pragma once

#include "models/alerts/collector.h"
#include "models/alerts/episodes.h"

namespace onlyonce {

struct Delivery
{
    std::vector<Told> told;
    QByteArray body;
    Instant receivedAt;
    int truncated = 0;
    std::optional<Subscription> asks;
    Extent extent = Extent::Some;
    bool alone = false;  //!< its company failed for a reason that may be one payload's
    Question<Result<Intake>> question;
};

using Deliveries = std::vector<std::shared_ptr<Delivery>>;

//! Payloads of one source, in the order of their receipt, in one transaction: what each did to the episodes.
[[nodiscard]] Result<std::vector<Intake>> writeDown(Transaction &transaction, const QString &source,
                                                    const Deliveries &deliveries);

}  // namespace onlyonce
