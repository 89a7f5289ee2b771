// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/record.h"

#include "models/base/json.h"
#include "models/postmortem/authortable.h"
#include "models/postmortem/document/figures.h"

#include <algorithm>
#include <chrono>

namespace onlyonce {

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonArray toJson(const std::vector<WhyEvidence> &evidence)
{
    QJsonArray array;
    for (const auto &each : evidence) {
        array.append(
            QJsonObject{{QStringLiteral("entry"), each.what.entry ? QJsonValue(each.what.entry.value) : QJsonValue()},
                        {QStringLiteral("file"), each.what.file ? QJsonValue(each.what.file.value) : QJsonValue()},
                        {QStringLiteral("text"), each.text}});
    }
    return array;
}

QJsonArray toJson(const std::vector<WhyNode> &nodes)
{
    QJsonArray array;
    for (const auto &[why, children] : nodes) {
        array.append(
            QJsonObject{{QStringLiteral("id"), why.id.value},
                        {QStringLiteral("question"), toText(why.question)},
                        {QStringLiteral("text"), why.text},
                        {QStringLiteral("state"), toText(why.state)},
                        {QStringLiteral("rootCategory"), why.root ? QJsonValue(toText(*why.root)) : QJsonValue()},
                        {QStringLiteral("jointly"), why.causes == Causes::OnlyTogether},
                        {QStringLiteral("accepted"), why.accepted},
                        {QStringLiteral("visibility"), toText(why.visibility)},
                        {QStringLiteral("evidence"), toJson(why.evidence)},
                        {QStringLiteral("whys"), toJson(children)}});
    }
    return array;
}

QJsonObject toJson(const Countermeasure &measure)
{
    const auto &what = measure.what;
    return {{QStringLiteral("id"), measure.id.value},
            {QStringLiteral("why"), what.why ? QJsonValue(what.why.value) : QJsonValue()},
            {QStringLiteral("text"), what.text},
            {QStringLiteral("kind"), toText(what.kind)},
            {QStringLiteral("state"), toText(measure.state)},
            {QStringLiteral("owner"), orNull(measure.ownerName)},
            {QStringLiteral("dueOn"), what.dueOn ? QJsonValue(what.dueOn->toString(Qt::ISODate)) : QJsonValue()},
            {QStringLiteral("effectCheck"), what.effectCheck},
            {QStringLiteral("checkResult"), measure.checkResult},
            {QStringLiteral("link"), orNull(what.link)},
            {QStringLiteral("visibility"), toText(what.visibility)},
            {QStringLiteral("doneAt"), onlyonce::toJson(measure.doneAt)},
            {QStringLiteral("checkedAt"), onlyonce::toJson(measure.checkedAt)}};
}

QJsonObject figuresJson(const Incident &incident)
{
    const auto seconds = [](milliseconds value) { return qint64(value / std::chrono::seconds(1)); };
    QJsonObject figures;
    for (const auto &figure : impactFigures(incident)) {
        figures.insert(toText(figure.kind) + QStringLiteral("Seconds"),
                       figure.state == FigureState::Recorded ? QJsonValue(seconds(figure.value)) : QJsonValue());
    }
    const auto clock = recoveryClock(incident);
    const auto verdict = recoveryVerdict(incident);
    figures.insert(QStringLiteral("recoveryTargetSeconds"), clock ? QJsonValue(seconds(clock->target)) : QJsonValue());
    figures.insert(QStringLiteral("recoveryKept"), verdict ? QJsonValue(verdict->kept()) : QJsonValue());
    return figures;
}

}  // namespace

std::vector<Why> PostMortemRecord::roots() const
{
    std::vector<Why> found;
    walkWhys(whys, [&found](const WhyNode &node, int) {
        if (node.why.root) {
            found.push_back(node.why);
        }
    });
    return found;
}

std::vector<Countermeasure> PostMortemRecord::answering(WhyId why) const
{
    std::vector<Countermeasure> found;
    std::ranges::copy_if(countermeasures, std::back_inserter(found),
                         [why](const Countermeasure &measure) { return measure.what.why == why; });
    return found;
}

Result<std::optional<PostMortemRecord>> postMortemRecord(Transaction &transaction, IncidentId incident)
{
    auto about = postMortemOf(transaction, incident);
    if (!about) {
        return failure(about);
    }
    if (!*about) {
        return std::nullopt;
    }
    const auto id = (*about)->id;
    auto texts = fieldsOf(transaction, id);
    auto whys = whysOf(transaction, id);
    auto countermeasures = countermeasuresOf(transaction, id);
    if (!texts) {
        return failure(texts);
    }
    if (!whys) {
        return failure(whys);
    }
    if (!countermeasures) {
        return failure(countermeasures);
    }
    auto authors = authortable::all(transaction, id);
    if (!authors) {
        return failure(authors);
    }
    return PostMortemRecord{.postMortem = std::move(**about),
                            .texts = std::move(*texts),
                            .whys = std::move(*whys),
                            .countermeasures = std::move(*countermeasures),
                            .authors = std::move(*authors)};
}

QJsonObject toJson(const PostMortemRecord &record, const Incident &incident)
{
    const auto &about = record.postMortem;
    QJsonObject fields;
    for (const auto &text : record.texts) {
        if (text.version > 0) {
            fields.insert(toText(text.field), QJsonObject{{QStringLiteral("text"), text.markdown},
                                                          {QStringLiteral("visibility"), toText(text.visibility)}});
        }
    }
    QJsonArray measures;
    for (const auto &measure : record.countermeasures) {
        measures.append(toJson(measure));
    }
    return {{QStringLiteral("status"), toText(about.status)},
            {QStringLiteral("owner"), orNull(about.ownerName)},
            {QStringLiteral("authors"), QJsonArray::fromStringList(record.authors)},
            {QStringLiteral("meetingAt"), toJson(about.meetingAt)},
            {QStringLiteral("createdAt"), toIso(about.createdAt)},
            {QStringLiteral("changedAt"), toIso(about.changedAt)},
            {QStringLiteral("approvedAt"), toJson(about.approvedAt)},
            {QStringLiteral("approvedBy"), orNull(about.approvedByName)},
            {QStringLiteral("publishedAt"), toJson(about.publishedAt)},
            {QStringLiteral("fields"), fields},
            {QStringLiteral("figures"), figuresJson(incident)},
            {QStringLiteral("whys"), toJson(record.whys)},
            {QStringLiteral("countermeasures"), measures}};
}

}  // namespace onlyonce
