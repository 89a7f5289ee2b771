// SPDX-License-Identifier: GPL-3.0-or-later
// The timeline and the composer below it: what happened, and the next thing to write down.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/desk.h"

#include <QWidget>

namespace onlyonce::ui {

class CorrectForm;
class NoteBox;
class TimelineFilterBar;
class TimelineModel;
class TimelineView;

class TimelinePanel final : public QWidget
{
    Q_OBJECT

public:
    explicit TimelinePanel(Session &session, QWidget *parent = nullptr);
    TimelinePanel(Session &session, const Incident &incident, QWidget *parent = nullptr);

    //! Where the text goes is always in sight. Always the same one, once there is one.
    void setIncident(const Incident &incident);
    [[nodiscard]] NoteBox &notes() { return *m_notes; }
    void compose();
    //! Into the composer, below what stands there, to be written about.
    void quote(const QString &markdown);
    [[nodiscard]] bool hasDraft() const;

    //! @name With the entry that is chosen, else with the last one.
    //! @{
    void correct();
    void togglePin();
    //! Between internal and public; a correction, which the audit trail knows.
    void toggleVisibility();
    void toggleVersions();
    //! All that it says, in all its versions.
    void redact();
    //! @}
    //! Chosen, and in sight as soon as it is there.
    void show(TimelineId entry);
    void find();
    void togglePinned();
    void setUtc(bool utc);
    //! By hand: tells it.
    void switchZone();
    [[nodiscard]] bool isUtc() const;

Q_SIGNALS:
    void failed(const onlyonce::Error &error);
    //! An entry that stands for something shown elsewhere was opened.
    void evidenceWanted(qint64 attachment);
    void undoWanted(onlyonce::TimelineId move, const QString &text);
    void utcChanged(bool utc);
    void redactWanted(onlyonce::TimelineId entry);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void makeCorrectForm();
    void open(const QModelIndex &index);
    [[nodiscard]] const onlyonce::TimelineEntry *chosen();
    //! The one that is chosen, if people wrote it (else says why not); without a choice the last one that they wrote.
    [[nodiscard]] const onlyonce::TimelineEntry *correctable();
    [[nodiscard]] bool act(int key);

    Session &m_session;
    Incident m_incident;
    TimelineModel *m_model;
    TimelineFilterBar *m_filter;
    TimelineView *m_view;
    CorrectForm *m_correct = nullptr;
    NoteBox *m_notes;
    TimelineId m_wanted;  //!< to be chosen when it is there
};

}  // namespace onlyonce::ui
