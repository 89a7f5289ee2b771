// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/steptimers.h"

#include "models/base/log.h"

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

constexpr auto timersSection = u"timers";  // by the database: up to when they were told

}  // namespace

TimerWatch::TimerWatch(const Session &session, SettingsFile file, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_file(std::move(file))
    , m_looking([this] { look(); })
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, [this] { m_looking.want(); });
}

void TimerWatch::start()
{
    const QJsonObject kept = m_file.section(timersSection).value_or(QJsonObject());
    const auto told = parseMachineTime(kept.value(m_session.database.uuid()).toString());
    m_told = told.value_or(m_session.now());
    if (!told) {
        keep();  // what ended before there was anybody to tell stays untold
    }
    connect(&m_session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("incident_step"))) {
            m_looking.want();
        }
    });
    m_looking.want();
}

void TimerWatch::look()
{
    const Instant now = m_session.now();
    m_session
        .read([after = m_told, now, reader = m_session.actor](
                  Transaction &transaction) { return stepTimers(transaction, after, now, reader); },
              Reader::Background)
        .then(this, [this, now](const Result<StepTimers> &timers) {
            m_looking.answered();
            if (!timers) {
                m_next.start(15s);  // the pages ask the same database, and say what is wrong
                return;
            }
            m_told = now;
            if (!timers->ended.empty()) {
                keep();
            }
            for (const EndedTimer &timer : timers->ended) {
                Q_EMIT ended(timer);
            }
            if (timers->next) {
                m_next.start(std::clamp<milliseconds>(*timers->next - m_session.now() + 1ms, 1ms, 1h));
            } else {
                m_next.stop();
            }
        });
}

void TimerWatch::keep()
{
    QJsonObject kept = m_file.section(timersSection).value_or(QJsonObject());
    kept.insert(m_session.database.uuid(), toIso(m_told));
    if (const auto saved = m_file.saveSection(timersSection, kept); !saved) {
        qCWarning(logApp) << "up to when timers were told is not kept:" << saved.error().message;
    }
}

}  // namespace onlyonce
