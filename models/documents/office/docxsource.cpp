// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/office/docxsource.h"

#include "models/documents/columnwidths.h"
#include "models/documents/embeddedpicture.h"
#include "models/documents/highlighter.h"
#include "models/documents/markdown.h"
#include "models/documents/office/docxpieces.h"
#include "models/documents/office/tables.h"
#include "models/documents/office/tones.h"
#include "models/documents/richtext.h"
#include "models/documents/timelinetable.h"
#include "models/documents/visibletext.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace onlyonce::office {

namespace {

QString line(const QString &text)
{
    return visibleLine(text).toHtmlEscaped();
}

QString withDirections(QString html)
{
    static const QRegularExpression paragraphs(QStringLiteral("<p>(.*?)</p>"),
                                               QRegularExpression::DotMatchesEverythingOption);
    QString result;
    qsizetype at = 0;
    for (const auto &match : paragraphs.globalMatch(html)) {
        result += QStringView(html).sliced(at, match.capturedStart() - at);
        const QString where = docxDirection(match.captured(1));
        result += where.isEmpty() ? match.captured() : QStringLiteral("<div%1>%2</div>").arg(where, match.captured());
        at = match.capturedEnd();
    }
    return result += QStringView(html).sliced(at);
}

//! The tables of Markdown as those of the document are, with widths and styles; they come in the same order.
QString withTables(const QString &html, const QString &markdown)
{
    static const QRegularExpression tables(QStringLiteral("<table>.*?</table>\n?"),
                                           QRegularExpression::DotMatchesEverythingOption);
    if (!html.contains(QStringLiteral("<table>"))) {
        return html;
    }
    auto blocks = richBlocks(markdown);
    std::erase_if(blocks, [](const RichBlock &block) { return block.kind != RichBlock::Kind::Table; });
    QString result;
    qsizetype at = 0;
    size_t next = 0;
    for (const auto &match : tables.globalMatch(html)) {
        result += QStringView(html).sliced(at, match.capturedStart() - at);
        if (next < blocks.size()) {
            result += docxTable(columnsOf(blocks[next]), blocks[next].rows);
        }
        ++next;
        at = match.capturedEnd();
    }
    return result += QStringView(html).sliced(at);
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
        m_html += QStringLiteral("<h%1 id=\"s%2\">%3</h%1>\n").arg(m_level).arg(++m_headings).arg(line(heading.text));
    }
    void operator()(const Paragraph &paragraph)
    {
        m_html += withTables(withDirections(markdownToHtml(paragraph.markdown, m_level)), paragraph.markdown);
    }
    void operator()(const Facts &facts)
    {
        Table table{.columns = {{.title = {}, .weight = 1}, {.title = {}, .weight = 3}}};
        for (const Fact &fact : facts.rows) {
            table.rows.push_back({QStringLiteral("**%1**").arg(escapeMarkdown(fact.label)), fact.markdown});
        }
        addTable(table, rowsOf(table));
    }
    void operator()(const Table &table) { addTable(table, rowsOf(table)); }
    void operator()(const Timeline &timeline)
    {
        if (!timeline.entries.empty()) {
            const TimelineTable rows = timelineTable(timeline, m_zone);
            addTable(rows.table, rowsOf(rows), rows.tones, rows.days);
        }
    }
    void operator()(const Code &code)
    {
        const QString text = visibleCode(code.text);
        const Language language = code.language.isEmpty()
                                    ? detectLanguage({.fileName = code.title, .mimeType = {}, .text = text})
                                    : languageByName(code.language);
        if (!code.title.isEmpty()) {
            add(QStringLiteral("Code Title"),
                line(code.title) + docxStyled(QStringLiteral("Muted"), u'\u00a0' + line(language.label)));
        }
        int number = code.firstLine;
        for (const CodeLine &each : highlight(text, language)) {
            QString html =
                docxStyled(QStringLiteral("CodeNumber"),
                           QString::number(number++).rightJustified(5, QChar::Nbsp) + QString(2, QChar::Nbsp));
            const QStringView all(each.text);
            qsizetype at = 0;
            for (const CodeSpan &span : each.spans) {
                html += docxEscaped(all.sliced(at, span.start - at));
                const QString part = docxEscaped(all.sliced(span.start, span.length));
                html += span.style == CodeStyle::Normal
                          ? part
                          : docxStyled(QStringLiteral("Code%1").arg(static_cast<int>(span.style)), part);
                at = span.start + span.length;
            }
            add(QStringLiteral("Code"), html + docxEscaped(all.sliced(at)));
        }
        add(QStringLiteral("After Table"), QStringLiteral("&nbsp;"));  // else two blocks would become one
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
            m_html += QStringLiteral("<li>") + box + docxRuns(richLine(item.markdown)) + QStringLiteral("</li>\n");
        }
        m_html += QStringLiteral("</") + tag + QStringLiteral(">\n");
    }
    void operator()(const Tree &tree)
    {
        std::vector<std::pair<const TreeNode *, int>> open;  // not recursive, however deep it is
        for (auto root = tree.roots.rbegin(); root != tree.roots.rend(); ++root) {
            open.emplace_back(&*root, 0);
        }
        while (!open.empty()) {
            const auto [node, level] = open.back();
            open.pop_back();
            addNode(*node, std::min(level, deepestTreeStyle));
            for (auto child = node->children.rbegin(); child != node->children.rend(); ++child) {
                open.emplace_back(&*child, level + 1);
            }
        }
    }
    void operator()(const Callout &callout)
    {
        const QString style = QStringLiteral("Callout ") + toneName(callout.tone);
        if (!callout.title.isEmpty()) {
            add(style, QStringLiteral("<strong>%1</strong>").arg(line(callout.title)));
        }
        for (const RichBlock &block : richBlocks(callout.markdown)) {
            const QString marker = block.marker.isEmpty() ? QString() : block.marker + u'\u00a0';
            if (block.kind == RichBlock::Kind::Paragraph || block.kind == RichBlock::Kind::Heading) {
                add(style, marker + docxRuns(block.text));
            } else if (block.kind == RichBlock::Kind::Code) {
                add(style, QStringLiteral("<code>%1</code>")
                               .arg(docxEscaped(block.code).replace(u'\n', QStringLiteral("<br>"))));
            }
            for (const auto &row : block.rows) {
                QStringList cells;
                std::ranges::transform(row, std::back_inserter(cells), docxRuns);
                add(style, cells.join(QStringLiteral(" · ")));
            }
        }
    }
    void operator()(const Picture &picture)
    {
        const QString caption = line(picture.caption.isEmpty() ? picture.alt : picture.caption);
        const auto embedded = embeddedPicture(picture.data);
        if (!embedded) {
            m_html +=
                QStringLiteral("<p>%1</p>\n")
                    .arg(QCoreApplication::translate("Document", "[Picture that cannot be shown: %1]").arg(caption));
            return;
        }
        constexpr double mostInches = 6.6;
        constexpr double mostInchesHigh = 7.8;
        constexpr double pixelsPerInch = 96;
        const QSize size = embedded->size;
        const QString name = QStringLiteral("picture%1.%2").arg(source.pictures.size() + 1).arg(embedded->extension);
        source.pictures.push_back({name, picture.data});
        add(QStringLiteral("Figure"), QStringLiteral("<img alt=\"%1\" src=\"%2\" width=\"%3in\">")
                                          .arg(line(picture.alt.isEmpty() ? picture.caption : picture.alt), name)
                                          .arg(std::min({mostInches, size.width() / pixelsPerInch,
                                                         mostInchesHigh * size.width() / size.height()})));
        add(QStringLiteral("Image Caption"), caption);
    }
    void operator()(const PageBreak &) { add(QStringLiteral("Page Break"), QStringLiteral("&nbsp;")); }

    void add(const QString &style, const QString &html)
    {
        m_html += QStringLiteral("<div custom-style=\"%1\"%2><p>%3</p></div>\n").arg(style, docxDirection(html), html);
    }
    [[nodiscard]] QString take() { return std::move(m_html); }

    DocxSource source;

