// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a sample under settings that are not saved yet, field by field: for the settings page of the generic
// source and its presets. Pure, and quick enough to be asked at every key press.
#pragma once

#include "models/base/clock.h"
#include "models/base/result.h"

#include <QJsonObject>
#include <QString>

#include <vector>

namespace onlyonce {

struct PreviewedField
{
    QString key;      //!< of the source's fields()
    QString label;    //!< of that field
    QString found;    //!< what stands where the path leads; empty for nothing
    QString meaning;  //!< what it becomes: "resolved", "critical", "2026-11-23T14:05:00.000Z"; empty for nothing
    QString problem;  //!< why nothing was found, or what is wrong with it, in sentences; empty when all is well

    friend bool operator==(const PreviewedField &, const PreviewedField &) = default;
};

struct PreviewedAlert
{
    QString problem;  //!< why the whole payload would be refused; empty when this alert is taken
    bool isIgnored = false;
    std::vector<PreviewedField> fields;  //!< one per path, in the order of fields()
};

struct JsonPreview
{
    qsizetype count = 0;                 //!< alerts in the sample
    std::vector<PreviewedAlert> alerts;  //!< the first ten of them
};

//! Whether a source is read by paths, so that previewJson() knows it.
[[nodiscard]] bool hasJsonPreview(const QString &source);
//! Invalid, for people: a path that cannot be read, a sample that is neither JSON nor a form, no alerts where they should
//! be. NotFound for a source without paths.
[[nodiscard]] Result<JsonPreview> previewJson(const QString &source, const QByteArray &sample,
                                              const QJsonObject &settings, Instant now);

}  // namespace onlyonce
