// SPDX-License-Identifier: GPL-3.0-or-later
// Paragraphs and what stands in them: runs, headings, lists, quotes.
#include "models/documents/columnwidths.h"
#include "models/documents/office/odtbody.h"
#include "models/documents/visibletext.h"

#include <QCoreApplication>

#include <algorithm>

namespace onlyonce::office {

namespace {

constexpr int deepestList = 10;  // of the format
constexpr int enoughHeadings = 4;

QString listStyle(const QString &marker)
{
    if (marker == QStringLiteral("☑") || marker == QStringLiteral("☐")) {
        return QStringLiteral("Boxes");
    }
    return marker.endsWith(u'.') ? QStringLiteral("Numbers") : QStringLiteral("Bullets");
}

}  // namespace

void OdtBody::open(const char *element, const char *attribute, const QString &value)
{
    m_xml.writeStartElement(QString::fromLatin1(element));
    if (attribute) {
        m_xml.writeAttribute(QString::fromLatin1(attribute), value);
    }
}

//! Blanks in a row, tabs and line ends are elements here; as characters they would become one blank.
void OdtBody::characters(QStringView text)
{
    qsizetype from = 0;
    const auto flush = [&](qsizetype to) {
        if (to > from) {
            m_xml.writeCharacters(text.sliced(from, to - from).toString());
        }
    };
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i];
        if (c == u' '
            && (i == 0 || text[i - 1] == u' ' || text[i - 1] == u'\n' || text[i - 1] == QChar::LineSeparator)) {
            flush(i);
            qsizetype end = i;
            while (end < text.size() && text[end] == u' ') {
                ++end;
            }
            open("text:s", "text:c", QString::number(end - i));
            close();
            from = i = end;
        } else if (c == u'\t' || c == u'\n' || c == QChar::LineSeparator) {
            flush(i);
            open(c == u'\t' ? "text:tab" : "text:line-break");
            close();
            from = ++i;
        } else {
            ++i;
        }
    }
    flush(text.size());
}

void OdtBody::styled(const QString &style, QStringView text)
{
    open("text:span", "text:style-name", style);
    characters(text);
    close();
}

void OdtBody::run(QStringView text, const RichSpan &span)
{
    if (!span.link.isEmpty()) {
        open("text:a", "xlink:type", QStringLiteral("simple"));
        m_xml.writeAttribute(QStringLiteral("xlink:href"), span.link);
        m_xml.writeAttribute(QStringLiteral("text:style-name"), QStringLiteral("Internet_20_link"));
    }
    const int marks = span.bold | span.italic << 1 | span.strike << 2 | span.code << 3;
    if (span.muted) {
        styled(QStringLiteral("Muted"), text);
    } else if (marks == 0) {
        characters(text);
    } else {
        styled(QStringLiteral("Marks%1").arg(marks), text);
    }
    if (!span.link.isEmpty()) {
        close();
    }
}

void OdtBody::runs(const RichText &text)
{
    const QStringView all(text.text);
    qsizetype at = 0;
    for (const RichSpan &span : text.spans) {
        characters(all.sliced(at, span.start - at));
        run(all.sliced(span.start, span.length), span);
        at = span.start + span.length;
    }
    characters(all.sliced(at));
}

//! Arabic and Hebrew begin at the right edge.
QString OdtBody::directed(const QString &style, const RichText &text)
{
    QString name = style;
    QString properties;
    if (text.text.isRightToLeft()) {
        name += QStringLiteral("Rtl");
        properties += QStringLiteral(" style:writing-mode=\"rl-tb\" fo:text-align=\"end\"");
    }
    if (m_breakBefore && m_lists.empty()) {
        m_breakBefore = false;
        name += QStringLiteral("Break");
        properties += QStringLiteral(" fo:break-before=\"page\"");
    }
    if (!properties.isEmpty()) {
        m_styles[name] = QStringLiteral("<style:style style:name=\"%1\" style:family=\"paragraph\" "
                                        "style:parent-style-name=\"%2\"><style:paragraph-properties%3/></style:style>")
                             .arg(name, style, properties);
    }
    return name;
}

void OdtBody::paragraph(const QString &style, const RichText &text)
{
    open("text:p", "text:style-name", directed(style, text));
    runs(text);
    close();
}

void OdtBody::operator()(const Heading &heading)
{
    m_level = std::clamp(heading.level, 1, 4);
    const QString name = QStringLiteral("s%1").arg(++m_headings);
    const RichText text = plainRichText(visibleLine(heading.text));
    open("text:h", "text:style-name", directed(QStringLiteral("Heading_20_%1").arg(m_level), text));
    m_xml.writeAttribute(QStringLiteral("text:outline-level"), QString::number(m_level));
    open("text:bookmark-start", "text:name", name);
    close();
    runs(text);
    open("text:bookmark-end", "text:name", name);
    close();
    close();
}

void OdtBody::operator()(const Paragraph &paragraph)
{
    markdown(paragraph.markdown);
}

void OdtBody::operator()(const List &list)
{
    int number = 1;
    for (const ListItem &item : list.items) {
        const QString box = !item.done ? QString() : *item.done ? QStringLiteral("☑") : QStringLiteral("☐");
        openLists(1, list.ordered ? QStringLiteral("%1.").arg(number++) : box.isEmpty() ? QStringLiteral("•") : box);
        RichText text = richLine(item.markdown);
        if (!box.isEmpty()) {
            for (RichSpan &span : text.spans) {
                span.start += 2;
            }
            text.text.prepend(box + u' ');
        }
        paragraph(QStringLiteral("List_20_Contents"), text);
    }
    closeLists();
}

