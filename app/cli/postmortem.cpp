// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "models/base/tr.h"
#include "models/postmortem/checks/findings.h"
#include "models/postmortem/whys/whyevidence.h"

#include <algorithm>

namespace onlyonce {

namespace {

//! None without the option.
Result<WhyId> whyMeant(const Invocation &call, const QString &option)
{
    if (!call.has(option)) {
        return WhyId{};
    }
    const auto number = numberMeant(call.option(option),
                                    tr("--%1 takes the number of a why, as “incident show” tells it.").arg(option));
    return number ? Result<WhyId>(WhyId{*number}) : failure(number);
}

Result<> write(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    auto field = postMortemFieldFrom(call.argument(1));
    if (!field) {
        return usage(field.error().message);
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) -> Result<> {
        auto postMortem = openPostMortem(transaction, incident->id);
        if (!postMortem) {
            return failure(postMortem);
        }
        auto fields = fieldsOf(transaction, postMortem->id);
        if (!fields) {
            return failure(fields);
        }
        int version = fields->at(size_t(*field)).version;
        auto written = setField(transaction, postMortem->id, *field, call.argument(2), version);
        if (!written) {
            return failure(written);
        }
        if (call.has(QStringLiteral("public"))) {
            auto shown = setFieldVisibility(transaction, postMortem->id, *field, Visibility::Public, *written);
            if (!shown) {
                return failure(shown);
            }
        }
        return {};
    }));
    call.answer(QJsonObject{{QStringLiteral("field"), toText(*field)}, {QStringLiteral("text"), call.argument(2)}},
                tr("Written."));
    return {};
}

Result<> why(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const auto parent = whyMeant(call, QStringLiteral("under"));
    if (!parent) {
        return failure(parent);
    }
    WhyPlace place{.parent = *parent};
    if (call.has(QStringLiteral("question"))) {
        auto question = whyQuestionFrom(call.option(QStringLiteral("question")));
        if (!question) {
            return usage(question.error().message);
        }
        place.question = *question;
    }
    std::optional<RootCategory> root;
    if (call.has(QStringLiteral("root"))) {
        auto category = rootCategoryFrom(call.option(QStringLiteral("root")));
        if (!category) {
            return usage(category.error().message);
        }
        root = *category;
    }
    auto added = call.change([&](Transaction &transaction) -> Result<Why> {
        auto postMortem = openPostMortem(transaction, incident->id);
        if (!postMortem) {
            return failure(postMortem);
        }
        auto made = addWhy(transaction, postMortem->id, place, call.argument(1));
        if (made && root) {
            auto marked = markRoot(transaction, made->id, root, made->version);
            if (!marked) {
                return failure(marked);
            }
        }
        return made;
    });
    if (!added) {
        return failure(added);
    }
    call.answer(QJsonObject{{QStringLiteral("why"), added->id.value}}, tr("Why %1.").arg(added->id.value));
    return {};
}

Result<> linkShown(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const QString question =
        tr("Give the number of the why (“incident show --json” tells it), and --entry (“incident timeline”) or --file "
           "(“evidence list”).");
    const auto id = numberMeant(call.argument(1), question);
    const bool isFile = call.has(QStringLiteral("file"));
    if (!id || isFile == call.has(QStringLiteral("entry"))) {
        return usage(question);
    }
    const auto number = numberMeant(call.option(isFile ? QStringLiteral("file") : QStringLiteral("entry")), question);
    if (!number) {
        return failure(number);
    }
    const EvidenceLink what = isFile ? EvidenceLink{.entry = {}, .file = AttachmentId{*number}}
                                     : EvidenceLink{.entry = TimelineId{*number}, .file = {}};
    const bool removes = call.has(QStringLiteral("remove"));
    auto state = call.change([&](Transaction &transaction) -> Result<WhyState> {
        const auto postMortem = postMortemOf(transaction, incident->id);
        if (!postMortem || !*postMortem) {
            return postMortem ? fail(ErrorCode::NotFound, tr("This incident has no post-mortem yet."))
                              : failure(postMortem);
        }
        const auto here = [&]() -> Result<Why> {
            const auto tree = whysOf(transaction, (*postMortem)->id);
            if (!tree) {
                return failure(tree);
            }
            const auto path = pathTo(*tree, WhyId{*id});
            return path.empty() ? fail(ErrorCode::NotFound, tr("This incident has no why %1.").arg(*id))
                                : Result<Why>(path.back());
        };
        auto why = here();
        if (!why) {
            return failure(why);
        }
        ONLYONCE_TRY(removes ? unlinkEvidence(transaction, why->id, what) : linkEvidence(transaction, why->id, what));
        if (call.has(QStringLiteral("confirm"))) {
            ONLYONCE_TRY(setWhyState(transaction, why->id, WhyState::Confirmed, why->version));
        }
        why = here();
        return why ? Result<WhyState>(why->state) : failure(why);
    });
    if (!state) {
        return failure(state);
    }
    call.answer(QJsonObject{{QStringLiteral("why"), *id}, {QStringLiteral("state"), toText(*state)}},
                tr("Why %1 is %2.").arg(*id).arg(label(*state)));
    return {};
}

