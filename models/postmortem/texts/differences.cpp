// SPDX-License-Identifier: GPL-3.0-or-later
// The greedy algorithm of E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), with a bound on D.
#include "models/postmortem/texts/differences.h"

#include <algorithm>

namespace onlyonce {

namespace {

using DiffKind = TextChange::Kind;

//! The room grows with its square, the time with its product with the length.
constexpr int mostDifferent = 1'200;

void addRun(std::vector<DifferenceRun> &runs, DiffKind kind, int count)
{
    if (count == 0) {
        return;
    }
    if (!runs.empty() && runs.back().kind == kind) {
        runs.back().count += count;
    } else {
        runs.push_back({kind, count});
    }
}

//! What is reached on each diagonal (of k = x - y) after so many differences.
class Reached
{
public:
    explicit Reached(int most)
        : m_furthest(size_t(2 * most + 3), 0)
        , m_middle(most + 1)
    {
    }
    int &operator[](int diagonal) { return m_furthest[size_t(m_middle + diagonal)]; }
    //! Those that were set after `differences`.
    [[nodiscard]] std::vector<int> kept(int differences) const
    {
        const auto begin = m_furthest.begin() + (m_middle - differences);
        return {begin, begin + 2 * differences + 1};
    }

private:
    std::vector<int> m_furthest;
    int m_middle;
};

//! From the end to the beginning along what was reached.
std::vector<DifferenceRun> tracedBack(const std::vector<std::vector<int>> &trace, int x, int y)
{
    std::vector<DifferenceRun> back;
    for (int differences = int(trace.size()); differences > 0; --differences) {
        const std::vector<int> &before = trace[size_t(differences - 1)];
        const auto at = [&](int diagonal) {
            const int index = diagonal + differences - 1;
            return index < 0 || index >= int(before.size()) ? -1 : before[size_t(index)];
        };
        const int diagonal = x - y;
        const bool down = diagonal == -differences || (diagonal != differences && at(diagonal - 1) < at(diagonal + 1));
        const int from = down ? diagonal + 1 : diagonal - 1;
        const int fromX = at(from);
        const int fromY = fromX - from;
        addRun(back, DiffKind::Same, std::min(x - fromX, y - fromY));
        addRun(back, down ? DiffKind::Added : DiffKind::Removed, 1);
        x = fromX;
        y = fromY;
    }
    addRun(back, DiffKind::Same, x);
    std::ranges::reverse(back);
    return back;
}

//! Nothing where more than mostDifferent pieces differ.
std::optional<std::vector<DifferenceRun>> greedy(const std::vector<int> &before, const std::vector<int> &after)
{
    const int width = int(before.size());
    const int height = int(after.size());
    const int most = std::min(mostDifferent, width + height);
    Reached furthest(most);
    std::vector<std::vector<int>> trace;
    for (int differences = 0; differences <= most; ++differences) {
        for (int diagonal = -differences; diagonal <= differences; diagonal += 2) {
            const bool down = diagonal == -differences
                           || (diagonal != differences && furthest[diagonal - 1] < furthest[diagonal + 1]);
            int x = differences == 0 ? 0 : down ? furthest[diagonal + 1] : furthest[diagonal - 1] + 1;
            int y = x - diagonal;
            while (x < width && y >= 0 && y < height && before[size_t(x)] == after[size_t(y)]) {
                ++x;
                ++y;
            }
            furthest[diagonal] = x;
            if (x >= width && y >= height) {
                return tracedBack(trace, width, height);
            }
        }
        trace.push_back(furthest.kept(differences));
    }
    return std::nullopt;
}

//! The longest beginning that both have.
int sameAtStart(const std::vector<int> &before, const std::vector<int> &after)
{
    return int(std::ranges::mismatch(before, after).in1 - before.begin());
}

}  // namespace

//! Those in the middle alone are compared: most edits of a long text are in one place.
std::optional<std::vector<DifferenceRun>> differences(const std::vector<int> &before, const std::vector<int> &after)
{
    const int start = sameAtStart(before, after);
    const int rest = int(std::min(before.size(), after.size())) - start;
    int end = 0;
    while (end < rest && before[before.size() - size_t(end) - 1] == after[after.size() - size_t(end) - 1]) {
        ++end;
    }
    const auto middle = [start, end](const std::vector<int> &all) {
        return std::vector<int>(all.begin() + start, all.end() - end);
    };
    const auto between = greedy(middle(before), middle(after));
    if (!between) {
        return std::nullopt;
    }
    std::vector<DifferenceRun> runs;
    addRun(runs, DiffKind::Same, start);
    for (const DifferenceRun &run : *between) {
        addRun(runs, run.kind, run.count);
    }
    addRun(runs, DiffKind::Same, end);
    return runs;
}

}  // namespace onlyonce
