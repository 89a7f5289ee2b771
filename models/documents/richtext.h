// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown as a short list of paragraphs with marked spans: what plain text, PDF and office formats are made of. Nesting
// is flattened to an indentation, because no page shows it otherwise. Internal to this slice.
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

#include <optional>
#include <vector>

namespace onlyonce {

struct RichSpan
{
    int start = 0;
    int length = 0;
    bool bold = false;
    bool italic = false;
    bool strike = false;
    bool code = false;
    QString link = {};   //!< an allowed address, or empty
    bool muted = false;  //!< small print; no Markdown has it

    friend bool operator==(const RichSpan &, const RichSpan &) = default;
};

struct RichText
{
    QString text;                 //!< U+2028 where a line breaks
    std::vector<RichSpan> spans;  //!< in order, apart, only where something differs from plain

    friend bool operator==(const RichText &, const RichText &) = default;
};

struct RichBlock
{
    enum class Kind { Paragraph, Heading, Code, Rule, Table };

    Kind kind = Kind::Paragraph;
    int quotes = 0;       //!< how many quotes it stands in
    int lists = 0;        //!< how many lists it stands in
    QString marker = {};  //!< "•", "3.", "☑", on the first block of a list item only
    bool tight = false;   //!< no space above beyond the line's own
    int level = 0;        //!< of a heading
    RichText text = {};   //!< of a paragraph or heading
    QString code = {};    //!< of a code block, without the last line end
    QString language = {};
    QList<Qt::Alignment> alignments = {};          //!< per column of a table
    std::vector<std::vector<RichText>> rows = {};  //!< the first is the header
};

[[nodiscard]] std::vector<RichBlock> richBlocks(QStringView markdown);

//! One cell or line: inline Markdown only, "\n" breaks the line.
[[nodiscard]] RichText richLine(QStringView markdown);
[[nodiscard]] RichText plainRichText(QStringView text);  //!< the same for plain text

}  // namespace onlyonce
