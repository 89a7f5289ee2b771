// SPDX-License-Identifier: GPL-3.0-or-later
// A house with one incident that everybody sees and one that is to be restricted, and people who are named for it and not.
#pragma once

#include "models/alerts/collector.h"
#include "models/announce/announcer.h"
#include "models/delivery/connections.h"
#include "models/incidents/command/handover.h"
#include "models/incidents/command/impact.h"
#include "models/incidents/command/references.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/command/roles.h"
#include "models/incidents/ending/ending.h"
#include "models/incidents/grouping/grouping.h"
#include "models/incidents/lists/incidentindex.h"
#include "models/incidents/protocol/tasks.h"
#include "models/incidents/timeline/correction.h"
#include "models/incidents/timeline/timelinepage.h"
#include "models/notify/paging.h"
#include "models/postmortem/review/comments.h"
#include "models/postmortem/review/reviews.h"
#include "support/testdatabase.h"

#include <QCoreApplication>

namespace onlyonce {

using namespace Qt::StringLiterals;

template <typename T>
T must(Result<T> result)
{
    if (!result) {
        qFatal("%s", why(result).constData());
    }
    if constexpr (!std::is_void_v<T>) {
        return *std::move(result);
    }
}

//! On PostgreSQL its role is an ordinary one: the superuser, as whom other tests work, is bound by no policy.
class GuardedHouse
{
    TestDatabase m_base;  // goes last
    DatabaseUrl m_url;

public:
    GuardedHouse() { begin(); }
    explicit GuardedHouse(Engine engine)
        : m_base(engine)
    {
        begin();
    }

    template <typename Work>
    auto as(ActorId actor, Work work)
    {
        return await(database->write(actor, std::move(work)));
    }
    template <typename Work>
    auto read(ActorId actor, Work work)
    {
        return await(database->readAs(actor, std::move(work)));
    }
    QString newRole(const QString &name)
    {
        static int counter = 0;
        const QString role = u"%1_%2_%3"_s.arg(name).arg(QCoreApplication::applicationPid()).arg(++counter);
        must(m_base.alter(u"CREATE ROLE %1 LOGIN"_s.arg(role)));
        return role;
    }
    [[nodiscard]] DatabaseUrl urlOf(const QString &role) const
    {
        DatabaseUrl url = m_url;
        url.user = role;
        return url;
    }
    std::unique_ptr<Database> opened(const QString &role)
    {
        return must(
            Database::open({.url = urlOf(role), .clock = &clock, .stateFolder = m_base.folder() + u"/"_s + role}));
    }
    std::unique_ptr<Connection> connected(const QString &role)
    {
        return must(Connection::open(urlOf(role), Access::ReadWrite));
    }
    std::unique_ptr<Connection> connected() { return connected(m_url.user); }

    //! Two incidents by alerts; the second one gets a row in every table that people and the program write to.
    void tellStory();
    void restrict()
    {
        must(as(ada, [&](Transaction &t) { return restrictIncident(t, secret.id, {people[u"grace"_s]}); }));
    }
    //! "timeline 3": the rows that hang on it, of tables that show any.
    QStringList rowsOfSecret(ActorId reader);

    ManualClock clock;
    std::unique_ptr<Database> database;
    ActorId ada;
    ActorId grace;
    ActorId bob;
    ActorId program;
    QHash<QString, PersonId> people;
    Incident open;
    Incident secret;
    AlertId alert;
    TimelineId note;
    TaskId task;
    PostMortem postMortem;
    Why cause;
    CountermeasureId measure;
    CommentId comment;
    Announcement announcement;
    HandoverId handover;

private:
    void begin()
    {
        m_url = m_base.url();
        if (m_url.engine == Engine::Postgres) {
            m_url.user = newRole(u"keeper"_s);
            must(m_base.alter(u"ALTER DATABASE %1 OWNER TO %2"_s.arg(m_url.name, m_url.user)));
        }
        clock.set(u"2026-11-23T05:00:00Z"_s);
        database = must(Database::open({.url = m_url, .clock = &clock, .stateFolder = m_base.folder() + u"/state"_s}));
        ada = join(u"ada"_s, Role::Administrator);
        grace = join(u"grace"_s, Role::Responder);
        bob = join(u"bob"_s, Role::Administrator);  // unnamed, whatever he may do otherwise
        program = must(as({}, [](Transaction &t) { return actorForMachine(t, ActorKind::Program, u"OnlyOnce"_s); })).id;
        for (const QString &name : {u"grace"_s, u"heidi"_s}) {
            people[name] = must(as(ada, [&](Transaction &t) {
                return savePerson(t, {.name = name, .email = name + u"@example.org"_s, .onCall = name == u"heidi"_s});
            }));
        }
        must(as(bob, [](Transaction &t) { return personOfActor(t); }));
    }

