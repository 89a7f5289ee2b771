// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/due/duerules.h"

#include "models/base/tr.h"
#include "models/catalog/actor.h"
#include "models/postmortem/due/duetable.h"
#include "models/storage/journal.h"

#include <QRegularExpression>

namespace onlyonce {

QDate DueRule::after(QDate day) const
{
    if (!working) {
        return day.addDays(days);
    }
    for (int left = days; left > 0;) {
        day = day.addDays(1);
        left -= day.dayOfWeek() <= Qt::Friday ? 1 : 0;
    }
    return day;
}

Result<DueRules> dueRules(Transaction &transaction)
{
    return duetable::all(transaction);
}

Result<> saveDueRules(Transaction &transaction, const DueRules &rules, const DueRules &seen)
{
    ONLYONCE_TRY(require(transaction, Permission::Administer));
    const auto now = dueRules(transaction);
    if (!now) {
        return failure(now);
    }
    if (*now == rules) {
        return {};
    }
    if (*now != seen) {
        return fail(ErrorCode::Conflict, tr("Somebody has changed by when post-mortems are due meanwhile. Nothing was "
                                            "overwritten: look at it again, and save once more."));
    }
    for (const Severity severity : allSeverities) {
        const DueRule &rule = rules.of(severity);
        if (rule.days < 0 || rule.days > mostDueDays) {
            return fail(ErrorCode::Invalid,
                        tr("%1: a post-mortem is due within %2 days, or never. Later nobody remembers.")
                            .arg(toText(severity), QString::number(mostDueDays)));
        }
        if (rule == now->of(severity)) {
            continue;
        }
        ONLYONCE_TRY(duetable::put(transaction, severity, rule));
        transaction.touch(QStringLiteral("postmortem_due"), qint64(severity));
        ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("postmortem_due"),
                                                .entityId = qint64(severity),
                                                .field = toText(severity),
                                                .oldValue = toText(now->of(severity)),
                                                .newValue = toText(rule)}));
    }
    return {};
}

QString toText(const DueRule &rule)
{
    if (rule.days == 0) {
        return tr("never");
    }
    if (rule.working) {
        return rule.days == 1 ? tr("1 working day") : tr("%1 working days").arg(rule.days);
    }
    return rule.days == 1 ? tr("1 day") : tr("%1 days").arg(rule.days);
}

Result<DueRule> dueRuleFrom(const QString &text)
{
    static const QRegularExpression shape(QStringLiteral("^(\\d{1,3})\\s*(working\\s+)?(?:days?)?$"),
                                          QRegularExpression::CaseInsensitiveOption);
    const QString words = text.trimmed();
    if (words.compare(QStringLiteral("never"), Qt::CaseInsensitive) == 0) {
        return DueRule{};
    }
    const auto match = shape.match(words);
    const int days = match.captured(1).toInt();
    if (!match.hasMatch() || days > mostDueDays) {
        return fail(ErrorCode::Invalid, tr("“%1” is no time for a post-mortem. Write “3 days”, “5 working days” (at "
                                           "most %2) or “never”.")
                                            .arg(text, QString::number(mostDueDays)));
    }
    return DueRule{.days = days, .working = days > 0 && match.hasCaptured(2)};
}

}  // namespace onlyonce
