// SPDX-License-Identifier: GPL-3.0-or-later
// One response protocol: for which incidents, its text, and beside it the steps that the text has, while it is written.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/protocol/protocol.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class FormRow;
class GrowingEdit;
class SegmentedControl;
class TextLabel;

class ProtocolForm final : public QWidget
{
    Q_OBJECT

public:
    explicit ProtocolForm(Session &session, QWidget *parent = nullptr);

    void edit(const Protocol &protocol);
    //! As it stands in the fields.
    [[nodiscard]] Protocol meant() const;

Q_SIGNALS:
    void saved();
    void dismissed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void preview();
    void tryOut();
    void save();
    void showError(const Error &error);

    Session &m_session;
    Protocol m_protocol;
    QLineEdit *m_name;
    FormRow *m_nameRow;
    QLineEdit *m_services;
    SegmentedControl *m_lowest;
    QCheckBox *m_drills;
    GrowingEdit *m_text;
    FormRow *m_textRow;
    QVBoxLayout *m_steps;
    TextLabel *m_count;
    TextLabel *m_fits;
    QPushButton *m_save;
    Refresh m_try;
    bool m_busy = false;
};

}  // namespace onlyonce::ui
