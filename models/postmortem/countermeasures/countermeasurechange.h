// SPDX-License-Identifier: GPL-3.0-or-later
// What every change of a countermeasure has in common: who may make it, and that it is audited and told. Used by this room
// only.
#pragma once

#include "models/postmortem/countermeasures/countermeasures.h"

namespace onlyonce::countermeasurechange {

struct Edit
{
    PostMortem postMortem;
    Countermeasure measure;
};
//! Permission and existence; the post-mortem may be in any status.
[[nodiscard]] Result<Edit> toEdit(Transaction &transaction, CountermeasureId id);

[[nodiscard]] QString dateText(const std::optional<QDate> &date);
using Values = std::vector<std::pair<QString, QString>>;
//! Every value as text, under its column's name.
[[nodiscard]] Values values(const CountermeasureText &what);

[[nodiscard]] Result<> audit(Transaction &transaction, CountermeasureId id, const QString &field,
                             std::optional<QString> before, std::optional<QString> after, const QString &reason = {});
[[nodiscard]] Result<> changed(Transaction &transaction, const Countermeasure &measure);
[[nodiscard]] Result<> tell(Transaction &transaction, const PostMortem &postMortem, CountermeasureId id,
                            const QString &event, const QString &markdown);

}  // namespace onlyonce::countermeasurechange
