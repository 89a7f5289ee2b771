// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/visibletext.h"

#include <QRegularExpression>

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

//! Embeddings, overrides and isolates: within them "gnp.exe" can be made to read "exe.png".
bool turnsText(QChar c)
{
    return (c >= QChar(0x202a) && c <= QChar(0x202e)) || (c >= QChar(0x2066) && c <= QChar(0x2069));
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
            result += spelledOut(c);
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
        if (c == QChar(0x200e) || c == QChar(0x200f) || c == QChar(0x061c)) {
            result += spelledOut(c);
        } else {
            result += c;
        }
    }
    return result;
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
