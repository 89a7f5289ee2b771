// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/tellback.h"

#include "models/alerts/collector.h"
#include "models/alerts/source.h"
#include "models/alerts/writeback.h"
#include "models/catalog/actor.h"
#include "models/delivery/connections.h"
#include "models/storage/identity.h"

#include <QCoreApplication>

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

//! A monitor that did not listen for a day is not told of yesterday.
constexpr milliseconds usefulFor = 24h;
//! At one source, of one change: the newest of what fires.
constexpr int mostLookedAt = 10'000;
constexpr qsizetype mostTold = 2'000;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(onlyonce::TellBack)
};

struct Listener
{
    ConnectionRow connection;
    std::shared_ptr<const WriteBack> writeBack;
};

Result<std::vector<Listener>> listeners(Transaction &transaction)
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
        const bool hasAddress = !row.settings.value(QLatin1StringView("url")).toString().isEmpty();
        if (!*sealed && row.enabled && writeBack && hasAddress && wantsWriteBack(row.settings)) {
            found.push_back({.connection = std::move(row), .writeBack = std::move(writeBack)});
        }
    }
    return found;
}

Result<QString> nameOfActor(Transaction &transaction)
{
    auto who = actor(transaction, transaction.actor());
    if (!who) {
        return failure(who);
    }
    return *who ? (*who)->name : QStringLiteral("OnlyOnce");
}

struct Targets
{
    QJsonArray list;
    bool isCut = false;

    //! "db-1!disk", "db-1!disk and 3 more"
    [[nodiscard]] QString text() const
    {
        const QString first = list.first()[u"name"].toString();
        return list.size() == 1 ? first
             : isCut            ? Text::tr("%1 and the newest %2 more").arg(first).arg(list.size() - 1)
                                : Text::tr("%1 and %2 more").arg(first).arg(list.size() - 1);
    }
};

template <typename Concerns>
Result<Targets> targetsAt(Transaction &transaction, const Listener &listener, Told what, qint64 incident,
                          Concerns concerns)
{
    const auto rows =
        alerts(transaction, {.status = AlertStatus::Firing, .source = listener.connection.name, .incident = incident},
               mostLookedAt);
    if (!rows) {
        return failure(rows);
    }
    Targets targets{.list = {}, .isCut = rows->size() == size_t(mostLookedAt)};
    for (const AlertRow &alert : *rows) {
        const QJsonObject target = concerns(alert) ? listener.writeBack->target(alert, what) : QJsonObject();
        if (target.isEmpty()) {
            continue;
        }
        if (targets.list.size() == mostTold) {
            targets.isCut = true;
            break;
        }
        targets.list.append(target);
    }
    return targets;
}

Result<> put(Transaction &transaction, const Listener &listener, Intent intent, const Telling &telling)
{
    intent.kind = QStringLiteral("source.tell");
    intent.connection = listener.connection.id;
    intent.title = Text::tr("Tell %1: %2", "a source, what").arg(listener.connection.name, intent.title);
    intent.payload = telling.toJson();
    const auto put = enqueue(transaction, intent);
    return put ? Result<>() : failure(put);
}

// Silences -----------------------------------------------------------------------------------------------------------

QJsonObject matcherJson(const QString &name, const QString &value, Matcher::Operator op)
{
    using Operator = Matcher::Operator;
    return {{QStringLiteral("name"), name},
            {QStringLiteral("value"), value},
            {QStringLiteral("isRegex"), op == Operator::Matches || op == Operator::NotMatches},
            {QStringLiteral("isEqual"), op == Operator::Equal || op == Operator::Matches}};
}

QJsonObject isThere(const QString &name)
{
    return matcherJson(name, QStringLiteral(".+"), Matcher::Operator::Matches);
}

//! What the source's own labels must be like; nothing when the silence is for other sources. matchableLabels() adds to an
//! alert's labels what we made of them: over there those may be missing, and must not be taken for empty.
std::optional<QJsonArray> matchersAt(const QString &sourceName, const Silence &silence)
{
    static const QStringList ours{QStringLiteral("service"), QStringLiteral("datacentre"), QStringLiteral("severity")};
    QJsonArray there;
    bool isNarrow = false;
    for (const Matcher &matcher : silence.matchers) {
        if (matcher.name() == QLatin1StringView("source")) {
            if (!matcher.matches({{QStringLiteral("source"), sourceName}})) {
                return std::nullopt;
            }
            there.append(matcherJson(matcher.name(), {}, Matcher::Operator::Equal));
            continue;
        }
        const bool takesMissing = matcher.matches({});
        if (takesMissing && ours.contains(matcher.name())) {
            there.append(isThere(matcher.name()));
            isNarrow = true;
        }
        isNarrow = isNarrow || !takesMissing;
        there.append(matcherJson(matcher.name(), matcher.value(), matcher.op()));
    }
    if (!isNarrow) {
        there.append(isThere(QStringLiteral("alertname")));  // Alertmanager takes none that would hide the nameless
    }
    return there;
}

