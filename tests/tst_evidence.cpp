// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence of any length, and the audit trail that shows when somebody has changed it.
#include "models/incidents/evidence/upload.h"
#include "models/storage/auditchain.h"
#include "support/crew.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

//! No two stretches of it are alike.
QByteArray bytesOf(qint64 length)
{
    QByteArray bytes;
    bytes.reserve(length + 32);
    for (qint64 i = 0; bytes.size() < length; ++i) {
        bytes += "line " + QByteArray::number(i) + '\n';
    }
    bytes.truncate(length);
    return bytes;
}

QByteArray hashOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

struct House : Crew
{
    QTemporaryDir folder;

    QString file(const QString &name, const QByteArray &bytes)
    {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }
    Attachment kept(AttachmentId id)
    {
        return *read([id](Transaction &t) { return attachment(t, id); }).value();
    }
    size_t count()
    {
        return read([this](Transaction &t) { return attachmentsOf(t, incident.id); }).value().size();
    }
    Result<Attachment> bring(ActorId actor, EvidenceSource &source)
    {
        return brought(source, incident.id, [&](auto work) { return as(actor, std::move(work)); });
    }
    //! Every row of the trail in steps of two; the error's sentence where it is broken.
    QString verified(AuditVerified &all)
    {
        for (bool more = true; more;) {
            const auto looked = read([&all](Transaction &t) { return verifyAudit(t, all, 2); });
            if (!looked) {
                return looked.error().message;
            }
            more = !*looked;
        }
        return {};
    }
    QString verified()
    {
        AuditVerified all;
        return verified(all);
    }
    qint64 lastRow()
    {
        AuditVerified all;
        (void)verified(all);
        return all.last;
    }
};

}  // namespace

