// SPDX-License-Identifier: GPL-3.0-or-later
// The countermeasures of every incident, by due date: what is overdue stands first, what was done waits for its proof.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/countermeasures/countermeasures.h"
#include "views/widgets/refresh.h"
#include "views/widgets/wholelist.h"

#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace onlyonce::ui {

class CountermeasureListModel;
class EmptyState;
class RowList;
class SegmentedControl;

class CountermeasuresPage final : public QWidget
{
    Q_OBJECT

public:
    explicit CountermeasuresPage(Session &session, QWidget *parent = nullptr);
    //! The chosen one: an open one is done.
    void markDone();
    //! Those in the state that is in sight, as a table for spreadsheets: asks where it shall be.
    void askForTable();
    void saveTable(const QString &path);

Q_SIGNALS:
    void saved(const QString &path);
    //! The post-mortem in which it stands is wanted, at its place.
    void opened(qint64 incidentNumber, onlyonce::CountermeasureId measure);
    //! It has left the list that is in sight: what has become of it, and what comes next.
    void marked(const QString &text);
    void failed(const onlyonce::Error &error);

private:
    void showState();
    void showCurrent();
    void openCurrent();

    Session &m_session;
    CountermeasureListModel *m_model;
    SegmentedControl *m_states;
    RowList *m_list;
    EmptyState *m_empty;
    QStackedWidget *m_stack;
    QPushButton *m_save;
    QPushButton *m_done;
    QPushButton *m_open;
};

//! Those in one state, read page by page as one scrolls.
class CountermeasureListModel final : public WholeList<Countermeasure>
{
    Q_OBJECT

public:
    explicit CountermeasureListModel(Session &session, QObject *parent = nullptr);
    void setState(CountermeasureState state);
    [[nodiscard]] CountermeasureState state() const { return m_state; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void loaded();
    void failed(const onlyonce::Error &error);

private:
    void reload();
    [[nodiscard]] QDate today() const;

    Session &m_session;
    CountermeasureState m_state = CountermeasureState::Open;
    size_t m_wanted;  //!< rows, at least: what has been scrolled to
    bool m_more = false;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
