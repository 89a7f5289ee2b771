// SPDX-License-Identifier: GPL-3.0-or-later
// Finds any line of a long text without keeping every line: one mark per 64 rows. A row is what a view draws at once: a
// line, or a piece of one that is too long for that. Refers to the text and never copies it.
#pragma once

#include <QByteArrayView>

#include <vector>

namespace onlyonce::ui {

class LineIndex
{
public:
    //! Longer lines (minified JSON) are cut into rows of at most so many bytes, between characters.
    static constexpr qsizetype longestRow = 4096;

    struct Row
    {
        qsizetype start = 0;
        qsizetype length = 0;    //!< without the line end
        int line = 0;            //!< counted from 0
        bool continues = false;  //!< a further piece of the same line
    };

    LineIndex() = default;
    //! `utf8` must outlive the index. LF and CR LF end a line; a final line end makes no extra one.
    explicit LineIndex(QByteArrayView utf8);

    [[nodiscard]] int rows() const { return m_rows; }
    [[nodiscard]] int lines() const { return m_lines; }
    [[nodiscard]] qsizetype widestRow() const { return m_widest; }  //!< bytes
    [[nodiscard]] Row row(int row) const;
    [[nodiscard]] int rowOfLine(int line) const;
    [[nodiscard]] int rowAt(qsizetype offset) const;
    [[nodiscard]] QByteArrayView text(int row) const;

private:
    struct Mark
    {
        qsizetype start;
        int line;
        bool continues;
    };

    //! The row that starts at a mark, and the mark of the next one.
    Row read(Mark &mark) const;
    template <typename Passed>
    [[nodiscard]] int lastRowWhere(Passed &&passed) const;

    QByteArrayView m_text;
    std::vector<Mark> m_marks;
    int m_rows = 0;
    int m_lines = 0;
    qsizetype m_widest = 0;
};

}  // namespace onlyonce::ui
