// SPDX-License-Identifier: GPL-3.0-or-later
// One HTML file that needs nothing else: no scripts, no fonts or pictures from elsewhere, and a policy that forbids the
// browser to fetch or run any.
#include "models/base/tr.h"
#include "models/documents/formats/formats.h"
#include "models/documents/formats/htmlblocks.h"
#include "models/documents/formats/htmlstyle.h"
#include "models/documents/timelinetable.h"
#include "models/documents/visibletext.h"

#include <QCryptographicHash>

#include <algorithm>

namespace onlyonce {

namespace {

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
        html += QStringLiteral("<li><a href=\"#s%1\">").arg(number) + htmlLine(heading->text) + QStringLiteral("</a>");
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

    const QString author = htmlLine(document.author);
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
    html += QStringLiteral("<meta name=\"generator\" content=\"OnlyOnce\">\n<title>") + htmlLine(document.title)
          + QStringLiteral("</title>\n<style>") + style + QStringLiteral("</style>\n</head>\n<body>\n<header>\n");
    if (!document.notice.isEmpty()) {
        html += QStringLiteral("<p class=\"notice\">") + htmlLine(document.notice) + QStringLiteral("</p>\n");
    }
    html += QStringLiteral("<h1>") + htmlLine(document.title) + QStringLiteral("</h1>\n");
    if (!document.subtitle.isEmpty()) {
        html += QStringLiteral("<p class=\"subtitle\">") + htmlLine(document.subtitle) + QStringLiteral("</p>\n");
    }
    html += htmlCover(document.facts) + QStringLiteral("</header>\n")
          + (options.contents ? contentsOf(document) : QString()) + QStringLiteral("<main>\n")
          + htmlBlocks(document.blocks, options.zone) + QStringLiteral("</main>\n<footer>")
          + (author.isEmpty() ? QString() : isolated(author) + QStringLiteral(" · ")) + utcText(document.created)
          + QStringLiteral("</footer>\n</body>\n</html>\n");
    return html.toUtf8();
}

}  // namespace onlyonce
