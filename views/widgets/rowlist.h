// SPDX-License-Identifier: GPL-3.0-or-later
// The list of two-line rows (incidents, alerts, countermeasures …). Roles: rowroles.h.
// All rows have one height, so a hundred thousand lay out as ten do; running clocks tick only while seen.
#pragma once

#include "views/widgets/rowdelegate.h"

#include <QBasicTimer>
#include <QListView>

namespace onlyonce::ui {

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
