// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/command/restrictform.h"

#include "models/incidents/command/restriction.h"
#include "views/incidents/command/readerschoice.h"
#include "views/widgets/askform.h"
#include "views/widgets/page.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace onlyonce::ui {

RestrictForm::RestrictForm(Session &session, AskForm &ask, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_ask(ask)
    , m_sign(makeButton(tr("Restricted"), ButtonKind::Quiet, QStringLiteral("lock")))
    , m_refresh([this] { reload(); })
{
    m_sign->hide();
    hide();
    connect(m_sign, &QPushButton::clicked, this, &RestrictForm::begin);
}

//! Few pages ever need it.
void RestrictForm::makeForm()
{
    if (m_choice) {
        return;
    }
    m_title = new TextLabel({}, TextStyle::Subtitle);
    m_choice = new ReadersChoice(m_session);
    m_error = new TextLabel({}, TextStyle::Small);
    m_lift = makeButton(tr("Lift the restriction …"), ButtonKind::Quiet, QStringLiteral("unlock"));
    m_save = makeButton({}, ButtonKind::Primary, QStringLiteral("lock"));
    auto *text =
        new TextLabel(tr("Nobody else finds it or reads of it. Whoever has a role in it or is called for it sees "
                         "it; posts of it need two people."),
                      TextStyle::Body, TextLabel::Rank::Muted);
    text->setWordWrap(true);
    m_error->setTone(Tone::Danger);
    m_error->setWordWrap(true);
    m_error->hide();
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Quiet);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(m_lift);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto *panel = new Panel;
    panel->setMaximumWidth(scaled(metric::column));
    panel->body()->setSpacing(space::m);
    panel->body()->addWidget(m_title);
    panel->body()->addWidget(text);
    panel->body()->addWidget(m_choice);
    panel->body()->addWidget(m_error);
    panel->body()->addLayout(buttons);
    auto *line = new QHBoxLayout;
    line->addWidget(panel, 1);
    line->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::xl, space::l, space::xl, space::l);
    layout->addLayout(line);
    layout->addStretch();

    connect(m_lift, &QPushButton::clicked, this, &RestrictForm::lift);
    connect(m_save, &QPushButton::clicked, this, &RestrictForm::save);
    connect(cancel, &QPushButton::clicked, this, &RestrictForm::leave);
    connect(m_choice, &ReadersChoice::changed, this, &RestrictForm::showCount);
    connect(m_choice, &ReadersChoice::failed, this, &RestrictForm::failed);
}

void RestrictForm::setIncident(const Incident &incident)
{
    m_incident = incident;
    m_sign->setVisible(isRestricted());
    if (isRestricted()) {
        m_refresh.want();
    }
}

//! Who is named changes without the incident's own row.
void RestrictForm::reload()
{
    m_session.read([id = m_incident.id](Transaction &transaction) { return incidentReaders(transaction, id); })
        .then(this, [this](const Result<QList<Person>> &readers) {
            m_refresh.answered();
            if (!readers || readers->isEmpty()) {
                return;  // lifted or hidden meanwhile: the page itself finds out
            }
            QStringList names;
            for (const Person &each : *readers) {
                names << each.name;
            }
            m_sign->setText(names.size() == 1 ? tr("Restricted · 1 person")
                                              : tr("Restricted · %1 people").arg(names.size()));
            m_sign->setToolTip(tr("Seen by %1").arg(names.join(tr(", "))));
            m_sign->setAccessibleDescription(m_sign->toolTip());
        });
}

void RestrictForm::begin()
{
    makeForm();
    if (!isVisible()) {
        m_cameFrom = window()->focusWidget();
    }
    m_title->setText(isRestricted() ? tr("%1 is seen by named people alone").arg(m_incident.reference())
                                    : tr("Restrict %1 to named people").arg(m_incident.reference()));
    m_lift->setVisible(isRestricted());
    m_error->hide();
    m_choice->load(m_incident.id);
    show();
    m_choice->setFocus(Qt::OtherFocusReason);
}

void RestrictForm::lift()
{
    leave();
    m_ask.ask(
        {.title = tr("Let everybody see %1 again").arg(m_incident.reference()),
         .text = tr("It is found, counted and told like every other incident from then on, all that is written in "
                    "it included."),
         .submit = tr("Lift the restriction")},
        [this, id = m_incident.id](const QString &reason) {
            return m_session.write([=](Transaction &transaction) { return liftRestriction(transaction, id, reason); });
        });
}

void RestrictForm::showCount()
{
    const int count = m_choice->count();
    m_save->setText(isRestricted() ? count == 1 ? tr("Save: you alone see it") : tr("Save: %1 people see it").arg(count)
                    : count == 1 ? tr("Restrict it to you alone")
                                   : tr("Restrict it to %1 people").arg(count));
}

void RestrictForm::save()
{
    if (std::exchange(m_busy, true)) {
        return;
    }
    m_session
        .write([id = m_incident.id, readers = m_choice->chosen()](Transaction &transaction) {
            return restrictIncident(transaction, id, readers);
        })
        .then(this, [this](const Result<HeldBack> &done) {
            m_busy = false;
            if (done) {
                leave();
                if (const QString text = toText(*done); !text.isEmpty()) {
                    Q_EMIT heldBack(text);
                }
            } else {
                m_error->setText(done.error().message);
                m_error->show();
            }
        });
}

void RestrictForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        leave();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        save();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void RestrictForm::leave()
{
    const bool mine = isAncestorOf(window()->focusWidget());
    hide();
    if (mine && m_cameFrom && m_cameFrom->isVisible()) {
        m_cameFrom->setFocus(Qt::OtherFocusReason);
    } else if (mine) {
        window()->setFocus();
    }
}

}  // namespace onlyonce::ui
