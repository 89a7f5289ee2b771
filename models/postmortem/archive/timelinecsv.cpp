// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/incidents/desk.h"
#include "models/postmortem/archive/csv.h"
#include "models/postmortem/archive/dataformats.h"

namespace onlyonce {

Result<QByteArray> timelineCsv(Transaction &transaction, IncidentId id)
{
    const auto about = incident(transaction, id);
    const auto timeline = timelineOf(transaction, id);
    if (!about || !timeline) {
        return !about ? failure(about) : failure(timeline);
    }
    if (!*about) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    QString csv = QChar(QChar::ByteOrderMark)
                + archive::csvRow({QStringLiteral("happenedAt"), QStringLiteral("recordedAt"), QStringLiteral("kind"),
                                   QStringLiteral("actor"), QStringLiteral("visibility"), QStringLiteral("pinned"),
                                   QStringLiteral("text")});
    for (const TimelineEntry &entry : *timeline) {
        csv += archive::csvRow({toIso(entry.happenedAt), toIso(entry.recordedAt), toText(entry.kind),
                                visibleLine(entry.actorName), toText(entry.visibility),
                                entry.pinned ? QStringLiteral("yes") : QStringLiteral("no"),
                                markdownToPlain(entry.body).replace(u'\n', QStringLiteral("\r\n"))});
    }
    return csv.toUtf8();
}

}  // namespace onlyonce
