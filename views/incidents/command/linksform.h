// SPDX-License-Identifier: GPL-3.0-or-later
// The links of an incident, or those that the team always uses: a row each, changed in place. Follows by itself.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/command/references.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class FormRow;
class Panel;

class LinksForm final : public QWidget
{
    Q_OBJECT

public:
    //! A null incident: what the team always uses.
    LinksForm(Session &session, IncidentId incident, QWidget *parent = nullptr);
    //! To the field where an address is typed.
    void begin();
    [[nodiscard]] Panel *panel() const { return m_panel; }

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

private:
    void reload();
    void show(const std::vector<Reference> &links);
    void edit(const Reference &link);
    void save();
    void clear();

    Session &m_session;
    IncidentId m_incident;
    Panel *m_panel;
    QVBoxLayout *m_rows;
    QComboBox *m_kind;
    QLineEdit *m_title;
    QLineEdit *m_address;
    FormRow *m_addressRow;
    QPushButton *m_save;
    std::optional<Reference> m_editing;
    bool m_busy = false;
};

}  // namespace onlyonce::ui
