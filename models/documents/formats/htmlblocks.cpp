// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/formats/htmlblocks.h"

#include "models/base/tr.h"
#include "models/documents/columnwidths.h"
#include "models/documents/embeddedpicture.h"
#include "models/documents/highlighter.h"
#include "models/documents/markdown.h"
#include "models/documents/richtext.h"
#include "models/documents/timelinetable.h"
#include "models/documents/visibletext.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace onlyonce {

namespace {

QString toneClass(Tone tone)
{
    switch (tone) {
    case Tone::Info:
        return QStringLiteral(" info");
    case Tone::Good:
        return QStringLiteral(" good");
    case Tone::Warning:
        return QStringLiteral(" warning");
    case Tone::Bad:
        return QStringLiteral(" bad");
    case Tone::Neutral:
        break;
    }
    return {};
}

//! The policy allows one style sheet and no style attributes, so alignment becomes a class.
QString withClasses(QString html)
{
    for (const QString &side : {QStringLiteral("left"), QStringLiteral("right"), QStringLiteral("center")}) {
        html.replace(QStringLiteral(" style=\"text-align: %1\">").arg(side),
                     QStringLiteral(" class=\"%1\">").arg(side));
    }
    return html;
}

QString highlightedLine(const CodeLine &line)
{
    QString html;
    int at = 0;
    const auto plain = [&](int end) {
        html += QStringView(line.text).sliced(at, end - at).toString().toHtmlEscaped();
        at = end;
    };
    for (const CodeSpan &span : line.spans) {
        plain(span.start);
        if (span.style == CodeStyle::Normal) {
            plain(span.start + span.length);
            continue;
        }
        html += QStringLiteral("<span class=\"s%1\">").arg(int(span.style));
        plain(span.start + span.length);
        html += QStringLiteral("</span>");
    }
    plain(static_cast<int>(line.text.size()));
    return html;
}

QString pairOf(const Fact &fact)
{
    return QStringLiteral("<dt>") + htmlLine(fact.label) + QStringLiteral("</dt><dd>")
         + markdownToInlineHtml(fact.markdown) + QStringLiteral("</dd>");
}

class Writer
{
public:
    explicit Writer(const QTimeZone &zone)
        : m_zone(zone)
    {
    }

