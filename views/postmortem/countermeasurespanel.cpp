// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/countermeasurespanel.h"

#include "models/postmortem/fromtasks.h"
#include "views/widgets/datefield.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"
#include "views/widgets/words.h"

#include <QComboBox>
#include <QDateEdit>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

namespace {

Tone toneOf(CountermeasureState state)
{
    switch (state) {
    case CountermeasureState::Open:
        return Tone::Warning;
    case CountermeasureState::Done:
        return Tone::Accent;
    case CountermeasureState::Proven:
        return Tone::Success;
    case CountermeasureState::Failed:
        return Tone::Danger;
    }
    return Tone::Neutral;
}

Pill pillOf(CountermeasureState state)
{
    return {.text = capitalized(label(state)), .tone = toneOf(state), .shape = PillShape::Soft};
}

int statesWidth()
{
    int widest = 0;
    for (const auto state : {CountermeasureState::Open, CountermeasureState::Done, CountermeasureState::Proven,
                             CountermeasureState::Failed}) {
        widest = std::max(widest, pillSize(pillOf(state)).width());
    }
    return widest;
}

}  // namespace

CountermeasuresPanel::CountermeasuresPanel(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_list(new QVBoxLayout)
    , m_begin(makeButton(tr("Add countermeasure"), ButtonKind::Normal, QStringLiteral("plus")))
    , m_fromTask(makeButton(tr("From a task"), ButtonKind::Quiet, QStringLiteral("checklist")))
    , m_answers(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_text(new QLineEdit)
    , m_textRow(
          new FormRow(tr("What will be done"), m_text, tr("Begin with a verb: “Alert on queue length above 1,000”.")))
    , m_owner(new QComboBox)
    , m_due(makeDateField())
    , m_kind(new QComboBox)
    , m_check(new QLineEdit)
{
    auto *panel = new Panel(tr("Countermeasures"));
    panel->addAction(m_fromTask);
    panel->addAction(m_begin);
    m_fromTask->setMenu(new QMenu(m_fromTask));
    m_fromTask->hide();
    m_list->setSpacing(space::m);
    panel->body()->setSpacing(space::m);
    panel->body()->addLayout(m_list);
    m_form = makeForm();
    m_form->hide();
    panel->body()->addWidget(m_form);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);

    connect(m_begin, &QPushButton::clicked, this, [this] { begin({}); });
    connect(m_text, &QLineEdit::textEdited, this, [this] { m_textRow->setError({}); });
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("person"))) {
            loadPeople();
        }
        if (changes.touches(QLatin1StringView("incident_task"), m_incident.value)) {
            loadTasks();
        }
    });
    loadPeople();
    loadTasks();
}

QWidget *CountermeasuresPanel::makeForm()
{
    for (const CountermeasureKind kind : allCountermeasureKinds) {
        m_kind->addItem(capitalized(label(kind)), int(kind));
    }
    m_due->setDate(toDateTime(m_session.now(), QTimeZone::systemTimeZone()).date().addDays(28));
    m_check->setPlaceholderText(tr("The drill in March recovers within 15 minutes"));
    m_answers->setWordWrap(true);

    auto *form = new QWidget;
    form->setMaximumWidth(scaled(metric::form));
    auto *column = new QVBoxLayout(form);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::m);
    column->addWidget(new Hairline);
    column->addWidget(m_answers);
    column->addWidget(m_textRow);
    auto *facts = new QHBoxLayout;
    facts->setSpacing(space::m);
    m_ownerRow = new FormRow(tr("Owner"), m_owner);
    facts->addWidget(m_ownerRow, 2);
    facts->addWidget(new FormRow(tr("Due"), m_due), 1);
    facts->addWidget(new FormRow(tr("Kind"), m_kind), 1);
    column->addLayout(facts);
    column->addWidget(new FormRow(tr("How one will see that it works"), m_check));
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Quiet);
    auto *addButton = makeButton(tr("Add countermeasure"), ButtonKind::Primary, QStringLiteral("shield"));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(addButton);
    buttons->addWidget(cancel);
    buttons->addStretch();
    column->addLayout(buttons);
    connect(m_text, &QLineEdit::returnPressed, m_owner, qOverload<>(&QWidget::setFocus));
    connect(m_check, &QLineEdit::returnPressed, this, &CountermeasuresPanel::add);
    connect(addButton, &QPushButton::clicked, this, &CountermeasuresPanel::add);
    connect(cancel, &QPushButton::clicked, this, &CountermeasuresPanel::end);
    return form;
}

void CountermeasuresPanel::begin(WhyId why)
{
    m_why = why;
    m_task = {};
    const auto root = std::ranges::find(m_roots, why, &Why::id);
    m_answers->setText(root != m_roots.end() ? tr("Answers the root cause: %1").arg(root->text) : QString());
    m_answers->setVisible(!m_answers->text().isEmpty());
    m_begin->hide();
    m_form->show();
    m_text->setFocus();
    Q_EMIT begun(m_form);
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
                m_fromTask->menu()->addAction(text.replace(QLatin1Char('&'), QStringLiteral("&&")), this,
                                              [this, task] { beginWith(task); });
            }
            m_fromTask->setVisible(!tasks->empty());
        });
}

