// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/formats/htmlstyle.h"

#include "models/documents/highlighter.h"

namespace onlyonce {

namespace {

constexpr const char *lightColours = R"(
  --ink: #1f2733; --muted: #556070; --paper: #ffffff; --pale: #f6f7f9; --hair: #dbe0e7; --rule: #a9b2c0;
  --accent: #1b5aa8; --inline: #eef0f4;
  --info-line: #1b5aa8; --info-fill: #f0f5fc; --info-text: #174f94;
  --good-line: #2c8a43; --good-fill: #eff8f1; --good-text: #1d5c2a;
  --warning-line: #c28400; --warning-fill: #fef8ea; --warning-text: #704900;
  --bad-line: #b3241c; --bad-fill: #fef3f2; --bad-text: #9e1c15;
)";

constexpr const char *darkColours = R"(
  --ink: #e4e8ef; --muted: #a3adbd; --paper: #101419; --pale: #181d25; --hair: #2b333f; --rule: #5a6576;
  --accent: #86b6ff; --inline: #222934;
  --info-line: #5b93e0; --info-fill: #142235; --info-text: #afcef7;
  --good-line: #55ab69; --good-fill: #14261a; --good-text: #a9ddb4;
  --warning-line: #d9a43a; --warning-fill: #2b2311; --warning-text: #f5d483;
  --bad-line: #f28b82; --bad-fill: #331a19; --bad-text: #ffb0a9;
)";

constexpr const char *layout = R"(
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 54rem; padding: 2.5rem 1.5rem 4rem; line-height: 1.55;
  font-family: Inter, "Segoe UI", "Helvetica Neue", "Noto Sans", "Noto Sans CJK JP", "Noto Sans Arabic", sans-serif; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 2rem 0 .5rem; break-after: avoid; }
h1 { font-size: 2rem; letter-spacing: -.015em; margin: 0; }
h2 { font-size: 1.4rem; letter-spacing: -.01em; margin-top: 2.5rem; }
h3 { font-size: 1.15rem; }
h4, h5, h6 { font-size: 1rem; }
p, ul, ol, dl, table, pre, blockquote, figure { margin: .75rem 0; }
p, li, td, th, dd, dt, h1, h2, h3, h4, figcaption { overflow-wrap: anywhere; unicode-bidi: plaintext; }
th, td { min-width: 5rem; }
.long { min-width: 10rem; }
.words { min-width: 0; overflow-wrap: normal; }
td.whole { white-space: nowrap; }
ul, ol { padding-left: 1.5rem; }
li > ul, li > ol, li > p { margin: .25rem 0; }
a { color: var(--accent); text-underline-offset: .15em; }
hr { border: 0; border-top: 1px solid var(--hair); margin: 2rem 0; }
img { max-width: 100%; height: auto; }
code, pre { font-family: "JetBrains Mono", ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace;
  font-variant-ligatures: none; font-size: .85em; }
code { background: var(--inline); border-radius: .2rem; padding: .1em .3em; }
blockquote { border-left: 3px solid var(--rule); color: var(--muted); margin-left: 0; padding-left: 1rem; }
header { border-top: 4px solid var(--accent); padding-top: 1.5rem; }
.notice { background: var(--bad-fill); border: 1px solid var(--bad-line); border-radius: .3rem; color: var(--bad-text);
  display: inline-block; font-size: .8rem; font-weight: 600; margin: 0 0 .75rem; padding: .1rem .6rem; }
.subtitle { color: var(--muted); font-size: 1.1rem; margin: .5rem 0 0; }
.cover { background: var(--pale); border-radius: .4rem; display: grid; gap: .75rem 1.5rem; margin: 1.5rem 0;
  grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); padding: 1rem 1.25rem; }
