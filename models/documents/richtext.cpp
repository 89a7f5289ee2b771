// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/richtext.h"

#include "models/documents/markdowntree.h"
#include "models/documents/visibletext.h"

#include <cmark-gfm-core-extensions.h>

namespace onlyonce {

namespace {

//! Collects the inline nodes of one paragraph, heading or cell.
class InlineReader
{
public:
    void visit(cmark_node *node, bool entering)
    {
        const int step = entering ? 1 : -1;
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_TEXT:
            append(markdownLiteral(node), false);
            break;
        case CMARK_NODE_CODE:
            append(markdownLiteral(node), true);
            break;
        case CMARK_NODE_SOFTBREAK:
            append(QStringLiteral(" "), false);
            break;
        case CMARK_NODE_LINEBREAK:
        case CMARK_NODE_HTML_INLINE:  // MarkdownTree leaves none but <br>
            append(QString(QChar::LineSeparator), false);
            break;
        case CMARK_NODE_STRONG:
            m_bold += step;
            break;
        case CMARK_NODE_EMPH:
            m_italic += step;
            break;
        case CMARK_NODE_LINK:
            m_link = entering ? QString::fromUtf8(cmark_node_get_url(node)) : QString();
            break;
        default:
            if (isMarkdownNode(node, "strikethrough")) {
                m_strike += step;
            }
            break;
        }
    }

    [[nodiscard]] RichText take() { return std::exchange(m_result, {}); }

private:
    void append(const QString &text, bool code)
    {
        RichSpan span{static_cast<int>(m_result.text.size()),
                      static_cast<int>(text.size()),
                      m_bold > 0,
                      m_italic > 0,
                      m_strike > 0,
                      code,
                      m_link};
        m_result.text += text;
        const bool isPlain = !span.bold && !span.italic && !span.strike && !span.code && span.link.isEmpty();
        if (isPlain || text.isEmpty()) {
            return;
        }
        if (!m_result.spans.empty()) {
            RichSpan &last = m_result.spans.back();
            RichSpan joined = span;
            joined.start = last.start;
            joined.length = last.length;
            if (joined == last && last.start + last.length == span.start) {
                last.length += span.length;
                return;
            }
        }
        m_result.spans.push_back(std::move(span));
    }

    RichText m_result;
    int m_bold = 0;
    int m_italic = 0;
    int m_strike = 0;
    QString m_link;
};

class BlockReader
{
public:
    void visit(cmark_node *node, bool entering)
    {
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_BLOCK_QUOTE:
            m_quotes += entering ? 1 : -1;
            break;
        case CMARK_NODE_LIST:
            entering ? openList(node) : m_lists.pop_back();
            break;
        case CMARK_NODE_PARAGRAPH:
        case CMARK_NODE_HEADING:
            if (!entering) {
                addText(node);
            }
            break;
        case CMARK_NODE_CODE_BLOCK:
            addCode(node);
            break;
        case CMARK_NODE_THEMATIC_BREAK:
            add(RichBlock::Kind::Rule);
            break;
        default:
            if (cmark_node_get_type(node) == CMARK_NODE_ITEM || isMarkdownNode(node, "tasklist")) {
                entering ? openItem(node) : closeItem();
            } else if (isMarkdownNode(node, "table")) {
                if (entering) {
                    openTable(node);
                }
            } else if (isMarkdownNode(node, "table_header") || isMarkdownNode(node, "table_row")) {
                if (entering) {
                    m_blocks.back().rows.emplace_back();
                }
            } else if (isMarkdownNode(node, "table_cell")) {
                if (!entering) {
                    m_blocks.back().rows.back().push_back(m_inlines.take());
                }
            } else {
                m_inlines.visit(node, entering);
            }
            break;
        }
    }

    [[nodiscard]] std::vector<RichBlock> take() { return std::move(m_blocks); }

private:
    struct OpenList
    {
        bool ordered = false;
        bool tight = false;
        int number = 1;
    };

