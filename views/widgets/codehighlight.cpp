// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/codehighlight.h"

#include <QElapsedTimer>

namespace onlyonce::ui {

namespace {

constexpr qsizetype mostKnown = 4000;

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
    return *m_known.insert(row, Known{std::move(line.spans), std::move(line.after), exact});
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

}  // namespace onlyonce::ui
