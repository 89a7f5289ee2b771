// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/together/merge.h"

#include <QStringList>

#include <algorithm>
#include <vector>

namespace onlyonce {

namespace {

//! Lines [begin, end) of the base, and what stands there now.
struct LineChange
{
    qsizetype begin = 0;
    qsizetype end = 0;
    QStringList lines;

    friend bool operator==(const LineChange &, const LineChange &) = default;
};

//! The table of the longest common subsequence would be larger than this many cells: the middle is one change then.
constexpr qsizetype mostCells = 1'000'000;

void add(std::vector<LineChange> &changes, qsizetype at, const QString *added)
{
    if (changes.empty() || changes.back().end != at) {
        changes.push_back({.begin = at, .end = at, .lines = {}});
    }
    if (added) {
        changes.back().lines.append(*added);
    } else {
        ++changes.back().end;
    }
}

std::vector<LineChange> changesOf(const QStringList &base, const QStringList &text)
{
    qsizetype head = 0;
    const qsizetype shorter = std::min(base.size(), text.size());
    while (head < shorter && base[head] == text[head]) {
        ++head;
    }
    qsizetype tail = 0;
    while (tail < shorter - head && base[base.size() - 1 - tail] == text[text.size() - 1 - tail]) {
        ++tail;
    }
    const qsizetype rows = base.size() - head - tail;
    const qsizetype columns = text.size() - head - tail;
    if (rows == 0 && columns == 0) {
        return {};
    }
    if (rows == 0 || columns == 0 || rows * columns > mostCells) {
        return {{.begin = head, .end = head + rows, .lines = text.mid(head, columns)}};
    }
    // common[i][j]: how many lines base from i and text from j have in common, in order.
    const auto width = size_t(columns) + 1;
    std::vector<int> common((size_t(rows) + 1) * width);
    const auto cell = [&](qsizetype i, qsizetype j) -> int & { return common[size_t(i) * width + size_t(j)]; };
    for (qsizetype i = rows - 1; i >= 0; --i) {
        for (qsizetype j = columns - 1; j >= 0; --j) {
            cell(i, j) =
                base[head + i] == text[head + j] ? cell(i + 1, j + 1) + 1 : std::max(cell(i + 1, j), cell(i, j + 1));
        }
    }
    std::vector<LineChange> changes;
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < rows || j < columns) {
        if (i < rows && j < columns && base[head + i] == text[head + j]) {
            ++i;
            ++j;
        } else if (i < rows && (j == columns || cell(i + 1, j) >= cell(i, j + 1))) {
            add(changes, head + i, nullptr);
            ++i;
        } else {
            add(changes, head + i, &text[head + j]);
            ++j;
        }
    }
    return changes;
}

}  // namespace

std::optional<QString> mergeTexts(const QString &base, const QString &yours, const QString &theirs)
{
    const QStringList lines = base.split(QLatin1Char('\n'));
    const auto mine = changesOf(lines, yours.split(QLatin1Char('\n')));
    const auto others = changesOf(lines, theirs.split(QLatin1Char('\n')));
    QStringList merged;
    qsizetype done = 0;
    auto one = mine.begin();
    auto two = others.begin();
    while (one != mine.end() || two != others.end()) {
        const bool both = one != mine.end() && two != others.end();
        if (both && *one == *two) {
            ++two;
        } else if (both && one->begin <= two->end && two->begin <= one->end) {
            return std::nullopt;
        }
        const LineChange &next =
            one == mine.end() || (two != others.end() && two->begin < one->begin) ? *two++ : *one++;
        merged.append(lines.mid(done, next.begin - done));
        merged.append(next.lines);
        done = next.end;
    }
    merged.append(lines.mid(done));
    return merged.join(QLatin1Char('\n'));
}

}  // namespace onlyonce
