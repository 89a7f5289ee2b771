// SPDX-License-Identifier: GPL-3.0-or-later
// The Discourse adapter: every dialogue of tests/data/announce/discourse word for word, then the real client and the
// delivery runner against a stand-in of a server that fails in every way such a server fails.
#include "models/announce/forums/forum.h"
#include "models/announce/forums/registry.h"
#include "models/base/json.h"
#include "support/forumoffice.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QUrlQuery>

using namespace onlyonce;
using namespace onlyonce::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using Mishap = ScriptedDiscourse::Mishap;

const Adapter &discourse()
{
    for (const auto &adapter : forumAdapters()) {
        if (adapter->id() == u"discourse"_s) {
            return *adapter;
        }
    }
    qFatal("Discourse is not registered.");
}

QString nameOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Invalid:
        return u"invalid"_s;
    case ErrorCode::NotFound:
        return u"not found"_s;
    case ErrorCode::Conflict:
        return u"conflict"_s;
    case ErrorCode::Denied:
        return u"denied"_s;
    case ErrorCode::Busy:
        return u"busy"_s;
    case ErrorCode::Unavailable:
        return u"unavailable"_s;
    case ErrorCode::Uncertain:
        return u"uncertain"_s;
    default:
        return u"other"_s;
    }
}

QByteArray pretty(const QJsonValue &value)
{
    return value.isObject() ? QJsonDocument(value.toObject()).toJson()
                            : QVariant(value.toVariant()).toString().toUtf8();
}

//! Empty when they are equal; else both, whole.
QByteArray difference(const QJsonObject &actual, const QJsonObject &expected)
{
    return actual == expected ? QByteArray() : "\nexpected " + pretty(expected) + "but it was " + pretty(actual);
}

//! A request as the dialogues write it.
QJsonObject asked(const HttpRequest &request)
{
    QJsonObject ask{{u"method"_s, QString::fromLatin1(request.method)}, {u"path"_s, request.url.path()}};
    QJsonArray query;
    for (const auto &[name, value] : QUrlQuery(request.url).queryItems()) {
        query += QJsonArray{name, value};
    }
    if (!query.isEmpty()) {
        ask.insert(u"query"_s, query);
    }
    if (!request.body.isEmpty()) {
        ask.insert(u"body"_s, parseJsonObject(request.body).value());
    }
    return ask;
}

DeliveryReply replied(const QJsonObject &turn)
{
    if (turn.contains(u"failure")) {
        const bool uncertain = turn[u"failure"] == u"uncertain"_s;
        return Result<HttpReply>(fail(uncertain ? ErrorCode::Uncertain : ErrorCode::Unavailable, u"It broke."_s));
    }
    const QJsonObject reply = turn[u"reply"].toObject();
    HttpReply http{.status = reply[u"status"].toInt(),
                   .headers = {},
                   .body = reply.contains(u"text") ? reply[u"text"].toString().toUtf8()
                                                   : toJsonBytes(reply[u"body"].toObject())};
    const QJsonObject headers = reply[u"headers"].toObject();
    for (auto header = headers.begin(); header != headers.end(); ++header) {
        http.headers.add(header.key().toLatin1(), header.value().toString().toLatin1());
    }
    return Result<HttpReply>(http);
}

