// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/net/mailtext.h"

#include <QList>

#include <algorithm>

namespace onlyonce::mailtext {

namespace {

constexpr qsizetype lineOctets = 76;
constexpr qsizetype wordOctets = 75;

//! May stand in a header as it is. What only looks like an encoded word would be decoded by its reader.
bool isPlain(const QString &text)
{
    return std::ranges::all_of(text, [](QChar c) { return c.unicode() >= 32 && c.unicode() < 127; })
        && !text.contains(u"=?");
}

//! Words "=?UTF-8?B?…?=" joined by folds; their reader drops the space between two of them.
QByteArray encodedWords(qsizetype column, const QString &text)
{
    const QByteArray opening = "=?UTF-8?B?";
    const QByteArray closing = "?=";
    QByteArray result;
    QByteArray pending;
    const auto fits = [&](qsizetype bytes) {
        const qsizetype size = opening.size() + (bytes + 2) / 3 * 4 + closing.size();
        return size <= wordOctets && column + size <= lineOctets;
    };
    for (const uint codePoint : text.toUcs4()) {
        const auto character = static_cast<char32_t>(codePoint);
        const QByteArray bytes = QString::fromUcs4(&character, 1).toUtf8();
        if (!pending.isEmpty() && !fits(pending.size() + bytes.size())) {
            result += opening + pending.toBase64() + closing + "\r\n ";
            pending.clear();
            column = 1;
        }
        pending += bytes;
    }
    return result + opening + pending.toBase64() + closing;
}

//! Breaks lines before spaces only, and never leaves a line of spaces alone, which some readers take for the end of
//! the headers. Taking the line breaks out gives the text back.
QByteArray folded(qsizetype column, const QByteArray &text)
{
    QByteArray result;
    qsizetype start = 0;
    while (start < text.size()) {
        qsizetype word = start;
        while (word < text.size() && text[word] == ' ') {
            ++word;
        }
        qsizetype end = word;
        while (end < text.size() && text[end] != ' ') {
            ++end;
        }
        if (start > 0 && end > word && column + (end - start) > lineOctets) {
            result += "\r\n";
            column = 0;
        }
        result += QByteArrayView(text).sliced(start, end - start);
        column += end - start;
        start = end;
    }
    return result;
}

QByteArray quotedPrintable(const QByteArray &text)
{
    QByteArray result;
    result.reserve(text.size() + text.size() / 8);
    qsizetype column = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') {
            result += "\r\n";
            column = 0;
            continue;
        }
        const bool blankAtEnd = (c == ' ' || c == '\t') && (i + 1 == text.size() || text[i + 1] == '\n');
        const bool literal = ((c >= 33 && c <= 126 && c != '=') || c == ' ' || c == '\t') && !blankAtEnd;
        const qsizetype size = literal ? 1 : 3;
        if (column + size > lineOctets - 1) {  // one octet is kept for the "=" of a soft break
            result += "=\r\n";
            column = 0;
        }
        if (literal) {
            result += c;
        } else {
            result += '=' + QByteArray(1, c).toHex().toUpper();
        }
        column += size;
    }
    return result;
}

QByteArray base64Lines(QByteArray text)
{
    const QByteArray encoded = text.replace('\n', "\r\n").toBase64();
    QByteArray result;
    result.reserve(encoded.size() + encoded.size() / 38 + 2);
    for (qsizetype i = 0; i < encoded.size(); i += lineOctets) {
        result += encoded.mid(i, lineOctets) + "\r\n";
    }
    return result;
}

}  // namespace

QByteArray unstructured(qsizetype column, const QString &text)
{
    const bool keepsSpaces = !text.startsWith(u' ') && !text.endsWith(u' ');
    return isPlain(text) && keepsSpaces ? folded(column, text.toLatin1()) : encodedWords(column, text);
}

QByteArray phrase(qsizetype column, const QString &name, const QByteArray &address)
{
    if (name.isEmpty()) {
        return address;
    }
    QByteArray words;
    if (isPlain(name) && column + name.size() < lineOctets - 10) {
        QByteArray escaped = name.toLatin1();
        escaped.replace('\\', "\\\\").replace('"', "\\\"");
        words = '"' + escaped + '"';
    } else {
        words = encodedWords(column, name);
    }
    const qsizetype lastLine = words.size() - (words.lastIndexOf('\n') + 1) + (words.contains('\n') ? 0 : column);
    const bool fits = lastLine + address.size() + 3 <= lineOctets;
    return words + (fits ? " <" : "\r\n <") + address + '>';
}

EncodedBody encodeBody(const QString &text)
{
    QByteArray bytes = text.toUtf8();
    bytes.replace("\r\n", "\n").replace('\r', '\n');
    if (!bytes.endsWith('\n')) {
        bytes += '\n';
    }
    const QByteArray readable = quotedPrintable(bytes);
    const QByteArray compact = base64Lines(bytes);
    return compact.size() < readable.size() ? EncodedBody{"base64", compact}
                                            : EncodedBody{"quoted-printable", readable};
}

}  // namespace onlyonce::mailtext
