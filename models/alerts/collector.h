// SPDX-License-Identifier: GPL-3.0-or-later
// Takes a payload in: parse, deduplicate by source, fingerprint and episode, store with an event for each change, and
// with the raw body if it began an episode, in one transaction. It knows no incident: incidents follow the events by
// cursor.
#pragma once

#include "models/alerts/detection.h"
#include "models/alerts/source.h"
#include "models/base/answer.h"
#include "models/base/keypage.h"
#include "models/catalog/actor.h"
#include "models/storage/database.h"

#include <functional>
#include <memory>

namespace onlyonce {

//! What a payload tells of: some alerts, or all that fire at present (then whatever else is open has recovered; unless the
//! payload itself says that it left some out).
enum class Extent { Some, All };

//! A source as it is set up: under the name of its adapter, or under that of its connection (kind "source"), which is
//! then also the name under which its alerts are kept and the last part of the intake's path.
struct NamedSource
{
    std::shared_ptr<const Source> adapter;
    QJsonObject settings;
};

struct Intake
{
    int opened = 0;    //!< new episodes
    int repeated = 0;  //!< told again: only a count moved
    int resolved = 0;
    int truncated = 0;   //!< as the sender says
    DelayCounts delays;  //!< of the new episodes whose start was told
};

class Collector
{
public:
    //! How much may wait to be written before more is refused.
    struct Limits
    {
        qint64 waitingBytes = 128 * 1024 * 1024;  //!< of bodies; a single body is always let in
        size_t waitingAlerts = 200'000;
        size_t waitingWrites = 2'000;  //!< of the whole program, at the writer
    };

    //! Where a source says that the sender's certificate lies (Source::signedWith): what lies there. Callable from any
    //! thread. Invalid: there is none, so nothing proves the payload; with any other error the sender may try again.
    using FetchCertificate = std::function<Answer<Result<QByteArray>>(const QUrl &url)>;

    //! The database outlives the collector. Without a way to fetch certificates, what is signed is refused.
    explicit Collector(Database &database);
    Collector(Database &database, Limits limits, FetchCertificate fetchCertificate = {});
    ~Collector();  //!< waits until everything that was taken is decided
    Collector(const Collector &) = delete;
    Collector &operator=(const Collector &) = delete;

    //! Reads the sources that are set up as connections; before that only the adapters' own names are known. Whoever takes
    //! from outside calls it first; later changes are followed by themselves. Those of before hold when it fails.
    [[nodiscard]] Answer<Result<>> readSources();
    //! Nothing for a name that is unknown or switched off. From any thread.
    [[nodiscard]] std::optional<NamedSource> source(const QString &name) const;

    //! Finishes after the durable commit. Errors: NotFound (no such source), Invalid (payload; nothing stored),
    //! Busy (too many writes wait: answer 503), what the database says, and why a certificate could not be fetched.
    //! Callable from any thread; parses on it, unless the payload had to wait for a certificate. Payloads that wait for
    //! the writer at the same time are written together, each of them whole or not at all.
    [[nodiscard]] Answer<Result<Intake>> take(const QString &source, const QByteArray &payload,
                                              Extent extent = Extent::Some);

    //! The same for what the program itself has to tell, under a name of its own.
    [[nodiscard]] Answer<Result<Intake>> tell(const QString &source, std::vector<Signal> alerts, Extent extent);

private:
    class Queue;
    std::shared_ptr<Queue> m_queue;
    std::unique_ptr<QObject> m_context;  //!< for what the change feed tells
};

//! How a source fares.
struct SourceState
{
    QString source;
    std::optional<Instant> lastReceivedAt;
    qint64 received = 0;  //!< alerts since ever, repeats included
    std::optional<Instant> lastRefusedAt;
    QString lastRefusal;  //!< why the latest payload that was refused was
};
//! Of every source that has ever sent something, by name.
[[nodiscard]] Result<std::vector<SourceState>> sourceStates(Transaction &transaction);

//! A filter of the list of alerts; empty members do not filter.
struct AlertFilter
{
    std::optional<AlertStatus> status;
    QString source;
    qint64 incident = 0;  //!< id of the incident
};

[[nodiscard]] Result<std::vector<AlertRow>> alerts(Transaction &transaction, const AlertFilter &filter,
                                                   const KeyPage &page);
//! The newest of those older than `before`.
[[nodiscard]] Result<std::vector<AlertRow>> alerts(Transaction &transaction, const AlertFilter &filter, int limit,
                                                   AlertId before = {});
[[nodiscard]] Result<std::optional<AlertRow>> alert(Transaction &transaction, AlertId id);

//! What happened to alerts after `after`, oldest first. The alert is as it is now, not as it was at the event.
struct AlertEvent
{
    qint64 id = 0;
    enum class Kind { Fired, Resolved } kind = Kind::Fired;
    AlertRow alert;
};
[[nodiscard]] Result<std::vector<AlertEvent>> alertEvents(Transaction &transaction, qint64 after, int limit);

struct AlertBacklog
{
    qint64 events = 0;
    std::optional<Instant> since;  //!< when the oldest of them came in
};
//! What a follower at `after` has before it.
[[nodiscard]] Result<AlertBacklog> alertBacklog(Transaction &transaction, qint64 after);

}  // namespace onlyonce
