// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP client against real servers on loopback: what it sends, what it refuses to do, and what it says of each way
// in which an exchange can fail.
#include "models/net/httpclient.h"
#include "support/await.h"
#include "support/scriptedhttp.h"
#include "support/testca.h"

#include <QSslSocket>
#include <QTcpServer>
#include <QTest>
#include <QThread>

#include <memory>

using namespace onlyonce;
using namespace onlyonce::test;
using namespace Qt::StringLiterals;

class HttpClientTest : public QObject
{
    Q_OBJECT

private:
    static HttpRequest get(const QUrl &url) { return {.url = url, .timeout = milliseconds{10'000}}; }
    static HttpRequest write(const QByteArray &method, const QUrl &url, const QByteArray &body)
    {
        return {.method = method, .url = url, .body = body, .timeout = milliseconds{10'000}};
    }
    static HttpRequest post(const QUrl &url, const QByteArray &body = "{}") { return write("POST", url, body); }
    static std::optional<ErrorCode> codeOf(const Result<HttpReply> &result)
    {
        return result ? std::nullopt : std::optional(result.error().code);
    }

private Q_SLOTS:
    void headersIgnoreCaseAndKeepOrder();
    void retryAfterIsReadInEveryForm_data();
    void retryAfterIsReadInEveryForm();
    void sendsWhatItIsTold();
    void everyStatusIsAReply_data();
    void everyStatusIsAReply();
    void keepsNoCookiesAndAnswersNoLogIn();
    void readsShareAConnectionAndWritesDoNot();
    void aWriteIsSentOnce_data();
    void aWriteIsSentOnce();
    void aBrokenAnswerIsAnError_data();
    void aBrokenAnswerIsAnError();
    void nobodyThereIsUnavailable();
    void silenceEndsWithTheTimeOut();
    void aTimeOutBeforeSendingIsUnavailable_data();
    void aTimeOutBeforeSendingIsUnavailable();
    void longAnswersAreRefused_data();
    void longAnswersAreRefused();
    void redirectsOfReadsStayWithinTheOrigin();
    void redirectsInACircleEnd();
    void keysDoNotGoToAnotherOrigin();
    void redirectsOfWritesAreRefused_data();
    void redirectsOfWritesAreRefused();
    void onlyTrustedCertificates();
    void onlyTheRightName();
    void trustIsPerRequest();
    void compressedAnswersAreRefused();
    void badRequestsAreRefused_data();
    void badRequestsAreRefused();
    void aStreamIsHeardLineByLine();
    void aStreamMayBeRefused();
    void aStreamThatIsSilentHasGone();
    void cancelSaysWhetherItLeft();
    void aContinuationMayDeleteTheClient();
    void worksOnAnotherThread();
};

void HttpClientTest::headersIgnoreCaseAndKeepOrder()
{
    HttpHeaders headers{{"Accept", "a"}, {"X-Key", "1"}, {"accept", "b"}};
    QCOMPARE(headers.value("ACCEPT"), "a"_ba);
    QCOMPARE(headers.values("Accept"), (QList<QByteArray>{"a", "b"}));
    QCOMPARE(headers.find("Missing"), std::nullopt);
    QCOMPARE(headers.value("Missing", "x"), "x"_ba);
    headers.set("ACCEPT", "c");
    QCOMPARE(headers, (HttpHeaders{{"accept", "c"}, {"x-key", "1"}}));
    QVERIFY(headers != (HttpHeaders{{"x-key", "1"}, {"accept", "c"}}));
    headers.remove("x-KEY");
    QVERIFY(!headers.contains("X-Key"));
    headers.set("New", "");
    QCOMPARE(headers.find("new"), ""_ba);
}

void HttpClientTest::retryAfterIsReadInEveryForm_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("seconds");  // -1: nothing
    QTest::newRow("seconds") << "120"_ba << 120LL;
    QTest::newRow("zero") << "0"_ba << 0LL;
    QTest::newRow("spaces") << " 7 "_ba << 7LL;
    QTest::newRow("absurd") << "99999999999999999999999"_ba << 86'400LL;
    QTest::newRow("date") << "Mon, 23 Nov 2026 05:20:00 GMT"_ba << 133LL;
    QTest::newRow("date of RFC 850") << "Monday, 23-Nov-26 05:20:00 GMT"_ba << 133LL;
    QTest::newRow("date of asctime") << "Mon Nov 23 05:20:00 2026"_ba << 133LL;
    QTest::newRow("past") << "Mon, 23 Nov 2020 05:20:00 GMT"_ba << 0LL;
    QTest::newRow("far future") << "Mon, 23 Nov 2037 05:20:00 GMT"_ba << 86'400LL;
    QTest::newRow("negative") << "-5"_ba << -1LL;
    QTest::newRow("words") << "soon"_ba << -1LL;
    QTest::newRow("empty") << ""_ba << -1LL;
}

void HttpClientTest::retryAfterIsReadInEveryForm()
{
    QFETCH(QByteArray, value);
    QFETCH(qint64, seconds);
    const Instant now = fromMillis(1795411067000);  // 2026-11-23T05:17:47Z
    const auto wait = retryAfter({{"retry-after", value}}, now);
    QCOMPARE(wait ? wait->count() / 1000 : -1, seconds);
    QCOMPARE(retryAfter({}, now), std::nullopt);
}

void HttpClientTest::sendsWhatItIsTold()
{
    ScriptedHttp server;
    server.enqueue({.status = 201, .headers = {{"X-Answer", "yes"}}, .body = "made"});
    HttpClient client;
    HttpRequest request = write("PUT", server.url(u"/posts/1.json?a=b%20c"_s), "{\"raw\":\"\xC3\xA4\"}");
    request.headers = {{"Api-Key", "k"}, {"Content-Type", "application/json"}};
    const Result<HttpReply> reply = await(client.send(request));
    QVERIFY(reply);
    QCOMPARE(reply->status, 201);
    QCOMPARE(reply->body, "made"_ba);
    QCOMPARE(reply->headers.value("x-answer"), "yes"_ba);

    QCOMPARE(server.requests().size(), 1);
    const RecordedRequest &seen = server.requests().front();
    QCOMPARE(seen.method, "PUT"_ba);
    QCOMPARE(seen.target, "/posts/1.json?a=b%20c"_ba);
    QCOMPARE(seen.body, request.body);
    QCOMPARE(seen.headers.value("Api-Key"), "k"_ba);
    QCOMPARE(seen.headers.value("Content-Type"), "application/json"_ba);
    QVERIFY(seen.headers.value("User-Agent").startsWith("OnlyOnce/"));
    QCOMPARE(seen.headers.value("Accept-Encoding"), "identity"_ba);
}

void HttpClientTest::everyStatusIsAReply_data()
{
    QTest::addColumn<int>("status");
    for (const int status :
         {200, 204, 206, 304, 400, 401, 403, 404, 405, 407, 409, 410, 418, 422, 429, 500, 501, 502, 503, 599}) {
        QTest::addRow("%d", status) << status;
    }
}

void HttpClientTest::everyStatusIsAReply()
{
    QFETCH(int, status);
    ScriptedHttp server;
    const bool bodyless = status == 204 || status == 304;
    server.setResponder([status, bodyless](const RecordedRequest &) {
        return ScriptedReply{.status = status, .headers = {{"Retry-After", "3"}}, .body = bodyless ? ""_ba : "why"_ba};
    });
    HttpClient client;
    for (const HttpRequest &request : {get(server.url()), post(server.url()), write("DELETE", server.url(), {})}) {
        const Result<HttpReply> reply = await(client.send(request));
        QVERIFY2(reply, qPrintable(reply ? QString() : reply.error().message));
        QCOMPARE(reply->status, status);
        QCOMPARE(reply->body, bodyless ? ""_ba : "why"_ba);
        QCOMPARE(reply->headers.value("Retry-After"), "3"_ba);
    }
    QCOMPARE(server.requests().size(), 3);
}

void HttpClientTest::keepsNoCookiesAndAnswersNoLogIn()
{
    ScriptedHttp server;
    server.enqueue({.status = 401,
                    .headers = {{"WWW-Authenticate", "Basic realm=\"x\""}, {"Set-Cookie", "session=1"}},
                    .body = "log in"});
    server.enqueue({});
    HttpClient client;
    const Result<HttpReply> first = await(client.send(get(server.url())));
    QVERIFY(first);
    QCOMPARE(first->status, 401);
    QCOMPARE(first->body, "log in"_ba);
    QVERIFY(await(client.send(get(server.url()))));
    QCOMPARE(server.requests().size(), 2);
    QVERIFY(!server.requests().back().headers.contains("Cookie"));
    QVERIFY(!server.requests().back().headers.contains("Authorization"));
}

void HttpClientTest::readsShareAConnectionAndWritesDoNot()
{
    ScriptedHttp server;
    server.setResponder([](const RecordedRequest &) { return ScriptedReply{.body = "ok"}; });
    HttpClient client;
    QVERIFY(await(client.send(get(server.url()))));
    QVERIFY(await(client.send(get(server.url()))));
    QCOMPARE(server.connectionCount(), 1);
    QVERIFY(await(client.send(post(server.url()))));
    QVERIFY(await(client.send(post(server.url()))));
    QCOMPARE(server.connectionCount(), 3);
}

void HttpClientTest::aWriteIsSentOnce_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("small") << "POST"_ba << "{}"_ba;
    QTest::newRow("empty") << "POST"_ba << ""_ba;
    QTest::newRow("large") << "PUT"_ba << QByteArray(3'000'000, 'x');
    QTest::newRow("delete") << "DELETE"_ba << ""_ba;
}

// Qt's own client would send again: the server would make two posts of one.
void HttpClientTest::aWriteIsSentOnce()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    ScriptedHttp server;
    HttpClient client;
    for (int round = 1; round <= 10; ++round) {
        server.enqueue({.fault = Fault::CloseAfterRequest});
        const Result<HttpReply> reply = await(client.send(write(method, server.url(), body)));
        QCOMPARE(codeOf(reply), ErrorCode::Uncertain);
        QVERIFY(reply.error().message.contains(u"may or may not"));
        QTest::qWait(5);
        QCOMPARE(server.requests().size(), round);
    }
}

void HttpClientTest::aBrokenAnswerIsAnError_data()
{
    QTest::addColumn<ScriptedReply>("answer");
    QTest::newRow("closed midway") << ScriptedReply{.body = "abc", .fault = Fault::CloseMidway};
    QTest::newRow("closed midway, 500") << ScriptedReply{.status = 500, .body = "abc", .fault = Fault::CloseMidway};
    QTest::newRow("chunks end") << ScriptedReply{
        .raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"};
    QTest::newRow("chunk ends") << ScriptedReply{.raw =
                                                     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"};
    QTest::newRow("chunks end, 500") << ScriptedReply{
        .raw = "HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"};
    QTest::newRow("chunks are none") << ScriptedReply{
        .raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n"};
    QTest::newRow("head ends") << ScriptedReply{.raw = "HTTP/1.1 200 OK\r\nContent-Le"};
    QTest::newRow("no HTTP") << ScriptedReply{.raw = "220 mail.test ESMTP\r\n\r\n"};
    QTest::newRow("closed") << ScriptedReply{.fault = Fault::CloseAfterRequest};
}

void HttpClientTest::aBrokenAnswerIsAnError()
{
    QFETCH(ScriptedReply, answer);
    ScriptedHttp server;
    server.setResponder([answer](const RecordedRequest &) { return answer; });
    HttpClient client;
    for (const HttpRequest &request : {get(server.url()), post(server.url())}) {
        const ErrorCode expected = request.isSafe() ? ErrorCode::Unavailable : ErrorCode::Uncertain;
        QCOMPARE(codeOf(await(client.send(request))), expected);
    }
}

void HttpClientTest::nobodyThereIsUnavailable()
{
    quint16 freePort = 0;
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        freePort = server.serverPort();
    }
    HttpClient client;
    const QString port = QString::number(freePort);
    for (const QString &text : {u"http://127.0.0.1:"_s + port, u"https://127.0.0.1:"_s + port,
                                u"https://no-such-host.invalid/secret?key=1"_s}) {
        for (const HttpRequest &request : {get(QUrl(text)), post(QUrl(text)), write("DELETE", QUrl(text), {})}) {
            const Result<HttpReply> reply = await(client.send(request));
            QCOMPARE(codeOf(reply), ErrorCode::Unavailable);
            QVERIFY2(!reply.error().message.contains(u"secret"), "addresses carry secrets");
        }
    }
}

void HttpClientTest::silenceEndsWithTheTimeOut()
{
    ScriptedHttp server;
    HttpClient client;
    const auto silence = [&](HttpRequest request) {
        server.enqueue({.fault = Fault::Silence});
        request.timeout = milliseconds{100};
        return codeOf(await(client.send(request)));
    };
    QCOMPARE(silence(get(server.url())), ErrorCode::Unavailable);
    QCOMPARE(silence(post(server.url())), ErrorCode::Uncertain);
    QCOMPARE(silence(write("DELETE", server.url(), {})), ErrorCode::Uncertain);
    server.enqueue({.body = "late", .delay = milliseconds{100}});
    const Result<HttpReply> late = await(client.send(get(server.url())));
    QVERIFY(late);
    QCOMPARE(late->body, "late"_ba);
}

void HttpClientTest::aTimeOutBeforeSendingIsUnavailable_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::newRow("no connection") << u"http"_s;
    QTest::newRow("no TLS handshake") << u"https"_s;
}

void HttpClientTest::aTimeOutBeforeSendingIsUnavailable()
{
    QFETCH(QString, scheme);
    QTcpServer server;
    server.setListenBacklogSize(scheme == u"http" ? 0 : 50);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    server.pauseAccepting();
    std::vector<std::unique_ptr<QTcpSocket>> others;  // fill the backlog, so that nobody else gets a connection
    for (int i = 0; scheme == u"http" && i < 4; ++i) {
        others.push_back(std::make_unique<QTcpSocket>());
        others.back()->connectToHost(QHostAddress::LocalHost, server.serverPort());
        QTest::qWait(20);
    }
    HttpClient client;
    HttpRequest request = post(QUrl(u"%1://127.0.0.1:%2/"_s.arg(scheme).arg(server.serverPort())));
    request.timeout = milliseconds{300};
    QCOMPARE(codeOf(await(client.send(request))), ErrorCode::Unavailable);
}

void HttpClientTest::longAnswersAreRefused_data()
{
    QTest::addColumn<ScriptedReply>("answer");
    QTest::addColumn<bool>("fits");
    QTest::newRow("just fits") << ScriptedReply{.body = QByteArray(1000, 'x')} << true;
    QTest::newRow("one too many") << ScriptedReply{.body = QByteArray(1001, 'x')} << false;
    QTest::newRow("announced 500 MB") << ScriptedReply{.padding = 500'000'000} << false;
    QTest::newRow("unannounced") << ScriptedReply{.raw = "HTTP/1.1 200 OK\r\n\r\n" + QByteArray(5000, 'x')} << false;
    QTest::newRow("chunked") << ScriptedReply{.raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7D0\r\n"
                                                   + QByteArray(2000, 'x') + "\r\n0\r\n\r\n"}
                             << false;
    QTest::newRow("endless headers") << ScriptedReply{
        .raw = "HTTP/1.1 200 OK\r\n" + ("X-Header: "_ba + QByteArray(1000, 'x') + "\r\n").repeated(400)
             + "\r\n"} << false;
    QTest::newRow("one endless header") << ScriptedReply{.raw = "HTTP/1.1 200 OK\r\nX-Header: "
                                                              + QByteArray(400'000, 'x') + "\r\n\r\n"}
                                        << false;
    QTest::newRow("too long a refusal") << ScriptedReply{.status = 404, .body = QByteArray(1001, 'x')} << false;
}

void HttpClientTest::longAnswersAreRefused()
{
    QFETCH(ScriptedReply, answer);
    QFETCH(bool, fits);
    ScriptedHttp server;
    server.enqueue(answer);
    HttpClient client;
    HttpRequest request = get(server.url());
    request.maxReplyBytes = 1000;
    const Result<HttpReply> reply = await(client.send(request));
    QCOMPARE(reply.has_value(), fits);
    if (!fits) {
        QCOMPARE(reply.error().code, ErrorCode::Invalid);
    }
}

void HttpClientTest::redirectsOfReadsStayWithinTheOrigin()
{
    ScriptedHttp server;
    HttpClient client;
    for (const int status : {301, 302, 303, 307, 308}) {
        server.enqueue({.status = status, .headers = {{"Location", "/b?x=1"}}});
        server.enqueue({.status = status, .headers = {{"Location", server.url(u"/c"_s).toEncoded()}}});
        server.enqueue({.body = "here"});
        HttpRequest request = get(server.url(u"/a"_s));
        request.headers.add("Api-Key", "k");
        const Result<HttpReply> reply = await(client.send(request));
        QVERIFY(reply);
        QCOMPARE(reply->body, "here"_ba);
        QCOMPARE(server.requests().back().target, "/c"_ba);
        QCOMPARE(server.requests().back().headers.value("Api-Key"), "k"_ba);
    }
    server.enqueue({.status = 302, .headers = {{"Location", "/t/topic/7"}}});
    HttpRequest curious = get(server.url());
    curious.followRedirects = false;
    const Result<HttpReply> fact = await(client.send(curious));
    QVERIFY(fact);
    QCOMPARE(fact->headers.value("Location"), "/t/topic/7"_ba);
    server.enqueue({.status = 302});
    const Result<HttpReply> pointless = await(client.send(get(server.url())));
    QVERIFY2(pointless && pointless->status == 302, "a redirect to nowhere is just a reply");
}

void HttpClientTest::redirectsInACircleEnd()
{
    ScriptedHttp server;
    server.setResponder(
        [](const RecordedRequest &) { return ScriptedReply{.status = 302, .headers = {{"Location", "/again"}}}; });
    HttpClient client;
    QCOMPARE(codeOf(await(client.send(get(server.url())))), ErrorCode::Invalid);
    QCOMPARE(server.requests().size(), 6);
}

void HttpClientTest::keysDoNotGoToAnotherOrigin()
{
    ScriptedHttp other;
    ScriptedHttp server;
    HttpClient client;
    server.enqueue({.status = 302, .headers = {{"Location", other.url(u"/steal"_s).toEncoded()}}});
    HttpRequest request = get(server.url());
    request.headers.add("Authorization", "Bearer secret");
    Result<HttpReply> reply = await(client.send(request));
    QCOMPARE(codeOf(reply), ErrorCode::Invalid);
    QVERIFY(reply.error().message.contains(originText(other.url())));

    QUrl encrypted = server.url();
    encrypted.setScheme(u"https"_s);
    server.enqueue({.status = 301, .headers = {{"Location", encrypted.toEncoded()}}});
    reply = await(client.send(request));
    QCOMPARE(codeOf(reply), ErrorCode::Invalid);
    QVERIFY2(reply.error().message.contains(u"https://"), qPrintable(reply.error().message));
    QCOMPARE(other.connectionCount(), 0);
}

void HttpClientTest::redirectsOfWritesAreRefused_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {301, 302, 303, 307, 308}) {
        QTest::addRow("%d", status) << status;
    }
}

void HttpClientTest::redirectsOfWritesAreRefused()
{
    QFETCH(int, status);
    ScriptedHttp server;
    HttpClient client;
    QUrl encrypted = server.url(u"/posts"_s);
    encrypted.setScheme(u"https"_s);
    server.enqueue({.status = status, .headers = {{"Location", encrypted.toEncoded()}}});
    Result<HttpReply> reply = await(client.send(write("PUT", server.url(u"/posts"_s), "{}")));
    QCOMPARE(codeOf(reply), ErrorCode::Invalid);
    QVERIFY2(reply.error().message.contains(u"https://"), qPrintable(reply.error().message));
    server.enqueue({.status = status, .headers = {{"Location", "/elsewhere"}}});
    QCOMPARE(codeOf(await(client.send(post(server.url())))), ErrorCode::Invalid);
    QCOMPARE(server.requests().size(), 2);
}

void HttpClientTest::onlyTrustedCertificates()
{
    const TestCa ca;
    ScriptedHttp server(ca.certificatePem(), ca.keyPem());
    server.setResponder([](const RecordedRequest &) { return ScriptedReply{.body = "ok"}; });
    HttpClient client;
    const Result<HttpReply> distrusted = await(client.send(post(server.url())));
    QCOMPARE(codeOf(distrusted), ErrorCode::Unavailable);
    QVERIFY(server.requests().isEmpty());

    HttpRequest request = post(server.url());
    request.caPem = ca.caPem();
    const Result<HttpReply> trusted = await(client.send(request));
    QVERIFY2(trusted, qPrintable(trusted ? QString() : trusted.error().message));

    request.caPem = TestCa().caPem();
    QCOMPARE(codeOf(await(client.send(request))), ErrorCode::Unavailable);
    request.caPem = "not a certificate";
    QCOMPARE(codeOf(await(client.send(request))), ErrorCode::Invalid);
    QCOMPARE(server.requests().size(), 1);
}

void HttpClientTest::onlyTheRightName()
{
    const TestCa ca(u"DNS:forum.example"_s);
    ScriptedHttp server(ca.certificatePem(), ca.keyPem());
    HttpClient client;
    HttpRequest request = post(server.url());
    request.caPem = ca.caPem();
    const Result<HttpReply> reply = await(client.send(request));
    QCOMPARE(codeOf(reply), ErrorCode::Unavailable);
    QVERIFY2(reply.error().message.contains(u"subject name"), qPrintable(reply.error().message));
    QVERIFY(server.requests().isEmpty());
}

void HttpClientTest::trustIsPerRequest()
{
    const TestCa ca;
    ScriptedHttp server(ca.certificatePem(), ca.keyPem());
    server.setResponder([](const RecordedRequest &) { return ScriptedReply{.body = "ok"}; });
    HttpClient client;
    HttpRequest request = get(server.url());
    request.caPem = ca.caPem();
    QVERIFY(await(client.send(request)));
    request.caPem.clear();
    QCOMPARE(codeOf(await(client.send(request))), ErrorCode::Unavailable);
}

void HttpClientTest::compressedAnswersAreRefused()
{
    ScriptedHttp server;
    server.enqueue({.headers = {{"Content-Encoding", "gzip"}}, .body = "\x1f\x8b..."});
    HttpClient client;
    QCOMPARE(codeOf(await(client.send(get(server.url())))), ErrorCode::Invalid);
}

void HttpClientTest::badRequestsAreRefused_data()
{
    QTest::addColumn<HttpRequest>("request");
    const QUrl url(u"http://127.0.0.1:1/"_s);
    QTest::newRow("no address") << HttpRequest{};
    QTest::newRow("file") << HttpRequest{.url = QUrl(u"file:///etc/passwd"_s)};
    QTest::newRow("data") << HttpRequest{.url = QUrl(u"data:text/plain,x"_s)};
    QTest::newRow("resource") << HttpRequest{.url = QUrl(u"qrc:/x"_s)};
    QTest::newRow("relative") << HttpRequest{.url = QUrl(u"/posts.json"_s)};
    QTest::newRow("password") << HttpRequest{.url = QUrl(u"http://me:secret@127.0.0.1/"_s)};
    QTest::newRow("method") << HttpRequest{.method = "GET / HTTP/1.1\r\nX: y", .url = url};
    QTest::newRow("lower-case method") << HttpRequest{.method = "post", .url = url};
    QTest::newRow("line break") << HttpRequest{.url = url, .headers = {{"X-Note", "a\r\nHost: evil"}}};
    QTest::newRow("null") << HttpRequest{.url = url, .headers = {{"X-Note", QByteArray("a\0b", 3)}}};
    QTest::newRow("header name") << HttpRequest{.url = url, .headers = {{"X Note", "a"}}};
    QTest::newRow("own header") << HttpRequest{.url = url, .headers = {{"content-length", "7"}}};
    QTest::newRow("body of a read") << HttpRequest{.url = url, .body = "x"};
    QTest::newRow("no time-out") << HttpRequest{.url = url, .timeout = milliseconds{0}};
}

void HttpClientTest::badRequestsAreRefused()
{
    QFETCH(HttpRequest, request);
    HttpClient client;
    const Result<HttpReply> reply = await(client.send(request));
    QCOMPARE(codeOf(reply), ErrorCode::Invalid);
    QVERIFY(!reply.error().message.contains(u"secret"));
}

void HttpClientTest::aStreamIsHeardLineByLine()
{
    ScriptedHttp server;
    server.enqueue({.body = "first\r\n\nsec", .fault = Fault::StaysOpen});
    HttpClient client;
    int opened = 0;
    QList<QByteArray> lines;
    HttpRequest request = post(server.url());
    request.timeout = milliseconds{300};  // to reach it; the stream lasts longer
    request.maxReplyBytes = 20;           // for a line; there are more bytes in all
    auto end =
        client.listen(request, {.opened = [&] { ++opened; }, .line = [&](const QByteArray &line) { lines << line; }});
    QTRY_COMPARE(lines, QList<QByteArray>{"first"});
    QCOMPARE(opened, 1);
    QTest::qWait(500);
    server.say("ond\nthird one\n");
    QTRY_COMPARE(lines, (QList<QByteArray>{"first", "second", "third one"}));
    QVERIFY(!end.isFinished());
    server.say("not a whole li");
    server.hangUp();
    const auto reply = await(end);
    QVERIFY2(reply, qPrintable(reply ? QString() : reply.error().detail));
    QCOMPARE(reply->status, 200);
    QCOMPARE(lines.size(), 3);

    server.enqueue({.body = "a line that is longer than was agreed", .fault = Fault::StaysOpen});
    QCOMPARE(codeOf(await(client.listen(request, {.opened = [] {}, .line = [](const QByteArray &) {}}))),
             ErrorCode::Invalid);
}

void HttpClientTest::aStreamMayBeRefused()
{
    ScriptedHttp server;
    server.enqueue({.status = 404, .body = "no\nsuch permission\n"});
    HttpClient client;
    bool heard = false;
    const auto reply = await(client.listen(
        post(server.url()), {.opened = [&] { heard = true; }, .line = [&](const QByteArray &) { heard = true; }}));
    QCOMPARE(reply->status, 404);
    QCOMPARE(reply->body, "no\nsuch permission\n");
    QVERIFY(!heard);
}

void HttpClientTest::aStreamThatIsSilentHasGone()
{
    ScriptedHttp server;
    server.enqueue({.body = "one\n", .fault = Fault::StaysOpen});
    HttpClient client;
    QList<QByteArray> lines;
    const auto end = await(client.listen(
        post(server.url()),
        {.opened = [] {}, .line = [&](const QByteArray &line) { lines << line; }, .idle = milliseconds{1'000}}));
    QCOMPARE(lines, QList<QByteArray>{"one"});
    QCOMPARE(codeOf(end), ErrorCode::Uncertain);
    QVERIFY2(end.error().message.contains(u"did not answer within"_s), qPrintable(end.error().message));
}

void HttpClientTest::cancelSaysWhetherItLeft()
{
    ScriptedHttp server;
    server.setResponder([](const RecordedRequest &) { return ScriptedReply{.fault = Fault::Silence}; });
    HttpClient client;
    const auto early = client.send(post(server.url()));
    client.cancelAll();
    QVERIFY(early.isFinished());
    QCOMPARE(codeOf(early.result()), ErrorCode::Cancelled);

    const auto read = client.send(get(server.url()));
    const auto written = client.send(post(server.url()));
    QTRY_COMPARE(server.requests().size(), 2);
    client.cancelAll();
    QCOMPARE(codeOf(read.result()), ErrorCode::Cancelled);
    QCOMPARE(codeOf(written.result()), ErrorCode::Uncertain);

    QFuture<Result<HttpReply>> last;
    {
        HttpClient shortLived;
        last = shortLived.send(get(server.url()));
    }
    QVERIFY(last.isFinished());
    QCOMPARE(codeOf(last.result()), ErrorCode::Cancelled);
}

void HttpClientTest::aContinuationMayDeleteTheClient()
{
    ScriptedHttp server;
    server.setResponder([](const RecordedRequest &) { return ScriptedReply{.body = "ok"}; });
    auto client = std::make_unique<HttpClient>();
    const auto silent = client->send(get(server.url()));
    const auto deleted = client->send(get(server.url())).then([&client](const Result<HttpReply> &reply) {
        client.reset();
        return reply;
    });
    QVERIFY(await(deleted));
    QVERIFY(!client);
    QVERIFY(silent.isFinished());
}

void HttpClientTest::worksOnAnotherThread()
{
    ScriptedHttp server;
    server.enqueue({.body = "ok"});
    QThread thread;
    thread.start();
    QObject onThread;
    onThread.moveToThread(&thread);
    QPromise<Result<HttpReply>> promise;
    promise.start();
    std::unique_ptr<HttpClient> client;
    QMetaObject::invokeMethod(&onThread, [&] {
        client = std::make_unique<HttpClient>();
        client->send(get(server.url())).then([&promise](const Result<HttpReply> &reply) {
            promise.addResult(reply);
            promise.finish();
        });
    });
    const Result<HttpReply> reply = await(promise.future());
    QVERIFY(reply);
    QCOMPARE(reply->body, "ok"_ba);
    QMetaObject::invokeMethod(&onThread, [&] { client.reset(); }, Qt::BlockingQueuedConnection);
    thread.quit();
    thread.wait();
}

QTEST_GUILESS_MAIN(HttpClientTest)
#include "tst_httpclient.moc"
