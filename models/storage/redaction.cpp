// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/redaction.h"

#include "models/storage/auditchain.h"

#include <algorithm>
#include <tuple>

namespace onlyonce {

namespace {

constexpr qsizetype textsPerQuestion = 16;

TextPlace auditPlace()
{
    return {.table = QStringLiteral("audit"),
            .columns = {QStringLiteral("old_value"), QStringLiteral("new_value"), QStringLiteral("reason")}};
}

struct Held
{
    qint64 row = 0;
    QString text;
    QByteArray bytes;
};

//! Rows in whose column one of the texts stands.
Result<std::vector<Held>> holding(Transaction &transaction, const Redaction &redaction, const TextPlace &place,
                                  const QString &column, const QStringList &texts)
{
    const bool sqlite = transaction.engine() == Engine::Sqlite;
    const QString test = sqlite      ? QStringLiteral("instr(%1, ?) > 0")
                       : place.bytes ? QStringLiteral("position(? in %1) > 0")
                                     : QStringLiteral("strpos(%1, ?) > 0");
    QVariantList values;
    QString condition;
    if (!place.ofIncident.isEmpty()) {
        condition = u'(' + place.ofIncident + QStringLiteral(") AND ");
        values << toSql(redaction.incident);
    }
    QStringList tests;
    for (const QString &text : texts) {
        tests << test.arg(column);
        values << (place.bytes ? toSql(text.toUtf8()) : toSql(text));
    }
    return transaction.allList(
        QStringLiteral("SELECT %1, %2 FROM %3 WHERE %4(%5)")
            .arg(place.key, column, place.table, condition, tests.join(QStringLiteral(" OR "))),
        [&place](const Row &row) {
            return Held{.row = row.integer(0),
                        .text = place.bytes ? QString() : row.text(1),
                        .bytes = place.bytes ? row.bytes(1) : QByteArray()};
        },
        values);
}

Result<> overwrite(Transaction &transaction, const TextPlace &place, const QString &column, qint64 row,
                   const QVariant &before, const QVariant &after)
{
    // By what stood there as well: a key may name several rows.
    auto done = transaction.execList(QStringLiteral("UPDATE %1 SET %2 = ?%3 WHERE %4 = ? AND %2 = ?")
                                         .arg(place.table, column,
                                              place.versioned ? QStringLiteral(", version = version + 1") : QString(),
                                              place.key),
                                     {after, toSql(row), before});
    if (!done) {
        return failure(done);
    }
    transaction.touch(place.table, row);
    return {};
}

Result<> redactColumn(Transaction &transaction, const Redaction &redaction, const TextPlace &place,
                      const QString &column, RedactedPlaces &found)
{
    for (qsizetype from = 0; from < redaction.texts.size(); from += textsPerQuestion) {
        auto rows = holding(transaction, redaction, place, column, redaction.texts.mid(from, textsPerQuestion));
        if (!rows) {
            return failure(rows);
        }
        for (const Held &held : *rows) {
            found.push_back({place.table, held.row, column});
            if (redaction.id) {
                const QVariant before = place.bytes ? toSql(held.bytes) : toSql(held.text);
                const QVariant after =
                    place.bytes ? toSql(redaction.applied(held.bytes)) : toSql(redaction.applied(held.text));
                ONLYONCE_TRY(overwrite(transaction, place, column, held.row, before, after));
                ONLYONCE_TRY(rememberPlace(transaction, redaction.id, found.back()));
            }
        }
    }
    return {};
}

Result<> forgetSalt(Transaction &transaction, qint64 row)
{
    auto done = transaction.exec(QStringLiteral("UPDATE audit_link SET salt = NULL WHERE audit_id = ?"), row);
    return done ? Result<>() : failure(done);
}

}  // namespace

bool Redaction::isIn(const QString &text) const
{
    return std::ranges::any_of(texts, [&text](const QString &each) { return text.contains(each); });
}

QString Redaction::applied(QString text) const
{
    for (const QString &each : texts) {
        text.replace(each, redactionMark());
    }
    return text;
}

QByteArray Redaction::applied(QByteArray bytes) const
{
    for (const QString &each : texts) {
        bytes.replace(each.toUtf8(), redactionMark().toUtf8());
    }
    return bytes;
}

QString redactionMark()
{
    return QStringLiteral("[redacted]");
}

Result<RedactionId> beginRedaction(Transaction &transaction, qint64 incident, const QString &reason)
{
    if (transaction.engine() == Engine::Sqlite) {
        ONLYONCE_TRY(transaction.exec(QStringLiteral("PRAGMA secure_delete = ON")));
    }
    auto id = transaction.insert<RedactionId>(
        QStringLiteral("INSERT INTO redaction (incident_id, at, actor_id, reason) VALUES (?, ?, ?, ?) RETURNING id"),
        incident, transaction.now(), transaction.actor(), reason);
    if (id) {
        transaction.touch(QStringLiteral("redaction"), *id);  // see Worker: the log goes after the commit
    }
    return id;
}

Result<> endRedaction(Transaction &transaction)
{
    if (transaction.engine() == Engine::Sqlite) {
        ONLYONCE_TRY(transaction.exec(QStringLiteral("PRAGMA secure_delete = OFF")));
    }
    return {};
}

Result<> rememberPlace(Transaction &transaction, RedactionId id, const RedactedPlace &place)
{
    auto done = transaction.exec(
        QStringLiteral("INSERT INTO redacted_place (redaction_id, place, row_id, field) VALUES (?, ?, ?, ?) "
                       "ON CONFLICT DO NOTHING"),
        id, place.place, place.row, place.field);
    return done ? Result<>() : failure(done);
}

Result<RedactedPlaces> redactPlaces(Transaction &transaction, const Redaction &redaction, const TextPlaces &places)
{
    RedactedPlaces found;
    for (const TextPlace &place : places) {
        for (const QString &column : place.columns) {
            ONLYONCE_TRY(redactColumn(transaction, redaction, place, column, found));
        }
    }
    // One that holds several of the texts was found with each.
    std::ranges::sort(found, [](const RedactedPlace &a, const RedactedPlace &b) {
        return std::tie(a.place, a.row, a.field) < std::tie(b.place, b.row, b.field);
    });
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

Result<RedactedPlaces> redactAudit(Transaction &transaction, const Redaction &redaction)
{
    auto found = redactPlaces(transaction, redaction, {auditPlace()});
    if (found && redaction.id) {
        for (const RedactedPlace &place : *found) {
            ONLYONCE_TRY(forgetSalt(transaction, place.row));
        }
    }
    return found;
}

Result<std::vector<KnownRedaction>> redactionsAfter(Transaction &transaction, RedactionId last)
{
    return transaction.all(
        QStringLiteral("SELECT id, incident_id, at, actor_id, reason FROM redaction WHERE id > ? ORDER BY id"),
        [](const Row &row) {
            return KnownRedaction{.id = row.id<RedactionId>(0),
                                  .incident = row.integer(1),
                                  .at = row.instant(2),
                                  .actor = row.id<ActorId>(3),
                                  .reason = row.text(4)};
        },
        last.value);
}

Result<RedactionId> lastRedaction(Transaction &transaction)
{
    auto found = transaction.one(QStringLiteral("SELECT max(id) FROM redaction"),
                                 [](const Row &row) { return row.id<RedactionId>(0); });
    return found ? Result<RedactionId>(found->value_or(RedactionId())) : failure(found);
}

Result<RedactedPlaces> placesOf(Transaction &transaction, RedactionId id)
{
    return transaction.all(
        QStringLiteral("SELECT place, row_id, field FROM redacted_place WHERE redaction_id = ? ORDER BY 1, 2, 3"),
        [](const Row &row) { return RedactedPlace{row.text(0), row.integer(1), row.text(2)}; }, id);
}

namespace {

std::optional<TextPlace> placeNamed(const QString &table, const TextPlaces &all)
{
    if (table == auditPlace().table) {
        return auditPlace();
    }
    const auto found = std::ranges::find(all, table, &TextPlace::table);
    return found == all.end() ? std::nullopt : std::optional(*found);
}

//! As they are in this database; a row that is not there has none.
Result<std::vector<QVariant>> valuesAt(Transaction &transaction, const TextPlace &place, const RedactedPlace &at)
{
    return transaction.all(
        QStringLiteral("SELECT %1 FROM %2 WHERE %3 = ?").arg(at.field, place.table, place.key),
        [&place](const Row &row) {
            return row.isNull(0) ? QVariant() : place.bytes ? toSql(row.bytes(0)) : toSql(row.text(0));
        },
        at.row);
}

}  // namespace

Result<std::vector<RedactedValue>> valuesOf(Transaction &transaction, const RedactedPlaces &places,
                                            const TextPlaces &all)
{
    std::vector<RedactedValue> values;
    for (const RedactedPlace &at : places) {
        const auto place = placeNamed(at.place, all);
        if (!place) {
            continue;  // the content of files is a matter of its own
        }
        auto now = valuesAt(transaction, *place, at);
        if (!now) {
            return failure(now);
        }
        // Of several rows of one key nobody can say which is which.
        const QVariant mark = place->bytes ? toSql(redactionMark().toUtf8()) : toSql(redactionMark());
        values.push_back({at, now->size() == 1 ? now->front() : mark});
    }
    return values;
}

Result<int> putValues(Transaction &transaction, const std::vector<RedactedValue> &values, const TextPlaces &all)
{
    int different = 0;
    for (const RedactedValue &value : values) {
        const auto place = placeNamed(value.place.place, all);
        if (!place) {
            continue;
        }
        auto then = valuesAt(transaction, *place, value.place);
        if (!then) {
            return failure(then);
        }
        for (const QVariant &before : *then) {
            if (before != value.value && !before.isNull()) {
                ONLYONCE_TRY(overwrite(transaction, *place, value.place.field, value.place.row, before, value.value));
                ++different;
            }
        }
        if (place->table == auditPlace().table) {
            ONLYONCE_TRY(forgetSalt(transaction, value.place.row));
        }
    }
    return different;
}

}  // namespace onlyonce
