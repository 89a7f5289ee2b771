// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/alerts/tellback/writeback.h"

namespace onlyonce {

//! Makes and ends silences at an Alertmanager. It knows no acknowledgement.
[[nodiscard]] std::shared_ptr<const WriteBack> alertmanagerWriteBack();

}  // namespace onlyonce
