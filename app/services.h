// SPDX-License-Identifier: GPL-3.0-or-later
// What works while the program runs, with a window or without: taking alerts in, asking for them, making incidents of them, paging,
// delivering, copying the database at night. The composition root of everything below the views: objects in the order of
// their dependencies, every connection between slices visible here.
#pragma once

#include "app/environment.h"
#include "app/intake.h"
#include "models/alerts/alertend.h"
#include "models/alerts/collector.h"
#include "models/alerts/inbox/inboxindex.h"
#include "models/alerts/sourcehealth.h"
#include "models/alerts/subscriptions/certificates.h"
#include "models/alerts/subscriptions/confirmer.h"
#include "models/alerts/tellback/latecomers.h"
#include "models/announce/retraction.h"
#include "models/delivery/poller.h"
#include "models/delivery/runner.h"
#include "models/delivery/secrets.h"
#include "models/incidents/grouping/grouping.h"
#include "models/incidents/lists/incidentindex.h"
#include "models/insights/recurrence.h"
#include "models/insights/reminders.h"
#include "models/notify/pager.h"
#include "models/recovery/nightlycopy.h"

#include <memory>

namespace onlyonce {

class Services
{
public:
    struct Options
    {
        IntakeSettings intake;
        QString processName;  //!< shown as who delivers
        bool sealed = false;  //!< nothing ever leaves, nobody is let in
        QString whySealed = {};
    };

    Services(Opened &opened, const Environment &environment, Options options);
    ~Services();

    //! Errors: the intake's (its port is taken). Everything else runs all the same. Logs why delivery is held, if it is.
    [[nodiscard]] Result<> start();
    //! Lets what is under way end.
    [[nodiscard]] QFuture<void> stop();

    [[nodiscard]] DeliveryRunner &runner() { return m_runner; }
    [[nodiscard]] SecretStore &secrets() { return *m_secrets; }
    [[nodiscard]] NightlyCopy &nightlyCopy() { return m_nightlyCopy; }
    //! Where alerts come in, or would: "http://127.0.0.1:8642".
    [[nodiscard]] QString intakeAddress() const;
    //! Why nobody listens there, in a sentence; empty while somebody does.
    [[nodiscard]] const QString &intakeProblem() const { return m_intakeProblem; }
    //! 0 while it does not listen.
    [[nodiscard]] quint16 intakePort() const { return m_intake.port(); }

private:
    Options m_options;
    Database &m_database;
    std::unique_ptr<SecretStore> m_secrets;
    Certificates m_certificates;
    Collector m_collector;
    SourceWatch m_sourceWatch;
    Lapsing m_lapsing;
    LatecomersTold m_latecomers;
    Grouping m_grouping;
    InboxIndex m_inboxIndex;
    IncidentIndex m_incidentIndex;
    RecurrenceFollower m_recurrences;
    Reminders m_reminders;
    Pager m_pager;
    Retractions m_retractions;
    DeliveryRunner m_runner;
    Poller m_poller;
    Confirmer m_confirmer;
    NightlyCopy m_nightlyCopy;
    IntakeServer m_intake;
    QString m_intakeProblem;
};

//! "127.0.0.1:8642", "[::1]:8642", ":0"; the settings' `listen` section says TLS. Invalid names what is wrong.
[[nodiscard]] Result<IntakeSettings> intakeSettings(const Environment &environment, const QString &listen);

}  // namespace onlyonce
