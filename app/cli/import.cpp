// SPDX-License-Identifier: GPL-3.0-or-later
// A company's history comes in.
#include "app/cli/archive.h"
#include "app/cli/common.h"
#include "models/base/files.h"
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/postmortem/archive/incidentfile.h"

namespace onlyonce {

namespace {

Result<std::optional<QTimeZone>> zoneMeant(const Invocation &call)
{
    const QString name = call.option(QStringLiteral("zone"));
    if (name.isEmpty()) {
        return std::nullopt;
    }
    if (!QTimeZone::isTimeZoneIdAvailable(name.toLatin1())) {  // QTimeZone makes one of any word
        return usage(tr("“%1” is not a time zone, like Europe/Berlin.").arg(name));
    }
    return QTimeZone(name.toLatin1());
}

QJsonObject rowJson(const Recorded &recorded, const TakenIn &taken)
{
    const Incident &incident = taken.incident;
    const RecordedSize size = sizeOf(recorded);
    return {{QStringLiteral("number"), incident.number > 0 ? QJsonValue(incident.number) : QJsonValue()},
            {QStringLiteral("title"), incident.title},
            {QStringLiteral("severity"), toText(incident.severity)},
            {QStringLiteral("status"), toText(incident.status)},
            {QStringLiteral("startedAt"), toJson(incident.time(IncidentTime::Started))},
            {QStringLiteral("resolvedAt"), toJson(incident.time(IncidentTime::Resolved))},
            {QStringLiteral("line"), recorded.line},
            {QStringLiteral("entries"), size.entries},
            {QStringLiteral("files"), size.files},
            {QStringLiteral("whys"), size.whys},
            {QStringLiteral("countermeasures"), size.countermeasures},
            {QStringLiteral("wasHere"), taken.wasHereAs.has_value()}};
}

QStringList rowTexts(const QJsonObject &row)
{
    const auto count = [&row](const char *key) {
        return QString::number(row.value(QLatin1StringView(key)).toInteger());
    };
    const QString number =
        row.value(QStringLiteral("number")).isNull() ? tr("new") : QStringLiteral("INC-") + count("number");
    const QString start = row.value(QStringLiteral("startedAt")).toString();
    return {row.value(QStringLiteral("wasHere")).toBool() ? tr("%1, already here").arg(number) : number,
            row.value(QStringLiteral("severity")).toString(),
            start.isEmpty() ? tr("start not recorded") : start.left(16).replace(u'T', u' '),
            tr("entries: %1, files: %2, whys: %3, countermeasures: %4")
                .arg(count("entries"), count("files"), count("whys"), count("countermeasures")),
            row.value(QStringLiteral("title")).toString()};
}

Result<> importFile(Invocation &call)
{
    if (call.has(QStringLiteral("schema"))) {
        return writeStandardOutput(incidentFileSchema());
    }
    if (call.argument(0).isEmpty()) {
        return usage(tr("Name the file, or “-” for what comes in."));
    }
    const auto zone = zoneMeant(call);
    if (!zone) {
        return failure(zone);
    }
    const auto bytes = readInput(call.argument(0), largestHistory);
    const auto history = bytes ? readHistory(*bytes, *zone) : failure(bytes);
    if (!history) {
        return failure(history);
    }
    const bool only = call.has(QStringLiteral("dry-run"));
    const auto taken = call.change([&](Transaction &transaction) {
        return only ? previewHistory(transaction, *history) : importHistory(transaction, *history);
    });
    if (!taken) {
        return failure(taken);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (size_t i = 0; i < taken->size(); ++i) {
        const QJsonObject row = rowJson(history->incidents[i], taken->at(i));
        array.append(row);
        rows << rowTexts(row);
    }
    const QStringList lines{only ? tr("Would be imported:") : tr("Imported:"), table(rows),
                            history->remarks.join(u'\n')};
    call.answer(QJsonObject{{QStringLiteral("dryRun"), only},
                            {QStringLiteral("incidents"), array},
                            {QStringLiteral("remarks"), QJsonArray::fromStringList(history->remarks)}},
                lines.join(u'\n').trimmed());
    return {};
}

}  // namespace

Command importCommand()
{
    return {.name = QStringLiteral("import"),
            .arguments = QStringLiteral("[FILE]"),
            .summary =
                tr("Takes in earlier incidents: what “export --format json” has written, complete; a post-mortem in "
                   "Markdown with the usual headings (Summary, Impact, Timeline, Root causes, Five whys, Action "
                   "items …); or a table as CSV, a line per incident (title, severity, started, resolved, services, "
                   "root cause …). They are new incidents, with everything as it was recorded. Nobody is called or "
                   "told. All of the file comes in or, if something in it is wrong, nothing; what came in before "
                   "is left alone."),
            .options = {{QStringLiteral("dry-run"), tr("Only says what would come in.")},
                        {QStringLiteral("zone"),
                         tr("Of times that name no zone: a place such as Europe/Berlin. UTC without it."), tr("ZONE")},
                        {QStringLiteral("schema"), tr("Prints the JSON Schema of what “export” writes instead.")}},
            .run = importFile,
            .jsonHelp =
                tr("{dryRun, incidents: [{number (null: new), title, severity, status, startedAt, resolvedAt, line, "
                   "entries, files, whys, countermeasures, wasHere}], remarks: […]}"),
            .missing = Missing::Make};
}

}  // namespace onlyonce
