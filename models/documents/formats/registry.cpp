// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/formats/registry.h"

#include "models/documents/formats/formats.h"
#include "models/documents/visibletext.h"

#include <algorithm>
#include <array>

namespace onlyonce {

std::span<const Format> formats()
{
    static const std::array all{
        Format{QStringLiteral("pdf"), QStringLiteral("PDF"), QStringLiteral("pdf"), QStringLiteral("application/pdf"),
               renderPdf},
        Format{QStringLiteral("html"), QStringLiteral("HTML"), QStringLiteral("html"), QStringLiteral("text/html"),
               renderHtml},
        Format{QStringLiteral("docx"), QStringLiteral("Word"), QStringLiteral("docx"),
               QStringLiteral("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), renderDocx,
               docxNeeds},
        Format{QStringLiteral("odt"), QStringLiteral("OpenDocument"), QStringLiteral("odt"),
               QStringLiteral("application/vnd.oasis.opendocument.text"), renderOdt},
        Format{QStringLiteral("markdown"), QStringLiteral("Markdown"), QStringLiteral("md"),
               QStringLiteral("text/markdown"), renderMarkdown},
    };
    return all;
}

const Format *formatById(QStringView id)
{
    const auto found = std::ranges::find_if(formats(), [&](const Format &format) { return format.id == id; });
    return found == formats().end() ? nullptr : &*found;
}

QString suggestedFileName(const Document &document, const Format &format)
{
    static const QStringView forbidden = u"/\\:*?\"<>|";
    QString name;
    for (const QChar c : visibleLine(document.title)) {
        const bool isSpace = c.isSpace() || forbidden.contains(c);
        if (!isSpace) {
            name += c;
        } else if (!name.endsWith(u' ')) {
            name += u' ';
        }
    }
    // File systems allow 255 bytes, and some programs choke on leading and trailing dots.
    while (name.toUtf8().size() > 120) {
        name.chop(name.back().isLowSurrogate() ? 2 : 1);
    }
    while (name.endsWith(u'.') || name.endsWith(u' ')) {
        name.chop(1);
    }
    while (name.startsWith(u'.') || name.startsWith(u' ')) {
        name.remove(0, 1);
    }
    return (name.isEmpty() ? QStringLiteral("document") : name) + u'.' + format.extension;
}

}  // namespace onlyonce
