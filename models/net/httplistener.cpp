// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/net/httplistener.h"

#include "models/base/json.h"
#include "models/base/log.h"
#include "models/base/tr.h"
#include "models/net/httpexchange.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <thread>
#include <utility>

namespace onlyonce {

namespace {

constexpr auto tlsPriorities = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

HttpConnection *connectionOf(MHD_Connection *mhd)
{
    const MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? static_cast<HttpConnection *>(info->socket_context) : nullptr;
}

QHostAddress peerOf(MHD_Connection *mhd)
{
    const MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (!info || !info->client_addr) {
        return {};
    }
    const QHostAddress address(info->client_addr);
    bool mapped = false;
    const quint32 ipv4 = address.toIPv4Address(&mapped);
    return mapped ? QHostAddress(ipv4) : address;
}

// libmicrohttpd's calls; `shared` is the listener's ListenerShared.

MHD_Result isWelcome(void *shared, const sockaddr *, socklen_t)
{
    return static_cast<ListenerShared *>(shared)->isEmptying() ? MHD_NO : MHD_YES;
}

void connectionChanged(void *shared, MHD_Connection *mhd, void **context, MHD_ConnectionNotificationCode code)
{
    auto *core = static_cast<ListenerShared *>(shared);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        auto connection = std::make_unique<HttpConnection>();
        const MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
        connection->socket = info ? info->connect_fd : -1;
        connection->encrypted = core->encrypted;
        connection->peer = peerOf(mhd);
        core->opened(connection.get());
        *context = connection.release();
    } else {
        const std::unique_ptr<HttpConnection> connection(
            static_cast<HttpConnection *>(std::exchange(*context, nullptr)));
        if (connection) {
            core->closed(connection.get());
        }
    }
}

void *targetRead(void *shared, const char *target, MHD_Connection *mhd)
{
    if (HttpConnection *connection = connectionOf(mhd)) {
        connection->target = target;
        connection->deadline = steadyMillis() + static_cast<ListenerShared *>(shared)->limits.requestDeadline.count();
    }
    return nullptr;
}

MHD_Result requestRead(void *shared, MHD_Connection *mhd, const char *, const char *method, const char *,
                       const char *data, size_t *size, void **context)
{
    if (!*context) {
        HttpConnection *connection = connectionOf(mhd);
        if (!connection) {
            return MHD_NO;
        }
        const auto exchange = std::make_shared<HttpExchange>(*static_cast<ListenerShared *>(shared), *connection, mhd);
        *context = exchange.get();
        return exchange->begin(method);
    }
    auto *exchange = static_cast<HttpExchange *>(*context);
    if (*size > 0) {
        return exchange->take(data, std::exchange(*size, 0));
    }
    return exchange->complete();
}

void requestEnded(void *, MHD_Connection *, void **context, MHD_RequestTerminationCode)
{
    if (auto *exchange = static_cast<HttpExchange *>(std::exchange(*context, nullptr))) {
        exchange->end();
    }
}

//! What libmicrohttpd said last on this thread: its only word on why it does not start.
thread_local QByteArray lastLogLine;

[[gnu::format(printf, 2, 0)]] void logLine(void *, const char *format, va_list arguments)
{
    std::array<char, 512> line{};
    std::vsnprintf(line.data(), line.size(), format, arguments);
    lastLogLine = QByteArray(line.data()).trimmed();
    qCDebug(logNet) << "listener:" << lastLogLine;
}

Result<> check(const ListenerSettings &settings)
{
    const ListenerLimits &limits = settings.limits;
    const bool sane = limits.bodyBytes >= 0 && limits.drainBytes >= 0 && limits.headerBytes >= 4096
                   && limits.inflightBodyBytes > 0 && limits.connections >= settings.threads
                   && limits.connectionsPerAddress >= 0 && limits.suspended > 0 && limits.idleTimeout.count() >= 1
                   && limits.requestDeadline.count() > 0 && limits.answerDeadline.count() > 0
                   && limits.stopPatience.count() >= 0 && settings.threads >= 1;
    if (!sane) {
        return fail(ErrorCode::Invalid, tr("The limits of the listener do not make sense."));
    }
    if (settings.certificatePem.isEmpty() != settings.privateKeyPem.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("TLS needs both a certificate and its private key."));
    }
    return {};
}

struct SocketAddress
{
    sockaddr_storage storage{};
    socklen_t size = 0;
};

