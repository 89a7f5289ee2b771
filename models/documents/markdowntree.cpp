// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/markdowntree.h"

#include "models/documents/visibletext.h"

#include <QRegularExpression>

#include <cmark-gfm-core-extensions.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <mutex>

namespace onlyonce {

namespace {

constexpr int renderOptions = CMARK_OPT_DEFAULT | CMARK_OPT_TABLE_PREFER_STYLE_ATTRIBUTES;
constexpr int deepestNesting = 24;  // quotes and lists; deeper ones are drawn at this depth

cmark_parser *newParser()
{
    static std::once_flag registered;
    std::call_once(registered, cmark_gfm_core_extensions_ensure_registered);
    cmark_parser *parser = cmark_parser_new(renderOptions);
    for (const char *name : {"table", "strikethrough", "autolink", "tagfilter", "tasklist"}) {
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name));
    }
    return parser;
}

QString takeText(char *text)
{
    const std::unique_ptr<char, decltype(&std::free)> owned(text, std::free);
    return QString::fromUtf8(owned.get());
}

cmark_node *newText(QStringView text)
{
    cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
    setMarkdownLiteral(node, text);
    return node;
}

void replace(cmark_node *old, cmark_node *node)
{
    cmark_node_replace(old, node);
    cmark_node_free(old);
}

//! Puts the children of `node` in its place.
void unwrap(cmark_node *node)
{
    while (cmark_node *child = cmark_node_first_child(node)) {
        cmark_node_insert_before(node, child);
    }
    cmark_node_free(node);
}

void unwrapList(cmark_node *list)
{
    for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
        while (cmark_node *child = cmark_node_first_child(item)) {
            cmark_node_insert_before(list, child);
        }
    }
    cmark_node_free(list);
}

QString withoutComments(QString html)
{
    static const QRegularExpression comment(QStringLiteral("<!--.*?(-->|$)"),
                                            QRegularExpression::DotMatchesEverythingOption);
    return html.remove(comment);
}

//! Raw HTML shows as the characters that were typed; a comment was never meant to be read; <br> breaks the line.
void disarmHtml(cmark_node *node)
{
    const QString html = withoutComments(markdownLiteral(node));
    if (cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE) {
        static const QRegularExpression lineBreak(QStringLiteral("^<br\\s*/?>$"),
                                                  QRegularExpression::CaseInsensitiveOption);
        const bool breaks = lineBreak.match(html).hasMatch();
        replace(node, breaks ? cmark_node_new(CMARK_NODE_LINEBREAK) : newText(html));
        return;
    }
    if (html.trimmed().isEmpty()) {
        cmark_node_free(node);
        return;
    }
    cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
    for (const QStringView line : QStringView(html).trimmed().split(u'\n')) {
        if (cmark_node_first_child(paragraph)) {
            cmark_node_append_child(paragraph, cmark_node_new(CMARK_NODE_SOFTBREAK));
        }
        cmark_node_append_child(paragraph, newText(line.trimmed()));
    }
    replace(node, paragraph);
}

bool isInsideLink(cmark_node *node)
{
    for (cmark_node *up = cmark_node_parent(node); up; up = cmark_node_parent(up)) {
        if (cmark_node_get_type(up) == CMARK_NODE_LINK) {
            return true;
        }
    }
    return false;
}

void disarmLink(cmark_node *node, bool keep)
{
    const QString url = QString::fromUtf8(cmark_node_get_url(node));
    if (!isAllowedLink(url)) {
        // Where it would have led stays readable, for it may be what the text is about.
        if (!url.isEmpty()) {
            cmark_node_append_child(node, newText(QStringLiteral(" (%1)").arg(url)));
        }
        unwrap(node);
    } else if (isInsideLink(node)) {
        if (!keep) {
            unwrap(node);
        }
    } else if (cmark_node_get_type(node) == CMARK_NODE_IMAGE && !keep) {
        cmark_node *link = cmark_node_new(CMARK_NODE_LINK);
        cmark_node_set_url(link, cmark_node_get_url(node));
        cmark_node_set_title(link, cmark_node_get_title(node));
        if (!cmark_node_first_child(node)) {
            cmark_node_append_child(node, newText(url));
        }
        while (cmark_node *child = cmark_node_first_child(node)) {
            cmark_node_append_child(link, child);
        }
        replace(node, link);
    }
}

