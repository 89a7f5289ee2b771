// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in frames: tables, facts, callouts, code, the why tree, pictures.
#include "models/documents/embeddedpicture.h"
#include "models/documents/highlighter.h"
#include "models/documents/office/odtbody.h"
#include "models/documents/office/tables.h"
#include "models/documents/office/tones.h"
#include "models/documents/timelinetable.h"
#include "models/documents/visibletext.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace onlyonce::office {

namespace {

constexpr qsizetype wholeRow = 1'500;  // a row with more characters may be parted between two pages

QString translated(const char *text)
{
    return QCoreApplication::translate("Document", text);
}

QString points(double value)
{
    return QString::number(std::round(value * 100) / 100) + QStringLiteral("pt");
}

}  // namespace

void OdtBody::openTable(const std::vector<Column> &columns, const std::vector<std::vector<RichText>> &rows)
{
    const double available = textWidth(m_options.paper);
    const QString table = QStringLiteral("Table%1").arg(++m_tables);
    // A table carries the page break itself, as a paragraph does.
    m_styles[table] =
        QStringLiteral("<style:style style:name=\"%1\" style:family=\"table\">"
                       "<style:table-properties style:width=\"%2\" style:rel-width=\"100%\" "
                       "table:align=\"margins\" fo:margin-top=\"6pt\" fo:margin-bottom=\"8pt\"%3%4/>"
                       "</style:style>")
            .arg(table, points(available), m_breakBefore ? QStringLiteral(" fo:break-before=\"page\"") : QString(),
                 staysWhole(rows) ? QStringLiteral(" style:may-break-between-rows=\"false\"") : QString());
    m_breakBefore = false;
    open("table:table", "table:name", table);
    m_xml.writeAttribute(QStringLiteral("table:style-name"), table);
    const std::vector<double> widths = measuredWidths(columns, rows, available);
    for (size_t c = 0; c < widths.size(); ++c) {
        const QString name = QStringLiteral("%1.%2").arg(table).arg(c + 1);
        m_styles[name] =
            QStringLiteral("<style:style style:name=\"%1\" style:family=\"table-column\">"
                           "<style:table-column-properties style:column-width=\"%2\" style:rel-column-width=\"%3*\"/>"
                           "</style:style>")
                .arg(name, points(widths[c]))
                .arg(std::max(1, static_cast<int>(std::lround(widths[c] * 20))));
        open("table:table-column", "table:style-name", name);
        close();
    }
}

void OdtBody::tableRow(const std::vector<Column> &columns, const std::vector<RichText> &cells, const QString &style,
                       bool head, Tone tone)
{
    qsizetype size = 0;
    for (const RichText &cell : cells) {
        size = std::max(size, cell.text.size());
    }
    open("table:table-row", "table:style-name", size <= wholeRow ? QStringLiteral("WholeRow") : QStringLiteral("Row"));
    for (size_t c = 0; c < columns.size(); ++c) {
        const QString cellStyle = c == 0 && tone != Tone::Neutral ? style + toneName(tone) : style;
        open("table:table-cell", "table:style-name", cellStyle);
        m_xml.writeAttribute(QStringLiteral("office:value-type"), QStringLiteral("string"));
        const QString align = columns[c].align == Column::Align::Right  ? QStringLiteral("_20_Right")
                            : columns[c].align == Column::Align::Center ? QStringLiteral("_20_Center")
                                                                        : QString();
        paragraph((head ? QStringLiteral("Table_20_Heading") : QStringLiteral("Table_20_Contents")) + align,
                  c < cells.size() ? cells[c] : RichText{});
        close();
    }
    close();
}

void OdtBody::table(const std::vector<Column> &columns, const std::vector<std::vector<RichText>> &rows, bool header,
                    const std::vector<Tone> &tones, const std::vector<bool> &days)
{
    if (columns.empty() || rows.empty()) {
        return;
    }
    openTable(columns, rows);
    if (header) {
        open("table:table-header-rows");
        tableRow(columns, rows.front(), QStringLiteral("HeadCell"), true, Tone::Neutral);
        close();
    }
    for (size_t r = header ? 1 : 0; r < rows.size(); ++r) {
        const size_t at = r - (header ? 1 : 0);
        const bool isDay = at < days.size() && days[at];
        tableRow(columns, rows[r], isDay ? QStringLiteral("DayCell") : QStringLiteral("Cell"), isDay,
                 at < tones.size() ? tones[at] : Tone::Neutral);
    }
    if (header && rows.size() == 1) {  // a table must have a row
        tableRow(columns, {}, QStringLiteral("Cell"), false, Tone::Neutral);
    }
    close();
}

