// SPDX-License-Identifier: GPL-3.0-or-later
// Colours for the rows of a long text, never more work at once than a screen needs. Where the state before a row is not
// known yet (after a far jump), it starts from the default state and says so; refine() catches up in small portions.
#pragma once

#include "models/documents/highlighter.h"

#include <QHash>

#include <chrono>
#include <functional>
#include <optional>
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

    //! Whether something begins in this row that can be folded; no while its colours are a guess.
    [[nodiscard]] bool opensFold(int row);

    //! The search for the end of what a row opens, in portions.
    class FoldSearch
    {
    public:
        [[nodiscard]] int row() const { return m_row; }
        //! The last row to be hidden; none when the end was not found within mostFolded rows.
        [[nodiscard]] std::optional<int> last() const { return m_last; }

    private:
        friend class CodeHighlight;
        int m_row = 0;
        int m_at = 0;  //!< the next row to be looked at
        int m_kind = 0;
        int m_depth = 1;
        int m_indent = 0;
        HighlightState m_state;
        std::optional<int> m_last;
    };
    static constexpr int mostFolded = 500'000;

    //! Of a row that opensFold().
    [[nodiscard]] FoldSearch beginFold(int row);
    //! Looks on for at most `budget`; true when there is nothing left to do.
    bool findFoldEnd(FoldSearch &search, std::chrono::milliseconds budget);

private:
    struct Known
    {
        std::vector<CodeSpan> spans;
        HighlightState after;
        bool exact = false;
        int opens = 0;  //!< kind of the last region that begins here and does not end here, plus one; 0: none
    };

    const Known &read(int row, const HighlightState &before, bool exact);
    //! Columns before the first letter; none in an empty line.
    [[nodiscard]] std::optional<int> indent(int row) const;
    [[nodiscard]] bool isPast(FoldSearch &search);

    Highlighter m_highlighter;
    std::function<QString(int)> m_text;
    int m_rows;
    std::vector<HighlightState> m_states{HighlightState()};  //!< before row 0, 500, 1000 …; known without gaps
    QHash<int, Known> m_known;
    int m_scanRow = 0;  //!< how far refine() has come, and the state there
    HighlightState m_scanState;
};

}  // namespace onlyonce::ui
