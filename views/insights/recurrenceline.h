// SPDX-License-Identifier: GPL-3.0-or-later
// A quiet line below the countermeasures: how many incidents came again although they were thought to be corrected, and the
// way to each of them.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/lists/incidentlist.h"
#include "models/insights/recurrencefigures.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QPushButton;

namespace onlyonce::ui {

class TextLabel;

class RecurrenceLine final : public QWidget
{
    Q_OBJECT

public:
    explicit RecurrenceLine(Session &session, QWidget *parent = nullptr);

Q_SIGNALS:
    //! The incidents that are counted, as the list is narrowed to them.
    void listWanted(const onlyonce::IncidentFilter &filter);
    void failed(const onlyonce::Error &error);

private:
    void reload();
    void show(const RecurrenceFigures &figures);

    Session &m_session;
    TextLabel *m_text;
    QPushButton *m_which;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
