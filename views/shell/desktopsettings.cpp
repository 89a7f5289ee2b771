// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/desktopsettings.h"

#include <algorithm>

namespace onlyonce::ui {

namespace {

using namespace Qt::StringLiterals;

constexpr auto section = u"desktop";

}  // namespace

DesktopSettings desktopSettings(const SettingsFile &file)
{
    const QJsonObject json = file.section(section).value_or(QJsonObject());
    const DesktopSettings usual;
    return {.notices = json.value("notices"_L1).toBool(usual.notices),
            .alarm = json.value("alarm"_L1).toBool(usual.alarm),
            .volume = std::clamp(json.value("volume"_L1).toInt(usual.volume), 0, 100),
            .staysInTray = json.value("staysInTray"_L1).toBool(usual.staysInTray),
            .toldOfTray = json.value("toldOfTray"_L1).toBool(usual.toldOfTray)};
}

Result<> save(const SettingsFile &file, const DesktopSettings &settings)
{
    return file.saveSection(section, {{u"notices"_s, settings.notices},
                                      {u"alarm"_s, settings.alarm},
                                      {u"volume"_s, settings.volume},
                                      {u"staysInTray"_s, settings.staysInTray},
                                      {u"toldOfTray"_s, settings.toldOfTray}});
}

}  // namespace onlyonce::ui
