// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/announce/postcard.h"

#include "models/announce/announcementtext.h"
#include "models/documents/secrets.h"
#include "views/widgets/drafts.h"
#include "views/widgets/focus.h"
#include "views/widgets/growingedit.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"
#include "views/widgets/richview.h"
#include "views/widgets/words.h"

#include <QDesktopServices>
#include <QKeyEvent>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

Tone toneOf(PostState state)
{
    switch (state) {
    case PostState::Draft:
        return Tone::Neutral;
    case PostState::Approved:
    case PostState::Publishing:
        return Tone::Accent;
    case PostState::Published:
        return Tone::Success;
    case PostState::Failed:
        return Tone::Danger;
    }
    return Tone::Neutral;
}

}  // namespace

PostCard::PostCard(QWidget *parent)
    : QWidget(parent)
    , m_status(new PillLabel)
    , m_state(new PillLabel)
    , m_about(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_problem(new TextLabel({}, TextStyle::Small))
    , m_second(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_read(new RichView)
    , m_text(new GrowingEdit(6))
    , m_edit(makeButton(tr("Edit"), ButtonKind::Quiet, QStringLiteral("edit")))
    , m_cancel(makeButton(tr("Cancel"), ButtonKind::Quiet))
    , m_discard(makeButton(tr("Discard"), ButtonKind::Quiet))
    , m_save(makeButton(tr("Save draft")))
    , m_where(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_publish(makeButton(tr("Approve and publish"), ButtonKind::Primary, QStringLiteral("megaphone")))
{
    m_problem->setTone(Tone::Danger);
    m_problem->setWordWrap(true);
    m_second->setWordWrap(true);
    m_text->setAccessibleName(tr("Text for customers"));
    m_save->setToolTip(QKeySequence(QKeySequence::Save).toString(QKeySequence::NativeText));
    m_publish->setToolTip(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText));
    auto *panel = new Panel;
    auto *head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(m_status);
    head->addWidget(m_state);
    head->addStretch();
    head->addWidget(m_about);
    head->addWidget(m_edit);
    m_about->setMinimumHeight(scaled(metric::control));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    m_where->setElided();
    buttons->addWidget(m_where, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_discard);
    buttons->addWidget(m_save);
    buttons->addWidget(m_publish);
    panel->body()->setSpacing(space::s);
    panel->body()->addLayout(head);
    panel->body()->addWidget(m_read);
    panel->body()->addWidget(m_text);
    panel->body()->addWidget(m_problem);
    panel->body()->addWidget(m_second);
    panel->body()->addLayout(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);
    rememberFocus(this, m_text);
    setTabOrder(m_text, m_publish);
    setTabOrder(m_publish, m_save);
    setTabOrder(m_save, m_cancel);
    setTabOrder(m_cancel, m_discard);  // what throws away comes last
    m_text->installEventFilter(this);

    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        m_keeping.typed();
        showState();
    });
    connect(m_read, &RichView::linkActivated, this, [](const QUrl &url) { QDesktopServices::openUrl(url); });
    connect(m_edit, &QPushButton::clicked, this, [this] {
        edit(true);
        m_text->setFocus();
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] { edit(false); });
    connect(m_save, &QPushButton::clicked, this, [this] { Q_EMIT saveWanted(m_post, m_text->toPlainText()); });
    connect(m_publish, &QPushButton::clicked, this, &PostCard::publish);
    connect(m_discard, &QPushButton::clicked, this, [this] { Q_EMIT discardWanted(m_post); });
}

void PostCard::setDrafts(Drafts &drafts, const QString &key)
{
    m_drafts = &drafts;
    m_key = key;
}

void PostCard::forget()
{
    m_keeping.stop();
    if (m_drafts) {
        m_drafts->keep(m_key, {});
    }
    m_drafts = nullptr;
}

void PostCard::keep()
{
    m_keeping.stop();
    if (m_drafts) {
        const QString text = m_text->toPlainText();
        m_drafts->keep(m_key, text.trimmed() == m_post.body ? QString() : text);
    }
}

void PostCard::setIncident(const Incident &about, const QString &waits)
{
    const QString name = QStringLiteral("%1  %2").arg(about.reference(), about.title);
    m_where->setText(name);
    m_publish->setAccessibleDescription(name);
    m_restricted = about.visibility == Visibility::Restricted;
    m_waits = waits;
    showState();
}

void PostCard::setPost(const Announcement &announcement, const AnnouncementPost &post, Instant now)
{
    const bool isNew = m_post.id != post.id;
    const bool typing = !isNew && m_text->toPlainText() != m_post.body;
    m_post = post;
    const QString kept = isNew && m_drafts ? m_drafts->of(m_key) : QString();
    m_found = isNew ? !kept.isEmpty() && kept.trimmed() != post.body : m_found;
    if (isNew && m_found) {
        const QSignalBlocker blocker(m_text);
        m_text->setPlainText(kept);
        m_editing = post.isPublic();
    } else if (!typing) {
        const QSignalBlocker blocker(m_text);
        if (m_text->toPlainText() != post.body) {  // else the cursor would leap to the start
            m_text->setPlainText(post.body);
        }
    } else {
        m_editing = m_editing && m_text->toPlainText() != post.body;  // else it was saved
        keep();
    }
    m_read->setSource(post.body);
    m_status->setPill({.text = label(post.status), .tone = Tone::Accent, .shape = PillShape::Outline});
    m_state->setPill({.text = label(post.state), .tone = toneOf(post.state), .shape = PillShape::Soft});
    const auto when = post.publishedAt.value_or(post.createdAt);
    const QString who = post.approvedByName.isEmpty() ? post.createdByName : post.approvedByName;
    m_about->setText(QStringLiteral("%1 · %2").arg(who, momentText(when, now)));
    m_discard->setVisible(!post.isPublic() && post.state != PostState::Publishing);
    setAccessibleName(tr("%1, %2: %3").arg(announcement.title, label(post.status), label(post.state)));
    showState();
}

