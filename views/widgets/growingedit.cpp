// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/growingedit.h"

#include <QAbstractTextDocumentLayout>

namespace onlyonce::ui {

GrowingEdit::GrowingEdit(int lines, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_lines(lines)
{
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, &GrowingEdit::grow);
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
    // A plain text layout counts its height in lines.
    const int lines = qMax(m_lines, qRound(document()->documentLayout()->documentSize().height()));
    const int around = 2 * (qRound(document()->documentMargin()) + frameWidth());
    setFixedHeight(lines * fontMetrics().lineSpacing() + around);
}

}  // namespace onlyonce::ui
