// SPDX-License-Identifier: GPL-3.0-or-later
// A timeline of entries of any height. Measures nothing but what is on the screen, so that a hundred thousand entries
// open at once; the scroll position is a row and a fraction of it, never a sum of guessed heights. Roles: rowroles.h.
#pragma once

#include "views/widgets/richtext.h"

#include <QAbstractItemView>
#include <QHash>
#include <QTimeZone>

namespace onlyonce {

class TimelineView final : public QAbstractItemView
{
    Q_OBJECT
public:
    explicit TimelineView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    void setTimeZone(const QTimeZone &zone);
    [[nodiscard]] QTimeZone timeZone() const { return m_zone; }
    //! Stays at the last entry while new ones arrive, as long as the end is in sight. Default: on.
    void setFollowsEnd(bool follows) { m_followsEnd = follows; }
    void setEmptyText(const QString &text);
    void scrollToEnd();
    [[nodiscard]] bool isAtEnd() const;

    [[nodiscard]] QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    [[nodiscard]] QModelIndex indexAt(const QPoint &point) const override;

Q_SIGNALS:
    void linkActivated(const QUrl &url);
    void opened(const QModelIndex &index);

protected:
    [[nodiscard]] QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    [[nodiscard]] int horizontalOffset() const override { return 0; }
    [[nodiscard]] int verticalOffset() const override { return 0; }
    [[nodiscard]] bool isIndexHidden(const QModelIndex &) const override { return false; }
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags flags) override;
    [[nodiscard]] QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void updateGeometries() override;
    void dataChanged(const QModelIndex &first, const QModelIndex &last, const QList<int> &roles) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;

private:
    //! One measured entry; coordinates start at the entry's top left.
    struct Entry
    {
        RichText text;
        int sectionHeight = 0;  //!< a heading above the entry; 0: none
        int height = 0;
    };

    const Entry &entry(int row) const;
    void forget();
    [[nodiscard]] int rowCount() const;
    [[nodiscard]] int textLeft() const;
    void scrollBy(int px);
    void normalize();
    void storePosition();
    [[nodiscard]] int top(int row) const;
    void paintEntry(QPainter &painter, int row, const QRect &rect) const;

    QTimeZone m_zone;
    bool m_followsEnd = true;
    QString m_emptyText;
    int m_topRow = 0;     //!< the first row in sight …
    int m_topHidden = 0;  //!< … and how many of its pixels are above the edge
    mutable QHash<int, Entry> m_entries;
};

}  // namespace onlyonce