// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/due/duetable.h"

namespace onlyonce::duetable {

Result<DueRules> all(Transaction &transaction)
{
    const auto rows =
        transaction.all(QStringLiteral("SELECT severity, days, working FROM postmortem_due"), [](const Row &row) {
            return std::pair(row.text(0), DueRule{.days = int(row.integer(1)), .working = row.flag(2)});
        });
    if (!rows) {
        return failure(rows);
    }
    DueRules rules;
    for (const auto &[name, rule] : *rows) {
        if (const auto severity = severityFrom(name)) {
            rules.of(*severity) = rule;
        }
    }
    return rules;
}

Result<> put(Transaction &transaction, Severity severity, const DueRule &rule)
{
    const auto done = transaction.exec(
        QStringLiteral("INSERT INTO postmortem_due (severity, days, working) VALUES (?, ?, ?) "
                       "ON CONFLICT (severity) DO UPDATE SET days = excluded.days, working = excluded.working"),
        toText(severity), rule.days, rule.working);
    return done ? Result<>() : failure(done);
}

}  // namespace onlyonce::duetable
