// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/alerts/tellback/writeback.h"

namespace onlyonce {

//! Acknowledges problems at Icinga 2 and puts them in downtime.
[[nodiscard]] std::shared_ptr<const WriteBack> icinga2WriteBack();

}  // namespace onlyonce
