// SPDX-License-Identifier: GPL-3.0-or-later
// StatusCake's webhook: a form. The key is the test's name and address (its number is not always sent); "Up" is the
// recovery. It tells no times, so they are those of the receipt, and neither place nor severity; the service is the tag
// service:…, else the test's name.
// Every form carries the account's Token, MD5 of user name and API key: compared when it is set here. It comes with each
// body, which is stored, so it is a setting like others; what protects the intake is the listener's own token.
// Facts: StatusCake's knowledge base on webhooks; field names as also seen in third-party receivers.
#include "models/alerts/sources/fields.h"
#include "models/alerts/sources/jsonsource.h"
#include "models/base/tr.h"

#include <QCryptographicHash>

#include <openssl/crypto.h>

namespace onlyonce {

namespace {

QString guide()
{
    return tr("In StatusCake, open *Alerting › Contact Groups*, set *Webhook URL* to `%1` and its method to POST, "
              "and choose that group in each test. StatusCake sends from the internet: a machine behind NAT must be "
              "reached by a tunnel, or run `onlyonce serve` with the same database where it can be reached.");
}

std::vector<SettingField> more()
{
    return {{.key = QStringLiteral("token"),
             .label = tr("Token"),
             .help = tr("What StatusCake sends as Token: MD5 of the user name in lower case followed by the API key; "
                        "it stands in every body. Empty: it is not compared.")}};
}

//! In a time that tells nothing of how much of them is equal.
bool equal(const QString &left, const QString &right)
{
    const auto hash = [](const QString &text) {
        return QCryptographicHash::hash(text.trimmed().toLower().toUtf8(), QCryptographicHash::Sha256);
    };
    const QByteArray leftHash = hash(left);
    const QByteArray rightHash = hash(right);
    return CRYPTO_memcmp(leftHash.constData(), rightHash.constData(), size_t(leftHash.size())) == 0;
}

Result<QJsonObject> prepare(QJsonObject body, const QJsonObject &settings)
{
    const QString expected = settings.value(QLatin1StringView("token")).toString().trimmed();
    const QString token = fields::word(body.take(QLatin1StringView("Token")));
    if (!expected.isEmpty() && !equal(token, expected)) {
        return fail(ErrorCode::Invalid, tr("Token is not the one that is set for this source."));
    }
    return body;
}

}  // namespace

std::shared_ptr<const Source> statuscake()
{
    return std::make_shared<JsonSource>(
        JsonPreset{.id = QStringLiteral("statuscake"),
                   .name = QStringLiteral("StatusCake"),
                   .guide = guide,
                   .paths = {{QStringLiteral("key"), QStringLiteral("Name+URL|Name")},
                             {QStringLiteral("state"), QStringLiteral("Status")},
                             {QStringLiteral("recovered"), QStringLiteral("Up")},
                             {QStringLiteral("summary"), QStringLiteral("Name+\"is\"+Status|Name")},
                             {QStringLiteral("service"), QStringLiteral("Tags.service|Name")},
                             {QStringLiteral("dataCentre"), QStringLiteral("Tags.datacenter|Tags.region")},
                             {QStringLiteral("link"), QStringLiteral("URL")},
                             {QStringLiteral("labels"), QStringLiteral("URL, StatusCode, IP, TestID, Tags[*]")}},
                   .more = more,
                   .prepare = prepare});
}

}  // namespace onlyonce
