// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/countermeasures/countermeasurespanel.h"

#include "models/postmortem/countermeasures/fromtasks.h"
#include "views/postmortem/countermeasures/countermeasurecard.h"
#include "views/postmortem/countermeasures/countermeasureform.h"
#include "views/postmortem/countermeasures/measureremoval.h"
#include "views/widgets/askform.h"
#include "views/widgets/page.h"

#include <QKeyEvent>
#include <QMenu>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

CountermeasuresPanel::CountermeasuresPanel(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_list(new QVBoxLayout)
    , m_begin(makeButton(tr("Add countermeasure"), ButtonKind::Normal, QStringLiteral("plus")))
    , m_fromTask(makeButton(tr("From a task"), ButtonKind::Quiet, QStringLiteral("checklist")))
    , m_form(new CountermeasureForm(session, incident, this))
    , m_ask(new AskForm)
    , m_removal(new MeasureRemoval(session))
    , m_keys(new TextLabel(tr("Enter: edit · D: done · W: it works · F: it failed · T: try anew · Delete: remove · "
                              "Ctrl+Z: bring back · ↑ ↓: the next one"),
                           TextStyle::Caption, TextLabel::Rank::Muted))
{
    auto *panel = new Panel(tr("Countermeasures"));
    panel->addAction(m_fromTask);
    panel->addAction(m_begin);
    m_fromTask->setMenu(new QMenu(m_fromTask));
    m_fromTask->hide();
    m_keys->setWordWrap(true);
    m_keys->hide();
    m_list->setSpacing(space::s);
    panel->body()->addLayout(m_list);
    panel->body()->addWidget(m_removal);
    panel->body()->addWidget(m_ask);
    panel->body()->addWidget(m_keys);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);

    connect(m_begin, &QPushButton::clicked, this, [this] { begin({}); });
    connect(m_form, &CountermeasureForm::left, this, &CountermeasuresPanel::endForm);
    connect(m_form, &CountermeasureForm::saved, this, &CountermeasuresPanel::loadTasks);
    connect(m_form, &CountermeasureForm::failed, this, &CountermeasuresPanel::failed);
    connect(m_removal, &MeasureRemoval::failed, this, &CountermeasuresPanel::failed);
    connect(m_removal, &MeasureRemoval::broughtBack, this, [this](CountermeasureId id) {
        m_showNext = id;
        showMeasure(id);
    });
    connect(m_ask, &AskForm::leftNowhere, this, [this] { showMeasure(m_current); });
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("incident_task"), m_incident.value)) {
            loadTasks();
        }
    });
    loadTasks();
}

//! What was meant to be done during the incident is offered, until it is a countermeasure.
void CountermeasuresPanel::loadTasks()
{
    m_session.read([id = m_incident](Transaction &transaction) { return tasksToKeep(transaction, id); })
        .then(this, [this](const Result<std::vector<IncidentTask>> &tasks) {
            if (!tasks) {
                Q_EMIT failed(tasks.error());
                return;
            }
            m_fromTask->menu()->clear();
            for (const IncidentTask &task : *tasks) {
                QString text = task.text;
                m_fromTask->menu()->addAction(text.replace(QLatin1Char('&'), QStringLiteral("&&")), this, [this, task] {
                    m_form->begin(task);
                    placeForm();
                    Q_EMIT begun(m_form);
                });
            }
            m_fromTask->setVisible(!tasks->empty());
        });
}

void CountermeasuresPanel::begin(WhyId why)
{
    m_form->begin(why);
    placeForm();
    Q_EMIT begun(m_form);
}

void CountermeasuresPanel::beginEdit(const Countermeasure &measure)
{
    m_current = measure.id;
    m_form->edit(measure);
    placeForm();
    Q_EMIT begun(m_form);
}

