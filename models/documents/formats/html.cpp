// SPDX-License-Identifier: GPL-3.0-or-later
// One HTML file that needs nothing else: no scripts, no fonts or pictures from elsewhere, and a policy that forbids the
// browser to fetch or run any.
#include "models/base/tr.h"
#include "models/documents/columnwidths.h"
#include "models/documents/formats/formats.h"
#include "models/documents/formats/htmlstyle.h"
#include "models/documents/highlighter.h"
#include "models/documents/markdown.h"
#include "models/documents/richtext.h"
#include "models/documents/timelinetable.h"
#include "models/documents/visibletext.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QRegularExpression>

#include <algorithm>

namespace onlyonce {

namespace {

QString escaped(const QString &text)
{
    return visibleLine(text).toHtmlEscaped();
}

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
        m_html += QStringLiteral("<h%1 id=\"s%2\">").arg(m_level + 1).arg(m_headings) + escaped(heading.text)
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
        std::ranges::for_each(facts.rows, [this](const Fact &fact) { m_html += pair(fact) + u'\n'; });
        m_html += QStringLiteral("</dl>\n");
    }
    void operator()(const Table &table)
    {
        if (table.columns.empty()) {
            return;
        }
        openTable(table, {});
        const QStringList classes = columnClasses(table);
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
        openTable(rows.table, rows.table.columns.size() == all ? QStringLiteral(" class=\"timeline full\"")
                                                               : QStringLiteral(" class=\"timeline\""));
        const QStringList classes = columnClasses(rows.table);
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
                          .arg(escaped(code.title), escaped(language.label));
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
            m_html += QStringLiteral("<p><strong>%1</strong></p>\n").arg(escaped(callout.title));
        }
        m_html += withClasses(markdownToHtml(callout.markdown, m_level + 1)) + QStringLiteral("</div>\n");
    }
    void operator()(const Picture &picture)
    {
        static constexpr char png[] = "\x89PNG\r\n\x1a\n";
        static constexpr char jpeg[] = "\xff\xd8\xff";
        const QString type = picture.data.startsWith(png)  ? QStringLiteral("image/png")
                           : picture.data.startsWith(jpeg) ? QStringLiteral("image/jpeg")
                                                           : QString();
        const QString caption = escaped(picture.caption.isEmpty() ? picture.alt : picture.caption);
        if (type.isEmpty()) {
            m_html += QStringLiteral("<p>%1</p>\n").arg(tr("[Picture that cannot be shown: %1]").arg(caption));
            return;
        }
        m_html += QStringLiteral(
                      "<figure>\n<img alt=\"%1\" src=\"data:%2;base64,%3\">\n<figcaption>%4</figcaption>\n</figure>\n")
                      .arg(escaped(picture.alt), type, QString::fromLatin1(picture.data.toBase64()), caption);
    }
    void operator()(const PageBreak &) { m_html += QStringLiteral("<div class=\"page-break\"></div>\n"); }

    void addCover(const std::vector<Fact> &facts)
    {
        if (facts.empty()) {
            return;
        }
        m_html += QStringLiteral("<div class=\"cover\">\n");
        std::ranges::for_each(facts, [this](const Fact &fact) {
            m_html += QStringLiteral("<dl>") + pair(fact) + QStringLiteral("</dl>\n");
        });
        m_html += QStringLiteral("</div>\n");
    }

    [[nodiscard]] QString take() { return std::move(m_html); }

private:
    static QString pair(const Fact &fact)
    {
        return QStringLiteral("<dt>") + escaped(fact.label) + QStringLiteral("</dt><dd>")
             + markdownToInlineHtml(fact.markdown) + QStringLiteral("</dd>");
    }

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

    void openTable(const Table &table, const QString &className)
    {
        m_html += QStringLiteral("<div class=\"scroll\"><table%1>\n").arg(className);
        if (!table.caption.isEmpty()) {
            m_html += QStringLiteral("<caption>") + escaped(table.caption) + QStringLiteral("</caption>\n");
        }
        const QStringList classes = columnClasses(table);
        m_html += QStringLiteral("<thead>\n<tr>");
        for (size_t c = 0; c < table.columns.size(); ++c) {
            m_html += QStringLiteral("<th scope=\"col\"%1>").arg(classes[static_cast<qsizetype>(c)])
                    + escaped(table.columns[c].title) + QStringLiteral("</th>");
        }
        m_html += QStringLiteral("</tr>\n</thead>\n<tbody>\n");
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
            m_html += QStringLiteral("<p>") + escaped(node.text);
            for (const Badge &badge : node.badges) {
                m_html += QStringLiteral(" <span class=\"badge%1\">").arg(toneClass(badge.tone)) + escaped(badge.text)
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
            m_html += QStringLiteral("<p class=\"small\">") + escaped(text) + QStringLiteral("</p>\n");
        }
    }

    QTimeZone m_zone;
    QString m_html;
    int m_level = 0;
    int m_headings = 0;
};

