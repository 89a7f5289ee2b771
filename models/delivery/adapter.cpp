// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/adapter.h"

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

}  // namespace onlyonce
