// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/inbox/inboxindex.h"

#include "models/alerts/inbox/alertwords.h"
#include "models/alerts/inbox/inboxindextable.h"
#include "models/alerts/inbox/sightings.h"
#include "models/storage/cursors.h"

#include <algorithm>

namespace onlyonce {

namespace {

//! The words of one alert; what it says of its facets is remembered for the next.
Result<QStringList> allWords(Transaction &transaction, const AlertRow &alert,
                             std::map<Facet, QHash<QString, QString>> &known)
{
    const std::pair<Facet, QString> values[]{{Facet::Source, alert.source},
                                             {Facet::Service, alert.service},
                                             {Facet::DataCentre, alert.dataCentre},
                                             {Facet::Severity, toText(alert.severity)},
                                             {Facet::FailedTest, toText(alert.failedTest)}};
    QStringList words;
    for (const auto &[facet, value] : values) {
        if (value.isEmpty()) {
            continue;
        }
        QString &word = known[facet][value];
        if (word.isEmpty()) {
            auto found = inboxindextable::wordFor(transaction, {facet, value});
            if (!found) {
                return failure(found);
            }
            word = *found;
        }
        words << word;
    }
    return words + wordsOfAlert(alert.summary, alert.service, alert.labels);
}

//! Those first that the index knows: their ids are the smaller ones.
Result<Indexed> indexEnds(Transaction &transaction, qint64 indexed, int limit)
{
    auto position = cursorPosition(transaction, inboxindextable::endFollower());
    if (!position) {
        return failure(position);
    }
    auto ends = inboxindextable::endsAfter(transaction, *position, limit);
    if (!ends) {
        return failure(ends);
    }
    if (ends->empty()) {
        return Indexed();
    }
    std::vector<AlertId> over;
    for (const inboxindextable::End &end : *ends) {
        if (end.alert && end.alert.value <= indexed) {  // the others are read as they are now
            over.push_back(end.alert);
        }
    }
    std::ranges::sort(over, {}, &AlertId::value);
    for (const AlertId alert : over) {
        ONLYONCE_TRY(inboxindextable::moveToOver(transaction, alert));
    }
    ONLYONCE_TRY(moveCursor(transaction, inboxindextable::endFollower(), ends->back().event));
    return Indexed{.alerts = int(over.size()), .more = ends->size() == size_t(limit)};
}

}  // namespace

Result<Indexed> indexAlerts(Transaction &transaction, int limit)
{
    auto position = cursorPosition(transaction, inboxindextable::alertFollower());
    if (!position) {
        return failure(position);
    }
    auto done = indexEnds(transaction, *position, limit);
    if (!done) {
        return failure(done);
    }
    auto alerts = inboxindextable::alertsAfter(transaction, *position, limit);
    if (!alerts) {
        return failure(alerts);
    }
    std::map<Facet, QHash<QString, QString>> known;
    for (const AlertRow &alert : *alerts) {
        auto words = allWords(transaction, alert, known);
        if (!words) {
            return failure(words);
        }
        ONLYONCE_TRY(inboxindextable::addWords(transaction, alert.id, alert.status, *words));
    }
    ONLYONCE_TRY(countSightings(transaction, *alerts));
    if (!alerts->empty()) {
        ONLYONCE_TRY(moveCursor(transaction, inboxindextable::alertFollower(), alerts->back().id.value));
    }
    done->alerts += int(alerts->size());
    done->more = done->more || alerts->size() == size_t(limit);
    if (done->alerts > 0) {
        transaction.touch(QStringLiteral("alert_words"), 0);
    }
    return done;
}

Result<> rewording(Transaction &transaction, const std::vector<AlertId> &alerts,
                   const std::function<Result<>()> &change)
{
    if (alerts.empty()) {
        return change();
    }
    auto indexed = cursorPosition(transaction, inboxindextable::alertFollower());
    if (!indexed) {
        return failure(indexed);
    }
    std::map<Facet, QHash<QString, QString>> known;
    const auto wordsOf = [&](AlertId id) -> Result<std::optional<QStringList>> {
        auto row = inboxindextable::alertsAfter(transaction, id.value - 1, 1);
        if (!row) {
            return failure(row);
        }
        if (row->empty() || row->front().id != id || id.value > *indexed) {
            return std::nullopt;  // not in the index yet
        }
        auto words = allWords(transaction, row->front(), known);
        return words ? Result<std::optional<QStringList>>(*words) : failure(words);
    };
    QHash<qint64, QStringList> before;
    for (const AlertId id : alerts) {
        auto words = wordsOf(id);
        if (!words) {
            return failure(words);
        }
        if (*words) {
            before.insert(id.value, **words);
        }
    }
    ONLYONCE_TRY(change());
    for (auto each = before.cbegin(); each != before.cend(); ++each) {
        const AlertId id{each.key()};
        auto words = wordsOf(id);
        if (!words) {
            return failure(words);
        }
        ONLYONCE_TRY(inboxindextable::replaceWords(transaction, id, *each, words->value_or(QStringList())));
    }
    return inboxindextable::purge(transaction);
}

InboxIndex::InboxIndex(Database &database, ActorId program, QObject *parent)
    : IndexFollower(
          database, program, {QLatin1StringView("alert")},
          [](Transaction &transaction) -> Result<bool> {
              const auto done = indexAlerts(transaction);
              return done ? Result<bool>(done->more) : failure(done);
          },
          parent)
{
}

}  // namespace onlyonce