void OdtBody::operator()(const Table &source)
{
    if (!source.caption.isEmpty() && !source.columns.empty()) {
        paragraph(QStringLiteral("Caption"), plainRichText(visibleLine(source.caption)));
    }
    table(source.columns, rowsOf(source), true);
}

void OdtBody::operator()(const Timeline &timeline)
{
    if (!timeline.entries.empty()) {
        const TimelineTable rows = timelineTable(timeline, m_options.zone);
        table(rows.table.columns, rowsOf(rows), true, rows.tones, rows.days);
    }
}

void OdtBody::operator()(const Facts &facts)
{
    std::vector<std::vector<RichText>> rows;
    for (const Fact &fact : facts.rows) {
        RichText label = plainRichText(visibleLine(fact.label));
        label.spans = {{.start = 0, .length = static_cast<int>(label.text.size()), .bold = true}};
        rows.push_back({label, richLine(fact.markdown)});
    }
    table({{.title = {}, .weight = 1}, {.title = {}, .weight = 3}}, rows, false);
}

void OdtBody::operator()(const Callout &callout)
{
    openTable({Column{}}, {});
    open("table:table-row", "table:style-name", QStringLiteral("Row"));
    open("table:table-cell", "table:style-name", QStringLiteral("Callout") + toneName(callout.tone));
    m_xml.writeAttribute(QStringLiteral("office:value-type"), QStringLiteral("string"));
    if (!callout.title.isEmpty()) {
        paragraph(QStringLiteral("Callout_20_Title"), plainRichText(visibleLine(callout.title)));
    }
    markdown(callout.markdown);
    if (callout.title.isEmpty() && callout.markdown.trimmed().isEmpty()) {
        paragraph(QStringLiteral("Text_20_body"), {});
    }
    close();
    close();
    close();
}

void OdtBody::operator()(const Code &code)
{
    const QString text = visibleCode(code.text);
    const Language language = code.language.isEmpty()
                                ? detectLanguage({.fileName = code.title, .mimeType = {}, .text = text})
                                : languageByName(code.language);
    if (!code.title.isEmpty()) {
        open("text:p", "text:style-name", directed(QStringLiteral("Code_20_Title"), {}));
        characters(visibleLine(code.title));
        if (!language.label.isEmpty()) {
            characters(QStringLiteral("  "));
            styled(QStringLiteral("Muted"), visibleLine(language.label));
        }
        close();
    }
    constexpr size_t keptTogether = 24;
    const std::vector<CodeLine> lines = highlight(text, language);
    int number = code.firstLine;
    for (const CodeLine &line : lines) {
        const bool kept = lines.size() <= keptTogether && &line != &lines.back();
        open("text:p", "text:style-name", directed(kept ? QStringLiteral("Code_20_Kept") : QStringLiteral("Code"), {}));
        styled(QStringLiteral("CodeNumber"), QString::number(number++));
        open("text:tab");
        close();
        const QStringView all(line.text);
        qsizetype at = 0;
        for (const CodeSpan &span : line.spans) {
            characters(all.sliced(at, span.start - at));
            const QStringView part = all.sliced(span.start, span.length);
            if (span.style == CodeStyle::Normal) {
                characters(part);
            } else {
                styled(QStringLiteral("Code%1").arg(static_cast<int>(span.style)), part);
            }
            at = span.start + span.length;
        }
        characters(all.sliced(at));
        close();
    }
    if (m_lists.empty()) {
        paragraph(QStringLiteral("After_20_Code"), {});
    }
}