    RichBlock &add(RichBlock::Kind kind)
    {
        RichBlock block{.kind = kind, .quotes = m_quotes, .lists = static_cast<int>(m_lists.size())};
        block.marker = std::exchange(m_marker, QString());
        block.tight = !m_lists.empty() && m_lists.back().tight && !m_firstOfOuterList;
        m_firstOfOuterList = false;
        m_blocks.push_back(std::move(block));
        return m_blocks.back();
    }

    void addText(cmark_node *node)
    {
        const bool isHeading = cmark_node_get_type(node) == CMARK_NODE_HEADING;
        RichBlock &block = add(isHeading ? RichBlock::Kind::Heading : RichBlock::Kind::Paragraph);
        block.level = isHeading ? cmark_node_get_heading_level(node) : 0;
        block.text = m_inlines.take();
    }

    void addCode(cmark_node *node)
    {
        RichBlock &block = add(RichBlock::Kind::Code);
        block.code = markdownLiteral(node);
        if (block.code.endsWith(u'\n')) {
            block.code.chop(1);
        }
        const QString info = QString::fromUtf8(cmark_node_get_fence_info(node));
        block.language = info.section(u' ', 0, 0, QString::SectionSkipEmpty);
    }

    void openTable(cmark_node *node)
    {
        RichBlock &block = add(RichBlock::Kind::Table);
        const int columns = cmark_gfm_extensions_get_table_columns(node);
        const uint8_t *alignments = cmark_gfm_extensions_get_table_alignments(node);
        for (int i = 0; i < columns; ++i) {
            block.alignments += alignments[i] == 'r' ? Qt::AlignRight
                              : alignments[i] == 'c' ? Qt::AlignHCenter
                                                     : Qt::AlignLeft;
        }
    }

    void openList(cmark_node *node)
    {
        m_firstOfOuterList = m_lists.empty();
        m_lists.push_back({cmark_node_get_list_type(node) == CMARK_ORDERED_LIST, cmark_node_get_list_tight(node) != 0,
                           cmark_node_get_list_start(node)});
    }

    void openItem(cmark_node *node)
    {
        OpenList &list = m_lists.back();
        if (isMarkdownNode(node, "tasklist")) {
            m_marker = cmark_gfm_extensions_get_tasklist_item_checked(node) ? QStringLiteral("☑") : QStringLiteral("☐");
        } else {
            m_marker = list.ordered ? QStringLiteral("%1.").arg(list.number) : QStringLiteral("•");
        }
        ++list.number;
    }

    void closeItem()
    {
        if (!m_marker.isEmpty()) {  // an item without content is still an item
            add(RichBlock::Kind::Paragraph);
        }
    }

    std::vector<RichBlock> m_blocks;
    std::vector<OpenList> m_lists;
    InlineReader m_inlines;
    QString m_marker;
    int m_quotes = 0;
    bool m_firstOfOuterList = false;
};

}  // namespace

std::vector<RichBlock> richBlocks(QStringView markdown)
{
    BlockReader reader;
    walkMarkdown(MarkdownTree(markdown).root(), [&](cmark_node *node, bool entering) { reader.visit(node, entering); });
    return reader.take();
}

RichText richLine(QStringView markdown)
{
    RichText result;
    bool first = true;
    for (const QStringView line : QStringView(markdown).split(u'\n')) {
        if (!std::exchange(first, false)) {
            result.text += QChar::LineSeparator;
        }
        InlineReader reader;
        walkMarkdown(MarkdownTree::ofLine(line).root(),
                     [&](cmark_node *node, bool entering) { reader.visit(node, entering); });
        RichText part = reader.take();
        for (RichSpan &span : part.spans) {
            span.start += static_cast<int>(result.text.size());
            result.spans.push_back(std::move(span));
        }
        result.text += part.text;
    }
    return result;
}

RichText plainRichText(QStringView text)
{
    return {visibleText(text).replace(u'\n', QChar::LineSeparator), {}};
}

}  // namespace onlyonce
