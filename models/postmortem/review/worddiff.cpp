// SPDX-License-Identifier: GPL-3.0-or-later
// The greedy algorithm of E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), with a bound on D.
#include "models/postmortem/review/worddiff.h"

#include <QHash>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <optional>

namespace onlyonce {

namespace {

using Kind = TextChange::Kind;
using Pieces = std::vector<QStringView>;

//! So many pieces may differ before whole lines, or nothing, are compared: the algorithm's room grows with its square, its
//! time with its product with the length.
constexpr int mostDifferent = 1'200;

Pieces wordsOf(QStringView text)
{
    Pieces pieces;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text.data(), text.size());
    for (qsizetype from = 0; from < text.size();) {
        const qsizetype to = finder.toNextBoundary();
        const qsizetype end = to < 0 ? text.size() : to;
        pieces.push_back(text.mid(from, end - from));
        from = end;
    }
    return pieces;
}

Pieces linesOf(QStringView text)
{
    Pieces pieces;
    for (qsizetype from = 0; from < text.size();) {
        const qsizetype newline = text.indexOf(u'\n', from);
        const qsizetype end = newline < 0 ? text.size() : newline + 1;
        pieces.push_back(text.mid(from, end - from));
        from = end;
    }
    return pieces;
}

//! Of the pieces, by number: so many are the same, removed or added, in order.
struct Run
{
    Kind kind = Kind::Same;
    int count = 0;
};
using Runs = std::vector<Run>;

void addRun(Runs &runs, Kind kind, int count)
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

//! Equal pieces as equal numbers, which are quicker to compare.
std::pair<std::vector<int>, std::vector<int>> numbered(const Pieces &before, const Pieces &after)
{
    QHash<QStringView, int> known;
    const auto number = [&known](const Pieces &pieces) {
        std::vector<int> numbers;
        numbers.reserve(pieces.size());
        for (const QStringView piece : pieces) {
            const auto found = known.constFind(piece);
            numbers.push_back(found == known.constEnd() ? known.insert(piece, int(known.size())).value() : *found);
        }
        return numbers;
    };
    auto first = number(before);
    auto second = number(after);
    return {std::move(first), std::move(second)};
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
Runs tracedBack(const std::vector<std::vector<int>> &trace, int x, int y)
{
    Runs back;
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
        addRun(back, Kind::Same, std::min(x - fromX, y - fromY));
        addRun(back, down ? Kind::Added : Kind::Removed, 1);
        x = fromX;
        y = fromY;
    }
    addRun(back, Kind::Same, x);
    std::ranges::reverse(back);
    return back;
}

//! Nothing where more than mostDifferent pieces differ.
std::optional<Runs> greedy(const std::vector<int> &before, const std::vector<int> &after)
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

//! Those in the middle alone are compared: most edits of a long text are in one place.
std::optional<Runs> compared(const std::vector<int> &before, const std::vector<int> &after)
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
    Runs runs;
    addRun(runs, Kind::Same, start);
    for (const Run &run : *between) {
        addRun(runs, run.kind, run.count);
    }
    addRun(runs, Kind::Same, end);
    return runs;
}

//! Puts the changes together so that they can be read: what was removed before what was added, and a blank between two
//! changes goes with them.
class Joining
{
public:
    void same(QStringView text)
    {
        m_blank += text;
        if (!isChange() || !isBlank(m_blank)) {
            flush();
            m_same += std::exchange(m_blank, {});
        }
    }
    void removed(QStringView text)
    {
        join();
        m_removed += text;
    }
    void added(QStringView text)
    {
        join();
        m_added += text;
    }
    std::vector<TextChange> taken()
    {
        flush();
        m_same += m_blank;
        emitSame();
        return std::move(m_parts);
    }

private:
    static bool isBlank(const QString &text)
    {
        return std::ranges::all_of(text, [](QChar letter) { return letter == u' ' || letter == u'\t'; });
    }
    [[nodiscard]] bool isChange() const { return !m_removed.isEmpty() || !m_added.isEmpty(); }
    void join()
    {
        if (!isChange()) {
            emitSame();
        }
        m_removed += m_blank;
        m_added += std::exchange(m_blank, {});
    }
    void flush()
    {
        if (!m_removed.isEmpty()) {
            m_parts.push_back({Kind::Removed, std::exchange(m_removed, {})});
        }
        if (!m_added.isEmpty()) {
            m_parts.push_back({Kind::Added, std::exchange(m_added, {})});
        }
    }
    void emitSame()
    {
        if (!m_same.isEmpty()) {
            m_parts.push_back({Kind::Same, std::exchange(m_same, {})});
        }
    }

    std::vector<TextChange> m_parts;
    QString m_same;
    QString m_blank;  //!< the same in both, right after a change
    QString m_removed;
    QString m_added;
};

//! The pieces that the runs speak of, one run after the other.
class PieceReading
{
public:
    explicit PieceReading(const Pieces &pieces)
        : m_pieces(pieces)
    {
    }
    QString next(int count)
    {
        QString text;
        for (int i = 0; i < count; ++i) {
            text += m_pieces[m_at++];
        }
        return text;
    }

private:
    const Pieces &m_pieces;
    size_t m_at = 0;
};

bool byWords(QStringView before, QStringView after, Joining &joining)
{
    const Pieces was = wordsOf(before);
    const Pieces is = wordsOf(after);
    const auto [first, second] = numbered(was, is);
    const auto runs = compared(first, second);
    if (!runs) {
        return false;
    }
    PieceReading old(was);
    PieceReading fresh(is);
    for (const Run &run : *runs) {
        switch (run.kind) {
        case Kind::Same:
            joining.same(old.next(run.count));
            (void)fresh.next(run.count);
            break;
        case Kind::Removed:
            joining.removed(old.next(run.count));
            break;
        case Kind::Added:
            joining.added(fresh.next(run.count));
            break;
        }
    }
    return true;
}

void replaced(QStringView before, QStringView after, Joining &joining)
{
    if (before.isEmpty() || after.isEmpty() || !byWords(before, after, joining)) {
        joining.removed(before);
        joining.added(after);
    }
}

//! Lines that stand in each other's place; where there are as many as before, each is compared with its own.
void replacedLines(const QString &before, const QString &after, Joining &joining)
{
    const Pieces was = linesOf(before);
    const Pieces is = linesOf(after);
    if (was.size() != is.size()) {
        replaced(before, after, joining);
        return;
    }
    for (size_t line = 0; line < was.size(); ++line) {
        replaced(was[line], is[line], joining);
    }
}

void byLines(QStringView before, QStringView after, Joining &joining)
{
    const Pieces was = linesOf(before);
    const Pieces is = linesOf(after);
    const auto [first, second] = numbered(was, is);
    const auto runs = compared(first, second);
    if (!runs) {
        joining.removed(before);
        joining.added(after);
        return;
    }
    PieceReading old(was);
    PieceReading fresh(is);
    QString removed;
    QString added;
    for (const Run &run : *runs) {
        if (run.kind == Kind::Removed) {
            removed += old.next(run.count);
        } else if (run.kind == Kind::Added) {
            added += fresh.next(run.count);
        } else {
            replacedLines(std::exchange(removed, {}), std::exchange(added, {}), joining);
            joining.same(old.next(run.count));
            (void)fresh.next(run.count);
        }
    }
    replacedLines(removed, added, joining);
}

}  // namespace

std::vector<TextChange> wordDiff(const QString &before, const QString &after)
{
    Joining joining;
    if (!byWords(before, after, joining)) {
        byLines(before, after, joining);
    }
    return joining.taken();
}

}  // namespace onlyonce
