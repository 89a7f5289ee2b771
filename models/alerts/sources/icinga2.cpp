// SPDX-License-Identifier: GPL-3.0-or-later
// Icinga 2: the objects that its API lists, as icinga2poll.cpp collects them, and StateChange events, one or a line each;
// where it sends by itself, its notifications in Nagios' words (resources/sources/icinga2-onlyonce.conf, nagios.cpp).
// - Key: "host!service", "host" for a host itself. Hard states only: a soft one is still being checked again.
// - Recovery: an event with a hard state 0; in a list by absence, so that thousands of services that are well make no rows.
// - Start: last_state_change, when the first check failed; an event has only the time at which the problem became hard.
// - Service: the custom variables service, service_name, app, application; else Icinga's name of the service, or the host's.
//   Data centre: custom variables of the service or the host, else the object's zone. Probe: check_source.
// - Severity: critical and down are critical, warning is a warning, unknown is an error.
// Facts: icinga.com/docs (REST API), recordings of 2.13.6 under tests/data/alerts/icinga2.
#include "models/alerts/source.h"
#include "models/alerts/sources/fields.h"
#include "models/alerts/sources/icinga2poll.h"
#include "models/alerts/sources/icinga2writeback.h"
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/catalog/places.h"

#include <QFile>

#include <algorithm>
#include <array>

