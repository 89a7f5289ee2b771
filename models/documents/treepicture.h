// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the why tree with a QPainter: the same picture in the window and, as vector graphics, in documents. The symptom
// stands on top, each cause under its effect and one step to the right, so that a tree of any depth fits a page.
// It lays out once and paints strips, because a page may end between two nodes.
#pragma once

#include "models/documents/document.h"

#include <QColor>
#include <QFont>
#include <QRectF>

#include <array>
#include <memory>
#include <vector>

class QPainter;

namespace onlyonce {

struct TreePalette
{
    struct Ink
    {
        QColor fill;
        QColor border;
        QColor text;
    };

    QColor text;
    QColor mutedText;
    QColor line;               //!< connectors
    std::array<Ink, 5> node;   //!< by Tone
    std::array<Ink, 5> badge;  //!< by Tone

    [[nodiscard]] static TreePalette light();
    [[nodiscard]] static TreePalette dark();
};

struct TreeStyle
{
    QFont font;        //!< families and weight; its size is ignored
    double point = 1;  //!< painter units per typographic point: 1.33 on a 96 dpi screen
    double width = 0;  //!< painter units the picture may fill
    TreePalette palette = TreePalette::light();
};

class TreePicture
{
public:
    TreePicture(const Tree &tree, const TreeStyle &style);
    TreePicture(TreePicture &&) noexcept;
    TreePicture &operator=(TreePicture &&) noexcept;
    ~TreePicture();

    [[nodiscard]] double height() const;
    [[nodiscard]] int nodeCount() const;  //!< nodes are numbered depth first, from 0

    //! The box of a node, in the picture's coordinates (its top left corner is 0, 0).
    [[nodiscard]] QRectF nodeRect(int node) const;
    [[nodiscard]] int nodeAt(QPointF point) const;  //!< -1: none

    //! The horizontal strips that belong to the nodes: they touch, and together they are the whole picture.
    [[nodiscard]] QRectF strip(int node) const;
    //! Where a strip that is higher than a page may be cut without cutting a line of text; from the strip's top, ascending.
    [[nodiscard]] std::vector<double> stripBreaks(int node) const;

    //! Paints one strip, or all of it, with the picture's top left corner at the painter's origin.
    void paintStrip(QPainter &painter, int node) const;
    void paint(QPainter &painter) const;

private:
    struct Layout;
    std::unique_ptr<Layout> m_layout;
};

}  // namespace onlyonce
