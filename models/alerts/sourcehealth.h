// SPDX-License-Identifier: GPL-3.0-or-later
// Who watches the monitor: how each monitoring system fares, and what is wrong with it.
#pragma once

#include "models/alerts/collector.h"
#include "models/alerts/detection.h"
#include "models/delivery/adapter.h"

#include <QObject>
#include <QTimer>

namespace onlyonce {

struct SourceHealth
{
    QString name;     //!< as its alerts have it
    QString adapter;  //!< Source::id()
    std::optional<Instant> lastReceivedAt;
    qint64 received = 0;                 //!< alerts since ever, repeats included
    std::optional<Instant> lastAskedAt;  //!< with success, if it is asked
    bool isAsked = false;
    DetectionSummary detection;  //!< how late its alerts came, in the last 30 days
    QString trouble;             //!< for people; empty when all is well
    bool isAlarming = false;     //!< worth an alert: it no longer answers, or is quiet for longer than it may be
};

//! The setting "quietAfter" of every source: minutes; empty or 0 for as long as it likes.
[[nodiscard]] SettingField quietAfterField();

//! Every source that is set up or has ever sent something, by name; switched off ones are left out.
[[nodiscard]] Result<std::vector<SourceHealth>> sourceHealth(Transaction &transaction);

//! "120 alerts, the last 3 min ago"; "asked 20 s ago, nothing fires"…: for lists.
[[nodiscard]] QString heardText(const SourceHealth &health, Instant now);

//! For people: "Alertmanager" for what comes under its system's own name; a name of one's own stays as it is.
[[nodiscard]] QString sourceTitle(const QString &name);

//! The name under which the program's own alerts about sources are kept. Nobody can send under it.
[[nodiscard]] QString ownSourceName();

//! Looks twice a minute, and keeps an alert firing for each source that is alarming.
class SourceWatch : public QObject
{
    Q_OBJECT

public:
    //! Both outlive it.
    SourceWatch(Database &database, Collector &collector, QObject *parent = nullptr);
    void start();

private:
    void look();

    Database &m_database;
    Collector &m_collector;
    QTimer m_timer;
};

}  // namespace onlyonce
