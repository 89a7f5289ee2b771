// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <algorithm>

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

QByteArray indentedJson(const QByteArray &json)
{
    constexpr qsizetype deepest = 20;
    const qsizetype longest = 8 * json.size() + 1024;
    QByteArray lines;
    lines.reserve(2 * json.size());
    qsizetype depth = 0;
    const auto newLine = [&] { lines.append('\n').append(2 * std::min(depth, deepest), ' '); };
    bool inText = false;
    bool isOpened = false;  // the latest sign was a bracket that opens
    for (qsizetype at = 0; at < json.size() && lines.size() <= longest; ++at) {
        const char sign = json.at(at);
        if (inText) {
            lines.append(sign);
            if (sign == '\\' && at + 1 < json.size()) {
                lines.append(json.at(++at));
            }
            inText = sign != '"';
            continue;
        }
        if (sign == ' ' || sign == '\n' || sign == '\r' || sign == '\t') {
            continue;
        }
        const bool closes = sign == '}' || sign == ']';
        if (closes) {
            depth = std::max(depth - 1, qsizetype{0});
        }
        if (isOpened != closes) {  // "{}" stays together
            newLine();
        }
        isOpened = sign == '{' || sign == '[';
        lines.append(sign);
        if (isOpened) {
            ++depth;
        } else if (sign == ',') {
            newLine();
        } else if (sign == ':') {
            lines.append(' ');
        }
        inText = sign == '"';
    }
    return lines.size() > longest ? json : lines;
}

QJsonValue toJson(const std::optional<Instant> &time)
{
    return time ? QJsonValue(toIso(*time)) : QJsonValue(QJsonValue::Null);
}

}  // namespace onlyonce
