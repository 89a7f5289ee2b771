// SPDX-License-Identifier: GPL-3.0-or-later
// Grafana's alerting, as its contact point "Webhook" posts it: Alertmanager's body, and more in each alert.
// Dedup key: fingerprint (Grafana computes it with labels that it does not send). Recovery: each alert's status. The
// failure's start: startsAt, which is after the rule's pending period. Service, data centre, probe, severity: labels.
// The panel, else the dashboard, is where the link leads. The contact point's button "Test" sends an alert that never
// ends: it is left out.
// Facts: grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/
// webhook-notifier
#include "models/alerts/source.h"
#include "models/alerts/sources/alertgroup.h"
#include "models/alerts/sources/fields.h"
#include "models/base/json.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

using fields::Place;

//! "B = 44.2394, C = 1": what the rule's queries and expressions came to.
QString valuesOf(const QJsonObject &values)
{
    QStringList texts;
    for (auto value = values.begin(); value != values.end(); ++value) {
        if (value->isDouble()) {
            texts << QStringLiteral("%1 = %2").arg(value.key(), QString::number(value->toDouble()));
        }
    }
    return fields::oneLine(texts.join(QStringLiteral(", ")));
}

//! What is Grafana's own in an alert.
Result<> add(const QJsonObject &alert, const Place &place, const QString &title, Signal &signal)
{
    Result<> outcome;
    fields::Reader reader(alert, place, outcome);
    for (const auto key : {QLatin1StringView("dashboardURL"), QLatin1StringView("panelURL")}) {
        const QString link = fields::webLink(reader.text(key));
        signal.link = link.isEmpty() ? signal.link : link;
    }
    const QString values = valuesOf(reader.object(QLatin1StringView("values")));
    const QString older = fields::oneLine(reader.text(QLatin1StringView("valueString")));
    const QLatin1StringView key("values");
    if (!signal.annotations.contains(key) && !(values.isEmpty() && older.isEmpty())) {
        signal.annotations.insert(key, values.isEmpty() ? older : values);
    }
    if (signal.summary == signal.fingerprint && !title.isEmpty()) {
        signal.summary = title;
    }
    return outcome;
}

bool isTest(const Signal &signal)
{
    return signal.labels.value(QLatin1StringView("alertname")) == QLatin1StringView("TestAlert")
        && signal.labels.value(QLatin1StringView("instance")) == QLatin1StringView("Grafana");
}

class Grafana final : public Source
{
public:
    [[nodiscard]] QString id() const override { return QStringLiteral("grafana"); }
    [[nodiscard]] QString name() const override { return QStringLiteral("Grafana"); }
    [[nodiscard]] QString guide() const override;
    [[nodiscard]] Result<Parsed> parse(const QByteArray &payload, const Receipt &receipt) const override;
};

QString Grafana::guide() const
{
    return tr("In Grafana, under *Alerting*, *Contact points*, add one of the kind *Webhook* with the URL `%1` and "
              "the method POST; if a token is asked for, write `Bearer` as the authorization scheme and the token "
              "as the credentials. Leave *Disable resolved message* off, or recoveries are not told. Then let a "
              "notification policy use the contact point. The button *Test* shows that it arrives, and opens "
              "nothing.")
         + QStringLiteral("\n\n") + fields::behindNat();
}

Result<Parsed> Grafana::parse(const QByteArray &payload, const Receipt &receipt) const
{
    const auto body = parseJson(payload);
    if (!body) {
        return failure(body);
    }
    auto parsed = alertgroup::parse(*body, receipt.at);
    if (!parsed) {
        return parsed;
    }
    const QJsonObject group = body->toObject();
    const auto title = fields::text(group, QLatin1StringView("title"), {});
    if (!title) {
        return failure(title);
    }
    const QJsonArray alerts = group.value(QLatin1StringView("alerts")).toArray();
    for (qsizetype i = 0; i < alerts.size(); ++i) {
        ONLYONCE_TRY(add(alerts.at(i).toObject(), Place(QLatin1StringView("alerts"), i), fields::oneLine(*title),
                         parsed->alerts.at(size_t(i))));
    }
    std::erase_if(parsed->alerts, isTest);
    return parsed;
}

}  // namespace

std::shared_ptr<const Source> grafana()
{
    return std::make_shared<Grafana>();
}

}  // namespace onlyonce
