// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence is recognised for what it is, coloured legibly in both themes, and never the cause of a failure.
#include "models/documents/highlighter.h"
#include "models/documents/secrets.h"

#include <QTest>
#include <QThread>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace onlyonce;

namespace {

double luminance(const QColor &color)
{
    const auto channel = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

//! The style under the first occurrence of `part`.
CodeStyle styleAt(const std::vector<CodeLine> &lines, const QString &part)
{
    for (const CodeLine &line : lines) {
        const qsizetype at = line.text.indexOf(part);
        for (const CodeSpan &span : line.spans) {
            if (at >= span.start && at < span.start + span.length) {
                return span.style;
            }
        }
        if (at >= 0) {
            return CodeStyle::Normal;
        }
    }
    qFatal("no such text");
}

void verifySpans(const CodeLine &line)
{
    int end = 0;
    for (const CodeSpan &span : line.spans) {
        QVERIFY(span.start >= end && span.length > 0);
        end = span.start + span.length;
        QVERIFY(end <= line.text.size());
        QVERIFY(int(span.style) < codeStyleCount);
    }
}

const QString javaTrace = u"java.lang.IllegalStateException: pool exhausted after 30 s\n"
                          "\tat com.example.pool.Pool.take(Pool.java:118)\n"
                          "\tat com.example.web.Checkout.pay(Checkout.java:54)\n"
                          "Caused by: java.net.SocketTimeoutException: connect timed out\n"
                          "\t... 12 more\n"_s;
const QString logText = u"2026-11-23T05:18:47.725Z INFO  gateway started on port 8080\n"
                        "2026-11-23T05:18:48.001Z WARNING pool is at 95 %\n"
                        "2026-11-23T05:18:49.310Z ERROR could not connect to \"db-1\"\n"_s;
const QString sqlText = u"-- slow\nSELECT id, 'x' FROM orders WHERE total > 100;\n"_s;
const QString yamlText = u"# rules\ngroups:\n  - name: node\n    rules:\n      - alert: Down\n        for: 5m\n"_s;
const QString diffText = u"--- a/pool.conf\n+++ b/pool.conf\n@@ -1,2 +1,2 @@\n-max=20\n+max=200\n same\n"_s;

}  // namespace

class TestHighlighting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textSpeaksForItself_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        const QString log = u"Log File (advanced)"_s;
        QTest::newRow("log") << logText << log;
        QTest::newRow("syslog") << u"Nov 23 05:18:47 db-1 postgres[812]: FATAL: no slots\nNov  3 05:18:48 db-1 x: y"_s
                                << log;
        QTest::newRow("access log") << u"203.0.113.9 - - [23/Nov/2026:05:18:47 +0000] \"GET / HTTP/1.1\" 502 157"_s
                                    << log;
        QTest::newRow("logfmt") << u"ts=2026-11-23T05:18:47Z level=error msg=\"no route\"\nts=1 level=info msg=x"_s
                                << log;
        QTest::newRow("klog") << u"E1123 05:18:47.725012       1 reflector.go:138] failed"_s << log;
        QTest::newRow("bracketed") << u"[2026-11-23 05:18:47] ERROR x"_s << log;
        QTest::newRow("log with a trace") << logText + javaTrace.section(u'\n', 0, 1) << log;
        QTest::newRow("java") << javaTrace << u"Stack Trace"_s;
        QTest::newRow("python")
            << u"Traceback (most recent call last):\n  File \"a.py\", line 3, in f\n    g()\nKeyError: 'x'"_s
            << u"Stack Trace"_s;
        QTest::newRow("go") << u"panic: nil map\n\ngoroutine 1 [running]:\nmain.f(...)\n\t/src/main.go:12 +0x1d"_s
                            << u"Stack Trace"_s;
        QTest::newRow("node") << u"TypeError: x is not a function\n    at f (/srv/a.js:3:9)\n    at /srv/b.js:10:1"_s
                              << u"Stack Trace"_s;
        QTest::newRow("gdb") << u"#0  0x00007f in raise () from /lib/libc.so.6\n#1  0x0000 in main (argc=1) at m.c:3"_s
                             << u"GDB Backtrace"_s;
        QTest::newRow("sql") << sqlText << u"SQL (PostgreSQL)"_s;
        QTest::newRow("with") << u"with t as (select 1) select * from t"_s << u"SQL (PostgreSQL)"_s;
        QTest::newRow("explain") << u"EXPLAIN ANALYZE SELECT 1"_s << u"SQL (PostgreSQL)"_s;
        QTest::newRow("mysql") << u"SELECT `id` FROM `orders`"_s << u"SQL (MySQL)"_s;
        QTest::newRow("json") << u"{\"a\": [1, 2]}"_s << u"JSON"_s;
        QTest::newRow("json array") << u"[1, 2, 3]"_s << u"JSON"_s;
        QTest::newRow("json lines") << u"{\"level\":\"error\"}\n{\"level\":\"info\"}\n"_s << u"JSON"_s;
        QTest::newRow("json cut off") << u"[{\"a\": 1}, "_s + QString(20'000, u' ') << u"JSON"_s;
        QTest::newRow("yaml") << yamlText << u"YAML"_s;
        QTest::newRow("kubernetes") << u"---\napiVersion: v1\nkind: Pod\n"_s << u"YAML"_s;
        QTest::newRow("diff") << diffText << u"Diff"_s;
        QTest::newRow("git diff") << u"diff --git a/x b/x\nindex 1..2\n"_s + diffText << u"Diff"_s;
        QTest::newRow("ini") << u"; pool\n[pool]\nmax = 20\nmin=2\n"_s << u"INI Files"_s;
        QTest::newRow("nginx") << u"server {\n  listen 80;\n  location / {\n    return 503;\n  }\n}"_s
                               << u"nginx Configuration"_s;
        QTest::newRow("dockerfile") << u"FROM debian:12\nRUN apt-get update\n"_s << u"Dockerfile"_s;
        QTest::newRow("xml") << u"<?xml version=\"1.0\"?><a/>"_s << u"XML"_s;
        QTest::newRow("xml element") << u"<config a=\"1\">\n<b/></config>"_s << u"XML"_s;
        QTest::newRow("html") << u"<!DOCTYPE html>\n<html></html>"_s << u"HTML"_s;
        QTest::newRow("shell") << u"#!/usr/bin/env bash\nset -e\n"_s << u"Bash"_s;
        QTest::newRow("python script") << u"#!/usr/bin/python3 -u\nprint(1)"_s << u"Python"_s;
        for (const QString &plain :
             {u""_s, u"\n\n"_s, u"The pool was full. We raised it."_s,
              u"Select the right pool from the list. Then go on."_s, u"Update the page and set it. Done. "_s,
              u"Note: call the provider\nThanks: all"_s, u"[see below] and {this}"_s, u"{"_s, u"<3 this team"_s,
              u"- one\n- two"_s, u"a = b"_s, u"with this as (an) example"_s,
              u"HTTP/1.1 502 Bad Gateway\nServer: nginx\nDate: x"_s, u"日本語のメモ"_s}) {
            QTest::newRow(qPrintable(u"plain: "_s + plain)) << plain << QString();
        }
    }
    void textSpeaksForItself()
    {
        QFETCH(QString, text);
        QTEST(detectLanguage({.fileName = {}, .mimeType = {}, .text = text}).name, "name");
        QString windows = text;
        QTEST(detectLanguage({.fileName = {}, .mimeType = {}, .text = windows.replace(u"\n"_s, u"\r\n"_s)}).name,
              "name");
    }

