// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/lists/savedviewtable.h"

#include "models/base/json.h"

namespace onlyonce::savedviewtable {

using namespace Qt::StringLiterals;

Result<std::vector<SavedView>> all(Transaction &transaction, ActorId actor)
{
    return transaction.all(
        u"SELECT id, name, actor_id, filter FROM saved_view WHERE actor_id IS NULL OR actor_id = ? ORDER BY name, id"_s,
        [](const Row &row) {
            return SavedView{.id = row.id<SavedViewId>(0),
                             .name = row.text(1),
                             .shared = row.isNull(2),
                             .filter =
                                 incidentFilterFrom(parseJsonObject(row.text(3).toUtf8()).value_or(QJsonObject()))};
        },
        actor);
}

Result<SavedViewId> put(Transaction &transaction, ActorId actor, const QString &name, const IncidentFilter &filter)
{
    const QString text = QString::fromUtf8(toJsonBytes(toJson(filter)));
    const auto known = transaction.one(
        u"SELECT id FROM saved_view WHERE name = ? AND COALESCE(actor_id, 0) = ?"_s,
        [](const Row &row) { return row.id<SavedViewId>(0); }, name, actor.value);
    if (!known) {
        return failure(known);
    }
    if (!*known) {
        return transaction.insert<SavedViewId>(
            u"INSERT INTO saved_view (name, actor_id, filter) VALUES (?, ?, ?) RETURNING id"_s, name, actor, text);
    }
    const auto changed = transaction.exec(u"UPDATE saved_view SET filter = ? WHERE id = ?"_s, text, **known);
    return changed ? Result<SavedViewId>(**known) : failure(changed);
}

Result<> remove(Transaction &transaction, SavedViewId id)
{
    const auto gone = transaction.exec(u"DELETE FROM saved_view WHERE id = ?"_s, id);
    return gone ? Result<>() : failure(gone);
}

}  // namespace onlyonce::savedviewtable
