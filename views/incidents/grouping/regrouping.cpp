// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/grouping/regrouping.h"

#include "views/widgets/commandpalette.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace onlyonce::ui {

namespace {

constexpr int mostOffered = 50;
constexpr size_t stepSize = 1'000;
constexpr size_t beforeNew = 5;  //!< open incidents that stand before "a new incident", which must stay in sight

QString numberText(size_t number)
{
    return QLocale().toString(qulonglong(number));
}

QString countText(int alerts)
{
    return alerts == 1 ? Regrouping::tr("one alert") : Regrouping::tr("%1 alerts").arg(numberText(size_t(alerts)));
}

QString movedText(const Moved &moved)
{
    return moved.alerts == 1 ? Regrouping::tr("Moved one alert to INC-%1.").arg(moved.number)
                             : Regrouping::tr("Moved %1 alerts to INC-%2.")
                                   .arg(numberText(size_t(moved.alerts)), QString::number(moved.number));
}

//! A bare number is that of an incident.
QString textFor(const QString &pattern)
{
    bool isNumber = false;
    const qint64 number = pattern.toLongLong(&isNumber);
    return isNumber ? QStringLiteral("INC-%1").arg(number) : pattern;
}

}  // namespace

Regrouping::Regrouping(Session &session, QWidget *host)
    : QObject(host)
    , m_session(session)
    , m_palette(new CommandPalette(host))
{
    m_palette->addProvider([this](const QString &pattern) { return items(pattern); });
}

//! So many at a time that nobody who writes waits for all of them.
struct Regrouping::LongMove
{
    std::vector<AlertId> alerts;  //!< in order
    size_t next = 0;
    Moved moved;
    std::optional<Error> error;  //!< why it stopped
};

void Regrouping::move(const std::vector<AlertId> &alerts, qint64 from)
{
    if (alerts.empty()) {
        return;
    }
    ask(tr("Move %1 to which incident? A number or a title …").arg(countText(int(alerts.size()))), from, true,
        [this, alerts](const Incident &to) {
            if (alerts.size() > stepSize) {
                begin(alerts, to.id);
                return;
            }
            carryOut(m_session.write([alerts, id = to.id](Transaction &transaction) {
                return moveAlerts(transaction, alerts, id);
            }),
                     movedText);
        });
}

void Regrouping::begin(const std::vector<AlertId> &alerts, IncidentId to)
{
    auto move = std::make_shared<LongMove>();
    move->alerts = alerts;
    std::ranges::sort(move->alerts);
    m_session
        .write([first = alerts.front(), count = int(alerts.size()), to](Transaction &transaction) {
            return beginMove(transaction, first, count, to);
        })
        .then(this, [this, move](const Result<Moved> &begun) {
            if (!begun) {
                Q_EMIT failed(begun.error());
                return;
            }
            move->moved = *begun;
            step(move);
        });
}

void Regrouping::step(const std::shared_ptr<LongMove> &move)
{
    const size_t last = std::min(move->next + stepSize, move->alerts.size());
    const std::vector<AlertId> those(move->alerts.begin() + qsizetype(move->next),
                                     move->alerts.begin() + qsizetype(last));
    move->next = last;
    m_session
        .write([those, moved = move->moved](Transaction &transaction) { return moveOn(transaction, moved, those); })
        .then(this, [this, move](const Result<Moved> &moved) {
            if (!moved) {
                move->error = moved.error();
                end(move);
                return;
            }
            move->moved = *moved;
            if (move->next == move->alerts.size()) {
                end(move);
                return;
            }
            Q_EMIT this->moving(
                tr("Moving to INC-%1: %2 of %3 alerts …")
                    .arg(QString::number(moved->number), numberText(move->next), numberText(move->alerts.size())));
            step(move);
        });
}

//! Also when it was stopped: what was moved by then can be taken back.
void Regrouping::end(const std::shared_ptr<LongMove> &move)
{
    m_session.write([moved = move->moved](Transaction &transaction) { return endMove(transaction, moved); })
        .then(this, [this, move](const Result<> &ended) {
            if (ended) {
                Q_EMIT moved(movedText(move->moved), move->moved.entry, move->moved.to);
            }
            if (move->error || !ended) {
                Q_EMIT failed(move->error ? *move->error : ended.error());
            }
        });
}

