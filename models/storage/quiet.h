// SPDX-License-Identifier: GPL-3.0-or-later
// Changes that concern nobody but those who watch their one table. On PostgreSQL they are told apart from the others, so
// that nobody re-reads what they see because of them. (Of a SQLite file, other processes only hear that it has changed.)
#pragma once

#include <QLatin1StringView>

namespace onlyonce {

//! The table in Change::table; the channel of NOTIFY is "onlyonce_presence".
inline constexpr QLatin1StringView presenceName("presence");
inline constexpr QLatin1StringView presenceChannel("onlyonce_presence");

}  // namespace onlyonce
