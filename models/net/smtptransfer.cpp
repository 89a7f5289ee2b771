// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/net/smtptransfer.h"

#include "models/base/tr.h"
#include "models/net/curlbase.h"

#include <QSysInfo>
#include <QUrl>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace onlyonce {

namespace {

using Monotonic = std::chrono::steady_clock;

constexpr auto farewell = std::chrono::seconds(1);

enum class Phase { Greeting, StartTls, LogIn, Sender, Recipient, Data };

enum class Stop { None, Cancelled, TimedOut };

bool isHostText(QStringView text)
{
    return std::ranges::all_of(text, [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z')
            || QStringView(u".-_[]:").contains(c);
    });
}

QString heloName(const SmtpServer &server, const SmtpEnvelope &envelope)
{
    if (!server.heloName.isEmpty()) {
        return server.heloName;
    }
    const QString machine = QSysInfo::machineHostName();
    const bool qualified = machine.contains(u'.') && isHostText(machine);
    return qualified ? machine : QString::fromLatin1(envelope.from.mid(envelope.from.indexOf('@') + 1));
}

QByteArray urlOf(const SmtpServer &server, const SmtpEnvelope &envelope)
{
    const QByteArray host = QUrl::toAce(server.host);
    const bool literal = server.host.contains(u':');
    return (server.security == SmtpSecurity::Tls ? "smtps://" : "smtp://")
         + (literal ? '[' + server.host.toLatin1() + ']' : host) + ':' + QByteArray::number(server.port) + '/'
         + QUrl::toPercentEncoding(heloName(server, envelope));
}

//! What curl tells while it works, and what that means when it fails.
class Conversation
{
public:
    Conversation(const SmtpServer &server, const QByteArray &message, const std::function<bool()> &cancelled)
        : m_server(server)
        , m_message(message)
        , m_cancelled(cancelled)
    {
    }

    static size_t readText(char *buffer, size_t size, size_t count, void *self)
    {
        return static_cast<Conversation *>(self)->nextText(buffer, size * count);
    }

    static int watch(CURL *, curl_infotype type, char *data, size_t size, void *self)
    {
        auto *conversation = static_cast<Conversation *>(self);
        const QByteArrayView line(data, static_cast<qsizetype>(size));
        if (type == CURLINFO_HEADER_OUT) {
            conversation->commandSent(line);
        } else if (type == CURLINFO_HEADER_IN) {
            conversation->replyRead(line);
        }
        return 0;
    }

    static int opened(void *self, curl_socket_t socket, curlsocktype)
    {
        static_cast<Conversation *>(self)->m_socket = socket;
        return CURL_SOCKOPT_OK;
    }

