// SPDX-License-Identifier: GPL-3.0-or-later
// What is redacted is nowhere any more: not in any table, not in an index, not in the file, not in a copy that is put back.
#include "app/redacting.h"
#include "models/alerts/inbox/inboxindex.h"
#include "models/announce/announcer.h"
#include "models/delivery/outbox.h"
#include "models/incidents/lists/incidentindex.h"
#include "models/incidents/timeline/correction.h"
#include "models/postmortem/review/comments.h"
#include "models/storage/auditchain.h"
#include "models/storage/backup.h"
#include "models/storage/journal.h"
#include "support/house.h"
#include "views/announce/postcard.h"
#include "views/incidents/evidence/evidencepanel.h"
#include "views/incidents/evidence/evidenceview.h"
#include "views/incidents/incidentpage.h"
#include "views/widgets/codeview.h"
#include "views/widgets/look.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

const QString secret = u"xyzzy\"plugh/4711"_s;  // JSON writes it in another way

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

struct House : MonitoredHouse
{
    IncidentId incident;
    AttachmentId small;
    AttachmentId large;
    TimelineId note;
    AnnouncementPostId post;
    QString bareWord = u"frobnicate77"_s;  // a word that the indexes know

    House()
    {
        const QJsonObject alert{
            {u"status"_s, u"firing"_s},
            {u"fingerprint"_s, u"a"_s},
            {u"labels"_s,
             QJsonObject{{u"alertname"_s, u"Login "_s + bareWord}, {u"service"_s, u"login"_s}, {u"token"_s, secret}}},
            {u"annotations"_s, QJsonObject{{u"summary"_s, u"It says "_s + secret}}}};
        tellAndGroup({alert});
        incident = all().front().id;
        must(change([](Transaction &t) { return indexAlerts(t); }));
        note = must(change([&](Transaction &t) {
            return writeEntry(t, incident, {.body = u"I saw "_s + secret + u" and "_s + bareWord});
        }));
        must(change(
            [&](Transaction &t) { return correctEntry(t, note, {.body = u"I saw it: "_s + secret}, u"words"_s); }));
        small = must(change([&](Transaction &t) {
            return attach(
                t, {.incident = incident, .name = u"app.conf"_s, .content = "a\nkey=" + secret.toUtf8() + "\nb\n"});
        }));
        // Across the seam between two pieces.
        QByteArray content(evidencePiece - 5, 'x');
        content += secret.toUtf8() + QByteArray(evidencePiece, 'y');
        large = must(change([&](Transaction &t) {
            return attach(t, {.incident = incident, .name = u"app.log"_s, .content = content});
        }));
        const auto made = must(change([&](Transaction &t) {
            return draftAnnouncement(t, {.incident = incident,
                                         .title = u"Sign-in fails for some customers"_s,
                                         .body = u"We know that "_s + secret + u" is out."_s});
        }));
        post = made.posts.front().id;
        must(change([&](Transaction &t) {
            return editPost(t, post, made.posts.front().status, u"We know that "_s + secret + u" was out."_s,
                            made.posts.front().version);
        }));
        must(change([&](Transaction &t) -> Result<> {
            auto mail = saveConnection(t, {.kind = u"mail"_s, .adapter = u"smtp"_s, .name = u"Mail"_s});
            auto review = openPostMortem(t, incident);
            ONLYONCE_TRY(
                setField(t, review->id, PostMortemField::Summary, u"The key "_s + secret + u" was leaked."_s, 0));
            ONLYONCE_TRY(addComment(t, review->id, PostMortemField::Summary, u"Which one? "_s + secret));
            ONLYONCE_TRY(enqueue(t, {.kind = u"page.mail"_s,
                                     .connection = *mail,
                                     .key = u"k"_s,
                                     .title = u"Mail about "_s + secret,
                                     .payload = {{u"body"_s, u"It says "_s + secret}},
                                     .incident = incident.value}));
            return recordChange(t, {.entity = u"incident"_s,
                                    .entityId = incident.value,
                                    .field = u"title"_s,
                                    .oldValue = secret,
                                    .newValue = u"x"_s,
                                    .reason = u"was "_s + secret});
        }));
        while (must(change([](Transaction &t) { return indexIncidents(t); }))) {
        }
    }
    RedactedPlaces places(const QStringList &texts)
    {
        return must(change([&](Transaction &t) { return placesToRedact(t, {.incident = incident, .texts = texts}); }));
    }
    Result<RedactedPlaces> redact(const RedactionWish &wish, const QString &reason = u"a customer's key"_s)
    {
        return change([&](Transaction &t) { return redactAll(t, wish, reason); });
    }
    QString audited()
    {
        AuditVerified verified;
        const auto looked = read([&](Transaction &t) { return verifyAudit(t, verified, 10'000); });
        return looked ? QString() : looked.error().message;
    }
    //! In the database's files, as one would find it with grep.
    static bool holds(const QString &path, const QString &text)
    {
        for (const QString &name : {path, path + u"-wal"_s}) {
            QFile file(name);
            if (file.open(QIODevice::ReadOnly)) {
                const QByteArray bytes = file.readAll();
                const QString json = QString(text).replace(u'"', u"\\\""_s);
                if (bytes.contains(text.toUtf8()) || bytes.contains(json.toUtf8())) {
                    return true;
                }
            }
        }
        return false;
    }
};

}  // namespace

class TestRedaction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itStandsNowhereAnyMore_data() { TestDatabase::addEngines(); }
    void itStandsNowhereAnyMore()
    {
        House house;
        const QStringList texts{secret, house.bareWord};
        const RedactedPlaces before = house.places(texts);
        QStringList tables;
        for (const RedactedPlace &place : before) {
            tables << place.place;
        }
        for (const char *const table : {"timeline", "attachment", "alert", "payload", "announcement_post",
                                        "postmortem_field", "postmortem_comment", "outbox", "audit"}) {
            QVERIFY2(tables.contains(QLatin1StringView(table)), table);
        }
        QCOMPARE(house.audited(), QString());
        REQUIRE_VALUE(places, house.redact({.incident = house.incident, .texts = texts}));
        QVERIFY(places == before);
        QVERIFY(house.places(texts).empty());

        // The chain holds, and says that something was redacted.
        QCOMPARE(house.audited(), QString());
        // Who and why stand there, and what is left of the texts.
        QCOMPARE(house.count(house.incident, TimelineKind::Redacted, u"a customer"_s), 1);
        QCOMPARE(house.count(house.incident, TimelineKind::Note, u"I saw it: \\[redacted]"_s)
                     + house.count(house.incident, TimelineKind::Note, u"I saw it: [redacted]"_s),
                 1);
        const auto files = house.read([&](Transaction &t) { return attachmentsOf(t, house.incident); }).value();
        QCOMPARE(files.size(), 2U);
        for (const Attachment &file : files) {
            QVERIFY(file.redacted);
            const auto whole = *house.read([&](Transaction &t) { return attachment(t, file.id); }).value();
            REQUIRE_OK(requireUnchanged(whole));
            QVERIFY(whole.content.contains("[redacted]"));
            QVERIFY(!whole.content.contains(secret.toUtf8()));
        }
        // Found by its word it is no more, by others still.
        const auto found = [&](const QString &word) {
            return house.read([&](Transaction &t) { return inbox(t, {.text = word}, {.limit = 10}); }).value().size();
        };
        QCOMPARE(found(house.bareWord), 0U);
        QCOMPARE(found(u"login"_s), 1U);

        // Somebody who takes a salt away without saying so is noticed all the same.
        REQUIRE_OK(house.database.alter(u"DELETE FROM redacted_place WHERE place = 'audit'"_s));
        QVERIFY(house.audited().contains(u"no longer says"_s));
    }

    void notAByteIsLeftInTheFile_data();
    void notAByteIsLeftInTheFile()
    {
        House house;
        const QString path = house.database.url().path;
        QVERIFY(House::holds(path, secret));
        QVERIFY(House::holds(path, house.bareWord));
        REQUIRE_VALUE(places, house.redact({.incident = house.incident, .texts = {secret, house.bareWord}}));
        QVERIFY(!House::holds(path, secret));
        QVERIFY(!House::holds(path, house.bareWord));
        house.database.close();
        QVERIFY(!House::holds(path, secret));
        QVERIFY(!House::holds(path, house.bareWord));
    }

    void anEntryGoesWithItsVersions_data() { TestDatabase::addEngines(); }
    void anEntryGoesWithItsVersions()
    {
        House house;
        REQUIRE_VALUE(places, house.redact({.incident = house.incident, .entry = house.note}));
        const auto last = *house.read([&](Transaction &t) { return latest(t, house.note); }).value();
        QCOMPARE(last.body, u"[redacted]"_s);
        QVERIFY(last.redacted);
        const auto versions = house.read([&](Transaction &t) { return earlierVersions(t, last.id); }).value();
        QCOMPARE(versions.size(), 1U);
        for (const TimelineEntry &entry : versions) {
            QCOMPARE(entry.body, u"[redacted]"_s);
        }
        QCOMPARE(house.count(house.incident, TimelineKind::Note, u"I saw"_s), 0);
        QCOMPARE(house.audited(), QString());
    }

    void aFileGoesWhole_data() { TestDatabase::addEngines(); }
    void aFileGoesWhole()
    {
        House house;
        REQUIRE_VALUE(places, house.redact({.incident = house.incident, .attachment = house.large}));
        const auto whole = *house.read([&](Transaction &t) { return attachment(t, house.large); }).value();
        QCOMPARE(whole.content, "[redacted]"_ba);
        QVERIFY(whole.redacted);
        const auto other = *house.read([&](Transaction &t) { return attachment(t, house.small); }).value();
        QVERIFY(!other.redacted);
    }

    void notEverybodyAndNotWithoutAReason_data() { TestDatabase::addEngines(); }
    void notEverybodyAndNotWithoutAReason()
    {
        House house;
        const ActorId grace = house.person(u"grace"_s, Role::Responder);
        const RedactionWish wish{.incident = house.incident, .texts = {secret}};
        const auto denied = house.as(grace, [&](Transaction &t) { return redactAll(t, wish, u"no"_s); });
        QVERIFY(!denied);
        QCOMPARE(denied.error().code, ErrorCode::Denied);
        QVERIFY(!house.redact(wish, u"  "_s));
        QVERIFY(!house.redact(wish, u"because of "_s + secret));
        QVERIFY(!house.redact({.incident = house.incident, .texts = {u"ab"_s}}));
        QCOMPARE(house.redact({.incident = house.incident, .texts = {u"it stands nowhere"_s}}).error().code,
                 ErrorCode::NotFound);
        QVERIFY(!house.places({secret}).empty());
        QCOMPARE(house.count(house.incident, TimelineKind::Redacted), 0);
    }

    void itIsAskedForInPlace_data() { notAByteIsLeftInTheFile_data(); }
    void itIsAskedForInPlace()
    {
        House house;
        ui::Look look(ui::Appearance::Light);
        Session session{*house.database, house.ada};
        ui::IncidentPage page(session, house.all().front());
        page.setRedactor(redactorFor(session, house.database.folder() + u"/copies"_s));
        QStringList problems;
        connect(&page, &ui::IncidentPage::failed, this, [&](const Error &error) { problems << error.message; });
        page.resize(1000, 700);
        page.show();
        const auto shows = [&page](const QString &text) {
            return QTest::qWaitFor([&] {
                return std::ranges::any_of(page.findChildren<QLabel *>(), [&](const QLabel *label) {
                    return label->isVisible() && label->text().contains(text);
                });
            });
        };
        // The lines of a file that are chosen, by keys alone.
        page.showPanel(2);
        page.evidence().choose(house.small.value);
        QVERIFY(QTest::qWaitFor([&] {
            page.evidence().choose(house.small.value);
            return page.evidence().view()->shown() == house.small && page.evidence().view()->isLoaded();
        }));
        ui::CodeView *code = page.evidence().view()->code();
        code->scrollToLine(1);
        QTest::keyClick(code, Qt::Key_Down, Qt::ShiftModifier);
        page.redact();
        QVERIFY(shows(u"Redact lines 2–3 of app.conf"_s));
        QVERIFY(shows(u"Will be overwritten for good: evidence (1)"_s));
        QWidget *line = page.focusWidget();
        QVERIFY(qobject_cast<QLineEdit *>(line));
        // Without a reason nothing happens, and it says so.
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(shows(u"reason"_s));
        QTest::keyClicks(line, u"a key of a customer"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(shows(u"Redacted: evidence (1)."_s));
        const auto whole = *house.read([&](Transaction &t) { return attachment(t, house.small); }).value();
        QVERIFY2(whole.content.startsWith("a\n[redacted]\n"), whole.content.constData());
        // What is shown of it elsewhere goes at once.
        QVERIFY(shows(u"It says xyzzy"_s));
        REQUIRE_OK(house.redact({.incident = house.incident, .texts = {secret}}));
        QVERIFY(shows(u"It says [redacted]"_s));
        QCOMPARE(problems, QStringList());
    }

    void aSecretGoesPublicOnlyKnowingly()
    {
        ui::Look look(ui::Appearance::Light);
        ui::PostCard card;
        card.setPost({.title = u"Sign-in fails"_s},
                     {.id = AnnouncementPostId{1}, .body = u"We have set\npassword=tr0ub4dor for everybody."_s},
                     Instant{});
        card.resize(700, 400);
        card.show();
        QSignalSpy published(&card, &ui::PostCard::publishWanted);
        const auto button = [&card]() -> QPushButton * {
            for (QPushButton *each : card.findChildren<QPushButton *>()) {
                if (each->isVisible() && each->text().contains(u"ublish"_s)) {
                    return each;
                }
            }
            return nullptr;
        };
        const auto says = [&card](const QString &text) {
            return std::ranges::any_of(card.findChildren<QLabel *>(), [&](const QLabel *label) {
                return label->isVisible() && label->text().contains(text);
            });
        };
        QVERIFY(button());
        QVERIFY(says(u"Line 2 holds what looks like a password"_s));
        button()->click();
        QCOMPARE(published.count(), 0);
        QCOMPARE(button()->text(), u"Publish it all the same"_s);
        button()->click();
        QCOMPARE(published.count(), 1);

        // Another text is another question, and one without a secret is none.
        auto *text = card.findChild<QPlainTextEdit *>();
        text->setPlainText(u"We have set password=correct-horse7 for everybody."_s);
        button()->click();
        QCOMPARE(published.count(), 1);
        text->setPlainText(u"We have set a new password for everybody."_s);
        button()->click();
        QCOMPARE(published.count(), 2);
    }

    void aCopyIsRedactedAgain_data() { notAByteIsLeftInTheFile_data(); }
    void aCopyIsRedactedAgain()
    {
        House house;
        const QString folder = house.database.folder() + u"/copies"_s;
        REQUIRE_VALUE(copy, takeBackup(house.database.url(), folder, house.database.clock.now()));
        QVERIFY(House::holds(copy.path, secret));
        REQUIRE_VALUE(places, house.redact({.incident = house.incident, .texts = {secret, house.bareWord}}));
        house
            .change([&](Transaction &t) -> Result<> {
                auto later = writeEntry(t, house.incident, {.body = u"After that"_s});
                return later ? Result<>() : failure(later);
            })
            .value();
        QCOMPARE(copiesFrom(folder, house.database.clock.now()).size(), 1U);

        const QString path = house.database.folder() + u"/back.db"_s;
        REQUIRE_OK(restoreBackup(copy.path, path));
        QVERIFY(House::holds(path, secret));
        {
            REQUIRE_VALUE(back, Database::open({.url = {.path = path}, .stateFolder = house.database.folder()}));
            REQUIRE_VALUE(last, await(back->read([](Transaction &t) { return lastRedaction(t); })));
            REQUIRE_VALUE(made, house.read([&](Transaction &t) { return redactionsMade(t, last); }));
            QCOMPARE(made.size(), 1U);
            REQUIRE_OK(await(back->write(house.program, [&](Transaction &t) { return redactAgain(t, made.front()); })));
            REQUIRE_VALUE(left, await(back->write(house.ada, [&](Transaction &t) {
                              return placesToRedact(t, {.incident = house.incident, .texts = {secret, house.bareWord}});
                          })));
            QVERIFY(left.empty());
            AuditVerified verified;
            REQUIRE_OK(await(back->read([&](Transaction &t) { return verifyAudit(t, verified, 10'000); })));
            QVERIFY(verified.redacted > 0);
            // Once is enough.
            REQUIRE_VALUE(now, await(back->read([](Transaction &t) { return lastRedaction(t); })));
            REQUIRE_VALUE(none, house.read([&](Transaction &t) { return redactionsMade(t, now); }));
            QVERIFY(none.empty());
        }
        QVERIFY(!House::holds(path, secret));
        QVERIFY(!House::holds(path, house.bareWord));
    }
};

void TestRedaction::notAByteIsLeftInTheFile_data()
{
    QTest::addColumn<int>("engine");
    QTest::newRow("SQLite") << int(Engine::Sqlite);
}

QTEST_MAIN(TestRedaction)
#include "tst_redaction.moc"