void CountermeasuresPanel::beginWith(const IncidentTask &task)
{
    begin({});
    m_task = task.id;
    m_text->setText(task.text);
    m_owner->setCurrentIndex(std::max(0, m_owner->findData(task.assignee.value)));
}

void CountermeasuresPanel::end()
{
    m_form->hide();
    m_begin->show();
    m_begin->setFocus();
}

void CountermeasuresPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_form->isVisible()) {
        end();
        return;
    }
    QWidget::keyPressEvent(event);
}

void CountermeasuresPanel::loadPeople()
{
    m_session.read([](Transaction &transaction) { return allPeople(transaction); })
        .then(this, [this](const Result<std::vector<Person>> &people) {
            if (!people) {
                Q_EMIT failed(people.error());
                return;
            }
            const QVariant before = m_owner->currentData();
            m_owner->clear();
            m_owner->addItem(tr("Nobody yet"), qint64{0});
            for (const Person &person : *people) {
                m_owner->addItem(person.name, person.id.value);
            }
            m_owner->setCurrentIndex(std::max(0, m_owner->findData(before)));
            m_ownerRow->setHint(people->empty() ? tr("People are added in the settings.") : QString());
        });
}

QWidget *CountermeasuresPanel::card(const Countermeasure &measure)
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    auto *state = new PillLabel(pillOf(measure.state));
    state->setFixedWidth(statesWidth());  // the words of all rows begin at one edge
    line->addWidget(state, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    auto *text = new TextLabel(measure.what.text);
    text->setWordWrap(true);
    QStringList about{capitalized(label(measure.what.kind))};
    about.append(measure.ownerName.isEmpty() ? tr("no owner") : measure.ownerName);
    about.append(measure.what.dueOn
                     ? tr("due %1").arg(QLocale().toString(*measure.what.dueOn, QStringLiteral("d MMM yyyy")))
                     : tr("no due date"));
    if (!measure.what.effectCheck.isEmpty()) {
        about.append(tr("check: %1").arg(measure.what.effectCheck));
    }
    auto *facts = new TextLabel(about.join(QStringLiteral(" · ")), TextStyle::Small, TextLabel::Rank::Muted);
    facts->setWordWrap(true);
    words->addWidget(text);
    words->addWidget(facts);
    line->addLayout(words, 1);
    if (measure.state == CountermeasureState::Open) {
        auto *done = makeButton(tr("Done"), ButtonKind::Quiet, QStringLiteral("check"));
        done->setAccessibleName(tr("Done: %1").arg(measure.what.text));
        connect(done, &QPushButton::clicked, this, [this, measure] { setState(measure, CountermeasureState::Done); });
        line->addWidget(done, 0, Qt::AlignTop);
    }
    return row;
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

void CountermeasuresPanel::setRecord(const std::optional<PostMortemRecord> &record)
{
    const bool here = isAncestorOf(window()->focusWidget()) && !m_form->isAncestorOf(window()->focusWidget());
    while (QLayoutItem *item = m_list->takeAt(0)) {
        if (item->widget()) {
            item->widget()->deleteLater();
        }
        delete item;
    }
    m_roots = record ? record->roots() : std::vector<Why>{};
    if (!record || record->countermeasures.empty()) {
        auto *none = new TextLabel(tr("None yet. A root cause without a countermeasure will come back."),
                                   TextStyle::Body, TextLabel::Rank::Muted);
        none->setWordWrap(true);
        m_list->addWidget(none);
        return;
    }
    for (const Countermeasure &measure : record->countermeasures) {
        m_list->addWidget(card(measure));
    }
    if (here && !m_form->isVisible()) {
        m_begin->setFocus();  // the button that was pressed has gone
    }
}

void CountermeasuresPanel::add()
{
    const CountermeasureText what{.why = m_why,
                                  .text = m_text->text().trimmed(),
                                  .owner = PersonId{m_owner->currentData().toLongLong()},
                                  .dueOn = m_due->date(),
                                  .kind = CountermeasureKind(m_kind->currentData().toInt()),
                                  .effectCheck = m_check->text().trimmed()};
    m_session
        .write([incident = m_incident, what, task = m_task](Transaction &transaction) -> Result<CountermeasureId> {
            auto postMortem = openPostMortem(transaction, incident);
            if (!postMortem) {
                return failure(postMortem);
            }
            return task ? addCountermeasure(transaction, postMortem->id, what, task)
                        : addCountermeasure(transaction, postMortem->id, what);
        })
        .then(this, [this](const Result<CountermeasureId> &added) {
            if (!added) {
                m_textRow->setError(added.error().message);
                m_text->setFocus();
                return;
            }
            m_text->clear();
            m_check->clear();
            end();
            loadTasks();
        });
}

}  // namespace onlyonce::ui