void disarm(cmark_node *root, MarkdownTree::Pictures pictures)
{
    int depth = 0;
    walkMarkdown(root, [&](cmark_node *node, bool entering) {
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_BLOCK_QUOTE:
        case CMARK_NODE_LIST: {
            depth += entering ? 1 : -1;
            const bool tooDeep = !entering && depth >= deepestNesting;
            if (tooDeep) {
                cmark_node_get_type(node) == CMARK_NODE_LIST ? unwrapList(node) : unwrap(node);
            }
            break;
        }
        case CMARK_NODE_HTML_BLOCK:
        case CMARK_NODE_HTML_INLINE:
            disarmHtml(node);
            break;
        case CMARK_NODE_LINK:
        case CMARK_NODE_IMAGE:
            if (!entering) {
                const bool isPicture = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
                disarmLink(node, isPicture && pictures == MarkdownTree::Pictures::Keep);
            }
            break;
        default:
            break;
        }
    });
}

}  // namespace

MarkdownTree::MarkdownTree(const QByteArray &utf8, Pictures pictures)
    : m_parser(newParser())
{
    cmark_parser_feed(m_parser.get(), utf8.constData(), static_cast<size_t>(utf8.size()));
    m_root.reset(cmark_parser_finish(m_parser.get()));
    disarm(m_root.get(), pictures);
    cmark_consolidate_text_nodes(m_root.get());
}

MarkdownTree::MarkdownTree(QStringView markdown, Pictures pictures)
    : MarkdownTree(visibleText(markdown).toUtf8(), pictures)
{
}

MarkdownTree MarkdownTree::ofLine(QStringView line)
{
    // After an opening bracket no block can begin, while emphasis and bare links still can; then it is taken off again.
    QString text = visibleText(line).trimmed();
    text.replace(u'\n', u' ');
    MarkdownTree tree((u'(' + text).toUtf8(), Pictures::AsLinks);
    if (cmark_node *first = cmark_node_first_child(cmark_node_first_child(tree.root()))) {
        setMarkdownLiteral(first, QStringView(markdownLiteral(first)).mid(1));
    }
    return tree;
}

QString MarkdownTree::toHtml() const
{
    return takeText(cmark_render_html(m_root.get(), renderOptions,
                                      cmark_parser_get_syntax_extensions(m_parser.get())));
}

QString MarkdownTree::toCommonMark(LineBreaks breaks) const
{
    // Blanks at a line's end do not survive editors and forums, and a heading or a table's row has only one line.
    bool oneLine = false;
    walkMarkdown(m_root.get(), [&](cmark_node *node, bool entering) {
        if (isMarkdownNode(node, "table_cell") || cmark_node_get_type(node) == CMARK_NODE_HEADING) {
            oneLine = entering;
        } else if (cmark_node_get_type(node) == CMARK_NODE_LINEBREAK) {
            cmark_node *spelt = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
            cmark_node_set_on_enter(spelt, oneLine ? "<br>" : "\\\n");
            replace(node, spelt);
        }
    });
    const int options = renderOptions | (breaks == LineBreaks::Join ? CMARK_OPT_NOBREAKS : 0);
    return takeText(cmark_render_commonmark(m_root.get(), options, 0));
}

QString markdownLiteral(cmark_node *node)
{
    return QString::fromUtf8(cmark_node_get_literal(node));
}

void setMarkdownLiteral(cmark_node *node, QStringView text)
{
    cmark_node_set_literal(node, text.toUtf8().constData());
}

bool isMarkdownNode(cmark_node *node, const char *type)
{
    return std::strcmp(cmark_node_get_type_string(node), type) == 0;
}

bool isAllowedLink(QStringView url)
{
    static constexpr std::array schemes{u"http", u"https", u"mailto", u"tel"};
    const qsizetype colon = url.indexOf(u':');
    const QStringView scheme = url.first(qMax<qsizetype>(colon, 0));
    return std::ranges::any_of(schemes, [&](const char16_t *allowed) {
        return scheme.compare(QStringView(allowed), Qt::CaseInsensitive) == 0;
    });
}

}  // namespace onlyonce
