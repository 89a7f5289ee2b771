// SPDX-License-Identifier: GPL-3.0-or-later
// One finding of the checks: how much it weighs, what was found, why it stays; unfolded also why it matters, and what can
// be done about it. With the focus on it, Enter goes to its place and A writes down why it stays.
#pragma once

#include "models/postmortem/checks/findings.h"
#include "views/postmortem/focusrow.h"

namespace onlyonce::ui {

class TextLabel;

class FindingRow final : public FocusRow
{
    Q_OBJECT

public:
    explicit FindingRow(const Finding &finding, QWidget *parent = nullptr);

    [[nodiscard]] const QString &key() const { return m_key; }
    void setUnfolded(bool unfolded);
    //! Beside the buttons: what key leads on.
    void setHint(const QString &hint);

Q_SIGNALS:
    void chosen();
    void placeWanted();
    void answerWanted();

protected:
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *makeMore(const Finding &finding);

    QString m_key;
    TextLabel *m_hint;
    QWidget *m_more;
};

}  // namespace onlyonce::ui
