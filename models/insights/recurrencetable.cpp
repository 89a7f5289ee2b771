// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/insights/recurrencetable.h"

#include "models/storage/wordquery.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include <algorithm>

namespace onlyonce::recurrencetable {

namespace {

using namespace Qt::StringLiterals;

constexpr int mostAlerts = 20;
constexpr int mostWords = 40;
constexpr int mostFindings = 100;
constexpr qint64 fewHave = 400;    // are found by the index of words alone
constexpr qsizetype atOnce = 200;  // values in one statement

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

QString places(qsizetype count)
{
    return QStringList(count, u"?"_s).join(u", "_s);
}

//! `statement` has a %1 for the places of at most `atOnce` values.
template <typename Read>
auto inPieces(Transaction &transaction, const QString &statement, const QVariantList &values, Read read)
    -> Result<std::vector<std::invoke_result_t<Read, const Row &>>>
{
    std::vector<std::invoke_result_t<Read, const Row &>> rows;
    for (qsizetype from = 0; from < values.size(); from += atOnce) {
        const QVariantList piece = values.mid(from, atOnce);
        auto some = transaction.allList(statement.arg(places(piece.size())), read, piece);
        if (!some) {
            return failure(some);
        }
        rows.insert(rows.end(), std::make_move_iterator(some->begin()), std::make_move_iterator(some->end()));
    }
    return rows;
}

QVariantList valuesOf(const std::vector<IncidentId> &ids)
{
    QVariantList values;
    for (const IncidentId id : ids) {
        values << toSql(id);
    }
    return values;
}

Result<QStringList> asList(const Result<std::vector<QString>> &texts)
{
    return texts ? Result<QStringList>(QStringList(texts->begin(), texts->end())) : failure(texts);
}

Result<QStringList> foundOf(Transaction &transaction, const QString &table, IncidentId id)
{
    return asList(transaction.all(
        u"SELECT f.body FROM postmortem p JOIN %1 f ON f.postmortem_id = p.id "
        "WHERE p.incident_id = ? AND f.visibility <> 'restricted' ORDER BY f.id LIMIT %2"_s.arg(
            table, QString::number(mostFindings)),
        [](const Row &row) { return row.text(0); }, id));
}

QSet<QString> tokensIn(const QString &text)
{
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    return {words.begin(), words.end()};
}

//! The empty word counts the incidents themselves.
Result<> count(Transaction &transaction, const QSet<QString> &before, const QSet<QString> &after)
{
    QStringList gone = QSet<QString>(before).subtract(after).values();
    QStringList come = QSet<QString>(after).subtract(before).values();
    if (before.isEmpty() != after.isEmpty()) {
        (before.isEmpty() ? come : gone) << QString();
    }
    gone.sort();
    come.sort();
    for (const QString &word : gone) {
        ONLYONCE_TRY(
            done(transaction.exec(u"UPDATE bygone_word SET incidents = incidents - 1 WHERE word = ?"_s, word)));
    }
    for (const QString &word : come) {
        ONLYONCE_TRY(done(transaction.exec(u"INSERT INTO bygone_word (word, incidents) VALUES (?, 1) "
                                           "ON CONFLICT (word) DO UPDATE SET incidents = bygone_word.incidents + 1"_s,
                                           word)));
    }
    return {};
}

QString whyText(const Alike &alike)
{
    const QJsonObject json{{u"words"_s, QJsonArray::fromStringList(alike.words)},
                           {u"marks"_s, QJsonArray::fromStringList(alike.marks)}};
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QStringList listIn(const QJsonObject &json, const QString &field)
{
    QStringList list;
    for (const QJsonValue &value : json.value(field).toArray()) {
        list << value.toString();
    }
    return list;
}

}  // namespace

Result<std::vector<Seen>> alertsOf(Transaction &transaction, IncidentId id)
{
    return transaction.all(
        u"SELECT a.summary, a.labels FROM incident_alert l JOIN alert a ON a.id = l.alert_id "
        "WHERE l.incident_id = ? ORDER BY l.alert_id LIMIT %1"_s.arg(mostAlerts),
        [](const Row &row) {
            return Seen{.summary = row.text(0), .labels = QJsonDocument::fromJson(row.bytes(1)).object()};
        },
        id);
}

Result<QStringList> wordsOf(Transaction &transaction, IncidentId id)
{
    return asList(transaction.all(
        u"SELECT t.body FROM timeline t WHERE t.incident_id = ? AND t.kind IN ('note', 'decision', 'hypothesis', "
        "'action') AND t.kind NOT IN ('alert fired', 'alert resolved') AND NOT EXISTS (SELECT 1 FROM timeline c WHERE "
        "c.corrects_id = t.id) ORDER BY t.happened_at, t.id LIMIT %1"_s.arg(mostWords),
        [](const Row &row) { return row.text(0); }, id));
}

Result<QStringList> whysOf(Transaction &transaction, IncidentId id)
{
    return foundOf(transaction, u"why"_s, id);
}

Result<QStringList> measuresOf(Transaction &transaction, IncidentId id)
{
    return foundOf(transaction, u"countermeasure"_s, id);
}

Result<bool> putBygone(Transaction &transaction, IncidentId id, const QString &text)
{
    const auto before =
        transaction.one(u"SELECT found FROM bygone WHERE rowid = ?"_s, [](const Row &row) { return row.text(0); }, id);
    if (!before) {
        return failure(before);
    }
    if (before->value_or(QString()) == text) {
        return false;
    }
    ONLYONCE_TRY(count(transaction, tokensIn(before->value_or(QString())), tokensIn(text)));
    ONLYONCE_TRY(done(transaction.exec(u"DELETE FROM bygone WHERE rowid = ?"_s, id)));
    if (text.isEmpty()) {
        return true;
    }
    const auto written =
        transaction.engine() == Engine::Sqlite
            ? transaction.exec(u"INSERT INTO bygone (rowid, found) VALUES (?, ?)"_s, id, text)
            : transaction.exec(u"INSERT INTO bygone (rowid, found, words) VALUES (?, ?, CAST(? AS tsvector))"_s, id,
                               text, text);
    return written ? Result<bool>(true) : failure(written);
}

Result<Rarity> rarityOf(Transaction &transaction, const QStringList &tokens)
{
    QVariantList values{toSql(QString())};
    for (const QString &token : tokens) {
        values << token;
    }
    const auto rows =
        inPieces(transaction, u"SELECT word, incidents FROM bygone_word WHERE incidents > 0 AND word IN (%1)"_s, values,
                 [](const Row &row) { return std::pair(row.text(0), row.integer(1)); });
    if (!rows) {
        return failure(rows);
    }
    QHash<QString, qint64> having;
    for (const auto &[word, incidents] : *rows) {
        having.insert(word, incidents);
    }
    const qint64 all = having.take(QString());
    return Rarity(all, having);
}

Result<std::vector<IncidentId>> having(Transaction &transaction, const QString &token, qint64 expected, IncidentId id,
                                       int limit)
{
    const Engine engine = transaction.engine();
    const auto read = [](const Row &row) { return row.id<IncidentId>(0); };
    const QString word = wholeWord(engine, token);
    if (engine == Engine::Sqlite) {
        return transaction.all(
            u"SELECT rowid FROM bygone WHERE bygone MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"_s, read, word,
            id, limit);
    }
    // PostgreSQL knows little of how often a word stands there: it would walk through all incidents for a rare one. OFFSET 0
    // makes it ask the index of words.
    const QString from = expected <= fewHave
                           ? u"(SELECT rowid FROM bygone WHERE words @@ CAST(? AS tsquery) OFFSET 0) n WHERE"_s
                           : u"bygone WHERE words @@ CAST(? AS tsquery) AND"_s;
    return transaction.all(u"SELECT rowid FROM %1 rowid < ? ORDER BY rowid DESC LIMIT ?"_s.arg(from), read, word, id,
                           limit);
}

Result<std::vector<std::pair<IncidentId, Bygone>>> bygones(Transaction &transaction, const std::vector<IncidentId> &ids)
{
    return inPieces(transaction, u"SELECT rowid, found FROM bygone WHERE rowid IN (%1)"_s, valuesOf(ids),
                    [](const Row &row) { return std::pair(row.id<IncidentId>(0), Bygone::fromText(row.text(1))); });
}

Result<std::vector<std::pair<IncidentId, IncidentId>>> confirmedAmong(Transaction &transaction,
                                                                      const std::vector<IncidentId> &ids)
{
    return inPieces(
        transaction, u"SELECT incident_id, past_id FROM recurrence WHERE state = 'confirmed' AND incident_id IN (%1)"_s,
        valuesOf(ids), [](const Row &row) { return std::pair(row.id<IncidentId>(0), row.id<IncidentId>(1)); });
}

Result<bool> putRead(Transaction &transaction, IncidentId id, const QByteArray &traits)
{
    const auto before = transaction.one(
        u"SELECT traits FROM recurrence_read WHERE incident_id = ?"_s, [](const Row &row) { return row.bytes(0); }, id);
    if (!before) {
        return failure(before);
    }
    if (*before && **before == traits) {
        return false;
    }
    const auto written = transaction.exec(u"INSERT INTO recurrence_read (incident_id, traits) VALUES (?, ?) "
                                          "ON CONFLICT (incident_id) DO UPDATE SET traits = excluded.traits"_s,
                                          id, traits);
    return written ? Result<bool>(true) : failure(written);
}

Result<std::vector<Alike>> of(Transaction &transaction, IncidentId id)
{
    return transaction.all(
        u"SELECT r.past_id, i.number, i.title, r.score, r.said, r.why, r.state, COALESCE(a.name, ''), r.decided_at "
        "FROM recurrence r JOIN incident i ON i.id = r.past_id LEFT JOIN actor a ON a.id = r.decided_by "
        "WHERE r.incident_id = ? AND i.visibility <> 'restricted' ORDER BY r.score DESC, r.past_id DESC"_s,
        [](const Row &row) {
            const QJsonObject why = QJsonDocument::fromJson(row.bytes(5)).object();
            return Alike{.past = row.id<IncidentId>(0),
                         .number = row.integer(1),
                         .title = row.text(2),
                         .score = row.real(3),
                         .said = row.flag(4),
                         .words = listIn(why, u"words"_s),
                         .marks = listIn(why, u"marks"_s),
                         .state = recurrenceStateFrom(row.text(6)),
                         .decidedBy = row.text(7),
                         .decidedAt = row.maybeInstant(8)};
        },
        id);
}

Result<> propose(Transaction &transaction, IncidentId id, const std::vector<Alike> &alike)
{
    transaction.touch(u"recurrence"_s, id);
    ONLYONCE_TRY(done(transaction.exec(u"DELETE FROM recurrence WHERE incident_id = ? AND state = 'proposed'"_s, id)));
    for (const Alike &each : alike) {
        ONLYONCE_TRY(done(transaction.exec(
            u"INSERT INTO recurrence (incident_id, past_id, score, said, why, state, found_at) "
            "VALUES (?, ?, CAST(? AS DOUBLE PRECISION), ?, ?, 'proposed', ?) "
            "ON CONFLICT (incident_id, past_id) DO NOTHING"_s,
            id, each.past, QString::number(each.score, 'f', 3), each.said, whyText(each), transaction.now())));
    }
    return {};
}

Result<> decide(Transaction &transaction, IncidentId id, IncidentId past, RecurrenceState state)
{
    transaction.touch(u"recurrence"_s, id);
    return done(transaction.exec(
        u"INSERT INTO recurrence (incident_id, past_id, score, said, why, state, found_at, decided_by, decided_at) "
        "VALUES (?, ?, 0, 0, '{}', ?, ?, ?, ?) ON CONFLICT (incident_id, past_id) DO UPDATE SET "
        "state = excluded.state, decided_by = excluded.decided_by, decided_at = excluded.decided_at"_s,
        id, past, toText(state), transaction.now(), transaction.actor(), transaction.now()));
}

Result<std::vector<Told>> toldAfter(Transaction &transaction, qint64 after, int limit)
{
    return transaction.all(
        u"SELECT id, incident_id FROM timeline WHERE id > ? ORDER BY id LIMIT ?"_s,
        [](const Row &row) { return Told{.entry = row.integer(0), .incident = row.id<IncidentId>(1)}; }, after, limit);
}

Result<std::vector<std::pair<qint64, IncidentId>>> changedSince(Transaction &transaction, qint64 moment, int limit)
{
    return transaction.all(
        u"SELECT changed_at, incident_id FROM postmortem WHERE changed_at >= ? ORDER BY changed_at, id LIMIT ?"_s,
        [](const Row &row) { return std::pair(row.integer(0), row.id<IncidentId>(1)); }, moment, limit);
}

}  // namespace onlyonce::recurrencetable
