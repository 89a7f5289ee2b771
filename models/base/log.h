// SPDX-License-Identifier: GPL-3.0-or-later
// Every log category of the app, in one place. Logs go to stderr; secrets never do.
#pragma once

#include <QLoggingCategory>

namespace onlyonce {

Q_DECLARE_LOGGING_CATEGORY(logStorage)
Q_DECLARE_LOGGING_CATEGORY(logNet)
Q_DECLARE_LOGGING_CATEGORY(logDelivery)
Q_DECLARE_LOGGING_CATEGORY(logAlerts)
Q_DECLARE_LOGGING_CATEGORY(logApp)

}  // namespace onlyonce
