// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/cellmarkdown.h"

#include "models/documents/markdown.h"

#include <QRegularExpression>
#include <QStringList>

namespace onlyonce {

namespace {

using namespace Qt::StringLiterals;

bool isFence(const QString &line)
{
    return line.startsWith(u"```"_s) || line.startsWith(u"~~~"_s);
}

QString besideEachOther(QString row)
{
    row = row.sliced(1);
    if (row.endsWith(u'|')) {
        row.chop(1);
    }
    static const QRegularExpression border(u"(?<!\\\\)\\|"_s);
    QStringList cells;
    for (const QString &cell : row.split(border)) {
        cells << cell.trimmed();
    }
    return cells.join(u" · "_s);
}

QString proseLine(const QString &line)
{
    static const QRegularExpression item(u"^(\\s*)[-*+]\\s+(?!\\[)"_s);
    static const QRegularExpression heading(u"^#{1,6}\\s+(.*?)\\s*#*$"_s);
    static const QRegularExpression quote(u"^(>\\s?)+"_s);
    static const QRegularExpression ruler(u"^\\|?[\\s:|-]*-[\\s:|-]*$"_s);
    const QString text = line.trimmed();
    if (text.startsWith(u'|')) {
        return ruler.match(text).hasMatch() ? QString() : besideEachOther(text);
    }
    if (const auto title = heading.match(text); title.hasMatch()) {
        return u"**%1**"_s.arg(title.captured(1));
    }
    const auto bullet = item.match(line);
    return bullet.hasMatch()
             ? QString(bullet.capturedLength(1) / 2 * 2, QChar(0x00a0)) + u"• "_s + line.sliced(bullet.capturedLength())
             : QString(line).remove(quote);
}

}  // namespace

QString cellMarkdown(const QString &markdown)
{
    QStringList lines;
    bool isCode = false;
    for (const QString &line : markdown.split(u'\n')) {
        if (isFence(line.trimmed())) {
            isCode = !isCode;
            continue;
        }
        const QString shown = isCode ? codeSpan(line) : proseLine(line);
        if (!shown.trimmed().isEmpty()) {
            lines << shown;
        }
    }
    return lines.join(u'\n');
}

}  // namespace onlyonce
