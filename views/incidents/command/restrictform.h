// SPDX-License-Identifier: GPL-3.0-or-later
// Who sees the incident: the sign in its head while only named people do, and the form below the head that names them.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/incident.h"
#include "views/widgets/refresh.h"

#include <QPointer>
#include <QWidget>

class QPushButton;

namespace onlyonce::ui {

class AskForm;
class ReadersChoice;
class TextLabel;

class RestrictForm final : public QWidget
{
    Q_OBJECT

public:
    //! Hidden until begin(). `ask` outlives it.
    RestrictForm(Session &session, AskForm &ask, QWidget *parent = nullptr);

    //! "Restricted · 3 people"; hidden while everybody sees it. Placed by the head.
    [[nodiscard]] QPushButton *sign() const { return m_sign; }
    void setIncident(const Incident &incident);
    void begin();
    //! Everybody shall see it again: asks why.
    void lift();

Q_SIGNALS:
    void failed(const onlyonce::Error &error);
    void heldBack(const QString &text);  //!< what restricting meant for customers

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void makeForm();
    void reload();
    void save();
    void leave();
    void showCount();
    [[nodiscard]] bool isRestricted() const { return m_incident.visibility == Visibility::Restricted; }

    Session &m_session;
    AskForm &m_ask;
    Incident m_incident;
    QPushButton *m_sign;
    TextLabel *m_title = nullptr;
    ReadersChoice *m_choice = nullptr;
    TextLabel *m_error = nullptr;
    QPushButton *m_lift = nullptr;
    QPushButton *m_save = nullptr;
    QPointer<QWidget> m_cameFrom;
    Refresh m_refresh;
    bool m_busy = false;
};

}  // namespace onlyonce::ui
