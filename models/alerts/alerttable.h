// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables payload, alert and alert_event. Only the collector uses it. The intake's speed is decided here:
// rows go in by the hundred with one statement, and every statement is one of three sizes, so that all stay prepared.
#pragma once

#include "models/alerts/collector.h"
#include "models/alerts/episodes.h"

#include <span>

namespace onlyonce::alerttable {

[[nodiscard]] Result<qint64> insertPayload(Transaction &transaction, const QString &source, Instant receivedAt,
                                           const QByteArray &body);

//! The latest episode of each fingerprint that is known.
[[nodiscard]] Result<std::vector<Episode>> latest(Transaction &transaction, const QString &source,
                                                  const QStringList &fingerprints);

//! Every episode of the source that fires.
[[nodiscard]] Result<std::vector<Episode>> open(Transaction &transaction, const QString &source);

//! Writes what the payloads did: new rows, changed ones, and the events. New episodes get their ids.
[[nodiscard]] Result<> store(Transaction &transaction, const QString &source, Episodes &episodes);

[[nodiscard]] Result<std::vector<AlertRow>> page(Transaction &transaction, const AlertFilter &filter,
                                                 const KeyPage &page);
//! @name How an AlertRow is read, for the inbox's questions too: these columns of `alert a` with these joins.
//! @{
constexpr int columnCount = 25;
[[nodiscard]] const QString &columns();
[[nodiscard]] const QString &joins();
[[nodiscard]] AlertRow readFrom(const Row &row, int column);
//! @}
[[nodiscard]] Result<std::optional<AlertRow>> byId(Transaction &transaction, AlertId id);
[[nodiscard]] Result<AlertBacklog> backlog(Transaction &transaction, qint64 after);
[[nodiscard]] Result<std::vector<AlertEvent>> events(Transaction &transaction, qint64 after, int limit);

}  // namespace onlyonce::alerttable
