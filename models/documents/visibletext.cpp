// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/visibletext.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <vector>

namespace onlyonce {

namespace {

QString withoutTerminalColours(QStringView text)
{
    QString plain = text.toString();
    if (plain.contains(u'\x1b')) {
        static const QRegularExpression colour(QStringLiteral("\x1b\\[[0-9;]*m"));
        plain.remove(colour);
    }
    return plain;
}

bool isNonCharacter(char32_t c)
{
    return (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

constexpr QChar firstStrongIsolate(0x2068);
constexpr QChar popIsolate(0x2069);

//! Embeddings, overrides and isolates: within them "gnp.exe" can be made to read "exe.png".
bool turnsText(QChar c)
{
    return (c >= QChar(0x202a) && c <= QChar(0x202e)) || (c >= QChar(0x2066) && c <= QChar(0x2069));
}

//! Where a first strong isolate begins, and where it ends in the same line, in ascending order.
std::vector<qsizetype> wholeIsolates(QStringView text)
{
    std::vector<qsizetype> whole;
    std::vector<qsizetype> open;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == u'\n' || c == u'\r' || c == QChar::LineSeparator || c == QChar::ParagraphSeparator) {
            open.clear();
        } else if (c >= QChar(0x2066) && c <= firstStrongIsolate) {
            open.push_back(i);
        } else if (c == popIsolate && !open.empty()) {
            if (text[open.back()] == firstStrongIsolate) {
                whole.push_back(open.back());
                whole.push_back(i);
            }
            open.pop_back();
        }
    }
    std::ranges::sort(whole);
    return whole;
}

bool hasRightToLeft(QStringView text)
{
    const auto ucs4 = text.toUcs4();
    return std::ranges::any_of(ucs4, [](uint c) {
        const auto direction = QChar::direction(c);
        return direction == QChar::DirR || direction == QChar::DirAL;
    });
}

//! Not in square brackets: in Markdown these could become a link, or define one and vanish.
QString spelledOut(QChar c)
{
    return QStringLiteral("‹U+%1›").arg(QString::number(c.unicode(), 16).toUpper().rightJustified(4, u'0'));
}

}  // namespace

QString visibleText(QStringView text)
{
    const QString source = withoutTerminalColours(text);
    const auto isolates = source.contains(firstStrongIsolate) ? wholeIsolates(source) : std::vector<qsizetype>();
    QString result;
    result.reserve(source.size());
    for (qsizetype i = 0; i < source.size(); ++i) {
        const QChar c = source[i];
        if (c.isHighSurrogate() && i + 1 < source.size() && source[i + 1].isLowSurrogate()) {
            if (isNonCharacter(QChar::surrogateToUcs4(c, source[i + 1]))) {
                result += QChar::ReplacementCharacter;
            } else {
                result += c;
                result += source[i + 1];
            }
            ++i;
        } else if (c.isSurrogate() || isNonCharacter(c.unicode())) {
            result += QChar::ReplacementCharacter;
        } else if (c == u'\r') {
            if (i + 1 == source.size() || source[i + 1] != u'\n') {
                result += u'\n';
            }
        } else if (c == u'\n' || c == u'\t') {
            result += c;
        } else if (c < u' ') {
            result += QChar(0x2400 + c.unicode());
        } else if (c == u'\x7f') {
            result += QChar(0x2421);
        } else if (c > u'\x7f' && c < u'\xa0') {
            result += c == QChar(0x85) ? QChar(u'\n') : QChar(QChar::ReplacementCharacter);
        } else if (c == QChar::LineSeparator || c == QChar::ParagraphSeparator) {
            result += u'\n';
        } else if (turnsText(c)) {
            result += std::ranges::binary_search(isolates, i) ? QString(c) : spelledOut(c);
        } else if (c != QChar::ByteOrderMark || i > 0) {
            result += c;
        }
    }
    return result;
}

QString visibleCode(QStringView text)
{
    const QString visible = visibleText(text);
    QString result;
    result.reserve(visible.size());
    for (const QChar c : visible) {
        if (c == QChar(0x200e) || c == QChar(0x200f) || c == QChar(0x061c) || turnsText(c)) {
            result += spelledOut(c);
        } else {
            result += c;
        }
    }
    return result;
}

QString isolated(const QString &text)
{
    if (!hasRightToLeft(text)) {
        return text;
    }
    QStringList lines = visibleText(text).split(u'\n');
    for (QString &line : lines) {
        if (hasRightToLeft(line)) {
            line = firstStrongIsolate + line + popIsolate;
        }
    }
    return lines.join(u'\n');
}

QString visibleLine(QStringView text)
{
    return visibleText(text).replace(u'\n', u' ').replace(u'\t', u' ').trimmed();
}

QString shortLine(QStringView text, qsizetype longest)
{
    QString line = visibleLine(text).simplified();
    if (line.size() > longest) {
        // Not through the middle of a character outside the BMP.
        line.truncate(line.at(longest - 2).isHighSurrogate() ? longest - 2 : longest - 1);
        line += u'…';
    }
    return line;
}

QString expandedTabs(QStringView line, int width)
{
    QString result;
    result.reserve(line.size());
    int column = 0;
    for (const QChar c : line) {
        if (c == u'\t') {
            const int blanks = width - column % width;
            result.append(QString(blanks, u' '));
            column += blanks;
        } else {
            result += c;
            column += c.isLowSurrogate() ? 0 : 1;
        }
    }
    return result;
}

}  // namespace onlyonce
