// SPDX-License-Identifier: GPL-3.0-or-later
// Delivers the outbox: leases rows, lets the adapters say what to send, does the I/O, settles the outcome. The one place
// where the network meets the database. Delivery is at-least-once towards far sides that cannot be asked, and once
// towards those that can. Several processes may run one on the same database.
#pragma once

#include "models/delivery/adapter.h"
#include "models/delivery/connections.h"
#include "models/delivery/outbox.h"
#include "models/delivery/secrets.h"
#include "models/storage/database.h"

#include <QObject>

#include <functional>
#include <memory>

namespace onlyonce {

class DeliveryRunner : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString processName;                    //!< shown as who delivers: "desk@host (window)"
        ActorId program;                        //!< the actor of the bookkeeping
        milliseconds lease{10'000};             //!< by the database's clock; renewed while a send is under way
        milliseconds pollInterval{1'000};       //!< besides being woken by the change feed
        int parallel = 4;                       //!< sends under way at once
    };

    //! Called in the transaction that settles a row (Sent, Failed, Uncertain, Expired), so that what the outcome means
    //! (a post is published, a person was reached) is written with it or not at all.
    using Settled = std::function<Result<>(Transaction &, const OutboxRow &)>;

    //! All references outlive the runner. It lives on a thread with an event loop.
    DeliveryRunner(Database &database, Adapters adapters, SecretStore &secrets, Options options, QObject *parent = nullptr);
    ~DeliveryRunner() override;

    //! For one kind of intent ("forum.post"); set before start().
    void onSettled(const QString &kind, Settled settled);
    void start();
    //! Lets what is under way end (at most `patience`), leases nothing new.
    [[nodiscard]] QFuture<void> stop(milliseconds patience = milliseconds{5'000});

    //! The settings page's "Test", with values that are not saved yet. The text is for people.
    [[nodiscard]] QFuture<Result<QString>> test(const QString &adapter, const QJsonObject &settings,
                                                const QJsonObject &secrets);

Q_SIGNALS:
    void settled(qint64 outboxId);

private:
    class Private;
    std::unique_ptr<Private> d;
};

}  // namespace onlyonce
