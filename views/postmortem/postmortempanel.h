// SPDX-License-Identifier: GPL-3.0-or-later
// The post-mortem of one incident: whys, countermeasures, prose, and its way to being published.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/checks/checks.h"
#include "views/widgets/refresh.h"

#include <QPointer>
#include <QWidget>

class QPushButton;
class QToolButton;

namespace onlyonce::ui {

class ChecksPanel;
class Company;
class CountermeasuresPanel;
class Drafts;
class ExportMenu;
class FieldProposals;
class FieldsPanel;
class MeetingLine;
class PillLabel;
class PostMortemMemory;
class Presentation;
class ReadingPlace;
class ReviewDesk;
class TextLabel;
class WhyTreePanel;

class PostMortemPanel final : public QWidget
{
    Q_OBJECT

public:
    PostMortemPanel(Session &session, IncidentId incident, QWidget *parent = nullptr);

    //! What outlasts the page; it outlives this.
    void setMemory(PostMortemMemory &memory);
    //! Where half-typed fields are kept; they outlive this.
    void setDrafts(Drafts &drafts);
    //! For the meeting, in large type over the whole screen: at the slide of that key, or where it was left.
    void present(const QString &slide = {});
    //! The document, where versions of a part have taken its place; the focus goes back to that part.
    void showDocument();
    //! One step on: into review, approved, published.
    void advance();
    //! Where it can be changed again: into review, and from there to a draft.
    void takeBack();
    //! The menu of formats; the focus goes there.
    void exportNow();
    //! The focus goes to it, as soon as it is read.
    void showMeasure(CountermeasureId measure);
    //! To the place of the next finding of the checks.
    void showNextFinding();
    //! Comments, reviews, earlier versions.
    [[nodiscard]] ReviewDesk &review() const { return *m_review; }
    [[nodiscard]] MeetingLine &meeting() const { return *m_meeting; }
    [[nodiscard]] FieldProposals &proposals() const;
    //! Back to the list of findings, to the one that was gone to.
    void showFindings();

Q_SIGNALS:
    void exported(const QString &path);
    //! Several formats at once, into a folder.
    void exportFormWanted();
    //! Where it is now, in words; `on`: by a step on, which can be taken back.
    void moved(const QString &text, bool on);
    void failed(const onlyonce::Error &error);
    void entryWanted(onlyonce::TimelineId entry);

private:
    void reload();
    void showStatus();
    //! By when it is to be approved.
    void showDue(const std::optional<QDate> &dueOn);
    void settle();
    void change(PostMortemStatus status);
    void goTo(const CheckPlace &place);

    Session &m_session;
    IncidentId m_incident;
    std::optional<PostMortemRecord> m_record;
    PillLabel *m_status;
    TextLabel *m_due;
    QPushButton *m_next;
    QToolButton *m_back;
    MeetingLine *m_meeting;
    ExportMenu *m_export;
    ChecksPanel *m_checks;
    WhyTreePanel *m_whys;
    CountermeasuresPanel *m_measures;
    FieldsPanel *m_fields;
    Company *m_company;
    ReviewDesk *m_review;
    ReadingPlace *m_place;
    QByteArray m_shown;  //!< the record that is shown, to be known again
    PostMortemMemory *m_memory = nullptr;
    Drafts *m_drafts = nullptr;
    QPointer<Presentation> m_presentation;
    QString m_slide;  //!< where the presentation was left
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
