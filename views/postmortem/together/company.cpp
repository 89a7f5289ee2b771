// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/together/company.h"

#include "views/postmortem/countermeasures/countermeasurespanel.h"
#include "views/postmortem/fields/fieldeditor.h"
#include "views/postmortem/fields/fieldspanel.h"
#include "views/postmortem/whys/whytreepanel.h"

#include <QApplication>
#include <QEvent>

namespace onlyonce::ui {

Company::Company(const Session &session, IncidentId incident, QWidget *page, FieldsPanel &fields, WhyTreePanel &whys,
                 CountermeasuresPanel &measures)
    : QObject(page)
    , m_actor(session.actor)
    , m_page(page)
    , m_fields(fields)
    , m_whys(whys)
    , m_measures(measures)
    , m_presence(session, incident)
    , m_people(new PeopleHere)
{
    for (const PostMortemField field : allPostMortemFields) {
        auto *mark = new PeopleHere;
        m_fields.editor(field)->addToHead(mark);
        m_byField.push_back(mark);
    }
    m_page->installEventFilter(this);
    connect(&m_presence, &Presence::changed, this, &Company::show);
    connect(&m_whys, &WhyTreePanel::currentChanged, this, &Company::follow);
    connect(qApp, &QApplication::focusChanged, this, &Company::follow);
}

bool Company::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show) {
        m_presence.moveTo(here());
        m_presence.enter();
    } else if (event->type() == QEvent::Hide) {
        m_presence.leave();
    }
    return QObject::eventFilter(watched, event);
}

//! While the keyboard is in another window or outside the page, or one comments on a part, the person is where they were.
void Company::follow()
{
    const QWidget *focus = QApplication::focusWidget();
    if (focus && m_page->isAncestorOf(focus) && !(m_thread && m_thread->isAncestorOf(focus))) {
        m_presence.moveTo(here());
    }
}

void Company::setThread(const QWidget *thread)
{
    m_thread = thread;
}

void Company::moveTo(const PostMortemPart &part)
{
    m_presence.moveTo(toText(part));
}

QString Company::here() const
{
    QWidget *focus = QApplication::focusWidget();
    for (const PostMortemField field : allPostMortemFields) {
        if (focus && m_fields.editor(field)->isAncestorOf(focus)) {
            return toText(PostMortemPart(field));
        }
    }
    if (focus && m_whys.isAncestorOf(focus) && m_whys.here()) {
        return toText(PostMortemPart(m_whys.here()));
    }
    if (focus && m_measures.isAncestorOf(focus) && m_measures.here()) {
        return toText(PostMortemPart(m_measures.here()));
    }
    return {};
}

void Company::setRecord(const std::optional<PostMortemRecord> &record)
{
    m_tree = record ? record->whys : std::vector<WhyNode>{};
    m_measureList = record ? record->countermeasures : std::vector<Countermeasure>{};
    show();
}

void Company::show()
{
    std::vector<PeopleHere::Somebody> all;
    std::vector<std::vector<PeopleHere::Somebody>> byField(allPostMortemFields.size());
    QHash<qint64, QStringList> byWhy;
    for (const Present &other : m_presence.others()) {
        const auto part = postMortemPartFrom(other.part).value_or(PostMortemPart());
        const QString name = other.actor == m_actor ? tr("%1 (you)").arg(other.name) : other.name;
        all.push_back({.name = name, .where = labelOf(part, m_tree, m_measureList), .part = part});
        if (const auto *field = std::get_if<PostMortemField>(&part)) {
            byField[size_t(*field)].push_back({.name = name, .where = {}, .part = part});
        } else if (const auto *why = std::get_if<WhyId>(&part)) {
            byWhy[why->value].append(name);
        }
    }
    m_people->setPeople(all);
    for (size_t i = 0; i < m_byField.size(); ++i) {
        m_byField[i]->setPeople(byField[i]);
    }
    m_whys.setOthers(byWhy);
    if (std::exchange(m_others, all) != m_others) {
        Q_EMIT changed();
    }
}

}  // namespace onlyonce::ui