private:
    void addNode(const TreeNode &node, int level)
    {
        source.deepestTree = std::max(source.deepestTree, level);
        QStringList lines;
        if (!node.caption.trimmed().isEmpty()) {
            lines += docxStyled(QStringLiteral("Muted"), line(node.caption));
        }
        QString text = QStringLiteral("<strong>%1</strong>").arg(docxRuns(plainRichText(isolated(node.text))));
        for (const Badge &badge : node.badges) {
            text +=
                u' '
                + docxStyled(QStringLiteral("Badge ") + toneName(badge.tone), u'\u00a0' + line(badge.text) + u'\u00a0');
        }
        lines += text;
        for (const QString &detail : node.details) {
            lines += docxStyled(QStringLiteral("Muted"), docxRuns(plainRichText(isolated(detail))));
        }
        if (node.jointly && node.children.size() > 1) {
            lines += docxStyled(QStringLiteral("Jointly"),
                                QCoreApplication::translate("TreePicture", "AND: only together").toHtmlEscaped());
        }
        add(QStringLiteral("Why %1 %2").arg(toneName(node.tone)).arg(level), lines.join(QStringLiteral("<br>")));
    }

    void addTable(const Table &table, const Rows &rows, const std::vector<Tone> &tones = {},
                  const std::vector<bool> &days = {})
    {
        if (table.columns.empty() || table.rows.empty()) {
            return;
        }
        if (!table.caption.isEmpty()) {
            add(QStringLiteral("Table Caption"), line(table.caption));
        }
        m_html += docxTable(table.columns, rows, tones, days);
    }

    QTimeZone m_zone;
    QString m_html;
    int m_level = 0;
    int m_headings = 0;
};

