// SPDX-License-Identifier: GPL-3.0-or-later
// A document as one long column of strips that no page may cut, and their distribution over pages. A strip is a line of
// text, a table row, a line of code, a node of the why tree. Nothing here knows paper, PDF or blocks.
#pragma once

#include <QColor>
#include <QMarginsF>
#include <QPointF>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

class QPainter;

namespace onlyonce::page {

struct Piece
{
    double height = 0;
    double above = 0;                    //!< space before it, dropped at the top of a page
    bool keepWithNext = false;           //!< no page ends after it
    bool newPage = false;                //!< a page begins with it
    std::optional<size_t> header = {};   //!< the piece to repeat when a page begins here, with its own before it
    std::optional<size_t> heading = {};  //!< index of the heading that it starts
    std::vector<double> breaks = {};     //!< heights at which it may be cut if no page can hold it, ascending
    std::function<void(QPainter &)> paint = {};  //!< with the piece's top left corner at the origin
};

//! A coloured or indented part of the column.
struct Frame
{
    QMarginsF padding = {};
    QColor fill = {};
    QColor outline = {};  //!< left and right edges, and the rules above and below
    QColor bar = {};      //!< a thick line at the left edge
    double barWidth = 0;
};

class Flow
{
public:
    Flow(double width, double tallest)
        : m_width(width)
        , m_tallest(tallest)
    {
    }

    [[nodiscard]] double width() const;  //!< what a piece may fill now
    void space(double height);           //!< at least so much before the next piece
    size_t add(Piece piece);             //!< its index
    void keepLastWithNext();
    //! Painted together with the next piece, above whatever fills its background: a list's marker.
    void paintWithNext(std::function<void(QPainter &)> paint) { m_paintWithNext = std::move(paint); }
    void breakPage() { m_breakPage = true; }

    void open(Frame frame);
    void close();

    [[nodiscard]] const std::vector<Piece> &pieces() const { return m_pieces; }
    [[nodiscard]] std::vector<Piece> take() { return std::move(m_pieces); }

private:
    void append(Piece piece);
    [[nodiscard]] Piece framed(Piece piece, size_t depth) const;

    struct OpenFrame
    {
        Frame frame;
        double left = 0;   // of its outer edge, from the column's
        double width = 0;  // outer
    };

    double m_width;
    double m_tallest;
    double m_space = 0;
    bool m_breakPage = false;
    std::function<void(QPainter &)> m_paintWithNext;
    std::vector<OpenFrame> m_frames;
    std::vector<Piece> m_pieces;
};

struct PlacedPiece
{
    size_t piece = 0;
    double y = 0;
    friend bool operator==(const PlacedPiece &, const PlacedPiece &) = default;
};
using PageContent = std::vector<PlacedPiece>;

//! Every piece on exactly one page, in order; headers also at the top of each page that continues their table.
[[nodiscard]] std::vector<PageContent> paginate(const std::vector<Piece> &pieces, double pageHeight);

}  // namespace onlyonce::page
