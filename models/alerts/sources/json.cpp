// SPDX-License-Identifier: GPL-3.0-or-later
// Generic JSON: whatever can post a body of its own. Everything is read by paths that are set; those set from the start
// take plain names, so that a script needs no settings. The key is whatever the path says; without one a body is refused.
#include "models/alerts/sources/jsonsource.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

QString guide()
{
    return tr(
        "Let your system send a POST with a JSON body to `%1`. With the paths as they are from the start, a "
        "script can do it like this:\n\n"
        "    curl --data '{\"key\": \"backup-db1\", \"state\": \"failed\", \"service\": \"backup\", "
        "\"summary\": \"The backup of db1 failed\"}' %1\n\n"
        "and tell of the recovery with the same key and `\"state\": \"ok\"`. For a body of another shape, set the "
        "paths of this source. A machine behind NAT must be reached by a tunnel, or run `onlyonce serve` with the "
        "same database where it can be reached.");
}

}  // namespace

std::shared_ptr<const Source> genericJson()
{
    return std::make_shared<JsonSource>(
        JsonPreset{.id = QStringLiteral("json"),
                   .name = tr("Generic JSON"),
                   .guide = guide,
                   .paths = {{QStringLiteral("key"), QStringLiteral("key|fingerprint|dedup_key|id")},
                             {QStringLiteral("state"), QStringLiteral("state|status")},
                             {QStringLiteral("recovered"),
                              QStringLiteral("resolved, recovered, ok, up, closed, normal, healthy, success")},
                             {QStringLiteral("severity"), QStringLiteral("severity|priority|level")},
                             {QStringLiteral("summary"), QStringLiteral("summary|title|message|name")},
                             {QStringLiteral("service"), QStringLiteral("service")},
                             {QStringLiteral("dataCentre"), QStringLiteral("datacenter|datacentre|region|zone")},
                             {QStringLiteral("probe"), QStringLiteral("probe|probes")},
                             {QStringLiteral("started"), QStringLiteral("startedAt|started|timestamp|time")},
                             {QStringLiteral("ended"), QStringLiteral("endedAt|ended|resolvedAt|timestamp|time")},
                             {QStringLiteral("link"), QStringLiteral("link|url")},
                             {QStringLiteral("labels"), QStringLiteral("labels, tags, tags[*], host")}}});
}

}  // namespace onlyonce