Result<> checkWritten(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const auto findings =
        call.ask([id = incident->id](Transaction &transaction) { return findingsOf(transaction, id); });
    if (!findings) {
        return failure(findings);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const Finding &finding : *findings) {
        array.append(toJson(finding));
        rows.append(
            {toText(finding.weight), keyOf(finding),
             finding.reason.isEmpty() ? finding.message : tr("%1 It stays: %2").arg(finding.message, finding.reason)});
    }
    call.answer(array, rows.isEmpty() ? tr("Nothing is found.") : table(rows));
    return {};
}

Result<> answerCheck(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const QString key = call.argument(1);
    ONLYONCE_TRY(call.change([&](Transaction &transaction) -> Result<> {
        const auto findings = findingsOf(transaction, incident->id);
        if (!findings) {
            return failure(findings);
        }
        const auto about = std::ranges::find(*findings, key, keyOf);
        return answerFinding(transaction, incident->id, key, call.argument(2),
                             about == findings->end() ? QString() : about->reason);
    }));
    call.answer(QJsonObject{{QStringLiteral("finding"), key}, {QStringLiteral("reason"), call.argument(2)}},
                tr("It stands in the document."));
    return {};
}

Result<> moveStatus(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const auto wanted = postMortemStatusFrom(call.argument(1));
    if (!wanted) {
        return usage(wanted.error().message);
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) -> Result<> {
        const auto postMortem = openPostMortem(transaction, incident->id);
        if (!postMortem) {
            return failure(postMortem);
        }
        const auto moved = setPostMortemStatus(transaction, postMortem->id, *wanted, postMortem->version);
        return moved ? Result<>() : failure(moved);
    }));
    call.answer(QJsonObject{{QStringLiteral("status"), toText(*wanted)}},
                tr("The post-mortem is %1.").arg(label(*wanted)));
    return {};
}

Result<PersonId> personNamed(Transaction &transaction, const QString &name)
{
    if (name.isEmpty()) {
        return PersonId{};
    }
    auto people = allPeople(transaction);
    if (!people) {
        return failure(people);
    }
    for (const Person &person : *people) {
        if (person.name.compare(name, Qt::CaseInsensitive) == 0
            || person.email.compare(name, Qt::CaseInsensitive) == 0) {
            return person.id;
        }
    }
    return fail(ErrorCode::NotFound, tr("There is no person “%1”. “onlyonce person list” shows them.").arg(name));
}

