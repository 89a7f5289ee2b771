// SPDX-License-Identifier: GPL-3.0-or-later
// Which rows of a text are folded away, and so where every other row is seen. A fold hangs on the row before it.
#pragma once

#include <optional>
#include <vector>

namespace onlyonce::ui {

class RowFolds
{
public:
    struct Range
    {
        int first = 0;
        int last = -1;
        [[nodiscard]] int size() const { return last - first + 1; }
    };

    //! Folds within become part of it.
    void hide(const Range &rows);
    //! What hangs on that row is seen again; nothing when nothing did.
    std::optional<Range> show(int header);
    void clear() { m_hidden.clear(); }

    [[nodiscard]] bool isEmpty() const { return m_hidden.empty(); }
    [[nodiscard]] int hidden() const;  //!< how many rows
    //! What hangs on that row.
    [[nodiscard]] std::optional<Range> at(int header) const;
    //! The row on which the fold hangs that hides it; none of a row that is seen.
    [[nodiscard]] std::optional<int> headerOf(int row) const;
    //! The row of the text that is seen as this one.
    [[nodiscard]] int toText(int seen) const;
    //! As which row it is seen; of a hidden row, the one on which its fold hangs.
    [[nodiscard]] int toSeen(int row) const;

private:
    std::vector<Range> m_hidden;  //!< in order, apart from each other by at least the row they hang on
};

}  // namespace onlyonce::ui