//! How an attempt ended, as the dialogues write it; only the fields that `expected` names.
QJsonObject ended(const Step &step, const QJsonObject &progress, const QJsonObject &expected)
{
    QString kind;
    QJsonObject all;
    QString message;
    if (const auto *delivered = std::get_if<Delivered>(&step)) {
        return {{u"delivered"_s, delivered->result}};
    }
    if (const auto *postponed = std::get_if<Postponed>(&step)) {
        kind = u"postponed"_s;
        message = postponed->error.message;
        all = {{u"code"_s, nameOf(postponed->error.code)},
               {u"uncertain"_s, postponed->uncertain},
               {u"wholeConnection"_s, postponed->wholeConnection},
               {u"wait"_s, postponed->wait ? QJsonValue(qint64(postponed->wait->count())) : QJsonValue()}};
    } else if (const auto *refused = std::get_if<Refused>(&step)) {
        kind = u"refused"_s;
        message = refused->error.message;
        all = {{u"code"_s, nameOf(refused->error.code)}};
    } else {
        return {{u"asks"_s, asked(std::get<SendHttp>(step).request)}};
    }
    QJsonObject shown;
    const QJsonObject fields = expected[kind].toObject();
    for (auto field = fields.begin(); field != fields.end(); ++field) {
        if (field.key() == u"says"_s) {
            QJsonArray said;
            for (const auto &part : field->toArray()) {
                said += message.contains(part.toString()) ? part : QJsonValue(message);
            }
            shown.insert(field.key(), said);
        } else if (field.key() == u"progress"_s) {
            shown.insert(field.key(), QJsonObject{{u"theirs"_s, progress[u"theirs"]}});
        } else {
            shown.insert(field.key(), all[field.key()]);
        }
    }
    return {{kind, shown}};
}

void merge(QJsonObject &into, const QJsonObject &from)
{
    for (auto field = from.begin(); field != from.end(); ++field) {
        into.insert(field.key(), field.value());
    }
}

}  // namespace

class TestDiscourse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEngineHasDialogues();
    void dialogue_data();
    void dialogue();
    void requestsCarryTheKey();
    void sentencesNeverNameTheKey();

    void opensFollowsUpAndEdits();
    void nothingTwiceAfterAMishap_data();
    void nothingTwiceAfterAMishap();
    void nothingTwiceAfterAKill();
    void findsTheTopicBehindAProxy();
    void waitsForOneAction();
    void waitsForEverything_data();
    void waitsForEverything();
    void wrongKeyIsClearOnTheRow();
    void heldPostsAreNotSentAgain();
    void heldRepliesAreNotSentAgain();
    void rejectedPostsAreTold();
    void othersEditsAreNeverOverwritten_data();
    void othersEditsAreNeverOverwritten();
    void oldServersGetTagsByName_data();
    void oldServersGetTagsByName();
    void settingsCanBeTested();
};

void TestDiscourse::everyEngineHasDialogues()
{
    for (const auto &adapter : forumAdapters()) {
        const QDir folder(QStringLiteral(ONLYONCE_TEST_DATA "/announce/") + adapter->id());
        QVERIFY2(!folder.entryList({u"*.json"_s}).isEmpty(), qPrintable(folder.path()));
    }
}

void TestDiscourse::dialogue_data()
{
    QTest::addColumn<QString>("path");
    const QDir folder(QStringLiteral(ONLYONCE_TEST_DATA "/announce/discourse"));
    for (const QFileInfo &file : folder.entryInfoList({u"*.json"_s}, QDir::Files, QDir::Name)) {
        QTest::newRow(qPrintable(file.completeBaseName())) << file.filePath();
    }
}

