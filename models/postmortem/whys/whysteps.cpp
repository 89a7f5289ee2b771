// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/whys/whysteps.h"

#include "models/base/tr.h"
#include "models/postmortem/whys/whyevidence.h"

#include <algorithm>

namespace onlyonce {

namespace {

Result<> doneOf(const Result<int> &version)
{
    return version ? Result<>() : failure(version);
}

std::optional<WhyNode> nodeIn(const std::vector<WhyNode> &tree, WhyId id)
{
    std::optional<WhyNode> found;
    walkWhys(tree, [&](const WhyNode &node, int) {
        if (node.why.id == id) {
            found = node;
        }
    });
    return found;
}

Result<std::optional<WhyNode>> nodeOf(Transaction &transaction, PostMortemId postMortem, WhyId id)
{
    const auto tree = whysOf(transaction, postMortem);
    return tree ? Result<std::optional<WhyNode>>(nodeIn(*tree, id)) : failure(tree);
}

//! What answers the whys of a branch.
Result<std::vector<std::pair<CountermeasureId, WhyId>>> answersTo(Transaction &transaction, PostMortemId postMortem,
                                                                  const std::optional<WhyNode> &branch)
{
    std::vector<std::pair<CountermeasureId, WhyId>> found;
    if (!branch) {
        return found;
    }
    const auto measures = countermeasuresOf(transaction, postMortem);
    if (!measures) {
        return failure(measures);
    }
    for (const Countermeasure &measure : *measures) {
        if (measure.what.why && nodeIn({*branch}, measure.what.why)) {
            found.emplace_back(measure.id, measure.what.why);
        }
    }
    return found;
}

//! One part of a why on its way back: only if the edit changed it, and only if it still is as the edit left it.
template <typename Value, typename Set>
Result<> back(const Why &now, const WhyStep &step, Value Why::*part, const Set &set)
{
    const Why &before = step.before->why;
    const Why &after = step.after->why;
    if (before.*part == after.*part || now.*part == before.*part) {
        return {};
    }
    if (now.*part != after.*part) {
        return detail::conflictError(tr("This why"),
                                     {.theirs = now.text, .yours = before.text, .version = now.version});
    }
    return set(before.*part);
}

bool has(const Why &why, const EvidenceLink &what)
{
    return std::ranges::find(why.evidence, what, &WhyEvidence::what) != why.evidence.end();
}

Result<> evidenceBack(Transaction &transaction, const Why &from, const Why &to,
                      Result<> (*change)(Transaction &, WhyId, const EvidenceLink &))
{
    for (const WhyEvidence &each : from.evidence) {
        if (!has(to, each.what)) {
            ONLYONCE_TRY(change(transaction, to.id, each.what));
        }
    }
    return {};
}

Result<> editBack(Transaction &transaction, const Why &now, const WhyStep &step)
{
    const Why &before = step.before->why;
    int version = now.version;
    const auto moved = [&version](const Result<int> &done) {
        version = done.value_or(version);
        return doneOf(done);
    };
    ONLYONCE_TRY(back(now, step, &Why::text,
                      [&](const QString &text) { return moved(editWhy(transaction, now.id, text, version)); }));
    ONLYONCE_TRY(evidenceBack(transaction, before, step.after->why, linkEvidence));  // what confirms comes first
    ONLYONCE_TRY(back(now, step, &Why::state,
                      [&](WhyState state) { return moved(setWhyState(transaction, now.id, state, version)); }));
    ONLYONCE_TRY(back(now, step, &Why::root, [&](const std::optional<RootCategory> &root) {
        return moved(markRoot(transaction, now.id, root, version));
    }));
    ONLYONCE_TRY(back(now, step, &Why::accepted,
                      [&](const QString &reason) { return moved(acceptRoot(transaction, now.id, reason, version)); }));
    ONLYONCE_TRY(back(now, step, &Why::causes,
                      [&](Causes causes) { return moved(setWhyCauses(transaction, now.id, causes, version)); }));
    ONLYONCE_TRY(back(now, step, &Why::visibility, [&](Visibility visibility) {
        return moved(setWhyVisibility(transaction, now.id, visibility, version));
    }));
    const auto placeOf = [](const Why &why) { return std::tuple(why.parent, why.question, why.place); };
    const auto familyOf = [](const Why &why) { return std::pair(why.parent, why.question); };
    if (placeOf(before) != placeOf(step.after->why) && placeOf(now) != placeOf(before)) {
        if (familyOf(now) != familyOf(step.after->why)) {  // among its siblings others come and go
            return detail::conflictError(tr("The place of this why"),
                                         {.theirs = now.text, .yours = before.text, .version = now.version});
        }
        ONLYONCE_TRY(
            moved(moveWhy(transaction, now.id,
                          {.parent = before.parent, .question = before.question, .place = before.place}, version)));
    }
    return evidenceBack(transaction, step.after->why, before, unlinkEvidence);
}

Result<> removeAgain(Transaction &transaction, const WhyNode &now, const WhyStep &step)
{
    const Why &added = step.after->why;
    if (now.why.text != added.text || now.children.size() > step.after->children.size()) {
        return detail::conflictError(tr("This why"),
                                     {.theirs = now.why.text, .yours = added.text, .version = now.why.version});
    }
    return removeWhy(transaction, now.why.id, now.why.version);
}

Result<> bringBack(Transaction &transaction, const WhyStep &step)
{
    ONLYONCE_TRY(restoreWhy(transaction, *step.before));
    for (const auto &[id, why] : step.answers) {
        const auto measure = countermeasure(transaction, id);
        if (!measure) {
            return failure(measure);
        }
        if (*measure && !(*measure)->what.why) {
            CountermeasureText what = (*measure)->what;
            what.why = why;
            ONLYONCE_TRY(doneOf(editCountermeasure(transaction, id, what, (*measure)->version)));
        }
    }
    return {};
}

}  // namespace

Result<WhyStep> recordStep(Transaction &transaction, PostMortemId postMortem, WhyId why, const WhyWork &work)
{
    auto before = nodeOf(transaction, postMortem, why);
    if (!before) {
        return failure(before);
    }
    auto answers = answersTo(transaction, postMortem, *before);
    if (!answers) {
        return failure(answers);
    }
    ONLYONCE_TRY(work(transaction));
    auto after = nodeOf(transaction, postMortem, why);
    if (!after) {
        return failure(after);
    }
    return WhyStep{.before = std::move(*before), .after = std::move(*after), .answers = std::move(*answers)};
}

Result<WhyStep> recordAdded(Transaction &transaction, PostMortemId postMortem, const WhyPlace &place,
                            const QString &text)
{
    auto added = addWhy(transaction, postMortem, place, text);
    return added ? Result<WhyStep>(WhyStep{.before = {}, .after = WhyNode{.why = *added, .children = {}}})
                 : failure(added);
}

Result<WhyStep> takeBack(Transaction &transaction, PostMortemId postMortem, const WhyStep &step)
{
    return recordStep(transaction, postMortem, step.why().id, [&](Transaction &inside) -> Result<> {
        if (!step.after) {
            return bringBack(inside, step);
        }
        const auto now = nodeOf(inside, postMortem, step.after->why.id);
        if (!now) {
            return failure(now);
        }
        if (!*now) {
            return fail(ErrorCode::NotFound, tr("This why is no longer there: somebody has removed it."));
        }
        return step.before ? editBack(inside, (*now)->why, step) : removeAgain(inside, **now, step);
    });
}

}  // namespace onlyonce
