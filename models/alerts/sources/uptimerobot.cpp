// SPDX-License-Identifier: GPL-3.0-or-later
// UptimeRobot's web-hooks, with the payload that guide() gives. The key is the monitor's number; alertType 2 is the
// recovery. alertDateTime is the time of the change: the beginning when it fires, the end when it recovers. The service is
// the monitor's name; neither place nor severity is told. A certificate or domain that runs out (alertType 3) is a problem
// of its own, a warning, so that "up" does not end it and it does not hide an outage; UptimeRobot never tells of its end.
// Facts: UptimeRobot's help on web-hook variables. What newer plans add is not documented well enough to be used.
#include "models/alerts/sources/fields.h"
#include "models/alerts/sources/jsonsource.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

QString guide()
{
    return tr("In UptimeRobot, add an integration of the kind *Webhook* with the address `%1`, choose to send the "
              "POST value as JSON, and give it this value:\n\n"
              "    {\"monitorID\": \"*monitorID*\", \"monitorURL\": \"*monitorURL*\",\n"
              "     \"monitorFriendlyName\": \"*monitorFriendlyName*\", \"alertType\": \"*alertType*\",\n"
              "     \"alertDetails\": \"*alertDetails*\", \"alertDateTime\": \"*alertDateTime*\"}\n\n"
              "Then choose it in each monitor. UptimeRobot sends from the internet: a machine behind NAT must be "
              "reached by a tunnel, or run `onlyonce serve` with the same database where it can be reached.");
}

Result<QJsonObject> prepare(QJsonObject body, const QJsonObject & /*settings*/)
{
    const QString monitor = fields::word(body.value(QLatin1StringView("monitorID")));
    if (fields::word(body.value(QLatin1StringView("alertType"))).trimmed() == QLatin1StringView("3")
        && !monitor.isEmpty()) {
        body.insert(QStringLiteral("monitorID"), monitor + QStringLiteral(" expiry"));
        body.insert(QStringLiteral("severity"), QStringLiteral("warning"));
    }
    return body;
}

}  // namespace

std::shared_ptr<const Source> uptimerobot()
{
    return std::make_shared<JsonSource>(
        JsonPreset{.id = QStringLiteral("uptimerobot"),
                   .name = QStringLiteral("UptimeRobot"),
                   .guide = guide,
                   .paths = {{QStringLiteral("key"), QStringLiteral("monitorID")},
                             {QStringLiteral("state"), QStringLiteral("alertType|alertTypeFriendlyName")},
                             {QStringLiteral("recovered"), QStringLiteral("2, Up")},
                             {QStringLiteral("severity"), QStringLiteral("severity")},
                             {QStringLiteral("summary"),
                              QStringLiteral("monitorFriendlyName+\"–\"+alertDetails|monitorFriendlyName|monitorURL")},
                             {QStringLiteral("service"), QStringLiteral("monitorFriendlyName")},
                             {QStringLiteral("started"), QStringLiteral("alertDateTime")},
                             {QStringLiteral("ended"), QStringLiteral("alertDateTime")},
                             {QStringLiteral("link"), QStringLiteral("monitorURL")},
                             {QStringLiteral("labels"), QStringLiteral("monitorURL, alertDetails")}},
                   .prepare = prepare});
}

}  // namespace onlyonce
