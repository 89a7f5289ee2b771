// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/review/commentrow.h"

#include "views/widgets/page.h"
#include "views/widgets/pill.h"
#include "views/widgets/richview.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QToolButton>

#include <ranges>

namespace onlyonce::ui {

namespace {

QString commentHead(const Comment &comment)
{
    const QString when = commentTime(comment.writtenAt);
    return comment.editedAt ? CommentRow::tr("%1 · changed %2").arg(when, commentTime(*comment.editedAt)) : when;
}

//! "@Ada Lovelace" stands out.
QString withNames(QString body, const QStringList &people)
{
    const auto mentions = mentionsIn(body, people);
    for (const Mention &mention : mentions | std::views::reverse) {
        body.insert(mention.start + mention.length, QStringLiteral("**"));
        body.insert(mention.start, QStringLiteral("**"));
    }
    return body;
}

}  // namespace

QString commentTime(Instant at)
{
    return QLocale().toString(toDateTime(at, QTimeZone::systemTimeZone()), QStringLiteral("d MMM HH:mm"));
}

CommentRow::CommentRow(const Comment &comment, const Look &look, QWidget *parent)
    : FocusRow(parent)
    , m_comment(comment)
    , m_isOwn(look.isOwn)
{
    const bool isReply = bool(comment.thread);
    setAccessibleName(isReply ? tr("%1 replies: %2").arg(comment.authorName, comment.body)
                              : tr("%1: %2").arg(comment.authorName, comment.body));
    setAccessibleDescription(look.isSettled ? tr("Settled") : commentHead(comment));
    auto *head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(new TextLabel(comment.authorName, TextStyle::Strong));
    head->addWidget(new TextLabel(commentHead(comment), TextStyle::Small, TextLabel::Rank::Muted));
    if (look.isSettled && !isReply) {
        head->addWidget(new PillLabel({.text = tr("Settled by %1").arg(comment.settledByName), .tone = Tone::Success}));
    }
    if (look.isBegun) {
        head->addWidget(new PillLabel({.text = tr("A change is begun (E)"), .tone = Tone::Warning}));
    }
    head->addStretch();
    const auto tool = [&](const QString &icon, const QString &name, auto signal) {
        QToolButton *button = makeIconButton(icon, name);
        button->setFocusPolicy(Qt::NoFocus);  // each has its letter
        connect(button, &QToolButton::clicked, this, [this, signal] { Q_EMIT(this->*signal)(m_comment); });
        head->addWidget(button);
    };
    tool(QStringLiteral("message"), tr("Reply (R)"), &CommentRow::replyWanted);
    if (look.isOwn) {
        tool(QStringLiteral("edit"), tr("Change your words (E)"), &CommentRow::editWanted);
    }
    if (!isReply) {
        tool(look.isSettled ? QStringLiteral("undo") : QStringLiteral("check"),
             look.isSettled ? tr("Open it again (S)") : tr("Settle it (S)"), &CommentRow::settleWanted);
    }
    auto *words = new RichView;
    words->setSource(withNames(comment.body, look.people));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(isReply ? space::xl : space::s, space::xs, space::s, space::xs);
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(words);
}

void CommentRow::keyPressEvent(QKeyEvent *event)
{
    const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (plain && (event->key() == Qt::Key_R || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        Q_EMIT replyWanted(m_comment);
    } else if (plain && event->key() == Qt::Key_S) {
        Q_EMIT settleWanted(m_comment);
    } else if (plain && m_isOwn && event->key() == Qt::Key_E) {
        Q_EMIT editWanted(m_comment);
    } else {
        FocusRow::keyPressEvent(event);
    }
}

}  // namespace onlyonce::ui
