// SPDX-License-Identifier: GPL-3.0-or-later
// Row ids that cannot be mixed up: an IncidentId is not an AlertId, though both are 64-bit integers.
#pragma once

#include <QHashFunctions>
#include <QtGlobal>

#include <compare>

namespace onlyonce {

template <typename Tag>
struct Id
{
    qint64 value = 0;  //!< 0 is "none": databases count from 1

    [[nodiscard]] constexpr bool isNull() const { return value == 0; }
    constexpr explicit operator bool() const { return value != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
    friend size_t qHash(Id id, size_t seed = 0) { return ::qHash(id.value, seed); }
};

}  // namespace onlyonce
