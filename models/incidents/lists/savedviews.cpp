// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/lists/savedviews.h"

#include "models/base/tr.h"
#include "models/catalog/actor.h"
#include "models/documents/visibletext.h"
#include "models/incidents/lists/savedviewtable.h"

#include <algorithm>

namespace onlyonce {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype longestName = 60;

//! What is done stands for ever, and its number would only grow.
bool isWorthCounting(const IncidentFilter &filter)
{
    const auto isOver = [](PostMortemStage stage) {
        return stage == PostMortemStage::Approved || stage == PostMortemStage::Published;
    };
    return filter.state == IncidentState::Open || !filter.recurrences.empty()
        || (!filter.postMortems.empty() && std::ranges::none_of(filter.postMortems, isOver));
}

}  // namespace

Result<std::vector<SavedView>> savedViews(Transaction &transaction, ActorId actor, FacetsOf more)
{
    auto views = savedviewtable::all(transaction, actor);
    if (!views) {
        return failure(views);
    }
    for (SavedView &view : *views) {
        if (!isWorthCounting(view.filter) || (!view.filter.postMortems.empty() && !more)) {
            continue;
        }
        const auto facets = more ? more(transaction, view.filter) : Result<std::vector<IncidentFacet>>();
        const auto found =
            facets ? incidents(transaction, view.filter, {.limit = mostCounted}, *facets) : failure(facets);
        if (!found) {
            return failure(found);
        }
        view.count = int(found->size());
    }
    return views;
}

Result<SavedViewId> saveView(Transaction &transaction, const QString &name, const IncidentFilter &filter, bool shared)
{
    ONLYONCE_TRY(require(transaction, shared ? Permission::Respond : Permission::View));
    const QString clean = shortLine(name, longestName);
    if (clean.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("Give the view a name."));
    }
    auto id = savedviewtable::put(transaction, shared ? ActorId{} : transaction.actor(), clean, filter);
    if (id) {
        transaction.touch(u"saved_view"_s, *id);
    }
    return id;
}

Result<> removeView(Transaction &transaction, SavedViewId id)
{
    const auto views = savedviewtable::all(transaction, transaction.actor());
    if (!views) {
        return failure(views);
    }
    const auto view = std::ranges::find(*views, id, &SavedView::id);
    if (view == views->end()) {
        return {};
    }
    ONLYONCE_TRY(require(transaction, view->shared ? Permission::Respond : Permission::View));
    transaction.touch(u"saved_view"_s, id);
    return savedviewtable::remove(transaction, id);
}

}  // namespace onlyonce