    void namesAndTypesCountMore_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        QTest::newRow("file") << u"/srv/app/values.yaml"_s << QString() << u"{}"_s << u"YAML"_s;
        QTest::newRow("windows path") << u"C:\\x\\query.SQL"_s << QString() << QString() << u"SQL"_s;
        QTest::newRow("rotated log") << u"access.log.2"_s << QString() << QString() << u"Log File (advanced)"_s;
        QTest::newRow("log") << u"app.log"_s << QString() << u"{\"a\":1}"_s << u"Log File (advanced)"_s;
        QTest::newRow("vague name") << u"job.err"_s << QString() << javaTrace << u"Stack Trace"_s;
        QTest::newRow("vague conf") << u"pool.conf"_s << QString() << u"[a]\nb=1"_s << u"INI Files"_s;
        QTest::newRow("nginx.conf") << u"nginx.conf"_s << QString() << QString() << u"nginx Configuration"_s;
        QTest::newRow("type") << QString() << u"application/json; charset=utf-8"_s << QString() << u"JSON"_s;
        QTest::newRow("suffix") << QString() << u"application/problem+json"_s << QString() << u"JSON"_s;
        QTest::newRow("x-yaml") << QString() << u"application/x-yaml"_s << QString() << u"YAML"_s;
        QTest::newRow("plain type") << u"notes"_s << u"text/plain"_s << sqlText << u"SQL (PostgreSQL)"_s;
        QTest::newRow("nothing") << u"blob.bin"_s << u"application/octet-stream"_s << u"\0\1"_s << QString();
    }
    void namesAndTypesCountMore()
    {
        QFETCH(QString, file);
        QFETCH(QString, type);
        QFETCH(QString, text);
        QTEST(detectLanguage({.fileName = file, .mimeType = type, .text = text}).name, "name");
    }

    void namesAndAliases_data()
    {
        QTest::addColumn<QString>("alias");
        QTest::addColumn<QString>("name");
        for (const auto &[alias, name] :
             std::initializer_list<std::pair<QString, QString>>{{u"JSON"_s, u"JSON"_s},
                                                                {u"json"_s, u"JSON"_s},
                                                                {u" yml "_s, u"YAML"_s},
                                                                {u"Py"_s, u"Python"_s},
                                                                {u"sh"_s, u"Bash"_s},
                                                                {u"psql"_s, u"SQL (PostgreSQL)"_s},
                                                                {u"log"_s, u"Log File (advanced)"_s},
                                                                {u"c++"_s, u"C++"_s},
                                                                {u"golang"_s, u"Go"_s},
                                                                {u"kt"_s, u"Kotlin"_s},
                                                                {u"stack trace"_s, u"Stack Trace"_s},
                                                                {u"toml"_s, u"TOML"_s},
                                                                {u"None"_s, QString()},
                                                                {u""_s, QString()},
                                                                {u"text"_s, QString()},
                                                                {u"no such language"_s, QString()},
                                                                {u"../../etc"_s, QString()}}) {
            QTest::newRow(qPrintable(alias)) << alias << name;
        }
    }
    void namesAndAliases()
    {
        QFETCH(QString, alias);
        QTEST(languageByName(alias).name, "name");
    }

    void everyLanguageFindsItself()
    {
        const auto all = languages();
        QVERIFY(all.size() > 200);
        for (const Language &language : all) {
            QVERIFY(!language.isPlain() && !language.label.isEmpty());
            QCOMPARE(languageByName(language.name).name, language.name);
        }
    }

    void meaningsShow()
    {
        const auto log = highlight(logText, languageByName(u"log"));
        QCOMPARE(log.size(), 3u);
        QCOMPARE(styleAt(log, u"WARNING"_s), CodeStyle::Warning);
        QCOMPARE(styleAt(log, u"ERROR"_s), CodeStyle::Error);
        QCOMPARE(styleAt(log, u"\"db-1"_s), CodeStyle::String);

        const auto diff = highlight(diffText, languageByName(u"diff"));
        QCOMPARE(styleAt(diff, u"-max=20"_s), CodeStyle::Removed);
        QCOMPARE(styleAt(diff, u"+max=200"_s), CodeStyle::Added);
        QCOMPARE(styleAt(diff, u" same"_s), CodeStyle::Normal);

        const auto sql = highlight(sqlText, languageByName(u"psql"));
        QCOMPARE(styleAt(sql, u"-- slow"_s), CodeStyle::Comment);
        QCOMPARE(styleAt(sql, u"SELECT"_s), CodeStyle::Keyword);
        QCOMPARE(styleAt(sql, u"'x'"_s), CodeStyle::VerbatimString);
        QCOMPARE(styleAt(sql, u"100"_s), CodeStyle::Decimal);

        const auto trace = highlight(javaTrace, languageByName(u"stacktrace"));
        QCOMPARE(styleAt(trace, u"java.lang.Illegal"_s), CodeStyle::Error);
        QCOMPARE(styleAt(trace, u"(Pool.java"_s), CodeStyle::String);
        QCOMPARE(styleAt(trace, u"Caused by"_s), CodeStyle::Alert);

        const auto yaml = highlight(yamlText, languageByName(u"yaml"));
        QCOMPARE(styleAt(yaml, u"groups"_s), CodeStyle::Function);
        QCOMPARE(styleAt(yaml, u"# rules"_s), CodeStyle::Comment);
    }

    void lineEnds()
    {
        const auto texts = [](const QString &text) {
            QStringList result;
            for (const CodeLine &line : highlight(text, {})) {
                result += line.text;
            }
            return result;
        };
        QCOMPARE(texts(u""_s), QStringList());
        QCOMPARE(texts(u"a\n"_s), QStringList({u"a"_s}));
        QCOMPARE(texts(u"a\r\nb\rc\n\nd"_s), QStringList({u"a"_s, u"b"_s, u"c"_s, u""_s, u"d"_s}));
    }

    void lineByLineEqualsTheWhole()
    {
        const QString text = u"int a; /* one\n two */ int b;\n// end\nR\"(raw\n)\";\n"_s;
        const Language cpp = languageByName(u"C++");
        Highlighter highlighter(cpp);
        HighlightState state;
        std::vector<HighlightState> states{state};
        for (const CodeLine &line : highlight(text, cpp)) {
            auto one = highlighter.line(line.text, state);
            QCOMPARE(one.spans, line.spans);
            state = one.after;
            states.push_back(state);
        }
        QVERIFY(!(states[1] == states[2]));  // inside the comment, and behind it
        QVERIFY(highlighter.line(u"int a; /* one"_s, states[0]).after == states[1]);
    }

    void hostileTextStaysHarmless_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("long line") << QString(5'000, u'x') + u" ERROR "_s + u"{\"a\":"_s.repeated(900);
        QTest::newRow("too long line") << QString(longestHighlightedLine + 1, u'{');
        QTest::newRow("controls") << u"\0\1\2\x1b[31m\x7f\xfffe\xd800x"_s;
        QTest::newRow("quotes") << u"\"'`/*<!--{{((["_s.repeated(300);
        QTest::newRow("blanks") << QString(8'000, u' ') + u"x"_s;
        QTest::newRow("scripts") << u"日本語 مرحبا 🙂👩‍🚒 e\u0301 \u202e"_s;
    }
    void hostileTextStaysHarmless()
    {
        QFETCH(QString, text);
        for (const Language &language : languages()) {
            const auto lines = highlight(text + u"\nnext"_s, language);
            QCOMPARE(lines.back().text, u"next"_s);
            for (const CodeLine &line : lines) {
                verifySpans(line);
            }
        }
    }

    void limits()
    {
        const Language json = languageByName(u"json");
        const auto lines =
            highlight(u"{\"a\": 1,\n\""_s + QString(longestHighlightedLine, u'b') + u"\": 2,\n\"c\": 3}"_s, json);
        QVERIFY(!lines[0].spans.empty());
        QVERIFY(lines[1].spans.empty());
        QVERIFY(!lines[2].spans.empty());

        const QString row = u"\"key\": 1,\n"_s;
        const auto many = highlight(row.repeated(longestHighlightedText / row.size() + 2), json);
        QVERIFY(!many.front().spans.empty());
        QVERIFY(many.back().spans.empty());
        QCOMPARE(many.back().text, row.chopped(1));
    }

    void everyColourIsLegible()
    {
        for (const CodeTheme theme : {CodeTheme::Light, CodeTheme::Dark}) {
            const CodeSurface surface = codeSurface(theme);
            for (int i = 0; i < codeStyleCount; ++i) {
                const CodeFormat format = codeFormat(static_cast<CodeStyle>(i), theme);
                for (const QColor &background :
                     {surface.background, surface.currentLine, surface.selection, format.background}) {
                    const double ratio = background.isValid() ? contrast(format.foreground, background) : 99;
                    QVERIFY2(
                        ratio >= 4.5,
                        qPrintable(
                            u"style %1 theme %2 on %3: %4"_s.arg(i).arg(int(theme)).arg(background.name()).arg(ratio)));
                }
            }
            QVERIFY(contrast(surface.lineNumber, surface.background) >= 4.5);
        }
    }

    void threadsDoNotMeet()
    {
        const auto expected = highlight(sqlText, languageByName(u"sql"));
        std::vector<std::unique_ptr<QThread>> threads;
        std::atomic<int> equal = 0;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back(QThread::create([&] {
                for (int round = 0; round < 20; ++round) {
                    const auto lines = highlight(sqlText, languageByName(u"sql"));
                    equal += std::ranges::equal(lines, expected, [](const CodeLine &a, const CodeLine &b) {
                        return a.text == b.text && a.spans == b.spans;
                    });
                }
            }));
            threads.back()->start();
        }
        for (const auto &thread : threads) {
            thread->wait();
        }
        QCOMPARE(equal.load(), 80);
    }

    void secretsAreSeen_data();
    void secretsAreSeen();
    void whatIsHarmlessIsLeftAlone_data();
    void whatIsHarmlessIsLeftAlone();
    void secretsHaveTheirPlace();
    void secretsOfAnyBytes();
};

