// SPDX-License-Identifier: GPL-3.0-or-later
// The conversation: what was taken in after the last attempt is deleted, ten at a time; then it is asked, ten at a time,
// until the queue has nothing more to give or enough has come. The first question waits at the queue for what is still to
// come. A message that is never deleted, because it was not taken in, comes again, until the queue's own rules end that.
// What comes twice does no harm: it belongs to the same episode.
// Facts: Amazon SQS API reference, AWS JSON protocol: every call is a POST to "/", its name in X-Amz-Target.
#include "models/alerts/sources/sqspoll.h"

#include "models/alerts/sources/asked.h"
#include "models/alerts/sources/awssignature.h"
#include "models/alerts/sources/sqsrefusal.h"
#include "models/base/json.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <map>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;
using asked::Server;

constexpr qsizetype batchSize = 10;  //!< of one call: Amazon's limit
constexpr qsizetype mostMessages = 100;
constexpr int longestWait = 20;  //!< seconds: Amazon's limit
constexpr milliseconds timeout = 40s;
//! So long a message that was given out is not given out again: longer than it takes to take it in and to come back.
constexpr int hiddenFor = 120;

constexpr QLatin1StringView sessionTokenKey("sessionToken");

constexpr QLatin1StringView atKey("at");
constexpr QLatin1StringView takenKey("taken");  //!< what is to be deleted: the poller's, see Poller::Hand
constexpr QLatin1StringView messagesKey("messages");
constexpr QLatin1StringView atDelete("delete");
constexpr QLatin1StringView atReceive("receive");
constexpr QLatin1StringView atCount("count");

bool hasQueue(const QJsonObject &settings)
{
    return !settings.value(QLatin1StringView("url")).toString().trimmed().isEmpty();
}

class SqsPoller final : public Adapter
{
    Q_DECLARE_TR_FUNCTIONS(onlyonce::SqsPoller)

public:
    SqsPoller(QString id, QString name)
        : m_id(std::move(id))
        , m_name(std::move(name))
    {
    }
    [[nodiscard]] QString id() const override { return m_id; }
    [[nodiscard]] QString name() const override { return m_name; }
    [[nodiscard]] std::vector<SettingField> fields() const override;
    [[nodiscard]] bool mayResume() const override { return true; }
    [[nodiscard]] bool holdsSecrets(const QJsonObject &settings, const QJsonObject &secrets) const override
    {
        return hasQueue(settings) && !secrets.value(QLatin1StringView("secretKey")).toString().isEmpty();
    }
    [[nodiscard]] Step step(const DeliveryState &state, const DeliveryReply *reply) const override;
    [[nodiscard]] Step test(const DeliveryState &state, const DeliveryReply *reply) const override;

private:
    QString m_id;
    QString m_name;
};

std::vector<SettingField> SqsPoller::fields() const
{
    SettingField queue = asked::addressField(
        tr("Of the queue in Amazon SQS that is subscribed to the topic, for a machine that Amazon cannot reach. Empty: "
           "Amazon SNS sends here by itself."),
        QStringLiteral("https://sqs.eu-central-1.amazonaws.com/123456789012/alarms"));
    queue.label = tr("Queue");
    queue.required = false;
    return {
        queue,
        {.key = QStringLiteral("keyId"),
         .label = tr("Access key ID"),
         .help =
             tr("Of a user whose policy allows sqs:ReceiveMessage, sqs:DeleteMessage and sqs:GetQueueAttributes for "
                "this queue, and nothing else."),
         .placeholder = QStringLiteral("AKIA…")},
        {.key = QStringLiteral("secretKey"),
         .label = tr("Secret access key"),
         .kind = SettingField::Kind::Secret,
         .help = tr("Amazon shows it once, when the access key is made.")},
        {.key = sessionTokenKey,
         .label = tr("Session token"),
         .kind = SettingField::Kind::Secret,
         .help = tr("Only with temporary credentials (access key IDs that begin with ASIA). They end after some hours: "
                    "then all three are entered anew.")},
        {.key = QStringLiteral("region"),
         .label = tr("Region"),
         .help = tr("Only for a queue whose address does not name it."),
         .placeholder = QStringLiteral("eu-central-1")},
        asked::certificateField(),
    };
}

//! "sqs.eu-central-1.amazonaws.com", the same of a private endpoint ("vpce-1-2.sqs.eu-central-1.vpce.amazonaws.com"), and
//! the old form "eu-central-1.queue.amazonaws.com".
QString regionIn(const QString &host)
{
    static const QRegularExpression named(
        QStringLiteral("(?:^|\\.)sqs\\.([a-z0-9-]+)\\.|^([a-z0-9-]+)\\.queue\\.amazonaws\\.com"));
    const QRegularExpressionMatch found = named.match(host);
    return found.captured(1) + found.captured(2);
}

struct Queue
{
    Server server;  //!< its base is the queue's own address
    aws::Key key;
    QByteArray sessionToken;  //!< of temporary credentials; empty for others

