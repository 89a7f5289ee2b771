// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the desktop's own bus can be asked.
#pragma once

#include <QFileInfo>
#include <QString>

namespace onlyonce::ui {

//! Without this check, Qt would start a bus of its own where there is none.
[[nodiscard]] inline bool hasSessionBus()
{
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
        || QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
}

}  // namespace onlyonce::ui
