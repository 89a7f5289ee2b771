// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/redacting.h"

#include "models/alerts/inbox/inboxindex.h"
#include "models/announce/texttable.h"
#include "models/base/tr.h"
#include "models/delivery/texttable.h"
#include "models/documents/markdown.h"
#include "models/incidents/evidence/texttable.h"
#include "models/incidents/lists/incidentindex.h"
#include "models/notify/texttable.h"
#include "models/postmortem/texttable.h"
#include "models/storage/journal.h"

#include <QMap>
#include <QSet>

#include <algorithm>

namespace onlyonce {

namespace {

void add(RedactedPlaces &all, const RedactedPlaces &more)
{
    all.insert(all.end(), more.begin(), more.end());
}

TextPlaces textsBesideIncidents()
{
    TextPlaces all = deliveryTexts();
    for (const TextPlaces &more : {notifyTexts(), announceTexts(), postmortemTexts()}) {
        all.insert(all.end(), more.begin(), more.end());
    }
    return all;
}

TextPlaces allTexts()
{
    TextPlaces all = textsBesideIncidents();
    for (const TextPlaces &more : {incidentTexts(), alertTexts()}) {
        all.insert(all.end(), more.begin(), more.end());
    }
    return all;
}

std::vector<AlertId> alertsIn(const RedactedPlaces &places)
{
    std::vector<AlertId> alerts;
    for (const RedactedPlace &place : places) {
        if (place.place == QStringLiteral("alert") && (alerts.empty() || alerts.back().value != place.row)) {
            alerts.push_back(AlertId{place.row});
        }
    }
    return alerts;
}

Result<RedactedPlaces> redactAlerts(Transaction &transaction, const Redaction &redaction)
{
    Redaction look = redaction;
    look.id = {};
    auto found = redactPlaces(transaction, look, alertTexts());
    if (found && redaction.id) {
        ONLYONCE_TRY(rewording(transaction, alertsIn(*found), [&]() -> Result<> {
            auto done = redactPlaces(transaction, redaction, alertTexts());
            return done ? Result<>() : failure(done);
        }));
    }
    return found;
}

Result<RedactedPlaces> everywhere(Transaction &transaction, const Redaction &redaction, const RedactionWish &wish)
{
    RedactedPlaces all;
    auto incidents = redactIncident(transaction, redaction, wish);
    if (!incidents) {
        return incidents;
    }
    add(all, *incidents);
    auto alerts = redactAlerts(transaction, redaction);
    if (!alerts) {
        return alerts;
    }
    add(all, *alerts);
    auto others = redactPlaces(transaction, redaction, textsBesideIncidents());
    if (!others) {
        return others;
    }
    add(all, *others);
    auto audit = redactAudit(transaction, redaction);
    if (!audit) {
        return audit;
    }
    add(all, *audit);
    return all;
}

}  // namespace

Result<RedactedPlaces> placesToRedact(Transaction &transaction, const RedactionWish &wish)
{
    auto redaction = redactionOf(transaction, wish);
    return redaction ? everywhere(transaction, *redaction, wish) : failure(redaction);
}

Result<RedactedPlaces> redactAll(Transaction &transaction, const RedactionWish &wish, const QString &reason)
{
    auto redaction = redactionOf(transaction, wish);
    if (!redaction) {
        return failure(redaction);
    }
    if (reason.trimmed().isEmpty() || reason.size() > 1000) {
        return fail(ErrorCode::Invalid, tr("Why is it redacted? The reason is kept, in at most 1,000 characters."));
    }
    if (redaction->isIn(reason)) {
        return fail(ErrorCode::Invalid, tr("The reason is kept, so it must not hold what is redacted."));
    }
    auto id = beginRedaction(transaction, wish.incident.value, reason.trimmed());
    if (!id) {
        return failure(id);
    }
    redaction->id = *id;
    auto places = everywhere(transaction, *redaction, wish);
    if (!places) {
        return places;
    }
    if (places->empty()) {
        return fail(ErrorCode::NotFound, tr("That stands nowhere in what belongs to this incident."));
    }
    const QString where = toText(*places);
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("redaction"),
                                            .entityId = id->value,
                                            .field = QStringLiteral("places"),
                                            .newValue = where,
                                            .reason = reason.trimmed()}));
    auto told = append(transaction, {.incident = wish.incident,
                                     .kind = TimelineKind::Redacted,
                                     .body = escapeMarkdown(tr("%1. Reason: %2").arg(where, reason.trimmed())),
                                     .data = {{QStringLiteral("redaction"), id->value}}});
    if (!told) {
        return failure(told);
    }
    // Whoever shows any of it shows it anew: views watch what their texts belong to.
    for (const char *const table :
         {"incident", "announcement", "postmortem", "reference", "handover", "incident_step", "incident_task"}) {
        transaction.touch(QString::fromLatin1(table), wish.incident);
    }
    ONLYONCE_TRY(endRedaction(transaction));
    return places;
}

