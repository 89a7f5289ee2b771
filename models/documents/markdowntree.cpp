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
    if (!cmark_node_replace(old, node)) {
        cmark_node_free(node);
    }
    cmark_node_free(old);
}

void moveChildrenBefore(cmark_node *place, cmark_node *parent)
{
    while (cmark_node *child = cmark_node_first_child(parent)) {
        if (!cmark_node_insert_before(place, child)) {
            cmark_node_free(child);  // no parent may hold it; without this the loop would never end
        }
    }
}

//! Puts the children of `node` in its place.
void unwrap(cmark_node *node)
{
    moveChildrenBefore(node, node);
    cmark_node_free(node);
}

void unwrapList(cmark_node *list)
{
    for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
        moveChildrenBefore(list, item);
    }
    cmark_node_free(list);
}

bool isInside(cmark_node *node, const char *type)
{
    for (cmark_node *up = cmark_node_parent(node); up; up = cmark_node_parent(up)) {
        if (isMarkdownNode(up, type)) {
            return true;
        }
    }
    return false;
}

//! Text that reaches the output as it stands. (HTML, and not the library's "custom" node, because table cells may hold
//! only the former; nor may they hold line breaks.)
cmark_node *newRaw(QStringView text)
{
    cmark_node *node = cmark_node_new(CMARK_NODE_HTML_INLINE);
    setMarkdownLiteral(node, text);
    return node;
}

//! A break with nothing behind it breaks nothing.
void dropLastBreaks(cmark_node *paragraph)
{
    for (cmark_node *last = cmark_node_last_child(paragraph); last; last = cmark_node_last_child(paragraph)) {
        const bool isBlank = cmark_node_get_type(last) == CMARK_NODE_TEXT && markdownLiteral(last).trimmed().isEmpty();
        const bool isBreak =
            cmark_node_get_type(last) == CMARK_NODE_LINEBREAK || cmark_node_get_type(last) == CMARK_NODE_SOFTBREAK;
        if (!isBlank && !isBreak) {
            break;
        }
        cmark_node_free(last);
    }
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
        if (!lineBreak.match(html).hasMatch()) {
            replace(node, newText(html));
        } else {
            replace(node, isInside(node, "table_cell") ? newRaw(u"<br>") : cmark_node_new(CMARK_NODE_LINEBREAK));
        }
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

void disarmLink(cmark_node *node, bool keep)
{
    const QString url = QString::fromUtf8(cmark_node_get_url(node));
    if (!isAllowedLink(url)) {
        // Where it would have led stays readable, for it may be what the text is about.
        cmark_node *text = cmark_node_first_child(node);
        const bool saysIt = text && cmark_node_get_type(text) == CMARK_NODE_TEXT && markdownLiteral(text) == url;
        if (!url.isEmpty() && !saysIt) {
            cmark_node_append_child(node, newText(QStringLiteral(" (%1)").arg(url)));
        }
        unwrap(node);
    } else if (isInside(node, "link")) {
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
        case CMARK_NODE_TEXT:
            setMarkdownLiteral(node, visibleText(markdownLiteral(node)));  // "&#8238;" has become the character
            break;
        case CMARK_NODE_LINK:
        case CMARK_NODE_IMAGE:
            if (!entering) {
                const bool isPicture = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
                disarmLink(node, isPicture && pictures == MarkdownTree::Pictures::Keep);
            }
            break;
        case CMARK_NODE_PARAGRAPH:
        case CMARK_NODE_HEADING:
            if (!entering) {
                dropLastBreaks(node);
            }
            break;
        default:
            break;
        }
    });
}

//! What the library would write in a way that reads differently the next time.
void spellOut(cmark_node *node, bool oneLine)
{
    if (cmark_node_get_type(node) == CMARK_NODE_LINEBREAK) {
        // Blanks at a line's end do not survive editors and forums, and headings and rows have only one line.
        const bool plain = oneLine || !cmark_node_next(node);
        replace(node, newRaw(plain ? u"<br>" : u"\\\n"));
    } else if (cmark_node_get_type(node) == CMARK_NODE_TEXT) {
        // Bare addresses that are no links must not become some, nor swallow the escapes behind them.
        const QString text = markdownLiteral(node);
        if (text.contains(QLatin1StringView("://")) || text.contains(QLatin1StringView("www."), Qt::CaseInsensitive)) {
            replace(node, newRaw(escapedMarkdownText(text)));
        }
    } else if (cmark_node_get_type(node) == CMARK_NODE_CODE) {
        // Blanks alone would be padded by more of them, each time.
        if (const QString code = markdownLiteral(node); code.trimmed().isEmpty()) {
            replace(node, newRaw(u'`' + code + u'`'));
        }
    } else if (cmark_node_get_type(node) == CMARK_NODE_LINK) {
        QByteArray url(cmark_node_get_url(node));
        if (url.startsWith("mailto:") && url.sliced(url.indexOf('@') + 1).contains('_')) {
            // Such an address is found in plain text but is none between angle brackets.
            replace(node,
                    newRaw(escapedMarkdownText(QString::fromUtf8(url.sliced(qsizetype(std::strlen("mailto:")))))));
        } else if (url.contains('<') || url.contains('>') || url.contains('\\')) {
            url.replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C");
            cmark_node_set_url(node, url.constData());
        }
    }
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
    const QString html =
        takeText(cmark_render_html(m_root.get(), renderOptions, cmark_parser_get_syntax_extensions(m_parser.get())));
    // What the library still leaves out are our own line breaks.
    return QString(html).replace(QLatin1StringView("<!-- raw HTML omitted -->"), QLatin1StringView("<br />"));
}

QString MarkdownTree::toCommonMark(LineBreaks breaks) const
{
    bool oneLine = false;
    bool inLink = false;
    walkMarkdown(m_root.get(), [&](cmark_node *node, bool entering) {
        const auto type = cmark_node_get_type(node);
        if (isMarkdownNode(node, "table_cell") || type == CMARK_NODE_HEADING) {
            oneLine = entering;
        } else if (type == CMARK_NODE_LINK) {
            inLink = entering;
        }
        const bool isLeaf = !cmark_node_first_child(node);
        if (!inLink && (isLeaf || !entering)) {
            spellOut(node, oneLine);
        }
    });
    // "Unsafe" lets HTML through: after disarm() there is none but ours.
    const int options = renderOptions | CMARK_OPT_UNSAFE | (breaks == LineBreaks::Join ? CMARK_OPT_NOBREAKS : 0);
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

QString escapedMarkdownText(QStringView text)
{
    static const QStringView always = u"\\`*[]<>|~&";
    QString result;
    result.reserve(text.size() + text.size() / 8);
    // A number with a dot or bracket, a bullet, a heading's or an underline's sign count only where a line begins.
    static const QRegularExpression beginning(QStringLiteral("^(?:[#+=-]|\\d{1,9}(?=[.)](?:\\s|$)))"));
    const auto start = beginning.match(text);
    const qsizetype special = start.hasMatch() ? (text[0].isDigit() ? start.capturedLength() : 0) : -1;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isLast = i + 1 == text.size();
        const bool inWord = i > 0 && !isLast && text[i - 1].isLetterOrNumber() && text[i + 1].isLetterOrNumber();
        const bool linksByItself = (c == u':' && text.sliced(i).startsWith(u"://"))
                                || (c == u'.' && text.first(i).endsWith(u"www", Qt::CaseInsensitive));
        if (i == special || always.contains(c) || (c == u'_' && !inWord) || (c == u'!' && isLast) || linksByItself) {
            result += u'\\';
        }
        result += c;
    }
    return result;
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
