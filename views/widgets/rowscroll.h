// SPDX-License-Identifier: GPL-3.0-or-later
// Where a view of rows of unequal height stands: a row and how much of it is above the edge. Asks for the heights of the
// rows in sight (and of the last screenful) only, so its cost does not depend on how many rows there are.
#pragma once

#include <functional>
#include <optional>

namespace onlyonce::ui {

class RowScroll
{
public:
    //! Heights must be at least 1 and stay the same until changed() is called.
    explicit RowScroll(std::function<int(int row)> height)
        : m_height(std::move(height))
    {
    }

    void setRows(int rows);
    void setViewport(int height);
    //! Heights have changed (width, font, content): keeps the top row, mends the rest.
    void changed();
    //! Keeps what is in sight where it is.
    void rowsInserted(int start, int count);
    void rowsRemoved(int start, int count);

    void scrollBy(int px);
    void toRow(int row);  //!< its top at the upper edge, as far as the end allows
    void toEnd();
    void reveal(int row);  //!< scrolls just so far that it is in sight; a row taller than the view shows its top
    [[nodiscard]] bool atEnd() const;

    [[nodiscard]] int rows() const { return m_rows; }
    [[nodiscard]] int topRow() const { return m_top; }
    //! px of the top row above the edge.
    [[nodiscard]] int hidden() const { return m_hidden; }
    [[nodiscard]] int lastVisibleRow() const;
    //! The row at a height of the view; none below the last row.
    [[nodiscard]] std::optional<int> rowAt(int y) const;
    //! The y of a row's top if it is in sight.
    [[nodiscard]] std::optional<int> yOf(int row) const;

    //! For the scroll bar: units are fractions of rows, so no height of an unseen row is guessed.
    [[nodiscard]] int value() const;
    [[nodiscard]] int maximum() const;
    [[nodiscard]] int pageStep() const;
    void setValue(int value);

private:
    struct Position
    {
        int row = 0;
        int hidden = 0;
        friend auto operator<=>(const Position &, const Position &) = default;
    };

    [[nodiscard]] int units() const;
    [[nodiscard]] int toUnits(Position position) const;
    [[nodiscard]] Position end() const;
    void settle();

    std::function<int(int)> m_height;
    int m_rows = 0;
    int m_viewport = 0;
    int m_top = 0;
    int m_hidden = 0;
};

}  // namespace onlyonce::ui
