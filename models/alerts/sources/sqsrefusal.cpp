// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/sources/sqsrefusal.h"

#include "models/base/json.h"
#include "models/base/tr.h"

#include <QLocale>
#include <QRegularExpression>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

//! Amazon refuses what was signed more than fifteen minutes ago or ahead; less is no reason to doubt the clock.
constexpr milliseconds wrongClock = 4min;

//! How far this machine's clock is ahead of Amazon's, by what Amazon answered.
std::optional<milliseconds> clockError(const HttpReply &reply, const QString &words, Instant now)
{
    // "… (20210502T174643Z - 15 min.)": the time there. The header says it as well, unless something in between changed it.
    static const QRegularExpression there(QStringLiteral("\\((\\d{8}T\\d{6}Z)"));
    QDateTime time = QDateTime::fromString(there.match(words).captured(1), QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    if (!time.isValid()) {
        const QString date = QString::fromLatin1(reply.headers.value("Date")).section(u' ', 1, 4);
        time = QLocale::c().toDateTime(date, QStringLiteral("dd MMM yyyy HH:mm:ss"));
    }
    if (!time.isValid()) {
        return std::nullopt;
    }
    time.setTimeSpec(Qt::UTC);
    return now - fromMillis(time.toMSecsSinceEpoch());
}

bool isClockProblem(const QString &type, const QString &words)
{
    return type == QLatin1StringView("RequestTimeTooSkewed") || type == QLatin1StringView("RequestExpired")
        || words.contains(QLatin1StringView("Signature expired"))
        || words.contains(QLatin1StringView("not yet current"));
}

Step wrongClockStep(const std::optional<milliseconds> &ahead, const QString &detail)
{
    const QString clock = !ahead       ? tr("This machine's clock is wrong")
                        : *ahead > 0ms ? tr("This machine's clock is %1 fast").arg(durationText(*ahead))
                                       : tr("This machine's clock is %1 slow").arg(durationText(-*ahead));
    return Refused{{ErrorCode::Invalid,
                    tr("%1, so Amazon does not believe what it signs. Set the clock, best by NTP.").arg(clock),
                    detail}};
}

}  // namespace

std::optional<Step> sqsRefusal(const asked::Server &server, const QString &queue, const DeliveryReply &reply)
{
    const auto *http = std::get_if<Result<HttpReply>>(&reply);
    if (!http || !*http || (*http)->isSuccess() || (*http)->status >= 500) {
        return std::nullopt;
    }
    const HttpReply &answer = **http;
    const QJsonObject body = parseJsonObject(answer.body).value_or(QJsonObject());
    // The error's name; what stands before it differs.
    const QString type =
        body.value(QLatin1StringView("__type")).toString().section(u'#', -1).section(u':', 0, 0).left(100);
    if (type.isEmpty()) {
        return std::nullopt;
    }
    const QString words = body.value(QLatin1StringView("message"))
                              .toString(body.value(QLatin1StringView("Message")).toString(type))
                              .simplified()
                              .left(300);
    const QString detail = asked::detailOf(answer);
    const auto ahead = clockError(answer, words, server.now);
    const bool isFarOff = ahead && (*ahead > wrongClock || *ahead < -wrongClock);
    const bool isSignature = type.contains(QLatin1StringView("Signature"));
    if (isClockProblem(type, words) || (isFarOff && isSignature)) {
        return wrongClockStep(ahead, detail);
    }
    if (type == QLatin1StringView("QueueDoesNotExist") || type.endsWith(QLatin1StringView("NonExistentQueue"))) {
        return Refused{{ErrorCode::Invalid,
                        tr("There is no queue “%1” at %2, or this key may not see it. Check its address.")
                            .arg(queue, server.host()),
                        detail}};
    }
    if (type.contains(QLatin1StringView("Throttl")) || type == QLatin1StringView("OverLimit")
        || type == QLatin1StringView("RequestLimitExceeded")) {
        return Postponed{
            .error = {ErrorCode::Busy, tr("%1 asks to wait: too many requests.").arg(server.host()), detail},
            .wait = retryAfter(answer.headers, server.now),
            .wholeConnection = true};
    }
    if (type.startsWith(QLatin1StringView("ExpiredToken"))) {
        return Refused{{ErrorCode::Denied,
                        tr("The temporary credentials have ended. Enter new ones: the access key ID, its secret, "
                           "and the session token."),
                        detail}};
    }
    if (answer.status == 403 || isSignature || type.contains(QLatin1StringView("AccessDenied"))
        || type.contains(QLatin1StringView("Token")) || type.contains(QLatin1StringView("UnrecognizedClient"))) {
        return server.denied(words, detail);
    }
    return Refused{{ErrorCode::Invalid, tr("Amazon SQS did not accept the question: “%1”").arg(words), detail}};
}

}  // namespace onlyonce
