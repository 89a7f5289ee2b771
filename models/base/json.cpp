// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace onlyonce {

Result<QJsonValue> parseJson(const QByteArray &bytes)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (error.error != QJsonParseError::NoError) {
        return fail(ErrorCode::Invalid, QCoreApplication::translate("Json", "This is not valid JSON: %1 at byte %2.")
                                            .arg(error.errorString(), QString::number(error.offset)));
    }
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

Result<QJsonObject> parseJsonObject(const QByteArray &bytes)
{
    const auto value = parseJson(bytes);
    if (!value) {
        return failure(value);
    }
    if (!value->isObject()) {
        return fail(ErrorCode::Invalid,
                    QCoreApplication::translate("Json", "Expected a JSON object, but got an array."));
    }
    return value->toObject();
}

QByteArray toJsonBytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonValue toJson(const std::optional<Instant> &time)
{
    return time ? QJsonValue(toIso(*time)) : QJsonValue(QJsonValue::Null);
}

}  // namespace onlyonce
