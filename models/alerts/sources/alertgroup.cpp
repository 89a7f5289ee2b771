// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/sources/alertgroup.h"

#include "models/alerts/sources/fields.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

using fields::Place;

//! As Alertmanager's resolve_timeout has it by default, for what says no end of its own.
constexpr std::chrono::minutes lapse{5};

//! In the API's lists what has ended by now is over; the end of what fires lies ahead, when it would lapse.
AlertStatus statusByEnd(const std::optional<Instant> &endsAt, Instant receivedAt)
{
    return endsAt && *endsAt <= receivedAt ? AlertStatus::Resolved : AlertStatus::Firing;
}

Result<AlertStatus> statusOf(const QJsonObject &alert, const Place &place)
{
    const auto text = fields::text(alert, QLatin1StringView("status"), place);
    if (!text) {
        return failure(text);
    }
    if (*text == QLatin1StringView("firing")) {
        return AlertStatus::Firing;
    }
    if (*text == QLatin1StringView("resolved")) {
        return AlertStatus::Resolved;
    }
    return fail(ErrorCode::Invalid, tr("%1 is neither “firing” nor “resolved”.").arg(place.of(u"status")));
}

QString summaryOf(const Signal &signal)
{
    QString summary =
        fields::firstOf(signal.annotations,
                        {QLatin1StringView("summary"), QLatin1StringView("description"), QLatin1StringView("message")});
    if (summary.isEmpty()) {
        summary = fields::firstOf(signal.labels, {QLatin1StringView("alertname")});
    }
    return summary.isEmpty() ? signal.fingerprint : summary;
}

enum class Form { Webhook, List };

Result<Signal> signalFrom(const QJsonValue &value, const Place &place, Instant receivedAt, Form form)
{
    if (!value.isObject()) {
        return fail(ErrorCode::Invalid, tr("%1 is not an object.").arg(place.text()));
    }
    const QJsonObject alert = value.toObject();
    Signal signal;

    const auto endsAt = fields::time(alert, QLatin1StringView("endsAt"), place);
    if (!endsAt) {
        return failure(endsAt);
    }
    const auto status =
        form == Form::List ? Result<AlertStatus>(statusByEnd(*endsAt, receivedAt)) : statusOf(alert, place);
    if (!status) {
        return failure(status);
    }
    signal.status = *status;
    if (form == Form::List) {
        const auto state = fields::object(alert, QLatin1StringView("status"), place);
        if (!state) {
            return failure(state);
        }
        signal.opens = state->value(QLatin1StringView("state")) != QLatin1StringView("suppressed");
    }

    auto labels = fields::texts(alert, QLatin1StringView("labels"), place);
    if (!labels) {
        return failure(labels);
    }
    signal.labels = std::move(*labels);
    auto annotations = fields::texts(alert, QLatin1StringView("annotations"), place);
    if (!annotations) {
        return failure(annotations);
    }
    signal.annotations = std::move(*annotations);

    const auto fingerprint = fields::text(alert, QLatin1StringView("fingerprint"), place);
    if (!fingerprint) {
        return failure(fingerprint);
    }
    if (fingerprint->isEmpty() && signal.labels.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("%1 has neither a fingerprint nor labels.").arg(place.text()));
    }
    signal.fingerprint = fingerprint->isEmpty() ? fields::fingerprintOf(signal.labels) : fields::key(*fingerprint);

    const auto startsAt = fields::time(alert, QLatin1StringView("startsAt"), place);
    if (!startsAt) {
        return failure(startsAt);
    }
    signal.startedAt = fields::notAfter(*startsAt, receivedAt);
    if (signal.status == AlertStatus::Resolved) {  // while it fires, the end is only when it would lapse
        signal.resolvedAt = fields::notAfter(*endsAt, receivedAt);
    } else if (form == Form::List) {
        signal.lapsesAt = endsAt->value_or(receivedAt + lapse);
    }

    const auto generator = fields::text(alert, QLatin1StringView("generatorURL"), place);
    if (!generator) {
        return failure(generator);
    }
    signal.link = fields::webLink(*generator);
    signal.severity = fields::severity(signal.labels.value(QLatin1StringView("severity")).toString());
    signal.service = fields::service(signal.labels);
    signal.dataCentre = fields::dataCentre(signal.labels);
    signal.probes = fields::probes(signal.labels);
    signal.failedTest = fields::failedTest(signal.labels);
    signal.watch = fields::watch(signal.annotations, signal.labels);
    signal.summary = summaryOf(signal);
    return signal;
}

}  // namespace

Result<Parsed> alertgroup::parse(const QJsonValue &body, Instant receivedAt)
{
    const Form form = body.isArray() ? Form::List : Form::Webhook;
    const QJsonObject message = form == Form::List ? QJsonObject{{QStringLiteral("alerts"), body}} : body.toObject();
    const auto truncated = fields::count(message, QLatin1StringView("truncatedAlerts"), {});
    if (!truncated) {
        return failure(truncated);
    }
    const auto alerts = fields::list(message, QLatin1StringView("alerts"));
    if (!alerts) {
        return failure(alerts);
    }
    Parsed parsed{.alerts = {}, .truncated = *truncated};
    parsed.alerts.reserve(size_t(alerts->size()));
    for (qsizetype i = 0; i < alerts->size(); ++i) {
        auto signal = signalFrom(alerts->at(i), Place(QLatin1StringView("alerts"), i), receivedAt, form);
        if (!signal) {
            return failure(signal);
        }
        parsed.alerts.push_back(std::move(*signal));
    }
    return parsed;
}

}  // namespace onlyonce
