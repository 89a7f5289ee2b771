// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/declareform.h"

#include "views/incidents/command/readerschoice.h"
#include "views/widgets/page.h"
#include "views/widgets/segmentedcontrol.h"

#include <QCheckBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

DeclareForm::DeclareForm(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_title(new QLineEdit)
    , m_titleRow(
          new FormRow(tr("What is wrong?"), m_title, tr("One line, as a colleague would say it. Enter declares.")))
    , m_severity(new SegmentedControl(tr("Severity")))
    , m_criteria(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_restricted(new QCheckBox(tr("Restricted: only named people see it, from the first moment on")))
    , m_readers(new ReadersChoice(session))
{
    for (const Severity severity : {Severity::Sev1, Severity::Sev2, Severity::Sev3, Severity::Sev4}) {
        m_severity->addSegment(toText(severity));
    }
    m_severity->setCurrent(1);
    m_criteria->setWordWrap(true);
    m_title->setMaxLength(300);
    m_title->setPlaceholderText(tr("Customers cannot sign in"));

    auto *panel = new Panel(tr("Declare an incident"));
    panel->body()->setSpacing(space::m);
    panel->body()->addWidget(m_titleRow);
    auto *severityLine = new QHBoxLayout;
    severityLine->setSpacing(space::m);
    severityLine->addWidget(m_severity);
    severityLine->addWidget(m_criteria, 1);
    panel->body()->addLayout(severityLine);
    m_titleRow->setMaximumWidth(QWIDGETSIZE_MAX);
    panel->body()->addWidget(m_restricted);
    panel->body()->addWidget(m_readers);
    m_readers->hide();
    auto *buttons = new QHBoxLayout;
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Quiet);
    auto *declare = makeButton(tr("Declare"), ButtonKind::Primary, QStringLiteral("flag"));
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(declare);
    panel->body()->addLayout(buttons);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::xl, space::l, space::xl, space::l);
    panel->setMaximumWidth(scaled(metric::column));
    layout->addWidget(panel);

    connect(m_severity, &SegmentedControl::currentChanged, this, &DeclareForm::explainSeverity);
    connect(m_title, &QLineEdit::returnPressed, this, &DeclareForm::submit);
    connect(m_title, &QLineEdit::textEdited, this, [this] { m_titleRow->setError({}); });
    connect(declare, &QPushButton::clicked, this, &DeclareForm::submit);
    connect(cancel, &QPushButton::clicked, this, &DeclareForm::dismissed);
    connect(m_restricted, &QCheckBox::toggled, this, [this](bool restricted) {
        m_readers->setVisible(restricted);
        if (restricted) {
            m_readers->load({});
        }
    });
    connect(m_readers, &ReadersChoice::failed, this,
            [this](const Error &error) { m_titleRow->setError(error.message); });
    explainSeverity();
}

void DeclareForm::begin()
{
    show();
    m_title->setFocus();
    m_title->selectAll();
}

void DeclareForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT dismissed();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        submit();  // also from the severity, which has no use for it
        return;
    }
    QWidget::keyPressEvent(event);
}

void DeclareForm::explainSeverity()
{
    const QStringList criteria{
        tr("Customers cannot use the service, or data is at risk. Everybody is called."),
        tr("An important part fails for many customers, or all of it is very slow."),
        tr("A part fails for some customers; there is a way around it."),
        tr("A flaw that customers hardly notice; it can wait for working hours."),
    };
    m_criteria->setText(criteria.value(m_severity->current()));
}

void DeclareForm::clear()
{
    m_title->clear();
    m_severity->setCurrent(1);
    m_restricted->setChecked(false);
    explainSeverity();
}

void DeclareForm::submit()
{
    if (m_busy) {
        return;  // Enter twice declares once
    }
    m_busy = true;
    const NewIncident wanted{.title = m_title->text(),
                             .severity = Severity(m_severity->current() + 1),
                             .restrictedTo =
                                 m_restricted->isChecked() ? std::optional(m_readers->chosen()) : std::nullopt};
    m_session.write([wanted](Transaction &transaction) { return declareIncident(transaction, wanted); })
        .then(this, [this](const Result<Incident> &made) {
            m_busy = false;
            if (!made) {
                m_titleRow->setError(made.error().message);
                m_title->setFocus();
                return;
            }
            clear();
            Q_EMIT declared(made->id);
        });
}

}  // namespace onlyonce::ui