class TestEvidence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void longContentIsKeptInPieces_data() { TestDatabase::addEngines(); }
    void longContentIsKeptInPieces()
    {
        House house;
        const QByteArray content = bytesOf(3 * evidencePiece + 12'345);
        REQUIRE_VALUE(id, house.as(house.responder, [&](Transaction &t) {
            return attach(t, {.incident = house.incident.id, .name = u"app.log"_s, .content = content});
        }));
        const Attachment kept = house.kept(id);
        QVERIFY(kept.pieces);
        QCOMPARE(kept.content, content);
        QCOMPARE(kept.sha256, hashOf(content));
        REQUIRE_OK(requireUnchanged(kept));
        // A stretch of it is what stands there, also beyond the end.
        for (const auto &[from, most] : std::vector<std::pair<qint64, qint64>>{
                 {0, 10}, {evidencePiece, evidencePiece}, {2 * evidencePiece, 5 * evidencePiece}}) {
            REQUIRE_VALUE(part, house.read([&](Transaction &t) { return contentOf(t, kept, from, most); }));
            QCOMPARE(part, content.mid(from, most));
        }
        // Whoever wants little gets the beginning.
        REQUIRE_VALUE(head, house.read([&](Transaction &t) { return attachment(t, id, evidencePiece); }));
        QCOMPARE(head->content, content.left(evidencePiece));
        REQUIRE_VALUE(same, house.read([&](Transaction &t) { return sameContent(t, house.incident.id, kept.sha256); }));
        QCOMPARE(same->id, id);

        // Somebody else's program changes a letter.
        REQUIRE_OK(house.database.alter(u"UPDATE evidence_piece SET bytes = (SELECT content FROM attachment LIMIT 1) "
                                        "WHERE number = 1"_s));
        const auto noticed = requireUnchanged(house.kept(id));
        QVERIFY(!noticed);
        QCOMPARE(noticed.error().code, ErrorCode::Damaged);
    }

    void aFileComesInPieceByPiece_data() { TestDatabase::addEngines(); }
    void aFileComesInPieceByPiece()
    {
        House house;
        const QByteArray content = bytesOf(9 * evidencePiece + 17);
        EvidenceSource source(house.file(u"app.log"_s, content));
        REQUIRE_VALUE(brought, house.bring(house.responder, source));
        QCOMPARE(house.count(), 0U);  // nobody sees it yet
        QVERIFY(brought.content.isEmpty());
        QVERIFY(!brought.language.isEmpty());
        REQUIRE_VALUE(id, house.as(house.responder, [&](Transaction &t) { return attach(t, brought); }));
        QCOMPARE(house.kept(id).content, content);
        QCOMPARE(house.kept(id).sha256, hashOf(content));

        // Named once only, and not while a piece is missing.
        QVERIFY(!house.as(house.responder, [&](Transaction &t) { return attach(t, brought); }));
        EvidenceSource again(house.file(u"other.log"_s, content));
        REQUIRE_VALUE(other, house.bring(house.responder, again));
        REQUIRE_OK(house.database.alter(
            u"DELETE FROM evidence_piece WHERE number = 5 AND content_id = %1"_s.arg(other.pieces.value)));
        const auto torn = house.as(house.responder, [&](Transaction &t) { return attach(t, other); });
        QVERIFY(!torn);
        QCOMPARE(torn.error().code, ErrorCode::Conflict);

        // What was never named is removed a day later, by the next one that comes.
        const auto pieces = [&](ContentId of) {
            return house
                .read([of](Transaction &t) {
                    return contentOf(t, {.bytes = evidencePiece, .pieces = of}, 0, evidencePiece);
                })
                .value()
                .size();
        };
        QVERIFY(pieces(other.pieces) > 0);
        house.database.clock.advance(25h);
        REQUIRE_OK(house.as(house.responder, [](Transaction &t) { return beginPieces(t); }));
        QCOMPARE(pieces(other.pieces), 0);
        QCOMPARE(house.kept(id).content, content);
    }

    void whatCannotBeKeptLeavesNothing_data() { TestDatabase::addEngines(); }
    void whatCannotBeKeptLeavesNothing()
    {
        House house;
        const auto refusal = [&](ActorId actor, const QString &path) {
            EvidenceSource source(path);
            const auto brought = house.bring(actor, source);
            return brought ? QString() : brought.error().message;
        };
        const QString log = house.file(u"app.log"_s, bytesOf(2 * evidencePiece));
        QVERIFY(refusal(house.viewer, log).contains(u"role"_s) || !refusal(house.viewer, log).isEmpty());
        QVERIFY(refusal(house.responder, house.folder.filePath(u"none.log"_s)).contains(u"none.log"_s));
        QFile large(house.folder.filePath(u"large.log"_s));
        QVERIFY(large.open(QIODevice::WriteOnly) && large.resize(largestEvidence + 1));
        QVERIFY(refusal(house.responder, large.fileName()).contains(u"256 MiB"_s));
        QCOMPARE(house.count(), 0U);
    }

    void theWindowBringsFilesWithoutWaiting_data() { TestDatabase::addEngines(); }
    void theWindowBringsFilesWithoutWaiting()
    {
        House house;
        const Session session{*house.database, house.responder};
        const QByteArray content = bytesOf(6 * evidencePiece + 1);
        const auto uploaded = [&](std::unique_ptr<EvidenceSource> source, qint64 &steps) {
            auto *upload = new EvidenceUpload(session, house.incident.id, std::move(source), this);
            AttachmentId id;
            QString problem;
            connect(upload, &EvidenceUpload::progressed, this,
                    [&](qint64 done, qint64 whole) { steps += done <= whole ? 1 : 0; });
            connect(upload, &EvidenceUpload::kept, this, [&](AttachmentId kept) { id = kept; });
            connect(upload, &EvidenceUpload::failed, this, [&](const Error &error) { problem = error.message; });
            QSignalSpy gone(upload, &QObject::destroyed);
            upload->start();
            return gone.wait(30'000) ? std::pair(id, problem) : std::pair(AttachmentId(), u"it never ended"_s);
        };
        qint64 steps = 0;
        const auto [id, problem] = uploaded(std::make_unique<EvidenceSource>(house.file(u"app.log"_s, content)), steps);
        QCOMPARE(problem, QString());
        QCOMPARE(steps, 2);
        QCOMPARE(house.kept(id).content, content);
        // A short text is one transaction, and says what it is written in.
        const auto [text, none] =
            uploaded(std::make_unique<EvidenceSource>(u"pasted.txt"_s, "{\"a\": [1, 2, {\"b\": null}]}\n"_ba), steps);
        QCOMPARE(none, QString());
        QVERIFY(!house.kept(text).pieces);
        const auto [nothing, why] =
            uploaded(std::make_unique<EvidenceSource>(house.folder.filePath(u"gone.log"_s)), steps);
        QVERIFY(!nothing);
        QVERIFY2(why.contains(u"gone.log"_s), qPrintable(why));
    }

    void theTrailFollowsFromItself_data() { TestDatabase::addEngines(); }
    void theTrailFollowsFromItself()
    {
        House house;
        AuditVerified all;
        QCOMPARE(house.verified(all), QString());
        QVERIFY(all.rows > 3);
        QCOMPARE(all.late, 0);
        QCOMPARE(all.hash.size(), 64);
        const QString head = all.hash;
        REQUIRE_OK(
            house.as(house.administrator, [&](Transaction &t) { return setRole(t, house.viewer, Role::Support); }));
        AuditVerified more;
        QCOMPARE(house.verified(more), QString());
        QCOMPARE(more.rows, all.rows + 1);
        QVERIFY(more.hash != head);
    }

    void whoeverChangesTheTrailIsNoticed_data()
    {
        QTest::addColumn<int>("engine");
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("told");
        for (const Engine engine : {Engine::Sqlite, Engine::Postgres}) {
            const auto row = [&](const char *name, const QString &sql, const QString &told) {
                QTest::addRow("%s: %s", engine == Engine::Sqlite ? "SQLite" : "PostgreSQL", name)
                    << int(engine) << sql << told;
            };
            row("a value", u"UPDATE audit SET new_value = 'commander' WHERE id = %1"_s, u"no longer says"_s);
            row("a reason", u"UPDATE audit SET reason = 'because' WHERE id = %1"_s, u"no longer says"_s);
            row("who", u"UPDATE audit SET actor_id = NULL WHERE id = %1"_s, u"does not follow"_s);
            row("when", u"UPDATE audit SET at = at - 1 WHERE id = %1"_s, u"does not follow"_s);
            row("what", u"UPDATE audit SET entity_id = entity_id + 1 WHERE id = %1"_s, u"does not follow"_s);
            row("salt", u"UPDATE audit_link SET salt = NULL WHERE audit_id = %1"_s, u"no longer says"_s);
            row("hash", u"UPDATE audit_link SET content_hash = 'x' WHERE audit_id = %1"_s, u"no longer says"_s);
            row("taken out", u"DELETE FROM audit_link WHERE audit_id = %1"_s, u"does not follow"_s);
        }
    }
    void whoeverChangesTheTrailIsNoticed()
    {
        QFETCH(QString, sql);
        QFETCH(QString, told);
        House house;
        const qint64 row = house.lastRow() - 1;
        QVERIFY(row > 0);
        REQUIRE_OK(house.database.alter(sql.arg(row)));
        const QString problem = house.verified();
        QVERIFY2(problem.contains(told), qPrintable(problem));
    }

    void earlierRowsAreLinkedAfterwards_data() { TestDatabase::addEngines(); }
    void earlierRowsAreLinkedAfterwards()
    {
        House house;
        AuditVerified before;
        QCOMPARE(house.verified(before), QString());
        // As a database is that had no chain.
        REQUIRE_OK(house.database.alter(u"DELETE FROM audit_link"_s));
        house.database.close();
        house.database.open();
        AuditVerified after;
        QCOMPARE(house.verified(after), QString());
        QCOMPARE(after.rows, before.rows);
        QCOMPARE(after.late, before.rows);
        // What an older program writes is linked with the next row, and known for what it is.
        REQUIRE_OK(house.database.alter(u"INSERT INTO audit (at, entity, entity_id, field, reason) "
                                        "VALUES (1, 'incident', 1, 'title', 'by hand')"_s));
        REQUIRE_OK(
            house.as(house.administrator, [&](Transaction &t) { return setRole(t, house.viewer, Role::Support); }));
        AuditVerified last;
        QCOMPARE(house.verified(last), QString());
        QCOMPARE(last.rows, before.rows + 2);
        QCOMPARE(last.late, before.rows + 1);
        // Slipped in between others, it is no row of the chain.
        REQUIRE_OK(house.database.alter(u"INSERT INTO audit (id, at, entity, entity_id, field, reason) "
                                        "VALUES (-5, 1, 'incident', 1, 'title', 'by hand')"_s));
        const QString problem = house.verified();
        QVERIFY2(problem.contains(u"slipped in"_s), qPrintable(problem));
    }
};

QTEST_GUILESS_MAIN(TestEvidence)
#include "tst_evidence.moc"
