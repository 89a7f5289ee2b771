// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/archive/history.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/postmortem/archive/historytext.h"
#include "models/postmortem/archive/incidentfile.h"

#include <QStringDecoder>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr qsizetype largestText = 16LL * 1024 * 1024;

Result<> requireNews(const std::vector<TakenIn> &taken)
{
    const auto isHere = [](const TakenIn &each) { return each.wasHereAs.has_value(); };
    if (taken.empty() || !std::ranges::all_of(taken, isHere)) {
        return {};
    }
    constexpr size_t mostNamed = 5;
    QStringList references;
    for (const TakenIn &each : taken) {
        if (size_t(references.size()) < mostNamed) {
            references << QStringLiteral("INC-%1").arg(*each.wasHereAs);
        }
    }
    const QString named = references.join(QStringLiteral(", "));
    return fail(
        ErrorCode::Conflict,
        taken.size() > mostNamed
            ? tr("All of this was imported before: it is %1 and %2 more.").arg(named).arg(taken.size() - mostNamed)
            : tr("This was imported before: it is %1.").arg(named));
}

int countWhys(const std::vector<RecordedWhy> &whys)
{
    int count = int(whys.size());
    for (const RecordedWhy &why : whys) {
        count += countWhys(why.whys);
    }
    return count;
}

Result<Incident> takeIn(Transaction &transaction, const Recorded &recorded)
{
    const auto imported = importIncident(transaction, recorded.incident);
    if (!imported) {
        return failure(imported);
    }
    if (recorded.postMortem) {
        ONLYONCE_TRY(importPostMortem(transaction, *imported, *recorded.postMortem));
    }
    return imported->incident;
}

}  // namespace

RecordedSize sizeOf(const Recorded &recorded)
{
    const auto &postMortem = recorded.postMortem;
    return {.entries = int(recorded.incident.timeline.size()),
            .files = int(recorded.incident.evidence.size()),
            .whys = postMortem ? countWhys(postMortem->whys) : 0,
            .countermeasures = postMortem ? int(postMortem->measures.size()) : 0};
}

std::vector<LineProblem> lineProblems(const Error &error)
{
    std::vector<LineProblem> problems;
    const auto detail = parseJsonObject(error.detail.toUtf8());
    const QJsonArray all = detail.value_or(QJsonObject()).value(u"lines").toArray();
    for (const auto &each : all) {
        const QJsonObject row = each.toObject();
        problems.push_back({.line = row.value(u"line").toInt(), .what = row.value(u"what").toString()});
    }
    return problems;
}

Result<History> readHistory(const QByteArray &bytes, const std::optional<QTimeZone> &zone)
{
    if (bytes.trimmed().startsWith('{')) {
        auto file = readIncidentFile(bytes);
        if (!file) {
            return failure(file);
        }
        History history;
        history.incidents.push_back(std::move(*file));
        return history;
    }
    if (bytes.size() > largestText) {
        return fail(ErrorCode::Invalid, tr("A text of more than 16 MiB is no post-mortem and no table of incidents. "
                                           "Nothing was imported."));
    }
    QStringDecoder utf8(QStringDecoder::Utf8);
    QString text = utf8(bytes);
    if (utf8.hasError() || text.contains(QChar(QChar::Null))) {
        return fail(ErrorCode::Invalid, tr("This is no text in UTF-8. Save it as such (spreadsheets: “CSV UTF-8”), and "
                                           "import it again."));
    }
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(u'\r', u'\n');
    return archive::looksLikeTable(text) ? archive::readTable(text, zone) : archive::readMarkdown(text, zone);
}

Result<std::vector<TakenIn>> previewHistory(Transaction &transaction, const History &history)
{
    ONLYONCE_TRY(require(transaction, Permission::Administer));
    std::vector<TakenIn> result;
    for (const Recorded &recorded : history.incidents) {
        const auto before = importedBefore(transaction, recorded.incident.digest);
        if (!before) {
            return failure(before);
        }
        result.push_back({.incident = recorded.incident.incident, .wasHereAs = *before});
        result.back().incident.number = before->value_or(0);
    }
    return result;
}

Result<std::vector<TakenIn>> importHistory(Transaction &transaction, const History &history)
{
    auto taken = previewHistory(transaction, history);
    if (!taken) {
        return taken;
    }
    ONLYONCE_TRY(requireNews(*taken));
    for (size_t i = 0; i < taken->size(); ++i) {
        TakenIn &each = taken->at(i);
        if (!each.wasHereAs) {
            auto incident = takeIn(transaction, history.incidents[i]);
            if (!incident) {
                return failure(incident);
            }
            each.incident = std::move(*incident);
        }
    }
    return taken;
}

}  // namespace onlyonce
