// SPDX-License-Identifier: GPL-3.0-or-later
// Everything the app does with Markdown source: to HTML, to plain text, to one normal form, and safely into it.
// The dialect is GitHub's (tables, strikethrough, autolinks, task lists). Raw HTML never passes (a bare <br> is a line
// break), links lead only to http, https, mailto and tel, and nothing is ever fetched. Callable from any thread.
#pragma once

#include <QString>
#include <QStringView>

namespace onlyonce {

//! A fragment for a page body. Pictures become links to what they show; task boxes become ☑ and ☐. With `headingsBelow` 2
//! its first-level headings are <h3>.
[[nodiscard]] QString markdownToHtml(QStringView markdown, int headingsBelow = 0);

//! As above, for the contents of one cell or line: no paragraph element around it.
[[nodiscard]] QString markdownToInlineHtml(QStringView markdown);

//! For plain-text mail, terminals and search: structure by blank lines, bullets and indentation, links as "text <url>".
//! Made from the tree, not by stripping tags. Ends without a line end.
[[nodiscard]] QString markdownToPlain(QStringView markdown);

//! One spelling for all texts that mean the same; compare a forum's copy with ours after this. Stable:
//! normalizing twice changes nothing. Line ends LF, exactly one at the end (none when the text is empty). Headings sink as
//! in markdownToHtml().
[[nodiscard]] QString normalizedMarkdown(QStringView markdown, int headingsBelow = 0);

//! Machine-made text (host names, alert summaries, log lines) as Markdown that shows exactly those characters: nothing in
//! it becomes a heading, list, emphasis, web link or HTML, wherever it is put. Line ends become spaces, control characters
//! their pictures. (Mentions and the like are forumMarkdown()'s affair; a mail address may still be linked.)
[[nodiscard]] QString escapeMarkdown(QStringView text);

//! Any text as inline code that survives back-ticks. Empty text gives nothing.
[[nodiscard]] QString codeSpan(QStringView text);

//! Any text as a fenced code block; the fence is longer than any run of back-ticks inside. `language` may be empty.
[[nodiscard]] QString codeFence(QStringView text, QStringView language = {});

//! Our Markdown for a forum that turns @name, #tag, :emoji:, [bbcode] and a lonely URL into something of its own
//! (Discourse, NodeBB): the same text for the reader, without side effects. Code and links stay as they are.
[[nodiscard]] QString forumMarkdown(QStringView markdown);

}  // namespace onlyonce
