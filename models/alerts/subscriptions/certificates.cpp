// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/subscriptions/certificates.h"

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

//! Amazon waits 15 seconds for the answer to what it sends, and then sends it again.
constexpr milliseconds fetchTimeout = 8s;
constexpr qint64 longestCertificate = 64LL * 1024;
//! A new certificate gets a new address, so an old one could be kept for ever; one that was withdrawn should not.
constexpr milliseconds keptFor = 24h;
//! While it cannot be fetched, a storm does not ask for it with every alert.
constexpr milliseconds failureKeptFor = 5s;
constexpr size_t mostKept = 16;
constexpr size_t mostAtOnce = 4;

Result<QByteArray> pemFrom(const QUrl &url, const Result<HttpReply> &reply)
{
    if (!reply) {
        return fail(reply.error().code == ErrorCode::Cancelled ? ErrorCode::Cancelled : ErrorCode::Unavailable,
                    Certificates::tr("The sender's certificate could not be fetched: %1").arg(reply.error().message),
                    reply.error().detail);
    }
    const QString detail = QStringLiteral("HTTP %1 from %2").arg(QString::number(reply->status), originText(url));
    if (reply->status >= 500 || reply->status == 429 || reply->status == 408) {
        return fail(ErrorCode::Unavailable,
                    Certificates::tr("The sender's certificate could not be fetched: %1 has a fault at the moment.")
                        .arg(url.host()),
                    detail);
    }
    if (!reply->isSuccess() || !reply->body.contains("-----BEGIN CERTIFICATE-----")) {
        return fail(ErrorCode::Invalid,
                    Certificates::tr("There is no certificate at the address that the payload names, on %1.")
                        .arg(originText(url)),
                    detail);
    }
    return reply->body;
}

}  // namespace

Certificates::Certificates(QObject *parent)
    : Certificates([this](const HttpRequest &request) { return m_http.send(request); }, parent)
{
}

Certificates::Certificates(Send send, QObject *parent)
    : QObject(parent)
    , m_send(std::move(send))
{
    m_answers.setMaxThreadCount(1);  // in the order in which they came
}

Certificates::~Certificates()
{
    std::map<QUrl, Waiting> waiting;
    {
        const std::lock_guard lock(m_mutex);
        waiting.swap(m_waiting);
    }
    for (const auto &[url, questions] : waiting) {
        for (const auto &question : questions) {
            question->finish(fail(ErrorCode::Cancelled, tr("The program is being closed.")));
        }
    }
    m_answers.waitForDone();
}

Answer<Result<QByteArray>> Certificates::fetch(const QUrl &url)
{
    const std::lock_guard lock(m_mutex);
    if (const auto known = m_known.find(url); known != m_known.end() && !known->second.until.hasExpired()) {
        return answered(known->second.pem);
    }
    auto waiting = m_waiting.find(url);
    if (waiting == m_waiting.end()) {
        if (m_waiting.size() >= mostAtOnce) {
            return answered(
                Pem(fail(ErrorCode::Busy, tr("Too many certificates are being fetched. Send again soon."))));
        }
        waiting = m_waiting.emplace(url, Waiting()).first;
        QMetaObject::invokeMethod(this, [this, url] { ask(url); }, Qt::QueuedConnection);
    }
    auto question = std::make_shared<Question<Pem>>();
    auto answer = question->answer();
    waiting->second.push_back(std::move(question));
    return answer;
}

void Certificates::ask(const QUrl &url)
{
    HttpRequest request{.url = url};
    request.timeout = fetchTimeout;
    request.maxReplyBytes = longestCertificate;
    request.followRedirects = false;  // only this address is the sender's
    m_send(request).then(this, [this, url](const Result<HttpReply> &reply) { came(url, reply); });
}

void Certificates::came(const QUrl &url, const Result<HttpReply> &reply)
{
    const Pem pem = pemFrom(url, reply);
    Waiting waiting;
    {
        const std::lock_guard lock(m_mutex);
        remember(url, pem);
        waiting = std::move(m_waiting.extract(url).mapped());
    }
    m_answers.start([waiting = std::move(waiting), pem] {
        for (const auto &question : waiting) {
            question->finish(pem);
        }
    });
}

void Certificates::remember(const QUrl &url, const Pem &pem)
{
    std::erase_if(m_known, [](const auto &each) { return each.second.until.hasExpired(); });
    if (m_known.size() >= mostKept) {
        m_known.erase(std::ranges::min_element(m_known, {}, [](const auto &each) { return each.second.until; }));
    }
    m_known[url] = {pem, QDeadlineTimer(pem ? keptFor : failureKeptFor)};
}

}  // namespace onlyonce
