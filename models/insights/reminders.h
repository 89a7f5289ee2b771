// SPDX-License-Identifier: GPL-3.0-or-later
// What is not written and not corrected comes again: whoever owns a countermeasure or a post-mortem whose day has passed, or
// was asked for a review more than two days ago, is reminded by mail, once a day, of all of it. Of restricted incidents the
// mail says the number alone.
#pragma once

#include "models/storage/database.h"

#include <QObject>
#include <QTimer>

namespace onlyonce {

//! Intent::kind of these mails.
[[nodiscard]] QString reminderMailKind();

//! Whether writeReminders() would write anything.
[[nodiscard]] Result<bool> areRemindersDue(Transaction &transaction, QDate today);
//! One mail to each owner with a mail address who was not reminded on that day; how many. Nothing happens while no mail
//! connection is set up.
[[nodiscard]] Result<int> writeReminders(Transaction &transaction, const QString &databaseUuid, QDate today);

class Reminders : public QObject
{
    Q_OBJECT

public:
    //! Of the machine's zone: mails of the day are written from then on, at the first look.
    static constexpr int hour = 9;

    //! The database outlives it. `program` is the actor of what it writes.
    Reminders(Database &database, ActorId program, QObject *parent = nullptr);
    //! From now on it looks every ten minutes.
    void start();
    //! Safe to call at any time.
    void look();

private:
    Database &m_database;
    ActorId m_program;
    QTimer m_timer;
};

}  // namespace onlyonce
