// SPDX-License-Identifier: GPL-3.0-or-later
// Rules that every edit of a post-mortem keeps: what a typed text may be, and what the slower of two people is told.
#pragma once

#include "models/base/result.h"
#include "models/incidents/incident.h"

#include <QString>

#include <optional>

namespace onlyonce {

//! What lost the race with what; carried by an ErrorCode::Conflict in its detail, so that a view can show both texts.
struct EditConflict
{
    QString theirs;   //!< what is stored now
    QString yours;    //!< what was not written
    int version = 0;  //!< of what is stored now: edit again with this one

    friend bool operator==(const EditConflict &, const EditConflict &) = default;
};

//! Nothing when the error is not such a conflict.
[[nodiscard]] std::optional<EditConflict> editConflict(const Error &error);

namespace detail {

//! `what` begins the sentence: "The summary was changed …".
[[nodiscard]] std::unexpected<Error> conflictError(const QString &what, const EditConflict &conflict);

//! Not longer than `most` characters, and without what no database can store (U+0000, halves of surrogate pairs).
[[nodiscard]] Result<> checkText(const QString &text, const QString &what, int most);
//! As above, trimmed, and not empty.
[[nodiscard]] Result<QString> requiredText(const QString &text, const QString &what, int most);

//! For people: "internal", "public", "restricted".
[[nodiscard]] QString visibilityLabel(Visibility visibility);

}  // namespace detail

}  // namespace onlyonce
