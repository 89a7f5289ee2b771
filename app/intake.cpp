// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/intake.h"

#include "models/base/log.h"

#include <QCoreApplication>
#include <QThreadPool>

#include <atomic>
#include <map>
#include <mutex>

namespace onlyonce {

namespace {

//! Bodies up to here are parsed at once on the listener's thread, longer ones must not hold up its other connections.
constexpr qsizetype longestParsedAtOnce = 64 * 1024;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(onlyonce::IntakeServer)
};

struct Route
{
    enum class Target { Alerts, Health, Metrics } target = Target::Alerts;
    QString source;
    QByteArray secret;  //!< from the path
};

std::optional<Route> routeOf(const HttpHead &head)
{
    if (head.path == "/healthz") {
        return Route{.target = Route::Target::Health};
    }
    if (head.path == "/metrics") {
        return Route{.target = Route::Target::Metrics};
    }
    const QList<QByteArray> parts = head.segments();
    const bool alerts = (parts.size() == 3 || parts.size() == 4) && parts.at(0) == "v1" && parts.at(1) == "alerts";
    if (!alerts || parts.last().isEmpty()) {
        return std::nullopt;
    }
    return Route{.target = Route::Target::Alerts, .source = QString::fromUtf8(parts.at(2)), .secret = parts.value(3)};
}

//! The token that the request shows; empty for none.
QByteArray secretOf(const HttpHead &head, const Route &route)
{
    if (!route.secret.isEmpty()) {
        return route.secret;
    }
    const QByteArray authorization = head.headers.value("Authorization");
    constexpr QByteArrayView scheme("Bearer ");
    const bool bearer = QByteArrayView(authorization)
                            .first(std::min(authorization.size(), scheme.size()))
                            .compare(scheme, Qt::CaseInsensitive)
                     == 0;
    return bearer ? authorization.mid(scheme.size()).trimmed() : authorization;
}

bool comesFromThisMachine(const HttpHead &head)
{
    const QList<QByteArray> hosts = head.headers.values("Host");
    return hosts.size() == 1 && isLoopbackHost(hosts.first()) && !head.headers.contains("Origin");
}

HttpOutgoing unauthorised(const QString &sentence)
{
    HttpOutgoing answer = HttpOutgoing::error(401, sentence);
    answer.headers.add("WWW-Authenticate", "Bearer");
    return answer;
}

HttpOutgoing wrongMethod(const QByteArray &allowed)
{
    HttpOutgoing answer =
        HttpOutgoing::error(405, Text::tr("This address takes %1 only.").arg(QString::fromLatin1(allowed)));
    answer.headers.add("Allow", allowed);
    return answer;
}

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

}  // namespace

bool isLoopbackHost(const QByteArray &hostHeader)
{
    QByteArray host = hostHeader.trimmed().toLower();
    if (host.startsWith('[')) {
        const qsizetype end = host.indexOf(']');
        const bool whole = end > 0 && (end == host.size() - 1 || host.at(end + 1) == ':');
        return whole && QHostAddress(QString::fromLatin1(host.mid(1, end - 1))).isLoopback();
    }
    if (const qsizetype colon = host.indexOf(':'); colon >= 0) {
        host.truncate(colon);
    }
    return host == "localhost" || QHostAddress(QString::fromLatin1(host)).isLoopback();
}

//! What the listener's threads and the answers under way share; it outlives the server if an answer does.
class IntakeServer::Desk : public std::enable_shared_from_this<Desk>
{
public:
    Desk(Database &database, Collector &collector, bool loopback)
        : m_database(database)
        , m_collector(collector)
        , m_loopback(loopback)
    {
        m_parsers.setMaxThreadCount(2);
    }

    //! Reads the tokens now; those of before hold while the database cannot be asked.
    [[nodiscard]] QFuture<Result<>> readTokens()
    {
        return m_database.read([](Transaction &transaction) { return IntakeTokenSet::load(transaction); })
            .then([self = shared_from_this()](const Result<IntakeTokenSet> &loaded) -> Result<> {
                if (!loaded) {
                    qCWarning(logApp) << "the intake's tokens cannot be read:" << loaded.error().detail;
                    return failure(loaded);
                }
                const std::lock_guard lock(self->m_mutex);
                self->m_tokens = std::make_shared<const IntakeTokenSet>(*loaded);
                return {};
            });
    }