SocketAddress socketAddress(const QHostAddress &address, quint16 port)
{
    SocketAddress result;
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        sockaddr_in ipv4{};
        ipv4.sin_family = AF_INET;
        ipv4.sin_port = htons(port);
        ipv4.sin_addr.s_addr = htonl(address.toIPv4Address());
        std::memcpy(&result.storage, &ipv4, sizeof ipv4);
        result.size = sizeof ipv4;
    } else {
        sockaddr_in6 ipv6{};
        ipv6.sin6_family = AF_INET6;
        ipv6.sin6_port = htons(port);
        const Q_IPV6ADDR bytes = address.toIPv6Address();  // all zero for "any"
        std::memcpy(&ipv6.sin6_addr, &bytes, sizeof bytes);
        std::memcpy(&result.storage, &ipv6, sizeof ipv6);
        result.size = sizeof ipv6;
    }
    return result;
}

//! libmicrohttpd would open the socket too, but not say what went wrong.
Result<int> listeningSocket(const QHostAddress &address, quint16 port)
{
    const auto refuse = [&address, port](int error) {
        const QString where = QStringLiteral("%1:%2").arg(address.toString()).arg(port);
        return fail(ErrorCode::Unavailable,
                    error == EADDRINUSE
                        ? tr("%1 is in use already. Is the program running twice?").arg(where)
                        : tr("Nothing can listen on %1: %2").arg(where, QString::fromLocal8Bit(strerror(error))));
    };
    const SocketAddress name = socketAddress(address, port);
    const int socket = ::socket(name.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0) {
        return refuse(errno);
    }
    const int yes = 1;
    const int onlyIpv6 = address.protocol() == QAbstractSocket::IPv6Protocol ? 1 : 0;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (name.storage.ss_family == AF_INET6) {
        ::setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &onlyIpv6, sizeof onlyIpv6);
    }
    if (::bind(socket, reinterpret_cast<const sockaddr *>(&name.storage), name.size) != 0
        || ::listen(socket, SOMAXCONN) != 0) {
        const int error = errno;
        ::close(socket);
        return refuse(error);
    }
    return socket;
}

quint16 portOf(int socket)
{
    sockaddr_storage name{};
    socklen_t size = sizeof name;
    if (::getsockname(socket, reinterpret_cast<sockaddr *>(&name), &size) != 0) {
        return 0;
    }
    return ntohs(name.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6 *>(&name)->sin6_port
                                            : reinterpret_cast<const sockaddr_in *>(&name)->sin_port);
}

}  // namespace

class HttpListener::Private
{
public:
    Private(const ListenerSettings &settings, Handler handler, Gate gate)
        : shared(settings.limits, !settings.certificatePem.isEmpty(), std::move(handler), std::move(gate))
        , certificate(settings.certificatePem)
        , key(settings.privateKeyPem)
    {
    }

    [[nodiscard]] MHD_Daemon *startDaemon(int socket, int threads);
    void watchDeadlines(const std::stop_token &stopped);

    ListenerShared shared;
    const QByteArray certificate;  //!< libmicrohttpd keeps pointers to them
    const QByteArray key;
    MHD_Daemon *daemon = nullptr;
    quint16 port = 0;
    std::mutex watchMutex;
    std::condition_variable_any watchWake;
    std::jthread watch;
};

MHD_Daemon *HttpListener::Private::startDaemon(int socket, int threads)
{
    const ListenerLimits &limits = shared.limits;
    std::vector<MHD_OptionItem> options{
        {MHD_OPTION_LISTEN_SOCKET, socket, nullptr},
        {MHD_OPTION_CONNECTION_LIMIT, limits.connections, nullptr},
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, limits.connectionsPerAddress, nullptr},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, static_cast<intptr_t>(limits.headerBytes), nullptr},
        {MHD_OPTION_CONNECTION_TIMEOUT, static_cast<intptr_t>(limits.idleTimeout.count()), nullptr},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, nullptr},
    };
    if (threads > 1) {
        options.push_back({MHD_OPTION_THREAD_POOL_SIZE, threads, nullptr});
    }
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    if (shared.encrypted) {
        flags |= MHD_USE_TLS;
        options.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, const_cast<char *>(certificate.constData())});
        options.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, const_cast<char *>(key.constData())});
        options.push_back({MHD_OPTION_HTTPS_PRIORITIES, 0, const_cast<char *>(tlsPriorities)});
    }
    options.push_back({MHD_OPTION_END, 0, nullptr});
    return MHD_start_daemon(flags, 0, &isWelcome, &shared, &requestRead, &shared,       //
                            MHD_OPTION_EXTERNAL_LOGGER, &logLine, nullptr,              //
                            MHD_OPTION_NOTIFY_CONNECTION, &connectionChanged, &shared,  //
                            MHD_OPTION_URI_LOG_CALLBACK, &targetRead, &shared,          //
                            MHD_OPTION_NOTIFY_COMPLETED, &requestEnded, nullptr,        //
                            MHD_OPTION_ARRAY, options.data(), MHD_OPTION_END);
}

