// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/archive/recordedpostmortem.h"

#include "models/incidents/lists/incidentindex.h"
#include "models/postmortem/archive/answertable.h"
#include "models/postmortem/archive/reviewfile.h"
#include "models/postmortem/authortable.h"
#include "models/postmortem/countermeasures/countermeasuretable.h"
#include "models/postmortem/postmortemtable.h"
#include "models/postmortem/whys/whyevidencetable.h"
#include "models/postmortem/whys/whytable.h"

namespace onlyonce {

namespace {

struct Rows
{
    Transaction &transaction;
    const ImportedIncident &imported;
    PostMortemId id;
    std::vector<WhyId> whys = {};  // depth first
    std::vector<CountermeasureId> measures = {};
};

Result<> insertWhys(Rows &rows, const std::vector<RecordedWhy> &nodes, WhyId parent)
{
    std::array<int, allWhyQuestions.size()> places{};
    for (const RecordedWhy &node : nodes) {
        Why why = node.why;
        why.postMortem = rows.id;
        why.parent = parent;
        why.place = places.at(size_t(why.question))++;
        why.version = 1;
        const auto id = whytable::insert(rows.transaction, why);
        if (!id) {
            return failure(id);
        }
        why.id = *id;
        rows.whys.push_back(*id);
        ONLYONCE_TRY(
            indexText(rows.transaction, rows.imported.incident.id, QStringLiteral("why %1").arg(id->value), why.text));
        for (const RecordedEvidence &evidence : node.evidence) {
            const EvidenceLink link{
                .entry = evidence.entry > 0 ? rows.imported.entries[size_t(evidence.entry - 1)] : TimelineId{},
                .file = evidence.file > 0 ? rows.imported.files[size_t(evidence.file - 1)] : AttachmentId{}};
            ONLYONCE_TRY(whyevidencetable::insert(rows.transaction, why, link));
        }
        ONLYONCE_TRY(insertWhys(rows, node.whys, *id));
    }
    return {};
}

Result<> insertMeasure(Rows &rows, const RecordedMeasure &recorded)
{
    Countermeasure measure = recorded.measure;
    const auto owner = recordedPerson(rows.transaction, recorded.owner);
    if (!owner) {
        return failure(owner);
    }
    measure.postMortem = rows.id;
    measure.what.owner = *owner;
    measure.what.why = recorded.why > 0 ? rows.whys[size_t(recorded.why - 1)] : WhyId{};
    measure.version = 1;
    const auto id = countermeasuretable::insert(rows.transaction, measure);
    if (!id) {
        return failure(id);
    }
    measure.id = *id;
    rows.measures.push_back(*id);
    return countermeasuretable::updateState(rows.transaction, measure);  // its times, which no new one has
}

Result<> insertAnswer(Rows &rows, const RecordedAnswer &recorded)
{
    const auto actor = recordedActor(rows.transaction, recorded.actor);
    if (!actor) {
        return failure(actor);
    }
    answertable::Answer answer{.finding = recorded.rule,
                               .message = recorded.message,
                               .reason = recorded.reason,
                               .actor = *actor,
                               .answeredAt = recorded.answeredAt};
    if (recorded.field) {
        answer.finding += QStringLiteral(" field ") + toText(*recorded.field);
    } else if (recorded.place > 0) {
        const auto place = size_t(recorded.place - 1);
        const qint64 id = recorded.what == QStringLiteral("why")   ? rows.whys.at(place).value
                        : recorded.what == QStringLiteral("entry") ? rows.imported.entries.at(place).value
                                                                   : rows.measures.at(place).value;
        answer.finding += QStringLiteral(" %1 %2").arg(recorded.what).arg(id);
    }
    return answertable::insert(rows.transaction, rows.id, answer);
}

}  // namespace

Result<> importPostMortem(Transaction &transaction, const ImportedIncident &imported,
                          const RecordedPostMortem &recorded)
{
    PostMortem about = recorded.about;
    const auto owner = recordedPerson(transaction, about.ownerName);
    if (!owner) {
        return failure(owner);
    }
    about.incident = imported.incident.id;
    about.owner = *owner;
    about.version = 1;
    if (!about.approvedByName.isEmpty()) {
        const auto approver = recordedActor(transaction, about.approvedByName);
        if (!approver) {
            return failure(approver);
        }
        about.approvedBy = *approver;
    }
    const auto id = postmortemtable::insert(transaction, about);
    if (!id) {
        return failure(id);
    }
    about.id = *id;
    ONLYONCE_TRY(postmortemtable::updateStatus(transaction, about));  // with the approval, which no new one has
    ONLYONCE_TRY(postmortemtable::updateMeeting(transaction, about));
    ONLYONCE_TRY(authortable::insert(transaction, *id, recorded.authors));
    for (const PostMortemText &text : recorded.texts) {
        ONLYONCE_TRY(postmortemtable::insertText(transaction, *id, text));
    }
    Rows rows{.transaction = transaction, .imported = imported, .id = *id};
    ONLYONCE_TRY(insertWhys(rows, recorded.whys, {}));
    for (const RecordedMeasure &measure : recorded.measures) {
        ONLYONCE_TRY(insertMeasure(rows, measure));
    }
    for (const RecordedAnswer &answer : recorded.answers) {
        ONLYONCE_TRY(insertAnswer(rows, answer));
    }
    ONLYONCE_TRY(archive::importReview(transaction, *id, recorded, rows.whys, rows.measures));
    transaction.touch(QStringLiteral("postmortem"), *id);
    return {};
}

}  // namespace onlyonce
