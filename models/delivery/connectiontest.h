// SPDX-License-Identifier: GPL-3.0-or-later
// The settings page's "Test": whether a far side takes what would be sent to it.
#pragma once

#include "models/delivery/courier.h"
#include "models/storage/database.h"

namespace onlyonce {

struct ConnectionTest
{
    QString adapter;  //!< its id
    QJsonObject settings;
    QJsonObject secrets;
    bool sealed = false;  //!< nothing leaves: the demo
};

//! The text is for people. NotFound: this program has no such adapter (null). Denied: nothing may leave, by `sealed` or by the
//! database. Completed on the courier's thread; database and courier outlive it.
[[nodiscard]] Answer<Result<QString>> testConnection(Database &database, Courier &courier,
                                                     const std::shared_ptr<const Adapter> &adapter,
                                                     const ConnectionTest &test);

}  // namespace onlyonce
