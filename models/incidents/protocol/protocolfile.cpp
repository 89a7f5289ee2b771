// SPDX-License-Identifier: GPL-3.0-or-later
// Protocols as files that people hand on and keep beside their runbooks, and the one to begin with.
#include "models/base/tr.h"
#include "models/incidents/protocol/protocol.h"

#include <QFile>

namespace onlyonce {

namespace {

QString mark()
{
    return QStringLiteral("---");
}

Result<> readCondition(const QString &line, Protocol &protocol)
{
    const qsizetype colon = line.indexOf(QLatin1Char(':'));
    const QString key = line.left(colon).trimmed().toLower();
    const QString value = line.mid(colon + 1).trimmed();
    if (colon > 0 && key == QStringLiteral("name")) {
        protocol.name = value;
    } else if (colon > 0 && key == QStringLiteral("service")) {
        protocol.services << value;
    } else if (colon > 0 && key == QStringLiteral("severity")) {
        const auto severity = severityFrom(value);
        if (!severity) {
            return failure(severity);
        }
        protocol.lowest = *severity;
    } else if (colon > 0 && key == QStringLiteral("drills")
               && (value == QStringLiteral("yes") || value == QStringLiteral("no"))) {
        protocol.drills = value == QStringLiteral("yes");
    } else if (!line.trimmed().isEmpty()) {
        return fail(ErrorCode::Invalid, tr("“%1” is no condition of a protocol. Write name, service or severity "
                                           "and a colon, or “drills: no”.")
                                            .arg(line.left(80)));
    }
    return {};
}

}  // namespace

QString toMarkdownFile(const Protocol &protocol)
{
    QStringList lines{mark(), QStringLiteral("name: ") + protocol.name};
    for (const QString &service : protocol.services) {
        lines << QStringLiteral("service: ") + service;
    }
    lines << QStringLiteral("severity: ") + toText(protocol.lowest)
          << QStringLiteral("drills: ") + (protocol.drills ? QStringLiteral("yes") : QStringLiteral("no")) << mark()
          << QString() << protocol.text << QString();
    return lines.join(QLatin1Char('\n'));
}

Result<Protocol> protocolFromFile(const QString &file, const QString &name)
{
    QString clean = file;
    clean.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    QStringList lines = clean.split(QLatin1Char('\n'));
    Protocol protocol;
    if (lines.front().trimmed() == mark()) {
        lines.removeFirst();
        while (!lines.isEmpty() && lines.front().trimmed() != mark()) {
            ONLYONCE_TRY(readCondition(lines.takeFirst(), protocol));
        }
        if (lines.isEmpty()) {
            return fail(ErrorCode::Invalid, tr("The conditions at the top of the file have no end: a line “---”."));
        }
        lines.removeFirst();
    }
    protocol.text = lines.join(QLatin1Char('\n')).trimmed();
    if (protocol.name.isEmpty()) {
        const QString first = protocol.text.section(QLatin1Char('\n'), 0, 0);
        protocol.name = first.startsWith(QStringLiteral("# ")) ? first.mid(2).trimmed() : name;
    }
    return protocol;
}

Protocol exampleProtocol()
{
    QFile file(QStringLiteral(":/protocols/outage.md"));
    const bool isThere = file.open(QIODevice::ReadOnly);  // it is built in: an empty one would be refused on saving
    return {.name = tr("Outage: the first 50 minutes"),
            .text = isThere ? QString::fromUtf8(file.readAll()).trimmed() : QString()};
}

}  // namespace onlyonce
