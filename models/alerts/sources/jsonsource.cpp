// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/sources/jsonsource.h"

#include "models/base/json.h"
#include "models/base/tr.h"

#include <algorithm>

namespace onlyonce {

namespace {

QString decoded(QByteArray text)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.replace('+', ' ')));
}

//! It begins with a name and "=": nothing that is meant to be JSON does.
bool isForm(const QByteArray &payload)
{
    const auto end = std::ranges::find(payload, '=');
    return end != payload.cend() && end != payload.cbegin() && std::all_of(payload.cbegin(), end, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                   || QByteArrayView("-._~%+[]").contains(c);
           });
}

}  // namespace

JsonSource::JsonSource(JsonPreset preset)
    : m_preset(std::move(preset))
{
}

std::vector<SettingField> JsonSource::fields() const
{
    std::vector<SettingField> fields = m_preset.more ? m_preset.more() : std::vector<SettingField>();
    std::ranges::move(JsonFields::settings(m_preset.paths), std::back_inserter(fields));
    return fields;
}

Result<JsonFields> JsonSource::paths(const QJsonObject &settings) const
{
    return JsonFields::read(m_preset.paths, settings);
}

Result<> JsonSource::check(const QJsonObject &settings) const
{
    const auto read = paths(settings);
    return read ? Result<>() : failure(read);
}

Result<QJsonValue> JsonSource::body(const QByteArray &payload, const QJsonObject &settings) const
{
    auto body = jsonOrForm(payload);
    if (!body || !m_preset.prepare) {
        return body;
    }
    if (!body->isObject()) {
        return fail(ErrorCode::Invalid, tr("The body is a list; %1 sends an object.").arg(name()));
    }
    const auto prepared = m_preset.prepare(body->toObject(), settings);
    return prepared ? Result<QJsonValue>(*prepared) : failure(prepared);
}

Result<Parsed> JsonSource::parse(const QByteArray &payload, const Receipt &receipt) const
{
    const auto fields = paths(receipt.settings);
    if (!fields) {
        return failure(fields);
    }
    const auto message = body(payload, receipt.settings);
    if (!message) {
        return failure(message);
    }
    const auto alerts = fields->alerts(*message);
    if (!alerts) {
        return failure(alerts);
    }
    Parsed parsed;
    for (size_t i = 0; i < alerts->size(); ++i) {
        auto reading = fields->alert(alerts->at(i), *message, receipt.at);
        if (!reading) {
            const QString place = fields->placeOf(qsizetype(i), *message);
            return fail(ErrorCode::Invalid, place.isEmpty() ? reading.error().message
                                                            : place + QStringLiteral(": ") + reading.error().message);
        }
        if (!reading->isIgnored) {
            parsed.alerts.push_back(std::move(reading->signal));
        }
    }
    return parsed;
}

Result<QJsonValue> jsonOrForm(const QByteArray &payload)
{
    const QByteArray trimmed = payload.trimmed();
    if (!isForm(trimmed)) {
        return parseJson(payload);
    }
    QJsonObject form;
    for (const QByteArray &pair : trimmed.split('&')) {
        const qsizetype sign = pair.indexOf('=');
        form.insert(decoded(pair.left(sign)), sign < 0 ? QString() : decoded(pair.mid(sign + 1)));
    }
    return form;
}

}  // namespace onlyonce
