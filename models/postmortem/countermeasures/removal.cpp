// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/countermeasures/removal.h"

#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/postmortem/countermeasures/countermeasurechange.h"
#include "models/postmortem/countermeasures/countermeasuretable.h"

#include <algorithm>

namespace onlyonce {

namespace {

using namespace countermeasurechange;

}  // namespace

Result<> removeCountermeasure(Transaction &transaction, CountermeasureId id, int version)
{
    auto edit = toEdit(transaction, id);
    if (!edit) {
        return failure(edit);
    }
    ONLYONCE_TRY(detail::postMortemToEdit(transaction, edit->postMortem.id));
    const auto &measure = edit->measure;
    if (version != measure.version) {
        return detail::conflictError(tr("This countermeasure"),
                                     {.theirs = measure.what.text, .yours = tr("removed"), .version = measure.version});
    }
    for (const auto &[field, value] : values(measure.what)) {
        ONLYONCE_TRY(audit(transaction, id, field, value, std::nullopt));
    }
    ONLYONCE_TRY(
        audit(transaction, id, QStringLiteral("state"), toText(measure.state), std::nullopt, measure.checkResult));
    ONLYONCE_TRY(countermeasuretable::remove(transaction, id));
    ONLYONCE_TRY(changed(transaction, measure));
    return tell(transaction, edit->postMortem, id, QStringLiteral("countermeasureRemoved"),
                tr("Countermeasure removed: %1").arg(escapeMarkdown(measure.what.text)));
}

Result<RemovedCountermeasure> takeOutCountermeasure(Transaction &transaction, CountermeasureId id, int version)
{
    const auto measure = countermeasuretable::byId(transaction, id);
    const auto task = measure ? countermeasuretable::taskOf(transaction, id) : failure(measure);
    if (!task) {
        return failure(task);
    }
    ONLYONCE_TRY(removeCountermeasure(transaction, id, version));
    return RemovedCountermeasure{.measure = measure->value_or(Countermeasure()), .task = *task};
}

Result<> restoreCountermeasure(Transaction &transaction, const RemovedCountermeasure &removed)
{
    const auto about = detail::postMortemToEdit(transaction, removed.measure.postMortem);
    const auto there = about ? countermeasuretable::byId(transaction, removed.measure.id) : failure(about);
    const auto tree = there ? whysOf(transaction, removed.measure.postMortem) : failure(there);
    const auto kept = tree ? countermeasuretable::tasksKept(transaction, about->incident) : failure(tree);
    if (!kept) {
        return failure(kept);
    }
    if (*there) {
        return fail(ErrorCode::Conflict, tr("This countermeasure is there already."));
    }
    Countermeasure again = removed.measure;
    ++again.version;
    if (pathTo(*tree, again.what.why).empty()) {
        again.what.why = {};
    }
    const bool isTaken = std::ranges::find(*kept, removed.task) != kept->end();
    ONLYONCE_TRY(countermeasuretable::insertAgain(transaction, again, isTaken ? TaskId{} : removed.task));
    ONLYONCE_TRY(changed(transaction, again));
    for (const auto &[field, value] : values(again.what)) {
        if (!value.isEmpty()) {
            ONLYONCE_TRY(audit(transaction, again.id, field, std::nullopt, value));
        }
    }
    ONLYONCE_TRY(
        audit(transaction, again.id, QStringLiteral("state"), std::nullopt, toText(again.state), again.checkResult));
    return tell(transaction, *about, again.id, QStringLiteral("countermeasure"),
                tr("Countermeasure brought back: %1").arg(escapeMarkdown(again.what.text)));
}

}  // namespace onlyonce
