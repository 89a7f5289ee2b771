// SPDX-License-Identifier: GPL-3.0-or-later
// What asks for words before an incident ends, comes back, or is tied to another: each in place, one line.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/ending/ending.h"

#include <QObject>

namespace onlyonce::ui {

class AskForm;

class Endings final : public QObject
{
    Q_OBJECT

public:
    //! `ask` outlives it.
    Endings(Session &session, AskForm &ask, QObject *parent);

    void falseAlarm(const Incident &incident);
    void duplicate(const Incident &incident);
    void reopen(const Incident &incident, Calls calls);
    void relate(const Incident &incident);
    //! Asks for the number, so that no slip of the hand deletes anything.
    void deleteDrill(const Incident &incident);

private:
    Session &m_session;
    AskForm &m_ask;
};

}  // namespace onlyonce::ui
