// SPDX-License-Identifier: GPL-3.0-or-later
// Prometheus Alertmanager: its webhook, version 4, and the lists of its API v2 (as Prometheus posts them, and as a GET
// answers). alertgroup.h says which field is what.
#include "models/alerts/source.h"
#include "models/alerts/sources/alertgroup.h"
#include "models/alerts/sources/alertmanagerpoll.h"
#include "models/alerts/sources/alertmanagerwriteback.h"
#include "models/base/json.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

class Alertmanager final : public Source
{
public:
    [[nodiscard]] QString id() const override { return QStringLiteral("alertmanager"); }
    [[nodiscard]] QString name() const override { return QStringLiteral("Alertmanager"); }
    [[nodiscard]] QString guide() const override;
    [[nodiscard]] Result<Parsed> parse(const QByteArray &payload, const Receipt &receipt) const override;
    [[nodiscard]] std::shared_ptr<const Adapter> poller() const override { return alertmanagerPoller(); }
    [[nodiscard]] std::shared_ptr<const WriteBack> writeBack() const override { return alertmanagerWriteBack(); }
};

QString Alertmanager::guide() const
{
    return tr("In alertmanager.yml, add a receiver with `webhook_configs: [{url: \"%1\"}]`; its default "
              "`send_resolved: true` tells of recoveries. Behind NAT, let OnlyOnce ask Alertmanager instead.\n\n"
              "Prometheus starts an alert's clock when its `for` is over. A rule that repeats it as an "
              "annotation, `for: 1m`, and says `check_interval: 15s`, tells how late a failure may have been "
              "seen at worst.");
}

Result<Parsed> Alertmanager::parse(const QByteArray &payload, const Receipt &receipt) const
{
    const auto body = parseJson(payload);
    return body ? alertgroup::parse(*body, receipt.at) : failure(body);
}

}  // namespace

std::shared_ptr<const Source> alertmanager()
{
    return std::make_shared<Alertmanager>();
}

}  // namespace onlyonce
