// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked before something is done with alerts, above their list: the silence that is made of them, and why they are
// over.
#pragma once

#include "models/alerts/alert.h"
#include "models/catalog/session.h"

#include <QWidget>

namespace onlyonce::ui {

class AskForm;
class SilenceForm;

class AlertForms final : public QWidget
{
    Q_OBJECT

public:
    explicit AlertForms(Session &session, QWidget *parent = nullptr);

    void silence(const std::vector<AlertRow> &alerts);
    //! Those of them that fire.
    void end(std::vector<AlertRow> alerts);

Q_SIGNALS:
    void done(const QString &text);
    void left();  //!< the focus has no place here any more
    void failed(const onlyonce::Error &error);

private:
    Session &m_session;
    SilenceForm *m_silence;
    QWidget *m_sheet;  //!< with that form in it
    AskForm *m_ask;
};

}  // namespace onlyonce::ui
