// SPDX-License-Identifier: GPL-3.0-or-later
// The way back: a file is read whole and judged before the first row is written.
#include "models/base/tr.h"
#include "models/postmortem/archive/incidentfile.h"
#include "models/postmortem/archive/members.h"
#include "models/postmortem/archive/reviewfile.h"

#include <QCryptographicHash>

#include <map>
#include <set>

namespace onlyonce {

namespace {

using archive::Members;

Incident readIncident(Members in)
{
    Incident incident{.number = in.number("number"),
                      .title = in.text("title"),
                      .severity = in.read("severity", severityFrom),
                      .status = in.read("status", incidentStatusFrom),
                      .catastrophic = in.flag("catastrophic"),
                      .catastrophicDecided = in.flag("catastrophicDecided"),
                      .drill = in.flag("drill"),
                      .visibility = in.read("visibility", visibilityFrom),
                      .services = in.names("services"),
                      .dataCentres = in.names("datacentres"),
                      .nextUpdateAt = in.maybeTime("nextUpdateAt"),
                      .closedAt = in.maybeTime("closedAt"),
                      .createdAt = in.time("createdAt")};
    if (!in.at("resolution").isNull()) {
        incident.resolution = in.read("resolution", resolutionFrom);
    }
    for (const IncidentTime which : allIncidentTimes) {
        incident.time(which) = in.maybeTime(toText(which).toLatin1().constData());
    }
    constexpr qsizetype longestTitle = 300;
    if (incident.title.trimmed().isEmpty() || incident.title.size() > longestTitle) {
        in.complain(QStringLiteral("incident.title"), tr("a title of at most 300 characters is expected"));
    }
    return incident;
}

//! What entries refer to by number is of the database that they come from: here it would be another incident's.
QJsonObject readData(Members in)
{
    const QJsonObject data = in.at("data").toObject();
    for (auto member = data.begin(); member != data.end(); ++member) {
        const QString &key = member.key();
        const bool isText =
            key == QStringLiteral("from") || key == QStringLiteral("to") || key == QStringLiteral("time");
        if (isText ? !member->isString() : key != QStringLiteral("attachment")) {
            in.complain(QStringLiteral("timeline.data.") + key,
                        isText ? tr("a text is expected") : tr("an entry has no such data"));
        }
    }
    return data;
}

TimelineEntry readEntry(Members in)
{
    return {.kind = timelineKindFrom(in.text("kind")),
            .happenedAt = in.time("happenedAt"),
            .recordedAt = in.time("recordedAt"),
            .actorName = in.text("actor"),
            .visibility = in.read("visibility", visibilityFrom),
            .body = in.text("body"),
            .data = readData(in),
            .pinned = in.flag("pinned")};
}

Attachment readFile(Members in)
{
    return {.name = in.text("name"),
            .language = in.text("language"),
            .visibility = in.read("visibility", visibilityFrom),
            .sha256 = QByteArray::fromHex(in.text("sha256").toLatin1()),
            .content = in.content("content"),
            .addedAt = in.time("addedAt"),
            .redacted = in.flag("redacted")};
}

RecordedWhy readWhy(Members in, size_t entries, size_t files, int depth, int &count)
{
    RecordedWhy node{.why = {.question = in.read("question", whyQuestionFrom),
                             .text = in.text("text"),
                             .state = in.read("state", whyStateFrom),
                             .causes = in.flag("jointly") ? Causes::OnlyTogether : Causes::EachAlone,
                             .accepted = in.text("accepted"),
                             .visibility = in.read("visibility", visibilityFrom)}};
    if (!in.at("rootCategory").isNull()) {
        node.why.root = in.read("rootCategory", rootCategoryFrom);
    }
    if (++count > mostWhys || depth > deepestWhy) {
        in.complain(QStringLiteral("postmortem.whys"),
                    tr("at most %1 whys, %2 deep, are expected").arg(mostWhys).arg(deepestWhy));
        return node;
    }
    std::set<std::pair<int, int>> known;
    in.each("evidence", [&](Members each) {
        node.evidence.push_back({.entry = each.place("entry", entries), .file = each.place("file", files)});
        if ((node.evidence.back().entry > 0) == (node.evidence.back().file > 0)) {
            each.complain(QStringLiteral("postmortem.whys"), tr("evidence is either an entry or a file"));
        } else if (!known.emplace(node.evidence.back().entry, node.evidence.back().file).second) {
            each.complain(QStringLiteral("postmortem.whys"), tr("the same evidence is linked twice"));
        }
    });
    in.each("whys", [&](const Members &each) { node.whys.push_back(readWhy(each, entries, files, depth + 1, count)); });
    return node;
}

RecordedMeasure readMeasure(Members in, int whys)
{
    RecordedMeasure measure{.why = in.place("why", size_t(whys)), .owner = in.maybeText("owner")};
    auto &what = measure.measure.what;
    what.text = in.text("text");
    what.kind = in.read("kind", countermeasureKindFrom);
    what.effectCheck = in.text("effectCheck");
    what.link = in.maybeText("link");
    what.visibility = in.read("visibility", visibilityFrom);
    if (!in.at("dueOn").isNull()) {
        what.dueOn = in.read("dueOn", [](const QString &text) -> Result<QDate> {
            const auto date = QDate::fromString(text, Qt::ISODate);
            return date.isValid() && date.year() >= 1970 && date.year() <= 9999
                     ? Result<QDate>(date)
                     : fail(ErrorCode::Invalid, tr("a date such as 2026-11-30, from 1970 to 9999, is expected"));
        });
    }
    measure.measure.state = in.read("state", countermeasureStateFrom);
    measure.measure.checkResult = in.text("checkResult");
    measure.measure.doneAt = in.maybeTime("doneAt");
    measure.measure.checkedAt = in.maybeTime("checkedAt");
    measure.measure.createdAt = in.time("createdAt");
    return measure;
}

RecordedAnswer readAnswer(Members in, const std::map<QString, qint64> &counts)
{
    RecordedAnswer answer{.rule = in.text("rule"),
                          .message = in.text("message"),
                          .reason = in.text("reason"),
                          .actor = in.text("actor"),
                          .answeredAt = in.time("answeredAt")};
    for (const auto &[what, count] : counts) {
        const QByteArray key = what.toLatin1();
        if (const int place = in.place(key.constData(), size_t(count)); place > 0) {
            answer.what = what;
            answer.place = place;
        }
    }
    if (!in.at("field").isNull()) {
        answer.field = in.read("field", postMortemFieldFrom);
    }
    return answer;
}

RecordedPostMortem readPostMortem(Members in, size_t entries, size_t files)
{
    RecordedPostMortem recorded{.about = {.status = in.read("status", postMortemStatusFrom),
                                          .ownerName = in.maybeText("owner"),
                                          .createdAt = in.time("createdAt"),
                                          .changedAt = in.time("changedAt"),
                                          .approvedAt = in.maybeTime("approvedAt"),
                                          .approvedByName = in.maybeText("approvedBy"),
                                          .publishedAt = in.maybeTime("publishedAt")}};
    if (in.has("meetingAt")) {  // earlier versions did not write these two
        recorded.about.meetingAt = in.maybeTime("meetingAt");
    }
    if (in.has("authors")) {
        recorded.authors = in.names("authors");
    }
    Members fields = in.object("fields");
    for (const QString &name : fields.keys()) {
        const QByteArray key = name.toLatin1();
        const auto field = postMortemFieldFrom(name);
        if (!field) {
            fields.complain(QStringLiteral("postmortem.fields.") + name, field.error().message);
            continue;
        }
        Members text = fields.object(key.constData());
        recorded.texts.push_back({.field = *field,
                                  .markdown = text.text("text"),
                                  .visibility = text.read("visibility", visibilityFrom),
                                  .version = 1});
        if (recorded.texts.back().markdown.size() > longestPostMortemText) {
            text.complain(QStringLiteral("postmortem.fields.") + name, tr("the text is too long"));
        }
    }
    int whys = 0;
    in.each("whys", [&](const Members &each) { recorded.whys.push_back(readWhy(each, entries, files, 1, whys)); });
    in.each("countermeasures", [&](const Members &each) { recorded.measures.push_back(readMeasure(each, whys)); });
    in.each("answers", [&](const Members &each) {
        recorded.answers.push_back(
            readAnswer(each, {{QStringLiteral("why"), whys},
                              {QStringLiteral("countermeasure"), qint64(recorded.measures.size())},
                              {QStringLiteral("entry"), qint64(entries)}}));
    });
    archive::readReview(in, recorded, whys);
    return recorded;
}

}  // namespace

Result<Recorded> readIncidentFile(const QByteArray &bytes)
{
    const auto json = parseJsonObject(bytes);
    if (!json) {
        return failure(json);
    }
    if (json->value(QStringLiteral("format")) != QStringLiteral("onlyonce-incident-1")) {
        return fail(ErrorCode::Invalid,
                    tr("This is no incident that OnlyOnce has exported (“onlyonce export N --format json”), or a newer "
                       "OnlyOnce has: its “format” is not “onlyonce-incident-1”."));
    }
    std::optional<Error> problem;
    Members in(*json, {}, problem);
    // However it is laid out, the same content is the same.
    Recorded recorded{.incident = {.incident = readIncident(in.object("incident")),
                                   .digest = QCryptographicHash::hash(toJsonBytes(*json), QCryptographicHash::Sha256)}};
    if (in.has("roles")) {  // earlier versions did not write them
        in.each("roles", [&](Members each) {
            recorded.incident.roles.push_back(
                {.role = each.text("role"), .person = {}, .name = each.text("person"), .since = each.time("since")});
            if (recorded.incident.roles.back().role.isEmpty() || recorded.incident.roles.back().name.isEmpty()) {
                each.complain(QStringLiteral("roles"), tr("a role and who had it are expected"));
            }
        });
    }
    in.each("timeline", [&](const Members &each) { recorded.incident.timeline.push_back(readEntry(each)); });
    in.each("evidence", [&](const Members &each) { recorded.incident.evidence.push_back(readFile(each)); });
    if (!in.at("postmortem").isNull()) {
        recorded.postMortem = readPostMortem(in.object("postmortem"), recorded.incident.timeline.size(),
                                             recorded.incident.evidence.size());
    }
    if (problem) {
        return std::unexpected(*problem);
    }
    return recorded;
}

}  // namespace onlyonce