    void operator()(const Heading &heading)
    {
        m_level = std::clamp(heading.level, 1, 4);
        ++m_headings;
        m_html += QStringLiteral("<h%1 id=\"s%2\">").arg(m_level + 1).arg(m_headings) + htmlLine(heading.text)
                + QStringLiteral("</h%1>\n").arg(m_level + 1);
    }
    void operator()(const Paragraph &paragraph)
    {
        m_html += withClasses(markdownToHtml(paragraph.markdown, m_level + 1));
    }
    void operator()(const Facts &facts)
    {
        if (facts.rows.empty()) {
            return;
        }
        m_html += QStringLiteral("<dl class=\"facts\">\n");
        std::ranges::for_each(facts.rows, [this](const Fact &fact) { m_html += pairOf(fact) + u'\n'; });
        m_html += QStringLiteral("</dl>\n");
    }
    void operator()(const Table &table)
    {
        if (table.columns.empty()) {
            return;
        }
        const QStringList classes = openTable(table, {});
        for (size_t r = 0; r < table.rows.size(); ++r) {
            addRow(table, r, classes, Tone::Neutral, {});
        }
        closeTable();
    }
    void operator()(const Timeline &timeline)
    {
        if (timeline.entries.empty()) {
            return;
        }
        const TimelineTable rows = timelineTable(timeline, m_zone);
        // On a narrow screen four columns are one below the other.
        constexpr size_t all = 4;
        const QStringList classes =
            openTable(rows.table, rows.table.columns.size() == all ? QStringLiteral(" class=\"timeline full\"")
                                                                   : QStringLiteral(" class=\"timeline\""));
        for (size_t r = 0; r < rows.table.rows.size(); ++r) {
            if (rows.days[r]) {
                m_html += QStringLiteral("<tr class=\"day\"><th colspan=\"%1\" scope=\"colgroup\">%2</th></tr>\n")
                              .arg(rows.table.columns.size())
                              .arg(rows.table.rows[r].value(0));
            } else {
                addRow(rows.table, r, classes, rows.tones[r], rows.local[static_cast<qsizetype>(r)]);
            }
        }
        closeTable();
    }
    void operator()(const Code &code)
    {
        const QString text = visibleCode(code.text);
        const Language language = code.language.isEmpty()
                                    ? detectLanguage({.fileName = code.title, .mimeType = {}, .text = text})
                                    : languageByName(code.language);
        m_html += QStringLiteral("<figure class=\"code\">\n");
        if (!code.title.isEmpty()) {
            m_html += QStringLiteral("<figcaption>%1<span>%2</span></figcaption>\n")
                          .arg(htmlLine(code.title), htmlLine(language.label));
        }
        m_html += QStringLiteral("<pre><code>");
        int number = code.firstLine;
        for (const CodeLine &line : highlight(text, language)) {
            m_html += QStringLiteral("<span class=\"line\" data-line=\"%1\">").arg(number++) + highlightedLine(line)
                    + QStringLiteral("\n</span>");
        }
        m_html += QStringLiteral("</code></pre>\n</figure>\n");
    }
    void operator()(const List &list)
    {
        const QString tag = list.ordered ? QStringLiteral("ol") : QStringLiteral("ul");
        if (list.items.empty()) {
            return;
        }
        m_html += u'<' + tag + QStringLiteral(">\n");
        for (const ListItem &item : list.items) {
            const QString box = !item.done ? QString() : *item.done ? QStringLiteral("☑ ") : QStringLiteral("☐ ");
            m_html += QStringLiteral("<li>") + box + markdownToInlineHtml(item.markdown) + QStringLiteral("</li>\n");
        }
        m_html += QStringLiteral("</") + tag + QStringLiteral(">\n");
    }
    void operator()(const Tree &tree)
    {
        if (!tree.roots.empty()) {
            addNodes(tree.roots, QStringLiteral("<ul class=\"tree\">\n"));
        }
    }
    void operator()(const Callout &callout)
    {
        m_html += QStringLiteral("<div class=\"callout%1\">\n").arg(toneClass(callout.tone));
        if (!callout.title.isEmpty()) {
            m_html += QStringLiteral("<p><strong>%1</strong></p>\n").arg(htmlLine(callout.title));
        }
        m_html += withClasses(markdownToHtml(callout.markdown, m_level + 1)) + QStringLiteral("</div>\n");
    }
    void operator()(const Picture &picture)
    {
        const auto embedded = embeddedPicture(picture.data);
        const QString caption = htmlLine(picture.caption.isEmpty() ? picture.alt : picture.caption);
        if (!embedded) {
            m_html += QStringLiteral("<p>%1</p>\n").arg(tr("[Picture that cannot be shown: %1]").arg(caption));
            return;
        }
        m_html +=
            QStringLiteral(
                "<figure>\n<img alt=\"%1\" src=\"data:%2;base64,%3\">\n<figcaption>%4</figcaption>\n</figure>\n")
                .arg(htmlLine(picture.alt), embedded->mimeType, QString::fromLatin1(picture.data.toBase64()), caption);
    }
    void operator()(const PageBreak &) { m_html += QStringLiteral("<div class=\"page-break\"></div>\n"); }

    [[nodiscard]] QString take() { return std::move(m_html); }

private:
    //! Words are broken only in columns that have words too long for any page; dates and the like are not broken at all.
    static QStringList columnClasses(const Table &table)
    {
        constexpr qsizetype longestWhole = 24;
        constexpr qsizetype dateSize = 10;
        static const QRegularExpression longWord(QStringLiteral("\\S{%1}").arg(longestWhole + 1));
        QStringList classes;
        for (size_t c = 0; c < table.columns.size(); ++c) {
            const Column &column = table.columns[c];
            QStringList names;
            if (column.align != Column::Align::Left) {
                names += column.align == Column::Align::Right ? QStringLiteral("right") : QStringLiteral("center");
            }
            const bool isShort = std::ranges::none_of(table.rows, [&](const QStringList &row) {
                const QString cell = row.value(static_cast<qsizetype>(c));
                return cell.contains(longWord) && longestWord(richLine(cell).text).second > longestWhole;
            });
            names += isShort && !column.title.contains(longWord) ? QStringLiteral("words") : QStringLiteral("long");
            if (std::ranges::all_of(table.rows, [&](const QStringList &row) {
                    return row.value(static_cast<qsizetype>(c)).size() <= dateSize;
                })) {
                names += QStringLiteral("whole");
            }
            classes += names.isEmpty() ? QString() : QStringLiteral(" class=\"%1\"").arg(names.join(QLatin1Char(' ')));
        }
        return classes;
    }

