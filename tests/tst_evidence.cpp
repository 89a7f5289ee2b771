// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence of any length, and the audit trail that shows when somebody has changed it.
#include "models/incidents/evidence/upload.h"
#include "models/storage/auditchain.h"
#include "support/crew.h"
#include "views/incidents/evidence/evidencepanel.h"
#include "views/incidents/evidence/evidenceview.h"
#include "views/widgets/codeview.h"
#include "views/widgets/look.h"
#include "views/widgets/page.h"

#include <QBuffer>
#include <QClipboard>
#include <QCryptographicHash>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QListWidget>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtEndian>

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

    static void onSqlite()
    {
        QTest::addColumn<int>("engine");
        QTest::newRow("SQLite") << int(Engine::Sqlite);
    }

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

    void whatItIsDecidesHowItIsShown_data();
    void whatItIsDecidesHowItIsShown();
    void damageIsNotShown_data() { onSqlite(); }
    void damageIsNotShown();
    void linesAreQuoted_data() { onSqlite(); }
    void linesAreQuoted();
    void secretsArePointedOut_data() { onSqlite(); }
    void secretsArePointedOut();
    void whoWillSeeItIsSaid_data() { onSqlite(); }
    void whoWillSeeItIsSaid();
    void severalComeAtOnce_data() { onSqlite(); }
    void severalComeAtOnce();
    void linesAndFilesAreOfferedForRedaction_data() { onSqlite(); }
    void linesAndFilesAreOfferedForRedaction();

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

//! A panel of its own, on SQLite: what it asks is tried on both engines above.
struct Shown : House
{
    ui::Look look{ui::Appearance::Light};
    Session session{*database, responder};
    std::unique_ptr<ui::EvidencePanel> panel;
    QStringList problems;

    AttachmentId add(const QString &name, const QByteArray &content)
    {
        return as(responder,
                  [&](Transaction &t) {
                      return attach(t, {.incident = incident.id, .name = name, .content = content});
                  })
            .value();
    }
    void open()
    {
        panel = std::make_unique<ui::EvidencePanel>(session, incident.id);
        QObject::connect(panel.get(), &ui::EvidencePanel::failed,
                         [this](const Error &error) { problems << error.message; });
        panel->resize(900, 500);
        panel->show();
    }
    bool isLoaded(AttachmentId id)
    {
        return QTest::qWaitFor([&] { return panel->view()->shown() == id && panel->view()->isLoaded(); }, 20'000);
    }
    bool says(const QString &text)
    {
        return QTest::qWaitFor(
            [&] {
                return std::ranges::any_of(panel->findChildren<QLabel *>(), [&](const QLabel *label) {
                    return label->isVisible() && label->text().contains(text);
                });
            },
            10'000);
    }
    std::vector<Attachment> all()
    {
        return read([this](Transaction &t) { return attachmentsOf(t, incident.id); }).value();
    }
};

QByteArray png(int width, int height)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(Qt::darkCyan);
    image.save(&buffer, "PNG");
    return bytes;
}

void TestEvidence::whatItIsDecidesHowItIsShown_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("kind");
    QTest::newRow("text") << "a log\n"_ba << int(ui::EvidenceKind::Text);
    QTest::newRow("bad UTF-8") << "caf\xe9\n"_ba << int(ui::EvidenceKind::Text);
    QTest::newRow("UTF-16") << QByteArray("\xff\xfeh\0i\0", 6) << int(ui::EvidenceKind::Text);
    QTest::newRow("bytes") << QByteArray("a\0b", 3) << int(ui::EvidenceKind::File);
    QTest::newRow("png") << png(30, 20) << int(ui::EvidenceKind::Image);
    QTest::newRow("large png") << png(6000, 50) << int(ui::EvidenceKind::Image);
    QTest::newRow("cut png") << png(300, 200).left(60) << int(ui::EvidenceKind::File);
    // It says that it is 100,000 pixels wide and high, and that that is no slip; nobody tries.
    QByteArray bomb = png(30, 20);
    bomb.replace(16, 8, QByteArray::fromHex("000186a0000186a0"));
    quint32 crc = 0xFFFFFFFF;
    for (const char byte : bomb.mid(12, 17)) {
        crc ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1) ^ (crc & 1 ? 0xEDB88320 : 0);
        }
    }
    qToBigEndian(~crc, bomb.data() + 29);
    QTest::newRow("png bomb") << bomb << int(ui::EvidenceKind::File);
    QTest::newRow("svg") << "<svg xmlns='http://www.w3.org/2000/svg'><image href='http://example.org/x.png'/></svg>"_ba
                         << int(ui::EvidenceKind::Text);
}

