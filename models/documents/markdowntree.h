// SPDX-License-Identifier: GPL-3.0-or-later
// The parsed form of Markdown, made harmless at the root, so that no renderer after it has to think of safety: raw HTML
// is text, forbidden links are text, and nothing is nested deeper than a page can show. Internal to this slice.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringView>

#include <cmark-gfm.h>

#include <memory>

namespace onlyonce {

class MarkdownTree
{
public:
    enum class Pictures { Keep, AsLinks };

    explicit MarkdownTree(QStringView markdown, Pictures pictures = Pictures::AsLinks);

    //! One line of inline Markdown: a leading "- ", "1. " or "#" is text. The root holds exactly one paragraph.
    [[nodiscard]] static MarkdownTree ofLine(QStringView line);

    [[nodiscard]] cmark_node *root() const { return m_root.get(); }
    [[nodiscard]] QString toHtml() const;
    enum class LineBreaks { Keep, Join };
    [[nodiscard]] QString toCommonMark(LineBreaks breaks = LineBreaks::Keep) const;

private:
    MarkdownTree(const QByteArray &utf8, Pictures pictures);

    struct Free
    {
        void operator()(cmark_node *node) const { cmark_node_free(node); }
        void operator()(cmark_parser *parser) const { cmark_parser_free(parser); }
    };
    std::unique_ptr<cmark_parser, Free> m_parser;  //!< owns the extensions that the nodes point to
    std::unique_ptr<cmark_node, Free> m_root;
};

//! Calls visit(node, entering) for every node below and including `root`; leaves are only entered. The visitor may
//! change or free a node when it leaves it, or when it enters a leaf.
template <typename Visit>
void walkMarkdown(cmark_node *root, Visit visit)
{
    const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> iterator(cmark_iter_new(root), cmark_iter_free);
    for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator.get())) {
        visit(cmark_iter_get_node(iterator.get()), event == CMARK_EVENT_ENTER);
    }
}

//! The literal text of a leaf.
[[nodiscard]] QString markdownLiteral(cmark_node *node);
void setMarkdownLiteral(cmark_node *node, QStringView text);

//! Table nodes have no fixed type; they are told by name: "table", "table_header", "table_row", "table_cell",
//! "strikethrough", "tasklist".
[[nodiscard]] bool isMarkdownNode(cmark_node *node, const char *type);

//! One line of plain text as Markdown that shows it, wherever it is put.
[[nodiscard]] QString escapedMarkdownText(QStringView text);

//! http, https, mailto and tel.
[[nodiscard]] bool isAllowedLink(QStringView url);

}  // namespace onlyonce
