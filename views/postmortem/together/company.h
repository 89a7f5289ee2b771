// SPDX-License-Identifier: GPL-3.0-or-later
// The others who have this post-mortem open: shown where they are, and told where this person is. A part is where the
// keyboard is.
#pragma once

#include "models/postmortem/record.h"
#include "models/postmortem/together/presence.h"
#include "views/postmortem/together/peoplehere.h"

#include <QObject>

namespace onlyonce::ui {

class CountermeasuresPanel;
class FieldsPanel;
class WhyTreePanel;

class Company final : public QObject
{
    Q_OBJECT

public:
    //! As long as `page` is in sight, this person is here. The parts belong to it.
    Company(const Session &session, IncidentId incident, QWidget *page, FieldsPanel &fields, WhyTreePanel &whys,
            CountermeasuresPanel &measures);

    //! For the head of the page.
    [[nodiscard]] PeopleHere *people() const { return m_people; }
    //! Of which parts are called by what they say.
    void setRecord(const std::optional<PostMortemRecord> &record);
    [[nodiscard]] const Presence &presence() const { return m_presence; }
    //! By name.
    [[nodiscard]] const std::vector<PeopleHere::Somebody> &others() const { return m_others; }
    //! Where one comments: that is about the part where one was.
    void setThread(const QWidget *thread);
    //! The person is there, without the keyboard: until it goes to a part of the page.
    void moveTo(const PostMortemPart &part);

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void follow();
    void show();
    [[nodiscard]] QString here() const;

    ActorId m_actor;  //!< who may have another window open
    QWidget *m_page;
    FieldsPanel &m_fields;
    WhyTreePanel &m_whys;
    CountermeasuresPanel &m_measures;
    Presence m_presence;
    PeopleHere *m_people;
    const QWidget *m_thread = nullptr;
    std::vector<PeopleHere::Somebody> m_others;
    std::vector<PeopleHere *> m_byField;
    std::vector<WhyNode> m_tree;
    std::vector<Countermeasure> m_measureList;
};

}  // namespace onlyonce::ui
