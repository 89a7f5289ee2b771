// SPDX-License-Identifier: GPL-3.0-or-later
// A ZIP archive in memory: what office documents are wrapped in. The same entries give the same bytes.
#pragma once

#include "models/base/clock.h"
#include "models/base/result.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace onlyonce::office {

struct ZipEntry
{
    enum class Packing { Deflated, Stored };

    QString name;  //!< with "/" between folders
    QByteArray bytes;
    Packing packing = Packing::Deflated;
};

//! `time` is that of every entry, in UTC: the format knows no zone, and the machine's own is nobody's business.
[[nodiscard]] Result<QByteArray> zipped(const std::vector<ZipEntry> &entries, Instant time);

}  // namespace onlyonce::office
