// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the far sides that must be asked: at an interval, and as soon as their event stream, if they have one, tells of
// something; one process of all that share the database, with a growing pause while it fails. It understands nothing of
// what comes back and hands it over.
#pragma once

#include "models/delivery/adapter.h"
#include "models/delivery/connections.h"
#include "models/delivery/secrets.h"
#include "models/storage/database.h"

#include <QObject>

#include <functional>
#include <memory>

namespace onlyonce {

//! How asking a connection fares; times are the database's.
struct PollState
{
    ConnectionId connection;
    Instant nextAt;
    std::optional<Instant> lastSuccessAt;
    std::optional<Instant> lastFailureAt;
    QString lastError;  //!< empty after a success
    int failures = 0;   //!< in a row
    QString askedBy;    //!< which process did last
};
[[nodiscard]] Result<std::vector<PollState>> pollStates(Transaction &transaction);

//! The setting "interval" of every connection that is asked: seconds, 30 unless it says otherwise, 5 at least.
[[nodiscard]] SettingField pollIntervalField();
[[nodiscard]] milliseconds pollInterval(const QJsonObject &settings);

class Poller : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString processName;  //!< shown as who asks: "desk@host (window)"
        ActorId program;      //!< the actor of the bookkeeping
        milliseconds lease{
            120'000};              //!< by the database's clock; what takes longer may be asked by another one as well
        milliseconds look{1'000};  //!< how often it looks for what is due
        milliseconds streamRest{3'000};               //!< between two bells of one event stream
        std::vector<milliseconds> streamPauses = {};  //!< before one is begun anew; empty: the program's own
    };

    //! What came: all that fires at present, or one message out of a queue, which tells of itself alone.
    enum class Portion { Whole, Message };

    //! Takes what an adapter delivered under that connection: {"payload": text}, or, out of a queue, {"messages": [{"id",
    //! "text"}]}. An error counts as a failed poll; but a message that is Invalid is left to the queue, which knows for how
    //! long. The ids of the others are "taken" in the progress of the next attempt, which then follows at once.
    using Hand =
        std::function<Answer<Result<>>(const ConnectionRow &connection, const QByteArray &payload, Portion portion)>;

    //! All references outlive the poller. `adapters` are those that can be asked; it asks the enabled connections of the
    //! kind "source" that use one. It stays on the main thread.
    Poller(Database &database, Adapters adapters, SecretStore &secrets, Options options, Hand hand,
           QObject *parent = nullptr);
    ~Poller() override;

    void start();
    //! What is under way is broken off; its lease ends by itself.
    void stop();

private:
    class Private;
    std::unique_ptr<Private> d;
};

}  // namespace onlyonce
