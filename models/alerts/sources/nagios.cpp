// SPDX-License-Identifier: GPL-3.0-or-later
// Nagios (and what speaks its macros: Naemon, Icinga 1; Icinga 2 where it sends by itself), told by resources/sources/nagios-notify: one JSON object with
// the macros of one notification, by their own names, all of them texts.
// Dedup key: HOSTNAME, or HOSTNAME!SERVICEDESC (a name may hold no "!"). Recovery: RECOVERY; and, because no recovery is
// told while something flaps, the end of flapping in a good state. The start of flapping is a problem whatever the state
// of that moment. Acknowledgements, downtimes and custom notifications tell of no change.
// The failure's start: LASTHOSTSTATECHANGE, which is the first bad check of a host, or LASTSERVICESTATECHANGE, which is the
// last retry of a service; when the check was last good (LASTHOSTUP, LASTSERVICEOK) is kept as the annotation "last_good".
// Service: the custom variable _SERVICE, else the first service group, else SERVICEDESC (of a host: its name); data
// centre, probe, test and severity: custom variables like _REGION; a service's before its host's. Severity otherwise: the
// state.
// Facts: assets.nagios.com/downloads/nagioscore/docs/nagioscore/4/en/macrolist.html, and recordings of Nagios 4.4.6.
#include "models/alerts/source.h"
#include "models/alerts/sources/fields.h"
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/catalog/places.h"

#include <QFile>
#include <QHash>

