// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/testalert.h"

#include "models/alerts/collector.h"
#include "models/alerts/silences.h"
#include "models/base/json.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

QString alertName()
{
    return QStringLiteral("OnlyOnceTest");
}

QString serviceName()
{
    return QStringLiteral("test");
}

//! Longer than an alert waits to be placed, whatever comes in besides.
constexpr auto quiet = 10min;

}  // namespace

TestAlert::TestAlert(const Session &session, const QString &address, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_address(address)
{
}

bool TestAlert::isOne(const AlertRow &alert)
{
    return alert.labels.value(QStringLiteral("alertname")).toString() == alertName();
}

void TestAlert::send(const QByteArray &token)
{
    const Instant now = m_session.now();
    const Silence silence{.matchers = {Matcher::equal(QStringLiteral("alertname"), alertName()),
                                       Matcher::equal(QStringLiteral("service"), serviceName())},
                          .startsAt = now,
                          .endsAt = now + quiet,
                          .comment = tr("Test alerts call nobody")};
    m_session.write([silence](Transaction &transaction) { return makeSilence(transaction, silence); })
        .then(this, [this, token, now](const Result<SilenceId> &made) {
            if (made) {
                post(token, now);
            } else {
                Q_EMIT sent(made.error().message);
            }
        });
}

void TestAlert::post(const QByteArray &token, Instant from)
{
    m_client.send(request(token, from, from + 1min)).then(this, [this, token, from](const Result<HttpReply> &reply) {
        if (!reply) {
            Q_EMIT sent(reply.error().message);
        } else if (reply->status == 401) {
            Q_EMIT sent(tr("Whoever sends alerts must show a token here. Make one below, and the test shows it."));
        } else if (!reply->isSuccess()) {
            Q_EMIT sent(tr("The answer was %1: %2").arg(reply->status).arg(QString::fromUtf8(reply->body.left(200))));
        } else {
            // Should this one be lost, it ends by itself: its sender promised to say so again within a minute.
            (void)m_client.send(request(token, from, m_session.now()));
            Q_EMIT sent({});
        }
    });
}

//! As Prometheus sends it: `until` in the past ends it.
HttpRequest TestAlert::request(const QByteArray &token, Instant from, Instant until) const
{
    const QJsonObject labels{{QStringLiteral("alertname"), alertName()},
                             {QStringLiteral("service"), serviceName()},
                             {QStringLiteral("severity"), QStringLiteral("info")},
                             {QStringLiteral("sent"), toIso(from)}};  // else the second would be one that flaps
    const QJsonObject annotations{{QStringLiteral("summary"), tr("A test alert: nothing is wrong")}};
    const QJsonObject alert{{QStringLiteral("labels"), labels},
                            {QStringLiteral("annotations"), annotations},
                            {QStringLiteral("startsAt"), toIso(from)},
                            {QStringLiteral("endsAt"), toIso(until)}};
    HttpHeaders headers{{"Content-Type", "application/json"}};
    if (!token.isEmpty()) {
        headers.add("Authorization", "Bearer " + token);
    }
    return {.method = "POST",
            .url = QUrl(m_address + QStringLiteral("/api/v2/alerts")),
            .headers = headers,
            .body = QJsonDocument(QJsonArray{alert}).toJson(QJsonDocument::Compact),
            .timeout = milliseconds(10'000)};
}

}  // namespace onlyonce