QString toText(const RedactedPlaces &places)
{
    static const QHash<QString, QString> names{
        {QStringLiteral("timeline"), tr("timeline")},
        {QStringLiteral("incident"), tr("title")},
        {QStringLiteral("attachment"), tr("evidence")},
        {QStringLiteral("audit"), tr("audit trail")},
        {QStringLiteral("alert"), tr("alerts")},
        {QStringLiteral("payload"), tr("payloads of alerts")},
        {QStringLiteral("outbox"), tr("deliveries")},
        {QStringLiteral("notification"), tr("notifications")},
        {QStringLiteral("announcement"), tr("announcements")},
        {QStringLiteral("announcement_post"), tr("posts")},
        {QStringLiteral("postmortem_field"), tr("post-mortem")},
        {QStringLiteral("postmortem_comment"), tr("comments")},
        {QStringLiteral("postmortem_review"), tr("reviews")},
        {QStringLiteral("why"), tr("whys")},
        {QStringLiteral("countermeasure"), tr("countermeasures")},
        {QStringLiteral("reference"), tr("links")},
        {QStringLiteral("handover"), tr("handovers")},
        {QStringLiteral("incident_step"), tr("steps")},
        {QStringLiteral("incident_task"), tr("tasks")},
        {QStringLiteral("incident_text"), tr("search")},
    };
    QMap<QString, QSet<qint64>> rows;
    for (const RedactedPlace &place : places) {
        rows[names.value(place.place, place.place)].insert(place.row);
    }
    QStringList parts;
    for (auto each = rows.cbegin(); each != rows.cend(); ++each) {
        parts << QStringLiteral("%1 (%2)").arg(each.key()).arg(each->size());
    }
    return parts.join(QStringLiteral(", "));
}

std::vector<BackupFile> copiesFrom(const QString &folder, Instant before)
{
    auto files = listBackups(folder);
    if (!files) {
        return {};
    }
    std::erase_if(*files, [before](const BackupFile &file) { return file.takenAt > before; });
    return *files;
}

QString beyondReach(Engine engine)
{
    const QString out = tr("Documents that were exported, mails and posts that have gone out, and copies elsewhere may "
                           "still hold it.");
    return engine == Engine::Sqlite
             ? out
             : out + u' '
                   + tr("PostgreSQL keeps old rows until VACUUM, and its archives for as long as they are kept.");
}

Redactor redactorFor(const Session &session, const QString &folder)
{
    const auto copies = [folder, engine = session.database.engine()](Instant now) {
        const auto count = copiesFrom(folder, now).size();
        const QString nightly = count == 0 ? QString()
                              : count == 1 ? tr("One nightly copy was taken before and may hold it; it is redacted "
                                                "again when it is put back.")
                                           : tr("%1 nightly copies were taken before and may hold it; they are "
                                                "redacted again when they are put back.")
                                                 .arg(count);
        return QString(nightly + u' ' + beyondReach(engine)).trimmed();
    };
    return {
        .preview =
            [session, copies](const RedactionWish &wish) {
                return session.write([wish, copies](Transaction &transaction) -> Result<QString> {
                    auto places = placesToRedact(transaction, wish);
                    if (!places) {
                        return failure(places);
                    }
                    if (places->empty()) {
                        return fail(ErrorCode::NotFound, tr("It stands nowhere any more."));
                    }
                    return tr("Will be overwritten for good: %1. %2").arg(toText(*places), copies(transaction.now()));
                });
            },
        .redact =
            [session, copies](const RedactionWish &wish, const QString &reason) {
                return session.write([wish, reason, copies](Transaction &transaction) -> Result<QString> {
                    auto places = redactAll(transaction, wish, reason);
                    return places
                             ? Result<QString>(tr("Redacted: %1. %2").arg(toText(*places), copies(transaction.now())))
                             : failure(places);
                });
            }};
}

Result<std::vector<RedactionMade>> redactionsMade(Transaction &live, RedactionId after)
{
    auto known = redactionsAfter(live, after);
    if (!known) {
        return failure(known);
    }
    std::vector<RedactionMade> all;
    for (const KnownRedaction &each : *known) {
        auto places = placesOf(live, each.id);
        if (!places) {
            return failure(places);
        }
        auto values = valuesOf(live, *places, allTexts());
        auto files = redactedFiles(live, *places);
        if (!values || !files) {
            return std::unexpected(values ? files.error() : values.error());
        }
        all.push_back({each, std::move(*places), std::move(*values), std::move(*files)});
    }
    return all;
}

Result<> redactAgain(Transaction &copy, const RedactionMade &made)
{
    auto id = beginRedaction(copy, made.known.incident, made.known.reason);
    if (!id) {
        return failure(id);
    }
    ONLYONCE_TRY(rewording(copy, alertsIn(made.places), [&]() -> Result<> {
        auto put = putValues(copy, made.values, allTexts());
        return put ? Result<>() : failure(put);
    }));
    ONLYONCE_TRY(putFiles(copy, made.files));
    for (const RedactedPlace &place : made.places) {
        ONLYONCE_TRY(rememberPlace(copy, *id, place));
    }
    const IncidentId incident{made.known.incident};
    ONLYONCE_TRY(texttable::forgetWords(copy, incident));
    ONLYONCE_TRY(indexAnew(copy, incident));
    ONLYONCE_TRY(recordChange(copy, {.entity = QStringLiteral("redaction"),
                                     .entityId = id->value,
                                     .field = QStringLiteral("again"),
                                     .newValue = toText(made.places),
                                     .reason = made.known.reason}));
    return endRedaction(copy);
}

}  // namespace onlyonce