//! Put together here, so that no scanner takes these for real ones.
QByteArray madeUp(qsizetype length)
{
    QByteArray text;
    for (int i = 0; text.size() < length; ++i) {
        text += "aB3dE5gH7jK9mN1pQ2sT4vW6"[i % 24];
    }
    return text;
}

void TestHighlighting::secretsAreSeen_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, const QByteArray &before, const QByteArray &secret, const QByteArray &after,
                        SecretKind kind) { QTest::newRow(name) << before + secret + after << secret << int(kind); };
    const auto pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow" + madeUp(64) + "\n-----END RSA PRIVATE KEY-----"_ba;
    row("private key", "key:\n"_ba, pem, "\nend"_ba, SecretKind::PrivateKey);
    row("cut private key", "x "_ba, "-----BEGIN PRIVATE KEY-----"_ba, "\nMIIE"_ba, SecretKind::PrivateKey);
    row("aws", "id "_ba, "AKIA" + QByteArray("Z7QX3JD5M2KFP6WT"), " used"_ba, SecretKind::AwsKey);
    row("aws secret", "aws_secret_access_key = "_ba, madeUp(40), "\n"_ba, SecretKind::Password);
    for (const char *const prefix : {"ghp_", "gho_", "github_pat_", "glpat-", "xoxb-", "sk_live_", "sk-ant-", "AIza",
                                     "npm_", "hvs.", "whsec_", "ya29."}) {
        row(prefix, "say "_ba, prefix + madeUp(40), " there"_ba, SecretKind::Token);
    }
    row("slack hook", "https://"_ba, "hooks.slack.com/services/" + QByteArray("T00AB/B11CD/") + madeUp(24), "\n"_ba,
        SecretKind::Token);
    const QByteArray jwt = "eyJ" + madeUp(20) + ".eyJ" + madeUp(30) + "." + madeUp(43);
    row("jwt", "cookie "_ba, jwt, ";"_ba, SecretKind::WebToken);
    row("url", "postgresql://app:"_ba, "t0p-hidden"_ba, "@db.example.org/shop"_ba, SecretKind::UrlPassword);
    row("url without user", "redis://:"_ba, "hunter2"_ba, "@cache:6379"_ba, SecretKind::UrlPassword);
    row("shell", "export DB_PASSWORD="_ba, "swordfish"_ba, "\n"_ba, SecretKind::Password);
    row("query", "GET /login?user=a&password="_ba, "swordfish"_ba, "&x=1"_ba, SecretKind::Password);
    row("json", "{\"user\": \"a\", \"password\": \""_ba, "correct-horse"_ba, "\"}"_ba, SecretKind::Password);
    row("yaml", "  password: "_ba, "tr0ub4dor"_ba, "\n"_ba, SecretKind::Password);
    row("properties", "spring.datasource.password="_ba, "tr0ub4dor"_ba, "\n"_ba, SecretKind::Password);
    row("camel", "dbPassword = '"_ba, "swordfish"_ba, "'"_ba, SecretKind::Password);
    row("ruby", ":password => \""_ba, "swordfish"_ba, "\""_ba, SecretKind::Password);
    row("client secret", "client_secret="_ba, madeUp(32), "&"_ba, SecretKind::Password);
    row("api key", "X-Api-Key: "_ba, madeUp(24), "\r\n"_ba, SecretKind::Password);
    row("bearer", "Authorization: Bearer "_ba, madeUp(30), "\r\n"_ba, SecretKind::Token);
    row("basic", "authorization: basic "_ba, "dXNlcjpwYXNzd29yZA=="_ba, "\n"_ba, SecretKind::Token);
    row("header in a log", "\"Authorization\": \"Bearer "_ba, madeUp(30), "\""_ba, SecretKind::Token);
}

