// SPDX-License-Identifier: GPL-3.0-or-later
// Settings → This desktop: notices, the alarm, the tray; each can be tried here.
#pragma once

#include "views/shell/desktopsettings.h"

#include <QWidget>

class QCheckBox;
class QSlider;

namespace onlyonce::ui {

class TextLabel;

class DesktopPanel final : public QWidget
{
    Q_OBJECT

public:
    //! `hasTray`: whether this desktop shows one.
    DesktopPanel(const DesktopSettings &settings, bool hasTray, QWidget *parent = nullptr);

    //! Of the alarm that was tried: nothing can be heard here.
    void tellUnheard();

Q_SIGNALS:
    void changed(const onlyonce::ui::DesktopSettings &settings);
    void noticeTried();
    void alarmTried();

private:
    void apply();

    DesktopSettings m_settings;
    QCheckBox *m_notices;
    QCheckBox *m_alarm;
    QSlider *m_volume;
    QCheckBox *m_tray;
    TextLabel *m_unheard;
};

}  // namespace onlyonce::ui