void OdtBody::operator()(const PageBreak &)
{
    m_breakBefore = true;
}

void OdtBody::openLists(int depth, const QString &marker)
{
    depth = std::min(depth, deepestList);
    closeLists(depth);
    if (!marker.isEmpty() && static_cast<int>(m_lists.size()) == depth && depth > 0) {
        // The next item of the list that is open.
        if (m_lists.back()) {
            close();
        }
        open("text:list-item");
        m_lists.back() = true;
        return;
    }
    while (static_cast<int>(m_lists.size()) < depth) {
        open("text:list", "text:style-name", listStyle(marker));
        open("text:list-item");
        const int number = marker.endsWith(u'.') ? marker.chopped(1).toInt() : 1;
        if (number != 1) {
            m_xml.writeAttribute(QStringLiteral("text:start-value"), QString::number(number));
        }
        m_lists.push_back(true);
    }
}

void OdtBody::closeLists(int depth)
{
    while (static_cast<int>(m_lists.size()) > depth) {
        close();
        close();
        m_lists.pop_back();
    }
}

void OdtBody::markdown(QStringView source)
{
    for (const RichBlock &block : richBlocks(source)) {
        // Only text may stand in a list here; what comes after it goes on as the same depth without a mark.
        const bool isText = block.kind == RichBlock::Kind::Paragraph || block.kind == RichBlock::Kind::Code;
        openLists(isText ? block.lists : 0, block.marker);
        RichText text = block.text;
        if (listStyle(block.marker) == QStringLiteral("Boxes")) {
            for (RichSpan &span : text.spans) {
                span.start += 2;
            }
            text.text.prepend(block.marker + u' ');
        }
        switch (block.kind) {
        case RichBlock::Kind::Paragraph:
            paragraph(block.quotes > 0  ? QStringLiteral("Quotations")
                      : block.lists > 0 ? QStringLiteral("List_20_Contents")
                                        : QStringLiteral("Text_20_body"),
                      text);
            break;
        case RichBlock::Kind::Heading: {
            const int level = std::min(6, m_level + block.level);
            open("text:h", "text:style-name",
                 directed(QStringLiteral("Heading_20_%1").arg(std::min(4, level)), block.text));
            m_xml.writeAttribute(QStringLiteral("text:outline-level"), QString::number(level));
            runs(block.text);
            close();
            break;
        }
        case RichBlock::Kind::Code:
            (*this)(Code{.language = block.language, .title = {}, .text = block.code});
            break;
        case RichBlock::Kind::Rule:
            paragraph(QStringLiteral("Horizontal_20_Line"), {});
            break;
        case RichBlock::Kind::Table:
            table(columnsOf(block), block.rows, true);
            break;
        }
    }
    closeLists();
}

void OdtBody::addContents(const Document &document)
{
    struct Entry
    {
        int level;
        int number;
        QString text;
    };
    std::vector<Entry> entries;
    int number = 0;
    for (const Block &block : document.blocks) {
        if (const auto *heading = std::get_if<Heading>(&block)) {
            ++number;
            if (heading->level <= 2) {
                entries.push_back({std::max(1, heading->level), number, visibleLine(heading->text)});
            }
        }
    }
    if (static_cast<int>(entries.size()) < enoughHeadings) {
        return;
    }
    const QString title = QCoreApplication::translate("Document", "Contents");
    open("text:table-of-content", "text:name", QStringLiteral("Contents"));
    open("text:table-of-content-source", "text:outline-level", QStringLiteral("2"));
    open("text:index-title-template", "text:style-name", QStringLiteral("Contents_20_Heading"));
    m_xml.writeCharacters(title);
    close();
    for (const int level : {1, 2}) {
        open("text:table-of-content-entry-template", "text:outline-level", QString::number(level));
        m_xml.writeAttribute(QStringLiteral("text:style-name"), QStringLiteral("Contents_20_%1").arg(level));
        open("text:index-entry-link-start");
        close();
        open("text:index-entry-text");
        close();
        open("text:index-entry-tab-stop", "style:type", QStringLiteral("right"));
        m_xml.writeAttribute(QStringLiteral("style:leader-char"), QStringLiteral("."));
        close();
        open("text:index-entry-page-number");
        close();
        open("text:index-entry-link-end");
        close();
        close();
    }
    close();
    open("text:index-body");
    open("text:index-title", "text:name", QStringLiteral("Contents_Head"));
    open("text:p", "text:style-name", QStringLiteral("Contents_20_Heading"));
    m_xml.writeCharacters(title);
    close();
    close();
    for (const Entry &entry : entries) {
        const QString target = QStringLiteral("s%1").arg(entry.number);
        open("text:p", "text:style-name", QStringLiteral("Contents_20_%1").arg(entry.level));
        open("text:a", "xlink:type", QStringLiteral("simple"));
        m_xml.writeAttribute(QStringLiteral("xlink:href"), u'#' + target);
        m_xml.writeAttribute(QStringLiteral("text:style-name"), QStringLiteral("Contents_20_Link"));
        m_xml.writeAttribute(QStringLiteral("text:visited-style-name"), QStringLiteral("Contents_20_Link"));
        characters(entry.text);
        open("text:tab");
        close();
        // A reference, not a number: every program works it out on opening, while the table waits to be asked.
        open("text:bookmark-ref", "text:reference-format", QStringLiteral("page"));
        m_xml.writeAttribute(QStringLiteral("text:ref-name"), target);
        close();
        close();
        close();
    }
    close();
    close();
}

}  // namespace onlyonce::office
