// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/checks/findingrow.h"

#include "views/widgets/page.h"
#include "views/widgets/pill.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>

#include <algorithm>

namespace onlyonce::ui {

namespace {

Pill answeredPill()
{
    return {.text = FindingRow::tr("Answered"), .tone = Tone::Success};
}

Pill weightPill(CheckWeight weight)
{
    return weight == CheckWeight::Serious ? Pill{.text = FindingRow::tr("Serious"), .tone = Tone::Danger}
                                          : Pill{.text = FindingRow::tr("Advice"), .tone = Tone::Neutral};
}

Pill pillOf(const Finding &finding)
{
    return finding.reason.isEmpty() ? weightPill(finding.weight) : answeredPill();
}

int widestPill()
{
    int widest = 0;
    for (const Pill &pill : {answeredPill(), weightPill(CheckWeight::Serious), weightPill(CheckWeight::Advice)}) {
        widest = std::max(widest, pillSize(pill).width());
    }
    return widest;
}

TextLabel *wrapped(const QString &text, TextStyle style, TextLabel::Rank rank)
{
    auto *label = new TextLabel(text, style, rank);
    label->setWordWrap(true);
    return label;
}

}  // namespace

FindingRow::FindingRow(const Finding &finding, QWidget *parent)
    : FocusRow(parent)
    , m_key(keyOf(finding))
    , m_hint(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_more(makeMore(finding))
{
    setAccessibleName(tr("%1: %2").arg(pillOf(finding).text, finding.message));
    setAccessibleDescription(finding.explanation);
    auto *pill = new PillLabel(pillOf(finding));
    pill->setFixedWidth(widestPill());  // the words of all rows begin at one edge
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(wrapped(finding.message, TextStyle::Body, TextLabel::Rank::Normal));
    if (!finding.reason.isEmpty()) {
        words->addWidget(wrapped(tr("It stays: %1").arg(finding.reason), TextStyle::Small, TextLabel::Rank::Muted));
    }
    words->addWidget(m_more);
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(space::s, 6, space::s, 6);
    line->setSpacing(space::s);
    line->addWidget(pill, 0, Qt::AlignTop);
    line->addLayout(words, 1);
    setUnfolded(false);
}

QWidget *FindingRow::makeMore(const Finding &finding)
{
    auto *more = new QWidget(this);
    auto *column = new QVBoxLayout(more);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    column->addWidget(wrapped(finding.explanation, TextStyle::Small, TextLabel::Rank::Muted));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::xs);
    if (!std::holds_alternative<std::monostate>(finding.place)) {
        auto *there = makeButton(tr("Go there"), ButtonKind::Quiet, QStringLiteral("arrow-right"));
        there->setToolTip(tr("Enter"));
        connect(there, &QPushButton::clicked, this, &FindingRow::placeWanted);
        buttons->addWidget(there);
    }
    auto *stays = makeButton(finding.reason.isEmpty() ? tr("Say why it stays") : tr("Change the reason"),
                             ButtonKind::Quiet, QStringLiteral("message"));
    stays->setToolTip(tr("A"));
    connect(stays, &QPushButton::clicked, this, &FindingRow::answerWanted);
    buttons->addWidget(stays);
    buttons->addStretch();
    buttons->addWidget(m_hint);
    column->addLayout(buttons);
    return more;
}

void FindingRow::setHint(const QString &hint)
{
    m_hint->setText(hint);
}

void FindingRow::setUnfolded(bool unfolded)
{
    m_more->setVisible(unfolded);
}

void FindingRow::focusInEvent(QFocusEvent *event)
{
    FocusRow::focusInEvent(event);
    Q_EMIT chosen();
}

void FindingRow::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT placeWanted();
        return;
    case Qt::Key_A:
        Q_EMIT answerWanted();
        return;
    default:
        FocusRow::keyPressEvent(event);
    }
}

}  // namespace onlyonce::ui
