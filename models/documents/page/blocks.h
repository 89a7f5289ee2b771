// SPDX-License-Identifier: GPL-3.0-or-later
// From the blocks of a document to the strips of a flow: one function per kind of content.
#pragma once

#include "models/documents/document.h"
#include "models/documents/page/flow.h"
#include "models/documents/page/look.h"
#include "models/documents/richtext.h"
#include "models/documents/timelinetable.h"

#include <QTimeZone>

#include <memory>

namespace onlyonce::page {

struct PlacedHeading
{
    int level = 1;
    QString text;
    int page = 0;  //!< counted from 0; filled in after pagination
    double y = 0;  //!< within the page's text area
};

struct Context
{
    Flow &flow;
    const Look &look;
    QTimeZone zone;
    std::vector<PlacedHeading> headings = {};
    int headingLevel = 0;  //!< that the next blocks stand under
    bool afterHeading = false;
};

void addBlocks(Context &context, const std::vector<Block> &blocks);

// The parts, each in a file of its own.
void addCover(Flow &flow, const Look &look, const Document &document);
void addText(Flow &flow, const RichText &text, const TextStyle &style);
void addMarkdown(Context &context, QStringView markdown);
void addTable(Flow &flow, const Look &look, const Table &table);
void addTimeline(Flow &flow, const Look &look, const TimelineTable &timeline);
//! With cells already parsed; the first row is the header, and of `columns` only the alignment counts.
void addParsedTable(Flow &flow, const Look &look, std::vector<Column> columns,
                    const std::vector<std::vector<RichText>> &rows);
void addFacts(Flow &flow, const Look &look, const std::vector<Fact> &facts);
void addCode(Flow &flow, const Look &look, const Code &code);
void addTree(Flow &flow, const Look &look, const Tree &tree);
void addPicture(Flow &flow, const Look &look, const Picture &picture);

//! A table of contents whose page numbers are read when it is painted. Its links are found in `rects` afterwards.
struct ContentsLink
{
    size_t piece = 0;
    size_t heading = 0;
    double width = 0;
    double height = 0;
};
//! Headings down to the level `deepest`.
[[nodiscard]] std::vector<ContentsLink>
addContents(Flow &flow, const Look &look, std::shared_ptr<const std::vector<PlacedHeading>> headings, int deepest);

}  // namespace onlyonce::page
