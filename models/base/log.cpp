// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/log.h"

namespace onlyonce {

Q_LOGGING_CATEGORY(logStorage, "onlyonce.storage", QtInfoMsg)
Q_LOGGING_CATEGORY(logNet, "onlyonce.net", QtInfoMsg)
Q_LOGGING_CATEGORY(logDelivery, "onlyonce.delivery", QtInfoMsg)
Q_LOGGING_CATEGORY(logAlerts, "onlyonce.alerts", QtInfoMsg)
Q_LOGGING_CATEGORY(logApp, "onlyonce.app", QtInfoMsg)

}  // namespace onlyonce