void TestDiscourse::dialogue()
{
    QFETCH(const QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    REQUIRE_VALUE(script, parseJsonObject(file.readAll()));

    DeliveryState state{
        .key = u"key"_s,
        .intent = script[u"intent"].toObject(),
        .settings = {{u"url"_s, u"https://forum.example/"_s}, {u"user"_s, u"status-desk"_s}, {u"category"_s, 12}},
        .secrets =
            script.contains(u"secrets") ? script[u"secrets"].toObject() : QJsonObject{{u"apiKey"_s, u"abc123"_s}},
        .progress = script[u"progress"].toObject(),
        .resumed = script[u"resumed"].toBool(),
        .now = fromMillis(1'795'410'000'000)};
    merge(state.settings, script[u"settings"].toObject());
    const auto step = [&](const DeliveryReply *reply) {
        return script[u"test"].toBool() ? discourse().test(state, reply) : discourse().step(state, reply);
    };

    Step said = step(nullptr);
    for (const auto &each : script[u"dialogue"].toArray()) {
        const QJsonObject turn = each.toObject();
        const auto *request = std::get_if<SendHttp>(&said);
        const QByteArray instead =
            request ? QByteArray() : pretty(ended(said, state.progress, script[u"end"].toObject()));
        QVERIFY2(request, ("it should have asked " + pretty(turn[u"ask"]) + " but " + instead).constData());
        const QByteArray wrong = difference(asked(request->request), turn[u"ask"].toObject());
        QVERIFY2(wrong.isEmpty(), wrong.constData());
        state.progress = request->progress;
        const DeliveryReply reply = replied(turn);
        said = step(&reply);
    }
    const QJsonObject end = script[u"end"].toObject();
    const QByteArray wrong = difference(ended(said, state.progress, end), end);
    QVERIFY2(wrong.isEmpty(), wrong.constData());
}

void TestDiscourse::requestsCarryTheKey()
{
    const DeliveryState state{.intent = toJson(ForumIntent{.title = u"t"_s, .body = u"b"_s, .externalId = u"e"_s}),
                              .settings = {{u"url"_s, u"https://forum.example"_s},
                                           {u"user"_s, u"status desk"_s},
                                           {u"category"_s, u" 12 "_s},
                                           {u"caCertificate"_s, u"-----BEGIN CERTIFICATE-----"_s}},
                              .secrets = {{u"apiKey"_s, u" abc123\n"_s}},
                              .now = {}};
    const Step step = discourse().step(state, nullptr);
    const auto *send = std::get_if<SendHttp>(&step);
    QVERIFY(send);
    QCOMPARE(send->request.headers.value("Api-Key"), QByteArray("abc123"));
    QCOMPARE(send->request.headers.value("Api-Username"), QByteArray("status desk"));
    QCOMPARE(send->request.headers.value("Accept"), QByteArray("application/json"));
    QCOMPARE(send->request.headers.value("Content-Type"), QByteArray("application/json"));
    QCOMPARE(send->request.caPem, QByteArray("-----BEGIN CERTIFICATE-----"));
    QVERIFY(!send->request.followRedirects);
    QVERIFY(!send->request.url.toString().contains(u"abc123"_s));
    QCOMPARE(parseJsonObject(send->request.body).value()[u"category"].toInt(), 12);
    QVERIFY(!toJsonBytes(send->progress).contains("abc123"));
}

void TestDiscourse::sentencesNeverNameTheKey()
{
    const DeliveryState state{
        .intent = toJson(ForumIntent{.title = u"t"_s, .body = u"b"_s, .externalId = u"e"_s}),
        .settings = {{u"url"_s, u"https://forum.example"_s}, {u"user"_s, u"u"_s}, {u"category"_s, 12}},
        .secrets = {{u"apiKey"_s, u"abc123"_s}},
        .progress = {{u"at"_s, u"posted"_s}},
        .now = {}};
    for (const int status : {301, 400, 401, 403, 404, 410, 418, 422, 429, 500, 503}) {
        const DeliveryReply reply = Result<HttpReply>(HttpReply{.status = status, .headers = {}, .body = "key abc"});
        const Step step = discourse().step(state, &reply);
        const Error *error = nullptr;
        if (const auto *refused = std::get_if<Refused>(&step)) {
            error = &refused->error;
        } else if (const auto *postponed = std::get_if<Postponed>(&step)) {
            error = &postponed->error;
        }
        if (error) {
            QVERIFY(!error->message.isEmpty());
            QVERIFY(!(error->message + error->detail).contains(u"abc123"_s));
        }
    }
}

namespace {

const QString opening = u"We are looking into a problem with **checkout**, see @support."_s;
const QString update = u"We have found the cause of the problem with **checkout**."_s;
const QString longer = u"We have found the cause of the problem with **checkout**: a full disk."_s;

//! What the announcer would write.
ForumIntent topicIntent(const QString &name = u"one"_s)
{
    return {.action = ForumIntent::Action::Create,
            .title = u"checkout: service disruption "_s + name,
            .body = opening + u" About "_s + name + u"."_s,
            .externalId = u"inc-1-"_s + name};
}

//! A machine, a forum, and how one asks the machine to post there.
class Desk
{
public:
    TestDatabase database{Engine::Sqlite};
    ScriptedDiscourse forum;
    ForumOffice office{database, forum};

    OutboxId send(const ForumIntent &intent, const QString &key)
    {
        return office
            .write(office.program,
                   [&](Transaction &t) {
                       return enqueue(t, {.kind = u"forum.post"_s,
                                          .connection = office.connection,
                                          .key = key,
                                          .title = u"a post"_s,
                                          .payload = toJson(intent),
                                          .lane = key});
                   })
            .value();
    }
    //! Sends and waits until it is there.
    std::optional<ForumResult> sent(const ForumIntent &intent, const QString &key)
    {
        const OutboxId id = send(intent, key);
        return office.reaches(id, OutboxState::Sent) ? std::optional(forumResultFrom(office.row(id).result))
                                                     : std::nullopt;
    }
    void configure(const QString &name, const QString &value)
    {
        office
            .write(office.program,
                   [&](Transaction &t) -> Result<ConnectionId> {
                       auto row = connectionRow(t, office.connection).value().value();
                       row.settings.insert(name, value);
                       return saveConnection(t, row);
                   })
            .value();
    }
    void retry(OutboxId id)
    {
        office.write(office.program, [id](Transaction &t) { return retryOutbox(t, id); }).value();
    }
};

ForumIntent replyIntent(const ForumResult &topic)
{
    return {.action = ForumIntent::Action::Reply, .body = update, .topicId = topic.topicId, .ownPosts = {topic.postId}};
}

ForumIntent editIntent(const ForumResult &post)
{
    return {.action = ForumIntent::Action::Edit,
            .body = longer,
            .originalBody = post.body,
            .topicId = post.topicId,
            .postId = post.postId};
}

}  // namespace

void TestDiscourse::opensFollowsUpAndEdits()
{
    Desk desk;
    desk.office.start();
    const auto topic = desk.sent(topicIntent(), u"open"_s);
    QVERIFY(topic);
    QCOMPARE(desk.forum.topics().size(), size_t(1));
    const auto &made = desk.forum.topics().begin()->second;
    QCOMPARE(made.title, u"checkout: service disruption one"_s);
    QCOMPARE(made.category, 12);
    QCOMPARE(made.externalId, u"inc-1-one"_s);
    QCOMPARE(topic->body, topicIntent().body);  // though its mention was made harmless there:
    QVERIFY(!desk.forum.postsOf(made.id).first().raw.contains(u"@support"_s));
    QCOMPARE(topic->url, desk.forum.url().toString() + u"/t/a-slug/901/1"_s);

    desk.forum.addReply(made.id, u"customer"_s, u"Thank you for telling us so early!"_s);
    const auto reply = desk.sent(replyIntent(*topic), u"follow up"_s);
    QVERIFY(reply);
    QCOMPARE(desk.forum.postsOf(made.id).size(), 3);
    QCOMPARE(desk.forum.postsOf(made.id).last().raw, update);

    QVERIFY(desk.sent(editIntent(*reply), u"edit"_s));
    QCOMPARE(desk.forum.postsOf(made.id).last().raw, longer);
    QCOMPARE(desk.forum.postsOf(made.id).size(), 3);

    ForumIntent renamed = editIntent(*topic);
    renamed.body = opening;
    renamed.title = u"checkout and payment: service disruption"_s;
    QVERIFY(desk.sent(renamed, u"rename"_s));
    QCOMPARE(desk.forum.topics().begin()->second.title, renamed.title);
}

void TestDiscourse::nothingTwiceAfterAMishap_data()
{
    QTest::addColumn<Mishap>("mishap");
    QTest::addColumn<bool>("soon");
    const std::pair<const char *, Mishap> mishaps[] = {{"answer lost", Mishap::LostAfter},
                                                       {"request lost", Mishap::LostBefore},
                                                       {"500 after it was done", Mishap::BrokenAfter},
                                                       {"502 of a proxy", Mishap::BadGateway},
                                                       {"read-only", Mishap::ReadOnly},
                                                       {"429", Mishap::TooOften}};
    for (const auto &[name, mishap] : mishaps) {
        QTest::addRow("%s, again at once", name) << mishap << true;
        QTest::addRow("%s, again after two minutes", name) << mishap << false;
    }
}

void TestDiscourse::nothingTwiceAfterAMishap()
{
    QFETCH(const Mishap, mishap);
    QFETCH(const bool, soon);
    Desk desk;
    desk.forum.remembersRepeats = soon;
    desk.office.start();

    desk.forum.next(mishap);
    desk.forum.next(mishap);  // and the next attempt fares no better
    const auto topic = desk.sent(topicIntent(), u"open"_s);
    QVERIFY(topic);
    QCOMPARE(desk.forum.topics().size(), size_t(1));
    const qint64 id = desk.forum.topics().begin()->first;
    QCOMPARE(topic->topicId, QString::number(id));

    desk.forum.next(mishap);
    const auto reply = desk.sent(replyIntent(*topic), u"follow up"_s);
    QVERIFY(reply);
    QCOMPARE(desk.forum.postsOf(id).size(), 2);
    QCOMPARE(reply->postId, QString::number(desk.forum.postsOf(id).last().id));

    desk.forum.next(mishap, "PUT");
    QVERIFY(desk.sent(editIntent(*reply), u"edit"_s));
    QCOMPARE(desk.forum.postsOf(id).last().raw, longer);
    QCOMPARE(desk.forum.postsOf(id).last().version, 2);
    QCOMPARE(desk.forum.postCount(), 2);
}

void TestDiscourse::nothingTwiceAfterAKill()
{
    Desk desk;
    desk.forum.remembersRepeats = false;
    desk.office.start();
    desk.forum.next(Mishap::LostAfter);
    const OutboxId id = desk.send(topicIntent(), u"open"_s);
    QVERIFY(QTest::qWaitFor([&] { return desk.forum.count("POST") == 1 && desk.office.row(id).maybeSent; }));
    desk.office.start();  // a new process, which knows only what stands in the database
    QVERIFY(desk.office.reaches(id, OutboxState::Sent));
    QCOMPARE(desk.forum.topics().size(), size_t(1));
    QCOMPARE(desk.forum.count("POST"), 1);
}

void TestDiscourse::findsTheTopicBehindAProxy()
{
    Desk desk;
    desk.forum.redirectOrigin = "http://forum.internal:3000";  // TLS ends before it, so it takes itself for http
    desk.office.start();
    desk.forum.next(Mishap::LostAfter);
    const auto topic = desk.sent(topicIntent(), u"open"_s);
    QVERIFY(topic);
    QCOMPARE(topic->topicId, u"901"_s);
    QCOMPARE(desk.forum.count("POST"), 1);
}

void TestDiscourse::waitsForOneAction()
{
    Desk desk;
    desk.office.start();
    desk.forum.next(Mishap::TooOften);
    const OutboxId first = desk.send(topicIntent(), u"open"_s);
    QVERIFY(QTest::qWaitFor([&] { return !desk.office.row(first).lastError.isEmpty(); }));
    const OutboxRow row = desk.office.row(first);
    QCOMPARE(row.state, OutboxState::Waiting);
    QVERIFY(row.nextAttemptAt >= desk.database.clock.now() + 2s);
    QVERIFY2(row.lastError.contains(u"too many"_s), qPrintable(row.lastError));
    // Only this action was too much: others go on meanwhile.
    const OutboxId second = desk.send(topicIntent(u"two"_s), u"open 2"_s);
    QVERIFY(QTest::qWaitFor([&] { return desk.office.row(second).state == OutboxState::Sent; }));
    QCOMPARE(desk.office.row(first).state, OutboxState::Waiting);
    QVERIFY(desk.office.reaches(first, OutboxState::Sent));
    QCOMPARE(desk.forum.topics().size(), size_t(2));
}

void TestDiscourse::waitsForEverything_data()
{
    QTest::addColumn<Mishap>("mishap");
    QTest::newRow("middleware") << Mishap::TooManyAtAll;
    QTest::newRow("proxy") << Mishap::ProxyLimit;
}

void TestDiscourse::waitsForEverything()
{
    QFETCH(const Mishap, mishap);
    Desk desk;
    desk.office.start();
    desk.forum.next(mishap);
    const OutboxId first = desk.send(topicIntent(), u"open"_s);
    QVERIFY(QTest::qWaitFor([&] { return !desk.office.row(first).lastError.isEmpty(); }));
    const OutboxId second = desk.send(topicIntent(u"two"_s), u"open 2"_s);
    QTest::qWait(300);  // several polls
    QCOMPARE(desk.forum.count("POST"), 1);
    QVERIFY(desk.office.reaches(second, OutboxState::Sent));
    QVERIFY(desk.office.reaches(first, OutboxState::Sent));
    QCOMPARE(desk.forum.topics().size(), size_t(2));
}

void TestDiscourse::wrongKeyIsClearOnTheRow()
{
    Desk desk;
    desk.office.keepKey({{u"apiKey"_s, u"ffff"_s}});
    desk.office.start();
    const OutboxId id = desk.send(topicIntent(), u"open"_s);
    QVERIFY(desk.office.reaches(id, OutboxState::Failed));
    const QString sentence = desk.office.row(id).lastError;
    QVERIFY2(sentence.contains(u"API key"_s) && sentence.contains(u"status-desk"_s), qPrintable(sentence));
    QCOMPARE(desk.forum.topics().size(), size_t(0));

    desk.office.keepKey(desk.forum.secrets());
    desk.retry(id);
    QVERIFY(desk.office.reaches(id, OutboxState::Sent));
    QCOMPARE(desk.forum.topics().size(), size_t(1));
}

void TestDiscourse::heldPostsAreNotSentAgain()
{
    Desk desk;
    desk.forum.holdsPosts = true;
    desk.forum.remembersRepeats = false;
    desk.office.start();
    const OutboxId id = desk.send(topicIntent(), u"open"_s);
    QVERIFY(desk.office.passes([&] { return desk.office.row(id).attempts >= 3; }));
    QCOMPARE(desk.forum.count("POST"), 1);
    QVERIFY2(desk.office.row(id).lastError.contains(u"moderator"_s), qPrintable(desk.office.row(id).lastError));
    desk.forum.approvePending();
    QVERIFY(desk.office.reaches(id, OutboxState::Sent));
    QCOMPARE(desk.forum.count("POST"), 1);
    QCOMPARE(desk.forum.topics().size(), size_t(1));
}

void TestDiscourse::heldRepliesAreNotSentAgain()
{
    Desk desk;
    desk.forum.remembersRepeats = false;
    desk.office.start();
    const auto topic = desk.sent(topicIntent(), u"open"_s);
    QVERIFY(topic);
    desk.forum.holdsPosts = true;
    const OutboxId id = desk.send(replyIntent(*topic), u"follow up"_s);
    QVERIFY(desk.office.passes([&] { return desk.office.row(id).attempts >= 3; }));
    QCOMPARE(desk.forum.count("POST"), 2);
    desk.forum.approvePending();
    QVERIFY(desk.office.reaches(id, OutboxState::Sent));
    QCOMPARE(desk.forum.count("POST"), 2);
    QCOMPARE(desk.forum.postCount(), 2);
}

void TestDiscourse::rejectedPostsAreTold()
{
    Desk desk;
    desk.forum.holdsPosts = true;
    desk.office.start();
    const OutboxId id = desk.send(topicIntent(), u"open"_s);
    QVERIFY(QTest::qWaitFor([&] { return !desk.office.row(id).lastError.isEmpty(); }));
    desk.forum.rejectPending();
    QVERIFY(desk.office.reaches(id, OutboxState::Failed));
    QVERIFY(desk.office.row(id).lastError.contains(u"no longer waits"_s));
    QCOMPARE(desk.forum.count("POST"), 1);
}

void TestDiscourse::othersEditsAreNeverOverwritten_data()
{
    QTest::addColumn<bool>("before");
    QTest::newRow("before we look") << true;
    QTest::newRow("between our look and our edit") << false;
}

void TestDiscourse::othersEditsAreNeverOverwritten()
{
    QFETCH(const bool, before);
    Desk desk;
    desk.office.start();
    const auto topic = desk.sent(topicIntent(), u"open"_s);
    QVERIFY(topic);
    QString theirs = u"A moderator was quicker than us."_s;
    if (before) {
        theirs = u"Moderator: this is about *both* shops."_s;
        desk.forum.editPost(topic->postId.toLongLong(), theirs);
    } else {
        desk.forum.next(Mishap::EditedMeanwhile, "PUT");
    }
    const OutboxId id = desk.send(editIntent(*topic), u"edit"_s);
    QVERIFY(desk.office.reaches(id, OutboxState::Failed));
    QCOMPARE(desk.forum.postsOf(901).first().raw, theirs);
    QCOMPARE(desk.office.row(id).progress[u"theirs"].toString(), theirs);

    ForumIntent merged = editIntent(*topic);
    merged.originalBody = theirs;  // a person has seen it
    QVERIFY(desk.sent(merged, u"edit 2"_s));
    QCOMPARE(desk.forum.postsOf(901).first().raw, longer);
}

void TestDiscourse::oldServersGetTagsByName_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<bool>("told");
    QTest::newRow("3.5.2") << u"3.5.2"_s << true;
    QTest::newRow("3.5.2, untold") << u"3.5.2"_s << false;
    QTest::newRow("2026.7.0") << u"2026.7.0"_s << true;
}

