// SPDX-License-Identifier: GPL-3.0-or-later
// Every incident: what is open first in sight, search and filter above, Enter opens.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/desk.h"

#include <QWidget>

class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace onlyonce::ui {

class DeclareForm;
class EmptyState;
class IncidentListModel;
class PageHeader;
class RowList;
class SegmentedControl;

class IncidentListPage final : public QWidget
{
    Q_OBJECT

public:
    explicit IncidentListPage(Session &session, QWidget *parent = nullptr);

    void declare();  //!< opens the form
    void search();   //!< puts the focus into the search field
    //! The incident that is current in the list; none: a null id.
    [[nodiscard]] IncidentId current() const;

Q_SIGNALS:
    void opened(onlyonce::IncidentId id);
    void setUpWanted();  //!< nothing is here yet: people, mail, forum
    void failed(const onlyonce::Error &error);

protected:
    //! From the search field, Down leads into the list and Escape gives up.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void applyFilter();
    void showState();

    IncidentListModel *m_model;
    DeclareForm *m_form;
    SegmentedControl *m_which;
    QLineEdit *m_search;
    RowList *m_list;
    EmptyState *m_empty;
    QPushButton *m_setUp;
    QStackedWidget *m_stack;
};

}  // namespace onlyonce::ui
