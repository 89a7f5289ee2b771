// SPDX-License-Identifier: GPL-3.0-or-later
// JSON at the edges: parse with a clear sentence on failure, read typed fields without surprises.
#pragma once

#include "models/base/clock.h"
#include "models/base/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>

namespace onlyonce {

//! Any JSON document. Bad UTF-8, broken syntax and over-deep nesting are ErrorCode::Invalid with the byte offset.
[[nodiscard]] Result<QJsonValue> parseJson(const QByteArray &bytes);
//! As above, but the document must be an object.
[[nodiscard]] Result<QJsonObject> parseJsonObject(const QByteArray &bytes);

[[nodiscard]] QByteArray toJsonBytes(const QJsonObject &object);  //!< compact, UTF-8
//! The same document in lines that people can read: sign by sign, so that numbers, the order of members and the spelling
//! of texts stay as they came, and that the beginning of a long document can be shown as well. What would grow out of all
//! proportion stays as it is.
[[nodiscard]] QByteArray indentedJson(const QByteArray &json);
[[nodiscard]] QJsonValue toJson(const std::optional<Instant> &time);  //!< ISO 8601 in UTC, or null

}  // namespace onlyonce
