// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked before something is done with alerts, above their list: the silence that is made of them, and why they are
// over.
#pragma once

#include "models/alerts/inbox/inbox.h"
#include "models/catalog/session.h"

#include <QWidget>

#include <memory>

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
    void end(const Gathered &alerts);

Q_SIGNALS:
    void done(const QString &text);
    void left();  //!< the focus has no place here any more
    void failed(const onlyonce::Error &error);

private:
    struct Ending;
    void endOn(const std::shared_ptr<Ending> &ending);

    Session &m_session;
    SilenceForm *m_silence;
    QWidget *m_sheet;  //!< with that form in it
    AskForm *m_ask;
};

}  // namespace onlyonce::ui
