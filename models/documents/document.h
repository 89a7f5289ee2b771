// SPDX-License-Identifier: GPL-3.0-or-later
// A document as a plain value: what every export format renders and what nobody has to parse. It knows no incident; whoever
// builds one decides who may read it *before* it gets here, so nothing in it is hidden from its reader.
//
// Two kinds of text, told apart by the member's name:
//   `markdown`  GitHub's Markdown, rendered in safe mode (no raw HTML, no script links, nothing fetched).
//               Machine-made text goes through escapeMarkdown() first.
//   all others  plain text, shown character by character.
// Code::text and every plain text may hold anything, control characters included: the formats clean it.
#pragma once

#include "models/base/clock.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>
#include <vector>

namespace onlyonce {

//! How something is meant; a format picks colours and words.
enum class Tone { Neutral, Info, Good, Warning, Bad };

struct Heading
{
    int level = 1;  //!< 1 to 4; the title of the document is none of them
    QString text;
    friend bool operator==(const Heading &, const Heading &) = default;
};

struct Paragraph
{
    QString markdown;  //!< any number of Markdown blocks; their headings sink below the heading they stand under
    friend bool operator==(const Paragraph &, const Paragraph &) = default;
};

//! A label with its value: rows of the cover block and of figures.
struct Fact
{
    QString label;
    QString markdown;  //!< inline
    friend bool operator==(const Fact &, const Fact &) = default;
};

struct Facts
{
    std::vector<Fact> rows;
    friend bool operator==(const Facts &, const Facts &) = default;
};

struct Column
{
    enum class Align { Left, Center, Right };

    QString title;
    Align align = Align::Left;
    double weight = 0;  //!< share of the width beside the other weights; 0: as wide as its content asks
    friend bool operator==(const Column &, const Column &) = default;
};

struct Table
{
    std::vector<Column> columns;
    std::vector<QStringList>
        rows;  //!< inline Markdown per cell, "\n" breaks a line; short rows are filled, long ones cut
    QString caption;
    friend bool operator==(const Table &, const Table &) = default;
};

struct Code
{
    QString language;  //!< a name or alias for languageByName(); empty: detected from the text
    QString title;     //!< file name, query, command; may be empty
    QString text;
    int firstLine = 1;  //!< number of its first line
    friend bool operator==(const Code &, const Code &) = default;
};

struct ListItem
{
    QString markdown;
    std::optional<bool> done = {};  //!< a check box, when there is one
    friend bool operator==(const ListItem &, const ListItem &) = default;
};

struct List
{
    bool ordered = false;
    std::vector<ListItem> items;
    friend bool operator==(const List &, const List &) = default;
};

struct Badge
{
    QString text;  //!< "root cause", "confirmed", "possible"
    Tone tone = Tone::Neutral;
    friend bool operator==(const Badge &, const Badge &) = default;
};

struct TreeNode
{
    QString caption = {};  //!< small line above: "Why was it not caught?"
    QString text;
    QStringList details = {};  //!< small lines below: evidence, countermeasures
    std::vector<Badge> badges = {};
    Tone tone = Tone::Neutral;
    bool jointly = false;  //!< its children act only together (AND)
    std::vector<TreeNode> children = {};
    friend bool operator==(const TreeNode &, const TreeNode &) = default;
};

//! The why tree: symptom above, causes below.
struct Tree
{
    std::vector<TreeNode> roots;
    friend bool operator==(const Tree &, const Tree &) = default;
};

//! Not "TimelineEntry": that is the incident's own, in the same namespace.
struct TimelineRow
{
    Instant time{};
    QString kind;  //!< "alert", "note", "status"…; already in the reader's language; a column when any entry has one
    QString markdown;
    QString actor = {};       //!< who; a column when any entry has one
    QString visibility = {};  //!< a mark such as "public", below the kind
    Tone tone = Tone::Neutral;
    friend bool operator==(const TimelineRow &, const TimelineRow &) = default;
};

//! Shown as a table with UTC and, where it differs, the local time of FormatOptions::zone.
struct Timeline
{
    std::vector<TimelineRow> entries;
    friend bool operator==(const Timeline &, const Timeline &) = default;
};

struct Callout
{
    Tone tone = Tone::Info;
    QString title;
    QString markdown;
    friend bool operator==(const Callout &, const Callout &) = default;
};

struct Picture
{
    QByteArray data;  //!< PNG or JPEG; anything else is named but not shown
    QString alt;      //!< what it shows, for those who cannot see it
    QString caption = {};
    friend bool operator==(const Picture &, const Picture &) = default;
};

struct PageBreak
{
    friend bool operator==(const PageBreak &, const PageBreak &) = default;
};

using Block = std::variant<Heading, Paragraph, Facts, Table, Code, List, Tree, Timeline, Callout, Picture, PageBreak>;

struct Document
{
    QString title;
    QString subtitle;
    QString author;
    QString language = QStringLiteral("en");  //!< BCP 47, for metadata, hyphenation and screen readers
    QString notice;                           //!< "Internal" or empty: beside the title and in every page's header
    std::vector<Fact> facts;                  //!< the cover block
    Instant created{};                        //!< the only time in the output: the same value gives the same bytes
    std::vector<Block> blocks;
    friend bool operator==(const Document &, const Document &) = default;
};

}  // namespace onlyonce
