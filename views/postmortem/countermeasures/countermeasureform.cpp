// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/countermeasures/countermeasureform.h"

#include "models/postmortem/countermeasures/fromtasks.h"
#include "models/postmortem/editing.h"
#include "views/postmortem/fields/conflictbar.h"
#include "views/widgets/datefield.h"
#include "views/widgets/page.h"
#include "views/widgets/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

CountermeasureForm::CountermeasureForm(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_text(new QLineEdit)
    , m_textRow(
          new FormRow(tr("What will be done"), m_text, tr("Begin with a verb: “Alert on queue length above 1,000”.")))
    , m_owner(new QComboBox)
    , m_ownerRow(new FormRow(tr("Owner"), m_owner))
    , m_due(makeDateField())
    , m_dueRow(new FormRow(tr("Due"), m_due))
    , m_kind(new QComboBox)
    , m_check(new QLineEdit)
    , m_link(new QLineEdit)
    , m_why(new QComboBox)
    , m_isPublic(new QCheckBox(tr("Customers may read it")))
    , m_error(new TextLabel({}, TextStyle::Small))
    , m_conflict(new ConflictBar(tr("Countermeasure")))
    , m_submit(makeButton({}, ButtonKind::Primary, QStringLiteral("shield")))
{
    for (const CountermeasureKind kind : allCountermeasureKinds) {
        m_kind->addItem(capitalized(label(kind)), int(kind));
    }
    m_check->setPlaceholderText(tr("The drill in March recovers within 15 minutes"));
    m_link->setPlaceholderText(QStringLiteral("https://tracker.example.org/…"));
    m_why->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);  // whys are long
    m_why->setMinimumContentsLength(20);
    m_error->setTone(Tone::Danger);
    m_error->setWordWrap(true);
    layOut();
    clear();
    hide();
    connect(m_text, &QLineEdit::textEdited, this, [this] { m_textRow->setError({}); });
    connect(m_text, &QLineEdit::returnPressed, m_owner, qOverload<>(&QWidget::setFocus));
    connect(m_check, &QLineEdit::returnPressed, this, &CountermeasureForm::submit);
    connect(m_link, &QLineEdit::returnPressed, this, &CountermeasureForm::submit);
    connect(m_submit, &QPushButton::clicked, this, &CountermeasureForm::submit);
    connect(m_conflict, &ConflictBar::theirsWanted, this, &CountermeasureForm::keepTheirs);
    connect(m_conflict, &ConflictBar::yoursWanted, this, &CountermeasureForm::keepMine);
    connect(m_conflict, &ConflictBar::bothWanted, this, &CountermeasureForm::joinByHand);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("person"))) {
            loadPeople();
        }
    });
    loadPeople();
    const auto begin = [this] { m_keeping.typed(); };
    for (QLineEdit *line : {m_text, m_check, m_link}) {
        connect(line, &QLineEdit::textEdited, this, begin);
    }
    for (QComboBox *box : {m_owner, m_kind, m_why}) {
        connect(box, &QComboBox::activated, this, begin);
    }
    connect(m_due, &QDateEdit::userDateChanged, this, begin);
    connect(m_isPublic, &QCheckBox::clicked, this, begin);
}

void CountermeasureForm::layOut()
{
    setMaximumWidth(scaled(metric::form));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, space::xs, 0, space::xs);
    column->setSpacing(space::m);
    column->addWidget(m_textRow);
    auto *facts = new QHBoxLayout;
    facts->setSpacing(space::m);
    facts->addWidget(m_ownerRow, 2, Qt::AlignTop);
    facts->addWidget(m_dueRow, 1, Qt::AlignTop);
    facts->addWidget(new FormRow(tr("Kind"), m_kind), 1, Qt::AlignTop);
    column->addLayout(facts);
    column->addWidget(new FormRow(tr("How one will see that it works"), m_check));
    column->addWidget(new FormRow(tr("Where the work is followed"), m_link));
    column->addWidget(new FormRow(tr("Which why it answers"), m_why));
    column->addWidget(m_isPublic);
    column->addWidget(m_error);
    column->addWidget(m_conflict);
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Quiet);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_submit);
    buttons->addWidget(cancel);
    buttons->addStretch();
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &CountermeasureForm::leave);
}

void CountermeasureForm::setWhys(const std::vector<WhyNode> &tree)
{
    m_whys = tree;
    const qint64 before = m_why->currentData().toLongLong();
    m_why->clear();
    m_why->addItem(tr("None of them"), qint64{0});
    walkWhys(m_whys, [this](const WhyNode &node, int) {
        if (node.why.root) {
            m_why->addItem(node.why.text.simplified(), node.why.id.value);
        }
    });
    const auto path = pathTo(m_whys, WhyId{before});
    choose(m_why, path.empty() ? 0 : before, path.empty() ? QString() : path.back().text.simplified());
}

//! What is chosen is offered even if it no longer would be: somebody who has left, a why that is no root cause.
void CountermeasureForm::choose(QComboBox *box, qint64 id, const QString &otherwise)
{
    int at = box->findData(id);
    if (at < 0 && !otherwise.isEmpty()) {
        at = box->count();
        box->addItem(otherwise, id);
    }
    box->setCurrentIndex(std::max(0, at));
}

void CountermeasureForm::loadPeople()
{
    m_session.read([](Transaction &transaction) { return allPeople(transaction); })
        .then(this, [this](const Result<std::vector<Person>> &people) {
            if (!people) {
                Q_EMIT failed(people.error());
                return;
            }
            const qint64 before = m_owner->currentData().toLongLong();
            const QString name = m_owner->currentText();
            m_owner->clear();
            m_owner->addItem(tr("Nobody yet"), qint64{0});
            for (const Person &person : *people) {
                m_owner->addItem(person.name, person.id.value);
            }
            choose(m_owner, before, before ? name : QString());
            m_ownerRow->setHint(people->empty() ? tr("People are added in the settings.") : QString());
        });
}

