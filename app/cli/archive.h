// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside “export” in files of its own.
#pragma once

#include "app/cli/command.h"
#include "models/documents/formats/registry.h"
#include "models/postmortem/document/builder.h"

namespace onlyonce {

[[nodiscard]] Command importCommand();
[[nodiscard]] Result<> exportAll(Invocation &call, Audience audience, const FormatOptions &options);

}  // namespace onlyonce
