// SPDX-License-Identifier: GPL-3.0-or-later
// How an incident was seen: how late, from where, by which failing tests. Follows by itself what alerts add; hidden while
// there is nothing to say.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/sight.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QVBoxLayout;

namespace onlyonce::ui {

class Panel;

class SightPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit SightPanel(Session &session, QWidget *parent = nullptr);
    void setIncident(const Incident &incident);

Q_SIGNALS:
    void found(const onlyonce::IncidentSight &sight);

private:
    void reload();
    void show(const IncidentSight &sight);

    Session &m_session;
    Incident m_incident;
    Panel *m_panel;
    QVBoxLayout *m_lines;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
