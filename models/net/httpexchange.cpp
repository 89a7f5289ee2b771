// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/net/httpexchange.h"

#include "models/base/log.h"
#include "models/base/tr.h"

#include <sys/socket.h>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr qint64 firstReserve = 1024 * 1024;  // an announced length is not believed beyond this before it arrives

//! A responder's way to its request; the last copy to go answers for those that forgot.
class ExchangeTicket final : public HttpResponder::Ticket
{
public:
    explicit ExchangeTicket(std::shared_ptr<HttpExchange> exchange)
        : m_exchange(std::move(exchange))
    {
    }
    ExchangeTicket(const ExchangeTicket &) = delete;
    ExchangeTicket &operator=(const ExchangeTicket &) = delete;
    ~ExchangeTicket() override
    {
        if (!m_used.load(std::memory_order_acquire)) {
            m_exchange->respond(HttpOutgoing::error(500, tr("The request was not answered.")));
        }
    }

    void respond(HttpOutgoing answer) override
    {
        m_used.store(true, std::memory_order_release);
        m_exchange->respond(std::move(answer));
    }

private:
    std::shared_ptr<HttpExchange> m_exchange;
    std::atomic<bool> m_used = false;
};

HttpOutgoing stoppingAnswer()
{
    HttpOutgoing answer = HttpOutgoing::error(503, tr("The program is stopping."));
    answer.headers.set("Connection", "close");
    return answer;
}

HttpOutgoing overloadAnswer()
{
    return HttpOutgoing::error(503, tr("Too much is coming in at once. Try again in a moment."));
}

HttpOutgoing tooLongAnswer(qint64 limit)
{
    return HttpOutgoing::error(413, tr("The body is too long: at most %1 bytes are taken.").arg(limit));
}

//! "http://host/path" (as sent to a proxy) is the same as "/path".
QByteArray originForm(const QByteArray &target)
{
    if (target.startsWith('/')) {
        return target;
    }
    const qsizetype authority = target.indexOf("://");
    const qsizetype path = authority < 0 ? -1 : target.indexOf('/', authority + 3);
    return path < 0 ? QByteArray() : target.sliced(path);
}

MHD_Result addHeader(void *headers, MHD_ValueKind, const char *name, size_t nameSize, const char *value,
                     size_t valueSize)
{
    static_cast<HttpHeaders *>(headers)->add(QByteArray(name, static_cast<qsizetype>(nameSize)),
                                             QByteArray(value, static_cast<qsizetype>(valueSize)));
    return MHD_YES;
}

}  // namespace

