// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/fields/conflictbar.h"

#include "views/widgets/growingedit.h"
#include "views/widgets/page.h"
#include "views/widgets/paint.h"

#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

ConflictBar::ConflictBar(const QString &what, QWidget *parent)
    : QWidget(parent)
    , m_words(new TextLabel({}, TextStyle::Strong))
    , m_theirs(new GrowingEdit(1))
    , m_yoursHead(new TextLabel(tr("What you wrote"), TextStyle::Small, TextLabel::Rank::Muted))
    , m_yours(new GrowingEdit(1))
{
    m_words->setWordWrap(true);
    m_words->setTone(Tone::Warning);
    m_theirs->setReadOnly(true);
    m_theirs->setAccessibleName(tr("%1: what the other one wrote").arg(what));
    m_yours->setReadOnly(true);
    m_yours->setAccessibleName(tr("%1: what you wrote").arg(what));
    auto *theirs = makeButton(tr("Keep theirs"));
    theirs->setToolTip(tr("What you wrote goes."));
    auto *yours = makeButton(tr("Keep mine"));
    yours->setToolTip(tr("Theirs stays among the earlier versions."));
    auto *both = makeButton(tr("Join by hand"), ButtonKind::Primary);
    both->setToolTip(tr("Both stand one after the other, to be made one."));
    for (QPushButton *button : {theirs, yours, both}) {
        button->setAccessibleName(QStringLiteral("%1: %2").arg(what, button->text()));
        button->setAccessibleDescription(button->toolTip());
    }
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(both);
    buttons->addWidget(yours);
    buttons->addWidget(theirs);
    buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::m, space::m, space::m, space::m);
    column->setSpacing(space::s);
    column->addWidget(m_words);
    column->addWidget(m_theirs);
    column->addWidget(m_yoursHead);
    column->addWidget(m_yours);
    column->addLayout(buttons);
    setFocusProxy(both);
    hide();
    connect(theirs, &QPushButton::clicked, this, &ConflictBar::theirsWanted);
    connect(yours, &QPushButton::clicked, this, &ConflictBar::yoursWanted);
    connect(both, &QPushButton::clicked, this, &ConflictBar::bothWanted);
}

void ConflictBar::ask(const QString &theirs, const QString &yours)
{
    m_words->setText(yours.isEmpty()
                         ? tr("Somebody else has changed this meanwhile. What you wrote stands above; now it reads:")
                         : tr("Somebody else has changed this meanwhile. Now it reads:"));
    if (m_theirs->toPlainText() != theirs) {
        m_theirs->setPlainText(theirs);
    }
    m_theirs->setPlaceholderText(tr("Nothing: it was emptied."));
    m_yours->setPlainText(yours);
    m_yours->setVisible(!yours.isEmpty());
    m_yoursHead->setVisible(!yours.isEmpty());
    setVisible(true);
}

void ConflictBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ToneColors &tone = Theme::of(this).tone(Tone::Warning);
    drawBox(painter, QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius::m, tone.fill,
            mixed(tone.solid, tone.fill, 0.4));
}

}  // namespace onlyonce::ui
