// SPDX-License-Identifier: GPL-3.0-or-later
// A paragraph broken into lines of one fixed height, so that text of many scripts stays on the grid and a page can end
// after any line. Internal to this slice.
#pragma once

#include "models/documents/richtext.h"

#include <QColor>
#include <QFont>
#include <QTextLayout>

class QPainter;

namespace onlyonce {

struct TextStyle
{
    QFont font;
    double lineHeight = 0;
    QColor color;
    Qt::Alignment alignment = Qt::AlignLeft;  //!< Left means "where the text's script begins"
    QFont codeFont = {};                      //!< of inline code; its size counts
    QColor codeFill = {};
    QColor linkColor = {};
    QColor mutedColor = {};  //!< of small print
};

class TextBox
{
public:
    TextBox(const RichText &text, const TextStyle &style);
    //! Formats already made (code); lines may break between any two characters.
    TextBox(const QString &text, const QList<QTextLayout::FormatRange> &formats, const TextStyle &style);

    //! Widest line if nothing were wrapped, and the widest word; before layOut().
    [[nodiscard]] double naturalWidth();
    [[nodiscard]] double longestWordWidth();

    void layOut(double width);
    [[nodiscard]] int lineCount() const { return m_layout.lineCount(); }
    [[nodiscard]] double lineHeight() const { return m_style.lineHeight; }
    [[nodiscard]] double height() const { return m_layout.lineCount() * m_style.lineHeight; }
    [[nodiscard]] double lineWidth(int line) const { return m_layout.lineAt(line).naturalTextWidth(); }

    //! With the top left corner of the box, or of that line alone, at `at`.
    void paint(QPainter &painter, QPointF at) const;
    void paintLine(QPainter &painter, int line, QPointF at) const;

private:
    TextStyle m_style;
    QTextLayout m_layout;
    double m_baseline = 0;  //!< below a line's top
};

//! One line that ends in "…" where it does not fit.
[[nodiscard]] QString elided(const QString &text, const QFont &font, double width);

}  // namespace onlyonce
