// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/alerttable.h"

#include "models/base/json.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <array>

namespace onlyonce::alerttable {

namespace {

//! One statement for many rows: `head` + rows of `row`, parted by commas + `tail`.
class BulkStatement
{
public:
    BulkStatement(QLatin1StringView head, QLatin1StringView row, QLatin1StringView tail)
    {
        for (size_t i = 0; i < sizes.size(); ++i) {
            QStringList rows;
            rows.fill(QString(row), sizes.at(i));
            m_texts.at(i) = head + rows.join(QLatin1StringView(", ")) + tail;
        }
    }

    //! Calls `run(text, from, to)` until all of `count` rows are done.
    template <typename Run>
    Result<> forRows(size_t count, Run run) const
    {
        for (size_t from = 0; from < count;) {
            size_t size = 0;
            while (sizes.at(size) > qsizetype(count - from)) {
                ++size;
            }
            const size_t to = from + size_t(sizes.at(size));
            ONLYONCE_TRY(run(m_texts.at(size), from, to));
            from = to;
        }
        return {};
    }

private:
    static constexpr std::array<qsizetype, 3> sizes{100, 10, 1};
    std::array<QString, sizes.size()> m_texts;
};

const QString &alertName()
{
    static const QString name = QStringLiteral("alert");
    return name;
}

QString textOf(AlertEvent::Kind kind)
{
    return kind == AlertEvent::Kind::Resolved ? QStringLiteral("resolved") : QStringLiteral("fired");
}

//! Only where the times do not tell it: a start at the moment of the receipt means otherwise that none was told.
bool saysItsStart(const Episode &episode)
{
    return episode.startedAt == episode.receivedAt && episode.first->signal.startedAt == episode.receivedAt;
}

QVariant durationToSql(const std::optional<milliseconds> &duration)
{
    return duration ? toSql(qint64(duration->count())) : QVariant();
}

std::optional<milliseconds> maybeDuration(const Row &row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional(milliseconds(row.integer(column)));
}

Result<> insertAlerts(Transaction &transaction, const QString &source, std::span<Episode *const> episodes)
{
    static const BulkStatement statement(
        QLatin1StringView(
            "INSERT INTO alert (source, fingerprint, status, severity, summary, service, data_centre, probes, "
            "failed_test, labels, "
            "annotations, link, started_at, received_at, last_received_at, resolved_at, count, payload_id, start_told, "
            "hold_ms, check_interval_ms, lapses_at) VALUES "),
        QLatin1StringView("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        QLatin1StringView(" RETURNING id, fingerprint"));
    return statement.forRows(episodes.size(), [&](const QString &sql, size_t from, size_t to) -> Result<> {
        QVariantList values;
        values.reserve(qsizetype(to - from) * 22);
        const auto rows = episodes.subspan(from, to - from);
        for (const Episode *episode : rows) {
            const Signal &signal = episode->first->signal;
            values << toSql(source) << toSql(episode->fingerprint) << toSql(toText(episode->status))
                   << toSql(toText(signal.severity)) << toSql(signal.summary) << toSql(signal.service)
                   << toSql(signal.dataCentre) << toSql(signal.probes.join(QLatin1Char('\n')))
                   << toSql(toText(signal.failedTest)) << toSql(episode->first->labels)
                   << toSql(episode->first->annotations) << toSql(signal.link) << toSql(episode->startedAt)
                   << toSql(episode->receivedAt) << toSql(episode->lastReceivedAt) << toSql(episode->resolvedAt)
                   << toSql(1 + episode->again) << (episode->payload ? toSql(episode->payload) : toSql(std::nullopt))
                   << (saysItsStart(*episode) ? toSql(1) : toSql(std::nullopt)) << durationToSql(signal.watch.hold)
                   << durationToSql(signal.watch.checkInterval) << toSql(episode->lapsesAt);
        }
        const auto inserted =
            transaction.allList(sql, [](const Row &row) { return std::pair(row.id<AlertId>(0), row.text(1)); }, values);
        if (!inserted) {
            return failure(inserted);
        }
        for (size_t i = 0; i < rows.size(); ++i) {
            // RETURNING nearly always keeps the order of VALUES, but no engine promises it.
            const auto isOurs = [&](const auto &row) { return row.second == rows[i]->fingerprint; };
            const auto row =
                isOurs(inserted->at(i)) ? inserted->begin() + qsizetype(i) : std::ranges::find_if(*inserted, isOurs);
            if (row == inserted->end()) {
                return fail(ErrorCode::Internal,
                            QCoreApplication::translate("Alerts", "A stored alert cannot be found again."),
                            rows[i]->fingerprint);
            }
            rows[i]->id = row->first;
            transaction.touch(alertName(), row->first);
        }
        return {};
    });
}

Result<> updateAlerts(Transaction &transaction, std::span<const Episode *const> episodes)
{
    static const BulkStatement statement(
        QLatin1StringView("WITH told (id, status, again, last_received_at, resolved_at, lapses_at) AS (VALUES "),
        QLatin1StringView(
            "(CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), "
            "CAST(? AS BIGINT))"),
        QLatin1StringView(") UPDATE alert SET status = told.status, count = alert.count + told.again, "
                          "last_received_at = told.last_received_at, resolved_at = told.resolved_at, "
                          "lapses_at = told.lapses_at "
                          "FROM told WHERE alert.id = told.id"));
    return statement.forRows(episodes.size(), [&](const QString &sql, size_t from, size_t to) -> Result<> {
        QVariantList values;
        values.reserve(qsizetype(to - from) * 6);
        for (const Episode *episode : episodes.subspan(from, to - from)) {
            values << toSql(episode->id) << toSql(toText(episode->status)) << toSql(episode->again)
                   << toSql(episode->lastReceivedAt) << toSql(episode->resolvedAt) << toSql(episode->lapsesAt);
            transaction.touch(alertName(), episode->id);
        }
        const auto done = transaction.execList(sql, values);
        return done ? Result<>() : failure(done);
    });
}

Result<> insertEvents(Transaction &transaction, const Episodes &episodes)
{
    static const BulkStatement statement(QLatin1StringView("INSERT INTO alert_event (alert_id, kind, at) VALUES "),
                                         QLatin1StringView("(?, ?, ?)"), QLatin1StringView(""));
    const std::vector<EpisodeEvent> &events = episodes.events();
    return statement.forRows(events.size(), [&](const QString &sql, size_t from, size_t to) -> Result<> {
        QVariantList values;
        values.reserve(qsizetype(to - from) * 3);
        for (size_t i = from; i < to; ++i) {
            const EpisodeEvent &event = events.at(i);
            values << toSql(episodes.all().at(event.episode).id) << toSql(textOf(event.kind)) << toSql(event.at);
        }
        const auto done = transaction.execList(sql, values);
        return done ? Result<>() : failure(done);
    });
}

QJsonObject objectFrom(const QString &text)
{
    return parseJsonObject(text.toUtf8()).value_or(QJsonObject());
}

Episode readEpisode(const Row &row)
{
    return {.id = row.id<AlertId>(0),
            .fingerprint = row.text(1),
            .status = alertStatusFrom(row.text(2)),
            .startedAt = row.instant(3),
            .lastReceivedAt = row.instant(4),
            .resolvedAt = row.maybeInstant(5)};
}

AlertRow read(const Row &row)
{
    return readFrom(row, 0);
}

}  // namespace

const QString &columns()
{
    static const QString text = QStringLiteral(
        "a.id, a.source, a.fingerprint, a.status, a.severity, a.summary, a.service, a.data_centre, a.probes, "
        "a.failed_test, a.labels, "
        "a.annotations, a.link, a.started_at, a.received_at, a.last_received_at, a.resolved_at, a.count, i.number, "
        "a.start_told, a.hold_ms, a.check_interval_ms, f.episodes, a.end_reason, a.ended_by");
    return text;
}

//! The joins that tell the incident's number, and whether it flaps.
const QString &joins()
{
    static const QString text = QStringLiteral(" LEFT JOIN incident_alert ia ON ia.alert_id = a.id "
                                               "LEFT JOIN incident i ON i.id = ia.incident_id "
                                               "LEFT JOIN flapping f ON f.alert_id = a.id");
    return text;
}

AlertRow readFrom(const Row &row, int column)
{
    return {
        .id = row.id<AlertId>(column),
        .source = row.text(column + 1),
        .fingerprint = row.text(column + 2),
        .status = alertStatusFrom(row.text(column + 3)),
        .severity = alertSeverityFrom(row.text(column + 4)),
        .summary = row.text(column + 5),
        .service = row.text(column + 6),
        .dataCentre = row.text(column + 7),
        .probes = row.text(column + 8).split(QLatin1Char('\n'), Qt::SkipEmptyParts),
        .failedTest = failedTestFrom(row.text(column + 9)),
        .labels = objectFrom(row.text(column + 10)),
        .annotations = objectFrom(row.text(column + 11)),
        .link = row.text(column + 12),
        .startedAt = row.instant(column + 13),
        .toldStart = row.flag(column + 19) || row.instant(column + 13) < row.instant(column + 14),
        .watch = {.hold = maybeDuration(row, column + 20), .checkInterval = maybeDuration(row, column + 21)},
        .receivedAt = row.instant(column + 14),
        .lastReceivedAt = row.instant(column + 15),
        .resolvedAt = row.maybeInstant(column + 16),
        .count = int(row.integer(column + 17)),
        .incident = row.integer(column + 18),
        .flaps = int(row.integer(column + 22)),
        .endReason = row.text(column + 23),
        .endedBy = row.id<ActorId>(column + 24),
    };
}

Result<qint64> insertPayload(Transaction &transaction, const QString &source, Instant receivedAt,
                             const QByteArray &body)
{
    const auto id = transaction.insert<Id<struct PayloadTag>>(
        QStringLiteral("INSERT INTO payload (source, received_at, body) VALUES (?, ?, ?) RETURNING id"), source,
        receivedAt, body);
    if (!id) {
        return failure(id);
    }
    return id->value;
}

Result<std::vector<Episode>> latest(Transaction &transaction, const QString &source, const QStringList &fingerprints)
{
    // The inner question is answered from the end of an index, however many episodes a fingerprint has had.
    static const BulkStatement statement(
        QLatin1StringView("WITH asked (fingerprint) AS (VALUES "), QLatin1StringView("(CAST(? AS TEXT))"),
        QLatin1StringView(") SELECT a.id, a.fingerprint, a.status, a.started_at, a.last_received_at, a.resolved_at "
                          "FROM asked JOIN alert a ON a.id = (SELECT max(e.id) FROM alert e WHERE e.source = ? "
                          "AND e.fingerprint = asked.fingerprint)"));
    std::vector<Episode> found;
    ONLYONCE_TRY(
        statement.forRows(size_t(fingerprints.size()), [&](const QString &sql, size_t from, size_t to) -> Result<> {
            QVariantList values;
            values.reserve(qsizetype(to - from) + 1);
            for (size_t i = from; i < to; ++i) {
                values << toSql(fingerprints.at(qsizetype(i)));
            }
            values << toSql(source);
            auto rows = transaction.allList(sql, readEpisode, values);
            if (!rows) {
                return failure(rows);
            }
            std::ranges::move(*rows, std::back_inserter(found));
            return {};
        }));
    return found;
}

Result<std::vector<Episode>> open(Transaction &transaction, const QString &source)
{
    return transaction.all(QStringLiteral("SELECT id, fingerprint, status, started_at, last_received_at, resolved_at "
                                          "FROM alert WHERE source = ? AND status = 'firing' ORDER BY id"),
                           readEpisode, source);
}

Result<> store(Transaction &transaction, const QString &source, Episodes &episodes)
{
    // Ends before beginnings, because only one episode of a fingerprint may be open; and a fingerprint at most once in
    // a statement, because its id is recognised by it.
    std::vector<const Episode *> changed;
    std::vector<Episode *> fresh;
    QSet<QString> names;
    for (Episode &episode : episodes.all()) {
        if (!episode.first && (episode.ended || episode.again > 0)) {
            changed.push_back(&episode);
        }
    }
    ONLYONCE_TRY(updateAlerts(transaction, changed));
    for (Episode &episode : episodes.all()) {
        if (!episode.first) {
            continue;
        }
        if (names.contains(episode.fingerprint)) {
            ONLYONCE_TRY(insertAlerts(transaction, source, fresh));
            fresh.clear();
            names.clear();
        }
        names.insert(episode.fingerprint);
        fresh.push_back(&episode);
    }
    ONLYONCE_TRY(insertAlerts(transaction, source, fresh));
    return insertEvents(transaction, episodes);
}

Result<std::vector<AlertRow>> page(Transaction &transaction, const AlertFilter &filter, const KeyPage &page)
{
    QStringList conditions{QStringLiteral("a.id < ?"), QStringLiteral("a.id > ?")};
    QVariantList values{toSql(page.before), toSql(page.after)};
    if (filter.status == AlertStatus::Firing) {
        conditions << QStringLiteral("a.status = 'firing'");  // as the index of what fires has it
    } else if (filter.status) {
        conditions << QStringLiteral("a.status = ?");
        values << toSql(toText(*filter.status));
    }
    if (!filter.source.isEmpty()) {
        conditions << QStringLiteral("a.source = ?");
        values << toSql(filter.source);
    }
    if (filter.incident) {
        conditions << QStringLiteral("ia.incident_id = ?");
        values << toSql(filter.incident);
    }
    values << toSql(page.limit);
    auto found = transaction.allList(QStringLiteral("SELECT %1 FROM alert a%2 WHERE %3 ORDER BY a.id%4 LIMIT ?")
                                         .arg(columns(), joins(), conditions.join(QLatin1StringView(" AND ")),
                                              page.oldest ? QString() : QStringLiteral(" DESC")),
                                     read, values);
    if (found && page.oldest) {
        std::ranges::reverse(*found);
    }
    return found;
}

Result<std::optional<AlertRow>> byId(Transaction &transaction, AlertId id)
{
    return transaction.one(QStringLiteral("SELECT %1 FROM alert a%2 WHERE a.id = ?").arg(columns(), joins()), read, id);
}

Result<std::vector<AlertEvent>> events(Transaction &transaction, qint64 after, int limit)
{
    const auto readEvent = [](const Row &row) {
        return AlertEvent{.id = row.integer(0),
                          .kind = row.text(1) == QLatin1StringView("resolved") ? AlertEvent::Kind::Resolved
                                                                               : AlertEvent::Kind::Fired,
                          .alert = readFrom(row, 2)};
    };
    return transaction.all(
        QStringLiteral("SELECT e.id, e.kind, %1 FROM alert_event e JOIN alert a ON a.id = e.alert_id%2 "
                       "WHERE e.id > ? ORDER BY e.id LIMIT ?")
            .arg(columns(), joins()),
        readEvent, after, limit);
}

Result<AlertBacklog> backlog(Transaction &transaction, qint64 after)
{
    auto found = transaction.one(
        QStringLiteral("SELECT count(*), min(at) FROM alert_event WHERE id > ?"),
        [](const Row &row) { return AlertBacklog{row.integer(0), row.maybeInstant(1)}; }, after);
    if (!found) {
        return failure(found);
    }
    return *found ? **found : AlertBacklog();
}

}  // namespace onlyonce::alerttable
