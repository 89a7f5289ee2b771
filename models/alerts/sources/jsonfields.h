// SPDX-License-Identifier: GPL-3.0-or-later
// What a body says, read by paths that a person or a preset gives: the settings of the generic source, and how an alert is
// made with them. A body that lacks something is no reason to lose an alert: only one without a key is refused, and what
// is not found, or makes no sense, is as if it were not told; the preview shows why.
#pragma once

#include "models/alerts/source.h"
#include "models/alerts/sources/jsonpath.h"

namespace onlyonce {

class JsonFields
{
public:
    //! The fields for the settings page, with these defaults ("key": path).
    [[nodiscard]] static std::vector<SettingField> settings(const QJsonObject &defaults);
    //! A setting that is not there is its default; one that is empty is empty. Invalid, naming the field, when a path
    //! cannot be read or the key has none.
    [[nodiscard]] static Result<JsonFields> read(const QJsonObject &defaults, const QJsonObject &settings);

    //! Invalid when there is nothing where the alerts should be, or more than 100,000. An empty list is none.
    [[nodiscard]] Result<std::vector<QJsonValue>> alerts(const QJsonValue &body) const;
    //! "alerts[2]"; empty when the body itself is the alert.
    [[nodiscard]] QString placeOf(qsizetype index, const QJsonValue &body) const;

    struct Reading
    {
        Signal signal;
        bool isIgnored = false;  //!< its state says that nothing fires or recovers
    };
    //! Invalid when no key is found.
    [[nodiscard]] Result<Reading> alert(const QJsonValue &alert, const QJsonValue &body, Instant receivedAt) const;

    //! The paths of a field of settings(); none for one that holds words. Valid as long as this object.
    [[nodiscard]] std::vector<const JsonPath *> pathsOf(const QString &key) const;

private:
    [[nodiscard]] const JsonPath &path(QLatin1StringView key) const;
    [[nodiscard]] QString text(QLatin1StringView key, const QJsonValue &alert, const QJsonValue &body) const;
    [[nodiscard]] QStringList probes(const QJsonValue &alert, const QJsonValue &body) const;
    [[nodiscard]] QJsonObject labels(const QJsonValue &alert, const QJsonValue &body) const;

    std::vector<std::pair<QLatin1StringView, JsonPath>> m_paths;
    std::vector<JsonPath> m_labels;
    QStringList m_recovered;
    QStringList m_ignored;
};

//! ISO 8601, or seconds or milliseconds since 1970; none for what is neither, and for what lies outside 1970 to 9999.
[[nodiscard]] std::optional<Instant> momentFrom(const QString &text);

}  // namespace onlyonce
