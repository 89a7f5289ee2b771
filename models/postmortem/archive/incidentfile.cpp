// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/archive/incidentfile.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/incidents/command/roles.h"
#include "models/incidents/desk.h"
#include "models/postmortem/archive/answertable.h"
#include "models/postmortem/archive/reviewfile.h"
#include "models/postmortem/record.h"

#include <QFile>
#include <QJsonDocument>

#include <map>

namespace onlyonce {

namespace {

using PlacesInFile = std::map<qint64, int>;  // by the database's id: which one in the file, from 1

QJsonValue placeOf(const PlacesInFile &places, const QJsonValue &id)
{
    const auto place = places.find(id.toInteger());
    return place == places.end() ? QJsonValue() : QJsonValue(place->second);
}

QJsonObject incidentJson(const Incident &incident)
{
    QJsonObject json = toJson(incident);
    for (const char *counted : {"commander", "alertCount", "firingCount", "flappingCount"}) {
        json.remove(QLatin1StringView(counted));
    }
    json.insert(QStringLiteral("visibility"), toText(incident.visibility));
    json.insert(QStringLiteral("catastrophicDecided"), incident.catastrophicDecided);
    json.insert(QStringLiteral("createdAt"), toIso(incident.createdAt));
    json.insert(QStringLiteral("closedAt"), toJson(incident.closedAt));
    return json;
}

//! What the body does not say as well: between which values something changed, and which file was added.
QJsonObject dataJson(const TimelineEntry &entry, const PlacesInFile &files)
{
    QJsonObject data;
    for (const char *key : {"from", "to", "time"}) {
        if (const auto value = entry.data.value(QLatin1StringView(key)); value.isString()) {
            data.insert(QLatin1StringView(key), value);
        }
    }
    if (const auto file = placeOf(files, entry.data.value(QStringLiteral("attachment"))); !file.isNull()) {
        data.insert(QStringLiteral("attachment"), file);
    }
    return data;
}

QJsonObject entryJson(const TimelineEntry &entry, const PlacesInFile &files)
{
    return {{QStringLiteral("kind"), toText(entry.kind)},
            {QStringLiteral("happenedAt"), toIso(entry.happenedAt)},
            {QStringLiteral("recordedAt"), toIso(entry.recordedAt)},
            {QStringLiteral("actor"), entry.actorName},
            {QStringLiteral("visibility"), toText(entry.visibility)},
            {QStringLiteral("body"), entry.body},
            {QStringLiteral("pinned"), entry.pinned},
            {QStringLiteral("data"), dataJson(entry, files)}};
}

QJsonArray whysJson(const QJsonArray &whys, const PlacesInFile &entries, const PlacesInFile &files)
{
    QJsonArray result;
    for (const auto value : whys) {
        QJsonObject why = value.toObject();
        why.remove(QStringLiteral("id"));
        QJsonArray evidence;
        for (const auto each : why.value(QStringLiteral("evidence")).toArray()) {
            evidence.append(QJsonObject{{QStringLiteral("entry"), placeOf(entries, each[QStringLiteral("entry")])},
                                        {QStringLiteral("file"), placeOf(files, each[QStringLiteral("file")])}});
        }
        why.insert(QStringLiteral("evidence"), evidence);
        why.insert(QStringLiteral("whys"), whysJson(why.value(QStringLiteral("whys")).toArray(), entries, files));
        result.append(why);
    }
    return result;
}

//! What the key of a finding ("leafIsNoRoot why 12") is about, by its place in the file; nothing where that has gone.
std::optional<QJsonObject> answerJson(const answertable::Answer &answer,
                                      const std::map<QString, const PlacesInFile *> &places)
{
    const QStringList words = answer.finding.split(u' ');
    QJsonObject json{
        {QStringLiteral("rule"), words.at(0)},       {QStringLiteral("field"), QJsonValue()},
        {QStringLiteral("message"), answer.message}, {QStringLiteral("reason"), answer.reason},
        {QStringLiteral("actor"), answer.actorName}, {QStringLiteral("answeredAt"), toIso(answer.answeredAt)}};
    for (const auto &[what, _] : places) {
        json.insert(what, QJsonValue());
    }
    if (words.size() > 2) {
        const auto known = places.find(words.at(1));
        const QJsonValue value =
            known == places.end() ? QJsonValue(words.at(2)) : placeOf(*known->second, words.at(2).toLongLong());
        if (value.isNull()) {
            return std::nullopt;
        }
        json.insert(words.at(1), value);
    }
    return json;
}

//! What people have said about a post-mortem beside writing it.
struct Opinions
{
    std::vector<answertable::Answer> answers;
    std::vector<CommentThread> comments;
    std::vector<Review> reviews;
};

Result<Opinions> opinionsOn(Transaction &transaction, const std::optional<PostMortemRecord> &record)
{
    if (!record) {
        return Opinions{};
    }
    const PostMortemId id = record->postMortem.id;
    auto answers = answertable::all(transaction, id);
    auto comments = answers ? commentsOf(transaction, id) : failure(answers);
    auto reviews = comments ? reviewsOf(transaction, id) : failure(comments);
    if (!reviews) {
        return failure(reviews);
    }
    return Opinions{std::move(*answers), std::move(*comments), std::move(*reviews)};
}

QJsonObject postMortemJson(const PostMortemRecord &record, const Incident &incident, const PlacesInFile &entries,
                           const PlacesInFile &files, const Opinions &opinions)
{
    QJsonObject json = toJson(record, incident);
    json.remove(QStringLiteral("figures"));
    PlacesInFile whys;
    walkWhys(record.whys, [&whys](const WhyNode &node, int) { whys.emplace(node.why.id.value, int(whys.size()) + 1); });
    json.insert(QStringLiteral("whys"), whysJson(json.value(QStringLiteral("whys")).toArray(), entries, files));
    PlacesInFile measurePlaces;
    QJsonArray measures;
    for (const auto &measure : record.countermeasures) {
        measurePlaces.emplace(measure.id.value, int(measurePlaces.size()) + 1);
        QJsonObject each = json.value(QStringLiteral("countermeasures")).toArray().at(measures.size()).toObject();
        each.remove(QStringLiteral("id"));
        each.insert(QStringLiteral("why"), placeOf(whys, each.value(QStringLiteral("why"))));
        each.insert(QStringLiteral("createdAt"), toIso(measure.createdAt));
        measures.append(each);
    }
    json.insert(QStringLiteral("countermeasures"), measures);
    QJsonArray answered;
    for (const auto &answer : opinions.answers) {
        if (const auto each = answerJson(answer, {{QStringLiteral("why"), &whys},
                                                  {QStringLiteral("countermeasure"), &measurePlaces},
                                                  {QStringLiteral("entry"), &entries}})) {
            answered.append(*each);
        }
    }
    json.insert(QStringLiteral("answers"), answered);
    json.insert(QStringLiteral("comments"), archive::commentsJson(opinions.comments, whys, measurePlaces));
    json.insert(QStringLiteral("reviews"), archive::reviewsJson(opinions.reviews));
    return json;
}

Result<QJsonArray> evidenceJson(Transaction &transaction, const std::vector<Attachment> &files)
{
    QJsonArray array;
    qint64 bytes = 0;
    for (const Attachment &file : files) {
        bytes += file.bytes;
        if (bytes > mostEvidenceInFile) {
            return fail(ErrorCode::Invalid, tr("This incident has more than 96 MiB of evidence, which no "
                                               "JSON file should hold. Save its files one by one "
                                               "(“onlyonce evidence”), or take a copy of the database "
                                               "(“onlyonce backup now”)."));
        }
        auto whole = attachment(transaction, file.id);
        if (!whole) {
            return failure(whole);
        }
        if (!*whole) {
            return fail(ErrorCode::NotFound, tr("“%1” is not there any more.").arg(file.name));
        }
        QJsonObject json = toJson(file);
        json.remove(QStringLiteral("id"));
        json.insert(QStringLiteral("content"), QString::fromLatin1((*whole)->content.toBase64()));
        array.append(json);
    }
    return array;
}

}  // namespace

Result<QByteArray> incidentFile(Transaction &transaction, IncidentId id)
{
    const auto about = incident(transaction, id);
    const auto timeline = timelineOf(transaction, id);
    const auto files = attachmentsOf(transaction, id);
    const auto record = postMortemRecord(transaction, id);
    if (!about || !timeline || !files || !record) {
        return !about ? failure(about) : !timeline ? failure(timeline) : !files ? failure(files) : failure(record);
    }
    if (!*about) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    PlacesInFile filePlaces;
    for (const Attachment &file : *files) {
        filePlaces.emplace(file.id.value, int(filePlaces.size()) + 1);
    }
    PlacesInFile entryPlaces;
    QJsonArray entries;
    for (const TimelineEntry &entry : *timeline) {
        if (!tellsOfImport(entry)) {  // where a copy comes from is nothing that happened
            entryPlaces.emplace(entry.id.value, int(entryPlaces.size()) + 1);
            entries.append(entryJson(entry, filePlaces));
        }
    }
    const auto roles = rolesOf(transaction, id);
    if (!roles) {
        return failure(roles);
    }
    const auto evidence = evidenceJson(transaction, *files);
    const auto opinions = evidence ? opinionsOn(transaction, *record) : failure(evidence);
    if (!opinions) {
        return failure(opinions);
    }
    const QJsonObject json{
        {QStringLiteral("format"), QStringLiteral("onlyonce-incident-1")},
        {QStringLiteral("incident"), incidentJson(**about)},
        {QStringLiteral("roles"), toJson(*roles)},
        {QStringLiteral("timeline"), entries},
        {QStringLiteral("evidence"), *evidence},
        {QStringLiteral("postmortem"),
         *record ? QJsonValue(postMortemJson(**record, **about, entryPlaces, filePlaces, *opinions)) : QJsonValue()}};
    return QJsonDocument(json).toJson();
}

QByteArray incidentFileSchema()
{
    QFile file(QStringLiteral(":/schema/incident-1.json"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace onlyonce
