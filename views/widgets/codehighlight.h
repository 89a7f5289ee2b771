// SPDX-License-Identifier: GPL-3.0-or-later
// Colours for the rows of a long text, never more work at once than a screen needs. Where the state before a row is not
// known yet (after a far jump), it starts from the default state and says so; refine() catches up in small portions.
#pragma once

#include "models/documents/highlighter.h"

#include <QHash>

#include <chrono>
#include <functional>
#include <vector>

namespace onlyonce::ui {

class CodeHighlight
{
public:
    //! The state before every so many rows is kept.
    static constexpr int rowsPerState = 500;

    CodeHighlight(const Language &language, std::function<QString(int row)> text, int rows);

    [[nodiscard]] const std::vector<CodeSpan> &spans(int row);

    //! Works on the true colours of rows `first` to `last` for at most `budget`. True when there is nothing left to do;
    //! rows whose colours have changed meanwhile are read anew by spans().
    bool refine(int first, int last, std::chrono::milliseconds budget);
    //! Whether refine() has something to do for these rows.
    [[nodiscard]] bool isGuess(int first, int last) const;

private:
    struct Known
    {
        std::vector<CodeSpan> spans;
        HighlightState after;
        bool exact = false;
    };

    const Known &read(int row, const HighlightState &before, bool exact);

    Highlighter m_highlighter;
    std::function<QString(int)> m_text;
    int m_rows;
    std::vector<HighlightState> m_states{HighlightState()};  //!< before row 0, 500, 1000 …; known without gaps
    QHash<int, Known> m_known;
    int m_scanRow = 0;  //!< how far refine() has come, and the state there
    HighlightState m_scanState;
};

}  // namespace onlyonce::ui
