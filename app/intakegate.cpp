// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/intakegate.h"

#include "models/base/log.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

//! More senders than these, within a minute, are counted as one.
constexpr size_t mostCounted = 10'000;
//! PagerDuty's own limit of an event. Its token stands in the body, so that much is read of anybody.
constexpr qint64 longestEvent = 512 * 1024;

//! The token that the request shows; empty for none.
QByteArray secretOf(const HttpHead &head, const IntakeRoute &route)
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

HttpOutgoing wrongMethod(const QByteArray &allowed)
{
    HttpOutgoing answer = HttpOutgoing::error(405, tr("This address takes %1 only.").arg(QString::fromLatin1(allowed)));
    answer.headers.add("Allow", allowed);
    return answer;
}

//! Of a body that must be read before its sender is known.
std::optional<HttpOutgoing> refuseLength(const HttpHead &head)
{
    bool isNumber = false;
    const qint64 length = head.headers.value("Content-Length").toLongLong(&isNumber);
    if (!isNumber) {
        return HttpOutgoing::error(411, tr("Say how long the event is: Content-Length."));
    }
    return length > longestEvent ? std::optional(HttpOutgoing::error(413, tr("An event has at most 512 KiB.")))
                                 : std::nullopt;
}

HttpOutgoing laterAnswer(const MinuteCount::Excess &excess, const QString &sentence)
{
    HttpOutgoing answer = HttpOutgoing::error(503, sentence);
    answer.headers.set("Retry-After", QByteArray::number(qint64(excess.wait.count())));
    return answer;
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

std::optional<IntakeRoute> intakeRoute(const HttpHead &head)
{
    using Target = IntakeRoute::Target;
    if (head.path == "/healthz") {
        return IntakeRoute{.target = Target::Health};
    }
    if (head.path == "/metrics") {
        return IntakeRoute{.target = Target::Metrics};
    }
    QList<QByteArray> parts = head.segments();
    const QList<QByteArray> api{"api", "v2", "alerts"};
    if (parts == api) {
        return head.method == "GET" || head.method == "HEAD"
                 ? IntakeRoute{.target = Target::List}
                 : IntakeRoute{.target = Target::Alerts, .source = QStringLiteral("alertmanager")};
    }
    if (parts == QList<QByteArray>{"v2", "enqueue"}) {
        return IntakeRoute{.target = Target::Enqueue, .source = QStringLiteral("pagerduty")};
    }
    if (parts.size() > api.size() && parts.last(api.size()) == api) {
        parts.resize(parts.size() - api.size());  // a Prometheus with our address as its path_prefix
    }
    const bool alerts = (parts.size() == 3 || parts.size() == 4) && parts.at(0) == "v1" && parts.at(1) == "alerts";
    if (!alerts || parts.last().isEmpty()) {
        return std::nullopt;
    }
    return IntakeRoute{.target = Target::Alerts, .source = QString::fromUtf8(parts.at(2)), .secret = parts.value(3)};
}

std::optional<MinuteCount::Excess> MinuteCount::tooMany(const QByteArray &who, Instant now)
{
    if (now < m_minute || now - m_minute >= 1min) {
        m_minute = now;
        m_requests.clear();
    }
    const bool isOneOfTheRest = m_requests.size() >= mostCounted && !m_requests.contains(who);
    const int requests = ++m_requests[isOneOfTheRest ? QByteArray() : who];
    if (requests <= m_most) {
        return std::nullopt;
    }
    return Excess{std::chrono::ceil<std::chrono::seconds>(m_minute + 1min - now), requests == m_most + 1};
}

QByteArray networkOf(const QHostAddress &peer)
{
    if (peer.protocol() != QAbstractSocket::IPv6Protocol) {
        return peer.toString().toLatin1();
    }
    const Q_IPV6ADDR bytes = peer.toIPv6Address();
    return QByteArray(reinterpret_cast<const char *>(bytes.c), 8);
}

IntakeGate::IntakeGate(bool loopback, const Clock &clock, KnowsSource knowsSource)
    : m_loopback(loopback)
    , m_clock(clock)
    , m_knowsSource(std::move(knowsSource))
{
}

void IntakeGate::setTokens(IntakeTokenSet tokens)
{
    auto fresh = std::make_shared<const IntakeTokenSet>(std::move(tokens));
    const std::lock_guard lock(m_mutex);
    m_tokens = std::move(fresh);
}

bool IntakeGate::hasTokens() const
{
    return !tokens()->isEmpty();
}

std::optional<HttpOutgoing> IntakeGate::refuse(const HttpHead &head)
{
    const std::optional<IntakeRoute> route = intakeRoute(head);
    if (!route) {
        return HttpOutgoing::error(404, tr("There is nothing at this address."));
    }
    using Target = IntakeRoute::Target;
    const bool post = route->target == Target::Alerts || route->target == Target::Enqueue;
    if (post ? head.method != "POST" : head.method != "GET" && head.method != "HEAD") {
        return wrongMethod(post ? "POST" : "GET, HEAD");
    }
    if (route->target == Target::Health) {
        return std::nullopt;
    }
    if (route->target == Target::Enqueue && tokens()->isRequired()) {
        return refuseLength(head);  // and then refuseKey()
    }
    if (auto refusal = refuseStranger(head, *route)) {
        return refusal;
    }
    if (post && !m_knowsSource(route->source)) {
        return HttpOutgoing::error(404, tr("There is no alert source named “%1”.").arg(route->source.left(60)));
    }
    return std::nullopt;
}

std::optional<HttpOutgoing> IntakeGate::refuseKey(const HttpHead &head, const QByteArray &key)
{
    const auto known = tokens();
    if (!known->isRequired()) {
        return std::nullopt;
    }
    return known->admits(key, QStringLiteral("pagerduty"))
             ? refuseExcess(key)
             : std::optional(unauthorised(head, tr("The routing key is no valid token.")));
}

std::optional<HttpOutgoing> IntakeGate::refuseStranger(const HttpHead &head, const IntakeRoute &route)
{
    const auto known = tokens();
    const QByteArray secret = secretOf(head, route);
    if (!secret.isEmpty()) {
        return known->admits(secret, route.source)
                 ? refuseExcess(secret)
                 : std::optional(unauthorised(head, tr("The token is not valid here.")));
    }
    const bool counters = route.target == IntakeRoute::Target::Metrics;  // a local Prometheus may read them in any case
    if (!counters && known->isRequired()) {
        return unauthorised(head, tr("Show a token: “Authorization: Bearer …”, or as the last part of the path."));
    }
    if (!m_loopback || !comesFromThisMachine(head)) {
        return unauthorised(head, tr("Without a token only programs on this machine are let in, and no web pages."));
    }
    return std::nullopt;
}

HttpOutgoing IntakeGate::unauthorised(const HttpHead &head, const QString &sentence)
{
    std::optional<MinuteCount::Excess> excess;
    {
        const std::lock_guard lock(m_mutex);
        excess = m_strangers.tooMany(networkOf(head.peer), m_clock.now());
    }
    if (excess) {
        if (excess->isFirst) {
            qCWarning(logApp) << "the intake has turned away" << mostStrangersPerMinute
                              << "requests without a valid token from" << head.peer.toString() << "within a minute";
        }
        return laterAnswer(
            *excess, tr("Too many requests without a valid token came from this address. Try again in a minute."));
    }
    HttpOutgoing answer = HttpOutgoing::error(401, sentence);
    answer.headers.add("WWW-Authenticate", "Bearer");
    return answer;
}

std::optional<HttpOutgoing> IntakeGate::refuseExcess(const QByteArray &secret)
{
    std::optional<MinuteCount::Excess> excess;
    {
        const std::lock_guard lock(m_mutex);
        excess = m_senders.tooMany(secret, m_clock.now());
    }
    if (!excess) {
        return std::nullopt;
    }
    if (excess->isFirst) {
        qCWarning(logApp) << "more than" << mostPerTokenAndMinute << "requests came with one token within a minute";
    }
    return laterAnswer(*excess, tr("Too many requests came with this token. Send several alerts in one, or try "
                                   "again in a minute."));
}

std::shared_ptr<const IntakeTokenSet> IntakeGate::tokens() const
{
    const std::lock_guard lock(m_mutex);
    return m_tokens;
}

}  // namespace onlyonce
