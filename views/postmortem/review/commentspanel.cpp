// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/review/commentspanel.h"

#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "views/postmortem/focusrow.h"
#include "views/postmortem/review/commentrow.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr qsizetype longestSaid = 160;
constexpr size_t shownAtOnce = 5;

//! A row that Enter or a click opens.
class ThreadRow final : public FocusRow
{
public:
    std::function<void()> open;

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
            open();
        } else {
            FocusRow::keyPressEvent(event);
        }
    }
    void mouseReleaseEvent(QMouseEvent *event) override
    {
        FocusRow::mouseReleaseEvent(event);
        open();
    }
};

QString factsOfThread(const CommentThread &thread)
{
    const QString who = CommentsPanel::tr("%1, %2").arg(thread.first.authorName, commentTime(thread.first.writtenAt));
    const qsizetype replies = qsizetype(thread.replies.size());
    return replies == 0 ? who
         : replies == 1 ? CommentsPanel::tr("%1 · one reply, by %2").arg(who, thread.replies.back().authorName)
                        : CommentsPanel::tr("%1 · %2 replies, the last by %3")
                              .arg(who)
                              .arg(replies)
                              .arg(thread.replies.back().authorName);
}

}  // namespace

CommentsPanel::CommentsPanel(QWidget *parent)
    : QWidget(parent)
    , m_sum(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_list(new QVBoxLayout)
    , m_more(makeButton({}, ButtonKind::Quiet))
{
    m_list->setSpacing(space::xs);
    auto *panel = new Panel(tr("Open comments"));
    panel->addAction(m_more);
    panel->body()->addWidget(m_sum);
    panel->body()->addLayout(m_list);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_showsAll = !m_showsAll;
        show(std::exchange(m_lines, {}));
    });
    hide();  // until somebody says something
}

void CommentsPanel::setThreads(const std::vector<CommentThread> &threads, const std::vector<ThreadPane::Begun> &begun,
                               const std::optional<PostMortemRecord> &record)
{
    std::vector<Line> lines;
    lines.reserve(begun.size() + threads.size());
    const auto nameOf = [&record](const PostMortemPart &part) {
        return record ? labelOf(part, record->whys, record->countermeasures) : QString();
    };
    for (const ThreadPane::Begun &each : begun) {
        lines.push_back({.id = {},
                         .part = each.part,
                         .name = nameOf(each.part),
                         .says = shortLine(each.text.simplified(), longestSaid),
                         .facts = each.changes ? tr("a change of your words, not said yet") : tr("not said yet")});
    }
    for (const CommentThread &thread : threads) {
        if (thread.isOpen()) {
            lines.push_back({.id = thread.first.id,
                             .part = thread.first.part,
                             .name = nameOf(thread.first.part),
                             .says = shortLine(markdownToPlain(thread.first.body).simplified(), longestSaid),
                             .facts = factsOfThread(thread)});
        }
    }
    show(lines);
}

void CommentsPanel::show(const std::vector<Line> &lines)
{
    if (lines == m_lines && !lines.empty()) {
        return;
    }
    m_lines = lines;
    setHidden(lines.empty());
    const auto open = std::ranges::count_if(lines, [](const Line &line) { return bool(line.id); });
    m_sum->setText(open == 0 ? tr("Begun, and not said: Enter goes on with it.")
                   : open == 1
                       ? tr("One thread is open. Enter leads to it.")
                       : tr("%1 threads are open. Enter leads to one; Ctrl+F9 to the next, from anywhere.").arg(open));
    m_more->setVisible(lines.size() > shownAtOnce);
    m_more->setText(m_showsAll ? tr("Show fewer") : tr("Show all %1").arg(lines.size()));
    const bool here = isAncestorOf(window()->focusWidget()) && !m_more->hasFocus();
    clearLayout(m_list);
    for (size_t at = 0; at < lines.size() && (m_showsAll || at < shownAtOnce); ++at) {
        const Line &line = lines[at];
        auto *row = new ThreadRow;
        row->setObjectName(QString::number(line.id.value));
        row->setAccessibleName(tr("%1, on %2: %3").arg(line.facts, line.name, line.says));
        row->open = [this, line] { goTo(line); };
        auto *says = new TextLabel(line.says);
        says->setWordWrap(true);
        auto *facts =
            new TextLabel(tr("On %1 · %2").arg(line.name, line.facts), TextStyle::Small, TextLabel::Rank::Muted);
        facts->setWordWrap(true);
        auto *column = new QVBoxLayout(row);
        column->setContentsMargins(space::s, 6, space::s, 6);
        column->setSpacing(2);
        column->addWidget(says);
        column->addWidget(facts);
        m_list->addWidget(row);
        row->show();  // at once, or it could not take the focus
        if (here && (at == 0 || isCurrent(line))) {
            row->setFocus(Qt::OtherFocusReason);
        }
    }
    tabThrough(m_more, *m_list);
}

void CommentsPanel::goTo(const Line &line)
{
    m_current = line;
    Q_EMIT threadWanted(line.part);
}

bool CommentsPanel::isCurrent(const Line &line) const
{
    return m_current && m_current->id == line.id && m_current->part == line.part;
}

void CommentsPanel::next()
{
    if (m_lines.empty()) {
        return;
    }
    const auto at = std::ranges::find_if(m_lines, [this](const Line &line) { return isCurrent(line); });
    const Line line = at == m_lines.end() || at + 1 == m_lines.end() ? m_lines.front() : *(at + 1);
    goTo(line);
}

void CommentsPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Down && event->key() != Qt::Key_Up) {
        QWidget::keyPressEvent(event);
        return;
    }
    for (int at = 0; at < m_list->count(); ++at) {
        if (m_list->itemAt(at)->widget()->hasFocus()) {
            const int to = std::clamp(at + (event->key() == Qt::Key_Down ? 1 : -1), 0, m_list->count() - 1);
            m_list->itemAt(to)->widget()->setFocus();
            return;
        }
    }
}

}  // namespace onlyonce::ui
