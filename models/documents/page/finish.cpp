// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/page/finish.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringBuilder>
#ifdef __clang__
#define JSON_HH  // not needed, and Clang finds JSON incomplete in the middle of libqpdf 11's own header
class JSON;
#endif
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include <cmath>
#include <exception>
#include <string>

namespace onlyonce::page {

namespace {

QPDFObjectHandle text(const QString &value)
{
    return QPDFObjectHandle::newUnicodeString(value.toStdString());
}

QPDFObjectHandle name(const char *value)
{
    return QPDFObjectHandle::newName(value);
}

QPDFObjectHandle number(double value)
{
    return QPDFObjectHandle::newReal(value, 2);
}

std::string pdfDate(Instant instant)
{
    return toDateTime(instant).toString(QStringLiteral("'D:'yyyyMMddHHmmss'Z'")).toStdString();
}

//! A place on a page; `top` from its upper edge, a little above what it shows.
QPDFObjectHandle destination(QPDFPageObjectHelper &page, double top)
{
    const double height = page.getMediaBox().getArrayAsRectangle().ury;
    return QPDFObjectHandle::newArray({page.getObjectHandle(), name("/XYZ"), QPDFObjectHandle::newNull(),
                                       number(std::min(height, height - top + 8)), QPDFObjectHandle::newNull()});
}

void setInformation(QPDF &pdf, const Finish &finish)
{
    auto info = QPDFObjectHandle::newDictionary();
    const auto set = [&](const char *key, const QString &value) {
        if (!value.isEmpty()) {
            info.replaceKey(key, text(value));
        }
    };
    set("/Title", finish.title);
    set("/Author", finish.author);
    set("/Subject", finish.subject);
    info.replaceKey("/Creator", text(QStringLiteral("OnlyOnce")));
    info.replaceKey("/Producer", text(QStringLiteral("OnlyOnce")));
    info.replaceKey("/CreationDate", QPDFObjectHandle::newString(pdfDate(finish.created)));
    info.replaceKey("/ModDate", QPDFObjectHandle::newString(pdfDate(finish.created)));
    pdf.getTrailer().replaceKey("/Info", pdf.makeIndirectObject(info));
    pdf.getTrailer().removeKey("/ID");  // Qt 6.8 writes a random one, and libqpdf would keep its first half

    auto root = pdf.getRoot();
    root.removeKey("/Metadata");
    root.replaceKey("/Lang", text(finish.language));
    auto viewer = QPDFObjectHandle::newDictionary();
    viewer.replaceKey("/DisplayDocTitle", QPDFObjectHandle::newBool(true));
    root.replaceKey("/ViewerPreferences", viewer);
}

//! The outline is a tree of linked lists; a level that skips one hangs below the nearest above it.
void setOutline(QPDF &pdf, std::vector<QPDFPageObjectHelper> &pages, const std::vector<Bookmark> &bookmarks)
{
    if (bookmarks.empty()) {
        return;
    }
    struct Entry
    {
        int level;
        QPDFObjectHandle object;
        QPDFObjectHandle last = {};
        int children = 0;
    };
    auto outlines = pdf.makeIndirectObject(QPDFObjectHandle::newDictionary());
    outlines.replaceKey("/Type", name("/Outlines"));
    std::vector<Entry> open{{0, outlines}};
    const auto close = [&open] {
        const Entry done = open.back();
        open.pop_back();
        if (done.children > 0) {
            // Only the first level is unfolded at the beginning.
            auto object = done.object;
            object.replaceKey("/Count", QPDFObjectHandle::newInteger(open.empty() ? done.children : -done.children));
        }
    };
    for (const Bookmark &bookmark : bookmarks) {
        while (open.back().level >= bookmark.level) {
            close();
        }
        Entry &parent = open.back();
        auto item = pdf.makeIndirectObject(QPDFObjectHandle::newDictionary());
        item.replaceKey("/Title", text(bookmark.text));
        item.replaceKey("/Parent", parent.object);
        item.replaceKey("/Dest", destination(pages.at(static_cast<size_t>(bookmark.page)), bookmark.top));
        if (parent.children == 0) {
            parent.object.replaceKey("/First", item);
        } else {
            item.replaceKey("/Prev", parent.last);
            parent.last.replaceKey("/Next", item);
        }
        parent.object.replaceKey("/Last", item);
        parent.last = item;
        ++parent.children;
        open.push_back({bookmark.level, item});
    }
    while (!open.empty()) {
        close();
    }
    pdf.getRoot().replaceKey("/Outlines", outlines);
    pdf.getRoot().replaceKey("/PageMode", name("/UseOutlines"));
}

void addLinks(QPDF &pdf, std::vector<QPDFPageObjectHelper> &pages, const std::vector<InnerLink> &links)
{
    for (const InnerLink &link : links) {
        QPDFPageObjectHelper &page = pages.at(static_cast<size_t>(link.page));
        const double height = page.getMediaBox().getArrayAsRectangle().ury;
        auto annotation = QPDFObjectHandle::newDictionary();
        annotation.replaceKey("/Type", name("/Annot"));
        annotation.replaceKey("/Subtype", name("/Link"));
        annotation.replaceKey("/Rect",
                              QPDFObjectHandle::newFromRectangle({link.rect.left(), height - link.rect.bottom(),
                                                                  link.rect.right(), height - link.rect.top()}));
        annotation.replaceKey(
            "/Border", QPDFObjectHandle::newArray({QPDFObjectHandle::newInteger(0), QPDFObjectHandle::newInteger(0),
                                                   QPDFObjectHandle::newInteger(0)}));
        annotation.replaceKey("/Dest", destination(pages.at(static_cast<size_t>(link.targetPage)), link.targetTop));
        auto object = page.getObjectHandle();
        auto annotations = object.getKey("/Annots");
        if (!annotations.isArray()) {
            annotations = QPDFObjectHandle::newArray();
        }
        annotations.appendItem(pdf.makeIndirectObject(annotation));
        object.replaceKey("/Annots", annotations);
    }
}

//! "/ABCDEF+Inter", with the letters counted from AAAAAA.
std::string subsetName(const std::string &old, size_t number)
{
    constexpr size_t tagEnd = 7;
    std::string tag = "AAAAAA";
    for (size_t i = tag.size(); i-- > 0; number /= 26) {
        tag[i] = static_cast<char>('A' + number % 26);
    }
    const bool tagged = old.size() > tagEnd && old[tagEnd] == '+';
    return "/" + tag + "+" + (tagged ? old.substr(tagEnd + 1) : old.substr(1));
}

//! Qt tags subsets with six random letters, and the descriptor otherwise than its font. Here each font gets a number, in
//! the order in which the pages first use them, and all its parts the same name.
void nameFontsByNumber(QPDF &pdf)
{
    size_t number = 0;
    for (auto font : pdf.getAllObjects()) {
        if (!font.isDictionary() || !font.getKey("/Subtype").isNameAndEquals("/Type0")) {
            continue;
        }
        const auto tagged = QPDFObjectHandle::newName(subsetName(font.getKey("/BaseFont").getName(), number++));
        font.replaceKey("/BaseFont", tagged);
        for (auto descendant : font.getKey("/DescendantFonts").getArrayAsVector()) {
            descendant.replaceKey("/BaseFont", tagged);
            descendant.getKey("/FontDescriptor").replaceKey("/FontName", tagged);
        }
    }
}

//! The form of a character that people type: what they search for and what a copy should give.
QString commonForm(char16_t code)
{
    const bool isVariant = (code >= 0x2e80 && code < 0x2fe0) || (code >= 0xf900 && code < 0xfb00)
                        || (code >= 0xfb50 && code < 0xfe00) || (code >= 0xfe70 && code < 0xff00);
    if (isVariant) {
        return QString(QChar(code)).normalized(QString::NormalizationForm_KC);
    }
    return code == u'\t' ? QStringLiteral(" ") : QString(QChar(code));
}

//! A line of a character map: "<first> <last> <text>" or "<first> <last> [<text> <text> ]".
QString withCommonForms(QStringView line)
{
    const qsizetype texts = line.contains(u'[') ? line.indexOf(u'[') : line.lastIndexOf(u'<');
    static const QRegularExpression code(QStringLiteral("<([0-9a-fA-F]{4})>"));
    QString result;
    qsizetype at = 0;
    for (const auto &match : code.globalMatch(line)) {
        if (match.capturedStart() < texts) {
            continue;
        }
        result += line.sliced(at, match.capturedStart() - at) % u'<';
        for (const QChar c : commonForm(match.captured(1).toUShort(nullptr, 16))) {
            result += QStringLiteral("%1").arg(uint(c.unicode()), 4, 16, QLatin1Char('0')).toUpper();
        }
        result += u'>';
        at = match.capturedEnd();
    }
    return result % line.sliced(at);
}

//! Where several characters share a glyph, Qt's map names the last of them: "日" would be searched for in vain, because the
//! text says that it is the radical "⽇", and a blank would be copied as a tab.
void nameCommonCharacters(QPDF &pdf)
{
    static const QRegularExpression range(QStringLiteral("^<[0-9a-fA-F]{4}> <[0-9a-fA-F]{4}> [<\\[]"));
    for (auto object : pdf.getAllObjects()) {
        if (!object.isDictionary() || !object.getKey("/ToUnicode").isStream()) {
            continue;
        }
        auto stream = object.getKey("/ToUnicode");
        const auto buffer = stream.getStreamData();
        const QString map = QString::fromLatin1(reinterpret_cast<const char *>(buffer->getBuffer()),
                                                static_cast<qsizetype>(buffer->getSize()));
        QStringList lines;
        for (const QStringView line : QStringView(map).split(u'\n')) {
            lines += range.match(line).hasMatch() ? withCommonForms(line) : line.toString();
        }
        stream.replaceStreamData(lines.join(u'\n').toStdString(), QPDFObjectHandle::newNull(),
                                 QPDFObjectHandle::newNull());
    }
}

}  // namespace

Result<QByteArray> finishPdf(const QByteArray &bytes, const Finish &finish)
{
    try {
        QPDF pdf;
        pdf.setSuppressWarnings(true);
        pdf.processMemoryFile("document", bytes.constData(), static_cast<size_t>(bytes.size()));
        auto pages = QPDFPageDocumentHelper(pdf).getAllPages();
        setInformation(pdf, finish);
        setOutline(pdf, pages, finish.bookmarks);
        addLinks(pdf, pages, finish.links);
        nameFontsByNumber(pdf);
        nameCommonCharacters(pdf);

        QPDFWriter writer(pdf);
        writer.setOutputMemory();
        writer.setDeterministicID(true);
        writer.setObjectStreamMode(qpdf_o_disable);  // objects would be grouped by their old numbers, which vary
        writer.write();
        const auto buffer = writer.getBufferSharedPointer();
        return QByteArray(reinterpret_cast<const char *>(buffer->getBuffer()),
                          static_cast<qsizetype>(buffer->getSize()));
    } catch (const std::exception &error) {
        return fail(ErrorCode::Internal, QCoreApplication::translate("Document", "The PDF could not be completed."),
                    QString::fromUtf8(error.what()));
    }
}

}  // namespace onlyonce::page
