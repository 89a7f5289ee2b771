// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/collector.h"

#include "models/alerts/detection.h"
#include "models/alerts/payloads.h"
#include "models/alerts/sourcestatetable.h"
#include "models/base/log.h"
#include "models/base/tr.h"
#include "models/delivery/connections.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

namespace onlyonce {

namespace {

//! Enough that a commit's cost is spread thin, little enough that other writers get their turn.
constexpr size_t alertsPerWrite = 2'000;

//! A sender that is set up wrongly repeats itself: one note of it is enough for so long.
constexpr std::chrono::seconds betweenRefusals{10};

void setAlerts(Delivery &delivery, std::vector<Signal> alerts)
{
    delivery.told.reserve(alerts.size());
    for (Signal &signal : alerts) {
        delivery.told.emplace_back(std::move(signal));
    }
}

void answer(Delivery &delivery, Result<Intake> result)
{
    delivery.question.finish(std::move(result));
}

}  // namespace

//! What waits, per source. One write per source is under way at a time; whatever arrives meanwhile goes with the next.
//! Shared with the writes under way, so that it lives as long as they do.
class Collector::Queue : public std::enable_shared_from_this<Queue>
{
public:
    Queue(Database &database, Limits limits, FetchCertificate fetchCertificate)
        : m_database(database)
        , m_limits(limits)
        , m_fetchCertificate(std::move(fetchCertificate))
    {
    }

    [[nodiscard]] const Clock &clock() const { return m_database.clock(); }

    [[nodiscard]] Answer<Result<>> readSources()
    {
        return m_database
            .read([](Transaction &transaction) { return connectionsOf(transaction, QStringLiteral("source")); },
                  Reader::Background)
            .then([self = shared_from_this()](const Result<std::vector<ConnectionRow>> &rows) -> Result<> {
                if (!rows) {
                    return failure(rows);
                }
                const std::lock_guard lock(self->m_mutex);
                self->m_named.clear();
                for (const ConnectionRow &row : *rows) {
                    self->m_named[row.name] = {row.enabled ? sourceNamed(row.adapter) : nullptr, row.settings};
                }
                return {};
            });
    }

    [[nodiscard]] std::optional<NamedSource> source(const QString &name) const
    {
        NamedSource found;
        {
            const std::lock_guard lock(m_mutex);
            const auto named = m_named.find(name);
            found = named == m_named.end() ? NamedSource{sourceNamed(name), {}} : named->second;
        }
        return found.adapter ? std::optional(found) : std::nullopt;
    }

    void noteRefusal(const QString &source, const QString &why, Instant at)
    {
        {
            const std::lock_guard lock(m_mutex);
            Instant &last = m_refusals[source];
            if (at - last < betweenRefusals && at >= last) {
                return;
            }
            last = at;
        }
        (void)m_database.write({}, [source, why, at](Transaction &transaction) {
            return sourcestatetable::refused(transaction, source, at, why);
        });
    }

    [[nodiscard]] bool isFull() const
    {
        const std::lock_guard lock(m_mutex);
        return m_bytes >= m_limits.waitingBytes || m_alerts >= m_limits.waitingAlerts
            || m_database.writeDepth() >= m_limits.waitingWrites;
    }

    //! Fetches what proves the payload, if anything does, and reads it.
    void prove(const QString &source, const NamedSource &named, const std::shared_ptr<Delivery> &delivery)
    {
        const auto signedWith = named.adapter->signedWith(delivery->body);
        if (!signedWith) {
            refuse(source, *delivery, signedWith.error());
        } else if (signedWith->isEmpty() || !m_fetchCertificate) {
            read(source, named, delivery, {});
        } else {
            m_fetchCertificate(*signedWith)
                .then([self = shared_from_this(), source, named, delivery](const Result<QByteArray> &certificate) {
                    if (certificate) {
                        self->read(source, named, delivery, *certificate);
                    } else {
                        self->refuse(source, *delivery, certificate.error());
                    }
                });
        }
    }

    void add(const QString &source, const std::shared_ptr<Delivery> &delivery)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_lanes[source].waiting.push_back(delivery);
            m_bytes += delivery->body.size();
            m_alerts += delivery->told.size();
            ++m_open;
        }
        advance(source);
    }

    void drain()
    {
        std::unique_lock lock(m_mutex);
        m_idle.wait(lock, [this] { return m_open == 0; });
    }

