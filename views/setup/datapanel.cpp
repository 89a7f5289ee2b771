// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/setup/datapanel.h"

#include "views/widgets/page.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace onlyonce::ui {

namespace {

TextLabel *paragraph(const QString &text, TextStyle style, TextLabel::Rank rank)
{
    auto *label = new TextLabel(text, style, rank);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

}  // namespace

DataPanel::DataPanel(const QString &place, const QString &copies, QWidget *parent)
    : QWidget(parent)
    , m_address(new QLineEdit)
    , m_try(makeButton(tr("Try it"), ButtonKind::Normal, QStringLiteral("pulse")))
    , m_answer(new TextLabel({}, TextStyle::Small))
    , m_command(new QLineEdit)
    , m_commandRow(new FormRow(tr("Start OnlyOnce with it"), m_command,
                               tr("Close this window first. What is in this window's database stays there.")))
    , m_copy(makeButton(tr("Copy"), ButtonKind::Primary, QStringLiteral("copy")))
{
    auto *here = new Panel(copies.isEmpty() ? tr("On your team's server") : tr("On this machine"));
    here->body()->setSpacing(space::xs);
    here->body()->addWidget(paragraph(place, TextStyle::Mono, TextLabel::Rank::Normal));
    here->body()->addWidget(paragraph(
        copies.isEmpty() ? tr("Everybody who starts OnlyOnce with this address works on the same incidents. Copies "
                              "are the server's matter.")
                         : tr("Copies are taken every night, checked by reading them whole, and kept for fourteen "
                              "days in %1")
                               .arg(copies),
        TextStyle::Small, TextLabel::Rank::Muted));

    auto *team = new Panel(copies.isEmpty() ? tr("Another server") : tr("With a team"));
    team->body()->setSpacing(space::m);
    m_address->setPlaceholderText(QStringLiteral("postgresql://ada@db.example.org/onlyonce"));
    auto *addressRow = new FormRow(tr("Address of a PostgreSQL database"), m_address,
                                   tr("The password is best kept in ~/.pgpass, where no other program reads it."));
    addressRow->setMaximumWidth(QWIDGETSIZE_MAX);
    m_try->setToolTip(tr("Nothing is written there."));
    team->body()->addWidget(addressRow);
    m_answer->setWordWrap(true);
    auto *line = new QHBoxLayout;
    line->setSpacing(space::m);
    line->addWidget(m_answer, 1);
    line->addWidget(m_try, 0, Qt::AlignTop);
    team->body()->addLayout(line);
    m_command->setReadOnly(true);
    m_commandRow->setMaximumWidth(QWIDGETSIZE_MAX);
    auto *start = new QHBoxLayout;
    start->setSpacing(space::m);
    start->addWidget(m_commandRow, 1);
    start->addWidget(m_copy, 0, Qt::AlignVCenter);
    team->body()->addLayout(start);
    m_commandRow->hide();
    m_copy->hide();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::l);
    layout->addWidget(here);
    layout->addWidget(team);
    connect(m_try, &QPushButton::clicked, this, &DataPanel::begin);
    connect(m_address, &QLineEdit::returnPressed, this, [this] {
        if (m_address->text().trimmed().isEmpty()) {
            Q_EMIT passed();
        } else {
            begin();
        }
    });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_command->text());
        m_copy->setText(tr("Copied"));
    });
}

void DataPanel::begin()
{
    if (std::exchange(m_busy, true)) {
        return;  // not by disabling the button: the focus would leap to the next one
    }
    m_answer->setTone(Tone::Neutral);
    m_answer->setText(tr("Asking…"));
    m_commandRow->hide();
    m_copy->hide();
    Q_EMIT tryWanted(m_address->text().trimmed());
}

void DataPanel::tell(const QString &text, bool well)
{
    m_busy = false;
    m_answer->setTone(well ? Tone::Success : Tone::Danger);
    m_answer->setText(text);
    m_command->setCursorPosition(0);
    m_commandRow->setVisible(well);
    m_copy->setVisible(well);
    m_copy->setText(tr("Copy"));
}

void DataPanel::tellProblem(const QString &problem)
{
    tell(problem, false);
}

void DataPanel::tellWorks(const QString &command)
{
    m_command->setText(command);
    tell(tr("It answers, and lets you in."), true);
}

}  // namespace onlyonce::ui
