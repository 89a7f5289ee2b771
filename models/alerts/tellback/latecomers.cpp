// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/tellback/latecomers.h"

#include "models/alerts/silencetable.h"
#include "models/alerts/tellback/latecomertable.h"
#include "models/alerts/tellback/listeners.h"
#include "models/base/log.h"
#include "models/storage/journal.h"

#include <QJsonDocument>
#include <QSet>

#include <algorithm>
#include <map>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;
using latecomertable::Latecomer;

constexpr milliseconds betweenLooks = 5s;

//! Of one incident or one silence, by the ids of the alerts.
using Group = std::vector<const AlertRow *>;

//! What is to be told of them to that source, apart from what it was told before.
Targets targetsOf(const Group &alerts, const Listener &listener, Happening what, const QJsonArray &before = {})
{
    const auto textOf = [](const QJsonObject &target) { return QJsonDocument(target).toJson(QJsonDocument::Compact); };
    QSet<QByteArray> known;
    for (const auto &target : before) {
        known.insert(textOf(target.toObject()));
    }
    Targets targets;
    for (const AlertRow *alert : alerts) {
        if (alert->source != listener.connection.name) {
            continue;
        }
        const QJsonObject target = listener.writeBack->target(*alert, what);
        if (!target.isEmpty() && !known.contains(textOf(target))) {
            known.insert(textOf(target));
            targets.list.append(target);
        }
    }
    return targets;
}

//! Unique: no two of them are told in one transaction, and none is told twice.
QString keyOf(Transaction &transaction, const Group &alerts)
{
    return QStringLiteral("later/%1/%2").arg(alerts.back()->id.value).arg(toMillis(transaction.now()));
}

//! Who acknowledged the incident.
Result<QString> acknowledger(Transaction &transaction, qint64 incident)
{
    const auto changes = auditOf(transaction, QStringLiteral("incident"), incident);
    if (!changes) {
        return failure(changes);
    }
    const auto found = std::ranges::find(*changes, QStringLiteral("acknowledgedAt"),
                                         [](const AuditRow &row) { return row.change.field; });
    return nameOf(transaction, found == changes->end() ? ActorId() : found->actor);
}

Result<> tellJoined(Transaction &transaction, const std::vector<Listener> &all, qint64 incident, const Group &alerts)
{
    const auto by = acknowledger(transaction, incident);
    if (!by) {
        return failure(by);
    }
    for (const Listener &listener : all) {
        const Targets targets = listener.writeBack->takesAcknowledgement()
                                  ? targetsOf(alerts, listener, Happening::Acknowledged)
                                  : Targets();
        if (!targets.list.isEmpty()) {
            ONLYONCE_TRY(putAcknowledged(
                transaction, listener, targets,
                {.incident = incident, .reference = QStringLiteral("INC-%1").arg(alerts.front()->incident), .by = *by},
                keyOf(transaction, alerts)));
        }
    }
    return {};
}

Result<> tellHidden(Transaction &transaction, const std::vector<Listener> &all, SilenceId id, const Group &alerts)
{
    const auto found = silencetable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found || !(*found)->isActive(transaction.now())) {
        return {};
    }
    const Silence &silence = **found;
    auto telling = tellingOf(transaction, silence, Happening::Silenced, silence.madeBy);
    if (!telling) {
        return failure(telling);
    }
    for (const Listener &listener : all) {
        if (listener.writeBack->takesMatchers()) {
            continue;  // its silence hides what comes, too
        }
        const auto told = toldOf(transaction, silence, listener);
        if (!told) {
            return failure(told);
        }
        QJsonArray before;
        for (const OutboxRow &row : *told) {
            for (const auto &target : Telling::from(row.payload).targets) {
                before.append(target);
            }
        }
        const Targets targets = targetsOf(alerts, listener, Happening::Silenced, before);
        if (targets.list.isEmpty()) {
            continue;
        }
        telling->targets = targets.list;
        const auto row =
            putSilenced(transaction, listener, silence, *telling, targets.text(), keyOf(transaction, alerts));
        if (!row) {
            return failure(row);
        }
        ONLYONCE_TRY(latecomertable::addTelling(transaction, id, *row));
    }
    return {};
}

}  // namespace

Result<const Latecomers::Names *> Latecomers::names()
{
    if (!m_names) {
        const auto all = listeners(m_transaction);
        if (!all) {
            return failure(all);
        }
        m_names.emplace();
        for (const Listener &listener : *all) {
            if (listener.writeBack->takesAcknowledgement()) {
                m_names->acknowledge.insert(listener.connection.name);
            }
            if (!listener.writeBack->takesMatchers()) {
                m_names->silence.insert(listener.connection.name);
            }
        }
    }
    return &*m_names;
}

Result<> Latecomers::joined(AlertId alert, const QString &source, qint64 incident)
{
    const auto told = names();
    if (!told) {
        return failure(told);
    }
    return (*told)->acknowledge.contains(source) ? latecomertable::addJoined(m_transaction, alert, incident)
                                                 : Result<>();
}

Result<> Latecomers::hidden(AlertId alert, const QString &source, SilenceId silence)
{
    const auto told = names();
    if (!told) {
        return failure(told);
    }
    return (*told)->silence.contains(source) ? latecomertable::addHidden(m_transaction, alert, silence) : Result<>();
}

Result<int> tellLatecomers(Transaction &transaction, int limit)
{
    const auto found = latecomertable::first(transaction, limit);
    const auto all = listeners(transaction);
    if (!found || !all) {
        return found ? failure(all) : failure(found);
    }
    if (found->empty()) {
        return 0;
    }
    std::map<qint64, Group> joined;
    std::map<qint64, Group> hidden;
    for (const Latecomer &latecomer : *found) {
        if (latecomer.isThere) {
            (latecomer.silence ? hidden[latecomer.silence.value] : joined[latecomer.incident])
                .push_back(&latecomer.alert);
        }
    }
    for (const auto &[incident, alerts] : joined) {
        ONLYONCE_TRY(tellJoined(transaction, *all, incident, alerts));
    }
    for (const auto &[silence, alerts] : hidden) {
        ONLYONCE_TRY(tellHidden(transaction, *all, SilenceId{silence}, alerts));
    }
    ONLYONCE_TRY(latecomertable::removeUpTo(transaction, found->back().alert.id));
    return int(found->size());
}

LatecomersTold::LatecomersTold(Database &database, ActorId program, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_program(program)
{
    m_timer.setInterval(betweenLooks);
    connect(&m_timer, &QTimer::timeout, this, &LatecomersTold::look);
    connect(&m_step, &QFutureWatcherBase::finished, this, [this] {
        if (const Result<int> told = m_step.result(); !told) {
            qCWarning(logAlerts) << "what came later cannot be told:" << told.error().message << told.error().detail;
        }
    });
}

//! Asks before it writes: nearly always there is nothing.
void LatecomersTold::look()
{
    m_database.read([](Transaction &transaction) { return latecomertable::any(transaction); }, Reader::Background)
        .then(this, [this](const Result<bool> &any) {
            if (any && *any && !m_step.isRunning()) {
                m_step.setFuture(
                    m_database.write(m_program, [](Transaction &transaction) { return tellLatecomers(transaction); }));
            }
        });
}

}  // namespace onlyonce