bool PostCard::hasUnsaved() const
{
    return !m_drafts && m_text->isVisibleTo(this) && m_text->toPlainText() != m_post.body;
}

void PostCard::focusText()
{
    focusWithin(this);
    m_text->moveCursor(QTextCursor::Start);
    chooseGap();
}

//! The next gap after the cursor is selected, to be typed over; false when there is none.
bool PostCard::chooseGap()
{
    static const QRegularExpression gap(QStringLiteral("⟨[^⟩]*⟩"));
    const QTextCursor found = m_text->document()->find(gap, m_text->textCursor());
    if (found.isNull()) {
        return false;
    }
    m_text->setTextCursor(found);
    return true;
}

bool PostCard::eventFilter(QObject *watched, QEvent *event)
{
    // Tab goes from gap to gap, as through a form, and after the last one on to the buttons.
    const auto *press = event->type() == QEvent::KeyPress ? static_cast<QKeyEvent *>(event) : nullptr;
    if (watched == m_text && press && press->key() == Qt::Key_Tab && press->modifiers() == Qt::NoModifier) {
        return chooseGap();
    }
    return QWidget::eventFilter(watched, event);
}

void PostCard::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->matches(QKeySequence::Save) && m_save->isVisibleTo(this)) {
        m_save->click();
    } else if (enter && event->modifiers() & Qt::ControlModifier && m_publish->isVisibleTo(this)) {
        m_publish->click();  // nothing while gaps are left
    } else if (event->key() == Qt::Key_Escape && m_cancel->isVisibleTo(this) && m_text->toPlainText() == m_post.body) {
        m_cancel->click();
    } else {
        QWidget::keyPressEvent(event);
    }
}

//! What looks like a secret goes out only when somebody has read that it does, and presses again.
void PostCard::publish()
{
    const QString text = m_text->toPlainText();
    if (!secretsIn(text).empty() && std::exchange(m_warnedOf, text) != text) {
        showState();
        return;
    }
    if (m_restricted && text != m_post.body) {
        Q_EMIT saveWanted(m_post, text);  // who wrote it last is not who approves it
    } else {
        Q_EMIT publishWanted(m_post, text);
    }
}

void PostCard::edit(bool on)
{
    m_editing = on;
    if (!on) {
        m_found = false;
        m_text->setPlainText(m_post.body);
    }
    showState();
}

void PostCard::showState()
{
    const QString text = m_text->toPlainText();
    const bool edited = text != m_post.body;
    const QStringList gaps = gapsIn(text);
    const bool sending = m_post.state == PostState::Publishing;
    const bool typed = !sending && (m_editing || !m_post.isPublic());
    m_read->setVisible(!typed);
    m_text->setVisible(typed);
    m_edit->setVisible(!typed && !sending);
    m_cancel->setVisible(typed && m_post.isPublic());
    m_save->setVisible(edited && !m_post.isPublic()
                       && !(m_restricted && gaps.isEmpty()));  // else it is the other button
    m_publish->setVisible(edited || m_post.state != PostState::Published);
    m_where->setVisible(edited || m_post.state != PostState::Published);
    const bool waits = m_restricted && !edited && !m_waits.isEmpty();
    m_publish->setEnabled(gaps.isEmpty() && !sending && !waits);
    const QString secrets = typed ? toText(secretsIn(text)) : QString();
    m_publish->setText(sending                                    ? tr("On its way")
                       : !secrets.isEmpty() && m_warnedOf == text ? tr("Publish it all the same")
                       : waits                                    ? tr("Waits for a second person")
                       : m_restricted && edited                   ? tr("Save for a second person")
                       : m_restricted                             ? tr("Approve as one of two")
                       : m_post.isPublic()                        ? tr("Publish the change")
                                                                  : tr("Approve and publish"));
    m_problem->setText(!gaps.isEmpty() && typed
                           ? tr("Still to be filled in: %1. Tab leads to each.").arg(gaps.join(QStringLiteral(", ")))
                       : !secrets.isEmpty() ? tr("%1 Everybody could read it.").arg(secrets)
                                            : m_post.problem);
    m_problem->setVisible(!m_problem->text().isEmpty());
    m_found = m_found && edited;
    QStringList notes;
    if (m_found) {
        notes << tr("This was begun earlier and not saved.");
    }
    if (m_restricted && !sending && (edited || m_post.state != PostState::Published)) {
        notes << (edited  ? tr("This incident is restricted: somebody else has to approve what you write.")
                  : waits ? m_waits
                          : tr("This incident is restricted: two people approve what customers read, and you can be "
                               "one of them."));
    }
    m_second->setText(notes.join(QLatin1Char(' ')));
    m_second->setVisible(!m_second->text().isEmpty());
}

}  // namespace onlyonce::ui
