// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/page/finish.h"

#include "models/documents/page/pdfobject.h"

#include <QRegularExpression>
#include <QStringBuilder>

#include <algorithm>
#include <string>

namespace onlyonce::page {

namespace {

std::string pdfDate(Instant instant)
{
    return toDateTime(instant).toString(QStringLiteral("'D:'yyyyMMddHHmmss'Z'")).toStdString();
}

double heightOf(const PdfObject &page)
{
    constexpr int top = 3;
    return page.key("/MediaBox").at(top).number();
}

//! A place on a page; `top` from its upper edge, a little above what it shows.
PdfObject destination(Pdf &pdf, const PdfObject &page, double top)
{
    const double height = heightOf(page);
    return pdf.array(
        {page, pdf.name("/XYZ"), pdf.null(), pdf.number(std::min(height, height - top + 8), 2), pdf.null()});
}

void setInformation(Pdf &pdf, const Finish &finish)
{
    auto info = pdf.dictionary();
    const auto set = [&](const char *key, const QString &value) {
        if (!value.isEmpty()) {
            info.setKey(key, pdf.text(value));
        }
    };
    set("/Title", finish.title);
    set("/Author", finish.author);
    set("/Subject", finish.subject);
    info.setKey("/Creator", pdf.text(QStringLiteral("OnlyOnce")));
    info.setKey("/Producer", pdf.text(QStringLiteral("OnlyOnce")));
    info.setKey("/CreationDate", pdf.bytes(pdfDate(finish.created)));
    info.setKey("/ModDate", pdf.bytes(pdfDate(finish.created)));
    pdf.trailer().setKey("/Info", pdf.indirect(info));
    pdf.trailer().removeKey("/ID");  // Qt 6.8 writes a random one, and libqpdf would keep its first half

    auto root = pdf.root();
    root.removeKey("/Metadata");
    root.setKey("/Lang", pdf.text(finish.language));
    auto viewer = pdf.dictionary();
    viewer.setKey("/DisplayDocTitle", pdf.yes());
    root.setKey("/ViewerPreferences", viewer);
}

//! The outline is a tree of linked lists; a level that skips one hangs below the nearest above it.
void setOutline(Pdf &pdf, const std::vector<PdfObject> &pages, const std::vector<Bookmark> &bookmarks)
{
    if (bookmarks.empty()) {
        return;
    }
    struct Entry
    {
        int level;
        PdfObject object;
        PdfObject last = {};
        int children = 0;
    };
    auto outlines = pdf.indirect(pdf.dictionary());
    outlines.setKey("/Type", pdf.name("/Outlines"));
    std::vector<Entry> open{{0, outlines}};
    const auto close = [&open, &pdf] {
        const Entry done = open.back();
        open.pop_back();
        if (done.children > 0) {
            // Only the first level is unfolded at the beginning.
            auto object = done.object;
            object.setKey("/Count", pdf.integer(open.empty() ? done.children : -done.children));
        }
    };
    for (const Bookmark &bookmark : bookmarks) {
        while (open.back().level >= bookmark.level) {
            close();
        }
        Entry &parent = open.back();
        auto item = pdf.indirect(pdf.dictionary());
        item.setKey("/Title", pdf.text(bookmark.text));
        item.setKey("/Parent", parent.object);
        item.setKey("/Dest", destination(pdf, pages.at(static_cast<size_t>(bookmark.page)), bookmark.top));
        if (parent.children == 0) {
            parent.object.setKey("/First", item);
        } else {
            item.setKey("/Prev", parent.last);
            parent.last.setKey("/Next", item);
        }
        parent.object.setKey("/Last", item);
        parent.last = item;
        ++parent.children;
        open.push_back({bookmark.level, item});
    }
    while (!open.empty()) {
        close();
    }
    pdf.root().setKey("/Outlines", outlines);
    pdf.root().setKey("/PageMode", pdf.name("/UseOutlines"));
}

void addLinks(Pdf &pdf, const std::vector<PdfObject> &pages, const std::vector<InnerLink> &links)
{
    for (const InnerLink &link : links) {
        PdfObject page = pages.at(static_cast<size_t>(link.page));
        const double height = heightOf(page);
        auto annotation = pdf.dictionary();
        annotation.setKey("/Type", pdf.name("/Annot"));
        annotation.setKey("/Subtype", pdf.name("/Link"));
        annotation.setKey("/Rect",
                          pdf.array({pdf.number(link.rect.left(), 0), pdf.number(height - link.rect.bottom(), 0),
                                     pdf.number(link.rect.right(), 0), pdf.number(height - link.rect.top(), 0)}));
        annotation.setKey("/Border", pdf.array({pdf.integer(0), pdf.integer(0), pdf.integer(0)}));
        annotation.setKey("/Dest", destination(pdf, pages.at(static_cast<size_t>(link.targetPage)), link.targetTop));
        auto annotations = page.key("/Annots");
        if (!annotations.isArray()) {
            annotations = pdf.array({});
        }
        annotations.append(pdf.indirect(annotation));
        page.setKey("/Annots", annotations);
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
void nameFontsByNumber(Pdf &pdf)
{
    size_t number = 0;
    for (PdfObject &font : pdf.objects()) {
        if (!font.isDictionary() || !font.key("/Subtype").isName("/Type0")) {
            continue;
        }
        const auto tagged = pdf.name(subsetName(font.key("/BaseFont").name(), number++));
        font.setKey("/BaseFont", tagged);
        const auto descendants = font.key("/DescendantFonts");
        for (int i = 0; i < descendants.size(); ++i) {
            auto descendant = descendants.at(i);
            descendant.setKey("/BaseFont", tagged);
            descendant.key("/FontDescriptor").setKey("/FontName", tagged);
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
void nameCommonCharacters(Pdf &pdf)
{
    static const QRegularExpression range(QStringLiteral("^<[0-9a-fA-F]{4}> <[0-9a-fA-F]{4}> [<\\[]"));
    for (const PdfObject &object : pdf.objects()) {
        if (!object.isDictionary() || !object.key("/ToUnicode").isStream()) {
            continue;
        }
        auto stream = object.key("/ToUnicode");
        const QString map = QString::fromLatin1(stream.streamData());
        QStringList lines;
        for (const QStringView line : QStringView(map).split(u'\n')) {
            lines += range.match(line).hasMatch() ? withCommonForms(line) : line.toString();
        }
        stream.setStreamData(lines.join(u'\n').toUtf8());
    }
}

}  // namespace

Result<QByteArray> finishPdf(const QByteArray &bytes, const Finish &finish)
{
    auto pdf = Pdf::read(bytes);
    if (!pdf) {
        return failure(pdf);
    }
    const auto pages = pdf->pages();
    setInformation(*pdf, finish);
    setOutline(*pdf, pages, finish.bookmarks);
    addLinks(*pdf, pages, finish.links);
    nameFontsByNumber(*pdf);
    nameCommonCharacters(*pdf);
    return pdf->write();
}

}  // namespace onlyonce::page
