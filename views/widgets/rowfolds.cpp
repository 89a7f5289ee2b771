// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/rowfolds.h"

#include <algorithm>

namespace onlyonce::ui {

void RowFolds::hide(const Range &rows)
{
    std::erase_if(m_hidden, [&](const Range &each) { return each.first >= rows.first && each.last <= rows.last; });
    m_hidden.insert(std::ranges::upper_bound(m_hidden, rows.first, {}, &Range::first), rows);
}

std::optional<RowFolds::Range> RowFolds::show(int header)
{
    const auto found = at(header);
    std::erase_if(m_hidden, [header](const Range &each) { return each.first == header + 1; });
    return found;
}

int RowFolds::hidden() const
{
    int rows = 0;
    for (const Range &each : m_hidden) {
        rows += each.size();
    }
    return rows;
}

std::optional<RowFolds::Range> RowFolds::at(int header) const
{
    const auto found = std::ranges::find(m_hidden, header + 1, &Range::first);
    return found == m_hidden.end() ? std::nullopt : std::optional(*found);
}

std::optional<int> RowFolds::headerOf(int row) const
{
    const auto found =
        std::ranges::find_if(m_hidden, [row](const Range &each) { return each.first <= row && row <= each.last; });
    return found == m_hidden.end() ? std::nullopt : std::optional(found->first - 1);
}

int RowFolds::toText(int seen) const
{
    for (const Range &each : m_hidden) {
        if (seen < each.first) {
            break;
        }
        seen += each.size();
    }
    return seen;
}

int RowFolds::toSeen(int row) const
{
    row = headerOf(row).value_or(row);
    int before = 0;
    for (const Range &each : m_hidden) {
        if (each.first > row) {
            break;
        }
        before += each.size();
    }
    return row - before;
}

}  // namespace onlyonce::ui
