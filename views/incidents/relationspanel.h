// SPDX-License-Identifier: GPL-3.0-or-later
// The other incidents that this one has to do with; nothing to be seen while there are none.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/ending/ending.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QVBoxLayout;

namespace onlyonce::ui {

class RelationsPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit RelationsPanel(Session &session, QWidget *parent = nullptr);

    //! Once: from now on they are read.
    void begin(IncidentId incident);
    //! Something about the incident has changed.
    void refresh() { m_refresh.want(); }

Q_SIGNALS:
    void opened(onlyonce::IncidentId other);
    void failed(const onlyonce::Error &error);

private:
    void reload();
    void show(const std::vector<Relation> &relations);
    void remove(IncidentId other);

    Session &m_session;
    IncidentId m_incident;
    QVBoxLayout *m_list;
    std::vector<Relation> m_shown;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
