// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/intake.h"

#include "app/intakegate.h"
#include "app/intakemetrics.h"
#include "models/alerts/inbox/alertsapi.h"
#include "models/base/json.h"
#include "models/base/log.h"
#include "models/base/tr.h"
#include "models/incidents/grouping/grouping.h"

#include <QJsonDocument>
#include <QThreadPool>

namespace onlyonce {

namespace {

//! Bodies up to here are parsed at once on the listener's thread, longer ones must not hold up its other connections.
constexpr qsizetype longestParsedAtOnce = 64 * 1024;
//! More than these are no list that anybody reads.
constexpr int mostListed = 50'000;

HttpOutgoing answerFor(const Result<Intake> &result)
{
    if (result) {
        return HttpOutgoing::json(200, {{QStringLiteral("opened"), result->opened},
                                        {QStringLiteral("repeated"), result->repeated},
                                        {QStringLiteral("resolved"), result->resolved}});
    }
    switch (result.error().code) {
    case ErrorCode::Invalid:
        return HttpOutgoing::error(400, result.error().message);
    case ErrorCode::NotFound:
        return HttpOutgoing::error(404, result.error().message);
    default:
        // Nothing is wrong with the request: the sender may try again, and being told twice does no harm.
        return HttpOutgoing::error(503, result.error().message);
    }
}

//! How Alertmanager's API tells an error: a JSON text.
HttpOutgoing bareText(int status, const QString &text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = list.mid(1, list.size() - 2)};
}

//! As PagerDuty's Events API v2 answers.
HttpOutgoing eventAnswer(const Result<Intake> &result, const QString &dedupKey)
{
    if (result) {
        return HttpOutgoing::json(202, {{QStringLiteral("status"), QStringLiteral("success")},
                                        {QStringLiteral("message"), QStringLiteral("Event processed")},
                                        {QStringLiteral("dedup_key"), dedupKey}});
    }
    switch (result.error().code) {
    case ErrorCode::Invalid:
    case ErrorCode::NotFound:
        return HttpOutgoing::json(400, {{QStringLiteral("status"), QStringLiteral("invalid event")},
                                        {QStringLiteral("message"), QStringLiteral("Event object is invalid")},
                                        {QStringLiteral("errors"), QJsonArray{result.error().message}}});
    case ErrorCode::Busy:
        return HttpOutgoing::error(429, result.error().message);
    default:
        return HttpOutgoing::error(503, result.error().message);
    }
}

}  // namespace

//! What the listener's threads and the answers under way share; it outlives the server if an answer does.
class IntakeServer::Desk : public std::enable_shared_from_this<Desk>
{
public:
    Desk(Database &database, Collector &collector, bool loopback)
        : m_database(database)
        , m_collector(collector)
        , m_gate(loopback, database.clock(),
                 [&collector](const QString &name) { return collector.source(name).has_value(); })
    {
        m_parsers.setMaxThreadCount(2);
    }

    //! Reads the tokens now; those of before hold while the database cannot be asked.
    [[nodiscard]] Answer<Result<>> readTokens()
    {
        return m_database.read([](Transaction &transaction) { return IntakeTokenSet::load(transaction); })
            .then([self = shared_from_this()](const Result<IntakeTokenSet> &loaded) -> Result<> {
                if (!loaded) {
                    qCWarning(logApp) << "the intake's tokens cannot be read:" << loaded.error().detail;
                    return failure(loaded);
                }
                self->m_gate.setTokens(*loaded);
                return {};
            });
    }

    [[nodiscard]] Answer<Result<>> readSources() { return m_collector.readSources(); }

    [[nodiscard]] bool hasTokens() const { return m_gate.hasTokens(); }

    //! Before the body is read.
    [[nodiscard]] std::optional<HttpOutgoing> gate(const HttpHead &head)
    {
        auto refusal = m_gate.refuse(head);
        if (refusal) {
            m_metrics.countAnswer(refusal->status);
        }
        return refusal;
    }

    void handle(HttpIncoming incoming, const HttpResponder &responder)
    {
        const std::optional<IntakeRoute> route = intakeRoute(incoming);
        if (!route) {
            return;  // the gate has refused it
        }
        switch (route->target) {
        case IntakeRoute::Target::Health:
            return respond(responder, health());
        case IntakeRoute::Target::Metrics:
            return tellMetrics(responder);
        case IntakeRoute::Target::List:
            return list(incoming, responder);
        case IntakeRoute::Target::Enqueue:
            return enqueue(incoming, responder);
        case IntakeRoute::Target::Alerts:
            break;
        }
        if (incoming.body.size() <= longestParsedAtOnce) {
            take(route->source, incoming.body, responder);
        } else {
            m_parsers.start([self = shared_from_this(), source = route->source, body = std::move(incoming.body),
                             responder] { self->take(source, body, responder); });
        }
    }

    void finishParsing() { m_parsers.waitForDone(); }

private:
    void take(const QString &source, const QByteArray &body, const HttpResponder &responder)
    {
        m_collector.take(source, body)
            .then([self = shared_from_this(), source, responder](const Result<Intake> &result) {
                // Before the answer: who has it finds the counters already moved.
                if (result) {
                    self->m_metrics.countAlerts(source, *result, self->m_database.clock().now());
                } else if (result.error().code != ErrorCode::Invalid && result.error().code != ErrorCode::Busy) {
                    qCWarning(logApp) << "alerts refused:" << result.error().message << result.error().detail;
                }
                self->respond(responder, answerFor(result));
            });
    }

