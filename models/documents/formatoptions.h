// SPDX-License-Identifier: GPL-3.0-or-later
// What may be chosen of a document's looks, whatever its format.
#pragma once

#include <QTimeZone>

#include <stop_token>

namespace onlyonce {

enum class Paper { A4, Letter };

struct FormatOptions
{
    Paper paper = Paper::A4;
    QTimeZone zone = QTimeZone::utc();  //!< local times are printed beside UTC when this is not UTC
    bool contents = true;               //!< a table of contents, where the format has one and the document is long
    std::stop_token stop = {};          //!< what another program makes is Cancelled when nobody wants it any more
};

}  // namespace onlyonce
