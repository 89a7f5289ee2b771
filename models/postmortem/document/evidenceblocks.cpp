// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence on paper: text as code, pictures as pictures, everything else by name and hash.
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/postmortem/document/sections.h"

#include <QLocale>
#include <QStringDecoder>

namespace onlyonce::sections {

namespace {

// A log of millions of lines stays attached to the incident; on paper nobody reads more than this.
constexpr int mostLines = 2'000;
constexpr qsizetype mostCharacters = 400'000;

bool isPicture(const QByteArray &content)
{
    return content.startsWith("\x89PNG\r\n\x1a\n") || content.startsWith("\xff\xd8\xff");
}

struct Decoded
{
    QString text;
    bool exact = true;
    bool whole = true;
};

//! Nothing when it is no text. Of what is too long to be read whole (see material.cpp), the lines of its beginning.
std::optional<Decoded> decoded(const Attachment &attachment)
{
    const bool whole = attachment.content.size() == attachment.bytes;
    const qsizetype end = whole ? 0 : attachment.content.lastIndexOf('\n') + 1;
    const QByteArray content = end == 0 ? attachment.content : attachment.content.first(end);
    const auto encoding = QStringConverter::encodingForData(content).value_or(QStringConverter::Utf8);
    if (encoding == QStringConverter::Utf8 && content.contains('\0')) {
        return {};
    }
    QStringDecoder decoder(encoding);
    QString text = decoder.decode(content);
    return Decoded{.text = std::move(text), .exact = !decoder.hasError(), .whole = whole};
}

struct Cut
{
    QString text;
    int lines = 0;
    int allLines = 0;
};

Cut cut(const QString &text)
{
    Cut kept;
    qsizetype end = 0;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype next = text.indexOf(QLatin1Char('\n'), at);
        next = next < 0 ? text.size() : next + 1;
        ++kept.allLines;
        if (kept.lines < mostLines && next <= mostCharacters) {
            ++kept.lines;
            end = next;
        }
        at = next;
    }
    if (kept.lines == 0) {  // one line longer than everything allowed
        end = std::min(text.size(), mostCharacters);
        end -= end > 0 && end < text.size() && text.at(end - 1).isHighSurrogate() ? 1 : 0;
    }
    kept.text = text.left(end);
    return kept;
}

QString identity(const Attachment &attachment)
{
    return tr("%1, SHA-256 %2")
        .arg(QLocale(QLocale::English).formattedDataSize(attachment.bytes),
             codeSpan(QString::fromLatin1(attachment.sha256.toHex())));
}

void addText(std::vector<Block> &blocks, const Attachment &attachment, const Decoded &content)
{
    const auto kept = cut(content.text);
    blocks.push_back(Code{.language = attachment.language, .title = attachment.name, .text = kept.text});
    const QLocale locale(QLocale::English);
    if (!content.whole) {
        blocks.push_back(Paragraph{
            tr("Cut: this is its beginning. The whole (%1) is kept with the incident.").arg(identity(attachment))});
    } else if (kept.text.size() < content.text.size()) {
        blocks.push_back(Paragraph{
            kept.lines == 0
                ? tr("Cut: the first %1 characters of one line. The whole (%2) is kept with the incident.")
                      .arg(locale.toString(kept.text.size()), identity(attachment))
                : tr("Cut: the first %1 of %2 lines. The whole (%3) is kept with the incident.")
                      .arg(locale.toString(kept.lines), locale.toString(kept.allLines), identity(attachment))});
    }
    if (!content.exact) {
        blocks.push_back(
            Paragraph{tr("Not all of it is valid UTF-8; what is not is shown as �. The file as it came (%1) "
                         "is kept with the incident.")
                          .arg(identity(attachment))});
    }
}

}  // namespace

void addEvidence(std::vector<Block> &blocks, const std::vector<Attachment> &evidence)
{
    for (const auto &attachment : evidence) {
        if (isPicture(attachment.content) && attachment.content.size() == attachment.bytes) {
            blocks.push_back(Picture{.data = attachment.content, .alt = attachment.name, .caption = attachment.name});
        } else if (const auto content = decoded(attachment)) {
            addText(blocks, attachment, *content);
        } else {
            blocks.push_back(Paragraph{
                tr("%1 is no text; it is not shown here (%2).").arg(codeSpan(attachment.name), identity(attachment))});
        }
    }
}

}  // namespace onlyonce::sections