    static Result<Queue> from(const DeliveryState &state);
    [[nodiscard]] QString name() const { return server.base.path().section(u'/', -1); }
};

Result<Queue> Queue::from(const DeliveryState &state)
{
    auto server = Server::from(QStringLiteral("Amazon SQS"), state);
    if (!server) {
        return failure(server);
    }
    if (server->base.path().isEmpty()) {
        return fail(ErrorCode::Invalid,
                    SqsPoller::tr("“%1” is the address of no queue. Copy the URL that Amazon SQS shows for it, like "
                                  "https://sqs.eu-central-1.amazonaws.com/123456789012/alarms.")
                        .arg(server->base.toString().left(200)));
    }
    const QString written = state.settings.value(QLatin1StringView("region")).toString().trimmed();
    const QString region = written.isEmpty() ? regionIn(server->base.host()) : written;
    const QString keyId = state.settings.value(QLatin1StringView("keyId")).toString().trimmed();
    const QString secret = state.secrets.value(QLatin1StringView("secretKey")).toString().trimmed();
    static const QRegularExpression word(QStringLiteral("\\A[A-Za-z0-9_-]{1,128}\\z"));
    if (!word.match(region).hasMatch()) {
        return fail(ErrorCode::Invalid,
                    region.isEmpty()
                        ? SqsPoller::tr("The queue's address names no region. Enter the region.")
                        : SqsPoller::tr("“%1” is no region. Write it like eu-central-1.").arg(region.left(60)));
    }
    if (!word.match(keyId).hasMatch()) {
        return fail(ErrorCode::Invalid, SqsPoller::tr("Enter the access key ID that the queue is read with."));
    }
    if (secret.isEmpty()) {
        return fail(ErrorCode::Invalid,
                    SqsPoller::tr("The secret access key is not on this machine. Enter it in the source's settings."));
    }
    const bool isLasting =
        keyId.startsWith(QLatin1StringView("AKIA"));  // what was entered before does not belong to it
    const QString token =
        isLasting ? QString() : state.secrets.value(sessionTokenKey).toString().simplified().remove(u' ');
    static const QRegularExpression visible(QStringLiteral("\\A[!-~]*\\z"));
    if (!visible.match(token).hasMatch()) {
        return fail(ErrorCode::Invalid,
                    SqsPoller::tr("The session token has signs that Amazon never writes. Copy it once more."));
    }
    if (token.isEmpty() && keyId.startsWith(QLatin1StringView("ASIA"))) {
        return fail(ErrorCode::Invalid,
                    SqsPoller::tr("This access key is temporary: enter the session token that belongs to it, too."));
    }
    return Queue{std::move(*server), {keyId.toLatin1(), secret.toUtf8(), region.toLatin1(), "sqs"}, token.toLatin1()};
}

//! One attempt, at the point where `progress` says that it is.
class Talk
{
public:
    Talk(Queue queue, const DeliveryState &state)
        : m_queue(std::move(queue))
        , m_now(state.now)
        , m_progress(state.progress)
    {
    }

    [[nodiscard]] Step begin()
    {
        m_progress = {{takenKey, m_progress.value(takenKey).toArray()}};  // of an earlier attempt nothing else holds
        return deleteOrReceive();
    }
    [[nodiscard]] Step count()
    {
        return ask(atCount, QStringLiteral("GetQueueAttributes"),
                   {{QStringLiteral("AttributeNames"), QJsonArray{QStringLiteral("ApproximateNumberOfMessages")}}});
    }
    [[nodiscard]] Step next(const DeliveryReply &reply);

private:
    [[nodiscard]] Step ask(QLatin1StringView at, const QString &action, QJsonObject body);
    [[nodiscard]] Step deleteOrReceive();
    [[nodiscard]] Step receive(int wait);
    [[nodiscard]] Step received(const QJsonArray &more);
    [[nodiscard]] Step done() const;

    Queue m_queue;
    Instant m_now;
    QJsonObject m_progress;
};

Step Talk::ask(QLatin1StringView at, const QString &action, QJsonObject body)
{
    m_progress.insert(atKey, QString(at));
    body.insert(QStringLiteral("QueueUrl"), m_queue.server.base.toString(QUrl::FullyEncoded));
    Server endpoint = m_queue.server;
    endpoint.base.setPath(QString());
    HttpRequest request = endpoint.get(QStringLiteral("/"));
    request.method = "POST";
    request.headers.add("Content-Type", "application/x-amz-json-1.0");
    request.headers.add("X-Amz-Target", "AmazonSQS." + action.toLatin1());
    if (!m_queue.sessionToken.isEmpty()) {
        request.headers.add("X-Amz-Security-Token", m_queue.sessionToken);
    }
    request.body = toJsonBytes(body);
    request.timeout = timeout;
    aws::sign(request, m_queue.key, m_now);
    return SendHttp{.request = std::move(request), .progress = m_progress};
}

