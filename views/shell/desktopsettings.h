// SPDX-License-Identifier: GPL-3.0-or-later
// What this program may do on this desktop: per person and machine, in the settings file.
#pragma once

#include "models/base/settings.h"

namespace onlyonce::ui {

struct DesktopSettings
{
    bool notices = true;  //!< through the desktop's own service
    bool alarm = true;    //!< a sound while a SEV1 waits for somebody
    int volume = 70;      //!< 0 to 100
    bool staysInTray = true;
    bool toldOfTray = false;  //!< that closing the window does not end the program; said once

    friend bool operator==(const DesktopSettings &, const DesktopSettings &) = default;
};

//! What is missing or broken there is as usual.
[[nodiscard]] DesktopSettings desktopSettings(const SettingsFile &file);
[[nodiscard]] Result<> save(const SettingsFile &file, const DesktopSettings &settings);

}  // namespace onlyonce::ui
