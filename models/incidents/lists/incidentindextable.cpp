// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/lists/incidentindextable.h"

#include "models/incidents/lists/search.h"
#include "models/storage/cursors.h"
#include "models/storage/wordquery.h"

#include <QRegularExpression>

namespace onlyonce::incidentindextable {

namespace {

using namespace Qt::StringLiterals;

constexpr int mostUnindexed = 20'000;  // entries that are looked through
constexpr size_t mostFresh = 500;      // incidents that are found without the index
constexpr int mostRanked = 1'000;

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

//! What alerts have told is found in the inbox.
QString byPeople()
{
    return u"kind NOT IN ('alert fired', 'alert resolved')"_s;
}

//! `a:1A b:1C`: each word with its weight.
QString vectorOf(const IncidentWords &words)
{
    QStringList parts;
    for (const auto &[list, weight] :
         {std::pair(&words.title, u":1A"_s), std::pair(&words.whys, u":1B"_s), std::pair(&words.timeline, u":1C"_s)}) {
        for (const QString &word : *list) {
            parts << word + weight;
        }
    }
    return parts.join(u' ');
}

QStringList wordsIn(const Row &row, int column)
{
    return row.text(column).split(u' ', Qt::SkipEmptyParts);
}

}  // namespace

Result<std::optional<IncidentWords>> wordsOfIncident(Transaction &transaction, IncidentId id)
{
    return transaction.one(
        u"SELECT title, timeline, whys FROM incident_words WHERE rowid = ?"_s,
        [](const Row &row) {
            return IncidentWords{.title = wordsIn(row, 0), .timeline = wordsIn(row, 1), .whys = wordsIn(row, 2)};
        },
        id);
}

Result<> replaceWords(Transaction &transaction, IncidentId id, const IncidentWords &words)
{
    ONLYONCE_TRY(removeWords(transaction, id));
    const QString title = words.title.join(u' ');
    const QString timeline = words.timeline.join(u' ');
    const QString whys = words.whys.join(u' ');
    if (transaction.engine() == Engine::Sqlite) {
        return done(transaction.exec(u"INSERT INTO incident_words (rowid, title, timeline, whys) VALUES (?, ?, ?, ?)"_s,
                                     id, title, timeline, whys));
    }
    return done(transaction.exec(u"INSERT INTO incident_words (rowid, title, timeline, whys, words) "
                                 "VALUES (?, ?, ?, ?, CAST(? AS tsvector))"_s,
                                 id, title, timeline, whys, vectorOf(words)));
}

Result<> removeWords(Transaction &transaction, IncidentId id)
{
    return done(transaction.exec(u"DELETE FROM incident_words WHERE rowid = ?"_s, id));
}

Result<> putText(Transaction &transaction, IncidentId id, const QString &part, const QString &text)
{
    if (text.isEmpty()) {
        return done(transaction.exec(u"DELETE FROM incident_text WHERE incident_id = ? AND part = ?"_s, id, part));
    }
    return done(transaction.exec(u"INSERT INTO incident_text (incident_id, part, text) VALUES (?, ?, ?) "
                                 "ON CONFLICT (incident_id, part) DO UPDATE SET text = excluded.text"_s,
                                 id, part, text));
}

Result<QStringList> textsOf(Transaction &transaction, IncidentId id)
{
    const auto texts = transaction.all(
        u"SELECT text FROM incident_text WHERE incident_id = ? ORDER BY part"_s,
        [](const Row &row) { return row.text(0); }, id);
    return texts ? Result<QStringList>(QStringList(texts->begin(), texts->end())) : failure(texts);
}

Result<> markStale(Transaction &transaction, IncidentId id)
{
    return done(transaction.exec(u"INSERT INTO incident_stale (incident_id) VALUES (?) ON CONFLICT DO NOTHING"_s, id));
}

Result<std::vector<IncidentId>> stale(Transaction &transaction, int limit)
{
    return transaction.all(
        u"SELECT incident_id FROM incident_stale ORDER BY incident_id LIMIT ?"_s,
        [](const Row &row) { return row.id<IncidentId>(0); }, limit);
}

Result<> removeStale(Transaction &transaction, IncidentId id)
{
    return done(transaction.exec(u"DELETE FROM incident_stale WHERE incident_id = ?"_s, id));
}

Result<QStringList> bodiesOf(Transaction &transaction, IncidentId id, int limit)
{
    const auto bodies = transaction.all(
        u"SELECT t.body FROM timeline t WHERE t.incident_id = ? AND t.%1 AND NOT EXISTS "
        "(SELECT 1 FROM timeline c WHERE c.corrects_id = t.id) ORDER BY t.happened_at DESC, t.id DESC LIMIT ?"_s.arg(
            byPeople()),
        [](const Row &row) { return row.text(0); }, id, limit);
    return bodies ? Result<QStringList>(QStringList(bodies->begin(), bodies->end())) : failure(bodies);
}

Result<std::vector<Told>> toldAfter(Transaction &transaction, qint64 after, int limit)
{
    return transaction.all(
        u"SELECT id, incident_id, CASE WHEN %1 THEN body ELSE '' END, corrects_id FROM timeline WHERE id > ? "
        "ORDER BY id LIMIT ?"_s.arg(byPeople()),
        [](const Row &row) {
            return Told{.entry = row.integer(0),
                        .incident = row.id<IncidentId>(1),
                        .body = row.text(2),
                        .corrects = !row.isNull(3)};
        },
        after, limit);
}

QString follower()
{
    return u"incident words"_s;
}

Result<qint64> lastEntry(Transaction &transaction)
{
    const auto last =
        transaction.one(u"SELECT COALESCE(max(id), 0) FROM timeline"_s, [](const Row &row) { return row.integer(0); });
    return last ? Result<qint64>(last->value_or(0)) : failure(last);
}

Result<Meaning> meaning(Transaction &transaction, const QString &text)
{
    Meaning meant;
    static const QRegularExpression reference(u"^\\s*(?:inc-?)?(\\d{1,12})\\s*$"_s,
                                              QRegularExpression::CaseInsensitiveOption);
    meant.number = reference.match(text).captured(1).toLongLong();
    meant.words = searchWords(text);
    if (meant.words.isEmpty()) {
        return meant;
    }
    const Engine engine = transaction.engine();
    QStringList asked;
    for (const QString &word : meant.words.first(meant.words.size() - 1)) {
        asked << wholeWord(engine, word);
    }
    meant.match = allOf(engine, asked << beginningOfWord(engine, meant.words.back()));
    auto position = cursorPosition(transaction, follower());
    if (!position) {
        return failure(position);
    }
    const auto fresh = transaction.all(
        u"SELECT i.id, i.title FROM incident i WHERE i.visibility <> 'restricted' AND i.id IN (SELECT n.incident_id "
        "FROM (SELECT incident_id FROM timeline WHERE id > ? ORDER BY id DESC LIMIT %1) n) ORDER BY i.id DESC"_s.arg(
            mostUnindexed),
        [](const Row &row) { return std::pair(row.integer(0), row.text(1)); }, *position);
    if (!fresh) {
        return failure(fresh);
    }
    for (const auto &[id, title] : *fresh) {
        if (hasWords(title, meant.words) && meant.unindexed.size() < mostFresh) {
            meant.unindexed.push_back(id);
        }
    }
    return meant;
}

QString matchCondition(Engine engine, const QString &alias)
{
    return engine == Engine::Sqlite ? u"incident_words MATCH ?"_s : u"%1.words @@ CAST(? AS tsquery)"_s.arg(alias);
}

Result<std::vector<IncidentId>> ranked(Transaction &transaction, const QString &match, int limit)
{
    const auto id = [](const Row &row) { return row.id<IncidentId>(0); };
    const QString apart = u"i.id = w.rowid AND i.drill = 0 AND i.visibility <> 'restricted'"_s;
    if (transaction.engine() == Engine::Sqlite) {
        return transaction.all(u"SELECT n.rowid FROM (SELECT w.rowid, bm25(incident_words, 8.0, 1.0, 3.0) AS score "
                               "FROM incident_words w WHERE incident_words MATCH ? ORDER BY w.rowid DESC LIMIT %1) n "
                               "JOIN incident i ON i.id = n.rowid AND i.drill = 0 AND i.visibility <> 'restricted' "
                               "ORDER BY n.score, n.rowid DESC LIMIT ?"_s.arg(mostRanked),
                               id, match, limit);
    }
    return transaction.all(u"SELECT n.rowid FROM (SELECT w.rowid, w.words FROM incident_words w JOIN incident i ON %1 "
                           "WHERE w.words @@ CAST(? AS tsquery) ORDER BY w.rowid DESC LIMIT %2) n "
                           "ORDER BY ts_rank('{0.1, 0.1, 0.4, 1.0}', n.words, CAST(? AS tsquery)) DESC, n.rowid DESC "
                           "LIMIT ?"_s.arg(apart)
                               .arg(mostRanked),
                           id, match, match, limit);
}

}  // namespace onlyonce::incidentindextable