namespace onlyonce {

std::shared_ptr<const Source> nagios();  // as the registry knows it

namespace {

using fields::Place;

constexpr int hard = 1;
constexpr int pending = 99;

//! What both forms tell of one state of a host or service.
struct State
{
    QString host;
    QString service;      //!< empty for the host itself
    QString hostName;     //!< as people see it
    QString serviceName;  //!< likewise
    int number = 0;
    bool isHard = false;
    bool acknowledged = false;
    bool inDowntime = false;
    std::optional<Instant> since;
    QString runbook;
    double checkInterval = 0;  //!< seconds
    QJsonObject check;         //!< its result
    QJsonObject labels;        //!< of custom variables, groups and zones
};

QString wordFor(const State &state)
{
    static constexpr std::array services{"OK", "WARNING", "CRITICAL", "UNKNOWN"};
    if (state.service.isEmpty()) {
        return state.number == 0 ? QStringLiteral("UP") : QStringLiteral("DOWN");
    }
    return QLatin1StringView(services.at(size_t(std::clamp(state.number, 0, 3))));
}

AlertSeverity severityOf(const State &state)
{
    if (state.service.isEmpty() || state.number == 2) {
        return AlertSeverity::Critical;
    }
    return state.number == 1 ? AlertSeverity::Warning : AlertSeverity::Error;
}

Signal signalFrom(const State &state, Instant receivedAt)
{
    Signal signal;
    const QString own = state.service.isEmpty() ? state.host : state.service;
    signal.fingerprint =
        fields::key(state.service.isEmpty() ? state.host : state.host + QLatin1Char('!') + state.service);
    signal.severity = severityOf(state);
    signal.labels = state.labels;
    signal.service = fields::firstOf(signal.labels,
                                     {QLatin1StringView("service"), QLatin1StringView("service_name"),
                                      QLatin1StringView("app"), QLatin1StringView("application")},
                                     longestPlaceName);
    if (signal.service.isEmpty()) {
        signal.service = fields::oneLine(own, longestPlaceName);
    }
    signal.labels.insert(QStringLiteral("host"), state.host);
    if (!state.service.isEmpty()) {
        signal.labels.insert(QStringLiteral("check"), state.service);
    }
    signal.labels.insert(QStringLiteral("state"), wordFor(state));
    if (state.inDowntime) {
        signal.labels.insert(QStringLiteral("downtime"), QStringLiteral("yes"));
    }
    if (state.acknowledged) {
        signal.annotations.insert(QStringLiteral("acknowledged"), QStringLiteral("yes"));
    }
    if (const QString source = fields::word(state.check.value(QLatin1StringView("check_source"))); !source.isEmpty()) {
        signal.labels.insert(QStringLiteral("check_source"), source);
    }
    const QString output = fields::word(state.check.value(QLatin1StringView("output"))).trimmed();
    if (!output.isEmpty()) {
        signal.annotations.insert(QStringLiteral("output"), output);
    }
    if (const QString runbook = fields::webLink(state.runbook); !runbook.isEmpty()) {
        signal.annotations.insert(QStringLiteral("runbook_url"), runbook);
    }
    signal.dataCentre = fields::dataCentre(signal.labels);
    signal.probes = fields::probes(signal.labels);
    signal.failedTest = fields::failedTest(signal.labels);
    if (state.checkInterval > 0 && state.checkInterval <= 86'400) {
        signal.watch.checkInterval = milliseconds(qint64(state.checkInterval * 1'000));
    }
    const QString what = state.service.isEmpty()
                           ? state.hostName
                           : tr("%1 on %2", "a check, a host").arg(state.serviceName, state.hostName);
    const QString firstLine = output.section(QLatin1Char('\n'), 0, 0);
    signal.summary = fields::oneLine(what + QStringLiteral(": ") + (firstLine.isEmpty() ? wordFor(state) : firstLine));
    signal.startedAt = fields::notAfter(state.since, receivedAt);
    if (state.number == 0) {
        signal.status = AlertStatus::Resolved;
        signal.resolvedAt = signal.startedAt;
        signal.startedAt.reset();
    }
    return signal;
}

//! What objects and events share.
Result<State> stateFrom(const QJsonObject &object, QLatin1StringView sinceKey, const Place &place)
{
    State state;
    const auto number = fields::number(object, QLatin1StringView("state"), place);
    if (!number) {
        return failure(number);
    }
    const auto type = fields::number(object, QLatin1StringView("state_type"), place);
    if (!type) {
        return failure(type);
    }
    if (!*number || !*type) {
        const QLatin1StringView missing(*number ? "state_type" : "state");
        return fail(ErrorCode::Invalid, tr("%1 is missing.").arg(place.of(QString(missing))));
    }
    const auto since = fields::epoch(object, sinceKey, place);
    if (!since) {
        return failure(since);
    }
    state.number = int(std::clamp(**number, 0.0, double(pending)));
    state.isHard = int(std::clamp(**type, 0.0, double(pending))) == hard;
    state.since = *since;
    // In objects numbers, in events a truth value and a number.
    const QString acknowledgement = fields::word(object.value(QLatin1StringView("acknowledgement")));
    state.acknowledged = acknowledgement == QLatin1StringView("true") || acknowledgement.toDouble() > 0;
    state.inDowntime = object.value(QLatin1StringView("downtime_depth")).toDouble() > 0;
    return state;
}

Result<State> stateOfObject(const QJsonObject &object, const Place &place)
{
    const auto attrs = fields::object(object, QLatin1StringView("attrs"), place);
    if (!attrs) {
        return failure(attrs);
    }
    auto state = stateFrom(*attrs, QLatin1StringView("last_state_change"), place);
    if (!state) {
        return state;
    }
    if (!state->since) {  // a host that was down when it was first checked has never changed
        const auto hardened = fields::epoch(*attrs, QLatin1StringView("last_hard_state_change"), place);
        if (!hardened) {
            return failure(hardened);
        }
        state->since = *hardened;
    }
    const QString name = fields::word(object.value(QLatin1StringView("name")));
    if (name.isEmpty() || name.startsWith(QLatin1Char('!'))) {
        return fail(ErrorCode::Invalid, tr("%1 is not the name of a host or service.").arg(place.of(u"name")));
    }
    const QJsonObject host = object.value(QLatin1StringView("joins"))[u"host"].toObject();
    const QString display = fields::word(attrs->value(QLatin1StringView("display_name")));
    const bool isService = object.value(QLatin1StringView("type")) == QLatin1StringView("Service");
    state->host = isService ? name.section(QLatin1Char('!'), 0, 0) : name;
    state->service = isService ? name.section(QLatin1Char('!'), 1) : QString();
    const QString hostDisplay = isService ? fields::word(host.value(QLatin1StringView("display_name"))) : display;
    state->hostName = hostDisplay.isEmpty() ? state->host : hostDisplay;
    state->serviceName = display.isEmpty() ? state->service : display;
    state->check = attrs->value(QLatin1StringView("last_check_result")).toObject();
    state->checkInterval = attrs->value(QLatin1StringView("check_interval")).toDouble();
    state->runbook = fields::word(attrs->value(QLatin1StringView("notes_url")));
    QStringList groups;
    for (const auto &group : (isService ? host : *attrs).value(QLatin1StringView("groups")).toArray()) {
        groups += fields::word(group);
    }
    if (!groups.isEmpty()) {
        state->labels.insert(QStringLiteral("hostgroups"), groups.join(QStringLiteral(", ")));
    }
    for (const QJsonObject &from : {host, *attrs}) {
        if (const QString zone = fields::word(from.value(QLatin1StringView("zone"))); !zone.isEmpty()) {
            state->labels.insert(QStringLiteral("zone"), zone);
        }
    }
    for (const QJsonObject &from : {host, *attrs}) {  // the service knows better than its host
        const QJsonObject vars = icinga2Told(from.value(QLatin1StringView("vars")).toObject());
        for (auto variable = vars.constBegin(); variable != vars.constEnd(); ++variable) {
            state->labels.insert(variable.key(), fields::word(variable.value()));
        }
    }
    return state;
}

Result<Parsed> parseObjects(const QJsonObject &body, Instant receivedAt)
{
    const auto results = fields::list(body, QLatin1StringView("results"));
    if (!results) {
        return failure(results);
    }
    Parsed parsed;
    for (qsizetype i = 0; i < results->size(); ++i) {
        const Place place(QLatin1StringView("results"), i);
        if (!results->at(i).isObject()) {
            return fail(ErrorCode::Invalid, tr("%1 is not an object.").arg(place.text()));
        }
        const auto state = stateOfObject(results->at(i).toObject(), place);
        if (!state) {
            return failure(state);
        }
        if (state->isHard && state->number != 0) {
            parsed.alerts.push_back(signalFrom(*state, receivedAt));
        }
    }
    return parsed;
}

//! Adds what the event tells, if it does.
Result<> takeEvent(const QJsonObject &event, const Place &place, Instant receivedAt, Parsed &parsed)
{
    const auto type = fields::text(event, QLatin1StringView("type"), place);
    if (!type) {
        return failure(type);
    }
    if (type->isEmpty()) {
        return fail(ErrorCode::Invalid, tr("%1 is missing.").arg(place.of(u"type")));
    }
    if (*type != QLatin1StringView("StateChange")) {
        return {};
    }
    auto state = stateFrom(event, QLatin1StringView("timestamp"), place);
    if (!state) {
        return failure(state);
    }
    state->host = fields::word(event.value(QLatin1StringView("host")));
    if (state->host.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("%1 is missing.").arg(place.of(u"host")));
    }
    state->service = fields::word(event.value(QLatin1StringView("service")));
    state->hostName = state->host;
    state->serviceName = state->service;
    state->check = event.value(QLatin1StringView("check_result")).toObject();
    const int before = state->check.value(QLatin1StringView("previous_hard_state")).toInt(hard);
    const bool wasWell = before == 0 || before == pending;
    if (state->isHard && !(state->number == 0 && wasWell)) {
        parsed.alerts.push_back(signalFrom(*state, receivedAt));
    }
    return {};
}

Result<Parsed> parseLines(const QByteArray &payload, Instant receivedAt)
{
    Parsed parsed;
    qsizetype index = 0;
    for (const QByteArray &line : payload.split('\n')) {
        if (line.trimmed().isEmpty()) {
            continue;
        }
        const Place place(QLatin1StringView("events"), index);
        const auto event = parseJsonObject(line);
        if (!event) {
            return fail(ErrorCode::Invalid, tr("%1: %2").arg(place.text(), event.error().message));
        }
        ONLYONCE_TRY(takeEvent(*event, place, receivedAt, parsed));
        ++index;
    }
    return parsed;
}

class Icinga2 final : public Source
{
public:
    [[nodiscard]] QString id() const override { return QStringLiteral("icinga2"); }
    [[nodiscard]] QString name() const override { return QStringLiteral("Icinga 2"); }
    [[nodiscard]] QString guide() const override;
    [[nodiscard]] Result<Parsed> parse(const QByteArray &payload, const Receipt &receipt) const override;
    [[nodiscard]] std::shared_ptr<const Adapter> poller() const override { return icinga2Poller(); }
    [[nodiscard]] std::shared_ptr<const WriteBack> writeBack() const override { return icinga2WriteBack(); }
};

QString textOf(const QString &name)
{
    QFile file(QStringLiteral(":/sources/") + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString Icinga2::guide() const
{
    return tr("Best is to let OnlyOnce ask Icinga's API: enter its address below. It needs no way in, and sees at "
              "once "
              "what was lost on its way. Where Icinga may not be asked, it can send: save the second text below on "
              "its "
              "server as `/usr/local/bin/nagios-notify` and make it executable (it needs a shell, awk and curl), save "
              "the first among Icinga's configuration, and reload Icinga. If a token is asked for, put it into a file "
              "that only Icinga may read and write `\"-t\", \"FILE\"` before the address.")
         + QStringLiteral("\n\n```\n") + textOf(QStringLiteral("icinga2-onlyonce.conf"))
         + QStringLiteral("```\n\n```sh\n") + textOf(QStringLiteral("nagios-notify")) + QStringLiteral("```\n");
}

Result<Parsed> Icinga2::parse(const QByteArray &payload, const Receipt &receipt) const
{
    const QByteArray trimmed = payload.trimmed();
    const auto whole = parseJson(trimmed);
    if (!whole) {
        return trimmed.contains('\n') ? parseLines(trimmed, receipt.at) : Result<Parsed>(failure(whole));
    }
    if (!whole->isObject()) {
        return fail(ErrorCode::Invalid, tr("This is a list; Icinga's lists stand in “results”."));
    }
    const QJsonObject body = whole->toObject();
    if (body.contains(QLatin1StringView("results"))) {
        return parseObjects(body, receipt.at);
    }
    if (body.contains(QLatin1StringView("NOTIFICATIONTYPE"))) {
        return nagios()->parse(payload, receipt);
    }
    Parsed parsed;
    ONLYONCE_TRY(takeEvent(body, {}, receipt.at, parsed));
    return parsed;
}

}  // namespace

std::shared_ptr<const Source> icinga2()
{
    return std::make_shared<Icinga2>();
}

}  // namespace onlyonce
