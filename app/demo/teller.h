// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the demo's story: each moment through the same functions that people and monitoring systems use, at its time.
#pragma once

#include "models/alerts/collector.h"
#include "models/catalog/people.h"
#include "models/incidents/incident.h"

#include <QHash>
#include <QJsonObject>

#include <atomic>

namespace onlyonce {

class StoryClock final : public Clock
{
public:
    [[nodiscard]] Instant now() const override { return fromMillis(m_now.load()); }
    void set(Instant now) { m_now = toMillis(now); }

private:
    std::atomic<qint64> m_now{0};
};

class Teller
{
public:
    //! `database` is on `clock`, and a runner delivers what it is given. `people` by name, and who of them
    //! acts as whom; a moment that names nobody is the doing of `person`.
    Teller(Database &database, StoryClock &clock, ActorId person, ActorId program, QHash<QString, PersonId> people,
           QHash<QString, ActorId> actors);

    //! One incident of resources/demo/story.json, with the present at `end`: what would happen later is not told.
    [[nodiscard]] Result<> incident(const QJsonObject &json, Instant end);

private:
    template <typename Work>
    auto change(Work work) -> std::invoke_result_t<Work, Transaction &>;

    [[nodiscard]] Result<> happen(const QJsonObject &moment);
    [[nodiscard]] Result<> fire(const QJsonObject &moment);
    [[nodiscard]] Result<> recover(const QString &id);
    [[nodiscard]] Result<> flap(const QJsonObject &moment);
    [[nodiscard]] Result<> compare();
    [[nodiscard]] Result<> silence(const QJsonObject &moment);
    //! As Alertmanager tells it; then what it opens, or what it joins.
    [[nodiscard]] Result<> tell(QJsonObject alert, const QString &status);
    //! The pager's own step, without its timer; then the deliveries of this moment.
    [[nodiscard]] Result<> page();
    //! Waits until nothing is on its way.
    [[nodiscard]] Result<> settle();
    [[nodiscard]] Result<Incident> current();
    [[nodiscard]] Result<> status(const QJsonObject &moment);
    [[nodiscard]] Result<> rename(const QJsonObject &moment);
    [[nodiscard]] Result<> announce(const QJsonObject &moment);

    Database &m_database;
    StoryClock &m_clock;
    ActorId m_person;
    ActorId m_program;
    Collector m_collector;
    QHash<QString, PersonId> m_people;
    QHash<QString, ActorId> m_actors;
    ActorId m_by;                         //!< who does what is being told
    QHash<QString, QJsonObject> m_fired;  //!< fingerprint -> its alert, as it was told last
    IncidentId m_id;                      //!< of which is told
};

}  // namespace onlyonce
