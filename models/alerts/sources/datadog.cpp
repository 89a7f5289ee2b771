// SPDX-License-Identifier: GPL-3.0-or-later
// Datadog's webhooks, with the payload that guide() gives. The key is the monitor and its scope (the group that alerts),
// which stay the same through all episodes; the cycle's key, which is new for every episode, only where there is no
// monitor. Whatever transition ends in "Recovered" is the recovery. $DATE is the time of the transition: the beginning
// when it fires, the end when it recovers. Service, data centre and probe are tags; the severity is the monitor's
// priority, else the type.
// Facts: docs.datadoghq.com/integrations/webhooks (the variables). Which transitions there are, and that a variable which
// does not apply is left standing, is not documented in full: an unknown one fires, "$HOSTNAME" is none.
#include "models/alerts/sources/jsonsource.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

QString guide()
{
    return tr("In Datadog, open *Integrations › Webhooks* and make a webhook with the address `%1` and this "
              "payload:\n\n"
              "    {\"monitor\": \"$ALERT_ID\", \"scope\": \"$ALERT_SCOPE\", \"cycle\": \"$ALERT_CYCLE_KEY\",\n"
              "     \"transition\": \"$ALERT_TRANSITION\", \"priority\": \"$ALERT_PRIORITY\", "
              "\"type\": \"$ALERT_TYPE\",\n"
              "     \"title\": \"$EVENT_TITLE\", \"host\": \"$HOSTNAME\", \"tags\": \"$TAGS\", "
              "\"date\": \"$DATE\", \"link\": \"$LINK\"}\n\n"
              "Then name it in each monitor's message as `@webhook-NAME`, also for recoveries. Datadog sends from "
              "the internet: a machine behind NAT must be reached by a tunnel, or run `onlyonce serve` with the same "
              "database where it can be reached.");
}

}  // namespace

std::shared_ptr<const Source> datadog()
{
    return std::make_shared<JsonSource>(JsonPreset{
        .id = QStringLiteral("datadog"),
        .name = QStringLiteral("Datadog"),
        .guide = guide,
        .paths = {{QStringLiteral("key"), QStringLiteral("monitor+scope|monitor|cycle")},
                  {QStringLiteral("state"), QStringLiteral("transition")},
                  {QStringLiteral("recovered"), QStringLiteral("*Recovered")},
                  {QStringLiteral("ignored"), QStringLiteral("Muted")},
                  {QStringLiteral("severity"), QStringLiteral("priority|type")},
                  {QStringLiteral("summary"), QStringLiteral("title")},
                  {QStringLiteral("service"), QStringLiteral("tags.service|scope.service")},
                  {QStringLiteral("dataCentre"),
                   QStringLiteral("tags.datacenter|tags.region|tags.availability-zone|scope.availability-zone")},
                  {QStringLiteral("probe"), QStringLiteral("tags.probe_dc|scope.probe_dc")},
                  {QStringLiteral("started"), QStringLiteral("date")},
                  {QStringLiteral("ended"), QStringLiteral("date")},
                  {QStringLiteral("link"), QStringLiteral("link")},
                  {QStringLiteral("labels"), QStringLiteral("monitor, host, scope[*], tags[*]")}}});
}

}  // namespace onlyonce
