// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/undoing.h"

#include "views/widgets/messagebar.h"

namespace onlyonce::ui {

namespace {

using namespace std::chrono_literals;

constexpr auto inSight = 12s;
const auto messageId = QStringLiteral("change");

}  // namespace

Undoing::Undoing(Session &session, MessageStack &messages, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_messages(messages)
{
    m_fade.setSingleShot(true);
    m_fade.setInterval(inSight);
    connect(&m_fade, &QTimer::timeout, this, [this] { m_messages.dismiss(messageId); });
}

void Undoing::begin(IncidentId incident)
{
    m_incident = incident;
    m_session.read(lastAudited).then(this, [this](const Result<qint64> &last) {
        if (last) {  // else the page itself says what is wrong
            m_since = *last;
        }
    });
}

void Undoing::undo(const std::optional<EarlierChange> &elsewhere)
{
    take(lastChange, elsewhere ? std::optional(elsewhere->at) : std::nullopt)
        .then(this, [this, elsewhere](const Result<Done> &done) {
            if (elsewhere && done && done->text.isEmpty()) {
                elsewhere->undo();
            } else {
                tell(done, tr("Nothing that you changed here is left to be undone."), tr("Redo"), [this] { redo(); });
            }
        });
}

void Undoing::redo()
{
    take(lastUndo, {}).then(this, [this](const Result<Done> &done) {
        tell(done, tr("Nothing that you have undone is left to be made again."), tr("Undo"), [this] { undo(); });
    });
}

Answer<Result<Undoing::Done>> Undoing::take(decltype(&lastChange) find, std::optional<Instant> unlessBefore)
{
    return m_session.write(
        [=, id = m_incident, who = m_session.actor, since = m_since](Transaction &transaction) -> Result<Done> {
            const auto change =
                since ? find(transaction, id, who, *since) : Result<std::optional<PastChange>>(std::nullopt);
            if (!change || !*change || (unlessBefore && (*change)->rows.back().at < *unlessBefore)) {
                return change ? Result<Done>(Done()) : failure(change);
            }
            auto text = onlyonce::undo(transaction, **change);
            const auto last = text ? lastAudited(transaction) : failure(text);
            return last ? Result<Done>(Done{std::move(*text), *last}) : failure(last);
        });
}

void Undoing::tell(const Result<Done> &done, const QString &nothing, const QString &button, std::function<void()> press)
{
    if (!done) {
        Q_EMIT failed(done.error());
        return;
    }
    m_told = std::max(m_told, done->last);
    if (done->text.isEmpty()) {
        say(nothing);
    } else {
        say(done->text, button, std::move(press));
    }
}

void Undoing::offer()
{
    if (!m_since) {
        return;
    }
    using Offer = std::pair<qint64, QString>;
    m_session
        .read([id = m_incident, who = m_session.actor, since = *m_since,
               told = m_told](Transaction &transaction) -> Result<Offer> {
            const auto change = lastChange(transaction, id, who, since);
            if (!change || !*change || (*change)->rows.back().id <= told) {
                return change ? Result<Offer>(Offer()) : failure(change);
            }
            const qint64 last = (*change)->rows.back().id;
            const auto text = isOfIncident(**change) ? textOf(transaction, **change) : Result<QString>(QString());
            return text ? Result<Offer>(Offer(last, *text)) : failure(text);
        })
        .then(this, [this](const Result<Offer> &offer) {
            if (!offer || offer->first <= m_told) {
                return;
            }
            m_told = offer->first;
            if (!offer->second.isEmpty()) {
                say(offer->second, tr("Undo"), [this] { undo(); });
            }
        });
}

void Undoing::say(const QString &text, const QString &button, std::function<void()> press)
{
    QList<Message::Button> buttons;
    if (!button.isEmpty()) {
        buttons.append({button, std::move(press)});
    }
    m_messages.add({.id = messageId, .tone = Tone::Accent, .text = text, .buttons = buttons});
    m_fade.start();
}

}  // namespace onlyonce::ui
