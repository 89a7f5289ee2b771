// SPDX-License-Identifier: GPL-3.0-or-later
// A change that needs a reason, or a few other words, asks for them within the page: what it changes, one line, Enter.
// What is refused stays, and says why.
#pragma once

#include "models/base/answer.h"
#include "models/base/result.h"
#include "views/widgets/draftkeeping.h"

#include <QPointer>
#include <QWidget>

#include <functional>

class QLineEdit;
class QPushButton;

namespace onlyonce::ui {

class Drafts;
class FormRow;
class TextLabel;

class AskForm final : public QWidget
{
    Q_OBJECT

public:
    struct Question
    {
        QString title;
        QString text;        //!< what it will change
        QString submit;      //!< of the button
        QString label = {};  //!< of the line, unless it is a reason
        QString draft = {};  //!< under this key a half-written answer is kept until it is given; empty: it is not
    };
    using Work = std::function<Answer<Result<>>(const QString &reason)>;

    //! Hidden until something is asked.
    explicit AskForm(QWidget *parent = nullptr);
    //! They outlive this.
    void setDrafts(Drafts &drafts);
    //! Another question takes the place of one that was not answered. Afterwards the focus is where it was before.
    void ask(const Question &question, Work work);

Q_SIGNALS:
    //! Answered or not.
    void left();
    //! It had the focus, and where that was before is no longer there.
    void leftNowhere();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void submit();
    void leave();
    void keep();
    [[nodiscard]] bool isKept() const { return m_drafts && !m_draft.isEmpty(); }

    TextLabel *m_title;
    TextLabel *m_text;
    QLineEdit *m_line;
    FormRow *m_row;
    QPushButton *m_submit;
    Work m_work;
    QPointer<QWidget> m_cameFrom;
    Drafts *m_drafts = nullptr;
    QString m_draft;  //!< its key
    int m_asked = 0;  //!< questions: what answers an earlier one does not end the one that took its place
    bool m_busy = false;
    DraftKeeping m_keeping{[this] { keep(); }};
};

}  // namespace onlyonce::ui
