// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/archive/countermeasurecsv.h"

#include "models/documents/visibletext.h"
#include "models/postmortem/archive/csv.h"

namespace onlyonce {

QByteArray countermeasuresCsv(const std::vector<Countermeasure> &measures, QDate today)
{
    QString csv = QChar(QChar::ByteOrderMark)
                + archive::csvRow({QStringLiteral("incident"), QStringLiteral("id"), QStringLiteral("state"),
                                   QStringLiteral("overdue"), QStringLiteral("dueOn"), QStringLiteral("owner"),
                                   QStringLiteral("kind"), QStringLiteral("text"), QStringLiteral("effectCheck"),
                                   QStringLiteral("checkResult"), QStringLiteral("doneAt"), QStringLiteral("checkedAt"),
                                   QStringLiteral("link"), QStringLiteral("visibility")});
    const auto moment = [](const std::optional<Instant> &at) { return at ? toIso(*at) : QString(); };
    const auto lines = [](QString text) { return text.replace(u'\n', QStringLiteral("\r\n")); };
    for (const Countermeasure &each : measures) {
        csv += archive::csvRow(
            {QStringLiteral("INC-%1").arg(each.incidentNumber), QString::number(each.id.value), toText(each.state),
             each.isOverdue(today) ? QStringLiteral("yes") : QStringLiteral("no"),
             each.what.dueOn ? each.what.dueOn->toString(Qt::ISODate) : QString(), visibleLine(each.ownerName),
             toText(each.what.kind), lines(each.what.text), lines(each.what.effectCheck), lines(each.checkResult),
             moment(each.doneAt), moment(each.checkedAt), each.what.link, toText(each.what.visibility)});
    }
    return csv.toUtf8();
}

}  // namespace onlyonce
