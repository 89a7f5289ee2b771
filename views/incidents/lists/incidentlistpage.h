// SPDX-License-Identifier: GPL-3.0-or-later
// Every incident: search, filters, order and kept views above, Enter opens.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/desk.h"
#include "models/incidents/lists/savedviews.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QMenu;
class QPushButton;
class QStackedWidget;

namespace onlyonce::ui {

class AskForm;
class DeclareForm;
class EmptyState;
class IncidentFilterBar;
class IncidentListModel;
class PageHeader;
class RowList;
class SavedViewsMenu;

class IncidentListPage final : public QWidget
{
    Q_OBJECT

public:
    explicit IncidentListPage(Session &session, QWidget *parent = nullptr);

    void declare();  //!< opens the form
    void chooseOrder();
    void chooseView();
    void showNarrowed(const IncidentFilter &filter);
    [[nodiscard]] const std::vector<SavedView> &views() const;
    [[nodiscard]] IncidentFilterBar &filterBar() { return *m_filter; }
    //! The incident that is current in the list; none: a null id.
    [[nodiscard]] IncidentId current() const;

Q_SIGNALS:
    void opened(onlyonce::IncidentId id);
    void viewsChanged();
    void setUpWanted();  //!< nothing is here yet: people, mail, forum
    void failed(const onlyonce::Error &error);

private:
    void addHead();
    void applyFilter();
    void showState();
    void keepView(bool shared);
    void askNames();

    Session &m_session;
    IncidentListModel *m_model;
    DeclareForm *m_form;
    AskForm *m_ask;
    IncidentFilterBar *m_filter;
    SavedViewsMenu *m_views;
    QPushButton *m_order;
    QMenu *m_orders;
    PageHeader *m_header;
    RowList *m_list;
    EmptyState *m_empty;
    QPushButton *m_setUp;
    QPushButton *m_showAll;
    QStackedWidget *m_stack;
    Refresh m_names;
};

}  // namespace onlyonce::ui
