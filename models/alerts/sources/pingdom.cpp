// SPDX-License-Identifier: GPL-3.0-or-later
// Pingdom's webhooks for a change of state, of uptime checks (UP, DOWN) and of transaction checks (SUCCESS, FAILING).
// Dedup key: check_id. Recovery: current_state UP or SUCCESS. The failure's start: state_changed_timestamp, else
// state_changed_utc_time, which is UTC without saying so. Service: the check's name; data centre: none, Pingdom does not
// know it. Probes: the places that saw the failure; those in a recovery saw the opposite and are not kept. Severity:
// importance_level. A transaction check does what a customer does: a user acceptance test.
// Facts: pingdom.com/resources/webhooks; an empty second_probe, and probes in recoveries, as public users' samples have
// them.
#include "models/alerts/source.h"
#include "models/alerts/sources/fields.h"
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/catalog/places.h"

#include <QHash>

#include <algorithm>

namespace onlyonce {

namespace {

using fields::Place;
using fields::Reader;

struct State
{
    AlertStatus status;
    FailedTest test;
};

std::optional<State> stateFrom(const QString &text)
{
    static const QHash<QString, State> states{
        {QStringLiteral("DOWN"), {AlertStatus::Firing, FailedTest::None}},
        {QStringLiteral("UP"), {AlertStatus::Resolved, FailedTest::None}},
        {QStringLiteral("FAILING"), {AlertStatus::Firing, FailedTest::Acceptance}},
        {QStringLiteral("SUCCESS"), {AlertStatus::Resolved, FailedTest::Acceptance}},
    };
    const auto found = states.constFind(text.toUpper());
    return found == states.constEnd() ? std::nullopt : std::optional(*found);
}

//! Low importance says how loudly to tell of it, not that nothing is down.
AlertSeverity severityFrom(const QString &importance)
{
    return std::min(fields::severity(importance), AlertSeverity::Warning);
}

//! The elements of a list of texts.
QStringList textsIn(const QJsonArray &list, QLatin1StringView key, Result<> &outcome)
{
    QStringList texts;
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (!list.at(i).isString()) {
            outcome = fail(ErrorCode::Invalid, tr("%1 is not a text.").arg(Place(key, i).text()));
            break;
        }
        texts << fields::oneLine(list.at(i).toString());
    }
    return texts;
}

class Pingdom final : public Source
{
public:
    [[nodiscard]] QString id() const override { return QStringLiteral("pingdom"); }
    [[nodiscard]] QString name() const override { return QStringLiteral("Pingdom"); }
    [[nodiscard]] QString guide() const override;
    [[nodiscard]] Result<Parsed> parse(const QByteArray &payload, const Receipt &receipt) const override;
};

QString Pingdom::guide() const
{
    return tr("In Pingdom, under *Integrations*, add a *Webhook* with the address `%1`, and tick it in each check "
              "that is to be heard. Pingdom signs nothing and sets no header, so the token stands at the end of "
              "the address: `%1/TOKEN`. The places from which a check failed are shown with the alert; they are "
              "no data centres of yours.")
         + QStringLiteral("\n\n") + fields::behindNat();
}

Result<Parsed> Pingdom::parse(const QByteArray &payload, const Receipt &receipt) const
{
    const auto object = parseJsonObject(payload);
    if (!object) {
        return failure(object);
    }
    Result<> outcome;
    Reader check(*object, {}, outcome);
    Reader params(check.object(QLatin1StringView("check_params")), Place(QLatin1StringView("check_params")), outcome);
    const QString id = check.textOrNumber(QLatin1StringView("check_id"));
    const QString current = check.text(QLatin1StringView("current_state"));
    const QString name = fields::oneLine(check.text(QLatin1StringView("check_name")), longestPlaceName);
    const QString description = fields::oneLine(check.text(QLatin1StringView("description")));
    const QString details = check.text(QLatin1StringView("long_description"));
    const QString importance = check.text(QLatin1StringView("importance_level"));
    const QString type = fields::oneLine(check.text(QLatin1StringView("check_type")));
    const QString hostname = fields::oneLine(params.text(QLatin1StringView("hostname")));
    const QString link = fields::webLink(params.text(QLatin1StringView("full_url")));
    const auto stamp = check.epoch(QLatin1StringView("state_changed_timestamp"));
    const auto utc = check.time(QLatin1StringView("state_changed_utc_time"));
    const QLatin1StringView tagsKey("tags");
    const QStringList tags = textsIn(check.list(tagsKey), tagsKey, outcome);
    QStringList probes;
    for (const auto key : {QLatin1StringView("first_probe"), QLatin1StringView("second_probe")}) {
        Reader probe(check.object(key), Place(key), outcome);
        probes << fields::oneLine(probe.text(QLatin1StringView("location")), longestPlaceName);
    }
    if (!outcome) {
        return failure(outcome);
    }
    if (id.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("check_id is missing."));
    }
    const auto state = stateFrom(current);
    if (!state) {
        return fail(ErrorCode::Invalid, tr("current_state is none of DOWN, UP, FAILING and SUCCESS."));
    }
    probes.removeAll(QString());
    probes.removeDuplicates();

    Signal signal{
        .fingerprint = fields::key(id),
        .status = state->status,
        .severity = severityFrom(importance),
        .summary = fields::oneLine(description.isEmpty() ? name : tr("%1: %2").arg(name, description)),
        .service = name,
        .failedTest = state->test,
        .labels = fields::filled(
            {{"check", name}, {"type", type}, {"hostname", hostname}, {"tags", tags.join(QStringLiteral(", "))}}),
        .annotations = fields::filled({{"description", details}}),
        .link = link};
    const auto changedAt = fields::notAfter(stamp ? stamp : utc, receipt.at);
    if (state->status == AlertStatus::Firing) {
        signal.startedAt = changedAt;
        signal.probes = probes;
    } else {
        signal.resolvedAt = changedAt;
    }
    return Parsed{.alerts = {signal}};
}

}  // namespace

std::shared_ptr<const Source> pingdom()
{
    return std::make_shared<Pingdom>();
}

}  // namespace onlyonce
