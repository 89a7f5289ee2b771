// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/sources/awssignature.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QMap>
#include <QMessageAuthenticationCode>
#include <QTimeZone>

namespace onlyonce::aws {

namespace {

constexpr char algorithm[] = "AWS4-HMAC-SHA256";

QByteArray sha256(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

QByteArray hmac(const QByteArray &key, const QByteArray &message)
{
    return QMessageAuthenticationCode::hash(message, key, QCryptographicHash::Sha256);
}

//! As the client sends it: the port only where it is not the usual one.
QByteArray hostOf(const QUrl &url)
{
    const QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    const int usual = url.scheme() == QLatin1StringView("https") ? 443 : 80;
    return url.port(usual) == usual ? host : host + ':' + QByteArray::number(url.port());
}

}  // namespace

void sign(HttpRequest &request, const Key &key, Instant now)
{
    const QByteArray time = QDateTime::fromMSecsSinceEpoch(toMillis(now), QTimeZone::utc())
                                .toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"))
                                .toLatin1();
    request.headers.set("X-Amz-Date", time);
    QMap<QByteArray, QByteArray> headers{{"host", hostOf(request.url)}};  // in the order of their names
    for (const HttpHeader &header : request.headers) {
        headers.insert(header.name.toLower(), header.value.simplified());
    }
    QByteArray lines;
    for (auto header = headers.cbegin(); header != headers.cend(); ++header) {
        lines += header.key() + ':' + header.value() + '\n';
    }
    const QByteArray names = headers.keys().join(';');
    const QByteArray path = request.url.path(QUrl::FullyEncoded).toLatin1();
    const QByteArray canonical = request.method + '\n' + (path.isEmpty() ? QByteArray("/") : path) + "\n\n" + lines
                               + '\n' + names + '\n' + sha256(request.body);

    const QByteArray day = time.left(8);
    const QByteArray scope = day + '/' + key.region + '/' + key.service + "/aws4_request";
    const QByteArray toSign = QByteArray(algorithm) + '\n' + time + '\n' + scope + '\n' + sha256(canonical);
    const QByteArray signingKey =
        hmac(hmac(hmac(hmac("AWS4" + key.secret, day), key.region), key.service), "aws4_request");
    request.headers.set("Authorization", QByteArray(algorithm) + " Credential=" + key.id + '/' + scope
                                             + ", SignedHeaders=" + names
                                             + ", Signature=" + hmac(signingKey, toSign).toHex());
}

}  // namespace onlyonce::aws