//! In the place of the card that it edits, else at the end.
void CountermeasuresPanel::placeForm()
{
    m_list->removeWidget(m_form);
    int at = m_list->count();
    for (int i = 0; i < m_list->count(); ++i) {
        if (auto *card = qobject_cast<CountermeasureCard *>(m_list->itemAt(i)->widget())) {
            const bool edited = !m_form->isHidden() && card->measure().id == m_form->edited();
            card->setHidden(edited);
            at = edited ? i : at;
        }
    }
    m_list->insertWidget(at, m_form);
    tabThrough(m_begin, *m_list);
    m_begin->setVisible(m_form->isHidden());
}

void CountermeasuresPanel::endForm()
{
    placeForm();
    if (m_form->edited()) {
        showMeasure(m_form->edited());
    } else {
        m_begin->setFocus();
    }
}

std::vector<CountermeasureCard *> CountermeasuresPanel::cards() const
{
    std::vector<CountermeasureCard *> found;
    for (int i = 0; i < m_list->count(); ++i) {
        auto *card = qobject_cast<CountermeasureCard *>(m_list->itemAt(i)->widget());
        if (card && !card->isHidden()) {
            found.push_back(card);
        }
    }
    return found;
}

CountermeasureCard *CountermeasuresPanel::focusedCard() const
{
    const auto all = cards();
    const auto found = std::ranges::find_if(all, [focus = window()->focusWidget()](const CountermeasureCard *card) {
        return focus && (card == focus || card->isAncestorOf(focus));
    });
    return found == all.end() ? nullptr : *found;
}

CountermeasureId CountermeasuresPanel::here() const
{
    const CountermeasureCard *card = focusedCard();
    const bool isForm = !m_form->isHidden() && m_form->isAncestorOf(window()->focusWidget());
    return card ? card->measure().id : isForm ? m_form->edited() : CountermeasureId{};
}

