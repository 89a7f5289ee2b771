// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/fuzzy.h"

#include <QString>
#include <QVarLengthArray>

#include <algorithm>
#include <vector>

namespace onlyonce::ui {

namespace {

constexpr int none = -1'000'000;
constexpr qsizetype longestText = 256;
constexpr qsizetype longestPattern = 48;
// What one letter is worth in a match. Letters that are picked from the middles of words make less, and then the text has
// them by chance: “started” is in “Close the page, or the window”, and nobody means that.
constexpr int leastPerLetter = 5;
constexpr qsizetype chanceFrom = 4;  // letters; shorter patterns are typed on

int placeBonus(QStringView text, qsizetype at)
{
    if (at == 0) {
        return 14;
    }
    if (!text[at - 1].isLetterOrNumber()) {
        return 10;
    }
    return text[at].isUpper() && text[at - 1].isLower() ? 8 : 0;
}

}  // namespace

int fuzzyScore(QStringView pattern, QStringView text, QList<int> *hits)
{
    QVarLengthArray<QChar, longestPattern> letters;  // a key asks thousands of texts
    for (const QChar c : pattern.first(std::min(pattern.size(), longestPattern))) {
        if (!c.isSpace()) {
            letters.append(c.toCaseFolded());
        }
    }
    if (hits) {
        hits->clear();
    }
    if (letters.isEmpty()) {
        return 0;
    }
    if (text.isEmpty()) {
        return -1;
    }
    text = text.first(std::min(text.size(), longestText));
    // Most texts do not have the letters at all, in whatever way: that is seen in one walk.
    QVarLengthArray<QChar, longestText> folded;
    qsizetype met = 0;
    for (const QChar c : text) {
        folded.append(c.toCaseFolded());
        met += met < letters.size() && folded.back() == letters[met] ? 1 : 0;
    }
    if (met < letters.size()) {
        return -1;
    }
    const qsizetype rows = letters.size();
    const qsizetype columns = text.size();

    // best[i][j]: letters 0…i matched, letter i at j. `from` says where letter i - 1 was.
    std::vector<int> best(size_t(rows * columns), none);
    std::vector<int> from(size_t(rows * columns), -1);
    const auto cell = [columns](qsizetype i, qsizetype j) { return size_t(i * columns + j); };
    for (qsizetype i = 0; i < rows; ++i) {
        int reach = none;  // the best way to have matched the letters before, a gap ago
        int reachedAt = -1;
        for (qsizetype j = i; j < columns; ++j) {
            if (i > 0 && j >= 2 && best[cell(i - 1, j - 2)] > reach) {
                reach = best[cell(i - 1, j - 2)];
                reachedAt = int(j - 2);
            }
            if (folded[j] != letters[i]) {
                continue;
            }
            const int here = 4 + placeBonus(text, j);
            if (i == 0) {
                best[cell(i, j)] = here - int(std::min<qsizetype>(j, 6));
                continue;
            }
            const int run = best[cell(i - 1, j - 1)];
            const int afterRun = run == none ? none : run + here + 9;
            const int afterGap = reach == none ? none : reach + here - 3;
            best[cell(i, j)] = std::max(afterRun, afterGap);
            from[cell(i, j)] = afterRun >= afterGap ? int(j - 1) : reachedAt;
        }
    }
    const auto last = best.begin() + std::ptrdiff_t(cell(rows - 1, 0));
    const auto top = std::max_element(last, best.end());
    if (*top <= none / 2 || (rows >= chanceFrom && *top < leastPerLetter * int(rows))) {
        return -1;
    }
    if (hits) {
        int at = int(top - last);
        for (qsizetype i = rows - 1; i >= 0; --i) {
            hits->prepend(at);
            at = from[cell(i, at)];
        }
    }
    // Of equal matches the shorter text is meant.
    return std::max(0, *top * 4 - int(columns / 4));
}

}  // namespace onlyonce::ui
