// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/composer.h"

#include "views/widgets/page.h"
#include "views/widgets/paint.h"

#include <QAbstractItemView>
#include <QAbstractTextDocumentLayout>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

//! Leaves the keys that choose a completion to the completer, which hands each key to the editor first.
class ComposerEdit final : public QPlainTextEdit
{
protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        const auto *completer = findChild<QCompleter *>();
        const int key = event->key();
        const bool chooses =
            key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab || key == Qt::Key_Escape;
        if (chooses && completer && completer->popup()->isVisible()) {
            event->ignore();
            return;
        }
        QPlainTextEdit::keyPressEvent(event);
    }
};

}  // namespace

Composer::Composer(QWidget *parent)
    : QFrame(parent)
    , m_edit(new ComposerEdit)
    , m_destination(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_submit(makeButton(tr("Add"), ButtonKind::Primary))
    , m_tools(new QHBoxLayout)
{
    m_edit->setFrameShape(QFrame::NoFrame);
    m_edit->viewport()->setAutoFillBackground(false);
    m_edit->setTabChangesFocus(true);
    m_edit->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_edit->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_edit->setAccessibleName(tr("Message"));
    m_edit->document()->setDocumentMargin(0);
    m_edit->installEventFilter(this);
    setFocusProxy(m_edit);

    m_submit->setToolTip(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText));
    m_submit->setEnabled(false);
    m_destination->setElided();
    m_tools->setSpacing(space::xs);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::m, space::m, space::s, space::s);
    column->setSpacing(space::s);
    column->addWidget(m_edit);
    auto *bottom = new QHBoxLayout;
    bottom->setSpacing(space::s);
    bottom->addLayout(m_tools);
    bottom->addWidget(m_destination, 1);
    bottom->addWidget(m_submit);
    column->addLayout(bottom);

    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        m_submit->setEnabled(!draft().trimmed().isEmpty());
        grow();
        Q_EMIT draftChanged();
    });
    connect(m_edit, &QPlainTextEdit::cursorPositionChanged, this, &Composer::offerCompletions);
    connect(m_submit, &QPushButton::clicked, this, &Composer::submit);
    grow();
}

void Composer::setPlaceholder(const QString &text)
{
    m_edit->setPlaceholderText(text);
}

void Composer::setDestination(const QString &text)
{
    m_destination->setText(text);
    m_edit->setAccessibleDescription(text);
}

void Composer::setSubmitText(const QString &text)
{
    m_submit->setText(text);
}

void Composer::setMaximumLines(int lines)
{
    m_maximumLines = lines;
    grow();
}

void Composer::addTool(QWidget *tool)
{
    m_tools->addWidget(tool);
}

void Composer::setCompletions(QAbstractItemModel *model, const QString &triggers)
{
    m_triggers = triggers;
    if (!m_completer) {
        m_completer = new QCompleter(m_edit);
        m_completer->setWidget(m_edit);
        m_completer->setCaseSensitivity(Qt::CaseInsensitive);
        m_completer->setFilterMode(Qt::MatchStartsWith);
        connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &Composer::complete);
    }
    m_completer->setModel(model);
}

QString Composer::draft() const
{
    return m_edit->toPlainText();
}

void Composer::setDraft(const QString &text)
{
    m_edit->setPlainText(text);
    m_edit->moveCursor(QTextCursor::End);
}

void Composer::clear()
{
    m_edit->clear();
}

void Composer::submit()
{
    const QString text = draft().trimmed();
    if (!text.isEmpty()) {
        Q_EMIT submitted(text);
    }
}

//! As high as its lines, within bounds; the scroll bar appears only when it is full.
void Composer::grow()
{
    // A plain text layout counts its height in lines.
    const int lines = qMax(1, qRound(m_edit->document()->documentLayout()->documentSize().height()));
    const int line = m_edit->fontMetrics().lineSpacing();
    m_edit->setFixedHeight(qMin(lines, m_maximumLines) * line + 4);
    m_edit->setVerticalScrollBarPolicy(lines > m_maximumLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
}

//! The word before the cursor, if it starts with a trigger; else nothing.
QString Composer::triggeredWord() const
{
    const QTextCursor cursor = m_edit->textCursor();
    const QString before = cursor.block().text().left(cursor.positionInBlock());
    qsizetype start = before.size();
    while (start > 0 && !before[start - 1].isSpace()) {
        --start;
    }
    const QString word = before.mid(start);
    return !word.isEmpty() && m_triggers.contains(word.front()) ? word : QString();
}

void Composer::offerCompletions()
{
    if (!m_completer) {
        return;
    }
    const QString word = triggeredWord();
    if (word.isEmpty() || !m_edit->hasFocus()) {
        m_completer->popup()->hide();
        return;
    }
    m_completer->setCompletionPrefix(word);
    if (m_completer->completionCount() == 0
        || (m_completer->completionCount() == 1 && m_completer->currentCompletion() == word)) {
        m_completer->popup()->hide();
        return;
    }
    m_completer->popup()->setCurrentIndex(m_completer->completionModel()->index(0, 0));
    QRect place = m_edit->cursorRect();
    place.setWidth(scaled(280));
    m_completer->complete(place);
}

void Composer::complete(const QString &completion)
{
    QTextCursor cursor = m_edit->textCursor();
    cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, int(triggeredWord().size()));
    cursor.insertText(completion + u' ');
    m_edit->setTextCursor(cursor);
}

bool Composer::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_edit) {
        return QFrame::eventFilter(watched, event);
    }
    switch (event->type()) {
    case QEvent::KeyPress: {
        const auto *press = static_cast<QKeyEvent *>(event);
        const bool enter = press->key() == Qt::Key_Return || press->key() == Qt::Key_Enter;

        if (enter && press->modifiers() & Qt::ControlModifier) {
            submit();
            return true;
        }
        break;
    }
    case QEvent::FocusIn:
    case QEvent::FocusOut:
        update();
        break;
    case QEvent::Resize:
    case QEvent::FontChange:
        grow();
        break;
    default:
        break;
    }
    return QFrame::eventFilter(watched, event);
}

void Composer::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const bool focus = m_edit->hasFocus();
    drawBox(painter, rect(), radius::l, theme.field, focus ? theme.focus : theme.borderStrong, focus ? 2 : 1);
}

}  // namespace onlyonce::ui