void TestHighlighting::secretsAreSeen()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, secret);
    QFETCH(int, kind);
    const auto found = secretsIn(QByteArrayView(text));
    QCOMPARE(found.size(), 1U);
    QCOMPARE(text.mid(found[0].start, found[0].length), secret);
    QCOMPARE(int(found[0].kind), kind);
    // What is said of it never says it.
    QVERIFY(!toText(found).contains(QString::fromUtf8(secret)));
    QVERIFY(toText(found).contains(toText(found[0].kind)));
}

void TestHighlighting::whatIsHarmlessIsLeftAlone_data()
{
    QTest::addColumn<QByteArray>("text");
    int number = 0;
    for (const char *const text : {
             // Hashes, ids, numbers.
             "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
             "commit 7a63801c5d1f2e9b8a7c6d5e4f3a2b1c0d9e8f7a",
             "trace_id=4bf92f3577b34da6a3ce929d0e0e4736",
             "request 550e8400-e29b-41d4-a716-446655440000 took 12 ms",
             "etag: \"33a64df551425fcc55e4d42a148795d9\"",
             "integrity=\"sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC\"",
             "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7 ada@example.org",
             "fingerprint SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDXEC",
             "-----BEGIN CERTIFICATE-----",
             "-----BEGIN PUBLIC KEY-----",
             "arn:aws:iam::123456789012:role/deploy",
             "data:image/"
             "png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5",
             "AKIA is how they begin",
             "AKIAIOSFODNN7EXAMPLE",
             "xAKIAZ7QX3JD5M2KFP6WTx",
             // Words about secrets.
             "password: required",
             "Password: incorrect",
             "Invalid password: try again",
             "the password = wrong",
             "password=",
             "password=****",
             "password=********",
             "password=[REDACTED]",
             "password=xxxxxxxx",
             "password=$DB_PASSWORD",
             "password: ${DB_PASSWORD}",
             "password: {{ vault_password }}",
             "password=<yours>",
             "password=%s",
             "password=null",
             "\"password\": null",
             "\"password\": \"\"",
             "password=true",
             "password_reset_at=2026-11-23T05:18:47Z",
             "passwordHash: 12345",
             "password_file=/run/secrets/db",
             "PWD=/home/ada/work",
             "OLDPWD=/var/log/app1",
             "token: expired",
             "invalid token: unexpected '}' in line 1",
             "SyntaxError: Unexpected token: 'else'",
             "secretName: checkout-tls-2026",
             "secret: my-app-secret",
             "token_count=123456789012345678",
             "max_tokens: 4096",
             "tokens=12",
             "api_key=",
             "api_key: YOUR_API_KEY",
             "Authorization: Bearer <token>",
             "Authorization: Basic",
             "authorization: denied by policy 12345678",
             // Code.
             "password = getPassword(user)",
             "password = request.form['password']",
             "password = os.environ[\"PW\"]",
             "if (password == other) {",
             "password := user.password",
             "secret = load_secret(name)",
             "token = self.next_token()",
             "def login(user, password=None):",
             "password: string;",
             // Addresses.
             "https://example.org:8443/path@2x.png",
             "http://[::1]:8642/x",
             "mailto:ada@example.org",
             "https://ada@example.org/",
             "postgresql://app:$PASSWORD@db/shop",
             "postgresql://app:****@db/shop",
             "https://user:password@example.org/",
             "see http://example.org: mail ada@example.org",
             // Prefixes that begin words.
             "ghp_short",
             "sk-learn is a library",
             "npm_config_registry=https://registry.example.org",
             "npm_lifecycle_event_of_a_package_that_has_a_long_name",
             "SG.no",
             "eyJust a word",
             "eyJhbGciOiJub25lIn0",
             "AIza",
             "hvs.",
             "xoxb-",
             "xoxb-your-token-goes-here-please",
         }) {
        QTest::addRow("%d: %.40s", ++number, text) << QByteArray(text);
    }
}

