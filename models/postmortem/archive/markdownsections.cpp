// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/archive/markdownsections.h"

#include <QRegularExpression>

#include <algorithm>

namespace onlyonce::archive {

namespace {

using namespace Qt::StringLiterals;

//! Whether a line stands in fenced code; for lines in order.
class Fence
{
public:
    bool holds(const QString &line)
    {
        const QString start = line.trimmed().left(3);
        if (m_mark.isEmpty() && (start == u"```"_s || start == u"~~~"_s)) {
            m_mark = start;
            return true;
        }
        const bool inside = !m_mark.isEmpty();
        if (inside && start == m_mark) {
            m_mark.clear();
        }
        return inside;
    }

private:
    QString m_mark;
};

QStringList cellsOf(QString line)
{
    line = line.trimmed();
    if (!line.contains(u'|')) {
        return {};
    }
    if (line.startsWith(u'|')) {
        line.remove(0, 1);
    }
    if (line.endsWith(u'|') && !line.endsWith(u"\\|"_s)) {
        line.chop(1);
    }
    static const QRegularExpression bar(uR"((?<!\\)\|)"_s);
    QStringList cells;
    for (QString cell : line.split(bar)) {
        cells << cell.replace(u"\\|"_s, u"|"_s).trimmed();
    }
    return cells;
}

bool isRule(const QStringList &cells)
{
    static const QRegularExpression dashes(u"^:?-+:?$"_s);
    return !cells.isEmpty()
        && std::ranges::all_of(cells, [](const QString &cell) { return dashes.match(cell).hasMatch(); });
}

}  // namespace

std::vector<Section> sectionsIn(const QString &text)
{
    static const QRegularExpression heading(uR"(^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$)"_s);
    static const QRegularExpression underline(uR"(^ {0,3}(=+|-+)\s*$)"_s);
    std::vector<Section> sections(1);
    Fence fence;
    int number = 0;
    for (const QString &line : text.split(u'\n')) {
        ++number;
        QStringList &body = sections.back().body;
        if (fence.holds(line)) {
            body << line;
        } else if (const auto match = heading.match(line); match.hasMatch()) {
            sections.push_back({.level = int(match.capturedLength(1)), .title = match.captured(2), .line = number + 1});
        } else if (const auto under = underline.match(line);
                   under.hasMatch() && !body.isEmpty() && !body.back().trimmed().isEmpty()
                   && (body.size() == 1 || body[body.size() - 2].trimmed().isEmpty()) && !body.back().contains(u'|')) {
            const QString title = body.takeLast().trimmed();
            sections.push_back(
                {.level = under.captured(1).startsWith(u'=') ? 1 : 2, .title = title, .line = number + 1});
        } else {
            body << line;
        }
    }
    return sections;
}

std::vector<Item> itemsIn(const Section &section)
{
    static const QRegularExpression item(uR"(^(\s*)(?:[-*+•]|(\d+)[.)])\s+(?:\[([ xX])\]\s+)?(.*)$)"_s);
    std::vector<Item> items;
    std::vector<Item> paragraphs;
    bool goesOn = false;
    int number = section.line - 1;
    Fence fence;
    for (const QString &line : section.body) {
        ++number;
        const bool isCode = fence.holds(line);
        if (const auto match = item.match(line); match.hasMatch() && !isCode) {
            const QString box = match.captured(3);
            items.push_back({.line = number,
                             .depth = int(match.captured(1).replace(u'\t', u"    "_s).size()),
                             .isOrdered = match.hasCaptured(2),
                             .done = box.isEmpty() ? std::nullopt : std::optional(box != u" "_s),
                             .text = match.captured(4)});
        } else if (!line.trimmed().isEmpty()) {
            if (!items.empty()) {
                items.back().text += u'\n' + line.trimmed();
            } else if (goesOn) {
                paragraphs.back().text += u'\n' + line.trimmed();
            } else {
                paragraphs.push_back({.line = number, .text = line.trimmed()});
            }
        }
        goesOn = !line.trimmed().isEmpty();
    }
    return items.empty() ? paragraphs : items;
}

std::vector<TableLine> tableIn(const Section &section)
{
    std::vector<TableLine> rows;
    bool isTable = false;
    int number = section.line - 1;
    for (const QString &line : section.body) {
        ++number;
        const QStringList cells = cellsOf(line);
        if (!isTable && rows.size() == 1 && isRule(cells)) {
            isTable = true;
        } else if (isTable && cells.isEmpty()) {
            break;
        } else {
            if (!isTable) {
                rows.clear();
            }
            if (!cells.isEmpty()) {
                rows.push_back({.line = number, .cells = cells});
            }
        }
    }
    return isTable ? rows : std::vector<TableLine>();
}

QString bare(const QString &text)
{
    static const QRegularExpression around(uR"(^[\s*_`]+|[\s*_`]+$)"_s);
    return QString(text).remove(around);
}

}  // namespace onlyonce::archive
