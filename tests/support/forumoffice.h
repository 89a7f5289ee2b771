// SPDX-License-Identifier: GPL-3.0-or-later
// One machine that delivers to a forum: a connection in a database, its key in a secrets file, and a runner.
#pragma once

#include "models/announce/forums/registry.h"
#include "models/catalog/actor.h"
#include "models/delivery/runner.h"
#include "support/scripteddiscourse.h"
#include "support/testdatabase.h"

namespace onlyonce::test {

class ForumOffice
{
public:
    //! Does something and says whether it worked; the event loop is not needed.
    template <typename Work>
    auto write(ActorId actor, Work work)
    {
        auto future = m_database->write(actor, std::move(work));
        future.waitForFinished();
        return future.result();
    }

    ForumOffice(TestDatabase &database, ScriptedDiscourse &forum)
        : m_database(database)
        , m_secrets(makeFileStore(database.folder() + QStringLiteral("/secrets.json")))
    {
        program =
            write({}, [](Transaction &t) { return actorForMachine(t, ActorKind::Program, QStringLiteral("OnlyOnce")); })
                .value()
                .id;
        connection = write(program, [&](Transaction &t) {
                         return saveConnection(t, {.kind = QStringLiteral("forum"),
                                                   .adapter = QStringLiteral("discourse"),
                                                   .name = QStringLiteral("Community"),
                                                   .settings = forum.settings()});
                     }).value();
        keepKey(forum.secrets());
    }

    //! As the settings page does: the key into the store, then the connection saved, so that runners ask the store anew.
    void keepKey(const QJsonObject &secrets)
    {
        onlyonce::await(m_secrets->write(secretsKey(m_database->uuid(), connection), secrets)).value();
        write(program, [this](Transaction &t) {
            return saveConnection(t, connectionRow(t, connection).value().value());
        }).value();
    }

    //! A new process with the same database.
    void start()
    {
        runner.reset();
        runner = std::make_unique<DeliveryRunner>(*m_database, forumAdapters(), *m_secrets,
                                                  DeliveryRunner::Options{.processName = QStringLiteral("test"),
                                                                          .program = program,
                                                                          .lease = std::chrono::minutes(10),
                                                                          .pollInterval = milliseconds(50)});
        if (settled) {
            runner->onSettled(QStringLiteral("forum.post"), settled);
        }
        runner->start();
    }

    template <typename Work>
    auto read(Work work)
    {
        auto future = m_database->read(std::move(work));
        future.waitForFinished();
        return future.result();
    }

    [[nodiscard]] OutboxRow row(OutboxId id)
    {
        return read([id](Transaction &t) { return outboxRow(t, id); }).value().value();
    }

    //! Lets the event loop run until the row is in that state; pauses pass by as fast as the clock can be moved.
    [[nodiscard]] bool reaches(OutboxId id, OutboxState state)
    {
        return passes([&] { return row(id).state == state; });
    }
    template <typename Condition>
    [[nodiscard]] bool passes(Condition condition)
    {
        return QTest::qWaitFor(
            [&] {
                if (condition()) {
                    return true;
                }
                passTime();
                return false;
            },
            30'000);
    }

    //! Goes to the next moment at which something is due, unless something is under way now.
    void passTime()
    {
        if (m_database.url().engine == Engine::Postgres) {
            return;  // the server's own clock counts there
        }
        const auto pending = read([](Transaction &t) { return outboxPending(t, 100); }).value();
        const auto row = read([this](Transaction &t) { return connectionRow(t, connection); }).value();
        const Instant paused = row ? row->pausedUntil.value_or(Instant{}) : Instant{};
        const Instant now = m_database.clock.now();
        Instant next = Instant::max();
        for (const OutboxRow &each : pending) {
            next = std::min(next, each.state == OutboxState::Waiting ? std::max(each.nextAttemptAt, paused) : now);
        }
        if (!pending.empty() && next > now) {
            m_database.clock.advance(next - now);
        }
    }

private:
    TestDatabase &m_database;
    std::unique_ptr<SecretStore> m_secrets;  // outlives the runner

public:
    ActorId program;
    ConnectionId connection;
    DeliveryRunner::Settled settled;  //!< set before start()
    std::unique_ptr<DeliveryRunner> runner;
};

}  // namespace onlyonce::test
