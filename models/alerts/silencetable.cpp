// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/silencetable.h"

#include "models/base/json.h"

#include <QJsonDocument>

namespace onlyonce::silencetable {

namespace {

constexpr int columnCount = 7;

QString columns()
{
    return QStringLiteral("s.id, s.kind, s.matchers, s.starts_at, s.ends_at, s.comment, s.actor_id");
}

QString textOf(const Matchers &matchers)
{
    return QString::fromUtf8(
        QJsonDocument(QJsonArray::fromStringList(textsOf(matchers))).toJson(QJsonDocument::Compact));
}

Silence read(const Row &row)
{
    return {.id = row.id<SilenceId>(0),
            .isMaintenance = row.text(1) == QLatin1StringView("maintenance"),
            .matchers = matchersFrom(parseJson(row.text(2).toUtf8()).value_or(QJsonValue()).toVariant().toStringList()),
            .startsAt = row.instant(3),
            .endsAt = row.instant(4),
            .comment = row.text(5),
            .madeBy = row.id<ActorId>(6)};
}

}  // namespace

Result<SilenceId> insert(Transaction &transaction, const Silence &silence)
{
    return transaction.insert<SilenceId>(
        QStringLiteral("INSERT INTO silence (kind, matchers, starts_at, ends_at, comment, actor_id, created_at) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id"),
        silence.isMaintenance ? QStringLiteral("maintenance") : QStringLiteral("silence"), textOf(silence.matchers),
        silence.startsAt, silence.endsAt, silence.comment, transaction.actor(), transaction.now());
}

Result<> setEnd(Transaction &transaction, SilenceId id, Instant at)
{
    const auto done = transaction.exec(QStringLiteral("UPDATE silence SET ends_at = ? WHERE id = ?"), at, id);
    return done ? Result<>() : failure(done);
}

Result<std::optional<Silence>> byId(Transaction &transaction, SilenceId id)
{
    return transaction.one(QStringLiteral("SELECT %1 FROM silence s WHERE s.id = ?").arg(columns()), read, id);
}

Result<std::vector<Silence>> ahead(Transaction &transaction)
{
    return transaction.all(
        QStringLiteral("SELECT %1 FROM silence s WHERE s.ends_at > ? ORDER BY s.ends_at, s.id").arg(columns()), read,
        transaction.now());
}

Result<std::optional<Silence>> ofAlert(Transaction &transaction, AlertId alert)
{
    return transaction.one(QStringLiteral("SELECT %1 FROM silenced_alert h JOIN silence s ON s.id = h.silence_id "
                                          "WHERE h.alert_id = ?")
                               .arg(columns()),
                           read, alert);
}

Result<std::vector<Hiding>> hiding(Transaction &transaction, const QStringList &services)
{
    if (services.isEmpty()) {
        return std::vector<Hiding>();
    }
    QVariantList values;
    QStringList places;
    for (const QString &service : services) {
        values << toSql(service);
        places << QStringLiteral("?");
    }
    values << toSql(transaction.now());
    return transaction.allList(
        QStringLiteral("SELECT %1, n.alerts FROM (SELECT h.silence_id, count(*) AS alerts FROM silenced_alert h "
                       "JOIN alert a ON a.id = h.alert_id WHERE a.status = 'firing' AND a.service IN (%2) "
                       "GROUP BY h.silence_id) n JOIN silence s ON s.id = n.silence_id WHERE s.ends_at > ? "
                       "ORDER BY s.ends_at, s.id")
            .arg(columns(), places.join(QStringLiteral(", "))),
        [](const Row &row) { return Hiding{.silence = read(row), .alerts = int(row.integer(columnCount))}; }, values);
}

Result<std::vector<AlertId>> hidden(Transaction &transaction, int limit)
{
    return transaction.all(
        QStringLiteral("SELECT h.alert_id FROM silenced_alert h JOIN alert a ON a.id = h.alert_id "
                       "WHERE a.status = 'firing' ORDER BY h.alert_id DESC LIMIT ?"),
        [](const Row &row) { return row.id<AlertId>(0); }, limit);
}

Result<int> countHidden(Transaction &transaction)
{
    const auto found = transaction.one(QStringLiteral("SELECT count(*) FROM silenced_alert h "
                                                      "JOIN alert a ON a.id = h.alert_id WHERE a.status = 'firing'"),
                                       [](const Row &row) { return int(row.integer(0)); });
    return found ? Result<int>(found->value_or(0)) : failure(found);
}

Result<> hide(Transaction &transaction, AlertId alert, SilenceId silence)
{
    const auto done =
        transaction.exec(QStringLiteral("INSERT INTO silenced_alert (alert_id, silence_id) VALUES (?, ?) "
                                        "ON CONFLICT (alert_id) DO UPDATE SET silence_id = excluded.silence_id"),
                         alert, silence);
    return done ? Result<>() : failure(done);
}

Result<std::vector<AlertId>> released(Transaction &transaction, int limit)
{
    return transaction.all(
        QStringLiteral("SELECT h.alert_id FROM silenced_alert h JOIN silence s ON s.id = h.silence_id "
                       "WHERE s.ends_at <= ? ORDER BY h.alert_id LIMIT ?"),
        [](const Row &row) { return row.id<AlertId>(0); }, transaction.now(), limit);
}

Result<> unhide(Transaction &transaction, AlertId alert)
{
    const auto done = transaction.exec(QStringLiteral("DELETE FROM silenced_alert WHERE alert_id = ?"), alert);
    return done ? Result<>() : failure(done);
}

}  // namespace onlyonce::silencetable
