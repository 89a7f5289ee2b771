// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/inbox/alertsapi.h"

#include "models/alerts/inbox/alertwords.h"
#include "models/alerts/inbox/inbox.h"

#include <QCoreApplication>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

constexpr int rowsAtOnce = 1'000;
constexpr qsizetype mostWordsAsked = 12;
//! What fires is told to lapse so long after it was last told of, as Alertmanager's resolve_timeout has it by default.
constexpr auto lapse = 5min;

QString receiverName()
{
    return QStringLiteral("onlyonce");
}

QJsonObject toApi(const AlertRow &alert)
{
    QJsonObject labels = alert.labels;
    if (!labels.contains(QLatin1StringView("alertname"))) {
        labels.insert(QStringLiteral("alertname"), alert.summary);  // every reader of this API expects one
    }
    QJsonObject annotations = alert.annotations;
    if (!annotations.contains(QLatin1StringView("summary"))) {
        annotations.insert(QStringLiteral("summary"), alert.summary);
    }
    return {
        {QStringLiteral("fingerprint"), alert.fingerprint},
        {QStringLiteral("labels"), labels},
        {QStringLiteral("annotations"), annotations},
        {QStringLiteral("startsAt"), toIso(alert.startedAt)},
        {QStringLiteral("updatedAt"), toIso(alert.lastReceivedAt)},
        {QStringLiteral("endsAt"), toIso(alert.resolvedAt.value_or(alert.lastReceivedAt + lapse))},
        {QStringLiteral("generatorURL"), alert.link},
        {QStringLiteral("receivers"), QJsonArray{QJsonObject{{QStringLiteral("name"), receiverName()}}}},
        {QStringLiteral("status"), QJsonObject{{QStringLiteral("state"), QStringLiteral("active")},
                                               {QStringLiteral("silencedBy"), QJsonArray()},
                                               {QStringLiteral("inhibitedBy"), QJsonArray()}}},
    };
}

//! Those that an alert must have to match; none when that cannot be said.
QStringList wordsIn(const Matchers &matchers)
{
    QStringList words;
    for (const Matcher &matcher : matchers) {
        if (matcher.op() == Matcher::Operator::Equal) {
            words += wordsOf(matcher.value(), mostWordsAsked - words.size());
        }
    }
    return words;
}

}  // namespace

Result<AlertsQuery> alertsQuery(const QList<std::pair<QByteArray, QByteArray>> &items)
{
    AlertsQuery query;
    for (const auto &[name, value] : items) {
        if (name == "filter") {
            auto matcher = Matcher::parse(QString::fromUtf8(value));
            if (!matcher) {
                return failure(matcher);
            }
            query.filter.push_back(std::move(*matcher));
        } else if (name == "active") {
            query.active = value != "false";
        } else if (name == "receiver") {
            const QRegularExpression receiver(QRegularExpression::anchoredPattern(QString::fromUtf8(value)));
            if (!receiver.isValid()) {
                return fail(ErrorCode::Invalid,
                            QCoreApplication::translate("Alerts", "The receiver is no regular expression: %1.")
                                .arg(receiver.errorString()));
            }
            query.concernsUs = receiver.match(receiverName()).hasMatch();
        }
    }
    return query;
}

Result<QJsonArray> alertsForApi(Transaction &transaction, const AlertsQuery &query, int limit)
{
    QJsonArray found;
    if (!query.active || !query.concernsUs) {
        return found;
    }
    const auto look = [&](const InboxFilter &filter, KeyPage page) -> Result<> {
        page.limit = rowsAtOnce;
        while (found.size() < limit) {
            const auto rows = inbox(transaction, filter, page);
            if (!rows) {
                return failure(rows);
            }
            for (const AlertRow &row : *rows) {
                if (found.size() < limit && allMatch(query.filter, row.labels)) {
                    found.append(toApi(row));
                }
            }
            if (rows->size() < size_t(rowsAtOnce)) {
                break;
            }
            page.before = inboxKey(rows->back());
        }
        return {};
    };
    InboxFilter filter{.status = AlertStatus::Firing};
    const QStringList words = wordsIn(query.filter);
    if (words.isEmpty()) {
        ONLYONCE_TRY(look(filter, {}));
        return found;
    }
    const auto indexed = indexedAlerts(transaction);
    if (!indexed) {
        return failure(indexed);
    }
    const qint64 last = inboxKey({.id = AlertId{*indexed}, .status = AlertStatus::Firing});
    for (const Matcher &matcher : query.filter) {
        if (matcher.op() == Matcher::Operator::Equal && !matcher.value().isEmpty()) {
            filter.labels.emplace_back(matcher.name(), matcher.value());
        }
    }
    ONLYONCE_TRY(look(filter, {.after = last}));
    filter.labels.clear();
    filter.words = words;
    ONLYONCE_TRY(look(filter, {.before = last + 1}));
    return found;
}

}  // namespace onlyonce
