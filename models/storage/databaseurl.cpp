// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/databaseurl.h"

#include "models/base/tr.h"

#include <QFileInfo>
#include <QStandardPaths>
#include <QUrl>
#include <QUrlQuery>

namespace onlyonce {

namespace {

}  // namespace

Result<DatabaseUrl> DatabaseUrl::parse(const QString &text)
{
    DatabaseUrl result;
    if (!text.contains(QStringLiteral("://"))) {
        if (text.isEmpty()) {
            return fail(ErrorCode::Invalid, tr("The database has no name. Give a file or a postgresql:// address."));
        }
        result.path = QFileInfo(text).absoluteFilePath();
        return result;
    }
    const QUrl url(text, QUrl::StrictMode);
    const bool postgres = url.scheme() == QStringLiteral("postgresql") || url.scheme() == QStringLiteral("postgres");
    if (!url.isValid() || !postgres || url.path().size() < 2) {
        return fail(ErrorCode::Invalid,
                    tr("“%1” is not a database address. Give a file, or postgresql://user@host/name.")
                        .arg(url.toDisplayString(QUrl::RemovePassword)));
    }
    const QUrlQuery query(url);
    const auto item = [&query](const char *key) {
        return query.queryItemValue(QLatin1StringView(key), QUrl::FullyDecoded);
    };
    result.engine = Engine::Postgres;
    result.host = item("host").isEmpty() ? url.host() : item("host");
    result.port = url.port(5432);
    result.user = url.userName();
    result.password = url.password();
    result.name = url.path().mid(1);
    result.schema = item("schema");
    result.sslMode = item("sslmode");
    return result;
}

QString DatabaseUrl::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
         + QStringLiteral("/onlyonce/onlyonce.db");
}

QString DatabaseUrl::display() const
{
    return engine == Engine::Sqlite ? path
                                    : QStringLiteral("postgresql://%1@%2:%3/%4").arg(user, host).arg(port).arg(name);
}

}  // namespace onlyonce