    static int progress(void *self, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
    {
        return static_cast<Conversation *>(self)->mustStop() ? 1 : 0;
    }

    [[nodiscard]] Result<QString> outcome(CURLcode code, const QString &curlText) const;

private:
    size_t nextText(char *buffer, size_t room)
    {
        const auto size = std::min(room, static_cast<size_t>(m_message.size() - m_position));
        std::copy_n(m_message.constData() + m_position, size, buffer);
        m_position += static_cast<qsizetype>(size);
        if (size == 0) {  // curl asks for the end only when it has written all else; now it writes the final dot
            m_textEnded = true;
            m_replyCode = 0;
            m_deadline = Monotonic::now() + m_server.verdictTimeout;
        }
        return size;
    }

    void commandSent(QByteArrayView line);
    void replyRead(QByteArrayView line);
    [[nodiscard]] bool mustStop();
    [[nodiscard]] Error refusal(int code) const;
    [[nodiscard]] Error failureOnTheWay(CURLcode code, const QString &curlText) const;

    const SmtpServer &m_server;
    const QByteArray &m_message;
    const std::function<bool()> &m_cancelled;
    curl_socket_t m_socket = CURL_SOCKET_BAD;
    qsizetype m_position = 0;
    Monotonic::time_point m_deadline = Monotonic::now() + m_server.connectTimeout + m_server.timeout;
    Phase m_phase = Phase::Greeting;
    Stop m_stop = Stop::None;
    bool m_textEnded = false;
    bool m_quitting = false;
    int m_replyCode = 0;     //!< of the last complete reply to a command, or 0 while one is awaited
    QByteArray m_replyLine;  //!< the last line read
};

void Conversation::commandSent(QByteArrayView line)
{
    static constexpr std::array<std::pair<const char *, Phase>, 6> commands{{
        {"EHLO", Phase::Greeting},
        {"STARTTLS", Phase::StartTls},
        {"AUTH", Phase::LogIn},
        {"MAIL", Phase::Sender},
        {"RCPT", Phase::Recipient},
        {"DATA", Phase::Data},
    }};
    if (line.startsWith("QUIT")) {
        m_quitting = true;
        m_deadline = Monotonic::now() + farewell;
        return;
    }
    m_replyCode = 0;
    for (const auto &[command, phase] : commands) {
        if (line.startsWith(command)) {
            m_phase = phase;
        }
    }
}

void Conversation::replyRead(QByteArrayView line)
{
    if (m_quitting) {
        return;
    }
    m_replyLine = line.trimmed().toByteArray();
    const bool complete = m_replyLine.size() == 3 || (m_replyLine.size() > 3 && m_replyLine[3] == ' ');
    m_replyCode = complete ? m_replyLine.first(3).toInt() : 0;
}

bool Conversation::mustStop()
{
    const bool late = Monotonic::now() >= m_deadline;
    if (m_quitting) {
        return late;  // all is said; the other side need not agree
    }
    if (m_stop == Stop::None && (late || m_cancelled())) {
        m_stop = late ? Stop::TimedOut : Stop::Cancelled;
        // libcurl would still say QUIT and wait for an answer.
        ::shutdown(m_socket, SHUT_RDWR);
    }
    return m_stop != Stop::None;
}

Result<QString> Conversation::outcome(CURLcode code, const QString &curlText) const
{
    if (code == CURLE_OK) {
        return QString::fromUtf8(m_replyLine);
    }
    const bool refused = m_replyCode >= 400 && m_replyCode < 600;
    return std::unexpected(refused && m_stop == Stop::None ? refusal(m_replyCode) : failureOnTheWay(code, curlText));
}

Error Conversation::refusal(int code) const
{
    const QString line = QString::fromUtf8(m_replyLine.left(500));
    if (code < 500) {
        return {ErrorCode::Busy, tr("The mail server %1 asks to try later: %2").arg(m_server.host, line), line};
    }
    const bool aboutLogIn = m_phase == Phase::LogIn || code == 530 || code == 534 || code == 535 || code == 538;
    if (aboutLogIn) {
        return {ErrorCode::Denied,
                tr("The mail server %1 refused the user name or password: %2").arg(m_server.host, line), line};
    }
    switch (m_phase) {
    case Phase::Sender:
        return {ErrorCode::Invalid, tr("The mail server %1 refused the sender: %2").arg(m_server.host, line), line};
    case Phase::Recipient:
        return {ErrorCode::Invalid, tr("The mail server %1 refused the recipient: %2").arg(m_server.host, line), line};
    case Phase::Data:
        return {ErrorCode::Invalid, tr("The mail server %1 refused the mail: %2").arg(m_server.host, line), line};
    case Phase::Greeting:
    case Phase::StartTls:
    case Phase::LogIn:
        break;
    }
    return {ErrorCode::Unavailable, tr("The mail server %1 refused to talk: %2").arg(m_server.host, line), line};
}

Error Conversation::failureOnTheWay(CURLcode code, const QString &curlText) const
{
    const QString host = m_server.host;
    const QString detail = QStringLiteral("curl %1: %2").arg(static_cast<int>(code)).arg(curlText);
    if (m_textEnded) {
        return {ErrorCode::Uncertain,
                tr("The mail server %1 got the whole mail, but the connection ended before it said whether it "
                   "accepts it.")
                    .arg(host),
                detail};
    }
    if (m_stop == Stop::Cancelled) {
        return {ErrorCode::Cancelled, tr("The mail was stopped before it was sent."), detail};
    }
    if (m_stop == Stop::TimedOut || code == CURLE_OPERATION_TIMEDOUT) {
        return {ErrorCode::Unavailable, tr("The mail server %1 did not answer in time.").arg(host), detail};
    }
    if (isTlsFailure(code)) {
        return {ErrorCode::Unavailable,
                tr("The encrypted connection to the mail server %1 failed: %2").arg(host, curlText), detail};
    }
    switch (code) {
    case CURLE_USE_SSL_FAILED:
        return {ErrorCode::Unavailable,
                tr("The mail server %1 does not offer encryption (STARTTLS), so nothing was sent.").arg(host), detail};
    case CURLE_LOGIN_DENIED:
        return {ErrorCode::Denied, tr("The mail server %1 offers no way to log in that can be used here.").arg(host),
                detail};
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
        return {ErrorCode::Unavailable, tr("The mail server %1 cannot be reached: %2").arg(host, curlText), detail};
    default:
        return {ErrorCode::Unavailable,
                tr("The connection to the mail server %1 broke before the mail was sent: %2").arg(host, curlText),
                detail};
    }
}

}  // namespace

Result<> checkSmtpServer(const SmtpServer &server)
{
    if (server.host.isEmpty() || server.port == 0 || !isHostText(QString::fromLatin1(QUrl::toAce(server.host)))) {
        return fail(ErrorCode::Invalid, tr("The mail server needs a host name and a port."));
    }
    if (server.security == SmtpSecurity::None && !isThisMachine(server.host)) {
        return fail(ErrorCode::Invalid,
                    tr("Mail without encryption goes to this machine only, not to %1.").arg(server.host));
    }
    if (!isHostText(server.heloName)) {
        return fail(ErrorCode::Invalid, tr("“%1” is not a name that a machine can have.").arg(server.heloName));
    }
    if (server.user.contains(QChar::Null) || server.password.contains(QChar::Null)) {
        return fail(ErrorCode::Invalid, tr("The user name or password contains a null character."));
    }
    ONLYONCE_TRY(loadCurl());
    return checkCa(server.caPem);
}

Result<QString> transferMail(const SmtpServer &server, const SmtpEnvelope &envelope,
                             const std::function<bool()> &cancelled)
{
    if (cancelled()) {
        return fail(ErrorCode::Cancelled, tr("The mail was stopped before it was sent."));
    }
    const CurlHandle handle = newCurlHandle();
    CurlList recipients;
    append(recipients, '<' + envelope.to + '>');
    CURL *curl = handle.get();
    Conversation conversation(server, envelope.message, cancelled);
    std::array<char, CURL_ERROR_SIZE> curlText{};
    const QByteArray user = server.user.toUtf8();
    const QByteArray password = server.password.toUtf8();
    const auto longest = server.connectTimeout + server.timeout + server.verdictTimeout;

    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, curlText.data());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");  // not even one from the environment
    curl_easy_setopt(curl, CURLOPT_URL, urlOf(server, envelope).constData());
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(curl, CURLOPT_SOCKOPTFUNCTION, &Conversation::opened);
    curl_easy_setopt(curl, CURLOPT_SOCKOPTDATA, &conversation);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(server.connectTimeout.count()));
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(longest.count() / 1000 + 1));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(longest.count()));

    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     static_cast<long>(server.security == SmtpSecurity::None ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    requireTls(curl, server.caPem);
    if (!server.user.isEmpty()) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, user.constData());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, password.constData());
    }

    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, ('<' + envelope.from + '>').constData());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, &Conversation::readText);
    curl_easy_setopt(curl, CURLOPT_READDATA, &conversation);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, &Conversation::watch);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &conversation);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &Conversation::progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &conversation);

    const CURLcode code = curl_easy_perform(curl);
    return conversation.outcome(code, curlText[0] ? QString::fromUtf8(curlText.data())
                                                  : QString::fromUtf8(curl_easy_strerror(code)));
}

}  // namespace onlyonce
