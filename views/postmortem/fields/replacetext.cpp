// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/fields/replacetext.h"

#include <QPlainTextEdit>

#include <algorithm>

namespace onlyonce::ui {

void replaceText(QPlainTextEdit &edit, const QString &text)
{
    const QString before = edit.toPlainText();
    const auto shorter = std::min(before.size(), text.size());
    qsizetype head = 0;
    while (head < shorter && before[head] == text[head]) {
        ++head;
    }
    if (head > 0 && before[head - 1].isHighSurrogate()) {
        --head;  // one letter is not cut in two
    }
    qsizetype tail = 0;
    while (tail < shorter - head && before[before.size() - 1 - tail] == text[text.size() - 1 - tail]) {
        ++tail;
    }
    if (tail > 0 && before[before.size() - tail].isLowSurrogate()) {
        --tail;
    }
    QTextCursor cursor(edit.document());
    cursor.setPosition(int(head));
    cursor.setPosition(int(before.size() - tail), QTextCursor::KeepAnchor);
    cursor.insertText(text.mid(head, text.size() - head - tail));
    edit.document()->clearUndoRedoStacks();  // a key would else take back what somebody else wrote
}

}  // namespace onlyonce::ui