//! Before the window's own Ctrl+Z; a field in which something is typed has its own before that.
bool CountermeasuresPanel::event(QEvent *event)
{
    const bool asks = event->type() == QEvent::ShortcutOverride;
    if (asks && m_removal->canBringBack() && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Undo)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void CountermeasuresPanel::keyPressEvent(QKeyEvent *event)
{
    if (m_removal->canBringBack() && event->matches(QKeySequence::Undo)) {
        m_removal->bringBack();
        return;
    }
    const auto all = cards();
    const auto here = std::ranges::find(all, focusedCard());
    if (here == all.end() || (event->key() != Qt::Key_Down && event->key() != Qt::Key_Up)) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto to = (here - all.begin()) + (event->key() == Qt::Key_Down ? 1 : -1);
    all[size_t(std::clamp<qsizetype>(to, 0, qsizetype(all.size()) - 1))]->setFocus();
}

void CountermeasuresPanel::setOpenComments(const QHash<qint64, int> &open)
{
    m_openComments = open;
    for (CountermeasureCard *card : cards()) {
        card->setOpenComments(open.value(card->measure().id.value));
    }
}

CountermeasureCard *CountermeasuresPanel::makeCard(const Countermeasure &measure, bool editable)
{
    auto *card = new CountermeasureCard(measure, editable);
    connect(card, &CountermeasureCard::editWanted, this, &CountermeasuresPanel::beginEdit);
    connect(card, &CountermeasureCard::stateWanted, this, &CountermeasuresPanel::moveTo);
    connect(card, &CountermeasureCard::commentWanted, this,
            [this](const Countermeasure &about) { Q_EMIT commentWanted(about.id); });
    card->setOpenComments(m_openComments.value(measure.id.value));
    connect(card, &CountermeasureCard::removalWanted, m_removal, &MeasureRemoval::remove);
    return card;
}

//! What the check has shown is asked for where it must be said.
void CountermeasuresPanel::moveTo(const Countermeasure &measure, CountermeasureState state)
{
    m_current = measure.id;
    const bool proven = state == CountermeasureState::Proven;
    if (!proven && state != CountermeasureState::Failed) {
        setState(measure, state);
        return;
    }
    m_ask->ask({.title = proven ? tr("What has shown that it works?") : tr("What has shown that it does not work?"),
                .text = measure.what.effectCheck.isEmpty()
                          ? measure.what.text
                          : tr("“%1”. The check was: %2").arg(measure.what.text, measure.what.effectCheck),
                .submit = proven ? tr("It is proven") : tr("It failed"),
                .label = tr("What was seen")},
               [this, measure, state](const QString &seen) {
                   return m_session.write(
                       [id = measure.id, version = measure.version, state, seen](Transaction &transaction) -> Result<> {
                           const auto done = setCountermeasureState(transaction, id, state, version, seen);
                           return done ? Result<>() : failure(done);
                       });
               });
}

void CountermeasuresPanel::setState(const Countermeasure &measure, CountermeasureState state)
{
    m_session
        .write([id = measure.id, version = measure.version, state](Transaction &transaction) {
            return setCountermeasureState(transaction, id, state, version);
        })
        .then(this, [this](const Result<int> &done) {
            if (!done) {
                Q_EMIT failed(done.error());
            }
        });
}

void CountermeasuresPanel::showMeasure(CountermeasureId id)
{
    const auto all = cards();
    const auto shown = std::ranges::find(all, id, [](const CountermeasureCard *card) { return card->measure().id; });
    if (shown == all.end()) {
        m_showNext = id;  // it is still being read
        return;
    }
    (*shown)->setFocus(Qt::OtherFocusReason);
    m_showNext = {};
    QTimer::singleShot(0, *shown, [card = *shown] {  // when it has its place
        if (card->hasFocus()) {
            scrollIntoSight(card);
        }
    });
}

//! The one that has moved up there, where what had the focus has gone.
void CountermeasuresPanel::focusAt(size_t place)
{
    const auto all = cards();
    if (!all.empty()) {
        all[std::min(place, all.size() - 1)]->setFocus(Qt::OtherFocusReason);
    } else {
        m_begin->setFocus(Qt::OtherFocusReason);
    }
}

void CountermeasuresPanel::setMemory(PostMortemMemory &memory)
{
    m_removal->setSteps(memory.steps(m_incident));
    connect(&memory, &PostMortemMemory::forgotten, m_removal, &MeasureRemoval::showLast);
}

void CountermeasuresPanel::setDrafts(Drafts &drafts)
{
    m_form->setDrafts(drafts);
}

void CountermeasuresPanel::setRecord(const std::optional<PostMortemRecord> &record)
{
    const CountermeasureCard *focused = focusedCard();
    const CountermeasureId here = focused ? focused->measure().id : CountermeasureId{};
    const auto before = cards();
    const auto place = size_t(std::ranges::find(before, focused) - before.begin());
    m_list->removeWidget(m_form);
    clearLayout(m_list);
    m_form->setWhys(record ? record->whys : std::vector<WhyNode>{});
    const bool none = !record || record->countermeasures.empty();
    m_keys->setHidden(none);
    if (none) {
        auto *words = new TextLabel(tr("None yet. A root cause without a countermeasure will come back."),
                                    TextStyle::Body, TextLabel::Rank::Muted);
        words->setWordWrap(true);
        m_list->addWidget(words);
    } else {
        for (const Countermeasure &measure : record->countermeasures) {
            m_list->addWidget(makeCard(measure, record->postMortem.isEditable()));
            m_form->setStored(measure);
        }
    }
    if (std::exchange(m_isFirst, false) && (!record || record->postMortem.isEditable())) {
        m_form->takeDraft(record ? record->countermeasures : std::vector<Countermeasure>{});
    }
    placeForm();
    const auto all = cards();
    const auto there = std::ranges::find(all, here, [](const CountermeasureCard *card) { return card->measure().id; });
    if (here && there != all.end()) {
        (*there)->setFocus(Qt::OtherFocusReason);  // the card that had the focus has gone
    } else if (here) {
        focusAt(place);
    }
    if (m_showNext) {
        showMeasure(m_showNext);
    }
}

}  // namespace onlyonce::ui
