// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/silences.h"

#include "models/alerts/collector.h"
#include "models/alerts/silencetable.h"
#include "models/alerts/tellback/tellback.h"
#include "models/base/tr.h"
#include "models/catalog/actor.h"
#include "models/documents/visibletext.h"
#include "models/storage/journal.h"

#include <QTimeZone>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr auto longest = std::chrono::days{366};
constexpr qsizetype longestComment = 500;

//! Even an alert without a label is hidden by such matchers.
bool matchEverything(const Matchers &matchers)
{
    return allMatch(matchers, {});
}

Result<> check(const Silence &silence, Instant now)
{
    if (silence.matchers.empty() || matchEverything(silence.matchers)) {
        return fail(ErrorCode::Invalid,
                    tr("Say what is silenced: at least one label with its value, or every alert would be hidden."));
    }
    if (silence.endsAt <= silence.startsAt || silence.endsAt <= now) {
        return fail(ErrorCode::Invalid, tr("The silence would end before it begins, or has ended already."));
    }
    if (silence.endsAt - silence.startsAt > longest) {
        return fail(ErrorCode::Invalid, tr("A silence lasts a year at most: what is forgotten is found too late."));
    }
    if (silence.comment.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("Say why, for those who wonder where the alerts are."));
    }
    return {};
}

//! What stands in the first with the same value as in all others.
QJsonObject common(const std::vector<AlertRow> &alerts, QJsonObject (*labelsOf)(const AlertRow &))
{
    QJsonObject same = alerts.empty() ? QJsonObject() : labelsOf(alerts.front());
    for (const AlertRow &alert : alerts) {
        const QJsonObject labels = labelsOf(alert);
        for (const QString &name : same.keys()) {
            if (labels.value(name) != same.value(name)) {
                same.remove(name);
            }
        }
    }
    same.remove(QLatin1StringView("severity"));
    return same;
}

QString textOf(const Silence &silence)
{
    return QStringLiteral("%1 %2..%3: %4")
        .arg(textsOf(silence.matchers).join(QStringLiteral(", ")), toIso(silence.startsAt), toIso(silence.endsAt),
             silence.comment);
}

}  // namespace

QJsonObject matchableLabels(const AlertRow &alert)
{
    QJsonObject labels = alert.labels;
    const auto add = [&labels](QLatin1StringView name, const QString &value) {
        if (!value.isEmpty() && !labels.contains(name)) {
            labels.insert(name, value);
        }
    };
    add(QLatin1StringView("source"), alert.source);
    add(QLatin1StringView("service"), alert.service);
    add(QLatin1StringView("datacentre"), alert.dataCentre);
    add(QLatin1StringView("severity"), toText(alert.severity));
    return labels;
}

bool silences(const Silence &silence, const AlertRow &alert)
{
    return allMatch(silence.matchers, matchableLabels(alert));
}

Matchers matchersFor(const std::vector<AlertRow> &alerts)
{
    QJsonObject same = common(alerts, [](const AlertRow &alert) { return alert.labels; });
    if (same.isEmpty()) {
        same = common(alerts, matchableLabels);
    }
    Matchers matchers;
    for (auto label = same.begin(); label != same.end(); ++label) {
        if (const QString value = label.value().toString(); !value.isEmpty()) {
            matchers.push_back(Matcher::equal(label.key(), value));
        }
    }
    return matchers;
}

Result<Instant> silenceEnd(const QString &text, Instant startsAt, const QTimeZone &zone)
{
    const QString written = text.trimmed();
    if (const auto length = durationFrom(written)) {
        return startsAt + *length;
    }
    if (const QTime hour = QTime::fromString(written, QStringLiteral("H:mm")); hour.isValid()) {
        const QDate day = toDateTime(startsAt, zone).date();
        const Instant today = utcFromZone(day, hour, zone);
        return today > startsAt ? today : utcFromZone(day.addDays(1), hour, zone);
    }
    const auto time = parsePersonTime(written, zone, startsAt);
    return time
             ? time
             : fail(ErrorCode::Invalid,
                    tr("“%1” does not say when. Write 2h, 90m, 3d, 18:00 or 2026-11-23 18:00.").arg(written.left(60)));
}

