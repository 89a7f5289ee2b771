// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/tellback/listeners.h"

#include "models/alerts/tellback/latecomertable.h"
#include "models/base/tr.h"
#include "models/catalog/actor.h"
#include "models/storage/identity.h"

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

//! A monitor that did not listen for a day is not told of yesterday.
constexpr milliseconds usefulFor = 24h;

QString silenceKey(const Silence &silence, const Listener &listener, const QString &key)
{
    return QStringLiteral("tell/silence/%1/%2/%3")
        .arg(QString::number(silence.id.value), QString::number(listener.connection.id.value), key);
}

QString untilText(Instant end)
{
    return toDateTime(end).toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
}

}  // namespace

Result<std::vector<Listener>> allListeners(Transaction &transaction)
{
    const auto sealed = isSealed(transaction);
    if (!sealed) {
        return failure(sealed);
    }
    auto rows = connectionsOf(transaction, QStringLiteral("source"));
    if (!rows) {
        return failure(rows);
    }
    std::vector<Listener> found;
    for (ConnectionRow &row : *rows) {
        const auto source = sourceNamed(row.adapter);
        auto writeBack = source ? source->writeBack() : nullptr;
        if (!*sealed && writeBack) {
            found.push_back({.connection = std::move(row), .writeBack = std::move(writeBack)});
        }
    }
    return found;
}

Result<std::vector<Listener>> listeners(Transaction &transaction)
{
    auto found = allListeners(transaction);
    if (found) {
        std::erase_if(*found, [](const Listener &listener) {
            const ConnectionRow &row = listener.connection;
            return !row.enabled || !wantsWriteBack(row.settings)
                || row.settings.value(QLatin1StringView("url")).toString().isEmpty();
        });
    }
    return found;
}

QString Targets::text() const
{
    const QString first = list.first()[u"name"].toString();
    return list.size() == 1 ? first
         : isCut            ? tr("%1 and the newest %2 more").arg(first).arg(list.size() - 1)
                            : tr("%1 and %2 more").arg(first).arg(list.size() - 1);
}

Result<> putAcknowledged(Transaction &transaction, const Listener &listener, const Targets &targets,
                         const Acknowledgement &acknowledgement, const QString &key)
{
    const QString lane =
        QStringLiteral("tell/acknowledged/%1/%2").arg(acknowledgement.incident).arg(listener.connection.id.value);
    const auto &[incident, reference, by] = acknowledgement;
    const auto put = putTelling(transaction, listener,
                                {.kind = {},
                                 .connection = {},
                                 .key = key.isEmpty() ? lane : lane + QLatin1Char('/') + key,
                                 .title = tr("acknowledged %1, %2 by %3").arg(targets.text(), reference, by),
                                 .payload = {},
                                 .lifetime = usefulFor,
                                 .incident = incident,
                                 .lane = lane},
                                {.what = Happening::Acknowledged,
                                 .by = by,
                                 .comment = tr("%1, acknowledged by %2 in OnlyOnce").arg(reference, by),
                                 .targets = targets.list,
                                 .matchers = {},
                                 .startsAt = {},
                                 .endsAt = {}});
    return put ? Result<>() : failure(put);
}

Result<OutboxId> putSilenced(Transaction &transaction, const Listener &listener, const Silence &silence,
                             const Telling &telling, const QString &what, const QString &key)
{
    Intent intent = silenceIntent(transaction, silence, listener, key);
    intent.title =
        tr("silenced %1 until %2, by %3", "what, when, who").arg(what, untilText(silence.endsAt), telling.by);
    return putTelling(transaction, listener, std::move(intent), telling);
}

Result<OutboxId> putTelling(Transaction &transaction, const Listener &listener, Intent intent, const Telling &telling)
{
    intent.kind = QStringLiteral("source.tell");
    intent.connection = listener.connection.id;
    intent.title = tr("Tell %1: %2", "a source, what").arg(listener.connection.name, intent.title);
    intent.payload = telling.toJson();
    return enqueue(transaction, intent);
}

Intent silenceIntent(Transaction &transaction, const Silence &silence, const Listener &listener, const QString &key)
{
    return {.kind = {},
            .connection = {},
            .key = silenceKey(silence, listener, key),
            .title = {},
            .payload = {},
            .lifetime = silence.endsAt - transaction.now(),
            .lane = QStringLiteral("silence/%1").arg(silence.id.value)};
}

Result<Telling> tellingOf(Transaction &transaction, const Silence &silence, Happening what, ActorId by)
{
    const auto name = nameOf(transaction, by);
    const auto uuid = databaseUuid(transaction);
    if (!name || !uuid) {
        return name ? failure(uuid) : failure(name);
    }
    return Telling{.what = what,
                   .by = *name,
                   .comment = QStringLiteral("%1 (OnlyOnce %2, silence %3)")
                                  .arg(silence.comment, uuid->left(8), QString::number(silence.id.value)),
                   .targets = {},
                   .matchers = {},
                   .startsAt = silence.startsAt,
                   .endsAt = silence.endsAt};
}

Result<std::vector<OutboxRow>> toldOf(Transaction &transaction, const Silence &silence, const Listener &listener)
{
    std::vector<OutboxRow> rows;
    auto begin = outboxRow(transaction, silenceKey(silence, listener, QStringLiteral("begin")));
    if (!begin) {
        return failure(begin);
    }
    if (*begin) {
        rows.push_back(std::move(**begin));
    }
    const auto later = latecomertable::tellings(transaction, silence.id);
    if (!later) {
        return failure(later);
    }
    for (const OutboxId id : *later) {
        auto row = outboxRow(transaction, id);
        if (!row) {
            return failure(row);
        }
        if (*row && (*row)->connection == listener.connection.id) {
            rows.push_back(std::move(**row));
        }
    }
    return rows;
}

Result<QString> nameOf(Transaction &transaction, ActorId who)
{
    auto found = actor(transaction, who);
    if (!found) {
        return failure(found);
    }
    return *found ? (*found)->name : QStringLiteral("OnlyOnce");
}

}  // namespace onlyonce
