// SPDX-License-Identifier: GPL-3.0-or-later
// One comment in its thread: who said it, when, and what. With the focus on it R replies, S settles the thread or opens it
// again, E changes one's own words.
#pragma once

#include "models/postmortem/review/comments.h"
#include "views/postmortem/focusrow.h"

namespace onlyonce::ui {

class CommentRow final : public FocusRow
{
    Q_OBJECT

public:
    struct Look
    {
        bool isOwn = false;       //!< it can be edited by who sits here
        bool isSettled = false;   //!< its thread is
        bool isBegun = false;     //!< a change of it is begun and not said
        QStringList people = {};  //!< whose names stand out behind an @
    };
    CommentRow(const Comment &comment, const Look &look, QWidget *parent = nullptr);

    [[nodiscard]] const Comment &comment() const { return m_comment; }

Q_SIGNALS:
    void replyWanted(const onlyonce::Comment &comment);
    void settleWanted(const onlyonce::Comment &comment);
    void editWanted(const onlyonce::Comment &comment);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    Comment m_comment;
    bool m_isOwn;
};

//! "12 Nov 14:05", in the machine's zone.
[[nodiscard]] QString commentTime(Instant at);

}  // namespace onlyonce::ui
