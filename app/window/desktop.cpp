// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/desktop.h"

#include "models/base/log.h"
#include "models/documents/markdown.h"
#include "models/incidents/desk.h"
#include "models/incidents/naming.h"

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

constexpr int mostOpen = 20;
constexpr size_t mostSingly = 3;  // new incidents within the time of a storm that are told one by one
constexpr auto stormTime = 60s;
constexpr auto passing = 15s;
constexpr auto acknowledge = "acknowledge"_L1;
constexpr auto stormKey = "storm"_L1;
constexpr auto trialKey = "trial"_L1;
constexpr auto trayKey = "tray"_L1;

QString keyOf(IncidentId incident)
{
    return u"incident/%1"_s.arg(incident.value);
}

bool isRestricted(const Incident &incident)
{
    return incident.visibility == Visibility::Restricted;
}

//! Others see this screen, too: of a restricted incident nothing but what it is called for all.
QString lineOf(const Incident &incident)
{
    return isRestricted(incident) ? nameForAll(incident)
                                  : u"%1  %2"_s.arg(toText(incident.severity), nameForAll(incident));
}

QString clockOf(const Incident &incident, Instant now)
{
    const auto clock = recoveryClock(incident);
    return clock ? clockText(clock->elapsed(now)) : QString();
}

}  // namespace

Desktop::Desktop(Session session, SettingsFile settings, QStringList players, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_file(std::move(settings))
    , m_settings(ui::desktopSettings(m_file))
    , m_notifier(&m_tray.icon())
    , m_alarm(std::move(players))
    , m_timers(m_session, m_file)
    , m_looking([this] { look(); })
{
    m_alarm.setVolume(m_settings.volume);
    connect(&m_alarm, &ui::Alarm::unheard, this, &Desktop::unheard);
    connect(&m_notifier, &ui::Notifier::answered, this, &Desktop::answer);
    connect(&m_tray, &ui::Tray::windowWanted, this, &Desktop::windowWanted);
    connect(&m_tray, &ui::Tray::quitWanted, this, &Desktop::quitWanted);
    connect(&m_tray, &ui::Tray::chosen, this, [this](const QString &id) { answer(id, {}); });
    connect(&m_timers, &TimerWatch::ended, this, &Desktop::tellTimer);
    connect(&m_minute, &QTimer::timeout, this, [this] {
        showTray();
        tellOverdue();
    });
    m_minute.setInterval(passing);
}

void Desktop::start()
{
    m_started = true;
    m_tray.show();
    connect(&m_session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches("incident"_L1) || changes.touches("timeline"_L1)) {
            m_looking.want();
        }
    });
    m_minute.start();
    m_looking.want();
    m_timers.start();
}

void Desktop::change(const ui::DesktopSettings &settings)
{
    m_settings = settings;
    if (const auto saved = ui::save(m_file, m_settings); !saved) {
        Q_EMIT failed(saved.error());
    }
    m_alarm.setVolume(m_settings.volume);
    soundAlarm();
}

void Desktop::tryNotice()
{
    m_notifier.notify({.key = trialKey,
                       .title = tr("This is how OnlyOnce tells you"),
                       .text = tr("A click opens what it is about.")});
}

void Desktop::tryAlarm()
{
    m_alarm.playOnce();
}

bool Desktop::staysInTray()
{
    if (!m_started || !m_settings.staysInTray || !hasTray()) {
        return false;
    }
    if (!std::exchange(m_settings.toldOfTray, true)) {
        m_notifier.notify({.key = trayKey,
                           .title = tr("OnlyOnce is still running"),
                           .text = tr("It takes alerts in and sends what is due. “Quit” in the tray's menu ends it.")});
        change(m_settings);
    }
    return true;
}

void Desktop::look()
{
    m_session
        .read(
            [position = m_position, reader = m_session.actor](Transaction &transaction) -> Result<Sight> {
                const IncidentFilter filter{
                    .state = IncidentState::Open, .drills = Drills::Apart, .order = IncidentOrder::Severity};
                auto open = incidents(transaction, filter, mostOpen);
                if (!open) {
                    return failure(open);
                }
                if (!position) {  // what happened before nobody wants to be told
                    const auto end = newsPosition(transaction);
                    return end ? Result<Sight>(Sight{std::move(*open), NewsPage{.position = *end}}) : failure(end);
                }
                auto page = newsAfter(transaction, *position, reader);
                return page ? Result<Sight>(Sight{std::move(*open), std::move(*page)}) : failure(page);
            },
            Reader::Background)
        .then(this, [this](const Result<Sight> &sight) {
            m_looking.answered();
            if (sight) {  // else the list asks the same database, and says what is wrong
                show(*sight);
            }
        });
}

void Desktop::show(const Sight &sight)
{
    m_open = sight.open;
    m_position = sight.page.position;
    for (const IncidentId own : sight.page.ownIncidents) {
        m_own.insert(own.value);
    }
    if (sight.page.more) {
        m_looking.want();
    }
    for (const Incident &incident : m_open) {
        if (incident.time(IncidentTime::Acknowledged)) {
            m_notifier.withdraw(keyOf(incident.id));
        }
    }
    tell(sight.page.news);
    tellOverdue();
    showTray();
    soundAlarm();
}

