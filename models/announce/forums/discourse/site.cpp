// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/announce/forums/discourse/site.h"

#include "models/base/json.h"
#include "models/base/tr.h"

#include <QHostAddress>
#include <QRegularExpression>

#include <algorithm>

namespace onlyonce::discourse {

namespace {

constexpr int shownBytes = 300;  // of an answer, in the log

//! `errors` joined, or empty.
QString errorsOf(const HttpReply &reply)
{
    const auto body = parseJsonObject(reply.body);
    QStringList sentences;
    if (body) {
        for (const auto &each : (*body)[u"errors"].toArray()) {
            sentences += each.toString();
        }
    }
    return sentences.join(QLatin1Char(' '));
}

QString errorType(const HttpReply &reply)
{
    const auto body = parseJsonObject(reply.body);
    return body ? (*body)[u"error_type"].toString() : QString();
}

QString detailOf(const HttpReply &reply)
{
    return QStringLiteral("HTTP %1: %2")
        .arg(reply.status)
        .arg(QString::fromUtf8(reply.body.left(shownBytes)).simplified());
}

QString withForumsWords(const QString &sentence, const HttpReply &reply)
{
    const QString words = errorsOf(reply);
    return words.isEmpty() ? sentence : sentence + QLatin1Char(' ') + tr("The forum says: “%1”").arg(words);
}

//! Two kinds: one action too often (JSON), or everything this key and address send (the middleware, or a proxy in front).
Step tooMany(const Site &site, const HttpReply &reply)
{
    const bool oneAction = errorType(reply) == QStringLiteral("rate_limit");
    auto wait = retryAfter(reply.headers, site.now);
    if (!wait && oneAction) {
        const auto body = parseJsonObject(reply.body);
        const qint64 seconds = (*body)[u"extras"][u"wait_seconds"].toInteger();
        if (seconds > 0) {
            wait = std::chrono::seconds(seconds);
        }
    }
    return Postponed{.error = {ErrorCode::Busy,
                               withForumsWords(tr("%1 asks to wait: too many requests.").arg(site.host()), reply),
                               detailOf(reply) + QLatin1Char(' ')
                                   + QString::fromLatin1(reply.headers.value("Discourse-Rate-Limit-Error-Code"))},
                     .wait = wait,
                     .wholeConnection = !oneAction};
}

Step noAccess(const Site &site, const HttpReply &reply)
{
    if (reply.status == 401) {
        return Refused{
            {ErrorCode::Denied,
             tr("Something in front of %1 asks for a log-in of its own. Let the program through there, or enter "
                "the forum's direct address.")
                 .arg(site.host()),
             detailOf(reply)}};
    }
    return Refused{
        {ErrorCode::Denied,
         withForumsWords(tr("%1 refuses access. Check the API key, its scopes and allowed addresses, that it may act "
                            "as “%2”, and that this user may write in category %3.")
                             .arg(site.host(), site.user, QString::number(site.category)),
                         reply),
         detailOf(reply)}};
}

Step broken(const Site &site, const HttpReply &reply, bool isWrite)
{
    const bool readOnly = errorType(reply) == QStringLiteral("read_only");
    const QString sentence = readOnly
                               ? tr("%1 is in read-only mode (backup or upgrade).").arg(site.host())
                               : tr("%1 has a fault at the moment (HTTP %2).").arg(site.host()).arg(reply.status);
    return Postponed{.error = {ErrorCode::Unavailable, sentence, detailOf(reply)},
                     .wait = retryAfter(reply.headers, site.now),
                     .uncertain = isWrite && !readOnly};
}

}  // namespace

std::vector<SettingField> siteFields()
{
    using Kind = SettingField::Kind;
    return {
        {.key = QStringLiteral("url"),
         .label = tr("Address"),
         .kind = Kind::Url,
         .help = tr("The forum's address, as in the browser."),
         .placeholder = QStringLiteral("https://forum.example"),
         .required = true},
        {.key = QStringLiteral("user"),
         .label = tr("User"),
         .help = tr("The forum user in whose name announcements appear; as a moderator its posts are not held."),
         .placeholder = QStringLiteral("status-desk"),
         .required = true},
        {.key = QStringLiteral("apiKey"),
         .label = tr("API key"),
         .kind = Kind::Secret,
         .help = tr("Made in the forum under Admin → Advanced → API keys, for this user; scopes: topics (write, read), "
                    "posts (edit)."),
         .required = true},
        {.key = QStringLiteral("category"),
         .label = tr("Category number"),
         .kind = Kind::Number,
         .help = tr("The number at the end of the category's address: 12 in /c/announcements/12."),
         .placeholder = QStringLiteral("12"),
         .required = true},
        {.key = QStringLiteral("tags"),
         .label = tr("Tags"),
         .help = tr("Put on every announcement, separated by commas; at most five."),
         .placeholder = QStringLiteral("incident, status")},
        {.key = QStringLiteral("caCertificate"),
         .label = tr("Certificate"),
         .kind = Kind::Certificate,
         .help = tr(
             "Only for a forum whose certificate your own authority has issued: that authority's certificate (PEM).")},
    };
}

Result<Site> Site::from(const DeliveryState &state)
{
    const QJsonObject &settings = state.settings;
    const auto missing = [](const QString &label) {
        return fail(ErrorCode::Invalid, tr("The forum's settings are incomplete: “%1” is missing.").arg(label));
    };
    Site site{.base = QUrl(settings[u"url"].toString().trimmed(), QUrl::StrictMode),
              .user = settings[u"user"].toString().trimmed(),
              .key = state.secrets[u"apiKey"].toString().trimmed().toLatin1(),
              .category = 0,
              .tags = {},
              .caPem = settings[u"caCertificate"].toString().toLatin1(),
              .now = state.now};
    const QString scheme = site.base.scheme();
    if (!site.base.isValid() || site.base.host().isEmpty() || (scheme != u"https" && scheme != u"http")
        || site.base.hasQuery() || site.base.hasFragment() || !site.base.userInfo().isEmpty()) {
        return fail(ErrorCode::Invalid, tr("The forum's address must be like https://forum.example; it is “%1”.")
                                            .arg(settings[u"url"].toString().left(200)));
    }
    site.base.setPath(site.base.path().remove(QRegularExpression(QStringLiteral("/+$"))));
    if (site.user.isEmpty()) {
        return missing(tr("User"));
    }
    if (site.key.isEmpty()) {
        return fail(ErrorCode::Invalid,
                    tr("The forum's API key is not on this machine. Enter it in the forum's settings."));
    }
    // A number field may have been kept as text.
    const QJsonValue category = settings[u"category"];
    site.category = category.isString() ? category.toString().trimmed().toInt() : category.toInt();
    if (site.category <= 0) {
        return missing(tr("Category number"));
    }
    for (const QString &tag : settings[u"tags"].toString().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (!tag.trimmed().isEmpty()) {
            site.tags += tag.trimmed();
        }
    }
    return site;
}

QString Site::url(const QString &path) const
{
    const QString folder = base.path();
    return base.toString() + (!folder.isEmpty() && path.startsWith(folder + u'/') ? path.mid(folder.size()) : path);
}

HttpRequest Site::get(const QString &path, const QUrlQuery &query) const
{
    HttpRequest request;
    request.url = base;
    request.url.setPath(base.path(QUrl::FullyEncoded) + path, QUrl::StrictMode);
    request.url.setQuery(query);
    request.headers = {{"Api-Key", key}, {"Api-Username", user.toUtf8()}, {"Accept", "application/json"}};
    request.caPem = caPem;
    request.followRedirects = false;  // a topic is found by one, and anywhere else it means a wrong address
    return request;
}

HttpRequest Site::send(const QByteArray &method, const QString &path, const QJsonObject &body) const
{
    HttpRequest request = get(path);
    request.method = method;
    request.headers.add("Content-Type", "application/json");
    request.body = toJsonBytes(body);
    return request;
}

std::optional<Step> Site::trouble(const Result<HttpReply> &reply, bool isWrite) const
{
    if (!reply) {
        return afterFailure(reply.error());
    }
    if (reply->status == 429) {
        return tooMany(*this, *reply);
    }
    if (reply->status == 401 || reply->status == 403) {
        return noAccess(*this, *reply);
    }
    if (reply->status >= 500) {
        return broken(*this, *reply, isWrite);
    }
    return {};
}

Result<QJsonObject> Site::object(const HttpReply &reply) const
{
    if (!reply.isSuccess()) {
        return std::unexpected(refusal(reply));
    }
    auto body = parseJsonObject(reply.body);
    if (!body) {
        return std::unexpected(notDiscourse(reply));
    }
    return body;
}

Error Site::refusal(const HttpReply &reply) const
{
    const QString words = errorsOf(reply);
    if (words.isEmpty()) {
        return notDiscourse(reply);
    }
    return {ErrorCode::Invalid, tr("The forum did not accept this: “%1”").arg(words), detailOf(reply)};
}

Error Site::notDiscourse(const HttpReply &reply) const
{
    const QString location = originText(base.resolved(QUrl::fromEncoded(reply.headers.value("Location"))));
    const QString sentence = reply.headers.contains("Location") && location != originText(base)
                               ? tr("%1 sends us on to %2. Enter the address there in the forum's settings.")
                                     .arg(base.toString(), location)
                               : tr("%1 does not answer as Discourse does. Check the address in the forum's settings.")
                                     .arg(base.toString());
    return {ErrorCode::Invalid, sentence, detailOf(reply)};
}

Error Site::topicGone(const HttpReply &reply) const
{
    return {ErrorCode::NotFound,
            withForumsWords(
                tr("The topic of this announcement is not in the forum any more, or “%1” may not see it. Restore "
                   "it in the forum, or write a new announcement.")
                    .arg(user),
                reply),
            detailOf(reply)};
}

Error Site::postGone(const HttpReply &reply) const
{
    return {
        ErrorCode::NotFound,
        withForumsWords(tr("This post is not in the forum any more, or “%1” may not see it. Restore it in the forum, "
                           "or publish a new update.")
                            .arg(user),
                        reply),
        detailOf(reply)};
}

Step testSite(const Site &site, const DeliveryState &state, const HttpReply *reply)
{
    if (!reply) {
        return SendHttp{.request = site.get(QStringLiteral("/session/current.json")),
                        .progress = {{QStringLiteral("at"), QStringLiteral("session")}}};
    }
    if (state.progress[u"at"] == QStringLiteral("session")) {
        if (reply->status == 404) {
            return Refused{
                {ErrorCode::Denied,
                 tr("%1 does not take the key as a log-in. Check the API key and the user.").arg(site.host()),
                 detailOf(*reply)}};
        }
        const auto session = site.object(*reply);
        if (!session) {
            return Refused{session.error()};
        }
        const QJsonObject user = (*session)[u"current_user"].toObject();
        const bool staff = user[u"admin"].toBool() || user[u"moderator"].toBool();
        return SendHttp{.request = site.get(QStringLiteral("/c/%1/show.json").arg(site.category)),
                        .progress = {{QStringLiteral("at"), QStringLiteral("category")},
                                     {QStringLiteral("user"), user[u"username"]},
                                     {QStringLiteral("staff"), staff}}};
    }
    if (reply->status == 404) {
        return Refused{{ErrorCode::NotFound,
                        tr("The key works, but there is no category %1, or “%2” may not see it.")
                            .arg(site.category)
                            .arg(site.user),
                        detailOf(*reply)}};
    }
    const auto answer = site.object(*reply);
    if (!answer) {
        return Refused{answer.error()};
    }
    const QJsonObject category = (*answer)[u"category"].toObject();
    constexpr int mayCreateTopics = 1;
    if (category[u"permission"].isDouble() && category[u"permission"].toInt() != mayCreateTopics) {
        return Refused{{ErrorCode::Denied,
                        tr("The key works, but “%1” may not open topics in the category “%2”.")
                            .arg(site.user, category[u"name"].toString()),
                        detailOf(*reply)}};
    }
    QString text = tr("Connected as “%1”; announcements go to the category “%2”.")
                       .arg(state.progress[u"user"].toString(), category[u"name"].toString());
    if (!state.progress[u"staff"].toBool()) {
        text += QLatin1Char(' ') + tr("This user is no moderator, so the forum may hold its posts for approval.");
    }
    const bool isLocal = QHostAddress(site.host()).isLoopback() || site.host() == QStringLiteral("localhost");
    if (site.base.scheme() == QStringLiteral("http") && !isLocal) {
        text += QLatin1Char(' ') + tr("The address is not encrypted (http): others on the way can read the key.");
    }
    return Delivered{{{QStringLiteral("text"), text}}};
}

}  // namespace onlyonce::discourse
