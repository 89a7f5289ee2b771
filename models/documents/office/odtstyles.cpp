// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/office/odtstyles.h"

#include "models/documents/highlighter.h"
#include "models/documents/office/tables.h"
#include "models/documents/office/tones.h"
#include "models/documents/page/look.h"
#include "models/documents/timelinetable.h"
#include "models/documents/visibletext.h"

#include <QCoreApplication>

namespace onlyonce::office {

namespace {

QString style(const QString &name, const char *family, const QString &attributes, const QString &properties)
{
    return QStringLiteral("<style:style style:name=\"%1\" style:family=\"%2\"%3>%4</style:style>\n")
        .arg(name, QString::fromLatin1(family), attributes, properties);
}

QString paragraphStyle(const char *name, const char *parent, const char *paragraph, const QString &text,
                       const char *more = "")
{
    QString display = QString::fromLatin1(name).replace(QStringLiteral("_20_"), QStringLiteral(" "));
    const QString parentName =
        *parent ? QStringLiteral(" style:parent-style-name=\"%1\"").arg(QString::fromLatin1(parent)) : QString();
    return style(QString::fromLatin1(name), "paragraph",
                 QStringLiteral(" style:display-name=\"%1\"").arg(display) + parentName + QString::fromLatin1(more),
                 QStringLiteral("<style:paragraph-properties %1/>").arg(QString::fromLatin1(paragraph))
                     + (text.isEmpty() ? QString() : QStringLiteral("<style:text-properties %1/>").arg(text)));
}

QString textStyle(const QString &name, const QString &properties)
{
    return style(name, "text", {}, QStringLiteral("<style:text-properties %1/>").arg(properties));
}

QString size(const char *points)
{
    return QStringLiteral("fo:font-size=\"%1pt\" style:font-size-asian=\"%1pt\" style:font-size-complex=\"%1pt\"")
        .arg(QString::fromLatin1(points));
}

QString boldWeight()
{
    return QStringLiteral(
        " fo:font-weight=\"bold\" style:font-weight-asian=\"bold\" style:font-weight-complex=\"bold\"");
}

QString fontColour(const QColor &value)
{
    return QStringLiteral(" fo:color=\"%1\"").arg(value.name());
}

QString mono()
{
    return QStringLiteral(
        " style:font-name=\"Code\" style:font-name-asian=\"Asian\" style:font-name-complex=\"Complex\"");
}

QString textStyles(const page::Look &look)
{
    QString xml;
    for (int marks = 1; marks < 16; ++marks) {
        QString properties;
        properties += marks & 1 ? boldWeight() : QString();
        properties += marks & 2 ? QStringLiteral(" fo:font-style=\"italic\" style:font-style-asian=\"italic\" "
                                                 "style:font-style-complex=\"italic\"")
                                : QString();
        properties += marks & 4 ? QStringLiteral(" style:text-line-through-style=\"solid\"") : QString();
        properties += marks & 8 ? mono() + QStringLiteral(" fo:background-color=\"#eef0f4\"") : QString();
        xml += textStyle(QStringLiteral("Marks%1").arg(marks), properties);
    }
    for (int i = 1; i < codeStyleCount; ++i) {
        const CodeFormat format = codeFormat(static_cast<CodeStyle>(i), CodeTheme::Light);
        QString properties = fontColour(format.foreground);
        properties += format.background.isValid()
                        ? QStringLiteral(" fo:background-color=\"%1\"").arg(format.background.name())
                        : QString();
        properties += format.bold ? boldWeight() : QString();
        properties += format.italic ? QStringLiteral(" fo:font-style=\"italic\"") : QString();
        xml += textStyle(QStringLiteral("Code%1").arg(i), properties);
    }
    xml += textStyle(QStringLiteral("CodeNumber"), fontColour(codeSurface(CodeTheme::Light).lineNumber));
    xml += textStyle(QStringLiteral("Muted"), size("8") + fontColour(look.muted));
    xml += textStyle(QStringLiteral("Jointly"), size("8") + fontColour(look.accent) + boldWeight());
    xml += textStyle(QStringLiteral("Contents_20_Link"), fontColour(look.ink));
    xml += textStyle(QStringLiteral("Internet_20_link"),
                     fontColour(look.accent) + QStringLiteral(" style:text-underline-style=\"solid\""));
    for (const Tone tone : allTones) {
        const QString name = toneName(tone);
        const page::ToneInk ink = look.tone(tone);
        const bool loud = tone == Tone::Bad;
        xml += textStyle(
            QStringLiteral("Badge") + name,
            size("7.5") + boldWeight() + fontColour(loud ? QColor(Qt::white) : ink.text)
                + QStringLiteral(" fo:background-color=\"%1\"").arg((loud ? ink.line : ink.fill.darker(104)).name()));
    }
    return xml;
}

QString paragraphStyles(const page::Look &look)
{
    const CodeSurface surface = codeSurface(CodeTheme::Light);
    const QString muted = fontColour(look.muted);
    QString xml = paragraphStyle("Standard", "", "fo:line-height=\"140%\" fo:orphans=\"2\" fo:widows=\"2\"", {},
                                 " style:class=\"text\"");
    xml += paragraphStyle("Text_20_body", "Standard", "fo:margin-top=\"0pt\" fo:margin-bottom=\"8pt\"", {},
                          " style:class=\"text\"");
    xml += paragraphStyle("List_20_Contents", "Standard", "fo:margin-bottom=\"3pt\"", {});
    xml += paragraphStyle("Title", "Standard",
                          "fo:line-height=\"115%\" fo:margin-bottom=\"4pt\" fo:keep-with-next=\"always\"",
                          size("23") + boldWeight(), " style:class=\"chapter\" style:master-page-name=\"First\"");
    xml += paragraphStyle("Subtitle", "Standard", "fo:margin-bottom=\"12pt\"", size("11.5") + muted,
                          " style:class=\"chapter\"");
    xml += paragraphStyle("Notice", "Standard", "fo:margin-bottom=\"12pt\"", size("9.5") + boldWeight() + muted);
    static constexpr std::array headings{
        std::pair{
            "15",
            "fo:margin-top=\"22pt\" fo:margin-bottom=\"6pt\" fo:keep-with-next=\"always\" fo:line-height=\"125%\""},
        std::pair{
            "12",
            "fo:margin-top=\"16pt\" fo:margin-bottom=\"4pt\" fo:keep-with-next=\"always\" fo:line-height=\"125%\""},
        std::pair{"10.5", "fo:margin-top=\"12pt\" fo:margin-bottom=\"3pt\" fo:keep-with-next=\"always\""},
        std::pair{"9.5", "fo:margin-top=\"10pt\" fo:margin-bottom=\"3pt\" fo:keep-with-next=\"always\""}};
    for (size_t i = 0; i < headings.size(); ++i) {
        const QByteArray name = "Heading_20_" + QByteArray::number(static_cast<int>(i + 1));
        const QByteArray more =
            " style:class=\"text\" style:next-style-name=\"Text_20_body\" style:default-outline-level=\""
            + QByteArray::number(static_cast<int>(i + 1)) + "\"";
        xml += paragraphStyle(name.constData(), "Standard", headings[i].second,
                              size(headings[i].first) + boldWeight() + (i == 3 ? muted : QString()), more.constData());
    }
    xml +=
        paragraphStyle("Quotations", "Standard",
                       "fo:margin-left=\"12pt\" fo:margin-top=\"6pt\" fo:margin-bottom=\"8pt\" fo:padding-left=\"8pt\" "
                       "fo:border-left=\"1.5pt solid #a9b2c0\"",
                       muted);
    xml += paragraphStyle("Horizontal_20_Line", "Standard",
                          "fo:margin-top=\"4pt\" fo:margin-bottom=\"8pt\" fo:border-bottom=\"0.5pt solid #a9b2c0\"",
                          size("4"));
    xml += paragraphStyle("Table_20_Contents", "Standard", "fo:line-height=\"130%\"", size("8.5"));
    xml += paragraphStyle("Table_20_Contents_20_Right", "Table_20_Contents", "fo:text-align=\"end\"", {});
    xml += paragraphStyle("Table_20_Contents_20_Center", "Table_20_Contents", "fo:text-align=\"center\"", {});
    xml += paragraphStyle("Table_20_Heading", "Table_20_Contents", "fo:keep-with-next=\"always\"",
                          size("8") + boldWeight() + muted);
    xml += paragraphStyle("Table_20_Heading_20_Right", "Table_20_Heading", "fo:text-align=\"end\"", {});
    xml += paragraphStyle("Table_20_Heading_20_Center", "Table_20_Heading", "fo:text-align=\"center\"", {});
    xml += paragraphStyle("Callout_20_Title", "Standard", "fo:margin-bottom=\"3pt\" fo:keep-with-next=\"always\"",
                          boldWeight());
    xml += paragraphStyle("Caption", "Standard",
                          "fo:margin-top=\"2pt\" fo:margin-bottom=\"4pt\" fo:keep-with-next=\"auto\"",
                          size("8.5") + muted);
    xml += paragraphStyle("Figure", "Standard",
                          "fo:margin-top=\"6pt\" fo:keep-with-next=\"always\" fo:line-height=\"100%\"", {});
    xml += paragraphStyle("Code_20_Title", "Standard",
                          "fo:margin-top=\"8pt\" fo:margin-bottom=\"4pt\" fo:keep-with-next=\"always\"",
                          size("8.5") + boldWeight());
    xml += style(QStringLiteral("Code"), "paragraph", QStringLiteral(" style:parent-style-name=\"Standard\""),
                 QStringLiteral("<style:paragraph-properties fo:margin-left=\"36pt\" fo:text-indent=\"-36pt\" "
                                "fo:line-height=\"125%\" fo:background-color=\"%1\" fo:padding=\"3pt\" "
                                "fo:border=\"0.5pt solid %2\" style:join-border=\"true\" style:writing-mode=\"lr-tb\">"
                                "<style:tab-stops><style:tab-stop style:position=\"0pt\"/></style:tab-stops>"
                                "</style:paragraph-properties><style:text-properties %3/>")
                     .arg(surface.background.name(), surface.border.name(),
                          size("7.5") + mono() + fontColour(surface.text)
                              + QStringLiteral(" fo:language=\"zxx\" fo:country=\"none\"")));
    xml += paragraphStyle("Code_20_Kept", "Code", "fo:keep-together=\"always\" fo:keep-with-next=\"always\"", {});
    xml += paragraphStyle("After_20_Code", "Standard", "fo:line-height=\"100%\"", size("6"));
    for (const Tone tone : allTones) {
        const QString name = toneName(tone);
        const page::ToneInk ink = look.tone(tone);
        xml +=
            style(QStringLiteral("Tree") + name, "paragraph", QStringLiteral(" style:parent-style-name=\"Standard\""),
                  QStringLiteral("<style:paragraph-properties fo:margin-top=\"0pt\" fo:margin-bottom=\"5pt\" "
                                 "fo:keep-together=\"always\" "
                                 "fo:background-color=\"%1\" fo:padding=\"4pt\" fo:padding-left=\"7pt\" "
                                 "fo:border-left=\"2.5pt solid %2\" style:join-border=\"false\"/>"
                                 "<style:text-properties %3/>")
                      .arg(ink.fill.name(), ink.line.name(), size("9")));
    }
    xml += paragraphStyle("Contents_20_Heading", "Standard",
                          "fo:margin-top=\"16pt\" fo:margin-bottom=\"6pt\" fo:keep-with-next=\"always\"",
                          size("12") + boldWeight());
    return xml;
}

QString contentsStyle(int level, double width)
{
    return style(QStringLiteral("Contents_20_%1").arg(level), "paragraph",
                 QStringLiteral(" style:display-name=\"Contents %1\" style:parent-style-name=\"Standard\"").arg(level),
                 QStringLiteral("<style:paragraph-properties fo:margin-left=\"%1pt\" fo:margin-bottom=\"%2pt\">"
                                "<style:tab-stops><style:tab-stop style:position=\"%3pt\" style:type=\"right\" "
                                "style:leader-style=\"dotted\" style:leader-text=\".\"/></style:tab-stops>"
                                "</style:paragraph-properties>")
                     .arg(level == 1 ? 0 : 14)
                     .arg(2)
                     .arg(width - (level == 1 ? 0 : 14)));
}

QString listStyles()
{
    QString xml;
    for (const char *name : {"Bullets", "Numbers", "Boxes"}) {
        xml += QStringLiteral("<text:list-style style:name=\"%1\">").arg(QString::fromLatin1(name));
        for (int level = 1; level <= 10; ++level) {
            const QString properties =
                QStringLiteral(
                    "<style:list-level-properties text:list-level-position-and-space-mode=\"label-alignment\">"
                    "<style:list-level-label-alignment text:label-followed-by=\"listtab\" "
                    "text:list-tab-stop-position=\"%1pt\" fo:margin-left=\"%1pt\" fo:text-indent=\"-18pt\"/>"
                    "</style:list-level-properties>")
                    .arg(level * 18);
            const QString element = *name == 'N' ? QStringLiteral("number") : QStringLiteral("bullet");
            const QString label = *name == 'N' ? QStringLiteral("style:num-format=\"1\" style:num-suffix=\".\"")
                                : name == QByteArrayView("Boxes") ? QStringLiteral("text:bullet-char=\"\u200b\"")
                                                                  : QStringLiteral("text:bullet-char=\"•\"");
            xml += QStringLiteral("<text:list-level-style-%1 text:level=\"%2\" %3>%4</text:list-level-style-%1>")
                       .arg(element)
                       .arg(level)
                       .arg(label, properties);
        }
        xml += QStringLiteral("</text:list-style>\n");
    }
    return xml;
}

QString defaults(const Document &document, const page::Look &look)
{
    const QLocale locale(document.language);
    const QString tag = locale.name();  // "en_GB"; "C" when it is unknown
    const QString language = tag == QStringLiteral("C") ? QStringLiteral("en") : tag.section(u'_', 0, 0);
    const QString country = tag == QStringLiteral("C") ? QStringLiteral("GB") : tag.section(u'_', 1, 1);
    return QStringLiteral(
               "<style:default-style style:family=\"paragraph\"><style:paragraph-properties "
               "style:tab-stop-distance=\"36pt\" style:writing-mode=\"lr-tb\"/><style:text-properties "
               "style:font-name=\"Text\" style:font-name-asian=\"Asian\" style:font-name-complex=\"Complex\" "
               "%1%2 fo:language=\"%3\" fo:country=\"%4\" style:use-window-font-color=\"false\"/>"
               "</style:default-style>\n"
               "<style:default-style style:family=\"table\"><style:table-properties "
               "table:border-model=\"collapsing\"/></style:default-style>\n")
        .arg(size("9.5"), fontColour(look.ink), language, country);
}

QString pages(const Document &document, const FormatOptions &options, const page::Look &look)
{
    const bool letter = options.paper == Paper::Letter;
    const double width = textWidth(options.paper);
    const QString layout =
        QStringLiteral("<style:page-layout style:name=\"Page\"><style:page-layout-properties fo:page-width=\"%1\" "
                       "fo:page-height=\"%2\" style:print-orientation=\"portrait\" fo:margin-top=\"32pt\" "
                       "fo:margin-bottom=\"32pt\" fo:margin-left=\"56pt\" fo:margin-right=\"56pt\"/>"
                       "<style:header-style><style:header-footer-properties fo:min-height=\"28pt\" "
                       "fo:margin-bottom=\"16pt\"/></style:header-style>"
                       "<style:footer-style><style:header-footer-properties fo:min-height=\"28pt\" "
                       "fo:margin-top=\"12pt\"/></style:footer-style></style:page-layout>\n")
            .arg(letter ? QStringLiteral("8.5in") : QStringLiteral("21cm"),
                 letter ? QStringLiteral("11in") : QStringLiteral("29.7cm"));
    const auto margin = [&](const QString &name, const char *border) {
        return style(name, "paragraph", QStringLiteral(" style:parent-style-name=\"Standard\""),
                     QStringLiteral("<style:paragraph-properties %1 fo:line-height=\"120%\"><style:tab-stops>"
                                    "<style:tab-stop style:position=\"%2pt\" style:type=\"right\"/></style:tab-stops>"
                                    "</style:paragraph-properties><style:text-properties %3/>")
                         .arg(QString::fromLatin1(border).arg(look.hairline.name()))
                         .arg(width)
                         .arg(size("8") + fontColour(look.muted)));
    };
    // A long title must leave room for the notice beside it.
    constexpr qsizetype longestTitle = 80;
    const QString author = visibleLine(document.author);
    const QString header =
        shortLine(document.title, longestTitle).toHtmlEscaped()
        + (document.notice.isEmpty() ? QString()
                                     : QStringLiteral("<text:tab/>") + shortLine(document.notice, 24).toHtmlEscaped());
    const QString footer =
        ((author.isEmpty() ? QString() : isolated(shortLine(author, 60)) + QStringLiteral(" · "))
         + utcText(document.created))
            .toHtmlEscaped()
        + QStringLiteral("<text:tab/>")
        + QCoreApplication::translate("Document", "Page %1 of %2")
              .toHtmlEscaped()
              .arg(QStringLiteral("<text:page-number text:select-page=\"current\">1</text:page-number>"),
                   QStringLiteral("<text:page-count>1</text:page-count>"));
    const QString footerPart =
        QStringLiteral("<style:footer><text:p text:style-name=\"Footer\">%1</text:p></style:footer>").arg(footer);
    return QStringLiteral("</office:styles>\n<office:automatic-styles>%1</office:automatic-styles>\n")
               .arg(layout
                    + margin(QStringLiteral("Header"), "fo:border-bottom=\"0.5pt solid %1\" fo:padding-bottom=\"3pt\"")
                    + margin(QStringLiteral("Footer"), "fo:border-top=\"0.5pt solid %1\" fo:padding-top=\"4pt\""))
         + QStringLiteral(
               "<office:master-styles>"
               "<style:master-page style:name=\"Standard\" style:page-layout-name=\"Page\"><style:header>"
               "<text:p text:style-name=\"Header\">%1</text:p></style:header>%2</style:master-page>"
               "<style:master-page style:name=\"First\" style:page-layout-name=\"Page\" "
               "style:next-style-name=\"Standard\"><style:header><text:p/></style:header>%2</style:master-page>"
               "</office:master-styles>\n")
               .arg(header, footerPart);
}

QString fontFaces(const QString &language)
{
    const auto face = [](const char *name, const QString &family, const char *generic, const char *pitch) {
        return QStringLiteral("<style:font-face style:name=\"%1\" svg:font-family=\"&apos;%2&apos;\" "
                              "style:font-family-generic=\"%3\" style:font-pitch=\"%4\"/>")
            .arg(QString::fromLatin1(name), family, QString::fromLatin1(generic), QString::fromLatin1(pitch));
    };
    const DocumentFonts fonts(language);
    return QStringLiteral("<office:font-face-decls>") + face("Text", QStringLiteral("Inter"), "swiss", "variable")
         + face("Code", QStringLiteral("DejaVu Sans Mono"), "modern", "fixed")
         + face("Asian", fonts.text(10).families().value(2), "swiss", "variable")
         + face("Complex", QStringLiteral("Noto Sans Arabic"), "swiss", "variable")
         + QStringLiteral("</office:font-face-decls>\n");
}

}  // namespace

QString odtCellStyles()
{
    const page::Look look({});
    const auto cell = [](const QString &name, const QString &properties) {
        return style(name, "table-cell", {}, QStringLiteral("<style:table-cell-properties %1/>").arg(properties));
    };
    const QString plain =
        QStringLiteral("fo:padding=\"3.5pt\" fo:border-bottom=\"0.5pt solid %1\"").arg(look.hairline.name());
    QString xml = cell(QStringLiteral("Cell"), plain);
    xml += cell(QStringLiteral("HeadCell"),
                QStringLiteral("fo:padding=\"3.5pt\" style:vertical-align=\"bottom\" fo:border-bottom=\"1pt solid %1\"")
                    .arg(look.rule.name()));
    xml += cell(QStringLiteral("DayCell"), plain + QStringLiteral(" fo:background-color=\"%1\"").arg(look.pale.name()));
    for (const Tone tone : allTones) {
        const QString name = toneName(tone);
        const page::ToneInk ink = look.tone(tone);
        xml += cell(QStringLiteral("Cell") + name,
                    plain + QStringLiteral(" fo:border-left=\"2.5pt solid %1\"").arg(ink.line.name()));
        xml += cell(QStringLiteral("Callout") + name,
                    QStringLiteral("fo:padding=\"7pt\" fo:background-color=\"%1\" fo:border-left=\"3pt solid %2\"")
                        .arg(ink.fill.name(), ink.line.name()));
    }
    xml += style(QStringLiteral("WholeRow"), "table-row", {},
                 QStringLiteral("<style:table-row-properties fo:keep-together=\"always\"/>"));
    xml += style(QStringLiteral("Row"), "table-row", {},
                 QStringLiteral("<style:table-row-properties fo:keep-together=\"auto\"/>"));
    return xml;
}

QString odtNamespaces()
{
    return QStringLiteral("xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
                          "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "
                          "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
                          "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
                          "xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" "
                          "xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" "
                          "xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" "
                          "xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                          "xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" office:version=\"1.3\"");
}

QByteArray odtStyles(const Document &document, const FormatOptions &options)
{
    const page::Look look(document.language);
    const double width = textWidth(options.paper);
    const QString xml = QStringLiteral("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-styles ")
                      + odtNamespaces() + QStringLiteral(">\n") + fontFaces(document.language)
                      + QStringLiteral("<office:styles>\n") + defaults(document, look) + paragraphStyles(look)
                      + contentsStyle(1, width) + contentsStyle(2, width) + textStyles(look) + listStyles()
                      + pages(document, options, look) + QStringLiteral("</office:document-styles>\n");
    return xml.toUtf8();
}

}  // namespace onlyonce::office
