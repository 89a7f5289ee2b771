// SPDX-License-Identifier: GPL-3.0-or-later
// Every monitoring system that the program knows, in the order in which people see them. Each is made in the file of
// its name.
#include "models/alerts/source.h"

#include <algorithm>

namespace onlyonce {

std::shared_ptr<const Source> alertmanager();
std::shared_ptr<const Source> grafana();
std::shared_ptr<const Source> icinga2();
std::shared_ptr<const Source> zabbix();
std::shared_ptr<const Source> nagios();
std::shared_ptr<const Source> pingdom();
std::shared_ptr<const Source> uptimekuma();
std::shared_ptr<const Source> pagerduty();
std::shared_ptr<const Source> cloudwatch();
std::shared_ptr<const Source> datadog();
std::shared_ptr<const Source> statuscake();
std::shared_ptr<const Source> uptimerobot();
std::shared_ptr<const Source> genericJson();

const Sources &allSources()
{
    static const Sources sources{
        alertmanager(), grafana(),    icinga2(), zabbix(),     nagios(),      pingdom(),     uptimekuma(),
        pagerduty(),    cloudwatch(), datadog(), statuscake(), uptimerobot(), genericJson(),
    };
    return sources;
}

std::shared_ptr<const Source> sourceNamed(const QString &id)
{
    const Sources &sources = allSources();
    const auto found = std::ranges::find_if(sources, [&id](const auto &source) { return source->id() == id; });
    return found == sources.end() ? nullptr : *found;
}

}  // namespace onlyonce