Result<> addMeasure(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const auto cause = whyMeant(call, QStringLiteral("why"));
    if (!cause) {
        return failure(cause);
    }
    CountermeasureText what{
        .why = *cause, .text = call.argument(1), .effectCheck = call.option(QStringLiteral("check"))};
    if (call.has(QStringLiteral("due"))) {
        what.dueOn = QDate::fromString(call.option(QStringLiteral("due")), Qt::ISODate);
        if (!what.dueOn->isValid()) {
            return usage(tr("--due takes a day like 2026-12-24."));
        }
    }
    if (call.has(QStringLiteral("kind"))) {
        auto kind = countermeasureKindFrom(call.option(QStringLiteral("kind")));
        if (!kind) {
            return usage(kind.error().message);
        }
        what.kind = *kind;
    }
    auto added = call.change([&](Transaction &transaction) -> Result<CountermeasureId> {
        auto postMortem = openPostMortem(transaction, incident->id);
        if (!postMortem) {
            return failure(postMortem);
        }
        auto owner = personNamed(transaction, call.option(QStringLiteral("owner")));
        if (!owner) {
            return failure(owner);
        }
        what.owner = *owner;
        return addCountermeasure(transaction, postMortem->id, what);
    });
    if (!added) {
        return failure(added);
    }
    call.answer(QJsonObject{{QStringLiteral("countermeasure"), added->value}},
                tr("Countermeasure %1.").arg(added->value));
    return {};
}

}  // namespace

Commands postmortemCommands()
{
    return {
        {.name = QStringLiteral("postmortem write"),
         .arguments = QStringLiteral("N FIELD MARKDOWN"),
         .summary = tr("Writes a part of the post-mortem: summary, impact, trigger, detection …"),
         .options = {{QStringLiteral("public"), tr("Customers may read it.")}},
         .run = write,
         .jsonHelp = tr("{field, text}")},
        {.name = QStringLiteral("postmortem why"),
         .arguments = QStringLiteral("N TEXT"),
         .summary = tr("Adds an answer to the five whys."),
         .options = {{QStringLiteral("under"), tr("Below this answer."), tr("WHY")},
                     {QStringLiteral("question"), tr("happened, undetected or slow."), tr("QUESTION")},
                     {QStringLiteral("root"), tr("It is a root cause: process, testing, design …"), tr("CATEGORY")}},
         .run = why,
         .jsonHelp = tr("{why}")},
        {.name = QStringLiteral("postmortem evidence"),
         .arguments = QStringLiteral("N WHY"),
         .summary = tr("Links what shows that an answer is so; without any it cannot be confirmed."),
         .options = {{QStringLiteral("entry"), tr("An entry of the timeline."), tr("ID")},
                     {QStringLiteral("file"), tr("A file of the evidence."), tr("ID")},
                     {QStringLiteral("confirm"), tr("The answer is confirmed by it.")},
                     {QStringLiteral("remove"), tr("Takes the link away; after the last one the answer is possible "
                                                   "again.")}},
         .run = linkShown,
         .jsonHelp = tr("{why, state}")},
        {.name = QStringLiteral("postmortem check"),
         .arguments = QStringLiteral("N"),
         .summary = tr("What the checks find; serious findings are to be answered before the approval."),
         .run = checkWritten,
         .jsonHelp = tr("[{finding, rule, weight, message, explanation, reason}]")},
        {.name = QStringLiteral("postmortem answer"),
         .arguments = QStringLiteral("N FINDING REASON"),
         .summary = tr("Writes down why a finding stays as it is; the reason stands in the document."),
         .run = answerCheck,
         .jsonHelp = tr("{finding, reason}")},
        {.name = QStringLiteral("postmortem status"),
         .arguments = QStringLiteral("N STATUS"),
         .summary = tr("draft, “in review”, approved or published, a step at a time."),
         .run = moveStatus,
         .jsonHelp = tr("{status}")},
        {.name = QStringLiteral("postmortem countermeasure"),
         .arguments = QStringLiteral("N TEXT"),
         .summary = tr("Adds what is done so that it happens only once."),
         .options = {{QStringLiteral("why"), tr("The cause that it answers."), tr("WHY")},
                     {QStringLiteral("owner"), tr("Who does it: a name or mail address."), tr("PERSON")},
                     {QStringLiteral("due"), tr("Until when: 2026-12-24."), tr("DAY")},
                     {QStringLiteral("kind"), tr("prevent, detect or mitigate."), tr("KIND")},
                     {QStringLiteral("check"), tr("How one will see that it works."), tr("TEXT")}},
         .run = addMeasure,
         .jsonHelp = tr("{countermeasure}")},
    };
}

}  // namespace onlyonce
