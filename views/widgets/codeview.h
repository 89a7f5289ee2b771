// SPDX-License-Identifier: GPL-3.0-or-later
// Shows code and logs of any length, read-only: line numbers, highlighting, search, selection, copy. Lays out only the
// rows on the screen; never puts the text into a text document.
#pragma once

#include "views/widgets/codehighlight.h"
#include "views/widgets/lineindex.h"
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
    [[nodiscard]] QString selectedText() const;
    //! "12: text" of the row the arrows stand on; empty without content.
    [[nodiscard]] QString currentLineText() const;
    void copy() const;
    void selectAll();

    //! Ignores case unless the text has capitals. Selects the next (previous) hit, wrapping around; false: there is none.
    bool find(const QString &text, bool forward = true);
    void clearFind();

Q_SIGNALS:
    void selectionChanged();
    //! Ctrl+F: the page shows its search field.
    void findRequested();

protected:
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
    void relayout();
    void showPosition();
    void paintRow(QPainter &painter, int row, const QRect &rect, CodeTheme theme) const;
    [[nodiscard]] CodeTheme codeTheme() const;

    QByteArray m_bytes;
    LineIndex m_index;
    std::unique_ptr<CodeHighlight> m_highlight;
    QString m_language;
    RowScroll m_scroll;
    mutable QHash<int, std::shared_ptr<QTextLayout>> m_layouts;
    QString m_pattern;
    Place m_anchor;
    Place m_cursor;
    bool m_wraps = false;
    bool m_movesBar = false;
    QBasicTimer m_refine;
    QBasicTimer m_dragScroll;
};

}  // namespace onlyonce::ui
