// SPDX-License-Identifier: GPL-3.0-or-later
// What has been said about one part of the post-mortem, below the document, which stays in sight: the threads, and where one
// writes. Ctrl+Enter says it; Escape goes back to where one was. Words that are not said yet are kept.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/review/comments.h"
#include "views/widgets/draftkeeping.h"

#include <QPointer>
#include <QWidget>

class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace onlyonce::ui {

class CommentRow;
class Composer;
class Drafts;
class TextLabel;

class ThreadPane final : public QWidget
{
    Q_OBJECT

public:
    ThreadPane(Session &session, IncidentId incident, QWidget *parent = nullptr);

    void setDrafts(Drafts &drafts);
    //! What was begun in one of the parts and is not said; where one writes at the moment nothing is.
    struct Begun
    {
        PostMortemPart part = {};
        CommentId changes = {};  //!< the comment that it changes; null: it says something new
        QString text;

        friend bool operator==(const Begun &, const Begun &) = default;
    };
    [[nodiscard]] std::vector<Begun> begun() const;
    //! Of the whole post-mortem, with whom one may mention and whose words may be changed here.
    struct Said
    {
        std::vector<CommentThread> threads = {};
        QStringList people = {};
        QList<qint64> own = {};  //!< ids of comments

        friend bool operator==(const Said &, const Said &) = default;
    };
    void setSaid(const Said &said);
    //! Shows it, and the focus goes to where one writes. `name`: for people.
    void open(const PostMortemPart &part, const QString &name);
    void close();

Q_SIGNALS:
    void failed(const onlyonce::Error &error);
    //! begun() may be another.
    void leftOff();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    enum class Writes { Comment, Reply, Edit };

    void layOut();
    void show(const std::vector<CommentThread> &threads);
    void addRow(const Comment &comment, bool isSettled);
    [[nodiscard]] std::vector<CommentThread> here() const;
    [[nodiscard]] std::vector<CommentRow *> rows() const;
    void write(Writes what, const Comment &about = {});
    void say(const QString &text);
    void settle(const Comment &comment);
    void keep();
    void takeDraft();
    void refuse(const Error &error);
    [[nodiscard]] QString keysBegin() const;
    [[nodiscard]] QString draftKey() const;
    void fitHeight();
    void scrollToLatest();

    Session &m_session;
    IncidentId m_incident;
    PostMortemPart m_part;
    QString m_name;
    Said m_said;
    std::vector<CommentThread> m_shown;
    TextLabel *m_title;
    QWidget *m_list;
    QVBoxLayout *m_rows;
    QScrollArea *m_scroll;
    Composer *m_composer;
    QPushButton *m_fresh;
    Writes m_writes = Writes::Comment;
    Comment m_about;  //!< what is replied to, or changed
    bool m_busy = false;
    Drafts *m_drafts = nullptr;
    QPointer<QWidget> m_cameFrom;
    DraftKeeping m_keeping{[this] { keep(); }};
};

}  // namespace onlyonce::ui
