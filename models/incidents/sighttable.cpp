// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/sighttable.h"

namespace onlyonce::sighttable {

namespace {

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

std::optional<milliseconds> maybeDuration(const Row &row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional(milliseconds(row.integer(column)));
}

}  // namespace

QString probeKind()
{
    return QStringLiteral("probe");
}

QString testKind()
{
    return QStringLiteral("test");
}

QString sourceKind()
{
    return QStringLiteral("source");
}

std::vector<Sight> sightsOf(const AlertRow &alert)
{
    std::vector<Sight> sights;
    if (!alert.probes.isEmpty()) {
        sights.emplace_back(probeKind(), alert.probes.join(QLatin1Char('\n')));
        sights.emplace_back(sourceKind(), alert.source);
    }
    if (alert.failedTest != FailedTest::None) {
        sights.emplace_back(testKind(), toText(alert.failedTest));
    }
    return sights;
}

Result<> add(Transaction &transaction, IncidentId id, const Sight &sight)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO incident_sight (incident_id, kind, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
        id, sight.first, sight.second));
}

Result<> settle(Transaction &transaction, IncidentId id)
{
    struct Told
    {
        QString kind;
        QString value;
        QString where;  //!< that column says something
    };
    const QString probes = QStringLiteral("probes");
    const QString test = QStringLiteral("failed_test");
    for (const Told &told : {Told{probeKind(), probes, probes}, Told{testKind(), test, test},
                             Told{sourceKind(), QStringLiteral("source"), probes}}) {
        ONLYONCE_TRY(done(transaction.exec(
            QStringLiteral("INSERT INTO incident_sight (incident_id, kind, value) "
                           "SELECT DISTINCT l.incident_id, CAST(? AS TEXT), a.%1 FROM incident_alert l "
                           "JOIN alert a ON a.id = l.alert_id WHERE l.incident_id = ? AND a.%2 <> '' "
                           "ON CONFLICT DO NOTHING")
                .arg(told.value, told.where),
            told.kind, id)));
    }
    return {};
}

Result<std::vector<Sight>> all(Transaction &transaction, IncidentId id)
{
    return transaction.all(
        QStringLiteral("SELECT kind, value FROM incident_sight WHERE incident_id = ? ORDER BY kind, value LIMIT 1000"),
        [](const Row &row) { return Sight(row.text(0), row.text(1)); }, id);
}

Result<std::optional<Opening>> opening(Transaction &transaction, IncidentId id)
{
    return transaction.one(
        QStringLiteral("SELECT started_at, CASE WHEN started_at < received_at OR start_told = 1 THEN 1 ELSE 0 END, "
                       "hold_ms, check_interval_ms FROM alert WHERE id = "
                       "(SELECT min(alert_id) FROM incident_alert WHERE incident_id = ?)"),
        [](const Row &row) {
            return Opening{.startedAt = row.instant(0),
                           .toldStart = row.flag(1),
                           .watch = {.hold = maybeDuration(row, 2), .checkInterval = maybeDuration(row, 3)}};
        },
        id);
}

}  // namespace onlyonce::sighttable
