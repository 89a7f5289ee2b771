// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/rowscroll.h"

#include <algorithm>
#include <limits>

namespace onlyonce::ui {

void RowScroll::setRows(int rows)
{
    m_rows = rows;
    settle();
}

void RowScroll::setViewport(int height)
{
    m_viewport = height;
    settle();
}

void RowScroll::changed()
{
    settle();
}

void RowScroll::rowsInserted(int start, int count)
{
    // At the very top a new first row pushes the others down, as everywhere; elsewhere nothing may jump.
    if (start < m_top || (start == m_top && m_hidden > 0)) {
        m_top += count;
    }
    m_rows += count;
    settle();
}

void RowScroll::rowsRemoved(int start, int count)
{
    m_rows -= count;
    if (start + count <= m_top) {
        m_top -= count;
    } else if (start <= m_top) {
        m_top = start;
        m_hidden = 0;
    }
    settle();
}

void RowScroll::scrollBy(int px)
{
    m_hidden += px;
    settle();
}

void RowScroll::toRow(int row)
{
    m_top = row;
    m_hidden = 0;
    settle();
}

void RowScroll::toEnd()
{
    const Position last = end();
    m_top = last.row;
    m_hidden = last.hidden;
}

void RowScroll::reveal(int row)
{
    if (row < 0 || row >= m_rows) {
        return;
    }
    const auto y = yOf(row);
    const int height = m_height(row);
    if (row < m_top || (y && *y < 0) || height >= m_viewport) {
        toRow(row);
    } else if (!y || *y + height > m_viewport) {
        m_top = row;
        m_hidden = height - m_viewport;
        settle();
    }
}

bool RowScroll::atEnd() const
{
    return Position{m_top, m_hidden} >= end();
}

int RowScroll::lastVisibleRow() const
{
    return rowAt(m_viewport - 1).value_or(m_rows - 1);
}

std::optional<int> RowScroll::rowAt(int y) const
{
    int bottom = -m_hidden;
    for (int row = m_top; row < m_rows; ++row) {
        bottom += m_height(row);
        if (y < bottom) {
            return row;
        }
        if (bottom >= m_viewport) {
            break;
        }
    }
    return std::nullopt;
}

std::optional<int> RowScroll::yOf(int row) const
{
    int top = -m_hidden;
    for (int i = m_top; i < m_rows && top < m_viewport; ++i) {
        if (i == row) {
            return top;
        }
        top += m_height(i);
    }
    return std::nullopt;
}

int RowScroll::units() const
{
    return m_rows == 0 ? 1 : std::clamp(std::numeric_limits<int>::max() / 2 / m_rows, 1, 64);
}

int RowScroll::toUnits(Position position) const
{
    if (m_rows == 0) {
        return 0;
    }
    return position.row * units() + position.hidden * units() / m_height(position.row);
}

int RowScroll::value() const
{
    return toUnits({m_top, m_hidden});
}

int RowScroll::maximum() const
{
    const Position last = end();
    // At least 1 where anything is out of sight, else a view with one tall row could not be scrolled.
    return last > Position{} ? std::max(1, toUnits(last)) : 0;
}

int RowScroll::pageStep() const
{
    return std::max(1, (lastVisibleRow() - m_top) * units());
}

void RowScroll::setValue(int value)
{
    if (m_rows == 0) {
        return;
    }
    if (value >= maximum()) {
        toEnd();
        return;
    }
    m_top = std::min(value / units(), m_rows - 1);
    m_hidden = value % units() * m_height(m_top) / units();
    settle();
}

RowScroll::Position RowScroll::end() const
{
    int room = m_viewport;
    for (int row = m_rows - 1; row >= 0; --row) {
        const int height = m_height(row);
        if (height >= room) {
            return {row, height - room};
        }
        room -= height;
    }
    return {};
}

void RowScroll::settle()
{
    if (m_rows == 0) {
        m_top = m_hidden = 0;
        return;
    }
    m_top = std::clamp(m_top, 0, m_rows - 1);
    while (m_hidden < 0 && m_top > 0) {
        m_hidden += m_height(--m_top);
    }
    m_hidden = std::max(m_hidden, 0);
    while (m_top < m_rows - 1 && m_hidden >= m_height(m_top)) {
        m_hidden -= m_height(m_top++);
    }
    const Position last = end();
    if (Position{m_top, m_hidden} > last) {
        m_top = last.row;
        m_hidden = last.hidden;
    }
}

}  // namespace onlyonce::ui