    ActorId join(const QString &name, Role role)
    {
        const ActorId made = must(as({}, [&](Transaction &t) { return actorForLogin(t, name, name); })).id;
        if (ada) {
            must(as(ada, [&](Transaction &t) { return setRole(t, made, role); }));
        }
        return made;
    }
};

inline void GuardedHouse::tellStory()
{
    Collector collector(*database);
    const QByteArray body = R"({"alerts": [
        {"status": "firing", "fingerprint": "p", "labels": {"alertname": "Pay", "service": "pay", "severity": "critical"}},
        {"status": "firing", "fingerprint": "l", "labels": {"alertname": "Leak", "service": "login", "severity": "critical"}}]})";
    must(await(collector.take(u"alertmanager"_s, body)));
    must(as(program, [](Transaction &t) { return groupAlerts(t); }));
    open = *must(read({}, [](Transaction &t) { return incidentByNumber(t, 1); }));
    secret = *must(read({}, [](Transaction &t) { return incidentByNumber(t, 2); }));
    const auto rows = must(read({}, [](Transaction &t) { return alerts(t, {}, 10); }));
    alert = std::ranges::find(rows, u"login"_s, &AlertRow::service)->id;
    must(as(ada, [](Transaction &t) {
        return saveConnection(t, {.kind = u"mail"_s, .adapter = u"smtp"_s, .name = u"Mail"_s});
    }));
    must(as(program, [&](Transaction &t) { return followTimeline(t, database->uuid()); }));  // calls Heidi
    must(as(ada, [&](Transaction &t) -> Result<> {
        const IncidentId id = secret.id;
        note = must(writeEntry(t, id, {.body = u"Somebody exfiltrates tokens"_s}));
        note = must(correctEntry(t, note, {.body = u"Somebody exfiltrates our tokens"_s}, u"whose"_s));
        ONLYONCE_TRY(pinEntry(t, note, true));
        const auto small = attach(t, {.incident = id, .name = u"a.log"_s, .content = "small"});
        const auto large =
            attach(t, {.incident = id, .name = u"b.log"_s, .content = QByteArray(evidencePiece + 1, 'x')});
        ONLYONCE_TRY(assignRole(t, id, u"scribe"_s, people[u"grace"_s]));
        handover = must(offerHandover(t, id, u"commander"_s, people[u"grace"_s], u"Here you are"_s));
        ONLYONCE_TRY(setImpact(t, id, u"login"_s, ImpactLevel::Degraded));
        const auto link = addReference(t, id, {.kind = ReferenceKind::Bridge, .url = u"https://meet.example.org/x"_s});
        task = must(addTask(t, id, {.text = u"Rotate the keys"_s})).id;
        ONLYONCE_TRY(relateIncidents(t, id, open.id));
        announcement = must(draftAnnouncement(t, {.incident = id,
                                                  .title = u"Sign-in is slow for some"_s,
                                                  .body = u"We are looking into it, and write again soon."_s}));
        postMortem = must(openPostMortem(t, id));
        ONLYONCE_TRY(setField(t, postMortem.id, PostMortemField::Summary, u"A leak"_s, 0));
        cause = must(addWhy(t, postMortem.id, {}, u"A token in the log"_s));
        measure = must(addCountermeasure(t, postMortem.id, {.text = u"Mask tokens"_s}));
        comment = must(addComment(t, postMortem.id, cause.id, u"Whose token?"_s));
        ONLYONCE_TRY(askForReview(t, postMortem.id, {people[u"grace"_s]}, database->uuid()));
        ONLYONCE_TRY(setTitle(t, id, u"Tokens leak"_s, incident(t, id).value()->version));
        return small && large && link ? Result<>() : fail(ErrorCode::Internal, u"the story"_s);
    }));
    while (must(as(program, [](Transaction &t) { return indexIncidents(t); }))) {
    }
    secret = *must(read({}, [&](Transaction &t) { return incident(t, secret.id); }));
}

inline QStringList GuardedHouse::rowsOfSecret(ActorId reader)
{
    using Guarded = std::tuple<QString, QString, QString>;
    const auto texts = [](const Row &row) { return std::pair(row.text(0), row.text(1)); };
    const auto queries =
        must(read({}, [&](Transaction &t) { return t.all(u"SELECT kind, query FROM row_hidden"_s, texts); }));
    const auto guarded = must(read({}, [](Transaction &t) {
        return t.all(u"SELECT table_name, column_name, kind FROM row_guard ORDER BY table_name, column_name"_s,
                     [](const Row &row) { return Guarded(row.text(0), row.text(1), row.text(2)); });
    }));
    QHash<QString, QStringList> ids{{u"incident"_s, {QString::number(secret.id.value)}}};
    for (auto [kind, query] : queries) {
        query.replace(u"{main}"_s, QString()).replace(u"{hidden}"_s, QString::number(secret.id.value));
        const auto found = must(read({}, [&](Transaction &t) {
            return t.all(query, [](const Row &row) { return QString::number(row.integer(0)); });
        }));
        ids[kind] = QStringList(found.begin(), found.end()) << u"0"_s;
    }
    QStringList seen;
    for (const auto &[table, column, kind] : guarded) {
        const QString sql = u"SELECT count(*) FROM %1 WHERE %2 IN (%3)"_s.arg(table, column, ids[kind].join(u", "_s));
        const auto count = must(
            read(reader, [&](Transaction &t) { return t.one(sql, [](const Row &row) { return row.integer(0); }); }));
        if (*count > 0) {
            seen << u"%1.%2 %3"_s.arg(table, column).arg(*count);
        }
    }
    return seen;
}

}  // namespace onlyonce
