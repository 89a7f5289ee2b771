// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/markdown.h"

#include "models/documents/markdowntree.h"
#include "models/documents/richtext.h"
#include "models/documents/visibletext.h"

#include <QRegularExpression>
#include <QStringBuilder>
#include <QStringList>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr QChar wordJoiner(0x2060);  // no width, no line break, and no part of any mention

//! The renderer's own tags cannot be confused with text: text has its "<" escaped.
QString polishedHtml(QString html)
{
    html.replace(QLatin1StringView("<a href=\""), QLatin1StringView("<a rel=\"noopener nofollow\" href=\""));
    html.replace(QLatin1StringView("<input type=\"checkbox\" checked=\"\" disabled=\"\" />"), QStringLiteral("☑"));
    html.replace(QLatin1StringView("<input type=\"checkbox\" disabled=\"\" />"), QStringLiteral("☐"));
    return html;
}

void sinkHeadings(const MarkdownTree &tree, int levels)
{
    walkMarkdown(tree.root(), [levels](cmark_node *node, bool entering) {
        if (!entering && cmark_node_get_type(node) == CMARK_NODE_HEADING) {
            cmark_node_set_heading_level(node, std::min(6, cmark_node_get_heading_level(node) + levels));
        }
    });
}

QString plainWithLinks(const RichText &text)
{
    QString result = text.text;
    for (auto span = text.spans.rbegin(); span != text.spans.rend(); ++span) {
        const bool continues = span != text.spans.rbegin() && (span - 1)->link == span->link
                            && (span - 1)->start == span->start + span->length;
        const QStringView shown = QStringView(text.text).mid(span->start, span->length);
        const bool speaksForItself = span->link == shown || span->link == QLatin1StringView("mailto:") % shown
                                  || span->link == QLatin1StringView("http://") % shown;
        if (!span->link.isEmpty() && !continues && !speaksForItself) {
            result.insert(span->start + span->length, QStringLiteral(" <%1>").arg(span->link));
        }
    }
    return result.replace(QChar::LineSeparator, u'\n');
}

QString plainTable(const RichBlock &table)
{
    QStringList lines;
    for (const auto &row : table.rows) {
        QStringList cells;
        for (const RichText &cell : row) {
            cells += plainWithLinks(cell).replace(u'\n', u' ');
        }
        lines += cells.join(QStringLiteral(" | "));
    }
    return lines.join(u'\n');
}

QString plainBlock(const RichBlock &block)
{
    switch (block.kind) {
    case RichBlock::Kind::Paragraph:
    case RichBlock::Kind::Heading:
        return plainWithLinks(block.text);
    case RichBlock::Kind::Code:
        return QStringLiteral("    ") + QString(block.code).replace(u'\n', QStringLiteral("\n    "));
    case RichBlock::Kind::Rule:
        return QString(20, u'-');
    case RichBlock::Kind::Table:
        return plainTable(block);
    }
    Q_UNREACHABLE();
}

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

//! Parts in front of which a forum finds a mention, a tag or an emoji, get a joiner that it does not expect.
QString withoutSideEffects(const QString &text)
{
    static const QRegularExpression emoji(QStringLiteral(":(?=[\\w+-]+:)"));
    QString result;
    result.reserve(text.size() + 8);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        result += c;
        if (i > 0 && isWordCharacter(text[i - 1])) {
            continue;
        }
        const bool opens = (c == u'@' || c == u'#') && i + 1 < text.size() && isWordCharacter(text[i + 1]);
        const bool isEmoji =
            c == u':'
            && emoji.match(text, i, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption)
                   .hasMatch();
        if (opens || isEmoji) {
            result += wordJoiner;
        }
    }
    return result;
}

int longestRun(QStringView text, QChar c)
{
    int longest = 0;
    int run = 0;
    for (const QChar each : text) {
        run = each == c ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

}  // namespace

QString markdownToHtml(QStringView markdown, int headingsBelow)
{
    const MarkdownTree tree(markdown);
    sinkHeadings(tree, headingsBelow);
    return polishedHtml(tree.toHtml());
}

QString markdownToInlineHtml(QStringView markdown)
{
    QStringList lines;
    for (const QStringView line : markdown.split(u'\n')) {
        QString html = polishedHtml(MarkdownTree::ofLine(line).toHtml()).trimmed();
        html.remove(0, int(std::size("<p>") - 1));
        html.chop(int(std::size("</p>") - 1));
        lines += html;
    }
    return lines.join(QStringLiteral("<br />"));
}

QString markdownToPlain(QStringView markdown)
{
    QString result;
    for (const RichBlock &block : richBlocks(markdown)) {
        const QString marker = block.marker == u"•" ? QStringLiteral("-") : block.marker;
        const QString quote = QStringLiteral("> ").repeated(block.quotes);
        const int outer = 2 * std::max(0, block.lists - 1);
        const QString first = marker.isEmpty() ? QString(block.lists > 0 ? 2 : 0, u' ') : marker + u' ';
        const QString rest(first.size(), u' ');
        if (!result.isEmpty()) {
            result += block.tight ? QStringLiteral("\n") : QStringLiteral("\n\n");
        }
        const QString indent = quote + QString(outer, u' ');
        result += indent + first + plainBlock(block).replace(u'\n', u'\n' + indent + rest);
    }
    return result;
}

QString normalizedMarkdown(QStringView markdown, int headingsBelow)
{
    const auto once = [](QStringView source, int levels) {
        const MarkdownTree tree(source, MarkdownTree::Pictures::Keep);
        sinkHeadings(tree, levels);
        return tree.toCommonMark();
    };
    // What the library writes, it may read a little otherwise (addresses beside signs, mostly): it settles at once.
    constexpr int patience = 8;
    QString text = once(markdown, headingsBelow);
    for (int i = 0; i < patience; ++i) {
        QString next = once(text, 0);
        if (next == text) {
            break;
        }
        text = std::move(next);
    }
    return text.trimmed().isEmpty() ? QString() : text;
}

QString forumMarkdown(QStringView markdown)
{
    const MarkdownTree tree(markdown, MarkdownTree::Pictures::Keep);
    walkMarkdown(tree.root(), [](cmark_node *node, bool) {
        if (cmark_node_get_type(node) == CMARK_NODE_TEXT) {
            setMarkdownLiteral(node, withoutSideEffects(markdownLiteral(node)));
        }
    });
    return tree.toCommonMark(MarkdownTree::LineBreaks::Join);
}

QString escapeMarkdown(QStringView text)
{
    return escapedMarkdownText(visibleLine(text));
}

QString codeSpan(QStringView source)
{
    const QString text = visibleLine(source);
    if (text.isEmpty()) {
        return {};
    }
    const QString ticks(longestRun(text, u'`') + 1, u'`');
    const bool pads = text.startsWith(u'`') || text.endsWith(u'`');
    const QString pad = pads ? QStringLiteral(" ") : QString();
    return ticks + pad + text + pad + ticks;
}

QString codeFence(QStringView source, QStringView language)
{
    const QString text = visibleText(source);
    const QString fence(std::max(3, longestRun(text, u'`') + 1), u'`');
    QString info = language.toString();
    info.removeIf([](QChar c) { return !c.isLetterOrNumber() && !QStringView(u"+-_#.").contains(c); });
    QString result = fence + info + u'\n' + text;
    if (!result.endsWith(u'\n')) {
        result += u'\n';
    }
    return result + fence + u'\n';
}

}  // namespace onlyonce