void Desktop::tell(const std::vector<News> &news)
{
    const Instant now = m_session.now();
    std::erase_if(m_opened, [now](Instant at) { return at < now - stormTime; });
    const auto opened = size_t(std::ranges::count(news, News::Kind::Opened, &News::kind));
    const bool isStorm = m_opened.size() + opened > mostSingly;
    m_opened.insert(m_opened.end(), opened, now);
    m_storm = isStorm ? m_storm + int(opened) : 0;
    if (!m_settings.notices) {
        return;
    }
    if (isStorm && opened > 0) {
        tellStorm();
    }
    for (const News &each : news) {
        if (isStorm && each.kind == News::Kind::Opened) {
            continue;
        }
        const bool waits = each.incident.isOpen() && !each.incident.time(IncidentTime::Acknowledged);
        const QString severity =
            each.incident.drill ? tr("Drill, %1").arg(toText(each.incident.severity)) : toText(each.incident.severity);
        ui::Notice notice{.key = keyOf(each.incident.id),
                          .title = each.title(),
                          .text = isRestricted(each.incident)     ? QString()
                                : each.kind == News::Kind::Opened ? tr("%1, new").arg(severity)
                                : each.kind == News::Kind::Raised ? tr("Now %1").arg(severity)
                                                                  : markdownToPlain(each.text),
                          .urgent = each.kind == News::Kind::Offered
                                 || (each.incident.severity == Severity::Sev1 && !each.incident.drill)};
        if (waits && each.kind != News::Kind::Offered) {
            notice.buttons = {{acknowledge, tr("Acknowledge")}};
        }
        m_notifier.notify(notice);
    }
}

void Desktop::tellStorm()
{
    const QString worst = m_open.empty() ? QString() : tr("The worst: %1").arg(lineOf(m_open.front()));
    m_notifier.notify({.key = stormKey,
                       .title = tr("%1 new incidents").arg(m_storm),
                       .text = worst,
                       .urgent = !m_open.empty() && m_open.front().severity == Severity::Sev1});
}

//! Each promise once.
void Desktop::tellOverdue()
{
    const Instant now = m_session.now();
    for (const Incident &incident : m_open) {
        if (!incident.nextUpdateAt || *incident.nextUpdateAt > now) {
            continue;
        }
        const QString promise = keyOf(incident.id) + u'/' + toIso(*incident.nextUpdateAt);
        if (m_overdue.contains(promise)) {
            continue;
        }
        m_overdue.insert(promise);
        if (m_settings.notices) {
            m_notifier.notify({.key = keyOf(incident.id) + u"/update"_s,
                               .title = nameForAll(incident),
                               .text = isRestricted(incident)
                                         ? QString()
                                         : tr("Customers were promised an update, and it is overdue."),
                               .urgent = true});
        }
    }
}

void Desktop::tellTimer(const EndedTimer &timer)
{
    if (m_settings.notices) {
        m_notifier.notify({.key = keyOf(timer.incident.id) + u"/timer"_s,
                           .title = nameForAll(timer.incident),
                           .text = isRestricted(timer.incident)
                                     ? QString()
                                     : tr("The time of step %1 is over: %2")
                                           .arg(QString::number(timer.step.number), timer.step.what.text),
                           .urgent = true});
    }
    Q_EMIT timerEnded(timer);
}

void Desktop::showTray()
{
    const Instant now = m_session.now();
    QList<ui::Tray::Line> lines;
    for (const Incident &incident : m_open) {
        QString text = lineOf(incident);
        if (const QString clock = clockOf(incident, now); !clock.isEmpty() && !isRestricted(incident)) {
            text += u"  "_s + clock;
        }
        lines.append({keyOf(incident.id), text});
    }
    const QString summary = lines.isEmpty()   ? tr("OnlyOnce: no incident is open")
                          : lines.size() == 1 ? tr("OnlyOnce: one open incident\n%1").arg(lines.front().text)
                                              : tr("OnlyOnce: %1 open incidents\n%2")
                                                    .arg(lines.size() >= mostOpen ? u"%1+"_s.arg(mostOpen)
                                                                                  : QString::number(lines.size()))
                                                    .arg(lines.front().text);
    m_tray.tell(summary, lines, !lines.isEmpty());
}

void Desktop::soundAlarm()
{
    const bool waits = std::ranges::any_of(m_open, [this](const Incident &incident) {
        return incident.severity == Severity::Sev1 && !incident.time(IncidentTime::Acknowledged)
            && !m_own.contains(incident.id.value);
    });
    if (waits && m_settings.alarm && m_started) {
        m_alarm.start();
    } else {
        m_alarm.stop();
    }
}

//! What a key stands for is opened, or done.
void Desktop::answer(const QString &key, const QString &button)
{
    const IncidentId incident{key.section(u'/', 1, 1).toLongLong()};
    if (!incident) {
        Q_EMIT windowWanted();
    } else if (button == acknowledge) {
        m_session.write([incident](Transaction &transaction) { return acknowledgeIncident(transaction, incident); })
            .then(this, [this](const Result<> &done) {
                if (!done) {
                    Q_EMIT windowWanted();
                    Q_EMIT failed(done.error());
                }
            });
    } else {
        Q_EMIT incidentWanted(incident);
    }
}

}  // namespace onlyonce