QString keyOf(const Silence &silence, const Listener &listener, const char *what)
{
    return QStringLiteral("tell/silence/%1/%2/%3")
        .arg(QString::number(silence.id.value), QString::number(listener.connection.id.value), QLatin1StringView(what));
}

//! In order with each other: an end is not told before the beginning.
Intent intentOf(Transaction &transaction, const Silence &silence, const Listener &listener, const char *what)
{
    return {.kind = {},
            .connection = {},
            .key = keyOf(silence, listener, what),
            .title = {},
            .payload = {},
            .lifetime = silence.endsAt - transaction.now(),
            .lane = QStringLiteral("silence/%1").arg(silence.id.value)};
}

//! Who wants it, why, and by what the silence is found again among those of other databases.
Result<Telling> tellingOf(Transaction &transaction, const Silence &silence, Told what)
{
    const auto name = nameOfActor(transaction);
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

QString untilText(Instant end)
{
    return toDateTime(end).toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
}

}  // namespace

Result<> tellAcknowledged(Transaction &transaction, qint64 incident, const QString &reference)
{
    const auto all = listeners(transaction);
    const auto name = nameOfActor(transaction);
    if (!all || !name) {
        return all ? failure(name) : failure(all);
    }
    for (const Listener &listener : *all) {
        if (!listener.writeBack->takesAcknowledgement()) {
            continue;
        }
        const auto targets =
            targetsAt(transaction, listener, Told::Acknowledged, incident, [](const AlertRow &) { return true; });
        if (!targets) {
            return failure(targets);
        }
        if (targets->list.isEmpty()) {
            continue;
        }
        const QString key = QStringLiteral("tell/acknowledged/%1/%2").arg(incident).arg(listener.connection.id.value);
        ONLYONCE_TRY(put(transaction, listener,
                         {.kind = {},
                          .connection = {},
                          .key = key,
                          .title = Text::tr("acknowledged %1, %2 by %3").arg(targets->text(), reference, *name),
                          .payload = {},
                          .lifetime = usefulFor,
                          .incident = incident,
                          .lane = key},
                         {.what = Told::Acknowledged,
                          .by = *name,
                          .comment = Text::tr("%1, acknowledged by %2 in OnlyOnce").arg(reference, *name),
                          .targets = targets->list,
                          .matchers = {},
                          .startsAt = {},
                          .endsAt = {}}));
    }
    return {};
}

Result<> tellSilenced(Transaction &transaction, const Silence &silence)
{
    const auto all = listeners(transaction);
    auto telling = tellingOf(transaction, silence, Told::Silenced);
    if (!all || !telling) {
        return all ? failure(telling) : failure(all);
    }
    for (const Listener &listener : *all) {
        QString what;
        if (listener.writeBack->takesMatchers()) {
            const auto matchers = matchersAt(listener.connection.name, silence);
            if (!matchers) {
                continue;
            }
            telling->matchers = *matchers;
            what = textsOf(silence.matchers).join(QStringLiteral(", "));
        } else if (silence.startsAt <= transaction.now()) {
            const auto targets = targetsAt(transaction, listener, Told::Silenced, 0,
                                           [&silence](const AlertRow &alert) { return silences(silence, alert); });
            if (!targets) {
                return failure(targets);
            }
            if (targets->list.isEmpty()) {
                continue;
            }
            telling->targets = targets->list;
            what = targets->text();
        } else {
            continue;  // what fires at present is none of its business
        }
        Intent intent = intentOf(transaction, silence, listener, "begin");
        intent.title = Text::tr("silenced %1 until %2, by %3", "what, when, who")
                           .arg(what, untilText(silence.endsAt), telling->by);
        ONLYONCE_TRY(put(transaction, listener, std::move(intent), *telling));
        telling->targets = {};
        telling->matchers = {};
    }
    return {};
}

Result<> tellSilenceEnded(Transaction &transaction, const Silence &silence)
{
    const auto all = listeners(transaction);
    auto telling = tellingOf(transaction, silence, Told::SilenceEnded);
    if (!all || !telling) {
        return all ? failure(telling) : failure(all);
    }
    for (const Listener &listener : *all) {
        const auto begin = outboxRow(transaction, keyOf(silence, listener, "begin"));
        if (!begin) {
            return failure(begin);
        }
        if (!*begin) {
            continue;
        }
        const OutboxRow &row = **begin;
        const bool isHeard = row.state == OutboxState::Sent || row.state == OutboxState::Sending || row.maybeSent;
        if (row.state != OutboxState::Sent && row.state != OutboxState::Sending) {
            ONLYONCE_TRY(discardOutbox(transaction, row.id, Text::tr("The silence was ended before.")));
        }
        if (isHeard) {
            telling->targets = Telling::from(row.payload).targets;
            Intent intent = intentOf(transaction, silence, listener, "end");
            intent.title = Text::tr("the silence “%1” has ended, by %2").arg(silence.comment, telling->by);
            ONLYONCE_TRY(put(transaction, listener, std::move(intent), *telling));
        }
    }
    return {};
}

}  // namespace onlyonce
