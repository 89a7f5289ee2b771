// SPDX-License-Identifier: GPL-3.0-or-later
// What colleagues do to a post-mortem beside writing it, for its page: comments on each part, reviews, earlier versions. It
// marks each part with its open comments, and knows which part is meant: the one where the keyboard is, or was last.
#pragma once

#include "models/postmortem/checks/checks.h"
#include "views/postmortem/review/reviewbar.h"
#include "views/postmortem/review/threadpane.h"
#include "views/widgets/refresh.h"

#include <QObject>

#include <array>

class QToolButton;

namespace onlyonce::ui {

class CommentsPanel;
class CountermeasuresPanel;
class FieldsPanel;
class VersionsPane;
class WhyTreePanel;

class ReviewDesk final : public QObject
{
    Q_OBJECT

public:
    //! The parts belong to `page`.
    ReviewDesk(Session &session, IncidentId incident, QWidget *page, FieldsPanel &fields, WhyTreePanel &whys,
               CountermeasuresPanel &measures);

    //! @name To be placed by the page, which owns them from then on.
    //! @{
    [[nodiscard]] ReviewBar *bar() const { return m_bar; }            //!< below the status
    [[nodiscard]] CommentsPanel *comments() const { return m_list; }  //!< in the document, hidden while there are none
    [[nodiscard]] ThreadPane *thread() const { return m_thread; }     //!< below what scrolls
    [[nodiscard]] VersionsPane *versions() const { return m_versions; }  //!< in the place of what scrolls
    //! @}

    //! Where half-written comments are kept; they outlive this.
    void setDrafts(Drafts &drafts);
    void setRecord(const std::optional<PostMortemRecord> &record);

    //! On the part where the keyboard is.
    void comment();
    void showVersions();
    //! From wherever one is.
    void nextComment();

Q_SIGNALS:
    void placeWanted(const onlyonce::CheckPlace &place);
    void failed(const onlyonce::Error &error);

private:
    struct Found
    {
        ThreadPane::Said said;
        ReviewBar::Asked asked;
    };
    [[nodiscard]] static Result<Found> find(Transaction &transaction, IncidentId incident, ActorId reader);
    void read();
    void show(const Found &found);
    void follow();
    void openThread(const PostMortemPart &part);
    void openVersions(const PostMortemPart &part);
    [[nodiscard]] QString nameOf(const PostMortemPart &part) const;

    Session &m_session;
    IncidentId m_incident;
    QWidget *m_page;
    FieldsPanel &m_fields;
    WhyTreePanel &m_whys;
    CountermeasuresPanel &m_measures;
    ReviewBar *m_bar;
    CommentsPanel *m_list;
    ThreadPane *m_thread;
    VersionsPane *m_versions;
    std::array<QToolButton *, allPostMortemFields.size()> m_marks{};
    std::optional<PostMortemRecord> m_record;
    std::vector<CommentThread> m_threads;
    PostMortemPart m_here;  //!< where the keyboard was last
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
