// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/authortable.h"

#include "models/base/tr.h"
#include "models/catalog/actor.h"

namespace onlyonce::authortable {

Result<QStringList> all(Transaction &transaction, PostMortemId id)
{
    const auto recorded = transaction.all(
        QStringLiteral("SELECT name FROM postmortem_author WHERE postmortem_id = ? ORDER BY place"),
        [](const Row &row) { return row.text(0); }, id);
    // What a person does at the command line is done by an actor of its own.
    const auto wrote = transaction.all(
        QStringLiteral("SELECT COALESCE(p.name, a.name), a.kind, MIN(u.id) FROM audit u "
                       "JOIN actor a ON a.id = u.actor_id LEFT JOIN person p ON p.id = a.person_id "
                       "WHERE a.kind IN (?, ?) AND ((u.entity = 'postmortem_field' AND u.entity_id = ? "
                       "AND u.field NOT LIKE '%.visibility') "
                       "OR (u.entity = 'why' AND u.entity_id IN (SELECT w.id FROM why w WHERE w.postmortem_id = ?)) "
                       "OR (u.entity = 'countermeasure' AND u.entity_id IN "
                       "(SELECT c.id FROM countermeasure c WHERE c.postmortem_id = ?))) "
                       "GROUP BY COALESCE(p.name, a.name), a.kind ORDER BY MIN(u.id)"),
        [](const Row &row) {
            QString name = row.text(0);
            const QString ending = tr("%1 (command line)").arg(QString());
            if (actorKindFrom(row.text(1)) == ActorKind::CommandLine && name.endsWith(ending)) {
                name.chop(ending.size());
            }
            return name;
        },
        toText(ActorKind::Person), toText(ActorKind::CommandLine), id, id, id);
    if (!recorded || !wrote) {
        return recorded ? failure(wrote) : failure(recorded);
    }
    QStringList names(recorded->begin(), recorded->end());
    names.append(QStringList(wrote->begin(), wrote->end()));
    names.removeDuplicates();
    return names;
}

Result<> insert(Transaction &transaction, PostMortemId id, const QStringList &names)
{
    qint64 place = 0;
    for (const QString &name : names) {
        const auto done = transaction.exec(
            QStringLiteral("INSERT INTO postmortem_author (postmortem_id, name, place) VALUES (?, ?, ?) "
                           "ON CONFLICT DO NOTHING"),
            id, name, ++place);
        if (!done) {
            return failure(done);
        }
    }
    return {};
}

}  // namespace onlyonce::authortable