.cover dt, .facts dt { color: var(--muted); font-size: .85rem; }
.cover dd, .facts dd { margin: 0; }
.cover dl { margin: 0; }
.facts { border-top: 1px solid var(--hair); display: grid; grid-template-columns: 14rem 1fr; }
.facts dt, .facts dd { border-bottom: 1px solid var(--hair); padding: .35rem 0; }
nav { border: 1px solid var(--hair); border-radius: .4rem; margin: 1.5rem 0; padding: .75rem 1.25rem; }
nav h2 { font-size: 1rem; margin: 0 0 .25rem; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav ol ol { padding-left: 1.25rem; }
nav a { text-decoration: none; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .92rem; width: 100%; }
caption { caption-side: top; color: var(--muted); font-size: .9rem; padding-bottom: .25rem; text-align: left; }
th { border-bottom: 2px solid var(--rule); color: var(--muted); font-weight: 600; text-align: left; vertical-align: bottom; }
td { border-bottom: 1px solid var(--hair); vertical-align: top; }
th, td { padding: .4rem .6rem; }
tr { break-inside: avoid; }
.right { text-align: right; } .center { text-align: center; } .left { text-align: left; }
.timeline td:first-child, .timeline thead th:first-child { white-space: nowrap; }
td { font-variant-numeric: tabular-nums; }
.timeline small { color: var(--muted); font-size: .85em; }
.timeline .day th { background: var(--pale); border-bottom: 1px solid var(--hair); color: var(--ink); }
.timeline tr { border-left: 3px solid transparent; }
.timeline .info { border-left-color: var(--info-line); } .timeline .good { border-left-color: var(--good-line); }
.timeline .warning { border-left-color: var(--warning-line); } .timeline .bad { border-left-color: var(--bad-line); }
.code { margin: 1rem 0; }
.code figcaption { display: flex; font-size: .85rem; font-weight: 600; gap: 1rem; justify-content: space-between;
  margin-bottom: .25rem; }
.code figcaption span { color: var(--muted); font-weight: 400; }
pre { background: var(--code-paper); border: 1px solid var(--code-border); border-radius: .4rem; color: var(--code-ink);
  line-height: 1.5; overflow-x: auto; padding: .6rem .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
pre code { background: none; border-radius: 0; display: block; font-size: 1em; padding: 0; }
.line { display: block; min-height: 1.5em; padding-left: 4.5em; position: relative; }
.line::before { color: var(--code-number); content: attr(data-line); left: 0; position: absolute; text-align: right;
  user-select: none; -webkit-user-select: none; width: 3.5em; }
.callout { border-left: 4px solid var(--rule); background: var(--pale); border-radius: .3rem; margin: 1rem 0;
  padding: .75rem 1rem; }
.callout > :first-child { margin-top: 0; } .callout > :last-child { margin-bottom: 0; }
.callout.info { background: var(--info-fill); border-color: var(--info-line); }
.callout.good { background: var(--good-fill); border-color: var(--good-line); }
.callout.warning { background: var(--warning-fill); border-color: var(--warning-line); }
.callout.bad { background: var(--bad-fill); border-color: var(--bad-line); }
.tree, .tree ul { list-style: none; margin: 0; padding: 0; }
.tree { margin: 1rem 0; }
.tree ul { margin-left: .9rem; }
.tree ul > li { border-left: 1.5px solid var(--rule); padding: .5rem 0 0 1.1rem; position: relative; }
.tree ul > li:last-child { border-left-color: transparent; }
.tree ul > li::before { border-bottom: 1.5px solid var(--rule); border-bottom-left-radius: .4rem; content: "";
  border-left: 1.5px solid var(--rule); height: 1.7rem; left: -1.5px; position: absolute; top: 0; width: 1.1rem; }
.node { background: var(--paper); border: 1px solid var(--rule); border-radius: .4rem; break-inside: avoid;
  padding: .45rem .75rem; }
.node p { margin: 0; } .node .small { color: var(--muted); font-size: .85rem; }
.node.info { background: var(--info-fill); border-color: var(--info-line); }
.node.good { background: var(--good-fill); border-color: var(--good-line); }
.node.warning { background: var(--warning-fill); border-color: var(--warning-line); }
.node.bad { background: var(--bad-fill); border-color: var(--bad-line); }
.badge { border: 1px solid var(--rule); border-radius: 1rem; color: var(--muted); display: inline-block; font-size: .72rem;
  font-weight: 600; line-height: 1.4; margin-left: .35rem; padding: 0 .5rem; vertical-align: .1em; }
.badge.info { border-color: var(--info-line); color: var(--info-text); }
.badge.good { border-color: var(--good-line); color: var(--good-text); }
.badge.warning { border-color: var(--warning-line); color: var(--warning-text); }
.badge.bad { background: var(--bad-line); border-color: var(--bad-line); color: var(--paper); }
.jointly { color: var(--info-text); font-size: .78rem; font-weight: 600; margin: .35rem 0 0 1.5rem; }
figure { margin-left: 0; margin-right: 0; }
figcaption { color: var(--muted); font-size: .9rem; }
.code figcaption { color: var(--ink); }
footer { border-top: 1px solid var(--hair); color: var(--muted); font-size: .85rem; margin-top: 3rem; padding-top: .75rem; }
@media (max-width: 40rem) {
  .facts { grid-template-columns: 1fr; } .facts dt { border-bottom: 0; padding-bottom: 0; }
  .line { padding-left: 3.5em; } .line::before { width: 2.75em; }
  .full, .full thead, .full thead tr, .full thead th:first-child, .full tbody, .full .day, .full .day th { display: block; }
  .full thead th:not(:first-child) { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; width: 1px; }
  .full tbody tr:not(.day) { border-bottom: 1px solid var(--hair); column-gap: 1rem; display: grid; grid-template-columns: auto 1fr;
    padding: .5rem 0 .5rem .6rem; }
  .full td, .full td.long { border: 0; min-width: 0; padding: 0; }
  .full td:nth-child(3), .full td:nth-child(4) { grid-column: 1 / -1; margin-top: .25rem; }
  .full td:nth-child(4) { color: var(--muted); font-size: .9em; }
}
@media print {
  @page { margin: 18mm 16mm; @bottom-right { color: #556070; content: counter(page) " / " counter(pages); font-size: 8pt; } }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  .page-break { break-before: page; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  a { color: inherit; }
  nav, figure:not(.code), .line { break-inside: avoid; }
  html, pre, .cover, .callout, .node, .badge, .notice { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)";

QString codeColours(CodeTheme theme)
{
    const CodeSurface surface = codeSurface(theme);
    return QStringLiteral("  --code-paper: %1; --code-border: %2; --code-ink: %3; --code-number: %4;\n")
        .arg(surface.background.name(), surface.border.name(), surface.text.name(), surface.lineNumber.name());
}

//! One class per style, named by its number: "s1" is a keyword.
QString codeStyles(CodeTheme theme)
{
    QString css;
    for (int i = 1; i < codeStyleCount; ++i) {
        const CodeFormat format = codeFormat(static_cast<CodeStyle>(i), theme);
        css += QStringLiteral(".s%1{color:%2").arg(i).arg(format.foreground.name());
        if (format.background.isValid()) {
            css += QStringLiteral(";background:%1").arg(format.background.name());
        }
        css += format.bold ? QStringLiteral(";font-weight:700") : QString();
        css += format.italic ? QStringLiteral(";font-style:italic}\n") : QStringLiteral("}\n");
    }
    return css;
}

}  // namespace

QString htmlStyleSheet()
{
    const QString light = QString::fromLatin1(lightColours) + codeColours(CodeTheme::Light);
    const QString dark = QString::fromLatin1(darkColours) + codeColours(CodeTheme::Dark);
    // Paper is white whatever the screen is, so dark is for screens alone.
    return QStringLiteral(
               "\n:root { color-scheme: light dark;%1}\n%2%3@media screen and (prefers-color-scheme: dark) {\n"
               ":root {%4}\n%5}\n")
        .arg(light, QString::fromLatin1(layout), codeStyles(CodeTheme::Light), dark, codeStyles(CodeTheme::Dark));
}

}  // namespace onlyonce
