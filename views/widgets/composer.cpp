// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/composer.h"

#include "views/widgets/page.h"
#include "views/widgets/paint.h"
#include "views/widgets/richview.h"

#include <QAbstractItemView>
#include <QAbstractTextDocumentLayout>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTextBlock>
#include <QToolButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

QCompleter *openCompleter(const QObject *editor)
{
    auto *completer = editor->findChild<QCompleter *>();
    return completer && completer->popup()->isVisible() ? completer : nullptr;
}

//! Leaves the keys that choose a completion to the completer, which hands each key to the editor first.
class ComposerEdit final : public QPlainTextEdit
{
public:
    std::function<void()> submit;

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        const int key = event->key();
        const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
        auto *completer = openCompleter(this);
        if (enter && event->modifiers() & Qt::ControlModifier) {
            if (completer) {
                completer->popup()->hide();
            }
            submit();
            return;
        }
        if (completer && (enter || key == Qt::Key_Tab || key == Qt::Key_Escape)) {
            event->ignore();
            return;
        }
        QPlainTextEdit::keyPressEvent(event);
    }
};

//! "/status    Moves the incident on": the words, and what they mean.
class ChoiceDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::of(option.widget);
        const bool chosen = option.state & QStyle::State_Selected;
        painter->fillRect(option.rect, chosen ? theme.selected : theme.surface);
        const Qt::Alignment leading = QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter;
        QRect line = option.rect.adjusted(space::s, 0, -space::s, 0);
        const QString detail = index.data(Qt::ToolTipRole).toString();
        const int wide = detail.isEmpty() ? line.width() : scaled(110);
        const auto place = [&](const QRect &part) { return QStyle::visualRect(option.direction, option.rect, part); };
        drawElided(*painter, place(QRect(line.left(), line.top(), wide, line.height())), index.data().toString(),
                   textFont(TextStyle::Strong), theme.text, leading);
        line.setLeft(line.left() + wide + space::s);
        drawElided(*painter, place(line), detail, textFont(TextStyle::Small), theme.textMuted, leading);
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {scaled(160), scaled(28)};
    }
};

}  // namespace

Composer::Composer(QWidget *parent)
    : QFrame(parent)
    , m_edit(new ComposerEdit)
    , m_preview(new RichView)
    , m_note(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_destination(new TextLabel({}, TextStyle::Small, TextLabel::Rank::Muted))
    , m_previewButton(makeIconButton(QStringLiteral("eye"), tr("Preview (Ctrl+E)")))
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
    m_edit->document()->clearUndoRedoStacks();  // the margin is nobody's edit
    m_edit->installEventFilter(this);
    static_cast<ComposerEdit *>(m_edit)->submit = [this] { submit(); };
    setFocusProxy(m_edit);
    m_preview->hide();
    m_note->setWordWrap(true);
    m_note->hide();
    m_previewButton->setCheckable(true);
    auto *preview = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_E), this);
    preview->setContext(Qt::WidgetWithChildrenShortcut);

    m_submit->setToolTip(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText));
    m_submit->setEnabled(false);
    m_destination->setElided();
    m_tools->setSpacing(space::xs);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::m, space::m, space::s, space::s);
    column->setSpacing(space::s);
    column->addWidget(m_edit);
    column->addWidget(m_preview);
    column->addWidget(m_note);
    auto *bottom = new QHBoxLayout;
    bottom->setSpacing(space::s);
    bottom->addLayout(m_tools);
    bottom->addWidget(m_previewButton);
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
    connect(m_previewButton, &QToolButton::toggled, this, &Composer::showPreview);
    connect(preview, &QShortcut::activated, m_previewButton, &QToolButton::toggle);
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

void Composer::setCompleter(std::function<Offer(const QString &before)> offer)
{
    m_offer = std::move(offer);
}

void Composer::makeCompleter()
{
    m_choices = new QStandardItemModel(this);
    m_completer = new QCompleter(m_choices, m_edit);
    m_completer->setWidget(m_edit);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->popup()->setItemDelegate(new ChoiceDelegate(m_completer));
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &Composer::complete);
}

void Composer::setNote(const QString &text, Tone tone)
{
    m_note->setText(text);
    m_note->setTone(tone);
    m_note->setVisible(!text.isEmpty());
}

QString Composer::note() const
{
    return m_note->text();
}

void Composer::showPreview(bool shown)
{
    const bool focused = m_edit->hasFocus();
    m_preview->setSource(draft());
    m_preview->setVisible(shown);
    m_edit->setVisible(!shown);
    m_previewButton->setChecked(shown);
    if (!shown) {
        m_edit->setFocus();
    } else if (focused) {
        m_previewButton->setFocus();
    }
}

QString Composer::currentLine() const
{
    return m_edit->textCursor().block().text();
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
    if (m_preview->isVisibleTo(this)) {
        showPreview(false);
    }
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

void Composer::offerCompletions()
{
    if (!m_offer) {
        return;
    }
    const QTextCursor cursor = m_edit->textCursor();
    const QString before = cursor.block().text().left(cursor.positionInBlock());
    const Offer offer = m_edit->hasFocus() && !cursor.hasSelection() ? m_offer(before) : Offer{};
    // What is offered alone and stands there already is no help.
    const bool said = offer.choices.size() == 1 && before.endsWith(offer.choices.front().text, Qt::CaseInsensitive);
    if (offer.choices.isEmpty() || said) {
        if (m_completer) {
            m_completer->popup()->hide();
        }
        return;
    }
    if (!m_completer) {
        makeCompleter();
    }
    m_replaces = offer.replaces;
    m_choices->clear();
    bool explained = false;
    for (const Choice &choice : offer.choices) {
        auto *item = new QStandardItem(choice.text);
        item->setToolTip(choice.detail);
        m_choices->appendRow(item);
        explained = explained || !choice.detail.isEmpty();
    }
    m_completer->setCompletionPrefix({});
    QRect place = m_edit->cursorRect();
    place.setWidth(std::min(scaled(explained ? 520 : 240), m_edit->width()));
    m_completer->complete(place);
    m_completer->popup()->setCurrentIndex(m_completer->completionModel()->index(0, 0));
}

void Composer::complete(const QString &completion)
{
    QTextCursor cursor = m_edit->textCursor();
    cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, m_replaces);
    cursor.insertText(completion + u' ');
    m_edit->setTextCursor(cursor);
}

bool Composer::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_edit) {
        return QFrame::eventFilter(watched, event);
    }
    switch (event->type()) {
    case QEvent::FocusIn:
    case QEvent::FocusOut:
        update();
        break;
    case QEvent::Resize:
    case QEvent::FontChange:
        grow();
        break;
    case QEvent::ShortcutOverride: {
        // Where nothing was written there is nothing to be undone: the key then means what was done in the window.
        const auto *key = static_cast<QKeyEvent *>(event);
        const QTextDocument &text = *m_edit->document();
        if ((key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) && text.isEmpty()
            && !text.isUndoAvailable() && !text.isRedoAvailable()) {
            event->ignore();
            return true;
        }
        break;
    }
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
