// SPDX-License-Identifier: GPL-3.0-or-later
// Shows code and logs of any length, read-only: line numbers, highlighting, folding, search, selection, copy. Lays out only
// the rows on the screen; never puts the text into a text document.
// Keys: arrows and Shift choose rows, Left and Right scroll; Space, - and + fold what the row opens, * unfolds everything;
// N and Shift+N go on to the next and the previous hit; Ctrl+F, Ctrl+G and Q ask the page.
#pragma once

#include "views/widgets/bytesearch.h"
#include "views/widgets/codehighlight.h"
#include "views/widgets/lineindex.h"
#include "views/widgets/rowfolds.h"
#include "views/widgets/rowscroll.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QByteArray>
#include <QHash>
#include <QString>

#include <memory>

class QTextLayout;

namespace onlyonce::ui {

class CodeView final : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit CodeView(QWidget *parent = nullptr);
    ~CodeView() override;

    //! UTF-8 (anything else is shown with replacement characters). The bytes are shared, not copied: a file mapped into
    //! memory and wrapped by QByteArray::fromRawData() costs no more than its pages in sight, and must outlive the view.
    //! `language` is a name as models/documents/highlighter.h takes it; empty for plain text.
    void setContent(const QByteArray &utf8, const QString &language = {});
    //! The same with the index of its lines made already, on another thread: of tens of megabytes it takes longer than a
    //! window may stand still.
    void setContent(const QByteArray &utf8, LineIndex index, const QString &language);
    [[nodiscard]] const QByteArray &content() const { return m_bytes; }
    void setLanguage(const QString &language);
    [[nodiscard]] int lineCount() const { return m_index.lines(); }

    void setWrapsLines(bool wraps);
    [[nodiscard]] bool wrapsLines() const { return m_wraps; }
    //! Counted from 0.
    void scrollToLine(int line);

    //! Lines counted from 0; first > last: nothing is selected.
    struct Lines
    {
        int first = 0;
        int last = -1;
    };
    [[nodiscard]] Lines selectedLines() const;
    //! The selected ones, or the one that the arrows stand on.
    [[nodiscard]] Lines quotedLines() const;
    [[nodiscard]] QString lineText(int line) const;
    [[nodiscard]] QString selectedText() const;
    //! "12: text" of the row the arrows stand on; empty without content.
    [[nodiscard]] QString currentLineText() const;
    void copy() const;
    void selectAll();

    //! Folds what that row opens, or unfolds it. The end of a long region is looked for while the view goes on.
    void toggleFold(int row);
    void unfoldAll();
    [[nodiscard]] bool isFolded(int row) const { return m_folds.at(row).has_value(); }

    //! Ignores case unless the text has capitals. Selects the next (previous) hit, wrapping around; false: there is none.
    bool find(const QString &text, bool forward = true);
    void clearFind();
    //! The same as find() does it, for whoever counts hits.
    [[nodiscard]] static ByteSearch searchFor(const QString &text);
    //! Where the selection begins, in bytes.
    [[nodiscard]] qsizetype selectionOffset() const;

Q_SIGNALS:
    void selectionChanged();
    //! Ctrl+F: the page shows its search field.
    void findRequested();
    //! Ctrl+G: the page asks for a line.
    void lineRequested();
    //! Q: the chosen lines are wanted elsewhere.
    void quoteRequested();
    void foldsChanged();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Place
    {
        int row = 0;
        int column = 0;  //!< UTF-16 units
        friend auto operator<=>(const Place &, const Place &) = default;
    };

    [[nodiscard]] QString text(int row) const;
    [[nodiscard]] const QTextLayout &layout(int row) const;
    [[nodiscard]] int gutter() const;
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] Place placeAt(const QPoint &point) const;
    [[nodiscard]] std::pair<Place, Place> selection() const;
    void select(const Place &anchor, const Place &cursor);
    void moveTo(int row, bool extend);
    [[nodiscard]] bool letterPressed(const QKeyEvent *event);
    void relayout();
    void showPosition();
    void paintRow(QPainter &painter, int row, const QRect &rect, CodeTheme theme) const;
    void paintFold(QPainter &painter, int row, const QRect &rect, const QTextLayout &shown) const;
    [[nodiscard]] CodeTheme codeTheme() const;
    [[nodiscard]] int heightOf(int row) const;
    void searchFold();
    void hide(const RowFolds::Range &rows);
    //! Unfolds until the row is seen.
    void reveal(int row);
    [[nodiscard]] bool opensFold(int row) const;

    QByteArray m_bytes;
    LineIndex m_index;
    std::unique_ptr<CodeHighlight> m_highlight;
    QString m_language;
    RowScroll m_scroll;  //!< of the rows that are seen; everything else counts the rows of the text
    RowFolds m_folds;
    std::optional<CodeHighlight::FoldSearch> m_foldSearch;
    mutable QHash<int, std::shared_ptr<QTextLayout>> m_layouts;
    QString m_pattern;
    Place m_anchor;
    Place m_cursor;
    bool m_wraps = false;
    bool m_movesBar = false;
    QBasicTimer m_refine;
    QBasicTimer m_foldTimer;
    QBasicTimer m_dragScroll;
};

}  // namespace onlyonce::ui