private:
    void read(const QString &source, const NamedSource &named, const std::shared_ptr<Delivery> &delivery,
              const QByteArray &certificate)
    {
        auto parsed = named.adapter->parse(
            delivery->body,
            {.at = delivery->receivedAt, .settings = named.settings, .signingCertificate = certificate});
        if (!parsed) {
            return refuse(source, *delivery, parsed.error());
        }
        delivery->truncated = parsed->truncated;
        delivery->asks = std::move(parsed->asks);
        if (parsed->truncated > 0) {
            delivery->extent = Extent::Some;  // what was left out may fire all the same
        }
        stateWatch(parsed->alerts, watchFrom(named.settings));
        if (delivery->extent == Extent::All) {
            for (Signal &signal : parsed->alerts) {
                signal.lapsesAt.reset();  // asked for, not promised: it is over when it is missing from an answer
            }
        }
        setAlerts(*delivery, std::move(parsed->alerts));
        add(source, delivery);
    }

    void refuse(const QString &source, Delivery &delivery, const Error &why)
    {
        if (why.code != ErrorCode::Cancelled) {
            noteRefusal(source, why.message, delivery.receivedAt);
        }
        answer(delivery, std::unexpected(why));
    }

    struct Lane
    {
        ActorId actor;
        bool underWay = false;
        std::deque<std::shared_ptr<Delivery>> waiting;
    };

    //! Starts the next write of a source, unless one is under way or nothing waits.
    void advance(const QString &source)
    {
        Deliveries next;
        ActorId actor;
        {
            const std::lock_guard lock(m_mutex);
            Lane &lane = m_lanes[source];
            if (lane.underWay || lane.waiting.empty()) {
                return;
            }
            lane.underWay = true;
            actor = lane.actor;
            if (actor) {
                next = takeGroup(lane);
            }
        }
        const auto self = shared_from_this();
        if (!actor) {
            m_database
                .write({},
                       [source](Transaction &transaction) {
                           return actorForMachine(transaction, ActorKind::Source, source);
                       })
                .then([self, source](const Result<Actor> &found) { self->introduced(source, found); });
            return;
        }
        m_database
            .write(actor, [source, next](Transaction &transaction) { return writeDown(transaction, source, next); })
            .then([self, source, next](const Result<std::vector<Intake>> &result) {
                self->written(source, next, result);
            });
    }

    [[nodiscard]] static Deliveries takeGroup(Lane &lane)
    {
        Deliveries group;
        size_t alerts = 0;
        while (!lane.waiting.empty()) {
            const auto &next = lane.waiting.front();
            if (!group.empty()
                && (next->alone || group.front()->alone || alerts + next->told.size() > alertsPerWrite)) {
                break;
            }
            alerts += next->told.size();
            group.push_back(next);
            lane.waiting.pop_front();
        }
        return group;
    }

    void introduced(const QString &source, const Result<Actor> &found)
    {
        Deliveries refused;
        {
            const std::lock_guard lock(m_mutex);
            Lane &lane = m_lanes[source];
            lane.underWay = false;
            if (found) {
                lane.actor = found->id;
            } else {
                refused.assign(lane.waiting.begin(), lane.waiting.end());
                lane.waiting.clear();
            }
        }
        for (const auto &delivery : refused) {
            decided(*delivery, failure(found));
        }
        advance(source);
    }

    void written(const QString &source, const Deliveries &group, const Result<std::vector<Intake>> &result)
    {
        const bool apart = !result && group.size() > 1 && !concernsAll(result.error().code);
        {
            const std::lock_guard lock(m_mutex);
            Lane &lane = m_lanes[source];
            lane.underWay = false;
            if (apart) {
                for (const auto &delivery : group) {
                    delivery->alone = true;
                }
                lane.waiting.insert(lane.waiting.begin(), group.begin(), group.end());
            }
        }
        advance(source);
        if (apart) {
            qCWarning(logAlerts) << group.size() << "payloads could not be written together:" << result.error().detail;
            return;
        }
        for (size_t i = 0; i < group.size(); ++i) {
            decided(*group.at(i), result ? Result<Intake>(result->at(i)) : failure(result));
        }
    }

    void decided(Delivery &delivery, Result<Intake> result)
    {
        {
            // Before the answer: whoever sends again as soon as it has come must not find its own place still taken.
            const std::lock_guard lock(m_mutex);
            m_bytes -= delivery.body.size();
            m_alerts -= delivery.told.size();
        }
        answer(delivery, std::move(result));
        const std::lock_guard lock(m_mutex);
        if (--m_open == 0) {
            m_idle.notify_all();
        }
    }

    Database &m_database;
    const Limits m_limits;
    const FetchCertificate m_fetchCertificate;
    mutable std::mutex m_mutex;
    std::condition_variable m_idle;
    std::map<QString, Lane> m_lanes;
    std::map<QString, NamedSource> m_named;
    std::map<QString, Instant> m_refusals;
    qint64 m_bytes = 0;
    size_t m_alerts = 0;
    size_t m_open = 0;
};

Collector::Collector(Database &database)
    : Collector(database, Limits())
{
}

Collector::Collector(Database &database, Limits limits, FetchCertificate fetchCertificate)
    : m_queue(std::make_shared<Queue>(database, limits, std::move(fetchCertificate)))
    , m_context(std::make_unique<QObject>())
{
    QObject::connect(&database.feed(), &ChangeFeed::changed, m_context.get(),
                     [queue = m_queue](const Changes &changes) {
                         if (changes.touches(QLatin1StringView("connection"))) {
                             (void)queue->readSources();
                         }
                     });
}

Collector::~Collector()
{
    m_queue->drain();
}

Answer<Result<>> Collector::readSources()
{
    return m_queue->readSources();
}

std::optional<NamedSource> Collector::source(const QString &name) const
{
    return m_queue->source(name);
}

Answer<Result<Intake>> Collector::take(const QString &source, const QByteArray &payload, Extent extent)
{
    const auto delivery = std::make_shared<Delivery>();
    const auto future = delivery->question.answer();
    const auto named = m_queue->source(source);
    if (!named) {
        answer(*delivery, fail(ErrorCode::NotFound, tr("There is no alert source named “%1”.").arg(source.left(60))));
        return future;
    }
    if (m_queue->isFull()) {
        answer(*delivery, fail(ErrorCode::Busy, tr("Too many alerts wait to be stored. Send again in a moment.")));
        return future;
    }
    delivery->receivedAt = m_queue->clock().now();
    delivery->extent = extent;
    delivery->body = payload;
    m_queue->prove(source, *named, delivery);
    return future;
}

Answer<Result<Intake>> Collector::tell(const QString &source, std::vector<Signal> alerts, Extent extent)
{
    const auto delivery = std::make_shared<Delivery>();
    delivery->receivedAt = m_queue->clock().now();
    delivery->extent = extent;
    setAlerts(*delivery, std::move(alerts));
    const auto future = delivery->question.answer();
    m_queue->add(source, delivery);
    return future;
}

}  // namespace onlyonce