void Regrouping::merge(const Incident &from)
{
    ask(tr("Merge %1 into which incident? A number or a title …").arg(from.reference()), from.number, false,
        [this, from](const Incident &into) {
            carryOut(m_session.write([from, id = into.id](Transaction &transaction) {
                return mergeIncident(transaction, from.id, id, from.version);
            }),
                     [from](const Moved &moved) {
                         return moved.alerts == 0
                                  ? tr("Merged %1 into INC-%2.").arg(from.reference()).arg(moved.number)
                                  : tr("Merged %1 into INC-%2, with %3.")
                                        .arg(from.reference(), QString::number(moved.number), countText(moved.alerts));
                     });
        });
}

void Regrouping::undo(TimelineId entry)
{
    m_session.write([entry](Transaction &transaction) { return undoMove(transaction, entry); })
        .then(this, [this](const Result<> &done) {
            if (done) {
                Q_EMIT undone();
            } else {
                Q_EMIT failed(done.error());
            }
        });
}

void Regrouping::carryOut(Answer<Result<Moved>> answer, const std::function<QString(const Moved &)> &text)
{
    answer.then(this, [this, text](const Result<Moved> &moved) {
        if (moved) {
            Q_EMIT this->moved(text(*moved), moved->entry, moved->to);
        } else {
            Q_EMIT failed(moved.error());
        }
    });
}

void Regrouping::ask(const QString &placeholder, qint64 except, bool offersNew, Choice choice)
{
    m_choice = std::move(choice);
    m_except = except;
    m_offersNew = offersNew;
    m_found.clear();
    m_sought.clear();
    m_palette->setPlaceholder(placeholder);
    seek({});
    m_palette->popup();
}

//! Without a pattern those that are open, the newest first; whoever names another one may have a resolved one.
void Regrouping::seek(const QString &pattern)
{
    m_sought = pattern;
    if (m_seeking) {
        m_seeking->cancel();
    }
    m_seeking = std::make_shared<CancelToken>();
    m_session
        .read([filter = IncidentFilter{.state = pattern.isEmpty() ? std::optional(IncidentState::Open) : std::nullopt,
                                       .text = textFor(pattern)}](
                  Transaction &transaction) { return incidents(transaction, filter, mostOffered); },
              Reader::Interactive, m_seeking)
        .then(this, [this, pattern](const Result<std::vector<Incident>> &found) {
            if (pattern != m_sought) {
                return;
            }
            if (!found) {
                Q_EMIT failed(found.error());
                return;
            }
            for (const Incident &incident : *found) {
                if (std::ranges::find(m_found, incident.id, &Incident::id) == m_found.end()) {
                    m_found.push_back(incident);
                }
            }
            m_palette->refresh();
        });
}

QList<PaletteItem> Regrouping::items(const QString &pattern)
{
    if (pattern != m_sought) {
        seek(pattern);
    }
    QList<PaletteItem> items;
    const PaletteItem fresh{.text = tr("A new incident"),
                            .detail = tr("split off"),
                            .icon = QStringLiteral("split"),
                            .run = [this] { m_choice({}); }};
    const auto offersNow = [&] { return m_offersNew && items.size() == qsizetype(beforeNew); };
    for (const Incident &incident : m_found) {
        if (incident.number == m_except || incident.status == IncidentStatus::Closed) {
            continue;
        }
        if (offersNow()) {
            items.append(fresh);
        }
        items.append({.text = QStringLiteral("%1  %2").arg(incident.reference(), incident.title),
                      .detail = label(incident.status),
                      .icon = QStringLiteral("incident"),
                      .run = [this, incident] { m_choice(incident); }});
    }
    if (m_offersNew && items.size() <= qsizetype(beforeNew)) {
        items.append(fresh);
    }
    return items;
}

}  // namespace onlyonce::ui
