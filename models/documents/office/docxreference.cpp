// SPDX-License-Identifier: GPL-3.0-or-later
// What a Word file looks like: pandoc takes styles, page, header and footer from this one, and what is missing here from
// its own. Sizes are in half points, lengths in twentieths of a point, as the format has them.
#include "models/documents/highlighter.h"
#include "models/documents/office/docxsource.h"
#include "models/documents/office/tables.h"
#include "models/documents/office/tones.h"
#include "models/documents/page/look.h"
#include "models/documents/timelinetable.h"
#include "models/documents/visibletext.h"

#include <QCoreApplication>

namespace onlyonce::office {

namespace {

const QString namespaces =
    QStringLiteral("xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
                   "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"");

QString hex(const QColor &color)
{
    return color.name().sliced(1).toUpper();
}

QString size(double points)
{
    return QStringLiteral("<w:sz w:val=\"%1\"/><w:szCs w:val=\"%1\"/>").arg(static_cast<int>(points * 2));
}

QString colour(const QColor &color)
{
    return QStringLiteral("<w:color w:val=\"%1\"/>").arg(hex(color));
}

QString shade(const QColor &color)
{
    return QStringLiteral("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"%1\"/>").arg(hex(color));
}

const QString bold = QStringLiteral("<w:b/><w:bCs/>");
const QString keep = QStringLiteral("<w:keepNext/>");
const QString code = QStringLiteral("<w:rFonts w:ascii=\"DejaVu Sans Mono\" w:hAnsi=\"DejaVu Sans Mono\" "
                                    "w:cs=\"DejaVu Sans Mono\"/>");

QString spacing(double before, double after, double line = 1.25)
{
    return QStringLiteral("<w:spacing w:before=\"%1\" w:after=\"%2\" w:line=\"%3\" w:lineRule=\"auto\"/>")
        .arg(static_cast<int>(before * 20))
        .arg(static_cast<int>(after * 20))
        .arg(static_cast<int>(line * 240));
}

QString indent(double left, double hanging = 0)
{
    return QStringLiteral("<w:ind w:left=\"%1\" w:hanging=\"%2\"/>")
        .arg(static_cast<int>(left * 20))
        .arg(static_cast<int>(hanging * 20));
}

enum class Apart { No, Yes };

QString bar(const QColor &color, double points, double space = 6, Apart apart = Apart::No)
{
    const QString gap = QStringLiteral("<w:between w:val=\"single\" w:sz=\"40\" w:space=\"0\" w:color=\"FFFFFF\"/>");
    return QStringLiteral("<w:pBdr><w:left w:val=\"single\" w:sz=\"%1\" w:space=\"%2\" w:color=\"%3\"/>%4</w:pBdr>")
        .arg(static_cast<int>(points * 8))
        .arg(static_cast<int>(space))
        .arg(hex(color), apart == Apart::Yes ? gap : QString());
}

QString idOf(const QString &name)
{
    return QString(name).remove(u' ');
}

//! The order of elements within <w:pPr> and <w:rPr> is the schema's.
QString paragraphStyle(const QString &name, const QString &paragraph, const QString &run = {},
                       const QString &basedOn = QStringLiteral("Normal"))
{
    const bool own = name.front().isUpper() && !name.startsWith(QStringLiteral("heading"));
    return QStringLiteral("<w:style w:type=\"paragraph\"%1 w:styleId=\"%2\"><w:name w:val=\"%3\"/>%4<w:qFormat/>"
                          "<w:pPr>%5</w:pPr><w:rPr>%6</w:rPr></w:style>\n")
        .arg(own ? QStringLiteral(" w:customStyle=\"1\"") : QString(), idOf(name), name,
             QStringLiteral("<w:basedOn w:val=\"%1\"/>").arg(basedOn), paragraph, run);
}

QString runStyle(const QString &name, const QString &run)
{
    return QStringLiteral("<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"%1\"><w:name w:val=\"%2\"/>"
                          "<w:basedOn w:val=\"DefaultParagraphFont\"/><w:rPr>%3</w:rPr></w:style>\n")
        .arg(idOf(name), name, run);
}

QString basicStyles(const Document &document, const page::Look &look)
{
    const QString asian = look.fonts.text(10).families().value(2);
    // Face and colour are the style's, not the defaults': LibreOffice lets the latter win over marks in tables.
    return QStringLiteral(
               "<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val=\"%4\"/></w:rPr></w:rPrDefault><w:pPrDefault/>"
               "</w:docDefaults>\n<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
               "<w:name w:val=\"Normal\"/><w:qFormat/><w:pPr>%5</w:pPr><w:rPr><w:rFonts w:ascii=\"Inter\" "
               "w:hAnsi=\"Inter\" w:eastAsia=\"%1\" w:cs=\"Noto Sans Arabic\"/>%2%3</w:rPr></w:style>\n"
               "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">"
               "<w:name w:val=\"Default Paragraph Font\"/></w:style>\n")
        .arg(asian, colour(look.ink), size(9.5), visibleLine(document.language).toHtmlEscaped(), spacing(0, 6, 1.3));
}

QString proseStyles(const page::Look &look)
{
    const QString muted = colour(look.muted);
    QString xml = paragraphStyle(QStringLiteral("Body Text"), spacing(0, 7, 1.3));
    xml += paragraphStyle(QStringLiteral("First Paragraph"), {}, {}, QStringLiteral("BodyText"));
    xml += paragraphStyle(QStringLiteral("Compact"), spacing(2, 2, 1.2));
    xml += paragraphStyle(QStringLiteral("Cell"), QStringLiteral("<w:keepLines/>") + spacing(2, 2, 1.2), size(8.5));
    xml += paragraphStyle(QStringLiteral("Cell Kept"), keep, {}, QStringLiteral("Cell"));
    xml += paragraphStyle(QStringLiteral("Cell Heading"), keep + spacing(2, 2, 1.2), bold + muted + size(8));
    xml += paragraphStyle(QStringLiteral("Title"), keep + spacing(0, 3, 1.1), bold + size(23));
    xml += paragraphStyle(QStringLiteral("Subtitle"), spacing(0, 6), muted + size(11.5));
    xml += paragraphStyle(QStringLiteral("Author"), spacing(0, 6), muted + size(9.5));
    xml += paragraphStyle(QStringLiteral("Notice"), spacing(4, 8), bold + muted + size(9.5));
    static constexpr std::array<double, 4> sizes{15, 12, 10.5, 9.5};
    static constexpr std::array<double, 4> above{22, 16, 12, 10};
    for (size_t i = 0; i < sizes.size(); ++i) {
        xml += QStringLiteral("<w:style w:type=\"paragraph\" w:styleId=\"Heading%1\"><w:name w:val=\"heading %1\"/>"
                              "<w:basedOn w:val=\"Normal\"/><w:next w:val=\"BodyText\"/><w:qFormat/><w:pPr>%2%3"
                              "<w:outlineLvl w:val=\"%4\"/></w:pPr><w:rPr>%5%6</w:rPr></w:style>\n")
                   .arg(i + 1)
                   .arg(keep, spacing(above[i], 5, 1.15))
                   .arg(i)
                   .arg(bold, size(sizes[i]));
    }
    xml += paragraphStyle(QStringLiteral("Block Text"), bar(look.rule, 1.5) + spacing(4, 8, 1.3) + indent(14), muted);
    xml += paragraphStyle(QStringLiteral("Contents Heading"), keep + spacing(16, 6), bold + size(12));
    xml += paragraphStyle(QStringLiteral("Contents 1"), spacing(0, 2));
    xml += paragraphStyle(QStringLiteral("Contents 2"), spacing(0, 2) + indent(14));
    xml += paragraphStyle(QStringLiteral("Table Caption"), keep + spacing(4, 3), muted + size(8.5));
    xml += paragraphStyle(QStringLiteral("Figure"), keep + spacing(6, 0, 1));
    xml += paragraphStyle(QStringLiteral("Image Caption"), spacing(2, 8), muted + size(8.5));
    xml += paragraphStyle(QStringLiteral("After Table"), spacing(0, 0, 1), size(5));
    xml += paragraphStyle(QStringLiteral("Page Break"), QStringLiteral("<w:pageBreakBefore/>") + spacing(0, 0, 1),
                          size(2));
    xml += paragraphStyle(QStringLiteral("header"),
                          QStringLiteral("<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"%1\"/>"
                                         "</w:pBdr>")
                              .arg(hex(look.hairline)),
                          muted + size(8));
    xml += paragraphStyle(QStringLiteral("footer"),
                          QStringLiteral("<w:pBdr><w:top w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"%1\"/>"
                                         "</w:pBdr>")
                              .arg(hex(look.hairline)),
                          muted + size(8));
    xml += runStyle(QStringLiteral("Muted"), muted + size(8));
    xml += runStyle(QStringLiteral("Jointly"), bold + colour(look.accent) + size(8));
    xml += QStringLiteral("<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr>%1"
                          "</w:rPr></w:style>\n")
               .arg(colour(look.accent));
    return xml;
}

QString codeStyles()
{
    const CodeSurface surface = codeSurface(CodeTheme::Light);
    QString frame;
    for (const char *side : {"top", "left", "bottom", "right"}) {
        frame += QStringLiteral("<w:%1 w:val=\"single\" w:sz=\"4\" w:space=\"3\" w:color=\"%2\"/>")
                     .arg(QString::fromLatin1(side), hex(surface.border));
    }
    const QString paragraph = QStringLiteral("<w:pBdr>%1</w:pBdr>").arg(frame) + shade(surface.background)
                            + QStringLiteral("<w:wordWrap w:val=\"0\"/>") + spacing(0, 0, 1.15) + indent(36, 32);
    QString xml = paragraphStyle(QStringLiteral("Code Title"), keep + spacing(8, 4), bold + size(8.5));
    xml += paragraphStyle(QStringLiteral("Code"), paragraph, code + colour(surface.text) + size(7.5));
    xml += paragraphStyle(QStringLiteral("Source Code"), {}, {}, QStringLiteral("Code"));
    xml += runStyle(QStringLiteral("Verbatim Char"), code + size(8.5) + shade(QColor(0xee, 0xf0, 0xf4)));
    xml += runStyle(QStringLiteral("CodeNumber"), colour(surface.lineNumber));
    for (int i = 1; i < codeStyleCount; ++i) {
        const CodeFormat format = codeFormat(static_cast<CodeStyle>(i), CodeTheme::Light);
        xml += runStyle(QStringLiteral("Code%1").arg(i),
                        (format.bold ? bold : QString()) + (format.italic ? QStringLiteral("<w:i/>") : QString())
                            + colour(format.foreground)
                            + (format.background.isValid() ? shade(format.background) : QString()));
    }
    return xml;
}

QString toneStyles(const page::Look &look, int deepestTree)
{
    QString xml;
    for (const Tone tone : allTones) {
        const page::ToneInk ink = look.tone(tone);
        const QString name = toneName(tone);
        const bool loud = tone == Tone::Bad;
        xml += runStyle(QStringLiteral("Tone ") + name, bold + colour(ink.text));
        xml += runStyle(QStringLiteral("Badge ") + name, bold + colour(loud ? QColor(Qt::white) : ink.text) + size(7.5)
                                                             + shade(loud ? ink.line : ink.fill.darker(104)));
        xml += paragraphStyle(QStringLiteral("Callout ") + name,
                              bar(ink.line, 3) + shade(ink.fill) + spacing(0, 0, 1.35) + indent(9));
        for (int level = 0; level <= deepestTree; ++level) {
            // Neighbours that look the same would be drawn as one.
            xml += paragraphStyle(QStringLiteral("Why %1 %2").arg(name).arg(level),
                                  QStringLiteral("<w:keepLines/>") + bar(ink.line, 2.5, 6, Apart::Yes) + shade(ink.fill)
                                      + spacing(0, 5, 1.25) + indent(9 + level * 18),
                                  size(9));
        }
    }
    return xml;
}

QString tableStyle(const page::Look &look)
{
    return QStringLiteral(
               "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"Table\"><w:name w:val=\"Table\"/><w:qFormat/>"
               "<w:rPr>%1</w:rPr><w:tblPr><w:tblBorders><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" "
               "w:color=\"%2\"/>"
               "<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"%2\"/></w:tblBorders><w:tblCellMar>"
               "<w:top w:w=\"30\" w:type=\"dxa\"/><w:left w:w=\"60\" w:type=\"dxa\"/><w:bottom w:w=\"30\" "
               "w:type=\"dxa\"/>"
               "<w:right w:w=\"60\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:trPr><w:cantSplit/></w:trPr>"
               "<w:tblStylePr w:type=\"firstRow\"><w:rPr>%3%4</w:rPr><w:tcPr><w:tcBorders><w:bottom w:val=\"single\" "
               "w:sz=\"8\" w:space=\"0\" w:color=\"%5\"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>\n")
        .arg(size(8.5), hex(look.hairline), bold, colour(look.muted), hex(look.rule));
}

QByteArray part(const char *root, const QString &content)
{
    return (QStringLiteral("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:%1 ")
                .arg(QString::fromLatin1(root))
            + namespaces + u'>' + content + QStringLiteral("</w:%1>\n").arg(QString::fromLatin1(root)))
        .toUtf8();
}

QString run(const QString &text)
{
    return QStringLiteral("<w:r><w:t xml:space=\"preserve\">%1</w:t></w:r>").arg(text.toHtmlEscaped());
}

//! Left, then at the right edge.
QString marginLine(const char *style, double width, const QString &left, const QString &right)
{
    return QStringLiteral("<w:p><w:pPr><w:pStyle w:val=\"%1\"/><w:tabs><w:tab w:val=\"right\" w:pos=\"%2\"/></w:tabs>"
                          "</w:pPr>%3<w:r><w:tab/></w:r>%4</w:p>")
        .arg(QString::fromLatin1(style))
        .arg(static_cast<int>(width * 20))
        .arg(left, right);
}

QString pageOf()
{
    const auto field = [](const char *name) {
        return QStringLiteral("<w:fldSimple w:instr=\" %1 \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
            .arg(QString::fromLatin1(name));
    };
    const QStringList words = QCoreApplication::translate("Document", "Page %1 of %2")
                                  .arg(QStringLiteral("\n1\n"), QStringLiteral("\n2\n"))
                                  .split(u'\n');
    QString xml;
    for (const QString &word : words) {
        xml += word == QStringLiteral("1") ? field("PAGE")
             : word == QStringLiteral("2") ? field("NUMPAGES")
                                           : run(word);
    }
    return xml;
}

QByteArray relations(const QString &content)
{
    return (QStringLiteral("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Relationships "
                           "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">")
            + content + QStringLiteral("</Relationships>\n"))
        .toUtf8();
}

QString relation(const char *id, const char *type, const char *target)
{
    return QStringLiteral(
               "<Relationship Id=\"%1\" "
               "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/%2\" Target=\"%3\"/>")
        .arg(QString::fromLatin1(id), QString::fromLatin1(type), QString::fromLatin1(target));
}

QByteArray contentTypes()
{
    QString xml =
        QStringLiteral("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Types "
                       "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                       "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" "
                       "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>");
    for (const auto &[name, type] :
         {std::pair{"document", "document.main"}, std::pair{"styles", "styles"}, std::pair{"header1", "header"},
          std::pair{"header2", "header"}, std::pair{"footer1", "footer"}}) {
        xml += QStringLiteral("<Override PartName=\"/word/%1.xml\" ContentType=\"application/"
                              "vnd.openxmlformats-officedocument.wordprocessingml.%2+xml\"/>")
                   .arg(QString::fromLatin1(name), QString::fromLatin1(type));
    }
    return (xml + QStringLiteral("</Types>\n")).toUtf8();
}

QString section(const FormatOptions &options)
{
    const bool letter = options.paper == Paper::Letter;
    return QStringLiteral(
               "<w:body><w:p/><w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/>"
               "<w:headerReference w:type=\"first\" r:id=\"rId3\"/><w:footerReference w:type=\"default\" "
               "r:id=\"rId4\"/><w:footerReference w:type=\"first\" r:id=\"rId4\"/>"
               "<w:pgSz w:w=\"%1\" w:h=\"%2\"/><w:pgMar w:top=\"1280\" w:right=\"1120\" w:bottom=\"1200\" "
               "w:left=\"1120\" w:header=\"640\" w:footer=\"560\" w:gutter=\"0\"/><w:titlePg/></w:sectPr></w:body>")
        .arg(letter ? 12240 : 11906)
        .arg(letter ? 15840 : 16838);
}

}  // namespace

Result<QByteArray> docxReference(const Document &document, const FormatOptions &options, int deepestTree)
{
    const page::Look look(document.language);
    const double width = textWidth(options.paper);
    const QString author = visibleLine(document.author);
    const QString written = (author.isEmpty() ? QString() : isolated(shortLine(author, 60)) + QStringLiteral(" · "))
                          + utcText(document.created);
    const std::vector<ZipEntry> parts{
        {QStringLiteral("[Content_Types].xml"), contentTypes()},
        {QStringLiteral("_rels/.rels"), relations(relation("rId1", "officeDocument", "word/document.xml"))},
        {QStringLiteral("word/document.xml"), part("document", section(options))},
        {QStringLiteral("word/_rels/document.xml.rels"),
         relations(relation("rId1", "styles", "styles.xml") + relation("rId2", "header", "header1.xml")
                   + relation("rId3", "header", "header2.xml") + relation("rId4", "footer", "footer1.xml"))},
        {QStringLiteral("word/styles.xml"),
         part("styles", basicStyles(document, look) + proseStyles(look) + codeStyles() + toneStyles(look, deepestTree)
                            + tableStyle(look))},
        {QStringLiteral("word/header1.xml"), part("hdr", marginLine("header", width, run(shortLine(document.title, 80)),
                                                                    run(shortLine(document.notice, 24))))},
        {QStringLiteral("word/header2.xml"), part("hdr", QStringLiteral("<w:p/>"))},
        {QStringLiteral("word/footer1.xml"), part("ftr", marginLine("footer", width, run(written), pageOf()))},
    };
    return zipped(parts, document.created);
}

}  // namespace onlyonce::office