void TestDiscourse::oldServersGetTagsByName()
{
    QFETCH(const QString, version);
    QFETCH(const bool, told);
    Desk desk;
    desk.forum.version = version;
    desk.forum.tellsVersion = told;
    desk.configure(u"tags"_s, u"incident, status"_s);
    desk.office.start();
    QVERIFY(desk.sent(topicIntent(), u"open"_s));
    const QJsonArray tags = desk.forum.topics().begin()->second.tags;
    QCOMPARE(tags.size(), 2);
    QCOMPARE(tags.first().isObject(), version.startsWith(u"2026"_s));
}

void TestDiscourse::settingsCanBeTested()
{
    Desk desk;
    desk.office.start();
    const auto test = [&](const QJsonObject &secrets) {
        return onlyonce::await(desk.office.runner->test(u"discourse"_s, desk.forum.settings(), secrets));
    };
    REQUIRE_VALUE(text, test(desk.forum.secrets()));
    QVERIFY2(text.contains(u"Announcements"_s), qPrintable(text));
    const auto refused = test({{u"apiKey"_s, u"ffff"_s}});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Denied);
    QCOMPARE(desk.forum.count("POST"), 0);
}

QTEST_GUILESS_MAIN(TestDiscourse)
#include "tst_discourse.moc"
