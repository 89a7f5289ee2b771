// SPDX-License-Identifier: GPL-3.0-or-later
// A post-mortem as rich as real ones get, for golden files and for eyes; and one that tries to break every format.
#pragma once

#include "models/documents/document.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>

namespace onlyonce::tests {

inline Instant at(int hour, int minute, int second = 0)
{
    return utcFromZone(QDate(2026, 11, 23), QTime(hour, minute, second), QTimeZone::utc());
}

inline Tree sampleTree()
{
    using namespace Qt::StringLiterals;
    return {{TreeNode{
        .caption = u"Symptom"_s,
        .text = u"Customers could not pay for 27 minutes"_s,
        .badges = {{u"confirmed"_s, Tone::Good}},
        .tone = Tone::Bad,
        .children = {
            TreeNode{
                .caption = u"Why did it happen?"_s,
                .text = u"Every request for a database connection waited until it timed out"_s,
                .details = {u"Evidence: gateway log, 05:18:49"_s},
                .badges = {{u"confirmed"_s, Tone::Good}},
                .jointly = true,
                .children =
                    {
                        TreeNode{
                            .text =
                                u"The pool was limited to 20 connections, set in 2023 for a tenth of today's traffic"_s,
                            .badges = {{u"confirmed"_s, Tone::Good}},
                            .children = {TreeNode{
                                .text = u"No limit in the service catalogue is reviewed when traffic grows"_s,
                                .details =
                                    {u"Category: process"_s,
                                     u"Countermeasure: derive pool sizes from load tests in the pipeline (due 2026-12-18)"_s},
                                .badges = {{u"root cause"_s, Tone::Bad}, {u"confirmed"_s, Tone::Good}},
                                .tone = Tone::Warning}}},
                        TreeNode{.text = u"A report query held eighteen connections open"_s,
                                 .details = {u"Evidence: slow query log"_s},
                                 .badges = {{u"confirmed"_s, Tone::Good}},
                                 .children = {TreeNode{
                                     .text = u"Reports run on the primary database"_s,
                                     .badges = {{u"root cause"_s, Tone::Bad}, {u"possible"_s, Tone::Neutral}},
                                     .tone = Tone::Warning}}},
                    }},
            TreeNode{.caption = u"Why was it not caught?"_s,
                     .text = u"The alert watched the host, not the pool"_s,
                     .children = {TreeNode{.text = u"Saturation is no part of the alerting standard"_s,
                                           .badges = {{u"root cause"_s, Tone::Bad}},
                                           .tone = Tone::Warning}}},
            TreeNode{.caption = u"Why was recovery slow?"_s,
                     .text = u"The runbook named a command that no longer exists"_s,
                     .badges = {{u"possible"_s, Tone::Neutral}}},
        }}}};
}

inline Timeline sampleTimeline(int rows)
{
    using namespace Qt::StringLiterals;
    const std::vector<TimelineRow> kinds{
        {{},
         u"alert"_s,
         u"**CheckoutErrorRate** fired on `gateway-2`: 62 % of requests failed"_s,
         u"Prometheus"_s,
         {},
         Tone::Bad},
        {{},
         u"acknowledged"_s,
         u"Acknowledged by telephone, 48 seconds after the page"_s,
         u"Mia Sørensen"_s,
         {},
         Tone::Info},
        {{},
         u"note"_s,
         u"All pods healthy; connections wait for the database. See [dashboard](https://grafana.example/d/pool)."_s,
         u"Jonas Weber"_s,
         {},
         Tone::Neutral},
        {{},
         u"decision"_s,
         u"Stop the monthly report and raise the limit to 80, because the primary has head-room"_s,
         u"Mia Sørensen"_s,
         {},
         Tone::Warning},
        {{}, u"status"_s, u"Monitoring: error rate back below 0.1 %"_s, u"Mia Sørensen"_s, {}, Tone::Good},
    };
    Timeline timeline;
    for (int i = 0; i < rows; ++i) {
        TimelineRow row = kinds[static_cast<size_t>(i) % kinds.size()];
        row.time = at(5, 18, 12) + std::chrono::seconds(i * 97);
        timeline.entries.push_back(row);
    }
    return timeline;
}

inline QByteArray samplePicture()
{
    QImage image(480, 160, QImage::Format_RGB32);
    image.fill(QColor(0xf6, 0xf7, 0xf9));
    QPainter painter(&image);
    for (int x = 0; x < 480; x += 8) {
        const int height = x > 160 && x < 360 ? 120 - (x % 40) : 12 + x % 24;
        painter.fillRect(x, 150 - height, 6, height,
                         x > 160 && x < 360 ? QColor(0xb3, 0x24, 0x1c) : QColor(0x1b, 0x5a, 0xa8));
    }
    painter.end();
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return png;
}

inline Document sampleDocument(int timelineRows = 12, bool withPicture = false)
{
    using namespace Qt::StringLiterals;
    Document document;
    document.title = u"INC-17: Checkout unavailable"_s;
    document.subtitle = u"Post-mortem of the failure of 23 November 2026"_s;
    document.author = u"Mia Sørensen, Jonas Weber"_s;
    document.notice = u"Internal"_s;
    document.created = at(14, 30);
    document.facts = {{u"Severity"_s, u"SEV1"_s},
                      {u"Status"_s, u"In review"_s},
                      {u"Owner"_s, u"Mia Sørensen"_s},
                      {u"Started"_s, u"2026-11-23 05:18 UTC"_s},
                      {u"Mitigated"_s, u"2026-11-23 05:45 UTC"_s},
                      {u"Recovery"_s, u"**27 min** (target 15 min)"_s}};
    auto &blocks = document.blocks;
    blocks.push_back(Heading{1, u"Summary"_s});
    blocks.push_back(
        Paragraph{u"From 05:18 to 05:45 UTC customers in **both regions** could not pay. A *connection pool* of "
                  "20 was used up by a monthly report; requests waited and failed. Raising the limit and "
                  "stopping the report brought the service back. No data was lost.\n\nSee the "
                  "[status page](https://status.example/inc-17) and `checkout-gateway`."_s});
    blocks.push_back(
        Callout{Tone::Warning, u"The same cause as INC-9"_s,
                u"The countermeasure of INC-9 (*alert on pool saturation*) was never finished.\n\n- due 2026-08-01\n- "
                "moved twice"_s});
    blocks.push_back(Heading{1, u"Impact"_s});
    blocks.push_back(Facts{{{u"Failed payments"_s, u"**4,812** of 7,760"_s},
                            {u"Customers affected"_s, u"2,106 (31 %)"_s},
                            {u"Availability lost in November"_s, u"0.063 %"_s}}});
    blocks.push_back(Table{
        {{u"Service"_s}, {u"Data centre"_s}, {u"Minutes"_s, Column::Align::Right}, {u"Errors"_s, Column::Align::Right}},
        {{u"`checkout`"_s, u"Frankfurt"_s, u"27"_s, u"62 %"_s},
         {u"`checkout`"_s, u"Dublin"_s, u"25"_s, u"58 %"_s},
         {u"`invoice | mail`"_s, u"Frankfurt"_s, u"4"_s, u"3 %"_s}},
        u"Minutes with more than 1 % errors"_s});
    blocks.push_back(Heading{1, u"Timeline"_s});
    blocks.push_back(sampleTimeline(timelineRows));
    blocks.push_back(Heading{1, u"Causes"_s});
    blocks.push_back(sampleTree());
    blocks.push_back(Heading{1, u"Evidence"_s});
    blocks.push_back(Heading{2, u"Gateway"_s});
    blocks.push_back(
        Code{{},
             u"gateway.log"_s,
             u"2026-11-23T05:18:47.725Z INFO  gateway-2 accepted connection from 203.0.113.9\n"
             "2026-11-23T05:18:48.001Z WARNING pool \"orders\" is at 95 % (19 of 20)\n"
             "2026-11-23T05:18:49.310Z ERROR could not take a connection within 30000 ms: pool=orders waiting=412 "
             "oldest=29874 ms request=7f3a91c4-55d0-4c1e-9a2b-1f2e3d4c5b6a customer=[redacted] retry != true\n"_s,
             118});
    blocks.push_back(Heading{2, u"Database"_s});
    blocks.push_back(Code{u"psql"_s, u"The query that held the connections"_s,
                          u"-- monthly revenue, as run by the report\nSELECT date_trunc('day', paid_at) AS day,\n"
                          "       sum(amount) FILTER (WHERE state <> 'void') AS revenue\n"
                          "  FROM payments\n WHERE paid_at >= '2026-11-01'\n GROUP BY 1 ORDER BY 1;\n"_s});
    blocks.push_back(Heading{2, u"The change"_s});
    blocks.push_back(Code{u"diff"_s, u"pool.conf"_s,
                          u"--- a/pool.conf\n+++ b/pool.conf\n@@ -3,2 +3,2 @@\n-max=20\n+max=80\n timeout=30s\n"_s});
    blocks.push_back(Code{{},
                          {},
                          u"java.sql.SQLTransientConnectionException: pool - Connection is not available\n"
                          "\tat com.example.pool.Pool.take(Pool.java:118)\n"
                          "Caused by: java.net.SocketTimeoutException: connect timed out\n\t... 12 more\n"_s});
    if (withPicture) {
        blocks.push_back(Picture{samplePicture(), u"Bar chart of the error rate"_s, u"Error rate by minute"_s});
    }
    blocks.push_back(Heading{1, u"Lessons"_s});
    blocks.push_back(Heading{3, u"Went well"_s});
    blocks.push_back(List{false, {{u"Paged within 20 s"_s}, {u"First public post after *4 minutes*"_s}}});
    blocks.push_back(Heading{3, u"Countermeasures"_s});
    blocks.push_back(List{true, {{u"Derive pool sizes from load tests"_s, false}, {u"Alert on saturation"_s, true}}});
    blocks.push_back(
        Paragraph{u"> \"The pool was the one limit nobody owned.\"\n\n1. Read replicas\n   - reports only\n   - "
                  "lag under 5 s\n2. Reviews\n\n| Step | By |\n|---|---|\n| catalogue | Mia |\n| alert | Jonas |"_s});
    blocks.push_back(PageBreak{});
    blocks.push_back(Heading{1, u"日本語・العربية・🙂"_s});
    blocks.push_back(Paragraph{u"決済サービスが27分間利用できませんでした。データの損失はありません。\n\n"
                               "لم يتمكن العملاء من الدفع لمدة 27 دقيقة. لم تُفقد أي **بيانات** (INC-17).\n\n"
                               "Emoji stay legible: 🙂 🚒 ✅ ⚠️ 🔥 — and so do signs: → ≠ ∑ € ½ ﬁ."_s});
    return document;
}

//! What machines, users and attackers put into fields.
inline Document hostileDocument()
{
    using namespace Qt::StringLiterals;
    const QString script = u"<script>alert(1)</script>\"'&\x1b[31m\a\0\xfffe"_s;
    const QString word(5'000, u'W');
    Document document;
    document.title = script + u" "_s + QString(400, u'T');
    document.subtitle = script;
    document.author = script;
    document.notice = u"\"><img src=x onerror=alert(1)>"_s;
    document.language = u"\"><script>"_s;
    document.facts = {{script, script}, {word, word}, {u""_s, u""_s}};
    document.created = at(0, 0);
    const QString markdown = u"- list\n\n| a | b |\n|---|---|\n| `x\\|y` | "_s + script
                           + u" |\n\n[x](javascript:alert(1)) "_s
                           + u"![p](https://tracker.example/p.png)\r\nline\rline\n\n"_s + word + u"\n\n> > > "_s
                           + QString(60, u'>') + u" deep\n\n```\n"_s + word + u"\n```"_s;
    document.blocks = {
        Heading{-3, script},
        Heading{99, word},
        Paragraph{markdown},
        Facts{},
        Facts{{{script, markdown}}},
        Table{},
        Table{{{script}}, {{}, {script, u"too many"_s}, {word}}},
        Table{{{u"a"_s}, {u"b"_s}, {u"c"_s}, {u"d"_s}, {u"e"_s}, {u"f"_s}, {u"g"_s}, {u"h"_s}, {u"i"_s}, {u"j"_s}},
              {QStringList(10, word.left(80)), {}}},
        Code{u"no such language"_s, script,
             script + u"\n"_s + word + u"\n\tif (a != b && c <= d) -> www === \u202e evil"_s, 99'998},
        Code{},
        Code{u"json"_s, {}, u"{\"k\":\""_s + word + u"\"}"_s},
        List{},
        List{true, {{markdown}, {u""_s, true}}},
        Tree{},
        Tree{{TreeNode{}, TreeNode{.caption = script,
                                   .text = word,
                                   .details = {word, script},
                                   .badges = {{script, Tone::Bad}, {word, Tone::Info}, {u"x"_s, Tone::Good}}}}},
        Timeline{},
        Timeline{{{at(1, 2), script, markdown, word, script, Tone::Bad}}},
        Callout{Tone::Bad, script, markdown},
        Picture{QByteArray("not a picture"), script, word},
        Picture{{}, {}, {}},
        PageBreak{},
        PageBreak{},
        Paragraph{u""_s},
        Paragraph{u"مرحبا **بالعالم** "_s.repeated(120)},
        Paragraph{u"日本語"_s.repeated(400)},
    };
    // A chain deeper than a page is wide.
    TreeNode chain{.text = u"leaf"_s};
    for (int i = 0; i < 60; ++i) {
        chain = TreeNode{.text = u"why %1"_s.arg(60 - i), .children = {chain}};
    }
    document.blocks.push_back(Tree{{chain}});
    // A row that no page holds.
    document.blocks.push_back(
        Table{{{u"k"_s}, {u"v"_s}}, {{u"long"_s, QString(u"many words in one cell "_s).repeated(600)}}});
    return document;
}

}  // namespace onlyonce::tests
