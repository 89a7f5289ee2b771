// SPDX-License-Identifier: GPL-3.0-or-later
// A house with a monitoring system: alerts are told as Alertmanager posts them, and taken into incidents.
#pragma once

#include "models/alerts/collector.h"
#include "models/incidents/desk.h"
#include "models/incidents/grouping/grouping.h"
#include "support/testdatabase.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace onlyonce {

//! Its name is its fingerprint.
inline QJsonObject alertAs(const QString &name, const QString &status, QJsonObject labels)
{
    labels.insert(QStringLiteral("alertname"), name);
    return {
        {QStringLiteral("status"), status}, {QStringLiteral("fingerprint"), name}, {QStringLiteral("labels"), labels}};
}

inline QJsonObject placed(const QString &service, const QString &dataCentre)
{
    return {{QStringLiteral("severity"), QStringLiteral("critical")},
            {QStringLiteral("service"), service},
            {QStringLiteral("dc"), dataCentre}};
}

inline QJsonObject firing(const QString &name, const QString &service = QStringLiteral("login"),
                          const QString &dataCentre = QStringLiteral("fra1"))
{
    return alertAs(name, QStringLiteral("firing"), placed(service, dataCentre));
}

inline QJsonObject resolved(const QString &name, const QString &service = QStringLiteral("login"),
                            const QString &dataCentre = QStringLiteral("fra1"))
{
    return alertAs(name, QStringLiteral("resolved"), placed(service, dataCentre));
}

class MonitoredHouse
{
public:
    MonitoredHouse() { begin(); }
    explicit MonitoredHouse(Engine engine)
        : database(engine)
    {
        begin();
    }

    //! Does something as somebody.
    template <typename Work>
    auto as(ActorId actor, Work work)
    {
        return await(database->write(actor, std::move(work)));
    }
    //! As Ada, the administrator.
    template <typename Work>
    auto change(Work work)
    {
        return as(ada, std::move(work));
    }
    template <typename Work>
    auto read(Work work)
    {
        return await(database->read(std::move(work)));
    }
    ActorId person(const QString &name, Role role)
    {
        const ActorId made = change([name](Transaction &t) { return actorForLogin(t, name, name); }).value().id;
        change([=](Transaction &t) { return setRole(t, made, role); }).value();
        return made;
    }

    void post(const QByteArray &body)
    {
        Collector collector(*database);
        if (const auto intake = await(collector.take(QStringLiteral("alertmanager"), body)); !intake) {
            qFatal("%s", why(intake).constData());
        }
    }
    void tell(const QJsonArray &alerts)
    {
        post(QJsonDocument(QJsonObject{{QStringLiteral("alerts"), alerts}}).toJson(QJsonDocument::Compact));
    }
    Result<Grouped> step(ActorId who, int limit = 500, milliseconds patience = std::chrono::hours{1})
    {
        return as(who, [=](Transaction &t) { return groupAlerts(t, limit, patience); });
    }
    //! "events opened joined"
    QString group()
    {
        const auto grouped = step(program);
        return grouped ? QStringLiteral("%1 %2 %3").arg(grouped->events).arg(grouped->opened).arg(grouped->joined)
                       : QString::fromUtf8(why(grouped));
    }
    QString tellAndGroup(const QJsonArray &alerts)
    {
        tell(alerts);
        return group();
    }

    //! Oldest first.
    std::vector<Incident> all()
    {
        auto found = read([](Transaction &t) { return incidents(t, {}, 100); }).value();
        std::ranges::reverse(found);
        return found;
    }
    Incident incidentOf(qint64 number)
    {
        return *read([number](Transaction &t) { return incidentByNumber(t, number); }).value();
    }
    //! The latest episode of that name.
    AlertRow alertNamed(const QString &name)
    {
        const auto rows = read([](Transaction &t) { return alerts(t, {}, 100); }).value();
        for (const AlertRow &row : rows) {
            if (row.labels.value(QStringLiteral("alertname")).toString() == name) {
                return row;
            }
        }
        return {};
    }
    std::vector<TimelineEntry> entries(IncidentId id)
    {
        return read([id](Transaction &t) { return timelineOf(t, id); }).value();
    }
    QStringList timeline(IncidentId id)
    {
        QStringList lines;
        for (const TimelineEntry &entry : entries(id)) {
            lines += toText(entry.kind) + QStringLiteral(": ") + entry.body;
        }
        return lines;
    }
    //! How many entries of the kind hold the text.
    int count(IncidentId id, TimelineKind kind, const QString &text = {})
    {
        return int(std::ranges::count_if(
            entries(id), [&](const TimelineEntry &e) { return e.kind == kind && e.body.contains(text); }));
    }

    TestDatabase database;
    ActorId ada;
    ActorId program;

private:
    void begin()
    {
        database.clock.set(QStringLiteral("2026-11-23T05:00:00Z"));
        ada = as({}, [](Transaction &t) { return actorForLogin(t, QStringLiteral("ada"), QStringLiteral("Ada")); })
                  .value()
                  .id;
        program =
            as({}, [](Transaction &t) { return actorForMachine(t, ActorKind::Program, QStringLiteral("OnlyOnce")); })
                .value()
                .id;
    }
};

}  // namespace onlyonce
