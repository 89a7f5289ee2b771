// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/review/diffview.h"

#include "views/widgets/page.h"

#include <QEvent>
#include <QGridLayout>
#include <QPlainTextEdit>
#include <QScrollBar>

#include <algorithm>

namespace onlyonce::ui {

namespace {

using ChangeKind = TextChange::Kind;

QPlainTextEdit *makeReading(const QString &name)
{
    auto *edit = new QPlainTextEdit;
    edit->setReadOnly(true);
    edit->setTabChangesFocus(true);
    edit->setAccessibleName(name);
    edit->setFocusPolicy(Qt::ClickFocus);  // the keyboard stays with the list of versions
    return edit;
}

QTextEdit::ExtraSelection marking(QPlainTextEdit &edit, int from, int length, ChangeKind kind)
{
    const Theme &theme = Theme::of(&edit);
    const ToneColors &colors = theme.tone(kind == ChangeKind::Removed ? Tone::Danger : Tone::Success);
    QTextEdit::ExtraSelection selection;
    selection.cursor = QTextCursor(edit.document());
    selection.cursor.setPosition(from);
    selection.cursor.setPosition(from + length, QTextCursor::KeepAnchor);
    selection.format.setBackground(colors.fill);
    selection.format.setForeground(colors.text);
    // Not by colour alone.
    selection.format.setFontStrikeOut(kind == ChangeKind::Removed);
    selection.format.setFontUnderline(kind == ChangeKind::Added);
    return selection;
}

}  // namespace

DiffView::DiffView(QWidget *parent)
    : QWidget(parent)
    , m_beforeTitle(new TextLabel({}, TextStyle::Strong))
    , m_afterTitle(new TextLabel({}, TextStyle::Strong))
    , m_sum(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_before(makeReading(tr("The earlier version")))
    , m_after(makeReading(tr("The later version")))
{
    m_beforeTitle->setElided();
    m_afterTitle->setElided();
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(space::m);
    grid->setVerticalSpacing(space::s);
    grid->addWidget(m_beforeTitle, 0, 0);
    grid->addWidget(m_afterTitle, 0, 1);
    grid->addWidget(m_before, 1, 0);
    grid->addWidget(m_after, 1, 1);
    grid->addWidget(m_sum, 2, 0, 1, 2);
    grid->setRowStretch(1, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    connect(m_before->verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { scrollAlong(m_before, m_after); });
    connect(m_after->verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { scrollAlong(m_after, m_before); });
}

void DiffView::setTitles(const QString &before, const QString &after)
{
    m_beforeTitle->setText(before);
    m_afterTitle->setText(after);
}

void DiffView::setChanges(const std::vector<TextChange> &changes)
{
    m_changes = changes;
    m_at = -1;
    QString before;
    QString after;
    m_places.clear();
    bool isChange = false;
    for (const TextChange &change : changes) {
        if (change.kind != ChangeKind::Same && !isChange) {
            m_places.push_back({.before = int(before.size()), .after = int(after.size())});
        }
        isChange = change.kind != ChangeKind::Same;
        before += change.kind == ChangeKind::Added ? QString() : change.text;
        after += change.kind == ChangeKind::Removed ? QString() : change.text;
    }
    m_before->setPlainText(before);
    m_after->setPlainText(after);
    m_sum->setText(m_places.empty() ? tr("Nothing is different.")
                   : m_places.size() == 1
                       ? tr("One place is different.")
                       : tr("%1 places are different (N: the next one, P: the one before).").arg(m_places.size()));
    mark();
    step(1);
}

void DiffView::mark()
{
    QList<QTextEdit::ExtraSelection> removed;
    QList<QTextEdit::ExtraSelection> added;
    int before = 0;
    int after = 0;
    for (const TextChange &change : m_changes) {
        const int length = int(change.text.size());
        if (change.kind == ChangeKind::Removed) {
            removed.append(marking(*m_before, before, length, change.kind));
        } else if (change.kind == ChangeKind::Added) {
            added.append(marking(*m_after, after, length, change.kind));
        }
        before += change.kind == ChangeKind::Added ? 0 : length;
        after += change.kind == ChangeKind::Removed ? 0 : length;
    }
    m_before->setExtraSelections(removed);
    m_after->setExtraSelections(added);
}

void DiffView::step(int by)
{
    if (m_places.empty()) {
        return;
    }
    m_at = std::clamp(m_at + by, 0, int(m_places.size()) - 1);
    m_follows = true;  // each to its own place
    for (const auto &[edit, position] :
         {std::pair(m_before, m_places[size_t(m_at)].before), std::pair(m_after, m_places[size_t(m_at)].after)}) {
        QTextCursor cursor(edit->document());
        cursor.setPosition(position);
        edit->setTextCursor(cursor);
        edit->centerCursor();
    }
    m_follows = false;
}

//! By the share of the way, since one may be longer than the other.
void DiffView::scrollAlong(QPlainTextEdit *from, QPlainTextEdit *to)
{
    if (std::exchange(m_follows, true)) {
        return;
    }
    const QScrollBar *bar = from->verticalScrollBar();
    QScrollBar *other = to->verticalScrollBar();
    if (bar->maximum() > 0) {
        other->setValue(int(qint64(bar->value()) * other->maximum() / bar->maximum()));
    }
    m_follows = false;
}

void DiffView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        mark();  // light or dark
    }
}

}  // namespace onlyonce::ui
