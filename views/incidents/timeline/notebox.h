// SPDX-License-Identifier: GPL-3.0-or-later
// Where people write to an incident: notes and commands, with completion, explained and refused in place. What is begun is
// kept until it is sent, also when the program dies.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/timeline/say.h"
#include "views/widgets/draftkeeping.h"
#include "views/widgets/refresh.h"

#include <QWidget>

#include <memory>

class QToolButton;

namespace onlyonce::ui {

class Composer;
class Drafts;
class SegmentedControl;

class NoteBox final : public QWidget
{
    Q_OBJECT

public:
    explicit NoteBox(Session &session, QWidget *parent = nullptr);
    NoteBox(Session &session, const Incident &incident, QWidget *parent = nullptr);

    //! Always the same one, once there is one.
    void setIncident(const Incident &incident);
    //! More commands than those of incidents. Shared, because what is said runs on another thread.
    void setCommands(std::shared_ptr<const SayCommands> commands);
    //! Where what is begun is kept; offers what is there. Must outlive this.
    void setDrafts(Drafts &drafts);
    void setTimeZone(const QTimeZone &zone) { m_zone = zone; }
    void compose();
    //! Below what stands there, to be written about.
    void insert(const QString &markdown);
    //! Words that would be lost with this window.
    [[nodiscard]] bool hasDraft() const;
    [[nodiscard]] QWidget *editor() const;

Q_SIGNALS:
    void written();

private:
    void submit(const QString &text);
    void send(const Saying &saying, const QString &text);
    void explain();
    void keep();
    void offerKept();
    void readPeople();
    void readTemplates();
    [[nodiscard]] QString key() const;

    Session &m_session;
    IncidentId m_incident;
    QString m_name;  //!< "INC-52  Checkout fails"
    std::shared_ptr<const SayCommands> m_commands;
    Drafts *m_drafts = nullptr;
    QTimeZone m_zone = QTimeZone::systemTimeZone();
    Composer *m_composer;
    SegmentedControl *m_audience;
    QToolButton *m_templates;
    QStringList m_people;
    QString m_asked;     //!< a text with an unknown command: once more, and it is sent as it is
    QString m_warnedOf;  //!< a public text of which somebody has read that it seems to hold a secret
    Refresh m_readPeople;
    Refresh m_readTemplates;
    bool m_busy = false;
    DraftKeeping m_keeping{[this] { keep(); }};
};

}  // namespace onlyonce::ui
