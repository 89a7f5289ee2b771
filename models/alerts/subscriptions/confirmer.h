// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the far side what a person has agreed to: gets the address by which a topic of Amazon SNS is confirmed. Doing so
// twice does no harm, so what was interrupted is simply done again. It decides nothing.
#pragma once

#include "models/alerts/subscriptions/subscriptions.h"
#include "models/net/httpclient.h"
#include "models/storage/database.h"

#include <QObject>
#include <QTimer>

namespace onlyonce {

class Confirmer : public QObject
{
    Q_OBJECT

public:
    //! `program` is the actor of the bookkeeping. The database outlives it. It stays on the main thread.
    Confirmer(Database &database, ActorId program, QObject *parent = nullptr);

    //! Follows what is agreed to from now on.
    void start();
    //! What is under way is broken off, and is done again by whoever looks next.
    void stop();
    //! Does what is due, once; true when there was something, and it is settled. Others may do some of it at the same time.
    [[nodiscard]] Answer<Result<>> runOnce();

private:
    void look();
    void carry(const SubscriptionRow &row, const std::shared_ptr<Question<Result<>>> &done,
               const std::shared_ptr<int> &left);

    Database &m_database;
    ActorId m_program;
    HttpClient m_http;
    QTimer m_timer;
    bool m_looking = false;
    bool m_again = false;
};

}  // namespace onlyonce