qint64 steadyMillis()
{
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void ListenerShared::opened(HttpConnection *connection)
{
    connection->deadline = steadyMillis() + milliseconds(limits.idleTimeout).count() + limits.requestDeadline.count();
    const std::lock_guard guard(m_mutex);
    m_connections.insert(connection);
    if (m_emptying) {
        ::shutdown(connection->socket, SHUT_RD);
    }
}

void ListenerShared::closed(HttpConnection *connection)
{
    const std::lock_guard guard(m_mutex);
    m_connections.erase(connection);
    if (m_connections.empty()) {
        m_left.notify_all();
    }
}

bool ListenerShared::suspend(HttpExchange *exchange)
{
    const std::lock_guard guard(m_mutex);
    if (stopping) {
        return false;
    }
    exchange->suspendedAt = steadyMillis();
    exchange->position = m_suspended.insert(m_suspended.end(), exchange);
    ++suspendedCount;
    return true;
}

void ListenerShared::resumed(HttpExchange *exchange)
{
    const std::lock_guard guard(m_mutex);
    m_suspended.erase(exchange->position);
    --suspendedCount;
}

void ListenerShared::ended()
{
    if (--m_unanswered == 0 && stopping) {
        const std::lock_guard guard(m_mutex);
        m_answered.notify_all();
    }
}

void ListenerShared::enforceDeadlines()
{
    const qint64 now = steadyMillis();
    std::vector<std::shared_ptr<HttpExchange>> overdue;
    {
        const std::lock_guard guard(m_mutex);
        for (HttpConnection *connection : m_connections) {
            const qint64 deadline = connection->deadline;
            if (deadline != 0 && now > deadline) {
                // libmicrohttpd has no such deadline; it sees the end of the stream and closes.
                ::shutdown(connection->socket, SHUT_RDWR);
            }
        }
        for (HttpExchange *exchange : m_suspended) {
            if (now - exchange->suspendedAt < limits.answerDeadline.count()) {
                break;
            }
            overdue.push_back(exchange->shared_from_this());
        }
    }
    for (const auto &exchange : overdue) {
        exchange->respond(HttpOutgoing::error(503, tr("The answer took too long. Try again in a moment.")));
    }
}

void ListenerShared::beginStop()
{
    std::vector<std::shared_ptr<HttpExchange>> waiting;
    {
        const std::lock_guard guard(m_mutex);
        stopping = true;
        for (HttpExchange *exchange : m_suspended) {
            waiting.push_back(exchange->shared_from_this());
        }
    }
    for (const auto &exchange : waiting) {
        exchange->respond(stoppingAnswer());
    }
}

void ListenerShared::awaitAnswers()
{
    std::unique_lock lock(m_mutex);
    m_answered.wait_for(lock, limits.stopPatience, [this] { return m_unanswered == 0; });
}

void ListenerShared::emptyOut()
{
    std::unique_lock lock(m_mutex);
    m_emptying = true;
    // First the end of what is sent to us, then also of what we send: libmicrohttpd closes when it sees it.
    for (const int how : {SHUT_RD, SHUT_RDWR}) {
        for (const HttpConnection *connection : m_connections) {
            ::shutdown(connection->socket, how);
        }
        m_left.wait_for(lock, milliseconds{1000}, [this] { return m_connections.empty(); });
    }
}

MHD_Result HttpExchange::begin(const char *method)
{
    self = shared_from_this();
    const QByteArray target = originForm(m_connection.target);
    const qsizetype question = target.indexOf('?');
    m_request.method = method;
    m_request.path = question < 0 ? target : target.first(question);
    m_request.query = question < 0 ? QByteArray() : target.sliced(question + 1);
    m_request.peer = m_connection.peer;
    m_request.encrypted = m_connection.encrypted;
    m_request.headers.reserve(8);
    MHD_get_connection_values_n(m_mhd, MHD_HEADER_KIND, &addHeader, &m_request.headers);

    const bool chunked = m_request.headers.contains("Transfer-Encoding");
    const qint64 announced = chunked ? 0 : m_request.headers.value("Content-Length").toLongLong();
    m_refusal = refusal(announced);
    if (!m_refusal) {
        m_request.body.reserve(std::min(announced, firstReserve));
        return MHD_YES;
    }
    // The sender reads our answer only after its body, unless it asked first. Answering now closes the connection,
    // which is right if the body never comes or is too long to be thrown away.
    const bool asksFirst = m_request.headers.value("Expect").compare("100-continue", Qt::CaseInsensitive) == 0;
    const bool hasBody = chunked || announced > 0;
    if (hasBody && (asksFirst || announced > m_shared.limits.drainBytes)) {
        m_handled = true;
        return queue(*std::exchange(m_refusal, std::nullopt));
    }
    return MHD_YES;
}

std::optional<HttpOutgoing> HttpExchange::refusal(qint64 announced) const
{
    if (m_shared.stopping) {
        return stoppingAnswer();
    }
    if (m_request.path.isEmpty()) {
        return HttpOutgoing::error(400, tr("The path of the request must begin with a slash."));
    }
    if (m_shared.gate) {
        if (std::optional<HttpOutgoing> answer = m_shared.gate(m_request)) {
            return answer;
        }
    }
    if (announced > m_shared.limits.bodyBytes) {
        return tooLongAnswer(m_shared.limits.bodyBytes);
    }
    if (m_shared.suspendedCount >= m_shared.limits.suspended) {
        return overloadAnswer();
    }
    return std::nullopt;
}

void HttpExchange::refuse(HttpOutgoing answer)
{
    m_refusal = std::move(answer);
    m_shared.inflightBytes -= std::exchange(m_countedBytes, 0);
    m_request.body = QByteArray();
}

MHD_Result HttpExchange::take(const char *data, size_t size)
{
    const auto bytes = static_cast<qint64>(size);
    m_bodyBytes += bytes;
    if (m_refusal) {
        return m_bodyBytes <= m_shared.limits.drainBytes ? MHD_YES : MHD_NO;
    }
    if (m_bodyBytes > m_shared.limits.bodyBytes) {
        refuse(tooLongAnswer(m_shared.limits.bodyBytes));
        return MHD_YES;
    }
    m_countedBytes += bytes;
    const qint64 inflight = m_shared.inflightBytes += bytes;
    if (inflight > m_shared.limits.inflightBodyBytes) {
        refuse(overloadAnswer());
        return MHD_YES;
    }
    m_request.body.append(data, bytes);
    return MHD_YES;
}

MHD_Result HttpExchange::complete()
{
    if (!m_handled) {
        m_handled = true;
        m_connection.deadline = 0;
        if (m_refusal) {
            return queue(*std::exchange(m_refusal, std::nullopt));
        }
        m_shared.handed();
        m_handed = true;
        m_shared.handler(std::move(m_request), HttpResponder(std::make_shared<ExchangeTicket>(self)));
    }
    std::unique_lock lock(m_mutex);
    if (!m_answered && m_shared.suspend(this)) {
        m_suspended = true;
        MHD_suspend_connection(m_mhd);
        return MHD_YES;
    }
    m_answered = true;
    HttpOutgoing answer = m_answer ? *std::exchange(m_answer, std::nullopt) : stoppingAnswer();
    lock.unlock();
    return queue(std::move(answer));
}

void HttpExchange::respond(HttpOutgoing answer)
{
    const std::lock_guard guard(m_mutex);
    if (m_answered) {
        return;
    }
    m_answered = true;
    m_answer = std::move(answer);
    if (m_suspended) {
        m_suspended = false;
        MHD_resume_connection(m_mhd);
        // Only now, under the same mutex: whoever stops the listener finds in the list all that is still to resume.
        m_shared.resumed(this);
    }
}

MHD_Result HttpExchange::queue(HttpOutgoing answer)
{
    m_connection.deadline = steadyMillis() + m_shared.limits.requestDeadline.count();
    auto *body = new QByteArray(std::move(answer.body));
    MHD_Response *response = MHD_create_response_from_buffer_with_free_callback_cls(
        static_cast<size_t>(body->size()), const_cast<char *>(body->constData()),
        [](void *bytes) { delete static_cast<QByteArray *>(bytes); }, body);
    if (!response) {
        delete body;
        return MHD_NO;
    }
    for (const HttpHeader &header : answer.headers) {
        if (MHD_add_response_header(response, header.name.constData(), header.value.constData()) != MHD_YES) {
            qCWarning(logNet) << "An answer's header cannot be sent:" << header.name;
        }
    }
    const MHD_Result queued = MHD_queue_response(m_mhd, static_cast<unsigned>(answer.status), response);
    MHD_destroy_response(response);
    return queued;
}

void HttpExchange::end()
{
    const std::shared_ptr<HttpExchange> last = std::move(self);
    {
        const std::lock_guard guard(m_mutex);
        m_answered = true;  // a later answer finds nobody
        m_answer.reset();
    }
    m_connection.deadline =
        steadyMillis() + milliseconds(m_shared.limits.idleTimeout).count() + m_shared.limits.requestDeadline.count();
    m_shared.inflightBytes -= m_countedBytes;
    if (m_handed) {
        m_shared.ended();
    }
}

}  // namespace onlyonce
