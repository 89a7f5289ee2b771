// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/review/versiontable.h"

namespace onlyonce::versiontable {

Result<std::vector<PartEdit>> editsOf(Transaction &transaction, const QString &entity, qint64 id,
                                      const QStringList &fields)
{
    QVariantList values{toSql(entity), toSql(id)};
    QStringList places;
    for (const QString &field : fields) {
        places << QStringLiteral("?");
        values << toSql(field);
    }
    values << toSql(mostPartVersions);
    return transaction.allList(
        QStringLiteral("SELECT a.id, a.at, a.actor_id, w.name, a.field, a.old_value FROM audit a "
                       "JOIN actor w ON w.id = a.actor_id WHERE a.entity = ? AND a.entity_id = ? AND a.field IN (%1) "
                       "ORDER BY a.id DESC LIMIT ?")
            .arg(places.join(QStringLiteral(", "))),
        [](const Row &row) {
            return PartEdit{.id = row.id<PartVersionId>(0),
                            .at = row.instant(1),
                            .actor = row.id<ActorId>(2),
                            .author = row.text(3),
                            .field = row.text(4),
                            .before = row.isNull(5) ? std::nullopt : std::optional(row.text(5))};
        },
        values);
}

}  // namespace onlyonce::versiontable
