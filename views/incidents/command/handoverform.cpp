// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/command/handoverform.h"

#include "models/documents/markdown.h"
#include "views/widgets/page.h"

#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

//! It takes the room that there is; a small window need not grow.
class BriefEdit final : public QPlainTextEdit
{
public:
    using QPlainTextEdit::QPlainTextEdit;
    [[nodiscard]] QSize minimumSizeHint() const override { return {scaled(160), scaled(72)}; }
};

}  // namespace

HandoverForm::HandoverForm(QWidget *parent)
    : QWidget(parent)
    , m_title(new TextLabel({}, TextStyle::Subtitle))
    , m_text(new TextLabel({}, TextStyle::Body, TextLabel::Rank::Muted))
    , m_problem(new TextLabel({}, TextStyle::Small))
    , m_brief(new BriefEdit)
    , m_decline(makeButton(tr("Decline …"), ButtonKind::Quiet))
    , m_submit(makeButton({}, ButtonKind::Primary, QStringLiteral("handover")))
{
    m_text->setWordWrap(true);
    m_problem->setWordWrap(true);
    m_problem->setTone(Tone::Danger);
    m_problem->hide();
    m_brief->setAccessibleName(tr("Brief"));
    m_brief->setTabChangesFocus(true);
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Quiet);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_decline);
    buttons->addWidget(m_submit);
    auto *panel = new Panel;
    panel->setMaximumWidth(scaled(metric::column));
    panel->body()->setSpacing(space::m);
    panel->body()->addWidget(m_title);
    panel->body()->addWidget(m_text);
    panel->body()->addWidget(m_brief);
    panel->body()->addWidget(m_problem);
    panel->body()->addLayout(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::xl, space::l, space::xl, space::l);
    layout->addWidget(panel, 1);
    hide();
    connect(cancel, &QPushButton::clicked, this, &HandoverForm::leave);
    connect(m_submit, &QPushButton::clicked, this, &HandoverForm::submit);
    connect(m_decline, &QPushButton::clicked, this, [this] {
        const Handover offer = m_offer;
        leave();
        Q_EMIT declineWanted(offer);
    });
}

void HandoverForm::begin(const QString &title, const QString &text, const QString &brief, const QString &submit,
                         Work work)
{
    if (!isVisible()) {
        m_cameFrom = window()->focusWidget();
    }
    m_work = std::move(work);
    m_title->setText(title);
    m_text->setText(text);
    m_problem->hide();
    m_brief->setPlainText(brief);
    m_submit->setText(submit);
    show();
}

void HandoverForm::write(const QString &title, const QString &brief, Work work)
{
    begin(title,
          tr("The brief is made from what is known. Add what only you know; Ctrl+Enter offers it. The role moves "
             "when it is accepted."),
          brief, tr("Offer"), std::move(work));
    m_brief->setReadOnly(false);
    m_decline->hide();
    m_brief->setFocus(Qt::OtherFocusReason);
}

void HandoverForm::read(const QString &title, const Handover &offer, Work work)
{
    begin(title, tr("Offered by %1. When you accept, it is yours.").arg(offer.offeredByName),
          markdownToPlain(offer.brief), tr("Accept"), std::move(work));
    m_offer = offer;
    m_brief->setReadOnly(true);
    m_decline->show();
    m_submit->setFocus(Qt::OtherFocusReason);
}

void HandoverForm::putAside()
{
    hide();
}

void HandoverForm::resume()
{
    show();
    m_brief->setFocus(Qt::OtherFocusReason);
}

bool HandoverForm::hasDraft() const
{
    return m_work && !m_brief->isReadOnly();
}

QString HandoverForm::title() const
{
    return m_title->text();
}

void HandoverForm::submit()
{
    if (!m_work || std::exchange(m_busy, true)) {
        return;
    }
    m_work(m_brief->toPlainText()).then(this, [this](const Result<> &done) {
        m_busy = false;
        if (done) {
            leave();
            return;
        }
        m_problem->setText(done.error().message);
        m_problem->show();
    });
}

void HandoverForm::leave()
{
    const bool mine = isAncestorOf(window()->focusWidget());
    m_work = {};
    if (mine && m_cameFrom) {
        m_cameFrom->setFocus(Qt::OtherFocusReason);
    }
    hide();
}

void HandoverForm::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape) {
        leave();
    } else if (isEnter && event->modifiers().testFlag(Qt::ControlModifier)) {
        submit();
    } else {
        QWidget::keyPressEvent(event);
    }
}

}  // namespace onlyonce::ui