//! Links to the sections; page numbers need a field, which no HTML has.
void addContents(Writer &writer, const Document &document)
{
    constexpr int enough = 4;
    std::vector<std::pair<QString, QString>> entries;
    int number = 0;
    for (const Block &block : document.blocks) {
        if (const auto *heading = std::get_if<Heading>(&block)) {
            ++number;
            if (heading->level <= 2) {
                entries.emplace_back(QStringLiteral("Contents %1").arg(std::max(1, heading->level)),
                                     QStringLiteral("<a href=\"#s%1\">%2</a>").arg(number).arg(line(heading->text)));
            }
        }
    }
    if (entries.size() < enough) {
        return;
    }
    writer.add(QStringLiteral("Contents Heading"), QCoreApplication::translate("Document", "Contents").toHtmlEscaped());
    for (const auto &[style, html] : entries) {
        writer.add(style, html);
    }
}

QString meta(const char *name, const QString &value)
{
    const QString text = line(value);
    return text.isEmpty() ? QString()
                          : QStringLiteral("<meta name=\"%1\" content=\"%2\">\n").arg(QString::fromLatin1(name), text);
}

}  // namespace

DocxSource docxSource(const Document &document, const FormatOptions &options)
{
    Writer writer(options.zone);
    if (!document.notice.isEmpty()) {
        writer.add(QStringLiteral("Notice"), line(document.notice));
    }
    writer(Facts{document.facts});
    if (options.contents) {
        addContents(writer, document);
    }
    for (const Block &block : document.blocks) {
        std::visit(writer, block);
    }
    DocxSource source = std::move(writer.source);
    source.html =
        (QStringLiteral("<!DOCTYPE html>\n<html lang=\"%1\">\n<head>\n<meta charset=\"utf-8\">\n<title>%2</title>\n")
             .arg(line(document.language), line(document.title))
         + meta("subtitle", document.subtitle) + meta("author", document.author) + QStringLiteral("</head>\n<body>\n")
         + writer.take() + QStringLiteral("</body>\n</html>\n"))
            .toUtf8();
    return source;
}

}  // namespace onlyonce::office