void HttpListener::Private::watchDeadlines(const std::stop_token &stopped)
{
    const milliseconds shortest = std::min(shared.limits.requestDeadline, shared.limits.answerDeadline);
    const milliseconds tick = std::clamp(shortest / 4, milliseconds{10}, milliseconds{1000});
    std::unique_lock lock(watchMutex);
    while (!stopped.stop_requested()) {
        watchWake.wait_for(lock, stopped, tick, [] { return false; });
        shared.enforceDeadlines();
    }
}

HttpListener::HttpListener(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

HttpListener::~HttpListener()
{
    stop();
}

Result<std::unique_ptr<HttpListener>> HttpListener::start(const ListenerSettings &settings, Handler handler, Gate gate)
{
    ONLYONCE_TRY(check(settings));
    ONLYONCE_TRY(loadMicrohttpd());
    const Result<int> socket = listeningSocket(settings.address, settings.port);
    if (!socket) {
        return failure(socket);
    }
    auto priv = std::make_unique<Private>(settings, std::move(handler), std::move(gate));
    Private *d = priv.get();
    std::unique_ptr<HttpListener> listener(new HttpListener(std::move(priv)));
    d->port = portOf(*socket);
    d->daemon = d->startDaemon(*socket, settings.threads);
    if (!d->daemon) {
        // The socket is closed already, by libmicrohttpd: its number may be that of another file by now.
        const QString reason = QString::fromLocal8Bit(lastLogLine);
        return d->shared.encrypted
                 ? fail(ErrorCode::Invalid, tr("The certificate and its private key cannot be used for TLS."), reason)
                 : fail(ErrorCode::Unavailable, tr("The HTTP listener does not start: %1").arg(reason), reason);
    }
    d->watch = std::jthread([d](const std::stop_token &stopped) { d->watchDeadlines(stopped); });
    return listener;
}

quint16 HttpListener::port() const
{
    return d->port;
}

void HttpListener::stop()
{
    MHD_Daemon *daemon = std::exchange(d->daemon, nullptr);
    if (!daemon) {
        return;
    }
    // MHD_quiesce_daemon() would close the port first, but aborts the program when one of its threads wakes up meanwhile
    // (version 0.9.75: "Failed to remove listen FD from epoll set"). Who comes until the end is told that we stop.
    d->shared.beginStop();
    d->shared.awaitAnswers();
    d->watch.request_stop();
    d->watch.join();
    // It must have nothing to do then: a malformed request that it reads while it stops is its death (0.9.75: it takes
    // its own answer for queued, and reads it).
    d->shared.emptyOut();
    MHD_stop_daemon(daemon);
}

QList<QByteArray> HttpHead::segments() const
{
    QList<QByteArray> parts = path.sliced(path.startsWith('/') ? 1 : 0).split('/');
    for (QByteArray &part : parts) {
        part = QByteArray::fromPercentEncoding(part);
    }
    return parts;
}

QList<std::pair<QByteArray, QByteArray>> HttpHead::queryItems() const
{
    QList<std::pair<QByteArray, QByteArray>> items;
    if (query.isEmpty()) {
        return items;
    }
    const auto decoded = [](QByteArray text) { return QByteArray::fromPercentEncoding(text.replace('+', ' ')); };
    for (const QByteArray &item : query.split('&')) {
        const qsizetype equals = item.indexOf('=');
        items.append({decoded(equals < 0 ? item : item.first(equals)),
                      equals < 0 ? QByteArray() : decoded(item.sliced(equals + 1))});
    }
    return items;
}

std::optional<QByteArray> HttpHead::queryItem(QByteArrayView name) const
{
    for (const auto &[key, value] : queryItems()) {
        if (key == name) {
            return value;
        }
    }
    return std::nullopt;
}

HttpOutgoing HttpOutgoing::json(int status, const QJsonObject &object)
{
    return {status, {{"Content-Type", "application/json"}}, toJsonBytes(object)};
}

HttpOutgoing HttpOutgoing::error(int status, const QString &sentence)
{
    HttpOutgoing answer = json(status, {{QStringLiteral("error"), sentence}});
    if (status == 503) {
        answer.headers.add("Retry-After", "1");
    }
    return answer;
}

}  // namespace onlyonce
