// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/growingedit.h"

#include <QScrollBar>
#include <QTextBlock>
#include <QTextLayout>

namespace onlyonce::ui {

GrowingEdit::GrowingEdit(int lines, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_lines(lines)
{
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QPlainTextEdit::textChanged, this, &GrowingEdit::grow);
    grow();
}

void GrowingEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    grow();
}

void GrowingEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        grow();
    }
}

void GrowingEdit::grow()
{
    // The document itself learns of wrapped lines only when they are painted; asking for its place lays a block out.
    int lines = 0;
    qreal line = 0;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        line = qMax(line, blockBoundingRect(block).isEmpty() ? 0 : block.layout()->lineAt(0).height());
        lines += block.layout()->lineCount();
    }
    setFixedHeight(qCeil(qMax(m_lines, lines) * line + 2 * (document()->documentMargin() + frameWidth())));
    verticalScrollBar()->setValue(0);  // all of it has room; it may have followed the cursor while it was too low
}

}  // namespace onlyonce::ui