void TestEvidence::whatItIsDecidesHowItIsShown()
{
    QFETCH(QByteArray, content);
    QFETCH(int, kind);
    const Attachment whole{.name = u"x"_s, .sha256 = hashOf(content), .bytes = content.size(), .content = content};
    REQUIRE_VALUE(shown, ui::decodedEvidence(whole));
    QCOMPARE(int(shown.kind), kind);
    QCOMPARE(shown.about.content, content);  // as it came, for whoever saves it
    QVERIFY(shown.image.width() <= 4096);
    if (QByteArray(QTest::currentDataTag()) == "UTF-16") {
        QCOMPARE(shown.text, "hi"_ba);
    }
}

void TestEvidence::damageIsNotShown()
{
    Shown shown;
    const auto id = shown.add(u"app.log"_s, "one\n");
    REQUIRE_OK(shown.database.alter(u"UPDATE attachment SET content = 'two'"_s));
    shown.open();
    QTRY_COMPARE(shown.problems.size(), 1);
    QVERIFY2(shown.problems.first().contains(u"SHA-256"_s), qPrintable(shown.problems.first()));
    QVERIFY(!shown.panel->view()->isLoaded());
    QCOMPARE(shown.panel->view()->shown(), id);
}

void TestEvidence::linesAreQuoted()
{
    Shown shown;
    const auto id = shown.add(u"app.log"_s, "one\ntwo `x`\nthree\nfour\n");
    shown.open();
    QVERIFY(shown.isLoaded(id));
    QSignalSpy quotes(shown.panel.get(), &ui::EvidencePanel::quoted);
    ui::CodeView *code = shown.panel->view()->code();
    code->scrollToLine(1);
    QTest::keyClick(code, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(code, Qt::Key_Q);
    QCOMPARE(quotes.count(), 1);
    QCOMPARE(quotes[0][0].toString(), u"`app.log`, lines 2–3:\n\n```\n2  two `x`\n3  three\n```\n"_s);
    // Without a choice, the line on which one stands.
    code->scrollToLine(3);
    QTest::keyClick(code, Qt::Key_Q);
    QCOMPARE(quotes[1][0].toString(), u"`app.log`, line 4:\n\n```\n4  four\n```\n"_s);
    QVERIFY(shown.problems.isEmpty());

    const auto lengthy = shown.add(u"long.log"_s, QByteArray("x\n").repeated(1000));
    shown.panel->choose(lengthy.value);
    QVERIFY(shown.isLoaded(lengthy));
    code->selectAll();
    QTest::keyClick(code, Qt::Key_Q);
    QCOMPARE(quotes.count(), 2);
    QCOMPARE(shown.problems.size(), 1);
}

void TestEvidence::secretsArePointedOut()
{
    Shown shown;
    const auto id = shown.add(u"app.conf"_s, "pool=20\npassword=tr0ub4dor\n");
    shown.open();
    QVERIFY(shown.isLoaded(id));
    QVERIFY(shown.says(u"Line 2 holds what looks like a password"_s));
    QVERIFY(!shown.panel->findChildren<QLabel *>().isEmpty());
    for (const QLabel *label : shown.panel->findChildren<QLabel *>()) {
        QVERIFY(!label->text().contains(u"tr0ub4dor"_s));
    }
}

//! Before somebody adds to it, and while they look for the file.
void TestEvidence::whoWillSeeItIsSaid()
{
    Shown shown;
    shown.open();
    QVERIFY(shown.says(u"No evidence yet"_s));
    const auto restrictedLabels = [&] {
        return std::ranges::count_if(shown.panel->findChildren<QLabel *>(), [](const QLabel *label) {
            return label->isVisible() && label->text().contains(u"estricted"_s);
        });
    };
    QCOMPARE(restrictedLabels(), 0);
    shown.as(shown.responder, [](Transaction &t) { return personOfActor(t); }).value();
    shown.as(shown.responder, [&](Transaction &t) { return restrictIncident(t, shown.incident.id, {}); }).value();
    QVERIFY(shown.says(u"INC-1 is restricted: those who are named see them"_s));
    shown.panel->addFiles();
    const auto *dialog = shown.panel->findChild<QFileDialog *>();
    QVERIFY(dialog);
    QCOMPARE(dialog->windowTitle(), u"Add evidence to INC-1, restricted"_s);
    shown.add(u"app.log"_s, "one\n");
    QVERIFY(shown.says(u"Restricted: named people alone see it"_s));
    shown.as(shown.responder, [&](Transaction &t) { return liftRestriction(t, shown.incident.id, u"Test"_s); }).value();
    QTRY_COMPARE(restrictedLabels(), 0);
}

void TestEvidence::severalComeAtOnce()
{
    Shown shown;
    shown.open();
    QMimeData files;
    files.setUrls({QUrl::fromLocalFile(shown.file(u"a.log"_s, "one\n")),
                   QUrl::fromLocalFile(shown.file(u"b.log"_s, "two\n")),
                   QUrl::fromLocalFile(shown.file(u"c.log"_s, "one\n"))});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &files, Qt::LeftButton, {});
    QCoreApplication::sendEvent(shown.panel.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &files, Qt::LeftButton, {});
    QCoreApplication::sendEvent(shown.panel.get(), &drop);
    QTRY_COMPARE(shown.all().size(), 3U);
    QVERIFY(shown.says(u"has the same content as"_s));

    // A text is called by what it is written in; an image is one, whatever else the clipboard says.
    QGuiApplication::clipboard()->setText(u"{\n  \"pool\": {\"size\": 20, \"wait\": null}\n}\n"_s);
    shown.panel->paste();
    QTRY_COMPARE(shown.all().size(), 4U);
    QVERIFY2(shown.all().back().name.endsWith(u".json"_s), qPrintable(shown.all().back().name));
    QGuiApplication::clipboard()->setImage(QImage::fromData(png(40, 30)));
    shown.panel->paste();
    QTRY_COMPARE(shown.all().size(), 5U);
    QVERIFY(shown.all().back().name.endsWith(u".png"_s));
    QVERIFY(shown.isLoaded(shown.all().back().id));
    QVERIFY(shown.problems.isEmpty());

    QGuiApplication::clipboard()->clear();
    shown.panel->paste();
    QCOMPARE(shown.problems.size(), 1);
    QMimeData folder;
    folder.setUrls({QUrl::fromLocalFile(shown.folder.path())});
    QDragEnterEvent enterAgain(QPoint(5, 5), Qt::CopyAction, &folder, Qt::LeftButton, {});
    QCoreApplication::sendEvent(shown.panel.get(), &enterAgain);
    QDropEvent wrong(QPointF(5, 5), Qt::CopyAction, &folder, Qt::LeftButton, {});
    QCoreApplication::sendEvent(shown.panel.get(), &wrong);
    QCOMPARE(shown.problems.size(), 2);
}

