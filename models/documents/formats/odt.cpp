// SPDX-License-Identifier: GPL-3.0-or-later
// OpenDocument text, for whoever wants to go on writing: written directly, because Qt's own writer has no headings, and
// loses a table that follows a list.
#include "models/documents/formats/formats.h"
#include "models/documents/office/odtbody.h"
#include "models/documents/office/odtstyles.h"
#include "models/documents/timelinetable.h"
#include "models/documents/visibletext.h"

namespace onlyonce {

namespace office {

namespace {

QString element(const char *name, const QString &text)
{
    return text.isEmpty() ? QString()
                          : QStringLiteral("<%1>%2</%1>\n").arg(QString::fromLatin1(name), text.toHtmlEscaped());
}

QByteArray metadata(const Document &document)
{
    const QString created = toDateTime(document.created).toString(Qt::ISODate);
    const QString xml =
        QStringLiteral("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-meta ") + odtNamespaces()
        + QStringLiteral(">\n<office:meta>\n") + element("meta:generator", QStringLiteral("OnlyOnce"))
        + element("dc:title", visibleLine(document.title)) + element("dc:subject", visibleLine(document.subtitle))
        + element("meta:initial-creator", visibleLine(document.author))
        + element("dc:creator", visibleLine(document.author)) + element("meta:creation-date", created)
        + element("dc:date", created) + element("dc:language", visibleLine(document.language))
        + QStringLiteral("</office:meta>\n</office:document-meta>\n");
    return xml.toUtf8();
}

QByteArray manifest(const std::vector<ZipEntry> &pictures)
{
    const auto entry = [](const QString &path, const QString &type) {
        return QStringLiteral("<manifest:file-entry manifest:full-path=\"%1\" manifest:media-type=\"%2\"/>\n")
            .arg(path, type);
    };
    QString xml = QStringLiteral("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest "
                                 "xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" "
                                 "manifest:version=\"1.3\">\n")
                + entry(QStringLiteral("/"), QStringLiteral("application/vnd.oasis.opendocument.text"));
    for (const char *part : {"content.xml", "styles.xml", "meta.xml"}) {
        xml += entry(QString::fromLatin1(part), QStringLiteral("text/xml"));
    }
    for (const ZipEntry &picture : pictures) {
        xml += entry(picture.name, picture.name.endsWith(QStringLiteral(".png")) ? QStringLiteral("image/png")
                                                                                 : QStringLiteral("image/jpeg"));
    }
    return (xml + QStringLiteral("</manifest:manifest>\n")).toUtf8();
}

}  // namespace

OdtBody::OdtBody(const FormatOptions &options)
    : m_options(options)
    , m_xml(&m_buffer)
{
    m_buffer.open(QIODevice::WriteOnly);
}

void OdtBody::addCover(const Document &document)
{
    paragraph(QStringLiteral("Title"), plainRichText(visibleLine(document.title)));
    if (!document.subtitle.isEmpty()) {
        paragraph(QStringLiteral("Subtitle"), plainRichText(visibleLine(document.subtitle)));
    }
    if (!document.notice.isEmpty()) {
        paragraph(QStringLiteral("Notice"), plainRichText(visibleLine(document.notice)));
    }
    (*this)(Facts{document.facts});
}

void OdtBody::add(const Block &block)
{
    std::visit(*this, block);
}

QByteArray OdtBody::take()
{
    if (m_breakBefore) {  // nothing follows the break; the page it began is still one
        paragraph(QStringLiteral("Text_20_body"), {});
    }
    QString xml = QStringLiteral("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content ")
                + odtNamespaces() + QStringLiteral(">\n<office:automatic-styles>\n") + odtCellStyles();
    for (const auto &[name, definition] : m_styles) {
        xml += definition + u'\n';
    }
    return (xml + QStringLiteral("</office:automatic-styles>\n<office:body>\n<office:text>\n")).toUtf8()
         + m_buffer.data() + "\n</office:text>\n</office:body>\n</office:document-content>\n";
}

}  // namespace office

Result<QByteArray> renderOdt(const Document &document, const FormatOptions &options)
{
    using namespace office;
    OdtBody body(options);
    body.addCover(document);
    if (options.contents) {
        body.addContents(document);
    }
    for (const Block &block : document.blocks) {
        body.add(block);
    }
    // The type comes first and unpacked, so that programs can tell it by the file's first bytes.
    std::vector<ZipEntry> parts{
        {QStringLiteral("mimetype"), "application/vnd.oasis.opendocument.text", ZipEntry::Packing::Stored},
        {QStringLiteral("META-INF/manifest.xml"), manifest(body.pictures())},
        {QStringLiteral("content.xml"), body.take()},
        {QStringLiteral("styles.xml"), odtStyles(document, options)},
        {QStringLiteral("meta.xml"), metadata(document)},
    };
    parts.insert(parts.end(), body.pictures().begin(), body.pictures().end());
    return zipped(parts, document.created);
}

}  // namespace onlyonce
