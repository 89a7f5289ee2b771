// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the audit trail that tell of one part. Only versions.cpp uses it.
#pragma once

#include "models/postmortem/review/versions.h"

namespace onlyonce::versiontable {

struct PartEdit
{
    PartVersionId id;
    Instant at;
    ActorId actor;
    QString author;
    QString field;
    std::optional<QString> before;  //!< nothing: it was made by this
};

//! The newest first, at most mostPartVersions. `fields`: of which columns.
[[nodiscard]] Result<std::vector<PartEdit>> editsOf(Transaction &transaction, const QString &entity, qint64 id,
                                                    const QStringList &fields);

}  // namespace onlyonce::versiontable
