// SPDX-License-Identifier: GPL-3.0-or-later
// A new silence: what, until when, why; and before it is made, what of that fires now. The end is one key.
#pragma once

#include "models/alerts/silences.h"
#include "models/catalog/session.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;
class QPushButton;

namespace onlyonce::ui {

class FormRow;
class SegmentedControl;
class TextLabel;

class SilenceForm final : public QWidget
{
    Q_OBJECT

public:
    explicit SilenceForm(Session &session, QWidget *parent = nullptr);

    //! For these alerts; for what they have in common. The focus goes to the end: a key, then the reason, then Enter.
    void begin(const std::vector<AlertRow> &alerts);

Q_SIGNALS:
    void made(const QString &text);  //!< "Silenced until today 18:00."
    void dismissed();

protected:
    //! "1", "4", "m" and "o" choose the end while the focus is on it; Escape gives up.
    void keyPressEvent(QKeyEvent *event) override;

private:
    void make();
    void chooseEnd();
    void showEnd();
    void askForesight();
    void clear();
    [[nodiscard]] Result<Silence> meant() const;
    [[nodiscard]] Result<Instant> endMeant(Instant startsAt) const;

    Session &m_session;
    QLineEdit *m_matchers;
    FormRow *m_matchersRow;
    SegmentedControl *m_end;
    TextLabel *m_endText;
    QLineEdit *m_from;
    QLineEdit *m_until;
    QWidget *m_other;
    FormRow *m_fromRow;
    FormRow *m_untilRow;
    QLineEdit *m_reason;
    FormRow *m_reasonRow;
    QCheckBox *m_maintenance;
    TextLabel *m_foreseen;
    QPushButton *m_cancel;
    bool m_busy = false;
    Refresh m_foresight;
};

}  // namespace onlyonce::ui
