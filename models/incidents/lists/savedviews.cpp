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

}  // namespace

Result<std::vector<SavedView>> savedViews(Transaction &transaction, ActorId actor)
{
    auto views = savedviewtable::all(transaction, actor);
    if (!views) {
        return failure(views);
    }
    for (SavedView &view : *views) {
        if (view.filter.state != IncidentState::Open) {
            continue;
        }
        const auto found = incidents(transaction, view.filter, mostCounted);
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