    void list(const HttpHead &head, const HttpResponder &responder)
    {
        auto query = alertsQuery(head.queryItems());
        if (!query) {
            return respond(responder, bareText(400, query.error().message));
        }
        m_database
            .readAs(
                anybody,
                [query = std::move(*query)](Transaction &transaction) {
                    return alertsForApi(transaction, query, mostListed);
                },
                Reader::Background)
            .then([self = shared_from_this(), responder](const Result<QJsonArray> &found) {
                self->respond(responder,
                              found ? HttpOutgoing{.status = 200,
                                                   .headers = {{"Content-Type", "application/json"}},
                                                   .body = QJsonDocument(*found).toJson(QJsonDocument::Compact)}
                                    : bareText(500, found.error().message));
            });
    }

    void enqueue(const HttpIncoming &incoming, const HttpResponder &responder)
    {
        const QString source = QStringLiteral("pagerduty");
        const auto event = parseJsonObject(incoming.body);
        const QByteArray key =
            event ? event->value(QLatin1StringView("routing_key")).toString().toUtf8() : QByteArray();
        if (const auto refusal = m_gate.refuseKey(incoming, key)) {
            return respond(responder, *refusal);
        }
        // Read twice, so that the answer can name the key; an event is small.
        const auto named = m_collector.source(source);
        const auto parsed = named ? named->adapter->parse(incoming.body, {.at = m_database.clock().now()})
                                  : Result<Parsed>(fail(ErrorCode::NotFound, tr("PagerDuty is switched off.")));
        const QString dedupKey = parsed && !parsed->alerts.empty() ? parsed->alerts.front().fingerprint : QString();
        m_collector.take(source, incoming.body)
            .then([self = shared_from_this(), source, responder, dedupKey](const Result<Intake> &result) {
                if (result) {
                    self->m_metrics.countAlerts(source, *result, self->m_database.clock().now());
                }
                self->respond(responder, eventAnswer(result, dedupKey));
            });
    }

    void respond(const HttpResponder &responder, HttpOutgoing answer)
    {
        m_metrics.countAnswer(answer.status);
        responder.respond(std::move(answer));
    }

    [[nodiscard]] HttpOutgoing health() const
    {
        if (!m_database.isReachable()) {
            return HttpOutgoing::error(503, tr("The database cannot be reached."));
        }
        if (m_database.writeProblem()) {  // whose words name files, which are nobody's business out there
            return HttpOutgoing::error(503, tr("What comes in cannot be saved. The program's log says why."));
        }
        return HttpOutgoing::json(200, {{QStringLiteral("status"), QStringLiteral("ok")}});
    }

    void tellMetrics(const HttpResponder &responder)
    {
        if (!m_database.isReachable()) {
            return respond(responder, metrics(std::nullopt));
        }
        m_database.read([](Transaction &transaction) { return ungroupedAlerts(transaction); })
            .then([self = shared_from_this(), responder](const Result<AlertBacklog> &ungrouped) {
                self->respond(responder, self->metrics(ungrouped ? std::optional(*ungrouped) : std::nullopt));
            });
    }

    [[nodiscard]] HttpOutgoing metrics(const std::optional<AlertBacklog> &ungrouped) const
    {
        return {.status = 200,
                .headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
                .body = m_metrics.text({.now = m_database.clock().now(),
                                        .reachable = m_database.isReachable(),
                                        .writable = !m_database.writeProblem(),
                                        .waitingWrites = qint64(m_database.writeDepth()),
                                        .ungrouped = ungrouped})};
    }

    Database &m_database;
    Collector &m_collector;
    IntakeGate m_gate;
    IntakeMetrics m_metrics;
    QThreadPool m_parsers;
};

IntakeServer::IntakeServer(Database &database, Collector &collector, IntakeSettings settings)
    : m_desk(std::make_shared<Desk>(database, collector, settings.address.isLoopback()))
    , m_settings(std::move(settings))
    , m_feed(database.feed())
{
}

IntakeServer::~IntakeServer()
{
    stop();
}

Result<> IntakeServer::start()
{
    m_context = std::make_unique<QObject>();
    QObject::connect(&m_feed, &ChangeFeed::changed, m_context.get(), [desk = m_desk](const Changes &changes) {
        if (changes.touches(QLatin1StringView("intake_token"))) {
            (void)desk->readTokens();
        }
    });
    ONLYONCE_TRY(m_desk->readTokens().result());
    ONLYONCE_TRY(m_desk->readSources().result());
    ListenerLimits limits = m_settings.limits;
    if (!m_settings.address.isLoopback()) {
        if (!m_desk->hasTokens()) {
            return fail(ErrorCode::Denied,
                        tr("Listening on %1 needs a token, or anybody could send alerts. Make a token first.")
                            .arg(m_settings.address.toString()));
        }
        if (m_settings.certificatePem.isEmpty()) {
            qCWarning(logApp) << "the intake listens on" << m_settings.address.toString()
                              << "without TLS: tokens and alerts can be read on the way";
        }
        if (limits.connectionsPerAddress == 0) {
            limits.connectionsPerAddress = limits.connections / 2;
        }
    }
    auto listener = HttpListener::start(
        {.address = m_settings.address,
         .port = m_settings.port,
         .certificatePem = m_settings.certificatePem,
         .privateKeyPem = m_settings.privateKeyPem,
         .threads = m_settings.threads,
         .limits = limits},
        [desk = m_desk](HttpIncoming incoming, const HttpResponder &responder) {
            desk->handle(std::move(incoming), responder);
        },
        [desk = m_desk](const HttpHead &head) { return desk->gate(head); });
    if (!listener) {
        return failure(listener);
    }
    m_listener = std::move(*listener);
    return {};
}

quint16 IntakeServer::port() const
{
    return m_listener ? m_listener->port() : 0;
}

void IntakeServer::stop()
{
    m_context.reset();
    if (m_listener) {
        m_listener->stop();
        m_listener.reset();
    }
    m_desk->finishParsing();
}

}  // namespace onlyonce
