// SPDX-License-Identifier: GPL-3.0-or-later
// Says when a step's timer is over, once: up to when that was said is kept in the settings file, so that what ended while
// the program was away is said when it is back.
#pragma once

#include "models/base/settings.h"
#include "models/catalog/session.h"
#include "models/incidents/protocol/timers.h"
#include "views/widgets/refresh.h"

#include <QObject>
#include <QTimer>

namespace onlyonce {

class TimerWatch : public QObject
{
    Q_OBJECT

public:
    TimerWatch(const Session &session, SettingsFile file, QObject *parent = nullptr);
    void start();

Q_SIGNALS:
    void ended(const onlyonce::EndedTimer &timer);

private:
    void look();
    void keep();

    Session m_session;
    SettingsFile m_file;
    Instant m_told;  //!< whatever ended before needs no telling
    QTimer m_next;
    ui::Refresh m_looking;
};

}  // namespace onlyonce
