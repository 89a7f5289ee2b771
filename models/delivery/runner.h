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
        int parallel = 4;                       //!< sends under way at once, per connection
        std::vector<milliseconds> pauses = {};  //!< before the 2nd, 3rd, … attempt; empty: the program's own
        bool sealed = false;                    //!< nothing ever leaves, whatever a person releases: the demo
    };

    //! Called in the transaction that settles a row (Sent, Failed, Uncertain, Expired; Discarded soon afterwards), so that
    //! what the outcome means (a post is published, a person was reached) is written with it. If it fails, the outcome is
    //! kept (OutboxRow::untold) and this is called again later; nothing is sent twice because of it. It may come again
    //! for a row whose outcome changed: Failed, then Sent after a retry by hand.
    using Settled = std::function<Result<>(Transaction &, const OutboxRow &)>;

    //! A connection that this process cannot deliver for, and why.
    struct Trouble
    {
        ConnectionId connection;
        QString name;
        QString text;  //!< for people: "This machine holds no password or key for it. …"

        friend bool operator==(const Trouble &, const Trouble &) = default;
    };

    //! All references outlive the runner. It stays on the thread that made it, which has an event loop.
    DeliveryRunner(Database &database, Adapters adapters, SecretStore &secrets, Options options,
                   QObject *parent = nullptr);
    ~DeliveryRunner() override;

    //! For one kind of intent ("forum.post"); set before start().
    void onSettled(const QString &kind, Settled settled);
    void start();
    //! Lets what is under way end (at most `patience`, then it is broken off), leases nothing new. What was surely not
    //! sent is given back.
    [[nodiscard]] QFuture<void> stop(milliseconds patience = milliseconds{5'000});

    //! The enabled connections that this process cannot deliver for; others may. Changes are told by troublesChanged().
    [[nodiscard]] std::vector<Trouble> troubles() const;

    //! The settings page's "Test", with values that are not saved yet. The text is for people.
    [[nodiscard]] Answer<Result<QString>> test(const QString &adapter, const QJsonObject &settings,
                                               const QJsonObject &secrets);

Q_SIGNALS:
    void settled(qint64 outboxId);
    void troublesChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

}  // namespace onlyonce
