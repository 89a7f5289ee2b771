// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/inbox/inboxtable.h"

#include "models/alerts/alerttable.h"
#include "models/alerts/inbox/alertwords.h"
#include "models/alerts/inbox/inboxindextable.h"
#include "models/base/json.h"
#include "models/storage/cursors.h"
#include "models/storage/wordquery.h"

#include <algorithm>

namespace onlyonce::inboxtable {

namespace {

constexpr int mostWordsAsked = 12;
constexpr int mostEpisodesCounted = 1'000;

//! As the partial indexes have it, word by word, or they are not used.
QString conditionOf(AlertStatus status)
{
    return status == AlertStatus::Firing ? QStringLiteral("a.status = 'firing'")
                                         : QStringLiteral("a.status <> 'firing'");
}

//! PostgreSQL's index of words knows no order, and its planner cannot tell how many alerts a beginning of a word has: of
//! words that many have, the newest so many are looked through; of those that few have, all are fetched and put in order.
Result<std::vector<AlertRow>> overByWords(Transaction &transaction, const QString &match, const KeyPage &page)
{
    const QString order = page.oldest ? QStringLiteral("rowid") : QStringLiteral("rowid DESC");
    const QString nearest =
        QStringLiteral("SELECT rowid FROM (SELECT rowid, words FROM alert_over_words WHERE rowid < ? AND rowid > ? "
                       "ORDER BY %1 LIMIT 20000) n WHERE words @@ CAST(? AS tsquery) ORDER BY %1 LIMIT ?")
            .arg(order);
    const QString whole =
        QStringLiteral("SELECT rowid FROM (SELECT rowid FROM alert_over_words WHERE rowid < ? AND rowid > ? "
                       "AND words @@ CAST(? AS tsquery) OFFSET 0) n ORDER BY %1 LIMIT ?")
            .arg(order);
    Result<std::vector<AlertRow>> found;
    for (const QString &ids : {nearest, whole}) {
        found = transaction.all(
            QStringLiteral("SELECT %1 FROM (%2) w CROSS JOIN alert a%3 WHERE a.id = w.rowid "
                           "ORDER BY w.%4")
                .arg(alerttable::columns(), ids, alerttable::joins(), order),
            [](const Row &row) { return alerttable::readFrom(row, 0); }, page.before, page.after, match, page.limit);
        if (!found || found->size() == size_t(page.limit)) {
            break;
        }
    }
    return found;
}

std::optional<Facet> facetFrom(const QString &text)
{
    for (const Facet facet : {Facet::Source, Facet::Service, Facet::DataCentre, Facet::Severity, Facet::FailedTest}) {
        if (toText(facet) == text) {
            return facet;
        }
    }
    return {};
}

}  // namespace

QString tableOf(AlertStatus status)
{
    return status == AlertStatus::Firing ? QStringLiteral("alert_firing_words") : QStringLiteral("alert_over_words");
}

Result<std::optional<qint64>> idOf(Transaction &transaction, const FacetValue &value)
{
    return transaction.one(
        QStringLiteral("SELECT id FROM alert_facet WHERE facet = ? AND value = ?"),
        [](const Row &row) { return row.integer(0); }, toText(value.facet), value.value);
}

QString wordOf(qint64 facet)
{
    return QStringLiteral("~%1").arg(facet);
}

Result<std::optional<Question>> questionOf(Transaction &transaction, const InboxFilter &filter)
{
    const Engine engine = transaction.engine();
    const QString either = engine == Engine::Sqlite ? QStringLiteral(" OR ") : QStringLiteral(" | ");
    const QString both = engine == Engine::Sqlite ? QStringLiteral(" AND ") : QStringLiteral(" & ");
    QStringList all;
    for (const auto &[facet, values] : filter.values) {
        QStringList any;
        for (const QString &value : values) {
            auto id = idOf(transaction, {facet, value});
            if (!id) {
                return failure(id);
            }
            if (*id) {
                any << wholeWord(engine, wordOf(**id));
            }
        }
        if (any.isEmpty() && !values.isEmpty()) {
            return std::nullopt;
        }
        if (!any.isEmpty()) {
            all << QLatin1Char('(') + any.join(either) + QLatin1Char(')');
        }
    }
    const QStringList words = wordsOf(filter.text, mostWordsAsked);
    if (words.isEmpty() && !filter.text.trimmed().isEmpty()) {
        return std::nullopt;
    }
    for (const QString &word : words) {
        all << beginningOfWord(engine, word);
    }
    if (!filter.words.isEmpty()) {
        QStringList whole;
        for (const QString &word : filter.words) {
            whole << wholeWord(engine, word);
        }
        all << QStringLiteral("((%1)%2%3)").arg(whole.join(both), either, wholeWord(engine, everyWord()));
    }
    QStringList labels;
    for (const auto &[name, value] : filter.labels) {
        labels << QString::fromUtf8(toJsonBytes({{name, value}})).chopped(1).sliced(1);
    }
    return Question{.match = all.join(both),
                    .labels = labels,
                    .source = filter.source,
                    .fingerprint = filter.fingerprint,
                    .incident = filter.incident,
                    .flapping = filter.flapping};
}

Result<std::vector<AlertRow>> page(Transaction &transaction, const Question &question, AlertStatus status,
                                   const KeyPage &page)
{
    const bool byWords = !question.match.isEmpty();
    const bool wordsAlone = byWords && question.labels.isEmpty() && !question.flapping && !question.incident;
    if (wordsAlone && status == AlertStatus::Resolved && transaction.engine() == Engine::Postgres) {
        auto found = overByWords(transaction, question.match, page);
        if (found && page.oldest) {
            std::ranges::reverse(*found);
        }
        return found;
    }
    // SQLite's index is asked first, whatever the planner thinks of it: it knows the order, and stops at the limit.
    const QString from =
        byWords ? QStringLiteral("%1 w CROSS JOIN alert a").arg(tableOf(status)) : QStringLiteral("alert a");
    const QString key = byWords           ? QStringLiteral("w.rowid")
                      : question.incident ? QStringLiteral("ia.alert_id")  // its index is in this order
                                          : QStringLiteral("a.id");
    QStringList conditions{conditionOf(status), key + QStringLiteral(" < ?"), key + QStringLiteral(" > ?")};
    QVariantList values{toSql(page.before), toSql(page.after)};
    if (byWords) {
        conditions << QStringLiteral("a.id = w.rowid")
                   << (transaction.engine() == Engine::Sqlite ? tableOf(status) + QStringLiteral(" MATCH ?")
                                                              : QStringLiteral("w.words @@ CAST(? AS tsquery)"));
        values << toSql(question.match);
    }
    for (const QString &label : question.labels) {
        conditions << QStringLiteral("%1(a.labels, ?) > 0")
                          .arg(QLatin1StringView(transaction.engine() == Engine::Sqlite ? "instr" : "strpos"));
        values << toSql(label);
    }
    if (!question.fingerprint.isEmpty()) {
        conditions << QStringLiteral("a.source = ?") << QStringLiteral("a.fingerprint = ?");
        values << toSql(question.source) << toSql(question.fingerprint);
    }
    if (question.flapping) {
        conditions << QStringLiteral("a.id IN (SELECT alert_id FROM flapping)");
    }
    if (question.incident) {
        conditions << QStringLiteral("ia.incident_id = ?");
        values << toSql(question.incident);
    }
    values << toSql(page.limit);
    auto found = transaction.allList(
        QStringLiteral("SELECT %1 FROM %2%3 WHERE %4 ORDER BY %5%6 LIMIT ?")
            .arg(alerttable::columns(), from, alerttable::joins(), conditions.join(QLatin1StringView(" AND ")), key,
                 page.oldest ? QString() : QStringLiteral(" DESC")),
        [](const Row &row) { return alerttable::readFrom(row, 0); }, values);
    if (found && page.oldest) {
        std::ranges::reverse(*found);
    }
    return found;
}

Result<std::vector<FacetOffer>> facetOffers(Transaction &transaction, int limit)
{
    std::map<Facet, QHash<QString, int>> firing;
    const auto counted = transaction.all(
        QStringLiteral("SELECT a.source, a.service, a.data_centre, a.severity, a.failed_test, count(*) FROM alert a "
                       "WHERE %1 GROUP BY a.source, a.service, a.data_centre, a.severity, a.failed_test")
            .arg(conditionOf(AlertStatus::Firing)),
        [&firing](const Row &row) {
            const int count = int(row.integer(5));
            firing[Facet::Source][row.text(0)] += count;
            firing[Facet::Service][row.text(1)] += count;
            firing[Facet::DataCentre][row.text(2)] += count;
            firing[Facet::Severity][row.text(3)] += count;
            firing[Facet::FailedTest][row.text(4)] += count;
            return count;
        });
    if (!counted) {
        return failure(counted);
    }
    auto rows = transaction.all(
        QStringLiteral("SELECT facet, value FROM alert_facet ORDER BY facet, value LIMIT ?"),
        [](const Row &row) { return std::pair(facetFrom(row.text(0)), row.text(1)); }, limit);
    if (!rows) {
        return failure(rows);
    }
    std::vector<FacetOffer> offers;
    for (const auto &[facet, value] : *rows) {
        if (facet) {
            offers.push_back({{*facet, value}, firing[*facet].value(value)});
        }
    }
    return offers;
}

Result<int> countFiring(Transaction &transaction)
{
    auto count =
        transaction.one(QStringLiteral("SELECT count(*) FROM alert a WHERE %1").arg(conditionOf(AlertStatus::Firing)),
                        [](const Row &row) { return int(row.integer(0)); });
    return count ? Result<int>(count->value_or(0)) : failure(count);
}

Result<std::optional<AlertStory>> story(Transaction &transaction, AlertId id)
{
    auto found = transaction.one(
        QStringLiteral("SELECT %1, i.title, ia.reason, EXISTS (SELECT 1 FROM incident_alert earlier "
                       "WHERE earlier.incident_id = ia.incident_id AND earlier.alert_id < a.id), "
                       "(SELECT count(*) FROM (SELECT 1 FROM alert e WHERE e.source = a.source "
                       "AND e.fingerprint = a.fingerprint LIMIT %2) counted) "
                       "FROM alert a%3 WHERE a.id = ?")
            .arg(alerttable::columns())
            .arg(mostEpisodesCounted)
            .arg(alerttable::joins()),
        [](const Row &row) {
            constexpr int after = alerttable::columnCount;
            return AlertStory{.alert = alerttable::readFrom(row, 0),
                              .openedIncident = !row.flag(after + 2),
                              .incidentTitle = row.text(after),
                              .reason = row.text(after + 1),
                              .silence = {},
                              .episodes = int(row.integer(after + 3))};
        },
        id);
    return found;
}

Result<std::optional<AlertPayload>> payload(Transaction &transaction, AlertId id, qint64 mostBytes)
{
    return transaction.one(
        QStringLiteral("SELECT substr(p.body, 1, CAST(? AS INTEGER)), length(p.body), p.received_at "
                       "FROM alert a JOIN payload p ON p.id = a.payload_id WHERE a.id = ?"),
        [](const Row &row) {
            return AlertPayload{.body = row.bytes(0), .size = row.integer(1), .receivedAt = row.instant(2)};
        },
        mostBytes, id);
}

Result<qint64> indexed(Transaction &transaction)
{
    return cursorPosition(transaction, inboxindextable::alertFollower());
}

Result<qint64> unindexed(Transaction &transaction)
{
    auto position = indexed(transaction);
    if (!position) {
        return failure(position);
    }
    // Ids have next to no gaps, and what is told is a rough figure.
    auto newest = transaction.one(QStringLiteral("SELECT COALESCE(max(id), 0) FROM alert"),
                                  [](const Row &row) { return row.integer(0); });
    return newest ? Result<qint64>(std::max(newest->value_or(0) - *position, qint64{0})) : failure(newest);
}

}  // namespace onlyonce::inboxtable
