// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/together/presence.h"

#include "models/base/log.h"
#include "models/delivery/outboxtable.h"
#include "models/postmortem/together/presencetable.h"
#include "models/storage/quiet.h"

#include <QUuid>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr std::chrono::hours longGone{24};

//! Nobody is kept from their work by it; a window that was opened for reading only is not seen by the others.
void noteProblem(const Error &error)
{
    qCDebug(logStorage) << "the others are not told who is here:" << error.detail;
}

}  // namespace

struct Presence::Sight
{
    std::vector<presencetable::PresentRow> rows;
    Instant now;
};

Presence::Presence(const Session &session, IncidentId incident, QObject *parent)
    : Presence(session, incident, paceOf(session.database.engine()), parent)
{
}

Presence::Pace Presence::paceOf(Engine engine)
{
    using namespace std::chrono_literals;
    return engine == Engine::Postgres ? Pace{.beat = 5s, .gone = 15s, .move = 300ms}
                                      : Pace{.beat = 30s, .gone = 75s, .move = 300ms};
}

Presence::Presence(const Session &session, IncidentId incident, const Pace &pace, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_incident(incident)
    , m_pace(pace)
    , m_token(QUuid::createUuid().toString(QUuid::WithoutBraces))
{
    m_beat.setInterval(m_pace.beat);
    m_moved.setInterval(m_pace.move);
    m_moved.setSingleShot(true);
    m_expiry.setSingleShot(true);
    connect(&m_beat, &QTimer::timeout, this, [this] { say(Say::Quietly); });
    connect(&m_moved, &QTimer::timeout, this, [this] { say(Say::Aloud); });
    connect(&m_expiry, &QTimer::timeout, this, &Presence::look);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(presenceName)) {
            look();
        }
    });
}

Presence::~Presence()
{
    leave();
}

void Presence::enter()
{
    if (!std::exchange(m_isHere, true)) {
        say(Say::Aloud);
        look();
    }
}

void Presence::leave()
{
    if (!std::exchange(m_isHere, false)) {
        return;
    }
    m_beat.stop();
    m_moved.stop();
    m_expiry.stop();
    m_known.clear();
    (void)m_session.write([token = m_token, incident = m_incident](Transaction &transaction) {
        transaction.touch(presenceName, incident);
        return presencetable::remove(transaction, token);
    });
    if (!std::exchange(m_others, {}).empty()) {
        Q_EMIT changed();
    }
}

void Presence::moveTo(const QString &part)
{
    if (std::exchange(m_part, part) != part && !m_others.empty() && !m_moved.isActive()) {
        m_moved.start();
    }
}

void Presence::say(Say how)
{
    if (!m_isHere) {
        return;
    }
    m_session
        .write([token = m_token, incident = m_incident, part = m_part, how](Transaction &transaction) -> Result<> {
            const auto now = outboxtable::databaseNow(transaction);
            if (!now) {
                return failure(now);
            }
            if (how == Say::Aloud) {
                transaction.touch(presenceName, incident);
                ONLYONCE_TRY(presencetable::keepOnly(transaction, *now - longGone, *now + longGone));
            }
            return presencetable::put(transaction, incident, token, part, *now);
        })
        .then(this, [](const Result<> &done) {
            if (!done) {
                noteProblem(done.error());
            }
        });
}

void Presence::look()
{
    if (!m_isHere) {
        return;
    }
    if (std::exchange(m_isLooking, true)) {
        m_lookAgain = true;
        return;
    }
    m_session
        .read([incident = m_incident](Transaction &transaction) -> Result<Sight> {
            auto rows = presencetable::of(transaction, incident);
            const auto now = rows ? outboxtable::databaseNow(transaction) : failure(rows);
            return now ? Sight{std::move(*rows), *now} : Result<Sight>(failure(now));
        })
        .then(this, [this](const Result<Sight> &sight) {
            m_isLooking = false;
            if (!sight) {
                noteProblem(sight.error());
            } else if (m_isHere) {
                see(*sight);
            }
            if (std::exchange(m_lookAgain, false)) {
                look();
            }
        });
}

void Presence::see(const Sight &sight)
{
    std::vector<QString> known;
    std::vector<Present> others;
    milliseconds next = m_pace.gone;
    for (const auto &row : sight.rows) {
        // Seen long after now: by a clock that was wrong, and is right again. Whoever is there says so soon.
        const milliseconds left = m_pace.gone - std::chrono::abs(sight.now - row.seenAt);
        if (row.token != m_token && left > milliseconds(0)) {
            known.push_back(row.token);
            others.push_back(row.who);
            next = std::min(next, left);
        }
    }
    // Who has just come does not know of a page that was alone until now, and so did not say that it is still there.
    const bool isNews = std::ranges::any_of(
        known, [this](const QString &token) { return std::ranges::find(m_known, token) == m_known.end(); });
    m_known = std::move(known);
    const bool isOther = std::exchange(m_others, std::move(others)) != m_others;
    if (isNews) {
        say(Say::Aloud);
    }
    if (m_others.empty()) {
        m_beat.stop();
        m_expiry.stop();
    } else {
        if (!m_beat.isActive()) {
            m_beat.start();
        }
        m_expiry.start(next + milliseconds(50));
    }
    if (isOther) {
        Q_EMIT changed();
    }
}

}  // namespace onlyonce
