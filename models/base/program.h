// SPDX-License-Identifier: GPL-3.0-or-later
// Runs another program to its end. For threads that may wait: never the window's.
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <chrono>
#include <stop_token>
#include <vector>

namespace onlyonce {

struct ProgramCall
{
    QString program;  //!< a name that is looked for in PATH
    QStringList arguments;
    std::vector<std::pair<QByteArray, QByteArray>> environment;  //!< beside what this process has, or instead of it
    std::chrono::seconds limit{120};
    std::stop_token stop = {};  //!< from any thread: it is ended
};

[[nodiscard]] bool isInstalled(const QString &program);

//! It reads nothing and its output is dropped; what it says on its standard error is the detail of a failure. Unavailable:
//! it is not there, has failed, or was ended because it took longer than `limit`. Cancelled: by `stop`.
[[nodiscard]] Result<> runProgram(const ProgramCall &call);

}  // namespace onlyonce
