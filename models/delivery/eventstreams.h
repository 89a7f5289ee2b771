// SPDX-License-Identifier: GPL-3.0-or-later
// Hears at once that something has happened at a far side that is asked at an interval (Adapter::eventStream), and has it
// asked. It understands nothing of what happened: what is asked for tells all, and whatever was missed meanwhile.
#pragma once

#include "models/delivery/keyring.h"

#include <QObject>

#include <functional>
#include <memory>

namespace onlyonce {

class EventStreams : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        ActorId program;                        //!< the actor of the bookkeeping
        milliseconds lease{90'000};             //!< by the database's clock: one process of several listens to each
        milliseconds idle{600'000};             //!< silent for longer: begun anew, and asked
        milliseconds soon{200};                 //!< what happens together is asked for once
        milliseconds rest{3'000};               //!< between two bells, however much happens
        std::vector<milliseconds> pauses = {};  //!< before it is begun anew; empty: the program's own
    };

    //! Begun (again), or something has happened: it is due.
    using Rang = std::function<void(ConnectionId)>;

    //! All references outlive this object.
    EventStreams(Database &database, const Keyring &keyring, Options options, Rang rang, QObject *parent = nullptr);
    ~EventStreams() override;

    //! Listens to what can be listened to now. To be called now and then, and when the keyring has changed.
    void look();
    //! For good; the leases end by themselves.
    void stop();

private:
    class Private;
    std::unique_ptr<Private> d;
};

}  // namespace onlyonce
