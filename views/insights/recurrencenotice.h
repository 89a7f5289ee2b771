// SPDX-License-Identifier: GPL-3.0-or-later
// Says on an incident's page that it looks like an earlier one: the root cause then, what was done against it, and why the
// two are alike; a person says whether it is the same again. Not there while there is nothing to say.
#pragma once

#include "models/catalog/session.h"
#include "models/insights/recurrence.h"
#include "views/widgets/refresh.h"

#include <QFrame>

class QPushButton;

namespace onlyonce::ui {

class RecurrenceChoice;
class TextLabel;

class RecurrenceNotice final : public QFrame
{
    Q_OBJECT

public:
    explicit RecurrenceNotice(Session &session, QWidget *parent = nullptr);

    //! Once: from now on it is compared.
    void begin(IncidentId incident);
    //! Nothing happens while there is nothing to say.
    void open();
    void refute();
    //! Of the one that it speaks of; while there is nothing to say, a person chooses which.
    void confirm();

Q_SIGNALS:
    void opened(onlyonce::IncidentId past);
    void failed(const onlyonce::Error &error);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void reload();
    void show(const std::vector<Alike> &alike);
    void decide(IncidentId past, Result<> (*how)(Transaction &, IncidentId, IncidentId));

    Session &m_session;
    IncidentId m_incident;
    std::optional<Alike> m_shown;
    TextLabel *m_title;
    TextLabel *m_story;
    TextLabel *m_reason;
    QPushButton *m_open;
    QPushButton *m_refute;
    QPushButton *m_confirm;
    RecurrenceChoice *m_choice;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