void TestEvidence::linesAndFilesAreOfferedForRedaction()
{
    Shown shown;
    const auto id = shown.add(u"app.log"_s, "one\n  two words\nthree\n");
    shown.open();
    QVERIFY(shown.isLoaded(id));
    QList<std::pair<RedactionWish, QString>> wishes;
    connect(shown.panel.get(), &ui::EvidencePanel::redactWanted, this,
            [&](const RedactionWish &wish, const QString &what) { wishes.append({wish, what}); });
    shown.panel->view()->redact();
    QCOMPARE(wishes.size(), 1);
    QCOMPARE(wishes[0].first.attachment, id);
    QCOMPARE(wishes[0].second, u"all of app.log"_s);
    ui::CodeView *code = shown.panel->view()->code();
    code->scrollToLine(1);
    QTest::keyClick(code, Qt::Key_Down, Qt::ShiftModifier);
    shown.panel->view()->redact();
    QCOMPARE(wishes.size(), 2);
    QVERIFY(!wishes[1].first.attachment);
    QCOMPARE(wishes[1].first.texts, (QStringList{u"two words"_s, u"three"_s}));
    QCOMPARE(wishes[1].second, u"lines 2–3 of app.log"_s);
}

QTEST_MAIN(TestEvidence)
#include "tst_evidence.moc"
