// SPDX-License-Identifier: GPL-3.0-or-later
// A source whose payloads are read by paths: the generic one, and the presets, which are systems whose payload is a
// template that we give, or flat enough for paths.
#pragma once

#include "models/alerts/source.h"
#include "models/alerts/sources/jsonfields.h"

namespace onlyonce {

struct JsonPreset
{
    QString id;
    QString name;
    QString (*guide)() = nullptr;
    QJsonObject paths;                              //!< by the keys of JsonFields::settings()
    std::vector<SettingField> (*more)() = nullptr;  //!< settings of its own
    //! What paths cannot say: the body as they shall find it, or why it is not taken.
    Result<QJsonObject> (*prepare)(QJsonObject body, const QJsonObject &settings) = nullptr;
};

class JsonSource final : public Source
{
public:
    explicit JsonSource(JsonPreset preset);

    [[nodiscard]] QString id() const override { return m_preset.id; }
    [[nodiscard]] QString name() const override { return m_preset.name; }
    [[nodiscard]] QString guide() const override { return m_preset.guide(); }
    [[nodiscard]] std::vector<SettingField> fields() const override;
    [[nodiscard]] Result<> check(const QJsonObject &settings) const override;
    [[nodiscard]] Result<Parsed> parse(const QByteArray &payload, const Receipt &receipt) const override;

    //! @name The steps of parse(), for the preview.
    //! @{
    [[nodiscard]] Result<JsonFields> paths(const QJsonObject &settings) const;
    [[nodiscard]] Result<QJsonValue> body(const QByteArray &payload, const QJsonObject &settings) const;
    //! @}

private:
    JsonPreset m_preset;
};

//! JSON, or a form ("Name=Login&Status=Down"), which is an object of texts.
[[nodiscard]] Result<QJsonValue> jsonOrForm(const QByteArray &payload);

}  // namespace onlyonce
