// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/postmortem.h"

#include "app/demo/moment.h"
#include "models/postmortem/checks/findings.h"
#include "models/postmortem/countermeasures/countermeasures.h"
#include "models/postmortem/whys/whyevidence.h"

#include <QJsonArray>

#include <algorithm>

namespace onlyonce {

namespace {

//! Each is named by the file's name, or by words of the entry.
Result<> showBy(Transaction &transaction, IncidentId incident, WhyId why, const QJsonArray &evidence)
{
    for (const auto wanted : evidence) {
        const auto found = evidenceToChoose(transaction, incident, wanted.toString(), 1);
        if (!found) {
            return failure(found);
        }
        if (found->empty()) {
            return fail(ErrorCode::NotFound, QStringLiteral("nothing says “%1”").arg(wanted.toString()));
        }
        ONLYONCE_TRY(linkEvidence(transaction, why, found->front().what));
    }
    return {};
}

//! Adds the roots among them to `roots`, in the order of the story.
Result<> why(Transaction &transaction, const PostMortem &about, const QJsonObject &json, WhyId parent,
             WhyQuestion question, QList<WhyId> &roots)
{
    auto added = addWhy(transaction, about.id, {.parent = parent, .question = question}, text(json, "text"));
    if (!added) {
        return failure(added);
    }
    ONLYONCE_TRY(showBy(transaction, about.incident, added->id, json.value(QStringLiteral("evidence")).toArray()));
    int version = added->version;
    if (text(json, "state") == QStringLiteral("confirmed")) {
        auto confirmed = setWhyState(transaction, added->id, WhyState::Confirmed, version);
        if (!confirmed) {
            return failure(confirmed);
        }
        version = *confirmed;
    }
    if (const auto category = rootCategoryFrom(text(json, "root"))) {
        auto marked = markRoot(transaction, added->id, *category, version);
        if (!marked) {
            return failure(marked);
        }
        roots.append(added->id);
    }
    for (const auto below : json.value(QStringLiteral("why")).toArray()) {
        ONLYONCE_TRY(why(transaction, about, below.toObject(), added->id, question, roots));
    }
    return {};
}

Result<> measure(Transaction &transaction, PostMortemId id, const QJsonObject &json, const QList<WhyId> &roots,
                 const QHash<QString, PersonId> &people)
{
    const int root = json.value(QStringLiteral("root")).toInt(-1);
    auto added = addCountermeasure(
        transaction, id,
        {.why = root >= 0 && root < roots.size() ? roots.at(root) : WhyId{},
         .text = text(json, "text"),
         .owner = people.value(text(json, "owner")),
         .dueOn = toDateTime(transaction.now()).date().addDays(json.value(QStringLiteral("dueInDays")).toInt()),
         .kind = countermeasureKindFrom(text(json, "kind")).value_or(CountermeasureKind::Prevent),
         .effectCheck = text(json, "check")});
    if (!added) {
        return failure(added);
    }
    int version = 1;
    for (const CountermeasureState state : {CountermeasureState::Done, CountermeasureState::Proven}) {
        const auto wanted = countermeasureStateFrom(text(json, "state")).value_or(CountermeasureState::Open);
        if (wanted < state) {
            break;
        }
        auto moved = setCountermeasureState(transaction, *added, state, version, text(json, "result"));
        if (!moved) {
            return failure(moved);
        }
        version = *moved;
    }
    return {};
}

//! Why a finding stays, named by its rule and words of it.
Result<> answer(Transaction &transaction, IncidentId incident, const QJsonObject &json)
{
    const auto findings = findingsOf(transaction, incident);
    if (!findings) {
        return failure(findings);
    }
    const auto about = std::ranges::find_if(*findings, [&json](const Finding &finding) {
        return toText(finding.rule) == text(json, "finding") && finding.message.contains(text(json, "about"));
    });
    if (about == findings->end()) {
        return fail(ErrorCode::NotFound, QStringLiteral("nothing is found about “%1”").arg(text(json, "about")));
    }
    return answerFinding(transaction, incident, keyOf(*about), text(json, "reason"), {});
}

}  // namespace

Result<> tellPostMortem(Transaction &transaction, IncidentId incident, const QJsonObject &moment,
                        const QHash<QString, PersonId> &people)
{
    QList<WhyId> roots;
    auto begun = openPostMortem(transaction, incident);
    if (!begun) {
        return failure(begun);
    }
    const QStringList open = [&] {
        QStringList names;
        for (const auto name : moment.value(QStringLiteral("public")).toArray()) {
            names.append(name.toString());
        }
        return names;
    }();
    const QJsonObject fields = moment.value(QStringLiteral("fields")).toObject();
    for (const QString &name : fields.keys()) {
        auto field = postMortemFieldFrom(name);
        if (!field) {
            return failure(field);
        }
        auto version = setField(transaction, begun->id, *field, fields.value(name).toString(), 0);
        if (!version) {
            return failure(version);
        }
        if (open.contains(name)) {
            auto shown = setFieldVisibility(transaction, begun->id, *field, Visibility::Public, *version);
            if (!shown) {
                return failure(shown);
            }
        }
    }
    for (const WhyQuestion question : allWhyQuestions) {
        for (const auto answer : moment.value(toText(question)).toArray()) {
            ONLYONCE_TRY(why(transaction, *begun, answer.toObject(), {}, question, roots));
        }
    }
    for (const auto value : moment.value(QStringLiteral("measures")).toArray()) {
        ONLYONCE_TRY(measure(transaction, begun->id, value.toObject(), roots, people));
    }
    for (const auto value : moment.value(QStringLiteral("answers")).toArray()) {
        ONLYONCE_TRY(answer(transaction, incident, value.toObject()));
    }
    auto owned = setPostMortemOwner(transaction, begun->id, people.value(text(moment, "owner")), begun->version);
    return owned ? Result<>() : failure(owned);
}

}  // namespace onlyonce
