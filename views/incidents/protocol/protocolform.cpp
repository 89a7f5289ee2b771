// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/protocol/protocolform.h"

#include "models/incidents/desk.h"
#include "views/widgets/growingedit.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"
#include "views/widgets/segmentedcontrol.h"

#include <QCheckBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace onlyonce::ui {

namespace {

constexpr int mostTried = 50;  //!< incidents

QWidget *rowOf(size_t number, const ChecklistStep &step)
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    auto *place = new TextLabel(QString::number(number), TextStyle::Small, TextLabel::Rank::Muted);
    place->setMinimumWidth(scaled(20));
    auto *text = new TextLabel(step.text, TextStyle::Small);
    text->setElided();
    line->addWidget(place);
    line->addWidget(text, 1);
    const auto add = [&](const QString &what, const QString &icon) {
        line->addWidget(new PillLabel({.text = what, .shape = PillShape::Outline, .icon = icon}));
    };
    if (!step.role.isEmpty()) {
        add(step.role, QStringLiteral("flag"));
    }
    if (step.timer) {
        add(durationText(*step.timer), QStringLiteral("timer"));
    }
    if (!step.link.isEmpty()) {
        add(ProtocolForm::tr("Link"), QStringLiteral("external"));
    }
    if (!step.command.isEmpty()) {
        add(ProtocolForm::tr("Copy"), QStringLiteral("copy"));
    }
    return row;
}

}  // namespace

ProtocolForm::ProtocolForm(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_name(new QLineEdit)
    , m_nameRow(new FormRow(tr("Name"), m_name))
    , m_services(new QLineEdit)
    , m_lowest(new SegmentedControl(tr("Lowest severity")))
    , m_drills(new QCheckBox(tr("For drills, too")))
    , m_text(new GrowingEdit(14))
    , m_textRow(
          new FormRow(tr("Text, in Markdown"), m_text,
                      tr("Each list item is a step. “(timer 5m)”, “@role”, a [link](https://…) and `a command` in "
                         "it mean what they say.")))
    , m_steps(new QVBoxLayout)
    , m_count(new TextLabel({}, TextStyle::Strong))
    , m_fits(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_save(makeButton(tr("Save the protocol"), ButtonKind::Primary))
    , m_try([this] { tryOut(); })
{
    m_services->setPlaceholderText(tr("checkout, login"));
    for (const QString &severity : {tr("SEV1"), tr("to SEV2"), tr("to SEV3"), tr("to SEV4")}) {
        m_lowest->addSegment(severity);
    }
    m_text->setFont(textFont(TextStyle::Mono));
    m_fits->setWordWrap(true);
    auto *services =
        new FormRow(tr("Services"), m_services, tr("With commas between them. Empty: whatever the incident concerns."));
    for (FormRow *row : {m_nameRow, services, m_textRow}) {
        row->setMaximumWidth(QWIDGETSIZE_MAX);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::m);
    auto *first = new QHBoxLayout;
    first->setSpacing(space::m);
    first->addWidget(m_nameRow, 1);
    first->addWidget(services, 1);
    column->addLayout(first);
    auto *second = new QHBoxLayout;
    second->setSpacing(space::l);
    second->addWidget(new FormRow(tr("Severity"), m_lowest));
    second->addWidget(m_drills, 0, Qt::AlignBottom);
    second->addStretch();
    column->addLayout(second);

    auto *right = new QVBoxLayout;
    right->setSpacing(space::s);
    m_steps->setSpacing(space::xs);
    right->addWidget(m_count);
    right->addLayout(m_steps);
    right->addWidget(m_fits);
    right->addStretch();
    auto *both = new QHBoxLayout;
    both->setSpacing(space::l);
    both->addWidget(m_textRow, 1);
    both->addLayout(right, 1);
    column->addLayout(both);

    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Quiet);
    auto *last = new QHBoxLayout;
    last->setSpacing(space::s);
    last->addStretch();
    last->addWidget(cancel);
    last->addWidget(m_save);
    column->addLayout(last);

    connect(m_text, &QPlainTextEdit::textChanged, this, &ProtocolForm::preview);
    connect(m_name, &QLineEdit::textChanged, this, [this] { m_nameRow->setError({}); });
    connect(m_services, &QLineEdit::textChanged, this, [this] { m_try.want(); });
    connect(m_lowest, &SegmentedControl::currentChanged, this, [this] { m_try.want(); });
    connect(m_drills, &QCheckBox::toggled, this, [this] { m_try.want(); });
    connect(m_save, &QPushButton::clicked, this, &ProtocolForm::save);
    connect(cancel, &QPushButton::clicked, this, &ProtocolForm::dismissed);
}

void ProtocolForm::edit(const Protocol &protocol)
{
    m_protocol = protocol;
    m_name->setText(protocol.name);
    m_services->setText(protocol.services.join(QStringLiteral(", ")));
    m_lowest->setCurrent(int(protocol.lowest) - int(Severity::Sev1));
    m_drills->setChecked(protocol.drills);
    m_text->setPlainText(protocol.text);
    m_nameRow->setError({});
    m_textRow->setError({});
    m_save->setText(protocol.id ? tr("Save the protocol") : tr("Add the protocol"));
    preview();
    m_try.want();
    m_name->setFocus();
}

Protocol ProtocolForm::meant() const
{
    Protocol protocol = m_protocol;
    protocol.name = m_name->text();
    protocol.services.clear();
    const QStringList names = m_services->text().split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString &name : names) {
        protocol.services << name.trimmed();
    }
    protocol.services.removeAll(QString());
    protocol.lowest = Severity(m_lowest->current() + int(Severity::Sev1));
    protocol.drills = m_drills->isChecked();
    protocol.text = m_text->toPlainText();
    return protocol;
}

void ProtocolForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT dismissed();
    } else if (event->matches(QKeySequence::Save)
               || (event->key() == Qt::Key_Return && event->modifiers() == Qt::ControlModifier)) {
        save();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void ProtocolForm::preview()
{
    const auto steps = stepsIn(m_text->toPlainText());
    m_textRow->setError({});
    m_count->setText(steps.empty()       ? tr("No steps yet")
                     : steps.size() == 1 ? tr("One step")
                                         : tr("%1 steps").arg(steps.size()));
    clearLayout(m_steps);
    for (size_t i = 0; i < steps.size(); ++i) {
        m_steps->addWidget(rowOf(i + 1, steps[i]));
    }
}

void ProtocolForm::tryOut()
{
    m_session
        .read([](Transaction &transaction) { return incidents(transaction, IncidentFilter{}, mostTried); },
              Reader::Background)
        .then(this, [this](const Result<std::vector<Incident>> &latest) {
            m_try.answered();
            if (!latest) {
                m_fits->setText(latest.error().message);
                return;
            }
            const Protocol protocol = meant();
            QStringList names;
            for (const Incident &incident : *latest) {
                if (fits(protocol, incident)) {
                    names << incident.reference();
                }
            }
            const qsizetype count = names.size();
            constexpr qsizetype mostNamed = 8;
            if (count > mostNamed) {
                names = names.mid(0, mostNamed) << QStringLiteral("…");
            }
            m_fits->setText(latest->empty()   ? QString()
                            : names.isEmpty() ? tr("It fits none of the latest %1 incidents.").arg(latest->size())
                                              : tr("It fits %1 of the latest %2 incidents: %3")
                                                    .arg(QString::number(count), QString::number(latest->size()),
                                                         names.join(QStringLiteral(", "))));
        });
}

void ProtocolForm::save()
{
    if (std::exchange(m_busy, true)) {
        return;  // pressed twice it saves once
    }
    m_session.write([protocol = meant()](Transaction &transaction) { return saveProtocol(transaction, protocol); })
        .then(this, [this](const Result<ProtocolId> &done) {
            m_busy = false;
            if (done) {
                Q_EMIT saved();
            } else {
                showError(done.error());
            }
        });
}

void ProtocolForm::showError(const Error &error)
{
    const bool ofText = error.code == ErrorCode::Invalid && !m_name->text().trimmed().isEmpty();
    (ofText ? m_textRow : m_nameRow)->setError(error.message);
    (ofText ? static_cast<QWidget *>(m_text) : m_name)->setFocus();
    scrollIntoSight(ofText ? m_textRow : m_nameRow);
}

}  // namespace onlyonce::ui
