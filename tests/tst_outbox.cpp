// SPDX-License-Identifier: GPL-3.0-or-later
// The outbox, its leases and the connections, as rows on both engines. The clock is the test's; PostgreSQL's leases end by
// its own clock, so a lease that shall have run out is given a negative length.
#include "models/catalog/deliverydesk.h"
#include "models/delivery/backoff.h"
#include "models/delivery/lease.h"
#include "models/delivery/mailintent.h"
#include "models/storage/journal.h"
#include "support/testdatabase.h"

#include <QTest>

using namespace onlyonce;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr milliseconds leaseLength = 60s;

//! A database with an administrator, a connection, and short words for what tests do.
class Office
{
public:
    template <typename Work>
    auto as(ActorId actor, Work work)
    {
        return await(database->write(actor, std::move(work)));
    }
    template <typename Work>
    auto write(Work work)
    {
        return as(administrator, std::move(work));
    }
    Office()
    {
        administrator = as({}, [](Transaction &t) { return actorForLogin(t, u"root"_s, u"Root"_s); }).value().id;
        connection = as(administrator, [](Transaction &t) {
                         return setUpConnection(t, {.kind = u"forum"_s, .adapter = u"probe"_s, .name = u"Forum"_s});
                     }).value();
    }

    OutboxId put(const QString &key, const QString &lane = {}, std::optional<milliseconds> lifetime = {})
    {
        return write([&](Transaction &t) {
                   return enqueue(t, {.kind = u"probe"_s,
                                      .connection = connection,
                                      .key = key,
                                      .title = key,
                                      .payload = {{u"n"_s, 1}},
                                      .lifetime = lifetime,
                                      .incident = 7,
                                      .lane = lane});
               })
            .value();
    }
    OutboxRow row(OutboxId id)
    {
        return *await(database->read([id](Transaction &t) { return outboxRow(t, id); })).value();
    }
    Result<Leases> lease(int capacity = 10, milliseconds length = leaseLength, int version = 1)
    {
        return write([&](Transaction &t) {
            return leaseDue(t, {{.connection = connection, .version = version, .capacity = capacity}}, u"test"_s,
                            length);
        });
    }
    QStringList leasedKeys(int capacity = 10)
    {
        QStringList keys;
        const Leases leases = lease(capacity).value();
        for (const Lease &each : leases.taken) {
            keys += each.row.key;
        }
        return keys;
    }
    Result<std::optional<OutboxRow>> settleAs(const OutboxRow &leased, const Settlement &settlement)
    {
        return write([&](Transaction &t) { return settle(t, leased.id, leased.leaseToken, settlement); });
    }

    TestDatabase database;
    ActorId administrator;
    ConnectionId connection;
};

}  // namespace

class TestOutbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSameKeyIsQueuedOnce_data() { TestDatabase::addEngines(); }
    void theSameKeyIsQueuedOnce()
    {
        Office office;
        const OutboxId first = office.put(u"a"_s);
        const OutboxId again = office.put(u"a"_s);
        const OutboxId other = office.put(u"b"_s);
        QCOMPARE(again, first);
        QVERIFY(other != first);
        REQUIRE_VALUE(rows, await(office.database->read([](Transaction &t) { return outboxOf(t, 7); })));
        QCOMPARE(rows.size(), 2U);
        QCOMPARE(rows.front().id, other);  // newest first
        const OutboxRow row = office.row(first);
        QCOMPARE(row.state, OutboxState::Waiting);
        QCOMPARE(row.payload[u"n"_s], 1);
        QCOMPARE(row.actor, office.administrator);
        QCOMPARE(row.incident, 7);
        QVERIFY(!row.maybeSent && !row.untold && !row.leaseUntil);
    }

    void anIntentWithoutConnectionIsRefused_data() { TestDatabase::addEngines(); }
    void anIntentWithoutConnectionIsRefused()
    {
        Office office;
        const auto refused = office.write(
            [](Transaction &t) { return enqueue(t, {.kind = u"probe"_s, .connection = {}, .key = u"a"_s}); });
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Invalid);
    }

    void leasesComeFirstInFirstOut_data() { TestDatabase::addEngines(); }
    void leasesComeFirstInFirstOut()
    {
        Office office;
        for (const auto *key : {"1", "2", "3", "4"}) {
            office.put(QLatin1StringView(key), QStringLiteral("lane %1").arg(QLatin1StringView(key)));
        }
        QCOMPARE(office.leasedKeys(3), (QStringList{u"1"_s, u"2"_s, u"3"_s}));
        QCOMPARE(office.leasedKeys(3), QStringList{u"4"_s});
        QCOMPARE(office.leasedKeys(3), QStringList{});
    }

    void aLaneKeepsItsOrder_data() { TestDatabase::addEngines(); }
    void aLaneKeepsItsOrder()
    {
        Office office;
        office.put(u"a1"_s, u"a"_s);
        office.put(u"a2"_s, u"a"_s);
        office.put(u"b1"_s, u"b"_s);
        office.put(u"c1"_s);
        office.put(u"c2"_s);
        const auto leases = office.lease().value();
        QCOMPARE(leases.taken.size(), 3U);
        QCOMPARE(leases.taken[0].row.key, u"a1"_s);
        QCOMPARE(leases.taken[1].row.key, u"b1"_s);
        QCOMPARE(leases.taken[2].row.key, u"c1"_s);
        // Postponed: a2 still waits for it. Refused: c2 is free.
        REQUIRE_OK(office.settleAs(leases.taken[0].row, {.state = OutboxState::Waiting, .wait = 1h}));
        REQUIRE_OK(office.settleAs(leases.taken[2].row, {.state = OutboxState::Failed, .error = u"no"_s}));
        QCOMPARE(office.leasedKeys(), QStringList{u"c2"_s});
        // Discarded by a person: a2 is free.
        REQUIRE_OK(office.write([&](Transaction &t) { return discardOutbox(t, leases.taken[0].row.id); }));
        QCOMPARE(office.leasedKeys(), QStringList{u"a2"_s});
    }

    void aLeaseIsCommittedAsSendingWithItsToken_data() { TestDatabase::addEngines(); }
    void aLeaseIsCommittedAsSendingWithItsToken()
    {
        Office office;
        const OutboxId id = office.put(u"a"_s);
        const auto leases = office.lease().value();
        QCOMPARE(leases.taken.size(), 1U);
        QVERIFY(leases.generation > 0);
        const OutboxRow row = office.row(id);
        QCOMPARE(row.state, OutboxState::Sending);
        QVERIFY(!row.leaseToken.isEmpty());
        QCOMPARE(row.leaseToken, leases.taken[0].row.leaseToken);
        QCOMPARE(row.leasedBy, u"test"_s);
        QCOMPARE(row.attempts, 1);
        QVERIFY(row.leaseUntil);
        QCOMPARE(leases.taken[0].connection.name, u"Forum"_s);
    }

    void onlyTheTokenSettles_data() { TestDatabase::addEngines(); }
    void onlyTheTokenSettles()
    {
        Office office;
        const OutboxId id = office.put(u"a"_s);
        const OutboxRow leased = office.lease().value().taken.at(0).row;
        OutboxRow stranger = leased;
        stranger.leaseToken = u"somebody else's"_s;
        REQUIRE_VALUE(nothing, office.settleAs(stranger, {.state = OutboxState::Sent}));
        QVERIFY(!nothing);
        QCOMPARE(office.row(id).state, OutboxState::Sending);
        REQUIRE_VALUE(settled, office.settleAs(leased, {.state = OutboxState::Sent, .result = {{u"remote"_s, 5}}}));
        QVERIFY(settled);
        QCOMPARE(settled->state, OutboxState::Sent);
        QCOMPARE(office.row(id).result[u"remote"_s], 5);
        QVERIFY(!office.row(id).leaseUntil);
        REQUIRE_VALUE(again, office.settleAs(leased, {.state = OutboxState::Failed}));
        QVERIFY(!again);  // what is sent stays sent
        QCOMPARE(office.row(id).state, OutboxState::Sent);
    }

    void aPostponedRowWaitsItsTime_data() { TestDatabase::addEngines(); }
    void aPostponedRowWaitsItsTime()
    {
        Office office;
        const OutboxId id = office.put(u"a"_s);
        const OutboxRow leased = office.lease().value().taken.at(0).row;
        REQUIRE_OK(office.settleAs(leased,
                                   {.state = OutboxState::Waiting, .error = u"busy"_s, .wait = 1h, .maybeSent = true}));
        const OutboxRow row = office.row(id);
        QCOMPARE(row.state, OutboxState::Waiting);
        QCOMPARE(row.lastError, u"busy"_s);
        QVERIFY(row.maybeSent);
        QVERIFY(row.nextAttemptAt - leased.nextAttemptAt > 59min);
        QCOMPARE(office.leasedKeys(), QStringList{});
        REQUIRE_OK(
            office.write([id](Transaction &t) { return retryOutbox(t, id); }));  // a person does not want to wait
        const OutboxRow again = office.lease().value().taken.at(0).row;
        QVERIFY(again.maybeSent);  // once in doubt, always asked
        QVERIFY(again.leaseToken != leased.leaseToken);
    }

    void aPausedConnectionIsSilent_data() { TestDatabase::addEngines(); }
    void aPausedConnectionIsSilent()
    {
        Office office;
        office.put(u"a"_s, u"a"_s);
        office.put(u"b"_s, u"b"_s);
        const OutboxRow leased = office.lease(1).value().taken.at(0).row;
        REQUIRE_OK(
            office.settleAs(leased, {.state = OutboxState::Waiting, .error = u"silence!"_s, .pauseConnection = 1h}));
        QCOMPARE(office.leasedKeys(), QStringList{});
        // A person mends the connection: the pause is over, everything is due at once.
        REQUIRE_OK(office.write([&](Transaction &t) -> Result<> {
            auto row = connectionRow(t, office.connection);
            if (!row) {
                return failure(row);
            }
            if (!(*row)->pausedUntil) {
                return fail(ErrorCode::Internal, u"not paused"_s);
            }
            auto saved = setUpConnection(t, **row);
            return saved ? Result<>() : failure(saved);
        }));
        QCOMPARE(office.lease().value().taken.size(), 0U);  // not with the settings of before
        QCOMPARE(office.lease(10, leaseLength, 2).value().taken.size(), 2U);
    }

    void aDisabledConnectionIsSilent_data() { TestDatabase::addEngines(); }
    void aDisabledConnectionIsSilent()
    {
        Office office;
        office.put(u"a"_s);
        REQUIRE_OK(office.write([&](Transaction &t) {
            return setUpConnection(t, {.id = office.connection,
                                       .kind = u"forum"_s,
                                       .adapter = u"probe"_s,
                                       .name = u"Forum"_s,
                                       .enabled = false,
                                       .version = 1});
        }));
        QCOMPARE(office.lease(10, leaseLength, 2).value().taken.size(), 0U);
    }

    void whatIsTooLateExpires_data() { TestDatabase::addEngines(); }
    void whatIsTooLateExpires()
    {
        Office office;
        const bool shared = office.database.url().engine == Engine::Postgres;
        const OutboxId id = office.put(u"page"_s, {}, shared ? 300ms : 30min);
        if (shared) {
            // The database's clock counts. This machine's is a day behind now, and it was wrong before as well.
            office.database.clock.advance(-24h);
            QTest::qWait(400);
        } else {
            office.database.clock.advance(31min);
        }
        QCOMPARE(office.leasedKeys(), QStringList{});
        REQUIRE_VALUE(chores, await(office.database->read([](Transaction &t) { return lookAround(t, {}, {}, {}); })));
        QCOMPARE(chores.expired.size(), 1U);
        REQUIRE_VALUE(expired, office.write([id](Transaction &t) { return expireRow(t, id); }));
        QVERIFY(expired);
        QCOMPARE(expired->state, OutboxState::Expired);
        QVERIFY(!expired->lastError.isEmpty());
        REQUIRE_OK(office.write([id](Transaction &t) { return retryOutbox(t, id); }));
        QCOMPARE(office.leasedKeys(), QStringList{u"page"_s});  // a person wants it all the same
    }

    void aClockThatRunsAheadLetsNothingExpire_data()
    {
        QTest::addColumn<int>("engine");  // a file has no clock of its own
        QTest::newRow("PostgreSQL") << int(Engine::Postgres);
    }
    void aClockThatRunsAheadLetsNothingExpire()
    {
        Office office;
        const OutboxId id = office.put(u"page"_s, {}, 30min);
        office.database.clock.advance(24h);
        QCOMPARE(await(office.database->read([](Transaction &t) { return outboxPending(t, 10); })).value().size(), 1U);
        QVERIFY(!office.write([id](Transaction &t) { return expireRow(t, id); }).value());
        QCOMPARE(office.leasedKeys(), QStringList{u"page"_s});
    }

    void aLostLeaseIsTakenOver_data() { TestDatabase::addEngines(); }
    void aLostLeaseIsTakenOver()
    {
        Office office;
        const OutboxId id = office.put(u"a"_s);
        const OutboxRow lost = office.lease(1, -1s).value().taken.at(0).row;
        const auto look = [&](const QStringList &adapters) {
            return await(office.database->read([&](Transaction &t) { return lookAround(t, {}, {}, adapters); }))
                .value()
                .lost;
        };
        QCOMPARE(look({u"another"_s}).size(), 0U);  // not ours to judge
        QCOMPARE(look({u"probe"_s}).size(), 1U);
        REQUIRE_VALUE(taken, office.write([id](Transaction &t) { return takeOver(t, id, {u"probe"_s}); }));
        QVERIFY(taken);
        QCOMPARE(taken->state, OutboxState::Waiting);
        QVERIFY(taken->maybeSent);
        const OutboxRow next = office.lease().value().taken.at(0).row;
        QVERIFY(next.maybeSent);
        REQUIRE_VALUE(late, office.settleAs(lost, {.state = OutboxState::Failed}));
        QVERIFY(!late);  // the first one comes back, but the row is another's now
        QCOMPARE(office.row(id).state, OutboxState::Sending);
    }

    void aRenewedLeaseIsNotTakenOver_data() { TestDatabase::addEngines(); }
    void aRenewedLeaseIsNotTakenOver()
    {
        Office office;
        const OutboxId id = office.put(u"a"_s);
        const OutboxRow leased = office.lease(1, -1s).value().taken.at(0).row;
        REQUIRE_VALUE(gone, office.write([&](Transaction &t) {
            return renewLeases(t, {{id, leased.leaseToken}, {id, u"stranger"_s}}, leaseLength);
        }));
        QCOMPARE(gone, std::vector<OutboxId>{id});
        REQUIRE_VALUE(taken, office.write([id](Transaction &t) { return takeOver(t, id, {u"probe"_s}); }));
        QVERIFY(!taken);
        QCOMPARE(office.row(id).state, OutboxState::Sending);
    }

    void whatCannotBeResumedIsUncertain_data() { TestDatabase::addEngines(); }
    void whatCannotBeResumedIsUncertain()
    {
        Office office;
        const OutboxId id = office.put(u"a"_s);
        const OutboxRow lost = office.lease(1, -1s).value().taken.at(0).row;
        REQUIRE_VALUE(taken, office.write([id](Transaction &t) { return takeOver(t, id, {}); }));
        QVERIFY(taken);
        QCOMPARE(taken->state, OutboxState::Uncertain);
        QVERIFY(taken->lastError.contains(u"test"_s));  // who it was
        // Whoever had it was only slow, and knows better.
        REQUIRE_VALUE(late, office.settleAs(lost, {.state = OutboxState::Sent}));
        QVERIFY(late);
        QCOMPARE(office.row(id).state, OutboxState::Sent);
    }

    void peopleDecideAboutWhatIsStuck_data() { TestDatabase::addEngines(); }
    void peopleDecideAboutWhatIsStuck()
    {
        Office office;
        const OutboxId id = office.put(u"a"_s);
        const OutboxRow leased = office.lease().value().taken.at(0).row;
        const auto retry = [&] { return office.write([id](Transaction &t) { return retryDelivery(t, id); }); };
        const auto discard = [&] { return office.write([id](Transaction &t) { return discardDelivery(t, id); }); };
        QCOMPARE(retry().error().code, ErrorCode::Conflict);  // it is being sent
        QCOMPARE(discard().error().code, ErrorCode::Conflict);
        REQUIRE_OK(office.settleAs(leased, {.state = OutboxState::Failed, .error = u"wrong category"_s}));
        REQUIRE_OK(discard());
        REQUIRE_OK(discard());
        QCOMPARE(office.row(id).state, OutboxState::Discarded);
        QVERIFY(office.row(id).untold);  // whoever wanted it sent hears of it
        QCOMPARE(office.row(id).lastError, u"wrong category"_s);
        REQUIRE_OK(retry());
        QCOMPARE(office.row(id).state, OutboxState::Waiting);
        QVERIFY(!office.row(id).untold);
        const OutboxRow second = office.lease().value().taken.at(0).row;
        QCOMPARE(second.attempts, 1);
        REQUIRE_OK(office.settleAs(second, {.state = OutboxState::Sent}));
        QCOMPARE(retry().error().code, ErrorCode::Conflict);
        QCOMPARE(discard().error().code, ErrorCode::Conflict);
        REQUIRE_VALUE(audit,
                      await(office.database->read([id](Transaction &t) { return auditOf(t, u"outbox"_s, id.value); })));
        QCOMPARE(audit.size(), 2U);
        QCOMPARE(audit.front().change.newValue, u"waiting"_s);
        QCOMPARE(audit.front().actor, office.administrator);
    }

    void permissionsAreChecked_data() { TestDatabase::addEngines(); }
    void permissionsAreChecked()
    {
        Office office;
        const OutboxId id = office.put(u"a"_s);
        const ActorId responder =
            office.as({}, [](Transaction &t) { return actorForLogin(t, u"grace"_s, u"Grace"_s); }).value().id;
        const auto become = [&](Role role) {
            return office.write([&](Transaction &t) { return setRole(t, responder, role); });
        };
        const auto code = [](const auto &result) { return result ? std::nullopt : std::optional(result.error().code); };
        REQUIRE_OK(become(Role::Responder));
        QCOMPARE(code(office.as(responder, [id](Transaction &t) { return retryDelivery(t, id); })), ErrorCode::Denied);
        QCOMPARE(code(office.as(responder, [id](Transaction &t) { return discardDelivery(t, id); })),
                 ErrorCode::Denied);
        REQUIRE_OK(become(Role::Commander));
        REQUIRE_OK(office.as(responder, [id](Transaction &t) { return retryDelivery(t, id); }));
        QCOMPARE(code(office.as(responder, [](Transaction &t) { return releaseHeldDelivery(t); })), ErrorCode::Denied);
        QCOMPARE(code(office.as(responder,
                                [](Transaction &t) {
                                    return setUpConnection(
                                        t, {.kind = u"mail"_s, .adapter = u"smtp"_s, .name = u"Mail"_s});
                                })),
                 ErrorCode::Denied);
    }

    void whatIsHeldIsNotLeased_data() { TestDatabase::addEngines(); }
    void whatIsHeldIsNotLeased()
    {
        Office office;
        const OutboxId id = office.put(u"a"_s);
        REQUIRE_OK(office.write([](Transaction &t) { return holdDelivery(t, u"it was copied"_s); }));
        REQUIRE_VALUE(leases, office.lease());
        QCOMPARE(leases.taken.size(), 0U);
        QCOMPARE(leases.generation, 0);
        REQUIRE_VALUE(chores, await(office.database->read([&](Transaction &t) {
                          return lookAround(t, {{.connection = office.connection, .version = 1, .capacity = 1}},
                                            u"test"_s, {u"probe"_s});
                      })));
        QVERIFY(!chores.due);
        REQUIRE_VALUE(pending, await(office.database->read([](Transaction &t) { return outboxPending(t, 10); })));
        QCOMPARE(pending.size(), 1U);
        REQUIRE_OK(office.write([](Transaction &t) { return releaseHeldDelivery(t); }));
        QVERIFY(office.row(id).maybeSent);  // the database that this one was copied from may have sent it
        QCOMPARE(office.leasedKeys(), QStringList{u"a"_s});
    }

    void whatIsSealedStaysSealed_data() { TestDatabase::addEngines(); }
    void whatIsSealedStaysSealed()
    {
        Office office;
        office.put(u"a"_s);
        REQUIRE_OK(office.write([](Transaction &t) { return sealDelivery(t, u"demo"_s); }));
        QCOMPARE(office.leasedKeys(), QStringList{});
        const auto held = [&office](const QString &process) {
            return await(office.database->read([&](Transaction &t) { return heldReason(t, process); })).value();
        };
        QCOMPARE(held(u"demo"_s), QString());  // who fills it delivers to far sides that are nowhere
        REQUIRE_OK(office.write([](Transaction &t) { return sealDelivery(t); }));
        QVERIFY(!held(u"demo"_s).isEmpty());
        const auto released = office.write([](Transaction &t) { return releaseHeldDelivery(t); });
        QVERIFY(!released);
        QCOMPARE(released.error().code, ErrorCode::Conflict);
        office.database.open();  // another process
        QCOMPARE(office.leasedKeys(), QStringList{});
    }

    void everyDeliveryCountsUpTheGeneration_data() { TestDatabase::addEngines(); }
    void everyDeliveryCountsUpTheGeneration()
    {
        Office office;
        office.put(u"a"_s);
        const qint64 first = office.lease().value().generation;
        QCOMPARE(office.lease().value().generation, 0);
        office.put(u"b"_s, u"b"_s);
        QCOMPARE(office.lease().value().generation, first + 1);
    }

    void connectionsAreVersionedAndAudited_data() { TestDatabase::addEngines(); }
    void connectionsAreVersionedAndAudited()
    {
        Office office;
        const auto save = [&](ConnectionRow row) {
            return office.write([&](Transaction &t) { return saveConnection(t, row); });
        };
        ConnectionRow row{.id = office.connection,
                          .kind = u"forum"_s,
                          .adapter = u"probe"_s,
                          .name = u"Status forum"_s,
                          .settings = {{u"url"_s, u"https://forum.example"_s}},
                          .version = 1};
        REQUIRE_OK(save(row));
        const auto conflict = save(row);  // made from the same version once more
        QVERIFY(!conflict);
        QCOMPARE(conflict.error().code, ErrorCode::Conflict);
        row.name = u" "_s;
        QCOMPARE(save(row).error().code, ErrorCode::Invalid);
        QCOMPARE(save({.id = {99}, .kind = u"mail"_s, .adapter = u"smtp"_s, .name = u"x"_s}).error().code,
                 ErrorCode::NotFound);
        REQUIRE_OK(save({.kind = u"mail"_s, .adapter = u"smtp"_s, .name = u"Old"_s, .enabled = false}));
        REQUIRE_VALUE(mail, save({.kind = u"mail"_s, .adapter = u"smtp"_s, .name = u"New"_s}));
        REQUIRE_VALUE(usual,
                      await(office.database->read([](Transaction &t) { return defaultConnection(t, u"mail"_s); })));
        QVERIFY(usual);
        QCOMPARE(usual->id, mail);
        REQUIRE_VALUE(all, await(office.database->read([](Transaction &t) { return connectionsOf(t); })));
        QCOMPARE(all.size(), 3U);
        QCOMPARE(all[0].settings[u"url"_s], u"https://forum.example"_s);
        QCOMPARE(all[0].version, 2);
        REQUIRE_VALUE(audit, await(office.database->read([&](Transaction &t) {
                          return auditOf(t, u"connection"_s, office.connection.value);
                      })));
        QStringList fields;
        for (const AuditRow &each : audit) {
            fields += each.change.field;
        }
        QCOMPARE(fields, (QStringList{u"settings"_s, u"name"_s, u"enabled"_s, u"settings"_s, u"name"_s, u"adapter"_s}));
    }

    void pausesGrowAndSpread()
    {
        const auto &pauses = usualPauses();
        QCOMPARE(pauseAfter(1, pauses, 0.5), 2s);
        QCOMPARE(pauseAfter(2, pauses, 0.5), 5s);
        QCOMPARE(pauseAfter(7, pauses, 0.5), 300s);
        QCOMPARE(pauseAfter(1'000, pauses, 0.5), 300s);
        QCOMPARE(pauseAfter(0, pauses, 0.5), 2s);
        QCOMPARE(pauseAfter(7, pauses, 0.0), 240s);
        QCOMPARE(pauseAfter(7, pauses, 1.0), 360s);
        QCOMPARE(pauseAsked(60s, 0.0), 60s);
        QCOMPARE(pauseAsked(60s, 1.0), 66s);
        QCOMPARE(pauseAsked(1h, 1.0), 1h + 10s);
        QCOMPARE(pauseAsked(-5s, 1.0), 0s);
    }

    void aMailSurvivesItsIntent()
    {
        const Mail mail{.from = {},
                        .to = {.name = u"Ada Example"_s, .address = u"ada@example.com"_s},
                        .subject = u"[SEV1] INC-3 declared: Checkout"_s,
                        .textBody = u"text\n"_s,
                        .htmlBody = u"<p>text</p>"_s,
                        .messageId = u"1@example.com"_s,
                        .inReplyTo = u"0@example.com"_s,
                        .references = {u"0@example.com"_s},
                        .headers = {{u"List-Id"_s, u"<incidents.example.com>"_s}}};
        REQUIRE_VALUE(back, mailFrom(mailIntent(mail)));
        QVERIFY(back == mail);
        QCOMPARE(mailFrom({}).error().code, ErrorCode::Invalid);
        const QString uuid = u"0a6fdc3c-7f0e-4a34-a5f7-7fdb2c2b45e5"_s;
        const QString id = messageIdFor(uuid, u"page/1"_s, u"desk@bücher.example"_s);
        QCOMPARE(id, messageIdFor(uuid, u"page/1"_s, u"other@bücher.example"_s));
        QVERIFY(id.endsWith(u"@xn--bcher-kva.example"_s));
        QVERIFY(id != messageIdFor(uuid, u"page/2"_s, u"desk@bücher.example"_s));
    }
};

QTEST_GUILESS_MAIN(TestOutbox)

#include "tst_outbox.moc"
