// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown in and out: safe whatever comes in, stable under repetition, nothing silently lost.
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace onlyonce;

namespace {

//! Text that has broken some Markdown program before.
const QStringList hostile{
    u"- a\n- b\n\n| x | y |\n|---|--:|\n| `a\\|b` | c \\| d |"_s,
    u"<script>alert(1)</script>"_s,
    u"text <img src=x onerror=alert(1)> more"_s,
    u"[x](javascript:alert(1)) [y](JaVaScRiPt:alert(2)) [z](data:text/html,<b>) [w]( \tvbscript:a)"_s,
    u"[ref]\n\n[ref]: javascript:alert(3)"_s,
    u"<javascript:alert(4)>"_s,
    u"![pixel](https://tracker.example/p.png) [![inner](https://a.example/i.png)](https://b.example)"_s,
    u"a\r\nb\rc\n\r\nd"_s,
    u"مرحبا **بالعالم** 12:30 — `code`"_s,
    u"日本語の**強調**テキスト 🙂👩‍🚒 e\u0301"_s,
    u"nul \0 and bell \a and esc \x1b[31mred\x1b[0m"_s,
    u"> quote\n\n```\ncode after quote\n```\n\n1. a\n   - b\n     1. c\n\n       d"_s,
    u"* * *\n\n***\n\nSetext\n======\n\nTwo\n---"_s,
    u"- [x] done\n- [ ] open\n\n10. ten\n11. eleven"_s,
    u"~~gone~~ **bold *both* bold** `` ` ``"_s,
    u"line one  \nline two\\\nline three\nsame line"_s,
    u"<details><summary>s</summary>\n\nhidden\n\n</details>\n\n<!-- secret -->"_s,
    u"https://a.example/?x=1&y=2 www.b.example user@c.example"_s,
    u"&lt; &amp; &#x41; &nosuch; \\& \\\\"_s,
    u"a_b_c __init__ snake_case_name 2*3*4"_s,
    u"- a\n\n<!-- -->\n\n- b"_s,
    u"|[a<br>b](javascript:c)|![x<br>y](ftp://z)|\n|-|-|"_s,
    u"two\\\nlines\n===\n\n# a<br>b"_s,
    u"> - a\\\n>   b\n>\n>   c  \n>   d\n\n| a<br>b | c |\n|-|-|\n| **d<br />e** | |"_s,
    u"#hash #1 @name :smile: [quote] [details=\"x\"]"_s,
};

void addHostileRows()
{
    QTest::addColumn<QString>("source");
    for (qsizetype i = 0; i < hostile.size(); ++i) {
        QTest::addRow("%d", int(i)) << hostile[i];
    }
    QTest::newRow("very long word") << QString(40'000, u'x');
    QTest::newRow("deep quotes") << QString(5'000, u'>');
    QTest::newRow("deep lists") << u"1. "_s.repeated(5'000);
    QTest::newRow("brackets") << QString(20'000, u'[');
    QTest::newRow("emphasis") << u"*a "_s.repeated(10'000);
    QTest::newRow("links") << u"[a]("_s.repeated(10'000);
    QTest::newRow("mail signs") << u"x@"_s.repeated(10'000);
    QTest::newRow("wide table") << u"a|"_s.repeated(500) + u"\n"_s + u"-|"_s.repeated(500) + u"\n"_s
                                       + u"b|"_s.repeated(500);
}

}  // namespace

class TestMarkdown : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void htmlIsSafe_data() { addHostileRows(); }
    void htmlIsSafe()
    {
        QFETCH(QString, source);
        for (const QString &html : {markdownToHtml(source), markdownToInlineHtml(source)}) {
            static const QRegularExpression tag(u"<(/?)([a-z0-9]+)([^>]*)>"_s);
            static const QStringList allowed{
                u"a"_s,  u"p"_s,  u"br"_s,         u"em"_s, u"strong"_s, u"del"_s,   u"code"_s,  u"pre"_s, u"ul"_s,
                u"ol"_s, u"li"_s, u"blockquote"_s, u"hr"_s, u"table"_s,  u"thead"_s, u"tbody"_s, u"tr"_s,  u"th"_s,
                u"td"_s, u"h1"_s, u"h2"_s,         u"h3"_s, u"h4"_s,     u"h5"_s,    u"h6"_s};
            static const QRegularExpression attributes(
                u"^( rel=\"noopener nofollow\" href=\"(https?|mailto|tel):[^\"]*\"( title=\"[^\"]*\")?"
                u"| class=\"language-[^\"]*\"| start=\"\\d+\"| style=\"text-align: (left|right|center)\"| /)?$"_s);
            QString rest = html;
            for (const auto &match : tag.globalMatch(html)) {
                QVERIFY2(allowed.contains(match.captured(2)), qPrintable(match.captured()));
                QVERIFY2(attributes.match(match.captured(3)).hasMatch(), qPrintable(match.captured()));
            }
            QVERIFY2(!rest.remove(tag).contains(u'<'), qPrintable(html.left(500)));
            QVERIFY(!html.contains(QChar(0x1b)) && !html.contains(QChar(0)) && !html.contains(u'\r'));
        }
    }

    void normalizingTwiceChangesNothing_data() { addHostileRows(); }
    void normalizingTwiceChangesNothing()
    {
        QFETCH(QString, source);
        const QString once = normalizedMarkdown(source);
        QCOMPARE(normalizedMarkdown(once), once);
        QCOMPARE(markdownToHtml(once), markdownToHtml(source));
        QCOMPARE(markdownToPlain(once), markdownToPlain(source));
    }

    void nothingIsLost_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("plain");
        QTest::newRow("raw html shows") << u"a <b>c</b>"_s << u"a <b>c</b>"_s;
        QTest::newRow("html block shows") << u"<div>\nx\n</div>"_s << u"<div> x </div>"_s;
        QTest::newRow("comments do not") << u"a <!-- b --> c\n\n<!-- d -->\n\ne"_s << u"a  c\n\ne"_s;
        QTest::newRow("unfinished comment") << u"a\n\n<!-- d"_s << u"a"_s;
        QTest::newRow("forbidden link") << u"[x](javascript:alert(1))"_s << u"x (javascript:alert(1))"_s;
        QTest::newRow("link") << u"[status **page**](https://s.example)"_s << u"status page <https://s.example>"_s;
        QTest::newRow("bare link") << u"see https://s.example/a, now"_s << u"see https://s.example/a, now"_s;
        QTest::newRow("picture") << u"![graph](https://s.example/g.png)"_s << u"graph <https://s.example/g.png>"_s;
        QTest::newRow("list") << u"1. a\n   - b\n2. [ ] c\n\n```\nd\ne\n```"_s << u"1. a\n  - b\n☐ c\n\n    d\n    e"_s;
        QTest::newRow("table") << u"|a|b|\n|-|-|\n|c|`d|"_s << u"a | b\nc | `d"_s;
        QTest::newRow("quote") << u"> a\n> \n> b"_s << u"> a\n\n> b"_s;
        QTest::newRow("break") << u"a<br>b\\\nc"_s << u"a\nb\nc"_s;
        QTest::newRow("break in a cell") << u"|a<br>b **c<BR/>d**|\n|-|"_s << u"a b c d"_s;
        QTest::newRow("break in a link in a cell") << u"|[a<br>b](javascript:c)|\n|-|"_s << u"a b (javascript:c)"_s;
        QTest::newRow("controls show") << u"a\ab\x1b[1mc"_s << u"a␇bc"_s;
        QTest::newRow("empty item") << u"-\n- x"_s << u"- \n- x"_s;
    }
    void nothingIsLost()
    {
        QFETCH(QString, source);
        QTEST(markdownToPlain(source), "plain");
    }

    void html_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("html");
        QTest::newRow("table after list")
            << u"- a\n\n| x | y |\n|---|--:|\n| `a\\|b` | c |"_s
            << u"<ul>\n<li>a</li>\n</ul>\n<table>\n<thead>\n<tr>\n<th>x</th>\n"
               "<th style=\"text-align: right\">y</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
               "<td><code>a|b</code></td>\n<td style=\"text-align: right\">c</td>\n</tr>\n"
               "</tbody>\n</table>\n"_s;
        QTest::newRow("tasks") << u"- [x] a"_s << u"<ul>\n<li>☑ a</li>\n</ul>\n"_s;
        QTest::newRow("html") << u"<b>a</b>"_s << u"<p>&lt;b&gt;a&lt;/b&gt;</p>\n"_s;
        QTest::newRow("link")
            << u"https://a.example"_s
            << u"<p><a rel=\"noopener nofollow\" href=\"https://a.example\">https://a.example</a></p>\n"_s;
        QTest::newRow("cell") << u"|a<br>b<!-- c -->|\n|-|"_s
                              << u"<table>\n<thead>\n<tr>\n<th>a<br />b</th>\n</tr>\n</thead>\n</table>\n"_s;
        QTest::newRow("its own words") << u"`<!-- raw HTML omitted -->` a"_s
                                       << u"<p><code>&lt;!-- raw HTML omitted --&gt;</code> a</p>\n"_s;
        QTest::newRow("no script") << u"[x](javascript:a)"_s << u"<p>x (javascript:a)</p>\n"_s;
    }
    void html()
    {
        QFETCH(QString, source);
        QTEST(markdownToHtml(source), "html");
    }

    void headingsSink() { QCOMPARE(markdownToHtml(u"# a\n\n##### b"_s, 2), u"<h3>a</h3>\n<h6>b</h6>\n"_s); }

    void inlineHasNoBlocks_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("html");
        QTest::newRow("list") << u"- a"_s << u"- a"_s;
        QTest::newRow("number") << u"1. a"_s << u"1. a"_s;
        QTest::newRow("heading") << u"# a"_s << u"# a"_s;
        QTest::newRow("fence") << u"```"_s << u"```"_s;
        QTest::newRow("bold first") << u"**a** b"_s << u"<strong>a</strong> b"_s;
        QTest::newRow("underscore first") << u"_a_ b"_s << u"<em>a</em> b"_s;
        QTest::newRow("link first") << u"[a](https://b.example)"_s
                                    << u"<a rel=\"noopener nofollow\" href=\"https://b.example\">a</a>"_s;
        QTest::newRow("bare link first") << u"https://b.example/(x)"_s
                                         << u"<a rel=\"noopener nofollow\" href=\"https://b.example/(x)\">"
                                            "https://b.example/(x)</a>"_s;
        QTest::newRow("lines") << u"a\nb"_s << u"a<br />b"_s;
        QTest::newRow("empty") << u""_s << u""_s;
    }
    void inlineHasNoBlocks()
    {
        QFETCH(QString, source);
        QTEST(markdownToInlineHtml(source), "html");
    }

    void nothingTurnsALineAround_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("plain");
        QTest::newRow("override") << u"run \u202egnp.exe"_s << u"run ‹U+202E›gnp.exe"_s;
        QTest::newRow("isolate") << u"\u2067a\u2069 b"_s << u"‹U+2067›a‹U+2069› b"_s;
        QTest::newRow("isolate that shows what it holds") << u"so \u2068אב\u2069 b"_s << u"so \u2068אב\u2069 b"_s;
        QTest::newRow("isolate that does not end") << u"so \u2068אב b"_s << u"so ‹U+2068›אב b"_s;
        QTest::newRow("isolate that another ends") << u"\u2068a \u2067b\u2069"_s << u"‹U+2068›a ‹U+2067›b‹U+2069›"_s;
        QTest::newRow("before a bracket") << u"\u202e(https://a.example)"_s << u"‹U+202E›(https://a.example)"_s;
        QTest::newRow("before a colon") << u"\u202e: https://a.example"_s << u"‹U+202E›: https://a.example"_s;
        QTest::newRow("as an entity") << u"run &#x202e;gnp.exe"_s << u"run ‹U+202E›gnp.exe"_s;
        QTest::newRow("control as an entity") << u"a&#27;[31mb"_s << u"ab"_s;
        QTest::newRow("marks that prose needs") << u"\u200fמרחבא\u200f!"_s << u"\u200fמרחבא\u200f!"_s;
    }
    void nothingTurnsALineAround()
    {
        QFETCH(QString, source);
        QTEST(markdownToPlain(source), "plain");
        QVERIFY(!markdownToHtml(source).contains(QChar(0x202e)));
        QVERIFY(!normalizedMarkdown(source).contains(QChar(0x202e)));
        QVERIFY(!escapeMarkdown(source).contains(QChar(0x202e)));
    }
    void codeShowsItsMarksToo() { QCOMPARE(visibleCode(u"a\u202eb\u200ec"_s), u"a‹U+202E›b‹U+200E›c"_s); }

    void escapedTextShowsItself_data()
    {
        QTest::addColumn<QString>("text");
        for (const QString &text : {u"plain words, 12:30 (UTC) - really!"_s,
                                    u"# not a heading"_s,
                                    u"- no list"_s,
                                    u"+ no list"_s,
                                    u"1. no list"_s,
                                    u"12) no list"_s,
                                    u"=== no underline"_s,
                                    u"--- no rule"_s,
                                    u"> no quote"_s,
                                    u"*no* _emphasis_ __init__ ~~x~~"_s,
                                    u"a_b_c.d_e"_s,
                                    u"<script>alert(1)</script>"_s,
                                    u"[x](https://a.example) ![y](z)"_s,
                                    u"a | b | c"_s,
                                    u"```fence"_s,
                                    u"~~~fence"_s,
                                    u"`code` ``x``"_s,
                                    u"\\ back\\slash \\* "_s,
                                    u"&lt;&amp;"_s,
                                    u"https://a.example/x?y=1"_s,
                                    u"see www.a.example now"_s,
                                    u"{job=\"node\",instance=\"db-1:9100\"}"_s,
                                    u"2 * 3 * 4"_s,
                                    u"日本語 **x** مرحبا"_s,
                                    u"| a |"_s,
                                    u"_"_s,
                                    u"*"_s,
                                    u"-"_s,
                                    u"1."_s,
                                    u"|-|-|"_s,
                                    u":-:"_s,
                                    u"[ref]: /x"_s,
                                    u"CPU > 90 % && load < 3"_s}) {
            QTest::newRow(qPrintable(text)) << text;
        }
    }
    void escapedTextShowsItself()
    {
        QFETCH(QString, text);
        const QString escaped = escapeMarkdown(text);
        const QString html = u"<p>"_s + text.trimmed().toHtmlEscaped() + u"</p>\n"_s;
        QCOMPARE(markdownToHtml(escaped), html);
        QCOMPARE(markdownToPlain(escaped), text.trimmed());
        QCOMPARE(markdownToPlain(u"word "_s + escaped), u"word "_s + text.trimmed());
        QCOMPARE(markdownToPlain(u"- "_s + escaped), u"- "_s + text.trimmed());
        QCOMPARE(markdownToPlain(u"|a|\n|-|\n|"_s + escaped + u"|"_s), u"a\n"_s + text.trimmed());
        QCOMPARE(markdownToPlain(u"title\n\n"_s + escaped + u"\nnext"_s), u"title\n\n"_s + text.trimmed() + u" next"_s);
        QCOMPARE(markdownToPlain(normalizedMarkdown(escaped)), text.trimmed());
    }

    void escapingStaysReadable()
    {
        QCOMPARE(escapeMarkdown(u"db-1.example:9100 at 2026-11-23 05:18, 99.5 % of node_load1"_s),
                 u"db-1.example:9100 at 2026-11-23 05:18, 99.5 % of node_load1"_s);
        QCOMPARE(escapeMarkdown(u"two\nlines\ttabbed"_s), u"two lines tabbed"_s);
    }

    void codeSpans()
    {
        QCOMPARE(codeSpan(u"a"), u"`a`"_s);
        QCOMPARE(codeSpan(u""), u""_s);
        for (const QString &text : {u"`"_s, u"``a`"_s, u"a`b"_s, u"\\"_s, u"<b>&amp;"_s, u"a ``` b"_s}) {
            QCOMPARE(markdownToHtml(codeSpan(text)), u"<p><code>"_s + text.toHtmlEscaped() + u"</code></p>\n"_s);
        }
    }

    void codeFences()
    {
        QCOMPARE(codeFence(u"a", u"sql"), u"```sql\na\n```\n"_s);
        const QString text = u"```\n````\n<b>"_s;
        QCOMPARE(markdownToHtml(codeFence(text)), u"<pre><code>"_s + text.toHtmlEscaped() + u"\n</code></pre>\n"_s);
        QCOMPARE(codeFence(u"", u"a`\nb"), u"```ab\n```\n"_s);
    }

    void forumTextMentionsNobody()
    {
        const QString source = u"ask @here and #general :smile:\nnow\n\n[details=\"x\"]\n\nhttps://a.example/page\n\n"
                               "mail a@b.example at 10:20:30 `@code` line\\\nbreak"_s;
        const QString forum = forumMarkdown(source);
        QVERIFY2(!forum.contains(u"@here"_s) && !forum.contains(u"#general"_s) && !forum.contains(u":smile:"_s),
                 qPrintable(forum));
        QVERIFY2(forum.contains(u"`@code`"_s), qPrintable(forum));
        QVERIFY2(forum.contains(u"a@b.example"_s), qPrintable(forum));
        QVERIFY2(forum.contains(u"10:20:30"_s), qPrintable(forum));
        QVERIFY2(forum.contains(u"\n<https://a.example/page>\n"_s), qPrintable(forum));
        QVERIFY2(!forum.contains(u"\n[details"_s), qPrintable(forum));
        QVERIFY2(forum.contains(u"\u2060smile: now"_s), qPrintable(forum));
        QVERIFY2(forum.contains(u"line\\\nbreak"_s), qPrintable(forum));
        QCOMPARE(markdownToPlain(forum).remove(QChar(0x2060)), markdownToPlain(source));
    }
};

QTEST_GUILESS_MAIN(TestMarkdown)
#include "tst_markdown.moc"