Step Talk::deleteOrReceive()
{
    QJsonArray taken = m_progress.value(takenKey).toArray();
    if (taken.isEmpty()) {
        return receive(longestWait);
    }
    QJsonArray entries;
    while (entries.size() < batchSize && !taken.isEmpty()) {
        entries.append(QJsonObject{{QStringLiteral("Id"), QString::number(entries.size())},
                                   {QStringLiteral("ReceiptHandle"), taken.takeAt(0)}});
    }
    m_progress.insert(takenKey, taken);
    return ask(atDelete, QStringLiteral("DeleteMessageBatch"), {{QStringLiteral("Entries"), entries}});
}

Step Talk::receive(int wait)
{
    return ask(atReceive, QStringLiteral("ReceiveMessage"),
               {{QStringLiteral("MaxNumberOfMessages"), batchSize},
                {QStringLiteral("WaitTimeSeconds"), wait},
                {QStringLiteral("VisibilityTimeout"), hiddenFor},
                {QStringLiteral("AttributeNames"), QJsonArray{QStringLiteral("SentTimestamp")}}});
}

Step Talk::received(const QJsonArray &more)
{
    QJsonArray messages = m_progress.value(messagesKey).toArray();
    for (const QJsonValue message : more) {
        messages.append(
            QJsonObject{{QStringLiteral("id"), message[QLatin1StringView("ReceiptHandle")].toString()},
                        {QStringLiteral("text"), message[QLatin1StringView("Body")].toString()},
                        {QStringLiteral("at"),
                         message[QLatin1StringView("Attributes")][QLatin1StringView("SentTimestamp")].toString()}});
    }
    m_progress.insert(messagesKey, messages);
    return more.isEmpty() || messages.size() >= mostMessages ? done() : receive(0);
}

//! A queue keeps no order, but of an alarm and its end the end must come last.
Step Talk::done() const
{
    const QJsonArray messages = m_progress.value(messagesKey).toArray();
    std::multimap<qint64, QJsonObject> inOrder;
    for (const QJsonValue message : messages) {
        QJsonObject handed = message.toObject();
        const qint64 sentAt = handed.take(QLatin1StringView("at")).toString().toLongLong();
        inOrder.emplace(sentAt, std::move(handed));
    }
    QJsonArray sorted;
    for (const auto &[sentAt, message] : inOrder) {
        sorted.append(message);
    }
    return Delivered{{{QStringLiteral("messages"), sorted}}};
}

Step Talk::next(const DeliveryReply &reply)
{
    const bool hasSome = !m_progress.value(messagesKey).toArray().isEmpty();  // the queue hides them meanwhile
    if (auto refusal = sqsRefusal(m_queue.server, m_queue.name(), reply)) {
        return hasSome ? done() : std::move(*refusal);
    }
    const auto answer = m_queue.server.read(reply);
    if (!answer) {
        return hasSome ? done() : answer.error();
    }
    const auto body = parseJsonObject(answer->body);
    const QString at = m_progress.value(atKey).toString();
    if (body && at == atDelete
        && (body->contains(QLatin1StringView("Successful")) || body->contains(QLatin1StringView("Failed")))) {
        return deleteOrReceive();  // what could not be deleted comes again, and is deleted then
    }
    const QJsonValue messages = body ? body->value(QLatin1StringView("Messages")) : QJsonValue();
    if (body && at == atReceive && (messages.isArray() || body->isEmpty())) {
        return received(messages.toArray());
    }
    bool isCount = false;
    const qint64 count =
        body ? body->value(QLatin1StringView("Attributes"))[QLatin1StringView("ApproximateNumberOfMessages")]
                   .toString()
                   .toLongLong(&isCount)
             : 0;
    if (at == atCount && isCount) {
        return Delivered{
            {{QStringLiteral("text"), SqsPoller::tr("Amazon SQS answers at %1. Messages that wait in %2: %3.")
                                          .arg(m_queue.server.host(), m_queue.name(), QString::number(count))}}};
    }
    return m_queue.server.stranger(*answer);
}

Step SqsPoller::step(const DeliveryState &state, const DeliveryReply *reply) const
{
    if (!hasQueue(state.settings)) {
        return Delivered{{{QStringLiteral("messages"), QJsonArray()}}};
    }
    auto queue = Queue::from(state);
    if (!queue) {
        return Refused{queue.error()};
    }
    Talk talk(std::move(*queue), state);
    return reply ? talk.next(*reply) : talk.begin();
}

Step SqsPoller::test(const DeliveryState &state, const DeliveryReply *reply) const
{
    if (!hasQueue(state.settings)) {
        return Delivered{{{QStringLiteral("text"), tr("There is no queue to ask: Amazon SNS sends here by itself.")}}};
    }
    auto queue = Queue::from(state);
    if (!queue) {
        return Refused{queue.error()};
    }
    Talk talk(std::move(*queue), state);
    return reply ? talk.next(*reply) : talk.count();
}

}  // namespace

std::shared_ptr<const Adapter> sqsPoller(const QString &id, const QString &name)
{
    return std::make_shared<SqsPoller>(id, name);
}

}  // namespace onlyonce
