// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/askform.h"

#include "views/widgets/drafts.h"
#include "views/widgets/page.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

AskForm::AskForm(QWidget *parent)
    : QWidget(parent)
    , m_title(new TextLabel({}, TextStyle::Subtitle))
    , m_text(new TextLabel({}, TextStyle::Body, TextLabel::Rank::Muted))
    , m_line(new QLineEdit)
    , m_row(new FormRow(tr("Reason"), m_line))
    , m_submit(makeButton({}, ButtonKind::Primary))
{
    m_text->setWordWrap(true);
    m_line->setMaxLength(500);
    m_line->setMinimumHeight(scaled(metric::control));
    m_row->setMaximumWidth(QWIDGETSIZE_MAX);
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Quiet);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_submit);
    auto *panel = new Panel;
    panel->setMaximumWidth(scaled(metric::column));
    panel->body()->setSpacing(space::m);
    panel->body()->addWidget(m_title);
    panel->body()->addWidget(m_text);
    panel->body()->addWidget(m_row);
    panel->body()->addLayout(buttons);
    // Beside a stretch, the height is asked for at the width that the panel really gets: its text may take two lines there.
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::xl, space::l, space::xl, space::l);
    layout->addWidget(panel, 1);
    layout->addStretch();
    hide();

    connect(m_line, &QLineEdit::textEdited, this, [this] {
        m_row->setError({});
        m_keeping.typed();
    });
    connect(m_line, &QLineEdit::returnPressed, this, &AskForm::submit);
    connect(m_submit, &QPushButton::clicked, this, &AskForm::submit);
    connect(cancel, &QPushButton::clicked, this, &AskForm::leave);
}

void AskForm::setDrafts(Drafts &drafts)
{
    m_drafts = &drafts;
}

void AskForm::keep()
{
    m_keeping.stop();
    if (isKept()) {
        m_drafts->keep(m_draft, m_line->text());
    }
}

void AskForm::ask(const Question &question, Work work)
{
    m_keeping.now();
    m_draft = question.draft;
    if (!isVisible()) {
        m_cameFrom = window()->focusWidget();
    }
    m_work = std::move(work);
    m_asked++;
    m_busy = false;
    m_title->setText(question.title);
    m_text->setText(question.text);
    m_text->setVisible(!question.text.isEmpty());
    m_row->setError({});
    const QString label = question.label.isEmpty() ? tr("Reason") : question.label;
    m_row->findChild<TextLabel *>()->setText(label);  // the caption stands first
    m_line->setAccessibleName(label);
    m_submit->setText(question.submit);
    m_line->setText(isKept() ? m_drafts->of(m_draft) : QString());
    m_row->setHint(m_line->text().isEmpty() ? QString() : tr("This was begun earlier and not said."));
    show();
    m_line->setFocus();
    // When it has its place: with its button in sight, not the line alone.
    QMetaObject::invokeMethod(this, [this] { scrollIntoSight(this); }, Qt::QueuedConnection);
}

void AskForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        leave();
        return;
    }
    QWidget::keyPressEvent(event);
}

void AskForm::submit()
{
    if (!m_work || std::exchange(m_busy, true)) {
        return;  // Enter twice does it once
    }
    m_work(m_line->text().trimmed()).then(this, [this, asked = m_asked](const Result<> &done) {
        if (asked != m_asked) {
            return;
        }
        m_busy = false;
        if (done) {
            m_line->clear();
            keep();
            leave();
            return;
        }
        m_row->setError(done.error().message);
        m_line->setFocus();
    });
}

void AskForm::leave()
{
    const bool mine = isAncestorOf(window()->focusWidget());
    m_work = {};
    m_keeping.now();
    if (mine && m_cameFrom) {
        m_cameFrom->setFocus(Qt::OtherFocusReason);
    }
    hide();
    if (mine && !m_cameFrom) {
        Q_EMIT leftNowhere();
    }
    Q_EMIT left();
}

}  // namespace onlyonce::ui
