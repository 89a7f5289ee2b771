// SPDX-License-Identifier: GPL-3.0-or-later
// Waits for an alert, and says so: whoever points a monitoring system here sees at once whether it has come through.
#pragma once

#include "models/catalog/session.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QPushButton;

namespace onlyonce {
struct AlertRow;
}

namespace onlyonce::ui {

class PillLabel;
class TextLabel;

class FirstAlert final : public QWidget
{
    Q_OBJECT

public:
    explicit FirstAlert(Session &session, QWidget *parent = nullptr);

    //! The answer to testWanted(): empty when the test alert was taken in, and is about to be seen.
    void tellSent(const QString &problem);

Q_SIGNALS:
    void testWanted();

private:
    void reload();
    void show(const AlertRow *newest);

    Session &m_session;
    PillLabel *m_state;
    TextLabel *m_what;
    TextLabel *m_about;
    TextLabel *m_problem;
    QPushButton *m_test;
    Refresh m_refresh;
    bool m_sending = false;
};

}  // namespace onlyonce::ui
