// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/tellback/tellback.h"

#include "models/alerts/collector.h"
#include "models/alerts/tellback/listeners.h"
#include "models/base/tr.h"

#include <algorithm>

namespace onlyonce {

namespace {

//! At one source, of one change: the newest of what fires.
constexpr int mostLookedAt = 10'000;
constexpr qsizetype mostTold = 2'000;

template <typename Concerns>
Result<Targets> targetsAt(Transaction &transaction, const Listener &listener, Happening what, qint64 incident,
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

}  // namespace

Result<> tellAcknowledged(Transaction &transaction, qint64 incident, const QString &reference)
{
    const auto all = listeners(transaction);
    const auto name = nameOf(transaction, transaction.actor());
    if (!all || !name) {
        return all ? failure(name) : failure(all);
    }
    for (const Listener &listener : *all) {
        if (!listener.writeBack->takesAcknowledgement()) {
            continue;
        }
        const auto targets =
            targetsAt(transaction, listener, Happening::Acknowledged, incident, [](const AlertRow &) { return true; });
        if (!targets) {
            return failure(targets);
        }
        if (!targets->list.isEmpty()) {
            ONLYONCE_TRY(putAcknowledged(transaction, listener, *targets,
                                         {.incident = incident, .reference = reference, .by = *name}, {}));
        }
    }
    return {};
}

Result<> tellSilenced(Transaction &transaction, const Silence &silence)
{
    const auto all = listeners(transaction);
    auto telling = tellingOf(transaction, silence, Happening::Silenced, transaction.actor());
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
            const auto targets = targetsAt(transaction, listener, Happening::Silenced, 0,
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
            continue;  // what fires at present is none of its business; what begins under it is told as it does
        }
        const auto put = putSilenced(transaction, listener, silence, *telling, what, QStringLiteral("begin"));
        if (!put) {
            return failure(put);
        }
        telling->targets = {};
        telling->matchers = {};
    }
    return {};
}

Result<> tellSilenceEnded(Transaction &transaction, const Silence &silence)
{
    const auto all = allListeners(transaction);
    auto telling = tellingOf(transaction, silence, Happening::SilenceEnded, transaction.actor());
    if (!all || !telling) {
        return all ? failure(telling) : failure(all);
    }
    for (const Listener &listener : *all) {
        const auto told = toldOf(transaction, silence, listener);
        if (!told) {
            return failure(told);
        }
        bool isHeard = false;
        QJsonArray targets;
        for (const OutboxRow &row : *told) {
            isHeard = isHeard || row.state == OutboxState::Sent || row.state == OutboxState::Sending || row.maybeSent;
            for (const auto &target : Telling::from(row.payload).targets) {
                targets.append(target);
            }
            if (row.state != OutboxState::Sent && row.state != OutboxState::Sending) {
                ONLYONCE_TRY(discardOutbox(transaction, row.id, tr("The silence was ended before.")));
            }
        }
        if (!isHeard) {
            continue;
        }
        telling->targets = targets;
        Intent intent = silenceIntent(transaction, silence, listener, QStringLiteral("end"));
        intent.title = tr("the silence “%1” has ended, by %2").arg(silence.comment, telling->by);
        const auto put = putTelling(transaction, listener, std::move(intent), *telling);
        if (!put) {
            return failure(put);
        }
        // Where nothing is told any more, nobody looks for what is to be sent either: see Keyring.
        transaction.touch(QStringLiteral("connection"), listener.connection.id);
    }
    return {};
}

}  // namespace onlyonce