void TestHighlighting::whatIsHarmlessIsLeftAlone()
{
    QFETCH(QByteArray, text);
    const auto found = secretsIn(QByteArrayView(text));
    QVERIFY2(found.empty(), found.empty() ? "" : text.mid(found[0].start, found[0].length).constData());
}

void TestHighlighting::secretsHaveTheirPlace()
{
    const QByteArray pem = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"_ba;
    const QByteArray text = "one\ntwo password=tr0ub4dor\n"_ba + pem + "last password=swordfish\n"_ba;
    const auto found = secretsIn(QByteArrayView(text));
    QCOMPARE(found.size(), 3U);
    QCOMPARE(found[0].line, 1);
    QCOMPARE(found[1].line, 2);
    QCOMPARE(found[2].line, 5);
    QCOMPARE(toText(found), u"Line 2 holds what looks like a password, and there are 2 more."_s);
    QCOMPARE(secretsIn(QByteArrayView(text), 2).size(), 2U);
    QCOMPARE(toText(std::vector<Secret>()), QString());
    QCOMPARE(secretsIn(u"Größe: password=tr0ub4dor"_s).size(), 1U);
}

void TestHighlighting::secretsOfAnyBytes()
{
    // Nothing that ends too soon is read beyond its end, and nothing takes long.
    const QByteArray all =
        "-----BEGIN PRIVATE KEY-----eyJhb.eyJ.AKIAxoxb-://a:b@c password=\"x Authorization: Bearer "_ba;
    for (qsizetype i = 0; i <= all.size(); ++i) {
        (void)secretsIn(QByteArrayView(all).first(i));
        (void)secretsIn(QByteArrayView(all).sliced(i));
    }
    // Whatever looks at each byte once for every other does not come to an end here.
    for (const QByteArray &one : {"="_ba, ":"_ba, "-----BEGIN "_ba, "://a"_ba, "eyJ"_ba, "password="_ba, "\0\xff"_ba}) {
        (void)secretsIn(QByteArrayView(one.repeated(1'000'000 / one.size())));
    }
}

QTEST_GUILESS_MAIN(TestHighlighting)
#include "tst_highlighting.moc"
