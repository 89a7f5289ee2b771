// SPDX-License-Identifier: GPL-3.0-or-later
// PDF: the flow of a document laid out on pages, painted by Qt's writer, finished by libqpdf.
#include "models/base/tr.h"
#include "models/documents/formats/formats.h"
#include "models/documents/page/blocks.h"
#include "models/documents/page/finish.h"
#include "models/documents/timelinetable.h"
#include "models/documents/visibletext.h"

#include <QBuffer>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>
#include <numeric>

namespace onlyonce {

namespace {

using namespace page;

struct Sheet
{
    QPageSize size;
    double width = 0;
    double height = 0;
    static constexpr double marginX = 56 * pt;
    static constexpr double marginTop = 64 * pt;
    static constexpr double marginBottom = 60 * pt;

    [[nodiscard]] double textWidth() const { return width - 2 * marginX; }
    [[nodiscard]] double textHeight() const { return height - marginTop - marginBottom; }
};

Sheet sheetOf(Paper paper)
{
    const QPageSize size(paper == Paper::Letter ? QPageSize::Letter : QPageSize::A4);
    const QSize points = size.sizePoints();
    return {size, points.width() * pt, points.height() * pt};
}

using Headings = std::shared_ptr<std::vector<PlacedHeading>>;

struct LaidOut
{
    std::vector<Piece> pieces;
    std::vector<PageContent> pages;
    Headings headings;
    std::vector<ContentsLink> contents;
};

double heightOf(const std::vector<Piece> &pieces)
{
    return std::accumulate(pieces.begin(), pieces.end(), 0.0,
                           [](double sum, const Piece &piece) { return sum + piece.above + piece.height; });
}

bool wantsContents(const std::vector<Piece> &body, const std::vector<PlacedHeading> &headings, double pageHeight)
{
    constexpr double enoughPages = 2.5;
    constexpr auto enoughHeadings = 4;
    return heightOf(body) > enoughPages * pageHeight
        && std::ranges::count_if(headings, [](const PlacedHeading &heading) { return heading.level <= 2; })
               >= enoughHeadings;
}

LaidOut layOut(const Document &document, const FormatOptions &options, const Sheet &sheet, const Look &look)
{
    Flow bodyFlow(sheet.textWidth(), sheet.textHeight());
    bodyFlow.space(12 * pt);
    Context body{bodyFlow, look, options.zone};
    addBlocks(body, document.blocks);
    std::vector<Piece> bodyPieces = bodyFlow.take();

    LaidOut result;
    result.headings = std::make_shared<std::vector<PlacedHeading>>(std::move(body.headings));
    const bool contents = options.contents && wantsContents(bodyPieces, *result.headings, sheet.textHeight());
    // One page for the cover with the contents beats a second one with their last two lines; else each has its own.
    struct Front
    {
        int deepest;  // of the headings in the contents
        size_t pages;
    };
    for (const Front &wanted : {Front{2, 1}, Front{1, 1}, Front{2, 2}, Front{1, 2}}) {
        Flow front(sheet.textWidth(), sheet.textHeight());
        addCover(front, look, document);
        if (contents) {
            if (wanted.pages > 1) {
                front.breakPage();
            }
            result.contents = addContents(front, look, result.headings, wanted.deepest);
        }
        result.pieces = front.take();
        if (!contents || paginate(result.pieces, sheet.textHeight()).size() <= wanted.pages) {
            break;
        }
    }
    if (contents) {
        bodyPieces.front().newPage = true;
    }
    const size_t offset = result.pieces.size();
    for (Piece &piece : bodyPieces) {
        if (piece.header) {
            *piece.header += offset;
        }
        result.pieces.push_back(std::move(piece));
    }

    result.pages = paginate(result.pieces, sheet.textHeight());
    for (size_t page = 0; page < result.pages.size(); ++page) {
        for (const PlacedPiece &placed : result.pages[page]) {
            if (const auto heading = result.pieces[placed.piece].heading) {
                result.headings->at(*heading).page = static_cast<int>(page);
                result.headings->at(*heading).y = placed.y;
            }
        }
    }
    return result;
}

void paintMargins(QPainter &painter, const Document &document, const Sheet &sheet, const Look &look, int page,
                  int pages)
{
    const TextStyle style = look.small();
    TextStyle right = style;
    right.alignment = Qt::AlignRight;
    const double width = sheet.textWidth();
    const auto line = [&](const QString &text, const TextStyle &lineStyle, double x, double lineWidth, double y) {
        TextBox box(plainRichText(elided(text, lineStyle.font, lineWidth)), lineStyle);
        box.layOut(lineWidth);
        box.paint(painter, QPointF(sheet.marginX + x, y));
    };
    const double top = sheet.marginTop - 32 * pt;
    if (page > 0) {
        line(visibleLine(document.title), style, 0, width * 0.72, top);
        line(visibleLine(document.notice), right, width * 0.75, width * 0.25, top);
        painter.fillRect(QRectF(sheet.marginX, top + 16 * pt, width, 5), look.hairline);
    }
    const double bottom = sheet.height - sheet.marginBottom + 20 * pt;
    painter.fillRect(QRectF(sheet.marginX, bottom - 4 * pt, width, 5), look.hairline);
    const QString author = visibleLine(document.author);
    line((author.isEmpty() ? QString() : isolated(author) + QStringLiteral(" · ")) + utcText(document.created), style,
         0, width * 0.7, bottom);
    line(tr("Page %1 of %2").arg(page + 1).arg(pages), right, width * 0.72, width * 0.28, bottom);
}

Result<QByteArray> paint(const Document &document, const LaidOut &laidOut, const Sheet &sheet, const Look &look)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(static_cast<int>(72 * pt));
    writer.setPageLayout(QPageLayout(sheet.size, QPageLayout::Portrait, QMarginsF(), QPageLayout::Point));
    QPainter painter;
    if (!painter.begin(&writer)) {
        return fail(ErrorCode::Internal, tr("The PDF could not be written."));
    }
    const int pages = static_cast<int>(laidOut.pages.size());
    for (int page = 0; page < pages; ++page) {
        if (page > 0) {
            writer.newPage();
        }
        painter.save();
        paintMargins(painter, document, sheet, look, page, pages);
        painter.translate(sheet.marginX, sheet.marginTop);
        for (const PlacedPiece &placed : laidOut.pages[static_cast<size_t>(page)]) {
            if (const auto &paintPiece = laidOut.pieces[placed.piece].paint) {
                painter.save();
                painter.translate(0, placed.y);
                paintPiece(painter);
                painter.restore();
            }
        }
        painter.restore();
    }
    painter.end();
    return bytes;
}

Finish finishOf(const Document &document, const LaidOut &laidOut, const Sheet &sheet)
{
    Finish finish{.title = visibleLine(document.title),
                  .author = visibleLine(document.author),
                  .subject = visibleLine(document.subtitle),
                  .language = document.language,
                  .created = document.created};
    const auto topOf = [&](double y) { return (sheet.marginTop + y) / pt; };
    for (const PlacedHeading &heading : *laidOut.headings) {
        finish.bookmarks.push_back({heading.level, heading.text, heading.page, topOf(heading.y)});
    }
    for (const ContentsLink &link : laidOut.contents) {
        for (size_t page = 0; page < laidOut.pages.size(); ++page) {
            const auto &content = laidOut.pages[page];
            const auto placed = std::ranges::find(content, link.piece, &PlacedPiece::piece);
            if (placed == content.end()) {
                continue;
            }
            const PlacedHeading &target = laidOut.headings->at(link.heading);
            finish.links.push_back({static_cast<int>(page),
                                    QRectF(sheet.marginX / pt, topOf(placed->y), link.width / pt, link.height / pt),
                                    target.page, topOf(target.y)});
        }
    }
    return finish;
}

}  // namespace

Result<QByteArray> renderPdf(const Document &document, const FormatOptions &options)
{
    const Sheet sheet = sheetOf(options.paper);
    const Look look(document.language);
    const LaidOut laidOut = layOut(document, options, sheet, look);
    const auto painted = paint(document, laidOut, sheet, look);
    if (!painted) {
        return failure(painted);
    }
    return finishPdf(*painted, finishOf(document, laidOut, sheet));
}

}  // namespace onlyonce
