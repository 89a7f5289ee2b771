// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/catalog/peoplepanel.h"

#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"
#include "views/widgets/recordrow.h"

#include <QCheckBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

PeoplePanel::PeoplePanel(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_list(new QVBoxLayout)
    , m_name(new QLineEdit)
    , m_email(new QLineEdit)
    , m_phone(new QLineEdit)
    , m_onCall(new QCheckBox(tr("On call: told of every new incident")))
    , m_nameRow(new FormRow(tr("Name"), m_name))
    , m_emailRow(new FormRow(tr("Mail address"), m_email))
    , m_phoneRow(new FormRow(tr("Telephone"), m_phone))
    , m_cancel(makeButton(tr("Cancel"), ButtonKind::Quiet))
    , m_save(makeButton(tr("Add person"), ButtonKind::Normal, QStringLiteral("user-plus")))
{
    m_phone->setPlaceholderText(QStringLiteral("+4915112345678"));
    m_onCall->setChecked(true);
    auto *panel = new Panel(tr("People"));
    panel->body()->setSpacing(space::m);
    m_list->setSpacing(space::xs);
    panel->body()->addLayout(m_list);
    panel->body()->addWidget(new Hairline);
    auto *fields = new QHBoxLayout;
    fields->setSpacing(space::m);
    fields->addWidget(m_nameRow);
    fields->addWidget(m_emailRow);
    fields->addWidget(m_phoneRow);
    panel->body()->addLayout(fields);
    auto *line = new QHBoxLayout;
    line->addWidget(m_onCall);
    line->addStretch();
    line->addWidget(m_cancel);
    line->addWidget(m_save);
    m_cancel->hide();
    panel->body()->addLayout(line);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);

    connect(m_save, &QPushButton::clicked, this, &PeoplePanel::save);
    connect(m_cancel, &QPushButton::clicked, this, [this] { edit({}); });
    for (QLineEdit *field : {m_name, m_email, m_phone}) {
        connect(field, &QLineEdit::returnPressed, this, &PeoplePanel::save);
    }
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("person"))) {
            reload();
        }
    });
    reload();
}

void PeoplePanel::edit(const Person &person)
{
    m_edited = person;
    m_name->setText(person.name);
    m_email->setText(person.email);
    m_phone->setText(person.phone);
    m_onCall->setChecked(person.id ? person.onCall : true);
    m_save->setText(person.id ? tr("Save") : tr("Add person"));
    showError(nullptr, {});
    m_cancel->setVisible(bool(person.id));
    m_name->setFocus();
    m_name->selectAll();
}

void PeoplePanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_edited.id) {
        edit({});
        return;
    }
    QWidget::keyPressEvent(event);
}

void PeoplePanel::save()
{
    Person wanted = m_edited;
    wanted.name = m_name->text().trimmed();
    wanted.email = m_email->text().trimmed();
    wanted.phone = m_phone->text().trimmed();
    wanted.onCall = m_onCall->isChecked();
    m_session.write([wanted](Transaction &transaction) { return savePerson(transaction, wanted); })
        .then(this, [this, wanted](const Result<PersonId> &saved) {
            if (!saved) {
                showError(rowOf(wanted, saved.error()), saved.error().message);
                return;
            }
            edit({});
        });
}

//! Where it is mended.
FormRow *PeoplePanel::rowOf(const Person &person, const Error &error) const
{
    const auto isAbout = [&error](const QString &text) { return !text.isEmpty() && error.message.contains(text); };
    const bool needsAddress = person.onCall && person.email.isEmpty() && !person.name.isEmpty();
    return isAbout(person.phone) ? m_phoneRow : isAbout(person.email) || needsAddress ? m_emailRow : m_nameRow;
}

void PeoplePanel::showError(FormRow *at, const QString &error)
{
    for (FormRow *row : {m_nameRow, m_emailRow, m_phoneRow}) {
        row->setError({});
    }
    if (at) {
        at->setError(error);
        at->field()->setFocus();
    }
}

QWidget *PeoplePanel::row(const Person &person)
{
    QStringList reach{person.email, person.phone};
    reach.removeAll(QString());
    const Pill onCall{.text = tr("On call"), .tone = Tone::Accent};
    QWidget *state = person.onCall ? new PillLabel(onCall) : new QWidget;
    state->setFixedWidth(pillSize(onCall).width());  // the columns of all rows stand in line
    auto *change = makeButton(tr("Edit"), ButtonKind::Quiet);
    change->setAccessibleName(tr("Edit %1").arg(person.name));
    connect(change, &QPushButton::clicked, this, [this, person] { edit(person); });
    return makeRecordRow(person.name, reach.join(QStringLiteral(" · ")), {state, change});
}

void PeoplePanel::reload()
{
    m_session.read([](Transaction &transaction) { return allPeople(transaction); })
        .then(this, [this](const Result<std::vector<Person>> &people) {
            if (!people) {
                Q_EMIT failed(people.error());
                return;
            }
            clearLayout(m_list);
            if (people->empty()) {
                m_list->addWidget(new TextLabel(tr("Nobody yet. Whom shall an incident wake?"), TextStyle::Body,
                                                TextLabel::Rank::Muted));
            }
            for (const Person &person : *people) {
                QWidget *made = row(person);
                m_list->addWidget(made);
                tabBefore(m_name, made);
            }
        });
}

}  // namespace onlyonce::ui
