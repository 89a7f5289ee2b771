// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/archive/csv.h"

#include "models/base/tr.h"

#include <algorithm>

namespace onlyonce::archive {

namespace {

QString csvCell(QString text)
{
    static const QStringView formula = u"=+-@\t\r";
    if (!text.isEmpty() && formula.contains(text.front())) {
        text.prepend(u'\'');
    }
    static const QStringView special = u"\",\n\r";
    const bool quoted = std::ranges::any_of(text, [](QChar c) { return special.contains(c); });
    return quoted ? u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"' : text;
}

}  // namespace

QString csvRow(const QStringList &texts)
{
    QStringList cells;
    std::ranges::transform(texts, std::back_inserter(cells), csvCell);
    return cells.join(u',') + QStringLiteral("\r\n");
}

Result<std::vector<CsvRow>> readCsv(const QString &text, QChar separator)
{
    std::vector<CsvRow> rows;
    CsvRow row;
    QString cell;
    int line = 1;
    int quotedSince = 0;  // the line; 0: not within quotation marks
    const auto endRow = [&] {
        row.cells << std::exchange(cell, {});
        if (std::ranges::any_of(row.cells, [](const QString &each) { return !each.trimmed().isEmpty(); })) {
            rows.push_back(row);
        }
        row = {.line = line + 1, .cells = {}};
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (quotedSince > 0) {
            if (c != u'"') {
                cell += c;
            } else if (i + 1 < text.size() && text[i + 1] == u'"') {
                cell += c;
                ++i;
            } else {
                quotedSince = 0;
            }
        } else if (c == u'"' && cell.isEmpty()) {
            quotedSince = line;
        } else if (c == separator) {
            row.cells << std::exchange(cell, {});
        } else if (c == u'\n') {
            endRow();
        } else {
            cell += c;
        }
        line += c == u'\n' ? 1 : 0;
    }
    if (quotedSince > 0) {
        return fail(ErrorCode::Invalid, tr("Line %1: a quotation mark begins here and does not end. Nothing was "
                                           "imported.")
                                            .arg(quotedSince));
    }
    endRow();
    return rows;
}

QChar separatorIn(const QString &firstLine)
{
    const auto most = std::ranges::max(std::array{u',', u';', u'\t'}, {},
                                       [&](char16_t each) { return firstLine.count(QChar(each)); });
    return QChar(most);
}

}  // namespace onlyonce::archive
