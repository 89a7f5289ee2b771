// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/lineindex.h"

#include <algorithm>
#include <cstring>

namespace onlyonce::ui {

namespace {

constexpr int rowsPerMark = 64;

}  // namespace

LineIndex::LineIndex(QByteArrayView utf8)
    : m_text(utf8)
{
    Mark mark{0, 0, false};
    while (mark.start < m_text.size()) {
        if (m_rows % rowsPerMark == 0) {
            m_marks.push_back(mark);
        }
        const Row row = read(mark);
        m_widest = std::max(m_widest, row.length);
        m_lines = row.line + 1;
        ++m_rows;
    }
}

LineIndex::Row LineIndex::read(Mark &mark) const
{
    const qsizetype room = std::min(longestRow, m_text.size() - mark.start);
    const char *begin = m_text.data() + mark.start;
    // One byte more than fits: a line that fills the row exactly ends there.
    const qsizetype looked = std::min(longestRow + 1, m_text.size() - mark.start);
    const auto *end = static_cast<const char *>(std::memchr(begin, '\n', size_t(looked)));
    Row row{mark.start, room, mark.line, mark.continues};
    if (end) {
        row.length = end - begin;
        mark = {mark.start + row.length + 1, mark.line + 1, false};
        if (row.length > 0 && begin[row.length - 1] == '\r') {
            --row.length;
        }
        return row;
    }
    if (mark.start + room < m_text.size()) {
        // Not within a character: bytes that go on with one start with the bits 10.
        for (int back = 0; back < 3 && (static_cast<unsigned char>(begin[row.length]) & 0xC0) == 0x80; ++back) {
            --row.length;
        }
    }
    mark = {mark.start + row.length, mark.line, true};
    return row;
}

LineIndex::Row LineIndex::row(int row) const
{
    Mark mark = m_marks.at(size_t(row / rowsPerMark));
    Row found;
    for (int i = row - row % rowsPerMark; i <= row; ++i) {
        found = read(mark);
    }
    return found;
}

QByteArrayView LineIndex::text(int row) const
{
    const Row found = this->row(row);
    return m_text.sliced(found.start, found.length);
}

template <typename Passed>
int LineIndex::lastRowWhere(Passed &&passed) const
{
    if (m_rows == 0) {
        return 0;
    }
    const auto after = std::partition_point(m_marks.begin(), m_marks.end(), passed);
    const auto first = after == m_marks.begin() ? after : after - 1;
    Mark mark = *first;
    int row = int(first - m_marks.begin()) * rowsPerMark;
    for (read(mark); row + 1 < m_rows && passed(mark); read(mark)) {
        ++row;
    }
    return row;
}

int LineIndex::rowOfLine(int line) const
{
    return lastRowWhere(
        [line](const Mark &mark) { return mark.line < line || (mark.line == line && !mark.continues); });
}

int LineIndex::rowAt(qsizetype offset) const
{
    return lastRowWhere([offset](const Mark &mark) { return mark.start <= offset; });
}

}  // namespace onlyonce::ui
