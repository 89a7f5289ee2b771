// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/archive/archiveindex.h"

#include "models/base/tr.h"
#include "models/documents/formats/htmlstyle.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"

#include <QFileInfo>
#include <QUrl>

namespace onlyonce::archive {

namespace {

QString linkTo(const IndexRow &row, const QString &file)
{
    const auto encoded = [](const QString &name) { return QString::fromLatin1(QUrl::toPercentEncoding(name)); };
    return encoded(row.folder) + u'/' + encoded(file);
}

QString kindOf(const QString &file)
{
    return QFileInfo(file).suffix().toUpper();
}

QString shownTime(const std::optional<Instant> &time)
{
    return time ? toDateTime(*time).toString(QStringLiteral("yyyy-MM-dd HH:mm")) : QStringLiteral("–");
}

QString htmlText(const QString &text)
{
    return visibleLine(text).toHtmlEscaped();
}

}  // namespace

QByteArray ArchiveIndex::html() const
{
    QString page =
        QStringLiteral("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<title>%1</title>\n<style>%2</style>\n</head>\n<body>\n<header><h1>%1</h1></header>\n"
                       "<main>\n<table>\n<thead><tr>")
            .arg(htmlText(title), htmlStyleSheet());
    for (const QString &column : columns) {
        page += QStringLiteral("<th scope=\"col\" class=\"words\">%1</th>").arg(htmlText(column));
    }
    page += QStringLiteral("</tr></thead>\n<tbody>\n");
    for (const IndexRow &row : rows) {
        page += QStringLiteral("<tr><td>%1</td>").arg(htmlText(row.title));
        for (const QString &fact : row.facts) {
            page += QStringLiteral("<td class=\"words\">%1</td>").arg(htmlText(fact));
        }
        QStringList links;
        for (const QString &file : row.files) {
            links << QStringLiteral("<a href=\"%1\">%2</a>").arg(linkTo(row, file), kindOf(file));
        }
        page += QStringLiteral("<td class=\"words\">%1</td></tr>\n").arg(links.join(QStringLiteral(" ")));
    }
    page += QStringLiteral("</tbody>\n</table>\n</main>\n</body>\n</html>\n");
    return page.toUtf8();
}

QByteArray ArchiveIndex::markdown() const
{
    const auto line = [](const QStringList &cells) {
        return QStringLiteral("| %1 |\n").arg(cells.join(QStringLiteral(" | ")));
    };
    QString text = QStringLiteral("# %1\n\n").arg(escapeMarkdown(title));
    text += line(columns) + line(QStringList(columns.size(), QStringLiteral("---")));
    for (const IndexRow &row : rows) {
        QStringList cells{escapeMarkdown(row.title)};
        for (const QString &fact : row.facts) {
            cells << escapeMarkdown(fact);
        }
        QStringList links;
        for (const QString &file : row.files) {
            links << QStringLiteral("[%1](%2)").arg(kindOf(file), linkTo(row, file));
        }
        text += line(cells << links.join(u' '));
    }
    return text.toUtf8();
}

ArchiveIndex indexFor(Audience audience)
{
    return audience == Audience::Public
             ? ArchiveIndex{.title = tr("What happened, and what we learned"), .columns = {tr("Incident"), tr("Files")}}
             : ArchiveIndex{.title = tr("Incidents"),
                            .columns = {tr("Incident"), tr("Severity"), tr("Status"), tr("Started (UTC)"),
                                        tr("Resolved (UTC)"), tr("Services"), tr("Files")}};
}

IndexRow rowOf(const Incident &incident, Audience audience, const QString &documentTitle)
{
    IndexRow row{.title = documentTitle};
    if (audience == Audience::Internal) {
        row.facts = {toText(incident.severity),
                     incident.drill ? tr("%1, a drill").arg(label(incident.status)) : label(incident.status),
                     shownTime(incident.time(IncidentTime::Started)), shownTime(incident.time(IncidentTime::Resolved)),
                     incident.services.join(QStringLiteral(", "))};
    }
    return row;
}

}  // namespace onlyonce::archive
