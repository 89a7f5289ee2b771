// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/alerts/tellback/writeback.h"

namespace onlyonce {

//! Acknowledges problems at Zabbix, and suppresses them where its version can (6.2 and later).
[[nodiscard]] std::shared_ptr<const WriteBack> zabbixWriteBack();

}  // namespace onlyonce
