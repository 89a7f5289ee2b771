// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/template/templatehighlighter.h"

#include "views/widgets/theme.h"

#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTextBlockUserData>

namespace onlyonce::ui {

namespace {

//! Where the highlighter stood after the line.
struct LineEnd : QTextBlockUserData
{
    HighlightState state;
};

HighlightState stateAfter(const QTextBlock &line)
{
    const auto *end = line.isValid() ? static_cast<const LineEnd *>(line.userData()) : nullptr;
    return end ? end->state : HighlightState();
}

}  // namespace

TemplateHighlighter::TemplateHighlighter(QPlainTextEdit *edit)
    : QSyntaxHighlighter(edit->document())
    , m_edit(edit)
    , m_markdown(languageByName(u"Markdown"))
{
}

void TemplateHighlighter::setWrongLines(const QSet<int> &lines)
{
    const QSet<int> changed = (m_wrong - lines) + (lines - m_wrong);
    m_wrong = lines;
    for (const int line : changed) {
        if (const QTextBlock block = document()->findBlockByNumber(line - 1); block.isValid()) {
            rehighlightBlock(block);
        }
    }
}

void TemplateHighlighter::highlightBlock(const QString &text)
{
    const Theme &theme = Theme::of(m_edit);
    const HighlightedLine read = m_markdown.line(text, stateAfter(currentBlock().previous()));
    for (const CodeSpan &span : read.spans) {
        const CodeFormat look = codeFormat(span.style, theme.isDark ? CodeTheme::Dark : CodeTheme::Light);
        QTextCharFormat format;
        format.setForeground(look.foreground);
        format.setFontWeight(look.bold ? QFont::Bold : QFont::Normal);
        format.setFontItalic(look.italic);
        setFormat(span.start, span.length, format);
    }
    static const QRegularExpression placeholder(QStringLiteral("\\{\\{[^{}]*\\}\\}"));
    for (auto matches = placeholder.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        QTextCharFormat format;
        format.setForeground(theme.accent);
        format.setFontWeight(QFont::DemiBold);
        setFormat(int(match.capturedStart()), int(match.capturedLength()), format);
    }
    if (m_wrong.contains(currentBlock().blockNumber() + 1)) {
        for (int at = 0; at < int(text.size()); ++at) {
            QTextCharFormat wrong = format(at);
            wrong.setUnderlineStyle(QTextCharFormat::WaveUnderline);
            wrong.setUnderlineColor(theme.tone(Tone::Danger).text);
            setFormat(at, 1, wrong);
        }
    }
    // The number alone says to Qt whether the lines below are to be looked at again.
    const auto *before = static_cast<const LineEnd *>(currentBlockUserData());
    if (!before || !(before->state == read.after)) {
        auto *end = new LineEnd;
        end->state = read.after;
        setCurrentBlockUserData(end);
        setCurrentBlockState(++m_states);
    }
}

}  // namespace onlyonce::ui
