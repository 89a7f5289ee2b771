// SPDX-License-Identifier: GPL-3.0-or-later
// A timeline of entries of any height. Letters are left to whoever holds it. Measures nothing but what is on the screen, so that a hundred thousand entries
// open at once. Where it stands is kept by RowScroll, how an entry looks by TimelineEntry. Roles: rowroles.h.
#pragma once

#include "views/widgets/rowscroll.h"
#include "views/widgets/timelineentry.h"

#include <QAbstractItemView>
#include <QHash>
#include <QTimeZone>

namespace onlyonce::ui {

class KeyedListBase;

class TimelineView final : public QAbstractItemView
{
    Q_OBJECT
public:
    explicit TimelineView(QWidget *parent = nullptr);

    //! Of a KeyedListBase (its newest below) it reads on at both ends before they are in sight.
    void setModel(QAbstractItemModel *model) override;
    void reset() override;
    void setTimeZone(const QTimeZone &zone);
    [[nodiscard]] QTimeZone timeZone() const { return m_zone; }
    //! Opens at the last entry and stays there while new ones arrive, as long as the end is in sight. Default: on.
    void setFollowsEnd(bool follows) { m_followsEnd = follows; }
    void setEmptyText(const QString &text);
    //! What a copy or a screen reader gets of an entry: time, author, words.
    [[nodiscard]] QString entryText(const QModelIndex &index) const;
    //! Of the timeline, not of what happens to be read of it.
    void scrollToEnd();
    [[nodiscard]] bool isAtEnd() const { return m_scroll.atEnd(); }

    [[nodiscard]] QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    [[nodiscard]] QModelIndex indexAt(const QPoint &point) const override;

Q_SIGNALS:
    void linkActivated(const QUrl &url);
    void opened(const QModelIndex &index);  //!< Enter or a double click

protected:
    [[nodiscard]] QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    [[nodiscard]] int horizontalOffset() const override { return 0; }
    [[nodiscard]] int verticalOffset() const override { return 0; }
    [[nodiscard]] bool isIndexHidden(const QModelIndex &) const override { return false; }
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags flags) override;
    [[nodiscard]] QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void updateGeometries() override;
    void dataChanged(const QModelIndex &first, const QModelIndex &last, const QList<int> &roles) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;

private:
    void rowsRemoved(int start, int end);
    [[nodiscard]] const TimelineEntry &entry(int row) const;
    [[nodiscard]] QUrl linkAt(const QPoint &point) const;
    void forget();
    void scrollBy(int px);
    void showPosition();
    void showEnd();
    void readAhead();
    void arrive();
    [[nodiscard]] bool jump(int key);
    [[nodiscard]] bool hasNewer() const;

    enum class End { None, First, Last };

    KeyedListBase *m_keyed = nullptr;
    End m_wanted = End::None;  //!< where to go when the answer is there
    QTimeZone m_zone = QTimeZone::systemTimeZone();
    QString m_emptyText;
    bool m_followsEnd = true;
    bool m_atEnd = true;
    bool m_movesBar = false;
    RowScroll m_scroll;
    mutable QHash<int, TimelineEntry> m_entries;
};

}  // namespace onlyonce::ui