void OdtBody::treeNode(const TreeNode &node, int level)
{
    constexpr double step = 18;
    constexpr double narrowest = 160;
    const double left = std::min(level * step, textWidth(m_options.paper) - narrowest);
    const QString parent = QStringLiteral("Tree") + toneName(node.tone);
    const QString name = QStringLiteral("%1.%2").arg(parent).arg(level);
    m_styles[name] = QStringLiteral("<style:style style:name=\"%1\" style:family=\"paragraph\" "
                                    "style:parent-style-name=\"%2\"><style:paragraph-properties fo:margin-left=\"%3\"/>"
                                    "</style:style>")
                         .arg(name, parent, points(left));
    open("text:p", "text:style-name", directed(name, {}));
    bool first = true;
    const auto line = [&](const QString &style, const QString &text) {
        if (text.trimmed().isEmpty()) {
            return;
        }
        if (!std::exchange(first, false)) {
            open("text:line-break");
            close();
        }
        styled(style, plainRichText(isolated(text.trimmed())).text);
    };
    line(QStringLiteral("Muted"), node.caption);
    line(QStringLiteral("Marks1"), node.text);
    for (const Badge &badge : node.badges) {
        characters(QStringLiteral("  "));
        styled(QStringLiteral("Badge") + toneName(badge.tone), u'\u00a0' + visibleLine(badge.text) + u'\u00a0');
    }
    for (const QString &detail : node.details) {
        line(QStringLiteral("Muted"), detail);
    }
    if (node.jointly && node.children.size() > 1) {
        line(QStringLiteral("Jointly"), QCoreApplication::translate("TreePicture", "AND: only together"));
    }
    close();
}

void OdtBody::operator()(const Tree &tree)
{
    // Not recursive: a chain as deep as memory must not end the program.
    std::vector<std::pair<const TreeNode *, int>> open;
    for (auto root = tree.roots.rbegin(); root != tree.roots.rend(); ++root) {
        open.emplace_back(&*root, 0);
    }
    while (!open.empty()) {
        const auto [node, level] = open.back();
        open.pop_back();
        treeNode(*node, level);
        for (auto child = node->children.rbegin(); child != node->children.rend(); ++child) {
            open.emplace_back(&*child, level + 1);
        }
    }
}

void OdtBody::operator()(const Picture &picture)
{
    const QString caption = visibleLine(picture.caption.isEmpty() ? picture.alt : picture.caption);
    const auto embedded = embeddedPicture(picture.data);
    if (!embedded) {
        paragraph(QStringLiteral("Text_20_body"),
                  plainRichText(translated("[Picture that cannot be shown: %1]").arg(caption)));
        return;
    }
    constexpr double pointsPerPixel = 0.75;
    constexpr double highest = 560;
    const QSize size = embedded->size;
    const double factor =
        std::min({pointsPerPixel, textWidth(m_options.paper) / size.width(), highest / size.height()});
    const QString name = QStringLiteral("Pictures/%1.%2").arg(m_pictures.size() + 1).arg(embedded->extension);
    m_pictures.push_back({name, picture.data, ZipEntry::Packing::Stored});
    open("text:p", "text:style-name", directed(QStringLiteral("Figure"), {}));
    open("draw:frame", "text:anchor-type", QStringLiteral("as-char"));
    m_xml.writeAttribute(QStringLiteral("draw:name"), QStringLiteral("Picture%1").arg(m_pictures.size()));
    m_xml.writeAttribute(QStringLiteral("svg:width"), points(size.width() * factor));
    m_xml.writeAttribute(QStringLiteral("svg:height"), points(size.height() * factor));
    open("draw:image", "xlink:href", name);
    m_xml.writeAttribute(QStringLiteral("xlink:type"), QStringLiteral("simple"));
    m_xml.writeAttribute(QStringLiteral("xlink:show"), QStringLiteral("embed"));
    m_xml.writeAttribute(QStringLiteral("xlink:actuate"), QStringLiteral("onLoad"));
    close();
    open("svg:title");
    m_xml.writeCharacters(visibleLine(picture.alt.isEmpty() ? picture.caption : picture.alt));
    close();
    close();
    close();
    paragraph(QStringLiteral("Caption"), plainRichText(caption));
}

}  // namespace onlyonce::office