//! Links to the sections of the two upper levels; nothing for a short document.
QString contentsOf(const Document &document)
{
    constexpr int enough = 4;
    QString html;
    int number = 0;
    int shown = 0;
    int depth = 0;
    for (const Block &block : document.blocks) {
        const auto *heading = std::get_if<Heading>(&block);
        number += heading ? 1 : 0;
        if (!heading || heading->level > 2) {
            continue;
        }
        ++shown;
        const int level = shown == 1 ? 1 : std::max(1, heading->level);
        if (level > depth) {
            html += QStringLiteral("<ol>\n");
        } else {
            html += QStringLiteral("</li>\n");
            if (level < depth) {
                html += QStringLiteral("</ol></li>\n");
            }
        }
        depth = level;
        html += QStringLiteral("<li><a href=\"#s%1\">").arg(number) + escaped(heading->text) + QStringLiteral("</a>");
    }
    if (shown < enough) {
        return {};
    }
    html += depth == 2 ? QStringLiteral("</li></ol></li></ol>\n") : QStringLiteral("</li></ol>\n");
    return QStringLiteral("<nav>\n<h2>") + tr("Contents") + QStringLiteral("</h2>\n") + html
         + QStringLiteral("</nav>\n");
}

QString languageTag(const QString &language)
{
    QString tag = language;
    tag.removeIf([](QChar c) { return c.unicode() > 0x7f || !(c.isLetterOrNumber() || c == u'-'); });
    return tag.isEmpty() ? QStringLiteral("en") : tag;
}

}  // namespace

Result<QByteArray> renderHtml(const Document &document, const FormatOptions &options)
{
    const QString style = htmlStyleSheet();
    const QString styleHash =
        QString::fromLatin1(QCryptographicHash::hash(style.toUtf8(), QCryptographicHash::Sha256).toBase64());

    Writer cover(options.zone);
    cover.addCover(document.facts);
    Writer writer(options.zone);
    for (const Block &block : document.blocks) {
        std::visit(writer, block);
    }

    const QString author = escaped(document.author);
    QString html =
        QStringLiteral("<!DOCTYPE html>\n<html lang=\"") + languageTag(document.language)
        + QStringLiteral("\">\n<head>\n<meta charset=\"utf-8\">\n"
                         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
                         "style-src 'sha256-")
        + styleHash
        + QStringLiteral("'; base-uri 'none'; form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
                         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                         "<meta name=\"color-scheme\" content=\"light dark\">\n");
    if (!author.isEmpty()) {
        html += QStringLiteral("<meta name=\"author\" content=\"") + author + QStringLiteral("\">\n");
    }
    html += QStringLiteral("<meta name=\"generator\" content=\"OnlyOnce\">\n<title>") + escaped(document.title)
          + QStringLiteral("</title>\n<style>") + style + QStringLiteral("</style>\n</head>\n<body>\n<header>\n");
    if (!document.notice.isEmpty()) {
        html += QStringLiteral("<p class=\"notice\">") + escaped(document.notice) + QStringLiteral("</p>\n");
    }
    html += QStringLiteral("<h1>") + escaped(document.title) + QStringLiteral("</h1>\n");
    if (!document.subtitle.isEmpty()) {
        html += QStringLiteral("<p class=\"subtitle\">") + escaped(document.subtitle) + QStringLiteral("</p>\n");
    }
    html += cover.take() + QStringLiteral("</header>\n") + (options.contents ? contentsOf(document) : QString())
          + QStringLiteral("<main>\n") + writer.take() + QStringLiteral("</main>\n<footer>")
          + (author.isEmpty() ? QString() : isolated(author) + QStringLiteral(" · ")) + utcText(document.created)
          + QStringLiteral("</footer>\n</body>\n</html>\n");
    return html.toUtf8();
}

}  // namespace onlyonce
