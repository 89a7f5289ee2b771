// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo.h"

#include "app/cli/command.h"

#include <QCoreApplication>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

Result<> demo(Invocation &call)
{
    auto login = call.environment().login();
    if (!login) {
        return failure(login);
    }
    ONLYONCE_TRY(fillDemo(call.environment().database, *login));
    call.print(tr("%1 now holds a month of a fictional company. Nothing in it can be sent.")
                   .arg(call.environment().database.display()));
    return {};
}

}  // namespace

Commands demoCommands()
{
    return {
        {.name = QStringLiteral("demo"),
         .summary = tr("Fills an empty database with a believable month."),
         .run = demo},
    };
}

}  // namespace onlyonce