namespace onlyonce {

namespace {

using fields::Reader;

enum class Told { Problem, Recovery, FlappingStart, ByState, Nothing };

std::optional<Told> toldBy(const QString &type)
{
    static const QHash<QString, Told> types{
        {QStringLiteral("PROBLEM"), Told::Problem},
        {QStringLiteral("RECOVERY"), Told::Recovery},
        {QStringLiteral("FLAPPINGSTART"), Told::FlappingStart},
        {QStringLiteral("FLAPPINGSTOP"), Told::ByState},
        {QStringLiteral("FLAPPINGDISABLED"), Told::ByState},
        {QStringLiteral("FLAPPINGEND"), Told::ByState},
        {QStringLiteral("ACKNOWLEDGEMENT"), Told::Nothing},
        {QStringLiteral("DOWNTIMESTART"), Told::Nothing},
        {QStringLiteral("DOWNTIMEEND"), Told::Nothing},
        {QStringLiteral("DOWNTIMECANCELLED"), Told::Nothing},
        {QStringLiteral("DOWNTIMEREMOVED"), Told::Nothing},
        {QStringLiteral("CUSTOM"), Told::Nothing},
    };
    const auto found = types.constFind(type);
    return found == types.constEnd() ? std::nullopt : std::optional(*found);
}

bool isGood(const QString &state)
{
    return state == QLatin1StringView("OK") || state == QLatin1StringView("UP");
}

AlertSeverity severityOf(const QString &state)
{
    if (state == QLatin1StringView("CRITICAL") || state == QLatin1StringView("DOWN")) {
        return AlertSeverity::Critical;
    }
    // UNKNOWN and UNREACHABLE: something is wrong, perhaps with the looking.
    return isGood(state) || state == QLatin1StringView("WARNING") ? AlertSeverity::Warning : AlertSeverity::Error;
}

//! What a macro stands for; one that did not apply is empty, or stayed as it was written.
QString macro(Reader &macros, QLatin1StringView name)
{
    const QString text = macros.textOrNumber(name);
    return text.startsWith(QLatin1Char('$')) && text.endsWith(QLatin1Char('$')) ? QString() : text;
}

//! Custom variables become labels: _HOSTREGION is "region", and so is _SERVICEREGION, which is nearer and wins.
QJsonObject customLabels(const QJsonObject &message, Reader &macros)
{
    QJsonObject labels;
    for (const auto prefix : {QLatin1StringView("_HOST"), QLatin1StringView("_SERVICE")}) {
        for (const QString &name : message.keys()) {
            const QString label = name.mid(prefix.size()).toLower();
            if (name.startsWith(prefix) && !label.isEmpty()) {
                const QByteArray latin = name.toLatin1();  // as Nagios' names are
                const QString value = fields::oneLine(macro(macros, QLatin1StringView(latin)));
                if (!value.isEmpty()) {
                    labels.insert(label, value);
                }
            }
        }
    }
    return labels;
}

//! The macros of one notification, of a service or of a host.
struct Notification
{
    QString type;
    QString host;
    QString check;  //!< SERVICEDESC; empty when the host itself is told of
    QString state;
    QString output;
    QString details;
    QString address;
    QString hostGroups;
    QString serviceGroups;
    QString page;
    QString notes;
    QJsonObject custom;
    std::optional<Instant> changedAt;
    std::optional<Instant> goodAt;
};

Result<Notification> notificationFrom(const QJsonObject &message, Instant receivedAt)
{
    Result<> outcome;
    Reader macros(message, {}, outcome);
    const auto line = [&macros](const char *name) { return fields::oneLine(macro(macros, QLatin1StringView(name))); };
    Notification told{.type = line("NOTIFICATIONTYPE"), .host = line("HOSTNAME"), .check = line("SERVICEDESC")};
    const bool ofHost = told.check.isEmpty();
    told.state = line(ofHost ? "HOSTSTATE" : "SERVICESTATE");
    const QString output = macro(macros, QLatin1StringView(ofHost ? "HOSTOUTPUT" : "SERVICEOUTPUT")).trimmed();
    told.output = fields::oneLine(output.section(QLatin1Char('\n'), 0, 0));
    told.details = macro(macros, QLatin1StringView(ofHost ? "LONGHOSTOUTPUT" : "LONGSERVICEOUTPUT"))
                       .replace(QLatin1StringView("\\n"), QLatin1StringView("\n"));
    if (told.details.isEmpty()) {  // Icinga has all lines in one
        told.details = output.section(QLatin1Char('\n'), 1);
    }
    told.address = line("HOSTADDRESS");
    told.hostGroups = line("HOSTGROUPNAMES");
    told.serviceGroups = line("SERVICEGROUPNAMES");
    told.page = fields::webLink(line(ofHost ? "HOSTINFOURL" : "SERVICEINFOURL"));
    told.notes = fields::webLink(line(ofHost ? "HOSTNOTESURL" : "SERVICENOTESURL"));
    told.custom = customLabels(message, macros);
    told.changedAt = fields::notAfter(
        macros.epoch(QLatin1StringView(ofHost ? "LASTHOSTSTATECHANGE" : "LASTSERVICESTATECHANGE")), receivedAt);
    told.goodAt =
        fields::notAfter(macros.epoch(QLatin1StringView(ofHost ? "LASTHOSTUP" : "LASTSERVICEOK")), receivedAt);
    if (!outcome) {
        return failure(outcome);
    }
    if (told.host.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("HOSTNAME is missing."));
    }
    return told;
}

QString summaryOf(const Notification &told, bool flapping)
{
    const QString output = told.output.isEmpty() ? told.state : told.output;
    const QString what = told.check.isEmpty() ? told.host : tr("%1 on %2").arg(told.check, told.host);
    return fields::oneLine((flapping ? tr("%1 is flapping: %2") : tr("%1: %2")).arg(what, output));
}

QString serviceOf(const Notification &told)
{
    for (const QString &name :
         {fields::service(told.custom), told.serviceGroups.section(QLatin1Char(','), 0, 0), told.check}) {
        if (!name.isEmpty()) {
            return fields::oneLine(name, longestPlaceName);
        }
    }
    return fields::oneLine(told.host, longestPlaceName);
}

Signal signalFrom(const Notification &told, AlertStatus status, bool flapping)
{
    const QLatin1StringView severity("severity");
    Signal signal{
        .fingerprint = fields::key(told.check.isEmpty() ? told.host : told.host + QLatin1Char('!') + told.check),
        .status = status,
        .severity = told.custom.contains(severity) ? fields::severity(told.custom.value(severity).toString())
                                                   : severityOf(told.state),
        .summary = summaryOf(told, flapping),
        .service = serviceOf(told),
        .dataCentre = fields::dataCentre(told.custom),
        .probes = fields::probes(told.custom),
        .failedTest = fields::failedTest(told.custom),
        .labels = fields::filled({{"host", told.host},
                                  {"check", told.check},
                                  {"address", told.address},
                                  {"hostgroups", told.hostGroups},
                                  {"servicegroups", told.serviceGroups}}),
        .annotations = fields::filled({{"state", told.state}, {"details", told.details}, {"runbook_url", told.notes}}),
        .link = told.page.isEmpty() ? told.notes : told.page};
    for (auto label = told.custom.begin(); label != told.custom.end(); ++label) {
        signal.labels.insert(label.key(), label.value());
    }
    if (status == AlertStatus::Firing) {
        signal.startedAt = told.changedAt;
        if (told.goodAt) {
            signal.annotations.insert(QLatin1StringView("last_good"), toIso(*told.goodAt));
        }
    } else {
        signal.resolvedAt = told.changedAt;
    }
    return signal;
}

class Nagios final : public Source
{
public:
    [[nodiscard]] QString id() const override { return QStringLiteral("nagios"); }
    [[nodiscard]] QString name() const override { return QStringLiteral("Nagios"); }
    [[nodiscard]] QString guide() const override;
    [[nodiscard]] Result<Parsed> parse(const QByteArray &payload, const Receipt &receipt) const override;
};

QString Nagios::guide() const
{
    QFile script(QStringLiteral(":/sources/nagios-notify"));
    const QByteArray text = script.open(QIODevice::ReadOnly) ? script.readAll() : QByteArray();
    return tr("Save the script below on the Nagios server as `/usr/local/bin/nagios-notify` and make it executable; "
              "it needs a shell, awk and curl. Set `enable_environment_macros=1` in nagios.cfg and define\n\n"
              "    define command {\n"
              "        command_name  onlyonce\n"
              "        command_line  /usr/local/bin/nagios-notify %1\n"
              "    }\n\n"
              "If a token is asked for, put it into a file that only Nagios may read and write `-t FILE` before the "
              "address. Give a contact this command as `host_notification_commands` and "
              "`service_notification_commands`, with the options `d,u,r,f` and `w,u,c,r,f`: without `r` and `f` "
              "recoveries are not told. The script tries for half a minute; a `notification_interval` above 0 tells "
              "a problem again that was lost even so. Custom variables `_SERVICE`, `_REGION`, `_SEVERITY` and `_TEST` "
              "of a host or a service say what fails, where and how badly.")
         + QStringLiteral("\n\n") + fields::behindNat() + QStringLiteral("\n\n```sh\n") + QString::fromUtf8(text)
         + QStringLiteral("```\n");
}

Result<Parsed> Nagios::parse(const QByteArray &payload, const Receipt &receipt) const
{
    const auto message = parseJsonObject(payload);
    if (!message) {
        return failure(message);
    }
    const auto notification = notificationFrom(*message, receipt.at);
    if (!notification) {
        return failure(notification);
    }
    const auto told = toldBy(notification->type);
    if (!told) {
        return fail(ErrorCode::Invalid,
                    tr("NOTIFICATIONTYPE is none of those that Nagios has, such as PROBLEM and RECOVERY."));
    }
    Parsed parsed;
    switch (*told) {
    case Told::Problem:
        parsed.alerts.push_back(signalFrom(*notification, AlertStatus::Firing, false));
        break;
    case Told::Recovery:
        parsed.alerts.push_back(signalFrom(*notification, AlertStatus::Resolved, false));
        break;
    case Told::FlappingStart:
        parsed.alerts.push_back(signalFrom(*notification, AlertStatus::Firing, true));
        break;
    case Told::ByState:
        parsed.alerts.push_back(signalFrom(
            *notification, isGood(notification->state) ? AlertStatus::Resolved : AlertStatus::Firing, false));
        break;
    case Told::Nothing:
        break;
    }
    return parsed;
}

}  // namespace

std::shared_ptr<const Source> nagios()
{
    return std::make_shared<Nagios>();
}

}  // namespace onlyonce
