// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/review/threadpane.h"

#include "views/postmortem/review/commentrow.h"
#include "views/widgets/composer.h"
#include "views/widgets/drafts.h"
#include "views/widgets/page.h"

#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QResizeEvent>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr int mostOffered = 8;
constexpr int highest = 280;  //!< px of the list of threads

//! Whoever is meant by an @ and some letters of any of their names.
Composer::Offer offeredPeople(const QString &before, const QStringList &people)
{
    static const QRegularExpression mention(QStringLiteral("(?:^|[\\s(])(@[\\w.-]*)$"),
                                            QRegularExpression::UseUnicodePropertiesOption);
    const auto match = mention.match(before);
    if (!match.hasMatch()) {
        return {};
    }
    const QString typed = match.captured(1).mid(1);
    Composer::Offer offer{.replaces = int(match.capturedLength(1))};
    for (const QString &name : people) {
        const bool fits =
            name.startsWith(typed, Qt::CaseInsensitive) || name.contains(QLatin1Char(' ') + typed, Qt::CaseInsensitive);
        if (fits && offer.choices.size() < mostOffered) {
            offer.choices.append({.text = QLatin1Char('@') + name, .detail = {}});
        }
    }
    return offer;
}

}  // namespace

ThreadPane::ThreadPane(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_title(new TextLabel({}, TextStyle::Strong))
    , m_list(new QWidget)
    , m_rows(new QVBoxLayout(m_list))
    , m_scroll(makeScrollArea(m_list))
    , m_composer(new Composer)
    , m_fresh(makeButton(tr("New comment"), ButtonKind::Quiet, QStringLiteral("plus")))
{
    layOut();
    m_composer->setPlaceholder(tr("What is missing, or not so? “@” for people, Ctrl+Enter to say it"));
    m_composer->setSubmitText(tr("Say it"));
    m_composer->setMaximumLines(6);
    m_composer->setCompleter([this](const QString &before) { return offeredPeople(before, m_said.people); });
    m_composer->editor()->setAccessibleName(tr("Your comment"));
    m_composer->addTool(m_fresh);
    m_fresh->setToolTip(tr("About the same part, but not a reply"));
    connect(m_composer, &Composer::draftChanged, this, [this] { m_keeping.typed(); });
    connect(m_composer, &Composer::submitted, this, &ThreadPane::say);
    connect(m_fresh, &QPushButton::clicked, this, [this] {
        write(Writes::Comment);
        m_composer->setFocus();
    });
    hide();
}

void ThreadPane::layOut()
{
    m_title->setElided();
    auto *shut = makeIconButton(QStringLiteral("close"), tr("Close the comments (Escape)"));
    connect(shut, &QToolButton::clicked, this, &ThreadPane::close);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(m_title, 1);
    head->addWidget(new TextLabel(tr("R: reply · S: settle · E: change · ↑ ↓: next · Escape: back"), TextStyle::Caption,
                                  TextLabel::Rank::Muted));
    head->addWidget(shut);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(space::xs);
    auto *inner = new QVBoxLayout;
    inner->setContentsMargins(space::xl, space::s, space::xl, space::m);
    inner->setSpacing(space::s);
    inner->addLayout(head);
    inner->addWidget(m_scroll);
    inner->addWidget(m_composer);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new Hairline);
    layout->addLayout(inner);
    setMaximumWidth(scaled(metric::column) + 2 * space::xl);
}

void ThreadPane::open(const PostMortemPart &part, const QString &name)
{
    QWidget *focus = window()->focusWidget();
    if (!isAncestorOf(focus)) {
        m_cameFrom = focus;
    }
    if (isHidden() || m_part != part) {
        m_keeping.now();
        m_part = part;
        m_shown.clear();
        write(Writes::Comment);
        m_composer->setDraft(m_drafts ? m_drafts->of(draftKey()) : QString());
        m_composer->setNote(m_composer->draft().isEmpty() ? QString() : tr("This was begun earlier and not said."));
        m_keeping.stop();
    }
    m_name = name;
    m_title->setText(tr("Comments on %1").arg(name));
    setAccessibleName(m_title->text());
    setVisible(true);
    show(here());
    Q_EMIT leftOff();
    // One goes on with what is being spoken about.
    const auto threads = here();
    const auto open = std::find_if(threads.rbegin(), threads.rend(), [](const CommentThread &t) { return t.isOpen(); });
    if (m_writes == Writes::Comment && open != threads.rend()) {
        write(Writes::Reply, open->first);
    }
    m_composer->setFocus();
}

void ThreadPane::close()
{
    if (isHidden()) {
        return;
    }
    m_keeping.now();
    const bool mine = isAncestorOf(window()->focusWidget());
    hide();
    if (mine && m_cameFrom) {
        m_cameFrom->setFocus(Qt::OtherFocusReason);
    }
    Q_EMIT leftOff();
}

