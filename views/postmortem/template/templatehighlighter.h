// SPDX-License-Identifier: GPL-3.0-or-later
// Colours for Markdown that is being written, the placeholders in it, and the lines that are wrong.
#pragma once

#include "models/documents/highlighter.h"

#include <QSet>
#include <QSyntaxHighlighter>

class QPlainTextEdit;

namespace onlyonce::ui {

class TemplateHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    explicit TemplateHighlighter(QPlainTextEdit *edit);
    //! Lines from 1 that are underlined.
    void setWrongLines(const QSet<int> &lines);

protected:
    void highlightBlock(const QString &text) override;

private:
    QPlainTextEdit *m_edit;
    Highlighter m_markdown;
    QSet<int> m_wrong;
    int m_states = 0;
};

}  // namespace onlyonce::ui
