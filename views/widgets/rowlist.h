// SPDX-License-Identifier: GPL-3.0-or-later
// The list of two-line rows (incidents, alerts, countermeasures …): delegate and view. Roles: rowroles.h.
// All rows have one height, so a hundred thousand lay out as ten do; running clocks tick only while seen.
#pragma once

#include "models/base/clock.h"

#include <QBasicTimer>
#include <QListView>
#include <QStyledItemDelegate>

namespace onlyonce::ui {

class RowDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum class Density { TwoLines, OneLine };

    explicit RowDelegate(const Clock &clock, QObject *parent = nullptr);
    void setDensity(Density density) { m_density = density; }
    //! Wide enough for the pills of the model; 0 leaves no column. Default: that of "SEV1".
    void setPillColumn(int px) { m_pillColumn = px; }
    //! In a wide row statuses, notes and owners take so much each, so that they stand below each other; 0: what they need.
    struct Columns
    {
        int status = 0;
        int note = 0;
        int owner = 0;
    };
    void setColumns(const Columns &columns) { m_columns = columns; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintFirstLine(QPainter &painter, QRect line, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const;
    void paintSecondLine(QPainter &painter, QRect line, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const;

    const Clock &m_clock;
    Density m_density = Density::TwoLines;
    int m_pillColumn;
    Columns m_columns;
};

class KeyedListBase;

class RowList final : public QListView
{
    Q_OBJECT
public:
    explicit RowList(const Clock &clock, QWidget *parent = nullptr);
    [[nodiscard]] RowDelegate *rowDelegate() const { return m_delegate; }
    //! Shown in the middle while the model has no rows.
    void setEmptyText(const QString &text);
    //! Of a KeyedList it reads on at both ends before they are in sight. Rows that come and go above what is read move
    //! nothing; what is chosen is not pushed out of sight while the keyboard is here.
    void setModel(QAbstractItemModel *model) override;

Q_SIGNALS:
    //! Enter, or a click where the platform opens by one click.
    void opened(const QModelIndex &index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    enum class End { None, Newest, Oldest };

    void readAhead();
    void arrive();
    bool jump(int key);
    [[nodiscard]] int rowHeight() const;

    KeyedListBase *m_keyed = nullptr;
    End m_wanted = End::None;  //!< where to go when the answer is there
    int m_goneAbove = 0;       //!< rows that are being removed above what is in sight
    RowDelegate *m_delegate;
    QString m_emptyText;
    QBasicTimer m_timer;
};

}  // namespace onlyonce::ui
