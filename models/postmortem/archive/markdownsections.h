// SPDX-License-Identifier: GPL-3.0-or-later
// A Markdown text cut at its headings, by line. What stands below them stays as it was written. Internal to this room.
#pragma once

#include <QStringList>

#include <optional>
#include <vector>

namespace onlyonce::archive {

struct Section
{
    int level = 0;  //!< 0: before the first heading
    QString title;  //!< as written
    int line = 1;   //!< of the first line of the body
    QStringList body;

    [[nodiscard]] QString markdown() const { return body.join(u'\n').trimmed(); }
};

//! The first one is what stands before the first heading. Headings within code are none.
[[nodiscard]] std::vector<Section> sectionsIn(const QString &text);

struct Item
{
    int line = 1;
    int depth = 0;  //!< columns of indentation
    bool isOrdered = false;
    std::optional<bool> done;  //!< a check box
    QString text;              //!< with the lines that go on
};
//! List items; without any list, paragraphs.
[[nodiscard]] std::vector<Item> itemsIn(const Section &section);

struct TableLine
{
    int line = 1;
    QStringList cells;
};
//! The first table, its head first; empty without one.
[[nodiscard]] std::vector<TableLine> tableIn(const Section &section);

//! Of a table's cells or a heading: without emphasis and code marks around it.
[[nodiscard]] QString bare(const QString &text);

}  // namespace onlyonce::archive
