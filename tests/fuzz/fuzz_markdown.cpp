// SPDX-License-Identifier: GPL-3.0-or-later
// Any text through every road that Markdown takes: nothing in it becomes HTML of its own or a link that runs.
#include "models/documents/markdown.h"
#include "models/documents/richtext.h"

#include <QRegularExpression>

#include <cstdlib>

using namespace onlyonce;

namespace {

void checkHarmless(const QString &html)
{
    static const QRegularExpression harm(
        QStringLiteral("<\\s*(script|iframe|img|style|svg|object)|\\son\\w+\\s*=|href=\"(?!https?:|mailto:|tel:|\")"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression tag(QStringLiteral("<[^>]*>"));
    for (auto tags = tag.globalMatch(html); tags.hasNext();) {
        if (harm.match(tags.next().captured()).hasMatch()) {
            std::abort();
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    checkHarmless(markdownToHtml(text));
    checkHarmless(markdownToInlineHtml(text));
    checkHarmless(markdownToHtml(escapeMarkdown(text)));
    checkHarmless(markdownToHtml(codeFence(text)));
    (void)markdownToPlain(text);
    (void)forumMarkdown(text);
    (void)normalizedMarkdown(text);
    (void)richBlocks(text);
    (void)richLine(text);
    return 0;
}
