// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "app/services.h"
#include "app/signals.h"
#include "models/base/tr.h"

#include <QCoreApplication>
#include <QHostInfo>
#include <QJsonDocument>

namespace onlyonce {

namespace {

Result<> allowed(const Opened &opened)
{
    return waitFor(opened.database->write(
        opened.person.id, [](Transaction &transaction) { return require(transaction, Permission::Respond); }));
}

Result<> serve(Invocation &call)
{
    auto intake = intakeSettings(call.environment(), call.option(QStringLiteral("listen")));
    if (!intake) {
        return usage(intake.error().message);
    }
    auto opened = openDatabase(call.environment());
    if (!opened) {
        return failure(opened);
    }
    if (!opened->database->seesAll()) {
        return fail(ErrorCode::Denied,
                    tr("This database role does not see every incident, so it cannot call people and "
                       "deliver for all. Run “serve” with the role that owns the database."));
    }
    // It takes alerts in and calls people, as a responder does by hand.
    ONLYONCE_TRY(allowed(*opened));
    Services services(
        *opened, call.environment(),
        {.intake = *intake, .processName = tr("%1@%2 (server)").arg(opened->person.name, QHostInfo::localHostName())});
    ONLYONCE_TRY(services.start());
    const QString address = intake->address.protocol() == QAbstractSocket::IPv6Protocol
                              ? QStringLiteral("[%1]").arg(intake->address.toString())
                              : intake->address.toString();
    const TerminationSignals termination([&services] { services.stop().then(qApp, [] { QCoreApplication::quit(); }); });
    const QString where = QStringLiteral("%1:%2").arg(address).arg(services.intakePort());
    const QJsonDocument ready(QJsonObject{{QStringLiteral("ready"), where}});
    call.print(call.json() ? QString::fromUtf8(ready.toJson(QJsonDocument::Compact))  // one line, so or so
                           : tr("OnlyOnce is ready on %1").arg(where));
    ONLYONCE_TRY(call.printed());
    QCoreApplication::exec();
    return {};
}

}  // namespace

Commands serveCommands()
{
    return {
        {.name = QStringLiteral("serve"),
         .summary = tr("Takes alerts in and delivers, without a window. Says one line when it is ready."),
         .options = {{QStringLiteral("listen"), tr("Where alerts come in; port 0 takes a free one."), tr("HOST:PORT"),
                      QString()}},
         .run = serve,
         .jsonHelp = tr("{ready: HOST:PORT}"),
         .missing = Missing::Make},
    };
}

}  // namespace onlyonce
