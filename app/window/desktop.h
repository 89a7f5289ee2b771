// SPDX-License-Identifier: GPL-3.0-or-later
// The window's place on the desktop: the tray icon, notices and the alarm, which tell somebody who is not looking what is
// going on. Follows the timelines; says nothing of what this person did.
#pragma once

#include "app/window/steptimers.h"
#include "models/catalog/session.h"
#include "models/incidents/lists/incidentlist.h"
#include "models/incidents/lists/news.h"
#include "views/shell/alarm.h"
#include "views/shell/desktopsettings.h"
#include "views/shell/notifier.h"
#include "views/shell/tray.h"
#include "views/widgets/refresh.h"

#include <QObject>
#include <QSet>
#include <QTimer>

namespace onlyonce {

class Desktop : public QObject
{
    Q_OBJECT

public:
    //! The session outlives it. `players`: of the alarm.
    Desktop(Session session, SettingsFile settings, QStringList players = ui::Alarm::usualPlayers(),
            QObject *parent = nullptr);

    //! From now on it shows itself and follows.
    void start();
    [[nodiscard]] const ui::DesktopSettings &settings() const { return m_settings; }
    void change(const ui::DesktopSettings &settings);
    void tryNotice();
    void tryAlarm();

    [[nodiscard]] bool hasTray() const { return m_tray.isThere(); }
    //! Closing the window does not end the program: it is at hand in the tray. The first time this is said.
    [[nodiscard]] bool staysInTray();
    [[nodiscard]] const ui::Alarm &alarm() const { return m_alarm; }
    [[nodiscard]] const ui::Tray &tray() const { return m_tray; }

Q_SIGNALS:
    void incidentWanted(onlyonce::IncidentId incident);
    void timerEnded(const onlyonce::EndedTimer &timer);
    void windowWanted();
    void quitWanted();
    void unheard();
    void failed(const onlyonce::Error &error);

private:
    struct Sight
    {
        std::vector<Incident> open;
        NewsPage page;
    };

    void look();
    void show(const Sight &sight);
    void tell(const std::vector<News> &news);
    void tellStorm();
    void tellOverdue();
    void tellTimer(const EndedTimer &timer);
    void showTray();
    void soundAlarm();
    void answer(const QString &key, const QString &button);

    Session m_session;
    SettingsFile m_file;
    ui::DesktopSettings m_settings;
    ui::Tray m_tray;
    ui::Notifier m_notifier;
    ui::Alarm m_alarm;
    TimerWatch m_timers;
    ui::Refresh m_looking;
    QTimer m_minute;  //!< what the passing of time alone changes
    std::optional<qint64> m_position;
    std::vector<Incident> m_open;   //!< the worst first
    QSet<qint64> m_own;             //!< incidents that this person has opened
    QSet<QString> m_overdue;        //!< promises of which it was said that they are
    std::vector<Instant> m_opened;  //!< when the latest were told
    int m_storm = 0;                //!< incidents that were told together
    bool m_started = false;
};

}  // namespace onlyonce
