// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/template/templatetable.h"

namespace onlyonce::templatetable {

Result<std::optional<StoredTemplate>> of(Transaction &transaction, Audience audience)
{
    return transaction.one(
        QStringLiteral("SELECT body, version FROM document_template WHERE audience = ?"),
        [](const Row &row) {
            return StoredTemplate{.text = row.isNull(0) ? std::nullopt : std::optional(row.text(0)),
                                  .version = int(row.integer(1))};
        },
        toText(audience));
}

Result<> put(Transaction &transaction, Audience audience, const std::optional<QString> &text, int version)
{
    const auto written =
        transaction.exec(QStringLiteral("INSERT INTO document_template (audience, body, version) VALUES (?, ?, ?) "
                                        "ON CONFLICT (audience) DO UPDATE SET body = excluded.body, "
                                        "version = excluded.version"),
                         toText(audience), text, version);
    return written ? Result<>() : failure(written);
}

}  // namespace onlyonce::templatetable
