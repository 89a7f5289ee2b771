// SPDX-License-Identifier: GPL-3.0-or-later
// What is still being spoken about in the whole post-mortem: its open threads, each with the part that it is about, and
// before them what was begun here and is not said. Enter leads there.
#pragma once

#include "models/postmortem/record.h"
#include "models/postmortem/review/comments.h"
#include "views/postmortem/review/threadpane.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class TextLabel;

class CommentsPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit CommentsPanel(QWidget *parent = nullptr);

    void setThreads(const std::vector<CommentThread> &threads, const std::vector<ThreadPane::Begun> &begun,
                    const std::optional<PostMortemRecord> &record);
    //! To the thread after the last one that was gone to.
    void next();

Q_SIGNALS:
    void threadWanted(const onlyonce::PostMortemPart &part);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Line
    {
        CommentId id;  //!< null: begun
        PostMortemPart part;
        QString name;  //!< of the part
        QString says;
        QString facts;

        friend bool operator==(const Line &, const Line &) = default;
    };
    void show(const std::vector<Line> &lines);
    void goTo(const Line &line);
    [[nodiscard]] bool isCurrent(const Line &line) const;

    TextLabel *m_sum;
    QVBoxLayout *m_list;
    QPushButton *m_more;
    std::vector<Line> m_lines;
    std::optional<Line> m_current;
    bool m_showsAll = false;
};

}  // namespace onlyonce::ui