void ThreadPane::setSaid(const Said &said)
{
    const bool isSame = m_said == said;
    m_said = said;
    if (!isHidden() && !isSame) {
        show(here());
    }
}

std::vector<CommentThread> ThreadPane::here() const
{
    std::vector<CommentThread> threads;
    for (const CommentThread &thread : m_said.threads) {
        if (thread.first.part == m_part) {
            threads.push_back(thread);
        }
    }
    // What is open is spoken about, and stands beside where one writes.
    std::ranges::stable_partition(threads, [](const CommentThread &thread) { return !thread.isOpen(); });
    return threads;
}

void ThreadPane::show(const std::vector<CommentThread> &threads)
{
    if (threads == m_shown && m_rows->count() > 0) {
        return;
    }
    CommentId focused;
    for (const CommentRow *row : rows()) {
        focused = row->hasFocus() ? row->comment().id : focused;
    }
    clearLayout(m_rows);
    for (const CommentThread &thread : threads) {
        addRow(thread.first, !thread.isOpen());
        for (const Comment &reply : thread.replies) {
            addRow(reply, !thread.isOpen());
        }
    }
    if (threads.empty()) {
        m_rows->addWidget(
            new TextLabel(tr("Nobody has said anything about it yet."), TextStyle::Body, TextLabel::Rank::Muted));
    }
    m_shown = threads;
    tabThrough(m_title, *m_rows);
    for (CommentRow *row : rows()) {
        row->show();  // at once, or it could not take the focus
        if (focused && row->comment().id == focused) {
            row->setFocus(Qt::OtherFocusReason);
        }
    }
    QMetaObject::invokeMethod(this, &ThreadPane::fitHeight, Qt::QueuedConnection);  // when the rows have their width
}

//! As high as its threads, within bounds.
void ThreadPane::fitHeight()
{
    const int width = m_scroll->viewport()->width();
    const int wanted = m_rows->hasHeightForWidth() ? m_rows->heightForWidth(width) : m_rows->sizeHint().height();
    m_scroll->setFixedHeight(std::min(wanted, scaled(highest)));
    QMetaObject::invokeMethod(this, &ThreadPane::scrollToLatest, Qt::QueuedConnection);  // when all has its place
}

//! The latest comment is in sight, and what is spoken about is not hidden by what is said.
void ThreadPane::scrollToLatest()
{
    if (const auto all = rows(); !all.empty() && !m_list->isAncestorOf(window()->focusWidget())) {
        m_scroll->ensureWidgetVisible(all.back());
    }
    if (m_cameFrom && isVisible()) {
        scrollIntoSight(m_cameFrom);
    }
}

void ThreadPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) {
        QMetaObject::invokeMethod(this, &ThreadPane::fitHeight, Qt::QueuedConnection);
    }
}

void ThreadPane::addRow(const Comment &comment, bool isSettled)
{
    const bool isBegun =
        m_drafts && !m_drafts->of(keysBegin() + QStringLiteral("edit-%1").arg(comment.id.value)).isEmpty();
    auto *row = new CommentRow(comment, {.isOwn = m_said.own.contains(comment.id.value),
                                         .isSettled = isSettled,
                                         .isBegun = isBegun,
                                         .people = m_said.people});
    connect(row, &CommentRow::replyWanted, this, [this](const Comment &about) {
        write(Writes::Reply, about);
        m_composer->setFocus();
    });
    connect(row, &CommentRow::editWanted, this, [this](const Comment &about) {
        write(Writes::Edit, about);
        m_composer->setFocus();
    });
    connect(row, &CommentRow::settleWanted, this, &ThreadPane::settle);
    m_rows->addWidget(row);
}

std::vector<CommentRow *> ThreadPane::rows() const
{
    std::vector<CommentRow *> found;
    for (int at = 0; at < m_rows->count(); ++at) {
        if (auto *row = qobject_cast<CommentRow *>(m_rows->itemAt(at)->widget())) {
            found.push_back(row);
        }
    }
    return found;
}

void ThreadPane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        if (m_writes == Writes::Edit) {
            write(Writes::Comment);
        } else {
            close();
        }
        return;
    }
    const auto all = rows();
    const auto at = std::ranges::find_if(all, [](const CommentRow *row) { return row->hasFocus(); });
    if (at == all.end() || (event->key() != Qt::Key_Down && event->key() != Qt::Key_Up)) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto to = (at - all.begin()) + (event->key() == Qt::Key_Down ? 1 : -1);
    CommentRow *next = all[size_t(std::clamp<qsizetype>(to, 0, qsizetype(all.size()) - 1))];
    next->setFocus();
    m_scroll->ensureWidgetVisible(next);
}

}  // namespace onlyonce::ui