Instant nextMorning(Instant now, const QTimeZone &zone)
{
    constexpr auto atLeast = std::chrono::hours{2};
    const QTime morning(8, 0);
    const QDate day = toDateTime(now, zone).date();
    const Instant today = utcFromZone(day, morning, zone);
    return today - now >= atLeast ? today : utcFromZone(day.addDays(1), morning, zone);
}

Result<Foreseen> foresee(Transaction &transaction, const Matchers &matchers, int limit)
{
    const auto firing = alerts(transaction, {.status = AlertStatus::Firing}, limit);
    if (!firing) {
        return failure(firing);
    }
    Foreseen foreseen{.andMore = firing->size() == size_t(limit)};
    for (const AlertRow &alert : *firing) {
        if (allMatch(matchers, matchableLabels(alert))) {
            ++foreseen.firing;
            foreseen.inIncidents += alert.incident != 0 ? 1 : 0;
        }
    }
    return foreseen;
}

Result<SilenceId> makeSilence(Transaction &transaction, const Silence &silence)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    Silence wanted = silence;
    wanted.comment = shortLine(silence.comment, longestComment);
    ONLYONCE_TRY(check(wanted, transaction.now()));
    auto id = silencetable::insert(transaction, wanted);
    if (!id) {
        return id;
    }
    wanted.id = *id;
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("silence"),
                                            .entityId = id->value,
                                            .field = QStringLiteral("silence"),
                                            .oldValue = {},
                                            .newValue = textOf(wanted)}));
    ONLYONCE_TRY(tellSilenced(transaction, wanted));
    transaction.touch(QStringLiteral("silence"), *id);
    return id;
}

Result<> endSilence(Transaction &transaction, SilenceId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    auto found = silencetable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no silence %1.").arg(id.value));
    }
    const Instant now = transaction.now();
    if ((*found)->endsAt <= now) {
        return {};
    }
    ONLYONCE_TRY(silencetable::setEnd(transaction, id, now));
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("silence"),
                                            .entityId = id.value,
                                            .field = QStringLiteral("ends_at"),
                                            .oldValue = toIso((*found)->endsAt),
                                            .newValue = toIso(now)}));
    ONLYONCE_TRY(tellSilenceEnded(transaction, **found));
    transaction.touch(QStringLiteral("silence"), id);
    return {};
}

Result<std::vector<Silence>> silencesAhead(Transaction &transaction)
{
    return silencetable::ahead(transaction);
}

Result<std::optional<Silence>> silenceOf(Transaction &transaction, AlertId alert)
{
    return silencetable::ofAlert(transaction, alert);
}

Result<std::vector<Hiding>> hidingOf(Transaction &transaction, const QStringList &services)
{
    return silencetable::hiding(transaction, services);
}

Result<std::vector<AlertId>> hiddenAlerts(Transaction &transaction, int limit)
{
    return silencetable::hidden(transaction, limit);
}

Result<int> silencedAlerts(Transaction &transaction)
{
    return silencetable::countHidden(transaction);
}

Result<> hideAlert(Transaction &transaction, AlertId alert, SilenceId silence)
{
    ONLYONCE_TRY(silencetable::hide(transaction, alert, silence));
    transaction.touch(QStringLiteral("silence"), silence);
    return {};
}

Result<bool> hasReleasedAlerts(Transaction &transaction)
{
    const auto found = silencetable::released(transaction, 1);
    return found ? Result<bool>(!found->empty()) : failure(found);
}

Result<std::vector<AlertRow>> releaseAlerts(Transaction &transaction, int limit)
{
    const auto released = silencetable::released(transaction, limit);
    if (!released) {
        return failure(released);
    }
    std::vector<AlertRow> firing;
    for (const AlertId id : *released) {
        ONLYONCE_TRY(silencetable::unhide(transaction, id));
        auto row = alert(transaction, id);
        if (!row) {
            return failure(row);
        }
        if (*row && (*row)->status == AlertStatus::Firing) {
            firing.push_back(std::move(**row));
        }
    }
    return firing;
}

}  // namespace onlyonce
