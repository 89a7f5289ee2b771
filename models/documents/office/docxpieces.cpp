// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/office/docxpieces.h"

#include "models/documents/office/tables.h"
#include "models/documents/office/tones.h"
#include "models/documents/visibletext.h"

#include <QRegularExpression>

#include <algorithm>

namespace onlyonce::office {

QString docxEscaped(QStringView text)
{
    QString html = expandedTabs(text).toHtmlEscaped();
    for (qsizetype i = 0; i + 1 < html.size(); ++i) {
        if (html[i] == u' ' && (html[i + 1] == u' ' || i == 0)) {
            html[i] = QChar::Nbsp;
        }
    }
    return html.replace(QChar::LineSeparator, QStringLiteral("<br>"));
}

QString docxStyled(const QString &style, const QString &html)
{
    return QStringLiteral("<span custom-style=\"%1\">%2</span>").arg(style, html);
}

QString docxRuns(const RichText &text)
{
    QString html;
    qsizetype at = 0;
    const QStringView all(text.text);
    for (const RichSpan &span : text.spans) {
        html += docxEscaped(all.sliced(at, span.start - at));
        QString part = docxEscaped(all.sliced(span.start, span.length));
        const auto within = [&part](bool marked, const char *tag) {
            if (marked) {
                part = QStringLiteral("<%1>%2</%1>").arg(QString::fromLatin1(tag), part);
            }
        };
        if (span.muted) {
            part = docxStyled(QStringLiteral("Muted"), part);
        }
        within(span.code, "code");
        within(span.strike, "del");
        within(span.italic, "em");
        within(span.bold, "strong");
        if (!span.link.isEmpty()) {
            part = QStringLiteral("<a href=\"%1\">%2</a>").arg(span.link.toHtmlEscaped(), part);
        }
        html += part;
        at = span.start + span.length;
    }
    return html += docxEscaped(all.sliced(at));
}

QString docxDirection(QString html)
{
    static const QRegularExpression tags(QStringLiteral("<[^>]*>"));
    return html.remove(tags).isRightToLeft() ? QStringLiteral(" dir=\"rtl\"") : QString();
}

QString docxTable(const std::vector<Column> &columns, const std::vector<std::vector<RichText>> &rows,
                  const std::vector<Tone> &tones, const std::vector<bool> &days)
{
    if (rows.empty()) {
        return {};
    }
    const bool header = std::ranges::any_of(rows.front(), [](const RichText &title) { return !title.text.isEmpty(); });
    QString html;
    html += QStringLiteral("<table><colgroup>");
    const double available = textWidth(Paper::A4);
    for (const double width : measuredWidths(columns, rows, available)) {
        html += QStringLiteral("<col style=\"width: %1%\">").arg(100 * width / available, 0, 'f', 2);
    }
    html += QStringLiteral("</colgroup>\n");
    const bool whole = staysWhole(rows);
    for (size_t r = header ? 0 : 1; r < rows.size(); ++r) {
        const QString tag = r == 0 ? QStringLiteral("th") : QStringLiteral("td");
        const bool isTitle = r == 0 || (r <= days.size() && days[r - 1]);
        const QString style = isTitle                      ? QStringLiteral("Cell Heading")
                            : whole && r + 1 < rows.size() ? QStringLiteral("Cell Kept")
                                                           : QStringLiteral("Cell");
        html += r == 0 ? QStringLiteral("<thead><tr>") : QStringLiteral("<tr>");
        for (size_t c = 0; c < columns.size(); ++c) {
            const Column::Align align = columns[c].align;
            const QString side = align == Column::Align::Right  ? QStringLiteral(" style=\"text-align: right\"")
                               : align == Column::Align::Center ? QStringLiteral(" style=\"text-align: center\"")
                                                                : QString();
            const RichText text = c < rows[r].size() ? rows[r][c] : RichText();
            QString cell = docxRuns(text);
            if (r > 0 && c == 0 && r <= tones.size() && tones[r - 1] != Tone::Neutral) {
                cell = docxStyled(QStringLiteral("Tone ") + toneName(tones[r - 1]), cell);
            }
            html += QStringLiteral("<%1%2><div custom-style=\"%3\"%4><p>%5</p></div></%1>")
                        .arg(tag, side, style, docxDirection(text.text.toHtmlEscaped()), cell);
        }
        html += r == 0 ? QStringLiteral("</tr></thead>\n") : QStringLiteral("</tr>\n");
    }
    html += QStringLiteral("</table>\n");
    // Else a table behind it would become one with it.
    return html + QStringLiteral("<div custom-style=\"After Table\"><p>&nbsp;</p></div>\n");
}

}  // namespace onlyonce::office
