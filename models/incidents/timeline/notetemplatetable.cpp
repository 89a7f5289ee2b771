// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/timeline/notetemplatetable.h"

namespace onlyonce::notetemplatetable {

Result<std::vector<NoteTemplate>> all(Transaction &transaction)
{
    return transaction.all(QStringLiteral("SELECT id, name, body, version FROM note_template ORDER BY lower(name)"),
                           [](const Row &row) {
                               return NoteTemplate{.id = row.id<NoteTemplateId>(0),
                                                   .name = row.text(1),
                                                   .body = row.text(2),
                                                   .version = int(row.integer(3))};
                           });
}

Result<NoteTemplateId> insert(Transaction &transaction, const NoteTemplate &written)
{
    return transaction.insert<NoteTemplateId>(
        QStringLiteral("INSERT INTO note_template (name, body, version) VALUES (?, ?, 1) RETURNING id"), written.name,
        written.body);
}

Result<bool> update(Transaction &transaction, const NoteTemplate &written)
{
    const auto changed = transaction.exec(QStringLiteral("UPDATE note_template SET name = ?, body = ?, "
                                                         "version = version + 1 WHERE id = ? AND version = ?"),
                                          written.name, written.body, written.id, written.version);
    return changed ? Result<bool>(*changed == 1) : failure(changed);
}

Result<> remove(Transaction &transaction, NoteTemplateId id)
{
    const auto changed = transaction.exec(QStringLiteral("DELETE FROM note_template WHERE id = ?"), id);
    return changed ? Result<>() : failure(changed);
}

}  // namespace onlyonce::notetemplatetable
