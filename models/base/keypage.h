// SPDX-License-Identifier: GPL-3.0-or-later
// Which part of a long list is read: lists are read by key, never by offset and never whole.
#pragma once

#include <QtGlobal>

#include <limits>

namespace onlyonce {

//! Handed back newest (greatest key) first, whatever end is asked for.
struct KeyPage
{
    int limit = 100;
    qint64 before = std::numeric_limits<qint64>::max();  //!< only smaller keys
    qint64 after = 0;                                    //!< only greater keys
    bool oldest = false;  //!< where more fits than `limit`: the oldest of it, not the newest
};

//! The newest keys below `key`; 0: the newest of all.
[[nodiscard]] inline KeyPage pageBefore(qint64 key, int limit)
{
    KeyPage page{.limit = limit};
    if (key > 0) {
        page.before = key;
    }
    return page;
}

}  // namespace onlyonce
