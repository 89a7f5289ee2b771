// SPDX-License-Identifier: GPL-3.0-or-later
// Where the data lives: the file that is open, or a team's server, which is tried before anybody moves there.
#pragma once

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace onlyonce::ui {

class FormRow;
class TextLabel;

class DataPanel final : public QWidget
{
    Q_OBJECT

public:
    //! What is open now; `copies` is the folder of its nightly copies, empty for a server, which has its own.
    DataPanel(const QString &place, const QString &copies, QWidget *parent = nullptr);

    //! The answer to tryWanted(): why it does not work, or how to start with that server.
    void tellProblem(const QString &problem);
    void tellWorks(const QString &command);

Q_SIGNALS:
    void tryWanted(const QString &address);
    void passed();  //!< Enter where no server is named: what is here does

private:
    void begin();
    void tell(const QString &text, bool well);

    QLineEdit *m_address;
    QPushButton *m_try;
    TextLabel *m_answer;
    QLineEdit *m_command;
    FormRow *m_commandRow;
    QPushButton *m_copy;
    bool m_busy = false;
};

}  // namespace onlyonce::ui
