// SPDX-License-Identifier: GPL-3.0-or-later
// Who does what in an incident, a row each; and a calm hint while nobody leads it.
#pragma once

#include "models/incidents/command/handover.h"

#include <QWidget>

class QGridLayout;
class QPushButton;

namespace onlyonce::ui {

class Panel;

class RolesPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit RolesPanel(QWidget *parent = nullptr);
    //! `now`: how the times are written.
    void show(const Incident &incident, const std::vector<RoleHolder> &roles, const std::vector<Handover> &offers,
              Instant now);
    //! To the first thing that can be done here.
    void visit();

Q_SIGNALS:
    void takeWanted();
    void roleWanted(const QString &role);  //!< empty: another one
    void withdrawn(onlyonce::HandoverId offer);

private:
    void addRow(const RoleHolder &holder, Instant now);
    void addOffer(const Handover &offer, Instant now);

    Panel *m_panel;
    QWidget *m_hint;
    QPushButton *m_take;
    QGridLayout *m_rows;
    std::vector<RoleHolder> m_roles;
    std::vector<Handover> m_offers;
};

}  // namespace onlyonce::ui