    //! With its titles; what comes back are the classes of its columns.
    [[nodiscard]] QStringList openTable(const Table &table, const QString &className)
    {
        m_html += QStringLiteral("<div class=\"scroll\"><table%1>\n").arg(className);
        if (!table.caption.isEmpty()) {
            m_html += QStringLiteral("<caption>") + htmlLine(table.caption) + QStringLiteral("</caption>\n");
        }
        const QStringList classes = columnClasses(table);
        m_html += QStringLiteral("<thead>\n<tr>");
        for (size_t c = 0; c < table.columns.size(); ++c) {
            m_html += QStringLiteral("<th scope=\"col\"%1>").arg(classes[static_cast<qsizetype>(c)])
                    + htmlLine(table.columns[c].title) + QStringLiteral("</th>");
        }
        m_html += QStringLiteral("</tr>\n</thead>\n<tbody>\n");
        return classes;
    }

    //! `local`: what stands below its first cell in small print.
    void addRow(const Table &table, size_t row, const QStringList &classes, Tone tone, const QString &local)
    {
        const QString name = toneClass(tone).trimmed();
        m_html += name.isEmpty() ? QStringLiteral("<tr>") : QStringLiteral("<tr class=\"%1\">").arg(name);
        for (size_t c = 0; c < table.columns.size(); ++c) {
            m_html += QStringLiteral("<td%1>").arg(classes[static_cast<qsizetype>(c)])
                    + markdownToInlineHtml(table.rows[row].value(static_cast<qsizetype>(c)));
            if (c == 0 && !local.isEmpty()) {
                m_html += QStringLiteral("<br><small>%1</small>")
                              .arg(local.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")));
            }
            m_html += QStringLiteral("</td>");
        }
        m_html += QStringLiteral("</tr>\n");
    }

    void closeTable() { m_html += QStringLiteral("</tbody>\n</table></div>\n"); }

    void addNodes(const std::vector<TreeNode> &nodes, const QString &opening)
    {
        m_html += opening;
        for (const TreeNode &node : nodes) {
            m_html += QStringLiteral("<li><div class=\"node%1\">\n").arg(toneClass(node.tone));
            addSmall(node.caption);
            m_html += QStringLiteral("<p>") + htmlLine(node.text);
            for (const Badge &badge : node.badges) {
                m_html += QStringLiteral(" <span class=\"badge%1\">").arg(toneClass(badge.tone)) + htmlLine(badge.text)
                        + QStringLiteral("</span>");
            }
            m_html += QStringLiteral("</p>\n");
            std::ranges::for_each(node.details, [this](const QString &detail) { addSmall(detail); });
            m_html += QStringLiteral("</div>\n");
            if (!node.children.empty()) {
                if (node.jointly && node.children.size() > 1) {
                    m_html += QStringLiteral("<p class=\"jointly\">%1</p>\n")
                                  .arg(QCoreApplication::translate("TreePicture", "AND: only together"));
                }
                addNodes(node.children, QStringLiteral("<ul>\n"));
            }
            m_html += QStringLiteral("</li>\n");
        }
        m_html += QStringLiteral("</ul>\n");
    }

    void addSmall(const QString &text)
    {
        if (!text.isEmpty()) {
            m_html += QStringLiteral("<p class=\"small\">") + htmlLine(text) + QStringLiteral("</p>\n");
        }
    }

    QTimeZone m_zone;
    QString m_html;
    int m_level = 0;
    int m_headings = 0;
};

}  // namespace

QString htmlLine(const QString &text)
{
    return visibleLine(text).toHtmlEscaped();
}

QString htmlCover(const std::vector<Fact> &facts)
{
    if (facts.empty()) {
        return {};
    }
    QString html = QStringLiteral("<div class=\"cover\">\n");
    for (const Fact &fact : facts) {
        html += QStringLiteral("<dl>") + pairOf(fact) + QStringLiteral("</dl>\n");
    }
    return html + QStringLiteral("</div>\n");
}

QString htmlBlocks(const std::vector<Block> &blocks, const QTimeZone &zone)
{
    Writer writer(zone);
    for (const Block &block : blocks) {
        std::visit(writer, block);
    }
    return writer.take();
}

}  // namespace onlyonce
