// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/timeline/notetemplates.h"

#include "models/base/tr.h"
#include "models/documents/visibletext.h"
#include "models/incidents/timeline/notetemplatetable.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr qsizetype longestName = 80;
constexpr qsizetype longestTemplate = 10'000;

Result<> record(Transaction &transaction, NoteTemplateId id, const std::optional<QString> &before,
                const std::optional<QString> &after)
{
    transaction.touch(QStringLiteral("note_template"), id);
    return recordChange(transaction, {.entity = QStringLiteral("note_template"),
                                      .entityId = id.value,
                                      .field = QStringLiteral("body"),
                                      .oldValue = before,
                                      .newValue = after});
}

}  // namespace

Result<std::vector<NoteTemplate>> noteTemplates(Transaction &transaction)
{
    return notetemplatetable::all(transaction);
}

Result<NoteTemplateId> saveNoteTemplate(Transaction &transaction, const NoteTemplate &written)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    NoteTemplate wanted = written;
    wanted.name = visibleLine(written.name).simplified();
    wanted.body = written.body.trimmed();
    if (wanted.name.isEmpty() || wanted.name.size() > longestName) {
        return fail(ErrorCode::Invalid, tr("A template needs a name of at most 80 characters."));
    }
    if (wanted.body.isEmpty() || wanted.body.size() > longestTemplate) {
        return fail(ErrorCode::Invalid, tr("A template needs a text of at most 10,000 characters."));
    }
    const auto known = noteTemplates(transaction);
    if (!known) {
        return failure(known);
    }
    for (const NoteTemplate &other : *known) {
        if (other.id != wanted.id && other.name.compare(wanted.name, Qt::CaseInsensitive) == 0) {
            return fail(ErrorCode::Invalid,
                        tr("There is a template named “%1” already. Choose another name.").arg(other.name));
        }
    }
    if (!wanted.id) {
        const auto id = notetemplatetable::insert(transaction, wanted);
        if (id) {
            ONLYONCE_TRY(record(transaction, *id, std::nullopt, wanted.body));
        }
        return id;
    }
    const auto before = std::ranges::find(*known, wanted.id, &NoteTemplate::id);
    const auto updated = notetemplatetable::update(transaction, wanted);
    if (!updated) {
        return failure(updated);
    }
    if (!*updated || before == known->end()) {
        return fail(ErrorCode::Conflict,
                    before == known->end() ? tr("Somebody else has removed this template meanwhile.")
                                           : tr("Somebody else has changed this template meanwhile. It now reads: “%1”")
                                                 .arg(shortLine(before->body, 300)));
    }
    ONLYONCE_TRY(record(transaction, wanted.id, before->body, wanted.body));
    return wanted.id;
}

Result<> removeNoteTemplate(Transaction &transaction, NoteTemplateId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const auto known = noteTemplates(transaction);
    if (!known) {
        return failure(known);
    }
    const auto before = std::ranges::find(*known, id, &NoteTemplate::id);
    if (before == known->end()) {
        return {};
    }
    ONLYONCE_TRY(notetemplatetable::remove(transaction, id));
    return record(transaction, id, before->body, std::nullopt);
}

}  // namespace onlyonce
