// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/settings.h"

#include "models/base/files.h"
#include "models/base/json.h"
#include "models/base/tr.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QStandardPaths>

namespace onlyonce {

namespace {

constexpr qint64 largestFile = 1024LL * 1024;

}  // namespace

SettingsFile::SettingsFile(QString path)
    : m_path(std::move(path))
{
}

QString SettingsFile::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
         + QStringLiteral("/onlyonce/settings.json");
}

Result<QJsonObject> SettingsFile::load() const
{
    if (!QFileInfo::exists(m_path)) {
        return QJsonObject{};
    }
    const auto bytes = readFile(m_path, largestFile);
    if (!bytes) {
        return failure(bytes);
    }
    auto object = parseJsonObject(*bytes);
    if (!object) {
        return fail(
            ErrorCode::Invalid,
            tr("The settings file %1 is damaged. Mend it or move it away. %2").arg(m_path, object.error().message));
    }
    return object;
}

Result<QJsonObject> SettingsFile::section(QStringView name) const
{
    const auto all = load();
    if (!all) {
        return failure(all);
    }
    return all->value(name).toObject();
}

Result<> SettingsFile::saveSection(QStringView name, const QJsonObject &value) const
{
    auto all = load();
    if (!all) {
        return failure(all);
    }
    all->insert(name.toString(), value);
    ONLYONCE_TRY(makePrivateFolder(QFileInfo(m_path).absolutePath()));
    return replaceFile(m_path, QJsonDocument(*all).toJson(QJsonDocument::Indented), Readers::Owner);
}

}  // namespace onlyonce
