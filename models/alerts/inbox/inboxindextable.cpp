// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/inbox/inboxindextable.h"

#include "models/base/json.h"

namespace onlyonce::inboxindextable {

using inboxtable::idOf;
using inboxtable::tableOf;
using inboxtable::wordOf;

QString alertFollower()
{
    return QStringLiteral("inbox");
}

QString endFollower()
{
    return QStringLiteral("inbox ends");
}

Result<std::vector<AlertRow>> alertsAfter(Transaction &transaction, qint64 after, int limit)
{
    return transaction.all(
        QStringLiteral(
            "SELECT id, status, source, service, data_centre, severity, summary, labels, failed_test, "
            "fingerprint, probes, started_at, received_at, resolved_at, start_told, last_received_at FROM alert "
            "WHERE id > ? ORDER BY id LIMIT ?"),
        [](const Row &row) {
            return AlertRow{.id = row.id<AlertId>(0),
                            .source = row.text(2),
                            .fingerprint = row.text(9),
                            .status = alertStatusFrom(row.text(1)),
                            .severity = alertSeverityFrom(row.text(5)),
                            .summary = row.text(6),
                            .service = row.text(3),
                            .dataCentre = row.text(4),
                            .probes = row.text(10).split(QLatin1Char('\n'), Qt::SkipEmptyParts),
                            .failedTest = failedTestFrom(row.text(8)),
                            .labels = parseJsonObject(row.text(7).toUtf8()).value_or(QJsonObject()),
                            .startedAt = row.instant(11),
                            .toldStart = row.flag(14) || row.instant(11) < row.instant(12),
                            .receivedAt = row.instant(12),
                            .lastReceivedAt = row.instant(15),
                            .resolvedAt = row.maybeInstant(13)};
        },
        after, limit);
}

Result<std::vector<End>> endsAfter(Transaction &transaction, qint64 after, int limit)
{
    return transaction.all(
        QStringLiteral("SELECT id, alert_id, kind FROM alert_event WHERE id > ? ORDER BY id LIMIT ?"),
        [](const Row &row) {
            return End{.event = row.integer(0),
                       .alert = row.text(2) == QLatin1StringView("resolved") ? row.id<AlertId>(1) : AlertId()};
        },
        after, limit);
}

Result<QString> wordFor(Transaction &transaction, const FacetValue &value)
{
    auto known = idOf(transaction, value);
    if (!known) {
        return failure(known);
    }
    if (*known) {
        return wordOf(**known);
    }
    auto made = transaction.insert<Id<struct FacetTag>>(
        QStringLiteral("INSERT INTO alert_facet (facet, value) VALUES (?, ?) RETURNING id"), toText(value.facet),
        value.value);
    return made ? Result<QString>(wordOf(made->value)) : failure(made);
}

Result<> addWords(Transaction &transaction, AlertId id, AlertStatus status, const QStringList &words)
{
    const QString value = transaction.engine() == Engine::Sqlite
                            ? QStringLiteral("?")
                            : QStringLiteral("array_to_tsvector(string_to_array(CAST(? AS TEXT), ' '))");
    const auto done =
        transaction.exec(QStringLiteral("INSERT INTO %1 (rowid, words) VALUES (?, %2)").arg(tableOf(status), value), id,
                         words.join(QLatin1Char(' ')));
    return done ? Result<>() : failure(done);
}

Result<> moveToOver(Transaction &transaction, AlertId id)
{
    const auto copied = transaction.exec(QStringLiteral("INSERT INTO alert_over_words (rowid, words) "
                                                        "SELECT rowid, words FROM alert_firing_words WHERE rowid = ?"),
                                         id);
    if (!copied) {
        return failure(copied);
    }
    const auto gone = transaction.exec(QStringLiteral("DELETE FROM alert_firing_words WHERE rowid = ?"), id);
    return gone ? Result<>() : failure(gone);
}

Result<> replaceWords(Transaction &transaction, AlertId id, const QStringList &before, const QStringList &after)
{
    const auto fires = transaction.exec(QStringLiteral("DELETE FROM alert_firing_words WHERE rowid = ?"), id);
    if (!fires) {
        return failure(fires);
    }
    if (*fires > 0) {
        return addWords(transaction, id, AlertStatus::Firing, after);
    }
    // The other one keeps no text of its own: it must be told what it is to forget.
    const auto gone =
        transaction.engine() == Engine::Sqlite
            ? transaction.exec(QStringLiteral("INSERT INTO alert_over_words (alert_over_words, rowid, words) "
                                              "VALUES ('delete', ?, ?)"),
                               id, before.join(QLatin1Char(' ')))
            : transaction.exec(QStringLiteral("DELETE FROM alert_over_words WHERE rowid = ?"), id);
    return gone ? addWords(transaction, id, AlertStatus::Resolved, after) : failure(gone);
}

Result<> purge(Transaction &transaction)
{
    if (transaction.engine() == Engine::Sqlite) {
        for (const char *const table : {"alert_firing_words", "alert_over_words"}) {
            const auto done = transaction.exec(
                QStringLiteral("INSERT INTO %1 (%1) VALUES ('optimize')").arg(QLatin1StringView(table)));
            if (!done) {
                return failure(done);
            }
        }
    }
    return {};
}

}  // namespace onlyonce::inboxindextable
