// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/codehighlight.h"

#include <QElapsedTimer>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr qsizetype mostKnown = 4000;
constexpr int tab = 8;

//! The last region that a line opens and does not end, plus one.
int openedBy(const std::vector<CodeFold> &folds)
{
    std::vector<int> open;
    for (const CodeFold &fold : folds) {
        if (fold.begins) {
            open.push_back(fold.kind);
        } else if (const auto begin = std::ranges::find(open.rbegin(), open.rend(), fold.kind); begin != open.rend()) {
            open.erase(begin.base() - 1, open.end());
        }
    }
    return open.empty() ? 0 : open.back() + 1;
}

}  // namespace

CodeHighlight::CodeHighlight(const Language &language, std::function<QString(int)> text, int rows)
    : m_highlighter(language)
    , m_text(std::move(text))
    , m_rows(rows)
{
}

const CodeHighlight::Known &CodeHighlight::read(int row, const HighlightState &before, bool exact)
{
    HighlightedLine line = m_highlighter.line(m_text(row), before);
    return *m_known.insert(row, Known{std::move(line.spans), std::move(line.after), exact, openedBy(line.folds)});
}

const std::vector<CodeSpan> &CodeHighlight::spans(int row)
{
    if (const auto known = m_known.constFind(row); known != m_known.constEnd()) {
        return known->spans;
    }
    if (m_known.size() > mostKnown) {
        m_known.clear();
    }
    if (row % rowsPerState == 0 && size_t(row / rowsPerState) < m_states.size()) {
        return read(row, m_states[size_t(row / rowsPerState)], true).spans;
    }
    if (const auto previous = m_known.constFind(row - 1); previous != m_known.constEnd()) {
        // A copy: reading may move what the iterator points at.
        const HighlightState before = previous->after;
        return read(row, before, previous->exact).spans;
    }
    return read(row, {}, false).spans;
}

bool CodeHighlight::isGuess(int first, int last) const
{
    for (int row = first; row <= last; ++row) {
        const auto known = m_known.constFind(row);
        if (known != m_known.constEnd() && !known->exact) {
            return true;
        }
    }
    return false;
}

bool CodeHighlight::refine(int first, int last, std::chrono::milliseconds budget)
{
    last = std::min(last, m_rows - 1);
    int firstGuess = first;
    while (firstGuess <= last && !isGuess(firstGuess, firstGuess)) {
        ++firstGuess;
    }
    if (firstGuess > last) {
        return true;
    }
    const int nearest = std::min(firstGuess / rowsPerState, int(m_states.size()) - 1);
    if (m_scanRow > firstGuess || m_scanRow < nearest * rowsPerState) {
        m_scanRow = nearest * rowsPerState;
        m_scanState = m_states[size_t(nearest)];
    }
    QElapsedTimer time;
    time.start();
    while (m_scanRow <= last) {
        if (m_scanRow >= firstGuess) {
            m_scanState = read(m_scanRow, m_scanState, true).after;
        } else {
            m_scanState = m_highlighter.line(m_text(m_scanRow), m_scanState).after;
        }
        ++m_scanRow;
        if (m_scanRow == int(m_states.size()) * rowsPerState) {
            m_states.push_back(m_scanState);
        }
        if (time.hasExpired(budget.count())) {
            return m_scanRow > last;
        }
    }
    return true;
}

std::optional<int> CodeHighlight::indent(int row) const
{
    int columns = 0;
    for (const QChar letter : m_text(row)) {
        if (letter == u'\t') {
            columns += tab - columns % tab;
        } else if (letter == u' ') {
            ++columns;
        } else {
            return columns;
        }
    }
    return std::nullopt;
}

bool CodeHighlight::opensFold(int row)
{
    if (m_highlighter.foldsByIndentation()) {
        const auto own = indent(row);
        return own && row + 1 < m_rows && indent(row + 1).value_or(0) > *own;
    }
    (void)spans(row);
    const auto known = m_known.constFind(row);
    return known != m_known.constEnd() && known->exact && known->opens > 0;
}

CodeHighlight::FoldSearch CodeHighlight::beginFold(int row)
{
    FoldSearch search;
    search.m_row = row;
    search.m_at = row + 1;
    search.m_indent = indent(row).value_or(0);
    if (const auto known = m_known.constFind(row); known != m_known.constEnd()) {
        search.m_kind = known->opens - 1;
        search.m_state = known->after;
    }
    return search;
}

//! Whether what the search is for ends in its next row; that it steps over.
bool CodeHighlight::isPast(FoldSearch &search)
{
    const int at = search.m_at++;
    if (m_highlighter.foldsByIndentation()) {
        const auto columns = indent(at);
        if (columns && *columns > search.m_indent) {
            search.m_last = at;  // empty lines at its end stay in sight
        }
        return columns && *columns <= search.m_indent;
    }
    HighlightedLine line = m_highlighter.line(m_text(at), search.m_state);
    search.m_state = std::move(line.after);
    for (const CodeFold &fold : line.folds) {
        search.m_depth += fold.kind == search.m_kind ? (fold.begins ? 1 : -1) : 0;
        if (search.m_depth == 0) {
            // The row in which it ends often begins something else, and closes what one sees: it stays.
            search.m_last = at - 1 > search.m_row ? std::optional(at - 1) : std::nullopt;
            return true;
        }
    }
    return false;
}

bool CodeHighlight::findFoldEnd(FoldSearch &search, std::chrono::milliseconds budget)
{
    QElapsedTimer time;
    time.start();
    while (search.m_at < m_rows && search.m_at - search.m_row <= mostFolded) {
        if (isPast(search)) {
            return true;
        }
        if (time.hasExpired(budget.count())) {
            return false;
        }
    }
    if (search.m_at >= m_rows && !m_highlighter.foldsByIndentation()) {
        search.m_last = m_rows - 1;  // never ended: to the end of the text
    }
    return true;
}

}  // namespace onlyonce::ui