void CountermeasureForm::begin(WhyId why)
{
    if (m_edited || m_task) {  // their words are not those of a new one
        clear();
        load();
    }
    if (const auto path = pathTo(m_whys, why); !path.empty()) {
        choose(m_why, why.value, path.back().text.simplified());
    }
    open(tr("Add countermeasure"));
    m_text->setFocus();
}

void CountermeasureForm::begin(const IncidentTask &task)
{
    clear();
    m_task = task.id;
    m_text->setText(task.text);
    choose(m_owner, task.assignee.value, {});
    load();
    open(tr("Add countermeasure"));
    m_text->setFocus();
}

void CountermeasureForm::edit(const Countermeasure &measure)
{
    load(measure);
    m_text->setFocus();
}

void CountermeasureForm::load(const Countermeasure &measure)
{
    clear();
    m_edited = measure;
    show(measure.what, measure.ownerName);
    m_base = typed();
    load();
    open(tr("Save"));
    setStored(measure);  // newer than what the draft is a change of
}

void CountermeasureForm::show(const CountermeasureText &what, const QString &owner)
{
    const auto put = [](QLineEdit *line, const QString &text) {
        if (line->text().trimmed() != text) {  // else the cursor would move
            line->setText(text);
        }
    };
    put(m_text, what.text);
    choose(m_owner, what.owner.value, owner);
    m_dueRow->setHint(what.dueOn ? QString() : tr("None so far; saving sets this one."));
    if (what.dueOn) {
        m_due->setDate(*what.dueOn);
    }
    m_kind->setCurrentIndex(m_kind->findData(int(what.kind)));
    put(m_check, what.effectCheck);
    put(m_link, what.link);
    const auto path = pathTo(m_whys, what.why);
    choose(m_why, what.why.value, path.empty() ? QString() : path.back().text.simplified());
    m_isPublic->setChecked(what.visibility == Visibility::Public);
}

CountermeasureText CountermeasureForm::typed() const
{
    const Visibility hidden =
        m_edited && m_edited->what.visibility == Visibility::Restricted ? Visibility::Restricted : Visibility::Internal;
    return {.why = WhyId{m_why->currentData().toLongLong()},
            .text = m_text->text().trimmed(),
            .owner = PersonId{m_owner->currentData().toLongLong()},
            .dueOn = m_due->date(),
            .kind = CountermeasureKind(m_kind->currentData().toInt()),
            .effectCheck = m_check->text().trimmed(),
            .link = m_link->text().trimmed(),
            .visibility = m_isPublic->isChecked() ? Visibility::Public : hidden};
}

void CountermeasureForm::open(const QString &submit)
{
    m_submit->setText(submit);
    setVisible(true);
}

void CountermeasureForm::clear()
{
    m_keeping.now();  // of the one that was begun before
    m_edited.reset();
    m_theirs.reset();
    m_conflict->dismiss();
    m_task = {};
    for (QLineEdit *line : {m_text, m_check, m_link}) {
        line->clear();
    }
    m_owner->setCurrentIndex(0);
    m_why->setCurrentIndex(0);
    m_kind->setCurrentIndex(0);
    m_due->setDate(toDateTime(m_session.now(), QTimeZone::systemTimeZone()).date().addDays(28));
    m_dueRow->setHint({});
    m_isPublic->setChecked(false);
    m_textRow->setError({});
    m_error->hide();
}

void CountermeasureForm::leave()
{
    if (m_edited || m_task) {
        forget();
    } else {
        m_keeping.now();
    }
    hide();
    Q_EMIT left();
    if (m_edited || m_task) {
        clear();
    }
}

void CountermeasureForm::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape) {
        leave();
    } else if (enter && event->modifiers().testFlag(Qt::ControlModifier)) {
        submit();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void CountermeasureForm::submit()
{
    if (m_theirs) {
        m_conflict->setFocus();  // one of the two, or both: then it is saved
        return;
    }
    send(typed());
}

void CountermeasureForm::send(const CountermeasureText &what)
{
    if (std::exchange(m_busy, true)) {
        return;  // Enter twice does it once
    }
    m_error->hide();
    write(what).then(this, [this](const Result<> &done) {
        m_busy = false;
        if (!done) {
            refuse(done.error());
            return;
        }
        forget();
        leave();
        clear();
        Q_EMIT saved();
    });
}

Answer<Result<>> CountermeasureForm::write(const CountermeasureText &what)
{
    return m_session.write(
        [incident = m_incident, what, task = m_task, edited = m_edited](Transaction &transaction) -> Result<> {
            if (edited) {
                const auto saved = editCountermeasure(transaction, edited->id, what, edited->version);
                return saved ? Result<>() : failure(saved);
            }
            const auto postMortem = openPostMortem(transaction, incident);
            if (!postMortem) {
                return failure(postMortem);
            }
            const auto added = task ? addCountermeasure(transaction, postMortem->id, what, task)
                                    : addCountermeasure(transaction, postMortem->id, what);
            return added ? Result<>() : failure(added);
        });
}

void CountermeasureForm::refuse(const Error &error)
{
    if (m_text->text().trimmed().isEmpty()) {
        m_textRow->setError(error.message);
        m_text->setFocus();
        return;
    }
    if (m_edited && editConflict(error)) {
        lookAgain();
        return;
    }
    m_error->setText(error.message);
    m_error->setTone(Tone::Danger);
    m_error->show();
}

}  // namespace onlyonce::ui