    [[nodiscard]] bool hasTokens() const { return !tokens()->isEmpty(); }

    //! Before the body is read.
    [[nodiscard]] std::optional<HttpOutgoing> gate(const HttpHead &head)
    {
        auto refusal = refuse(head);
        if (refusal) {
            count(refusal->status);
        }
        return refusal;
    }

    void handle(HttpIncoming incoming, const HttpResponder &responder)
    {
        const std::optional<Route> route = routeOf(incoming);
        if (!route) {
            return;  // the gate has refused it
        }
        switch (route->target) {
        case Route::Target::Health:
            return respond(responder, health());
        case Route::Target::Metrics:
            return respond(responder, metrics());
        case Route::Target::Alerts:
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
    [[nodiscard]] std::shared_ptr<const IntakeTokenSet> tokens() const
    {
        const std::lock_guard lock(m_mutex);
        return m_tokens;
    }

    [[nodiscard]] std::optional<HttpOutgoing> refuse(const HttpHead &head) const
    {
        const std::optional<Route> route = routeOf(head);
        if (!route) {
            return HttpOutgoing::error(404, Text::tr("There is nothing at this address."));
        }
        const bool post = route->target == Route::Target::Alerts;
        if (post ? head.method != "POST" : head.method != "GET" && head.method != "HEAD") {
            return wrongMethod(post ? "POST" : "GET, HEAD");
        }
        if (route->target == Route::Target::Health) {
            return std::nullopt;
        }
        if (auto refusal = refuseStranger(head, *route)) {
            return refusal;
        }
        if (post && !sourceNamed(route->source)) {
            return HttpOutgoing::error(404,
                                       Text::tr("There is no alert source named “%1”.").arg(route->source.left(60)));
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<HttpOutgoing> refuseStranger(const HttpHead &head, const Route &route) const
    {
        const auto valid = tokens();
        const QByteArray secret = secretOf(head, route);
        if (!secret.isEmpty()) {
            return valid->admits(secret, route.source)
                     ? std::nullopt
                     : std::optional(unauthorised(Text::tr("The token is not valid here.")));
        }
        const bool counters = route.target == Route::Target::Metrics;  // a local Prometheus may read them in any case
        if (!counters && !valid->isEmpty()) {
            return unauthorised(Text::tr("Show a token: “Authorization: Bearer …”, or as the last part of the path."));
        }
        if (!m_loopback || !comesFromThisMachine(head)) {
            return unauthorised(
                Text::tr("Without a token only programs on this machine are let in, and no web pages."));
        }
        return std::nullopt;
    }

    void take(const QString &source, const QByteArray &body, const HttpResponder &responder)
    {
        m_collector.take(source, body)
            .then([self = shared_from_this(), source, responder](const Result<Intake> &result) {
                // Before the answer: who has it finds the counters already moved.
                if (result) {
                    self->countAlerts(source, *result);
                } else if (result.error().code != ErrorCode::Invalid && result.error().code != ErrorCode::Busy) {
                    qCWarning(logApp) << "alerts refused:" << result.error().message << result.error().detail;
                }
                self->respond(responder, answerFor(result));
            });
    }

    void respond(const HttpResponder &responder, HttpOutgoing answer)
    {
        count(answer.status);
        responder.respond(std::move(answer));
    }

    void count(int status)
    {
        const std::lock_guard lock(m_mutex);
        ++m_requests[status];
    }

    void countAlerts(const QString &source, const Intake &intake)
    {
        const std::lock_guard lock(m_mutex);
        m_opened += intake.opened;
        m_repeated += intake.repeated;
        m_resolved += intake.resolved;
        m_lastReceived[source] = m_database.clock().now();
    }

    [[nodiscard]] HttpOutgoing health() const
    {
        if (!m_database.isReachable()) {
            return HttpOutgoing::error(503, Text::tr("The database cannot be reached."));
        }
        if (m_database.writeProblem()) {  // whose words name files, which are nobody's business out there
            return HttpOutgoing::error(503, Text::tr("What comes in cannot be saved. The program's log says why."));
        }
        return HttpOutgoing::json(200, {{QStringLiteral("status"), QStringLiteral("ok")}});
    }

    [[nodiscard]] HttpOutgoing metrics() const
    {
        QByteArray text;
        const auto family = [&text](const char *name, const char *type, const char *help) {
            text += QByteArray("# HELP ") + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
        };
        const auto sample = [&text](const char *name, const char *label, const QByteArray &value, qint64 number) {
            text += name;
            if (label) {
                text += QByteArray("{") + label + "=\"" + value + "\"}";
            }
            text += ' ' + QByteArray::number(number) + '\n';
        };
        const std::lock_guard lock(m_mutex);
        family("onlyonce_intake_requests_total", "counter", "Requests that were answered, by status.");
        for (const auto &[status, number] : m_requests) {
            sample("onlyonce_intake_requests_total", "code", QByteArray::number(status), number);
        }
        family("onlyonce_intake_alerts_total", "counter", "Alerts that were stored, by what they did.");
        sample("onlyonce_intake_alerts_total", "outcome", "opened", m_opened);
        sample("onlyonce_intake_alerts_total", "outcome", "repeated", m_repeated);
        sample("onlyonce_intake_alerts_total", "outcome", "resolved", m_resolved);
        family("onlyonce_intake_last_received_timestamp_seconds", "gauge", "When a source last told something.");
        for (const auto &[source, at] : m_lastReceived) {
            sample("onlyonce_intake_last_received_timestamp_seconds", "source", source.toUtf8(), toMillis(at) / 1000);
        }
        family("onlyonce_database_reachable", "gauge", "1 while the database answers.");
        sample("onlyonce_database_reachable", nullptr, {}, m_database.isReachable() ? 1 : 0);
        family("onlyonce_database_writable", "gauge", "0 once a change could not be saved, 1 again once one could.");
        sample("onlyonce_database_writable", nullptr, {}, m_database.writeProblem() ? 0 : 1);
        family("onlyonce_database_waiting_writes", "gauge", "Writes that wait for the database.");
        sample("onlyonce_database_waiting_writes", nullptr, {}, qint64(m_database.writeDepth()));
        return HttpOutgoing{
            .status = 200, .headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}, .body = text};
    }

    Database &m_database;
    Collector &m_collector;
    const bool m_loopback;
    QThreadPool m_parsers;

    mutable std::mutex m_mutex;
    std::shared_ptr<const IntakeTokenSet> m_tokens = std::make_shared<const IntakeTokenSet>();
    std::map<int, qint64> m_requests;
    std::map<QString, Instant> m_lastReceived;
    qint64 m_opened = 0;
    qint64 m_repeated = 0;
    qint64 m_resolved = 0;
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
        if (changes.elsewhere || changes.touches(QLatin1StringView("intake_token"))) {
            (void)desk->readTokens();
        }
    });
    ONLYONCE_TRY(m_desk->readTokens().result());
    if (!m_settings.address.isLoopback() && !m_desk->hasTokens()) {
        return fail(ErrorCode::Denied,
                    Text::tr("Listening on %1 needs a token, or anybody could send alerts. Make a token first.")
                        .arg(m_settings.address.toString()));
    }
    if (!m_settings.address.isLoopback() && m_settings.certificatePem.isEmpty()) {
        qCWarning(logApp) << "the intake listens on" << m_settings.address.toString()
                          << "without TLS: tokens and alerts can be read on the way";
    }
    auto listener = HttpListener::start(
        {.address = m_settings.address,
         .port = m_settings.port,
         .certificatePem = m_settings.certificatePem,
         .privateKeyPem = m_settings.privateKeyPem,
         .threads = m_settings.threads,
         .limits = m_settings.limits},
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
