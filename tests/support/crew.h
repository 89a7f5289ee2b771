// SPDX-License-Identifier: GPL-3.0-or-later
// A database with people of different roles and one incident, for tests of what people do to an incident.
#pragma once

#include "models/catalog/people.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/desk.h"
#include "support/testdatabase.h"

namespace onlyonce {

class Crew
{
    //! Blocks: no event loop has to turn for a database thread to answer, and a test asks hundreds of times.
    template <typename T>
    static Result<T> waited(QFuture<Result<T>> future)
    {
        future.waitForFinished();
        return future.result();
    }

public:
    //! Does something as somebody.
    template <typename Work>
    auto as(ActorId actor, Work work)
    {
        return waited(database->write(actor, std::move(work)));
    }
    template <typename Work>
    auto read(Work work)
    {
        return waited(database->read(std::move(work)));
    }

    Crew()
    {
        const auto join = [this](const char *login, const char *name) {
            return as({}, [=](Transaction &t) {
                return actorForLogin(t, QString::fromUtf8(login), QString::fromUtf8(name));
            });
        };
        administrator = join("root", "Root").value().id;  // the first one of a database
        commander = join("ada", "Ada Lovelace").value().id;
        responder = join("grace", "Grace Hopper").value().id;
        viewer = join("guest", "Guest").value().id;
        give(commander, Role::Commander);
        give(responder, Role::Responder);
        give(viewer, Role::Viewer);
        owner = as(administrator, [](Transaction &t) {
                    return savePerson(t, {.name = QStringLiteral("Grace Hopper"),
                                          .email = QStringLiteral("grace@example.com"),
                                          .timeZone = QStringLiteral("Europe/Berlin")});
                }).value();
        incident = as(commander, [](Transaction &t) {
                       return declareIncident(t, {.title = QStringLiteral("Checkout down"),
                                                  .severity = Severity::Sev1,
                                                  .services = {QStringLiteral("checkout")},
                                                  .dataCentres = {QStringLiteral("fra1")}});
                   }).value();
    }

    //! From now on only these see the incident; the first of them says so.
    void restrictTo(std::initializer_list<ActorId> readers)
    {
        QList<PersonId> people;
        for (const ActorId reader : readers) {
            people << as(reader, [](Transaction &t) { return personOfActor(t); }).value().id;
        }
        as(*readers.begin(), [&](Transaction &t) { return restrictIncident(t, incident.id, people); }).value();
    }

    TestDatabase database;
    ActorId administrator;
    ActorId commander;
    ActorId responder;
    ActorId viewer;
    PersonId owner;
    Incident incident;  //!< as it was when declared

private:
    void give(ActorId actor, Role role)
    {
        as(administrator, [=](Transaction &t) { return setRole(t, actor, role); }).value();
    }
};

}  // namespace onlyonce
