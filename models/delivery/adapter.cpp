// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/adapter.h"

#include <QCoreApplication>

#include <algorithm>

namespace onlyonce {

Step afterFailure(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Uncertain:
        return Postponed{.error = error, .uncertain = true};
    case ErrorCode::Unavailable:
    case ErrorCode::Busy:
    case ErrorCode::Cancelled:
        return Postponed{.error = error};
    case ErrorCode::Invalid:
    case ErrorCode::NotFound:
    case ErrorCode::Conflict:
    case ErrorCode::Denied:
    case ErrorCode::TooNew:
    case ErrorCode::Damaged:
    case ErrorCode::Internal:
        return Refused{.error = error};
    }
    return Refused{.error = error};
}

bool Adapter::holdsSecrets(const QJsonObject & /*settings*/, const QJsonObject &secrets) const
{
    return std::ranges::all_of(fields(), [&](const SettingField &field) {
        return field.kind != SettingField::Kind::Secret || !field.required || !secrets[field.key].toString().isEmpty();
    });
}

Result<> checkSettings(const Adapter &adapter, const QJsonObject &settings, const QJsonObject &secrets)
{
    QStringList missing;
    for (const SettingField &field : adapter.fields()) {
        const QJsonObject &values = field.kind == SettingField::Kind::Secret ? secrets : settings;
        if (field.required && values[field.key].toVariant().toString().trimmed().isEmpty()) {
            missing += field.key;
        }
    }
    if (!missing.isEmpty()) {
        return fail(ErrorCode::Invalid, QCoreApplication::translate("Adapter", "%1 needs more: %2.")
                                            .arg(adapter.name(), missing.join(QStringLiteral(", "))));
    }
    // What it makes of its settings, an adapter says itself: before its first request.
    const auto step = adapter.test({.settings = settings, .secrets = secrets}, nullptr);
    if (const auto *refused = std::get_if<Refused>(&step)) {
        return std::unexpected(refused->error);
    }
    const bool hasNothingToSend = std::holds_alternative<Delivered>(step);
    if (!hasNothingToSend && !adapter.holdsSecrets(settings, secrets)) {
        return fail(
            ErrorCode::Invalid,
            QCoreApplication::translate("Adapter", "%1 needs its password or key as well.").arg(adapter.name()));
    }
    return {};
}

}  // namespace onlyonce
