// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demo.h"

#include "app/cli/command.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

Result<> demo(Invocation &call)
{
    auto profile = call.environment().profile();
    if (!profile) {
        return failure(profile);
    }
    ONLYONCE_TRY(fillDemo(call.environment().database, *profile));
    const QString database = call.environment().database.display();
    call.answer(QJsonObject{{QStringLiteral("database"), database}},
                tr("%1 now holds a month of a fictional company. Nothing in it can ever be sent.").arg(database));
    return {};
}

}  // namespace

Commands demoCommands()
{
    return {
        {.name = QStringLiteral("demo"),
         .summary = tr("Fills an empty database with a believable month."),
         .run = demo,
         .jsonHelp = tr("{database}"),
         .missing = Missing::Make},
    };
}

}  // namespace onlyonce
