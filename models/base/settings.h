// SPDX-License-Identifier: GPL-3.0-or-later
// The per-person settings file (--config, JSON): one object per slice, each read into that slice's typed struct at one
// place. Shared settings (sources, mail, forums) live in the database instead; secrets live in the keychain.
#pragma once

#include "models/base/result.h"

#include <QJsonObject>
#include <QString>

namespace onlyonce {

class SettingsFile
{
public:
    explicit SettingsFile(QString path);

    //! "$XDG_CONFIG_HOME/onlyonce/settings.json"
    [[nodiscard]] static QString defaultPath();

    [[nodiscard]] const QString &path() const { return m_path; }

    //! A missing file is an empty object; an unreadable or broken one is an error and stays untouched.
    [[nodiscard]] Result<QJsonObject> load() const;
    //! The slice's part of the file; empty when absent.
    [[nodiscard]] Result<QJsonObject> section(QStringView name) const;
    //! Replaces one part, keeps every other, written atomically with mode 0600.
    [[nodiscard]] Result<> saveSection(QStringView name, const QJsonObject &value) const;

private:
    QString m_path;
};

}  // namespace onlyonce
