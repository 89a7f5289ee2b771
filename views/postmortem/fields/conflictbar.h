// SPDX-License-Identifier: GPL-3.0-or-later
// Two people have changed the same text, and somebody has to read both: what the other one wrote, what was typed here if
// that is not in sight anyway, and three ways on. Nothing is lost until one of them is chosen.
#pragma once

#include <QWidget>

class QPlainTextEdit;
class QPushButton;

namespace onlyonce::ui {

class TextLabel;

class ConflictBar final : public QWidget
{
    Q_OBJECT

public:
    //! Hidden until there is a conflict. `what`: for the accessible names, "Summary".
    explicit ConflictBar(const QString &what, QWidget *parent = nullptr);

    //! `yours`: empty when it still stands where it was typed.
    void ask(const QString &theirs, const QString &yours = {});
    void dismiss() { hide(); }

Q_SIGNALS:
    //! What was typed here goes.
    void theirsWanted();
    //! What was typed here takes the place of theirs, which stays among the earlier versions.
    void yoursWanted();
    //! Both, one after the other, to be made one by hand.
    void bothWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    TextLabel *m_words;
    QPlainTextEdit *m_theirs;
    TextLabel *m_yoursHead;
    QPlainTextEdit *m_yours;
};

}  // namespace onlyonce::ui
